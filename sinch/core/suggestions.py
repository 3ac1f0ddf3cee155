"""What is said of a wrong name: an attribute or argument that is not there, or was given twice under two names."""

from __future__ import annotations

from sinch.core.exceptions import ArgumentError

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class Suggests:
    """A base whose missing attributes are reported with a suggestion."""

    __slots__ = ()

    if not TYPE_CHECKING:  # to a type checker, an object with `__getattr__` has every attribute

        def __getattr__(self, name: str) -> Any:
            return read_missing(self, name)


def read_missing(owner: object, name: str) -> Any:
    """Raise the AttributeError for an attribute that an object does not have, naming the nearest that it has."""
    if hasattr(type(owner), name):
        return object.__getattribute__(owner, name)  # a property raised the first one: let its own text out
    text = f"{type(owner).__name__} has no attribute {name!r}"
    if not name.startswith("_"):
        from difflib import get_close_matches

        public = [each for each in dir(owner) if not each.startswith("_")]
        near = [*_inside(owner, name, public), *get_close_matches(name, public, 1)]
        text += f"; did you mean {' or '.join(map(repr, near))}?" if near else f"; it has {', '.join(public)}"
    # without the object Python does not add a suggestion of its own to the one that is there
    raise AttributeError(text, name=name, obj=None)


def _inside(owner: object, name: str, public: list[str]) -> list[str]:
    """Return where a name is that was looked for one level too high, such as `batches.send` for `send`."""
    from functools import cached_property
    from inspect import getattr_static

    parts = [each for each in public if isinstance(getattr_static(type(owner), each, None), cached_property)]
    return [f"{part}.{name}" for part in parts if hasattr(type(getattr(owner, part)), name)]


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
