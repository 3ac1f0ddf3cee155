"""No credential, phone number or body appears in a log, a repr or the message of an exception."""

from __future__ import annotations

import json
import logging
import re
import socket
import traceback
import warnings
from typing import Any
from urllib.parse import quote

import pytest

import sinch
from sinch import SinchClient
from sinch.core.auth import Account, Token
from sinch.core.flow import NeedToken, Send, SuspectToken
from sinch.core.http import Request
from sinch.core.operation import raw_call
from sinch.core.service import Service
from sinch.testing import Simulator
from sinch_api.sms import operations
from tests.both_colours import Connect, both_colours
from tests.faults.servers import client_of, read_request, serving

pytestmark = both_colours

ADA, SENDER, TEXT = "+12025550123", "+12025550199", "the-secret-text-of-a-message"


def forbidden(simulator: Simulator) -> list[str]:
    credentials = simulator.credentials
    tokens = [request.headers["authorization"] for request in simulator.requests]
    return [
        credentials.key_secret,
        credentials.key_id,
        credentials.sms_api_token,
        TEXT,
        "2025550123",
        "2025550199",
        *(token.removeprefix("Bearer ").removeprefix("Basic ") for token in tokens),
    ]


def check(text: str, simulator: Simulator) -> None:
    for secret in forbidden(simulator):
        assert secret not in text, secret


def traffic(client: SinchClient, simulator: Simulator) -> list[Any]:
    """Make calls that succeed and fail in many ways; return the exceptions."""
    out: list[Any] = []
    calls: list[Any] = [
        lambda: client.sms.batches.send_sms(to=[ADA], from_=SENDER, body=TEXT).id,
        lambda: client.sms.batches.list(from_=[SENDER]),
        lambda: client.sms.delivery_reports.get_for_number("01JEXAMPLE0000000000TEXT01", ADA),
        lambda: client.numbers.get(ADA),
        lambda: client.number_lookup.lookup("12"),
        lambda: client.sms.batches.send_sms(to=[ADA, "no number!"], from_=SENDER, body=TEXT),
    ]
    for fault in ({}, {"status": 500}, {"reset": "after"}, {"body": b"nope"}, {"status": 429, "retry_after": 120}):
        for call in calls:
            if fault:
                simulator.fail(**fault)  # type: ignore[arg-type]
            try:
                out.append(call())
            except sinch.SinchException as error:
                out.append(error)
    return out


