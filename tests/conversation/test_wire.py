"""Every Conversation method with every argument, as it arrives on the wire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote, unquote

import pytest

from sinch import SinchClient
from sinch.core.paging import Page
from sinch.domains.conversation import ConversationException, ConversationMessageResponse, SendMessageResponse
from sinch.testing import Simulator
from tests.wire import Call

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
IDENTITIES = [{"channel": "WHATSAPP", "identity": "+12025550123"}, {"channel": "SMS", "identity": "+12025550123"}]
IDENTIFIED = {"identified_by": {"channel_identities": IDENTITIES}}
NOON = datetime(2026, 3, 9, 12, tzinfo=timezone.utc)
OPTIONS: dict[str, Any] = {
    "ttl": 900,
    "event_destination_target": "https://hooks.example.com/receipts",
    "channel_priority_order": ["WHATSAPP", "SMS"],
    "channel_properties": {"SMS_SENDER": "MugShop", "SMS_MAX_NUMBER_OF_MESSAGE_PARTS": "2"},
    "message_metadata": "basket-12",
    "conversation_metadata": {"basket": "b-12", "sizes": [1, 2], "gone": None},
    "queue": "HIGH_PRIORITY",
    "processing_strategy": "DEFAULT",
    "correlation_id": "checkout-12",
    "conversation_metadata_update_strategy": "MERGE_PATCH",
    "message_content_type": "CONTENT_NOTIFICATION",
}
OPTIONS_BODY: dict[str, Any] = {
    **{name: value for name, value in OPTIONS.items() if name not in ("ttl", "event_destination_target")},
    "ttl": "900s",
    "callback_url": "https://hooks.example.com/receipts",
}
MUG = {"url": "https://media.example.com/mug.jpg", "thumbnail_url": "https://media.example.com/mug-small.jpg"}
CHOICES: list[dict[str, Any]] = [
    {"text_message": {"text": "Keep it"}, "postback_data": "keep", "display_mode": "PERSISTENT"},
    {"call_message": {"phone_number": "+12025550100", "title": "Call us"}},
    {"url_message": {"title": "Look closer", "url": "https://shop.example.com/mugs/1"}},
]
CARD: dict[str, Any] = {
    "title": "Blue mug",
    "description": "Three left",
    "height": "TALL",
    "media_message": MUG,
    "choices": CHOICES,
    "message_properties": {"whatsapp_header": "Your mug"},
}
PICK_UP = {
    "title": "Fetch it",
    "event_start": NOON,
    "event_end": NOON.astimezone(timezone(timedelta(hours=2))) + timedelta(hours=1),
    "event_title": "Fetch the mug",
    "event_description": "At our shop",
    "fallback_url": "https://shop.example.com/fetch",
}
PICK_UP_BODY = {**PICK_UP, "event_start": "2026-03-09T12:00:00Z", "event_end": "2026-03-09T13:00:00Z"}
SHOP = {"coordinates": {"latitude": 59.3, "longitude": 18}, "title": "Where we are", "label": "Mug Shop"}
BRING = {"share_location_message": {"title": "Bring it", "fallback_url": "https://shop.example.com/bring"}}
PERSON: dict[str, Any] = {
    "name": {"full_name": "Ada Example", "first_name": "Ada", "last_name": "Example", "prefix": "Dr."},
    "phone_numbers": [{"phone_number": "+12025550111", "type": "WORK"}],
    "addresses": [{"city": "Springfield", "country_code": "US", "zip": "62701"}],
    "email_addresses": [{"email_address": "ada@example.com"}],
    "organization": {"company": "Mug Shop", "department": "Sales"},
    "urls": [{"url": "https://www.example.com"}],
}
LIST: dict[str, Any] = {
    "title": "Mugs",
    "description": "Choose one",
    "media": MUG,
    "sections": [{"title": "Large", "items": [{"choice": {"title": "Blue", "media": MUG, "postback_data": "blue"}}]}],
    "message_properties": {"menu": "See mugs", "whatsapp_header": "Mug Shop"},
}
TEMPLATE = {
    "omni_template": {"template_id": "01JEXAMPLE000000000000TPL1", "version": "latest", "parameters": {"name": "Ada"}},
    "channel_template": {"WHATSAPP": {"template_id": "basket_ready", "language_code": "en_US"}},
}
KINDS: dict[str, tuple[Any, Any]] = {
    # what is passed, and what arrives
    "card": (CARD, CARD),
    "carousel": ({"cards": [CARD, {"title": "Green mug"}], "choices": CHOICES[2:]},) * 2,
    "choice": (
        {
            "text_message": {"text": "How?"},
            "choices": [{"calendar_message": PICK_UP}, {"location_message": SHOP, "postback_data": "where"}, BRING],
            "message_properties": {"whatsapp_footer": "Open 9 to 17"},
        },
        {
            "text_message": {"text": "How?"},
            "choices": [
                {"calendar_message": PICK_UP_BODY},
                {"location_message": SHOP, "postback_data": "where"},
                BRING,
            ],
            "message_properties": {"whatsapp_footer": "Open 9 to 17"},
        },
    ),
    "contact_info": ({**PERSON, "birthday": date(1990, 2, 3)}, {**PERSON, "birthday": "1990-02-03"}),
    "list": (LIST, LIST),
    "location": (SHOP, SHOP),
    "media": ({"url": "https://media.example.com/receipt.pdf", "filename_override": "receipt.pdf"},) * 2,
    "template": (TEMPLATE, TEMPLATE),
}
SEND = "/messages:send"
ONE = "/messages/{message}"
CONVERSATION = ("messages_source", "CONVERSATION_SOURCE")
DISPATCH = ("messages_source", "DISPATCH_SOURCE")


def send(method: str, arguments: dict[str, Any], body: dict[str, Any]) -> Call:
    return Call(
        method,
        {"app_id": APP, **arguments},
        "POST",
        SEND,
        [],
        {"app_id": APP, **body},
        SendMessageResponse,
        "Messages_SendMessage",
    )


def calls() -> list[Call]:
    text = {"text_message": {"text": "Hi 👋"}}
    agent = {"display_name": "Ada", "type": "HUMAN", "picture_url": "https://media.example.com/ada.png"}
    sends = [
        send("send", {"message": text, **recipient, **OPTIONS}, {"message": text, "recipient": wire, **OPTIONS_BODY})
        for recipient, wire in (
            ({"contact_id": CONTACT}, {"contact_id": CONTACT}),
            ({"recipient_identities": IDENTITIES}, IDENTIFIED),
            ({"recipient": IDENTIFIED}, IDENTIFIED),
            ({"recipient": {"contact_id": CONTACT}}, {"contact_id": CONTACT}),
        )
    ]
    sends.append(
        send(
            "send",
            {"message": {**text, "agent": agent, "reply_to": None}, "contact_id": CONTACT},
            {"message": {**text, "agent": agent, "reply_to": None}, "recipient": {"contact_id": CONTACT}},
        )
    )
    for kind, (given, arrives) in {"text": ("Hi 👋", {"text": "Hi 👋"}), **KINDS}.items():
        argument = "text" if kind == "text" else f"{kind}_message"
        message = {"message": {f"{kind}_message": arrives}}
        sends += [
            send(
                f"send_{kind}_message",
                {argument: given, "recipient_identities": IDENTITIES, **OPTIONS},
                {**message, "recipient": IDENTIFIED, **OPTIONS_BODY},
            ),
            send(
                f"send_{kind}_message",
                {argument: given, "contact_id": CONTACT, "recipient_identities": None, "ttl": None, "queue": None},
                {**message, "recipient": {"contact_id": CONTACT}},
            ),
        ]
    page = {"page_size": 5, "app_id": APP}
    period = {"start_time": datetime(2026, 3, 1, tzinfo=timezone.utc), "end_time": "2026-04-01T00:00:00Z"}
    period_wire = {"start_time": "2026-03-01T00:00:00Z", "end_time": "2026-04-01T00:00:00Z"}
    filters = {"view": "WITHOUT_METADATA", "channel": "SMS", "direction": "TO_CONTACT"}
    last = {"channel_identities": ["12025550123", "12025550144"], "messages_source": "DISPATCH_SOURCE"}
    listed = {
        "conversation_id": "01JEXAMPLE00000000000TALK1",
        "contact_id": CONTACT,
        "channel_identity": "12025550123",
        "messages_source": "DISPATCH_SOURCE",
    }
    fetch: tuple[str, str, list[Any]] = ("POST", "/messages:fetch-last-message", [])
    fetched = (Page, "Messages_ListMessagesByChannelIdentity")
    return [
        *sends,
        Call(
            "get", {"message_id": "{message}"}, "GET", ONE, [], None, ConversationMessageResponse, "Messages_GetMessage"
        ),
        Call(
            "get",
            {"message_id": "{message}", "messages_source": "CONVERSATION_SOURCE"},
            "GET",
            ONE,
            [CONVERSATION],
            None,
            ConversationMessageResponse,
            "Messages_GetMessage",
        ),
        Call(
            "update",
            {"message_id": "{message}", "metadata": "checked ✓", "messages_source": "CONVERSATION_SOURCE"},
            "PATCH",
            ONE,
            [CONVERSATION],
            {"metadata": "checked ✓"},
            ConversationMessageResponse,
            "Messages_UpdateMessageMetadata",
        ),
        Call(
            "delete",
            {"message_id": "{message}", "messages_source": "CONVERSATION_SOURCE"},
            "DELETE",
            ONE,
            [CONVERSATION],
            None,
            None,
            "Messages_DeleteMessage",
        ),
        Call("list", {}, "GET", "/messages", [], None, Page, "Messages_ListMessages"),
        Call(
            "list",
            {**page, **listed, **period, **filters, "only_recipient_originated": True},
            "GET",
            "/messages",
            [
                ("page_size", "5"),
                ("app_id", APP),
                *listed.items(),
                *period_wire.items(),
                *filters.items(),
                ("only_recipient_originated", "true"),
            ],
            None,
            Page,
            "Messages_ListMessages",
        ),
        Call(
            "list_last_messages_by_channel_identity",
            {**last, **page, **period, **filters},
            *fetch,
            {**last, **page, **period_wire, **filters},
            *fetched,
        ),
        Call(
            "list_last_messages_by_channel_identity",
            {"contact_ids": [CONTACT], "page_size": None},
            *fetch,
            {"contact_ids": [CONTACT]},
            *fetched,
        ),
    ]


@pytest.fixture
def message_id(sinch_client: SinchClient) -> str:
    sent = sinch_client.conversation.messages.send_text_message(app_id=APP, text="Hi", contact_id=CONTACT)
    return str(sent.message_id)


@pytest.mark.parametrize("call", calls(), ids=lambda call: f"{call.method}-{call.operation}")
def test_every_method_with_every_argument(
    call: Call, message_id: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    method: Callable[..., Any] = getattr(sinch_client.conversation.messages, call.method)
    arguments = {name: message_id if value == "{message}" else value for name, value in call.arguments.items()}
    result: Any = method(**arguments)
    request = sinch_simulator.requests[-1]
    project = sinch_simulator.credentials.project["project_id"]
    assert request.product == "conversation"
    assert request.operation_id == call.operation
    assert request.method == call.verb
    assert request.raw_path == f"/v1/projects/{project}{call.path.replace('{message}', message_id)}"
    assert sorted(request.raw_query.split("&")) == sorted(
        [f"{name}={quote(value, safe='')}" for name, value in call.query] or [""]
    )
    assert request.json == call.body
    assert request.headers.get("content-type") == (None if call.body is None else "application/json")
    assert request.headers["authorization"].startswith("Bearer ")
    if call.result is None:
        assert result is None
    else:
        assert type(result) is call.result
        assert result.http_response.status_code == 200


@pytest.mark.parametrize(
    ("ttl", "wire"), [(600, "600s"), ("600", "600s"), ("600s", "600s"), (3, "3s"), (315576000000, "315576000000s")]
)
def test_a_time_to_live_is_whole_seconds(
    ttl: Any, wire: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_client.conversation.messages.send_text_message(APP, "Hi", contact_id=CONTACT, ttl=ttl)
    assert sinch_simulator.requests[-1].json["ttl"] == wire


def test_names_of_the_api_are_accepted(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.conversation.messages.send_text_message(
        APP,
        "Hi",
        contact_id=CONTACT,
        callback_url="https://hooks.example.com/receipts",  # type: ignore[call-arg]
        metadata_json={"basket": 12},
    )
    body = sinch_simulator.requests[-1].json
    assert body["callback_url"] == "https://hooks.example.com/receipts"
    assert body["conversation_metadata"] == {"basket": 12}


def test_the_region_is_part_of_the_host(sinch_simulator: Simulator) -> None:
    origin = sinch_simulator.origins["conversation_origin"]
    client = sinch_simulator.client(conversation_origin=origin + "/{region}", conversation_region="br")
    assert client.conversation.service.prefix.endswith("/conversation/br")
    client.configuration.conversation_region = "eu"
    assert client.conversation.service.prefix.endswith("/conversation/eu")
    client.configuration.conversation_region = None
    with pytest.raises(ValueError, match="conversation_region is not set"):
        client.conversation.messages.list()
    assert not sinch_simulator.requests


@pytest.mark.parametrize("message_id", ["../../x?y=1", "a/b", "a?b", "a#b", "a%2Fb", "ü", "a b", "a:send", "@", "%"])
def test_ids_stay_in_their_segment(message_id: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(ConversationException):
        sinch_client.conversation.messages.get(message_id)
    request = sinch_simulator.requests[-1]
    assert request.operation_id == "Messages_GetMessage"
    assert unquote(request.raw_path.rpartition("/")[2]) == message_id
    assert request.raw_query == ""
