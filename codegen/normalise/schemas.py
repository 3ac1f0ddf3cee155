"""Schemas: each in its normal form; those that must be components are hoisted."""

from functools import partial
from itertools import chain, count
from typing import Any

from codegen import naming
from codegen.bundle import Json, join
from codegen.normalise.merging import Merger
from codegen.normalise.terms import (
    SCALARS,
    Schema,
    SpecError,
    annotations,
    name_of,
    only_reference,
    target,
    without_null,
)
from codegen.normalise.unions import united
from codegen.problems import Problems

_LIMITS = (
    *("minLength", "maxLength", "pattern", "contentEncoding", "x-format"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_PARSED_FORMATS = {"date-time": "date-time", "local-date-time": "date-time", "date": "date"}


class SchemaNormaliser:
    """Collects the components of the normal form: those of a document, and those hoisted from within them."""

    def __init__(self, document: Json, problems: Problems) -> None:
        self._problems = problems
        self._components: dict[str, Schema] = document.get("components", {}).get("schemas", {})
        self._merger = Merger(self._components)
        self._inside: dict[int, str] = {}
        """Where what is being worked on is described: nothing may be a part of itself."""
        self.result: dict[str, Schema] = {}
        self.places: dict[str, str] = {}
        """Where in the document each hoisted component is described."""

    def components(self) -> None:
        """Normalise the components of the document."""
        for name, schema in self._components.items():
            with self._problems.gathering():
                shaped = self.result[name] = self.shape(schema, name, join("/components/schemas", name), component=True)
                bases = [part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part]
                if "properties" in shaped and len(bases) == 1:
                    shaped["x-base"] = name_of(bases[0])

    def shape(self, schema: Schema | bool, name: str, at: str, component: bool = False) -> Schema:
        """Return the normal form of a schema; one that must be a component but is not becomes one called `name`.

        `{type: array, items: {enum: [a, b]}}`, called `ColorsOfX`, becomes `{type: array, items: {$ref:
        "#/components/schemas/ColorsOfXItem"}}`, and the result gains `ColorsOfXItem: {type: string, enum: [a, b]}`.
        """
        if schema is True:
            return {}
        if not isinstance(schema, dict):
            raise SpecError(f"{at}: no value matches this schema")
        if id(schema) in self._inside:
            raise SpecError(f"{self._inside[id(schema)]}: is a part of itself: that takes a component of its own")
        self._inside[id(schema)] = at
        try:
            return self._shaped(schema, name, at, component)
        finally:
            del self._inside[id(schema)]

    def _shaped(self, schema: Schema, name: str, at: str, component: bool) -> Schema:
        schema = without_null(schema)
        if "$ref" in schema or "allOf" in schema:
            reference = only_reference(self._without_repeated_type(schema, at))
            if reference is not None:
                self._merger.component(reference, at)
                return _reference(reference, schema)
            schema = without_null(self._merger.flat(schema, at))
        if "oneOf" in schema or "anyOf" in schema:
            schema = united(schema, self._merger, at, partial(self._hoisted, name))
        shaped = self._plain(schema, name, at, component)
        if component or not ("properties" in shaped or "enum" in shaped or "x-union" in shaped):
            return shaped
        return _reference(f"#{join('/components/schemas', self._hoist(name, shaped, at))}", schema)

    def _without_repeated_type(self, schema: Schema, at: str) -> Schema:
        """Return a schema without its type, where what it refers to has the same: `{type: object, allOf: [{$ref}]}`."""
        rest = {key: value for key, value in schema.items() if key != "type"}
        reference = only_reference(rest) if "type" in schema else None
        if reference is None:
            return schema
        there = without_null(self._merger.flat(self._merger.component(reference, at), at))
        return rest if there.get("type") == schema["type"] else schema

    def _hoist(self, name: str, schema: Schema, at: str) -> str:
        """Make a component, called `name` unless another one is; return its name."""
        candidates = chain((name, f"{name}Inline"), (f"{name}Inline{number}" for number in count(2)))
        free = next(each for each in candidates if each not in self._components and each not in self.result)
        self.result[free] = schema
        self.places[free] = at
        return free

    def _hoisted(self, union: str, variant: Schema, value: str, at: str) -> str:
        """Make an inline variant of a union a component, and return its name."""
        shaped = self.shape(variant, union + naming.pascal(value), at)
        return str(target(shaped))

    def _plain(self, schema: Schema, name: str, at: str, component: bool) -> Schema:
        """Return the normal form of a schema without references and alternatives."""
        notes = annotations(schema)
        if "x-union" in schema:
            return {"type": "object", "x-union": schema["x-union"], **notes}
        kind = schema.get("type")
        values = schema.get("enum", schema.get("x-extensible-enum"))
        if values and kind != "boolean":  # of null alone nothing is left
            extensible = {} if "enum" in schema else {"x-extensible": True}
            return {**_enum(values), **extensible, **notes}
        limits = {key: schema[key] for key in _LIMITS if key in schema}
        if "const" in schema and isinstance(schema["const"], (str, int, bool)):
            kinds = {str: "string", bool: "boolean", int: "integer"}
            return {"type": kinds[type(schema["const"])], "const": schema["const"], **notes}
        if kind == "array" or (kind is None and "items" in schema):
            items = self.shape(schema.get("items", True), f"{name}Item", join(at, "items"))
            return {"type": "array", "items": items, **limits, **notes}
        if kind == "object" or (kind is None and ("properties" in schema or "additionalProperties" in schema)):
            if schema.get("properties") or (component and "additionalProperties" not in schema):
                return {**self._object(schema, name, at), **notes}
            return {"type": "object", "additionalProperties": self._map_values(schema, name, at), **limits, **notes}
        if kind in SCALARS:
            form = schema.get("format")
            shaped = {"type": kind, **limits, **notes}
            if kind == "string" and form in _PARSED_FORMATS:
                shaped["format"] = _PARSED_FORMATS[form]
            if form is not None:
                shaped["x-format"] = form
            return shaped
        if kind is not None:
            raise SpecError(f"{at}: type {kind} is not known")
        return notes

    def _object(self, schema: Schema, name: str, at: str) -> Schema:
        properties = {}
        for wire, sub in schema.get("properties", {}).items():
            with self._problems.gathering():
                properties[wire] = self.shape(sub, name + naming.pascal(wire), join(at, "properties", wire))
        required = list(dict.fromkeys(schema.get("required", [])))
        properties |= {wire: {} for wire in required if wire not in properties}  # there, and of any kind
        return {"type": "object", "properties": properties, **({"required": required} if required else {})}

    def _map_values(self, schema: Schema, name: str, at: str) -> Schema:
        values = schema.get("additionalProperties", True)
        return {} if values is False else self.shape(values, f"{name}Value", join(at, "additionalProperties"))


def _reference(reference: str, schema: Schema) -> Schema:
    """Return a reference that keeps its siblings in the schema."""
    notes = annotations(schema)
    return {"allOf": [{"$ref": reference}], **notes} if notes else {"$ref": reference}


def _enum(values: list[Any]) -> Schema:
    """Return the normal form of an enum: of strings or integers, else of a type that is not limited to its values."""
    types = {type(value) for value in values}
    kind = {frozenset({str}): "string", frozenset({int}): "integer"}.get(frozenset(types))
    if kind is not None:
        return {"type": kind, "enum": list(dict.fromkeys(values))}
    known: Schema = {"x-values": values}
    if types == {bool}:
        return {"type": "boolean", **known}
    return {"type": "number", **known} if types <= {int, float} else known
