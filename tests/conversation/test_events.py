"""Conversation events: one class per trigger, and signatures over body, nonce and time stamp."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

import sinch.domains.conversation as conversation
from sinch import EventError, SinchClient
from sinch.core.model import Model
from sinch.domains.conversation import (
    ConversationSinchEvent,
    ConversationSinchEventBase,
    MessageDeliveryReceiptEvent,
    MessageInboundEvent,
)
from sinch.testing import openapi, sign

WEBHOOKS = openapi.load("conversation").document["webhooks"]
CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    # by trigger: the class, and the value of one of its attributes
    "MESSAGE_INBOUND": ("MessageInboundEvent", lambda e: e.message.direction == "TO_APP"),
    "MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION": (
        "MessageInboundSmartConversationRedactionEvent",
        lambda e: "{" in e.message_redaction.contact_message.text_message.text,
    ),
    "MESSAGE_SUBMIT": (
        "MessageSubmitEvent",
        lambda e: e.message_submit_notification.submitted_message.text_message.text,
    ),
    "MESSAGE_DELIVERY": (
        "MessageDeliveryReceiptEvent",
        lambda e: e.message_delivery_report.status in ("DELIVERED", "FAILED"),
    ),
    "EVENT_INBOUND": (
        "EventInboundEvent",
        lambda e: (e.event.contact_event is None) != (e.event.contact_message_event is None),
    ),
    "EVENT_DELIVERY": ("EventDeliveryReceiptEvent", lambda e: bool(e.event_delivery_report.event_id)),
    "CONVERSATION_START": (
        "ConversationStartEvent",
        lambda e: e.conversation_start_notification.conversation.active is True,
    ),
    "CONVERSATION_STOP": (
        "ConversationStopEvent",
        lambda e: isinstance(e.conversation_stop_notification.conversation.last_received, datetime),
    ),
    "CONVERSATION_DELETE": (
        "ConversationDeleteEvent",
        lambda e: bool(e.conversation_delete_notification.conversation.id),
    ),
    "CONTACT_CREATE": (
        "ContactCreateEvent",
        lambda e: e.contact_create_notification.contact.channel_identities[0].identity == "12025550123",
    ),
    "CONTACT_UPDATE": ("ContactUpdateEvent", lambda e: bool(e.contact_update_notification.contact.display_name)),
    "CONTACT_DELETE": ("ContactDeleteEvent", lambda e: bool(e.contact_delete_notification.contact.id)),
    "CONTACT_MERGE": (
        "ContactMergeEvent",
        lambda e: e.contact_merge_notification.preserved_contact.id != e.contact_merge_notification.deleted_contact.id,
    ),
    "CONTACT_IDENTITIES_DUPLICATION": (
        "ContactIdentitiesDuplicationEvent",
        lambda e: len(e.duplicated_contact_identities_notification.duplicated_identities[0].contact_ids) > 1,
    ),
    "CAPABILITY": ("CapabilityEvent", lambda e: e.capability_notification.capability_status == "CAPABILITY_PARTIAL"),
    "OPT_IN": ("OptInEvent", lambda e: e.opt_in_notification.status.startswith("OPT_IN_")),
    "OPT_OUT": ("OptOutEvent", lambda e: e.opt_out_notification.status.startswith("OPT_OUT_")),
    "CHANNEL_EVENT": ("ChannelEvent", lambda e: bool(e.channel_event_notification.channel_event.event_type)),
    "SMART_CONVERSATION": (
        "SmartConversationsEvent",
        lambda e: e.smart_conversation_notification.analysis_results.ml_sentiment_result[0].results[0].score > 0,
    ),
    "RECORD_NOTIFICATION": ("RecordNotificationEvent", lambda e: bool(e.record_notification.entity_id)),
    "UNSUPPORTED": ("UnsupportedCallbackEvent", lambda e: bool(e.unsupported_callback.payload)),
    "BATCH_STATUS_UPDATE": (
        "BatchStatusUpdateEvent",
        lambda e: bool(e.batch_status_update_notification.batch_id),
    ),
}


def examples() -> list[Any]:
    found = []
    for trigger, item in WEBHOOKS.items():
        media = item["post"]["requestBody"]["content"]["application/json"]
        named = media.get("examples") or {"one": {"value": media["example"]}}
        found += [pytest.param(trigger, entry["value"], id=f"{trigger}-{name}") for name, entry in named.items()]
    return found


def test_every_trigger_is_checked() -> None:
    assert CHECKS.keys() == WEBHOOKS.keys()


@pytest.mark.parametrize(("trigger", "payload"), examples())
def test_every_trigger_has_its_class(trigger: str, payload: dict[str, Any]) -> None:
    name, check = CHECKS[trigger]
    for body in (json.dumps(payload), json.dumps(payload).encode(), payload):
        event: Any = ConversationSinchEvent().parse_event(body)
        assert type(event) is getattr(conversation, name)
        assert isinstance(event, ConversationSinchEventBase)
        assert event == payload
    assert check(event)
    assert event.project_id == payload["project_id"]
    assert event.accepted_time is None or event.accepted_time.tzinfo is not None
    assert_declared(event)


def assert_declared(value: Any) -> None:
    """Check that every item of a model has a declared attribute, recursively."""
    if isinstance(value, Model):
        for key in list(value):
            assert type(value).has(key), f"{type(value).__name__} has no field {key}"
            assert_declared(getattr(value, type(value).attribute_of(key)))
    elif isinstance(value, list):
        for entry in value:
            assert_declared(entry)


def test_nanoseconds_and_metadata(sinch_client: SinchClient) -> None:
    event: Any = sinch_client.conversation.sinch_events.parse_event(
        '{"app_id": "", "project_id": "", "accepted_time": "2026-03-04T05:06:07.123456789Z", "message_metadata": "m",'
        '"conversation_stop_notification": {"conversation": {"metadata_json": {"basket": 12}}}}'
    )
    assert event.accepted_time == datetime(2026, 3, 4, 5, 6, 7, 123456, tzinfo=timezone.utc)
    stopped = event.conversation_stop_notification.conversation
    assert stopped.conversation_metadata == stopped.metadata_json == stopped["metadata_json"] == {"basket": 12}


@pytest.mark.parametrize(
    "payload",
    [
        {"app_id": "A", "project_id": "P", "hologram_notification": {"angle": 3}},
        {"app_id": "A", "project_id": "P", "message": None, "hologram_notification": {"angle": 3}},
        {"app_id": "A", "hologram_notification": {"angle": 3}, "accepted_time": "2026-03-04T05:06:07Z"},
    ],
)
def test_an_unknown_event_is_a_generic_one(payload: dict[str, Any]) -> None:
    event: Any = ConversationSinchEvent().parse_event(payload)
    assert type(event) is ConversationSinchEventBase
    assert event.app_id == "A"
    assert event.hologram_notification.angle == 3
    assert event.accepted_time is None or isinstance(event.accepted_time, datetime)


@pytest.mark.parametrize("payload", [{}, {"x": 1}])
def test_any_object_is_an_event(payload: dict[str, Any]) -> None:
    event = ConversationSinchEvent().parse_event(payload)
    assert isinstance(event, Model)
    assert event == payload


@pytest.mark.parametrize("body", ["", "[]", "null", b"\xff", '"text"'])
def test_what_is_not_an_object_cannot_be_an_event(body: Any) -> None:
    with pytest.raises(EventError):
        ConversationSinchEvent().parse_event(body)


VECTORS = [
    (
        "example-webhook-secret",
        "01HXNNC0000000000000000001",
        "1930366068",
        '{"app_id":"01HXAPP0000000000000000001","project_id":"11111111-2222-4333-8444-555555555555",'
        '"accepted_time":"2031-03-04T05:06:07.123456789Z","message_metadata":"",'
        '"message_delivery_report":{"message_id":"01HXMSG0000000000000000001","status":"DELIVERED"}}',
        "qLhpcSZoF8DdFxDXl693A+ib/lTng8hTxMNRTgHJMf4=",
        MessageDeliveryReceiptEvent,
    ),
    (
        "s\u00e9cret+/==",
        "01HXNNC0000000000000000002",
        "1930366069",
        '{"app_id":"","project_id":"","message":{"contact_message":{"text_message":'
        '{"text":"Gr\u00fc\u00dfe \U0001f44b"}}}}',
        "N4M6u9jhS4Lnxv4TIYfUlRZIfIrzk2jXiHQ5vMH8WUU=",
        MessageInboundEvent,
    ),
]


@pytest.mark.parametrize(("secret", "nonce", "timestamp", "body", "signature", "kind"), VECTORS)
def test_known_signatures(secret: str, nonce: str, timestamp: str, body: str, signature: str, kind: type) -> None:
    headers = {
        "X-Sinch-Webhook-Signature": signature,
        "x-sinch-webhook-signature-nonce": nonce,
        "X-SINCH-WEBHOOK-SIGNATURE-TIMESTAMP": timestamp,
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    }
    handler = ConversationSinchEvent(secret, now=lambda: float(timestamp) + 100)
    assert handler.validate_authentication_header(headers, body)
    assert handler.validate_authentication_header(headers, body.encode())
    assert handler.validate_authentication_header(headers, body, tolerance=101)
    assert not handler.validate_authentication_header(headers, body, tolerance=99), "it is too old"
    assert not handler.validate_authentication_header(headers, body + " ")
    assert not handler.validate_authentication_header({**headers, "x-sinch-webhook-signature-nonce": "n"}, body)
    assert not handler("another secret").validate_authentication_header(headers, body)
    assert handler._validate_signature(body, headers)
    assert handler("another secret")._validate_signature(body, headers, secret)
    assert not handler._validate_signature(body, headers, "another secret")
    assert not handler._validate_signature(body, headers, "")
    assert type(handler.parse_event(body)) is kind


def test_a_handler_with_and_without_a_secret(sinch_client: SinchClient) -> None:
    body = json.dumps({"app_id": "A", "project_id": "P"})
    headers = sign(body, "my secret", "conversation")
    bare = sinch_client.conversation.sinch_events
    assert isinstance(bare, ConversationSinchEvent)
    assert not bare.validate_authentication_header(headers, body)
    assert not bare("").validate_authentication_header(headers, body)
    with_secret = bare("my secret")
    assert type(with_secret) is ConversationSinchEvent
    assert with_secret.validate_authentication_header(headers, body, tolerance=60)
    assert with_secret.validate_authentication_header(with_secret.sign(body), body, tolerance=60)
    assert bare.parse_event(body) == with_secret.parse_event(body)
