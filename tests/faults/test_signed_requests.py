"""Requests that are signed with the secret of an application: anew for each attempt, over what is really sent."""

from __future__ import annotations

import base64
import logging
import random
import time
import traceback
from datetime import datetime, timezone
from typing import Any

import pytest
import urllib3

import sinch
from sinch import SinchClient
from sinch.core.flow import Clock
from sinch.testing import Simulator
from sinch.testing.events import compute_signature
from sinch.testing.openapi import load
from tests.both_colours import Connect, both_colours, pause_with, synchronous
from tests.faults.test_frames import frames

pytestmark = both_colours

ADA = "+12025550123"
SCHEME: Any = load("verification").security_schemes["SignedRequest"]["x-request-signature"]


def signed(simulator: Simulator, body: bytes, **values: str) -> dict[str, str]:
    """Return headers as a program without the SDK would make them."""
    content_type = "application/json" if body else ""
    given = {
        "content_type": content_type,
        "timestamp": datetime.now(timezone.utc).isoformat(),
        **values,
    }
    credentials = simulator.credentials
    signature = compute_signature(SCHEME, credentials.application_secret, body, given)
    headers = {
        "x-timestamp": given["timestamp"],
        "Authorization": f"Application {credentials.application_key}:{signature}",
    }
    return {**headers, **({"Content-Type": content_type} if body else {})}


def check_frames(error: BaseException, *secrets: str) -> None:
    for file, function, values in frames(error):
        for name, value in values.items() if file != __file__ else ():
            assert not any(secret in value for secret in secrets), f"{name} in {function} of {file} has a credential"


