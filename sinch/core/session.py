"""`Session`: what the calls of a client share (transport, tokens, options, log), and the driver that runs their flows.

The driver does the steps of a flow in the thread that made the call; what threads must agree on is settled here.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sinch.core.auth import Account, Token, TokenStore, fetch_token
from sinch.core.exceptions import AuthenticationError, RequestTimeoutError, SinchException, same_rejection
from sinch.core.flag import GLANCE, Flag
from sinch.core.flow import Calls, Clock, Context, NeedToken, Pause, Send, call_flow
from sinch.core.http import HTTPResponse, TransportFailure, sent_before_cancellation
from sinch.core.lazy import Generic
from sinch.core.options import Settings
from sinch.core.retry import RetryBudget, RetryConfiguration

if TYPE_CHECKING:
    from types import ModuleType

    from typing_extensions import Self

    from sinch.core.flow import Flow, SuspectToken
    from sinch.core.http import Transport
    from sinch.core.log import Observation
    from sinch.core.operation import Operation, PreparedCall
    from sinch.core.service import Service

T = TypeVar("T")

CLOCK = Clock(time.monotonic, time.time, random.random)


AnyTransport = TypeVar("AnyTransport")
Provider = TypeVar("Provider")


class BaseSession(Generic[AnyTransport]):
    """What the calls of a client share, whichever way they are sent.

    Args:
        transport: returns the transport in use, if there is one; called for every call, since another may be put in its
            place.
        default_transport: puts the default one into use and returns it.
        settings: the options of every call.
        retries: how retries are spaced.
        observation: tells the log and the observers about exchanges.
        version: of the SDK, for the User-Agent.
        app_name: of the program, for the User-Agent.

    """

    def __init__(
        self,
        transport: Callable[[], AnyTransport | None],
        default_transport: Callable[[], AnyTransport],
        settings: Settings,
        retries: RetryConfiguration,
        observation: Observation,
        version: str,
        app_name: str | None = None,
    ) -> None:
        self.transport: Callable[[], AnyTransport | None] = transport
        self.default_transport: Callable[[], AnyTransport] = default_transport
        self.settings: Settings = settings
        self.retries: RetryConfiguration = retries
        self.observation: Observation = observation
        self.version: str = version
        self.app_name: str | None = app_name
        self.budget: RetryBudget = RetryBudget()
        self.providers: dict[tuple[str, ...], Any] = {}
        """Who hands out tokens, by account."""
        self._contexts: dict[str, Context] = {}

    def with_settings(self, settings: Settings) -> Self:
        """Return a session with other options that shares everything else, tokens and connections included."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, settings=settings, _contexts={})
        return other

    def share_with(self, other: Self) -> None:
        """Use the tokens of another session, and the limit of its retries."""
        self.providers, self.budget = other.providers, other.budget

    def use(self, settings: Settings, retries: RetryConfiguration | None) -> None:
        """Let the calls that start from now on have other options."""
        self.settings, self.retries = settings, retries or self.retries
        self._contexts = {}

    def context(self, transport: str) -> Context:
        """Return what flows are told of this session when they run on a transport of this name."""
        parts = ["Python/{}.{}.{}".format(*sys.version_info), transport, *filter(None, [self.app_name])]
        user_agent = f"sinch-sdk/{self.version} ({'; '.join(parts)})"
        context = self._contexts[transport] = Context(self.settings, self.retries, self.budget, CLOCK, user_agent)
        return context

    def calls(self, transport: str, service: Callable[[Operation], Service]) -> Calls:
        """Return what a flow of several calls is given when it runs on a transport of this name."""
        context = self._contexts.get(transport) or self.context(transport)
        return Calls(lambda call, options: call_flow(call, service(call.operation), context, options), context)

    def provider_of(self, account: Account, make: Callable[[TokenStore], Provider]) -> Provider:
        """Return who hands out the tokens of an account; the one of a key that was replaced is forgotten."""
        provider: Provider = self.providers.get(account.identity) or self.providers.setdefault(
            account.identity, make(TokenStore())
        )
        for identity in [each for each in self.providers if each != account.identity]:
            self.providers.pop(identity, None)
        return provider

    @staticmethod
    def expect_response(value: object) -> HTTPResponse:
        """Return what a transport returned. Raises TypeError for what is not a response."""
        if isinstance(value, HTTPResponse):
            return value
        raise TypeError(f"a transport must return an HTTPResponse, not {type(value).__name__}")

    @staticmethod
    def foreign_failure(error: Exception) -> TransportFailure:
        """Return what has come of a request when its transport raised something else than it may."""
        failure = TransportFailure(f"the transport raised {type(error).__name__}", sent=sent_before_cancellation(error))
        failure.__cause__ = error
        return failure

    def __getstate__(self) -> dict[str, Any]:
        # tokens and those who hand them out stay behind
        return {**self.__dict__, "providers": {}, "_contexts": {}}


