"""What a lenient simulator ignores of a body: fields that the spec does not know, and `null` where it allows none."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sinch.testing.schemas import Checker, Problem


def without_what_can_be_ignored(
    value: Any, checker: Checker, problems: list[Problem], warnings: list[str]
) -> tuple[Any, list[Problem]]:
    """Return a value without what is ignored, and the problems that are left; note in `warnings` what was left out."""
    value = deepcopy(value)
    while True:
        unknown = {problem.field for problem in problems if problem.kind == "unknown"}
        # of several keys of which one may be given, the problem is at the last
        beside = {problem.field.rpartition(".")[0] for problem in problems if problem.kind == "oneOf"}
        wrong = {problem.field for problem in problems}
        for holder, key, at in _entries(value):
            field = f"{at}.{key}" if at else key
            if field in unknown:
                warnings.append(f"{field}: is not a known field")
            elif holder[key] is None and (field in wrong or at in beside):
                warnings.append(f"{field}: null is taken as not given")
            else:
                continue
            del holder[key]
            break
        else:
            return value, problems
        problems = checker.problems(value)


def _entries(value: Any, at: str = "") -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield every entry of every object in a value: the object, the key, and where the object is."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield value, key, at
            yield from _entries(item, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _entries(item, f"{at}[{index}]")
