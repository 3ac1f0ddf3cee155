"""Commands as arguments: one, or several in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from sinch_api.voice_v2 import SvamlCommand
    from sinch_api.voice_v2.params import SvamlCommandDict, SvamlCommandJSON

    Command: TypeAlias = SvamlCommandDict | SvamlCommandJSON | SvamlCommand
    Commands: TypeAlias = Command | Sequence[Command]
    """One command, several, or what a `CommandsSequenceCreator` has."""


def in_order(commands: Any) -> Any:
    """Return commands as a list, where it is one that is given."""
    return [commands] if isinstance(commands, Mapping) else commands
