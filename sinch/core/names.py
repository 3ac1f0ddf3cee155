"""Names of hosts: looked up without waiting beyond a time limit, which the system itself does not offer.

The system looks a name up in one piece, which can take minutes. It does so in a thread that is left behind when the
time is up; whoever asks for the same name meanwhile waits for the same thread, so that their number stays small.
"""

from __future__ import annotations

import os
import socket
from _thread import start_new_thread
from typing import Any

from sinch.core.flag import Flag

_lookups: dict[tuple[int, str, int], _Lookup] = {}
"""Those that are under way, by process (a fork has none of the threads of its parent), host and port."""


class _Lookup:
    """One look-up of a name."""

    def __init__(self, host: str, port: int) -> None:
        self.key = os.getpid(), host, port
        self.done = Flag()
        self.addresses: list[Any] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Look the name up, in a thread that nobody waits for at the end of the program."""
        _lookups[self.key] = self  # here, so that whoever is interrupted while starting the thread leaves nothing
        try:
            self.addresses = socket.getaddrinfo(*self.key[1:], 0, socket.SOCK_STREAM)
        except BaseException as error:  # told to whoever waits, in its own thread
            self.failure = error.with_traceback(None)
        finally:
            _lookups.pop(self.key, None)
            self.done.set()


def look_up(host: str, port: int, seconds: float) -> list[Any]:
    """Return the addresses of a host as `socket.getaddrinfo` does.

    Raises:
        TimeoutError: they are not known within the time given.
        socket.gaierror, UnicodeError: there are none.

    """
    address = _address(host, port)
    if address is not None:
        return [address]
    lookup = _lookups.get((os.getpid(), host, port))
    if lookup is None:
        lookup = _Lookup(host, port)
        try:
            start_new_thread(lookup.run, ())
        except RuntimeError:  # there are no more threads, or none any more at the end of the program
            lookup.run()
    if not lookup.done.wait(seconds):
        raise TimeoutError(f"the name of the host was not found within {seconds:g} s")
    if lookup.failure is not None:
        raise lookup.failure
    return lookup.addresses


def _address(host: str, port: int) -> tuple[Any, ...] | None:
    """Return what a look-up of a host would, if the host is written as an address."""
    for family, rest in ((socket.AF_INET, ()), (socket.AF_INET6, (0, 0))):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port, *rest)
    return None
