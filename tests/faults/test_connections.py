"""Connections to odd servers: the SDK never mistakes what was received, what was sent, or how long it took."""

from __future__ import annotations

import logging
import os
import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import pytest
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

import sinch
from sinch import SinchClient
from sinch.core.urllib3_transport import Urllib3Transport
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.faults.servers import (
    PATIENCE,
    client_of,
    closed_port,
    eventually,
    full_port,
    read_head,
    read_request,
    reset,
    response,
    serving,
)

ADA = "+12025550123"
CREATED = response(status="201 Created")


def send(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.send_sms(to=[ADA], body="Hi", options=options or None)  # type: ignore[arg-type]


@pytest.mark.parametrize("interim", ["100 Continue", "102 Processing", "103 Early Hints", "199 Odd"])
@both_colours
def test_an_interim_response_is_skipped(interim: str, colour: str) -> None:
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            requests.append(request)
            connection.sendall(f"HTTP/1.1 {interim}\r\nLink: </x>\r\n\r\n".encode())
            time.sleep(0.02)  # so that the response itself arrives in a separate packet
            connection.sendall(response(b'{"id": "%d", "type": "mt_text"}' % len(requests)))

    with serving(handle) as port, client_of(port, colour) as client:
        assert send(client).id == "1"
        assert client.sms.batches.get("x").id == "2", "and not the response to another request"


@both_colours
def test_endless_interim_responses_cannot_outlast_the_deadline(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 10)
            time.sleep(0.01)

    with serving(handle) as port, client_of(port, colour, timeout=0.3) as client:
        with pytest.raises(sinch.RequestError):
            client.sms.batches.get("b")


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429])
@both_colours
def test_an_error_response_counts_though_its_content_breaks_off(
    status: int, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("SendSMS", status=status, reset="mid_response")
    with pytest.raises(sinch.APIError) as caught:
        send(sinch_client, max_retries=0)
    assert caught.value.status_code == status
    assert caught.value.request_id
    assert not caught.value.outcome_unknown


@both_colours
def test_a_429_that_breaks_off_is_repeated(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", status=429, retry_after=0, truncate=True)
    assert send(sinch_client).id
    assert len(sinch_simulator.sent_messages()) == 1


@both_colours
def test_a_5xx_that_breaks_off_or_drips_says_that_the_outcome_is_unknown(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("SendSMS", status=502, truncate=True, times=2)
    with pytest.raises(sinch.ServerError) as caught:
        send(sinch_client)
    assert caught.value.outcome_unknown
    assert len([each for each in sinch_simulator.requests if each.operation_id == "SendSMS"]) == 1


@both_colours
def test_an_expired_token_is_replaced_though_the_401_breaks_off(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_client.sms.batches.list()
    sinch_simulator.expire_tokens()
    sinch_simulator.fail("SendSMS", truncate=True)
    assert send(sinch_client).id
    assert len(sinch_simulator.token_requests) == 2


@both_colours
def test_a_dripping_error_response_ends_at_the_deadline_with_its_status(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            time.sleep(0.02)

    with (
        serving(handle) as port,
        client_of(port, colour, timeout=1.5) as client,
        pytest.raises(sinch.PermissionDeniedError),
    ):
        send(client)


@both_colours
def test_a_response_that_announces_too_much_is_not_read(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n{")
        connection.recv(1)  # until the client hangs up

    with serving(handle) as port, client_of(port, colour) as client:
        with pytest.raises(sinch.ResponseError, match="larger than max_response_size"):
            client.sms.batches.get("b")


@both_colours
def test_a_connection_that_breaks_at_the_second_request_is_ambiguous(colour: str) -> None:
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            requests.append(request)
            if len(requests) == 2:
                reset(connection)
                return
            connection.sendall(CREATED)

    with serving(handle) as port, client_of(port, colour, max_retries=3) as client:
        send(client)
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
        assert len(requests) == 2
        send(client)


@both_colours
def test_the_deadline_holds_for_all_addresses_of_a_host_together(monkeypatch: pytest.MonkeyPatch, colour: str) -> None:
    with full_port() as port:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))] * 30
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        started = time.monotonic()
        with pytest.raises(sinch.RequestTimeoutError):
            send(client_of(f"http://thirty.example:{port}", colour, timeout=0.6, connect_timeout=0.5))
        assert time.monotonic() - started < 10, "separately, the addresses would take 15 seconds"


@pytest.mark.parametrize("lacking", [False, True], ids=["closed", "no such family"])
@both_colours
def test_another_address_of_the_host_takes_over(lacking: bool, monkeypatch: pytest.MonkeyPatch, colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(CREATED)

    with serving(handle) as port, closed_port() as closed:
        family = socket.AF_APPLETALK if lacking else socket.AF_INET
        found = [
            (family, socket.SOCK_STREAM, 6, "", ("127.0.0.1", closed)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        with client_of(f"http://two.example:{port}", colour) as client:
            assert send(client).id == "b"


@both_colours
def test_a_server_that_reads_nothing_cannot_outlast_the_deadline(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        hung_up.wait(PATIENCE)

    hung_up = threading.Event()
    with serving(handle) as port, client_of(port, colour, timeout=1.5, connect_timeout=5) as client:
        started = time.monotonic()
        try:
            with pytest.raises(sinch.OutcomeUnknownError):
                client.sms.batches.send_sms(to=[ADA], body="x" * 30_000_000)
            assert time.monotonic() - started < 20
        finally:
            hung_up.set()


@both_colours
def test_a_slow_upload_does_not_fail_the_connection(colour: str) -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(10)
        time.sleep(1.2)
        if read_request(connection):
            connection.sendall(CREATED)

    with serving(handle) as port, client_of(port, colour, connect_timeout=1) as client:
        assert client.sms.batches.send_sms(to=[ADA], body="x" * 10_000_000).id == "b"


class OthersConnection(HTTPConnection):
    """Like one that a recorder or a monitor puts in place of urllib3's own."""


def test_nothing_is_sent_twice_over_connections_of_another_library(monkeypatch: pytest.MonkeyPatch) -> None:
    requests: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        requests.append(read_request(connection))
        reset(connection)

    monkeypatch.setattr(HTTPConnectionPool, "ConnectionCls", OthersConnection)
    with serving(handle) as port, client_of(port, max_retries=3) as client:
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
    assert len(requests) == 1


def test_a_nested_call_in_the_same_thread_does_not_confuse_the_outer_one() -> None:
    """For example one made by a signal handler; it fails unsent, and the first must not be mistaken for unsent."""
    requests: list[bytes] = []
    acted, act = socket.socketpair()

    def handle(connection: socket.socket) -> None:
        requests.append(read_request(connection))
        os.kill(int(acted.recv(100)), signal.SIGUSR1)
        acted.recv(100)  # the signal handler has made its call
        reset(connection)

    with acted, act, closed_port() as closed, serving(handle) as port:
        acted.settimeout(PATIENCE)
        script = f"""
            import os, signal, sinch
            from tests.faults.servers import client_of
            client, other = client_of({port}, max_retries=2), client_of({closed})
            def act(*_):
                try:
                    other.sms.batches.get("b")
                except sinch.ConnectionFailedError:
                    print("inner")
                os.write({act.fileno()}, b"%d" % os.getpid())
            act()
            signal.signal(signal.SIGUSR1, act)
            try:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
            except sinch.OutcomeUnknownError:
                print("outer")
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
            pass_fds=[act.fileno()],
        )
        assert (done.stdout, done.stderr) == ("inner\ninner\nouter\n", "")
    assert len(requests) == 1


def test_a_call_made_by_a_log_handler_leaves_the_deadline_of_the_call_that_logs() -> None:
    def drip(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            time.sleep(0.02)

    with serving(drip) as port, client_of(port) as client, client_of("http://127.0.0.1:1") as other:

        class Calling(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                if f":{port}" in record.getMessage():
                    with pytest.raises(sinch.ConnectionFailedError):
                        other.sms.batches.get("b")

        logger = logging.getLogger("urllib3.connectionpool")
        handler, level = Calling(), logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        try:
            with pytest.raises(sinch.RequestTimeoutError):
                client.sms.batches.get("b", options={"timeout": 0.3, "read_timeout": 5})
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)


def test_a_call_made_while_an_exception_is_handled_tells_its_own_reason() -> None:
    for outer in (KeyError("the caller's own secret"), OSError(5, "the caller's own secret")):
        with (
            closed_port() as port,
            client_of(port) as client,
            pytest.raises(sinch.ConnectionFailedError) as caught,
        ):
            try:
                raise outer
            except (KeyError, OSError):
                client.sms.batches.get("b")
        assert "Connection refused" in str(caught.value)
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is not None


def test_a_handshake_that_breaks_off_is_repeated_while_an_exception_is_handled_too() -> None:
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        connection.recv(65536)

    with serving(handle) as port, client_of(f"https://127.0.0.1:{port}", max_retries=1) as client:
        with pytest.raises(sinch.ConnectionFailedError):
            try:
                raise ValueError
            except ValueError:
                client.sms.batches.get("b")
    assert len(connections) == 2


def test_closing_while_a_pool_opens_does_not_wait_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("https://127.0.0.1:1", max_retries=0)
    client.configuration.transport = Urllib3Transport()
    genuine = ssl.create_default_context

    def closing(**options: Any) -> Any:
        client.close()  # as a signal handler would
        return genuine(**options)

    monkeypatch.setattr(ssl, "create_default_context", closing)
    monkeypatch.setattr("sinch.core.tls._contexts", {})
    with pytest.raises(sinch.ConnectionFailedError):
        client.sms.batches.get("b")


def test_a_log_handler_may_make_a_call_while_a_token_is_fetched(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client(timeout=30)
    seen: list[str] = []

    class Calling(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.getMessage())
            if len(seen) == 1:
                client.sms.groups.list()

    logger = logging.Logger("mine", logging.DEBUG)
    logger.addHandler(Calling())
    client.configuration.logger = logger
    started = time.monotonic()
    client.sms.groups.list()
    assert time.monotonic() - started < 20
    assert "/oauth2/token" in seen[0]


def test_closing_ends_connections_though_an_exception_is_kept(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("ListGroups", body=b"no JSON")
    with pytest.raises(sinch.ResponseError) as kept:
        sinch_client.sms.groups.list()
    sinch_simulator.fail("ListGroups", reset="after")
    with pytest.raises(sinch.ConnectionFailedError) as broken:
        sinch_client.sms.groups.list(options={"max_retries": 0})
    sinch_client.sms.batches.list()
    sinch_client.close()
    assert eventually(lambda: sinch_simulator.open_connections == 0)
    assert kept.value
    assert broken.value


def test_closing_under_load_fails_no_call(sinch_simulator: Simulator) -> None:
    failures: list[BaseException] = []
    with sinch_simulator.client(max_retries=0) as client:
        client.sms.batches.list()

        def work() -> None:
            for _ in range(40):
                try:
                    client.sms.batches.list()
                except BaseException as error:
                    failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            client.close()
            time.sleep(0.001)
    assert failures == []


def test_unsolicited_responses_are_not_read() -> None:
    """A second response after the first must never be taken for that of the next request."""

    def handle(connection: socket.socket) -> None:
        count = 0
        while read_head(connection):
            count += 1
            connection.sendall(response(b'{"id": "%d", "type": "mt_text"}' % count) + response(b'{"id": "evil"}'))

    with serving(handle) as port, client_of(port) as client:
        for _ in range(3):
            assert client.sms.batches.get("x").id != "evil"
