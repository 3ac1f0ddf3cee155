"""What is said about arguments that a function does not have, or was given twice."""

from __future__ import annotations

from collections.abc import Iterable

from sinch.core.exceptions import ArgumentError


def given_twice(alias: str, name: str) -> ArgumentError:
    """Make the exception for an argument that was given under two of its names."""
    return ArgumentError(f"{alias} and {name} are two names of one argument: pass {name}")


def unexpected_keyword(where: str, name: str, known: Iterable[str]) -> TypeError:
    """Make the exception for a keyword that a function does not have, naming the nearest that it has."""
    return TypeError(f"{where} got an unexpected keyword argument {name!r}{_hint(name, known)}")


def unknown_name(what: str, name: str, known: Iterable[str]) -> ArgumentError:
    """Make the exception for a name in the value of an argument, with the nearest that would do."""
    return ArgumentError(what + _hint(name, known))


def _hint(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(name, known, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; it takes {', '.join(known)}"
