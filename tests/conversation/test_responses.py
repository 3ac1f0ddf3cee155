"""Reading Conversation messages: every kind of content, and what a future API may send."""

from __future__ import annotations

import gc
import json
from datetime import datetime
from typing import Any

import pytest

from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.conversation import (
    AppMessage,
    ChannelIdentity,
    ChoiceItem,
    ConversationMessageResponse,
    ListItem,
    ListMessage,
    ListSection,
)
from sinch.testing import Simulator, openapi
from tests.both_colours import both_colours

pytestmark = both_colours

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
SMS = [{"channel": "SMS", "identity": "+12025550123"}]
DOCUMENT = openapi.load("conversation").document
SENT: dict[str, Any] = {
    name: example["value"]
    for name, example in DOCUMENT["paths"]["/v1/projects/{project_id}/messages:send"]["post"]["requestBody"]["content"][
        "application/json"
    ]["examples"].items()
}
RECEIVED: dict[str, Any] = {
    name: example["value"]["message"]
    for name, example in DOCUMENT["webhooks"]["MESSAGE_INBOUND"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ].items()
}


def assert_readable(value: Any) -> None:
    """Check that every item of a model has a declared attribute, recursively."""
    if isinstance(value, list):
        for entry in value:
            assert_readable(entry)
    elif isinstance(value, Model):
        assert type(value) is not Model, f"nothing describes {value!r}"
        for key in list(value):
            assert type(value).has(key), f"{type(value).__name__} has no field {key}"
            assert_readable(getattr(value, type(value).attribute_of(key)))
    elif type(value) is dict:
        for entry in value.values():
            assert_readable(entry)


@pytest.mark.usefixtures("little_garbage")
def test_only_what_is_touched_becomes_a_model(sinch_client: SinchClient) -> None:
    def models() -> int:
        gc.collect()
        return sum(isinstance(each, Model) for each in gc.get_objects())

    for _ in range(3):
        sinch_client.conversation.messages.send_text_message(app_id=APP, text="Hi", recipient_identities=SMS)
    before = models()
    page = sinch_client.conversation.messages.list()
    assert models() == before + 1, "the page alone"
    messages = page.content()
    assert models() == before + 1 + len(messages) == before + 4
    message = messages[0].app_message
    assert message is not None
    assert models() == before + 5
    assert message.text_message is not None
    assert message.text_message.text == "Hi"
    assert models() == before + 6


def test_the_examples_hold_every_kind_of_content() -> None:
    kinds = {key for request in SENT.values() for key in request["message"]}
    assert kinds == set(DOCUMENT["components"]["schemas"]["AppMessage"]["properties"]) | {
        key for variant in DOCUMENT["components"]["schemas"]["AppMessage"]["oneOf"] for key in variant["properties"]
    }
    assert {key for message in RECEIVED.values() for key in message["contact_message"]} >= {
        "text_message",
        "choice_response_message",
        "media_card_message",
        "media_message",
        "location_message",
        "product_response_message",
        "channel_specific_message",
        "fallback_message",
    }


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_can_be_read(name: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    before = json.dumps(SENT[name])
    sent = messages.send(**SENT[name])
    assert sinch_simulator.requests[-1].json == SENT[name]
    assert json.dumps(SENT[name]) == before, "what was passed stays as it was"
    assert sent.message_id
    assert isinstance(sent.accepted_time, datetime)
    source = "DISPATCH_SOURCE" if SENT[name].get("processing_strategy") == "DISPATCH_ONLY" else "CONVERSATION_SOURCE"
    stored = messages.get(sent.message_id, messages_source=source)
    assert isinstance(stored, ConversationMessageResponse)
    assert stored.id == sent.message_id
    assert stored.direction == "TO_CONTACT"
    assert isinstance(stored.app_message, AppMessage)
    assert stored.contact_message is None
    assert {key: stored.app_message[key] for key in SENT[name]["message"]} == SENT[name]["message"]
    assert_readable(stored)


@pytest.mark.parametrize("name", RECEIVED)
def test_what_a_contact_sent_can_be_read(name: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    sinch_simulator.fail("Messages_GetMessage", body=json.dumps(RECEIVED[name]).encode())
    message = messages.get(sent.message_id)
    assert message == RECEIVED[name]
    assert message.app_message is None
    assert message.direction == "TO_APP"
    assert_readable(message)


def test_fields_are_attributes_and_items(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_list_message(
        app_id=APP,
        list_message=ListMessage(
            title="Mugs", sections=[ListSection(items_=[ListItem(choice=ChoiceItem(title="Blue", postback_data="b"))])]
        ),
        recipient_identities=SMS,
    )
    assert sinch_simulator.requests[-1].json["message"]["list_message"]["sections"] == [
        {"items": [{"choice": {"title": "Blue", "postback_data": "b"}}]}
    ]
    stored = messages.get(message_id=sent.message_id, messages_source="CONVERSATION_SOURCE")
    assert stored.app_message is not None
    listed = stored.app_message.list_message
    assert listed is not None
    assert listed.sections[0].items_[0].choice is not None
    assert listed.sections[0].items_[0].choice.title == "Blue"
    assert stored["app_message"]["list_message"]["sections"][0]["items"][0]["choice"]["title"] == "Blue"
    assert isinstance(stored.channel_identity, ChannelIdentity)
    assert stored.channel_identity.identity == "12025550123"
    assert isinstance(stored.accept_time, datetime)
    assert stored.injected is False
    assert stored.model_dump()["app_message"]["list_message"]["title"] == "Mugs"


def test_new_content_of_a_contact_does_not_fail(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    new = {"id": "x", "contact_message": {"hologram_message": {"angle": 3}}, "channel_identity": None, "later": [1]}
    sinch_simulator.fail("Messages_GetMessage", body=json.dumps(new).encode())
    message: Any = messages.get(sent.message_id)
    assert message.contact_message.hologram_message.angle == 3
    assert message.channel_identity is None
    assert message.later == [1]
