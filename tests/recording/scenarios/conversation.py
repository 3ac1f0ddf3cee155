"""Scenarios of the Conversation API. Messages go to the test phone by SMS, as text if SMS has no such message."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import ConversationMessageResponse, SendMessageResponse
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

MUG = {"url": "https://media.example.com/mug.jpg", "thumbnail_url": "https://media.example.com/mug-small.jpg"}
CARD: dict[str, Any] = {
    "title": "Blue mug",
    "description": "Three left",
    "height": "TALL",
    "media_message": MUG,
    "choices": [
        {"text_message": {"text": "Keep it"}, "postback_data": "keep"},
        {"call_message": {"phone_number": "+12025550188", "title": "Call us"}},
        {"url_message": {"title": "Look closer", "url": "https://shop.example.com/mugs/1"}},
    ],
}
SHOP = {"coordinates": {"latitude": 59.3, "longitude": 18.1}, "title": "Where we are", "label": "Mug Shop"}


# Props


@contextmanager
def message(stage: Stage) -> Iterator[str]:
    """The id of a message that was sent; it is deleted afterwards."""
    account, messages = stage.account, stage.client.conversation.messages
    sent = messages.send_text_message(
        account.app_id, "Hello", recipient_identities=identities(account), message_metadata="before"
    )
    _wait_until_stored(messages, sent.message_id)
    yield sent.message_id
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        messages.delete(sent.message_id)


def _wait_until_stored(messages: Any, message_id: str) -> None:
    for attempt in range(30):
        try:
            messages.get(message_id)
            return
        except NotFoundError:
            if attempt == 29:
                raise
            time.sleep(1)


@contextmanager
def contact(stage: Stage) -> Iterator[str]:
    """The id of the test phone's contact."""
    with message(stage) as message_id:
        yield stage.client.conversation.messages.get(message_id).contact_id


@contextmanager
def conversation(stage: Stage) -> Iterator[str]:
    """The id of the conversation with the test phone."""
    with message(stage) as message_id:
        yield stage.client.conversation.messages.get(message_id).conversation_id


@contextmanager
def tomorrow(stage: Stage) -> Iterator[str]:
    """A time after all messages."""
    yield f"{stage.now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"


# Sending


def identities(account: Account) -> list[dict[str, str]]:
    return [{"channel": "SMS", "identity": account.recipient}]


def common(account: Account) -> dict[str, Any]:
    return {
        "app_id": account.app_id,
        "recipient_identities": identities(account),
        "ttl": 900,
        "event_destination_target": "https://hooks.example.com/receipts",
        "channel_priority_order": ["SMS"],
        "channel_properties": {"SMS_SENDER": account.sender},
        "message_metadata": "basket-12",
        "conversation_metadata": {"basket": "b-12"},
        "queue": "HIGH_PRIORITY",
        "processing_strategy": "DEFAULT",
        "correlation_id": "checkout-12",
        "conversation_metadata_update_strategy": "MERGE_PATCH",
        "message_content_type": "CONTENT_NOTIFICATION",
    }


def check(sent: Any) -> None:
    assert type(sent) is SendMessageResponse
    assert sent.message_id
    assert sent.accepted_time.tzinfo is not None


@scenario("conversation.messages.send")
def send(client: SinchClient, account: Account) -> None:
    content = {"text_message": {"text": "Hello"}, "agent": {"display_name": "Ada", "type": "HUMAN"}}
    check(client.conversation.messages.send(message=content, **common(account)))


@scenario("conversation.messages.send_text_message")
def send_text_message(client: SinchClient, account: Account) -> None:
    check(client.conversation.messages.send_text_message(text="Your table is ready.", **common(account)))


@scenario("conversation.messages.send_card_message")
def send_card_message(client: SinchClient, account: Account) -> None:
    check(client.conversation.messages.send_card_message(card_message=CARD, **common(account)))


@scenario("conversation.messages.send_carousel_message")
def send_carousel_message(client: SinchClient, account: Account) -> None:
    content = {"cards": [CARD, {"title": "Green mug"}], "choices": CARD["choices"][2:]}
    check(client.conversation.messages.send_carousel_message(carousel_message=content, **common(account)))


@scenario("conversation.messages.send_choice_message")
def send_choice_message(client: SinchClient, account: Account) -> None:
    content = {"text_message": {"text": "Shall we keep it?"}, "choices": CARD["choices"]}
    check(client.conversation.messages.send_choice_message(choice_message=content, **common(account)))


