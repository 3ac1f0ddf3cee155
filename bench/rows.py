"""Rows of the result: what was measured, its budget, and how it compares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.harness import Values

FLOOR, SDK, PUBLISHED = "floor", "this SDK", "published SDK"
HTTPX, HTTPX_ON_AIOHTTP = "httpx", "httpx on aiohttp"


@dataclass
class Row:
    """One measured thing. Its budget is a multiple of the floor, or an amount if the floor does not have it."""

    what: str
    unit: str
    values: Values = field(default_factory=dict)
    budget: float | None = None
    more_is_better: bool = False
    digits: int = 2
    """The number of decimals of a ratio: the same as in its budget."""

    def add(self, values: Values) -> None:
        """Take in the values of further rounds."""
        for subject, found in values.items():
            self.values.setdefault(subject, []).extend(found)

    def amount(self, subject: str) -> float | None:
        """Return the median of a subject."""
        values = self.values.get(subject)
        return median(values) if values else None

    def ratio(self, subject: str) -> float | None:
        """Return a subject's cost as a multiple of the floor: the median of the rounds, each compared within itself."""
        floor, values = self.values.get(FLOOR), self.values.get(subject)
        if not floor or not values or len(values) != len(floor):  # it failed in some round
            return None
        return median(value / base for value, base in zip(values, floor, strict=True))

    def compared(self, subject: str) -> float | None:
        """Return the value that is compared with the budget."""
        return self.ratio(subject) if self.values.get(FLOOR) else self.amount(subject)

    @property
    def met(self) -> bool | None:
        """Whether the budget is met, at the precision shown; None without a budget."""
        if self.budget is None:
            return None
        reached = self.compared(SDK)
        if reached is None:
            return False
        reached = round(reached, self.digits)
        return reached >= self.budget if self.more_is_better else reached <= self.budget


def measure_rows(rows: Sequence[Row], times: int, measure: Callable[[Sequence[Row]], None]) -> None:
    """Let rows be measured a number of times, and those that miss their budgets twice as often again.

    All rounds count. So what costs more is told from what a busy machine makes of it, and the others take no longer.
    """
    for _ in range(times):
        measure(rows)
    missed = [row for row in rows if row.met is False]
    for _ in range(2 * times if missed else 0):
        measure(missed)
