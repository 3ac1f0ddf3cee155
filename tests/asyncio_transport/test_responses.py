"""Whatever a server responds: it is read strictly, within limits, in any pieces, and never taken for another's."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import random
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.asyncio_transport.failures import Problem
from sinch.core.asyncio_transport.response import ResponseReader
from sinch.core.content import ContentError
from tests.asyncio_transport.helpers import BODY, LOOPS, OK, closing, on, once, once_failing, pools, request
from tests.faults.servers import read_request, reset, serving

HEAD = b"HTTP/1.1 200 OK\r\n"
LENGTH = b"Content-Length: 2\r\n\r\n{}"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"2\r\n{}\r\n0\r\n\r\n"

KEPT = {
    "length": HEAD + LENGTH,
    "length with spaces": HEAD + b"Content-Length:\t 2 \r\n\r\n{}",
    "chunked": CHUNKED + LAST,
    "capitals": HEAD + b"TRANSFER-ENCODING: Chunked\r\n\r\n" + LAST,
    "chunk extension": CHUNKED + b"2;a=b\r\n{}\r\n0\r\n\r\n",
    "two chunks": CHUNKED + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
    "trailer": CHUNKED + b"2\r\n{}\r\n0\r\nX: y\r\n\r\n",
    "no reason": b"HTTP/1.1 200\r\n" + LENGTH,
    "odd reason": b"HTTP/1.1 200 \xe9 (\t)\r\n" + LENGTH,
    "no value": HEAD + b"X:\r\n" + LENGTH,
    "high bytes": HEAD + b"X: \xe9\r\n" + LENGTH,
    "interim": b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + LENGTH,
    "three interim": b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3 + HEAD + LENGTH,
    "upgrade offered": HEAD + b"Upgrade: h2c\r\nConnection: upgrade\r\n" + LENGTH,
}
CLOSED = {
    "surplus": HEAD + LENGTH + b"x",
    "second response": HEAD + LENGTH + HEAD + LENGTH,
    "surplus line end": HEAD + LENGTH + b"\r\n",
    "surplus after chunks": CHUNKED + LAST + b"x",
    "surplus line end after chunks": CHUNKED + LAST + b"\r\n",
    "surplus line feed after chunks": CHUNKED + LAST + b"\n",
    "second response after chunks": CHUNKED + LAST + HEAD + LENGTH,
    "close": HEAD + b"Connection: close\r\n" + LENGTH,
    "close in a list": HEAD + b"Connection: keep-alive, Close\r\n" + LENGTH,
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n" + LENGTH,
}
REJECTED = {
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
    "a length twice": HEAD + b"Content-Length: 2\r\n" + LENGTH,
    "list of lengths": HEAD + b"Content-Length: 2, 2\r\n\r\n{}",
    "+2": HEAD + b"Content-Length: +2\r\n\r\n{}",
    "-2": HEAD + b"Content-Length: -2\r\n\r\n{}",
    "0x2": HEAD + b"Content-Length: 0x2\r\n\r\n{}",
    "2 2": HEAD + b"Content-Length: 2 2\r\n\r\n{}",
    "2_0": HEAD + b"Content-Length: 2_0\r\n\r\n{}",
    "empty length": HEAD + b"Content-Length: \r\n\r\n{}",
    "superscript length": HEAD + b"Content-Length: \xb2\r\n\r\n{}",
    "length beyond 64 bits": HEAD + b"Content-Length: 18446744073709551618\r\n\r\n{}",
    "length of 4,000 digits": HEAD + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\n{}",
    "length and chunked": HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST,
    "chunked and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n" + LAST,
    "gzip, chunked": HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + LAST,
    "chunked, gzip": HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + LAST,
    "chunked twice": HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST,
    "xchunked": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + LAST,
    "identity": HEAD + b"Transfer-Encoding: identity\r\n\r\n{}",
    "vertical tab": HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + LAST,
    "HTTP/1.0 chunked": b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST,
    "NUL": HEAD + b"X: a\0b\r\n" + LENGTH,
    "control character": HEAD + b"X: a\x01b\r\n" + LENGTH,
    "DEL": HEAD + b"X: a\x7fb\r\n" + LENGTH,
    "carriage return in a value": HEAD + b"X: a\rb\r\n" + LENGTH,
    "space before the colon": HEAD + b"Content-Length : 2\r\n\r\n{}",
    "space in a name": HEAD + b"X Y: 1\r\n" + LENGTH,
    "no name": HEAD + b": 1\r\n" + LENGTH,
    "no colon": HEAD + b"X\r\n" + LENGTH,
    "high byte in a name": HEAD + b"X\xe9: 1\r\n" + LENGTH,
    "folded line": HEAD + b"X: a\r\n b\r\n" + LENGTH,
    "folded length": HEAD + b"Content-Length:\r\n 2\r\n\r\n{}",
    "line feeds alone": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "a line feed alone": HEAD + b"X: a\n" + LENGTH,
    "carriage returns alone": b"HTTP/1.1 200 OK\rContent-Length: 2\r\r{}",
    "empty line first": b"\r\n" + HEAD + LENGTH,
    "not HTTP": b"garbage\r\n\r\n",
    "HTTP/0.9": b"<html>Hi</html>",
    "HTTP/2.0": b"HTTP/2.0 200 OK\r\n" + LENGTH,
    "HTTP/1.2": b"HTTP/1.2 200 OK\r\n" + LENGTH,
    "RTSP": b"RTSP/1.0 200 OK\r\n" + LENGTH,
    "status abc": b"HTTP/1.1 abc OK\r\n" + LENGTH,
    "status 20": b"HTTP/1.1 20 OK\r\n" + LENGTH,
    "status 2000": b"HTTP/1.1 2000 OK\r\n" + LENGTH,
    "status 000": b"HTTP/1.1 000 OK\r\n" + LENGTH,
    "two spaces": b"HTTP/1.1  200 OK\r\n" + LENGTH,
    "NUL in the reason": b"HTTP/1.1 200 O\0K\r\n" + LENGTH,
    "escape in the reason": b"HTTP/1.1 200 \x1b[31m\r\n" + LENGTH,
    "101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: upgrade\r\n\r\n\0\1",
    "interim with a length": b"HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\n" + HEAD + LENGTH,
    "interim flood": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5000 + HEAD + LENGTH,
    "5,000 fields": HEAD + b"X: y\r\n" * 5000 + LENGTH,
    "field of 100 kB": HEAD + b"X: " + b"y" * 100_000 + b"\r\n" + LENGTH,
    "reason of 100 kB": b"HTTP/1.1 200 " + b"y" * 100_000 + b"\r\n" + LENGTH,
    "ends in the head": HEAD + b"Content-Le",
    "nothing": b"",
}
BROKEN_OFF = {
    "chunk size zz": CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n",
    "chunk size 0x2": CHUNKED + b"0x2\r\n{}\r\n0\r\n\r\n",
    "chunk size -2": CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n",
    "chunk size with a space": CHUNKED + b"2 \r\n{}\r\n0\r\n\r\n",
    "no chunk size": CHUNKED + b"\r\n{}\r\n0\r\n\r\n",
    "chunk size beyond 64 bits": CHUNKED + b"10000000000000002\r\n{}\r\n0\r\n\r\n",
    "chunk size without end": CHUNKED + b"0" * 100_000,
    "line feed alone after a chunk size": CHUNKED + b"2\n{}\r\n0\r\n\r\n",
    "no line end after a chunk": CHUNKED + b"2\r\n{}0\r\n\r\n",
    "longer than its chunk": CHUNKED + b"2\r\n{}xx\r\n0\r\n\r\n",
    "line feed alone in an extension": CHUNKED + b"2;a\nb\r\n{}\r\n0\r\n\r\n",
    "extension of 100 kB": CHUNKED + b"2;" + b"a" * 100_000 + b"\r\n{}\r\n0\r\n\r\n",
    "trailer flood": CHUNKED + b"2\r\n{}\r\n0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    "ends in the content": HEAD + b"Content-Length: 5\r\n\r\n{}",
    "ends in a chunk": CHUNKED + b"5\r\n{}",
    "ends before the last line": CHUNKED + b"2\r\n{}\r\n0\r\n",
    "not gzip": HEAD + b"Content-Encoding: gzip\r\n" + LENGTH,
}


@contextmanager
def responding(raw: bytes, *, stay: bool = True) -> Iterator[int]:
    """Respond to the first request of a connection with these bytes; to what follows, with something else."""

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(raw)
        while stay and read_request(connection):
            connection.sendall(OK)

    with serving(handle) as port:
        yield port


def read(pieces: list[bytes]) -> object:
    """Read a response that comes in these pieces before the connection ends; return all that there is to say of it."""
    reader = ResponseReader(1000, 100)
    reader.begin("POST")
    try:
        for index, piece in enumerate(pieces):
            if reader.feed(piece):
                response = reader.response()
                surplus = not reader.reusable or index + 1 < len(pieces)
                return response.status_code, response.content, dict(response.headers), surplus
        problem = reader.end(orderly=True)
        if problem is None:
            response = reader.response()
            return response.status_code, response.content, dict(response.headers), True
    except (Problem, ContentError) as error:
        problem = error
    return type(problem), None if (begun := reader.begun()) is None else begun.status_code


@pytest.mark.parametrize("name", [*KEPT, *CLOSED, *REJECTED, *BROKEN_OFF])
def test_in_which_pieces_a_response_arrives_makes_no_difference(name: str) -> None:
    raw = (KEPT | CLOSED | REJECTED | BROKEN_OFF)[name]
    if not raw:
        return
    whole = read([raw])
    chance = random.Random(name)
    ways = [sorted(chance.sample(range(len(raw)), min(3, len(raw)))) for _ in range(50)]
    if len(raw) < 5000:
        ways.append(list(range(1, len(raw))))
    for cuts in ways:
        pieces = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True) if end > start]
        assert read(pieces) == whole


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("name", [*KEPT, *CLOSED])
def test_a_response_counts_and_its_connection_only_if_nothing_followed(name: str, loop: str) -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport()
        response = await transport.send(request(port))
        assert (response.status_code, response.content) == (200, b"{}")
        assert pools(transport)[0].idle == (name in KEPT)
        assert (await transport.send(request(port))).content in (BODY, b"{}")
        await transport.aclose()

    with responding((KEPT | CLOSED)[name]) as port:
        on(loop, main(port))


@pytest.mark.parametrize("name", REJECTED)
def test_an_invalid_head_breaks_the_connection(name: str) -> None:
    with responding(REJECTED[name], stay=not name.startswith(("ends", "nothing"))) as port:
        failed = once_failing(port)
    assert failed.reason == f"the connection to http://127.0.0.1:{port} broke"
    assert (failed.sent, failed.timed_out, failed.final, failed.response) == (True, False, False, None)


@pytest.mark.parametrize("name", BROKEN_OFF)
def test_a_response_that_is_not_whole_has_a_status_and_no_content(name: str) -> None:
    with responding(BROKEN_OFF[name], stay="ends" not in name) as port:
        failed = once_failing(port)
    assert (failed.reason, failed.sent, failed.timed_out) == ("breaks off", True, False)
    assert failed.response is not None
    assert (failed.response.status_code, failed.response.content) == (200, b"")


def test_a_reset_within_the_content_is_a_response_that_breaks_off() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nX-Request-Id: r\r\nContent-Length: 5\r\n\r\n{")
        reset(connection)

    with serving(handle) as port:
        failed = once_failing(port)
    assert failed.sent
    if failed.response is not None:  # the reset may overtake what was sent before it
        assert (failed.response.status_code, failed.response.request_id) == (403, "r")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", True),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n{}", False),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n{}", False),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", False),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n", False),
        (b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n" + LAST, False),
        (b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", False),
    ],
)
def test_content_behind_a_status_without_content_is_surplus(raw: bytes, kept: bool) -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport()
        response = await transport.send(request(port))
        assert (response.status_code, response.content) == (int(raw[9:12]), b"")
        assert pools(transport)[0].idle == kept
        await transport.aclose()

    with responding(raw) as port:
        asyncio.run(main(port))


def test_a_response_to_what_was_not_read_yet_closes_the_connection() -> None:
    done = threading.Event()

    def handle(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        done.wait(5)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        response = await transport.send(request(port, body=b"x" * 30_000_000))
        assert response.status_code == 413
        assert pools(transport)[0].idle == 0
        done.set()
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))


def test_no_request_overtakes_what_the_connection_still_holds() -> None:
    first: list[socket.socket] = []
    written, room, done = threading.Event(), threading.Event(), threading.Event()

    def handle(connection: socket.socket) -> None:
        first.append(connection)
        read_request(connection)
        connection.sendall(OK)
        if len(first) == 1:
            written.wait(5)
            connection.settimeout(0.1)
            with contextlib.suppress(TimeoutError):
                while connection.recv(65536):  # all that the system has
                    pass
            room.set()
            done.wait(5)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        pools(transport)[0]._idle[0]._write(b"x" * 30_000_000)
        written.set()
        room.wait(5)  # the system would take more now, but the loop has not given it the rest
        assert (await transport.send(request(port))).content == BODY
        assert len(first) == 2
        done.set()
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))


def test_a_response_without_length_ends_with_its_connection() -> None:
    with responding(b"HTTP/1.0 200 OK\r\n\r\n{}", stay=False) as port:
        assert once(port).content == b"{}"


def test_what_arrives_between_two_requests_is_nobodys_response() -> None:
    connections: list[int] = []
    forged = threading.Semaphore(0)

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        read_request(connection)
        connection.sendall(OK)
        time.sleep(0.005)
        connection.sendall(HEAD + b"Content-Length: 6\r\n\r\nforged")
        forged.release()
        while read_request(connection):
            connection.sendall(OK)

    async def main(port: int, *, received: bool) -> None:
        transport = AsyncioTransport()
        for _ in range(4):
            assert (await transport.send(request(port))).content == BODY
            if received:
                assert await asyncio.to_thread(forged.acquire, timeout=20)
                await asyncio.sleep(0.02)
            else:
                assert forged.acquire(timeout=20)  # it has arrived, but the loop has not read it
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port, received=True))
        assert len(connections) == 4, "each was closed by what came"
        asyncio.run(main(port, received=False))
        assert len(connections) == 8


def test_a_large_response_is_rejected_by_its_length_already() -> None:
    with responding(HEAD + b"Content-Length: 9999999999\r\n\r\n{") as port:
        failed = once_failing(port)
    assert failed.reason == "is larger than max_response_size (8 MiB)"
    assert (failed.sent, failed.final) == (True, True)
    assert failed.response is not None


@pytest.mark.parametrize("framing", ["until the end", "chunked"])
def test_a_response_without_end_is_rejected_in_bounded_memory(framing: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(HEAD + b"\r\n" if framing == "until the end" else CHUNKED)
        piece = b" " * 65536 if framing == "until the end" else b"10000\r\n" + b" " * 65536 + b"\r\n"
        while True:
            connection.sendall(piece)

    with serving(handle) as port:
        tracemalloc.start()
        try:
            assert once_failing(port).reason == "is larger than max_response_size (8 MiB)"
            assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
        finally:
            tracemalloc.stop()


def test_of_an_error_the_beginning_is_kept() -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport(max_error_size=1000)
        response = await closing(transport, transport.send(request(port)))
        assert (response.status_code, response.content) == (500, b"x" * 1000)

    with responding(b"HTTP/1.1 500 Oops\r\nContent-Length: 30000000\r\n\r\n" + b"x" * 100_000) as port:
        asyncio.run(main(port))
    packed = gzip.compress(b"x" * 10_000_000, mtime=0)
    for content in (packed, packed[:2000]):
        head = b"HTTP/1.1 500 Oops\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(content)
        with responding(head + content) as port:
            asyncio.run(main(port))


def compressed(content: bytes, encoding: bytes = b"gzip") -> bytes:
    return HEAD + b"Content-Encoding: %b\r\nContent-Length: %d\r\n\r\n" % (encoding, len(content)) + content


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (gzip.compress(BODY, mtime=0), b"gzip"),
        (gzip.compress(BODY, mtime=0), b"X-GZIP"),
        (zlib.compress(BODY), b"deflate"),
        (BODY, b"identity"),
        (b"", b"gzip"),
    ],
)
def test_compression_that_was_not_asked_for_is_undone(content: bytes, encoding: bytes) -> None:
    with responding(compressed(content, encoding)) as port:
        assert once(port).content == (BODY if content else b"")


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        (gzip.compress(BODY, mtime=0)[:15], b"gzip", "breaks off"),
        (gzip.compress(BODY, mtime=0) + b"x", b"gzip", "breaks off"),
        (gzip.compress(BODY, mtime=0) * 2, b"gzip", "breaks off"),
        (BODY, b"br", "is encoded in a way that was not asked for"),
        (BODY, b"gzip, gzip", "is encoded in a way that was not asked for"),
        (
            lambda: gzip.compress(b" " * 50_000_000, mtime=0),
            b"gzip",
            "is compressed more than 100 times, which was not asked for",
        ),
        (
            lambda: gzip.compress(random.Random(1).randbytes(300_000) * 30, mtime=0),
            b"gzip",
            "is larger than max_response_size (8 MiB)",
        ),
    ],
    ids=range(7),
)
def test_compression_that_is_rejected(content: bytes | Callable[[], bytes], encoding: bytes, reason: str) -> None:
    with responding(compressed(content() if callable(content) else content, encoding)) as port:
        failed = once_failing(port)
    assert (failed.reason, failed.sent) == (reason, True)
    assert failed.response is not None


def test_what_is_compressed_well_within_64_kib_is_fine() -> None:
    with responding(compressed(gzip.compress(b" " * 65536, mtime=0))) as port:
        assert once(port).content == b" " * 65536


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([HEAD, LENGTH, CHUNKED, LAST, b"\r\n", b"HTTP/1.1 "]), max_size=6)
)
def test_no_bytes_bring_out_anything_but_a_problem(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    assert read([piece for piece in pieces if piece]) == (read([raw]) if raw else read([]))


def test_failures_quote_nothing_that_a_server_said() -> None:
    for raw in (b"s3cret\r\n\r\n", HEAD + b"s3cret\r\n\r\n", CHUNKED + b"s3cret\r\n", compressed(BODY, b"s3cret")):
        with responding(raw) as port:
            failed = once_failing(port)
        assert "s3cret" not in f"{failed} {failed.__cause__!r} {failed.__context__!r}"
