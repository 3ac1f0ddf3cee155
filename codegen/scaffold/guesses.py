"""Guesses at what a spec does not say: what may be repeated, how a list is paged, what is a mask, or a key."""

from collections.abc import Iterable
from typing import Any

from codegen import naming
from codegen.bundle import Json, resolve
from codegen.normalise.terms import METHODS, operation_id

_RETRY = {"get": "safe", "head": "safe", "options": "safe", "delete": "idempotent", "put": "idempotent"}
_PAGE = ("page", "page_number")
_SIZE = ("page_size", "size", "limit", "per_page")
_TOTAL = ("total", "count", "total_count", "total_size", "total_items", "total_results")
_TOKEN = ("page_token", "token", "cursor")
_IDEMPOTENCY = ("idempotency_key",)
_MASK = ("update_mask", "field_mask")
_NEXT = ("next_page_token", "next_token", "next_cursor", "next")


def retry(method: str) -> str:
    """Return how a call may be repeated, as far as its HTTP method tells."""
    return _RETRY.get(method.lower(), "ambiguous")


class Spec:
    """A bundled spec, read for guesses."""

    def __init__(self, document: Json) -> None:
        self.document = document

    def operations(self) -> list[tuple[str, str, Json]]:
        """Return path, method and description of every operation; one without an id has that of the generator."""
        return [
            (path, method, {**item[method], "operationId": operation_id(path, method, item[method])})
            for path, item in self.document.get("paths", {}).items()
            for method in METHODS
            if method in item
        ]

    def followed(self, node: Json) -> Json:
        """Return what a node refers to, or the node itself."""
        while isinstance(node, dict) and "$ref" in node:
            node = resolve(self.document, node["$ref"].removeprefix("#"))
        return node

    def properties(self, schema: Json) -> dict[str, Json]:
        """Return the properties of an object, those of its parts included."""
        found: dict[str, Json] = {}
        seen: list[Json] = []
        waiting = [schema]
        while waiting:
            schema = self.followed(waiting.pop())
            if isinstance(schema, dict) and not any(schema is other for other in seen):
                seen.append(schema)
                found |= {name: self.followed(value) for name, value in schema.get("properties", {}).items()} | found
                waiting += schema.get("allOf", [])
        return {name: value for name, value in found.items() if isinstance(value, dict)}

    def sent(self, path: str, operation: Json) -> list[str]:
        """Return the names of query parameters, and of fields of the body."""
        body = self.followed(operation.get("requestBody", {}))
        return [node["name"] for node in self._parameters(path, operation, "query")] + list(
            self.properties(_schema(body))
        )

    def _parameters(self, path: str, operation: Json, place: str) -> list[Json]:
        """Return the parameters at a place: in the query, or the headers."""
        item = self.document["paths"][path]
        nodes = [self.followed(node) for node in [*item.get("parameters", []), *operation.get("parameters", [])]]
        return [node for node in nodes if node["in"] == place]

    def result(self, operation: Json) -> Json:
        """Return the schema of a successful response; `{}` where it has no content."""
        responses = operation.get("responses", {})
        found = [self.followed(_schema(self.followed(node))) for status, node in responses.items() if status[0] == "2"]
        return found[0] if found else {}

    def paging(self, path: str, method: str, operation: Json) -> dict[str, Any] | None:
        """Return how a list is paged; None for what does not look like a list.

        An operation lists things when it reads and its response is an array, or has a single one and is asked for
        with a page, a token, or by an id that says so.
        """
        schema = self.result(operation)
        if schema.get("type") == "array":
            return {"items": None} if retry(method) == "safe" else None
        properties = self.properties(schema)
        arrays = [name for name, value in properties.items() if value.get("type") == "array"]
        sent = self.sent(path, operation)
        page, size, total = _first(_PAGE, sent), _first(_SIZE, sent), _first(_TOTAL, properties)
        token, following = _first(_TOKEN, sent), _first(_NEXT, properties)
        if not arrays:
            return None
        if token and following:
            return {"items": arrays[0], "token": token, "next": following}
        if page and size and total:
            return {"items": arrays[0], "page": page, "size": size, "total": total}
        links = [name for name, value in properties.items() if "next" in self.properties(value)]
        if links and page:
            return {"items": arrays[0], "link": f"{links[0]}.next"}
        words = naming.snake(operation["operationId"]).split("_")
        if retry(method) == "safe" and len(arrays) == 1 and {"list", "search"} & set(words):
            return {"items": arrays[0]}
        return None

    def mask(self, path: str, operation: Json) -> str | None:
        """Return the query parameter that names the fields to update; None for what does not look like one."""
        return _first(_MASK, self.sent(path, operation)) if "requestBody" in operation else None

    def idempotency(self, path: str, operation: Json) -> str | None:
        """Return the header by which a repeated request is recognised; None for what does not look like one."""
        texts = [
            node["name"]
            for node in self._parameters(path, operation, "header")
            if not node.get("required") and self.followed(node.get("schema", {})).get("type") == "string"
        ]
        return _first(_IDEMPOTENCY, texts)


def _schema(holder: Json) -> Json:
    media: Json = next(iter(holder.get("content", {}).values()), {})
    return media.get("schema", {})


def _first(wanted: Iterable[str], names: Iterable[str]) -> str | None:
    by_snake = {naming.snake(name): name for name in names}
    return next((by_snake[name] for name in wanted if name in by_snake), None)
