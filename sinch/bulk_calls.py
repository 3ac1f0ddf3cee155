"""`sinch.bulk`: one method called for many requests, several at a time, each outcome reported as it comes.

    for request, outcome in sinch.bulk(client.sms.batches.send_sms, requests):
        ...

An asynchronous method gives an asynchronous iterator. Requests are taken as there is room for them, so that any number
of them takes no more memory than `limit` does; what is finished waits until it is taken. A 429 pauses all together.
"""

from __future__ import annotations

import asyncio
import inspect
import queue
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar, cast, overload

from sinch.core.exceptions import ArgumentError, RateLimitError
from sinch.core.retry import RETRY_AFTER_CAP, retry_after

T = TypeVar("T")

_ROUNDS = 5
"""How often a request is made again that met a 429, each time after a pause of all."""
_END: Any = object()


class BulkCounts(NamedTuple):
    """How far it has come."""

    succeeded: int
    failed: int
    """Failures whose outcome is known: nothing was sent, or it was rejected."""
    unknown: int
    """Requests that may have been carried out: look before repeating them."""

    @property
    def finished(self) -> int:
        """All of them together."""
        return self.succeeded + self.failed + self.unknown


class _BulkCalls(Generic[T]):
    """What both colours share: the requests, the pause of all, and the counts."""

    def __init__(
        self,
        method: Callable[..., Any],
        requests: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]],
        limit: int,
        progress: Callable[[BulkCounts], object] | None,
    ) -> None:
        self._method = method
        self._requests = requests
        self._limit = limit
        self._progress = progress
        self._begun = self._stopped = False
        self._resume_at = 0.0
        self._failure: BaseException | None = None
        self.counts: BulkCounts = BulkCounts(0, 0, 0)
        """How far it has come."""
        self.unknown: list[Mapping[str, Any]] = []
        """The requests that may have been carried out, though no response came: look before repeating them."""

    def _begin(self) -> None:
        if self._begun:  # a second loop over a list would send it all again
            raise RuntimeError("these calls are made already: they can be iterated once")
        self._begun = True

    def _count(self, request: Mapping[str, Any], outcome: T | BaseException) -> None:
        succeeded, failed, unknown = self.counts
        if not isinstance(outcome, BaseException):
            succeeded += 1
        elif getattr(outcome, "outcome_unknown", False):
            unknown += 1
            self.unknown.append(request)
        else:
            failed += 1
        self.counts = BulkCounts(succeeded, failed, unknown)
        progress, self._progress = self._progress, None
        if progress is not None:
            progress(self.counts)
            self._progress = progress  # one that raises is not called again

    def _pause_all(self, error: RateLimitError, round_: int) -> None:
        wanted = retry_after(error.headers.get("retry-after"), time.time)
        seconds = min(wanted if wanted is not None else 2.0**round_, RETRY_AFTER_CAP)
        self._resume_at = max(self._resume_at, time.monotonic() + seconds)


class Bulk(_BulkCalls[T]):
    """Calls in threads. Iterate it for pairs of a request and its result or exception; it can be iterated once.

    Leaving the loop takes no more requests. Those under way are finished and counted before it is left.
    """

    def __iter__(self) -> Iterator[tuple[Mapping[str, Any], T | Exception]]:
        self._begin()
        source = iter(cast("Iterable[Mapping[str, Any]]", self._requests))
        lock = threading.Lock()
        finished: queue.Queue[Any] = queue.Queue(self._limit)
        arguments = source, lock, finished
        threads = [
            threading.Thread(target=self._work, args=arguments, name="sinch-bulk", daemon=True)
            for _ in range(self._limit)
        ]
        working = 0
        try:
            for thread in threads:
                thread.start()
                working += 1
            while working:
                done = finished.get()
                if done is _END:
                    working -= 1
                    continue
                self._count(*done)
                yield done
        finally:
            self._stopped = True
            while working:
                done = finished.get()
                if done is _END:
                    working -= 1
                else:
                    self._count(*done)
        if self._failure is not None:
            raise self._failure

    def _work(self, source: Iterator[Mapping[str, Any]], lock: threading.Lock, finished: queue.Queue[Any]) -> None:
        try:
            while not self._stopped and self._failure is None:
                try:
                    with lock:
                        request = next(source)
                except StopIteration:
                    return
                except BaseException as error:  # told to whoever iterates
                    self._failure = error
                    return
                finished.put((request, self._call(request)))
        finally:
            finished.put(_END)

    def _call(self, request: Mapping[str, Any]) -> T | Exception:
        for round_ in range(_ROUNDS + 1):
            while (seconds := self._resume_at - time.monotonic()) > 0:
                time.sleep(seconds)
            try:
                result: T = self._method(**request)
                return result
            except RateLimitError as error:
                if round_ == _ROUNDS:
                    return error
                self._pause_all(error, round_)
            except Exception as error:
                return error
        raise AssertionError("the last round returns")


