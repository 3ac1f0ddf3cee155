"""Surroundings: changes of what the normal form lacks, read from the specs as they came.

Servers, security, media types, response headers, callbacks, webhooks and how they are signed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from codegen import signature
from codegen.bundle import Json, resolve
from codegen.normalise.schemas import SchemaNormaliser
from codegen.normalise.terms import Schema
from codegen.places import webhooks
from codegen.problems import Problems
from codegen.spec_diff.changes import Change, Level, Use, at
from codegen.spec_diff.operations import Pair
from codegen.spec_diff.schemas import schema


def surroundings(before: Json, after: Json, pairs: list[Pair]) -> Iterator[Change]:
    """Yield the changes around the operations and schemas of two documents."""
    yield from _servers(before.get("servers", ()), after.get("servers", ()))
    old, new = (side.get("components", {}).get("securitySchemes", {}) for side in (before, after))
    yield from _came_and_went("security scheme", old, new)
    for name in (name for name in old if name in new):
        yield from at(f"security scheme {name}", _scheme(old[name], new[name]))
    for first, second in pairs:
        yield from at(f"operation {second.id}", _operation(before, after, first.path, second.path, first.method))
    old, new = webhooks(before), webhooks(after)
    yield from _came_and_went("webhook", old, new)
    for name in (name for name in old if name in new):
        bodies = [_posted(whole, side[name]) for whole, side in ((before, old), (after, new))]
        if bodies[0] != bodies[1]:
            yield Change(Level.BREAKING, f"webhook {name}: posts {bodies[1]} now, no longer {bodies[0]}")
    if before.get(signature.KEY) != after.get(signature.KEY):
        yield Change(Level.BREAKING, "the signature of webhooks changed")


def _came_and_went(what: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    old, new = list(old), list(new)
    yield from (Change(Level.NEW, f"{what} {name}: new") for name in new if name not in old)
    yield from (Change(Level.BREAKING, f"{what} {name}: removed") for name in old if name not in new)


# Servers


def _servers(before: Iterable[Json], after: Iterable[Json]) -> Iterator[Change]:
    old, new = ({server["url"]: server for server in side} for side in (before, after))
    gone, came = [url for url in old if url not in new], [url for url in new if url not in old]
    if len(gone) == len(came) == 1:
        yield Change(Level.BREAKING, f"server {gone[0]}: moved to {came[0]}")
    else:
        yield from _came_and_went("server", old, new)
    for url in (url for url in old if url in new):
        variables = [side[url].get("variables", {}) for side in (old, new)]
        for name in (name for name in variables[0] if name in variables[1]):
            yield from at(f"server {url}", _variable(name, *(side[name] for side in variables)))


def _variable(name: str, old: Json, new: Json) -> Iterator[Change]:
    values = [side.get("enum") or side.get("x-extensible-enum") or [] for side in (old, new)]
    if all(values):
        yield from _came_and_went(name, *values)
    if old.get("default") != new.get("default"):
        text = f"{name}: default changed from {old.get('default')!r} to {new.get('default')!r}"
        yield Change(Level.RISKY, text)


# Security


def _scheme(old: Json, new: Json) -> Iterator[Change]:
    kinds = [(side.get("type"), side.get("scheme"), side.get("in"), side.get("name")) for side in (old, new)]
    if kinds[0] != kinds[1]:
        told = [" ".join(str(part) for part in kind if part) for kind in kinds]
        yield Change(Level.BREAKING, f"changed from {told[0]} to {told[1]}")
    urls = [side.get("openIdConnectUrl") for side in (old, new)]
    if urls[0] != urls[1] and all(urls):
        yield Change(Level.BREAKING, f"openIdConnectUrl changed from {urls[0]} to {urls[1]}")
    flows = [side.get("flows", {}) for side in (old, new)]
    yield from _came_and_went("flow", *flows)
    for name in (name for name in flows[0] if name in flows[1]):
        for key in ("tokenUrl", "authorizationUrl", "refreshUrl"):
            urls = [side[name].get(key) for side in flows]
            if urls[0] != urls[1]:
                yield Change(Level.BREAKING, f"flow {name}: {key} changed from {urls[0]} to {urls[1]}")
        yield from at(f"flow {name}", _came_and_went("scope", *(side[name].get("scopes") or {} for side in flows)))


def _security(old: list[Json], new: list[Json]) -> Iterator[Change]:
    """Compare the ways to sign in to an operation, of which one is enough."""
    ways = [[" and ".join(sorted(way)) or "none" for way in side] or ["none"] for side in (old, new)]
    if ways[0] == ["none"] != ways[1]:
        yield Change(Level.BREAKING, f"authentication is now required: {' or '.join(ways[1])}")
    elif ways[1] == ["none"] != ways[0]:
        yield Change(Level.RISKY, "authentication is no longer required")
    else:
        yield from _came_and_went("way to sign in", *ways)
    for way, further in (item for entry in new for item in entry.items()):
        before = [entry[way] for entry in old if way in entry]
        if before and (asked := [scope for scope in further if scope not in before[0]]):
            yield Change(Level.BREAKING, f"{way} needs the scope {', '.join(asked)} now")
        if before and (spared := [scope for scope in before[0] if scope not in further]):
            yield Change(Level.HARMLESS, f"{way} no longer needs the scope {', '.join(spared)}")


# Operations


def _operation(before: Json, after: Json, old_path: str, new_path: str, method: str) -> Iterator[Change]:
    items = [before["paths"][old_path], after["paths"][new_path]]
    sides = [item[method] for item in items]
    servers = [side.get("servers") or item.get("servers") or () for side, item in zip(sides, items, strict=True)]
    yield from _servers(*servers)
    documents = (before, after)
    security = [side.get("security", whole.get("security", [])) for side, whole in zip(sides, documents, strict=True)]
    yield from _security(*security)
    bodies = [_followed(whole, side.get("requestBody", {})) for side, whole in zip(sides, documents, strict=True)]
    if all(bodies):
        yield from at("request body", _media_types(*bodies, added=Level.NEW, removed=Level.BREAKING))
    yield from _came_and_went("callback", *(side.get("callbacks", {}) for side in sides))
    responses = [side.get("responses", {}) for side in sides]
    for status in (status for status in responses[0] if status in responses[1]):
        both = [_followed(whole, side[status]) for side, whole in zip(responses, documents, strict=True)]
        yield from at(f"response {status}", _response(documents, *both))


def _response(documents: tuple[Json, Json], old: Json, new: Json) -> Iterator[Change]:
    if old.get("content") and new.get("content"):
        yield from _media_types(old, new, added=Level.RISKY, removed=Level.RISKY)
    headers = [
        {name.lower(): _followed(whole, header) for name, header in side.get("headers", {}).items()}
        for whole, side in zip(documents, (old, new), strict=True)
    ]
    yield from _came_and_went("header", *headers)
    for name in (name for name in headers[0] if name in headers[1]):
        sides = [side[name] for side in headers]
        required = [bool(side.get("required")) for side in sides]
        if required[0] != required[1]:
            kind = (Level.HARMLESS, "required now") if required[1] else (Level.BREAKING, "optional now")
            yield from at(f"header {name}", [Change(*kind)])
        forms = [_form(whole, side) for whole, side in zip(documents, sides, strict=True)]
        yield from at(f"header {name}", schema(*forms, Use(sent=False, received=True)))


def _form(document: Json, header: Json) -> Schema:
    """Return the normal form of the schema of a header."""
    problems = Problems()
    found = SchemaNormaliser(document, problems).shape(header.get("schema", {}), "Header", "/", component=True)
    problems.finish()
    return found


def _media_types(old: Json, new: Json, *, added: Level, removed: Level) -> Iterator[Change]:
    levels = {Level.NEW: added, Level.BREAKING: removed}
    for change in _came_and_went("media type", old.get("content", {}), new.get("content", {})):
        yield change._replace(level=levels[change.level])


def _posted(document: Json, item: Json) -> str:
    """Return what a webhook posts: media types with the name of their schema, or the schema as it is."""
    body = _followed(document, _followed(document, item).get("post", {}).get("requestBody", {}))
    found = []
    for media_type, media in body.get("content", {}).items():
        schema: Any = media.get("schema", {})
        found.append(f"{media_type} ({str(schema.get('$ref', schema)).rsplit('/', 1)[-1]})")
    return ", ".join(found) or "nothing"


def _followed(document: Json, node: Json) -> Json:
    while "$ref" in node:
        node = resolve(document, node["$ref"].removeprefix("#"))
    return node
