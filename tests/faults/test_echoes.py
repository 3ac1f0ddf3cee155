"""A server or proxy that repeats what it was sent: no secret comes back in a message, a repr, a traceback or a log."""

from __future__ import annotations

import json
import logging
import socket
import traceback
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from tests.faults.servers import client_of, read_request, response, serving

KEY_ID, KEY_SECRET, TOKEN = "key-7f3a9c", "s3cret-of-the-key", "t0ken.of-the_account"
PLAN_TOKEN, OWN, COOKIE = "t0ken-of-the-plan", "t0ken-of-my-own", "s3ssion-cookie"
PROXY_USER, PROXY_PASSWORD = "proxy-user", "pr0xy-p@ss word"


def field(request: bytes, name: bytes) -> str:
    for line in request.split(b"\r\n"):
        key, _, value = line.partition(b": ")
        if key.lower() == name:
            return value.decode("latin-1")
    return ""


def received(request: bytes) -> list[str]:
    """Return all that a server can know of the credentials it was sent."""
    known: list[str] = []
    for name in (b"authorization", b"proxy-authorization", b"cookie", b"x-api-key"):
        value = field(request, name)
        kind, _, credential = value.rpartition(" ")
        known += [value, credential]
        if kind == "Basic":
            decoded = b64decode(credential).decode("latin-1")
            known += [decoded, *decoded.split(":", 1)]
    return [text for text in known if text]


PLACES: dict[str, Callable[[str], bytes]] = {
    "text": lambda echo: response(json.dumps({"code": "c", "text": f"no: {echo}!"}).encode(), "403 Forbidden"),
    "nested": lambda echo: response(
        json.dumps(
            {"error": {"status": "S", "message": echo, "details": [{"fieldViolations": [{"field": echo}]}]}}
        ).encode(),
        "400 Bad Request",
    ),
    "code": lambda echo: response(json.dumps({"code": echo, "text": "no"}).encode(), "400 Bad Request"),
    "oauth": lambda echo: response(json.dumps({"error": echo, "error_description": echo}).encode(), "401 No"),
    "request id": lambda echo: response(b"{}", "500 Oops", f"X-Request-Id: {echo}\r\n"),
    "reason": lambda echo: response(b"{}", f"404 {echo}"),
    "headers": lambda echo: response(
        b"{}", "429 Wait", f"Retry-After: {echo}\r\nDate: {echo}\r\nContent-Type: {echo}\r\n{echo}: x\r\n"
    ),
    "a challenge": lambda echo: response(b"", "401 No", f'WWW-Authenticate: Bearer realm="{echo}"\r\n'),
    "a place": lambda echo: response(b"", "302 Found", f"Location: https://x.example/{echo}\r\n"),
    "no JSON": lambda echo: response(echo.encode()),
    "not what was expected": lambda echo: response(json.dumps([echo]).encode()),
    "plain text": lambda echo: response(echo.encode(), "502 Bad Gateway"),
    "no HTTP": lambda echo: f"{echo}\r\n\r\n".encode(),
    "a bad length": lambda echo: f"HTTP/1.1 200 OK\r\nContent-Length: {echo}\r\n\r\n".encode(),
    "a bad chunk": lambda echo: f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{echo}\r\n".encode(),
    "a bad encoding": lambda echo: response(b"{}", headers=f"Content-Encoding: {echo}\r\n"),
    "a long text": lambda echo: response(
        json.dumps({"code": "c", "text": "x" * (500 - len(echo) // 2) + echo}).encode(), "403 Forbidden"
    ),
}


def clients(port: int) -> dict[str, tuple[SinchClient, set[str]]]:
    """Return clients that sign in in different ways, and what they must send."""
    project: dict[str, Any] = {"service_plan_id": None, "sms_api_token": None, "project_id": "p", "key_id": KEY_ID}
    local = f"http://127.0.0.1:{port}"
    project.update(key_secret=KEY_SECRET, sms_origin=local, auth_origin=local)
    own = {"Authorization": f"Bearer {OWN}", "Cookie": f"id={COOKIE}", "X-Api-Key": "k3y-of-a-gateway"}
    proxy = f"http://{PROXY_USER}:{PROXY_PASSWORD.replace('@', '%40').replace(' ', '%20')}@127.0.0.1:{port}"
    return {
        "plan": (client_of(port, sms_api_token=PLAN_TOKEN), {PLAN_TOKEN}),
        "project": (client_of(port, **project), {TOKEN}),
        "headers": (client_of(port, headers=own), {OWN, f"id={COOKIE}", "k3y-of-a-gateway"}),
        "proxy": (client_of("http://sms.localhost", proxy=proxy), {PROXY_USER, PROXY_PASSWORD}),
        "tunnel": (client_of("https://sms.example", proxy=proxy), {PROXY_USER, PROXY_PASSWORD}),
    }


def shown(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    """Return all that is shown of an exception by itself: not the body, for which one must ask."""
    texts = [str(error), repr(error), log.text, *(repr(record.args) for record in log.records)]
    lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    texts += [line for line in lines if f'File "{__file__}"' not in line]
    response = getattr(error, "http_response", None)
    return "\n".join([*texts, repr(response), repr(getattr(response, "headers", None))])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["plan", "project", "headers", "proxy", "tunnel"])
def test_a_secret_that_comes_back(kind: str, place: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets: set[str] = set()

    def handle(connection: socket.socket) -> None:
        request = read_request(connection)
        while request.startswith(b"POST /oauth2/token"):
            connection.sendall(response(f'{{"access_token": "{TOKEN}", "expires_in": 3600}}'.encode()))
            request = read_request(connection)
        secrets.update(received(request))
        connection.sendall(PLACES[place](" ".join(sorted(secrets))))

    with serving(handle) as port:
        client, sent = clients(port)[kind]
        with client, pytest.raises(sinch.SinchException) as caught:
            client.sms.batches.get("b")
    assert sent <= secrets
    text = shown(caught.value, caplog)
    for secret in secrets:
        assert secret not in text, f"{secret} in {text}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("status", ["keeps", "200 OK"])
def test_a_key_that_the_token_endpoint_repeats(place: str, status: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets: set[str] = set()

    def handle(connection: socket.socket) -> None:
        secrets.update(received(read_request(connection)))
        raw = PLACES[place](" ".join(sorted(secrets)))
        connection.sendall(raw if status == "keeps" else b"HTTP/1.1 200 OK\r\n" + raw.partition(b"\r\n")[2])

    with serving(handle) as port:
        client, _ = clients(port)["project"]
        with client, pytest.raises(sinch.SinchException) as caught:
            client.sms.batches.get("b")
    assert {KEY_ID, KEY_SECRET, f"{KEY_ID}:{KEY_SECRET}"} <= secrets
    text = shown(caught.value, caplog)
    for secret in secrets:
        assert secret not in text, f"{secret} in {text}"


def test_a_key_that_an_api_repeats(caplog: pytest.LogCaptureFixture) -> None:
    """It was not sent there, but the whole of Sinch knows it."""

    def handle(connection: socket.socket) -> None:
        while read_request(connection).startswith(b"POST /oauth2/token"):
            connection.sendall(response(f'{{"access_token": "{TOKEN}"}}'.encode()))
        connection.sendall(PLACES["text"](f"{KEY_ID} {KEY_SECRET}"))

    with serving(handle) as port:
        client, _ = clients(port)["project"]
        with client, pytest.raises(sinch.PermissionDeniedError, match=r"no: \*\*\* \*\*\*!"):
            client.sms.batches.get("b")
