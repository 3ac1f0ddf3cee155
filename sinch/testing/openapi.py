"""A spec, ready for serving: which operation a request is for, and whether requests and responses conform to it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from sinch.testing import specs
from sinch.testing.leniency import without_what_can_be_ignored
from sinch.testing.schemas import Checker, Problem, Schema, Schemas

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_FORM = "application/x-www-form-urlencoded"
_REMEMBERED = 4096


class Invalid(Exception):
    """A request that does not conform to the spec."""

    def __init__(self, status: int, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.status = status
        self.problems = problems


class Operation:
    """One operation of a spec."""

    def __init__(
        self, schemas: Schemas, method: str, path: str, item: Mapping[str, Any], node: Mapping[str, Any]
    ) -> None:
        self.id: str = node.get("operationId") or f"{method} {path}"
        self.method: str = method.upper()
        self.servers: list[str] = [server["url"] for server in node.get("servers") or item.get("servers") or ()]
        """The addresses of its own hosts; empty where it has that of the whole spec."""
        self.path = path
        self.security: list[dict[str, list[str]]] | None = node.get("security")
        self._schemas = schemas
        self._node = node
        parameters = {}
        for given in (*item.get("parameters", ()), *node.get("parameters", ())):
            parameter = schemas.resolve(given)
            parameters[parameter["in"], parameter["name"]] = parameter
        self._path_parameters = _Parameters(schemas, [p for (place, _), p in parameters.items() if place == "path"])
        self._query_parameters = _Parameters(schemas, [p for (place, _), p in parameters.items() if place == "query"])
        self._header_parameters = _Parameters(schemas, [p for (place, _), p in parameters.items() if place == "header"])
        self._valid: dict[bytes, None] = {}

    @cached_property
    def success(self) -> int:
        """The status of a successful response."""
        return next((int(status) for status in self._node["responses"] if status[0] == "2" and status.isdigit()), 200)

    def read_path(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the typed path parameters."""
        return self._path_parameters.read([(name, unquote(value)) for name, value in values.items()])

    def read_query(self, text: str, warnings: list[str] | None = None) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        """Return the decoded query as it was sent, and with the types of the spec.

        With `warnings`, parameters that the spec does not have are noted there instead of rejected.
        """
        if not text:
            return [], self._query_parameters.read([])
        pairs = parse_qsl(text, keep_blank_values=True)
        known = pairs if warnings is None else self._query_parameters.known(pairs, warnings)
        return pairs, self._query_parameters.read(known)

    def read_headers(self, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the typed header parameters, under their names in the spec."""
        named = self._header_parameters.names
        return self._header_parameters.read([(name, headers[name]) for name in named if name in headers])

    def read_body(self, body: bytes, content_type: str | None, warnings: list[str] | None = None) -> Any:
        """Return the decoded body after checking that it conforms to the spec.

        With `warnings`, what can be ignored of it is noted there instead of rejected, and left out.
        """
        request_body = self._request_body
        if request_body is None:
            if body and body != b"{}":
                if warnings is not None:
                    warnings.append(f"{self.id} does not take a body")
                    return None
                raise Invalid(400, [Problem("", f"{self.id} does not take a body", "unknown")])
            return None
        if not body:
            if request_body.get("required"):
                raise Invalid(400, [Problem("", "the body is missing", "required")])
            return None
        media_type = (content_type or "").partition(";")[0].strip().lower()
        checker = self._body_checkers.get(media_type)
        if checker is None:
            expected = " or ".join(self._body_checkers)
            raise Invalid(
                415, [Problem("", f"content type is {media_type or 'missing'}, not {expected}", "contentType")]
            )
        value: Any
        if media_type == _FORM:
            value = _form(parse_qsl(body.decode(), keep_blank_values=True), checker.schema)
        else:
            try:
                value = json.loads(body)
            except ValueError as error:
                raise Invalid(400, [Problem("", f"the body is not JSON: {error}", "json")]) from None
        if not self._known(b"?" + body):
            problems = checker.problems(value)
            if problems and warnings is not None:
                value, problems = without_what_can_be_ignored(value, checker, problems, warnings)
                if not problems:
                    return value
            if problems:
                raise Invalid(400, problems)
            self._remember(b"?" + body)
        return value

    def check_response(self, status: int, value: Any, body: bytes) -> list[Problem]:
        """Return what is wrong with a response of the simulator itself; each distinct one is checked once."""
        known = b"%d" % status + body
        if self._known(known):
            return []
        response = self._response(status)
        if response is None:
            return [] if status >= 400 else [Problem("", f"{self.id} has no response with status {status}", "status")]
        content = response.get("content", {})
        if not content:
            problems = [] if not body else [Problem("", f"{self.id}: {status} has no body", "content")]
        elif not body:
            problems = [] if status >= 400 else [Problem("", f"{self.id}: {status} needs a body", "content")]
        else:
            problems = self._response_checker(status, content).problems(value)
        if not problems:
            self._remember(known)
        return problems

    @cached_property
    def example(self) -> Any:
        """The example of a successful response in the spec; None where that has none, or no body."""
        content = (self._response(self.success) or {}).get("content", {})
        for media in (media for media_type, media in content.items() if _is_json(media_type)):
            if "example" in media:
                return media["example"]
            return next((self._schemas.resolve(each)["value"] for each in media.get("examples", {}).values()), None)
        return None

    @cached_property
    def _request_body(self) -> dict[str, Any] | None:
        body: dict[str, Any] | None = self._schemas.resolve(self._node.get("requestBody"))
        return body

    @cached_property
    def _body_checkers(self) -> dict[str, Checker]:
        content = self._request_body["content"] if self._request_body else {}
        return {media_type: self._schemas.checker(part.get("schema", {})) for media_type, part in content.items()}

    @cached_property
    def _response_checkers(self) -> dict[int, Checker]:
        return {}

    def _response_checker(self, status: int, content: Mapping[str, Any]) -> Checker:
        if status not in self._response_checkers:
            found = (part.get("schema", {}) for media_type, part in content.items() if _is_json(media_type))
            self._response_checkers[status] = self._schemas.checker(next(found, {}))
        return self._response_checkers[status]

    def _response(self, status: int) -> Mapping[str, Any] | None:
        responses = self._node["responses"]
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in responses:
                response: Mapping[str, Any] = self._schemas.resolve(responses[key])
                return response
        return None

    def _known(self, text: bytes) -> bool:
        return hashlib.blake2b(text, digest_size=16).digest() in self._valid

    def _remember(self, text: bytes) -> None:
        if len(self._valid) >= _REMEMBERED:
            self._valid.clear()
        self._valid[hashlib.blake2b(text, digest_size=16).digest()] = None


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().endswith("json")


class _Parameters:
    """The parameters of an operation in one place: its path, its query or its headers."""

    def __init__(self, schemas: Schemas, parameters: list[dict[str, Any]]) -> None:
        self._schemas = {parameter["name"]: schemas.close(parameter["schema"]) for parameter in parameters}
        self._joined = {
            parameter["name"]
            for parameter in parameters
            if parameter["in"] == "header" or parameter.get("explode", parameter["in"] == "query") is False
        }
        self._deep = {parameter["name"] for parameter in parameters if parameter.get("style") == "deepObject"}
        objects = {name for name, schema in self._schemas.items() if _is_object(schema)}
        self._exploded = sorted(objects - self._deep - self._joined)
        """Objects whose items are parameters of their own."""
        self._checker = Checker(
            {
                "properties": self._schemas,
                "required": [parameter["name"] for parameter in parameters if parameter.get("required")],
                "additionalProperties": False,
            }
        )

    @property
    def names(self) -> Iterable[str]:
        return self._schemas

    def known(self, pairs: list[tuple[str, str]], warnings: list[str]) -> list[tuple[str, str]]:
        """Return those pairs that are parameters, and note the others."""
        known = []
        for name, text in pairs:
            if name in self._schemas or name.partition("[")[0] in self._deep or self._within(name):
                known.append((name, text))
            else:
                warnings.append(f"{name}: is not a known query parameter")
        return known

    def read(self, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        problems = []
        for name, text in pairs:
            schema = self._schemas.get(name, {})
            if within := self._within(name):
                holder, key = within
                inside = values.setdefault(holder, {})
                problems += _put(inside, key, [text], _property(self._schemas[holder], key))
            elif name in self._joined and _is_object(schema):
                parts = text.split(",")
                inside = values.setdefault(name, {})
                problems += [Problem(name, "has a key without a value", "type")] * (len(parts) % 2)
                for key, part in zip(parts[::2], parts[1::2], strict=False):
                    problems += _put(inside, key, [part], _property(schema, key))
            else:
                split = name in self._joined and schema.get("type") == "array"
                problems += _put(values, name, text.split(",") if split else [text], schema)
        problems += self._checker.problems(values)
        if problems:
            raise Invalid(400, [_as_parameter(problem) for problem in problems])
        return values

    def _within(self, name: str) -> tuple[str, str] | None:
        """Return the object that a parameter of a query is an item of, and its key there."""
        deep = _DEEP.fullmatch(name)
        if deep is not None and deep[1] in self._deep:
            return deep[1], deep[2]
        if name in self._schemas:
            return None
        holders = (each for each in self._exploded if _takes(self._schemas[each], name))
        return next(((each, name) for each in holders), None)


_DEEP = re.compile(r"([^\[\]]+)\[([^\[\]]+)\]")
"""The name of a query parameter that is an item of an object."""


def _form(pairs: list[tuple[str, str]], schema: Schema) -> dict[str, Any]:
    """Return the fields of a form with the types of the spec; those that are objects came as JSON."""
    values: dict[str, Any] = {}
    problems = []
    for name, text in pairs:
        problems += _put(values, name, [text], _property(schema, name))
    if problems:
        raise Invalid(400, problems)
    return values


def _is_object(schema: Schema) -> bool:
    return schema.get("type") == "object" or "properties" in schema


def _takes(schema: Schema, name: str) -> bool:
    """Return whether an object may have an item of this name."""
    return name in schema.get("properties", {}) or schema.get("additionalProperties", True) is not False


def _property(schema: Schema, name: str) -> Schema:
    """Return the schema of an item of an object."""
    others = schema.get("additionalProperties")
    found: Schema = schema.get("properties", {}).get(name, others if isinstance(others, dict) else {})
    return found


def _put(values: dict[str, Any], name: str, texts: list[str], schema: Schema) -> list[Problem]:
    """Add what came under a name to the values; return what is wrong with that."""
    if schema.get("type") == "array":
        values.setdefault(name, []).extend(_typed(text, schema.get("items", {})) for text in texts)
    elif name in values:
        return [Problem(name, "is given more than once", "maxItems")]
    else:
        values[name] = _typed(texts[0], schema)
    return []


def _as_parameter(problem: Problem) -> Problem:
    if problem.kind == "unknown":
        return Problem(problem.field, "is not a known query parameter", problem.kind)
    return problem


def _typed(text: str, schema: Schema) -> Any:
    """Convert a parameter to the type of its schema; otherwise it stays text, which the schema then rejects."""
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d{1,19}", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"-?\d{1,19}(\.\d+)?", text):
        return float(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "object" or "properties" in schema:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


class Route:
    """A path template of a spec."""

    def __init__(self, path: str) -> None:
        self.path = path
        parts = re.split(r"\{([^}]+)\}", path)
        pattern = "".join(
            f"(?P<p{index // 2}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
        )
        self._names = parts[1::2]
        self._match = re.compile(pattern).fullmatch
        self.literal: int = sum(len(part) for part in parts[::2])
        self.operations: dict[str, Operation] = {}

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Return the path parameters, still percent-encoded, if `raw_path` fits."""
        match = self._match(raw_path)
        return None if match is None else dict(zip(self._names, match.groups(), strict=True))


class Spec:
    """The spec of one product."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.schemas: Schemas = Schemas(document)
        self.operations: dict[str, Operation] = {}
        self._servers = {server["url"] for server in document.get("servers", ())}
        self._routes: dict[int, list[Route]] = {}
        for path, item in document["paths"].items():
            route = Route(path)
            for method in _METHODS:
                if method in item:
                    operation = Operation(self.schemas, method, path, item, item[method])
                    self.operations[operation.id] = route.operations[operation.method] = operation
            self._routes.setdefault(path.count("/"), []).append(route)
        for routes in self._routes.values():
            routes.sort(key=lambda route: -route.literal)

    def find(
        self, method: str, raw_path: str, server: str | None = None
    ) -> tuple[Operation, dict[str, str]] | set[str]:
        """Return the operation and its raw path parameters, or else the methods that the path supports.

        Args:
            method: The method of the request.
            raw_path: Its path as it was sent.
            server: The address in the spec of the host that received it, if it is one of single operations.
        """
        allowed: set[str] = set()
        for route in self._routes.get(raw_path.count("/"), ()):
            values = route.match(raw_path)
            if values is not None:
                there = {name: each for name, each in route.operations.items() if self._is_at(each, server)}
                if method in there:
                    return there[method], values
                allowed |= there.keys()
        return allowed

    def _is_at(self, operation: Operation, server: str | None) -> bool:
        if not operation.servers:
            return server is None
        return server in operation.servers or (server is None and not self._servers.isdisjoint(operation.servers))

    @cached_property
    def signature(self) -> Mapping[str, Any]:
        """How the product signs its events: the extension `x-webhook-signature`."""
        signature: Mapping[str, Any] = self.document["x-webhook-signature"]
        return signature

    @cached_property
    def security_schemes(self) -> Mapping[str, Any]:
        """The security schemes by name."""
        schemes: Mapping[str, Any] = self.document.get("components", {}).get("securitySchemes", {})
        return schemes

    @cache  # noqa: B019 - specs live as long as the process
    def checker(self, name: str) -> Checker:
        """Return the checker of the component schema `name`."""
        return self.schemas.checker({"$ref": f"#/components/schemas/{name}"})


@cache
def load(product: str) -> Spec:
    """Return the spec of `product`; all simulators in the process share it, with everything it has compiled."""
    return Spec(specs.load(product))
