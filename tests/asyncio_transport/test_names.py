"""Names are resolved in threads that nobody waits for, few in number, and shared by those who ask for the same one."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from sinch.core.asyncio_transport import AsyncioTransport, names
from tests.asyncio_transport.helpers import BODY, OK, assert_all_back, closing, failing, once_failing, request
from tests.faults.servers import read_request, serving


def handle(connection: socket.socket) -> None:
    while read_request(connection):
        connection.sendall(OK)


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (socket.gaierror(socket.EAI_NONAME, "s3cret"), True),
        (socket.gaierror(socket.EAI_AGAIN, "s3cret"), False),
        (UnicodeError("s3cret"), True),
    ],
)
def test_a_name_that_is_not_known(error: Exception, final: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    failed = once_failing("http://nowhere.example")
    assert failed.reason == "the name of the host in http://nowhere.example is not known"
    assert (failed.sent, failed.timed_out, failed.final) == (False, False, final)


def test_those_who_ask_at_the_same_time_share_a_lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, asked = socket.getaddrinfo, []

    def slow(host: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        time.sleep(0.1)
        return genuine("127.0.0.1", *args, **kwargs)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=20)
        work = asyncio.gather(*(transport.send(request(f"http://shared.example:{port}")) for _ in range(20)))
        assert [response.content for response in await closing(transport, work)] == [BODY] * 20

    with serving(handle) as port:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        asyncio.run(main(port))
    assert asked == ["shared.example"]


def resolving() -> int:
    return sum(thread.name == "sinch name resolution" for thread in threading.enumerate())


def test_stuck_lookups_take_a_bounded_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    genuine = socket.getaddrinfo

    def stuck(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "localhost":
            release.wait(20)
        return genuine("127.0.0.1", *args, **kwargs)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        asked = [
            failing(transport, request(f"http://{index}.example:{port}", timeout=0.2))
            for index in range(names.MAX_THREADS + 20)
        ]
        for failed in await asyncio.gather(*asked):
            assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
        assert resolving() == names.MAX_THREADS
        assert_all_back(transport)
        release.set()
        # those in the queue come to their turn, and then all others
        assert (await transport.send(request(f"http://localhost:{port}"))).content == BODY
        await asyncio.sleep(0.1)
        assert resolving() == 0
        await transport.aclose()

    with serving(handle) as port:
        monkeypatch.setattr(socket, "getaddrinfo", stuck)
        asyncio.run(main(port))


def test_one_stuck_name_leaves_threads_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    genuine = socket.getaddrinfo
    lookups: list[str] = []

    def stuck(host: str, *args: Any, **kwargs: Any) -> Any:
        lookups.append(host)
        if host == "stuck.example":
            release.wait(20)
        return genuine("127.0.0.1", *args, **kwargs)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        for _ in range(6):
            await failing(transport, request(f"http://stuck.example:{port}", timeout=0.05))
        assert lookups == ["stuck.example"] * 3, "a new one where the last seems stuck, but not without end"
        assert (await transport.send(request(f"http://fine.example:{port}"))).content == BODY
        release.set()
        await transport.aclose()

    with serving(handle) as port:
        monkeypatch.setattr(socket, "getaddrinfo", stuck)
        monkeypatch.setattr(names, "_SHARED_FOR", 0.01)
        asyncio.run(main(port))


def test_a_system_without_further_threads_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def main() -> None:
        transport = AsyncioTransport()
        monkeypatch.setattr(threading.Thread, "start", start)
        failed = await failing(transport, request("http://some.example"))
        assert (failed.sent, failed.final) == (False, False)
        assert_all_back(transport)
        await transport.aclose()

    asyncio.run(main())


def test_a_stuck_lookup_does_not_hold_the_exit_of_the_program() -> None:
    script = """
import asyncio, socket, time
from sinch.core.asyncio_transport import AsyncioTransport
from tests.asyncio_transport.helpers import failing, request
socket.getaddrinfo = lambda *args, **kwargs: time.sleep(60)
async def main():
    transport = AsyncioTransport()
    await failing(transport, request("http://stuck.example", timeout=0.1))
    await transport.aclose()
asyncio.run(main())
"""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - started < 30


def test_an_address_needs_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: threading.Thread) -> None:
        raise AssertionError

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        monkeypatch.setattr(threading.Thread, "start", start)
        response = await closing(transport, transport.send(request(port)))
        monkeypatch.undo()
        assert response.content == BODY

    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            handle(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    asyncio.run(main(listener.getsockname()[1]))
    listener.close()
    thread.join()
