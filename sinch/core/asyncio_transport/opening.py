"""The opening of a connection: resolve, connect, pass the proxy, make TLS, all by one moment."""

from __future__ import annotations

import asyncio
import socket
from time import monotonic
from typing import Any

from sinch.core.asyncio_transport.connection import Connection
from sinch.core.asyncio_transport.failures import Malformed, TunnelRejected
from sinch.core.asyncio_transport.names import Address, Resolver
from sinch.core.asyncio_transport.response import HeadReader
from sinch.core.asyncio_transport.routes import Route
from sinch.core.asyncio_transport.settings import Settings
from sinch.core.asyncio_transport.tls import context_for

_KEEPALIVE = (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
"""Seconds of silence before the other side is asked whether it is there, between further questions, and how many."""


async def wait(future: asyncio.Future[Any], deadline: float) -> bool:
    """Wait for a future; tell whether it was done by the deadline. Where it was not, it is left as it is."""
    if future.done():
        return True
    loop = future.get_loop()
    bell: asyncio.Future[None] = loop.create_future()

    handle: asyncio.TimerHandle | None = None

    def ring(_: object = None) -> None:
        if not bell.done():
            bell.set_result(None)

    def strike() -> None:
        nonlocal handle
        left = deadline - monotonic()
        if left > 0:  # at first, and where the clock of the loop is ahead: uvloop counts whole milliseconds
            handle = loop.call_later(left, strike)
        else:
            ring()

    future.add_done_callback(ring)
    if deadline != float("inf"):
        strike()
    try:
        await bell
    finally:
        if handle is not None:
            handle.cancel()
    return future.done()


class _Dial:
    """A connection to one address, made in a task of its own that can be left at any moment.

    While the system connects, the task is cancelled then. In the one turn of the loop after that, in which asyncio or
    uvloop takes the socket over, it is let finish and closes the connection itself: cancelled there, the two do not
    agree who closes the socket.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, address: Address, settings: Settings) -> None:
        self._loop = loop
        self._settings = settings
        self._left = self._connected = False
        self.task: asyncio.Task[Connection] = loop.create_task(self._run(address))
        self.task.add_done_callback(_retrieve)

    async def _run(self, address: Address) -> Connection:
        loop = self._loop
        family, kind, protocol, _, where = address
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            _set_options(sock)
            await loop.sock_connect(sock, where)
            self._connected = True
        finally:
            if not self._connected:
                sock.close()
        connection = Connection(loop, sock, self._settings)
        await loop.create_connection(lambda: connection, sock=sock)
        if self._left:
            connection.abort()
        return connection

    def leave(self) -> None:
        """Want the connection no more."""
        self._left = True
        if self.task.done():
            if not self.task.cancelled() and self.task.exception() is None:
                self.task.result().abort()
        elif not self._connected:
            self.task.cancel()


def _retrieve(task: asyncio.Task[Connection]) -> None:
    if not task.cancelled():
        task.exception()  # so that asyncio does not report one that nobody waited for


def _set_options(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE:
        option = getattr(socket, name, None)  # not every system has each
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


async def open_connection(route: Route, settings: Settings, resolver: Resolver, deadline: float) -> Connection:
    """Open a connection. Raises OSError, TimeoutError and Problem."""
    loop = asyncio.get_running_loop()
    proxy = route.proxy
    host, port = (route.host, route.port) if proxy is None else (proxy.host, proxy.port)
    connection = await _connect(loop, host, port, settings, resolver, deadline)
    try:
        if proxy is not None and proxy.tls:
            await _succeed(connection.secure(context_for(settings.ca_certs, settings.ssl_context), host, deadline))
        if route.tls:
            if proxy is not None:
                await _succeed(connection.tunnel(route.tunnel(), _TunnelReader(), deadline))
            context = context_for(settings.ca_certs, settings.ssl_context)
            await _succeed(connection.secure(context, route.host, deadline))
    except BaseException:
        connection.abort()
        raise
    return connection


async def _succeed(outcome: asyncio.Future[Exception | None]) -> None:
    problem = await outcome
    if problem is not None:
        raise problem


async def _connect(
    loop: asyncio.AbstractEventLoop, host: str, port: int, settings: Settings, resolver: Resolver, deadline: float
) -> Connection:
    lookup = resolver.start(loop, host, port)
    if not await wait(lookup, deadline):
        raise TimeoutError
    found = lookup.result()
    if isinstance(found, Exception):
        raise found
    problem: Exception = OSError("the name has no address")
    for index, address in enumerate(found):
        now = monotonic()
        if now >= deadline:
            raise TimeoutError
        dial = _Dial(loop, address, settings)
        connection: Connection | None = None
        try:
            # an address that does not respond leaves as much time to each of the others
            if await wait(dial.task, now + (deadline - now) / (len(found) - index)):
                connection = dial.task.result()
                return connection
            problem = TimeoutError()
        except OSError as error:
            problem = error
        finally:
            if connection is None:
                dial.leave()
    raise problem


class _TunnelReader:
    """Reads what a proxy says to CONNECT."""

    def __init__(self) -> None:
        self._head = HeadReader()

    def feed(self, data: bytes) -> bool:
        """Take bytes in. Raises Malformed and TunnelRejected."""
        found = self._head.read(data)
        if found is None:
            return False
        if self._head.status >= 300:
            raise TunnelRejected(self._head.status)
        data, end = found
        if len(data) > end:  # a server does not begin in TLS
            raise Malformed
        return True

    def end(self, *, orderly: bool) -> Exception | None:
        """Take the end of the connection in."""
        return ConnectionResetError("the connection ended")
