"""Exceptions raised in a thread from outside, as job queues and time limits do: they cost that thread its call.

The trace function of Python raises one before any line or bytecode of the SDK, `PyThreadState_SetAsyncExc` wherever the
interpreter looks for one, in urllib3 and the standard library too.
"""

from __future__ import annotations

import _thread
import ctypes
import gc
import itertools
import logging
import os
import random
import socket
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import urllib3

import sinch
from sinch import SinchClient
from sinch.core import names
from sinch.core.flag import Flag
from sinch.core.urllib3_transport import Urllib3Transport
from sinch.core.urllib3_transport.transport import _Pool
from sinch.testing import Simulator
from tests.faults.servers import PATIENCE, eventually, read_request, response, serving

OURS = str(Path(sinch.__file__).parent) + os.sep
THREADS = 16
SAMPLES = int(os.environ.get("ASYNCHRONOUS_EXCEPTIONS", "25"))
"""Of the places at which one is raised; there are about ten thousand."""


SECONDS = 2.0
"""For which they are raised at random."""
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("little_garbage"),
]
"""A connection that nobody refers to any more is closed, and that it was open is said; so is a thread's own end."""


class OutsideError(BaseException):
    """What is raised from outside."""


class Tracer:
    """Counts the lines or bytecodes of the SDK that a thread comes by, and raises at one of them."""

    def __init__(self, opcodes: bool, at: int = -1) -> None:
        self.opcodes = opcodes
        self.at = at
        self.passed = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "call":
            if not frame.f_code.co_filename.startswith(OURS) or "/testing/" in frame.f_code.co_filename:
                return None
            frame.f_trace_opcodes = self.opcodes
        elif event == ("opcode" if self.opcodes else "line"):
            self.passed += 1
            if self.passed == self.at:
                raise OutsideError
        return self


def send(client: SinchClient) -> None:
    client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


def lost(work: Any, tracer: Tracer | None = None) -> threading.Thread:
    """Start a thread in which work may end with an exception from outside."""

    def run() -> None:
        sys.settrace(tracer)
        try:
            work()
        except OutsideError:
            pass
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture(autouse=True)
def nothing_left_for_other_tests() -> Iterator[None]:
    """Collect here the sockets that an exception left to the garbage collector, which it warns of elsewhere."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(keep_requests=10) as simulator:
        with simulator.client() as client:
            send(client)  # so that all modules are there
        yield simulator


@pytest.mark.parametrize("opcodes", [False, True], ids=["lines", "bytecodes"])
@pytest.mark.parametrize("fresh", [True, False], ids=["first call", "later call"])
def test_an_exception_at_any_point_of_the_sdk_costs_other_threads_nothing(
    opcodes: bool, fresh: bool, simulator: Simulator
) -> None:
    def prepared() -> SinchClient:
        client = simulator.client(timeout=PATIENCE)
        if not fresh:
            send(client)
        return client

    counter = Tracer(opcodes)
    with prepared() as client:
        lost(lambda: send(client), counter).join()
    assert counter.passed > 200
    points = list(range(1, counter.passed + 1))
    for at in random.Random(7).sample(points, min(SAMPLES, len(points))):
        with prepared() as client:
            failures: list[BaseException] = []

            def call(client: SinchClient = client, failures: list[BaseException] = failures) -> None:
                try:
                    send(client)
                except BaseException as error:
                    failures.append(error)

            crowd = [threading.Thread(target=call) for _ in range(THREADS - 1 if at % 10 == 0 else 1)]
            victim = lost(lambda client=client: send(client), Tracer(opcodes, at))  # type: ignore[misc]
            for thread in crowd:
                thread.start()
            for thread in (victim, *crowd):
                thread.join(PATIENCE)
                assert not thread.is_alive(), f"a thread hangs after an exception at point {at}"
            assert failures == [], at
            started = time.monotonic()
            send(client)
            assert time.monotonic() - started < 20, "and without a wait for what the lost thread left"
            transport: Any = client.configuration.transport
            idle = [each for pool, *_ in transport._pools.values() for each in pool.pool._connections]
            kept = sum(each.sock is not None for each in idle)  # others are opened again when they are used
            assert left_open(simulator, kept), at
        assert left_open(simulator, 0), at


def left_open(simulator: Simulator, count: int) -> bool:
    """Wait until only so many connections are open; those that hang on an exception's frames are found as garbage."""
    return eventually(lambda: simulator.open_connections == count or gc.collect() is None)


