"""Upgrade: what OpenAPI 3.0 says in its own way is said as in 3.1, so that the rest of the generator reads one version.

- `{minimum: 0, exclusiveMinimum: true}` is `{exclusiveMinimum: 0}`, and so for maximum.
- `{type: string, format: byte}` is `{type: string, contentEncoding: base64}`, in 3.1 too, where it lives on.
- A schema `true` is `{}`.
"""

import copy

from codegen.bundle import Json
from codegen.places import places

_LIMITS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def upgraded(document: Json) -> Json:
    """Return a document in the words of OpenAPI 3.1."""
    document = copy.deepcopy(document)
    for place in places(document):
        if place.kind != "schema":
            continue
        schema = place.node
        if schema is True and place.key != "additionalProperties":
            place.holder[place.key] = {}
        if not isinstance(schema, dict):
            continue
        for limit, exclusive in _LIMITS:
            if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and limit in schema:
                schema[exclusive] = schema.pop(limit)
        if schema.get("format") == "byte" and schema.get("type", "string") == "string":
            del schema["format"]
            schema["contentEncoding"] = "base64"
    return document
