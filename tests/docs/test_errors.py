"""The trees of exceptions, in the module and on the page, are the tree that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sinch
from sinch.core import exceptions
from sinch.core.exceptions import APIError, ServerError, SinchException

PAGE = (Path(sinch.__file__).parents[1] / "docs/errors.md").read_text(encoding="utf-8")
TREES = {"module": exceptions.__doc__ or "", "page": PAGE.partition("```text\n")[2].partition("```")[0]}


def drawn(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each class of a tree with its parent and with what is said about it."""
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        found = re.match(r"^([ |+│├└─-]*)([A-Z]\w+(?:Error|Exception))(?: \(ValueError\))?(?: {2,}(.*))?$", line)
        if found:
            depth = len(found[1])
            above = [entry for entry in above if entry[0] < depth]
            yield found[2], above[-1][1] if above else "", found[3] or ""
            above.append((depth, found[2]))


def actual(kind: type[SinchException]) -> Iterator[tuple[str, str]]:
    yield kind.__name__, "" if kind is SinchException else kind.__base__.__name__  # type: ignore[union-attr]
    for below in kind.__subclasses__():
        if below.__module__ == exceptions.__name__:
            yield from actual(below)


@pytest.mark.parametrize("where", TREES)
def test_a_tree_has_every_exception_below_its_parent(where: str) -> None:
    assert {(name, parent) for name, parent, _ in drawn(TREES[where])} == set(actual(SinchException))


@pytest.mark.parametrize("where", TREES)
def test_a_tree_names_the_statuses_of_each_class(where: str) -> None:
    said = {name: text for name, _, text in drawn(TREES[where])}
    for kind in APIError.__subclasses__():
        if kind.__module__ == exceptions.__name__:
            expected = "5xx" if kind is ServerError else ", ".join(map(str, kind.statuses))
            assert said[kind.__name__] == expected


def test_both_trees_say_the_same() -> None:
    assert list(drawn(TREES["module"])) == list(drawn(TREES["page"]))
