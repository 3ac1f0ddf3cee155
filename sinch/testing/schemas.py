"""Strict validation by the schemas of a spec: unknown fields are rejected and every problem names its field.

Specs describe open objects, and their unions do not tell a validator which variant was meant. So the schemas are closed
before use: references are resolved, `allOf` is merged, objects with properties allow no others, and a union becomes a
choice based on the value. What is left is plain JSON Schema, validated by `jsonschema`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from urllib.parse import urlsplit

try:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend
except ModuleNotFoundError as _error:
    if _error.name != "jsonschema":
        raise
    raise ModuleNotFoundError(
        'the simulator needs jsonschema: pip install "sinch[testing]"', name="jsonschema"
    ) from None

from sinch.testing.clock import parse_time

Schema = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a value."""

    field: str
    """Where: `to[0]`, `recipient.contact_id`; empty for the whole value."""
    text: str
    kind: str
    """The kind of problem, mostly the schema keyword: `type`, `required`, `maxLength`, `unknown`, ..."""

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


class Schemas:
    """The schemas of one spec, closed and compiled when first needed."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._by_reference: dict[str, Schema] = {}

    def checker(self, schema: Schema) -> Checker:
        """Compile `schema`."""
        return Checker(self.close(schema))

    def resolve(self, node: Any) -> Any:
        """Follow `$ref` to the end."""
        while isinstance(node, dict) and "$ref" in node:
            node = self._at(node["$ref"])
        return node

    def close(self, schema: Schema) -> Schema:
        """Return the closed twin of `schema`; a recursive schema gives a dict that contains itself."""
        reference = schema.get("$ref")
        if reference is None or len(_judging(schema)) > 1:
            return self._closed(self._flat(schema))
        if reference not in self._by_reference:
            twin = self._by_reference[reference] = {}
            twin.update(self.close(self._at(reference)))
        return self._by_reference[reference]

    def _at(self, reference: str) -> Any:
        node: Any = self._document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def _flat(self, schema: Schema) -> Schema:
        """Return `schema` with the `$ref` and `allOf` at its top merged into it."""
        flat = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        parts = [self._at(schema["$ref"])] if "$ref" in schema else []
        for part in [*parts, *schema.get("allOf", ())]:
            flat = _merged(self._flat(part), flat)
        return flat

    def _closed(self, flat: Schema) -> Schema:
        for keyword in ("oneOf", "anyOf"):
            if keyword in flat:
                return self._closed_union(flat, keyword)
        closed = {key: value for key, value in flat.items() if key in _KEPT}
        if "properties" in flat:
            closed["properties"] = {name: self.close(part) for name, part in flat["properties"].items()}
        for key in ("items", "additionalProperties", "not", "contains", "propertyNames"):
            if isinstance(flat.get(key), dict):
                closed[key] = self.close(flat[key])
        if flat.get("properties"):
            closed["properties"] = {**{name: {} for name in flat.get("required", ())}, **closed["properties"]}
            closed.setdefault("additionalProperties", False)
        if flat.get("contentEncoding") == "base64":
            closed["format"] = "base64"
        return closed

    def _closed_union(self, flat: Schema, keyword: str) -> Schema:
        rest = {key: value for key, value in flat.items() if key not in (keyword, "discriminator")}
        variants = [self._flat(variant) for variant in flat[keyword]]
        if any(variant.get("type") == "null" for variant in variants):
            others = [variant for variant in flat[keyword] if self._flat(variant).get("type") != "null"]
            inner = {**flat, keyword: others} if len(others) > 1 else _merged(self._flat(others[0]), rest)
            return {
                "x-pick": _Nullable(self.close(others[0]) if len(others) == 1 and not rest else self._closed(inner))
            }
        if "discriminator" in flat:
            return {"x-pick": self._by_discriminator(flat, keyword, rest)}
        keys = [variant.get("required", []) for variant in variants]
        if keyword == "oneOf" and all(len(key) == 1 for key in keys) and len({key[0] for key in keys}) == len(keys):
            merged = rest
            for variant in variants:
                merged = _merged(merged, {key: value for key, value in variant.items() if key != "required"})
            names = [key[0] for key in keys]
            return {"x-one-key": [*names], **self._closed({**merged, "type": "object"})}
        by_type = {str(variant.get("type")): part for variant, part in zip(variants, flat[keyword], strict=True)}
        if len(by_type) == len(variants) and by_type.keys() <= _TYPES:
            return {"x-pick": _ByType({name: self.close(part) for name, part in by_type.items()})}
        judged = {key: value for key, value in rest.items() if key in _JUDGING}
        closed = [
            self._closed(_merged(variant, judged)) if judged else self.close(original)
            for variant, original in zip(variants, flat[keyword], strict=True)
        ]
        by_key = {key: part for key, part in zip(_own_keys(variants), closed, strict=True) if key}
        return {"x-pick": _ByKey(by_key, {keyword: closed})} if by_key else {keyword: closed}

    def _by_discriminator(self, flat: Schema, keyword: str, rest: Schema) -> _ByDiscriminator:
        name = flat["discriminator"]["propertyName"]
        judged = {key: value for key, value in rest.items() if key in _JUDGING}

        def variant(reference: str) -> Schema:
            if "/" not in reference:
                reference = f"#/components/schemas/{reference}"
            if not judged:
                return self.close({"$ref": reference})
            return self._closed(_merged(self._flat({"$ref": reference}), judged))

        mapping = flat["discriminator"].get("mapping") or {}
        variants = {value: variant(reference) for value, reference in mapping.items()}
        for part in flat[keyword]:
            if "$ref" not in part:
                variants.update(
                    dict.fromkeys(self._constants(part, name), self._closed(_merged(self._flat(part), judged)))
                )
            elif not mapping:
                variants.update(dict.fromkeys(self._values(part["$ref"], name), variant(part["$ref"])))
        default = flat.get("x-default-variant")
        return _ByDiscriminator(name, variants, variant(default) if default else None)

    def _values(self, reference: str, name: str) -> list[str]:
        """Return the discriminator values of a variant: its name or, if it is a union, those of its variants."""
        inner = self._flat({"$ref": reference})
        if inner.get("discriminator", {}).get("propertyName") != name:
            return [reference.rpartition("/")[2]]
        mapping = inner["discriminator"].get("mapping") or {}
        parts = [part["$ref"] for part in inner.get("oneOf") or inner.get("anyOf") or () if "$ref" in part]
        return [*mapping] or [value for part in parts for value in self._values(part, name)]

    def _constants(self, variant: Schema, name: str) -> list[str]:
        """Return the values that a property may have."""
        schema = self._flat(self._flat(variant)["properties"][name])
        return [schema["const"]] if "const" in schema else schema["enum"]


class Checker:
    """A closed schema, ready to check values."""

    def __init__(self, closed: Schema) -> None:
        self.schema = closed
        self._validator = _Strict(closed, format_checker=_FORMATS)

    def problems(self, value: Any) -> list[Problem]:
        """Return everything wrong with `value`, unknown fields first."""
        found = {problem: None for error in self._validator.iter_errors(value) for problem in _problems(error)}
        return sorted(found, key=lambda problem: (problem.kind != "unknown", problem.field))


def _own_keys(variants: list[Schema]) -> Iterator[str | None]:
    """Yield for each variant a key that it requires and no other allows; None where there is none."""
    for variant in variants:
        others = [other for other in variants if other is not variant]
        closed = all(other.get("properties") and not other.get("additionalProperties") for other in others)
        allowed = {name for other in others for name in (*other.get("properties", ()), *other.get("required", ()))}
        yield next((key for key in variant.get("required", ()) if closed and key not in allowed), None)


def _judging(schema: Schema) -> set[str]:
    return schema.keys() & (_JUDGING | {"$ref"})


def _merged(first: Schema, second: Schema) -> Schema:
    """Return a schema that requires what both require; if both set a keyword, the second wins."""
    merged = {**first, **second}
    if "properties" in first and "properties" in second:
        merged["properties"] = {**first["properties"], **second["properties"]}
    if "required" in first and "required" in second:
        merged["required"] = [*dict.fromkeys([*first["required"], *second["required"]])]
    return merged


_REWRITTEN = {"$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "properties", "items"}
_KEPT = (set(Draft202012Validator.VALIDATORS) | {"then", "else"}) - _REWRITTEN
"""Keywords that stay as they are. Conditions, too: closed, they would reject the fields that they do not mention."""
_TYPES = {"string", "integer", "number", "boolean", "array", "object"}
_JUDGING = set(Draft202012Validator.VALIDATORS) - {"$ref", "$dynamicRef"}


@dataclass(frozen=True, eq=False)
class _Nullable:
    schema: Schema

    def pick(self, value: Any) -> Schema | Problem:
        return {} if value is None else self.schema


@dataclass(frozen=True, eq=False)
class _ByType:
    variants: Mapping[str, Schema]

    def pick(self, value: Any) -> Schema | Problem:
        for name, schema in self.variants.items():
            if Draft202012Validator.TYPE_CHECKER.is_type(value, name):
                return schema
        return Problem("", f"{_shown(value)} is not one of {', '.join(self.variants)}", "type")


@dataclass(frozen=True, eq=False)
class _ByDiscriminator:
    name: str
    variants: Mapping[str, Schema]
    default: Schema | None

    def pick(self, value: Any) -> Schema | Problem:
        if not isinstance(value, dict):
            return Problem("", f"{_shown(value)} is not an object", "type")
        if self.name not in value:
            return self.default or Problem(self.name, "is required", "required")
        chosen = value[self.name]
        if isinstance(chosen, str) and chosen in self.variants:
            return self.variants[chosen]
        return Problem(self.name, f"{_shown(chosen)} is not one of {', '.join(self.variants)}", "enum")


@dataclass(frozen=True, eq=False)
class _ByKey:
    """A union with variants that are known by a key: trying each of 21 would cost as many validations."""

    variants: Mapping[str, Schema]
    union: Schema

    def pick(self, value: Any) -> Schema | Problem:
        present = self.variants.keys() & value.keys() if isinstance(value, dict) else ()
        return next((schema for key, schema in self.variants.items() if key in present), self.union)


def _pick(validator: Any, union: Any, value: Any, schema: Schema) -> Iterator[ValidationError]:
    picked = union.pick(value)
    if isinstance(picked, Problem):
        error = ValidationError(picked.text, path=[picked.field] if picked.field else [])
        error.cause = _Kind(picked.kind)
        yield error
    else:
        yield from validator.descend(value, picked)


def _one_key(validator: Any, names: list[str], value: Any, schema: Schema) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        return
    present = [name for name in names if name in value]
    if not present:
        error = ValidationError(f"one of {', '.join(names)} is required")
        error.cause = _Kind("required")
        yield error
    for extra in present[1:]:
        error = ValidationError(f"only one of {', '.join(present)} can be given", path=[extra])
        error.cause = _Kind("oneOf")
        yield error


class _Kind(Exception):
    """Carries the kind of a problem through jsonschema's own error class."""


