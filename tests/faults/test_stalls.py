"""Stalls: wherever a call is held up until its deadline has passed, nothing is sent any more, and the caller hears so.

A stall is a jump of the clock, before any line of the SDK, of urllib3 and of http.client that a call comes by: as a
stopped process, garbage collection or a busy machine bring it about.
"""

from __future__ import annotations

import random
import socket
import sys
import threading
import time
from types import FrameType
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core import names
from tests.faults.servers import PATIENCE, client_of, eventually, read_request, response, serving

TIMEOUT = 1000.0
SAMPLES = 150


class Stall:
    """A clock that jumps beyond the deadline before one of the lines that a thread comes by."""

    def __init__(self, at: int = -1) -> None:
        self.at = at
        self.passed = 0
        self.offset = 0.0
        self.left = False
        """Whether the request had been handed to the system by then."""
        self._sent = False
        self._genuine = time.monotonic

    def monotonic(self) -> float:
        return self._genuine() + self.offset

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        name = frame.f_code.co_filename
        if not any(part in name for part in ("sinch/core", "/urllib3/", "/http/client")):
            return None
        if event == "line":
            self.passed += 1
            if self.passed == self.at:
                self.offset += TIMEOUT + 1
                self.left = self._sent
        return self.trace

    def profile(self, _: FrameType, event: str, function: Any) -> None:
        if event == "c_call" and isinstance(getattr(function, "__self__", None), socket.socket):
            self._sent |= function.__name__ in ("send", "sendall")

    def run(self, work: Any) -> Any:
        time.monotonic = self.monotonic
        sys.settrace(self.trace)
        sys.setprofile(self.profile)
        try:
            return work()
        finally:
            sys.setprofile(None)
            sys.settrace(None)
            time.monotonic = self._genuine


@pytest.mark.parametrize("size", [2, 200_000], ids=["short", "long"])
@pytest.mark.parametrize("fresh", [True, False], ids=["new connection", "connection used again"])
def test_nothing_leaves_after_a_stall_beyond_the_deadline(fresh: bool, size: int) -> None:
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            received.append(request)
            connection.sendall(response(status="201 Created"))

    def send(client: SinchClient, text: str) -> None:
        client.sms.batches.send_sms(to=["+12025550123"], body=text)

    with serving(handle) as port:

        def stalled(at: int) -> tuple[Stall, BaseException | None]:
            # the clock of the read timeout is the system's, so that no response is awaited for a thousand seconds
            with client_of(port, timeout=TIMEOUT, read_timeout=PATIENCE, idle_timeout=TIMEOUT * 3) as client:
                if not fresh:
                    send(client, "Hi")
                received.clear()
                stall = Stall(at)
                try:
                    stall.run(lambda: send(client, "x" * size))
                except sinch.SinchException as error:
                    return stall, error
                return stall, None

        stalled(-1)  # so that all modules are there
        points = stalled(-1)[0].passed
        assert points > 200
        early = 0
        for at in sorted(random.Random(7).sample(range(1, points + 1), min(SAMPLES, points))):
            stall, error = stalled(at)
            if stall.left:
                continue  # it was on its way; whether its response is taken or given up depends on where it was read
            early += 1
            assert isinstance(error, sinch.RequestTimeoutError), (at, error)
            assert not error.outcome_unknown
            assert received == [], at
        assert early > SAMPLES / 4


def test_a_name_that_takes_too_long_is_given_up_and_nothing_is_sent_later(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = socket.getaddrinfo
    found, asked = threading.Event(), []

    def slow(host: Any, *rest: Any) -> Any:
        if host != "slow.example":
            return genuine(host, *rest)
        if rest[-1] == socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "not an address")
        asked.append(host)
        found.wait(PATIENCE)
        return genuine("127.0.0.1", *rest)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            received.append(request)
            connection.sendall(response(status="201 Created"))

    with serving(handle) as port, client_of(f"http://slow.example:{port}", max_retries=0) as client:
        for limit in ({"timeout": 0.2}, {"connect_timeout": 0.2}):
            started = time.monotonic()
            with pytest.raises(sinch.RequestTimeoutError) as caught:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi", options=limit)  # type: ignore[arg-type]
            assert time.monotonic() - started < 20
            assert not caught.value.outcome_unknown
        found.set()
        assert eventually(lambda: not names._lookups)
        assert asked == ["slow.example"], "the second call waited for the look-up of the first"
        assert received == []
        client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert len(received) == 1


def test_a_name_is_found_although_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the end of the program, or where a machine has no more of them."""

    def full(*_: Any) -> None:
        raise RuntimeError("can't start new thread")

    def handle(connection: socket.socket) -> None:
        if read_request(connection):
            connection.sendall(response(status="201 Created"))

    monkeypatch.setattr("sinch.core.names.start_new_thread", full)
    with serving(handle) as port, client_of(f"http://localhost:{port}") as client:
        assert client.sms.batches.send_sms(to=["+12025550123"], body="Hi").id == "b"
