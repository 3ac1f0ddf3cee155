"""Where a response ends is never guessed, and what comes behind its end is never the next response."""

from __future__ import annotations

import socket
import time

import pytest

import sinch
from tests.faults.servers import PATIENCE, client_of, eventually, read_request, response, serving

FORGED = response(b'{"id": "forged", "type": "mt_text"}')
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n" + b'{"id":"chunked" }\r\n0\r\n\r\n'
BOTH = CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Length: 17\r\n\r\n", 1)
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"

RESPONSES = {
    "a length": response(),
    "chunks": CHUNKED,
    "chunks and a length": BOTH,
    "trailers": CHUNKED[:-2] + b"X: y\r\n\r\n",
    "nothing": EMPTY,
    "nothing, with a length": EMPTY.replace(b"\r\n\r\n", b"\r\nContent-Length: 2\r\n\r\n") + b"{}",
    "nothing, in chunks": EMPTY.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n") + b"0\r\n\r\n",
}
SURPLUS = {
    "a response": FORGED,
    "one byte": b"H",
    "an empty line": b"\r\n",
    "an interim response": b"HTTP/1.1 100 C\r\n\r\n",
}


@pytest.mark.parametrize("late", [0, 0.01], ids=["in one packet", "a moment later"])
@pytest.mark.parametrize("surplus", SURPLUS)
@pytest.mark.parametrize("response", RESPONSES)
def test_what_comes_behind_a_response_closes_its_connection(response: str, surplus: str, late: float) -> None:
    requests: list[int] = []
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        number = len(connections)
        connections.append(number)
        while read_request(connection):
            requests.append(number)
            if late:
                connection.sendall(RESPONSES[response])
                time.sleep(late)
                connection.sendall(SURPLUS[surplus])
            else:
                connection.sendall(RESPONSES[response] + SURPLUS[surplus])

    with serving(handle) as port, client_of(port) as client:
        for count in range(1, 4):
            # reading or deleting, whatever the response is to
            result = client.request("DELETE", "/xms/v1/plan/batches/x", product="sms")
            assert getattr(result, "id", None) != "forged"
            assert len(requests) == count
            if late:
                time.sleep(2 * late)
    if not late:
        assert requests == [0, 1, 2], "each over a connection of its own"


@pytest.mark.parametrize("response", ["a length", "chunks", "trailers", "nothing"])
def test_a_response_that_ends_where_it_says_keeps_its_connection(response: str) -> None:
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        while read_request(connection):
            connection.sendall(RESPONSES[response])

    with serving(handle) as port, client_of(port) as client:
        for _ in range(3):
            client.request("DELETE", "/xms/v1/plan/batches/x", product="sms")
    assert len(connections) == 1


STRANGE = [
    "Content-Length: 2\r\nContent-Length: 3",
    "Content-Length: 2, 2",
    "Content-Length: +2",
    "Content-Length: 99999999999999999999",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: xchunked",
]


@pytest.mark.parametrize("framing", STRANGE)
def test_a_strange_framing_neither_hangs_nor_is_read(framing: str) -> None:
    ended: list[bool] = []

    def handle(connection: socket.socket) -> None:
        if read_request(connection):
            connection.sendall(f"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{{}}".encode("latin-1") + FORGED)
        ended.append(not connection.recv(1))

    with serving(handle) as port, client_of(port, max_retries=0, timeout=PATIENCE) as client:
        started = time.monotonic()
        with pytest.raises((sinch.RequestError, sinch.ResponseError)):
            client.sms.batches.get("b")
        assert time.monotonic() - started < 20
        assert eventually(lambda: ended == [True]), "and the connection is closed"
