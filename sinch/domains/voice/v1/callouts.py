"""Callouts: call somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.nested import check_nested
from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.voice import svaml
from sinch_api.voice_v1 import kinds, operations

if TYPE_CHECKING:
    from typing import Any

    from sinch.core.model import Ref
    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.voice_v1 import (
        AceSvaml,
        CalloutResponse,
        ConferenceDtmfOptions,
        Destination,
        Domain,
        IceSvaml,
        MusicOnHold,
        PieSvaml,
    )
    from sinch_api.voice_v1.params import (
        AceSvamlDict,
        ConferenceDtmfOptionsDict,
        ConferenceDtmfOptionsJSON,
        DestinationDict,
        IceSvamlDict,
        PieSvamlDict,
    )


class Callouts(Resource):
    """`client.voice.v1.callouts`: call somebody, to read a text out, into a conference, or as SVAML says."""

    def text_to_speech(
        self,
        destination: str | DestinationDict | Destination,
        text: Maybe[str] = UNSET,
        *,
        prompts: Maybe[str] = UNSET,
        cli: Maybe[str] = UNSET,
        locale: Maybe[str] = UNSET,
        dtmf: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        domain: Maybe[Domain] = UNSET,
        enable_ace: Maybe[bool] = UNSET,
        enable_dice: Maybe[bool] = UNSET,
        enable_pie: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
    ) -> CalloutResponse:
        """Call somebody, and read a text out.

        `POST /calling/v1/callouts` (Callouts)

        Every success dials and bills a call.

        Args:
            destination: whom to call: a phone number in E.164, or `{"type": "username", "endpoint": ...}`, where the
                type may be "number", "username" or "sip".
            text: what is read out, up to 600 characters unless the application may have more. Either this or `prompts`.
            prompts: what is played instead of `text`; see `svaml.tts`, `svaml.ssml` and `svaml.href`, joined by ";".
            cli: the number that is shown, one of yours; without it calls may be accepted and reach nobody.
            locale: the voice: a locale such as "en-US", one with a gender ("en-US/female"), or the name of a voice.
            dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
            custom: text of your own that events repeat.
            domain: "pstn", the telephone network, or "mxp", an app.
            enable_ace: whether an `AceEvent` is posted when the call is taken; not by default.
            enable_dice: whether a `DiceEvent` is posted when the call has ended; not by default.
            enable_pie: whether a `PieEvent` is posted when keys are pressed; not by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call, by its `call_id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the call may have happened, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.callouts.text_to_speech("+12025550123", "Your parcel has come.", cli="+12025550100")

        """
        return self._send(
            operations.callouts_tts_callout(
                tts_callout=callout(
                    kinds.TtsCallout,
                    destination=svaml.destination_of(destination),
                    text=text,
                    prompts=prompts,
                    cli=cli,
                    locale=locale,
                    dtmf=dtmf,
                    custom=custom,
                    domain=domain,
                    enable_ace=enable_ace,
                    enable_dice=enable_dice,
                    enable_pie=enable_pie,
                )
            ),
            options,
        )

    def tts(
        self,
        destination: str | DestinationDict | Destination,
        text: Maybe[str] = UNSET,
        *,
        prompts: Maybe[str] = UNSET,
        cli: Maybe[str] = UNSET,
        locale: Maybe[str] = UNSET,
        dtmf: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        domain: Maybe[Domain] = UNSET,
        enable_ace: Maybe[bool] = UNSET,
        enable_dice: Maybe[bool] = UNSET,
        enable_pie: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
    ) -> CalloutResponse:
        """Call somebody, and read a text out; another name of `text_to_speech`.

        `POST /calling/v1/callouts` (Callouts)

        Every success dials and bills a call.

        Args:
            destination: whom to call: a phone number in E.164, or `{"type": "username", "endpoint": ...}`, where the
                type may be "number", "username" or "sip".
            text: what is read out, up to 600 characters unless the application may have more. Either this or `prompts`.
            prompts: what is played instead of `text`; see `svaml.tts`, `svaml.ssml` and `svaml.href`, joined by ";".
            cli: the number that is shown, one of yours; without it calls may be accepted and reach nobody.
            locale: the voice: a locale such as "en-US", one with a gender ("en-US/female"), or the name of a voice.
            dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
            custom: text of your own that events repeat.
            domain: "pstn", the telephone network, or "mxp", an app.
            enable_ace: whether an `AceEvent` is posted when the call is taken; not by default.
            enable_dice: whether a `DiceEvent` is posted when the call has ended; not by default.
            enable_pie: whether a `PieEvent` is posted when keys are pressed; not by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call, by its `call_id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the call may have happened, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.callouts.tts("+12025550123", "Your parcel arrives at noon.", cli="+12025550100")

        """
        return self._send(
            operations.callouts_tts_callout(
                tts_callout=callout(
                    kinds.TtsCallout,
                    destination=svaml.destination_of(destination),
                    text=text,
                    prompts=prompts,
                    cli=cli,
                    locale=locale,
                    dtmf=dtmf,
                    custom=custom,
                    domain=domain,
                    enable_ace=enable_ace,
                    enable_dice=enable_dice,
                    enable_pie=enable_pie,
                )
            ),
            options,
        )

    def conference(
        self,
        destination: str | DestinationDict | Destination,
        conference_id: str,
        *,
        cli: Maybe[str] = UNSET,
        greeting: Maybe[str] = UNSET,
        conference_dtmf_options: Maybe[
            ConferenceDtmfOptionsDict | ConferenceDtmfOptionsJSON | ConferenceDtmfOptions
        ] = UNSET,
        moh_class: Maybe[MusicOnHold] = UNSET,
        max_duration: Maybe[int] = UNSET,
        locale: Maybe[str] = UNSET,
        dtmf: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        domain: Maybe[Domain] = UNSET,
        enable_ace: Maybe[bool] = UNSET,
        enable_dice: Maybe[bool] = UNSET,
        enable_pie: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
    ) -> CalloutResponse:
        """Call somebody, and bring the call into a conference.

        `POST /calling/v1/callouts` (Callouts)

        Every success dials and bills a call.

        Args:
            destination: whom to call: a phone number in E.164, or `{"type": "username", "endpoint": ...}`, where the
                type may be "number", "username" or "sip".
            conference_id: of the conference, up to 64 characters, which you choose; one that there is not is opened.
            cli: the number that is shown, one of yours; without it calls may be accepted and reach nobody.
            greeting: what is read out when the call is taken.
            conference_dtmf_options: what keys do: `mode` "ignore", "forward" or "detect", which posts PIE events;
                `max_digits`; `timeout_mills`.
            moh_class: what is played to whoever is alone: "ring", "music1", "music2" or "music3"; silence by default.
            max_duration: seconds that the call may last.
            locale: the voice: a locale such as "en-US", one with a gender ("en-US/female"), or the name of a voice.
            dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
            custom: text of your own that events repeat.
            domain: "pstn", the telephone network, or "mxp", an app.
            enable_ace: whether an `AceEvent` is posted when the call is taken; not by default. The reply must have
                `svaml.connect_conf` then.
            enable_dice: whether a `DiceEvent` is posted when the call has ended; not by default.
            enable_pie: whether a `PieEvent` is posted when keys are pressed; not by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call, by its `call_id`, which is also the id of the participant.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the call may have happened, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.callouts.conference("+12025550124", "standup-7", cli="+12025550100", greeting="Welcome")

        """
        return self._send(
            operations.callouts_conference_callout(
                conference_callout=callout(
                    kinds.ConferenceCallout,
                    destination=svaml.destination_of(destination),
                    conference_id=conference_id,
                    cli=cli,
                    greeting=greeting,
                    conference_dtmf_options=conference_dtmf_options,
                    moh_class=moh_class,
                    max_duration=max_duration,
                    locale=locale,
                    dtmf=dtmf,
                    custom=custom,
                    domain=domain,
                    enable_ace=enable_ace,
                    enable_dice=enable_dice,
                    enable_pie=enable_pie,
                )
            ),
            options,
        )

    def custom(
        self,
        *,
        destination: Maybe[str | DestinationDict | Destination] = UNSET,
        ice: Maybe[str | IceSvamlDict | IceSvaml] = UNSET,
        ace: Maybe[str | AceSvamlDict | AceSvaml] = UNSET,
        pie: Maybe[str | PieSvamlDict | PieSvaml] = UNSET,
        dice: Maybe[str] = UNSET,
        cli: Maybe[str] = UNSET,
        dtmf: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        max_duration: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> CalloutResponse:
        """Call somebody, and let SVAML decide what the call does.

        `POST /calling/v1/callouts` (Callouts)

        Every success dials and bills a call. SVAML is sent as text inside the JSON; pass it as it is.

        Args:
            destination: whom to call: a phone number in E.164, or `{"type": "username", "endpoint": ...}`, where the
                type may be "number", "username" or "sip". Left out, with `cli`, where `ice` says whom to call.
            ice: what happens first, made with `svaml.ice`; or the address that is asked. The callback URL of the
                application is by default.
            ace: what happens when the call is taken, made with `svaml.ace`; or the address that is asked.
            pie: what happens after a menu, made with `svaml.pie`; mostly the address that is asked.
            dice: the address that is told of the end.
            cli: the number that is shown, one of yours.
            dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
            custom: text of your own that events repeat.
            max_duration: seconds that the call may last.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call, by its `call_id`.

        Raises:
            ArgumentError: an argument is of the wrong kind, or there is a mistake in the SVAML, whose place
                is named; nothing was sent.
            OutcomeUnknownError: the call may have happened, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> from sinch.domains.voice import svaml
            >>> client.voice.v1.callouts.custom(
            ...     ice=svaml.ice(svaml.connect_pstn("+12025550125", cli="+12025550100")),
            ...     ace=svaml.ace(svaml.hangup(), svaml.say("Your table is ready.")),
            ... )

        """
        return self._send(
            operations.callouts_custom_callout(
                custom_callout=callout(
                    kinds.CustomCallout,
                    destination=svaml.destination_of(destination),
                    ice=svaml.text_of("ice", ice),
                    ace=svaml.text_of("ace", ace),
                    pie=svaml.text_of("pie", pie),
                    dice=dice,
                    cli=cli,
                    dtmf=dtmf,
                    custom=custom,
                    max_duration=max_duration,
                )
            ),
            options,
        )


def callout(kind: Ref, **values: Any) -> Any:
    """Return the part of a request that says whom to call, checked. Raises ArgumentError."""
    return check_nested(kind, "", values)
