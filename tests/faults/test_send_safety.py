"""Nothing is sent twice: what is repeated after which failure, counted on the server."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest

import sinch
from codegen import products
from sinch import UNSET, SinchClient
from sinch.core.operation import Operation, PreparedCall
from sinch.testing import Simulator
from sinch_api.origins import ORIGINS
from tests.both_colours import both_colours, connected, pause_with
from tests.faults.servers import PATIENCE, client_of, closed_port, know_no_invalid_name, read_request, reset, serving

pytestmark = both_colours
ADA = "+12025550123"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    pause_with(monkeypatch, lambda seconds: None)


def send(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.send_sms(to=[ADA], body="Hi", options=options or None)  # type: ignore[arg-type]


def taken(simulator: Simulator, operation: str) -> int:
    return len([each for each in simulator.requests if each.operation_id == operation])


@pytest.mark.parametrize("reset", ["before", "after", "mid_response"])
def test_a_send_is_never_repeated_once_bytes_left(
    reset: Any, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("SendSMS", reset=reset, times=5)
    with pytest.raises((sinch.OutcomeUnknownError, sinch.ResponseError)) as caught:
        send(sinch_client)
    assert caught.value.outcome_unknown
    assert caught.value.operation_id == "SendSMS"
    assert taken(sinch_simulator, "SendSMS") == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_5xx_on_a_send_says_that_the_outcome_is_unknown(
    status: int, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("SendSMS", status=status, times=5)
    with pytest.raises(sinch.ServerError) as caught:
        send(sinch_client)
    assert caught.value.outcome_unknown
    assert taken(sinch_simulator, "SendSMS") == 1


def test_a_429_is_repeated_for_a_send_too(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", status=429, times=3)
    assert send(sinch_client).id
    assert taken(sinch_simulator, "SendSMS") == 4
    assert len(sinch_simulator.sent_messages()) == 1
    sinch_simulator.fail("SendSMS", status=429, times=4)
    with pytest.raises(sinch.RateLimitError) as caught:
        send(sinch_client)
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("reset", ["before", "after", "mid_response"])
def test_a_read_is_repeated(reset: Any, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batch = send(sinch_client)
    sinch_simulator.fail("GetBatchMessage", reset=reset, times=2)
    assert sinch_client.sms.batches.get(batch.id).id == batch.id
    assert taken(sinch_simulator, "GetBatchMessage") == 3


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_read_is_repeated_after_a_gateway_error_but_not_for_ever(
    status: int, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("ListBatches", status=status, times=10)
    with pytest.raises(sinch.ServerError):
        sinch_client.sms.batches.list()
    assert taken(sinch_simulator, "ListBatches") == 4
    with pytest.raises(sinch.ServerError):
        sinch_client.sms.batches.list(options={"max_retries": 0})
    assert taken(sinch_simulator, "ListBatches") == 5


def test_the_replay_after_an_expired_token_is_the_only_one(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    send(sinch_client)
    sinch_simulator.expire_tokens()
    send(sinch_client)
    assert taken(sinch_simulator, "SendSMS") == 3, "the expired one was rejected"
    assert len(sinch_simulator.sent_messages()) == 2


@contextmanager
def server(respond: Any) -> Iterator[tuple[str, list[bytes]]]:
    """Call `respond(connection, number)` for each request until it returns False, and record the requests."""
    seen: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            seen.append(request)
            if not respond(connection, len(seen)):
                break

    with serving(handle) as port:
        yield f"http://127.0.0.1:{port}", seen


CREATED = b'{"id": "b", "type": "mt_text"}'
HEAD = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
OK = HEAD + b"Content-Length: %d\r\n\r\n" % len(CREATED) + CREATED


def test_a_connection_that_went_stale_costs_no_message(colour: str) -> None:
    closed = threading.Event()

    def respond(connection: socket.socket, count: int) -> bool:
        connection.sendall(OK)
        connection.close()  # without having announced it
        closed.set()
        return False

    with server(respond) as (origin, seen), client_of(origin, colour, max_retries=3) as client:
        for _ in range(5):
            closed.clear()
            assert send(client).id == "b"
            assert closed.wait(PATIENCE)
            threading.Event().wait(0.02)  # the end arrives after the server has finished
        assert len(seen) == 5, "every message was sent exactly once"


def test_head_and_body_leave_in_one_piece(colour: str) -> None:
    def respond(connection: socket.socket, count: int) -> bool:
        connection.sendall(OK)
        return True

    with server(respond) as (origin, seen), client_of(origin, colour, max_retries=3) as client:
        send(client)
        client.sms.batches.get("b")
    assert seen[0].startswith(b"POST /xms/v1/plan/batches HTTP/1.1\r\n")
    assert seen[1].startswith(b"GET /xms/v1/plan/batches/b HTTP/1.1\r\n")


def test_no_connection_is_tried_again_and_then_told(colour: str) -> None:
    with closed_port() as port, client_of(port, colour, max_retries=3) as client:
        with pytest.raises(sinch.ConnectionFailedError) as caught:
            send(client)
    assert not caught.value.outcome_unknown
    assert "no connection to" in str(caught.value)


def test_a_name_that_does_not_resolve_is_told(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    know_no_invalid_name(monkeypatch)
    with client_of("http://no-such-host.invalid", colour, max_retries=3) as client:
        with pytest.raises(sinch.ConnectionFailedError, match="is not known"):
            send(client)


def test_a_reset_in_the_middle_of_a_long_body_is_ambiguous(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(10)
        reset(connection)

    with serving(handle) as port, client_of(port, colour, max_retries=3) as client:
        with pytest.raises(sinch.OutcomeUnknownError):
            client.sms.batches.send_sms(to=[ADA], body="x" * 20_000_000)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_never_followed(status: int, colour: str) -> None:
    def respond(connection: socket.socket, count: int) -> bool:
        head = f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:1/steal\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())
        return True

    with server(respond) as (origin, seen), client_of(origin, colour, max_retries=3) as client:
        with pytest.raises(sinch.APIError, match="redirects elsewhere") as caught:
            send(client)
        assert caught.value.status_code == status
        assert len(seen) == 1


FILES = {file.package: file for file in products.load_all()}
PRODUCTS: dict[str, dict[str, Operation]] = {
    package: import_module(f"sinch_api.{package}.operations").OPERATIONS for package in FILES
}
EVERY = [(product, name) for product, operations in PRODUCTS.items() for name in operations]


@pytest.mark.parametrize("product", PRODUCTS)
def test_retry_classes_are_those_of_the_products_files(product: str) -> None:
    assert {name: operation.retry for name, operation in PRODUCTS[product].items()} == {
        name: entry.retry for name, entry in FILES[product].operations.items()
    }


@pytest.mark.parametrize(("product", "name"), EVERY, ids=[name for _, name in EVERY])
def test_every_operation_is_repeated_as_its_class_says(product: str, name: str, colour: str) -> None:
    operation = PRODUCTS[product][name]
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        requests.append(read_request(connection))
        reset(connection)

    path = re.sub(r"\{(\w+)\}", lambda match: match[1] if match[1] in named(operation) else match[0], operation.path)
    call: PreparedCall[Any] = PreparedCall(operation, path, (), UNSET if operation.body is None else {})
    with serving(handle) as port:
        hosts = dict.fromkeys(ORIGINS, f"http://127.0.0.1:{port}")
        credentials = {"project_id": "p", "key_id": "k", "key_secret": "s"}
        credentials |= {"application_key": "a", "application_secret": "c2VjcmV0"}
        regions = {"sms_region": "us", "conversation_region": "us"}
        with connected(colour, {**credentials, **hosts, **regions, "max_retries": 2}) as client:
            with pytest.raises(sinch.RequestError) as caught:
                getattr(client, FILES[product].domain).execute(call, {"headers": {"Authorization": "Bearer t"}})
    ambiguous = operation.retry == "ambiguous"
    assert len(requests) == (1 if ambiguous else 3)
    assert caught.value.outcome_unknown == ambiguous
    assert type(caught.value) is (sinch.OutcomeUnknownError if ambiguous else sinch.ConnectionFailedError)


def named(operation: Operation) -> set[str]:
    return {parameter.wire for parameter in operation.path_params}
