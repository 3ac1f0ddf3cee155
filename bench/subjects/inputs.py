"""The inputs of every subject: the same invented credentials, arguments and signed events."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

KEY_ID = "bench-key"
KEY_SECRET = "bench-secret"
PROJECT = "bench"
RECIPIENT = "+12025550123"
SENDER = "+12025550199"
TEXT = "Your table is ready. Reply STOP to opt out."
BATCH_ID = "01JEXAMPLE0000000000BATCH001"
SLOW_BATCH_ID = "01JEXAMPLE0000000000000SLOW"
CLOSING_BATCH_ID = "01JEXAMPLE00000000000CLOSE"
APP_ID = "01JEXAMPLEAPP"
EVENT_SECRET = "bench-event-secret"

SMS_EVENT = (
    b'{"id":"01JEXAMPLE0000000INBOUND03","type":"mo_text","from":"12025550123","to":"12025550199",'
    b'"body":"Yes please","received_at":"2026-03-02T10:21:00.000Z","operator_id":"310070",'
    b'"sent_at":"2026-03-02T10:20:59.000Z"}'
)
CONVERSATION_EVENT = (
    b'{"app_id":"01JEXAMPLEAPP","project_id":"bench","accepted_time":"2026-03-02T10:21:00.123Z",'
    b'"event_time":"2026-03-02T10:20:59.123Z","message_metadata":"","message":{"id":"01JEXAMPLE000000000MESSAGE001",'
    b'"direction":"TO_APP","contact_message":{"text_message":{"text":"Yes please"}},"channel_identity":'
    b'{"channel":"WHATSAPP","identity":"12025550123","app_id":"01JEXAMPLEAPP"},"conversation_id":'
    b'"01JEXAMPLECONVERSATION","contact_id":"01JEXAMPLECONTACT","metadata":"","accept_time":'
    b'"2026-03-02T10:21:00.123Z","sender_id":"12025550199","processing_mode":"CONVERSATION","injected":false}}'
)


@cache
def signed(body: bytes) -> dict[str, str]:
    """Return the headers of an event with this body, including those of a typical web server."""
    nonce, timestamp = "01JEXAMPLENONCE00000000001", "1772446860"
    content = body + f".{nonce}.{timestamp}".encode()
    return {
        "Host": "events.example.com",
        "User-Agent": "Sinch",
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Sinch-Webhook-Signature-Algorithm": "HmacSHA256",
        "X-Sinch-Webhook-Signature-Nonce": nonce,
        "X-Sinch-Webhook-Signature-Timestamp": timestamp,
        "X-Sinch-Webhook-Signature": base64.b64encode(
            hmac.new(EVENT_SECRET.encode(), content, hashlib.sha256).digest()
        ).decode(),
    }
