"""Whatever is cancelled when: no place, future, connection or descriptor is lost, and others go on."""

from __future__ import annotations

import asyncio
import gc
import random
import socket
import ssl
import sys
from typing import Any

import pytest
import trustme

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.http import TransportFailure, sent_before_cancellation
from tests.asyncio_transport.helpers import (
    BODY,
    LOOPS,
    OK,
    assert_all_back,
    descriptors,
    on,
    pools,
    request,
    settle,
    until,
)
from tests.faults.servers import read_request, serving

pytestmark = pytest.mark.usefixtures("little_garbage")


class Server:
    """Responds to every request in the loop of the test, and knows which it has read."""

    def __init__(self, pause: float = 0.0, context: ssl.SSLContext | None = None) -> None:
        self.pause = pause
        self.context = context
        self.targets: list[str] = []
        self.writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> int:
        self.server = await asyncio.start_server(self.handle, "127.0.0.1", 0, ssl=self.context, backlog=1000)
        port: int = self.server.sockets[0].getsockname()[1]
        return port

    async def __aexit__(self, *_: Any) -> None:
        self.server.close()
        for writer in list(self.writers):
            writer.transport.abort()
        await settle(3)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if b"Content-Length: 2\r\n" in head:
                    await reader.readexactly(2)
                self.targets.append(head.split(b" ")[1].decode())
                if self.pause:
                    await asyncio.sleep(self.pause * random.random())
                writer.write(OK)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self.writers.discard(writer)
            writer.transport.abort()


def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


def told_sent(error: BaseException) -> bool:
    """Return what the error of a task says; Python 3.10 raises another one for a task, whose context it is."""
    context = error.__context__ if sys.version_info < (3, 11) else None
    return sent_before_cancellation(context or error)


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("way", ["plain", "tls", "used", "waiting"])
def test_a_cancellation_after_any_number_of_turns(way: str, loop: str) -> None:
    async def main() -> None:
        server_context, client_context = contexts() if way == "tls" else (None, None)
        async with Server(context=server_context) as port:
            origin = f"https://localhost:{port}" if way == "tls" else f"http://localhost:{port}"
            transport = AsyncioTransport(pool_size=1, ssl_context=client_context)
            await transport.send(request(origin, target="/warm"))
            await transport.aclose()
            await settle()
            before = descriptors()
            ended = 0
            for turns in range(200):
                if way == "used":
                    await transport.send(request(origin))
                other: asyncio.Task[Any] | None = None
                if way == "waiting":
                    other = asyncio.ensure_future(transport.send(request(origin)))
                    await asyncio.sleep(0)
                task = asyncio.ensure_future(transport.send(request(origin)))
                next_one = asyncio.ensure_future(transport.send(request(origin)))
                for _ in range(turns):
                    await asyncio.sleep(0)
                if turns % 3:
                    await asyncio.sleep(0.001 * (turns % 5))
                task.cancel()
                try:
                    assert (await task).content == BODY
                    ended += 1
                except asyncio.CancelledError:
                    pass
                assert (await next_one).content == BODY, "who waited behind goes on"
                if other is not None:
                    assert (await other).content == BODY
                assert_all_back(transport)
                await transport.aclose()
                if ended > 10:
                    break
            await until(lambda: descriptors() <= before)
            ours = [task for task in asyncio.all_tasks() if "Server.handle" not in repr(task)]
            assert ours == [asyncio.current_task()]

    on(loop, main())


def test_a_cancelled_exchange_closes_its_connection_and_tells_whether_it_was_sent() -> None:
    async def main() -> None:
        async with Server(pause=10) as port:
            transport = AsyncioTransport(pool_size=1)
            sending = asyncio.ensure_future(transport.send(request(port)))
            waiting = asyncio.ensure_future(transport.send(request(port)))
            await asyncio.sleep(0.1)
            for task, sent in ((waiting, False), (sending, True)):
                task.cancel()
                with pytest.raises(asyncio.CancelledError) as caught:
                    await task
                assert told_sent(caught.value) == sent
            assert_all_back(transport)
            assert pools(transport)[0].idle == 0
            await transport.aclose()
        assert sent_before_cancellation(asyncio.CancelledError()), "of another library's nothing is known"

    asyncio.run(main())


