"""Events of the Numbers API: verified and read."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from sinch import EventError, SinchClient
from sinch.domains.numbers import NumberSinchEvent, NumbersSinchEvents
from sinch.testing import Simulator, sign

SECRET = "example-secret-0123456789-abcdefghij"
BODY = (
    '{"eventId":"01JEXAMPLEEVENT0000000001","timestamp":"2026-03-02T10:05:00.123456789","projectId":"proj-5b1d",'
    '"resourceId":"+12025550123","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_CAMPAIGN",'
    '"status":"FAILED","failureCode":"CAMPAIGN_EXPIRED","internalFailureCode":"CRS0042"}'
)
SIGNATURE = "9d9fb7ddf5626d14539b72c92b730200aa189de8"
HANDLER = NumbersSinchEvents(SECRET)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Sinch-Signature": SIGNATURE},
        {"x-sinch-signature": SIGNATURE, "Content-Type": "application/json"},
        [("X-SINCH-SIGNATURE", SIGNATURE)],
        {b"X-Sinch-Signature": SIGNATURE.encode()},
        {"X-Sinch-Signature": [SIGNATURE]},
    ],
)
def test_the_signature_of_the_api_reference(headers: Any) -> None:
    assert HANDLER.validate_authentication_header(headers, BODY)
    assert HANDLER.validate_authentication_header(headers, BODY.encode())
    assert HANDLER.validate_authentication_header(headers, BODY, tolerance=1), "no time is signed, so none is checked"
    assert HANDLER.sign(BODY) == sign(BODY, SECRET, "numbers") == {"X-Sinch-Signature": SIGNATURE}


@pytest.mark.parametrize(
    ("secret", "headers", "body"),
    [
        (SECRET, {}, BODY),
        (SECRET, None, BODY),
        (SECRET, {"X-Sinch-Signature": ""}, BODY),
        (SECRET, {"X-Sinch-Signature": "ünsigned"}, BODY),
        (SECRET, {"X-Sinch-Signature": SIGNATURE.upper()}, BODY),
        (SECRET, [("X-Sinch-Signature", "1" * 40), ("x-sinch-signature", "0" * 40)], BODY),
        (SECRET, {"X-Sinch-Signature": SIGNATURE}, json.dumps(json.loads(BODY))),
        (SECRET, {"X-Sinch-Signature": SIGNATURE}, ""),
        ("another secret", {"X-Sinch-Signature": SIGNATURE}, BODY),
        ("", {"X-Sinch-Signature": SIGNATURE}, BODY),
        (None, {"X-Sinch-Signature": SIGNATURE}, BODY),
    ],
)
def test_everything_else_is_invalid(secret: str | None, headers: Any, body: str) -> None:
    assert NumbersSinchEvents(secret).validate_authentication_header(headers, body) is False


@pytest.mark.parametrize("body", [BODY, BODY.encode(), json.loads(BODY)])
def test_an_event_reads_with_names_of_both_kinds(body: Any) -> None:
    event = HANDLER.parse_event(body)
    assert type(event) is NumberSinchEvent
    assert event.event_id == event["eventId"] == "01JEXAMPLEEVENT0000000001"
    assert event.project_id == "proj-5b1d"
    assert event.resource_id == "+12025550123"
    assert event.resource_type == "ACTIVE_NUMBER"
    assert event.event_type == "PROVISIONING_TO_CAMPAIGN"
    assert event.status == "FAILED"
    assert event.failure_code == "CAMPAIGN_EXPIRED"
    assert event.internal_failure_code == "CRS0042"
    assert event.model_dump()["timestamp"] == event.timestamp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T10:05:00", datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)),
        ("2026-03-02T10:05:00.5", datetime(2026, 3, 2, 10, 5, 0, 500000, tzinfo=timezone.utc)),
        ("2026-03-02T10:05:00.123456789", datetime(2026, 3, 2, 10, 5, 0, 123456, tzinfo=timezone.utc)),
        ("2026-03-02T10:05:00.123456789Z", datetime(2026, 3, 2, 10, 5, 0, 123456, tzinfo=timezone.utc)),
        ("2026-03-02T12:05:00+02:00", datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)),
    ],
)
def test_a_time_without_a_zone_is_utc(text: str, expected: datetime) -> None:
    timestamp = HANDLER.parse_event({"timestamp": text}).timestamp
    assert timestamp == expected
    assert timestamp is not None
    assert timestamp.tzinfo is not None


@pytest.mark.parametrize("resource_type", ["NUMBER_ORDER", "HOSTING_ORDER", "Brand", "BRAND_NEW", None])
def test_an_event_of_any_kind_of_resource_reads_alike(resource_type: str | None) -> None:
    data = {"resourceType": resource_type, "resourceId": "order-118", "status": "OF_TOMORROW", "deep": {"er": [1]}}
    event = HANDLER.parse_event(json.dumps(data))
    assert type(event) is NumberSinchEvent
    assert event.resource_type == resource_type
    assert (event.resource_id, event.status, event.failure_code) == ("order-118", "OF_TOMORROW", None)
    assert event == data


@pytest.mark.parametrize("body", ["", "no JSON", "[]", '"text"', "null", b"\xff", "[" * 200 + "]" * 200, 5, None])
def test_what_cannot_be_an_event_is_rejected(body: Any) -> None:
    with pytest.raises(EventError):
        HANDLER.parse_event(body)


def test_failed_provisioning_is_reported(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    number = sinch_client.numbers.rent_any(
        region_code="US", number_type="LOCAL", voice_configuration={"type": "EST", "trunk_id": "trunk-5"}
    )
    sinch_client.numbers.update(str(number.phone_number), sms_configuration={"service_plan_id": "plan-7f3a"})
    sinch_client.numbers.event_destinations.update(hmac_secret=SECRET)
    sinch_simulator.provision(str(number.phone_number), "FAILED", "CAMPAIGN_EXPIRED")
    handler = sinch_client.numbers.sinch_events(SECRET)
    told = []
    for posted in sinch_simulator.events:
        assert handler.validate_authentication_header(posted.headers, posted.body)
        assert not sinch_client.numbers.sinch_events.validate_authentication_header(posted.headers, posted.body)
        event = handler.parse_event(posted.body, posted.headers)
        told.append((event.event_type, event.status, event.failure_code))
    assert told == [
        ("PROVISIONING_TO_VOICE_PLATFORM", "FAILED", "CAMPAIGN_EXPIRED"),
        ("PROVISIONING_TO_SMS_PLATFORM", "FAILED", "CAMPAIGN_EXPIRED"),
    ]
    configuration = sinch_client.numbers.get(str(number.phone_number)).sms_configuration
    assert configuration is not None
    assert configuration.scheduled_provisioning is not None
    assert configuration.scheduled_provisioning.error_codes == ["CAMPAIGN_EXPIRED"]


def test_events_are_posted_signed(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    posted: list[Any] = []
    sinch_simulator.on_event(posted.append, product="numbers")
    number = sinch_client.numbers.rent_any(
        region_code="US", number_type="LOCAL", sms_configuration={"service_plan_id": "plan-7f3a"}
    )
    sinch_simulator.provision(str(number.phone_number))
    handler = sinch_client.numbers.sinch_events(sinch_simulator.event_secret("numbers"))
    assert handler.validate_authentication_header(posted[-1].headers, posted[-1].body)
    event = handler.parse_event(posted[-1].body)
    assert type(event) is NumberSinchEvent
    assert event.event_type == "PROVISIONING_TO_SMS_PLATFORM"
    assert event.status == "SUCCEEDED"
    assert event.resource_id == number.phone_number
    assert event.timestamp is not None
