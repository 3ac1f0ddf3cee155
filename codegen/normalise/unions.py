"""Unions: `oneOf` and `anyOf` become a union, one object with the keys of all, or a plain type."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from codegen.normalise.merging import Merger
from codegen.normalise.terms import (
    SCALARS,
    Schema,
    SpecError,
    annotations,
    is_object,
    name_of,
    only_reference,
    without_null,
)

Hoist = Callable[[Schema, str, str], str]
"""Makes an inline variant a component, from the value of its discriminator and its place; returns its name."""
_DEEPEST = 10
_SCALARS: dict[type, str] = {str: "string", int: "integer"}


def united(schema: Schema, merger: Merger, at: str, hoist: Hoist, within: int = 0) -> Schema:
    """Return a schema equivalent to one with alternatives.

    - `{oneOf: [{$ref: Circle}, {$ref: Square}], discriminator: {propertyName: shape}}` is a union: `{x-union: {key:
      shape, variants: {Circle: Circle, Square: Square}, default: null}}`.
    - So it is without a discriminator where a property has other constant values in each variant: `{properties: {shape:
      {const: circle}}}`. Inline variants become components then.
    - `{oneOf: [{$ref: Text}, {$ref: Card}]}`, where Text requires `text` and Card requires `card`, or where each is the
    only key that no other has, is a union told apart by the key that is present: `{x-union: {key: null, variants:
    {text: Text, card: Card}, default: null}}`. If nothing tells them apart, it is one object with the keys of all.
    - `{properties: {id: ...}, oneOf: [{properties: {text: ...}}, {properties: {card: ...}}]}` is one object, with the
      optional properties `text` and `card` beside `id`.
    - `{oneOf: [{const: a, description: A}, {const: b}]}` is the enum `{type: string, enum: [a, b]}`; enums are open, so
      that `{anyOf: [{type: string}, {enum: [a, b]}]}` is the same.
    - `{oneOf: [{type: string, format: uri}, {type: string}]}` is `{type: string}`; alternatives of different types
      leave only the annotations.
    """
    if within > _DEEPEST:
        raise SpecError(f"{at}: is one of its own alternatives")
    variants: list[Schema] = schema.get("oneOf") or schema["anyOf"]
    rest = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "discriminator")}
    if "discriminator" not in schema:
        variants = list(_leaves(variants, merger, at))
    flat = [without_null(merger.flat(variant, at)) for variant in variants]
    if any(variant.pop("x-nullable", False) for variant in flat):
        rest = {**rest, "x-nullable": True}
    if "discriminator" in schema:
        if rest.get("properties"):
            raise SpecError(f"{at}: has properties beside a union told apart by a discriminator")
        return {**annotations(rest), "x-union": _by_discriminator(schema, variants, merger, at, hoist)}
    if all(is_object(variant) for variant in flat):
        values = _constants(flat, merger, at)
        if values is not None and not rest.get("properties"):
            return {**annotations(rest), "x-union": _by_constant(schema, variants, values, at, hoist)}
        references = [reference for variant in variants if (reference := only_reference(variant))]
        keys = None if rest.get("properties") or len(references) < len(variants) else _single_keys(flat)
        if keys is not None:
            names = dict(zip(keys, map(name_of, references), strict=True))
            union = {"key": None, "variants": names, "default": _default(schema, names.values(), at)}
            return {**annotations(rest), "x-union": union}
        merged = rest
        for variant in flat:
            optional = {key: value for key, value in variant.items() if key in ("type", "properties", "oneOf", "anyOf")}
            merged = merger.merge(merged, optional, at)
        return united(merged, merger, at, hoist, within + 1) if "oneOf" in merged or "anyOf" in merged else merged
    listed = [value for variant in flat for value in _listed(variant)]
    types = {variant.get("type") or _SCALARS.get(type(variant.get("const"))) for variant in flat}
    if listed and types in ({"string"}, {"integer"}):  # known values, perhaps beside any other
        return {**rest, "type": types.pop(), "enum": list(dict.fromkeys(listed))}
    if len(types) == 1 and types <= set(SCALARS):
        return {**rest, "type": types.pop()}
    return annotations(rest)


def _listed(schema: Schema) -> list[Any]:
    """Return the values that a schema lists."""
    return [schema["const"]] if "const" in schema else schema.get("enum", schema.get("x-extensible-enum", []))


def _leaves(variants: list[Schema], merger: Merger, at: str, through: tuple[str, ...] = ()) -> Iterator[Schema]:
    """Return the variants of a union, with those that are unions replaced by their own variants."""
    for variant in variants:
        flat = merger.flat(variant, at)
        inner = flat.get("oneOf") or flat.get("anyOf") or []
        reference = only_reference(variant)
        if reference in through:
            raise SpecError(f"{at}: {reference} is a variant of itself")
        if inner and not flat.get("properties") and {"type": "null"} not in inner:
            yield from _leaves(inner, merger, at, (*through, *([reference] if reference else [])))
        else:
            yield variant


def _by_discriminator(schema: Schema, variants: list[Schema], merger: Merger, at: str, hoist: Hoist) -> Schema:
    key = schema["discriminator"]["propertyName"]
    by_reference: dict[str, str] = {}
    inline: dict[str, str] = {}
    for index, variant in enumerate(variants):
        reference = only_reference(variant)
        if reference is not None:
            merger.component(reference, at)
            by_reference[name_of(reference)] = reference
            continue
        told = _values(merger.flat(variant, at), key, merger, at)
        if not told:
            raise SpecError(f"{at}: a variant of a union is inline, so that its {key} must have a constant value")
        name = hoist(variant, told[0], f"{at}/variant {index}")
        inline |= dict.fromkeys(told, name)
    mapping = schema["discriminator"].get("mapping")
    values = {value: name_of(reference) for value, reference in (mapping or {}).items()}
    if not mapping:
        for name, reference in by_reference.items():
            values |= dict.fromkeys(_nested_values(merger.flat({"$ref": reference}, at), key) or [name], name)
    if set(values.values()) != set(by_reference):
        raise SpecError(
            f"{at}: the discriminator maps to {sorted(set(values.values()))}, "
            f"but the variants are {sorted(by_reference)}"
        )
    return {"key": key, "variants": {**values, **inline}, "default": _default(schema, by_reference, at)}


def _nested_values(schema: Schema, key: str) -> list[str]:
    """Return the values by which a variant that is itself a union, with the same discriminator, is known."""
    discriminator = schema.get("discriminator", {})
    if discriminator.get("propertyName") != key:
        return []
    variants = schema.get("oneOf") or schema.get("anyOf") or []
    return list(discriminator.get("mapping") or (name_of(part["$ref"]) for part in variants if "$ref" in part))


def _constants(flat: list[Schema], merger: Merger, at: str) -> tuple[str, list[list[str]]] | None:
    """Return the first property whose constant values tell all variants apart, and its values in each."""
    for key in flat[0].get("properties", {}):
        values = [_values(variant, key, merger, at) for variant in flat]
        known = [value for each in values for value in each]
        if all(values) and len(set(known)) == len(known):
            return key, values
    return None


def _values(variant: Schema, key: str, merger: Merger, at: str) -> list[str]:
    """Return the constant values of a property; none if it may have others."""
    found = variant.get("properties", {}).get(key)
    if not isinstance(found, dict):
        return []
    schema = merger.flat(found, at)
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    return values if all(isinstance(value, str) for value in values) else []


def _by_constant(
    schema: Schema, variants: list[Schema], told: tuple[str, list[list[str]]], at: str, hoist: Hoist
) -> Schema:
    key, values = told
    names: dict[str, str] = {}
    for index, (variant, known) in enumerate(zip(variants, values, strict=True)):
        reference = only_reference(variant)
        name = hoist(variant, known[0], f"{at}/variant {index}") if reference is None else name_of(reference)
        names |= dict.fromkeys(known, name)
    return {"key": key, "variants": names, "default": _default(schema, names.values(), at)}


def _single_keys(flat: list[Schema]) -> list[str] | None:
    """Return for each variant the key that tells it from the others: the one that only it requires, or only it has."""
    found = []
    for variant in flat:
        others = [other for other in flat if other is not variant]
        for keyword in ("required", "properties"):
            keys = [
                key for key in variant.get(keyword, ()) if not any(key in other.get(keyword, ()) for other in others)
            ]
            if len(keys) == 1:
                found.append(keys[0])
                break
        else:
            return None
    return found if len(set(found)) == len(found) else None


def _default(schema: Schema, names: Iterable[str], at: str) -> str | None:
    default = schema.get("x-default-variant")
    if default is None:
        return None
    if name_of(default) not in names:
        raise SpecError(f"{at}: {default} is not a variant")
    return name_of(default)
