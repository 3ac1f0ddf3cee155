"""No argument can escape from its place, be it into the path, the query, the host or the headers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import sinch
from sinch import SinchClient
from tests.both_colours import both_colours
from tests.faults.servers import client_of, read_request, response, serving

pytestmark = both_colours
HEADERS = {"host", "accept", "accept-encoding", "user-agent", "authorization"}
HOSTILE = [
    "../../x?y=1",
    "a/b",
    "%2e%2e%2f",
    "x#y",
    "a b",
    "x\r\nX-Evil: 1",
    "x\x00",
    "//evil.example/",
    "@evil.example",
    ":1",
    "{service_plan_id}",
    "é👋",
    "x" * 3000,
    "&to=1&from=2",
    "a,b",
]
texts = st.text(min_size=1, max_size=30) | st.sampled_from([*HOSTILE, ".", "..", "\ud800"])
fast = settings(max_examples=60)


class Listener:
    """A client, and the last request that its server received."""

    def __init__(self) -> None:
        self.request = b""
        self.client: SinchClient

    def receive(self, connection: socket.socket) -> None:
        while request := read_request(connection):
            self.request = request
            connection.sendall(response())

    @property
    def line(self) -> tuple[str, str, str]:
        method, target, version = self.request.partition(b"\r\n")[0].decode("ascii").split(" ")
        assert version == "HTTP/1.1"
        path, _, query = target.partition("?")
        return method, path, query

    @property
    def headers(self) -> list[tuple[str, str]]:
        lines = self.request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]


@pytest.fixture(scope="module")
def listener(colour: str) -> Iterator[Listener]:
    listener = Listener()
    with serving(listener.receive) as port, client_of(port, colour) as client:
        listener.client = client
        yield listener


def check_headers(listener: Listener, *further: str) -> None:
    names = [name for name, _ in listener.headers]
    assert sorted(names) == sorted({*HEADERS, *further})
    assert dict(listener.headers)["host"].startswith("127.0.0.1:")
    assert dict(listener.headers)["authorization"] == "Bearer s3cret"


def is_grouped(recipient: str) -> bool:
    """Say whether a recipient is made of digits and what stands between groups of them."""
    return not recipient.isalnum() and not any(map(str.isalpha, recipient))


def rejected_rightly(value: str) -> bool:
    return value in (".", "..") or any("\ud800" <= char <= "\udfff" for char in value)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_id_is_one_segment(value: str, listener: Listener) -> None:
    listener.client.sms.batches.get(value)
    assert listener.line[0] == "GET"
    assert listener.line[1].startswith("/xms/v1/plan/batches/")
    assert unquote(listener.line[1].removeprefix("/xms/v1/plan/batches/")) == value
    assert listener.line[1].count("/") == 5
    assert listener.line[2] == ""
    check_headers(listener)


@fast
@given(texts, texts)
@example("..", "x")
def test_two_ids_are_two_segments(listener: Listener, batch: str, number: str) -> None:
    try:
        listener.client.sms.delivery_reports.get_for_number(batch, number)
    except sinch.ArgumentError:
        assert rejected_rightly(batch) or rejected_rightly(number)
        return
    segments = listener.line[1].split("/")
    assert [unquote(segment) for segment in segments] == [
        "", "xms", "v1", "plan", "batches", batch, "delivery_report", number,
    ]  # fmt: skip
    assert listener.line[2] == ""
    check_headers(listener)


@fast
@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_values_of_a_query_stay_in_their_parameters(listener: Listener, senders: list[str], reference: str) -> None:
    try:
        listener.client.sms.batches.list(from_=senders, client_reference=reference, page=1)
    except sinch.ArgumentError:
        assert any(map(rejected_rightly, (*senders, reference))) or any(map(is_grouped, senders))
        return
    assert listener.line[1] == "/xms/v1/plan/batches"
    pairs = [pair.split("=") for pair in listener.line[2].split("&")]
    assert [name for name, _ in pairs] == ["page", "from", "client_reference"]
    given = {name: [unquote(value) for value in joined.split(",")] for name, joined in pairs}
    assert given == {"page": ["1"], "from": senders, "client_reference": [reference]}
    check_headers(listener)


@fast
@given(texts, texts)
def test_a_body_is_nothing_but_json(listener: Listener, recipient: str, text: str) -> None:
    try:
        listener.client.sms.batches.send_sms(to=[recipient], body=text)
    except sinch.ArgumentError:
        assert rejected_rightly(recipient) or rejected_rightly(text) or is_grouped(recipient)
        return
    body = listener.request.partition(b"\r\n\r\n")[2]
    assert json.loads(body) == {"to": [recipient], "body": text, "type": "mt_text"}
    check_headers(listener, "content-type", "content-length")


@fast
@given(texts, texts)
def test_further_parameters_and_headers_stay_in_their_places(listener: Listener, name: str, value: str) -> None:
    options: Any = {"query": {name: value}, "headers": {"X-Trace": value}}
    try:
        listener.client.sms.batches.get("b", options=options)
    except sinch.ArgumentError:
        assert rejected_rightly(name) or not value.isprintable() or not value.isascii()
        return
    assert [tuple(map(unquote, pair.split("="))) for pair in listener.line[2].split("&")] == [(name, value)]
    check_headers(listener, "x-trace")


@pytest.mark.parametrize("name", ["Content-Length", "content-length", "Transfer-Encoding", "Host", "X\r\nY", "X Y", ""])
def test_a_header_that_frames_requests_is_rejected(name: str, listener: Listener, colour: str) -> None:
    with pytest.raises(sinch.ArgumentError):
        listener.client.sms.batches.get("b", options={"headers": {name: "1"}})
    with pytest.raises(sinch.ArgumentError):
        listener.client.with_options(headers={name: "1"})
    with pytest.raises(sinch.ArgumentError):
        client_of(1, colour, headers={name: "1"})


@pytest.mark.parametrize("end", ["\r", "\n", "\r\nX-Evil: 1", "\0", "\ud800"])
@pytest.mark.parametrize("name", ["project_id", "key_id", "key_secret", "service_plan_id", "sms_api_token", "app_name"])
def test_configuration_rejects_line_breaks(name: str, end: str) -> None:
    with pytest.raises(sinch.ConfigurationError, match=name):
        SinchClient(**{name: f"a{end}b"})  # type: ignore[arg-type]


def test_a_token_that_does_not_fit_into_a_header_is_rejected() -> None:
    for token in ("schlüssel", "ключ", "a b"):
        with pytest.raises(sinch.ConfigurationError, match="sms_api_token"):
            SinchClient(sms_api_token=token)


@pytest.mark.parametrize("method", ["GET\r\n", "GET /x HTTP/1.1\r\nX:", "", "G T", "É"])
def test_a_method_is_a_word(method: str, listener: Listener) -> None:
    with pytest.raises(sinch.ArgumentError, match="method"):
        listener.client.request(method, "/x", product="sms")


@pytest.mark.parametrize(
    "path",
    ["x", "//evil.example/x", "/x\r\nX-Evil: 1", "/x y", "/x?y=1", "/x#y", "/../x", "/%2E%2e/x", "http://evil", ""],
)
def test_a_raw_path_stays_a_path(path: str, listener: Listener) -> None:
    with pytest.raises(sinch.ArgumentError, match="path"):
        listener.client.request("GET", path, product="sms")


def test_a_token_of_a_page_stays_a_parameter(colour: str) -> None:
    """What a server sends as the token of the next page is a value: it cannot lead to another host."""
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            requests.append(request)
            following = "" if len(requests) > 1 else "https://evil.example/x?y=1&page=2#z\r\nX-Evil: 1"
            connection.sendall(response(json.dumps({"messages": [{"id": "m"}], "next_page_token": following}).encode()))

    with serving(handle) as port:
        with client_of(1, colour, conversation_origin=f"http://127.0.0.1:{port}", conversation_region="us") as client:
            client.configuration.project_id = "p"
            client.configuration.key_id = client.configuration.key_secret = "k"
            page = client.conversation.messages.list(options={"headers": {"Authorization": "Bearer t"}})
            assert len(list(page)) == 2
    line = requests[1].partition(b"\r\n")[0].decode()
    assert line.startswith(
        "GET /v1/projects/p/messages?page_token=https%3A%2F%2Fevil.example%2Fx%3Fy%3D1%26page%3D2%23z"
    )
    assert b"\r\nX-Evil" not in requests[1]
