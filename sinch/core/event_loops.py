"""What the asynchronous driver asks of the event loop that it runs on: asyncio, or trio where the transport can."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any, Protocol

from sinch.core.exceptions import RequestTimeoutError


class Waiter(Protocol):
    """A task that waits until another one has fetched a token."""

    async def wait(self, deadline: float) -> None:
        """Wait for `end`, and raise its rejection; RequestTimeoutError at the deadline."""
        ...

    def end(self, rejection: Exception | None) -> None:
        """Let it go on."""
        ...


def running_trio() -> Any:
    """Return the module `trio` within one of its tasks, else None. It is not imported for that."""
    trio = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        trio.lowlevel.current_task()
    except (AttributeError, RuntimeError):  # it is being imported, or another loop runs here
        return None
    return trio


def current_loop() -> Any:
    """Return what stands for the running event loop."""
    trio = running_trio()
    return asyncio.get_running_loop() if trio is None else trio.lowlevel.current_trio_token()


async def sleep(seconds: float) -> None:
    """Let other tasks run for a while."""
    trio = running_trio()
    await (asyncio.sleep(seconds) if trio is None else trio.sleep(seconds))


def is_cancellation(error: BaseException) -> bool:
    """Tell whether an exception ends a task from outside."""
    if isinstance(error, asyncio.CancelledError):
        return True
    trio = running_trio()
    return trio is not None and isinstance(error, trio.Cancelled)


def make_waiter() -> Waiter:
    """Return a waiter for the running event loop."""
    trio = running_trio()
    return _AsyncioWaiter() if trio is None else _TrioWaiter(trio)


def _out_of_time() -> RequestTimeoutError:
    return RequestTimeoutError("the time given to the call ran out while a token was fetched")


class _AsyncioWaiter:
    __slots__ = ("_future",)

    def __init__(self) -> None:
        self._future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def wait(self, deadline: float) -> None:
        handle = self._future.get_loop().call_later(max(0.0, deadline - time.monotonic()), self.end, _out_of_time())
        try:
            await self._future
        finally:
            handle.cancel()

    def end(self, rejection: Exception | None) -> None:
        if self._future.done():
            return
        if rejection is None:
            self._future.set_result(None)
        else:
            self._future.set_exception(rejection)


class _TrioWaiter:
    __slots__ = ("_event", "_rejection", "_trio")

    def __init__(self, trio: Any) -> None:
        self._trio = trio
        self._event = trio.Event()
        self._rejection: Exception | None = None

    async def wait(self, deadline: float) -> None:
        with self._trio.move_on_after(max(0.0, deadline - time.monotonic())):
            await self._event.wait()
        if not self._event.is_set():
            raise _out_of_time()
        if self._rejection is not None:
            raise self._rejection

    def end(self, rejection: Exception | None) -> None:
        self._rejection = rejection
        self._event.set()
