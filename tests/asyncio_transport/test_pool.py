"""The pool: its bound, its line, its idle connections, and its life in loops, threads and forked processes."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from typing import Any

import pytest

from sinch.core.asyncio_transport import AsyncioTransport
from tests.asyncio_transport.helpers import (
    BODY,
    LOOPS,
    OK,
    assert_all_back,
    descriptors,
    failing,
    on,
    pools,
    request,
    settle,
    until,
)
from tests.faults.servers import read_request, reset, serving


class Counting:
    """A server that counts connections and requests, and remembers how many there were at a time."""

    def __init__(self, pause: float = 0.0) -> None:
        self.pause = pause
        self.targets: list[str] = []
        self.opened = self.open = self.most = 0
        self.lock = threading.Lock()

    def handle(self, connection: socket.socket) -> None:
        with self.lock:
            self.opened += 1
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            while asked := read_request(connection):
                with self.lock:
                    self.targets.append(asked.split(b" ")[1].decode())
                if self.pause:
                    time.sleep(self.pause)
                connection.sendall(OK)
        finally:
            with self.lock:
                self.open -= 1


@pytest.mark.parametrize("loop", LOOPS)
def test_no_more_connections_than_places(loop: str) -> None:
    server = Counting(0.005)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=4)
        await asyncio.gather(*(transport.send(request(port)) for _ in range(100)))
        assert_all_back(transport)
        assert pools(transport)[0].idle == 4
        await transport.aclose()

    with serving(server.handle) as port:
        on(loop, main(port))
    assert (server.opened, server.most, len(server.targets)) == (4, 4, 100)


def test_first_come_first_served() -> None:
    server = Counting(0.002)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=1)
        await asyncio.gather(*(transport.send(request(port, target=f"/{index}")) for index in range(30)))
        await transport.aclose()

    with serving(server.handle) as port:
        asyncio.run(main(port))
    assert server.targets == [f"/{index}" for index in range(30)]


def test_who_comes_late_does_not_overtake_the_line() -> None:
    server = Counting(0.01)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=1)

        async def again(index: int) -> None:
            for turn in range(3):  # who was just served asks at once, while others wait
                await transport.send(request(port, target=f"/{turn}/{index}"))

        await asyncio.gather(*(again(index) for index in range(4)))
        await transport.aclose()

    with serving(server.handle) as port:
        asyncio.run(main(port))
    assert server.targets == [f"/{turn}/{index}" for turn in range(3) for index in range(4)]


def test_each_origin_has_places_of_its_own() -> None:
    one, other = Counting(0.2), Counting()

    async def main(first: int, second: int) -> None:
        transport = AsyncioTransport(pool_size=1)
        slow = asyncio.ensure_future(transport.send(request(first)))
        await asyncio.wait_for(transport.send(request(second)), 0.15)
        await slow
        await transport.aclose()

    with serving(one.handle) as first, serving(other.handle) as second:
        asyncio.run(main(first, second))
    assert (len(one.targets), len(other.targets)) == (1, 1)


@pytest.mark.parametrize("loop", LOOPS)
def test_what_was_idle_for_long_is_closed_and_not_used(loop: str) -> None:
    server = Counting()

    async def main(port: int) -> None:
        transport = AsyncioTransport(idle_timeout=0.6)
        for pause in (0.25, 0.25, 0.25):  # used again and again, it is not idle
            await transport.send(request(port))
            await asyncio.sleep(pause)
        assert server.opened == 1
        time.sleep(0.7)  # the loop had no chance to close it
        await transport.send(request(port))
        assert server.opened == 2
        await until(lambda: not pools(transport)[0].idle and not server.open)
        await transport.aclose()

    with serving(server.handle) as port:
        on(loop, main(port))


def test_keepalive_is_on() -> None:
    server = Counting()

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        sock = pools(transport)[0]._idle[0]._socket
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        await transport.aclose()

    with serving(server.handle) as port:
        asyncio.run(main(port))


def test_a_request_that_could_not_begin_on_a_used_connection_begins_on_another() -> None:
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while asked := read_request(connection):
            received.append(asked)
            connection.sendall(OK)
        time.sleep(0.3)  # so that the client does not hear that the connection ended

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        connection = pools(transport)[0]._idle[0]
        connection._socket.shutdown(socket.SHUT_WR)  # so that the system takes nothing any more
        assert (await transport.send(request(port))).content == BODY
        assert_all_back(transport)
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))
    assert len(received) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_request_that_was_sent_is_not_sent_again_though_a_used_connection_broke(loop: str) -> None:
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while asked := read_request(connection):
            received.append(asked)
            if len(received) == 2:
                reset(connection)
                return
            connection.sendall(OK)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        failed = await failing(transport, request(port))
        assert failed.reason == f"the connection to http://127.0.0.1:{port} broke"
        assert (failed.sent, failed.timed_out, failed.final) == (True, False, False)
        assert len(received) == 2
        await transport.send(request(port))
        await transport.aclose()

    with serving(handle) as port:
        on(loop, main(port))


@pytest.mark.parametrize("loop", LOOPS)
def test_closing_leaves_nothing_open_and_the_transport_usable(loop: str) -> None:
    server = Counting()

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        before = 0
        for _ in range(3):
            await asyncio.gather(*(transport.send(request(port)) for _ in range(5)))
            await transport.aclose()
            while server.open:
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.05)  # in which the threads of the server close theirs
            assert pools(transport)[0].idle == 0
            before = before or descriptors()
            assert descriptors() == before

    with serving(server.handle) as port:
        on(loop, main(port))


def test_closing_under_load_fails_no_request_and_closes_what_is_in_use_later() -> None:
    server = Counting(0.05)

    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=2)
        under_way = [asyncio.ensure_future(transport.send(request(port))) for _ in range(6)]
        await asyncio.sleep(0.02)
        await transport.aclose()
        assert [response.content for response in await asyncio.gather(*under_way)] == [BODY] * 6
        assert server.opened == 4
        assert_all_back(transport)
        await transport.aclose()
        await asyncio.sleep(0.02)
        assert server.open == 0

    with serving(server.handle) as port:
        asyncio.run(main(port))


@pytest.mark.parametrize("loop", LOOPS)
def test_one_transport_in_one_loop_after_another(loop: str) -> None:
    server = Counting()
    transport = AsyncioTransport()

    async def main(port: int) -> None:
        for _ in range(3):
            assert (await transport.send(request(port))).content == BODY
        await transport.aclose()

    with serving(server.handle) as port:
        for _ in range(3):
            on(loop, main(port))
            assert transport._shared.states == {}
    assert server.opened == 3


def test_one_transport_in_two_threads() -> None:
    server = Counting()
    transport = AsyncioTransport(pool_size=3)
    failures: list[BaseException] = []

    def work(port: int) -> None:
        async def main() -> None:
            for _ in range(20):
                responses = await asyncio.gather(*(transport.send(request(port)) for _ in range(5)))
                assert [response.content for response in responses] == [BODY] * 5
            own = [pool for pool in pools(transport) if pool._loop is asyncio.get_running_loop()]
            assert [(pool.taken, pool.waiting, pool.idle) for pool in own] == [(0, 0, 3)]

        try:
            asyncio.run(main())
        except BaseException as error:
            failures.append(error)

    with serving(server.handle) as port:
        transport._shared.warned = True  # neither of the two closes what is both's
        threads = [threading.Thread(target=work, args=(port,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert server.opened == 6


def test_closing_from_another_thread() -> None:
    server = Counting()
    transport = AsyncioTransport()
    idle, closed = threading.Event(), threading.Event()
    left: list[int] = []

    def work(port: int) -> None:
        async def main() -> None:
            await transport.send(request(port))
            idle.set()
            while not closed.is_set():
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
            left.append(pools(transport)[0].idle)

        asyncio.run(main())

    with serving(server.handle) as port:
        thread = threading.Thread(target=work, args=(port,))
        thread.start()
        idle.wait(5)
        asyncio.run(transport.aclose())
        closed.set()
        thread.join()
    assert left == [0]


def test_a_loop_that_was_closed_without_shutting_down_is_forgotten() -> None:
    server = Counting()
    transport = AsyncioTransport()
    with serving(server.handle) as port, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(transport.send(request(port)))
        loop.close()
        del loop
        asyncio.run(transport.send(request(port)))
        assert transport._shared.states == {}
        gc.collect()


SCRIPT = """
    import asyncio, gc, sys, warnings
    from sinch.core.asyncio_transport import AsyncioTransport
    from tests.asyncio_transport.helpers import request
    warnings.simplefilter("always")
