"""Merging: a schema, what it refers to and the parts of its `allOf` become one schema without either."""

from collections.abc import Callable
from typing import Any

from codegen.normalise.terms import Schema, SpecError, is_annotation, only_reference

_LONGEST = 50


class Merger:
    """Flattens the schemas of a spec with these components."""

    def __init__(self, components: dict[str, Schema]) -> None:
        self._components = components
        self._merging = 0

    def component(self, reference: str, at: str) -> Schema:
        """Return the component that a reference points at."""
        name = reference.removeprefix("#/components/schemas/").replace("~1", "/").replace("~0", "~")
        if name not in self._components:
            raise SpecError(f"{at}: unknown schema {name}")
        return self._components[name]

    def flat(self, schema: Schema, at: str, through: tuple[str, ...] = ()) -> Schema:
        """Merge a schema, what it refers to, and the parts of its `allOf` into one.

        `{allOf: [{$ref: Base}, {properties: {b: ...}}], required: [b]}`, where Base is `{type: object, required: [a],
        properties: {a: ...}}`, becomes `{type: object, required: [a, b], properties: {a: ..., b: ...}}`.
        """
        if not isinstance(schema, dict):
            raise SpecError(f"{at}: no value matches this schema")
        if len(through) > _LONGEST:
            raise SpecError(f"{at}: extends more than {_LONGEST} schemas, one through the other")
        parts: list[Schema] = []
        reference = schema.get("$ref")
        if reference is not None:
            if reference in through:
                raise SpecError(f"{at}: {reference} refers to itself")
            parts.append(self.flat(self.component(reference, at), at, (*through, reference)))
        parts += [self.flat(part, at, through) for part in schema.get("allOf", [])]
        rest = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        if "oneOf" not in rest and "anyOf" not in rest:
            rest.pop("discriminator", None)
        result: Schema = {}
        for part in [*parts, rest]:
            result = self.merge(result, part, at)
        return result

    def merge(self, first: Schema, second: Schema, at: str) -> Schema:
        """Merge two flat parts of one schema; the annotations of the second part win.

        `{required: [a], properties: {a: {type: string}}}` and `{description: D, properties: {a: {const: x}, b: {}}}`
        make `{description: D, required: [a], properties: {a: {const: x}, b: {}}}`.
        """
        merged = {**first, **second}
        for key in ("oneOf", "anyOf", "enum", "type"):
            if key in first and key in second and first[key] != second[key]:
                common = _COMMON[key](first[key], second[key]) if key in _COMMON else None
                if not common:
                    raise SpecError(f"{at}: its parts disagree on {key}")
                merged[key] = common
        if "properties" in first and "properties" in second:
            properties = dict(first["properties"])
            for wire, schema in second["properties"].items():
                properties[wire] = (
                    self._both(properties[wire], schema, f"{at}: {wire}") if wire in properties else schema
                )
            merged["properties"] = properties
        if "required" in first and "required" in second:
            merged["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
        return merged

    def _both(self, first: Schema, second: Schema, at: str) -> Schema:
        """Return the schema of a property described by two parts of an object."""
        if first == second:
            return first
        if only_reference(first) is not None and only_reference(first) == only_reference(second):
            return {**first, **second}
        if is_annotation(second):
            return {"allOf": [first], **second}
        if "const" in second or "enum" in second:  # one part narrows what the other allows
            return {**{key: first[key] for key in ("description",) if key in first}, **second}
        if self._merging == _LONGEST:
            place, _, wire = at.partition(": ")
            raise SpecError(f"{place}: its parts describe {wire.partition(': ')[0]} differently without end")
        self._merging += 1
        try:
            return self.merge(self.flat(first, at), self.flat(second, at), at)
        finally:
            self._merging -= 1


def _common_values(first: list[Any], second: list[Any]) -> list[Any]:
    """Return the values that both parts of a schema list."""
    return [value for value in second if value in first]


def _common_types(first: str | list[str], second: str | list[str]) -> str | list[str] | None:
    """Return the types that both parts of a schema allow: every integer is a number."""
    allowed, wanted = ([each] if isinstance(each, str) else each for each in (first, second))
    numbers = "integer" if {"integer", "number"} <= {*allowed, *wanted} else None
    common = [each for each in wanted if each in allowed] or [each for each in (numbers,) if each is not None]
    return common[0] if len(common) == 1 else common


_COMMON: dict[str, Callable[[Any, Any], Any]] = {"enum": _common_values, "type": _common_types}
"""What two parts of a schema have in common, by the keyword that both have."""