def test_exceptions_wherever_the_interpreter_looks_for_them_stop_no_other_thread(simulator: Simulator) -> None:
    """In urllib3 and the standard library too, with connections that are opened, used again and closed."""
    chance = random.Random(7)
    with simulator.client(timeout=PATIENCE) as client:
        send(client)
        before = descriptors()
        running: dict[int, int] = {}
        over: list[bool] = []

        def work(number: int) -> None:
            try:
                running[number] = threading.get_ident()
                while not over:
                    send(client)
            except (OutsideError, sinch.SinchException):
                pass
            finally:
                running.pop(number, None)

        def guarded(number: int) -> None:
            try:
                work(number)
            except OutsideError:
                running.pop(number, None)

        until = time.monotonic() + SECONDS
        numbers = itertools.count()
        while time.monotonic() < until:
            for _ in range(THREADS - len(running)):
                _thread.start_new_thread(guarded, (next(numbers),))  # without `threading`, whose locks could be lost
            for victim in [*running.values()][:1]:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(victim), ctypes.py_object(OutsideError))
            if chance.random() < 0.02:
                client.close()
                send(client)
            time.sleep(0.002)
        over.append(True)
        assert eventually(lambda: not running), "no thread hangs"
        started = time.monotonic()
        send(client)
        assert time.monotonic() - started < 20
        client.close()
        assert eventually(lambda: descriptors() <= before), "no descriptor stays"


def test_a_connection_that_was_given_back_is_no_longer_closed(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may be sending on it by the time an exception is handled."""
    genuine = _Pool._put_conn

    def put(pool: Any, connection: Any) -> None:
        genuine(pool, connection)
        raise OutsideError

    with simulator.client() as client:
        send(client)
        opened = simulator.connections
        with monkeypatch.context() as patch, pytest.raises(OutsideError):
            patch.setattr(_Pool, "_put_conn", put)
            send(client)
        send(client)
    assert simulator.connections == opened


def test_a_lock_of_the_transport_that_nobody_gives_back_is_not_waited_for_for_ever(simulator: Simulator) -> None:
    with simulator.client() as client:
        transport = client.configuration.transport = Urllib3Transport()
        lost(transport._lock.acquire).join()
        started = time.monotonic()
        send(client)
        assert time.monotonic() - started < 20


def test_records_of_others_pass_untouched_after_an_exception(
    simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    """No thread stays marked as one that sends for the SDK."""
    counter = Tracer(opcodes=False)
    with simulator.client() as client:
        send(client)
        lost(lambda: send(client), counter).join()
        for at in range(counter.passed // 2, counter.passed + 1):
            sys.settrace(Tracer(opcodes=False, at=at))
            try:
                send(client)
            except OutsideError:
                pass
            finally:
                sys.settrace(None)

    def handle(connection: socket.socket) -> None:
        if read_request(connection):
            connection.sendall(response())

    with serving(handle) as port, caplog.at_level(logging.DEBUG, "urllib3"), urllib3.PoolManager() as manager:
        manager.request("GET", f"http://127.0.0.1:{port}/12025550123")
    assert "/12025550123" in caplog.text


def test_a_flag_survives_threads_lost_while_they_wait_for_it_or_set_it() -> None:
    for at in range(1, 80):
        flag = Flag()
        waiting = lost(lambda flag=flag: flag.wait(PATIENCE), Tracer(opcodes=True, at=at))  # type: ignore[misc]
        setting = lost(flag.set, Tracer(opcodes=True, at=at // 2))
        setting.join()
        flag.set()
        waiting.join()
        assert flag.wait(PATIENCE)


def test_a_name_is_looked_up_though_a_thread_was_lost_while_it_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest: genuine(host.replace("one", "localhost"), *rest))
    counter = Tracer(opcodes=True)
    lost(lambda: names.look_up("one", 80, PATIENCE), counter).join()
    for at in range(1, counter.passed + 1):
        lost(lambda: names.look_up("one", 80, PATIENCE), Tracer(opcodes=True, at=at)).join()
        assert names.look_up("one", 80, PATIENCE)
    assert names._lookups == {}