class Session(BaseSession["Transport"]):
    """Runs calls. Threads may share it."""

    def execute(self, call: PreparedCall[T], service: Service, options: Mapping[str, Any] | None = None) -> T:
        """Send a call to a service and return its parsed response."""
        asyncio = sys.modules.get("asyncio")
        if asyncio is not None:
            warn_inside_event_loop(asyncio)
        transport = self.transport() or self.default_transport()
        context = self._contexts.get(transport.name) or self.context(transport.name)
        result: T = self._run(call_flow(call, service, context, options), transport)
        return result

    def execute_flow(self, flow: Callable[[Calls], Flow], service: Callable[[Operation], Service]) -> Any:
        """Run a flow of several calls; each goes where its operation is, as configured at that moment."""
        asyncio = sys.modules.get("asyncio")
        if asyncio is not None:
            warn_inside_event_loop(asyncio)
        transport = self.transport() or self.default_transport()
        return self._run(flow(self.calls(transport.name, service)), transport)

    def _run(self, flow: Flow, transport: Transport) -> Any:
        """Drive a flow to its result, or let its exception out."""
        result: Any = None
        try:
            while True:
                step = flow.send(result)
                if isinstance(step, Send):
                    result = self._send(step, transport)
                elif isinstance(step, Pause):
                    result = None
                    time.sleep(step.seconds)
                else:
                    result = self._token(step)
        except StopIteration as stop:
            return stop.value

    def _send(self, step: Send, transport: Transport) -> HTTPResponse | TransportFailure:
        outcome: HTTPResponse | TransportFailure
        exchange = self.observation.begin(step)
        started = time.perf_counter()
        try:
            outcome = self.expect_response(transport.send(step.request))
        except TransportFailure as failure:
            outcome = failure
        except SinchException:
            raise
        except Exception as error:  # a transport of the user's own, or a recorder
            outcome = self.foreign_failure(error)
        self.observation.end(exchange, step, outcome, time.perf_counter() - started)
        return outcome

    def provider(self, account: Account) -> TokenProvider:
        """Return who hands out the tokens of an account."""
        provider: TokenProvider = self.providers.get(account.identity) or self.provider_of(account, TokenProvider)
        return provider

    def token(self, account: Account, rejected: str | None = None) -> str:
        """Return a token of an account other than the rejected one, fetching it where there is none."""
        token = self._token(NeedToken(account, rejected, time.monotonic() + self.settings.timeout))
        assert token is not None
        return token

    def _token(self, step: NeedToken | SuspectToken) -> str | None:
        account = step.account
        provider = self.provider(account)
        if not isinstance(step, NeedToken):
            provider.store.expire_soon(step.token)
            return None

        def fetch() -> Token:
            transport = self.transport() or self.default_transport()
            deadline = provider.store.fetch_deadline(time.monotonic(), step.deadline)
            token: Token = self._run(fetch_token(account, self.context(transport.name), deadline), transport)
            return token

        return provider.get(step.rejected, step.deadline, fetch)