def test_a_cancelled_connection_attempt_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            fillers = [socket.socket() for _ in range(4)]
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(full.getsockname())
            before = descriptors()
            transport = AsyncioTransport()
            tasks = [
                asyncio.ensure_future(transport.send(request(full.getsockname()[1], connect_timeout=60, timeout=60)))
                for _ in range(10)
            ]
            await asyncio.sleep(0.05)
            for task in tasks:
                task.cancel()
            for task in tasks:
                with pytest.raises(asyncio.CancelledError) as caught:
                    await task
                assert not told_sent(caught.value)
            await settle()
            assert descriptors() == before
            assert_all_back(transport)
            for filler in fillers:
                filler.close()

    asyncio.run(main())


@pytest.mark.parametrize("loop", LOOPS)
def test_a_place_that_comes_at_the_moment_of_a_cancellation_is_passed_on(loop: str) -> None:
    async def main() -> None:
        async with Server() as port:
            transport = AsyncioTransport(pool_size=1)
            await transport.send(request(port))
            pool = pools(transport)[0]
            assert pool.enter()
            waiting = [asyncio.ensure_future(transport.send(request(port))) for _ in range(3)]
            await asyncio.sleep(0.01)
            assert pool.waiting == 3
            pool.leave()  # to the first in line, which does not live to see it
            waiting[0].cancel()
            waiting[1].cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting[0]
            assert (await waiting[2]).content == BODY
            with pytest.raises(asyncio.CancelledError):
                await waiting[1]
            assert_all_back(transport)
            await transport.aclose()

    on(loop, main())


@pytest.mark.parametrize("loop", LOOPS)
def test_a_storm_of_2000_tasks_a_third_of_them_cancelled(loop: str) -> None:
    async def main() -> None:
        server = Server(pause=0.002)
        async with server as port:
            transport = AsyncioTransport(pool_size=16)
            await asyncio.gather(*(transport.send(request(port, target="/warm")) for _ in range(16)))
            await settle()
            before = descriptors()
            done: list[int] = []
            unknown: list[int] = []
            unsent: list[int] = []
            random.seed(15)

            async def one(index: int) -> None:
                try:
                    response = await transport.send(request(port, target=f"/{index}", timeout=60))
                    assert response.content == BODY
                    done.append(index)
                except asyncio.CancelledError as error:
                    (unknown if sent_before_cancellation(error) else unsent).append(index)
                    raise

            tasks = [asyncio.ensure_future(one(index)) for index in range(2000)]
            victims = random.sample(tasks, 667)
            while victims:
                for task in [victims.pop() for _ in range(min(len(victims), 7))]:
                    task.cancel()
                await asyncio.sleep(random.random() * 0.004)
            await asyncio.gather(*tasks, return_exceptions=True)
            started = sum(task.cancelled() for task in tasks)
            assert len(done) + started == 2000
            assert len(done) >= 1333
            assert_all_back(transport)
            await asyncio.sleep(0.05)
            received = [int(target[1:]) for target in server.targets if target != "/warm"]
            assert len(received) == len(set(received)), "none twice"
            assert set(done) <= set(received) <= {*done, *unknown}
            assert not set(unsent) & set(received)
            assert descriptors() <= before + 32
            assert len(server.writers) <= 16
            responses = await asyncio.gather(*(transport.send(request(port)) for _ in range(64)))
            assert len(responses) == 64
            await transport.aclose()

    on(loop, main())


def test_cancellation_by_a_timeout_around_the_call() -> None:
    async def main() -> None:
        async with Server(pause=10) as port:
            transport = AsyncioTransport(pool_size=2)
            for _ in range(5):
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(transport.send(request(port)), 0.02)
            assert_all_back(transport)
            await transport.aclose()

    asyncio.run(main())


def test_a_program_that_ends_during_exchanges_leaves_nothing() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.recv(1)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=3)
        tasks = [asyncio.ensure_future(transport.send(request(port))) for _ in range(10)]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in tasks)

    with serving(handle) as port:
        before = descriptors()
        asyncio.run(main(port))
        gc.collect()
        assert descriptors() <= before + 3, "of the server's side"


def test_a_failure_while_others_wait_hands_the_place_on() -> None:
    def handle(connection: socket.socket) -> None:
        asked = read_request(connection)
        if b"/good" in asked:
            connection.sendall(OK)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=1)
        outcomes = await asyncio.gather(
            *(transport.send(request(port, target=target)) for target in ["/bad", "/good"] * 10),
            return_exceptions=True,
        )
        assert [isinstance(outcome, TransportFailure) for outcome in outcomes] == [True, False] * 10
        assert_all_back(transport)
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))
