"""CustomEvents: makes the command that asks your server what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import given

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch_api.voice_v2.params import CustomEventCommandDict


class CustomEvents:
    """Makes the command that asks your server what to do next; on the wire it is called webhook."""

    @staticmethod
    def trigger(name: str, url: str, *, fallback_url: Maybe[str] = UNSET) -> CustomEventCommandDict:
        """Return the command, which posts an event `call.customEvent.` and the name, and runs the response.

        Args:
            name: 1 to 64 characters without spaces.
            url: where the event is posted.
            fallback_url: where it is posted if that fails.

        """
        command: CustomEventCommandDict = given(
            command="customEvent", custom_event_name=name, url=url, fallback_url=fallback_url
        )
        return command
