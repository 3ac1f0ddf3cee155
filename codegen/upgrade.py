"""Upgrade: what OpenAPI 3.0 says in its own way is said as in 3.1, so that the rest of the generator reads one version.

- `{minimum: 0, exclusiveMinimum: true}` is `{exclusiveMinimum: 0}`, and so for maximum.
- `{type: string, format: byte}` is `{type: string, contentEncoding: base64}`, in 3.1 too, where it lives on.
- A schema `true` is `{}`.
- Extensions among paths, and among the statuses of responses, are left out: they are neither.
"""

import copy
from collections.abc import Iterator

from codegen.bundle import Json
from codegen.places import Place, places

_LIMITS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def upgraded(document: Json) -> Json:
    """Return a document in the words of OpenAPI 3.1: itself, where it is in them already."""
    if next(_older(document), None) is None and next(_extended(document), None) is None:
        return document
    document = copy.deepcopy(document)
    for holder in list(_extended(document)):
        for key in [key for key in holder if key.startswith("x-")]:
            del holder[key]
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


def _extended(document: Json) -> Iterator[Json]:
    """Return the mappings of paths and of statuses that have extensions too."""
    for place in places(document):
        key = {"document": "paths", "operation": "responses"}.get(place.kind)
        holder = place.node.get(key) if key is not None and isinstance(place.node, dict) else None
        if isinstance(holder, dict) and any(name.startswith("x-") for name in holder):
            yield holder


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