@scenario("conversation.messages.send_contact_info_message")
def send_contact_info_message(client: SinchClient, account: Account) -> None:
    content = {
        "name": {"full_name": "Ada Example", "first_name": "Ada", "last_name": "Example"},
        "phone_numbers": [{"phone_number": "+12025550111", "type": "WORK"}],
        "email_addresses": [{"email_address": "ada@example.com"}],
        "birthday": "1990-02-03",
    }
    check(client.conversation.messages.send_contact_info_message(contact_info_message=content, **common(account)))


@scenario("conversation.messages.send_list_message")
def send_list_message(client: SinchClient, account: Account) -> None:
    items = [{"choice": {"title": "Blue", "media": MUG, "postback_data": "blue"}}]
    content = {"title": "Mugs", "description": "Choose one", "sections": [{"title": "Large", "items": items}]}
    check(client.conversation.messages.send_list_message(list_message=content, **common(account)))


@scenario("conversation.messages.send_location_message")
def send_location_message(client: SinchClient, account: Account) -> None:
    check(client.conversation.messages.send_location_message(location_message=SHOP, **common(account)))


@scenario("conversation.messages.send_media_message")
def send_media_message(client: SinchClient, account: Account) -> None:
    content = {**MUG, "filename_override": "mug.jpg"}
    check(client.conversation.messages.send_media_message(media_message=content, **common(account)))


@scenario("conversation.messages.send_template_message")
def send_template_message(client: SinchClient, account: Account) -> None:
    template = {"template_id": account.template_id, "version": "latest", "parameters": {"name": "Ada"}}
    content = {"omni_template": template}
    check(client.conversation.messages.send_template_message(template_message=content, **common(account)))


# Stored messages


@scenario("conversation.messages.get", message_id=message)
def get(client: SinchClient, account: Account, message_id: str) -> None:
    found = client.conversation.messages.get(message_id, messages_source="CONVERSATION_SOURCE")
    assert type(found) is ConversationMessageResponse
    assert (found.id, found.direction, found.metadata) == (message_id, "TO_CONTACT", "before")
    assert found.app_message.text_message.text == "Hello"


@scenario("conversation.messages.update", message_id=message)
def update(client: SinchClient, account: Account, message_id: str) -> None:
    changed = client.conversation.messages.update(message_id, "after", messages_source="CONVERSATION_SOURCE")
    assert type(changed) is ConversationMessageResponse
    assert (changed.id, changed.metadata) == (message_id, "after")


@scenario("conversation.messages.delete", message_id=message)
def delete(client: SinchClient, account: Account, message_id: str) -> None:
    client.conversation.messages.delete(message_id, messages_source="CONVERSATION_SOURCE")


@scenario(
    "conversation.messages.list",
    message_id=message,
    contact_id=contact,
    conversation_id=conversation,
    end_time=tomorrow,
)
def list_messages(
    client: SinchClient, account: Account, message_id: str, contact_id: str, conversation_id: str, end_time: str
) -> None:
    page = client.conversation.messages.list(
        page_size=5,
        conversation_id=conversation_id,
        contact_id=contact_id,
        app_id=account.app_id,
        channel_identity=account.recipient.removeprefix("+"),
        start_time="2026-01-01T00:00:00Z",
        end_time=end_time,
        view="WITH_METADATA",
        messages_source="CONVERSATION_SOURCE",
        channel="SMS",
        direction="TO_CONTACT",
    )
    assert message_id in [each.id for each in page.content()]
    assert {each.contact_id for each in page.content()} == {contact_id}


@scenario("conversation.messages.list_last_messages_by_channel_identity", message_id=message, end_time=tomorrow)
def list_last_messages(client: SinchClient, account: Account, message_id: str, end_time: str) -> None:
    page = client.conversation.messages.list_last_messages_by_channel_identity(
        channel_identities=[account.recipient.removeprefix("+")],
        app_id=account.app_id,
        messages_source="CONVERSATION_SOURCE",
        page_size=5,
        view="WITH_METADATA",
        start_time="2026-01-01T00:00:00Z",
        end_time=end_time,
        channel="SMS",
        direction="TO_CONTACT",
    )
    assert [each.id for each in page] == [message_id]
