"""CallBehavior: makes the dictionaries that say what becomes of the incoming calls of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import events, given
from sinch.domains.voice.v2.commands import in_order

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2.params import (
        EventDestinationCallBehaviorDict,
        NoneCallBehaviorDict,
        StaticCallBehaviorDict,
    )


class CallBehavior:
    """Makes the `call_behavior` of a service."""

    @staticmethod
    def none() -> NoneCallBehaviorDict:
        """Return that incoming calls are not handled; calls can still be started."""
        return {"type": "NONE"}

    @staticmethod
    def event_destination(url: str, *, fallback_url: Maybe[str] = UNSET) -> EventDestinationCallBehaviorDict:
        """Return that your server is asked what to do, and told what happens.

        Args:
            url: where events are posted.
            fallback_url: where they are posted if that fails.

        """
        return {"type": "EVENT_DESTINATION", "event_destination": given(url=url, fallback_url=fallback_url)}

    @staticmethod
    def static(
        commands: Commands, *, name: Maybe[str] = UNSET, on_hangup: Maybe[Commands] = UNSET
    ) -> StaticCallBehaviorDict:
        """Return that the same commands run for every incoming call; no events are posted.

        Args:
            commands: one command, or several in order.
            name: a name for the call, 1 to 32 characters without spaces.
            on_hangup: commands for when the call ends.

        """
        static = given(commands=in_order(commands), call_name=name, events=events(on_hangup=on_hangup))
        return {"type": "STATIC", "static": static}
