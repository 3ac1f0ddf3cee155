"""Examples: made for the bodies of a published spec that have none, or none that fits; the same each time.

A body has everything that its schema describes. Fields have their own examples or default values where these fit, else
the simplest value that Hypothesis finds.
"""

import base64
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from jsonschema import Draft202012Validator

from codegen import specs_check
from codegen.bundle import Json, resolve
from codegen.normalise.merging import Merger
from codegen.normalise.terms import SCALARS, Schema, SpecError, name_of, only_reference, without_null

_DEEPEST = 12
_SETTINGS = settings(
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
_FORMATS = {
    "date-time": "2030-01-01T00:00:00Z",
    "local-date-time": "2030-01-01T00:00:00",
    "date": "2030-01-01",
    "decimal": "1.0",
    "uri": "https://www.example.com/",
    "hex": "0102",
}
_LIMITS = ("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "const")


class _EndlessError(Exception):
    """A value would have to hold another one of its own kind, or there is none."""


def made(document: Json) -> dict[str, Json]:
    """Return an example for each body without a fitting one, by the JSON pointer of its media type.

    `document` is a corrected spec in the words of OpenAPI 3.1.
    """
    maker = _Maker(document)
    found = {}
    for at in specs_check.bodies_without_examples(document):
        media = resolve(document, at)
        try:
            found[at] = maker.value(media.get("schema", {}), at, "value", ())
        except (_EndlessError, HypothesisException, SpecError, re.error):
            continue  # no value is finite or within the limits; or whoever generates is told what is wrong
    return found


class _Maker:
    def __init__(self, document: Json) -> None:
        self._merger = Merger(document.get("components", {}).get("schemas", {}))

    def value(self, schema: Schema | bool, at: str, name: str, through: tuple[str, ...]) -> Any:
        """Return a value that fits a schema; `through` are the components that it is a part of, or extends."""
        if not isinstance(schema, dict):
            return {}
        schema = without_null(schema)
        reference = only_reference(schema)
        within = [f"{each} extended" for each in _extended(schema)] if reference is None else [reference]
        if any(each in through for each in within) or len(through) > _DEEPEST:
            raise _EndlessError
        through = (*through, *within)
        flat = without_null(self._merger.flat(schema, at))
        flat = self._merger.flat(flat, at)
        if "oneOf" in flat or "anyOf" in flat:
            return self._union(flat, at, name, through)
        kind = flat.get("type")
        kind = next((each for each in kind if each != "null"), None) if isinstance(kind, list) else kind
        if "const" in flat or flat.get("enum"):
            return _scalar({key: value for key, value in {**flat, "type": kind}.items() if value is not None}, name)
        if kind == "object" or (kind is None and ("properties" in flat or "additionalProperties" in flat)):
            return self._object(flat, at, through)
        if kind == "array":
            return self._array(flat, at, name, through)
        return _scalar({**flat, "type": kind}, name) if kind in SCALARS else "anything"

    def _object(self, flat: Schema, at: str, through: tuple[str, ...]) -> dict[str, Any]:
        found = {}
        undescribed: dict[str, Schema] = {key: {} for key in flat.get("required", ())}
        for key, schema in {**undescribed, **flat.get("properties", {})}.items():
            try:
                found[key] = self.value(schema, at, key, through)
            except _EndlessError:
                if key in flat.get("required", ()):
                    raise
        values = flat.get("additionalProperties")
        if not found and (isinstance(values, dict) or flat.get("minProperties")):
            try:
                found["key"] = self.value(values if isinstance(values, dict) else {}, at, "value", through)
            except _EndlessError:
                pass
        return found

    def _array(self, flat: Schema, at: str, name: str, through: tuple[str, ...]) -> list[Any]:
        size = max(flat.get("minItems", 0), 1)
        if flat.get("maxItems") == 0:
            return []
        try:
            item = self.value(flat.get("items", {}), at, name.removesuffix("s"), through)
        except _EndlessError:
            if flat.get("minItems"):
                raise
            return []
        if size > 1 and flat.get("uniqueItems"):
            items = self._merger.flat(flat.get("items", {}), at)
            return _found_list(json.dumps({key: value for key, value in items.items() if key in _LIMITS}), size)
        return [item] * size

    def _union(self, flat: Schema, at: str, name: str, through: tuple[str, ...]) -> Any:
        variants: list[Schema] = flat.get("oneOf") or flat["anyOf"]
        rest = {key: value for key, value in flat.items() if key not in ("oneOf", "anyOf", "discriminator")}
        key, told = flat.get("discriminator", {}).get("propertyName"), dict(self._by_value(flat))
        for variant in variants:
            reference = only_reference(variant)
            if reference in through:
                continue
            inside = (*through, reference) if reference else through
            try:
                found = self.value(self._merger.merge(self._merger.flat(variant, at), rest, at), at, name, inside)
            except _EndlessError:
                continue
            return {**found, key: told[reference]} if key is not None and reference in told else found
        raise _EndlessError

    def _by_value(self, flat: Schema) -> Iterator[tuple[str, str]]:
        """Yield the variants of a union by their references, with the value of the discriminator for each."""
        mapping = flat.get("discriminator", {}).get("mapping", {})
        for value, target in mapping.items():
            yield (target if "/" in target else f"#/components/schemas/{target}"), value
        if "discriminator" in flat and not mapping:
            for variant in flat.get("oneOf") or flat["anyOf"]:
                if reference := only_reference(variant):
                    yield reference, name_of(reference)


def _extended(schema: Schema | bool) -> Iterator[str]:
    """Yield the components that a schema extends."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield str(schema["$ref"])
        for part in schema.get("allOf", ()):
            yield from _extended(part)


def _scalar(flat: Schema, name: str) -> Any:
    given = [flat["example"]] if "example" in flat else flat.get("examples", [])
    judge = Draft202012Validator({key: value for key, value in flat.items() if key in (*_LIMITS, *_OF_TEXT)})
    for value in [*given, *([flat["x-default"]] if "x-default" in flat else [])]:
        if value not in (None, "") and judge.is_valid(value) and _is_encoded(flat, value):
            return value
    if "const" in flat or "enum" in flat:
        return flat["const"] if "const" in flat else next(value for value in flat["enum"] if value is not None)
    if flat["type"] == "boolean":
        return True
    if flat["type"] == "string":
        return _text(flat, name)
    return _found(json.dumps({key: value for key, value in flat.items() if key in _LIMITS}))


def _is_encoded(flat: Schema, value: Any) -> bool:
    """Return whether a text is Base64, where it has to be: published examples often only say what would be there."""
    if flat.get("contentEncoding") != "base64":
        return True
    try:
        return bool(base64.b64decode(value, validate=True))
    except ValueError:
        return False


_OF_TEXT = ("pattern", "minLength", "maxLength")


def _text(flat: Schema, name: str) -> str:
    least, most = flat.get("minLength", 0), flat.get("maxLength")
    if flat.get("contentEncoding") == "base64":
        return "AQID"
    if "pattern" in flat:
        return _matching(flat["pattern"], least, most)
    return _FORMATS.get(flat.get("format", ""), name.ljust(least, ".")[:most])


@cache
def _matching(pattern: str, least: int, most: int | None) -> str:
    """Return the simplest text that matches a pattern."""
    found = st.from_regex(pattern, alphabet=string.printable[:95])
    return find(found, lambda text: least <= len(text) <= (most or len(text)), settings=_SETTINGS)


@cache
def _found(limits: str) -> Any:
    """Return the simplest value within limits."""
    schema = json.loads(limits)
    judge = Draft202012Validator(schema)
    return find(_values(schema), judge.is_valid, settings=_SETTINGS)


@cache
def _found_list(limits: str, size: int) -> list[Any]:
    """Return a list of different values within limits, the simplest ones."""
    schema = json.loads(limits)
    values = _values(schema).filter(Draft202012Validator(schema).is_valid)
    return find(st.lists(values, min_size=size, max_size=size, unique=True), lambda found: True, settings=_SETTINGS)


def _values(schema: Schema) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum"), schema.get("maximum")
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "string":
        return st.text(string.ascii_lowercase, min_size=1)
    if schema.get("type") == "integer":
        return st.integers(None if least is None else int(least), None if most is None else int(most))
    return st.floats(least, most, allow_nan=False, allow_infinity=False)
