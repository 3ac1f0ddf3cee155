"""What lets one test run in both colours: an asynchronous client that is called like a synchronous one.

A module whose tests need no more of a client than what both kinds have says `pytestmark = both_colours`. Its
`sinch_client` is a `SinchClient` in one run, and in another an `AsyncSinchClient`, called as the former: each call is
carried out to its end, in an event loop that runs in a thread of its own. Threads that call at once are tasks there.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, TypeVar

import pytest

from sinch import AsyncSinchClient, SinchClient
from sinch.core.async_paging import AsyncList, AsyncPage
from sinch.core.async_resource import AsyncResource
from sinch.core.paging import Page
from sinch.testing import Simulator

T = TypeVar("T")
Connect = Callable[..., SinchClient]
"""What the fixture `connect` gives."""
COLOURS = ("synchronous", "asynchronous")
both_colours = pytest.mark.colours(*COLOURS)
synchronous = pytest.mark.colours("synchronous")
"""For a test, in a module of both colours, of what the synchronous client alone has."""


class Loop:
    """An event loop in a thread, from the first use to `close`; another one after that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Awaitable[T]) -> T:
        """Wait for the result of a coroutine, or let its exception out."""

        async def wait() -> T:
            return await work

        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="both colours", daemon=True)
                self._thread.start()
        return asyncio.run_coroutine_threadsafe(wait(), self._loop).result()

    def close(self) -> None:
        """End it as `asyncio.run` does."""
        with self._lock:
            loop, self._loop = self._loop, None
            thread, self._thread = self._thread, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(loop.shutdown_asyncgens(), loop).result()
        asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Blocking:
    """A client, product or resource of the asynchronous kind, whose methods are those of the synchronous kind."""

    def __init__(self, target: Any, loop: Loop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return self._blocking(getattr(self._target, name))

    def _blocking(self, value: Any) -> Any:
        if isinstance(value, (AsyncSinchClient, AsyncResource)):
            return Blocking(value, self._loop)
        if not inspect.ismethod(value):
            return value

        @wraps(value)
        def call(*args: Any, **kwargs: Any) -> Any:
            result = value(*args, **kwargs)
            if isinstance(result, (Coroutine, AsyncList)):
                result = self._loop.run(result)
            return BlockingPage(result, self._loop) if isinstance(result, AsyncPage) else self._blocking(result)

        return call

    def calling(self, product: Callable[[Any], Any]) -> Any:
        """Return a product of the client that it has no property for."""
        return self._blocking(product(self._target))

    def close(self) -> None:
        """Close the client and end its loop."""
        self._loop.run(self._target.aclose())
        self._loop.close()

    def __enter__(self) -> Blocking:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return repr(self._target)


class BlockingPage:
    """A page of the asynchronous kind, whose methods are those of the synchronous kind."""

    def __init__(self, page: AsyncPage[Any], loop: Loop) -> None:
        self._page = page
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def next_page(self) -> BlockingPage | None:
        page = self._loop.run(self._page.next_page())
        return None if page is None else BlockingPage(page, self._loop)

    def pages(self) -> Iterator[BlockingPage]:
        for page in self._each(self._page.pages()):
            yield BlockingPage(page, self._loop)

    def iterator(self) -> Iterator[Any]:
        return self._each(self._page.iterator())

    def __iter__(self) -> Iterator[Any]:
        return self._each(aiter(self._page))

    def _each(self, items: AsyncIterator[T]) -> Iterator[T]:
        end: Any = object()
        while (item := self._loop.run(anext(items, end))) is not end:
            yield item


PAGES = (Page, BlockingPage)


def connected(colour: str, options: dict[str, Any]) -> Any:
    """Return a client of a colour, with keywords of `SinchClient`; close it when it is no longer needed."""
    return SinchClient(**options) if colour == "synchronous" else Blocking(AsyncSinchClient(**options), Loop())


def pause_with(monkeypatch: pytest.MonkeyPatch, instead: Callable[[float], object]) -> None:
    """Let clients of both colours call a function with the seconds of a pause instead of making it."""
    turn = asyncio.sleep

    async def sleep(seconds: float) -> None:
        if seconds:
            await asyncio.get_running_loop().run_in_executor(None, instead, seconds)
        await turn(0)

    monkeypatch.setattr("sinch.core.session.time.sleep", instead)
    monkeypatch.setattr("sinch.core.async_session.sleep", sleep)


# Fixtures, which tests/conftest.py makes known


def chosen(metafunc: pytest.Metafunc) -> None:
    """Run a test in the colours of its mark, or that of its module."""
    if "colour" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("colours")
        if mark is not None:
            metafunc.parametrize("colour", mark.args, indirect=True)


@pytest.fixture(scope="session")
def colour(request: pytest.FixtureRequest) -> str:
    """Say in which colour a test runs: the synchronous one, unless it is marked for both."""
    return str(getattr(request, "param", "synchronous"))


@pytest.fixture
def connect(colour: str, sinch_simulator: Simulator) -> Iterator[Connect]:
    """Give a test what opens clients of its simulator, with options, in the colour of the run."""
    opened: list[Any] = []

    def connect(**options: Any) -> Any:
        client = sinch_simulator.client if colour == "synchronous" else sinch_simulator.async_client
        made: Any = client(**options)
        opened.append(made if colour == "synchronous" else Blocking(made, Loop()))
        return opened[-1]

    yield connect
    for client in opened:
        client.close()


@pytest.fixture
def sinch_client(connect: Connect) -> Any:
    """Give a test a client of its simulator, in the colour of the run."""
    return connect()
