"""Call sites: the line of a program that called the SDK, where warnings belong."""

from __future__ import annotations

import sys
import warnings

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    from types import FrameType

_warned: set[tuple[str, int, str]] = set()


def call_site() -> tuple[FrameType | None, int]:
    """Return the nearest frame outside of the SDK, and its `stacklevel` in the function that asks for it."""
    level = 1
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] in ("sinch", "sinch_api"):
        level, frame = level + 1, frame.f_back
    return frame, level


def warn_of_missing_zone(name: str) -> None:
    """Warn, once for each argument of each call site, that a date-time has no zone."""
    frame, level = call_site()
    place = ("", 0, name) if frame is None else (frame.f_code.co_filename, frame.f_lineno, name)
    if place in _warned:
        return
    _warned.add(place)
    try:
        warnings.warn(
            f"{name} has no time zone and is taken as UTC: write datetime(..., tzinfo=timezone.utc), or a text with Z",
            UserWarning,
            stacklevel=level,
        )
    except UserWarning:  # warnings are errors here, so that each such call is one
        _warned.discard(place)
        raise
