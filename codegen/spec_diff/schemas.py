"""Schemas: changes of objects, enums and unions, judged by whether they are sent, received or both."""

from collections.abc import Iterable, Iterator
from typing import Any

from codegen.bundle import Json
from codegen.normalise.terms import Schema, name_of, target
from codegen.places import webhooks
from codegen.spec_diff.changes import Change, Level, Use, at
from codegen.spec_diff.values import values


def schemas(before: Json, after: Json, uses: "Uses") -> Iterator[Change]:
    """Yield the changes of the components of two documents in normal form."""
    old, new = before["components"]["schemas"], after["components"]["schemas"]
    for name in sorted(new.keys() - old.keys()):
        yield Change(Level.NEW, f"schema {name}: new")
    for name in sorted(old.keys() - new.keys()):
        yield Change(Level.BREAKING, f"schema {name}: removed")
    for name in sorted(old.keys() & new.keys()):
        yield from at(f"schema {name}", schema(old[name], new[name], uses.of(name)))


class Uses:
    """Which schemas are sent, and which are received."""

    def __init__(self) -> None:
        self._sent: set[str] = set()
        self._received: set[str] = set()

    def add(self, form: Json, document: Json) -> None:
        """Add the uses in a document, given in normal form and as it came."""
        components = form["components"]["schemas"]
        for item in form["paths"].values():
            for operation in item.values():
                _visit(_schemas_in(operation.get("requestBody", {})), components, self._sent)
                _visit([each["schema"] for each in operation["parameters"]], components, self._sent)
                _visit(_schemas_in(operation["responses"]), components, self._received)
        _visit(_references(webhooks(document)), components, self._received)

    def of(self, name: str) -> Use:
        """Return the uses of a schema; both, where none is known."""
        sent, received = name in self._sent, name in self._received
        return Use(sent or not received, received or not sent)


def _schemas_in(node: Json) -> Iterator[Schema]:
    """Yield the schemas of all content in a part of an operation."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "schema":
            yield value
        else:
            yield from _schemas_in(value)


def _references(node: Json) -> Iterator[Schema]:
    """Yield everything in a document as it came that refers to a component."""
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        if str(node.get("$ref", "")).startswith("#/components/schemas/"):
            yield {"$ref": node["$ref"]}
        for value in node.values():
            yield from _references(value)


def _visit(found: Iterable[Schema], components: dict[str, Schema], names: set[str]) -> None:
    """Add the names of these schemas and of all that they refer to."""
    pending = list(found)
    while pending:
        schema = pending.pop()
        name = target(schema)
        if name is not None and name in components and name not in names:
            names.add(name)
            pending.append(components[name])
        pending += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
        pending += schema.get("properties", {}).values()
        pending += [{"$ref": f"/{variant}"} for variant in schema.get("x-union", {}).get("variants", {}).values()]


def schema(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    """Yield the changes of one schema."""
    if _form(before) != _form(after):
        yield Change(Level.BREAKING, f"was {_form(before)}, is {_form(after)} now")
        return
    if "enum" in after:
        yield from _listed("value", before["enum"], after["enum"], use)
    elif "x-union" in after:
        yield from _union(before["x-union"], after["x-union"], use)
    elif "properties" in after:
        yield from _fields(before, after, use)
    yield from values(before, after, use)


def _form(schema: Schema) -> str:
    forms = {"enum": "an enum", "x-union": "a union", "properties": "an object"}
    return next((form for key, form in forms.items() if key in schema), "a plain type")


def _union(old: Json, new: Json, use: Use) -> Iterator[Change]:
    if (old["key"], old["default"] and name_of(old["default"])) != (
        new["key"],
        new["default"] and name_of(new["default"]),
    ):
        yield Change(Level.BREAKING, "its variants are told apart differently")
    yield from _listed("variant", old["variants"], new["variants"], use)
    for value in sorted(old["variants"].keys() & new["variants"].keys()):
        if old["variants"][value] != new["variants"][value]:
            text = f"variant {value}: changed from {old['variants'][value]} to {new['variants'][value]}"
            yield Change(Level.BREAKING, text)


def _listed(what: str, before: Iterable[Any], after: Iterable[Any], use: Use) -> Iterator[Change]:
    old, new = list(before), list(after)
    level = Level.RISKY if use.received else Level.NEW
    yield from (Change(level, f"{what} {value}: new") for value in new if value not in old)
    # code that handles what never comes again does no harm, but it may name it
    yield from (Change(Level.BREAKING, f"{what} {value}: removed") for value in old if value not in new)


def _fields(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    old, new = before["properties"], after["properties"]
    for name, schema in new.items():
        here = Use(use.sent and not schema.get("readOnly"), use.received and not schema.get("writeOnly"))
        yield from at(f"field {name}", _field(old.get(name), schema, name, (before, after), use, here))
    for name in sorted(old.keys() - new.keys()):
        yield Change(Level.BREAKING, f"field {name}: removed")


def _field(
    old: Schema | None, new: Schema, name: str, owners: tuple[Schema, Schema], use: Use, here: Use
) -> Iterator[Change]:
    was_required, required = (name in owner.get("required", ()) for owner in owners)
    if old is None:
        yield Change(Level.BREAKING if here.sent and required else Level.NEW, f"new{', required' if required else ''}")
        return
    for key, relevant, no_longer, again in (
        ("readOnly", use.sent, "can no longer be sent", "can be sent now"),
        ("writeOnly", use.received, "no longer comes back", "comes back now"),
    ):
        now = bool(new.get(key))
        if relevant and now != bool(old.get(key)):
            yield Change(*((Level.BREAKING, no_longer) if now else (Level.NEW, again)))
    if required != was_required:
        if required:
            yield Change(here.narrowed, "required now")
        else:
            yield Change(Level.BREAKING if here.received else Level.HARMLESS, "optional now")
    yield from values(old, new, here)
