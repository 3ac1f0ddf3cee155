"""Date-times without a zone: a warning names the argument, once for each line that calls; and odd ones in responses."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from sinch import SinchClient
from sinch.domains.conversation import CalendarMessage
from sinch.domains.sms import TextRequest
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

NAIVE = datetime(2030, 1, 2, 3, 4, 5)
AWARE = NAIVE.replace(tzinfo=timezone.utc)
TO = {"to": ["+12025550123"], "body": "Hi"}
CALENDAR = {"title": "Note", "event_end": AWARE, "event_title": "Dinner", "fallback_url": "https://www.example.com/"}
RECIPIENT = [{"channel": "SMS", "identity": "+12025550123"}]


@pytest.fixture(autouse=True)
def nothing_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinch.core.call_sites._warned", set())


def send_calendar(client: SinchClient, start: Any) -> Any:
    choices = [{"calendar_message": {**CALENDAR, "event_start": start}}]
    return client.conversation.messages.send_choice_message(
        "01JEXAMPLE000000000000APP1",
        {"text_message": {"text": "When?"}, "choices": choices},
        recipient_identities=RECIPIENT,  # type: ignore[arg-type]
    )


CALLS: list[tuple[str, Callable[[SinchClient, Any], Any]]] = [
    ("send_at", lambda client, value: client.sms.batches.send_sms(**TO, send_at=value)),  # type: ignore[arg-type]
    ("send_at", lambda client, value: client.sms.batches.send({**TO, "send_at": value})),
    ("expire_at", lambda client, value: client.sms.batches.send(TextRequest(**TO, expire_at=value))),  # type: ignore[arg-type]
    ("start_date", lambda client, value: client.sms.batches.list(start_date=value)),
    ("event_start", send_calendar),
]


@pytest.mark.parametrize(("name", "call"), CALLS, ids=[f"{name}{index}" for index, (name, _) in enumerate(CALLS)])
def test_a_warning_names_the_argument_where_it_was_given(
    name: str, call: Any, colour: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            call(sinch_client, NAIVE)
        call(sinch_client, AWARE)
    (warning,) = caught
    assert str(warning.message).startswith(f"{name} has no time zone and is taken as UTC: write datetime(...")
    assert warning.category is UserWarning
    assert Path(warning.filename) == Path(__file__) or colour == "asynchronous"
    request = sinch_simulator.requests[-2]
    assert "2030-01-02T03:04:05Z" in (request.body or b"").decode() + str(request.query)


def test_each_line_warns_for_itself(sinch_client: SinchClient) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        TextRequest(**TO, send_at=NAIVE)  # type: ignore[arg-type]
        TextRequest(**TO, send_at=NAIVE)  # type: ignore[arg-type]
        TextRequest(**TO, send_at=NAIVE, expire_at=NAIVE)  # type: ignore[arg-type]
    assert [str(warning.message).split()[0] for warning in caught] == ["send_at", "send_at", "send_at", "expire_at"]


@pytest.mark.parametrize("text", ["2099-01-02T03:04:05", "2099-01-02T03:04:05.123", "2099-01-02T03:04"])
def test_text_without_a_zone_warns_too_and_is_sent_as_it_is(
    text: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.warns(UserWarning, match="send_at has no time zone"):
        sinch_client.sms.batches.send_sms(**TO, send_at=text)  # type: ignore[arg-type]
    assert sinch_simulator.requests[-1].json["send_at"] == text


def test_text_with_a_zone_does_not_warn(sinch_client: SinchClient) -> None:
    for text in ("2099-01-02T03:04:05Z", "2099-01-02T03:04:05+02:00"):
        sinch_client.sms.batches.send_sms(**TO, send_at=text)  # type: ignore[arg-type]


def test_where_warnings_are_errors_nothing_is_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for _ in range(2):
        with pytest.raises(UserWarning, match="send_at"):
            sinch_client.sms.batches.send_sms(**TO, send_at=NAIVE)  # type: ignore[arg-type]
    assert not sinch_simulator.requests


def test_an_attribute_that_is_set_warns_by_its_name(sinch_client: SinchClient) -> None:
    message = CalendarMessage.wrap({})
    with pytest.warns(UserWarning, match="event_end has no time zone"):
        message.event_end = NAIVE
    assert message["event_end"] == "2030-01-02T03:04:05Z"


@pytest.mark.parametrize("odd", ["soon", "", "2026-13-45", "0001-01-01T00:00:00", 1767225600, 17.5, True, [], {}])
def test_an_attribute_is_a_date_time_or_none(odd: Any) -> None:
    batch = TextRequest.wrap({"send_at": odd, "to": []})
    assert batch.send_at is None or isinstance(batch.send_at, datetime)
    assert batch["send_at"] == odd, "what could not be read stays in the mapping"
    if batch.send_at is None:
        assert batch.model_dump()["send_at"] == odd


def test_a_date_is_one_or_none() -> None:
    from sinch_api.number_lookup.models import RndFeatureOptions

    assert RndFeatureOptions.wrap({"contactDate": "2026-01-02"}).contact_date == date(2026, 1, 2)
    for odd in ("someday", 5, []):
        options = RndFeatureOptions.wrap({"contactDate": odd})
        assert options.contact_date is None
        assert options["contactDate"] == odd
