"""Operations: those that came, went, moved or were renamed, and changes of parameters, bodies and responses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codegen import naming
from codegen.bundle import Json
from codegen.normalise.terms import METHODS, Schema
from codegen.spec_diff.changes import Change, Level, Use, at
from codegen.spec_diff.values import described, values

_SENT = Use(sent=True, received=False)


@dataclass(frozen=True)
class Described:
    """An operation in normal form, and where it is."""

    method: str
    path: str
    operation: Json

    @property
    def id(self) -> str:
        return str(self.operation["operationId"])

    @property
    def address(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def route(self) -> str:
        """The address without the names of its parameters."""
        return re.sub(r"\{[^{}]*\}", "{}", self.address)


Pair = tuple[Described, Described]


def operations_of(form: Json) -> list[Described]:
    """Return the operations of a document in normal form."""
    return [
        Described(method, path, item[method])
        for path, item in form["paths"].items()
        for method in METHODS
        if method in item
    ]


def matched(before: Json, after: Json) -> tuple[list[Pair], list[Described], list[Described]]:
    """Return the operations that both documents have, those that are gone and those that are new.

    They are matched by their ids, the rest by method and path.
    """
    old = {each.id: each for each in operations_of(before)}
    new = {each.id: each for each in operations_of(after)}
    pairs = [(old[name], new[name]) for name in old if name in new]
    by_route = {each.route: each for name, each in new.items() if name not in old}
    for name, each in old.items():
        if name not in new and each.route in by_route:
            pairs.append((each, by_route.pop(each.route)))
    kept = {each.id for pair in pairs for each in pair}
    gone = [each for name, each in old.items() if name not in kept]
    return pairs, gone, [each for name, each in new.items() if name not in kept]


def with_names_of(form: Json, pairs: list[Pair], other: Json) -> Json:
    """Return the first document, with inline schemas called after operations as the other document calls them."""
    old, new = form["components"]["schemas"], other["components"]["schemas"]
    names: dict[str, str] = {}
    for first, second in pairs:
        was, now = naming.pascal(first.id), naming.pascal(second.id)
        for name in old if was != now else ():
            renamed = now + name.removeprefix(was)
            if name.startswith(was) and name not in new and renamed in new and renamed not in old:
                names[name] = renamed
    return _renamed(form, names) if names else form


def _renamed(node: Json, names: dict[str, str]) -> Json:
    if isinstance(node, list):
        return [_renamed(item, names) for item in node]
    if isinstance(node, dict):
        return {names.get(key, key): _renamed(value, names) for key, value in node.items()}
    if isinstance(node, str):
        start, slash, name = node.rpartition("/")
        return f"{start}{slash}{names.get(name, name)}"
    return node


def operations(pairs: list[Pair], gone: list[Described], new: list[Described]) -> Iterator[Change]:
    """Yield the changes of operations that have been matched."""
    for each in sorted(new, key=lambda each: each.id):
        yield Change(Level.NEW, f"operation {each.id}: new, {each.address}")
    for each in sorted(gone, key=lambda each: each.id):
        yield Change(Level.BREAKING, f"operation {each.id}: removed")
    for old, now in sorted(pairs, key=lambda pair: pair[1].id):
        yield from at(f"operation {now.id}", _operation(old, now))


def _operation(old: Described, new: Described) -> Iterator[Change]:
    before, after = old.operation, new.operation
    if old.id != new.id:
        yield Change(Level.BREAKING, f"renamed, was {old.id}")
    if old.route != new.route:
        yield Change(Level.BREAKING, f"moved from {old.address} to {new.address}")
    if bool(before.get("deprecated")) != bool(after.get("deprecated")):
        now = bool(after.get("deprecated"))
        yield Change(Level.RISKY if now else Level.HARMLESS, "deprecated" if now else "no longer deprecated")
    if before.get("tags") != after.get("tags"):
        yield Change(Level.BREAKING, f"tags changed from {before.get('tags')} to {after.get('tags')}")
    yield from _parameters(before["parameters"], after["parameters"])
    yield from at("request body", _body(before.get("requestBody"), after.get("requestBody")))
    yield from _responses(before["responses"], after["responses"])


def _parameters(before: list[Json], after: list[Json]) -> Iterator[Change]:
    old = {(item["in"], item["name"].lower() if item["in"] == "header" else item["name"]): item for item in before}
    new = {(item["in"], item["name"].lower() if item["in"] == "header" else item["name"]): item for item in after}
    for key, item in new.items():
        place = _parameter_name(item)
        if key not in old:
            required = item["required"]
            yield Change(Level.BREAKING if required else Level.NEW, f"{place}: new{', required' if required else ''}")
        else:
            yield from at(place, _parameter(old[key], item))
    yield from (Change(Level.BREAKING, f"{_parameter_name(old[key])}: removed") for key in old if key not in new)


def _parameter_name(item: Json) -> str:
    return f"{'header' if item['in'] == 'header' else 'parameter'} {item['name']}"


def _parameter(old: Json, new: Json) -> Iterator[Change]:
    if old["required"] != new["required"]:
        yield Change(*((Level.BREAKING, "required now") if new["required"] else (Level.HARMLESS, "optional now")))
    if old["explode"] != new["explode"]:
        yield Change(Level.BREAKING, f"{'repeated' if new['explode'] else 'joined by commas'} now")
    if old.get("x-deep") != new.get("x-deep"):
        yield Change(Level.BREAKING, "another style")
    flagged = [{**item["schema"], **({"deprecated": True} if item.get("deprecated") else {})} for item in (old, new)]
    yield from values(*flagged, _SENT)


def _body(old: Json | None, new: Json | None) -> Iterator[Change]:
    kinds = [schema_of(side) for side in (old, new)]
    if described(kinds[0]) != described(kinds[1]):
        yield Change(Level.BREAKING, f"changed from {described(kinds[0])} to {described(kinds[1])}")
    elif kinds[0] is not None and kinds[1] is not None:
        yield from values(kinds[0], kinds[1], _SENT)
    required = [bool(side and side.get("required")) for side in (old, new)]
    if old is not None and required[0] != required[1]:
        yield Change(*((Level.BREAKING, "required now") if required[1] else (Level.HARMLESS, "optional now")))


def _responses(before: Json, after: Json) -> Iterator[Change]:
    successes = [
        {described(schema_of(side[status])) for status in side if status[0] == "2"} for side in (before, after)
    ]
    for status in sorted({*before, *after}):
        good = status.startswith("2")
        place = f"response {status}"
        kinds = [schema_of(side[status]) if status in side else None for side in (before, after)]
        told = [described(kind) for kind in kinds]
        if status not in before:
            known = told[1] in successes[0] or not good
            yield Change(
                (Level.RISKY if good else Level.HARMLESS) if known else Level.BREAKING, f"{place}: new, {told[1]}"
            )
        elif status not in after:
            kept = told[0] in successes[1] or not good
            yield Change(Level.HARMLESS if kept else Level.BREAKING, f"{place}: removed")
        elif told[0] != told[1]:
            yield Change(Level.BREAKING, f"{place}: changed from {told[0]} to {told[1]}")
        elif kinds[0] is not None and kinds[1] is not None:
            yield from at(place, values(kinds[0], kinds[1], Use(sent=False, received=True)))


def schema_of(holder: Json | None) -> Schema | None:
    """Return the schema of a body or response in normal form."""
    content: Json = (holder or {}).get("content", {})
    return next((media.get("schema") for media in content.values()), None)
