"""TLS is verified and bounded in time, and proxies are used as the option or the environment says."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.exceptions import ConfigurationError
from sinch.core.http import HTTPResponse, TransportFailure
from tests.asyncio_transport.helpers import (
    BODY,
    LOOPS,
    OK,
    assert_all_back,
    closing,
    descriptors,
    failing,
    on,
    pools,
    request,
    settle,
)
from tests.faults.servers import ends_within, read_head, read_request, reset, serving


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(context)
    return context


@contextmanager
def tls_server(context: ssl.SSLContext, respond: Callable[[ssl.SSLSocket], None] | None = None) -> Iterator[int]:
    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            while read_request(secure):
                if respond is not None:
                    respond(secure)
                else:
                    secure.sendall(OK)

    with serving(handle) as port:
        yield port


def send(
    origin: str, *, times: int = 1, timeout: float = 10, connect_timeout: float = 5, **options: Any
) -> HTTPResponse:
    async def main() -> HTTPResponse:
        transport = AsyncioTransport(**options)
        try:
            for _ in range(times):
                response = await transport.send(request(origin, timeout=timeout, connect_timeout=connect_timeout))
            assert_all_back(transport)
            return response
        finally:
            await transport.aclose()

    return asyncio.run(main())


def fail(origin: str, **options: Any) -> TransportFailure:
    with pytest.raises(TransportFailure) as caught:
        send(origin, **options)
    return caught.value


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_exchanges_over_tls(version: ssl.TLSVersion, loop: str, authority: trustme.CA, ca_file: str) -> None:
    context = server_context(authority)
    context.maximum_version = context.minimum_version = version

    async def main(port: int) -> None:
        transport = AsyncioTransport(ca_certs=ca_file)
        for name in ("localhost", "127.0.0.1"):
            for body in (b"{}", b"x" * 300_000):
                assert (await transport.send(request(f"https://{name}:{port}", body=body))).content == BODY
        assert [pool.idle for pool in pools(transport)] == [1, 1]
        assert_all_back(transport)
        await transport.aclose()

    with tls_server(context) as port:
        on(loop, main(port))


def test_a_long_response_over_tls(authority: trustme.CA, ca_file: str) -> None:
    content = b"x" * 3_000_000
    long = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content) + content
    with tls_server(server_context(authority), lambda secure: secure.sendall(long)) as port:
        assert send(f"https://localhost:{port}", times=2, ca_certs=ca_file).content == content


def test_a_context_of_ones_own_with_a_client_certificate(authority: trustme.CA) -> None:
    serving_context, own = server_context(authority), ssl.create_default_context()
    serving_context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(serving_context)
    authority.configure_trust(own)
    authority.issue_cert("client@example.org").configure_cert(own)
    with tls_server(serving_context) as port:
        assert send(f"https://localhost:{port}", ssl_context=own).content == BODY


@pytest.mark.parametrize("flaw", ["authority", "name"])
def test_a_certificate_that_does_not_verify(flaw: str, authority: trustme.CA, ca_file: str) -> None:
    names = ("other.example",) if flaw == "name" else ("localhost",)
    with tls_server(server_context(authority, *names)) as port:
        failed = fail(f"https://localhost:{port}", **({"ca_certs": ca_file} if flaw == "name" else {}))
    assert failed.reason.startswith(f"TLS to https://localhost:{port} failed: ")
    assert ("ostname mismatch" in failed.reason) == (flaw == "name")
    assert (failed.sent, failed.timed_out, failed.final) == (False, False, True)


def test_a_server_that_does_not_speak_tls(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(handle) as port:
        failed = fail(f"https://localhost:{port}", ca_certs=ca_file)
    assert (failed.sent, failed.final) == (False, True)


@pytest.mark.parametrize("ending", ["orderly", "reset"])
def test_a_handshake_that_breaks_off_can_be_tried_again(ending: str, ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        if ending == "reset":
            reset(connection)

    with serving(handle) as port:
        failed = fail(f"https://localhost:{port}", ca_certs=ca_file)
    assert (failed.sent, failed.timed_out, failed.final) == (False, False, False)


@pytest.mark.parametrize("limit", ["connect_timeout", "timeout"])
def test_a_handshake_that_stalls(limit: str, ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with serving(handle) as port:
        started = time.monotonic()
        failed = fail(f"https://localhost:{port}", ca_certs=ca_file, **{limit: 0.3})
        assert 0.29 < time.monotonic() - started < 20
    assert (failed.sent, failed.timed_out, failed.final) == (False, True, limit == "timeout")


def test_the_deadline_holds_over_tls(authority: trustme.CA, ca_file: str) -> None:
    def drip(secure: ssl.SSLSocket) -> None:
        for byte in OK:
            secure.sendall(bytes([byte]))
            time.sleep(0.05)

    with tls_server(server_context(authority), drip) as port:
        failed = fail(f"https://localhost:{port}", ca_certs=ca_file, timeout=1)
    assert (failed.sent, failed.timed_out, failed.final) == (True, True, True)


def test_what_comes_unasked_in_the_same_record_is_not_the_next_response(authority: trustme.CA, ca_file: str) -> None:
    forged = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
    with tls_server(server_context(authority), lambda secure: secure.sendall(OK + forged)) as port:
        assert send(f"https://localhost:{port}", times=3, ca_certs=ca_file).content == BODY


@pytest.mark.parametrize("orderly", [True, False])
def test_a_response_without_length_needs_an_orderly_end_of_tls(
    orderly: bool, authority: trustme.CA, ca_file: str
) -> None:
    def respond(secure: ssl.SSLSocket) -> None:
        secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n{}")
        if orderly:
            try:
                secure.unwrap()
            except OSError:
                pass
        else:
            secure.shutdown(socket.SHUT_RDWR)

    with tls_server(server_context(authority), respond) as port:
        if orderly:
            assert send(f"https://localhost:{port}", ca_certs=ca_file).content == b"{}"
        else:
            assert fail(f"https://localhost:{port}", ca_certs=ca_file).reason == "breaks off"


@pytest.mark.parametrize("content", ["none", "nonsense"])
def test_certificates_that_are_none_are_a_configuration_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content == "nonsense":
        path.write_text("nonsense")
    with (
        serving(lambda connection: None) as port,
        pytest.raises(ConfigurationError, match=r"no certificates in .*ca\.pem"),
    ):
        send(f"https://localhost:{port}", ca_certs=str(path))


def test_the_end_of_tls_is_said(authority: trustme.CA, ca_file: str) -> None:
    ends: list[bytes] = []
    context = server_context(authority)

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True, suppress_ragged_eofs=False) as secure:
            read_request(secure)
            secure.sendall(OK)
            ends.append(secure.recv(1))

    with serving(handle) as port:
        send(f"https://localhost:{port}", ca_certs=ca_file)
    assert ends == [b""]


class ForwardProxy:
    """Responds to plain requests itself, and tunnels CONNECT requests to this machine, in one thread per connection."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.heads: list[bytes] = []
        self.context = context

    def handle(self, connection: socket.socket) -> None:
        if self.context is None:
            self.forward(connection, connection, None)
            return
        # without wrap_socket, since a TLS socket cannot be read and written at the same time
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = self.context.wrap_bio(incoming, outgoing, server_side=True)
        while True:
            try:
                session.do_handshake()
                break
            except ssl.SSLWantReadError:
                connection.sendall(outgoing.read())
                data = connection.recv(65536)
                if not data:
                    return
                incoming.write(data)
        connection.sendall(outgoing.read())
        self.forward(connection, _Bio(connection, session, incoming, outgoing), None)

    def forward(self, raw: socket.socket, near: Any, _: None) -> None:
        import selectors

        while head := read_head(near):
            self.heads.append(head)
            target = head.split(b" ")[1]
            if not head.startswith(b"CONNECT"):
                body = head.partition(b"\r\n\r\n")[2]
                while head.count(b"Content-Length: 2\r\n") and len(body) < 2:
                    body += near.recv(2)
                near.sendall(OK)
                continue
            with socket.create_connection(("127.0.0.1", int(target.rpartition(b":")[2]))) as far:
                near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with selectors.DefaultSelector() as selector:
                    selector.register(raw, selectors.EVENT_READ)
                    selector.register(far, selectors.EVENT_READ)
                    while True:
                        for key, _events in selector.select():
                            source, sink = (near, far) if key.fileobj is raw else (far, near)
                            data = source.recv(65536)
                            if not data:
                                return
                            sink.sendall(data)


