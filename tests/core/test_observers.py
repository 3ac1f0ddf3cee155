"""Observers: what they are told of each attempt, what they may add to it, and that they change no outcome."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import sinch
from sinch import Exchange, SinchClient
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours, synchronous
from tests.faults.servers import PATIENCE, client_of, read_request, reset, serving

pytestmark = both_colours
ADA = "+12025550123"


@pytest.fixture
def seen() -> list[Exchange]:
    """Keep what an observer was called with."""
    return []


def send(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.send_sms(to=[ADA], body="Hi", **options)


def test_every_attempt_is_told(connect: Connect, sinch_simulator: Simulator, seen: list[Exchange]) -> None:
    client = connect(observers=[seen.append], max_retries=2)
    sinch_simulator.fail("SendSMS", retry_after=0)
    send(client)
    token, first, second = seen
    assert token.operation_id == "getAccessToken"
    assert token.status_code == 200
    assert not token.ambiguous
    assert [(each.operation_id, each.method, each.attempt) for each in (first, second)] == [
        ("SendSMS", "POST", 1),
        ("SendSMS", "POST", 2),
    ]
    assert first.status_code == 429
    assert first.headers["retry-after"] == "0"
    assert second.status_code == 201
    assert second.headers["content-type"].startswith("application/json")
    assert second.path == "/xms/v1/{service_plan_id}/batches"
    assert second.origin.startswith("http://127.0.0.1:")
    assert first.request_id
    assert second.request_id
    assert first.request_id != second.request_id
    assert second.sent
    assert second.ambiguous
    assert not second.cancelled
    assert not second.outcome_unknown
    assert second.failure is None
    assert 0 < second.seconds < PATIENCE
    assert second.started >= first.started
    assert repr(second) == "Exchange(SendSMS, attempt 2: 201)"


def test_nothing_personal_is_told(connect: Connect, seen: list[Exchange]) -> None:
    client = connect(observers=[seen.append])
    client.number_lookup.lookup(number=ADA)
    with pytest.raises(sinch.NotFoundError):
        client.request("GET", "/v1/projects/{projectId}/activeNumbers/%2B12025550123", product="numbers")
    told = " ".join(str(getattr(each, name)) for each in seen for name in Exchange.__slots__)
    for personal in (ADA, "12025550123", str(client.configuration.key_secret), "Bearer"):
        assert personal not in told


@pytest.mark.parametrize(
    ("status", "unknown"), [(b"", True), (b"HTTP/1.1 503 Busy", True), (b"HTTP/1.1 400 Bad Request", False)]
)
def test_what_is_unknown_is_told(seen: list[Exchange], status: bytes, unknown: bool, colour: str) -> None:
    def serve(connection: Any) -> None:
        while read_request(connection):
            if not status:
                reset(connection)
                return
            connection.sendall(status + b"\r\nContent-Length: 2\r\n\r\n{}")

    with serving(serve) as port, client_of(port, colour=colour, observers=[seen.append]) as client:
        with pytest.raises(sinch.SinchException) as caught:
            send(client)
    (exchange,) = seen
    assert exchange.outcome_unknown is unknown is caught.value.outcome_unknown
    assert exchange.sent
    assert (exchange.failure is not None) is (status == b"")


def test_what_was_not_sent_is_told(seen: list[Exchange], colour: str) -> None:
    with serving(lambda _: None) as port:
        pass
    with client_of(port, colour=colour, observers=[seen.append], max_retries=0) as client:
        with pytest.raises(sinch.ConnectionFailedError):
            send(client)
    (exchange,) = seen
    assert exchange.failure
    assert not exchange.sent
    assert not exchange.outcome_unknown
    assert exchange.status_code is None
    assert exchange.failure in repr(exchange)


class Tracer:
    """An observer that knows of an exchange ahead."""

    def __init__(self, headers: Any) -> None:
        self.headers = headers
        self.told: list[str] = []

    def before(self, exchange: Exchange) -> Any:
        assert exchange.status_code is None
        assert exchange.seconds == 0.0
        assert "under way" in repr(exchange)
        self.told.append(f"before {exchange.operation_id} {exchange.attempt}")
        return self.headers

    def __call__(self, exchange: Exchange) -> None:
        self.told.append(f"after {exchange.operation_id} {exchange.attempt}")


def test_an_observer_may_add_headers(connect: Connect, sinch_simulator: Simulator) -> None:
    tracer = Tracer({"traceparent": "00-1-2-01"})
    client = connect(observers=[tracer])
    send(client)
    send(client)
    assert tracer.told[-4:] == ["before SendSMS 1", "after SendSMS 1"] * 2
    assert all(request.headers["traceparent"] == "00-1-2-01" for request in sinch_simulator.requests)


@pytest.mark.parametrize("headers", [{"Content-Length": "1"}, {"x": "a\r\nb"}, {"x y": "z"}, {"x": 1}, "x", 7])
def test_odd_headers_of_an_observer_are_left_out(
    connect: Connect, sinch_simulator: Simulator, headers: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    client = connect(observers=[Tracer(headers)])
    assert send(client).id
    assert not {"x", "x y"} & set(sinch_simulator.requests[-1].headers)
    assert "an observer raised" in capfd.readouterr().err


class Odd(Exception):
    """Of the program."""


class Raising:
    def before(self, exchange: Exchange) -> Any:
        raise Odd(exchange)

    def __call__(self, exchange: Exchange) -> None:
        raise Odd(exchange)


def test_what_an_observer_raises_changes_nothing(
    connect: Connect, sinch_simulator: Simulator, seen: list[Exchange], capfd: pytest.CaptureFixture[str]
) -> None:
    client = connect(observers=[Raising(), seen.append])
    assert send(client).id
    sinch_simulator.fail("SendSMS", status=503)
    with pytest.raises(sinch.ServerError) as caught:
        send(client)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert len(sinch_simulator.sent_messages()) == 1
    assert [each.status_code for each in seen][-2:] == [201, 503]
    assert "sinch: an observer raised Odd; the call goes on" in capfd.readouterr().err


def test_clients_with_other_options_are_observed_too(connect: Connect, seen: list[Exchange]) -> None:
    send(connect(observers=[seen.append]).with_options(timeout=5))
    assert [each.operation_id for each in seen][-1] == "SendSMS"


async def _observe_in_vain(exchange: Exchange) -> None:
    """Be awaited by nobody."""


class CallableInVain:
    async def __call__(self, exchange: Exchange) -> None:
        """Be awaited by nobody."""


@pytest.mark.parametrize("given", [print, ["x"], [None], "x", [_observe_in_vain], [CallableInVain()], {"a": print}])
def test_observers_are_checked(connect: Connect, given: Any) -> None:
    with pytest.raises(sinch.ConfigurationError, match="observer"):
        connect(observers=given)


@synchronous
def test_threads_are_told_apart(connect: Connect, sinch_simulator: Simulator, seen: list[Exchange]) -> None:
    client = connect(observers=iter([seen.append]))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: send(client), range(40)))
    sent = [each for each in seen if each.operation_id == "SendSMS"]
    assert len({each.request_id for each in sent}) == len({id(each) for each in sent}) == 40
    del sent
    seen.clear()
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Exchange)]


@pytest.mark.colours("asynchronous")
@pytest.mark.parametrize("operation_id", ["SendSMS", "getAccessToken"])
def test_a_cancelled_call_is_told(sinch_simulator: Simulator, seen: list[Exchange], operation_id: str) -> None:
    async def main() -> None:
        async with sinch_simulator.async_client(observers=[seen.append]) as client:
            sinch_simulator.fail(operation_id, delay=PATIENCE)
            task = asyncio.create_task(client.sms.batches.send_sms(to=[ADA], body="Hi"))
            while operation_id not in [each.operation_id for each in sinch_simulator.requests]:
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(main())
    exchange = seen[-1]
    assert exchange.operation_id == operation_id
    assert exchange.cancelled
    assert exchange.sent
    assert exchange.outcome_unknown is (operation_id == "SendSMS")
    assert exchange.failure == "cancelled after the request was sent"
    assert exchange.seconds > 0


@pytest.mark.colours("asynchronous")
def test_what_was_cancelled_in_line_was_not_sent(sinch_simulator: Simulator, seen: list[Exchange]) -> None:
    async def main() -> None:
        async with sinch_simulator.async_client(observers=[seen.append], pool_size=1) as client:
            sinch_simulator.fail("SendSMS", delay=PATIENCE)
            first, second = (asyncio.create_task(client.sms.batches.send_sms(to=[ADA], body="Hi")) for _ in range(2))
            while "SendSMS" not in [each.operation_id for each in sinch_simulator.requests]:
                await asyncio.sleep(0.005)
            for task in (second, first):
                task.cancel()
            await asyncio.wait([first, second])

    asyncio.run(main())
    second, first = seen[-2:]
    assert second.cancelled
    assert not second.sent
    assert not second.outcome_unknown
    assert first.cancelled
    assert first.sent
    assert first.outcome_unknown
