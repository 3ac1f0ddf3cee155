"""Places: every part of an OpenAPI document that has a kind of its own, such as a parameter or a schema."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from codegen.bundle import Json, join
from codegen.normalise.terms import METHODS

SECTIONS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "request body": "requestBodies",
    "header": "headers",
    "security scheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
    "path item": "pathItems",
}
"""Where in `components` each kind is."""

WEBHOOKS = ("webhooks", "x-webhooks")
"""Where what is posted is described: in OpenAPI 3.1, and by custom in 3.0, which has no place for it."""

_MAP, _LIST, _ONE = "map", "list", "one"
_HOLDS_SCHEMA = {
    "schema": (_ONE, "schema"),
    "content": (_MAP, "media type"),
    "examples": (_MAP, "example"),
}
_PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "document": {
        "paths": (_MAP, "path item"),
        **dict.fromkeys(WEBHOOKS, (_MAP, "path item")),
        "components": (_ONE, "components"),
        "servers": (_LIST, "server"),
    },
    "components": {section: (_MAP, kind) for kind, section in SECTIONS.items()},
    "path item": {
        **dict.fromkeys(METHODS, (_ONE, "operation")),
        "parameters": (_LIST, "parameter"),
        "servers": (_LIST, "server"),
    },
    "operation": {
        "parameters": (_LIST, "parameter"),
        "requestBody": (_ONE, "request body"),
        "responses": (_MAP, "response"),
        "callbacks": (_MAP, "callback"),
        "servers": (_LIST, "server"),
    },
    "parameter": _HOLDS_SCHEMA,
    "header": _HOLDS_SCHEMA,
    "request body": {"content": (_MAP, "media type")},
    "response": {"content": (_MAP, "media type"), "headers": (_MAP, "header"), "links": (_MAP, "link")},
    "media type": {**_HOLDS_SCHEMA, "encoding": (_MAP, "encoding")},
    "encoding": {"headers": (_MAP, "header")},
    "schema": {
        **dict.fromkeys(("properties", "patternProperties", "$defs", "dependentSchemas"), (_MAP, "schema")),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (_LIST, "schema")),
        **dict.fromkeys(("items", "contains", "not", "if", "then", "else", "propertyNames"), (_ONE, "schema")),
        **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "unevaluatedItems"), (_ONE, "schema")),
        "contentSchema": (_ONE, "schema"),
    },
}


class Place(NamedTuple):
    """A part of a document."""

    at: str
    """Its JSON pointer."""
    kind: str
    node: Json
    holder: Any
    """The list or mapping that it is in, and its key there."""
    key: Any


def webhooks(document: Json) -> dict[str, Json]:
    """Return the path item of everything that is posted, by its name."""
    return {name: item for key in WEBHOOKS for name, item in document.get(key, {}).items() if not name.startswith("x-")}


def places(document: Json, kind: str = "document", at: str = "") -> Iterator[Place]:
    """Yield every part of a document, each before its own parts; references are not followed.

    What has the wrong type is yielded too, but not what would be inside of it.
    """
    waiting = [Place(at, kind, document, None, None)]
    while waiting:
        place = waiting.pop()
        yield place
        if isinstance(place.node, dict):
            waiting += reversed(list(_parts(place)))


def _parts(place: Place) -> Iterator[Place]:
    if place.kind == "callback":
        for key, item in place.node.items():
            if not key.startswith("x-") and key != "$ref":
                yield Place(join(place.at, key), "path item", item, place.node, key)
        return
    for key, (form, kind) in _PARTS.get(place.kind, {}).items():
        if key not in place.node:
            continue
        value, at = place.node[key], join(place.at, key)
        if form == _ONE:
            yield Place(at, kind, value, place.node, key)
        elif form == _LIST and isinstance(value, list):
            yield from (Place(join(at, index), kind, item, value, index) for index, item in enumerate(value))
        elif form == _MAP and isinstance(value, dict):
            yield from (
                Place(join(at, name), kind, item, value, name)
                for name, item in value.items()
                if kind == "schema" or not name.startswith("x-") or place.kind == "components"
            )
