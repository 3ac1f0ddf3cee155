"""SVAML of Voice v1: what a call does. Each function makes one part, checks it, and returns it as a dictionary.

A reply to an event is instructions, which are carried out one after the other, and one action, which decides how the
call goes on. Not every event allows everything; what is not allowed is rejected when the reply is made.

So `svaml.ice(svaml.connect_pstn("+12025550126", cli="+12025550100"), svaml.say("I put you through."))` is the reply
to a call that comes in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import E164
from sinch.core.nested import check_nested
from sinch.core.unset import UNSET
from sinch_api import voice_v1 as models
from sinch_api.voice_v1 import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeVar

    from sinch.core.model import Model, Ref
    from sinch.core.unset import Maybe
    from sinch_api.voice_v1.params import (
        AceActionDict,
        AceActionJSON,
        AceInstructionDict,
        AmdOptionsDict,
        CallHeaderDict,
        ConferenceDtmfOptionsDict,
        ConferenceDtmfOptionsJSON,
        DestinationDict,
        IceActionDict,
        IceActionJSON,
        IceInstructionDict,
        MenuDict,
        MenuJSON,
        MenuOptionDict,
        PieActionDict,
        PieActionJSON,
        PieInstructionDict,
        RecordingOptionsDict,
        RecordingOptionsJSON,
        StreamingOptionsDict,
        StreamingOptionsJSON,
        TranscriptionOptionsDict,
    )

    M = TypeVar("M", bound=Model)


# Replies


def ice(
    action: IceActionDict | IceActionJSON | models.IceAction, *instructions: IceInstructionDict | models.IceInstruction
) -> models.IceSvaml:
    """Return what a call does that begins: the reply to an `IceEvent`, or `ice` of a custom callout.

    Args:
        action: `connect_pstn`, `connect_mxp`, `connect_sip`, `connect_conf`, `connect_stream`, `run_menu`, `park` or
            `hangup`.
        instructions: what is done first; all that there are.

    Raises:
        ArgumentError: something is wrong; the message names the place.

    """
    return _made(models.IceSvaml, action=action, instructions=list(instructions) or UNSET)


def ace(
    action: AceActionDict | AceActionJSON | models.AceAction, *instructions: AceInstructionDict | models.AceInstruction
) -> models.AceSvaml:
    """Return what a call does that was taken: the reply to an `AceEvent`, or `ace` of a custom callout.

    Args:
        action: `continue_`, `connect_conf`, `run_menu` or `hangup`.
        instructions: what is done first: `say`, `play_files`, `set_cookie`, `start_recording`, `stop_recording`.

    Raises:
        ArgumentError: something is wrong; the message names the place.

    """
    return _made(models.AceSvaml, action=action, instructions=list(instructions) or UNSET)


def pie(
    action: PieActionDict | PieActionJSON | models.PieAction, *instructions: PieInstructionDict | models.PieInstruction
) -> models.PieSvaml:
    """Return what a call does after a menu: the reply to a `PieEvent`, or `pie` of a custom callout.

    Args:
        action: `connect_pstn`, `connect_sip`, `connect_conf`, `run_menu`, `continue_` or `hangup`.
        instructions: what is done first: all but `answer`.

    Raises:
        ArgumentError: something is wrong; the message names the place.

    """
    return _made(models.PieSvaml, action=action, instructions=list(instructions) or UNSET)


# Actions


def hangup() -> models.ActionHangup:
    """End the call; in every reply, and for a call that is under way."""
    return _made(models.ActionHangup)


def continue_() -> models.ActionContinue:
    """Go on as the call would have without a reply; for ACE and PIE, and for a call that is under way."""
    return _made(models.ActionContinue)


def connect_pstn(
    number: Maybe[str] = UNSET,
    *,
    cli: Maybe[str] = UNSET,
    locale: Maybe[str] = UNSET,
    max_duration: Maybe[int] = UNSET,
    dial_timeout: Maybe[int] = UNSET,
    suppress_callbacks: Maybe[bool] = UNSET,
    dtmf: Maybe[str] = UNSET,
    indications: Maybe[models.Indications] = UNSET,
    amd: Maybe[AmdOptionsDict | models.AmdOptions] = UNSET,
    record: Maybe[bool] = UNSET,
    recording_options: Maybe[RecordingOptionsDict | RecordingOptionsJSON | models.RecordingOptions] = UNSET,
) -> models.ActionConnectPstn:
    """Call a phone number, and connect the call with it; for ICE and PIE.

    Args:
        number: in E.164; what the app has dialled when it is left out.
        cli: the number that is shown, one of yours, or "private".
        locale: of the voice that reads texts, such as "en-US".
        max_duration: seconds that the call may last, up to 14400.
        dial_timeout: seconds that the phone rings.
        suppress_callbacks: whether there are no ACE and DICE events; they are posted by default.
        dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
        indications: the country whose ringing tone is played, such as "us".
        amd: whether answering machines are told from persons: `{"enabled": True}`, with `"async": True` beside it to
            learn of it by notify events.
        record: whether the call is recorded.
        recording_options: how; see `recording_options`.

    """
    return _made(
        models.ActionConnectPstn,
        number=number,
        cli=cli,
        locale=locale,
        max_duration=max_duration,
        dial_timeout=dial_timeout,
        suppress_callbacks=suppress_callbacks,
        dtmf=dtmf,
        indications=indications,
        amd=amd,
        record=record,
        recording_options=recording_options,
    )


def connect_mxp(
    destination: Maybe[str | DestinationDict | models.Destination] = UNSET,
    *,
    call_headers: Maybe[Sequence[CallHeaderDict | models.CallHeader]] = UNSET,
    record: Maybe[bool] = UNSET,
    recording_options: Maybe[RecordingOptionsDict | RecordingOptionsJSON | models.RecordingOptions] = UNSET,
) -> models.ActionConnectMxp:
    """Connect the call with a user of an app; for ICE.

    Args:
        destination: the user, or `{"type": "username", "endpoint": ...}`.
        call_headers: what the app is told: `[{"key": ..., "value": ...}]`.
        record: whether the call is recorded.
        recording_options: how; see `recording_options`.

    """
    return _made(
        models.ActionConnectMxp,
        destination=_endpoint("username", destination),
        call_headers=call_headers,
        record=record,
        recording_options=recording_options,
    )


def connect_conf(
    conference_id: str,
    *,
    conference_dtmf_options: Maybe[
        ConferenceDtmfOptionsDict | ConferenceDtmfOptionsJSON | models.ConferenceDtmfOptions
    ] = UNSET,
    moh: Maybe[models.MusicOnHold] = UNSET,
    record: Maybe[bool] = UNSET,
    recording_options: Maybe[RecordingOptionsDict | RecordingOptionsJSON | models.RecordingOptions] = UNSET,
) -> models.ActionConnectConf:
    """Bring the call into a conference; for ICE, ACE and PIE.

    Args:
        conference_id: of the conference, up to 64 characters, which you choose; one that there is not is opened.
        conference_dtmf_options: what keys do: `mode` "ignore", "forward" or "detect", which posts PIE events;
            `max_digits`; `timeout_mills`.
        moh: what is played to whoever is alone there: "ring", "music1", "music2" or "music3".
        record: whether the call is recorded.
        recording_options: how; see `recording_options`.

    """
    return _made(
        models.ActionConnectConf,
        conference_id=conference_id,
        conference_dtmf_options=conference_dtmf_options,
        moh=moh,
        record=record,
        recording_options=recording_options,
    )


def connect_sip(
    destination: str | DestinationDict | models.Destination,
    *,
    max_duration: Maybe[int] = UNSET,
    cli: Maybe[str] = UNSET,
    transport: Maybe[models.SipTransport] = UNSET,
    suppress_callbacks: Maybe[bool] = UNSET,
    call_headers: Maybe[Sequence[CallHeaderDict | models.CallHeader]] = UNSET,
    moh: Maybe[models.MusicOnHold] = UNSET,
    record: Maybe[bool] = UNSET,
    recording_options: Maybe[RecordingOptionsDict | RecordingOptionsJSON | models.RecordingOptions] = UNSET,
) -> models.ActionConnectSip:
    """Connect the call over SIP; for ICE and PIE.

    Args:
        destination: `user@host`, or `{"type": "sip", "endpoint": ...}`.
        max_duration: seconds that the call may last, up to 14400.
        cli: the number that is shown, or "private".
        transport: "UDP" (the default), "TCP" or "TLS".
        suppress_callbacks: whether there are no ACE and DICE events; they are posted by default.
        call_headers: private headers of the SIP call: `[{"key": ..., "value": ...}]`.
        moh: what is played while the call is on hold: "ring", "music1", "music2" or "music3".
        record: whether the call is recorded.
        recording_options: how; see `recording_options`.

    """
    return _made(
        models.ActionConnectSip,
        destination=_endpoint("sip", destination),
        max_duration=max_duration,
        cli=cli,
        transport=transport,
        suppress_callbacks=suppress_callbacks,
        call_headers=call_headers,
        moh=moh,
        record=record,
        recording_options=recording_options,
    )


def connect_stream(
    destination: str | DestinationDict | models.Destination,
    *,
    streaming_options: Maybe[StreamingOptionsDict | StreamingOptionsJSON | models.StreamingOptions] = UNSET,
    max_duration: Maybe[int] = UNSET,
    call_headers: Maybe[Sequence[CallHeaderDict | models.CallHeader]] = UNSET,
) -> models.ActionConnectStream:
    """Connect the call with a server over a WebSocket; for ICE, and a closed beta.

    Args:
        destination: an address that begins with `wss:`, or `{"type": "Websocket", "endpoint": ...}`.
        streaming_options: how sound is carried: `version`, 1; `sample_rate` in hertz.
        max_duration: seconds that the call may last, up to 14400.
        call_headers: what the first message tells: `[{"key": ..., "value": ...}]`.

    """
    return _made(
        models.ActionConnectStream,
        destination=_endpoint("Websocket", destination),
        streaming_options=streaming_options,
        max_duration=max_duration,
        call_headers=call_headers,
    )


def run_menu(
    *menus: MenuDict | MenuJSON | models.Menu,
    main_menu: Maybe[str] = UNSET,
    barge: Maybe[bool] = UNSET,
    locale: Maybe[str] = UNSET,
    enable_voice: Maybe[bool] = UNSET,
) -> models.ActionRunMenu:
    """Let somebody choose by keys or by voice; for ICE, ACE and PIE. A PIE event tells what was chosen.

    Args:
        menus: made with `menu`; one of them must have the id "main".
        main_menu: the id of the first.
        barge: whether keys interrupt the prompt, as they do by default.
        locale: of the voice, such as "en-US"; needed with `enable_voice`.
        enable_voice: whether options may be spoken.

    """
    return _made(
        models.ActionRunMenu,
        menus=list(menus) or UNSET,
        main_menu=main_menu,
        barge=barge,
        locale=locale,
        enable_voice=enable_voice,
    )


def park(
    *,
    locale: Maybe[str] = UNSET,
    intro_prompt: Maybe[str] = UNSET,
    hold_prompt: Maybe[str] = UNSET,
    max_duration: Maybe[int] = UNSET,
) -> models.ActionPark:
    """Let the call wait until it is changed; for ICE, and for a call that is under way.

    Args:
        locale: of the voice that reads texts, such as "en-US".
        intro_prompt: what is played first; see `tts`, `ssml` and `href`.
        hold_prompt: what is played again and again.
        max_duration: seconds that it waits.

    """
    return _made(
        models.ActionPark,
        locale=locale,
        intro_prompt=intro_prompt,
        hold_prompt=hold_prompt,
        max_duration=max_duration,
    )


# Instructions


def say(text: str, *, locale: Maybe[str] = UNSET) -> models.InstructionSay:
    """Read a text out.

    Args:
        text: up to 600 characters, unless the application may have more.
        locale: of the voice: "en-US", "en-US/female", or the name of a voice.

    """
    return _made(models.InstructionSay, text=text, locale=locale)


def play_files(*ids: str, locale: Maybe[str] = UNSET) -> models.InstructionPlayFiles:
    """Play files or texts, one after the other.

    Args:
        ids: names of stored files, addresses, or what `tts` and `ssml` return.
        locale: of the voice, such as "en-US"; needed with texts.

    """
    return _made(models.InstructionPlayFiles, ids=list(ids), locale=locale)


def send_dtmf(value: str) -> models.InstructionSendDtmf:
    """Play keys; not for ACE.

    Args:
        value: "0" to "9", "#", and "w" for half a second.

    """
    return _made(models.InstructionSendDtmf, value=value)


def set_cookie(key: str, value: str) -> models.InstructionSetCookie:
    """Keep a value for as long as the call lasts.

    Args:
        key: its name.
        value: the value.

    """
    return _made(models.InstructionSetCookie, key=key, value=value)


def answer() -> models.InstructionAnswer:
    """Take the call, so that the caller pays from now on; for ICE."""
    return _made(models.InstructionAnswer)


def start_recording(
    options: Maybe[RecordingOptionsDict | RecordingOptionsJSON | models.RecordingOptions] = UNSET,
) -> models.InstructionStartRecording:
    """Begin to record the call.

    Args:
        options: how; see `recording_options`.

    """
    return _made(models.InstructionStartRecording, options=options)


def stop_recording() -> models.InstructionStopRecording:
    """End the recording."""
    return _made(models.InstructionStopRecording)


# Parts of them


def menu(
    id: str,
    *options: MenuOptionDict | models.MenuOption,
    main_prompt: Maybe[str] = UNSET,
    repeat_prompt: Maybe[str] = UNSET,
    repeats: Maybe[int] = UNSET,
    max_digits: Maybe[int] = UNSET,
    timeout_mills: Maybe[int] = UNSET,
    max_timeout_mills: Maybe[int] = UNSET,
) -> models.Menu:
    """Return a menu for `run_menu`.

    Args:
        id: what options call it; "main" for the first one.
        options: what can be chosen, made with `option`. Without any, keys are collected.
        main_prompt: what is played first; see `tts`, `ssml` and `href`.
        repeat_prompt: what is played when nothing was pressed, or something else.
        repeats: how often that is played.
        max_digits: how many keys are collected; the PIE event is posted when they are.
        timeout_mills: milliseconds to wait for a key, 5000 by default.
        max_timeout_mills: milliseconds to wait for a voice, 20000 by default.

    """
    return _made(
        models.Menu,
        id=id,
        options=list(options) or UNSET,
        main_prompt=main_prompt,
        repeat_prompt=repeat_prompt,
        repeats=repeats,
        max_digits=max_digits,
        timeout_mills=timeout_mills,
        max_timeout_mills=max_timeout_mills,
    )


def option(dtmf: str, action: str) -> models.MenuOption:
    """Return what can be chosen in a menu.

    Args:
        dtmf: the key.
        action: what `go_to` or `return_value` has returned.

    Raises:
        ArgumentError: the action is another text.

    """
    if not re.fullmatch(r"(menu|return)\s?\(.*\)", action):
        raise ArgumentError(f"action must be made with go_to or return_value, not {action!r}")
    return _made(models.MenuOption, dtmf=dtmf, action=action)


def go_to(menu_id: str) -> str:
    """Return the action of an option that opens another menu."""
    return f"menu({menu_id})"


def return_value(value: str) -> str:
    """Return the action of an option that ends the menu: the PIE event has the value."""
    return f"return({value})"


def recording_options(
    destination_url: Maybe[str] = UNSET,
    *,
    credentials: Maybe[str] = UNSET,
    format: Maybe[str] = UNSET,
    notification_events: Maybe[bool] = UNSET,
    transcription_options: Maybe[TranscriptionOptionsDict | models.TranscriptionOptions] = UNSET,
) -> models.RecordingOptions:
    """Return how a call is recorded.

    Args:
        destination_url: where to: a location at Amazon S3, Azure or Google, such as "s3://bucket/name.mp3".
        credentials: what opens it, joined by colons; for S3 access key, secret and region.
        format: "mp3", which is the default.
        notification_events: whether notify events tell when it is finished and available, as they do by default.
        transcription_options: `{"enabled": True, "locale": "en-US"}`.

    """
    return _made(
        models.RecordingOptions,
        destination_url=destination_url,
        credentials=credentials,
        format=format,
        notification_events=notification_events,
        transcription_options=transcription_options,
    )


def tts(text: str) -> str:
    """Return the prompt that reads a text out."""
    return f"#tts[{text}]"


def ssml(text: str) -> str:
    """Return the prompt that reads a text out which is marked up: `<speak>...</speak>`."""
    return f"#ssml[{text}]"


def href(address: str) -> str:
    """Return the prompt that plays the file at an address."""
    return f"#href[{address}]"


# Checks


def checked(response: models.IceSvaml | models.AceSvaml | models.PieSvaml) -> dict[str, Any]:
    """Return a reply as plain JSON data. Raises ArgumentError, with the place of what is wrong."""
    kind = _KINDS.get(type(response).__name__)
    if kind is None:
        raise ArgumentError(f"a reply is made with ice, ace or pie, not of {type(response).__name__}")
    plain: dict[str, Any] = check_nested(kind, "", response)
    return plain


def text_of(name: str, given: Maybe[str | Mapping[str, Any]]) -> Maybe[str]:
    """Return SVAML as a custom callout has it, for the argument `name`: the address of a callback, or JSON text.

    Raises ArgumentError, with the place of what is wrong.
    """
    if not given or name not in _OF_CALLOUTS:
        return given or UNSET  # type: ignore[return-value]
    value: Any = given
    if isinstance(given, str):
        if not given.lstrip().startswith("{"):
            return given
        try:
            value = json.loads(given)
        except ValueError as error:
            raise ArgumentError(f"{name} is neither an address nor JSON: {error}") from None
    return json.dumps(check_nested(_OF_CALLOUTS[name], name, value), separators=(",", ":"), ensure_ascii=False)


def destination_of(given: Maybe[str | Mapping[str, Any]]) -> Any:
    """Return whom to call: a text is a phone number. Raises ArgumentError if it is not in E.164."""
    if isinstance(given, str):
        return {"type": "number", "endpoint": E164.check("destination", given)}
    return given


_KINDS: dict[str, Ref] = {"IceSvaml": kinds.IceSvaml, "AceSvaml": kinds.AceSvaml, "PieSvaml": kinds.PieSvaml}
_OF_CALLOUTS: dict[str, Ref] = {"ice": kinds.IceSvaml, "ace": kinds.AceSvaml, "pie": kinds.PieSvaml}


def _made(model: type[M], **values: Any) -> M:
    kind: Ref = getattr(kinds, model.__name__)
    return model.wrap(check_nested(kind, "", values))


def _endpoint(type_: str, given: Any) -> Any:
    return {"type": type_, "endpoint": given} if isinstance(given, str) else given
