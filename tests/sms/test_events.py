"""Events of the SMS API: verified and read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.sms import BatchDeliveryReport, MOMediaMessage, MOTextMessage, RecipientDeliveryReport, SmsSinchEvent
from sinch.testing import Simulator

ADA, SENDER = "+12025550123", "+12025550199"


def test_a_batch_can_be_followed_to_its_end(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    events: list[Any] = []
    secret = sinch_simulator.event_secret("sms")
    handler = sinch_client.sms.sinch_events(secret)
    sinch_simulator.on_event(events.append)
    batch = sinch_client.sms.batches.send_sms(to=[ADA], from_=SENDER, body="Hi", delivery_report="per_recipient_final")
    sinch_simulator.deliver(str(batch.id), status="Delivered", code=0)
    report = sinch_client.sms.delivery_reports.get(str(batch.id), report_type="full")
    assert isinstance(report, BatchDeliveryReport)
    assert report.statuses[0].status == "Delivered"
    assert report.statuses[0].recipients == ["12025550123"]
    one = sinch_client.sms.delivery_reports.get_for_number(str(batch.id), ADA)
    assert (one.status, one.code) == ("Delivered", 0)
    assert isinstance(one.at, datetime)
    posted = events[-1]
    assert handler.validate_authentication_header(posted.headers, posted.body)
    assert not sinch_client.sms.sinch_events.validate_authentication_header(posted.headers, posted.body)
    event = handler.parse_event(posted.body)
    assert isinstance(event, RecipientDeliveryReport)
    assert event.recipient_number == event.recipient == "12025550123"


def test_the_signature_of_the_api_reference() -> None:
    body = (
        '{"id":"01JEXAMPLE0000000INBOUND03","type":"mo_text","from":"12025550123","to":"12025550199",'
        '"body":"Hi 👋","received_at":"2026-03-02T10:21:00.000Z"}'
    )
    headers = {
        "X-Sinch-Webhook-Signature": "MbV+6yvUTiaVFd6WRXZ1iucrWKyZ4I6eXdbvMX9GUPQ=",
        "x-sinch-webhook-signature-nonce": "01JEXAMPLENONCE00000000001",
        "x-sinch-webhook-signature-timestamp": "1772446860",
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    }
    handler = SmsSinchEvent("kite-over-the-bay")
    assert handler.validate_authentication_header(headers, body)
    assert handler._validate_signature(body, headers)
    assert not handler.validate_authentication_header(headers, body, tolerance=300), "it is from another day"
    event = handler.parse_event(body)
    assert isinstance(event, MOTextMessage)
    assert event.from_ == "12025550123"


@pytest.mark.parametrize(
    ("discriminator", "kind"),
    [
        ("mo_text", MOTextMessage),
        ("mo_media", MOMediaMessage),
        ("delivery_report_sms", BatchDeliveryReport),
        ("delivery_report_mms", BatchDeliveryReport),
        ("recipient_delivery_report_sms", RecipientDeliveryReport),
        ("recipient_delivery_report_mms", RecipientDeliveryReport),
        ("mo_hologram", Model),
    ],
)
def test_events_are_told_apart_by_type(discriminator: str, kind: type) -> None:
    event = SmsSinchEvent().parse_event({"type": discriminator, "new": [1]})
    assert type(event) is kind
    assert event["new"] == [1]
