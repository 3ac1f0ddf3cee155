"""Responses: an outcome becomes the result of a call, or the exception that says what came instead."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from sinch.core.exceptions import (
    APIError,
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
from sinch.core.http import HTTPResponse, TransportFailure
from sinch.core.kinds import ANY
from sinch.core.model import Model
from sinch.core.redact import mask_secrets, one_line

if TYPE_CHECKING:
    from sinch.core.operation import Operation
    from sinch.core.service import Service

_BY_STATUS: dict[int, type[APIError]] = {
    status: kind
    for kind in (
        BadRequestError,
        AuthenticationError,
        PermissionDeniedError,
        NotFoundError,
        ConflictError,
        RateLimitError,
        ServerError,
    )
    for status in kind.statuses
}

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


def final_response(outcome: HTTPResponse | TransportFailure) -> HTTPResponse | TransportFailure:
    """Return the response that an outcome amounts to: an error response counts even if its content broke off."""
    if isinstance(outcome, TransportFailure) and outcome.response is not None and outcome.response.status_code >= 300:
        return outcome.response
    return outcome


def read_response(operation: Operation, response: HTTPResponse, keep_content: bool = False) -> Any:
    """Return the parsed content of a 2xx response. Raises ResponseError.

    Args:
        operation: whose response it is.
        response: what the server sent.
        keep_content: whether the raw bytes stay in the response that the result knows.

    """
    kind = operation.other_results.get(response.status_code, operation.result)
    if kind is None or (kind is ANY and not response.content):
        return None
    data = _decoded(response)
    if data is _NOT_JSON or not isinstance(data, kind.shape):
        problem = f"is a JSON {type(data).__name__}, not what the operation responds with"
        if data is _NOT_JSON:
            problem = "is not JSON" if response.content.strip() else "is empty"
        data = None  # no frame of an exception has the content
        raise ResponseError(
            f"the response {response.status_code} to {one_line(operation.id)} {problem}{_outcome_hint(operation)}",
            operation_id=operation.id,
            http_response=response,
            outcome_unknown=operation.ambiguous,
        )
    result = Model.wrap(data) if kind is ANY and type(data) is dict else kind.load(data)
    if isinstance(result, Model):
        if not keep_content:
            response.content = b""
        result._http_response = response
    return result


_NOT_JSON: Any = object()


def _decoded(response: HTTPResponse) -> Any:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return _NOT_JSON


def is_expired_token(response: HTTPResponse) -> bool:
    """Return whether a 401 means that the token has expired rather than that it is wrong."""
    if any("expired" in value for value in response.headers.get_all("www-authenticate")):
        return True
    body = response.body
    return isinstance(body, dict) and str(body.get("type", "")).rstrip("/").endswith("access-token-expired")


def raise_for_outcome(
    operation: Operation,
    service: Service,
    secrets: Sequence[str],
    outcome: HTTPResponse | TransportFailure,
    problem: Exception | None = None,
    hint: str = "",
) -> NoReturn:
    """Raise the exception for a call that ended without success.

    Args:
        operation: what was called.
        service: where; it has the product's own classes of exceptions.
        secrets: what must not be shown if it comes back in a text.
        outcome: what came of the last attempt.
        problem: what was raised instead of a decision whether to repeat it.
        hint: what the cause of an error response may be, besides what it says itself.

    """
    if isinstance(outcome, TransportFailure):
        raise _failure(operation, service, outcome, secrets) from problem or outcome.__cause__
    error = api_error(operation, service.errors, outcome, secrets, hint)
    error.__cause__ = problem
    raise error


def _failure(
    operation: Operation, service: Service, failure: TransportFailure, secrets: Sequence[str]
) -> SinchException:
    name = one_line(operation.id)
    reason = mask_secrets(failure.reason, secrets)
    if failure.response is not None and failure.timed_out and operation.ambiguous:
        return OutcomeUnknownError(
            f"{name} was taken, with status {failure.response.status_code}, but the response {reason}. "
            "Look for what it did before you repeat it",
            operation_id=operation.id,
            outcome_unknown=True,
        )
    if failure.response is not None and not failure.timed_out:
        return ResponseError(
            f"the response {failure.response.status_code} to {name} {reason}{_outcome_hint(operation)}",
            operation_id=operation.id,
            http_response=failure.response,
            outcome_unknown=operation.ambiguous,
        )
    if failure.sent and operation.ambiguous:
        advice = "It was not repeated; look whether it took effect before you do"
        if operation.idempotency is not None:
            advice = f"Look whether it took effect before you repeat it, unless with the same {operation.idempotency}"
        return OutcomeUnknownError(
            f"{name} may have been carried out: {reason} after the request was sent. {advice}",
            operation_id=operation.id,
            outcome_unknown=True,
        )
    kind = RequestTimeoutError if failure.timed_out else ConnectionFailedError
    hint = f"; {service.hint}" if failure.unresolved and service.hint else ""
    return kind(f"{name} got no response: {reason}{hint}", operation_id=operation.id)


def _outcome_hint(operation: Operation) -> str:
    return "; it was taken, so look before you repeat it" if operation.ambiguous else ""


def status_class(status: int) -> type[APIError]:
    """Return the exception of a status."""
    return _BY_STATUS.get(status, APIError)


def api_error(
    operation: Operation,
    own: Mapping[type[APIError], type[APIError]],
    response: HTTPResponse,
    secrets: Sequence[str] = (),
    hint: str = "",
) -> APIError:
    """Make the exception of an error response; `own` has the product's classes."""
    status = response.status_code
    kind = status_class(status)
    body = response.body
    error = None
    if isinstance(body, dict):
        errors = operation.errors
        described = errors.get(status) or errors.get(status // 100) or errors.get(None)
        if described is None and len(set(errors.values())) == 1:
            (described,) = set(errors.values())  # a status that no one described is like the others
        error = Model.wrap(body) if described is None else described.load(dict(body))
    code, text = explain(body)
    if 300 <= status < 400:
        text = "the server redirects elsewhere, which is never followed with credentials: check the configured host"
    parts = [f"{status} {_REASONS.get(status, '')}".strip()]
    if text:
        parts.append(f": {one_line(text, secrets=secrets)}")
    if hint:
        parts.append(f"; {hint}")
    details = [one_line(operation.id)]
    if code is not None:
        code = mask_secrets(code, secrets) if isinstance(code, str) else code
        details.append(one_line(str(code), 100))
    if response.request_id:
        details.append(f"request id {one_line(response.request_id, 200, secrets)}")
    reference = body.get("reference") if isinstance(body, dict) else None
    if isinstance(reference, str) and reference:
        details.append(f"reference {one_line(reference, 200, secrets)}")
    outcome_unknown = operation.ambiguous and not 300 <= status < 500
    if outcome_unknown:
        details.append("it may have been carried out")
    return own.get(kind, kind)(
        f"{''.join(parts)} ({', '.join(details)})",
        http_response=response,
        operation_id=operation.id,
        error=error,
        code=code,
        outcome_unknown=outcome_unknown,
    )


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
            if not any(text in shown for shown in texts):
                texts.append(text)
    texts += _texts(error.get("resolution"))
    return code if isinstance(code, (str, int)) else None, "; ".join(texts)


def _texts(*values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str) and value]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
