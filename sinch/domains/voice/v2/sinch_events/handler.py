"""Voice v2 events: verify, read and respond to what Sinch posts about calls."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sinch.core.application_events import KeyedEventHandler
from sinch.core.events import MAX_BODY
from sinch.core.nested import check_nested
from sinch.core.unset import UNSET
from sinch.domains.voice.v2.commands import in_order
from sinch_api.voice_v2 import kinds, webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, ClassVar

    from typing_extensions import Self

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import VoiceEvent as VoiceEvent
    from sinch_api.voice_v2 import VoiceEventResponse


class VoiceSinchEvent(KeyedEventHandler["VoiceEvent"]):
    """`client.voice.v2.sinch_events`: what happens in calls, which wants a response within 5 seconds.

    The call waits for it. Without one, with an error or with invalid commands, the fallback URL is asked, and if there
    is none, the call ends. An event may come twice: the headers `ce-id` and `ce-source` tell.

    Args:
        secret: of the service, in Base64 as the API returned it; while it is being replaced, both.
        service_id: the service that an event must name; any by default.
        now: returns the Unix time.
        max_size: bytes of a body; a larger one cannot be an event.

    Example:
        >>> handler = client.voice.v2.sinch_events(secret)
        >>> event = handler.verify_and_parse(headers, body, path="/hooks/voice")
        >>> response = handler.build_response([{"command": "answer"}, {"command": "hangup"}])

    """

    kind: ClassVar[Kind] = webhooks.EVENT
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE
    _named: ClassVar[str] = "service_id"

    def __init__(
        self,
        secret: str | Sequence[str] | None = None,
        *,
        service_id: str | None = None,
        now: Callable[[], float] = time.time,
        max_size: int = MAX_BODY,
    ) -> None:
        super().__init__(secret, service_id, now, max_size)

    def __call__(self, secret: str | Sequence[str] | None = None, *, service_id: str | None = None) -> Self:
        """Return a handler that verifies with this secret, or with each of several, and for this service."""
        return type(self)(secret, service_id=service_id, now=self._now, max_size=self._max_size)

    def validate_authentication_header(
        self,
        method: str,
        path: str,
        headers: Any,
        body: str | bytes,
        service_id: str | None = None,
        service_secret: str | Sequence[str] | None = None,
        *,
        tolerance: float | None = None,
    ) -> bool:
        """Return whether an event is signed with the secret of a service, for this address.

        Args:
            method: of the request, POST.
            path: of the address that Sinch posts to; a whole address may be given, of which the path alone counts.
                Behind a proxy that takes a prefix away, put that back.
            headers: the headers of the request: a mapping or pairs, in any casing, or the environment of WSGI.
            body: the body exactly as it was received.
            service_id: the service that the event must name; that of the handler by default.
            service_secret: its secret, or both while it is being replaced; that of the handler by default.
            tolerance: how many seconds the signed time stamp may differ from now, against replays; None accepts any
                age.

        Returns:
            True for a valid signature; False for everything else, including a missing header and a secret that is not
            Base64. The reason goes to the logger "Sinch" at level DEBUG.

        Raises:
            ArgumentError: the body is not text or bytes, or the tolerance is not a number.

        Example:
            >>> handler = client.voice.v2.sinch_events(secret)
            >>> handler.validate_authentication_header("POST", "/hooks/voice", headers, body)

        """
        handler = self
        if service_id is not None or service_secret is not None:
            secret = self._secrets if service_secret is None else service_secret
            handler = self(secret, service_id=service_id or self._key)
        return handler._problem_of_request(method, path, headers, body, tolerance) is None

    def build_response(self, commands: Commands) -> VoiceEventResponse:
        """Return the response that runs commands: a dictionary, to be sent as JSON with status 200.

        Args:
            commands: one command, or several in order; an empty list changes nothing.

        Raises:
            ArgumentError: there is a mistake in the commands, whose place is named, such as
                `commands[0].messages[1].say.text`.

        Example:
            >>> client.voice.v2.sinch_events.build_response({"command": "hangup"})

        """
        return _response({"commands": in_order(commands)})

    def build_incoming_call_response(
        self,
        commands: Commands,
        *,
        call_name: Maybe[str] = UNSET,
        on_hangup: Maybe[Commands] = UNSET,
    ) -> VoiceEventResponse:
        """Return the response to an event `call.incoming`, which may name the call: a dictionary, to be sent as JSON.

        Args:
            commands: one command, or several in order; an empty list changes nothing.
            call_name: a name for the call, 1 to 32 characters without spaces.
            on_hangup: commands for when the call ends; without any, an event tells.

        Raises:
            ArgumentError: an argument is of the wrong kind, or there is a mistake in the commands, whose place is
                named, such as `on_hangup[0].command`.

        Example:
            >>> client.voice.v2.sinch_events.build_incoming_call_response({"command": "answer"}, call_name="caller")

        """
        events = UNSET
        if on_hangup is not UNSET:
            events = check_nested(kinds.IncomingCallResponseEvents, "", {"on_hangup": in_order(on_hangup)})
        return _response({"commands": in_order(commands), "call_name": call_name, "events": events})

    def serialize_response(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """Return the plain dictionary of a response, with the names of the API.

        Args:
            response: what the other methods have built, or a dictionary in either spelling.

        Raises:
            ArgumentError: it has no commands, or there is a mistake in it, whose place is named.

        Example:
            >>> handler = client.voice.v2.sinch_events
            >>> handler.serialize_response(handler.build_response({"command": "hangup"}))

        """
        return dict(_response(response))


def _response(given: Mapping[str, Any]) -> VoiceEventResponse:
    """Return a response, checked in every part. Raises ArgumentError."""
    from sinch_api.voice_v2 import VoiceEventResponse

    return VoiceEventResponse.wrap(check_nested(kinds.VoiceEventResponse, "", given))
