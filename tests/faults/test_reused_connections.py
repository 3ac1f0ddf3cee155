"""Connections used again: what a server read never counts as not sent, and one that it has ended costs no message."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from urllib3.util.wait import wait_for_read

import sinch
from sinch import SinchClient
from sinch.core.urllib3_transport.connection import DeadlineConnection
from tests.faults.servers import PATIENCE, client_of, eventually, read_request, reset, response, serving

CREATED = response(status="201 Created")


def send(client: SinchClient) -> Any:
    return client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


class Scene:
    """A server whose first connection ends in some way while it is used again; it takes note of what it read whole."""

    def __init__(self, end: Callable[[socket.socket], None] | None, then: Callable[[socket.socket], None]) -> None:
        self.end = end
        """What it does with the connection at the given moment."""
        self.then = then
        """What it does when it could read a second request all the same."""
        self.moment = threading.Event()
        self.connections = 0
        self.requests: list[bytes] = []

    def handle(self, connection: socket.socket) -> None:
        self.connections += 1
        first = self.connections == 1
        while request := read_request(connection):
            self.requests.append(request)
            if first and len(self.requests) > 1:
                self.then(connection)
                return
            connection.sendall(CREATED)
            if first and self.end is not None:
                self.moment.wait(PATIENCE)
                self.end(connection)

    def act(self, sock: Any) -> None:
        """End the connection, and wait until the client's system knows."""
        self.moment.set()
        assert wait_for_read(sock, PATIENCE)


@contextmanager
def playing(scene: Scene, tls: bool, tmp_path: Path) -> Iterator[SinchClient]:
    if not tls:
        with serving(scene.handle) as port, client_of(port, max_retries=3) as client:
            yield client
        return
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            scene.handle(secured)

    with (
        serving(handle) as port,
        client_of(f"https://127.0.0.1:{port}", max_retries=3, ca_certs=str(tmp_path / "ca.pem")) as client,
    ):
        yield client


@pytest.fixture
def after_the_last_look(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], None]], None]:
    """Let something happen once, after a connection was looked at for the last time and before anything is sent."""

    def install(act: Callable[[Any], None]) -> None:
        genuine: Any = DeadlineConnection.is_connected
        looks: list[bool] = []

        def look(connection: Any) -> bool:
            looks.append(genuine.fget(connection))
            if looks == [True, True]:  # in the pool, and before the first byte
                act(connection.sock)
            return looks[-1]

        monkeypatch.setattr(DeadlineConnection, "is_connected", property(look))

    return install


def half_close(connection: socket.socket) -> None:
    socket.socket.shutdown(connection, socket.SHUT_WR)  # of TLS too, whose own method ends reading as well


def linger(connection: socket.socket) -> None:
    time.sleep(0.05)