class AsyncBulk(_BulkCalls[T]):
    """Calls in tasks. Iterate it for pairs of a request and its result or exception; it can be iterated once.

    Leaving the loop takes no more requests. Those under way are finished and counted before the iterator is closed;
    when the task that iterates is cancelled, so are they, and `unknown` has those that may have been carried out.
    To wait for those under way after a `break`, close the iterator: `async with aclosing(aiter(calls)) as outcomes:`.
    """

    async def __aiter__(self) -> AsyncIterator[tuple[Mapping[str, Any], T | Exception]]:
        self._begin()
        take = _taking(self._requests)
        finished: asyncio.Queue[Any] = asyncio.Queue()
        room = asyncio.Semaphore(2 * self._limit)  # for requests under way, and as many that are finished
        workers = [asyncio.ensure_future(self._work(take, finished, room)) for _ in range(self._limit)]
        working = len(workers)
        cancelled: asyncio.CancelledError | None = None
        try:
            while working:
                done = await finished.get()
                room.release()
                if done is _END:
                    working -= 1
                    continue
                self._count(*done)
                yield done
        except asyncio.CancelledError as error:
            cancelled = error
            for worker in workers:
                worker.cancel()
        finally:
            self._stopped = True
            while working:
                try:
                    done = await finished.get()
                except asyncio.CancelledError as error:
                    cancelled = error
                    for worker in workers:
                        worker.cancel()
                    continue
                room.release()
                if done is _END:
                    working -= 1
                else:
                    self._count(*done)
            if cancelled is not None:
                raise cancelled
        if self._failure is not None:
            raise self._failure

    async def _work(
        self, take: Callable[[], Awaitable[Any]], finished: asyncio.Queue[Any], room: asyncio.Semaphore
    ) -> None:
        try:
            while True:
                await room.acquire()
                if self._stopped or self._failure is not None:
                    return
                request = await take()
                if request is _END:
                    return
                try:
                    outcome = await self._call(request)
                except asyncio.CancelledError as cancelled:
                    if getattr(cancelled, "outcome_unknown", False):
                        finished.put_nowait((request, cancelled))
                    raise
                finished.put_nowait((request, outcome))
        except (Exception, asyncio.CancelledError) as error:  # of the requests; told to whoever iterates
            self._failure = self._failure or error
        finally:
            finished.put_nowait(_END)

    async def _call(self, request: Mapping[str, Any]) -> T | Exception:
        for round_ in range(_ROUNDS + 1):
            while (seconds := self._resume_at - time.monotonic()) > 0:
                await asyncio.sleep(seconds)
            try:
                result: T = await self._method(**request)
                return result
            except RateLimitError as error:
                if round_ == _ROUNDS:
                    return error
                self._pause_all(error, round_)
            except Exception as error:
                return error
        raise AssertionError("the last round returns")


def _taking(
    requests: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]],
) -> Callable[[], Awaitable[Any]]:
    """Return a function that takes the next request, for several tasks at once; `_END` after the last."""
    if isinstance(requests, AsyncIterable):
        iterator = requests.__aiter__()
        turn = asyncio.Lock()  # an asynchronous iterator must not be asked again before it has responded

        async def take_next() -> Any:
            async with turn:
                try:
                    return await iterator.__anext__()
                except StopAsyncIteration:
                    return _END

        return take_next
    plain = iter(requests)

    async def take() -> Any:
        return next(plain, _END)

    return take


def _is_asynchronous(method: Callable[..., Any]) -> bool:
    """Tell whether a method is to be awaited: as a coroutine function, or a list of an asynchronous client."""
    if inspect.iscoroutinefunction(method):
        return True
    while isinstance(method, partial):
        method = method.func
    from sinch.core.async_resource import AsyncResource

    return isinstance(getattr(method, "__self__", None), AsyncResource)


@overload
def bulk(  # type: ignore[overload-overlap]  # an awaitable is also something, and goes first
    method: Callable[..., Awaitable[T]],
    requests: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]],
    *,
    limit: int = 32,
    progress: Callable[[BulkCounts], object] | None = None,
) -> AsyncBulk[T]: ...


@overload
def bulk(
    method: Callable[..., T],
    requests: Iterable[Mapping[str, Any]],
    *,
    limit: int = 32,
    progress: Callable[[BulkCounts], object] | None = None,
) -> Bulk[T]: ...


def bulk(
    method: Callable[..., Any],
    requests: Iterable[Mapping[str, Any]] | AsyncIterable[Mapping[str, Any]],
    *,
    limit: int = 32,
    progress: Callable[[BulkCounts], object] | None = None,
) -> Bulk[Any] | AsyncBulk[Any]:
    """Call a method for many requests, several at a time.

    Think of one batch first: `client.sms.batches.send_sms` takes 1000 recipients at once, with `parameters` for what
    differs from one to the other.

    Args:
        method: of a client, such as `client.sms.batches.send_sms`; an asynchronous one is awaited.
        requests: the keywords of each call, as dictionaries. They are taken as there is room for them, from any
            iterable, and for an asynchronous method from an asynchronous one too.
        limit: how many calls are under way at the most; 1 or more.
        progress: called with the counts whenever a call has finished.

    Returns:
        An iterable of pairs: the request, and the result of the method or the exception that it raised. They come as
        they finish, in any order. `counts` says how far it has come, and `unknown` which requests may have been carried
        out without a response. One failure stops nothing. A 429 pauses all calls and is tried again, since nothing was
        taken.

    Raises:
        ArgumentError: the limit is not 1 or more, or an asynchronous iterable goes with a method that is not.

    Example:
        >>> texts = [{"to": ["+12025550123"], "from_": "+12025550199", "body": f"Number {n}"} for n in range(3)]
        >>> for request, outcome in sinch.bulk(client.sms.batches.send_sms, texts):
        ...     print(request["body"], getattr(outcome, "id", outcome))

    """
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ArgumentError(f"limit must be an integer of 1 or more, not {limit!r}")
    if _is_asynchronous(method):
        return AsyncBulk(method, requests, limit, progress)
    if isinstance(requests, AsyncIterable):
        raise ArgumentError("requests are asynchronous, but the method is not: use that of an AsyncSinchClient")
    return Bulk(method, requests, limit, progress)
