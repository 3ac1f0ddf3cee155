"""The life of a call as a flow without I/O: authenticate, send, retry, read the answer.

A flow is a generator. It yields what it wants done (`Send`, `Pause`, `NeedToken`, `DoubtToken`) and receives what came
of it: an `HTTPResponse` or `TransportFailure`, a token, or nothing. A driver does what is wanted, in threads or in
asyncio, and both share every line here. A flow holds no lock and reads no clock but the one it is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

from sinch.core.codec import ANY, dump_scalar
from sinch.core.exceptions import (
    APIError,
    ArgumentError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ResponseError,
    ServerError,
    SinchException,
)
from sinch.core.http import HTTPResponse, Request, TransportFailure
from sinch.core.model import Model
from sinch.core.operation import Operation, encode_query, query_text
from sinch.core.options import Settings, merged
from sinch.core.redact import MASK, mask_secret, one_line
from sinch.core.retry import RetryConfiguration
from sinch.core.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinch.core.service import Service


class Send(NamedTuple):
    """Send a request; the answer or the failure is wanted back."""

    request: Request
    attempt: int


class Pause(NamedTuple):
    """Wait."""

    seconds: float


class NeedToken(NamedTuple):
    """Get a bearer token other than the rejected one, before the deadline."""

    rejected: str | None
    deadline: float

    def __repr__(self) -> str:
        return f"NeedToken(rejected={mask_secret(self.rejected)})"


class DoubtToken(NamedTuple):
    """Replace a token soon, which an API refused without saying why."""

    token: str

    def __repr__(self) -> str:
        return f"DoubtToken({MASK})"


Step: TypeAlias = "Send | Pause | NeedToken | DoubtToken"
Flow: TypeAlias = "Generator[Step, Any, Any]"


class Clock(NamedTuple):
    """Time and chance, so that tests can hold them."""

    monotonic: Callable[[], float]
    time: Callable[[], float]
    random: Callable[[], float]


def call(
    operation: Operation[Any],
    service: Service,
    settings: Settings,
    retries: RetryConfiguration,
    clock: Clock,
    user_agent: str,
    options: Mapping[str, Any] | None = None,
) -> Flow:
    """Run an operation to its parsed answer, or raise."""
    endpoint = operation.endpoint
    extra_query: Mapping[str, Any] = {}
    extra_body: Mapping[str, Any] = {}
    if options:
        settings, extra_query, extra_body = merged(settings, options)
    request = _request(operation, service, settings, clock, user_agent, extra_query, extra_body)
    token: str | None = None
    if endpoint.authenticated and "Authorization" not in request.headers:
        if service.token is not None:
            request.headers["Authorization"] = f"Bearer {service.token}"
        else:
            token = yield NeedToken(None, request.deadline or 0.0)
            request.headers["Authorization"] = f"Bearer {token}"
    attempt = 1
    while True:
        outcome = heard((yield Send(request, attempt)))
        if token is not None and isinstance(outcome, HTTPResponse) and outcome.status_code == 401:
            if says_expired(outcome):
                fresh = yield NeedToken(token, request.deadline or 0.0)
                request.headers["Authorization"] = f"Bearer {fresh}"
                outcome = heard((yield Send(request, attempt)))
            else:
                yield DoubtToken(token)
            token = None  # a second 401 is final
        status = getattr(outcome, "status_code", 0)
        if 200 <= status < 300:
            return read(operation, outcome)
        pause = None
        if attempt <= settings.max_retries:
            pause = retries.pause(endpoint.retry, attempt, outcome, random=clock.random, now=clock.time)
        if pause is None or (request.deadline is not None and clock.monotonic() + pause >= request.deadline):
            refuse(operation, service, outcome)
        yield Pause(pause)
        attempt += 1


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dump_scalar, allow_nan=False).encode


def heard(outcome: HTTPResponse | TransportFailure) -> Any:
    """Return the answer that an outcome is: one that says no counts, even if its content did not arrive."""
    if isinstance(outcome, TransportFailure) and outcome.answered is not None and outcome.answered.status_code >= 300:
        return outcome.answered
    return outcome


def _request(
    operation: Operation[Any],
    service: Service,
    settings: Settings,
    clock: Clock,
    user_agent: str,
    extra_query: Mapping[str, Any],
    extra_body: Mapping[str, Any],
) -> Request:
    path = operation.path
    for name, segment in service.bound.items():
        path = path.replace(name, segment)
    target = service.prefix + path
    query = operation.query
    if extra_query:
        further: list[tuple[str, str | tuple[str, ...]]] = []
        for name, value in extra_query.items():
            for entry in value if isinstance(value, (list, tuple)) else (value,):
                further.append((str(name), query_text(dump_scalar(entry))))
        query = (*query, *further)
    if query:
        try:
            target = f"{target}?{encode_query(query)}"
        except UnicodeEncodeError:
            raise ArgumentError("the query holds a lone surrogate, which cannot be sent") from None
    headers = {"Accept": "application/json", "User-Agent": user_agent}
    body = operation.body
    content = None
    if extra_body:
        if body is not UNSET and not isinstance(body, dict):
            raise ArgumentError('options["body"] only goes with operations whose body is an object')
        body = {**(body if isinstance(body, dict) else {}), **extra_body}
    if body is not UNSET:
        headers["Content-Type"] = "application/json"
        try:
            content = _encode(body).encode()
        except UnicodeEncodeError:
            raise ArgumentError("the body holds a lone surrogate, which cannot be sent") from None
        except (ValueError, TypeError, RecursionError) as error:
            raise ArgumentError(f"the body cannot be written as JSON: {error}") from None
    for name, value in settings.headers.items():
        for standing in [key for key in headers if key.lower() == name.lower()]:
            del headers[standing]
        headers["Authorization" if name.lower() == "authorization" else name] = value
    return Request(
        operation.endpoint.method,
        service.origin,
        target,
        headers,
        content,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        deadline=clock.monotonic() + settings.timeout,
    )


def says_expired(response: HTTPResponse) -> bool:
    """Tell whether a 401 means that the token is too old, and not that it is wrong."""
    if any("expired" in value for value in response.headers.get_all("www-authenticate")):
        return True
    body = response.body
    return isinstance(body, dict) and str(body.get("type", "")).rstrip("/").endswith("access-token-expired")


def read(operation: Operation[Any], response: HTTPResponse) -> Any:
    """Return the parsed content of a 2xx answer. Raises ResponseError."""
    kind = operation.endpoint.result
    content = response.content
    if kind is None or (kind is ANY and not content):
        return None
    what = data = None
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        what = "is not JSON" if content.strip() else "is empty"
    else:
        if not isinstance(data, kind.shape):
            what = f"is a JSON {type(data).__name__}, not what the operation answers with"
    if what is not None:
        raise ResponseError(
            f"the answer {response.status_code} to {one_line(operation.endpoint.id)} {what}{_outcome_hint(operation)}",
            operation_id=operation.endpoint.id,
            http_response=response,
            outcome_unknown=operation.endpoint.retry == "ambiguous",
        )
    result = kind.load(data)
    if kind is ANY:
        return Model.wrap(data) if type(data) is dict else data
    if kind.shape is dict:
        response.content = b""
        result._http_response = response
    return result


def _outcome_hint(operation: Operation[Any]) -> str:
    return "; it was taken, so look before you repeat it" if operation.endpoint.retry == "ambiguous" else ""


def refuse(operation: Operation[Any], service: Service, outcome: HTTPResponse | TransportFailure) -> NoReturn:
    """Raise the exception for a call that ended without success."""
    if isinstance(outcome, TransportFailure):
        raise _failure(operation, outcome) from outcome.__cause__
    raise api_error(operation, service.errors, outcome)


def _failure(operation: Operation[Any], failure: TransportFailure) -> SinchException:
    operation_id = operation.endpoint.id
    name = one_line(operation_id)
    ambiguous = operation.endpoint.retry == "ambiguous"
    if failure.answered is not None and not failure.timed_out:
        return ResponseError(
            f"the answer {failure.answered.status_code} to {name} {failure.reason}{_outcome_hint(operation)}",
            operation_id=operation_id,
            http_response=failure.answered,
            outcome_unknown=ambiguous,
        )
    if failure.sent and ambiguous:
        return OutcomeUnknownError(
            f"{name} may have been carried out: {failure.reason} after the request was sent. "
            "It was not repeated; look whether it took effect before you do",
            operation_id=operation_id,
            outcome_unknown=True,
        )
    kind = RequestTimeoutError if failure.timed_out else ConnectionFailedError
    return kind(f"{name} got no answer: {failure.reason}", operation_id=operation_id)


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PermissionDeniedError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    410: NotFoundError,
    412: ConflictError,
    422: BadRequestError,
    429: RateLimitError,
}


def status_class(status: int) -> type[APIError]:
    """Return the exception of a status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, APIError)


