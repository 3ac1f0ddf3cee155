"""The OpenAPI description of the control API, made from what it does."""

from __future__ import annotations

import inspect
from typing import Any

from sinch.testing.control.actions import ACTIONS, Action
from sinch.testing.control.shapes import SCHEMAS
from sinch.testing.events import Event
from sinch.testing.faults import Fault
from sinch.testing.records import InboxMessage, RecordedCall

Json = dict[str, Any]

_RESULTS: dict[Any, str] = {InboxMessage: "Message", RecordedCall: "Call", Event: "Event", Fault: "Fault"}
_TEXT = {"type": "string"}
_INDEX = {"type": "integer", "minimum": 1}
_PAGE: Json = {
    "before": (_INDEX, "Only those with a lower index: `next` of a page gives the next page."),
    "after": (_INDEX, "Only those with a higher index."),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 500, "default": 50}, "At most this many."),
}
_PRODUCT: Json = {"product": (_TEXT, "Only those of this product, such as `sms`.")}
_FILTERS: Json = {
    **_PRODUCT,
    "number": (_TEXT, "Only those to or from this number or identity, with or without a plus."),
    "text": (_TEXT, "Only those whose text contains this, in any letter case."),
    "direction": ({"enum": ["sent", "received"]}, "Only those sent, or those received."),
}
QUERIES: dict[str, Json] = {
    "messages": {**_FILTERS, **_PAGE},
    "messages/wait": {
        **_FILTERS,
        "after": _PAGE["after"],
        "timeout": ({"type": "number", "minimum": 0, "maximum": 60, "default": 10}, "How many seconds to wait."),
    },
    "calls": {**_PRODUCT, **_PAGE},
    "events": {**_PRODUCT, **_PAGE},
    "requests": {
        **_PRODUCT,
        "rejected": ({"type": "boolean"}, "Only those that were rejected, or only those that were not."),
        **_PAGE,
    },
    "numbers": _PAGE,
    "examples": {"product": (_TEXT, "The product.")},
}
"""The parameters in the query of each list: schema and meaning."""


def description(url: str) -> Json:
    """Return the OpenAPI description."""
    paths: Json = {
        "/": _get("about", "What this simulator is: products, settings, credentials and time.", {"type": "object"}),
        "/messages": _list("messages", "Message", "List or search the inbox, newest first."),
        "/messages/wait": _get(
            "wait_for_message", "Wait for the first message that matches; 408 if there is none.", _ref("Message")
        ),
        "/messages/{index}": _one("message", "Message"),
        "/calls": _list("calls", "Call", "List the calls of Voice, newest first."),
        "/calls/{index}": _one("call", "Call"),
        "/events": _list("events", "Event", "List the events that were sent, newest first."),
        "/events/{index}": _one("event", "Event"),
        "/requests": _list("requests", "Request", "List the requests received, newest first."),
        "/requests/{index}": _one("request", "Request"),
        "/numbers": _list("numbers", "RentedNumber", "List the rented numbers."),
        "/numbers/{index}": _one("number", "RentedNumber"),
        "/faults": _get(
            "faults", "List the active faults.", {"type": "object", "properties": {"items": _array("Fault")}}
        ),
        "/examples": _get(
            "examples", "An example of every event of a product, by its kind.", {"type": "object"}, QUERIES["examples"]
        ),
        "/stream": {
            "get": {
                "operationId": "stream",
                "summary": "Server-sent events: what happens, and the index of what it happens to.",
                "responses": {"200": {"description": "OK", "content": {"text/event-stream": {"schema": _TEXT}}}},
            }
        },
        "/openapi.json": _get("description", "This description.", {"type": "object"}),
    }
    paths["/messages/wait"]["get"]["parameters"] = _parameters(QUERIES["messages/wait"])
    paths.update({f"/{action.name}": _post(action) for action in ACTIONS.values()})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of the simulated Sinch",
            "version": "1",
            "description": "For tests in other processes, and for the page. Each POST is a method of `Simulator`.",
        },
        "servers": [{"url": f"{url}/_sinch/v1"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _array(name: str) -> Json:
    return {"type": "array", "items": _ref(name)}


def _content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def _responses(schema: Json | None) -> Json:
    good = {"204": {"description": "Done"}} if schema is None else {"200": {"description": "OK", **_content(schema)}}
    return {**good, "default": {"description": "Why it cannot be done", **_content(_ref("Error"))}}


def _parameters(query: Json) -> list[Json]:
    return [
        {"name": name, "in": "query", "schema": schema, "description": meaning}
        for name, (schema, meaning) in query.items()
    ]


def _get(name: str, summary: str, schema: Json, query: Json | None = None) -> Json:
    more = {"parameters": _parameters(query)} if query else {}
    return {"get": {"operationId": name, "summary": summary, **more, "responses": _responses(schema)}}


def _list(name: str, item: str, summary: str) -> Json:
    page = {
        "type": "object",
        "required": ["items", "next", "total"],
        "properties": {
            "items": _array(item),
            "next": {"type": ["integer", "null"]},
            "total": {"type": "integer", "description": "How many are kept."},
        },
    }
    return _get(name, summary, page, QUERIES[name])


def _one(name: str, item: str) -> Json:
    found = _get(name, f"Return one {name}.", _ref(item))
    found["get"]["parameters"] = [{"name": "index", "in": "path", "required": True, "schema": _INDEX}]
    return found


def _post(action: Action) -> Json:
    text = inspect.getdoc(action.function) or ""
    name = _RESULTS.get(action.returns)
    nothing = action.returns is type(None)
    schema = None if nothing else {"type": ["object", "string"]} if name is None else _ref(name)
    return {
        "post": {
            "operationId": action.name,
            "summary": text.partition("\n")[0],
            "description": text,
            "requestBody": {"required": True, **_content(action.schema)},
            "responses": _responses(schema),
        }
    }
