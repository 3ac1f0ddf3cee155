"""Losses: what the generator cannot carry, each of which a products file must accept with a reason."""

import copy
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codegen.bundle import Json, join, resolve, split
from codegen.normalise.operations import STYLES, essence_of, is_json
from codegen.normalise.terms import FORM
from codegen.places import WEBHOOKS, Place, places
from codegen.signature import KEY

_UNREAD = (
    *("patternProperties", "prefixItems", "unevaluatedItems", "dependentSchemas", "if"),
    *("$defs", "$dynamicRef", "$recursiveRef"),
)
"""Keywords that give values a type, but that nothing is made from. Others only limit values: the server judges them."""


class Loss(NamedTuple):
    """A part of a spec that the generator leaves out."""

    at: str
    """Its JSON pointer."""
    what: str


def losses(document: Json) -> list[Loss]:
    """Return everything in a document, in the words of OpenAPI 3.1, that the generator cannot carry."""
    bodies = _bodies(document)
    unsigned = [key for key in WEBHOOKS if document.get(key) and KEY not in document]
    inside = tuple(join("", key, "") for key in unsigned)
    return [
        *(
            loss
            for place in places(document)
            if not place.at.startswith(inside)
            for loss in _of(place, document, bodies)
        ),
        *(Loss(f"/{key}", f"events need {KEY} in the spec, which says how they are signed") for key in unsigned),
    ]


def without(document: Json, lost: Iterable[Loss]) -> Json:
    """Return a document without these parts."""
    places_of = {loss.at for loss in lost}
    if not places_of:
        return document
    document = copy.deepcopy(document)
    # the last first, since the rest of a list moves up
    for at in sorted(places_of, key=lambda at: [part.zfill(9) for part in split(at)], reverse=True):
        *path, last = split(at)
        holder = resolve(document, join("", *path))
        del holder[int(last) if isinstance(holder, list) else last]
    return document


def carried(document: Json) -> Json:
    """Return a document without anything that the generator cannot carry."""
    return without(document, losses(document))


def accepts(pattern: str, at: str) -> bool:
    """Return whether a pattern, a JSON pointer in which `*` stands for any one part, fits a place."""
    wanted, there = split(pattern), split(at)
    return len(wanted) == len(there) and all(part in ("*", name) for part, name in zip(wanted, there, strict=True))


def _of(place: Place, document: Json, bodies: frozenset[str]) -> Iterator[Loss]:
    if not isinstance(place.node, dict):
        return
    if place.kind == "operation":
        yield from _of_an_operation(place, document)
    elif place.kind == "parameter" and not place.at.startswith("/components/"):
        yield from _of_a_parameter(place.at, _followed(document, place.at)[1])
    elif place.kind == "response":
        for media in place.node.get("content", {}):
            if not is_json(essence_of(media)):
                yield Loss(join(place.at, "content", media), f"{media} cannot be read: only JSON can")
        if place.node.get("headers"):
            names = ", ".join(place.node["headers"])
            yield Loss(join(place.at, "headers"), f"results have no attribute for {names}: see `http_response.headers`")
        if place.node.get("links"):
            yield Loss(join(place.at, "links"), "links are not followed")
    elif place.kind == "schema":
        yield from _of_a_schema(place, bodies)


def _of_an_operation(place: Place, document: Json) -> Iterator[Loss]:
    if "requestBody" in place.node:
        at, body = _followed(document, join(place.at, "requestBody"))
        strange = [media for media in body.get("content", {}) if not _is_sent(media)]
        if strange and len(strange) == len(body["content"]):
            at = join(place.at, "requestBody")
            yield Loss(at, f"{', '.join(strange)} cannot be sent: only JSON and forms can")
        else:
            for media in strange:
                yield Loss(join(at, "content", media), f"{media} cannot be sent: only JSON and forms can")
    if place.node.get("callbacks"):
        yield Loss(join(place.at, "callbacks"), f"callbacks are not read: describe events under webhooks, with {KEY}")
    security = place.node.get("security", [])
    together = {index: " and ".join(way) for index, way in enumerate(security) if len(way) > 1}
    for index, names in together.items():
        at = join(place.at, "security", *([] if len(together) == len(security) else [index]))
        yield Loss(at, f"a call has one way to sign in, not {names} together")


def _of_a_parameter(at: str, parameter: Json) -> Iterator[Loss]:
    where = parameter["in"]
    if where == "path":
        return  # without it there is no address
    if where not in STYLES:
        yield Loss(at, f"{where} parameters are not supported")
    elif parameter.get("style", STYLES[where][0]) not in STYLES[where]:
        yield Loss(at, f"style {parameter['style']} is not supported")


def _of_a_schema(place: Place, bodies: frozenset[str]) -> Iterator[Loss]:
    schema = place.node
    for keyword in _UNREAD:
        if keyword in schema:
            yield Loss(join(place.at, keyword), f"{keyword} is not read")
    if isinstance(schema.get("unevaluatedProperties"), dict):
        yield Loss(join(place.at, "unevaluatedProperties"), "unevaluatedProperties is not read")
    if "discriminator" in schema and not ("oneOf" in schema or "anyOf" in schema):
        at = join(place.at, "discriminator")
        yield Loss(at, "what extends the schema is not told apart where the schema is used: that takes a oneOf")
    extra = schema.get("additionalProperties", False)
    if schema.get("properties") and extra is not False:
        at = join(place.at, "additionalProperties")
        if extra not in (True, {}):
            yield Loss(at, "further keys beside properties have no type")
        elif place.at in bodies:
            yield Loss(at, "further keys of a body cannot be arguments: see `options`")


def _bodies(document: Json) -> frozenset[str]:
    """Return the places of the schemas of request bodies, whose properties become arguments."""
    found = set()
    for place in places(document):
        if place.kind == "request body" and isinstance(place.node, dict):
            for media, part in place.node.get("content", {}).items():
                if "schema" in part:
                    found.add(_followed(document, join(place.at, "content", media, "schema"))[0])
    return frozenset(found)


def _followed(document: Json, at: str) -> tuple[str, Json]:
    """Return what is at a place, or what it refers to, with its own place."""
    node = resolve(document, at)
    while isinstance(node, dict) and "$ref" in node:
        at = node["$ref"].removeprefix("#")
        node = resolve(document, at)
    return at, node


def _is_sent(media: str) -> bool:
    return is_json(essence_of(media)) or essence_of(media) == FORM
