"""Code of the program's own inside a call, such as log handlers and transports: it never hides what became of one."""

from __future__ import annotations

import io
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
import urllib3

import sinch
from sinch import RetryConfiguration, SinchClient
from sinch.core.http import Headers, HTTPResponse
from sinch.testing import Simulator
from tests.both_colours import pause_with
from tests.faults.servers import BATCH, PATIENCE, client_of, read_request, response, serving

ADA = "+12025550123"


class Custom(Exception):
    """Of the program."""


class RaisingHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise Custom(record.name)


class RaisingFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        raise Custom(record.name)


class RaisingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        raise Custom(record.name)


class FormattingHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        self.format(record)


class RaisingLogger(logging.Logger):
    def isEnabledFor(self, level: int) -> bool:
        raise Custom(level)


@contextmanager
def raising(kind: str, name: str) -> Iterator[None]:
    """Let a handler, filter or formatter of a logger raise."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    handler: logging.Handler = RaisingHandler() if kind == "handler" else FormattingHandler()
    handler.setFormatter(RaisingFormatter() if kind == "formatter" else None)
    added = RaisingFilter()
    logger.addHandler(handler)
    if kind == "filter":
        logger.addFilter(added)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.removeFilter(added)
        logger.setLevel(level)


def send(client: SinchClient) -> Any:
    return client.sms.batches.send_sms(to=[ADA], body="Hi")


@pytest.mark.parametrize("kind", ["handler", "filter", "formatter"])
@pytest.mark.parametrize("name", ["", "Sinch", "urllib3", "urllib3.connectionpool"])
def test_what_logging_raises_changes_no_outcome(
    kind: str, name: str, sinch_simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    with sinch_simulator.client(max_retries=0) as client, raising(kind, name):
        assert send(client).id
        sinch_simulator.fail("SendSMS", reset="after")
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
        sinch_simulator.fail("SendSMS", status=403)
        with pytest.raises(sinch.PermissionDeniedError):
            send(client)
        assert send(client).id
    assert len(sinch_simulator.sent_messages()) == 3
    if kind == "handler" or name not in ("", "urllib3"):  # the filter of a logger is not asked by those below it
        assert "sinch: the logger raised Custom; the call goes on\n" in capsys.readouterr().err


@pytest.mark.parametrize("logger", [RaisingLogger("odd"), object(), 5])
def test_any_logger_of_the_program(logger: Any, sinch_simulator: Simulator) -> None:
    with sinch_simulator.client(logger=logger) as client:
        assert send(client).id
    assert len(sinch_simulator.sent_messages()) == 1


@pytest.mark.parametrize("closed", [False, True])
def test_a_standard_error_that_takes_nothing(
    closed: bool, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    stream.close()
    monkeypatch.setattr(sys, "stderr", stream if closed else None)
    with sinch_simulator.client() as client, raising("handler", "Sinch"):
        assert send(client).id


def test_a_pool_that_is_full_says_what_to_set_and_raises_nothing(
    sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with sinch_simulator.client(pool_size=1) as client:
        sinch_simulator.fail(delay=0.2, times=8)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: send(client), range(4)))
        assert "more threads call at once than SinchClient(pool_size=...) allows for" in caplog.text
        with raising("handler", "urllib3.connectionpool"), ThreadPoolExecutor(4) as pool:
            sinch_simulator.fail("SendSMS", delay=0.2, times=4)
            assert all(batch.id for batch in pool.map(lambda _: send(client), range(4)))
    assert len(sinch_simulator.sent_messages()) == 8


def test_a_handler_that_uses_urllib3_and_the_sdk_itself(
    sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    others = urllib3.PoolManager()
    busy = threading.local()

    class Shipping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not getattr(busy, "here", False):
                busy.here = True
                others.request("GET", f"{sinch_simulator.url}/ship/2025550123", retries=False)
                client.sms.groups.list()
                busy.here = False

    handler = Shipping()
    logging.getLogger("urllib3.connectionpool").addHandler(handler)
    try:
        with sinch_simulator.client() as client:
            assert send(client).id
    finally:
        logging.getLogger("urllib3.connectionpool").removeHandler(handler)
        others.clear()
    assert "/ship/2025550123" in caplog.text, "the handler's own request is not ours"
    assert len(sinch_simulator.sent_messages()) == 1


class Transport:
    """A transport of the program's own."""

    name = "own"

    def __init__(self, outcome: Callable[[], Any]) -> None:
        self.outcome = outcome
        self.sent = 0

    def send(self, request: Any) -> Any:
        self.sent += 1
        return self.outcome()

    def close(self) -> None:
        pass