def leave(connection: socket.socket) -> None:
    pass


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("patience", [0, 0.02, 0.3], ids=["at once", "soon", "late"])
@pytest.mark.parametrize("then", [reset, linger, leave])
def test_what_a_server_reads_that_has_closed_its_own_end_may_have_been_sent(
    then: Callable[[socket.socket], None],
    patience: float,
    tls: bool,
    tmp_path: Path,
    after_the_last_look: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its end of the stream says nothing of what it reads, nor does a reset: acknowledgements are delayed."""
    scene = Scene(half_close, then)
    genuine = DeadlineConnection.getresponse

    def late(connection: Any) -> Any:
        time.sleep(patience)  # so that more of what the server does is known when the response is looked for
        return genuine(connection)

    with playing(scene, tls, tmp_path) as client:
        send(client)
        after_the_last_look(scene.act)
        monkeypatch.setattr(DeadlineConnection, "getresponse", late)
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
        assert eventually(lambda: len(scene.requests) == 2)
    assert len(scene.requests) == 2, "and it was not repeated"


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_what_a_server_reads_before_it_resets_may_have_been_sent(tls: bool, tmp_path: Path) -> None:
    scene = Scene(None, reset)
    with playing(scene, tls, tmp_path) as client:
        send(client)
        with pytest.raises(sinch.OutcomeUnknownError):
            send(client)
    assert len(scene.requests) == 2


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("end", [half_close, reset])
def test_a_connection_that_ended_since_it_left_the_pool_is_replaced(
    end: Callable[[socket.socket], None], tls: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(end, leave)
    genuine = DeadlineConnection.request
    pending = [scene.act]

    def request(connection: Any, *args: Any, **kwargs: Any) -> None:
        if pending:
            pending.pop()(connection.sock)
        genuine(connection, *args, **kwargs)

    with playing(scene, tls, tmp_path) as client, client.with_options(max_retries=0) as once:
        send(once)
        monkeypatch.setattr(DeadlineConnection, "request", request)
        assert send(once).id == "b"
        assert not pending
    assert len(scene.requests) == 2


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_what_the_system_does_not_take_was_not_sent(tls: bool, tmp_path: Path, after_the_last_look: Any) -> None:
    scene = Scene(reset, leave)
    with playing(scene, tls, tmp_path) as client, client.with_options(max_retries=0) as once:
        send(once)
        after_the_last_look(scene.act)
        assert send(once).id == "b"
    assert len(scene.requests) == 2


def test_a_new_connection_that_is_reset_at_once_is_tried_again_with_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = DeadlineConnection.connect

    def connect(connection: Any) -> None:
        genuine(connection)
        assert wait_for_read(connection.sock, PATIENCE)

    monkeypatch.setattr(DeadlineConnection, "connect", connect)
    monkeypatch.setattr("sinch.core.session.time.sleep", lambda seconds: None)
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        reset(connection)

    with serving(handle) as port, client_of(port, max_retries=2) as client:
        with pytest.raises(sinch.ConnectionFailedError) as caught:
            send(client)
        assert not caught.value.outcome_unknown
    assert len(connections) == 3


def test_a_connection_that_was_idle_for_too_long_is_not_used_again() -> None:
    """Such as one that something on the way has forgotten, so that nothing would ever come back."""
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        if read_request(connection):
            connection.sendall(CREATED)
        while connection.recv(65536):
            pass  # as if nobody were there

    with serving(handle) as port, client_of(port, idle_timeout=0.01) as client:
        for _ in range(3):
            assert send(client).id == "b"
            time.sleep(0.02)
    assert len(connections) == 3


def test_a_server_that_says_how_long_it_keeps_connections_is_believed() -> None:
    connections: list[int] = []

    def handle(connection: socket.socket) -> None:
        connections.append(1)
        while read_request(connection):
            connection.sendall(response(headers=f"Keep-Alive: timeout={timeout}, max=1000\r\n"))

    for timeout, expected in (("1", 3), ("600", 1), ("soon", 1), ("9" * 5000, 1)):
        connections.clear()
        with serving(handle) as port, client_of(port) as client:
            for _ in range(3):
                assert send(client).id == "b"
        assert len(connections) == expected, timeout[:9]


def test_a_dead_connection_is_found_out_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, int]] = []
    genuine = DeadlineConnection.put_back
    names = [name for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT") if hasattr(socket, name)]

    def put_back(connection: Any) -> None:
        sock = connection.sock
        found = {name: sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in names}
        seen.append({"SO_KEEPALIVE": sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), **found})
        genuine(connection)

    monkeypatch.setattr(DeadlineConnection, "put_back", put_back)

    def handle(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(CREATED)

    with serving(handle) as port, client_of(port) as client:
        send(client)
    assert seen[0]["SO_KEEPALIVE"]
    if len(names) == 3:  # the system finds out while the connection is still young enough to be used again
        assert seen[0]["TCP_KEEPIDLE"] + seen[0]["TCP_KEEPINTVL"] * seen[0]["TCP_KEEPCNT"] <= 60


def test_a_storm_of_servers_that_close_at_the_moment_of_reuse_sends_nothing_twice() -> None:
    """Whatever it does to single calls: what is said to be unsent was read by nobody, and nothing was read twice."""
    taken: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while request := read_request(connection):
            taken.append(request.rpartition(b'"body":"')[2].partition(b'"')[0])
            connection.sendall(CREATED)
            connection.settimeout(0.002)
            try:
                if not connection.recv(1, socket.MSG_PEEK):
                    return
            except TimeoutError:
                return
            connection.settimeout(PATIENCE)

    fates: dict[bytes, str] = {}

    def work(number: int) -> None:
        for index in range(60):
            time.sleep(0.0018 + index % 5 * 0.0001)
            text = f"{number}-{index}"
            try:
                client.sms.batches.send_sms(to=["+12025550123"], body=text)
                fates[text.encode()] = "sent"
            except sinch.SinchException as error:
                fates[text.encode()] = "unknown" if error.outcome_unknown else "not sent"

    with serving(handle) as port, client_of(port, max_retries=2) as client:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(fates) == 240
    for text, fate in fates.items():
        expected = {"sent": {1}, "not sent": {0}, "unknown": {0, 1}}[fate]
        assert taken.count(text) in expected, (text, fate)
