"""Names of 2.x: which there were, where each is today, and what to say to the program that uses one.

`modules.txt` has the modules of the published versions 2.0 to 2.3 with the names that each defined or listed, for the
products that this SDK has; those of Verification and of the first version of Voice, which 2.x had not, are of 1.0 and
1.1. A name is called the same today, in the package of its product or among its `params`, unless `table.py` has it. One
that is in neither place has no successor.
"""

from __future__ import annotations

import pkgutil
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import FrameType
from typing import Any

from sinch.compat.table import HOMES, INSTEAD, OF_1, RENAMED

GUIDE = "docs/migration.md"
_ON_THE_WAY = frozenset({"importlib._bootstrap", "sinch", "sinch.core.lazy", "sinch.compat.finder", __name__})
"""Modules between a program's import and this one."""


@cache
def modules() -> dict[str, tuple[str, ...]]:
    """Return the names of each module of 2.x."""
    text = pkgutil.get_data("sinch.compat", "modules.txt") or b""
    found: dict[str, tuple[str, ...]] = {}
    parents: list[str] = []
    for line in text.decode().splitlines():
        entry, _, names = line.partition(":")
        depth = (len(entry) - len(entry.lstrip())) // 2
        del parents[depth:]
        parents.append(entry.strip())
        found[".".join(parents)] = tuple(names.split())
    return found


@cache
def area_of(module: str) -> str:
    """Return what a module of 2.x belonged to: a product or a part of one, or "sinch.core".

    One name has one meaning in all of it.
    """
    return max((area for area in RENAMED if f"{module}.".startswith(f"{area}.")), key=len, default="sinch.core")


@cache
def _names_of(area: str) -> frozenset[str]:
    return frozenset(name for module, names in modules().items() if area_of(module) == area for name in names)


def version_of(module: str) -> str:
    """Return the last versions that had a module."""
    return "1.x" if area_of(module) in OF_1 else "2.x"


def successor(module: str, name: str) -> str | None:
    """Return where a name of a module of 2.x is today, as "module:name"; None where it has no successor.

    Raises:
        AttributeError: the module did not have that name.

    """
    if module in modules():
        for area in (area_of(module), "sinch.core"):  # of which the modules of a product made names visible
            if name in _names_of(area):
                renamed = RENAMED[area].get(name)
                return _same_name(area, name) if renamed is None else renamed or None
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def _same_name(area: str, name: str) -> str | None:
    home = HOMES.get(area, area)
    product = home.removeprefix("sinch.domains.")
    if product == home or product == "authentication":
        return None
    if name in import_module(home).__all__:
        return f"{home}:{name}"
    params = f"sinch_api.{product.replace('.', '_')}.params"
    return f"{params}:{name}" if name.endswith("Dict") and hasattr(import_module(params), name) else None


def advice(where: str) -> str:
    """Return the import to write today for a successor."""
    module, _, name = INSTEAD.get(where, where).partition(":")
    return f"from {module} import {name}"


def find(module: str, name: str) -> Any:
    """Return what a name of 2.x stands for, warning the program that asks for it.

    Raises:
        ImportError: it has no successor.
        AttributeError: there never was such a name.

    """
    where = successor(module, name)
    if where is None:
        raise ImportError(f"{module}.{name} of sinch {version_of(module)} has no successor: see {GUIDE}", name=module)
    target, _, attribute = where.partition(":")
    value = getattr(import_module(target), attribute)
    level = _level_of_program()
    if level is not None:
        text = f"{module}.{name} is of sinch {version_of(module)}: write `{advice(where)}`"
        warnings.warn(text, DeprecationWarning, stacklevel=level)
    return value


def _level_of_program() -> int | None:
    """Return the stack level of the program for the caller of this function; None if it will ask once more.

    An import of a name from a package first makes sure that the package has it, and then reads it.
    """
    frame: FrameType | None = sys._getframe(1)
    for level, each in enumerate(_frames(frame), 1):
        if each.f_code.co_name == "_handle_fromlist":
            return None
        if each.f_globals.get("__name__") not in _ON_THE_WAY:
            return level
    return 1


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