def test_a_retry_has_a_time_and_a_signature_of_its_own(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_with(monkeypatch, lambda _: None)
    sinch_simulator.fail("StartVerification", status=429, times=2)
    sinch_client.verification.verifications.start_sms(ADA)
    sent = sinch_simulator.requests
    assert [request.status for request in sent] == [429, 429, 200]
    assert len({request.headers["x-timestamp"] for request in sent}) == 3
    assert len({request.headers["authorization"] for request in sent}) == 3
    assert len({request.body for request in sent}) == 1
    assert [len(request.headers.pairs) for request in sent] == [len(sent[0].headers.pairs)] * 3


def test_what_options_add_is_signed_too(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    options: Any = {
        "body": {"smsOptions": {"locale": "sv-SE", "note": "é €"}},
        "headers": {"content-type": "application/json; charset=utf-8"},
        "query": {},
    }
    sinch_client.verification.verifications.start_sms(ADA, options=options)
    [request] = sinch_simulator.requests
    assert (request.status, request.headers["content-type"]) == (200, "application/json; charset=utf-8")


def test_a_query_is_not_signed(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(sinch.BadRequestError, match="later"):
        sinch_client.verification.verification_status.get_by_id("1", options={"query": {"later": "1"}})


def test_a_plus_in_a_path_stands_as_it_is(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verification = sinch_client.verification
    verification.verifications.start_sms(ADA, reference="a+b c/d?%2B")
    assert verification.verification_status.get_by_identity(ADA, "sms").status == "PENDING"
    assert sinch_simulator.requests[-1].raw_path.endswith("/sms/number/+12025550123")
    assert verification.verification_status.get_by_reference("a+b c/d?%2B").status == "PENDING"
    assert sinch_simulator.requests[-1].raw_path.endswith("/a+b%20c%2Fd%3F%252B")


def test_other_products_send_it_encoded(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(sinch.NotFoundError):
        sinch_client.numbers.get(ADA)
    assert sinch_simulator.requests[-1].raw_path.endswith("/%2B12025550123")


@pytest.mark.parametrize(("seconds", "said"), [(400, "400 seconds ahead of"), (-4000, "seconds behind")])
def test_a_wrong_clock_is_named(
    seconds: float, said: str, sinch_client: SinchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Clock(time.monotonic, lambda: time.time() + seconds, random.random)
    for module in ("session", "async_session"):
        monkeypatch.setattr(f"sinch.core.{module}.CLOCK", wrong, raising=module == "session")
    with pytest.raises(sinch.AuthenticationError) as caught:
        sinch_client.verification.verifications.start_sms(ADA)
    assert "the clock of this machine is " in str(caught.value)
    assert said.split()[-1] in str(caught.value)
    assert caught.value.code == 40101


def test_a_wrong_secret_is_told_without_the_clock(connect: Connect, sinch_simulator: Simulator) -> None:
    with connect(application_secret=base64.b64encode(b"another").decode()) as client:
        with pytest.raises(sinch.AuthenticationError) as caught:
            client.verification.verifications.start_sms(ADA)
    assert isinstance(caught.value, sinch.APIError)
    assert (caught.value.code, caught.value.status_code) == (40102, 401)
    assert "clock" not in str(caught.value)
    assert f"reference {caught.value.error.reference}" in str(caught.value)
    assert len(sinch_simulator.requests) == 1, "it is not repeated"


@pytest.mark.parametrize("secret", ["not base64!", "AAEC AwQF", "AAECA"])
def test_a_secret_that_is_not_base64_is_named_before_anything_is_sent(
    secret: str, connect: Connect, sinch_simulator: Simulator
) -> None:
    with connect(application_secret=secret) as client:
        with pytest.raises(sinch.ConfigurationError, match=r"application_secret.* must be Base64") as caught:
            client.verification.verifications.start_sms(ADA)
        assert secret not in "".join(traceback.format_exception(caught.value))
        check_frames(caught.value, secret)
    assert sinch_simulator.requests == []


def test_missing_credentials_are_named(connect: Connect) -> None:
    with connect(application_key=None, application_secret=None) as client:
        with pytest.raises(sinch.ConfigurationError, match="application_key and application_secret are not set"):
            client.verification.verifications.start_sms(ADA)
    with pytest.raises(sinch.ConfigurationError, match="application_key must be ASCII"):
        connect(application_key="a:b")


def test_credentials_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_APPLICATION_KEY", "key-1")
    monkeypatch.setenv("SINCH_APPLICATION_SECRET", "c2VjcmV0")
    configuration = SinchClient().configuration
    assert (configuration.application_key, configuration.application_secret) == ("key-1", "c2VjcmV0")
    assert "key-1" not in repr(configuration)
    assert "c2VjcmV0" not in repr(configuration)


def test_a_client_of_another_application_shares_the_rest(connect: Connect, sinch_simulator: Simulator) -> None:
    credentials = sinch_simulator.credentials
    with connect(application_key="other", application_secret="b3RoZXI=") as client:
        client.number_lookup.lookup(ADA)
        other = client.with_application(credentials.application_key, credentials.application_secret)
        other.verification.verifications.start_sms(ADA)
        other.number_lookup.lookup(ADA)
        with pytest.raises(sinch.AuthenticationError):
            client.verification.verifications.start_sms(ADA)
        assert (client.configuration.application_key, other.configuration.application_key) == (
            "other",
            credentials.application_key,
        )
    assert len(sinch_simulator.token_requests) == 1
    assert sinch_simulator.connections == 1


def test_an_application_needs_both(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.ConfigurationError, match="needs an application_key and an application_secret"):
        sinch_client.with_application("key", "")
    with pytest.raises(sinch.ConfigurationError, match="control characters"):
        sinch_client.with_application("key", "a\nb")


def test_an_authorization_of_the_program_is_left_alone(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    credentials = sinch_simulator.credentials
    pair = base64.b64encode(f"{credentials.application_key}:{credentials.application_secret}".encode()).decode()
    options: Any = {"headers": {"Authorization": f"Basic {pair}"}}
    sinch_client.verification.verifications.start_sms(ADA, options=options)
    assert "x-timestamp" not in sinch_simulator.requests[-1].headers


def test_no_secret_is_shown(connect: Connect, sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = sinch_simulator.credentials
    shown: list[str] = []
    with connect(max_retries=0) as client:
        shown += [repr(client), repr(client.configuration), repr(client.verification.service)]
        client.verification.verifications.start_sms(ADA)
        for fault in ({"status": 401}, {"status": 500}, {"reset": "after"}, {"body": b"nope"}):
            sinch_simulator.fail(**fault)  # type: ignore[arg-type]
            with pytest.raises(sinch.SinchException) as caught:
                client.verification.verifications.start_sms(ADA)
            signatures = [each.headers["authorization"].rpartition(":")[2] for each in sinch_simulator.requests]
            secrets = (credentials.application_key, credentials.application_secret, *signatures)
            check_frames(caught.value, *secrets)
            shown += [str(caught.value), repr(caught.value)]
    text = "\n".join([*shown, caplog.text])
    for secret in (*secrets, "2025550123"):
        assert secret not in text


@synchronous
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, 200),
        ({"timestamp": "2020-01-01T00:00:00Z"}, 40101),
        ({"timestamp": "2200-01-01T00:00:00Z"}, 40101),
        ({"timestamp": "yesterday"}, 40101),
        ({"content_type": "text/plain"}, 40102),
        ({"path": "/another"}, 40102),
        ({"method": "PUT"}, 40102),
    ],
    ids=str,
)
def test_the_simulator_judges_signatures_by_itself(
    values: dict[str, str], code: int, sinch_simulator: Simulator
) -> None:
    path = "/verification/verification/v1/verifications"
    body = b'{"identity":{"type":"number","endpoint":"+12025550123"},"method":"sms"}'
    headers = signed(sinch_simulator, body, **{"method": "POST", "path": path, **values})
    with urllib3.PoolManager() as pool:
        response = pool.request("POST", sinch_simulator.url + path, body=body, headers=headers)
        assert response.json().get("errorCode", response.status) == code
        if code == 200:  # every byte of the body counts, and a blank is one
            changed = pool.request("POST", sinch_simulator.url + path, body=body + b" ", headers=headers)
            assert changed.json()["errorCode"] == 40102
            assert pool.request("POST", sinch_simulator.url + path, body=body).json()["errorCode"] == 40100
            wrong = {**headers, "Authorization": "Basic bm8="}
            assert (
                pool.request("POST", sinch_simulator.url + path, body=body, headers=wrong).json()["errorCode"] == 40107
            )
