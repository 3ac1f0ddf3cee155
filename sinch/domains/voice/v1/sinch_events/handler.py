"""Events of Voice v1: verify, read and reply to what Sinch posts about calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from sinch.core.application_events import ApplicationEventHandler
from sinch.core.exceptions import ArgumentError
from sinch.domains.voice import svaml
from sinch_api.voice_v1 import webhooks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, ClassVar

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch_api.voice_v1 import (
        AceAction,
        AceEvent,
        AceInstruction,
        AceSvaml,
        IceAction,
        IceEvent,
        IceInstruction,
        IceSvaml,
        PieAction,
        PieEvent,
        PieInstruction,
        PieSvaml,
    )
    from sinch_api.voice_v1 import VoiceEvent as VoiceEvent
    from sinch_api.voice_v1.params import (
        AceActionDict,
        AceActionJSON,
        AceInstructionDict,
        IceActionDict,
        IceActionJSON,
        IceInstructionDict,
        PieActionDict,
        PieActionJSON,
        PieInstructionDict,
    )

_RENAMED = {"callId": "callid", "callheaders": "callHeaders"}
"""What some events call a key, and what the others do."""
_REPLIES = {"ice": svaml.ice, "ace": svaml.ace, "pie": svaml.pie}


class VoiceV1SinchEvent(ApplicationEventHandler["VoiceEvent"]):
    """`client.voice.v1.sinch_events`: `IceEvent`, `AceEvent` and `PieEvent`, which want a reply; the end and more.

    The callback URL of an application gets all of them. Reply at once, since somebody is on the phone: how long Sinch
    waits is not published. Without a reply in time an incoming call ends, and a call that was taken is connected.
    `DiceEvent` and `NotifyEvent` want an empty response.

    Example:
        >>> from sinch.domains.voice import svaml
        >>> handler = client.voice.v1.sinch_events
        >>> event = handler.verify_and_parse(headers, body, path="/hooks/voice")
        >>> response = handler.build_response(event, svaml.hangup(), [svaml.say("Goodbye")])

    """

    kind: ClassVar[Kind] = webhooks.EVENT
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE

    def parse_event(self, event_body: str | bytes | Mapping[str, Any], headers: Any = None) -> VoiceEvent:
        """Read an event body into its typed event.

        Names of events are read without regard to case. An event of a kind that this SDK does not know is a generic
        one: a `Model` with everything that was sent.

        Args:
            event_body: the body as received, or the dictionary decoded from it.
            headers: the headers of the request, for its charset; UTF-8 is assumed without them.

        Raises:
            EventError: the body is not JSON, is not an object, or is too large or too deep to be an event.

        """
        event = super().parse_event(event_body, headers)
        for other, usual in _RENAMED.items():
            if other in event:
                event.setdefault(usual, event[other])
        return event

    @overload
    def build_response(
        self,
        event: IceEvent,
        action: IceActionDict | IceActionJSON | IceAction,
        instructions: Iterable[IceInstructionDict | IceInstruction] = (),
    ) -> IceSvaml: ...
    @overload
    def build_response(
        self,
        event: AceEvent,
        action: AceActionDict | AceActionJSON | AceAction,
        instructions: Iterable[AceInstructionDict | AceInstruction] = (),
    ) -> AceSvaml: ...
    @overload
    def build_response(
        self,
        event: PieEvent,
        action: PieActionDict | PieActionJSON | PieAction,
        instructions: Iterable[PieInstructionDict | PieInstruction] = (),
    ) -> PieSvaml: ...
    def build_response(
        self, event: Any, action: Any, instructions: Iterable[Any] = ()
    ) -> IceSvaml | AceSvaml | PieSvaml:
        """Return the reply to an event, checked: SVAML that this event does not allow is rejected.

        It is a dictionary: send it as JSON with status 200.

        Args:
            event: the event, which must be one that wants a reply: `IceEvent`, `AceEvent` or `PieEvent`.
            action: how the call goes on, such as `svaml.connect_pstn("+12025550126")`; see `sinch.domains.voice.svaml`.
            instructions: what is done first, one after the other, such as `[svaml.say("Hello")]`.

        Raises:
            ArgumentError: the event wants no reply, or something in the SVAML is wrong; the message names the place,
                such as `instructions[1].text`.

        Example:
            >>> from sinch.domains.voice import svaml
            >>> event = client.voice.v1.sinch_events.parse_event('{"event": "ace", "callid": "5d0c7b1f"}')
            >>> client.voice.v1.sinch_events.build_response(event, svaml.continue_())

        """
        name = str(event.get("event", "")).lower()
        if name not in _REPLIES:
            raise ArgumentError(f"an event {name!r} wants no reply but an empty response; ice, ace and pie want one")
        reply: Any = _REPLIES[name]
        made: IceSvaml | AceSvaml | PieSvaml = reply(action, *instructions)
        return made

    def serialize_response(self, response: IceSvaml | AceSvaml | PieSvaml) -> dict[str, Any]:
        """Return a reply as plain JSON data, checked once more in case that it was changed.

        Args:
            response: what `build_response`, `svaml.ice`, `svaml.ace` or `svaml.pie` has returned.

        Raises:
            ArgumentError: it was made in another way, or something in it is wrong.

        Example:
            >>> from sinch.domains.voice import svaml
            >>> client.voice.v1.sinch_events.serialize_response(svaml.ice(svaml.hangup()))

        """
        return svaml.checked(response)
