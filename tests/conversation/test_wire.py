"""Every Conversation method with every argument, as it arrives on the wire."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import unquote

import pytest

from sinch import SinchClient
from sinch.core.paging import Page
from sinch.domains.conversation import (
    AppResponse,
    Contact,
    ConversationDetails,
    ConversationEvent,
    ConversationException,
    ConversationMessageResponse,
    EventDestinationResponse,
    GetChannelProfileResponse,
    InjectEventResponse,
    ListAuditRecordsResponse,
    LookupCapabilityResponse,
    ProjectSettingsResponse,
    SendEventResponse,
    SendMessageResponse,
    TranscodeMessageResponse,
)
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours
from tests.wire import Call, check

pytestmark = both_colours

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
PICTURE = {"url": "https://media.example.com/receipt.pdf", "filename_override": "receipt.pdf"}
CAROUSEL = {"cards": [CARD, {"title": "Green mug"}], "choices": CHOICES[2:]}
CHOICE = {
    "text_message": {"text": "How?"},
    "choices": [{"calendar_message": PICK_UP}, {"location_message": SHOP, "postback_data": "where"}, BRING],
    "message_properties": {"whatsapp_footer": "Open 9 to 17"},
}
CHOICE_BODY = {
    **CHOICE,
    "choices": [{"calendar_message": PICK_UP_BODY}, {"location_message": SHOP, "postback_data": "where"}, BRING],
}
CONTACT_INFO, CONTACT_INFO_BODY = {**PERSON, "birthday": date(1990, 2, 3)}, {**PERSON, "birthday": "1990-02-03"}
TEXT = {"text_message": {"text": "Hi 👋"}}
AGENT = {"display_name": "Ada", "type": "HUMAN", "picture_url": "https://media.example.com/ada.png"}
FROM_AGENT = {**TEXT, "agent": AGENT, "reply_to": None}

# with everything that a message may have besides its content, and with as little as possible
ALL = {"app_id": APP, "recipient_identities": IDENTITIES, **OPTIONS}
ALL_BODY = {"app_id": APP, "recipient": IDENTIFIED, **OPTIONS_BODY}
LEAST = {"app_id": APP, "contact_id": CONTACT, "recipient_identities": None, "ttl": None, "queue": None}
LEAST_BODY = {"app_id": APP, "recipient": {"contact_id": CONTACT}}
SEND = "POST /messages:send"
SENT = (SendMessageResponse, "Messages_SendMessage")

FILTERS = {"view": "WITHOUT_METADATA", "channel": "SMS", "direction": "TO_CONTACT"}
PERIOD = {"start_time": datetime(2026, 3, 1, tzinfo=timezone.utc), "end_time": "2026-04-01T00:00:00Z"}
PERIOD_BODY = {"start_time": "2026-03-01T00:00:00Z", "end_time": "2026-04-01T00:00:00Z"}
LISTED = {
    "conversation_id": "01JEXAMPLE00000000000TALK1",
    "contact_id": CONTACT,
    "app_id": APP,
    "channel_identity": "12025550123",
    **PERIOD,
    "page_size": 5,
    "messages_source": "DISPATCH_SOURCE",
    "only_recipient_originated": True,
    **FILTERS,
}
LISTED_QUERY = (
    f"conversation_id=01JEXAMPLE00000000000TALK1&contact_id={CONTACT}&app_id={APP}&channel_identity=12025550123"
    "&start_time=2026-03-01T00%3A00%3A00Z&end_time=2026-04-01T00%3A00%3A00Z&page_size=5&view=WITHOUT_METADATA"
    "&messages_source=DISPATCH_SOURCE&only_recipient_originated=true&channel=SMS&direction=TO_CONTACT"
)
LAST = {
    "channel_identities": ["12025550123", "12025550144"],
    "messages_source": "DISPATCH_SOURCE",
    "page_size": 5,
    "app_id": APP,
    **FILTERS,
}
FETCHED = (Page, "Messages_ListMessagesByChannelIdentity")
IN_CONVERSATION = {"message_id": "{message}", "messages_source": "CONVERSATION_SOURCE"}

SETTINGS: dict[str, Any] = {
    "conversation_metadata_report_view": "FULL",
    "retention_policy": {"retention_type": "CONVERSATION_EXPIRE_POLICY", "ttl_days": 30},
    "dispatch_retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": 1},
    "processing_mode": "CONVERSATION",
    "smart_conversation": {"enabled": True},
    "message_retry_settings": {"retry_duration": 600},
    "delivery_report_based_fallback": {"enabled": True, "delivery_report_waiting_time": 60},
}
SMS_CHANNEL = {"channel": "SMS", "static_bearer": {"claimed_identity": "plan-7f3a", "token": "example-token"}}
NEW_APP: dict[str, Any] = {
    "channel_credentials": [SMS_CHANNEL],
    "display_name": "Mug Shop",
    **SETTINGS,
    "event_destination_settings": {"secret_for_overridden_target": "example-secret"},
}
NEW_APP_BODY = {
    **{name: value for name, value in NEW_APP.items() if name != "event_destination_settings"},
    "callback_settings": {"secret_for_overridden_callback_urls": "example-secret"},
}
APP_FIELDS = (
    "channel_credentials,display_name,conversation_metadata_report_view,retention_policy,dispatch_retention_policy,"
    "processing_mode,smart_conversation,callback_settings,message_retry_settings,delivery_report_based_fallback"
)
BY_CHANNEL = {
    "SMS": {"claimed_identity": "plan-7f3a", "token": "example-token"},
    "LINE_JAPAN": {"token": "t", "secret": "s", "is_default": True, "credential_ordinal_number": 1},
    "LINE": {"token": "t", "secret": "s", "callback_secret": "c"},
}
BY_CHANNEL_BODY = [
    SMS_CHANNEL,
    {"channel": "LINE", "credential_ordinal_number": 1,
     "line_enterprise_credentials": {"line_japan": {"token": "t", "secret": "s"}, "is_default": True}},
    {"channel": "LINE", "callback_secret": "c", "line_credentials": {"token": "t", "secret": "s"}},
]  # fmt: skip
PAGE_USER = {"channel": "MESSENGER", "identity": "5550001112223334"}
NEW_CONTACT: dict[str, Any] = {
    "channel_identities": [{"channel": "SMS", "identity": "+12025550123"}, {**PAGE_USER, "app_id": APP}],
    "language": "EN_US",
    "channel_priority": ["MESSENGER", "SMS"],
    "display_name": "Ada",
    "email": "ada@example.com",
    "external_id": "customer-7",
    "metadata": "prefers mugs",
}
CONTACT_FIELDS = "channel_identities,channel_priority,display_name,email,external_id,language,metadata"
PROFILE = (GetChannelProfileResponse, "Contact_GetChannelProfile")
ASK = "POST /contacts:getChannelProfile"
ASKED = {"app_id": APP, "channel": "MESSENGER"}
BY_IDENTITY = {**ASKED, "recipient": {"identified_by": {"channel_identities": [PAGE_USER]}}}

NEW_TALK: dict[str, Any] = {
    "contact_id": "{other}",
    "active": False,
    "active_channel": "SMS",
    "metadata": "m",
    "conversation_metadata": {"basket": "b-12"},
    "correlation_id": "ticket-7",
}
NEW_TALK_BODY = {
    **{name: value for name, value in NEW_TALK.items() if name != "conversation_metadata"},
    "metadata_json": {"basket": "b-12"},
}
TALK_FIELDS = "app_id,contact_id,active,active_channel,metadata,metadata_json,correlation_id"
JUST_NOW = "2026-03-02T09:59:00Z"
INJECTED: dict[str, Any] = {
    "accept_time": datetime(2026, 3, 2, 9, 59, tzinfo=timezone.utc),
    "contact_id": CONTACT,
    "channel_identity": {"channel": "SMS", "identity": "+12025550123", "app_id": APP},
    "processing_mode": "CONVERSATION",
}
INJECTED_BODY = {**INJECTED, "accept_time": JUST_NOW}
JOINED = {"agent_joined_event": {"agent": AGENT}}
EVENT_OPTIONS: dict[str, Any] = {
    "channel_priority_order": ["SMS"],
    "event_metadata": "basket-12",
    "queue": "HIGH_PRIORITY",
}
EVENT_ALL = {
    "app_id": APP,
    "recipient_identities": IDENTITIES,
    "event_destination_target": "https://hooks.example.com/receipts",
    **EVENT_OPTIONS,
}
EVENT_BODY = {
    "app_id": APP,
    "recipient": IDENTIFIED,
    "callback_url": "https://hooks.example.com/receipts",
    **EVENT_OPTIONS,
}
EVENT_LEAST = {"app_id": APP, "contact_id": CONTACT, "queue": None}
EVENT_LEAST_BODY = {"app_id": APP, "recipient": {"contact_id": CONTACT}}
SEND_EVENT = "POST /events:send"
EVENT_SENT = (SendEventResponse, "Events_SendEvent")
HOOK = "https://hooks.example.com/conversation"
NEW_DESTINATION: dict[str, Any] = {
    "app_id": APP,
    "target": HOOK,
    "target_type": "HTTP",
    "secret": "example-secret",
    "triggers": ["MESSAGE_INBOUND", "CAPABILITY"],
    "client_credentials": {
        "client_id": "mug-shop",
        "client_secret": "example-client-secret",
        "endpoint": "https://id.example.com/token",
        "scope": "events",
        "response_type": "token",
        "token_request_type": "FORM",
    },
}
DESTINATION_FIELDS = "app_id,target,target_type,secret,triggers,client_credentials"
UNIFIED = {"contact_settings": {"unified_contact_id_enabled": True}}

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("messages.send", {"message": TEXT, "app_id": APP, "contact_id": CONTACT, **OPTIONS},
         SEND, {**ALL_BODY, "message": TEXT, "recipient": {"contact_id": CONTACT}}, *SENT),
    Call("messages.send", {"message": TEXT, "app_id": APP, "recipient_identities": IDENTITIES, **OPTIONS},
         SEND, {**ALL_BODY, "message": TEXT}, *SENT),
    Call("messages.send", {"message": TEXT, "app_id": APP, "recipient": IDENTIFIED, **OPTIONS},
         SEND, {**ALL_BODY, "message": TEXT}, *SENT),
    Call("messages.send", {"message": TEXT, "app_id": APP, "recipient": {"contact_id": CONTACT}, **OPTIONS},
         SEND, {**ALL_BODY, "message": TEXT, "recipient": {"contact_id": CONTACT}}, *SENT),
    Call("messages.send", {"message": FROM_AGENT, "app_id": APP, "contact_id": CONTACT},
         SEND, {**LEAST_BODY, "message": FROM_AGENT}, *SENT),

    Call("messages.send_text_message", {"text": "Hi 👋", **ALL},
         SEND, {**ALL_BODY, "message": TEXT}, *SENT),
    Call("messages.send_text_message", {"text": "Hi 👋", **LEAST},
         SEND, {**LEAST_BODY, "message": TEXT}, *SENT),
    Call("messages.send_card_message", {"card_message": CARD, **ALL},
         SEND, {**ALL_BODY, "message": {"card_message": CARD}}, *SENT),
    Call("messages.send_card_message", {"card_message": CARD, **LEAST},
         SEND, {**LEAST_BODY, "message": {"card_message": CARD}}, *SENT),
    Call("messages.send_carousel_message", {"carousel_message": CAROUSEL, **ALL},
         SEND, {**ALL_BODY, "message": {"carousel_message": CAROUSEL}}, *SENT),
    Call("messages.send_carousel_message", {"carousel_message": CAROUSEL, **LEAST},
         SEND, {**LEAST_BODY, "message": {"carousel_message": CAROUSEL}}, *SENT),
    Call("messages.send_choice_message", {"choice_message": CHOICE, **ALL},
         SEND, {**ALL_BODY, "message": {"choice_message": CHOICE_BODY}}, *SENT),
    Call("messages.send_choice_message", {"choice_message": CHOICE, **LEAST},
         SEND, {**LEAST_BODY, "message": {"choice_message": CHOICE_BODY}}, *SENT),
    Call("messages.send_contact_info_message", {"contact_info_message": CONTACT_INFO, **ALL},
         SEND, {**ALL_BODY, "message": {"contact_info_message": CONTACT_INFO_BODY}}, *SENT),
    Call("messages.send_contact_info_message", {"contact_info_message": CONTACT_INFO, **LEAST},
         SEND, {**LEAST_BODY, "message": {"contact_info_message": CONTACT_INFO_BODY}}, *SENT),
    Call("messages.send_list_message", {"list_message": LIST, **ALL},
         SEND, {**ALL_BODY, "message": {"list_message": LIST}}, *SENT),
    Call("messages.send_list_message", {"list_message": LIST, **LEAST},
         SEND, {**LEAST_BODY, "message": {"list_message": LIST}}, *SENT),
    Call("messages.send_location_message", {"location_message": SHOP, **ALL},
         SEND, {**ALL_BODY, "message": {"location_message": SHOP}}, *SENT),
    Call("messages.send_location_message", {"location_message": SHOP, **LEAST},
         SEND, {**LEAST_BODY, "message": {"location_message": SHOP}}, *SENT),
    Call("messages.send_media_message", {"media_message": PICTURE, **ALL},
         SEND, {**ALL_BODY, "message": {"media_message": PICTURE}}, *SENT),
    Call("messages.send_media_message", {"media_message": PICTURE, **LEAST},
         SEND, {**LEAST_BODY, "message": {"media_message": PICTURE}}, *SENT),
    Call("messages.send_template_message", {"template_message": TEMPLATE, **ALL},
         SEND, {**ALL_BODY, "message": {"template_message": TEMPLATE}}, *SENT),
    Call("messages.send_template_message", {"template_message": TEMPLATE, **LEAST},
         SEND, {**LEAST_BODY, "message": {"template_message": TEMPLATE}}, *SENT),

    Call("messages.get", {"message_id": "{message}"},
         "GET /messages/{message}", None, ConversationMessageResponse, "Messages_GetMessage"),
    Call("messages.get", IN_CONVERSATION,
         "GET /messages/{message}?messages_source=CONVERSATION_SOURCE", None,
         ConversationMessageResponse, "Messages_GetMessage"),
    Call("messages.update", {**IN_CONVERSATION, "metadata": "checked ✓"},
         "PATCH /messages/{message}?messages_source=CONVERSATION_SOURCE", {"metadata": "checked ✓"},
         ConversationMessageResponse, "Messages_UpdateMessageMetadata"),
    Call("messages.delete", IN_CONVERSATION,
         "DELETE /messages/{message}?messages_source=CONVERSATION_SOURCE", None, None, "Messages_DeleteMessage"),
    Call("messages.list", {},
         "GET /messages", None, Page, "Messages_ListMessages"),
    Call("messages.list", LISTED,
         f"GET /messages?{LISTED_QUERY}", None, Page, "Messages_ListMessages"),
    Call("messages.list_last_messages_by_channel_identity", {**LAST, **PERIOD},
         "POST /messages:fetch-last-message", {**LAST, **PERIOD_BODY}, *FETCHED),
    Call("messages.list_last_messages_by_channel_identity", {"contact_ids": [CONTACT], "page_size": None},
         "POST /messages:fetch-last-message", {"contact_ids": [CONTACT]}, *FETCHED),

    Call("apps.list", {},
         "GET /apps", None, Page, "App_ListApps"),
    Call("apps.create", NEW_APP,
         "POST /apps", NEW_APP_BODY, AppResponse, "App_CreateApp"),
    Call("apps.create", {"display_name": "Mug Shop", "channel_credentials": BY_CHANNEL, "retention_policy": None},
         "POST /apps", {"display_name": "Mug Shop", "channel_credentials": BY_CHANNEL_BODY},
         AppResponse, "App_CreateApp"),
    Call("apps.get", {"app_id": APP},
         f"GET /apps/{APP}", None, AppResponse, "App_GetApp"),
    Call("apps.update", {"app_id": APP, **NEW_APP},
         f"PATCH /apps/{APP}?update_mask={APP_FIELDS}", NEW_APP_BODY, AppResponse, "App_UpdateApp"),
    Call("apps.update", {"app_id": APP, "display_name": "Mugs", "event_destination_settings": None},
         f"PATCH /apps/{APP}?update_mask=display_name,callback_settings",
         {"display_name": "Mugs", "callback_settings": None}, AppResponse, "App_UpdateApp"),
    Call("apps.update", {"app_id": APP, "display_name": "Mugs", "update_mask": ["event_destination_settings"]},
         f"PATCH /apps/{APP}?update_mask=callback_settings", {"display_name": "Mugs"}, AppResponse, "App_UpdateApp"),
    Call("apps.delete", {"app_id": APP},
         f"DELETE /apps/{APP}", None, None, "App_DeleteApp"),

    Call("contacts.list", {"page_size": 5, "external_id": "customer 7"},
         "GET /contacts?page_size=5&external_id=customer%207", None, Page, "Contact_ListContacts"),
    Call("contacts.list", {"channel": "SMS", "identity": "+12025550123", "page_token": None},
         "GET /contacts?channel=SMS&identity=%2B12025550123", None, Page, "Contact_ListContacts"),
    Call("contacts.create", NEW_CONTACT,
         "POST /contacts", NEW_CONTACT, Contact, "Contact_CreateContact"),
    Call("contacts.get", {"contact_id": "{contact}"},
         "GET /contacts/{contact}", None, Contact, "Contact_GetContact"),
    Call("contacts.update", {"contact_id": "{contact}", **NEW_CONTACT},
         f"PATCH /contacts/{{contact}}?update_mask={CONTACT_FIELDS}", NEW_CONTACT, Contact, "Contact_UpdateContact"),
    Call("contacts.update", {"contact_id": "{contact}", "email": None, "language": "EN_GB"},
         "PATCH /contacts/{contact}?update_mask=email,language", {"email": None, "language": "EN_GB"},
         Contact, "Contact_UpdateContact"),
    Call("contacts.delete", {"contact_id": "{contact}"},
         "DELETE /contacts/{contact}", None, None, "Contact_DeleteContact"),
    Call("contacts.merge_contact", {"destination_id": "{contact}", "source_id": "{other}", "strategy": "MERGE"},
         "POST /contacts/{contact}:merge", {"source_id": "{other}", "strategy": "MERGE"},
         Contact, "Contact_MergeContact"),
    Call("contacts.get_channel_profile", {**ASKED, "recipient": {"contact_id": "{other}"}},
         ASK, {**ASKED, "recipient": {"contact_id": "{other}"}}, *PROFILE),
    Call("contacts.get_channel_profile", BY_IDENTITY,
         ASK, BY_IDENTITY, *PROFILE),
    Call("contacts.get_channel_profile", {**ASKED, "recipient": {"channel_identities": [PAGE_USER]}},
         ASK, BY_IDENTITY, *PROFILE),
    Call("contacts.get_channel_profile_by_contact_id", {**ASKED, "contact_id": "{other}"},
         ASK, {**ASKED, "recipient": {"contact_id": "{other}"}}, *PROFILE),
    Call("contacts.get_channel_profile_by_channel_identity", {**ASKED, "recipient_identities": [PAGE_USER]},
         ASK, BY_IDENTITY, *PROFILE),
    Call("contacts.list_identity_conflicts", {"page_size": 2, "page_token": "0"},
         "GET /contacts:identityConflicts?page_size=2&page_token=0", None, Page, "Contact_ListIdentityConflicts"),

    Call("conversations.list",
         {"app_id": APP, "contact_id": CONTACT, "only_active": False, "page_size": 5, "active_channel": "SMS"},
         f"GET /conversations?app_id={APP}&contact_id={CONTACT}&only_active=false&page_size=5&active_channel=SMS",
         None, Page, "Conversation_ListConversations"),
    Call("conversations.create", {"app_id": APP, **NEW_TALK},
         "POST /conversations", {"app_id": APP, **NEW_TALK_BODY},
         ConversationDetails, "Conversation_CreateConversation"),
    Call("conversations.list_recent", {"app_id": APP},
         f"GET /conversations:recent?app_id={APP}&page_size=10", None, Page, "Conversation_ListRecentConversations"),
    Call("conversations.list_recent", {"app_id": APP, "only_active": True, "page_size": 5, "order": "ASC"},
         f"GET /conversations:recent?app_id={APP}&only_active=true&page_size=5&order=ASC", None, Page,
         "Conversation_ListRecentConversations"),
    Call("conversations.get", {"conversation_id": "{talk}"},
         "GET /conversations/{talk}", None, ConversationDetails, "Conversation_GetConversation"),
    Call("conversations.update", {"conversation_id": "{talk}", "app_id": APP, **NEW_TALK,
                                  "metadata_update_strategy": "MERGE_PATCH"},
         f"PATCH /conversations/{{talk}}?update_mask={TALK_FIELDS}&metadata_update_strategy=MERGE_PATCH",
         {"app_id": APP, **NEW_TALK_BODY}, ConversationDetails, "Conversation_UpdateConversation"),
    Call("conversations.update", {"conversation_id": "{talk}", "conversation_metadata": None},
         "PATCH /conversations/{talk}?update_mask=metadata_json", {"metadata_json": None},
         ConversationDetails, "Conversation_UpdateConversation"),
    Call("conversations.delete", {"conversation_id": "{talk}"},
         "DELETE /conversations/{talk}", None, None, "Conversation_DeleteConversation"),
    Call("conversations.stop_active", {"conversation_id": "{talk}"},
         "POST /conversations/{talk}:stop", None, None, "Conversation_StopActiveConversation"),
    Call("conversations.inject_message", {"conversation_id": "{talk}", **INJECTED, "app_message": FROM_AGENT,
                                          "direction": "TO_CONTACT", "metadata": "call-7"},
         "POST /conversations/{talk}:inject-message",
         {**INJECTED_BODY, "app_message": FROM_AGENT, "direction": "TO_CONTACT", "metadata": "call-7"},
         None, "Conversation_InjectMessage"),
    Call("conversations.inject_message", {"conversation_id": "{talk}", **INJECTED, "contact_message": TEXT,
                                          "direction": "TO_APP", "sender_id": "12025550199"},
         "POST /conversations/{talk}:inject-message",
         {**INJECTED_BODY, "contact_message": TEXT, "direction": "TO_APP", "sender_id": "12025550199"},
         None, "Conversation_InjectMessage"),
    Call("conversations.inject_event", {"conversation_id": "{talk}", **INJECTED, "app_event": JOINED},
         "POST /conversations/{talk}:inject-event", {**INJECTED_BODY, "app_event": JOINED},
         InjectEventResponse, "Events_InjectEvent"),

    Call("events.send", {"event": JOINED, **EVENT_ALL},
         SEND_EVENT, {**EVENT_BODY, "event": JOINED}, *EVENT_SENT),
    Call("events.send", {"app_id": APP, "event": {"read_message_event": {}}, "recipient": {"contact_id": CONTACT}},
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"read_message_event": {}}}, *EVENT_SENT),
    Call("events.send_composing_event", EVENT_ALL,
         SEND_EVENT, {**EVENT_BODY, "event": {"composing_event": {}}}, *EVENT_SENT),
    Call("events.send_composing_event", EVENT_LEAST,
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"composing_event": {}}}, *EVENT_SENT),
    Call("events.send_composing_end_event", EVENT_ALL,
         SEND_EVENT, {**EVENT_BODY, "event": {"composing_end_event": {}}}, *EVENT_SENT),
    Call("events.send_composing_end_event", EVENT_LEAST,
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"composing_end_event": {}}}, *EVENT_SENT),
    Call("events.send_comment_reply_event", {"text": "Thanks 👋", **EVENT_ALL},
         SEND_EVENT, {**EVENT_BODY, "event": {"comment_reply_event": {"text": "Thanks 👋"}}}, *EVENT_SENT),
    Call("events.send_comment_reply_event", {"text": "Thanks 👋", **EVENT_LEAST},
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"comment_reply_event": {"text": "Thanks 👋"}}}, *EVENT_SENT),
    Call("events.send_agent_joined_event", {"agent": AGENT, **EVENT_ALL},
         SEND_EVENT, {**EVENT_BODY, "event": JOINED}, *EVENT_SENT),
    Call("events.send_agent_joined_event", {"agent": AGENT, **EVENT_LEAST},
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": JOINED}, *EVENT_SENT),
    Call("events.send_agent_left_event", {"agent": AGENT, **EVENT_ALL},
         SEND_EVENT, {**EVENT_BODY, "event": {"agent_left_event": {"agent": AGENT}}}, *EVENT_SENT),
    Call("events.send_agent_left_event", {"agent": AGENT, **EVENT_LEAST},
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"agent_left_event": {"agent": AGENT}}}, *EVENT_SENT),
    Call("events.send_generic_event", {"payload": {"nudge": [1, None]}, **EVENT_ALL},
         SEND_EVENT, {**EVENT_BODY, "event": {"generic_event": {"payload": {"nudge": [1, None]}}}}, *EVENT_SENT),
    Call("events.send_generic_event", {"payload": {"nudge": [1, None]}, **EVENT_LEAST},
         SEND_EVENT, {**EVENT_LEAST_BODY, "event": {"generic_event": {"payload": {"nudge": [1, None]}}}}, *EVENT_SENT),
    Call("events.list", {"conversation_id": CONTACT, "contact_id": CONTACT, "page_size": 5, "page_token": "0"},
         f"GET /events?conversation_id={CONTACT}&contact_id={CONTACT}&page_size=5&page_token=0", None, Page,
         "Events_ListEvents"),
    Call("events.get", {"event_id": "{event}"},
         "GET /events/{event}", None, ConversationEvent, "Events_GetEvent"),
    Call("events.delete", {"event_id": "{event}"},
         "DELETE /events/{event}", None, None, "Events_DeleteEvents"),

    Call("capability.lookup", {"app_id": APP, "recipient_identities": IDENTITIES, "request_id": "lookup-7"},
         "POST /capability:query", {"app_id": APP, "recipient": IDENTIFIED, "request_id": "lookup-7"},
         LookupCapabilityResponse, "Capability_QueryCapability"),
    Call("capability.lookup", {"app_id": APP, "contact_id": "{contact}"},
         "POST /capability:query", {"app_id": APP, "recipient": {"contact_id": "{contact}"}},
         LookupCapabilityResponse, "Capability_QueryCapability"),
    Call("capability.lookup", {"app_id": APP, "recipient": {"channel_identities": IDENTITIES}, "request_id": None},
         "POST /capability:query", {"app_id": APP, "recipient": IDENTIFIED},
         LookupCapabilityResponse, "Capability_QueryCapability"),
    Call("transcoding.transcode_message", {"app_id": APP, "app_message": TEXT, "channels": ["SMS", "RCS"],
                                           "from_": "12025550199", "to": "12025550123"},
         "POST /messages:transcode",
         {"app_id": APP, "app_message": TEXT, "channels": ["SMS", "RCS"], "from": "12025550199", "to": "12025550123"},
         TranscodeMessageResponse, "Transcoding_TranscodeMessage"),
    Call("consents.list_identities", {"app_id": APP, "list_type": "OPT_OUT_ALL", "page_size": 5, "page_token": "0"},
         f"GET /apps/{APP}/consents/OPT_OUT_ALL?page_size=5&page_token=0", None, Page, "Consents_GetConsents"),
    Call("consents.list_audit_records", {"app_id": APP, "identity": "{opted out}"},
         f"GET /apps/{APP}/consents/identities/{{opted out}}", None, ListAuditRecordsResponse,
         "Consents_GetConsentsAuditRecords"),

    Call("event_destinations.list", {"app_id": APP},
         f"GET /apps/{APP}/webhooks", None, Page, "Webhooks_ListWebhooks"),
    Call("event_destinations.create", NEW_DESTINATION,
         "POST /webhooks", NEW_DESTINATION, EventDestinationResponse, "Webhooks_CreateWebhook"),
    Call("event_destinations.create", {"app_id": APP, "event_destination_target": HOOK, "triggers": None},
         "POST /webhooks", {"app_id": APP, "target": HOOK}, EventDestinationResponse, "Webhooks_CreateWebhook"),
    Call("event_destinations.get", {"event_destination_id": "{hook}"},
         "GET /webhooks/{hook}", None, EventDestinationResponse, "Webhooks_GetWebhook"),
    Call("event_destinations.update", {"event_destination_id": "{hook}", **NEW_DESTINATION},
         f"PATCH /webhooks/{{hook}}?update_mask={DESTINATION_FIELDS}", NEW_DESTINATION,
         EventDestinationResponse, "Webhooks_UpdateWebhook"),
    Call("event_destinations.update", {"event_destination_id": "{hook}", "secret": None, "client_credentials": None,
                                       "event_destination_target": HOOK},
         "PATCH /webhooks/{hook}?update_mask=target,secret,client_credentials",
         {"target": HOOK, "secret": None, "client_credentials": None},
         EventDestinationResponse, "Webhooks_UpdateWebhook"),
    Call("event_destinations.delete", {"event_destination_id": "{hook}"},
         "DELETE /webhooks/{hook}", None, None, "Webhooks_DeleteWebhook"),

    Call("project_settings.get", {},
         "GET /settings", None, ProjectSettingsResponse, "ProjectSettings_GetSettings"),
    Call("project_settings.update", UNIFIED,
         "PATCH /settings", UNIFIED, ProjectSettingsResponse, "ProjectSettings_UpdateSettings"),
    Call("project_settings.delete", {},
         "DELETE /settings", None, None, "ProjectSettings_DeleteSettings"),
]
# fmt: on


@pytest.fixture
def made(sinch_client: SinchClient, sinch_simulator: Simulator) -> dict[str, str]:
    """Return the ids of things that exist: a message that was sent, contacts, a conversation and so on."""
    conversation = sinch_client.conversation
    sent = conversation.messages.send_text_message(app_id=APP, text="Hi", contact_id=CONTACT)
    contact = conversation.contacts.create(channel_identities=[IDENTITIES[1]], language="EN")
    other = conversation.contacts.create(channel_identities=[PAGE_USER], language="EN")
    talk = conversation.messages.get(sent.message_id).conversation_id
    event = conversation.events.send_composing_event(APP, contact_id=CONTACT)
    hook = conversation.event_destinations.create(APP, "https://hooks.example.com/events")
    conversation.project_settings.create()
    sinch_simulator.opt_out("+12025550177")
    return {
        "{message}": str(sent.message_id),
        "{contact}": str(contact.id),
        "{other}": str(other.id),
        "{talk}": str(talk),
        "{event}": str(event.event_id),
        "{hook}": str(hook.id),
        "{opted out}": "12025550177",
    }


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: Call, made: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    check(call, "conversation", sinch_client, sinch_simulator, made)


def test_settings_are_made_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    call = Call("project_settings.create", UNIFIED, "POST /settings", UNIFIED, ProjectSettingsResponse,
                "ProjectSettings_CreateSettings")  # fmt: skip
    check(call, "conversation", sinch_client, sinch_simulator)
    with pytest.raises(ConversationException, match="has settings already"):
        sinch_client.conversation.project_settings.create()


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


def test_the_region_is_part_of_the_host(connect: Connect, sinch_simulator: Simulator) -> None:
    origin = sinch_simulator.origins["conversation_origin"]
    client = connect(conversation_origin=origin + "/{region}", conversation_region="br")
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
