"""In an outage the retries of a client are limited together, so that the load on a server is not multiplied."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.retry import RetryBudget
from sinch.testing import Simulator

CALLS = 200


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinch.core.session.time.sleep", lambda seconds: None)


def outage(client: SinchClient, simulator: Simulator, calls: int = CALLS, threads: int = 16, **fault: Any) -> int:
    """Make calls during an outage; return how many requests the server got."""
    client.sms.batches.list()
    before = len(simulator.requests)
    made = simulator.fail("ListBatches", times=None, **fault)

    def call(_: int) -> None:
        with pytest.raises(sinch.SinchException):
            client.sms.batches.list()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(call, range(calls)))
    made.stop()
    return len(simulator.requests) - before


@pytest.mark.parametrize("fault", [{"status": 503}, {"reset": "after"}, {"status": 429}])
def test_an_outage_is_not_met_with_four_times_the_load(
    fault: dict[str, Any], sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryBudget, "PER_SECOND", 0.0)
    requests = outage(sinch_client, sinch_simulator, **fault)
    assert CALLS + 40 <= requests <= CALLS + 70, "the bucket, and a few that threads took at once"
    assert outage(sinch_client, sinch_simulator, 20, **fault) == 20, "it is empty"
    assert sinch_client.sms.batches.list().content() == [], "calls that succeed need none of it"


def test_copies_of_a_client_share_it_and_other_clients_do_not(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryBudget, "PER_SECOND", 0.0)
    outage(sinch_client, sinch_simulator, status=503)
    copy = sinch_client.with_options(timeout=30, max_retries=3)
    assert outage(copy, sinch_simulator, 5, 1, status=503) == 5
    with sinch_simulator.client() as other:
        assert outage(other, sinch_simulator, 5, 1, status=503) == 20


def test_a_429_that_names_its_time_takes_nothing(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryBudget, "PER_SECOND", 0.0)
    assert outage(sinch_client, sinch_simulator, 50, status=429, retry_after=1) == 200
    assert outage(sinch_client, sinch_simulator, 5, 1, status=503) == 20, "it is still full"
    outage(sinch_client, sinch_simulator, status=503)
    assert outage(sinch_client, sinch_simulator, 5, 1, status=429, retry_after=1) == 20, "though it is empty"


def test_it_refills_with_time_and_no_further_than_its_size() -> None:
    budget = RetryBudget()
    assert [budget.spend(100.0) for _ in range(60)] == [True] * 50 + [False] * 10
    assert [budget.spend(103.0) for _ in range(5)] == [True] * 3 + [False] * 2
    assert [budget.spend(103.5), budget.spend(104.0)] == [False, True], "parts of it add up"
    assert sum(budget.spend(1e9) for _ in range(100)) == 50
    assert not budget.spend(1.0), "a clock that goes back gives nothing"


def test_size_and_refill_are_written_down() -> None:
    page = Path(__file__).parents[2] / "docs" / "reliability.md"
    found = re.search(
        r"bucket of (\d+) retries .* refills with (\d+) (?:retry )?per second", page.read_text(encoding="utf-8")
    )
    assert found
    assert (float(found[1]), float(found[2])) == (RetryBudget.SIZE, RetryBudget.PER_SECOND)
