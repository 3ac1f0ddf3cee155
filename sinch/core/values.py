"""Values that JSON has no form for, and the JSON they are sent as: date-times, decimals, enum members, sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timezone
from enum import Enum
from typing import Any

from sinch.core.exceptions import ArgumentError
from sinch.core.unset import UNSET

JSON_SCALARS = frozenset({str, int, float, bool, type(None)})
"""Types that JSON writes as they are."""


def dump_scalar(value: object) -> Any:
    """Return the JSON form of what `json` cannot write by itself: date-times, decimals, enum members, sets."""
    if value is UNSET:
        raise ArgumentError("UNSET cannot be sent: leave the value out instead")
    if isinstance(value, datetime):
        return dump_datetime(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if type(value).__name__ == "Decimal":  # by name: the decimal module is slow to import and seldom needed
        return str(value)
    if isinstance(value, (str, int, float)):
        return value
    raise ArgumentError(f"a value of type {type(value).__name__} cannot be sent as JSON")


def dump_any(value: Any) -> Any:
    """Return the JSON form of any value, leaving out what is UNSET."""
    if type(value) in JSON_SCALARS:
        return value
    if isinstance(value, Mapping):
        return {key: dump_any(item) for key, item in value.items() if item is not UNSET}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [dump_any(item) for item in value if item is not UNSET]
    return dump_scalar(value)


def plain(value: Any) -> Any:
    """Return the value of an enum's member, and anything else as it is."""
    return value.value if isinstance(value, Enum) and value is not UNSET else value


def dump_datetime(value: datetime, name: str = "a date-time") -> str:
    """Write a date-time as RFC 3339 in UTC, which one without a zone is taken to be, with a warning that has its name.

    Raises ArgumentError.
    """
    if value.tzinfo is None:
        _warn_of_missing_zone(name)
        value = value.replace(tzinfo=timezone.utc)
    try:
        value = value.astimezone(timezone.utc)
    except OverflowError:
        raise ArgumentError(f"the date-time {value.isoformat()} does not exist in UTC") from None
    return f"{value.isoformat()[:-6]}Z"


def load_datetime(text: str) -> datetime:
    """Read an ISO 8601 date-time, always with a zone (UTC where the text has none). Raises ValueError."""
    value = _read_datetime(text)
    return value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)


def check_datetime(text: str, name: str) -> None:
    """Raise ValueError for a text that is not a date-time; warn of one without a zone."""
    if _read_datetime(text).tzinfo is None:
        _warn_of_missing_zone(name)


def _warn_of_missing_zone(name: str) -> None:
    from sinch.core.call_sites import warn_of_missing_zone

    warn_of_missing_zone(name)


def _read_datetime(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _load_unusual_datetime(text)


def _load_unusual_datetime(text: str) -> datetime:
    # Python 3.10 cannot read "Z" and no version reads nanoseconds: both are common, and cheap to mend before dateutil.
    mended = text[:-1] + "+00:00" if text.endswith("Z") else text
    whole, dot, rest = mended.partition(".")
    if dot:
        digits = len(rest) - len(rest.lstrip("0123456789"))
        mended = f"{whole}.{rest[:digits][:6]:0<6}{rest[digits:]}"
    try:
        return datetime.fromisoformat(mended)
    except ValueError:
        from dateutil.parser import isoparse

        return isoparse(text)
