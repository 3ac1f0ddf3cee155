"""The result as Markdown: ratios first, and the values they were computed from below."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path

from bench.rows import FLOOR, PUBLISHED, SDK, Row


def machine() -> str:
    """Describe what the benchmark ran on."""
    return f"{_processor()}, {os.cpu_count()} cores; {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def facts(versions: dict[str, dict[str, str] | str], seconds: float) -> str:
    """Return date, machine and versions as a list."""
    lines = [
        f"- Date: {datetime.now(timezone.utc):%Y-%m-%d}; it took {seconds:.0f} s",
        f"- Machine: {machine()}",
        f"- Python: {platform.python_implementation()} {platform.python_version()}",
    ]
    for name, found in versions.items():
        text = found if isinstance(found, str) else ", ".join(f"{key} {value}" for key, value in sorted(found.items()))
        lines.append(f"- {name[0].upper()}{name[1:]}: {text}")
    return "\n".join(lines)


def ratios(rows: Iterable[Row], beside: Sequence[str] = (PUBLISHED,)) -> str:
    """Return the table of ratios, with those who are shown for comparison."""
    lines = [
        f"| what | this SDK | budget | | {' | '.join(beside)} |",
        f"|---|--:|--:|---|{'--:|' * len(beside)}",
    ]
    for row in rows:
        bound = "" if row.budget is None else f"{'≥' if row.more_is_better else '≤'} {_budget(row)}"
        verdict = {True: "met", False: "**MISSED**", None: ""}[row.met]
        cells = [row.what, _compared(row, SDK), bound, verdict, *(_compared(row, name) for name in beside)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def medians(rows: Iterable[Row], beside: Sequence[str] = (PUBLISHED,)) -> str:
    """Return the table of medians."""
    lines = [
        f"| what | unit | floor | this SDK | {' | '.join(beside)} | rounds |",
        f"|---|---|--:|--:|{'--:|' * len(beside)}--:|",
    ]
    for row in rows:
        cells = [row.what, row.unit, *(_amount(row, name) for name in (FLOOR, SDK, *beside))]
        lines.append(f"| {' | '.join(cells)} | {len(row.values.get(SDK, ()))} |")
    return "\n".join(lines)


def _budget(row: Row) -> str:
    assert row.budget is not None
    return f"{row.budget:.{row.digits}f}" if row.values.get(FLOOR) else f"{row.budget:g} {_noun(row)}".rstrip()


def _compared(row: Row, subject: str) -> str:
    value = row.compared(subject)
    if value is None:
        return "n/a" if subject in (SDK, PUBLISHED) else ""
    if row.values.get(FLOOR):
        return f"{value:.{row.digits}f}"
    return f"{value:.1f} MB" if row.unit == "MB" else f"{value:.0f} {_noun(row)}".rstrip()


def _noun(row: Row) -> str:
    return row.unit if row.unit in ("MB", "ms") else ""


def _amount(row: Row, subject: str) -> str:
    values = row.values.get(subject)
    if not values:
        return ""
    digits = 0 if min(values) >= 1000 else 1 if min(values) >= 10 else 2
    if all(value == int(value) for value in values):
        digits = 0
    middle = f"{row.amount(subject):,.{digits}f}"
    if max(values) == min(values):
        return middle
    return f"{middle} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"
