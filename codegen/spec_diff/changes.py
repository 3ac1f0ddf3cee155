"""Changes: what each says, and what it means to programs."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """What a change means to programs; the worst comes first."""

    BREAKING = 0
    """What worked may fail: less can be sent, or what was always there may be missing."""
    RISKY = 1
    """Nothing fails by itself, but more may come back, or other things happen than before."""
    NEW = 2
    """There is more to use."""
    HARMLESS = 3


class Change(NamedTuple):
    """One change."""

    level: Level
    text: str


class Use(NamedTuple):
    """Which way values of a schema go."""

    sent: bool
    received: bool

    @property
    def narrowed(self) -> Level:
        """What it means that fewer values are possible."""
        return Level.BREAKING if self.sent else Level.HARMLESS

    @property
    def widened(self) -> Level:
        """What it means that more values are possible."""
        return Level.RISKY if self.received else Level.HARMLESS

    @property
    def replaced(self) -> Level:
        """What it means that other values are possible."""
        return min(self.narrowed, self.widened)


def at(place: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes with the place that they are at."""
    for change in changes:
        yield change._replace(text=f"{place}: {change.text}")
