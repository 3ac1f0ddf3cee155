"""Many requests at once: all outcomes are reported, none twice, and a 429 pauses all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.testing import Simulator


def texts(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {"to": ["+12025550123"], "from_": "+12025550199", "body": f"Number {number}"}


def test_every_request_is_carried_out_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    seen: list[sinch.bulk_calls.BulkCounts] = []
    calls = sinch.bulk(sinch_client.sms.batches.send_sms, texts(50), limit=8, progress=seen.append)
    outcomes = {request["body"]: outcome for request, outcome in calls}
    assert set(outcomes) == {f"Number {number}" for number in range(50)}
    assert all(not isinstance(outcome, Exception) and outcome.id for outcome in outcomes.values())
    assert sorted(message.text for message in sinch_simulator.sent_messages()) == sorted(outcomes)
    assert calls.counts == (50, 0, 0)
    assert [each.finished for each in seen] == list(range(1, 51))


def test_one_failure_stops_nothing_and_unknown_outcomes_are_kept_apart(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("SendSMS", status=500)
    requests = [*texts(5), {"to": "+12025550123", "body": "a number where a list belongs"}]
    calls = sinch.bulk(sinch_client.sms.batches.send_sms, requests, limit=1)
    outcomes = [outcome for _, outcome in calls]
    assert isinstance(outcomes[0], sinch.ServerError)
    assert isinstance(outcomes[-1], sinch.ArgumentError)
    assert calls.counts == (4, 1, 1)
    assert calls.unknown == [requests[0]]


def test_requests_are_taken_as_there_is_room(sinch_client: SinchClient) -> None:
    taken = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal taken
        for request in texts(10_000):
            taken += 1
            yield request

    calls = sinch.bulk(sinch_client.sms.batches.send_sms, counted(), limit=4)
    for number, _ in enumerate(calls):
        assert taken <= number + 1 + 4 + 4 + 1, "under way, waiting to be taken, and this one"
        if number == 30:
            break
    assert taken <= 50
    assert calls.counts.finished == taken, "leaving the loop finishes and counts those under way"


def test_a_429_pauses_all_and_is_tried_again(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    client = sinch_client.with_options(max_retries=0)
    sinch_simulator.fail("SendSMS", status=429, retry_after=1, times=3)
    started = time.monotonic()
    calls = sinch.bulk(client.sms.batches.send_sms, texts(10), limit=3)
    assert all(not isinstance(outcome, Exception) for _, outcome in calls)
    assert len(sinch_simulator.sent_messages()) == 10
    assert time.monotonic() - started >= 1


def test_a_source_that_fails_is_told_after_what_was_under_way(sinch_client: SinchClient) -> None:
    def broken() -> Iterator[dict[str, Any]]:
        yield from texts(3)
        raise OSError("the file ends here")

    calls = sinch.bulk(sinch_client.sms.batches.send_sms, broken(), limit=2)
    outcomes = []
    with pytest.raises(OSError, match="the file ends here"):
        outcomes += list(calls)
    assert calls.counts.succeeded == 3


def test_no_thread_is_left(sinch_client: SinchClient) -> None:
    assert len(list(sinch.bulk(sinch_client.sms.batches.send_sms, texts(20), limit=5))) == 20
    for thread in threading.enumerate():
        if thread.name == "sinch-bulk":
            thread.join(10)
            assert not thread.is_alive()


def test_what_the_callback_raises_is_raised_and_leaves_no_thread(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    def progress(counts: sinch.bulk_calls.BulkCounts) -> None:
        raise ZeroDivisionError

    calls = sinch.bulk(sinch_client.sms.batches.send_sms, texts(100), limit=2, progress=progress)
    with pytest.raises(ZeroDivisionError):
        list(calls)
    assert calls.counts == (len(sinch_simulator.sent_messages()), 0, 0)
    for thread in threading.enumerate():
        if thread.name == "sinch-bulk":
            thread.join(10)
            assert not thread.is_alive()


def test_it_is_iterated_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    calls = sinch.bulk(sinch_client.sms.batches.send_sms, list(texts(3)))
    assert len(list(calls)) == 3
    with pytest.raises(RuntimeError, match="once"):
        list(calls)
    assert len(sinch_simulator.sent_messages()) == 3


@pytest.mark.parametrize("limit", [0, -1, True, 1.5, "8"])
def test_a_limit_is_a_number_of_calls(limit: Any) -> None:
    with pytest.raises(sinch.ArgumentError, match="limit"):
        sinch.bulk(print, [], limit=limit)


def test_asynchronous_requests_need_an_asynchronous_method() -> None:
    async def requests() -> Any:
        yield {}

    with pytest.raises(sinch.ArgumentError, match="AsyncSinchClient"):
        sinch.bulk(print, requests())  # type: ignore[call-overload]