class TokenProvider:
    """Hands out the token of a store; one thread fetches while the others wait for what it gets.

    A failed fetch is nobody else's: the next thread in line tries for itself. Only a rejection of the credentials goes
    to all that were waiting, since asking again would bring the same response.

    No lock is held during a fetch, since a thread can be lost at any moment: to an exception that is raised in it from
    outside, or to a fork. Fetches are flights, each of which knows its thread and its successor. A thread that waits
    looks from time to time whether the flight is still under way, and else starts the next one itself.
    """

    def __init__(self, store: TokenStore) -> None:
        self.store = store
        self._last = _Flight(None)
        self._last.landed.set()

    def get(self, rejected: str | None, deadline: float, fetch: Callable[[], Token]) -> str:
        """Return a good token other than the rejected one, calling `fetch` for a new `Token` where there is none.

        The first thread to find the token near its end replaces it; the others go on with the old one meanwhile, and so
        does this one if no new token is to be had.
        """
        if rejected is not None:
            self.store.reject(rejected, time.monotonic())
        while True:
            now = time.monotonic()
            token = self.store.get(now)
            if token is not None and now < token.refresh_at:
                return token.value
            flight = self._last
            if flight.landed.is_set:
                mine = _Flight(threading.get_ident())
                flight = self._last = flight.following.setdefault("next", mine)  # the same one for all threads
                if flight is mine:
                    return self._fly(flight, token, fetch)
            if token is not None:
                return token.value
            if flight.owner == threading.get_ident():
                if flight.is_under_way():  # a log handler makes a call while the fetch is logged
                    return self._fly(_Flight(None), token, fetch)
                flight.landed.set()  # an exception from outside ended it
                continue
            flight.wait(deadline)
            if flight.rejection is not None:
                raise same_rejection(flight.rejection)

    def _fly(self, flight: _Flight, serving: Token | None, fetch: Callable[[], Token]) -> str:
        try:
            fresh = fetch()
            self.store.put(fresh)
            return fresh.value
        except AuthenticationError as error:
            flight.rejection = same_rejection(error)  # without the frames of this thread
            if serving is None:
                raise
        except SinchException:
            if serving is None:
                raise
        finally:
            flight.landed.set()
        self.store.keep(serving, time.monotonic())
        return serving.value


_warned_inside_event_loop = False


def warn_inside_event_loop(asyncio: ModuleType) -> None:
    """Warn, once in a process, if this thread runs an event loop, which would stand still during the call.

    It comes before anything is sent, so that where warnings are errors nothing is left unknown. Notebooks run every
    cell within a loop, where waiting does no harm.
    """
    global _warned_inside_event_loop
    running_loop = getattr(asyncio, "_get_running_loop", None)  # missing while another thread imports asyncio
    if _warned_inside_event_loop or running_loop is None or running_loop() is None:
        return
    shell = getattr(sys.modules.get("IPython"), "get_ipython", None)
    if shell is not None and shell() is not None:
        return
    import warnings

    from sinch.core.call_sites import call_site

    _, level = call_site()
    _warned_inside_event_loop = True
    try:
        warnings.warn(
            "a synchronous call stops every other task of the event loop until it is over: use AsyncSinchClient",
            RuntimeWarning,
            stacklevel=level,
        )
    except RuntimeWarning:  # warnings are errors here, so that each such call is one
        _warned_inside_event_loop = False
        raise


class _Flight:
    """One fetch of a token by the thread `owner`, and the flight that comes after it."""

    __slots__ = ("following", "landed", "owner", "rejection")

    def __init__(self, owner: int | None) -> None:
        self.owner = owner
        self.landed = Flag()
        self.rejection: AuthenticationError | None = None
        self.following: dict[str, _Flight] = {}

    def wait(self, deadline: float) -> None:
        """Wait until the flight is over. Raises RequestTimeoutError at the deadline."""
        while True:
            left = deadline - time.monotonic()
            if self.landed.wait(min(left, GLANCE)):
                return
            if left <= 0:
                raise RequestTimeoutError("the time given to the call ran out while a token was fetched")
            if not self.is_under_way():
                self.landed.set()

    def is_under_way(self) -> bool:
        """Tell whether the owner is still fetching: whether the flight stands in a frame of its thread."""
        frame = sys._current_frames().get(self.owner or 0)
        while frame is not None:
            if frame.f_code is TokenProvider._fly.__code__ and frame.f_locals.get("flight") is self:
                return True
            if frame.f_code is TokenProvider.get.__code__ and frame.f_locals.get("mine") is self:
                return True  # about to start, or to end
            frame = frame.f_back
        return False
