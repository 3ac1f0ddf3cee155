"""Messages, events, requests and faults as JSON, and the schemas of that."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sinch.testing.clock import format_time, parse_time
from sinch.testing.events import Delivery, Event
from sinch.testing.faults import Fault
from sinch.testing.records import (
    CallStep,
    Choice,
    Headers,
    InboxMessage,
    MessageState,
    RecordedCall,
    RecordedRequest,
    RentedNumber,
)

Json = dict[str, Any]
_PLAIN = (InboxMessage, MessageState, Choice, Delivery, RentedNumber, RecordedCall, CallStep)


def to_json(value: Any) -> Any:
    """Return what a method of the simulator returns as JSON."""
    if isinstance(value, _PLAIN):
        return {field.name.rstrip("_"): to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Event):
        return _event(value)
    if isinstance(value, RecordedRequest):
        return _request(value)
    if isinstance(value, Fault):
        return _fault(value)
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, Headers):
        return [list(pair) for pair in value.pairs]
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value


def _event(event: Event) -> Json:
    return {
        "index": event.index,
        "product": event.product,
        "at": to_json(event.at),
        "headers": to_json(event.headers),
        "body": event.body.decode(),
        "callback_url": event.callback_url,
        "deliveries": to_json(list(event.deliveries)),
    }


def _request(request: RecordedRequest) -> Json:
    return {
        "index": request.index,
        "product": request.product,
        "operation_id": request.operation_id,
        "at": to_json(request.at),
        "method": request.method,
        "raw_path": request.raw_path,
        "raw_query": request.raw_query,
        "headers": to_json(request.headers),
        "body": request.body.decode(errors="replace"),
        "taken": request.taken,
        "status": request.status,
        "response": request.response.decode(errors="replace"),
        "problems": list(request.problems),
        "warnings": list(request.warnings),
    }


def _fault(fault: Fault) -> Json:
    shown = {field.name: getattr(fault, field.name) for field in fields(fault) if field.name != "body"}
    body = None if fault.body is None else fault.body.decode(errors="replace")
    return {**shown, "retry_after": to_json(fault.retry_after), "body": body}


def message(given: Json) -> InboxMessage:
    """Read a message."""
    states = [MessageState(each["status"], parse_time(each["at"]), each["reason"]) for each in given["states"]]
    choices = tuple(Choice(**each) for each in given["choices"])
    rest = {name: value for name, value in given.items() if name not in ("from", "at", "states", "choices")}
    return InboxMessage(from_=given["from"], at=parse_time(given["at"]), states=states, choices=choices, **rest)


def call(given: Json) -> RecordedCall:
    """Read a call."""
    steps = [CallStep(**each) for each in given["steps"]]
    rest = {name: value for name, value in given.items() if name not in ("from", "at", "steps")}
    return RecordedCall(from_=given["from"], at=parse_time(given["at"]), steps=steps, **rest)


def event(given: Json) -> Event:
    """Read an event."""
    deliveries = [Delivery(**each) for each in given["deliveries"]]
    return Event(
        product=given["product"],
        body=given["body"].encode(),
        headers=_headers(given["headers"]),
        callback_url=given["callback_url"],
        statuses={each.url: each.status for each in deliveries if each.status is not None},
        deliveries=deliveries,
        index=given["index"],
        at=_time(given["at"]),
    )


def request(given: Json) -> RecordedRequest:
    """Read a request; its query is as it was sent, and bytes that are not text are replaced."""
    from urllib.parse import parse_qsl, unquote

    return RecordedRequest(
        **{name: value for name, value in given.items() if name not in ("headers", "body", "response", "at")},
        path=unquote(given["raw_path"]),
        query=parse_qsl(given["raw_query"], keep_blank_values=True),
        headers=_headers(given["headers"]),
        body=given["body"].encode(),
        response=given["response"].encode(),
        connection=0,
        at=_time(given["at"]),
    )


def _headers(pairs: list[list[str]]) -> Headers:
    return Headers([(name, value) for name, value in pairs])


def _time(text: str | None) -> datetime | None:
    return None if text is None else parse_time(text)


_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_NUMBER = {"type": "integer"}
_TIME = {"type": "string", "format": "date-time"}
_MAYBE_TIME = {"type": ["string", "null"], "format": "date-time"}
_TEXTS = {"type": "array", "items": _TEXT}
_PAIRS = {"type": "array", "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}}


def _object(**properties: Any) -> Json:
    names = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {"type": "object", "required": list(names), "properties": names, "additionalProperties": False}


def _list_of(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


SCHEMAS: Json = {
    "Message": _object(
        index=_NUMBER,
        direction={"enum": ["sent", "received"]},
        at=_TIME,
        product=_TEXT,
        to=_TEXT,
        from_=_MAYBE,
        text=_TEXT,
        id=_TEXT,
        type=_TEXT,
        channel=_TEXT,
        app_id=_MAYBE,
        parts=_NUMBER,
        encoding=_MAYBE,
        client_reference=_MAYBE,
        body={},
        parameters={},
        choices=_list_of("Choice"),
        code=_MAYBE,
        dispatched={"type": "boolean"},
        states=_list_of("State"),
    ),
    "RentedNumber": _object(index=_NUMBER, phone_number=_TEXT, waiting={"type": "boolean"}, body={}),
    "Call": _object(
        index=_NUMBER,
        product=_TEXT,
        id=_TEXT,
        at=_TIME,
        from_=_TEXT,
        to=_TEXT,
        state={"enum": ["ringing", "connected", "menu", "conference", "parked", "over"]},
        result=_TEXT,
        reason=_MAYBE,
        steps=_list_of("Step"),
        recordings={"type": "array", "items": {"type": "object"}},
        problems=_TEXTS,
        can={"type": "array", "items": {"enum": ["pick_up", "reject_call", "press", "stay_silent", "hang_up"]}},
        most_keys=_NUMBER,
        body={},
    ),
    "Step": _object(name=_TEXT, text=_TEXT),
    "Choice": _object(text=_TEXT, postback_data=_TEXT),
    "State": _object(status=_TEXT, at=_TIME, reason=_MAYBE),
    "Event": _object(
        index=_NUMBER,
        product=_TEXT,
        at=_MAYBE_TIME,
        headers=_PAIRS,
        body=_TEXT,
        callback_url=_MAYBE,
        deliveries=_list_of("Delivery"),
    ),
    "Delivery": _object(url=_TEXT, status={"type": ["integer", "null"]}, text=_TEXT, seconds={"type": "number"}),
    "Request": _object(
        index=_NUMBER,
        product=_TEXT,
        operation_id=_MAYBE,
        at=_MAYBE_TIME,
        method=_TEXT,
        raw_path=_TEXT,
        raw_query=_TEXT,
        headers=_PAIRS,
        body=_TEXT,
        taken={"type": "boolean"},
        status={"type": ["integer", "null"]},
        response=_TEXT,
        problems=_TEXTS,
        warnings=_TEXTS,
    ),
    "Fault": _object(
        index=_NUMBER,
        operation_id=_MAYBE,
        times={"type": ["integer", "null"]},
        used=_NUMBER,
        status={"type": ["integer", "null"]},
        retry_after={"type": ["number", "string", "null"]},
        delay={"type": "number"},
        reset=_MAYBE,
        body=_MAYBE,
        truncate={"type": "boolean"},
        drip={"type": "number"},
        headers={"type": "object", "additionalProperties": _TEXT},
        content_type=_MAYBE,
    ),
    "Error": _object(error=_object(text=_TEXT, field=_MAYBE)),
}
"""By name, as in the description of the control API."""
