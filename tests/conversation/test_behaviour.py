"""Conversation messages as a user meets them: recipients, changes, paging, and arguments that are rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.conversation import AppMessage, Conversation, ConversationMessageResponse, MediaMessage, TextMessage
from sinch.testing import Simulator
from tests.both_colours import both_colours, synchronous

pytestmark = both_colours

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
SMS = [{"channel": "SMS", "identity": "+12025550123"}]


def test_request_objects_are_accepted_wherever_dictionaries_are(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    messages = sinch_client.conversation.messages
    messages.send(APP, AppMessage(text_message=TextMessage(text="Hi")), contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"] == {"text_message": {"text": "Hi"}}
    mug = MediaMessage(url="https://media.example.com/mug.jpg")
    messages.send_media_message(APP, mug, contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"] == {"media_message": {"url": mug.url}}
    stored = messages.get(messages.send_media_message(APP, mug, contact_id=CONTACT).message_id)
    assert stored.app_message is not None
    assert stored.app_message.media_message is not None
    messages.send_media_message(APP, stored.app_message.media_message, contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"]["media_message"]["url"] == mug.url


def test_update_and_delete(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT, message_metadata="basket-12")
    assert messages.get(sent.message_id).metadata == "basket-12"
    assert messages.update(sent.message_id, "checked").metadata == "checked"
    assert messages.get(sent.message_id).metadata == "checked"
    sinch_simulator.fail("Messages_DeleteMessage", body=b"")
    messages.delete(sent.message_id)
    with pytest.raises(sinch.NotFoundError):
        messages.get(sent.message_id)


def test_lists_page_lazily_by_token_and_resume(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    for number in range(5):
        messages.send_text_message(APP, f"n{number}", contact_id=CONTACT)
    before = len(sinch_simulator.requests)
    page = messages.list(app_id=APP, page_size=2)
    assert len(sinch_simulator.requests) == before + 1

    def texts(found: Any) -> list[str]:
        return [message.app_message.text_message.text for message in found]

    assert texts(page.content()) == ["n4", "n3"]
    assert page.has_next_page
    assert page.next_page_token
    second = page.next_page()
    assert second is not None
    assert dict(sinch_simulator.requests[-1].query) == {
        "app_id": APP,
        "page_size": "2",
        "page_token": page.next_page_token,
    }
    assert texts(page.content()) == ["n4", "n3"], "the old page stays"
    assert texts(page) == ["n4", "n3", "n2", "n1", "n0"]
    assert [len(each.content()) for each in page.pages()] == [2, 2, 1]
    resumed = messages.list(app_id=APP, page_size=2, page_token=page.next_page_token)
    assert texts(resumed) == ["n2", "n1", "n0"]
    last = second.next_page()
    assert last is not None
    assert not last.has_next_page
    assert last.next_page() is None
    assert all(isinstance(message, ConversationMessageResponse) for message in page)


def test_the_last_messages_page_by_a_token_in_the_body(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    operation = "Messages_ListMessagesByChannelIdentity"
    identities = ["12025550123", "12025550144", "12025550155"]
    for identity in identities:
        sinch_simulator.receive_message(identity, "an older one")
    kept = [sinch_simulator.receive_message(identity, f"hello from {identity}")["id"] for identity in identities]
    arguments: dict[str, Any] = {"channel_identities": identities, "page_size": 2}
    page = sinch_client.conversation.messages.list_last_messages_by_channel_identity(**arguments)
    found: list[Any] = list(page)
    assert [message.id for message in found] == kept[::-1]
    assert found[0].contact_message.text_message.text == "hello from 12025550155"
    asked = [request for request in sinch_simulator.requests if request.operation_id == operation]
    assert [request.json for request in asked] == [arguments, {**arguments, "page_token": page.next_page_token}]
    assert [request.raw_query for request in asked] == ["", ""]


def test_an_empty_list_is_one_empty_page(sinch_client: SinchClient) -> None:
    page = sinch_client.conversation.messages.list()
    assert page.content() == list(page) == []
    assert not page.has_next_page
    found = sinch_client.conversation.messages.list_last_messages_by_channel_identity(contact_ids=[CONTACT])
    assert list(found) == []


HELPERS: dict[str, Any] = {
    "send": ("message", {"text_message": {"text": "Hi"}}),
    "send_text_message": ("text", "Hi"),
    **{
        f"send_{kind}_message": (f"{kind}_message", {})
        for kind in ("card", "carousel", "choice", "contact_info", "list", "location", "media", "template")
    },
}


@pytest.mark.parametrize("helper", HELPERS)
def test_a_message_has_exactly_one_recipient(
    helper: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    method = getattr(sinch_client.conversation.messages, helper)
    argument, content = HELPERS[helper]
    with pytest.raises(ArgumentError, match=r"pass contact_id=\.\.\., or recipient_identities=\[\{"):
        method(app_id=APP, **{argument: content})
    with pytest.raises(ArgumentError, match=r"pass contact_id=\.\.\., or recipient_identities"):
        method(app_id=APP, **{argument: content}, contact_id=None, recipient_identities=None)
    with pytest.raises(ArgumentError, match="pass only one of contact_id and recipient_identities"):
        method(app_id=APP, **{argument: content}, contact_id=CONTACT, recipient_identities=SMS)
    assert not sinch_simulator.requests


def test_a_whole_recipient_counts_too(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    message = {"text_message": {"text": "Hi"}}
    with pytest.raises(ArgumentError, match="pass only one of contact_id and recipient"):
        sinch_client.conversation.messages.send(APP, message, contact_id=CONTACT, recipient={"contact_id": CONTACT})
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("send_text_message", {"text": 5}, "text must be a string, not int"),
        ("send_text_message", {"text": None}, "text must be a string, not NoneType"),
        ("send_text_message", {"text": "Hi", "app_id": None}, "app_id is required and must not be None"),
        ("send_text_message", {"text": "Hi", "app_id": 5}, "app_id must be a string, not int"),
        ("send_text_message", {"text": "Hi", "contact_id": 5}, "contact_id must be a string, not int"),
        ("send_text_message", {"text": "Hi", "ttl": 2.5}, 'ttl must be whole seconds, as 600 or "600s", not float'),
        ("send_text_message", {"text": "Hi", "ttl": True}, "ttl must be whole seconds"),
        ("send_text_message", {"text": "Hi", "channel_priority_order": "SMS"}, "channel_priority_order must be a list"),
        ("send_text_message", {"text": "Hi", "channel_properties": "SMS"}, "channel_properties must be a dictionary"),
        ("send_text_message", {"text": "Hi", "conversation_metadata": "{}"}, "conversation_metadata must be a dict"),
        ("send_text_message", {"text": "Hi", "queue": 1}, "queue must be a string"),
        ("send_card_message", {"card_message": "Hi"}, "card_message must be a dictionary, not str"),
        ("send_card_message", {"card_message": None}, "card_message must be a dictionary, not NoneType"),
        ("send", {"message": "Hi"}, "message must be a dictionary or a AppMessage, not str"),
        ("send", {"message": None}, "message is required and must not be None"),
    ],
)
def test_bad_content_is_rejected_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(sinch_client.conversation.messages, method)(**{"app_id": APP, "contact_id": CONTACT, **arguments})
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("send", {"app_id": APP, "message": {}, "recipient": "Ada"}, "recipient must be a dictionary or a Recipient"),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": "+12025550123"},
            "recipient_identities must be a list, not a single string",
        ),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": {"channel": "SMS", "identity": "+12025550123"}},
            "recipient_identities must be a list, not dict",
        ),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": ["+12025550123"]},
            r"recipient_identities\[0\] must be a dictionary",
        ),
        ("get", {"message_id": 5}, "message_id must be a string, not int"),
        ("get", {"message_id": ""}, "message_id must not be ''"),
        ("delete", {"message_id": ".."}, r"message_id must not be '\.\.'"),
        ("update", {"message_id": "m", "metadata": {"a": 1}}, "metadata must be a string, not dict"),
        ("update", {"message_id": "m", "metadata": None}, "metadata is required and must not be None"),
        ("list", {"page_size": "x"}, "page_size must be an integer, not str"),
        ("list", {"start_time": "yesterday"}, "start_time must be a datetime"),
        ("list", {"only_recipient_originated": "yes"}, "only_recipient_originated must be True or False"),
        ("list_last_messages_by_channel_identity", {"channel_identities": "1"}, "channel_identities must be a list"),
        ("list_last_messages_by_channel_identity", {"end_time": date(2026, 3, 1)}, "end_time must be a datetime"),
    ],
)
def test_bad_input_is_rejected_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(sinch_client.conversation.messages, method)(**arguments)
    assert not sinch_simulator.requests


def test_unknown_keywords_are_rejected_by_name(sinch_client: SinchClient) -> None:
    messages = sinch_client.conversation.messages
    with pytest.raises(TypeError, match="agent"):
        messages.send_text_message(APP, "Hi", contact_id=CONTACT, agent={"type": "BOT"})  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="callback_url and event_destination_target are two names of one argument"):
        messages.send_text_message(
            APP,
            "Hi",
            contact_id=CONTACT,
            event_destination_target="https://hooks.example.com",
            callback_url="https://hooks.example.com",  # type: ignore[call-arg]
        )


@synchronous
def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert Conversation(sinch_client).messages.list().content() == []
