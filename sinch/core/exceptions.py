"""Every exception of the SDK.

    SinchException
    +-- ConfigurationError (ValueError)      a credential, region or option is missing or wrong; nothing was sent
    +-- ArgumentError (ValueError)           an argument is missing or of the wrong kind; nothing was sent
    +-- EventError (ValueError)              a webhook body that cannot be an event
    |   +-- SignatureError                   an event that is not signed as it should be
    +-- RequestError                         no response
    |   +-- ConnectionFailedError            no connection, or one that broke where repeating does no harm
    |   +-- RequestTimeoutError              the time given to a call ran out; repeating it does no harm
    |   +-- OutcomeUnknownError              a message or an order may have been accepted: check before repeating it
    +-- ResponseError                        a response that breaks off or is not JSON
    +-- WaitError                            what was waited for has not happened
    |   +-- WaitTimeoutError                 it has not happened in the time that was given
    |   +-- WaitFailedError                  it will not happen
    +-- APIError                             an error response
        +-- BadRequestError                  400, 422
        +-- AuthenticationError              401
        +-- PermissionDeniedError            402, 403
        +-- NotFoundError                    404, 410
        +-- ConflictError                    409, 412
        +-- RateLimitError                   429
        +-- ServerError                      5xx

Each product derives its own from `APIError` and those below it, so `except SmsException` and `except RateLimitError`
both catch a 429 of the SMS API. All of them can be pickled, and none shows a phone number, credential or body in its
message; but an `ArgumentError` about the form of a phone number shows how to write that number.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar

from sinch.core import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sinch.core.http import Headers, HTTPResponse

__all__ = [
    "APIError",
    "ArgumentError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "EventError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "RequestTimeoutError",
    "ResponseError",
    "ServerError",
    "SignatureError",
    "SinchException",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
]

if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy.lazy_getattr(__name__, {})


def _or_as_before(make: Any) -> Any:
    """Let an exception also be made of the arguments that it used to take, of which checkers are not told."""

    @wraps(make)
    def __init__(self: SinchException, *values: Any, **keywords: Any) -> None:
        today = len(values) <= 2 and keywords.keys().isdisjoint(("response", "is_from_server"))
        if today or lazy.former_arguments is None:
            make(self, *values, **keywords)
            return
        message, state = lazy.former_arguments(type(self).__name__, values, keywords)
        make(self, message)
        self.__dict__.update(state)

    return __init__


class SinchException(Exception):
    """The root: catches everything that the SDK itself raises."""

    operation_id: str | None = None
    """The operation of the API, such as SendSMS."""
    outcome_unknown: bool = False
    """Whether something that costs money or reaches people may have happened nevertheless."""
    http_response: HTTPResponse | None = None
    """Status, headers and parsed body of the response, if there was one."""

    @property
    def is_from_server(self) -> bool:
        """Whether the API responded."""
        return bool(self.__dict__.get("is_from_server", self.http_response is not None))

    @property
    def response_status_code(self) -> int | None:
        """The HTTP status of the response, if there was one."""
        return None if self.http_response is None else self.http_response.status_code

    @property
    def request_id(self) -> str | None:
        """The id to quote to support, if the response named one."""
        return None if self.http_response is None else self.http_response.request_id

    def __init__(self, message: str = "", facts: Mapping[str, Any] | None = None) -> None:
        # what JSON can carry is in `args`, for queues and result stores that make an exception anew as `cls(*args)`
        known = {name: value for name, value in (facts or {}).items() if value is not None and value is not False}
        if "outcome_unknown" in known:
            self.outcome_unknown = True
        if "operation_id" in known:
            self.operation_id = known["operation_id"]
        for name in ("operation_id", "code"):  # which may repeat a phone number that was sent
            if isinstance(known.get(name), str):
                from sinch.core.redact import one_line

                known[name] = one_line(known[name], 200)
        super().__init__(*([message, known] if known else [message]))

    if not TYPE_CHECKING:
        __init__ = _or_as_before(__init__)

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> Any:
        # by hand, so that subclasses may take any arguments and still pickle
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: type[SinchException], args: tuple[Any, ...], state: dict[str, Any]) -> SinchException:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def _facts_of(response: HTTPResponse | None) -> dict[str, Any]:
    """Return what of a response is in `args`: nothing that may be large or private."""
    return {} if response is None else {"status_code": response.status_code}


def _response_of(facts: Mapping[str, Any]) -> HTTPResponse:
    """Return the response that an exception had in another process, as far as it is known."""
    from sinch.core.http import Headers, HTTPResponse

    return HTTPResponse(facts["status_code"], Headers(), b"")


class ConfigurationError(SinchException, ValueError):
    """A credential, region or option is missing or wrong. The message says what to set; nothing was sent."""


class ArgumentError(SinchException, ValueError):
    """An argument is missing or of the wrong kind. The message names it; nothing was sent."""


class EventError(SinchException, ValueError):
    """A webhook body that cannot be an event of this product: not JSON, or not a JSON object."""


class SignatureError(EventError):
    """An event that is not signed with the handler's secret, or not of this time. The message says what is wrong."""


