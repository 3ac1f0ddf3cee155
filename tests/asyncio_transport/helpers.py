"""What the tests of the asynchronous transport share: loops, requests, and what must hold once all is over."""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.http import HTTPResponse, Request, TransportFailure

T = TypeVar("T")
BODY = b'{"id": "b"}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + BODY

try:
    import uvloop
except ImportError:
    LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {"asyncio": asyncio.new_event_loop}
else:
    LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


def on(loop_name: str, main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine as `asyncio.run` does, in a loop of a kind."""
    if loop_name == "asyncio":
        return asyncio.run(main)
    loop = LOOPS[loop_name]()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def request(
    origin: str | int,
    *,
    method: str = "POST",
    target: str = "/x",
    headers: dict[str, str] | None = None,
    body: bytes | None = b"{}",
    timeout: float | None = 60,
    connect_timeout: float = 40,
    read_timeout: float = 40,
) -> Request:
    """Return a request to an origin, or to a port of this machine."""
    return Request(
        method,
        f"http://127.0.0.1:{origin}" if isinstance(origin, int) else origin,
        target,
        {"Authorization": "Bearer s3cret"} if headers is None else headers,
        body,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
        deadline=None if timeout is None else time.monotonic() + timeout,
    )


async def failing(transport: AsyncioTransport, asked: Request) -> TransportFailure:
    """Send a request that must fail, and return how."""
    with pytest.raises(TransportFailure) as caught:
        await transport.send(asked)
    return caught.value


async def closing(transport: AsyncioTransport, work: Awaitable[T]) -> T:
    """Do some work, and close the transport."""
    try:
        return await work
    finally:
        await transport.aclose()


def once(origin: str | int, **options: Any) -> HTTPResponse:
    """Send one request in a loop of its own."""
    transport = AsyncioTransport()
    return asyncio.run(closing(transport, transport.send(request(origin, **options))))


def once_failing(origin: str | int, **options: Any) -> TransportFailure:
    """Send one request that must fail in a loop of its own."""
    transport = AsyncioTransport()
    return asyncio.run(closing(transport, failing(transport, request(origin, **options))))


async def settle(turns: int = 8) -> None:
    """Let the loop close what is to be closed."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    limit = time.monotonic() + 20  # well before any limit of time closes a connection
    while not condition():
        assert time.monotonic() < limit
        await asyncio.sleep(0.005)


def descriptors() -> int:
    """Return how many are open."""
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def pools(transport: AsyncioTransport) -> list[Any]:
    """Return the pools of all loops."""
    return [pool for state in transport._shared.states.values() for pool in state.pools.values()]


def assert_all_back(transport: AsyncioTransport) -> None:
    """Assert that no place is taken, that nobody waits, and that no connection is counted twice."""
    for pool in pools(transport):
        assert (pool.taken, pool.waiting, len(pool._used)) == (0, 0, 0)
        assert pool.idle <= pool.size