def _problems(error: ValidationError) -> Iterator[Problem]:
    at = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).removeprefix(".")
    prefix = f"{at}." if at else ""
    if isinstance(error.cause, _Kind):
        yield Problem(at, error.message, str(error.cause))
    elif error.validator == "required":
        for name in cast("list[str]", error.validator_value):
            if name not in cast("Schema", error.instance):
                yield Problem(prefix + name, "is required", "required")
    elif error.validator == "additionalProperties":
        for name in cast("Schema", error.instance).keys() - cast("Schema", error.schema).get("properties", {}).keys():
            yield Problem(prefix + name, "is not a known field", "unknown")
    else:
        text = error.message if len(error.message) <= 300 else f"{error.message[:140]} ... {error.message[-140:]}"
        yield Problem(at, text, str(error.validator))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


_Strict: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"x-pick": _pick, "x-one-key": _one_key}
)
_FORMATS = FormatChecker(formats=())


def _format(name: str, *errors: type[Exception]) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Register a parser of a format; a value is valid if parsing it does not raise any of `errors`."""

    def register(read: Callable[[str], Any]) -> Callable[[str], Any]:
        @_FORMATS.checks(name, raises=errors)
        def check(value: object) -> bool:
            return not isinstance(value, str) or read(value) is not False

        return read

    return register


_format("date-time", ValueError)(parse_time)
_format("date", ValueError)(date.fromisoformat)
_format("decimal", InvalidOperation)(Decimal)
_format("base64", ValueError)(lambda text: base64.b64decode(text, validate=True))
_format("hex", ValueError)(lambda text: bytes.fromhex(text) if " " not in text else False)


@_format("uri", ValueError)
def _uri(text: str) -> bool:
    parts = urlsplit(text)
    return (
        bool(parts.scheme)
        and not re.search(r"\s", text)
        and (bool(parts.netloc) or parts.scheme not in ("http", "https"))
    )