class RequestError(SinchException):
    """No response arrived."""

    def __init__(
        self,
        message: str,
        facts: Mapping[str, Any] | None = None,
        *,
        operation_id: str | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(message, facts or {"operation_id": operation_id, "outcome_unknown": outcome_unknown})


class ConnectionFailedError(RequestError):
    """No connection could be opened, or it was lost in an operation that can safely be repeated."""


class RequestTimeoutError(RequestError):
    """The time given to the call ran out; the operation can safely be repeated, or was never sent."""


class OutcomeUnknownError(RequestError):
    """The request may have been accepted, but no response arrived: a message may have been sent, a number rented.

    It was not repeated. Check before you do: list the batches, messages or numbers.
    """

    outcome_unknown = True


class ResponseError(SinchException):
    """A response arrived, but it breaks off, is too large, or is not the JSON that the operation responds with."""

    def __init__(
        self,
        message: str,
        facts: Mapping[str, Any] | None = None,
        *,
        operation_id: str | None = None,
        http_response: HTTPResponse | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        facts = facts or {
            "operation_id": operation_id,
            "outcome_unknown": outcome_unknown,
            **_facts_of(http_response),
        }
        super().__init__(message, facts)
        self.http_response: HTTPResponse | None = http_response or (
            _response_of(facts) if "status_code" in facts else None
        )


class WaitError(SinchException):
    """What a method waited for has not happened."""

    def __init__(self, message: str, result: Any = None) -> None:
        super().__init__(message)
        self.result = result
        """The last state that was seen, such as the delivery report; None if none was."""


class WaitTimeoutError(WaitError):
    """It has not happened in the time that was given, and still may. Waiting again does no harm."""


class WaitFailedError(WaitError):
    """It will not happen any more. The message says why."""


class APIError(SinchException):
    """An error response. `except` this, a class by status below it, or the product's own exception."""

    statuses: ClassVar[Sequence[int]] = ()
    """The statuses that raise it; all others raise `APIError` itself."""

    def __init__(
        self,
        message: str,
        facts: Mapping[str, Any] | None = None,
        *,
        http_response: HTTPResponse | None = None,
        operation_id: str | None = None,
        error: Any = None,
        code: str | int | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        facts = facts or {
            "operation_id": operation_id,
            "code": code,
            "outcome_unknown": outcome_unknown,
            **_facts_of(http_response),
        }
        super().__init__(message, facts)
        if http_response is None:  # made by a program, or anew from its `args`
            http_response = _response_of({"status_code": next(iter(self.statuses), 0), **facts})
        self.http_response: HTTPResponse = http_response  # pyright: ignore[reportIncompatibleVariableOverride]
        self._error = error
        self.code: str | int | None = facts.get("code")
        """The API's own code or status word, such as syntax_constraint_violation or INVALID_ARGUMENT."""

    if not TYPE_CHECKING:
        __init__ = _or_as_before(__init__)

    @property
    def error(self) -> Any:
        """The error body as the typed object that the API documents for this status; None if it is not JSON."""
        return self._error

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> Headers:
        """The headers of the response."""
        return self.http_response.headers

    @property
    def body(self) -> Any:
        """The decoded JSON of the response, or its text."""
        return self.http_response.body


class BadRequestError(APIError):
    """400 or 422: an argument has a value that the API does not accept."""

    statuses: ClassVar[Sequence[int]] = (400, 422)


class AuthenticationError(APIError):
    """401: the credentials are wrong, revoked, or of another project."""

    statuses: ClassVar[Sequence[int]] = (401,)


class PermissionDeniedError(APIError):
    """402 or 403: the account is not allowed to do this."""

    statuses: ClassVar[Sequence[int]] = (402, 403)


class NotFoundError(APIError):
    """404 or 410: the thing does not exist, or not in this region or project."""

    statuses: ClassVar[Sequence[int]] = (404, 410)


class ConflictError(APIError):
    """409 or 412: the thing is not in a state that allows this."""

    statuses: ClassVar[Sequence[int]] = (409, 412)


class RateLimitError(APIError):
    """429: too many requests. The request was not accepted; it was retried as often as the retry policy allows."""

    statuses: ClassVar[Sequence[int]] = (429,)


class ServerError(APIError):
    """5xx: the API failed. `outcome_unknown` says whether a message or order may have been accepted nevertheless."""

    statuses: ClassVar[Sequence[int]] = range(500, 1000)


def same_rejection(error: AuthenticationError) -> AuthenticationError:
    """Return an exception that says the same, without the frames of the thread or task in which it was raised."""
    same = _rebuild(type(error), error.args, error.__dict__)
    assert isinstance(same, AuthenticationError)
    return same