def raise_custom() -> None:
    raise Custom


ODD: dict[str, Callable[[], Any]] = {
    "raises": raise_custom,
    "nothing": lambda: None,
    "text": lambda: "200 OK",
    "a status that is none": lambda: HTTPResponse("soon", Headers(), b""),  # type: ignore[arg-type]
    "headers that are none": lambda: HTTPResponse(200, 5, b""),  # type: ignore[arg-type]
    "content that is none": lambda: HTTPResponse(200, Headers(), None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_a_transport_of_the_program_does(name: str) -> None:
    transport = Transport(ODD[name])
    with client_of("https://sms.example", transport=transport, max_retries=3) as client:
        with pytest.raises(
            sinch.OutcomeUnknownError, match=r"the transport raised (Custom|TypeError|ValueError)"
        ) as unknown:
            send(client)
        assert transport.sent == 1
        assert isinstance(unknown.value.__cause__, (Custom, TypeError, ValueError))
    with client_of("https://sms.example", transport=transport) as client:
        with pytest.raises(sinch.ConnectionFailedError):
            client.sms.batches.get("b")


@pytest.mark.parametrize(
    ("status", "headers", "content"),
    [
        (HTTPStatus.OK, {"content-type": "application/json"}, BATCH),
        (200, [("Content-Type", "application/json")], bytearray(BATCH)),
        (HTTPStatus.FORBIDDEN, {"X-Request-Id": "r-1", "Retry-After": "1"}, memoryview(b"{}")),
        (HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": 'Bearer error_description="expired"'}, b""),
    ],
)
def test_what_a_transport_may_write_differently(status: Any, headers: Any, content: Any) -> None:
    transport = Transport(lambda: HTTPResponse(status, headers, content))
    with client_of("https://sms.example", transport=transport) as client:
        if status == 200:
            assert send(client).id == "b"
        else:
            with pytest.raises(sinch.APIError) as caught:
                send(client)
            assert caught.value.status_code == status
            assert caught.value.request_id in (None, "r-1")


@pytest.mark.parametrize("transport", [object(), "urllib3", Custom])
def test_an_invalid_transport_is_rejected_when_it_is_set(transport: Any) -> None:
    with pytest.raises(sinch.ConfigurationError, match="transport must have a name"):
        SinchClient(transport=transport)


class OddRules(RetryConfiguration):
    """Rules of the program's own that are broken."""

    def __init__(self, decide: Callable[[], Any]) -> None:
        super().__init__()
        self.decide = decide

    def pause(self, *_: Any, **__: Any) -> Any:
        return self.decide()


@pytest.mark.parametrize("decide", [raise_custom, lambda: "soon", lambda: [5], lambda: float("inf")])
def test_rules_that_raise_hide_no_outcome(decide: Callable[[], Any], sinch_simulator: Simulator) -> None:
    with sinch_simulator.client(retry_configuration=OddRules(decide)) as client:
        assert send(client).id
        sinch_simulator.fail("SendSMS", reset="after")
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
        sinch_simulator.fail("SendSMS", status=500)
        with pytest.raises(sinch.ServerError) as caught:
            send(client)
        assert caught.value.outcome_unknown
        if decide is raise_custom:
            assert isinstance(caught.value.__cause__, Custom), "and it is told"
    assert len(sinch_simulator.sent_messages()) == 2


@pytest.mark.parametrize("pause", [-5, float("nan"), 0, True])
def test_a_pause_that_is_none_is_a_short_one(
    pause: Any, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    pause_with(monkeypatch, pauses.append)
    with sinch_simulator.client(retry_configuration=OddRules(lambda: pause)) as client:
        sinch_simulator.fail("ListBatches", status=503)
        assert client.sms.batches.list().content() == []
    assert all(0 <= each <= 1 for each in pauses)


@pytest.mark.parametrize("growth", [0, -1, float("nan"), float("inf"), 1e300, "4", None, True])
def test_a_growth_of_pauses_that_is_none_is_rejected(growth: Any) -> None:
    with pytest.raises(sinch.ConfigurationError, match="backoff_growth"):
        RetryConfiguration(backoff_growth=growth)


def test_an_error_before_anything_was_sent_leaves_no_unknown_outcome() -> None:
    """Such as by an `SSLContext` of the program's own, or by a warning that it takes for an error."""

    class Context:
        verify_mode = 0
        check_hostname = False
        verify_flags = 0

        def __getattr__(self, name: str) -> Any:
            raise Custom(name)

    def handle(connection: socket.socket) -> None:
        connection.recv(1000)

    with serving(handle) as port, client_of(f"https://127.0.0.1:{port}", ssl_context=Context()) as client:
        with pytest.raises(sinch.ConnectionFailedError) as caught:
            send(client)
    assert not caught.value.outcome_unknown


def test_records_of_others_are_left_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    """Those of other programs that use urllib3, in the threads of our calls and beside them."""
    caplog.set_level(logging.DEBUG)
    seen: list[logging.LogRecord] = []

    def handle(connection: socket.socket) -> None:
        if read_request(connection):  # and end it: urllib3 finds no length behind a line that it cannot read
            connection.sendall(response(headers="X 2025550123\r\n"))

    with serving(handle) as port, client_of(port) as client, urllib3.PoolManager() as others:
        for _ in range(2):
            client.sms.batches.get("b")
            before = len(caplog.records)
            others.request("GET", f"http://127.0.0.1:{port}/12025550123?token=s3cret")
            seen += caplog.records[before:]
    texts = [record.getMessage() for record in seen if record.name.startswith("urllib3")]
    assert any('"GET /12025550123?token=s3cret HTTP/1.1" 200' in text for text in texts)
    failed = [record for record in seen if record.getMessage().startswith("Failed to parse headers")]
    assert failed
    assert all(record.exc_info and "/12025550123?token=s3cret" in record.getMessage() for record in failed)


def test_records_of_ours_name_no_path_identifier_or_number(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[logging.LogRecord] = []
    kept = threading.Event()

    class Keeping(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            records.append(record)
            kept.set()
            return True

    keeping = Keeping()
    logging.getLogger("urllib3.connectionpool").addFilter(keeping)

    def handle(connection: socket.socket) -> None:
        if read_request(connection):
            connection.sendall(response(headers="X 12025550123\r\nConnection: close\r\n"))

    try:
        with serving(handle) as port, client_of(port, service_plan_id="plan-7f3a") as client:
            for _ in range(2):
                client.sms.delivery_reports.get_for_number("b4tch", ADA)
    finally:
        logging.getLogger("urllib3.connectionpool").removeFilter(keeping)
    assert kept.wait(PATIENCE)
    assert [record for record in caplog.records if record.name.startswith("urllib3")], "some are left"
    for record in [*records, *caplog.records]:
        if record.name.startswith("urllib3") or record.name == "Sinch":
            for text in ("plan-7f3a", "b4tch", "2025550123", "s3cret"):
                assert text not in record.getMessage() + repr(record.args) + repr(record.exc_info)
