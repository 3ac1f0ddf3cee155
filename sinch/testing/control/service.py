"""Responds to the requests for the page and to the control API, below `/_sinch/`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from jsonschema import Draft202012Validator

from sinch.testing.control.actions import ACTIONS
from sinch.testing.control.description import QUERIES, description
from sinch.testing.control.guard import COOKIE, Stopped, check
from sinch.testing.control.shapes import to_json
from sinch.testing.examples import event_examples
from sinch.testing.phones import Phones
from sinch.testing.product import Product, Rejected
from sinch.testing.server import Reply, Request
from sinch.testing.simulator import Simulator

PREFIX = "/_sinch/v1/"
_MAX_STREAMS = 32
_MAX_FAULTS = 1_000
_IDLE = 5
"""After this many seconds without anything, a stream sends a comment, and finds out that nobody reads it."""
_ASSETS = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/_sinch/page.css": ("page.css", "text/css; charset=utf-8"),
    "/_sinch/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAFE = [
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]


class ControlService:
    """The page and the control API of one simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._lists: dict[str, Callable[[dict[str, Any]], Any]] = {
            "": lambda query: self._about(),
            "messages": self._messages,
            "messages/wait": lambda query: simulator.wait_for_message(**query),
            "calls": lambda query: _chosen(simulator.calls, query),
            "events": self._events,
            "requests": self._requests,
            "numbers": lambda query: _chosen(simulator.rented_numbers, query),
            "faults": lambda query: {"items": simulator.faults},
            "examples": lambda query: self._examples(query.get("product", "")),
            "openapi.json": lambda query: description(simulator.url),
        }

    def respond(self, request: Request) -> Reply:
        """Respond to one request."""
        try:
            reply = self._respond(request)
        except Stopped as stopped:
            reply = _error(stopped.status, stopped.text, stopped.field)
        except Rejected as rejected:
            reply = _error(rejected.status, rejected.text)
        except TimeoutError as error:
            reply = _error(408, str(error))
        except ConnectionError as error:
            reply = _error(502, str(error))
        except LookupError as error:
            if type(error) is not LookupError:
                raise
            reply = _error(404, str(error))
        except ValueError as error:
            reply = _error(400, str(error))
        reply.headers.extend(_SAFE)
        return reply

    def _respond(self, request: Request) -> Reply:
        path, _, query = request.target.partition("?")
        token = self._simulator.control_token
        if path == "/" and query and token is not None and request.method == "GET":
            # the link that is printed at the start; the page itself does not see the token
            given = parse_qs(query).get("token", [""])[0]
            cookie = f"{COOKIE}={given}; HttpOnly; SameSite=Strict; Path=/"
            if re.fullmatch(r"[A-Za-z0-9._~-]+", given):
                return Reply(303, [("Location", "/"), ("Set-Cookie", cookie)])
        check(request, token)
        if path in _ASSETS and request.method == "GET":
            name, kind = _ASSETS[path]
            return Reply(
                200,
                [("Content-Type", kind)],
                files("sinch.testing.control").joinpath("page").joinpath(name).read_bytes(),
            )
        if not path.startswith(PREFIX):
            raise Stopped(
                404, f"{path} is not here: the API begins with {PREFIX}, and is described in {PREFIX}openapi.json"
            )
        name = path.removeprefix(PREFIX)
        if request.method == "POST":
            return self._act(name, request.body)
        if name == "stream":
            return self._stream()
        return _json(200, self._read(name, query))

    # Doing

    def _act(self, name: str, body: bytes) -> Reply:
        action = ACTIONS.get(name)
        if action is None:
            raise Stopped(404, f"there is no {name!r}; there are {', '.join(ACTIONS)}")
        try:
            given = json.loads(body or b"{}")
        except ValueError as error:
            raise Stopped(400, f"the body is not JSON: {error}") from error
        except RecursionError as error:
            raise Stopped(400, "the body is nested too deeply") from error
        if name == "fail" and len(self._simulator.faults) >= _MAX_FAULTS:
            raise Stopped(409, f"there are {_MAX_FAULTS} faults already")
        result = action.run(self._simulator, given)
        if name == "advance_clock":
            self._simulator.settle()
        return Reply(204) if result is None else _json(200, result)

    # Reading

    def _read(self, name: str, query: str) -> Any:
        section, slash, index = name.partition("/")
        if slash and index.isascii() and index.isdigit() and len(index) < 16:
            return self._one(section, int(index))
        if name not in self._lists:
            raise Stopped(404, f"there is no {name!r}; see {PREFIX}openapi.json")
        return self._lists[name](_arguments(name, query))

    def _one(self, section: str, index: int) -> Any:
        simulator = self._simulator
        places: dict[str, Callable[[], Iterable[Any]]] = {
            "messages": lambda: simulator.messages(before=index + 1, after=index - 1),
            "calls": lambda: simulator.calls,
            "events": lambda: simulator.events,
            "requests": lambda: simulator.requests,
            "numbers": lambda: simulator.rented_numbers,
        }
        for each in places[section]() if section in places else ():
            if each.index == index:
                return each
        raise Stopped(404, f"there is no {index} in {section}")

    def _about(self) -> Any:
        simulator = self._simulator
        simulator.settle()
        credentials = simulator.credentials
        return {
            "version": 1,
            "time": simulator.clock.time,
            "origins": {name: origin.removeprefix(simulator.url) for name, origin in simulator.origins.items()},
            "credentials": {**credentials.project, **credentials.service_plan, **credentials.application},
            "settings": simulator.settings,
            "products": {
                product.name: {
                    "statuses": list(product.statuses),
                    "replies": type(product).reply is not Product.reply,
                    "calls": isinstance(product, Phones),
                    "services": product.services if isinstance(product, Phones) else {},
                    "operations": list(product.spec.operations),
                    "events": list(event_examples(product.name)),
                    "event_secret": product.event_secret if product.spec.document.get("webhooks") else None,
                }
                for product in simulator.products
            },
        }

    def _messages(self, query: dict[str, Any]) -> Any:
        limit = query.pop("limit", 50)
        found = self._simulator.messages(**query, limit=limit + 1)
        return _page(found, limit, self._simulator.message_count)

    def _events(self, query: dict[str, Any]) -> Any:
        return _chosen(self._simulator.events, query)

    def _requests(self, query: dict[str, Any]) -> Any:
        rejected = query.pop("rejected", None)
        found = self._simulator.requests
        if rejected is not None:
            found = [request for request in found if bool(request.problems) is rejected]
        return _chosen(found, query)

    @staticmethod
    def _examples(product: str) -> Any:
        try:
            return event_examples(product)
        except FileNotFoundError:
            raise Stopped(404, f"product: {product!r} is not known", "product") from None

    # Watching

    def _stream(self) -> Reply:
        if self._simulator.watchers >= _MAX_STREAMS:
            raise Stopped(503, f"there are {_MAX_STREAMS} streams already")
        return Reply(200, [("Content-Type", "text/event-stream")], stream=self._happening())

    def _happening(self) -> Iterator[bytes]:
        notices = self._simulator.notices(_IDLE)
        next(notices)
        yield b"retry: 1000\nevent: ready\ndata: 0\n\n"  # nothing is missed from here on
        for notice in notices:
            if notice is None:
                self._simulator.settle()
                yield b": nothing\n\n"
            else:
                what, index = notice
                yield f"event: {what}\ndata: {index}\n\n".encode()


