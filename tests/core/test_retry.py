"""Retries: the contract as a table, and the pauses between attempts."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any

import pytest

from sinch import ConfigurationError, RetryConfiguration, RetryPolicy
from sinch.core.http import Headers, HTTPResponse, TransportFailure
from sinch.core.retry import RETRY_AFTER_CAP, retry_after

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc).timestamp()


def response(status: int, after: str | None = None) -> HTTPResponse:
    return HTTPResponse(status, Headers([("Retry-After", after)] if after else []), b"")


def pause(
    retry: Any, attempt: int, outcome: Any, chance: float = 1.0, policy: str = RetryPolicy.DEFAULT
) -> float | None:
    return RetryConfiguration(policy).pause(retry, attempt, outcome, random=lambda: chance, now=lambda: NOW)


UNSENT = TransportFailure("no connection", sent=False)
SENT = TransportFailure("reset", sent=True)
FINAL = TransportFailure("bad certificate", sent=False, final=True)


@pytest.mark.parametrize(
    ("outcome", "safe", "idempotent", "ambiguous"),
    [
        (UNSENT, True, True, True),
        (SENT, True, True, False),
        (FINAL, False, False, False),
        (response(429), True, True, True),
        (response(502), True, True, False),
        (response(503), True, True, False),
        (response(504), True, True, False),
        (response(500), False, False, False),
        (response(501), False, False, False),
        (response(400), False, False, False),
        (response(401), False, False, False),
        (response(404), False, False, False),
        (response(302), False, False, False),
    ],
)
def test_the_contract(outcome: Any, safe: bool, idempotent: bool, ambiguous: bool) -> None:
    repeated = {retry: pause(retry, 1, outcome) is not None for retry in ("safe", "idempotent", "ambiguous")}
    assert repeated == {"safe": safe, "idempotent": idempotent, "ambiguous": ambiguous}


def test_the_ceilings_of_the_backoff() -> None:
    assert [pause("safe", attempt, response(429)) for attempt in (1, 2, 3)] == [1, 4, 16]
    assert [pause("safe", attempt, response(503)) for attempt in (1, 2, 3)] == [0.5, 1, 2]
    assert [pause("safe", attempt, SENT) for attempt in (1, 2, 3)] == [0.5, 1, 2]
    assert pause("safe", 3, response(429), chance=0.25) == 4, "full jitter"


def test_retry_after_is_honoured_up_to_a_cap() -> None:
    assert pause("ambiguous", 1, response(429, "7"), chance=0) == 7
    assert pause("safe", 1, response(503, "7"), chance=0) == 7
    assert pause("safe", 1, response(429, str(int(RETRY_AFTER_CAP) + 1))) is None
    at = format_datetime(datetime(2026, 3, 2, 10, 0, 9, tzinfo=timezone.utc), usegmt=True)
    assert pause("safe", 1, response(429, at), chance=0) == 9
    for zone in ("-0000", ""):
        assert pause("safe", 1, response(429, at.replace("GMT", zone).strip()), chance=0) == 9, "not local time"


@pytest.mark.parametrize("outcome", [UNSENT, response(429), response(503)])
def test_a_thousand_repeats_do_not_make_pauses_grow_for_ever(outcome: Any) -> None:
    assert pause("safe", 2000, outcome) == pause("safe", 11, outcome)


@pytest.mark.parametrize("value", ["", "soon", "-5", "Mon, 99 Foo 2026", "²", "9" * 400, "1.5"])
def test_a_strange_retry_after_means_no_pause_or_a_long_one(value: str) -> None:
    seconds = retry_after(value, lambda: NOW)
    assert seconds is None or seconds > RETRY_AFTER_CAP


def test_policies() -> None:
    assert pause("safe", 1, response(429), policy=RetryPolicy.NONE) is None
    assert pause("safe", 1, response(429), policy=RetryPolicy.RETRY_AFTER) is None
    assert pause("safe", 1, response(429, "3"), chance=0, policy=RetryPolicy.RETRY_AFTER) == 3
    assert pause("safe", 1, response(429, "3"), chance=1, policy=RetryPolicy.BACKOFF) == 1
    with pytest.raises(ConfigurationError, match="retry_policy"):
        RetryConfiguration("sometimes")
