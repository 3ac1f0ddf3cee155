"""`AsyncSession`: what the calls of an asynchronous client share, and the driver that runs their flows in tasks.

The steps of a flow are done in the task that made the call; nothing runs in the background.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sinch.core.auth import Token, TokenStore, fetch_token
from sinch.core.event_loops import Waiter, current_loop, is_cancellation, make_waiter, sleep
from sinch.core.exceptions import AuthenticationError, SinchException, same_rejection
from sinch.core.flow import NeedToken, Pause, Send, call_flow
from sinch.core.http import HTTPResponse, TransportFailure, sent_before_cancellation
from sinch.core.session import BaseSession

if TYPE_CHECKING:
    from sinch.core.flow import Calls, Flow, SuspectToken
    from sinch.core.http import AsyncTransport
    from sinch.core.operation import Operation, PreparedCall
    from sinch.core.service import Service

T = TypeVar("T")


class AsyncSession(BaseSession["AsyncTransport"]):
    """Runs calls. Tasks may share it, those of several event loops too."""

    async def execute(self, call: PreparedCall[T], service: Service, options: Mapping[str, Any] | None = None) -> T:
        """Send a call to a service and return its parsed response."""
        transport = self.transport() or self.default_transport()
        context = self._contexts.get(transport.name) or self.context(transport.name)
        result: T = await self._run(call_flow(call, service, context, options), transport)
        return result

    async def execute_flow(self, flow: Callable[[Calls], Flow], service: Callable[[Operation], Service]) -> Any:
        """Run a flow of several calls; each goes where its operation is, as configured at that moment."""
        transport = self.transport() or self.default_transport()
        return await self._run(flow(self.calls(transport.name, service)), transport)

    async def _run(self, flow: Flow, transport: AsyncTransport) -> Any:
        """Drive a flow to its result, or let its exception out."""
        result: Any = None
        try:
            while True:
                step = flow.send(result)
                if isinstance(step, Send):
                    result = await self._send(step, transport)
                elif isinstance(step, Pause):
                    result = None
                    await sleep(step.seconds)
                else:
                    result = await self._token(step)
        except StopIteration as stop:
            return stop.value

    async def _send(self, step: Send, transport: AsyncTransport) -> HTTPResponse | TransportFailure:
        outcome: HTTPResponse | TransportFailure
        exchange = self.observation.begin(step)
        started = time.perf_counter()
        try:
            outcome = self.expect_response(await transport.send(step.request))
        except TransportFailure as failure:
            outcome = failure
        except SinchException:
            raise
        except Exception as error:  # a transport of the user's own, or a recorder
            outcome = self.foreign_failure(error)
        except BaseException as error:
            if is_cancellation(error):
                outcome = self._note_cancelled(step, error)
                self.observation.end(exchange, step, outcome, time.perf_counter() - started, cancelled=True)
            raise
        self.observation.end(exchange, step, outcome, time.perf_counter() - started)
        return outcome

    @staticmethod
    def _note_cancelled(step: Send, cancelled: BaseException) -> TransportFailure:
        """Return what came of a cancelled exchange; what it left unknown is told on its exception too."""
        if not sent_before_cancellation(cancelled):
            return TransportFailure("cancelled before anything was sent", sent=False)
        if step.operation.ambiguous:
            note = f"{step.operation.id} may have been carried out: it was cancelled after the request was sent"
            cancelled.outcome_unknown = True  # type: ignore[attr-defined]
            add_note = getattr(cancelled, "add_note", None)  # from Python 3.11 on
            if add_note is not None:
                add_note(note)
        return TransportFailure("cancelled after the request was sent", sent=True)

    async def _token(self, step: NeedToken | SuspectToken) -> str | None:
        account = step.account
        provider: AsyncTokenProvider = self.provider_of(account, AsyncTokenProvider)
        if not isinstance(step, NeedToken):
            provider.store.expire_soon(step.token)
            return None

        async def fetch() -> Token:
            transport = self.transport() or self.default_transport()
            deadline = provider.store.fetch_deadline(time.monotonic(), step.deadline)
            flow = fetch_token(account, self.context(transport.name), deadline)
            token: Token = await self._run(flow, transport)
            return token

        return await provider.get(step.rejected, step.deadline, fetch)


class AsyncTokenProvider:
    """Hands out the token of a store; one task of a loop fetches while the others wait for what it gets.

    A failed fetch is nobody else's: the next task in line tries for itself, and so it does when the one that fetches is
    cancelled. Only a rejection of the credentials goes to all that were waiting, since asking again would bring the
    same response.
    """

    def __init__(self, store: TokenStore) -> None:
        self.store = store
        self._waiting: WeakKeyDictionary[Any, deque[Waiter]] = WeakKeyDictionary()
        """Those who wait for the fetch that is under way, by loop; no entry where none is."""

    async def get(self, rejected: str | None, deadline: float, fetch: Callable[[], Awaitable[Token]]) -> str:
        """Return a good token other than the rejected one, awaiting `fetch` for a new `Token` where there is none.

        The first task to find the token near its end replaces it; the others go on with the old one meanwhile, and so
        does this one if no new token is to be had.
        """
        if rejected is not None:
            self.store.reject(rejected, time.monotonic())
        while True:
            now = time.monotonic()
            token = self.store.get(now)
            if token is not None and now < token.refresh_at:
                return token.value
            loop = current_loop()
            waiting = self._waiting.get(loop)
            if waiting is None:
                return await self._fetch(loop, token, fetch)
            if token is not None:
                return token.value
            waiter = make_waiter()
            waiting.append(waiter)
            await waiter.wait(deadline)

    async def _fetch(self, loop: Any, serving: Token | None, fetch: Callable[[], Awaitable[Token]]) -> str:
        waiting: deque[Waiter] = deque()
        self._waiting[loop] = waiting
        rejection: AuthenticationError | None = None
        try:
            fresh = await fetch()
            self.store.put(fresh)
            return fresh.value
        except SinchException as error:
            if isinstance(error, AuthenticationError):
                rejection = error
            if serving is None:
                raise
        finally:
            del self._waiting[loop]
            for waiter in waiting:
                waiter.end(None if rejection is None else same_rejection(rejection))
        return serving.value
