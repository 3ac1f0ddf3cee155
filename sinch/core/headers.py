"""Header fields: what may stand in the value of one."""

from __future__ import annotations

from sinch.core.exceptions import ArgumentError


def check_header_value(name: str, value: str) -> str:
    """Return the value of a header. Raises ArgumentError for one that would break out of its line."""
    if any((char < " " and char != "\t") or char == "\x7f" for char in value):
        raise ArgumentError(f"the header {name} must not hold line breaks or other control characters")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise ArgumentError(f"the header {name} must not hold characters outside Latin-1") from None
    return value
