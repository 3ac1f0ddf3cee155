"""Names of hosts: looked up without waiting beyond a time limit, which the system itself does not offer.

The system looks a name up in one piece, which can take minutes. It does so in a thread that is left behind when the
time is up; whoever asks for the same name meanwhile waits for the same thread, so that their number stays small.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import Any

_lookups: dict[tuple[int, str, int], _Lookup] = {}


class _Lookup(threading.Thread):
    """One look-up of a name; daemonic, so that it never holds the exit of the program."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(name=f"sinch-name-{host}", daemon=True)
        self.host = host
        self.port = port
        self.done = threading.Event()
        self.addresses: list[Any] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.addresses = socket.getaddrinfo(self.host, self.port, 0, socket.SOCK_STREAM)
        except BaseException as error:  # told to whoever waits, in its own thread
            self.failure = error.with_traceback(None)
        finally:
            _lookups.pop((os.getpid(), self.host, self.port), None)
            self.done.set()


def look_up(host: str, port: int, seconds: float) -> list[Any]:
    """Return the addresses of a host as `socket.getaddrinfo` does.

    Raises:
        TimeoutError: they are not known within the time given.
        socket.gaierror, UnicodeError: there are none.

    """
    try:
        return socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)
    except socket.gaierror:
        pass  # not an address, so it has to be looked up
    until = time.monotonic() + seconds
    key = os.getpid(), host, port  # a forked process has none of the threads of its parent
    lookup = _lookups.get(key)
    if lookup is None or not (lookup.is_alive() or lookup.done.is_set()):  # one that was interrupted never started
        lookup = _lookups[key] = _Lookup(host, port)
        lookup.start()
    if not lookup.done.wait(max(0.0, until - time.monotonic())):
        raise TimeoutError(f"the name of the host was not found within {seconds:g} s")
    if lookup.failure is not None:
        raise lookup.failure
    return lookup.addresses
