"""Calls: makes the commands that make, answer, connect and end calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.destinations.destination import Destination
from sinch.domains.voice.helpers.v2.given import events, given

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2 import CallDestination, CallOrigin
    from sinch_api.voice_v2.params import (
        AnswerCommandDict,
        BridgeCallCommandDict,
        CallDestinationDict,
        CallDestinationJSON,
        CallOriginDict,
        DialCommandDict,
        HangupCommandDict,
        PauseCommandDict,
    )


class Calls:
    """Makes the commands that make, answer, connect and end calls."""

    @staticmethod
    def answer() -> AnswerCommandDict:
        """Return the command that answers an incoming call."""
        return {"command": "answer"}

    @staticmethod
    def bridge_call(name: str) -> BridgeCallCommandDict:
        """Return the command that puts the call into a bridge, where all calls hear each other.

        Args:
            name: of the bridge, 1 to 32 characters without spaces; the first call makes it.

        """
        return {"command": "bridgeCall", "bridge_name": name}

    @staticmethod
    def dial(
        to: str | CallDestinationDict | CallDestinationJSON | CallDestination,
        *,
        from_: Maybe[str | CallOriginDict | CallOrigin] = UNSET,
        name: Maybe[str] = UNSET,
        timeout_duration_seconds: Maybe[int] = UNSET,
        max_duration_seconds: Maybe[int] = UNSET,
        on_answer: Maybe[Commands] = UNSET,
        on_busy: Maybe[Commands] = UNSET,
        on_reject: Maybe[Commands] = UNSET,
        on_timeout: Maybe[Commands] = UNSET,
        on_hangup: Maybe[Commands] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> DialCommandDict:
        """Return the command that calls somebody. With any handler, no events are posted.

        Args:
            to: who is called: a number, an address as `Destination.of` reads it, or what `Destination` makes.
            from_: who calls, in the same ways.
            name: of the call, 1 to 32 characters without spaces; no other call in progress of the session has it.
            timeout_duration_seconds: how long it rings, 1 to 60.
            max_duration_seconds: after which it is ended, 1 to 14400.
            on_answer: commands for when it was answered.
            on_busy: commands for when it was busy.
            on_reject: commands for when it was rejected.
            on_timeout: commands for when it was not answered in time.
            on_hangup: commands for when it has ended.
            on_failure: commands for when it could not be made.

        """
        command: DialCommandDict = given(
            command="dial",
            call_name=name,
            from_=Destination.of(from_) if isinstance(from_, str) else from_,
            to=Destination.of(to) if isinstance(to, str) else to,
            dial_timeout_duration_seconds=timeout_duration_seconds,
            max_call_duration_seconds=max_duration_seconds,
            events=events(
                on_answer=on_answer,
                on_busy=on_busy,
                on_reject=on_reject,
                on_timeout=on_timeout,
                on_hangup=on_hangup,
                on_failure=on_failure,
            ),
        )
        return command

    @staticmethod
    def hangup(name: Maybe[str] = UNSET) -> HangupCommandDict:
        """Return the command that ends a call.

        Args:
            name: of the call; the one in which the command runs when left out.

        """
        command: HangupCommandDict = given(command="hangup", call_name=name)
        return command

    @staticmethod
    def pause(duration_milliseconds: int) -> PauseCommandDict:
        """Return the command that waits.

        Args:
            duration_milliseconds: for how long, at least 1.

        """
        return {"command": "pause", "duration_milliseconds": duration_milliseconds}
