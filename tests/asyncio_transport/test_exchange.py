"""An exchange that goes well: what is on the wire, what comes back, and which connection carries the next."""

from __future__ import annotations

import asyncio
import pickle
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.exceptions import ConfigurationError
from sinch.core.http import AsyncTransport, TransportFailure
from tests.asyncio_transport.helpers import BODY, LOOPS, OK, closing, failing, on, once, once_failing, request
from tests.faults.servers import read_request, serving


def keeping(received: list[bytes], connections: list[int] | None = None) -> Any:
    def handle(connection: socket.socket) -> None:
        if connections is not None:
            connections.append(1)
        while asked := read_request(connection):
            received.append(asked)
            connection.sendall(OK)

    return handle


@pytest.mark.parametrize("loop", LOOPS)
def test_requests_go_one_after_another_over_one_connection(loop: str) -> None:
    received: list[bytes] = []
    connections: list[int] = []

    async def main(port: int) -> None:
        transport: AsyncTransport = AsyncioTransport()
        for _ in range(5):
            response = await transport.send(request(port))
            assert (response.status_code, response.content) == (200, BODY)
            assert response.headers["content-type"] == "application/json"
        await transport.aclose()

    with serving(keeping(received, connections)) as port:
        on(loop, main(port))
    assert connections == [1]
    assert (
        received[0]
        == (
            f"POST /x HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n"
            "Authorization: Bearer s3cret\r\nContent-Length: 2\r\n\r\n{}"
        ).encode()
    )
    assert received == received[:1] * 5


@pytest.mark.parametrize(
    ("method", "body", "ending"),
    [
        ("GET", None, b"\r\nA: b\r\n\r\n"),
        ("DELETE", None, b"\r\nA: b\r\n\r\n"),
        ("POST", None, b"\r\nContent-Length: 0\r\n\r\n"),
        ("PUT", b"x", b"\r\nContent-Length: 1\r\n\r\nx"),
        ("DELETE", b"x", b"\r\nContent-Length: 1\r\n\r\nx"),
    ],
)
def test_a_length_is_said_where_content_is_expected(method: str, body: bytes | None, ending: bytes) -> None:
    received: list[bytes] = []
    with serving(keeping(received)) as port:
        once(port, method=method, headers={"A": "b"}, body=body)
    assert received[0].endswith(ending)


def test_a_header_that_is_given_takes_the_place_of_ours() -> None:
    received: list[bytes] = []
    with serving(keeping(received)) as port:
        once(port, headers={"host": "x.example", "Accept-encoding": "gzip"})
    assert received[0].lower().count(b"host:") == received[0].lower().count(b"accept-encoding:") == 1


@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"X": "a\r\nY: b"}},
        {"headers": {"X\r\nY": "b"}},
        {"headers": {"X Y": "b"}},
        {"headers": {"": "b"}},
        {"headers": {"X": "a\0b"}},
        {"headers": {"X": "ключ"}},
        {"headers": {"Content-Length": "0"}},
        {"headers": {"transfer-encoding": "chunked"}},
        {"target": "/x y"},
        {"target": "/x\r\nY: b"},
        {"target": "/é"},
        {"method": "GET /y"},
        {"method": ""},
    ],
    ids=repr,
)
def test_nothing_gets_out_of_its_place_in_the_head(options: dict[str, Any]) -> None:
    received: list[bytes] = []
    with serving(keeping(received)) as port:
        failed = once_failing(port, **options)
    assert (failed.sent, failed.final, received) == (False, True, [])


def test_what_cannot_be_sent_over_a_used_connection_was_not_sent() -> None:
    received: list[bytes] = []

    async def main(port: int) -> None:
        transport = AsyncioTransport()

        async def work() -> TransportFailure:
            await transport.send(request(port))
            return await failing(transport, request(port, headers={"X": "a\0b"}))

        failed = await closing(transport, work())
        assert (failed.sent, failed.final, failed.response) == (False, True, None)

    with serving(keeping(received)) as port:
        asyncio.run(main(port))
    assert len(received) == 1


def test_a_response_to_head_has_no_content() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        connection.recv(1)

    with serving(handle) as port:
        response = once(port, method="HEAD", body=None)
    assert (response.status_code, response.content, response.headers["Content-Length"]) == (200, b"", "1000")


@pytest.mark.parametrize("loop", LOOPS)
def test_a_long_request_and_a_long_response(loop: str) -> None:
    sent = b"x" * 5_000_000
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while asked := read_request(connection):
            received.append(asked)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + b"y" * 5_000_000)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        for _ in range(2):
            assert (await transport.send(request(port, body=sent))).content == b"y" * 5_000_000
        await transport.aclose()

    with serving(handle) as port:
        on(loop, main(port))
    assert [asked.partition(b"\r\n\r\n")[2] == sent for asked in received] == [True, True]


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_ipv6() -> None:
    received: list[bytes] = []
    with serving(keeping(received), socket.AF_INET6) as port:
        assert once(f"http://[::1]:{port}").content == BODY
    assert f"\r\nHost: [::1]:{port}\r\n".encode() in received[0]


@pytest.mark.parametrize(
    "origin", ["127.0.0.1:1", "ftp://127.0.0.1", "http://", "http://a b", "http://u:p@h", "http://h/p"]
)
def test_an_origin_that_is_not_one_is_a_configuration_error(origin: str) -> None:
    transport = AsyncioTransport()
    with pytest.raises(ConfigurationError):
        asyncio.run(transport.send(request(origin)))


def test_a_connection_that_the_server_closed_unannounced_costs_no_request() -> None:
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        received.append(read_request(connection))
        connection.sendall(OK)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        for blocked in (False, True) * 5:
            assert (await transport.send(request(port))).content == BODY
            if blocked:
                time.sleep(0.02)  # the loop does not hear of the end before the next request
            else:
                await asyncio.sleep(0.02)
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))
    assert len(received) == 10


def test_a_transport_pickles_without_connections_and_shows_no_password() -> None:
    transport = AsyncioTransport(pool_size=3, proxy="http://user:pr0xy-pass@127.0.0.1:1", max_response_size=5)
    copy = pickle.loads(pickle.dumps(transport))
    assert copy._settings.pool_size == 3
    assert copy._settings.max_response_size == 5
    assert "pr0xy-pass" not in repr(transport) + repr(transport._settings) + str(vars(transport))


def test_nothing_of_the_synchronous_transport_is_loaded() -> None:
    script = "import sys, sinch.core.asyncio_transport; print([name for name in sys.modules if 'urllib3' in name])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "[]\n"


def test_a_failed_connection_quotes_the_words_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    async def main() -> None:
        transport = AsyncioTransport()
        failed = await closing(transport, failing(transport, request(port)))
        assert failed.reason == f"no connection to http://127.0.0.1:{port}: Connection refused"
        assert (failed.sent, failed.timed_out, failed.final) == (False, False, False)
        assert isinstance(failed.__cause__, ConnectionRefusedError)
        assert failed.__cause__.__traceback__ is failed.__cause__.__context__ is failed.__context__ is None

    asyncio.run(main())
