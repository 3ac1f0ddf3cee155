"""Whatever the head of a response looks like, it is read as the standard library reads it, or rejected."""

from __future__ import annotations

import http.client
import socket
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinch.core.urllib3_transport import connection

OURS: type[http.client.HTTPResponse] = connection._TimedResponse
NAMES = ["Content-Length", "content-type", "Transfer-Encoding", "Connection", "X-Request-Id", "X", "a b", "é", "", " c"]
VALUES = [
    "",
    "0",
    "2",
    "-5",
    "+3",
    "1_0",
    "x" * 9000,
    "chunked",
    "Chunked ",
    "close",
    "keep-alive",
    "a: b",
    " \t v \t",
    "\r",
    "\x00",
    "\xff",
]
ENDS = ["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n folded\r\n", "\r\n\tx: y\r\n", ""]
field = st.tuples(
    st.sampled_from(NAMES), st.sampled_from([": ", ":", " : ", ""]), st.sampled_from(VALUES), st.sampled_from(ENDS)
).map("".join)
status_line = st.sampled_from(
    [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 204 No Content",
        "HTTP/1.1 304",
        "HTTP/1.0 200 OK",
        "HTTP/1.1 404  odd ",
        "HTTP/0.9 200 x",
        "HTTP/2 200",
        "HTTP/1.1 099 x",
        "ICY 200 OK",
        "HTTP/1.1 abc",
        "",
    ]
)
head = st.tuples(
    st.lists(st.just("HTTP/1.1 100 Continue\r\n\r\n"), max_size=2).map("".join),
    status_line,
    st.sampled_from(["\r\n", "\n"]),
    st.lists(field, max_size=6).map("".join),
    st.sampled_from(["\r\n", "\n", ""]),
    st.sampled_from(["", "{}", "2\r\n{}\r\n0\r\n\r\n", "\r\n\r\n", "x: y\r\n\r\n"]),
).map("".join)  # fmt: skip


def outcome(kind: type[http.client.HTTPResponse], raw: bytes, method: str) -> Any:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.sendall(raw)
        theirs.shutdown(socket.SHUT_WR)
        response = kind(ours, method=method)
        try:
            response.begin()
        except http.client.HTTPException as error:
            return type(error)
        with response:
            length, closes = response.length, response.will_close
            try:
                content: Any = response.read()
            except http.client.HTTPException as error:
                content = type(error)
        headers = response.headers.items()
        if response.status in (204, 304) or method == "HEAD":  # the library waits for chunks that never arrive
            return response.status, headers, length, content if length == 0 and not response.chunked else b""
        return response.status, response.reason, response.version, headers, response.chunked, length, closes, content


@given(head, st.sampled_from(["GET", "HEAD"]))
@example("HTTP/1.1 200 OK\r\n" + "a: b\r\n" * 101 + "\r\n", "GET")
@example("HTTP/1.1 200 OK\r\na: " + "b" * 70_000 + "\r\n\r\n", "GET")
@example("HTTP/1.1 200 OK\r\n\r\na: b\r\n\r\n", "GET")
@example("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked \r\n\r\n", "GET")
def test_a_response_reads_as_the_standard_library_reads_it_or_not_at_all(raw: str, method: str) -> None:
    content = raw.encode("latin-1")
    ours, theirs = outcome(OURS, content, method), outcome(http.client.HTTPResponse, content, method)
    if isinstance(ours, type):
        return  # what is not strictly valid is rejected: more than the standard library rejects
    assert not isinstance(theirs, type), "what the standard library rejects is not read"
    assert ours[:4] == theirs[:4]
    if len(ours) == 4:
        return
    *head, closes, read = ours
    *their_head, they_close, they_read = theirs
    assert head == their_head or closes, "where the two differ about an end, the connection is not used again"
    assert closes or not they_close
    assert read == they_read or isinstance(read, type) or closes


FRAMINGS = [
    "Content-Length: 2\r\nContent-Length: 3",
    "Content-Length: +2",
    "Content-Length: 0x2",
    "Content-Length: 2, 2",
    "Content-Length: -2",
    "Content-Length: 99999999999999999999",
    "Transfer-Encoding: gzip",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_framing_that_is_not_strictly_valid_is_rejected(framing: str) -> None:
    raw = f"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{{}}".encode()
    assert isinstance(outcome(OURS, raw, "GET"), type)


CHUNKS = ["+2", "0x2", "-2", " 2", "2_0", "", "g", "2" * 40, "2;x=\n"]


@pytest.mark.parametrize("size", CHUNKS)
def test_the_size_of_a_chunk_is_hexadecimal_and_nothing_else(size: str) -> None:
    raw = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n".encode()
    assert outcome(OURS, raw, "GET")[-1] is http.client.IncompleteRead


def test_a_chunk_ends_where_it_says() -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n"
    assert outcome(OURS, raw, "GET")[-1] is http.client.IncompleteRead


def test_a_length_beside_chunks_closes_the_connection() -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    *_, closes, read = outcome(OURS, raw, "GET")
    assert closes
    assert read == b"{}"


@pytest.mark.parametrize("announced", ["Transfer-Encoding: chunked", "Content-Length: 40"])
def test_a_response_that_cannot_have_content_is_not_waited_for(announced: str) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.sendall(f"HTTP/1.1 204 No Content\r\n{announced}\r\n\r\n".encode())
        with OURS(ours, method="DELETE") as response:
            response.begin()
            assert response.read() == b""
            assert response.will_close, "what may follow must not pass for the next response"


@pytest.mark.parametrize("status", ["101 Switching Protocols", "102 Processing", "103 Early Hints", "199 New"])
def test_every_interim_status_is_skipped(status: str) -> None:
    raw = f"HTTP/1.1 {status}\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    assert outcome(OURS, raw, "GET")[0] == 200


def test_a_usual_head_is_not_left_to_the_email_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http.client, "parse_headers", None)
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX:\r\n\r\n{}"
    assert outcome(OURS, raw, "GET")[3] == [
        ("Content-Length", "2"),
        ("Set-Cookie", "a=b"),
        ("Set-Cookie", "c=d"),
        ("X", ""),
    ]
