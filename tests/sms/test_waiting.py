"""Waiting until a batch is delivered: until when, how often, and how it ends otherwise."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from sinch import ArgumentError, NotFoundError, SinchClient, WaitFailedError, WaitTimeoutError
from sinch.core import waiting
from sinch.testing import Simulator
from tests.both_colours import both_colours, pause_with

pytestmark = both_colours

ADA, BOB = "+12025550123", "+12025550155"
Later = Callable[..., list[float]]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Return a function that lets things happen in the pauses to come, and gives the list of these pauses."""

    def later(*happenings: Callable[[], object]) -> list[float]:
        left, pauses = list(happenings), []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if left:
                left.pop(0)()

        pause_with(monkeypatch, pause)
        return pauses

    return later


def nothing() -> None: ...


def send(client: SinchClient, *to: str, **fields: Any) -> str:
    batch = client.sms.batches.send_sms(to=to or [ADA], body="Hi", **{"delivery_report": "summary", **fields})
    return str(batch.id)


def asked(simulator: Simulator) -> list[str | None]:
    return [request.operation_id for request in simulator.requests if request.method == "GET"]


def test_a_delivered_batch_needs_no_pause(sinch_client: SinchClient, sinch_simulator: Simulator, later: Later) -> None:
    batch_id = send(sinch_client)
    sinch_simulator.deliver(batch_id)
    pauses = later()
    report = sinch_client.sms.batches.wait_until_delivered(batch_id)
    assert [(entry.status, entry.count) for entry in report.statuses] == [("Delivered", 1)]
    assert report.http_response is not None
    assert asked(sinch_simulator) == ["GetBatchMessage", "GetDeliveryReportByBatchId"]
    assert pauses == []


def test_it_waits_for_every_recipient_with_growing_pauses(
    sinch_client: SinchClient, sinch_simulator: Simulator, later: Later
) -> None:
    batch_id = send(sinch_client, ADA, BOB)
    pauses = later(
        nothing,
        lambda: sinch_simulator.deliver(batch_id, recipient=ADA),
        nothing,
        lambda: sinch_simulator.deliver(batch_id, recipient=BOB),
    )
    assert sinch_client.sms.batches.wait_until_delivered(batch_id).total_message_count == 2
    assert asked(sinch_simulator)[1:] == ["GetDeliveryReportByBatchId"] * 5
    assert len(pauses) == 4
    for index, pause in enumerate(pauses):
        assert 0.8 * waiting.FIRST_PAUSE * 1.5**index <= pause <= 1.2 * waiting.FIRST_PAUSE * 1.5**index


def test_pauses_do_not_grow_without_end(sinch_client: SinchClient, sinch_simulator: Simulator, later: Later) -> None:
    batch_id = send(sinch_client)
    pauses = later(*[nothing] * 15, lambda: sinch_simulator.deliver(batch_id))
    sinch_client.sms.batches.wait_until_delivered(batch_id)
    assert 0.8 * waiting.LONGEST_PAUSE <= pauses[-1] <= 1.2 * waiting.LONGEST_PAUSE


@pytest.mark.parametrize("status", ["Failed", "Expired", "Rejected", "Deleted", "Unknown"])
def test_what_is_not_delivered_fails_when_all_is_final(
    status: str, sinch_client: SinchClient, sinch_simulator: Simulator, later: Later
) -> None:
    batch_id = send(sinch_client, ADA, BOB)
    sinch_simulator.deliver(batch_id, status, ADA)
    pauses = later(lambda: sinch_simulator.deliver(batch_id, recipient=BOB))
    with pytest.raises(WaitFailedError, match=f"1 of 2 not delivered: 1 {status.lower()}") as caught:
        sinch_client.sms.batches.wait_until_delivered(batch_id)
    assert len(pauses) == 1, "it knows only then what became of the other one"
    assert {entry.status for entry in caught.value.result.statuses} == {status, "Delivered"}
    assert pickle.loads(pickle.dumps(caught.value)).result == caught.value.result


def test_a_batch_that_is_cancelled_fails(sinch_client: SinchClient, later: Later) -> None:
    batch_id = send(sinch_client, send_at="2099-01-01T00:00:00Z")
    later(lambda: sinch_client.sms.batches.cancel(batch_id))
    with pytest.raises(WaitFailedError, match="1 of 1 not delivered: 1 cancelled"):
        sinch_client.sms.batches.wait_until_delivered(batch_id)


def test_a_batch_without_reports_fails_at_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batch_id = send(sinch_client, delivery_report="none")
    with pytest.raises(WaitFailedError, match='send it with delivery_report="summary"') as caught:
        sinch_client.sms.batches.wait_until_delivered(batch_id)
    assert caught.value.result.id == batch_id
    assert asked(sinch_simulator) == ["GetBatchMessage"]


def test_an_unknown_batch_is_not_found(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(NotFoundError):
        sinch_client.sms.batches.wait_until_delivered("01JEXAMPLE0000000000000000")
    assert asked(sinch_simulator) == ["GetBatchMessage"]


def test_a_report_that_is_not_there_yet_is_waited_for(
    sinch_client: SinchClient, sinch_simulator: Simulator, later: Later
) -> None:
    batch_id = send(sinch_client)
    sinch_simulator.deliver(batch_id)
    sinch_simulator.fail("GetDeliveryReportByBatchId", status=404)
    pauses = later()
    sinch_client.sms.batches.wait_until_delivered(batch_id)
    assert len(pauses) == 1


def test_the_time_limits_pauses_and_calls(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batch_id = send(sinch_client)
    with pytest.raises(WaitTimeoutError, match=r"within 0\.3 seconds") as caught:
        sinch_client.sms.batches.wait_until_delivered(batch_id, timeout=0.3)
    assert caught.value.result.batch_id == batch_id
    sinch_simulator.fail("GetDeliveryReportByBatchId", delay=30)
    with pytest.raises(WaitTimeoutError) as caught:
        sinch_client.sms.batches.wait_until_delivered(batch_id, timeout=0.3)
    assert caught.value.result is None
    assert caught.value.__cause__ is not None


def test_options_are_those_of_each_call(sinch_client: SinchClient, sinch_simulator: Simulator, later: Later) -> None:
    batch_id = send(sinch_client)
    later(lambda: sinch_simulator.deliver(batch_id))
    sinch_client.sms.batches.wait_until_delivered(batch_id, options={"headers": {"X-Example": "yes"}})
    assert [request.headers.get("X-Example") for request in sinch_simulator.requests if request.method == "GET"] == [
        "yes"
    ] * 3


@pytest.mark.parametrize("timeout", [0, -1, True, "5", None, float("nan"), float("inf")])
def test_a_time_is_a_number_of_seconds(timeout: Any, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(ArgumentError, match="timeout must be a number of seconds above 0"):
        sinch_client.sms.batches.wait_until_delivered("01JEXAMPLE0000000000000000", timeout=timeout)
    assert asked(sinch_simulator) == []
