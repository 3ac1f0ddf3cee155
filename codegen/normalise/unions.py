"""Unions: `oneOf` and `anyOf` become a union, one object with the keys of all, or a plain type."""

from collections.abc import Iterable

from codegen.normalise.merging import Merger
from codegen.normalise.terms import SCALARS, Schema, SpecError, annotations, is_object, name_of, only_reference


def united(schema: Schema, merger: Merger, at: str) -> Schema:
    """Return a schema equivalent to one with alternatives.

    - `{oneOf: [{$ref: Circle}, {$ref: Square}], discriminator: {propertyName: shape}}` is a union: `{x-union: {key:
      shape, variants: {Circle: Circle, Square: Square}, default: null}}`.
    - `{oneOf: [{$ref: Text}, {$ref: Card}]}`, where Text requires `text` and Card requires `card`, is a union told
    apart by the key that is present: `{x-union: {key: null, variants: {text: Text, card: Card}, default: null}}`.
    - `{properties: {id: ...}, oneOf: [{properties: {text: ...}}, {properties: {card: ...}}]}` is one object, with the
      optional properties `text` and `card` beside `id`.
    - `{oneOf: [{type: string, format: uri}, {type: string}]}` is `{type: string}`; alternatives of different types
      leave only the annotations.
    """
    variants: list[Schema] = schema.get("oneOf") or schema["anyOf"]
    rest = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "discriminator")}
    if "discriminator" in schema:
        if rest.get("properties"):
            raise SpecError(f"{at}: has properties beside a union told apart by a discriminator")
        return {**annotations(rest), "x-union": _by_discriminator(schema, variants, merger, at)}
    flat = [merger.flat(variant, at) for variant in variants]
    if all(is_object(variant) for variant in flat):
        references = [reference for variant in variants if (reference := only_reference(variant))]
        if not rest.get("properties") and len(references) == len(variants):
            names = [name_of(reference) for reference in references]
            return {**annotations(rest), "x-union": _by_single_key(schema, names, flat, at)}
        merged = rest
        for variant in flat:
            optional = {key: value for key, value in variant.items() if key in ("type", "properties", "oneOf", "anyOf")}
            merged = merger.merge(merged, optional, at)
        return united(merged, merger, at) if "oneOf" in merged or "anyOf" in merged else merged
    types = {variant.get("type") for variant in flat}
    if len(types) == 1 and types <= set(SCALARS):
        return {**rest, "type": types.pop()}
    return annotations(rest)


def _by_discriminator(schema: Schema, variants: list[Schema], merger: Merger, at: str) -> Schema:
    references = [only_reference(variant) for variant in variants]
    if not all(references):
        raise SpecError(f"{at}: a variant of a union with a discriminator must be a reference")
    for reference in references:
        merger.component(str(reference), at)
    names = [name_of(reference) for reference in references if reference]
    mapping = schema["discriminator"].get("mapping") or {name: name for name in names}
    values = {value: name_of(reference) for value, reference in mapping.items()}
    if set(values.values()) != set(names):
        raise SpecError(
            f"{at}: the discriminator maps to {sorted(set(values.values()))}, but the variants are {sorted(names)}"
        )
    return {
        "key": schema["discriminator"]["propertyName"],
        "variants": values,
        "default": _default(schema, names, at),
    }


def _by_single_key(schema: Schema, names: list[str], flat: list[Schema], at: str) -> Schema:
    values: dict[str, str] = {}
    for index, (name, variant) in enumerate(zip(names, flat, strict=True)):
        others = [other.get("required", []) for position, other in enumerate(flat) if position != index]
        keys = [key for key in variant.get("required", []) if not any(key in required for required in others)]
        if len(keys) != 1:
            raise SpecError(f"{at}: {name} cannot be told from other variants: it must require a key that they lack")
        values[keys[0]] = name
    return {"key": None, "variants": values, "default": _default(schema, names, at)}


def _default(schema: Schema, names: Iterable[str], at: str) -> str | None:
    default = schema.get("x-default-variant")
    if default is None:
        return None
    if name_of(default) not in names:
        raise SpecError(f"{at}: {default} is not a variant")
    return name_of(default)
