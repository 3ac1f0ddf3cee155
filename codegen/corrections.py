"""Corrections: changes to a published spec, each of which fails once the spec has changed there."""

import copy
from typing import Any

from codegen.bundle import Json, resolve, split
from codegen.sections import ProductError, Section


def correction(section: Section) -> dict[str, Any]:
    """Read an entry: the place, what was there, and what replaces it."""
    entry = {key: section.take(key) for key in ("at", "was", "set", "remove", "because") if section.has(key)}
    section.done()
    if not isinstance(entry.get("at"), str) or not entry.get("because") or ("set" in entry) == ("remove" in entry):
        raise ProductError(f"{section.where}: needs at, because, and either set or remove")
    if "remove" in entry and (entry["remove"] is not True or "was" not in entry):
        raise ProductError(f"{section.where}: remove must be true, and was must hold what is removed")
    return entry


def correct(document: Json, entry: dict[str, Any], where: str) -> None:
    """Make a change in a document; `where` names the entry."""
    *path, last = split(entry["at"])
    try:
        parent = resolve(document, "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path))
    except KeyError:
        raise ProductError(f"{where}: does not exist") from None
    key: Any = int(last) if isinstance(parent, list) else last
    try:
        there, value = True, parent[key]
    except (KeyError, IndexError):
        there, value = False, None
    if there != ("was" in entry) or (there and value != entry["was"]):
        expected = repr(entry["was"]) if "was" in entry else "nothing"
        raise ProductError(f"{where}: expected {expected} there, found {repr(value) if there else 'nothing'}")
    if "set" in entry:
        parent[key] = copy.deepcopy(entry["set"])
    else:
        del parent[key]
