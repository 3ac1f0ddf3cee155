"""The responses of the local server: bodies of the size and shape that the APIs send, with invented data."""

from __future__ import annotations

import json
from typing import Any

PER_PAGE = 100
TOKEN = {
    "access_token": "bench-token-000000000000000000000000",
    "expires_in": 3599,
    "scope": "",
    "token_type": "bearer",
}


def batch(index: int = 0) -> dict[str, Any]:
    return {
        "id": f"01JEXAMPLE0000000000BATCH{index:03}",
        "to": ["12025550123", "12025550144"],
        "from": "12025550199",
        "canceled": False,
        "type": "mt_text",
        "body": f"Your table number {index} is ready. Reply STOP to opt out.",
        "parameters": {"name": {"default": "guest", "12025550123": "Ada"}},
        "created_at": "2026-03-02T10:15:00.120Z",
        "modified_at": "2026-03-02T10:15:00.120Z",
        "delivery_report": "full",
        "send_at": "2026-03-02T12:00:00.000Z",
        "expire_at": "2026-03-05T12:00:00.000Z",
        "callback_url": "https://events.example.com/sms",
        "client_reference": f"order-{index:06}",
        "feedback_enabled": False,
        "flash_message": False,
    }


def active_number(index: int = 0) -> dict[str, Any]:
    return {
        "phoneNumber": f"+1202555{index:04}",
        "projectId": "bench",
        "displayName": f"Desk {index}",
        "regionCode": "US",
        "type": "LOCAL",
        "capability": ["SMS", "VOICE"],
        "money": {"currencyCode": "USD", "amount": "1.15"},
        "paymentIntervalMonths": 1,
        "nextChargeDate": "2026-04-02T10:00:00.123456Z",
        "expireAt": None,
        "smsConfiguration": {"servicePlanId": "plan-7f3a", "campaignId": "", "scheduledProvisioning": None},
        "voiceConfiguration": {
            "type": "EST",
            "trunkId": "trunk-52",
            "lastUpdatedTime": "2026-03-02T11:00:00.123456Z",
            "scheduledVoiceProvisioning": None,
        },
        "callbackUrl": "",
    }


def available_number(index: int = 0) -> dict[str, Any]:
    return {
        "phoneNumber": f"+1202555{index:04}",
        "regionCode": "US",
        "type": "LOCAL",
        "capability": ["SMS", "VOICE"],
        "setupPrice": {"currencyCode": "USD", "amount": "1.00"},
        "monthlyPrice": {"currencyCode": "USD", "amount": "1.15"},
        "paymentIntervalMonths": 1,
        "supportingDocumentationRequired": False,
    }


def message(index: int = 0) -> dict[str, Any]:
    return {
        "id": f"01JEXAMPLE000000000MESSAGE{index:03}",
        "direction": "TO_CONTACT",
        "app_message": {"text_message": {"text": f"Your parcel number {index} is on its way."}},
        "channel_identity": {"channel": "WHATSAPP", "identity": "12025550123", "app_id": "01JEXAMPLEAPP"},
        "conversation_id": "01JEXAMPLECONVERSATION",
        "contact_id": "01JEXAMPLECONTACT",
        "metadata": "",
        "accept_time": "2026-03-02T10:15:00.123Z",
        "injected": False,
        "sender_id": "12025550199",
        "processing_mode": "CONVERSATION",
    }


LOOKUP = {
    "number": "+12025550123",
    "countryCode": "US",
    "traceId": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "line": {
        "carrier": "Example Wireless",
        "type": "Mobile",
        "mobileCountryCode": "310",
        "mobileNetworkCode": "070",
        "ported": True,
        "portingDate": "2021-05-04T03:02:01Z",
        "error": None,
    },
    "simSwap": None,
    "voIPDetection": None,
    "rnd": None,
}
SENT_MESSAGE = {"message_id": "01JEXAMPLE000000000MESSAGE001", "accepted_time": "2026-03-02T10:15:00.123Z"}


class Pages:
    """A list of any length that repeats its first page; only the frame around the items is written per response."""

    def __init__(self, items: str, entries: list[dict[str, Any]], *, numbered: bool, next_token: str = "") -> None:
        self._items = f'"{items}":{_compact(entries)}'
        self._numbered = numbered
        self._next_token = next_token

    def page(self, page: int, total: int) -> bytes:
        if self._numbered:
            frame = f'{{"count":{total},"page":{page},"page_size":{PER_PAGE},{self._items}}}'
        else:
            token = page + 1 if (page + 1) * PER_PAGE < total else ""
            frame = f'{{{self._items},"{self._next_token}":"{token}","totalSize":{total}}}'
        return frame.encode()


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


FIXED = {
    "/oauth2/token": _compact(TOKEN).encode(),
    "/batches": _compact(batch()).encode(),
    "/availableNumbers": _compact({"availableNumbers": [available_number(index) for index in range(10)]}).encode(),
    "/lookups": _compact(LOOKUP).encode(),
    "/messages:send": _compact(SENT_MESSAGE).encode(),
}
"""Responses by the end of the path."""

LISTS = {
    "/batches": Pages("batches", [batch(index) for index in range(PER_PAGE)], numbered=True),
    "/activeNumbers": Pages(
        "activeNumbers",
        [active_number(index) for index in range(PER_PAGE)],
        numbered=False,
        next_token="nextPageToken",
    ),
    "/messages": Pages(
        "messages", [message(index) for index in range(PER_PAGE)], numbered=False, next_token="next_page_token"
    ),
}
"""Responses to GET, by the end of the path."""
