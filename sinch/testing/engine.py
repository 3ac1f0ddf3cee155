"""Responds to requests: finds the operation, checks the request, lets the product act, and checks the response."""

from __future__ import annotations

import json
import threading
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from sinch.testing.auth import Gate
from sinch.testing.faults import Fault, Faults
from sinch.testing.openapi import Invalid, Operation
from sinch.testing.product import Call, Product, Rejected, Response, World
from sinch.testing.records import Headers, RecordedRequest
from sinch.testing.server import Reply, Request

_JSON = ("Content-Type", "application/json")
_FILED = 1_000
_KEPT_BODY = 4096
_IDEMPOTENCY_KEY = "Idempotency-Key"
_KEYS_KNOWN = timedelta(minutes=10)
"""How long a request with the same idempotency key gets the same reply."""


@dataclass(frozen=True)
class Mount:
    """One host of a product: all hosts share a port, so each has a path prefix."""

    product: Product
    gate: Gate
    server: str | None = None
    """Its address in the spec, if only single operations have it."""


class Engine:
    """Responds to the requests to all products of a simulator."""

    def __init__(
        self,
        world: World,
        mounts: Mapping[str, Mount],
        faults: Faults,
        keep_requests: int | None,
        lenient: bool = False,
        control: Callable[[Request], Reply] | None = None,
    ) -> None:
        self.world = world
        self.mounts = mounts
        self._faults = faults
        self.lenient: bool = lenient
        self._control = control
        self._last = 0
        self._lock = threading.Lock()
        self.replies: dict[tuple[str, str], tuple[datetime, Reply]] = {}
        """The replies to requests with idempotency keys, and when they were given."""
        self.requests: deque[RecordedRequest] = deque(maxlen=keep_requests)
        self.watchers: list[Callable[[RecordedRequest], object]] = []

    def respond(self, request: Request) -> Reply:
        """Respond to one request; the reply says what else happens on its connection."""
        target, _, raw_query = request.target.partition("?")
        prefix, slash, rest = target.removeprefix("/").partition("/")
        if prefix in ("", "_sinch") and self._control is not None:
            return self._control(request)
        mount = self.mounts.get(prefix)
        if mount is None:
            known = ", ".join(f"/{name}" for name in self.mounts)
            return _text(404, f"simulator: {request.target} does not start with any of {known}\n")
        raw_path = slash + rest
        with self._lock:
            self._last += 1
            index = self._last
        record = RecordedRequest(
            product=mount.product.name,
            operation_id=None,
            method=request.method,
            path=unquote(raw_path),
            raw_path=raw_path,
            raw_query=raw_query,
            query=[],
            headers=request.headers,
            body=request.body,
            connection=request.connection,
            index=index,
            at=self.world.clock.time,
            full_path=target,
        )
        self.requests.append(record)
        try:
            reply = self._reply(mount, record)
        except Exception:
            reply = _text(500, f"simulator bug, or exception of an event listener:\n{traceback.format_exc()}")
        fault = reply.fault
        record.status = None if fault is not None and fault.reset in ("before", "after") else reply.status
        record.response = b"" if record.status is None else reply.body[:_KEPT_BODY]
        reply.headers.append(("X-Request-Id", f"simulated-{record.index}"))
        for watcher in list(self.watchers):
            watcher(record)
        self.world.journal.tell("request", record.index)
        return reply

    def state(self) -> Any:
        """Return what is kept in a file: the newest requests, without their credentials."""
        requests = [replace(each, headers=_without_credentials(each.headers)) for each in list(self.requests)[-_FILED:]]
        return {"last": self._last, "lenient": self.lenient, "requests": requests}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._last = state["last"]
        self.lenient = self.lenient or state["lenient"]
        self.requests.extend(state["requests"])

    def _reply(self, mount: Mount, record: RecordedRequest) -> Reply:
        product = mount.product
        found = product.spec.find(record.method, record.raw_path, mount.server)
        if isinstance(found, set):
            if found:
                allow = [("Allow", ", ".join(sorted(found)))]
                return self._rejection(
                    product, record, Rejected(405, f"{record.method} is not allowed here", headers=allow)
                )
            return self._rejection(product, record, Rejected(404, f"unknown path {record.path}"))
        operation, raw_values = found
        record.operation_id = operation.id
        fault = self._faults.take(operation.id, named_only=product.name == "auth")
        if fault is not None and fault.reset == "before":
            return Reply(0, [], b"", fault)
        if fault is not None and fault.status is not None:
            reply = self._rejection(product, record, Rejected(fault.status, "simulated failure"))
        else:
            reply = self._act(mount, operation, raw_values, record)
        return reply if fault is None else _faulty(reply, fault)

    def _act(self, mount: Mount, operation: Operation, raw_values: dict[str, str], record: RecordedRequest) -> Reply:
        product = mount.product
        try:
            mount.gate.check(operation, record, raw_values)
            path = operation.read_path(raw_values)
            warnings = record.warnings if self.lenient else None
            record.query, query = operation.read_query(record.raw_query, warnings)
            headers = operation.read_headers(record.headers)
            if operation.id in product.unchecked:
                body = json.loads(record.body or b"null")
            else:
                body = operation.read_body(record.body, record.headers.get("content-type"), warnings)
            handler = product.handlers.get(operation.id)
            if handler is None:
                return _text(501, f"the simulator does not implement {operation.id}\n")
            key = headers.get(_IDEMPOTENCY_KEY)
            if key is not None and (known := self._known(operation.id, key)):
                return known
            with self.world.changing():
                result = handler(product, Call(path, query, body, headers))
                goes_on = result if callable(result) else None
                response, text = _written(operation, None if goes_on else result)
                record.taken = True
            if goes_on is not None:  # it asks the application first, which may call us meanwhile
                response, text = _written(operation, goes_on())
        except Invalid as invalid:
            return self._rejection(
                product, record, Rejected(invalid.status, str(invalid), problems=invalid.problems), operation
            )
        except Rejected as rejected:
            return self._rejection(product, record, rejected, operation)
        self._judge(operation, response.status, response.json, text)
        reply = Reply(response.status, [_JSON] if text else [], text)
        if key is not None:
            self.replies[operation.id, key] = self.world.clock.time, reply
        return reply

    def _known(self, operation_id: str, key: str) -> Reply | None:
        """Return the reply to an earlier request with the same idempotency key, if there was one a moment ago."""
        at, reply = self.replies.get((operation_id, key), (None, None))
        if at is None or reply is None or self.world.clock.time - at > _KEYS_KNOWN:
            return None
        return Reply(reply.status, list(reply.headers), reply.body)

    def _rejection(
        self, product: Product, record: RecordedRequest, rejected: Rejected, operation: Operation | None = None
    ) -> Reply:
        record.problems = [str(problem) for problem in rejected.problems] or [rejected.text]
        value = product.error(rejected)
        text = b"" if value is None else json.dumps(value, separators=(",", ":")).encode()
        if operation is not None:
            self._judge(operation, rejected.status, value, text)
        return Reply(rejected.status, [*([_JSON] if text else []), *rejected.headers], text)

    @staticmethod
    def _judge(operation: Operation, status: int, value: object, text: bytes) -> None:
        problems = operation.check_response(status, value, text)
        if problems:
            raise AssertionError(f"the response {status} of {operation.id} breaks the spec: {problems[0]}")


def _written(operation: Operation, result: object) -> tuple[Response, bytes]:
    """Return the response that a handler means, and its body, which what changes later does not change."""
    response = result if isinstance(result, Response) else Response(operation.success, result)
    return response, b"" if response.json is None else json.dumps(response.json, separators=(",", ":")).encode()


def _without_credentials(headers: Headers) -> Headers:
    return Headers(
        [
            (name, f"{value.partition(' ')[0]} ***" if name.lower() == "authorization" else value)
            for name, value in headers.pairs
        ]
    )


def _faulty(reply: Reply, fault: Fault) -> Reply:
    headers = reply.headers
    body = reply.body
    if fault.body is not None or fault.content_type is not None:
        headers = [pair for pair in headers if pair[0] != "Content-Type"]
        headers.append(("Content-Type", fault.content_type or "application/json"))
        body = reply.body if fault.body is None else fault.body
    return Reply(reply.status, [*headers, *fault.response_headers], body, fault)


def _text(status: int, text: str) -> Reply:
    return Reply(status, [("Content-Type", "text/plain; charset=utf-8")], text.encode())