@pytest.mark.parametrize("kind", ["project", "service_plan"])
def test_logs_of_all_levels(
    kind: str, connect: Connect, sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    extra = {} if kind == "project" else sinch_simulator.credentials.service_plan
    with connect(max_retries=0, **extra) as client:
        traffic(client, sinch_simulator)
    assert [record for record in caplog.records if record.name == "Sinch"]
    assert "GetDeliveryReportByPhoneNumber" not in caplog.text
    assert "/batches/{batch_id}/delivery_report/{recipient_msisdn}" in caplog.text, "the template is shown"
    check(caplog.text, sinch_simulator)


def test_messages_of_exceptions_and_tracebacks(connect: Connect, sinch_simulator: Simulator) -> None:
    with connect(max_retries=0) as client:
        errors = [each for each in traffic(client, sinch_simulator) if isinstance(each, Exception)]
    assert len(errors) > 10
    for error in errors:
        lines = traceback.format_exception(error)
        check(str(error) + repr(error), sinch_simulator)
        # tracebacks show source lines; only the messages count
        check("\n".join(line for line in lines if not line.startswith("  ")), sinch_simulator)


def test_reprs(connect: Connect, sinch_simulator: Simulator) -> None:
    with connect(**sinch_simulator.credentials.service_plan) as client:
        client.sms.batches.list()
        operation = operations.get_delivery_report_by_phone_number("b", ADA)
        request = Request(
            "GET",
            "https://host.example",
            f"/x/{ADA}?to={SENDER}",
            {"Authorization": f"Bearer {sinch_simulator.credentials.sms_api_token}"},
            TEXT.encode(),
            connect_timeout=1,
            read_timeout=1,
        )
        things = [client, client.configuration, client.session, client.sms, client.sms.service, operation, request]
        for thing in [*things, client.configuration.transport, client.sms.sinch_events("s3cret-secret")]:
            check(repr(thing) + str(thing), sinch_simulator)
            assert "s3cret-secret" not in repr(thing)


def test_the_token_appears_nowhere(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.sms.batches.list()
    token = sinch_simulator.requests[-1].headers["authorization"].removeprefix("Bearer ")
    for provider in sinch_client.session.providers.values():
        assert token not in repr(provider) + repr(provider.store) + repr(provider.store._token)


def test_warnings_name_no_secret() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        SinchClient(key_secret="s3cret-key", transform_kwargs_casing=True)
    assert [str(each.message) for each in caught]
    assert "s3cret-key" not in "".join(str(each.message) for each in caught)


def test_bodies_and_headers_of_errors_are_there_for_those_who_ask(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    body = f'{{"code": "c", "text": "{ADA} is blocked"}}'.encode()
    sinch_simulator.fail("SendSMS", status=403, body=body)
    with pytest.raises(sinch.PermissionDeniedError) as caught:
        sinch_client.sms.batches.send_sms(to=[ADA], body=TEXT)
    assert caught.value.body["text"] == f"{ADA} is blocked"
    assert caught.value.error.text == f"{ADA} is blocked"
    assert ADA not in str(caught.value)


@pytest.mark.parametrize(
    "number",
    ["+12025550123", "12025550123", "+1 202 555 0123", "+1 (202) 555-0123", "+1-202-555.0123", "tel:+12025550123"],
)
def test_a_number_is_masked_however_it_is_written(
    number: str, sinch_client: SinchClient, sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    for kind in ("text", "code"):
        body = json.dumps({"code": "c", "text": "", kind: f"{number} is blocked"}).encode()
        sinch_simulator.fail("SendSMS", status=403, body=body)
        with pytest.raises(sinch.PermissionDeniedError) as denied:
            sinch_client.sms.batches.send_sms(to=[ADA], body=TEXT)
        shown += [str(denied.value), repr(denied.value)]
    with pytest.raises(sinch.APIError):
        sinch_client.sms.delivery_reports.get_for_number(number, ADA)
    path = f"/xms/v1/{{service_plan_id}}/batches/{quote(number, safe='')}"
    with pytest.raises(sinch.NotFoundError) as missing:
        sinch_client.request("GET", path, product="sms")
    shown += [str(missing.value), repr(operations.get_delivery_report_by_phone_number(number, ADA)), caplog.text]
    for text in shown:
        digits = re.sub(r"%[0-9A-F]{2}|[ ().-]", "", text)
        assert "2025550" not in digits


def test_a_server_cannot_write_lines_of_its_own(
    colour: str, sinch_client: SinchClient, sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="Sinch")
    text = "no\r\nERROR root: all is lost\x1b[2J\u2028" + "x" * 5000
    body = json.dumps({"code": "a\nb" + "c" * 5000, "text": text}).encode()
    folded = "never\r\n and a line that is folded"  # the asynchronous client takes no such response at all
    headers = {"Retry-After": folded if colour == "synchronous" else "never", "X-Request-Id": "r" * 5000}
    sinch_simulator.fail("ListGroups", status=400, body=body, headers=headers)
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.sms.groups.list()
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 1000
    assert all(len(record.getMessage()) < 1000 and record.getMessage().isprintable() for record in caplog.records)


@pytest.mark.parametrize("field", ["message", "text", "error", "detail", "error_description"])
def test_an_explanation_that_is_not_text_is_left_out(
    field: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    for value in ({"deep": [ADA]}, [TEXT], 5, None, True):
        sinch_simulator.fail("ListGroups", status=400, body=json.dumps({field: value}).encode())
        with pytest.raises(sinch.BadRequestError) as caught:
            sinch_client.sms.groups.list()
        check(str(caught.value), sinch_simulator)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"recipient": "+12025550123"}\r\n\r\n',
        b"HTTP/9 200 +12025550123\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 12025550123, 5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+12025550123\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: +12025550123\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\n+12025550123 : x\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 404 Not Found\r\nX +12025550123\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_what_cannot_be_read_is_not_quoted(raw: bytes, colour: str, caplog: pytest.LogCaptureFixture) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(raw)

    caplog.set_level(logging.DEBUG)
    with serving(handle) as port, client_of(port, colour) as client:
        with pytest.raises(sinch.SinchException) as caught:
            client.sms.delivery_reports.get_for_number("b", ADA)
    lines = traceback.format_exception(caught.value)
    for text in (*lines, caplog.text, *(str(record.args) for record in caplog.records)):
        if "get_for_number(" not in text:
            assert "2025550123" not in text


def test_headers_and_steps_show_no_value() -> None:
    headers = {"Cookie": "s3cret", "X-Api-Key": "s3cret"}
    request = Request("GET", "https://host.example", "/x", headers, None, connect_timeout=1, read_timeout=1)
    account = Account(Service("https://auth.example"), "s3cret", "s3cret")
    token = Token("s3cret", 1.0, 1.0, 1.0)
    steps = [Send(request, raw_call("GET", "/x").operation, 1), NeedToken(account, token.value, 1.0)]
    things = [request, *steps, SuspectToken(account, token.value), token]
    for thing in things:
        assert "s3cret" not in repr(thing)
    assert "X-Api-Key" in repr(request)
