"""Upgrade: what OpenAPI 3.0 says in its own way is said as in 3.1, so that the rest of the generator reads one version.

- `{minimum: 0, exclusiveMinimum: true}` is `{exclusiveMinimum: 0}`, and so for maximum.
- `{type: string, format: byte}` is `{type: string, contentEncoding: base64}`, in 3.1 too, where it lives on.
- A schema `true` is `{}`.
"""

import copy
from collections.abc import Iterator

from codegen.bundle import Json
from codegen.places import Place, places

_LIMITS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def upgraded(document: Json) -> Json:
    """Return a document in the words of OpenAPI 3.1: itself, where it is in them already."""
    if next(_older(document), None) is None:
        return document
    document = copy.deepcopy(document)
    for place in _older(document):
        schema = place.node
        if schema is True:
            place.holder[place.key] = {}
            continue
        for limit, exclusive in _LIMITS:
            if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and limit in schema:
                schema[exclusive] = schema.pop(limit)
        if _is_byte(schema):
            del schema["format"]
            schema["contentEncoding"] = "base64"
    return document


def _older(document: Json) -> Iterator[Place]:
    """Return the schemas that 3.1 writes otherwise."""
    for place in places(document):
        if place.kind == "schema" and (_is_older(place.node) if isinstance(place.node, dict) else _is_anything(place)):
            yield place


def _is_anything(place: Place) -> bool:
    return place.node is True and place.key != "additionalProperties"


def _is_older(schema: Json) -> bool:
    return _is_byte(schema) or any(isinstance(schema.get(exclusive), bool) for _, exclusive in _LIMITS)


def _is_byte(schema: Json) -> bool:
    return schema.get("format") == "byte" and schema.get("type", "string") == "string"
