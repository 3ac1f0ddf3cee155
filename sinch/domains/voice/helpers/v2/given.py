"""Given: dictionaries of what was given, for the helpers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.v2.commands import in_order

if TYPE_CHECKING:
    from typing import Any


def given(**values: Any) -> Any:
    """Return the values that were given."""
    return {name: value for name, value in values.items() if value is not UNSET}


def events(**handlers: Any) -> Any:
    """Return handlers as `events`; UNSET if none was given, as even no events replace those that would be posted."""
    found = {name: list(in_order(commands)) for name, commands in handlers.items() if commands is not UNSET}
    return found or UNSET
