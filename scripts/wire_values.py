"""The arguments that the snapshot of the wire passes to each method."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Any

ACCOUNT: dict[str, Any] = {
    "project_id": "00000000-0000-4000-8000-00000000000a",
    "key_id": "00000000-0000-4000-8000-00000000000b",
    "key_secret": "example-key-secret",
    "application_key": "00000000-0000-4000-8000-00000000000c",
    "application_secret": "ZXhhbXBsZS1hcHBsaWNhdGlvbi1zZWNyZXQ=",
    "sms_region": "us",
    "conversation_region": "eu",
}
SERVICE_PLAN: dict[str, Any] = {
    "service_plan_id": "example plan",
    "sms_api_token": "example-sms-api-token",
    "sms_region": "br",
}

ADA, BOB, SENDER = "+12025550123", "+12025550155", "+12025550199"
START = datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
END = datetime(2030, 1, 3, 4, 5, 6, 789000, tzinfo=timezone(timedelta(hours=2)))

OPTIONS: dict[str, Any] = {
    "timeout": 9.5,
    "connect_timeout": 1.5,
    "read_timeout": 2.5,
    "max_retries": 1,
    "headers": {"X-Example": "yes"},
    "query": {"future": ["a", "b c"]},
}
BODY_OPTIONS: dict[str, Any] = {**OPTIONS, "body": {"future_field": {"more": 1}}}

CARD = {
    "title": "Menu",
    "description": "Today",
    "height": "MEDIUM",
    "media_message": {"url": "https://media.example.com/menu.png", "thumbnail_url": "https://media.example.com/s.png"},
    "choices": [
        {"text_message": {"text": "Yes"}, "postback_data": {"choice": 1}},
        {"call_message": {"title": "Call", "phone_number": ADA}},
        {"calendar_message": {"title": "Note", "event_start": START, "event_end": END, "event_title": "Dinner"}},
    ],
    "message_properties": {"whatsapp_header": "Hi"},
}
LOCATION = {"title": "Here", "label": "HQ", "coordinates": {"latitude": 38.9, "longitude": -77.03}}

VALUES: dict[str, Any] = {
    "add": [ADA],
    "address": {
        "street_number": "12",
        "street_info": "Sample St NW",
        "city": "Washington",
        "state": "DC",
        "postal_code": "20001",
        "postal_code_plus_four": "0001",
    },
    "agent": {"display_name": "Mira", "type": "HUMAN"},
    "app_event": {"agent_joined_event": {"agent": {"display_name": "Mira", "type": "HUMAN"}}},
    "app_message": {"text_message": {"text": "Hi"}, "agent": {"display_name": "Mira", "type": "BOT"}},
    "auto_update": {"to": SENDER, "add": {"first_word": "JOIN", "second_word": "US"}, "remove": {"first_word": "STOP"}},
    "body": "Hello ${name}, café ✓",
    "capabilities": ["SMS", "VOICE"],
    "card_message": CARD,
    "carousel_message": {"cards": [CARD, {"title": "Wine"}], "choices": [{"text_message": {"text": "More"}}]},
    "channel": "WHATSAPP",
    "channel_credentials": [
        {"channel": "SMS", "static_bearer": {"claimed_identity": "plan-7f3a", "token": "example-token"}},
        {"channel": "LINE", "line_credentials": {"token": "t", "secret": "s"}, "credential_ordinal_number": 1},
    ],
    "channel_identities": [ADA, "a,b"],
    "channel_priority_order": ["SMS", "WHATSAPP"],
    "channel_properties": {"SMS_SENDER": SENDER, "SMS_FLASH_MESSAGE": "true"},
    "child_groups": ["01JEXAMPLE000000000GROUP01"],
    "choice_message": {
        "text_message": {"text": "Well?"},
        "choices": [{"url_message": {"title": "Site", "url": "https://www.example.com/"}, "postback_data": "site"}],
        "message_properties": {"whatsapp_footer": "Bye"},
    },
    "code": [400, 401],
    "code_type": "Alpha",
    "contact_ids": ["01JEXAMPLE00000000CONTACT1", "01JEXAMPLE00000000CONTACT2"],
    "contact_info_message": {
        "name": {"full_name": "Ada Example"},
        "phone_numbers": [{"phone_number": ADA, "type": "work"}],
        "addresses": [{"city": "Washington", "country_code": "US"}],
        "birthday": date(1990, 12, 31),
    },
    "conversation_metadata": {"order": 7, "nested": {"camelCase": [1, None]}},
    "conversation_metadata_update_strategy": "MERGE_PATCH",
    "delivery_report": "full",
    "direction": "TO_APP",
    "end_date": END,
    "event": {"generic_event": {"payload": {"camelCase": [1, None]}}},
    "end_time": END,
    "endpoint": ADA,
    "event_destination_target": "https://events.example.com/sinch?a=b&c=d",
    "expire_at": END,
    "features": ["LineType", "RND"],
    "from_": SENDER,
    "hmac_secret": "example-secret-0123456789-abcdefghij",
    "list_message": {
        "title": "Menu",
        "sections": [{"title": "Wine", "items_": [{"choice": {"title": "Red", "postback_data": "red"}}]}],
        "message_properties": {"menu": "Open", "whatsapp_header": "Hi"},
    },
    "location_message": LOCATION,
    "media_message": {"url": "https://media.example.com/menu.png", "filename_override": "menu.png"},
    "members": [ADA, BOB],
    "message": {
        "location_message": LOCATION,
        "agent": {"display_name": "Ada", "type": "HUMAN"},
        "reply_to": None,
        "explicit_channel_message": {"KAKAOTALK": "{}"},
    },
    "message_content_type": "CONTENT_NOTIFICATION",
    "messages_source": "DISPATCH_SOURCE",
    "number": ADA,
    "number_pattern": "+1202",
    "number_search_pattern": "START",
    "number_type": "TOLL_FREE",
    "number_types": ["LOCAL", "MOBILE"],
    "order_by": "PHONE_NUMBER",
    "parameters": {"name": {ADA: "Ada", "default": "you"}},
    "payload": {"camelCase": [1, None]},
    "phone_number": ADA,
    "processing_strategy": "DISPATCH_ONLY",
    "queue": "HIGH_PRIORITY",
    "recipient": {"identified_by": {"channel_identities": [{"channel": "SMS", "identity": ADA}]}},
    "recipient_identities": [{"channel": "SMS", "identity": ADA}, {"channel": "RCS", "identity": BOB}],
    "recipient_number": ADA,
    "recipients": [ADA, BOB],
    "region_code": "US",
    "remove": [BOB],
    "report_type": "full",
    "rnd_feature_options": {"contact_date": date(2026, 1, 2)},
    "send_at": START,
    "sms_configuration": {"service_plan_id": "plan-7f3a", "campaign_id": "CMP01"},
    "start_date": START,
    "start_time": START,
    "status": ["Delivered", "Failed"],
    "timeout": 20.0,
    "template_message": {
        "omni_template": {
            "template_id": "01JEXAMPLE000000000000TPL1",
            "version": "1",
            "language_code": "en",
            "parameters": {"camelCase": "kept"},
        },
        "channel_template": {"WHATSAPP": {"template_id": "welcome", "version": "2"}},
    },
    "text": "Your table is ready ✓",
    "to": [ADA, BOB],
    "to_add": [ADA],
    "triggers": ["MESSAGE_INBOUND", "CAPABILITY"],
    "to_remove": [BOB],
    "ttl": 600,
    "type_": "mt_text",
    "udh": "0605040B8423F0",
    "view": "WITHOUT_METADATA",
    "voice_configuration": {"type": "RTC", "app_id": "voice-app-5b1d"},
}
"""Values of arguments by name. Those of simple types are derived from name and annotation instead."""

_MMS_BODY = {"url": "https://media.example.com/menu.png", "message": "Look", "subject": "Menu"}
_DIAL = {
    "command": "dial",
    "call_name": "customer",
    "from_": {"type": "SIP", "sip": {"endpoint": "sip:ada@pbx.example.com", "display_name": "Ada"}},
    "to": {"type": "PHONE", "phone": {"number": "@callee"}},
    "events": {
        "on_busy": [
            {"command": "customEvent", "custom_event_name": "order", "url": "https://a.example.com/"},
            {"command": "messages", "messages": [{"type": "SAY", "say": {"text": "Hi @name", "voice_name": "Emma"}}]},
        ],
    },
}
_CONTACT = [{"channel": "SMS", "identity": ADA}, {"channel": "LINE", "identity": "U1", "app_id": "01JEXAMPLE"}]
OWN_VALUES: dict[str, dict[str, Any]] = {
    **{
        f"conversation.contacts.get_channel_profile{way}": {"channel": "MESSENGER"}
        for way in ("", "_by_contact_id", "_by_channel_identity")
    },
    **{
        f"conversation.conversations.inject_{what}": {
            "app_message": {"text_message": {"text": "Hi"}},
            "contact_message": None,
            "channel_identity": {"channel": "SMS", "identity": ADA, "app_id": "01JEXAMPLE"},
        }
        for what in ("message", "event")
    },
    "conversation.batches.send": {
        "conversation_metadata": {"segment": "new"},
        "message_metadata": {"basket": "b-12"},
        "recipients": [{"recipient": {"contact_id": "01JEXAMPLE00000000CONTACT1"}, "parameters": {"name": "Ada"}}],
    },
    "conversation.transcoding.transcode_message": {"to": ADA},
    **{
        f"voice.v2.{method}": {
            "commands": _DIAL,
            "parameters": [{"callee": ADA, "name": "Ada"}],
            "batch_options": {"max_cps": 2, "ttl_seconds": 600},
            "on_hangup": [{"command": "hangup", "call_name": "agent"}],
            "validation_type": "STRICT",
        }
        for method in (
            *("calls.start", "calls.interact_by_call_id", "calls.interact_by_call_name", "batches.start"),
            *("svaml.describe", "svaml.validate"),
        )
    },
    "voice.v2.calls.list": {
        "from_": SENDER,
        "to": ADA,
        "call_type": "PHONE",
        "call_result": "COMPLETED",
        "call_reason": "OK",
    },
    **{
        f"voice.v2.services.{verb}": {
            "is_default": True,
            "call_behavior": {
                "type": "EVENT_DESTINATION",
                "event_destination": {"url": "https://a.example.com/", "fallback_url": "https://b.example.com/"},
            },
        }
        for verb in ("create", "update")
    },
    "conversation.conversations.update": {"update_mask": ["conversation_metadata", "correlation_id"]},
    "conversation.event_destinations.update": {"update_mask": ["event_destination_target", "secret"]},
    "conversation.apps.update": {"update_mask": ["event_destination_settings", "display_name"]},
    "conversation.contacts.create": {"channel_identities": _CONTACT},
    "conversation.contacts.update": {"channel_identities": _CONTACT, "update_mask": ["email", "metadata"]},
    **{f"sms.batches.{verb}_mms": {"body": _MMS_BODY} for verb in ("send", "dry_run", "update", "replace")},
    **{f"sms.batches.{verb}_binary": {"body": b"\x01\x02\xff"} for verb in ("send", "dry_run", "update", "replace")},
    "sms.batches.list": {"from_": [SENDER, "Sinch"]},
    "sms.inbounds.list": {"to": [SENDER, "12025550188"]},
    **{
        f"verification.verifications.report_{what}_by_{way}": {"code": "4821", "cli": BOB}
        for what in ("sms", "flash_call", "phone_call", "whatsapp")
        for way in ("id", "identity")
    },
    **{
        f"verification.verifications.report_by_{way}": {
            "verification_report_request": {"method": "sms", "sms": {"code": "4821"}}
        }
        for way in ("id", "identity")
    },
    **{
        f"verification.verifications.start_{how}": {"identity": {"type": "number", "endpoint": ADA}}
        for how in ("sms", "flash_call", "phone_call", "callout", "data", "seamless", "whatsapp")
    },
    "verification.verification_status.get_by_identity": {"method": "phonecall"},
    **{
        f"voice.v1.{name}": {
            "destination": {"type": "sip", "endpoint": "agent7@sip.example.com"},
            "dtmf": "1w#",
            "domain": "pstn",
            "moh_class": "music2",
            "conference_dtmf_options": {"mode": "detect", "max_digits": 2, "timeout_mills": 2500},
            "ice": {
                "instructions": [{"name": "Say", "text": "Hi ✓"}],
                "action": {"name": "connectPstn", "number": ADA, "dial_timeout": 20},
            },
            "ace": "https://hooks.example.com/ace",
            "pie": '{"action": {"name": "runMenu", "menus": [{"id": "main", "maxDigits": 4}]}}',
        }
        for name in (
            "callouts.text_to_speech",
            "callouts.tts",
            "callouts.conference",
            "callouts.custom",
            "conferences.call",
        )
    },
    **{
        f"voice.v1.calls.{name}": {
            "instructions": [{"name": "playFiles", "ids": ["#tts[Hi]"], "locale": "en-US"}],
            "action": {"name": "park", "hold_prompt": "hold.mp3", "max_duration": 120},
        }
        for name in ("update", "manage_with_call_leg")
    },
    "voice.v1.applications.assign_numbers": {"numbers": [ADA, BOB]},
    "numbers.rent": {"voice_configuration": {"type": "EST", "trunk_id": "trunk-1"}},
    "numbers.update": {"voice_configuration": {"type": "FAX", "service_id": "fax-1"}},
}
"""Values for individual methods whose argument differs in meaning from others of the same name."""

WHOLE = {f"sms.batches.{verb}": ("sms", "mms", "binary") for verb in ("send", "dry_run", "update", "replace")}
"""Methods that take a batch of any kind, or a whole request; and the endings of the methods for one kind."""
REQUEST_CLASSES = {"update": "UpdateTextRequest"}
"""The class of a whole request in `sinch_api.sms`, by what is done with it; TextRequest for everything else."""

ALTERNATIVES = ("contact_id", "recipient_identities", "recipient")
"""Arguments of which a call must have exactly one, if a method has several of them."""

NEEDED = {
    "conversation.apps.update": ("display_name",),
    "conversation.batches.send": ("recipients",),
    "conversation.contacts.update": ("display_name",),
    "conversation.conversations.update": ("conversation_metadata",),
    "conversation.event_destinations.create": ("target",),
    "conversation.event_destinations.update": ("target",),
    **{f"sms.batches.{verb}": ("to", "body") for verb in ("send", "dry_run", "replace")},
    "conversation.templates.v2.create": ("default_translations",),
    "numbers.rent_any": ("number_type",),
    "numbers.search_for_available_numbers": ("number_type",),
    "sms.delivery_reports.get_for_number": ("recipient_number",),
}
"""Arguments that are not required by the signature, but by the method."""

_DELIVERED = b"""
{"delivery_report": "full", "total_message_count": 1, "statuses": [{"code": 0, "status": "Delivered", "count": 1}]}
"""
CONTENT = {
    "conversation.batches.list": b"[]",
    "sms.groups.list_members": b"[]",
    "sms.batches.wait_until_delivered": _DELIVERED,
}
"""What the server sends to individual methods; an empty object to all others."""


def value(method: str, name: str, annotation: str) -> Any:
    """Return the value of an argument."""
    if name in OWN_VALUES.get(method, {}):
        return OWN_VALUES[method][name]
    if name in VALUES:
        return VALUES[name]
    kind = re.sub(r"\w+\.", "", annotation)
    kind = kind.removeprefix("Maybe[").removesuffix("]")
    plain = {"str": f"example {name}", "int": 7, "bool": True}
    return plain[kind] if kind in plain else _from_spec(method)[name]


@cache
def _from_spec(method: str) -> dict[str, Any]:
    """Return the values of all arguments of a method, from the examples of its spec, else invented."""
    from codegen.scaffold.examples import Examples

    found = _scaffolded(method.partition(".")[0])[method]
    return Examples(found.package.document).values(found, every=True)


@cache
def _scaffolded(domain: str) -> dict[str, Any]:
    """Return the methods of a domain as the scaffold would write them, by their full names."""
    # the generator needs a newer Python than the SDK, and most methods do not need this
    from codegen import bundle, products
    from codegen.generate import SPECS
    from codegen.scaffold.command import package_of
    from codegen.scaffold.layout import layout

    found = {}
    for file in products.by_domain(products.load_all())[domain]:
        whole = layout(file.domain, [package_of(bundle.load(SPECS / file.spec), file)])
        found.update({each.full_name: each for part in whole.parts for one in part.all for each in one.methods})
    return found