def _arguments(name: str, query: str) -> dict[str, Any]:
    """Read a query string by the description."""
    known = QUERIES.get(name, {})
    found: dict[str, Any] = {}
    for key, text in parse_qsl(query, keep_blank_values=True, max_num_fields=50):
        if key not in known:
            raise Stopped(400, f"{key}: is not a parameter of {name}", key)
        schema = known[key][0]
        value: Any = text
        if schema.get("type") in ("integer", "number", "boolean"):
            try:
                value = json.loads(text)
            except ValueError:
                pass  # which the schema finds, too
        for problem in Draft202012Validator(schema).iter_errors(value):
            raise Stopped(400, f"{key}: {problem.message}", key)
        found[key] = value
    return found


def _chosen(items: list[Any], query: dict[str, Any]) -> Any:
    limit = query.get("limit", 50)
    product, before, after = query.get("product"), query.get("before"), query.get("after")
    found: list[Any] = []
    for item in reversed(items):
        if (
            (product is None or item.product == product)
            and (before is None or item.index < before)
            and (after is None or item.index > after)
        ):
            found.append(item)
            if len(found) > limit:
                break
    return _page(found, limit, len(items))


def _page(found: list[Any], limit: int, total: int) -> Any:
    shown = found[:limit]
    return {"items": shown, "next": shown[-1].index if len(found) > limit else None, "total": total}


def _json(status: int, value: Any) -> Reply:
    text = json.dumps(value, default=to_json, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(status, [("Content-Type", "application/json")], text)


def _error(status: int, text: str, field: str | None = None) -> Reply:
    return _json(status, {"error": {"text": text, "field": field}})
