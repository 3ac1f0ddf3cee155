"""Answers requests: finds the operation, checks what was sent, lets the product act, and checks what it says."""

from __future__ import annotations

import itertools
import json
import traceback
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from sinch.testing.auth import Gate
from sinch.testing.faults import Fault, Faults
from sinch.testing.openapi import Invalid, Operation
from sinch.testing.product import Answer, Call, Product, Refused, World
from sinch.testing.records import RecordedRequest
from sinch.testing.server import Reply, Request

_JSON = ("Content-Type", "application/json")


@dataclass(frozen=True)
class Mount:
    """One host of a product: all hosts share a port, so each has a path prefix."""

    product: Product
    gate: Gate


class Engine:
    """Answers the requests to all products of a simulator."""

    def __init__(self, world: World, mounts: Mapping[str, Mount], faults: Faults, keep_requests: int | None) -> None:
        self._world = world
        self.mounts = mounts
        self._faults = faults
        self._numbers = itertools.count(1)
        self.requests: deque[RecordedRequest] = deque(maxlen=keep_requests)

    def answer(self, request: Request) -> Reply:
        """Answer one request; the reply says what else is to happen on its connection."""
        target, _, raw_query = request.target.partition("?")
        prefix, slash, rest = target.removeprefix("/").partition("/")
        mount = self.mounts.get(prefix)
        if mount is None:
            known = ", ".join(f"/{name}" for name in self.mounts)
            return _text(404, f"simulator: {request.target} is under none of {known}\n")
        raw_path = slash + rest
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
        )
        self.requests.append(record)
        try:
            reply = self._reply(mount, record)
        except Exception:
            reply = _text(500, f"simulator bug, or exception of an event listener:\n{traceback.format_exc()}")
        fault = reply.fault
        record.status = None if fault is not None and fault.reset in ("before", "after") else reply.status
        reply.headers.append(("X-Request-Id", f"simulated-{next(self._numbers)}"))
        return reply

    def _reply(self, mount: Mount, record: RecordedRequest) -> Reply:
        product = mount.product
        found = product.spec.find(record.method, record.raw_path)
        if isinstance(found, set):
            if found:
                allow = [("Allow", ", ".join(sorted(found)))]
                return self._refusal(
                    product, record, Refused(405, f"{record.method} is not allowed here", headers=allow)
                )
            return self._refusal(product, record, Refused(404, f"there is no path {record.path}"))
        operation, raw_values = found
        record.operation_id = operation.id
        fault = self._faults.take(operation.id, named_only=product.name == "auth")
        if fault is not None and fault.reset == "before":
            return Reply(0, [], b"", fault)
        if fault is not None and fault.status is not None:
            reply = self._refusal(product, record, Refused(fault.status, "simulated failure"))
        else:
            reply = self._act(mount, operation, raw_values, record)
        return reply if fault is None else _faulty(reply, fault)

    def _act(self, mount: Mount, operation: Operation, raw_values: dict[str, str], record: RecordedRequest) -> Reply:
        product = mount.product
        try:
            mount.gate.check(operation, record.headers, raw_values)
            path = operation.read_path(raw_values)
            record.query, query = operation.read_query(record.raw_query)
            body = operation.read_body(record.body, record.headers.get("content-type"))
            handler = product.handlers.get(operation.id)
            if handler is None:
                return _text(501, f"the simulator does not carry out {operation.id}\n")
            with self._world.changing():
                result = handler(product, Call(path, query, body))
                answer = result if isinstance(result, Answer) else Answer(operation.success, result)
                text = b"" if answer.json is None else json.dumps(answer.json, separators=(",", ":")).encode()
                record.taken = True
        except Invalid as invalid:
            return self._refusal(
                product, record, Refused(invalid.status, str(invalid), problems=invalid.problems), operation
            )
        except Refused as refused:
            return self._refusal(product, record, refused, operation)
        self._judge(operation, answer.status, answer.json, text)
        return Reply(answer.status, [_JSON] if text else [], text)

    def _refusal(
        self, product: Product, record: RecordedRequest, refused: Refused, operation: Operation | None = None
    ) -> Reply:
        record.problems = [str(problem) for problem in refused.problems] or [refused.text]
        value = product.error(refused)
        text = b"" if value is None else json.dumps(value, separators=(",", ":")).encode()
        if operation is not None:
            self._judge(operation, refused.status, value, text)
        return Reply(refused.status, [*([_JSON] if text else []), *refused.headers], text)

    @staticmethod
    def _judge(operation: Operation, status: int, value: object, text: bytes) -> None:
        problems = operation.check_answer(status, value, text)
        if problems:
            raise AssertionError(f"the answer {status} of {operation.id} breaks the spec: {problems[0]}")


def _faulty(reply: Reply, fault: Fault) -> Reply:
    headers = reply.headers
    body = reply.body
    if fault.body is not None or fault.content_type is not None:
        headers = [pair for pair in headers if pair[0] != "Content-Type"]
        headers.append(("Content-Type", fault.content_type or "application/json"))
        body = reply.body if fault.body is None else fault.body
    return Reply(reply.status, [*headers, *fault.answer_headers], body, fault)


def _text(status: int, text: str) -> Reply:
    return Reply(status, [("Content-Type", "text/plain; charset=utf-8")], text.encode())
