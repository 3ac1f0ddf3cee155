"""The life of a call as a flow without I/O: sign in, send, retry, and the one loop of attempts that all flows share.

A flow is a generator. It yields the step that it wants done (`Send`, `Pause`, `NeedToken`, `SuspectToken`) and receives
what came of it: an `HTTPResponse` or `TransportFailure`, a token, or nothing. A driver does the steps, in threads or in
asyncio, and both share every line here. A flow holds no lock and reads no clock but the one it is given. One that makes
several calls is given `Calls` and makes each with `yield from`, so that what a call raises is raised in it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sinch.core.exceptions import SinchException
from sinch.core.http import Request, TransportFailure
from sinch.core.options import Settings, merged
from sinch.core.request import build_request
from sinch.core.response import final_response, is_expired_token, raise_for_outcome, read_response
from sinch.core.retry import KEY_LIFETIME, RetryBudget, RetryConfiguration, asked_to_wait

if TYPE_CHECKING:
    from sinch.core.auth import Account, Auth
    from sinch.core.operation import Operation, PreparedCall
    from sinch.core.service import Service
    from sinch.core.waiting import Waiting


class Send:
    """Send a request; the response or the failure is wanted back."""

    __slots__ = ("attempt", "operation", "request")

    def __init__(self, request: Request, operation: Operation, attempt: int) -> None:
        self.request: Request = request
        self.operation: Operation = operation
        self.attempt: int = attempt


class Pause:
    """Wait."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds: float = seconds


class NeedToken:
    """Get a bearer token of an account other than the rejected one, before the deadline."""

    __slots__ = ("account", "deadline", "rejected")

    def __init__(self, account: Account, rejected: str | None, deadline: float) -> None:
        self.account: Account = account
        self.rejected: str | None = rejected
        self.deadline: float = deadline


class SuspectToken:
    """Replace a token soon, which an API rejected without saying why."""

    __slots__ = ("account", "token")

    def __init__(self, account: Account, token: str) -> None:
        self.account: Account = account
        self.token: str = token


Step: TypeAlias = "Send | Pause | NeedToken | SuspectToken"
Flow: TypeAlias = "Generator[Step, Any, Any]"


class Clock:
    """Time and chance, so that tests can hold them."""

    __slots__ = ("monotonic", "random", "time")

    def __init__(self, monotonic: Callable[[], float], time: Callable[[], float], random: Callable[[], float]) -> None:
        self.monotonic: Callable[[], float] = monotonic
        self.time: Callable[[], float] = time
        self.random: Callable[[], float] = random


class Context:
    """What a flow knows of the client that it runs for."""

    __slots__ = ("budget", "clock", "retries", "settings", "user_agent")

    def __init__(
        self, settings: Settings, retries: RetryConfiguration, budget: RetryBudget, clock: Clock, user_agent: str
    ) -> None:
        self.settings: Settings = settings
        self.retries: RetryConfiguration = retries
        self.budget: RetryBudget = budget
        self.clock: Clock = clock
        self.user_agent: str = user_agent

    def with_settings(self, settings: Settings) -> Context:
        """Return the same with other settings."""
        return Context(settings, self.retries, self.budget, self.clock, self.user_agent)


class Calls:
    """What a flow of several calls is given: the way to make one of a product, and what the flow runs for.

    Args:
        make: takes a call and its options; the flow that comes back returns the parsed response.
        context: of the client.

    """

    __slots__ = ("context", "make")

    def __init__(self, make: Callable[[PreparedCall[Any], Mapping[str, Any] | None], Flow], context: Context) -> None:
        self.make: Callable[[PreparedCall[Any], Mapping[str, Any] | None], Flow] = make
        self.context: Context = context

    def waiting(self, timeout: float, options: Mapping[str, Any] | None) -> Waiting:
        """Begin to wait for something, for these seconds at most; the options are of each call that asks for it."""
        from sinch.core.waiting import Waiting  # here, since most programs never wait

        return Waiting(self, timeout, options)


def call_flow(
    call: PreparedCall[Any], service: Service, context: Context, options: Mapping[str, Any] | None = None
) -> Flow:
    """Run a call to its parsed response, or raise."""
    operation = call.operation
    extra_query: Mapping[str, Any] = {}
    extra_body: Mapping[str, Any] = {}
    try:
        if options:
            settings, extra_query, extra_body = merged(context.settings, options)
            context = context.with_settings(settings)
        settings = context.settings
        deadline = context.clock.monotonic() + settings.timeout
        request = build_request(call, service, settings, context.user_agent, deadline, extra_query, extra_body)
    except SinchException as error:
        raise error.with_traceback(None) from None  # its frames have the body and the query
    auth = service.auth if operation.authenticated and "Authorization" not in request.headers else None
    response, _ = yield from attempts(operation, request, auth, service, context)
    return read_response(operation, response, settings.keep_content)


def attempts(
    operation: Operation,
    request: Request,
    auth: Auth | None,
    service: Service,
    context: Context,
) -> Flow:
    """Send a request until it succeeds or must not be repeated.

    Returns the 2xx response and when its attempt began, or raises. A token that has expired is replaced once, and the
    request sent again at once.
    """
    settings, retries, clock = context.settings, context.retries, context.clock
    account = None if auth is None else auth.account
    deadline = request.deadline or 0.0
    token: Any = None
    if account is not None:
        token = yield NeedToken(account, None, deadline)
    own_secrets = request.secrets
    retry, repeatable_until = operation.retry, deadline
    key = operation.idempotency
    if key is not None and any(name.lower() == key.lower() for name in request.headers):
        retry, repeatable_until = "idempotent", min(deadline, clock.monotonic() + KEY_LIFETIME)
    attempt = 1
    while True:
        if auth is not None:
            request.secrets = (*own_secrets, *auth.secrets, token or "")
            auth.authorize(request, token, clock.time())
        started = clock.monotonic()
        outcome = final_response((yield Send(request, operation, attempt)))
        status = 0 if isinstance(outcome, TransportFailure) else outcome.status_code
        if 200 <= status < 300:
            return outcome, started
        if status == 401 and account is not None:
            renewable, account = account, None  # a second 401 is final
            if is_expired_token(outcome):  # type: ignore[arg-type]
                rejected, token = token, (yield NeedToken(renewable, token, deadline))
                if token != rejected:
                    continue
            else:
                yield SuspectToken(renewable, token)
        pause, problem = None, None
        if attempt <= settings.max_retries and service.allows_repeating(outcome):
            try:
                wanted = retries.pause(retry, attempt, outcome, random=clock.random, now=clock.time)
                pause = None if wanted is None else max(0.0, float(wanted))
            except Exception as error:  # of a class of the user's own; it must not hide what became of the request
                problem = error
        now = clock.monotonic()
        in_time = pause is not None and now + pause < repeatable_until
        if pause is None or not in_time or not (asked_to_wait(outcome) or context.budget.spend(now)):
            hint = ""
            if status == 401 and auth is not None:
                hint = auth.explain_rejection(outcome, clock.time())  # type: ignore[arg-type]
            raise_for_outcome(operation, service, request.secrets, outcome, problem, hint)
        yield Pause(pause)
        attempt += 1
