"""Amd: makes the command that finds out who has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import events, given

if TYPE_CHECKING:
    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Commands
    from sinch_api.voice_v2.params import AmdCommandDict


class Amd:
    """Makes the command that finds out whether a person or a machine has answered."""

    @staticmethod
    def activate(
        *,
        on_human: Maybe[Commands] = UNSET,
        on_machine: Maybe[Commands] = UNSET,
        on_beep: Maybe[Commands] = UNSET,
        on_unknown: Maybe[Commands] = UNSET,
    ) -> AmdCommandDict:
        """Return the command. With any handler, no events are posted.

        Args:
            on_human: commands for when a person has answered.
            on_machine: commands for when a machine has answered.
            on_beep: commands for when the machine begins to record.
            on_unknown: commands for when it could not be told.

        """
        handlers = events(on_human=on_human, on_machine=on_machine, on_beep=on_beep, on_unknown=on_unknown)
        command: AmdCommandDict = given(command="amd", events=handlers)
        return command