def api_error(
    operation: Operation[Any], own: Mapping[type[APIError], type[APIError]], response: HTTPResponse
) -> APIError:
    """Make the exception of an answer that says no; `own` has the product's classes."""
    status = response.status_code
    kind = status_class(status)
    body = response.body
    error = None
    if isinstance(body, dict):
        described = operation.endpoint.errors.get(status) or operation.endpoint.errors.get(0)
        error = Model.wrap(body) if described is None else described.load(dict(body))
    code, text = explain(body)
    if 300 <= status < 400:
        text = "the server redirects elsewhere, which is never followed with credentials: check the configured host"
    parts = [f"{status} {_REASONS.get(status, '')}".strip()]
    if text:
        parts.append(f": {one_line(text)}")
    details = [one_line(operation.endpoint.id), *([one_line(str(code), 100)] if code is not None else [])]
    if response.request_id:
        details.append(f"request id {one_line(response.request_id, 200)}")
    outcome_unknown = not 300 <= status < 500 and operation.endpoint.retry == "ambiguous"
    if outcome_unknown:
        details.append("it may have been carried out")
    return own.get(kind, kind)(
        f"{''.join(parts)} ({', '.join(details)})",
        http_response=response,
        operation_id=operation.endpoint.id,
        error=error,
        code=code,
        outcome_unknown=outcome_unknown,
    )


_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def explain(body: Any) -> tuple[str | int | None, str]:
    """Find the code and the text in an error body of any shape: flat, nested under `error`, or problem details."""
    if not isinstance(body, dict):
        return None, ""
    nested = body.get("error")
    error: dict[str, Any] = nested if isinstance(nested, dict) else body
    if error is body:
        code = nested if isinstance(nested, str) else body.get("code", body.get("errorCode", body.get("type")))
    else:
        code = error.get("status") or error.get("code")
    texts = _texts(*(error.get(name) for name in ("error_description", "text", "message", "detail", "title")))[:1]
    for detail in _objects(error.get("details")):
        for violation in _objects(detail.get("fieldViolations") or detail.get("field_violations")):
            text = ": ".join(_texts(violation.get("field"), violation.get("description")))
            if not any(text in said for said in texts):
                texts.append(text)
    return code if isinstance(code, (str, int)) else None, "; ".join(texts)


def _texts(*values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str) and value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
