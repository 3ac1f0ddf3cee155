"""Schemas: each in its normal form; those that must be components are hoisted."""

from typing import Any

from codegen import naming
from codegen.bundle import Json, join
from codegen.normalise.merging import Merger
from codegen.normalise.terms import SCALARS, Schema, SpecError, annotations, name_of, only_reference, without_null
from codegen.normalise.unions import united
from codegen.problems import Problems

_LIMITS = (
    *("minLength", "maxLength", "pattern", "contentEncoding", "x-format"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_PARSED_FORMATS = {"date-time": "date-time", "local-date-time": "date-time", "date": "date"}
_UNSUPPORTED = ("patternProperties", "prefixItems", "$dynamicRef", "$recursiveRef", "$defs", "unevaluatedProperties")


class SchemaNormaliser:
    """Collects the components of the normal form: those of a document, and those hoisted from within them."""

    def __init__(self, document: Json, problems: Problems) -> None:
        self._problems = problems
        self._components: dict[str, Schema] = document.get("components", {}).get("schemas", {})
        self._merger = Merger(self._components)
        self._hoisted_from: dict[str, str] = {}
        self.result: dict[str, Schema] = {}

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
        for keyword in _UNSUPPORTED:
            if keyword in schema:
                raise SpecError(f"{at}: {keyword} is not supported")
        schema = without_null(schema)
        if "$ref" in schema or "allOf" in schema:
            reference = only_reference(schema)
            if reference is not None:
                self._merger.component(reference, at)
                return _reference(reference, schema)
            schema = self._merger.flat(schema, at)
        if "oneOf" in schema or "anyOf" in schema:
            schema = united(schema, self._merger, at)
        shaped = self._plain(schema, name, at, component)
        if component or not ("properties" in shaped or "enum" in shaped or "x-union" in shaped):
            return shaped
        self._hoist(name, shaped, at)
        return _reference(f"#{join('/components/schemas', name)}", schema)

    def _hoist(self, name: str, schema: Schema, at: str) -> None:
        other = f"/components/schemas/{name}" if name in self._components else self._hoisted_from.get(name)
        if other is not None:
            raise SpecError(f"{at}: its schema would be called {name}, like {other}")
        self.result[name] = schema
        self._hoisted_from[name] = at

    def _plain(self, schema: Schema, name: str, at: str, component: bool) -> Schema:
        """Return the normal form of a schema without references and alternatives."""
        notes = annotations(schema)
        if "x-union" in schema:
            return {"type": "object", "x-union": schema["x-union"], **notes}
        kind = schema.get("type")
        values = schema.get("enum", schema.get("x-extensible-enum"))
        if values is not None and kind != "boolean":
            extensible = {} if "enum" in schema else {"x-extensible": True}
            return {"type": _enum_type(values, at), "enum": values, **extensible, **notes}
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
        required = [wire for wire in schema.get("required", []) if wire in properties]
        if not set(schema.get("required", [])) <= schema.get("properties", {}).keys():
            raise SpecError(f"{at}: requires a property that it does not have")
        return {"type": "object", "properties": properties, **({"required": required} if required else {})}

    def _map_values(self, schema: Schema, name: str, at: str) -> Schema:
        values = schema.get("additionalProperties", True)
        return {} if values is False else self.shape(values, f"{name}Value", join(at, "additionalProperties"))


def _reference(reference: str, schema: Schema) -> Schema:
    """Return a reference that keeps its siblings in the schema."""
    notes = annotations(schema)
    return {"allOf": [{"$ref": reference}], **notes} if notes else {"$ref": reference}


def _enum_type(values: list[Any], at: str) -> str:
    types = {type(value) for value in values}
    if types not in ({str}, {int}):
        raise SpecError(f"{at}: the values of an enum must be all strings or all integers")
    if len(set(values)) < len(values):
        raise SpecError(f"{at}: a value of the enum is repeated")
    return "string" if types == {str} else "integer"
