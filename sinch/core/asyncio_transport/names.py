"""Names of hosts into addresses, in daemon threads of our own.

`getaddrinfo` cannot be interrupted. In the loop's default executor it would hold the exit of the program and the places
of other work, so it runs in threads that nobody waits for. Their number is bounded; those who ask for the same name at
the same time share one.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import socket
import threading
import time
from collections import deque
from typing import Any, TypeAlias

from sinch.core.asyncio_transport.failures import UnknownName

MAX_THREADS = 16
_SHARED_FOR = 2.0
"""Seconds after which a lookup counts as stuck, so that the next who asks does not wait for it too."""
_MAX_PER_NAME = 3
"""Lookups of one name at the same time, so that a stuck one cannot take all threads."""
_NUMERIC = re.compile(r"[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")

Address: TypeAlias = "tuple[int, int, int, str, Any]"


class _Lookup:
    def __init__(self, key: tuple[str, int]) -> None:
        self.key = key
        self.begun = time.monotonic()
        self.waiters: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[Any]]] = []


class Resolver:
    """Resolves names for the loops of one transport."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, int], _Lookup] = {}
        self._queue: deque[_Lookup] = deque()
        self._running: dict[tuple[str, int], int] = {}
        self._threads = 0

    def start(self, loop: asyncio.AbstractEventLoop, host: str, port: int) -> asyncio.Future[list[Address] | Exception]:
        """Return a future for the addresses of a host, or for what was wrong. It may be cancelled or forgotten."""
        future: asyncio.Future[list[Address] | Exception] = loop.create_future()
        if _NUMERIC.fullmatch(host):
            future.set_result(_resolve(host, port))  # without asking anybody
            return future
        key = host, port
        with self._lock:
            lookup = self._lookups.get(key)
            if lookup is None or self._is_stuck(lookup):
                lookup = _Lookup(key)
                if self._threads < MAX_THREADS and not self._has_thread():
                    future.set_result(OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)))
                    return future
                self._lookups[key] = lookup
                self._queue.append(lookup)
                self._running[key] = self._running.get(key, 0) + 1
            lookup.waiters.append((loop, future))
        return future

    def _is_stuck(self, lookup: _Lookup) -> bool:
        return (
            time.monotonic() - lookup.begun > _SHARED_FOR
            and self._threads < MAX_THREADS
            and self._running[lookup.key] < _MAX_PER_NAME
        )

    def _has_thread(self) -> bool:
        # started within the lock, so that it finds the queue as it will be
        try:
            threading.Thread(target=self._work, name="sinch name resolution", daemon=True).start()
        except RuntimeError:  # the system has no more
            return self._threads > 0
        self._threads += 1
        return True

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._queue:
                    self._threads -= 1
                    return
                lookup = self._queue.popleft()
            found = _resolve(*lookup.key)
            with self._lock:
                self._forget(lookup)
            for loop, future in lookup.waiters:
                try:
                    loop.call_soon_threadsafe(_deliver, future, found)
                except RuntimeError:
                    pass  # that loop is closed, and nobody waits in it any more

    def _forget(self, lookup: _Lookup) -> None:
        key = lookup.key
        if self._lookups.get(key) is lookup:
            del self._lookups[key]
        self._running[key] -= 1
        if not self._running[key]:
            del self._running[key]


def _deliver(future: asyncio.Future[Any], found: list[Address] | Exception) -> None:
    if not future.done():
        future.set_result(found)


def _resolve(host: str, port: int) -> list[Address] | Exception:
    try:
        return list(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
    except socket.gaierror as error:
        missing = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        return UnknownName(final=error.errno in missing)
    except UnicodeError:  # a label that is too long, or empty
        return UnknownName(final=True)
    except OSError as error:
        return error.with_traceback(None)
