"""`AsyncioTransport`: sends requests from the coroutines of any event loop, over connections of its own per loop.

It starts no task that outlives a call. A deadline holds for everything: the place in line, the name, the connection,
TLS, and each byte of the response. Whether a failed request can have reached the server is known exactly: from the
first byte that the system took.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
import warnings
from collections.abc import AsyncGenerator
from time import monotonic

from sinch.core.asyncio_transport.connection import Connection
from sinch.core.asyncio_transport.failures import NoPlace, Problem, Unsendable, failure
from sinch.core.asyncio_transport.names import Resolver
from sinch.core.asyncio_transport.opening import open_connection
from sinch.core.asyncio_transport.pool import Pool
from sinch.core.asyncio_transport.request import encode
from sinch.core.asyncio_transport.routes import find
from sinch.core.asyncio_transport.settings import Settings
from sinch.core.content import ContentError
from sinch.core.exceptions import ConfigurationError
from sinch.core.http import HTTPResponse, Request, note_cancellation

_FOREVER = float("inf")


class _LoopState:
    """The pools of one event loop. It knows nothing of the transport, so that it does not keep it alive."""

    __slots__ = ("guardian", "loop", "pools")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.pools: dict[str, Pool] = {}
        self.guardian: AsyncGenerator[None, None] | None = None

    @property
    def busy(self) -> bool:
        """Whether there is a connection that somebody should have closed."""
        return any(pool.idle or pool.taken for pool in self.pools.values())

    def close(self) -> None:
        for pool in self.pools.values():
            pool.close()

    def abandon(self) -> None:
        for pool in self.pools.values():
            pool.abandon()


class _Shared:
    """What a transport and the guardians of its loops share."""

    __slots__ = ("__weakref__", "states", "warned")

    def __init__(self) -> None:
        self.states: dict[int, _LoopState] = {}
        self.warned = False

    def warn(self) -> None:
        if not self.warned:
            self.warned = True
            warnings.warn(
                "an AsyncioTransport was not closed: use `async with`, or `await aclose()` of the client",
                ResourceWarning,
                stacklevel=2,
            )


_inherited: list[dict[int, _LoopState]] = []
"""Of parent processes. Kept, since asyncio would complain of each of their transports when it is deleted."""


class AsyncioTransport:
    """Sends requests through one pool of connections per host and event loop. Safe to carry through a fork.

    Args:
        pool_size: how many connections are open to a host at most; further requests wait in line, first come, first
            served.
        proxy: address of an HTTP proxy; None to use the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
        ca_certs: file of certificates to trust instead of the system's.
        ssl_context: a context of your own, for client certificates and the like.
        idle_timeout: seconds after which an idle connection is closed, and never used again.
        max_response_size: bytes of content, decoded or not, beyond which a response is rejected.
        max_error_size: bytes of content of an error response that are read and kept.

    """

    name = "asyncio"

    def __init__(
        self,
        *,
        pool_size: int = 64,
        proxy: str | None = None,
        ca_certs: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        idle_timeout: float = 50.0,
        max_response_size: int = 8 * 1024 * 1024,
        max_error_size: int = 64 * 1024,
    ) -> None:
        self._settings = Settings(
            pool_size, proxy, ca_certs, ssl_context, idle_timeout, max_response_size, max_error_size
        )
        self._shared = _Shared()
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._resolver = Resolver()
        self._pid = os.getpid()

    async def send(self, request: Request) -> HTTPResponse:
        """Send a request once and return its response, whatever its status.

        Raises TransportFailure and ConfigurationError, and nothing else. `sent_before_cancellation` tells of a
        cancelled one whether it had been sent.
        """
        if request.deadline is not None and monotonic() >= request.deadline:
            raise failure(request, TimeoutError(), sent=False)
        loop = asyncio.get_running_loop()
        state = self._shared.states.get(id(loop))
        if state is None or self._pid != os.getpid():
            state = self._enter_loop(loop)
        pool = state.pools.get(request.origin) or self._open_pool(state, request.origin)
        if not pool.enter() and not await pool.wait(_FOREVER if request.deadline is None else request.deadline):
            raise failure(request, NoPlace(pool.size), sent=False)
        connection: Connection | None = None
        problem: Exception | None = None
        begun: HTTPResponse | None = None
        sent = False
        try:
            while True:
                connection = pool.take()
                used = connection is not None
                if connection is None:
                    connection = await self._connect(pool, request)
                problem = await _exchange(connection, request, pool)
                if problem is None:
                    return connection.response.response()
                if not used or connection.sent or isinstance(problem, (Unsendable, TimeoutError)):
                    break
                pool.keep(connection)  # it ended before it took a byte, so another may
        except (OSError, Problem, ContentError) as error:
            problem = error
        except BaseException as error:
            note_cancellation(error, sent=connection is not None and connection.sent)
            raise
        finally:
            if connection is not None:
                sent, begun = connection.sent, connection.response.begun() if connection.sent else None
                pool.keep(connection)
            pool.leave()
        # outside of the handler, so that it does not carry the other error along
        raise failure(request, problem, sent=sent, proxied=pool.route.proxy is not None, begun=begun)

    async def _connect(self, pool: Pool, request: Request) -> Connection:
        due = monotonic() + request.connect_timeout
        if request.deadline is not None and request.deadline < due:
            due = request.deadline
        connection = await open_connection(pool.route, self._settings, self._resolver, due)
        pool.adopt(connection)
        return connection

    def _enter_loop(self, loop: asyncio.AbstractEventLoop) -> _LoopState:
        if self._pid != os.getpid():  # the connections and threads belong to the parent process
            if id(loop) in self._shared.states:  # and this loop: the two would wait on the same list of sockets
                raise ConfigurationError("this event loop is of the parent process: use asyncio.run() after a fork")
            states, self._shared.states = self._shared.states, {}
            for state in states.values():
                state.abandon()
            _inherited.append(states)
            self._reset()
        with self._lock:
            states = self._shared.states
            for key, state in list(states.items()):
                if state.loop.is_closed():  # by a program that did not let it shut down
                    state.abandon()
                    del states[key]
            state = states[id(loop)] = _LoopState(loop)
        state.guardian = _guard(state, self._shared)
        try:
            state.guardian.__anext__().send(None)
        except StopIteration:
            pass  # by which it comes to its `yield`
        return state

    def _open_pool(self, state: _LoopState, origin: str) -> Pool:
        pool = state.pools[origin] = Pool(state.loop, find(origin, self._settings), self._settings.pool_size)
        return pool

    async def aclose(self) -> None:
        """Close all idle connections, and those in use once they are not. The next request opens new ones."""
        if self._pid != os.getpid():
            return
        running = asyncio.get_running_loop()
        with self._lock:
            states = list(self._shared.states.values())
        for state in states:
            if state.loop is running:
                state.close()
            else:
                _close_elsewhere(state)
        await asyncio.sleep(0)  # in which the loop closes the sockets

    def __del__(self) -> None:
        shared = self.__dict__.get("_shared")
        if shared is None or self._pid != os.getpid():
            return
        left = [state for state in list(shared.states.values()) if state.busy]
        for state in left:
            _close_elsewhere(state)
        if left:
            shared.warn()

    def __reduce__(self) -> tuple[object, ...]:
        # a context of the user's own cannot travel to another process; the default one takes its place there
        settings = self._settings
        return _rebuild, (
            settings.pool_size,
            settings.proxy,
            settings.ca_certs,
            settings.idle_timeout,
            settings.max_response_size,
            settings.max_error_size,
        )


def _rebuild(
    pool_size: int,
    proxy: str | None,
    ca_certs: str | None,
    idle_timeout: float,
    max_response_size: int,
    max_error_size: int,
) -> AsyncioTransport:
    return AsyncioTransport(
        pool_size=pool_size,
        proxy=proxy,
        ca_certs=ca_certs,
        idle_timeout=idle_timeout,
        max_response_size=max_response_size,
        max_error_size=max_error_size,
    )


def _exchange(connection: Connection, request: Request, pool: Pool) -> asyncio.Future[Exception | None]:
    data = encode(request, pool.route)
    if data is None:
        outcome: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        outcome.set_result(Unsendable())
        return outcome
    return connection.exchange(data, request.method, request.deadline, request.read_timeout)


def _close_elsewhere(state: _LoopState) -> None:
    try:
        state.loop.call_soon_threadsafe(state.close)
    except RuntimeError:  # that loop is closed
        state.abandon()


async def _guard(state: _LoopState, shared: _Shared) -> AsyncGenerator[None, None]:
    """Wait for the end of a loop, which ends its asynchronous generators before it closes: time to close connections.

    It is neither a task nor a timer: nothing runs until then.
    """
    try:
        yield
    finally:
        shared.states.pop(id(state.loop), None)
        left = state.busy
        state.close()
        await asyncio.sleep(0)
        if left:
            shared.warn()
