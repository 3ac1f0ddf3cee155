"""TLS is verified, and proxies are used as the option or the environment says."""

from __future__ import annotations

import base64
import gzip
import select
import socket
import ssl
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

import sinch
from tests.faults.servers import (
    BATCH,
    PATIENCE,
    client_of,
    closed_port,
    ends_within,
    know_no_invalid_name,
    read_head,
    reset,
    response,
    serving,
)

RESPONSE = response()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@contextmanager
def tls_server(authority: trustme.CA, drip: float = 0, content: bytes = RESPONSE) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            while read_head(secure):
                if drip:
                    for index in range(len(content)):
                        secure.sendall(content[index : index + 1])
                        threading.Event().wait(drip)
                else:
                    secure.sendall(content)

    with serving(handle) as port:
        yield port


def test_a_trusted_certificate(authority: trustme.CA, ca_file: str) -> None:
    with tls_server(authority) as port, client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
        assert client.sms.batches.get("b").id == "b"
        assert client.sms.batches.get("b").id == "b"


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_environment_names_trusted_certificates(
    variable: str, authority: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, ca_file)
    with tls_server(authority) as port, client_of(f"https://localhost:{port}") as client:
        assert client.sms.batches.get("b").id == "b"


def test_a_folder_of_trusted_certificates_may_be_named(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    with tls_server(authority) as port, client_of(f"https://localhost:{port}", max_retries=0) as client:
        with pytest.raises(sinch.ConnectionFailedError, match="certificate"):
            client.sms.batches.get("b")


def test_a_custom_ssl_context(authority: trustme.CA, ca_file: str) -> None:
    context = ssl.create_default_context(cafile=ca_file)
    with tls_server(authority) as port, client_of(f"https://localhost:{port}", ssl_context=context) as client:
        assert client.sms.batches.get("b").id == "b"


@pytest.mark.parametrize("ambiguous", [False, True])
def test_an_untrusted_certificate_prevents_the_connection(authority: trustme.CA, ambiguous: bool) -> None:
    with tls_server(authority) as port, client_of(f"https://localhost:{port}") as client:
        with pytest.raises(sinch.ConnectionFailedError, match=r"TLS to https://localhost:.* failed") as caught:
            if ambiguous:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
            else:
                client.sms.batches.get("b")
        assert not caught.value.outcome_unknown


def test_a_certificate_of_another_host_fails_the_connection(authority: trustme.CA, ca_file: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(context)

    def handle(connection: socket.socket) -> None:
        context.wrap_socket(connection, server_side=True).close()

    with serving(handle) as port, client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
        with pytest.raises(sinch.ConnectionFailedError, match="TLS to"):
            client.sms.batches.get("b")


def test_a_server_that_does_not_speak_tls_fails_the_connection(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(handle) as port, client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
        with pytest.raises(sinch.RequestError):
            client.sms.batches.get("b")


@pytest.mark.parametrize("ending", ["orderly", "reset"])
def test_a_handshake_that_breaks_off_is_tried_again(
    ending: str, authority: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinch.core.session.time.sleep", lambda seconds: None)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    broken: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        if len(broken) < 2:
            broken.append(connection.recv(65536))
            if ending == "reset":
                reset(connection)
            return
        with context.wrap_socket(connection, server_side=True) as secure:
            while read_head(secure):
                secure.sendall(RESPONSE)

    with serving(handle) as port:
        with client_of(f"https://localhost:{port}", ca_certs=ca_file, max_retries=3) as client:
            assert client.sms.batches.send_sms(to=["+12025550123"], body="Hi").id == "b"
    assert len(broken) == 2


def test_a_handshake_without_a_response_fails_the_connection(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with serving(handle) as port:
        options = {"ca_certs": ca_file, "connect_timeout": 0.2}
        with client_of(f"https://localhost:{port}", **options) as client:
            with pytest.raises(sinch.RequestTimeoutError, match="no connection"):
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


@pytest.mark.parametrize("content", ["none", "nonsense"])
def test_invalid_certificates_are_a_configuration_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content == "nonsense":
        path.write_text("nonsense")
    with client_of("https://localhost:1", ca_certs=str(path)) as client:
        with pytest.raises(sinch.ConfigurationError, match=r"no certificates in .*ca\.pem"):
            client.sms.batches.get("b")


def test_the_deadline_holds_over_compressed_tls(authority: trustme.CA, ca_file: str) -> None:
    content = gzip.compress(BATCH)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    with tls_server(authority, content=head + content) as port:
        with client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
            assert client.sms.batches.get("b").id == "b"
    with tls_server(authority, drip=0.02, content=head + content) as port:
        with client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
            with pytest.raises(sinch.RequestTimeoutError):
                client.sms.batches.get("b", options={"timeout": 0.5})


def test_the_deadline_holds_over_tls(authority: trustme.CA, ca_file: str) -> None:
    with tls_server(authority, drip=0.05) as port:
        with client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
            with pytest.raises(sinch.RequestTimeoutError):
                client.sms.batches.get("b", options={"timeout": 0.5})


@contextmanager
def forward_proxy(
    heads: list[bytes], tls: trustme.CA | None = None, family: socket.AddressFamily = socket.AF_INET
) -> Iterator[int]:
    """Respond to plain requests itself, and tunnel CONNECT requests to this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if tls is not None:
        tls.issue_cert("127.0.0.1", "localhost").configure_cert(context)

    def handle(connection: socket.socket) -> None:
        if tls is not None:
            with context.wrap_socket(connection, server_side=True) as secure:
                forward(secure)
        else:
            forward(connection)

    def forward(connection: socket.socket) -> None:
        head = read_head(connection)
        while head:
            heads.append(head)
            target = head.split(b" ")[1]
            if not head.startswith(b"CONNECT"):
                connection.sendall(RESPONSE)
                head = read_head(connection)
                continue
            port = int(target.rpartition(b":")[2])
            with socket.create_connection(("127.0.0.1", port)) as upstream:
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                tunnel(connection, upstream)
            return

    with serving(handle, family) as port:
        yield port


def tunnel(client: socket.socket, upstream: socket.socket) -> None:
    """Forward what each side sends until one of them ends, in one thread, as OpenSSL allows only one per connection."""
    upstream.settimeout(PATIENCE)
    other = {client: upstream, upstream: client}
    while True:
        if isinstance(client, ssl.SSLSocket) and client.pending():
            ready = [client]  # already decrypted, so the socket does not show it
        else:
            ready, _, _ = select.select(list(other), [], [], PATIENCE)
        if not ready:
            return
        for source in ready:
            source.setblocking(False)
            try:
                part = source.recv(65536)
            except (ssl.SSLWantReadError, BlockingIOError):
                continue  # only part of a record, or data of the TLS protocol itself
            finally:
                source.settimeout(PATIENCE)
            if not part:
                return
            other[source].sendall(part)


def test_a_proxy_for_plain_http_gets_the_whole_address() -> None:
    heads: list[bytes] = []
    with forward_proxy(heads) as port, client_of("http://sms.example", proxy=f"http://127.0.0.1:{port}") as client:
        assert client.sms.batches.get("b").id == "b"
    assert heads[0].startswith(b"GET http://sms.example/xms/v1/plan/batches/b HTTP/1.1\r\n")


def test_a_proxy_for_tls_sees_a_tunnel_and_no_credential(authority: trustme.CA, ca_file: str) -> None:
    heads: list[bytes] = []
    with tls_server(authority) as port, forward_proxy(heads) as proxy:
        with client_of(f"https://localhost:{port}", proxy=f"http://127.0.0.1:{proxy}", ca_certs=ca_file) as client:
            assert client.sms.batches.get("b").id == "b"
    assert heads[0].startswith(b"CONNECT localhost:")
    assert b"s3cret" not in b"".join(heads)


def test_a_proxy_may_itself_be_reached_over_tls(authority: trustme.CA, ca_file: str) -> None:
    heads: list[bytes] = []
    with tls_server(authority) as port, forward_proxy(heads, tls=authority) as proxy:
        for origin in (f"https://localhost:{port}", "http://sms.example"):
            with client_of(origin, proxy=f"https://localhost:{proxy}", ca_certs=ca_file) as client:
                assert client.sms.batches.send_sms(to=["+12025550123"], body="Hi").id == "b"
                assert client.sms.batches.get("b").id == "b"
    assert heads[0].startswith(b"CONNECT localhost:")


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_a_proxy_may_be_named_by_an_ipv6_address(authority: trustme.CA, ca_file: str) -> None:
    heads: list[bytes] = []
    with tls_server(authority) as port, forward_proxy(heads, family=socket.AF_INET6) as proxy:
        for origin in (f"https://localhost:{port}", "http://sms.example"):
            with client_of(origin, proxy=f"http://[::1]:{proxy}", ca_certs=ca_file) as client:
                assert client.sms.batches.get("b").id == "b"


def test_a_slow_proxy_and_a_silent_host_do_not_add_up(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        threading.Event().wait(0.4)
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        while connection.recv(65536):
            pass

    def wait() -> None:
        with pytest.raises(sinch.RequestTimeoutError):
            client.sms.batches.get("b")

    options = {"ca_certs": ca_file, "connect_timeout": 0.6, "timeout": 0.6}
    with (
        serving(handle) as port,
        client_of("https://sms.example", proxy=f"http://127.0.0.1:{port}", **options) as client,
    ):
        assert ends_within(0.9, wait), "one after the other, they take a second"


def test_unsolicited_data_over_tls_is_not_the_next_response(authority: trustme.CA, ca_file: str) -> None:
    # all in one TLS record: what follows the first response is then already decrypted, so the socket does not show it
    head = "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n"
    size = 8192 - len(head.format(8000))
    first = head.format(size).encode() + b'{"id": "' + b"b" * (size - 10) + b'"}'
    forged = response(b'{"id": "forged"}')
    with tls_server(authority, content=first + forged) as port:
        with client_of(f"https://localhost:{port}", ca_certs=ca_file) as client:
            for _ in range(3):
                assert client.sms.batches.get("b").id != "forged"


def test_the_environment_names_proxies_and_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with forward_proxy(heads) as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        with client_of("http://sms.example") as client:
            assert client.sms.batches.get("b").id == "b"
        know_no_invalid_name(monkeypatch)
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1,.invalid")
        with client_of("http://sms.invalid") as client, pytest.raises(sinch.ConnectionFailedError):
            client.sms.batches.get("b")
    assert len(heads) == 1


def test_a_proxy_that_rejects_fails_the_connection(ca_file: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nWWW-Authenticate: expired\r\n\r\n")

    with serving(handle) as port:
        with client_of("https://sms.example", proxy=f"http://127.0.0.1:{port}", ca_certs=ca_file) as client:
            with pytest.raises(sinch.ConnectionFailedError) as caught:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert not caught.value.outcome_unknown, "nothing but a greeting to the proxy was sent"


def test_a_proxy_gets_the_password_of_its_address(authority: trustme.CA, ca_file: str) -> None:
    heads: list[bytes] = []
    proof = b"proxy-authorization: basic " + base64.b64encode("user:pä ss".encode("latin-1"))
    with forward_proxy(heads) as proxy, tls_server(authority) as port:
        for address in (f"http://user:p%E4%20ss@127.0.0.1:{proxy}", f"user:p%E4%20ss@127.0.0.1:{proxy}"):
            with client_of("http://sms.example", proxy=address) as client:
                client.sms.batches.get("b")
            with client_of(f"https://localhost:{port}", proxy=address, ca_certs=ca_file) as client:
                client.sms.batches.get("b")
    assert len(heads) == 4
    for head in heads:
        assert proof.lower() in head.lower()


def test_the_password_of_a_proxy_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for proxy in ("ftp://user:pr0xy-pass@127.0.0.1:1", "http://user:pr0xy-pass@127.0.0.1:1", "http://u:pr0xy-pass@[x"):
        with client_of("https://sms.example", proxy=proxy) as client, pytest.raises(sinch.SinchException) as caught:
            client.sms.batches.get("b")
        transport = client.configuration.transport
        for text in (caplog.text, repr(client), repr(transport), *traceback.format_exception(caught.value)):
            assert "pr0xy-pass" not in text


def test_an_invalid_proxy_address_is_a_configuration_error() -> None:
    for proxy in ("ftp://127.0.0.1:1", "http://", "http://[x"):
        with client_of("https://sms.example", proxy=proxy) as client:
            with pytest.raises(sinch.ConfigurationError, match="address of the proxy"):
                client.sms.batches.get("b")


def test_a_proxy_that_cannot_be_reached_fails_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    know_no_invalid_name(monkeypatch)
    for origin in ("http://sms.example", "https://sms.example"):
        with closed_port() as port, client_of(origin, proxy=f"http://127.0.0.1:{port}") as client:
            with pytest.raises(sinch.ConnectionFailedError, match="through the proxy: Connection refused"):
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
        with client_of(origin, proxy="http://proxy.invalid:1") as client:
            with pytest.raises(sinch.ConnectionFailedError, match="proxy"):
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


def test_a_silent_proxy_cannot_outlast_the_time_limit() -> None:
    def handle(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with serving(handle) as port:
        with client_of("https://sms.example", proxy=f"http://127.0.0.1:{port}", connect_timeout=0.2) as client:
            with pytest.raises(sinch.RequestTimeoutError) as caught:
                client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert not caught.value.outcome_unknown


def test_exceptions_of_the_environment_may_name_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while read_head(connection):
            connection.sendall(RESPONSE)

    for name in ("http_proxy", "all_proxy", "ALL_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with forward_proxy(heads) as proxy, serving(handle) as port:
        monkeypatch.setenv("HTTP_PROXY", f"127.0.0.1:{proxy}")
        monkeypatch.setenv("NO_PROXY", f"127.0.0.1:{port}")
        with client_of(port) as client:
            client.sms.batches.get("b")
        assert heads == []
        monkeypatch.setenv("NO_PROXY", "127.0.0.1:1")
        with client_of(port) as client:
            client.sms.batches.get("b")
        assert len(heads) == 1
        # a server's HTTP_PROXY may come from a request header
        monkeypatch.setenv("REQUEST_METHOD", "GET")
        with client_of(port) as client:
            client.sms.batches.get("b")
        assert len(heads) == 1
