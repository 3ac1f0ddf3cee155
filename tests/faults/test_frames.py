"""What a crash reporter sees: no credential in any frame, and personal data only in those of the function called."""

from __future__ import annotations

import socket
import ssl
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.testing import Simulator
from tests.faults.servers import client_of, closed_port, full_port, read_request, reset, response, serving

ADA, SENDER, TEXT = "+12025550123", "+12025550199", "the-secret-text-of-a-message"
PERSONAL = ("2025550123", "2025550199", TEXT)
ROOT = Path(sinch.__file__).parents[1]
OURS = tuple(str(ROOT / folder) for folder in ("sinch/core", "sinch/domains", "sinch/client.py", "generated/sinch_api"))
CALLED = (str(ROOT / "sinch/domains"), str(ROOT / "generated/sinch_api"), str(ROOT / "sinch/client.py"))
"""What is called with the arguments, which its own frames therefore have."""
BELOW = ("_send", "_page", "execute", "_raw_call")
"""Functions of those files that are below all the same."""


def frames(error: BaseException) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield file, function and captured locals of every frame that a report of an exception shows."""
    link: traceback.TracebackException | None
    links: list[Any] = [traceback.TracebackException.from_exception(error, capture_locals=True)]
    while links:
        link = links.pop()
        for frame in link.stack:
            yield frame.filename, frame.name, frame.locals or {}
        shown = [link.__cause__] if link.__cause__ or link.__suppress_context__ else [link.__context__]
        links += [each for each in shown if each is not None]


def check(error: BaseException, credentials: tuple[str, ...]) -> None:
    for file, function, values in frames(error):
        if file == __file__:
            continue
        called = file.startswith(CALLED) and function not in BELOW
        for name, value in values.items():
            for secret in credentials:
                assert secret not in value, f"{name} in {function} of {file} has a credential"
            for text in () if called else PERSONAL:
                assert text not in value, f"{name} in {function} of {file} has what the call was given"


def calls(client: SinchClient) -> dict[str, Callable[[], object]]:
    """Return calls with phone numbers and a body in every place that takes one."""
    extra: Any = {"query": {"recipient": ADA}, "body": {"note": TEXT}, "headers": {"X-Sender": SENDER}}
    return {
        "send": lambda: client.sms.batches.send_sms(to=[ADA], from_=SENDER, body=TEXT),
        "send with options": lambda: client.sms.batches.send_sms(to=[ADA], from_=SENDER, body=TEXT, options=extra),
        "path": lambda: client.sms.delivery_reports.get_for_number("b", ADA),
        "page": lambda: client.sms.batches.list(from_=[SENDER]),
        "raw": lambda: client.request("POST", f"/xms/v1/{ADA[1:]}", product="sms", body={"to": [ADA]}),
    }


NAMES = tuple(calls(SinchClient()))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ECHO = b'{"to": ["+12025550123"], "body": "' + TEXT.encode() + b'"'
RAW: dict[str, bytes | None] = {
    "error": response(ECHO + b"}", status="400 Bad Request"),
    "server error": response(ECHO + b"}", status="500 Internal Server Error"),
    "redirect": response(b"", status="302 Found", headers="Location: /x\r\n"),
    "not JSON": response(ECHO),
    "not what was expected": response(b"[" + ECHO + b"}]"),
    "breaks off": HEAD + b"Content-Length: 5000\r\n\r\n" + ECHO,
    "bad chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + ECHO + b"\r\n",
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + ECHO,
    "bad encoding": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 40\r\n\r\n" + ECHO.ljust(40),
    "too large": HEAD + b"Content-Length: 99999999\r\n\r\n" + ECHO,
    "no HTTP": ECHO + b"\r\n\r\n",
    "odd head": b"HTTP/1.1 404 Not Found\r\nX " + ADA.encode() + b"\r\n\r\n",
    "nothing": b"",
    "reset": None,
}


@pytest.mark.parametrize(
    ("name", "raw"), [(name, raw) for name in NAMES for raw in RAW if (name, raw) != ("raw", "not what was expected")]
)
def test_whatever_the_server_does(name: str, raw: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        content = RAW[raw]
        if content is None:
            reset(connection)
        else:
            connection.sendall(content)

    with serving(handle) as port, client_of(port) as client, pytest.raises(sinch.SinchException) as caught:
        calls(client)[name]()
    check(caught.value, ("s3cret",))


@pytest.mark.parametrize("name", NAMES)
def test_whatever_happens_before_there_is_a_connection(name: str) -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(100_000)
        connection.recv(100_000)

    context = ssl.create_default_context()
    with closed_port() as closed, full_port() as full, serving(silent) as port:
        for origin, options in (
            (f"http://127.0.0.1:{closed}", {}),
            (f"http://127.0.0.1:{full}", {"connect_timeout": 0.05}),
            (f"http://127.0.0.1:{port}", {"read_timeout": 0.05}),
            (f"http://127.0.0.1:{port}", {"timeout": 0.05}),
            (f"http://127.0.0.1:{port}", {"timeout": 1e-9}),
            (f"https://127.0.0.1:{port}", {"connect_timeout": 0.05, "ssl_context": context}),
            (f"http://127.0.0.1:{port}", {"proxy": f"http://user:s3cret-too@127.0.0.1:{closed}"}),
            (f"https://127.0.0.1:{port}", {"proxy": f"http://user:s3cret-too@127.0.0.1:{port}", "timeout": 0.05}),
        ):
            with client_of(origin, **options) as client, pytest.raises(sinch.RequestError) as caught:
                calls(client)[name]()
            check(caught.value, ("s3cret",))


@pytest.mark.parametrize("status", [200, 400, 401, 403, 429, 500])
@pytest.mark.parametrize("body", [b'{"access_token": "t0ken t0ken"}', b"{", b'{"error": "k3y"}', b'"k3y"'])
def test_whatever_becomes_of_the_token(sinch_simulator: Simulator, status: int, body: bytes) -> None:
    sinch_simulator.fail("getAccessToken", status=status, body=body, times=None)
    with sinch_simulator.client(max_retries=0) as client, pytest.raises(sinch.SinchException) as caught:
        calls(client)["send"]()
    keys = sinch_simulator.credentials
    sent = [request.headers["authorization"].partition(" ")[2] for request in sinch_simulator.requests]
    check(caught.value, (keys.key_secret, keys.key_id, *sent, "t0ken"))


def test_a_token_that_is_rejected(sinch_simulator: Simulator) -> None:
    with sinch_simulator.client(max_retries=0) as client:
        calls(client)["page"]()
        sinch_simulator.revoke_tokens()
        for _ in range(2):
            with pytest.raises(sinch.AuthenticationError) as caught:
                calls(client)["send"]()
    keys = sinch_simulator.credentials
    sent = [request.headers["authorization"].partition(" ")[2] for request in sinch_simulator.requests]
    check(caught.value, (keys.key_secret, keys.key_id, *sent))


class Odd:
    def __repr__(self) -> str:
        return f"Odd({TEXT})"


WRONG: dict[str, Callable[[SinchClient], object]] = {
    "text for a list": lambda client: client.sms.batches.send_sms(to=ADA, body=TEXT),  # type: ignore[arg-type]
    "a wrong entry": lambda client: client.sms.batches.send_sms(to=[ADA, 5], body=TEXT),  # type: ignore[list-item]
    "a wrong date": lambda client: client.sms.batches.send_sms(to=[ADA], body=TEXT, send_at=f"at {ADA}"),
    "an unknown keyword": lambda client: client.sms.batches.send_sms(to=[ADA], body=TEXT, form=SENDER),  # type: ignore[call-arg]
    "two names": lambda client: client.numbers.list(
        region_code="US", number_type="LOCAL", number_pattern=ADA, type="MOBILE"
    ),
    "what JSON has no form for": lambda client: client.sms.batches.send_sms(
        to=[ADA],
        body=TEXT,
        parameters={"x": {ADA: Odd()}},  # type: ignore[dict-item]
    ),
    "a lone surrogate": lambda client: client.sms.batches.send_sms(to=[ADA], body=TEXT + "\ud800"),
    "a lone surrogate in the path": lambda client: client.sms.delivery_reports.get_for_number("b", ADA + "\ud800"),
    "a lone surrogate in the query": lambda client: client.sms.batches.list(client_reference=ADA + "\ud800"),
    "an integer in the path": lambda client: client.sms.delivery_reports.get_for_number("b", 12025550123),  # type: ignore[arg-type]
    "no number": lambda client: client.sms.batches.send_sms(
        to=[ADA],
        body=TEXT,
        parameters={"x": {ADA: float("nan")}},  # type: ignore[dict-item]
    ),
    "an odd body": lambda client: client.request("POST", "/x", product="sms", body={"to": [ADA, Odd()]}),
    "an odd path": lambda client: client.request("POST", f"/x?to={ADA}", product="sms"),
    "a keyword of a model": lambda client: sinch_sms().TextRequest(to=[ADA], body=TEXT, form=SENDER),
    "an entry of a model": lambda client: sinch_sms().TextRequest(to=[ADA, 5], body=TEXT),
    "an attribute of a model": lambda client: setattr(sinch_sms().TextRequest(to=[ADA], body=TEXT), "to", [ADA, Odd()]),
    "odd options": lambda client: client.sms.batches.send_sms(
        to=[ADA],
        body=TEXT,
        options={"body": {"x": ADA}, "quary": {"y": TEXT}},  # type: ignore[typeddict-unknown-key]
    ),
    "an odd option": lambda client: client.sms.batches.send_sms(
        to=[ADA], body=TEXT, options={"body": {"x": [ADA, Odd()]}, "query": {"y": TEXT}}
    ),
    "an odd query": lambda client: client.sms.batches.send_sms(
        to=[ADA], body=TEXT, options={"body": {"x": [ADA]}, "query": {"y": Odd()}}
    ),
    "an odd header": lambda client: client.sms.batches.send_sms(
        to=[ADA], body=TEXT, options={"headers": {"X-Sender": f"{ADA}\n"}}
    ),
    "an odd timeout": lambda client: client.sms.batches.send_sms(
        to=[ADA], body=TEXT, options={"body": {"x": ADA}, "timeout": -1}
    ),
}


def sinch_sms() -> Any:
    import sinch.domains.sms

    return sinch.domains.sms


@pytest.mark.parametrize("name", WRONG)
def test_arguments_that_are_rejected(name: str) -> None:
    with client_of("http://127.0.0.1:9", project_id="p", key_id="k", key_secret="s3cret") as client:
        with pytest.raises((sinch.ArgumentError, TypeError, sinch.ConfigurationError)) as caught:
            WRONG[name](client)
    check(caught.value, ("s3cret",))


def test_an_event_that_cannot_be_read() -> None:
    handler = sinch_sms().SmsSinchEvent("s3cret")
    body = '{"type": "mo_text", "from": "' + ADA
    for wrong in (body, body.encode("utf-16"), f'["{ADA}"]', "[" * 500 + ADA):
        with pytest.raises(sinch.EventError) as caught:
            handler.parse_event(wrong)
        for _, function, values in frames(caught.value):
            if function not in ("parse_event", "test_an_event_that_cannot_be_read"):
                assert "2025550123" not in "".join(values.values()), function
            assert "s3cret" not in "".join(values.values()) or function.startswith("test_")


def test_the_check_finds_what_it_looks_for() -> None:
    def call() -> None:
        secret = "s3cret"
        raise ValueError(len(secret))

    with pytest.raises(ValueError, match="6") as caught:
        exec(compile("call()", "elsewhere.py", "exec"), {"call": call, "to": ADA})
    with pytest.raises(AssertionError, match=r"to in <module> of elsewhere\.py"):
        check(caught.value, ())
