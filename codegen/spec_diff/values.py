"""Values: changes of types, limits, patterns, formats, default values and nullability."""

from collections.abc import Iterator
from typing import Any

from codegen.normalise.terms import Schema, target
from codegen.spec_diff.changes import Change, Level, Use, at

_UPPER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
_LOWER = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
_COMPARED_ELSEWHERE = frozenset(
    {
        *("type", "format", "$ref", "allOf", "x-nullable", "x-default", "readOnly", "writeOnly", "deprecated"),
        *("description", "properties", "required", "enum", "x-union", "items", "additionalProperties"),
        *("x-format", "pattern", "const", "multipleOf", "uniqueItems", *_UPPER, *_LOWER),
    }
)
_NOTHING = object()


def values(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    """Yield the changes of a value that is not an object with properties, an enum or a union."""
    if _sort(before) != _sort(after):
        yield Change(_between_numbers(before, after, use), f"changed from {described(before)} to {described(after)}")
        return
    yield from _nullability(before, after, use)
    yield from _limits(before, after, use)
    yield from _default(before, after, use)
    yield from _notes(before, after)
    for key, what in (("items", "items"), ("additionalProperties", "values")):
        if key in before and key in after:
            yield from at(what, values(before[key], after[key], use))


def described(schema: Schema | None) -> str:
    """Return a type in words: `array of string (date-time)`, or the name of a schema."""
    if schema is None:
        return "nothing"
    name = target(schema)
    if name is not None:
        return name
    if "items" in schema:
        return f"array of {described(schema['items'])}"
    if "additionalProperties" in schema:
        return f"map of {described(schema['additionalProperties'])}"
    form = schema.get("x-format") or schema.get("contentEncoding")
    return f"{schema.get('type', 'anything')}{f' ({form})' if form else ''}"


def _sort(schema: Schema) -> tuple[Any, ...]:
    """Return what a program sees of a type; types that differ in it cannot stand for each other."""
    if (name := target(schema)) is not None:
        return (name,)
    if "items" in schema:
        return "array", _sort(schema["items"])
    if "additionalProperties" in schema:
        return "map", _sort(schema["additionalProperties"])
    read_otherwise = schema.get("x-format") == "decimal", schema.get("contentEncoding") == "base64"
    return schema.get("type"), schema.get("format"), *read_otherwise


def _between_numbers(before: Schema, after: Schema, use: Use) -> Level:
    """Return what another type means: every integer is a number."""
    kinds = [side.get("type") for side in (before, after)]
    if kinds == ["integer", "number"]:
        return use.widened
    return use.narrowed if kinds == ["number", "integer"] else Level.BREAKING


def _nullability(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    null = bool(after.get("x-nullable"))
    if null == bool(before.get("x-nullable")):
        return
    if null:
        yield Change(Level.BREAKING if use.received else Level.NEW, "may be null now")
    else:
        yield Change(use.narrowed, "may not be null now")


def _limits(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    for key in (*_UPPER, *_LOWER):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        tighter = old is None or (new is not None and (new < old if key in _UPPER else new > old))
        yield _changed(key, old, new, use.narrowed if tighter else use.widened)
    old, new = before.get("multipleOf"), after.get("multipleOf")
    if old != new:
        narrowed = new is not None and (old is None or new % old == 0)
        widened = old is not None and (new is None or old % new == 0)
        yield _changed("multipleOf", old, new, _direction(narrowed, widened, use))
    if bool(before.get("uniqueItems")) != bool(after.get("uniqueItems")):
        unique = bool(after.get("uniqueItems"))
        text = f"its items must {'be unique' if unique else 'not be unique any more'}"
        yield Change(use.narrowed if unique else use.widened, text)
    for key in ("x-format", "pattern", "const"):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield _changed(key.removeprefix("x-"), old, new, _direction(old is None, new is None, use))


def _direction(narrowed: bool, widened: bool, use: Use) -> Level:
    return use.narrowed if narrowed else use.widened if widened else use.replaced


def _default(before: Schema, after: Schema, use: Use) -> Iterator[Change]:
    old, new = before.get("x-default", _NOTHING), after.get("x-default", _NOTHING)
    if old is new or old == new:
        return
    unknown = old is _NOTHING or not use.sent  # what was not told before may have been the same
    texts = [None if value is _NOTHING else value for value in (old, new)]
    yield _changed("default", *texts, Level.HARMLESS if unknown else Level.RISKY)


def _notes(before: Schema, after: Schema) -> Iterator[Change]:
    if bool(before.get("deprecated")) != bool(after.get("deprecated")):
        now = bool(after.get("deprecated"))
        yield Change(Level.RISKY if now else Level.HARMLESS, "deprecated" if now else "no longer deprecated")
    for key in sorted((before.keys() | after.keys()) - _COMPARED_ELSEWHERE):
        if before.get(key) != after.get(key):
            yield _changed(key.removeprefix("x-"), before.get(key), after.get(key), Level.HARMLESS)


def _changed(what: str, old: Any, new: Any, level: Level) -> Change:
    if old is None:
        return Change(level, f"{what} {new!r}: new")
    if new is None:
        return Change(level, f"{what} {old!r}: removed")
    return Change(level, f"{what} changed from {old!r} to {new!r}")
