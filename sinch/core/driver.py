"""The synchronous driver: does what flows ask for, with a transport, a clock and threads."""

from __future__ import annotations

import os
import random
import threading
import time
from copy import copy
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import AuthenticationError, RequestTimeoutError
from sinch.core.flow import Clock, DoubtToken, NeedToken, Pause, Send
from sinch.core.http import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinch.core.flow import Flow
    from sinch.core.http import HTTPResponse, Request, Transport
    from sinch.core.log import Log
    from sinch.core.token import TokenStore

CLOCK = Clock(time.monotonic, time.time, random.random)


def run(
    flow: Flow,
    template: str,
    transport: Transport,
    log: Log,
    get_token: Callable[[NeedToken | DoubtToken], str | None],
    clock: Clock,
) -> Any:
    """Drive a flow to its result, or let its exception out."""
    result: Any = None
    try:
        while True:
            step = flow.send(result)
            if isinstance(step, Send):
                result = _send(step.request, step.attempt, template, transport, log)
            elif isinstance(step, Pause):
                result = None
                time.sleep(step.seconds)
            else:
                result = get_token(step)
    except StopIteration as stop:
        return stop.value


def _send(
    request: Request, attempt: int, template: str, transport: Transport, log: Log
) -> HTTPResponse | TransportFailure:
    outcome: HTTPResponse | TransportFailure
    started = time.perf_counter()
    try:
        outcome = transport.send(request)
    except TransportFailure as failure:
        outcome = failure
    if log.enabled:
        log.exchange(template, request, attempt, outcome, time.perf_counter() - started)
    return outcome


class TokenKeeper:
    """Hands out the token of a store; one thread fetches while the others wait for what it gets.

    A failed fetch is nobody else's: the next thread in line tries for itself. Only a refusal of the credentials goes to
    all that were waiting, since asking again would bring the same answer.
    """

    def __init__(self, store: TokenStore) -> None:
        self.store = store
        self._lock = threading.RLock()  # a log handler may make a call amid the fetch that it is told of
        self._pid = os.getpid()
        self._fetches = 0
        self._refusal: AuthenticationError | None = None

    def get(self, rejected: str | None, deadline: float, fetch: Callable[[], Any]) -> str:
        """Return a good token other than the rejected one, calling `fetch` for a new `Token` where there is none."""
        token = self.store.get(time.monotonic(), rejected)
        if token is not None:
            return token
        fetches = self._fetches
        if self._pid != os.getpid():  # after a fork, the lock may be held by a thread that only the parent has
            self._lock, self._pid = threading.RLock(), os.getpid()
        lock = self._lock
        if not lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise RequestTimeoutError("the time given to the call ran out while another thread was fetching a token")
        try:
            token = self.store.get(time.monotonic(), rejected)
            if token is not None:
                return token
            if self._refusal is not None and self._fetches > fetches:
                raise copy(self._refusal)
            self.store.drop(rejected)
            self._refusal = None
            try:
                fresh = fetch()
            except AuthenticationError as error:
                self._refusal = copy(error)  # without the frames of this thread
                raise
            finally:
                self._fetches += 1
            self.store.put(fresh)
            value: str = fresh.value
            return value
        finally:
            lock.release()