class _Bio:
    def __init__(
        self, raw: socket.socket, session: ssl.SSLObject, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO
    ) -> None:
        self.raw, self.session, self.incoming, self.outgoing = raw, session, incoming, outgoing

    def recv(self, size: int) -> bytes:
        parts = b""
        while not parts:
            try:
                while True:
                    part = self.session.read(size)
                    if not part:
                        return parts
                    parts += part
            except ssl.SSLWantReadError:
                if parts:
                    break
                data = self.raw.recv(65536)
                if not data:
                    return b""
                self.incoming.write(data)
            except ssl.SSLError:
                return parts
        return parts

    def sendall(self, data: bytes) -> None:
        self.session.write(data)
        self.raw.sendall(self.outgoing.read())


def test_a_proxy_for_plain_http_is_told_the_address() -> None:
    proxy = ForwardProxy()
    with serving(proxy.handle) as port:
        assert send("http://sms.example", times=2, proxy=f"http://127.0.0.1:{port}").content == BODY
    assert proxy.heads[0].startswith(b"POST http://sms.example/x HTTP/1.1\r\nHost: sms.example\r\n")
    assert len(proxy.heads) == 2


@pytest.mark.parametrize("loop", LOOPS)
def test_a_proxy_for_tls_sees_a_tunnel_and_no_credential(loop: str, authority: trustme.CA, ca_file: str) -> None:
    proxy = ForwardProxy()

    async def main(port: int, proxy_port: int) -> None:
        transport = AsyncioTransport(proxy=f"http://127.0.0.1:{proxy_port}", ca_certs=ca_file)
        for _ in range(3):
            assert (await transport.send(request(f"https://localhost:{port}"))).content == BODY
        await transport.aclose()

    with tls_server(server_context(authority)) as port, serving(proxy.handle) as proxy_port:
        on(loop, main(port, proxy_port))
    assert proxy.heads == [f"CONNECT localhost:{port} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()]


@pytest.mark.parametrize("loop", LOOPS)
def test_a_proxy_may_itself_be_reached_over_tls(loop: str, authority: trustme.CA, ca_file: str) -> None:
    proxy = ForwardProxy(server_context(authority))

    async def main(port: int, proxy_port: int) -> None:
        transport = AsyncioTransport(proxy=f"https://localhost:{proxy_port}", ca_certs=ca_file)
        for origin in (f"https://localhost:{port}", "http://sms.example"):
            for body in (b"{}", b"{}"):
                assert (await transport.send(request(origin, body=body))).content == BODY
        if port:
            long = request(f"https://localhost:{port}", body=b"x" * 200_000)
            assert (await transport.send(long)).content == BODY
        assert_all_back(transport)
        await transport.aclose()

    with tls_server(server_context(authority)) as port, serving(proxy.handle) as proxy_port:
        on(loop, main(port, proxy_port))
    assert proxy.heads[0].startswith(b"CONNECT localhost:")
    assert proxy.heads[1].startswith(b"POST http://sms.example/x ")


def test_a_proxy_gets_the_password_of_its_address(authority: trustme.CA, ca_file: str) -> None:
    proxy = ForwardProxy()
    proof = b"\r\nProxy-Authorization: Basic " + base64.b64encode("user:pä ss".encode("latin-1")) + b"\r\n"
    with serving(proxy.handle) as port, tls_server(server_context(authority)) as origin_port:
        for scheme in ("http://", ""):
            address = f"{scheme}user:p%E4%20ss@127.0.0.1:{port}"
            send("http://sms.example", proxy=address)
            send(f"https://localhost:{origin_port}", proxy=address, ca_certs=ca_file)
    assert len(proxy.heads) == 4
    assert all(proof in head for head in proxy.heads)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 407 s3cret\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://evil.example\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nunasked",
        b"s3cret\r\n\r\n",
        b"",
    ],
)
def test_a_proxy_that_rejects_fails_the_connection(said: bytes, ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(said)

    with serving(handle) as port:
        failed = fail("https://sms.example", proxy=f"http://127.0.0.1:{port}", ca_certs=ca_file)
    assert failed.reason.startswith("no connection to https://sms.example through the proxy: ")
    assert "s3cret" not in f"{failed} {failed.__cause__!r}"
    assert (failed.sent, failed.timed_out, failed.final) == (False, False, False)
    if b"407" in said:
        assert failed.reason.endswith("it responded 407")


def test_a_proxy_that_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    for origin in ("http://sms.example", "https://sms.example"):
        failed = fail(origin, proxy=f"http://127.0.0.1:{port}")
        assert failed.reason == f"no connection to {origin} through the proxy: Connection refused"


def test_a_silent_proxy_cannot_outlast_the_limit() -> None:
    def handle(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with serving(handle) as port:
        failed = fail("https://sms.example", proxy=f"http://127.0.0.1:{port}", connect_timeout=0.2)
    assert failed.reason == "no connection from https://sms.example through the proxy within 0.2 s"
    assert (failed.sent, failed.timed_out, failed.final) == (False, True, False)


def test_a_slow_proxy_and_a_silent_host_do_not_add_up(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        time.sleep(0.4)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        while connection.recv(65536):
            pass

    def wait() -> None:
        assert fail(
            "https://sms.example", proxy=f"http://127.0.0.1:{port}", ca_certs=ca_file, connect_timeout=0.6
        ).timed_out

    with serving(handle) as port:
        assert ends_within(0.9, wait), "one after the other, they take a second"


def test_the_environment_names_proxies_and_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = ForwardProxy()

    def handle(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(OK)

    with serving(proxy.handle) as port, serving(handle) as direct:
        monkeypatch.setenv("HTTP_PROXY", f"127.0.0.1:{port}")
        assert send("http://sms.example").content == BODY
        for exceptions, through in ((f"127.0.0.1:{direct}", 1), ("127.0.0.1:1", 2), ("127.0.0.1", 2)):
            monkeypatch.setenv("NO_PROXY", exceptions)
            assert send(f"http://127.0.0.1:{direct}").content == BODY
            assert len(proxy.heads) == through


@pytest.mark.parametrize(
    "address", ["ftp://user:pr0xy-pass@127.0.0.1:1", "http://u:pr0xy-pass@[x", "http://", "http://h:x"]
)
def test_an_address_of_a_proxy_that_is_none_shows_nothing_of_it(address: str) -> None:
    with pytest.raises(ConfigurationError, match="address of the proxy") as caught:
        send("https://sms.example", proxy=address)
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in frames.stack if "/sinch/core/" in frame.filename]
    assert ours
    assert "pr0xy-pass" not in "".join(str(frame.locals) for frame in ours)


SECRETS = ("s3cret", "2025550123", "the-text", "pr0xy-pass")


@pytest.mark.parametrize(
    "way", ["closed", "silent", "breaks", "garbage", "unverified", "late", "unsendable", "cancelled"]
)
def test_credentials_and_bodies_stand_in_no_frame(way: str, authority: trustme.CA) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        if way == "garbage":
            connection.sendall(b"s3cret the-text\r\n\r\n")
        elif way == "breaks":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nthe-text")
        elif way in ("silent", "cancelled"):
            connection.recv(1)

    async def main(port: int) -> BaseException:
        transport = AsyncioTransport()
        scheme = "https" if way == "unverified" else "http"
        asked = request(
            f"{scheme}://127.0.0.1:{1 if way == 'closed' else port}",
            target="/batches/%2B12025550123",
            headers={"Authorization": "Bearer s3cret", **({"X": "ключ"} if way == "unsendable" else {})},
            body=b'{"to": "+12025550123", "body": "the-text"}',
            read_timeout=0.2,
            timeout=-1 if way == "late" else 5,
        )
        sending = transport.send(asked)
        del asked
        try:
            await (asyncio.wait_for(sending, 0.1) if way == "cancelled" else sending)
        except (TransportFailure, asyncio.TimeoutError) as error:
            return error
        finally:
            await transport.aclose()
        raise AssertionError

    with tls_server(server_context(authority)) if way == "unverified" else serving(handle) as port:
        error = asyncio.run(main(port))
    captured = traceback.TracebackException.from_exception(error, capture_locals=True)
    seen: list[Any] = []
    pending: list[Any] = [captured]
    while pending:
        entry = pending.pop()
        seen.extend(frame for frame in entry.stack if "/sinch/" in frame.filename)
        pending += [each for each in (entry.__cause__, entry.__context__) if each is not None]
    text = "".join(f"{frame.name} {frame.locals}" for frame in seen) + str(error)
    assert seen
    for secret in SECRETS:
        assert secret not in text


def test_connections_that_fail_leave_no_descriptor(authority: trustme.CA) -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await failing(transport, request(f"https://localhost:{port}"))
        await asyncio.sleep(0.1)
        before = descriptors()
        for _ in range(10):
            await failing(transport, request(f"https://localhost:{port}"))
        await settle()
        await asyncio.sleep(0.1)
        assert descriptors() <= before
        await closing(transport, settle())

    with tls_server(server_context(authority)) as port:
        asyncio.run(main(port))
    assert threading.active_count() < 50
