"""Whatever a server sends, only the SDK's own exceptions escape, with status and request id."""

from __future__ import annotations

import gzip
import json
import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinch
from sinch import SinchClient
from tests.both_colours import both_colours
from tests.faults.servers import client_of, read_request, serving

pytestmark = both_colours


@contextmanager
def responding(raw: bytes, colour: str) -> Iterator[SinchClient]:
    """Give a client of a server that sends these bytes in response to every request."""

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(raw)

    with serving(handle) as port, client_of(port, colour) as client:
        yield client


def response(
    content: bytes,
    status: str = "200 OK",
    headers: bytes = b"Content-Type: application/json\r\n",
    length: int | None = None,
) -> bytes:
    size = len(content) if length is None else length
    head = f"HTTP/1.1 {status}\r\nX-Request-Id: r-1\r\nContent-Length: {size}\r\n".encode()
    return head + headers + b"\r\n" + content


BATCH = b'{"id": "b", "type": "mt_text", "body": "Hi"}'
DEEP = b'{"id": "b", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
GOOD = [
    response(BATCH, headers=b""),
    response(BATCH, headers=b"Content-Type: text/html\r\n"),
    response(BATCH, headers=b"Content-Type: application/json; charset=klingon\r\n"),
    response(BATCH, status="201 Whatever"),
    response(BATCH, status="299 New"),
    response(BATCH.decode().encode("utf-16")),
    response(b"\xef\xbb\xbf" + BATCH),
    response(gzip.compress(BATCH), headers=b"Content-Encoding: gzip\r\n"),
    response(zlib.compress(BATCH), headers=b"Content-Encoding: Deflate\r\n"),
    response(BATCH, headers=b"Content-Encoding: identity\r\n"),
    response(b'{"id": "a", "id": "b", "type": "mt_text"}'),
    response(b'{"id": "b", "type": "mt_text", "x": NaN, "y": Infinity, "z": 1e400}'),
    response(b'{"id": "b", "type": "mt_text", "x": "\\ud800"}'),
    b"HTTP/1.1 100 Continue\r\n\r\n" + response(BATCH),
    b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3 + response(BATCH),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2c\r\n" + BATCH + b"\r\n0\r\n\r\n",
    b"HTTP/1.0 200 OK\r\n\r\n" + BATCH,
]
UNREADABLE = [
    response(b""),
    response(b"", status="204 No Content"),
    response(b"   "),
    response(b"<html>oops</html>"),
    response(b"{"),
    response(b"5"),
    response(b"null"),
    response(b"[]"),
    response(b'"text"'),
    response(DEEP),
    response(b'{"id": ' + b"9" * 10_000 + b"}"),
    response(b"\xff\xfe\x00"),
    response(BATCH, length=1000),
    response(gzip.compress(BATCH)[:20], headers=b"Content-Encoding: gzip\r\n"),
    response(b"not gzip", headers=b"Content-Encoding: gzip\r\n"),
    response(gzip.compress(BATCH) + b"garbage", headers=b"Content-Encoding: gzip\r\n"),
    response(BATCH, headers=b"Content-Encoding: zstd\r\n"),
    response(gzip.compress(BATCH), headers=b"Content-Encoding: gzip, gzip\r\n"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2c\r\n{",
]
NOT_A_RESPONSE = [
    b"",
    b"garbage\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\n\r\n\x00\x01",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ",
    b"HTTP/2.0 200 OK\r\n\r\n",
    b"HTTP/1.1 abc OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
]


@pytest.mark.parametrize("raw", GOOD, ids=range(len(GOOD)))
def test_unusual_responses_that_are_fine(raw: bytes, colour: str) -> None:
    with responding(raw, colour) as client:
        assert client.sms.batches.get("b").id == "b"


@pytest.mark.parametrize("raw", UNREADABLE, ids=range(len(UNREADABLE)))
def test_responses_that_cannot_be_read(raw: bytes, colour: str) -> None:
    with responding(raw, colour) as client, pytest.raises(sinch.ResponseError) as caught:
        client.sms.batches.get("b")
    assert caught.value.response_status_code in (200, 204)
    assert not caught.value.outcome_unknown
    with responding(raw, colour) as client, pytest.raises(sinch.ResponseError) as sent:
        client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert sent.value.outcome_unknown, "it was accepted"


def test_a_head_that_breaks_off_is_a_failure(colour: str) -> None:
    # the library below the synchronous client takes it for whole, and misses the content
    expected = sinch.ResponseError if colour == "synchronous" else sinch.RequestError
    raw = b"HTTP/1.1 200 OK\r\nX-Request-Id: r-1"
    with responding(raw, colour) as client, pytest.raises(expected):
        client.sms.batches.get("b")
    with responding(raw, colour) as client, pytest.raises(expected) as sent:
        client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert sent.value.outcome_unknown


@pytest.mark.parametrize("raw", NOT_A_RESPONSE, ids=range(len(NOT_A_RESPONSE)))
def test_bytes_that_are_not_a_response(raw: bytes, colour: str) -> None:
    with responding(raw, colour) as client, pytest.raises(sinch.RequestError):
        client.sms.batches.get("b")
    with responding(raw, colour) as client, pytest.raises(sinch.OutcomeUnknownError):
        client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


@pytest.mark.parametrize(
    "status", [*range(300, 309), 400, 401, 403, 404, 405, 406, 418, 429, 451, 499, 500, 503, 599, 999]
)
@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[1]", b'{"error": 5}', DEEP], ids=["empty", "html", "list", "odd", "deep"]
)
def test_every_status_is_an_api_error(status: int, content: bytes, colour: str) -> None:
    with (
        responding(response(content, status=f"{status} Odd"), colour) as client,
        pytest.raises(sinch.APIError) as caught,
    ):
        client.sms.batches.get("b")
    assert caught.value.status_code == status
    assert caught.value.request_id == "r-1"
    assert len(str(caught.value)) < 1000
    _ = caught.value.body


LARGE = "larger than max_response_size"


@contextmanager
def bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 30 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_response_without_end_is_rejected_in_bounded_memory(colour: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    big = head + b" " * (100 * 1024 * 1024)
    with (
        responding(big, colour) as client,
        bounded_memory(),
        pytest.raises(sinch.ResponseError, match="larger than max_response_size"),
    ):
        client.sms.batches.get("b")


def test_a_gzip_bomb_is_rejected_in_bounded_memory(colour: str) -> None:
    bomb = response(gzip.compress(b" " * (200 * 1024 * 1024), 1), headers=b"Content-Encoding: gzip\r\n")
    with (
        responding(bomb, colour) as client,
        bounded_memory(),
        pytest.raises(sinch.ResponseError, match="larger than max_response_size"),
    ):
        client.sms.batches.get("b")


def test_an_encoding_that_was_not_asked_for_is_named(colour: str) -> None:
    raw = response(b"{}", headers=b"Content-Encoding: br\r\n")
    with (
        responding(raw, colour) as client,
        pytest.raises(sinch.ResponseError, match="encoded in a way that was not asked for"),
    ):
        client.sms.batches.get("b")


def test_a_result_of_many_fields_unknown_values_and_nulls_is_fine(colour: str) -> None:
    data: dict[str, Any] = {
        "id": "b",
        "type": "mt_hologram",
        "to": None,
        "created_at": "yesterday",
        "parameters": 5,
        "delivery_report": "by_pigeon",
        "brand_new": {"x": [1]},
    }
    with responding(response(json.dumps(data).encode()), colour) as client:
        batch: Any = client.sms.batches.get("b")
    assert batch.type == "mt_hologram"
    assert batch == data
    data["type"] = "mt_text"
    with responding(response(json.dumps(data).encode()), colour) as client:
        batch = client.sms.batches.get("b")
    assert (batch.to, batch.created_at, batch.parameters, batch.brand_new.x) == (None, None, 5, [1])
    assert batch["created_at"] == "yesterday"


@settings(max_examples=40)
@given(content=st.binary(max_size=200))
def test_no_bytes_bring_out_a_foreign_exception(content: bytes, colour: str) -> None:
    for raw in (content, response(content), response(content, status="404 Not Found")):
        with responding(raw, colour) as client:
            try:
                client.sms.batches.get("b")
            except sinch.SinchException:
                pass
