"""Keywords: changes of those that limit values, but that the normal form of a schema does not have."""

from collections.abc import Iterator
from typing import Any

from codegen.bundle import Json, join, split
from codegen.normalise.terms import METHODS, operation_id
from codegen.places import places
from codegen.spec_diff.changes import Change, Use, at
from codegen.spec_diff.schemas import Uses

_LIMITING = (
    *("not", "if", "then", "else", "contains", "minContains", "maxContains", "prefixItems", "unevaluatedItems"),
    *("dependentSchemas", "dependentRequired", "patternProperties", "propertyNames", "unevaluatedProperties"),
    *("contentMediaType", "contentSchema"),
)


def keywords(before: Json, after: Json, uses: Uses) -> Iterator[Change]:
    """Yield the changes in schemas that are at the same place in both documents."""
    old, new = _limits(before), _limits(after)
    for place in (place for place in old if place in new):
        where, use = _where(after, place, uses)
        for keyword in sorted(old[place].keys() | new[place].keys()):
            sides = [side[place].get(keyword) for side in (old, new)]
            became_another_kind = keyword == "additionalProperties" and None in sides
            if sides[0] != sides[1] and not became_another_kind:
                yield from at(where, [_change(keyword, *sides, use)])


def _change(keyword: str, old: Any, new: Any, use: Use) -> Change:
    if keyword == "additionalProperties":
        closed = not new
        return Change(use.narrowed if closed else use.widened, f"{'no ' if closed else ''}further keys are allowed now")
    if old is None:
        return Change(use.narrowed, f"limited by {keyword} now")
    if new is None:
        return Change(use.widened, f"no longer limited by {keyword}")
    return Change(use.replaced, f"limited by another {keyword} now")


def _limits(document: Json) -> dict[str, dict[str, Any]]:
    """Return the keywords of every schema by its JSON pointer; schemas within them are a part of them."""
    found: dict[str, dict[str, Any]] = {}
    inside: list[str] = []
    for place in places(document):
        if place.kind != "schema" or not isinstance(place.node, dict) or place.at.startswith(tuple(inside)):
            continue
        there = {keyword: place.node[keyword] for keyword in _LIMITING if keyword in place.node}
        inside += [join(place.at, keyword) for keyword in there]
        if place.node.get("properties"):
            there["additionalProperties"] = place.node.get("additionalProperties") is not False
        found[place.at] = there
    return found


def _where(document: Json, place: str, uses: Uses) -> tuple[str, Use]:
    """Return how a place is called, and which way values go there."""
    first, *rest = split(place)
    if first == "components" and rest[0] == "schemas":
        return _called(f"schema {rest[1]}", rest[2:]), uses.of(rest[1])
    received = "responses" in rest or first in ("webhooks", "x-webhooks")
    if first == "paths" and len(rest) > 1 and rest[1] in METHODS:
        name = operation_id(rest[0], rest[1], document["paths"][rest[0]][rest[1]])
        return _called(f"operation {name}", rest[2:]), Use(sent=not received, received=received)
    return place, Use(sent=not received, received=received)


def _called(start: str, parts: list[str]) -> str:
    """Return a place in words: fields by their names, the rest as a pointer."""
    words, path = [start], ""
    waiting = list(parts)
    while waiting:
        part = waiting.pop(0)
        if part == "properties" and waiting:
            words += [each for each in (path.lstrip("/"), f"field {waiting.pop(0)}") if each]
            path = ""
        else:
            path = join(path, part)
    return ": ".join([*words, *([path.lstrip("/")] if path else [])])
