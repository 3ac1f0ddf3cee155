"""Time is bounded, and tokens are fetched once, however many threads need one."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.auth import Token, TokenStore
from sinch.core.session import TokenProvider
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours, pause_with
from tests.faults.servers import PATIENCE, client_of, full_port

pytestmark = both_colours

ADA = "+12025550123"


def listing(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.list(options=options or None)  # type: ignore[arg-type]


def send(client: SinchClient, **options: Any) -> Any:
    return client.sms.batches.send_sms(to=[ADA], body="Hi", options=options or None)  # type: ignore[arg-type]


def elapsed(call: Any, error: Any) -> float:
    started = time.monotonic()
    with pytest.raises(error):
        call()
    return time.monotonic() - started


def test_a_dripping_response_cannot_outlast_the_deadline(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_simulator.fail("ListBatches", drip=0.2)
    assert elapsed(lambda: listing(sinch_client, timeout=1), sinch.RequestTimeoutError) < 15
    sinch_simulator.fail("SendSMS", drip=0.2)
    assert elapsed(lambda: send(sinch_client, timeout=1), (sinch.OutcomeUnknownError, sinch.ResponseError)) < 15


def test_a_silent_server_is_given_up(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_simulator.fail("ListBatches", delay=PATIENCE)
    assert elapsed(lambda: listing(sinch_client, read_timeout=0.2, max_retries=0), sinch.RequestTimeoutError) < 20
    sinch_simulator.fail("SendSMS", delay=PATIENCE)
    assert elapsed(lambda: send(sinch_client, read_timeout=0.2), sinch.OutcomeUnknownError) < 20


def test_the_deadline_bounds_retries_and_retry_after(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_simulator.fail("ListBatches", status=429, retry_after=30)
    assert elapsed(lambda: listing(sinch_client, timeout=25), sinch.RateLimitError) < 20
    sinch_simulator.fail("ListBatches", status=429, retry_after=3600)
    assert elapsed(lambda: listing(sinch_client), sinch.RateLimitError) < 20, "no such long pause"


def test_retry_after_is_waited_for(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_simulator.fail("ListBatches", status=503, retry_after=1)
    started = time.monotonic()
    listing(sinch_client)
    assert time.monotonic() - started >= 1


def test_a_host_that_accepts_nothing_is_given_up(colour: str) -> None:
    with full_port() as port, client_of(port, colour, connect_timeout=0.2) as client:
        assert elapsed(lambda: send(client), (sinch.RequestTimeoutError, sinch.ConnectionFailedError)) < 20


def test_the_timeouts_of_the_client_hold_for_all_calls(connect: Connect, sinch_simulator: Simulator) -> None:
    with connect() as client:
        listing(client)  # the simulator takes longer for the first response
    with connect(read_timeout=1, max_retries=0) as client:
        listing(client)
        sinch_simulator.fail("ListBatches", delay=PATIENCE)
        assert elapsed(lambda: listing(client), sinch.RequestTimeoutError) < 20


def together(count: int, work: Any) -> list[Any]:
    barrier = threading.Barrier(count)

    def run(_: int) -> Any:
        barrier.wait()
        try:
            return work()
        except sinch.SinchException as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_64_threads_at_the_start_fetch_one_token(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    results = together(64, lambda: send(sinch_client))
    assert not [each for each in results if isinstance(each, Exception)]
    assert len(sinch_simulator.token_requests) == 1
    assert len(sinch_simulator.sent_messages()) == 64
    assert sinch_simulator.connections <= 65


def test_a_token_that_expires_during_traffic_is_fetched_once(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    listing(sinch_client)
    sinch_simulator.expire_tokens()
    results = together(32, lambda: send(sinch_client))
    assert not [each for each in results if isinstance(each, Exception)]
    assert len(sinch_simulator.token_requests) == 2
    assert len(sinch_simulator.sent_messages()) == 32


def test_a_wrong_secret_is_one_clear_error_and_no_storm(connect: Connect, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("getAccessToken", delay=0.5)  # so that all threads wait for the first of them
    with connect(key_secret="wrong") as client:
        results = together(32, lambda: send(client))
    assert all(type(each) is sinch.AuthenticationError for each in results)
    assert {each.code for each in results} == {"invalid_client"}
    assert len(sinch_simulator.token_requests) <= 3
    assert "wrong" not in str(results[0])


def test_a_revoked_token_raises_without_a_refresh(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_simulator.revoke_tokens()
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)
    assert len(sinch_simulator.token_requests) == 1


def test_a_second_401_is_final(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    expired = {"www-authenticate": 'Bearer error="invalid_token", error_description="Jwt expired"'}
    sinch_simulator.fail("ListBatches", status=401, headers=expired, times=5)
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)
    assert len(sinch_simulator.token_requests) == 2
    assert len([each for each in sinch_simulator.requests if each.operation_id == "ListBatches"]) == 2


def test_a_service_plan_token_is_never_refreshed(connect: Connect, sinch_simulator: Simulator) -> None:
    expired = {"www-authenticate": 'Bearer error="expired"'}
    sinch_simulator.fail("ListBatches", status=401, headers=expired)
    client = connect(**sinch_simulator.credentials.service_plan)
    with client, pytest.raises(sinch.AuthenticationError):
        listing(client)
    assert not sinch_simulator.token_requests


@pytest.mark.parametrize("status", [429, 502, 503])
def test_the_token_endpoint_is_asked_again(
    status: int, sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_with(monkeypatch, lambda seconds: None)
    sinch_simulator.fail("getAccessToken", status=status, times=2)
    assert listing(sinch_client).content() == []
    assert len(sinch_simulator.token_requests) == 3


def test_a_failed_fetch_is_not_shared_as_success(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_with(monkeypatch, lambda seconds: None)
    sinch_simulator.fail("getAccessToken", status=500)
    with pytest.raises(sinch.ServerError):
        listing(sinch_client)
    assert listing(sinch_client).content() == []


@pytest.mark.parametrize("body", [b"", b"nope", b"[]", b'{"access_token": ""}', b'{"access_token": "a\\nb"}', b"{}"])
def test_an_invalid_token_response_is_an_authentication_error(
    body: bytes, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("getAccessToken", body=body)
    with pytest.raises(sinch.AuthenticationError, match="without an access_token"):
        listing(sinch_client)


def test_a_token_is_replaced_ahead_of_its_end(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("getAccessToken", body=b'{"access_token": "short", "expires_in": 0.2}')
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)  # the simulator does not know this token
    time.sleep(0.2)
    listing(sinch_client)
    assert len(sinch_simulator.token_requests) == 2


def test_waiting_for_the_token_of_another_thread_ends_at_the_deadline() -> None:
    provider = TokenProvider(TokenStore())
    fetching, release = threading.Event(), threading.Event()

    def slow() -> Token:
        fetching.set()
        release.wait(PATIENCE)
        return Token("t", time.monotonic() + 3600, time.monotonic() + 3600, 0.0)

    first = threading.Thread(target=lambda: provider.get(None, time.monotonic() + PATIENCE, slow))
    first.start()
    fetching.wait(PATIENCE)
    with pytest.raises(sinch.RequestTimeoutError, match="while a token was fetched"):
        provider.get(None, time.monotonic() + 0.1, slow)
    release.set()
    first.join()
    assert provider.get(None, time.monotonic(), slow) == "t"


def test_other_credentials_have_their_own_token(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    listing(sinch_client)
    sinch_client.configuration.key_secret = "changed"
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)
    sinch_client.configuration.key_secret = sinch_simulator.credentials.key_secret
    listing(sinch_client)
    assert len(sinch_simulator.token_requests) == 3, "replaced credentials are forgotten, with their token"


def test_a_token_rejected_without_a_reason_is_replaced_by_the_next_call(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinch.core.auth._MARGIN", 0.0)  # no token is too new to be suspected
    listing(sinch_client)
    sinch_simulator.revoke_tokens()
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)
    assert len(sinch_simulator.token_requests) == 1, "not in the call that was rejected"
    assert listing(sinch_client).content() == []
    assert len(sinch_simulator.token_requests) == 2


def test_rejections_without_a_reason_cause_no_storm_of_token_requests(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    listing(sinch_client)
    sinch_simulator.revoke_tokens()
    for _ in range(3):
        results = together(16, lambda: listing(sinch_client))
        assert all(isinstance(each, sinch.AuthenticationError) for each in results)
    assert len(sinch_simulator.token_requests) == 1, "a new token is not suspected within its first minute"


@pytest.mark.parametrize("lifetime", ["1e999", "NaN", "1" + "0" * 400, "-1", '"3600"', "null", "true"])
def test_a_strange_lifetime_of_a_token_is_replaced_by_the_usual_one(
    lifetime: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("getAccessToken", body=f'{{"access_token": "t", "expires_in": {lifetime}}}'.encode())
    with pytest.raises(sinch.AuthenticationError):
        listing(sinch_client)  # the simulator does not know this token
    (provider,) = sinch_client.session.providers.values()
    assert provider.store.get(time.monotonic()).value == "t"
    assert provider.store.get(time.monotonic() + 3601) is None


def test_a_failure_to_get_a_token_is_not_a_failure_of_the_operation(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_with(monkeypatch, lambda seconds: None)
    sinch_simulator.fail("getAccessToken", reset="after", times=None)
    with pytest.raises(sinch.ConnectionFailedError) as caught:
        send(sinch_client)
    assert not caught.value.outcome_unknown, "no message was on its way"
    assert not sinch_simulator.sent_messages()


def test_a_token_that_expires_while_a_call_waits_is_replaced(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_with(monkeypatch, lambda seconds: sinch_simulator.expire_tokens())
    sinch_simulator.fail("SendSMS", status=429, retry_after=5)
    assert send(sinch_client).id
    assert len(sinch_simulator.token_requests) == 2
    assert len(sinch_simulator.sent_messages()) == 1


def test_a_pause_holds_no_other_call_up(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused, go_on = threading.Event(), threading.Event()
    pause_with(monkeypatch, lambda seconds: (paused.set(), go_on.wait(PATIENCE)))
    listing(sinch_client)
    sinch_simulator.fail("SendSMS", status=429)
    waiting = threading.Thread(target=send, args=(sinch_client,))
    waiting.start()
    assert paused.wait(PATIENCE)
    listing(sinch_client)
    assert not sinch_simulator.sent_messages()
    go_on.set()
    waiting.join()
    assert len(sinch_simulator.sent_messages()) == 1
