"""Holds the tables of docs/migration.md: each former place is one, and today's is what it leads to."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from sinch.compat import names

PAGE = Path(__file__).resolve().parents[2] / "docs/migration.md"
ROWS = re.findall(r"^\| `([\w.]+)` \| `([\w.]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
GROUPS = re.findall(
    r"^\| `(\w+)`, `(\w+)`(?:, \.\.\.)? \| `(\w+)` \| `", PAGE.read_text(encoding="utf-8"), re.MULTILINE
)


def test_the_tables_are_found() -> None:
    assert len(ROWS) > 30
    assert len(GROUPS) == 6


@pytest.mark.parametrize(("old", "today"), ROWS)
def test_what_is_said_of_a_name_is_what_its_warning_says(old: str, today: str) -> None:
    module, _, name = old.rpartition(".")
    where = names.successor(module, name)
    assert where is not None
    package, _, attribute = today.rpartition(".")
    assert names.advice(where) == f"from {package} import {attribute}"
    assert hasattr(importlib.import_module(package), attribute)


@pytest.mark.parametrize(("one", "other", "today"), GROUPS)
def test_classes_that_are_one_today_are_known(one: str, other: str, today: str) -> None:
    for name in (one, other):
        module = next(module for module, found in names.modules().items() if name in found)
        assert names.advice(names.successor(module, name) or "").endswith(f" import {today}")