"""


@pytest.mark.parametrize(
    ("program", "warned"),
    [
        ("async def main():\n  await transport.send(request(PORT)); await transport.aclose()\nasyncio.run(main())", 0),
        ("asyncio.run(transport.send(request(PORT)))", 1),
        ("asyncio.run(transport.send(request(PORT)))\nasyncio.run(transport.send(request(PORT)))", 1),
        (
            "async def main():\n  await asyncio.gather(*(transport.send(request(PORT)) for _ in range(5)))\n"
            "asyncio.run(main())",
            1,
        ),
        (
            "async def main():\n  global transport\n  await transport.send(request(PORT))\n"
            "  del transport; gc.collect()\n  await asyncio.sleep(.05)\nasyncio.run(main())",
            1,
        ),
        (
            "async def main():\n  global transport\n  await transport.send(request(PORT)); await transport.aclose()\n"
            "  del transport; gc.collect()\n  await asyncio.sleep(.05)\nasyncio.run(main())",
            0,
        ),
        ("asyncio.run(transport.aclose())", 0),
        ("", 0),
    ],
    ids=["closed", "not closed", "in two loops", "five", "dropped", "closed and dropped", "never used", "nothing"],
)
def test_a_program_that_does_not_close_hears_of_it_once(program: str, warned: int) -> None:
    server = Counting()
    with serving(server.handle) as port:
        script = textwrap.dedent(SCRIPT) + "transport = AsyncioTransport()\n" + program.replace("PORT", str(port))
        done = subprocess.run([sys.executable, "-X", "dev", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Warning") == done.stderr.count("ResourceWarning: an AsyncioTransport") * 1 == warned, (
        done.stderr
    )
    assert done.stderr.count("aclose") >= warned


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_process_has_connections_of_its_own() -> None:
    server = Counting()
    script = """
        import asyncio, os, sys
        from sinch.core.asyncio_transport import AsyncioTransport
        from tests.asyncio_transport.helpers import request, pools
        transport = AsyncioTransport()
        async def use(target, times=1):
            for _ in range(times):
                assert (await transport.send(request(PORT, target=target))).status_code == 200
            await transport.aclose()
        async def parent():
            await transport.send(request(PORT, target="/before"))
            child = os.fork()
            if child == 0:
                try:
                    asyncio.run(use("/child", 2))
                except BaseException as error:
                    print(repr(error))
                    os._exit(1)
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
            assert pools(transport)[0].idle == 1
            await use("/after")
        asyncio.run(parent())
        print("done")
    """.replace("PORT", "{port}")
    with serving(server.handle) as port:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(script.format(port=port))],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (done.stdout, done.stderr) == ("done\n", "")
    assert server.targets == ["/before", "/child", "/child", "/after"]
    assert server.opened == 2, "the parent's connection served it afterwards, and nobody else"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_child_process_holds_no_connection_of_its_parent_open() -> None:
    server = Counting()
    script = """
        import asyncio, os, sys
        from sinch.core.asyncio_transport import AsyncioTransport
        from tests.asyncio_transport.helpers import request
        transport = AsyncioTransport()
        async def use(close):
            await transport.send(request(PORT))
            if close:
                await transport.aclose()
        async def parent():
            await transport.send(request(PORT))
            used, using = os.pipe()
            held, holding = os.pipe()
            if os.fork() == 0:
                os.close(holding)
                asyncio.run(use(True))
                os.write(using, b"x")
                os.read(held, 1)
                os._exit(0)
            assert os.read(used, 1) == b"x"
            await transport.aclose()
            print("closed", flush=True)
            sys.stdin.read()
        asyncio.run(parent())
    """.replace("PORT", "{port}")
    with serving(server.handle) as port:
        program = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(script.format(port=port))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with program:
            assert program.stdin is not None
            assert program.stdout is not None
            assert program.stdout.readline() == "closed\n"
            limit = time.monotonic() + 2
            while server.open and time.monotonic() < limit:
                time.sleep(0.01)
            assert server.open == 0
    assert server.opened == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_loop_of_the_parent_process_is_rejected_in_a_child() -> None:
    script = """
        import asyncio, os, sys
        from sinch.core.asyncio_transport import AsyncioTransport
        from sinch.core.exceptions import ConfigurationError
        from tests.asyncio_transport.helpers import request
        transport = AsyncioTransport()
        loop = asyncio.new_event_loop()
        loop.run_until_complete(transport.send(request(PORT)))
        child = os.fork()
        if child == 0:
            try:
                loop.run_until_complete(transport.send(request(PORT)))
            except ConfigurationError as error:
                os._exit(7 if "asyncio.run()" in str(error) else 1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        loop.run_until_complete(transport.aclose())
        loop.close()
    """
    server = Counting()
    with serving(server.handle) as port:
        script = textwrap.dedent(script.replace("PORT", str(port)))
        done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("7\n", "")
    assert len(server.targets) == 1


def test_the_default_executor_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Counting()

    async def main(port: int) -> None:
        def executor(*args: Any) -> None:
            raise AssertionError("it would hold the exit of the program")

        loop: Any = asyncio.get_running_loop()
        loop.run_in_executor = executor
        transport = AsyncioTransport()
        await transport.send(request(f"http://localhost:{port}"))
        await transport.aclose()

    with serving(server.handle) as port:
        asyncio.run(main(port))
    assert len(server.targets) == 1


def test_no_task_is_left_behind() -> None:
    server = Counting()

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        await settle()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        await transport.aclose()

    with serving(server.handle) as port:
        asyncio.run(main(port))
