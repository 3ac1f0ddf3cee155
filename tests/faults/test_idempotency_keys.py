"""Idempotency keys: one per call, the same on each of its attempts, so that the server does nothing twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.flow import Clock
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours

pytestmark = both_colours

DIAL: dict[str, Any] = {"command": "dial", "to": {"type": "PHONE", "phone": {"number": "+12025550123"}}}


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A way to let time pass at once; there are no pauses."""
    ahead = 0.0

    def pass_by(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds

    clock = Clock(lambda: time.monotonic() + ahead, time.time, lambda: 0.0)
    for module in ("session", "async_session"):
        monkeypatch.setattr(f"sinch.core.{module}.CLOCK", clock, raising=module == "session")
    return pass_by


def keys(simulator: Simulator) -> list[str | None]:
    sent = [request for request in simulator.requests if request.operation_id == "createCall"]
    return [request.headers.get("idempotency-key") for request in sent]


@pytest.mark.parametrize("fault", [{"reset": "before"}, {"reset": "after"}, {"status": 503}, {"status": 429}])
def test_an_attempt_that_is_lost_is_repeated_with_the_same_key(
    fault: dict[str, Any], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("createCall", times=2, **fault)
    started = sinch_client.voice.v2.calls.start(DIAL)
    assert len(keys(sinch_simulator)) == 3
    assert len(set(keys(sinch_simulator))) == 1
    calls = list(sinch_client.voice.v2.calls.list())
    assert [call.session_id for call in calls] == [started.session_id], "it was started once"


def test_a_key_of_the_caller_outlives_the_call(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    calls = sinch_client.voice.v2.calls
    first = calls.start(DIAL, idempotency_key="order-7-0000000001")
    again = calls.start(DIAL, idempotency_key="order-7-0000000001")
    assert again == first
    sinch_simulator.clock.advance(601)
    assert calls.start(DIAL, idempotency_key="order-7-0000000001") != first


def test_without_a_key_nothing_is_repeated(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("createCall", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError, match=r"unless with the same Idempotency-Key") as caught:
        sinch_client.voice.v2.calls.start(DIAL, idempotency_key=None)
    assert caught.value.outcome_unknown
    assert keys(sinch_simulator) == [None]


def test_a_header_of_the_options_is_a_key_too(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("createCall", reset="after")
    key = "of-the-options-0001"
    sinch_client.voice.v2.calls.start(DIAL, options={"headers": {"idempotency-key": key}})
    assert keys(sinch_simulator) == [key, key]


def test_an_idempotent_operation_needs_no_key(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    made = sinch_client.voice.v2.services.create("Desk")
    sinch_simulator.requests.clear()
    sinch_simulator.fail("updateService", reset="after")
    sinch_client.voice.v2.services.update(made.service_id, name="Night desk", idempotency_key=None)
    assert [request.operation_id for request in sinch_simulator.requests][-2:] == ["updateService"] * 2


def test_what_is_lost_for_good_leaves_the_outcome_open(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("createCall", times=None, reset="after")
    with pytest.raises(sinch.OutcomeUnknownError) as caught:
        sinch_client.voice.v2.calls.start(DIAL)
    assert caught.value.outcome_unknown
    assert len(keys(sinch_simulator)) == 4
    assert str(keys(sinch_simulator)[0]) not in str(caught.value)


@pytest.mark.parametrize(("seconds", "attempts"), [(500, 2), (541, 1)])
def test_a_key_is_not_used_when_the_server_may_have_forgotten_it(
    seconds: float, attempts: int, later: Callable[[float], None], connect: Connect, sinch_simulator: Simulator
) -> None:
    with connect(timeout=3600) as client:
        sinch_simulator.fail("createCall", times=None, reset="after")
        sinch_simulator.on_request(lambda request: later(seconds) if request.operation_id == "createCall" else None)
        with pytest.raises(sinch.OutcomeUnknownError):
            client.voice.v2.calls.start(DIAL)
    assert len(keys(sinch_simulator)) == attempts
