"""Whatever the head of an answer looks like, it is read as the standard library reads it."""

from __future__ import annotations

import http.client
import socket
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sinch.core import connection

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
        if response.status in (204, 304) or method == "HEAD":  # the library waits for chunks that do not come
            return response.status, headers, length, content if length == 0 and not response.chunked else b""
        return response.status, response.reason, response.version, headers, response.chunked, length, closes, content


@given(head, st.sampled_from(["GET", "HEAD"]))
@example("HTTP/1.1 200 OK\r\n" + "a: b\r\n" * 101 + "\r\n", "GET")
@example("HTTP/1.1 200 OK\r\na: " + "b" * 70_000 + "\r\n\r\n", "GET")
@example("HTTP/1.1 200 OK\r\n\r\na: b\r\n\r\n", "GET")
def test_the_head_of_an_answer_reads_as_the_standard_library_reads_it(raw: str, method: str) -> None:
    content = raw.encode("latin-1")
    assert outcome(OURS, content, method) == outcome(http.client.HTTPResponse, content, method)


@pytest.mark.parametrize("announced", ["Transfer-Encoding: chunked", "Content-Length: 40"])
def test_an_answer_that_cannot_have_content_waits_for_none(announced: str) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.sendall(f"HTTP/1.1 204 No Content\r\n{announced}\r\n\r\n".encode())
        with OURS(ours, method="DELETE") as response:
            response.begin()
            assert response.read() == b""
            assert response.will_close, "what may follow must not pass for the next answer"


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
