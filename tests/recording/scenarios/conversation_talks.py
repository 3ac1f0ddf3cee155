"""Scenarios of conversations and their events. They are about a contact that was made for the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import (
    ConversationDetails,
    ConversationEvent,
    ConversationRecentMessage,
    InjectEventResponse,
    SendEventResponse,
)
from tests.recording.recorder import scenario
from tests.recording.scenarios.conversation_contacts import contact
from tests.recording.stages import Account, Stage

SMS = {"channel": "SMS", "identity": "+12025550144"}
MIRA = {"display_name": "Mira", "type": "HUMAN"}


# Props


@contextmanager
def talk(stage: Stage) -> Iterator[str]:
    """The id of a conversation with a new contact; it goes with its contact."""
    with contact(stage) as contact_id:
        made = stage.client.conversation.conversations.create(stage.account.app_id, contact_id=contact_id)
        assert made.id is not None
        yield made.id


@contextmanager
def talker(stage: Stage) -> Iterator[str]:
    """The id of a contact that has a conversation."""
    with contact(stage) as contact_id:
        stage.client.conversation.conversations.create(stage.account.app_id, contact_id=contact_id)
        yield contact_id


@contextmanager
def event(stage: Stage) -> Iterator[str]:
    """The id of an event in a conversation."""
    with talk(stage) as talk_id:
        sent = stage.client.conversation.conversations.inject_event(
            talk_id, app_event={"agent_joined_event": {"agent": MIRA}}, accept_time=stage.now
        )
        assert sent.event_id is not None
        yield sent.event_id
        with suppress(NotFoundError):  # already gone if deleting it was recorded
            stage.client.conversation.events.delete(sent.event_id)


@contextmanager
def an_hour_ago(stage: Stage) -> Iterator[str]:
    """A time that something may have happened at."""
    yield f"{stage.now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


# Conversations


@scenario("conversation.conversations.create", contact_id=contact)
def create(client: SinchClient, account: Account, contact_id: str) -> None:
    made = client.conversation.conversations.create(
        account.app_id,
        contact_id=contact_id,
        active=True,
        active_channel="SMS",
        conversation_metadata={"basket": "b-12"},
        correlation_id="ticket-7",
    )
    assert type(made) is ConversationDetails
    assert (made.contact_id, made.active, made.active_channel) == (contact_id, True, "SMS")
    assert made.conversation_metadata == {"basket": "b-12"}


@scenario("conversation.conversations.list", contact_id=talker)
def list_conversations(client: SinchClient, account: Account, contact_id: str) -> None:
    page = client.conversation.conversations.list(
        app_id=account.app_id, contact_id=contact_id, only_active=True, page_size=5
    )
    assert [each.contact_id for each in page] == [contact_id]


@scenario("conversation.conversations.list_recent", talk_id=talk)
def list_recent(client: SinchClient, account: Account, talk_id: str) -> None:
    page = client.conversation.conversations.list_recent(account.app_id, only_active=True, page_size=5, order="DESC")
    assert {type(each) for each in page.content()} == {ConversationRecentMessage}
    assert page.content()[0].conversation.app_id == account.app_id


@scenario("conversation.conversations.get", talk_id=talk)
def get(client: SinchClient, account: Account, talk_id: str) -> None:
    found = client.conversation.conversations.get(talk_id)
    assert type(found) is ConversationDetails
    assert (found.id, found.app_id) == (talk_id, account.app_id)


@scenario("conversation.conversations.update", talk_id=talk)
def update(client: SinchClient, account: Account, talk_id: str) -> None:
    changed = client.conversation.conversations.update(
        talk_id,
        conversation_metadata={"basket": "b-13"},
        correlation_id="ticket-8",
        metadata_update_strategy="MERGE_PATCH",
    )
    assert type(changed) is ConversationDetails
    assert (changed.conversation_metadata, changed.correlation_id) == ({"basket": "b-13"}, "ticket-8")


@scenario("conversation.conversations.delete", talk_id=talk)
def delete(client: SinchClient, account: Account, talk_id: str) -> None:
    client.conversation.conversations.delete(talk_id)


@scenario("conversation.conversations.stop_active", talk_id=talk)
def stop_active(client: SinchClient, account: Account, talk_id: str) -> None:
    client.conversation.conversations.stop_active(talk_id)


@scenario("conversation.conversations.inject_message", contact_id=talker, accept_time=an_hour_ago)
def inject_message(client: SinchClient, account: Account, contact_id: str, accept_time: str) -> None:
    (found,) = client.conversation.conversations.list(contact_id=contact_id)
    client.conversation.conversations.inject_message(
        found.id,
        contact_message={"text_message": {"text": "Call me back."}},
        direction="TO_APP",
        accept_time=accept_time,
        contact_id=contact_id,
        channel_identity=SMS,
        sender_id=account.sender,
        processing_mode="CONVERSATION",
        metadata="call-7",
    )


@scenario("conversation.conversations.inject_event", talk_id=talk, accept_time=an_hour_ago)
def inject_event(client: SinchClient, account: Account, talk_id: str, accept_time: str) -> None:
    made = client.conversation.conversations.inject_event(
        talk_id,
        app_event={"agent_joined_event": {"agent": MIRA}},
        accept_time=accept_time,
        channel_identity=SMS,
        processing_mode="CONVERSATION",
    )
    assert type(made) is InjectEventResponse
    assert made.event_id


# Events


def check(sent: object) -> None:
    assert type(sent) is SendEventResponse
    assert sent.event_id
    assert sent.accepted_time is not None
    assert sent.accepted_time.tzinfo is not None


@scenario("conversation.events.send")
def send(client: SinchClient, account: Account) -> None:
    check(
        client.conversation.events.send(
            account.app_id,
            {"composing_event": {}},
            recipient_identities=[SMS],
            event_destination_target="https://hooks.example.com/receipts",
            channel_priority_order=["SMS"],
            event_metadata="basket-12",
            queue="HIGH_PRIORITY",
        )
    )


@scenario("conversation.events.send_composing_event", contact_id=contact)
def send_composing_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_composing_event(account.app_id, contact_id=contact_id))


@scenario("conversation.events.send_composing_end_event", contact_id=contact)
def send_composing_end_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_composing_end_event(account.app_id, contact_id=contact_id))


@scenario("conversation.events.send_comment_reply_event", contact_id=contact)
def send_comment_reply_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_comment_reply_event(account.app_id, "Thank you!", contact_id=contact_id))


@scenario("conversation.events.send_agent_joined_event", contact_id=contact)
def send_agent_joined_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_agent_joined_event(account.app_id, MIRA, contact_id=contact_id))


@scenario("conversation.events.send_agent_left_event", contact_id=contact)
def send_agent_left_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_agent_left_event(account.app_id, MIRA, contact_id=contact_id))


@scenario("conversation.events.send_generic_event", contact_id=contact)
def send_generic_event(client: SinchClient, account: Account, contact_id: str) -> None:
    check(client.conversation.events.send_generic_event(account.app_id, {"nudge": True}, contact_id=contact_id))


@scenario("conversation.events.list", event_id=event)
def list_events(client: SinchClient, account: Account, event_id: str) -> None:
    talk_id = client.conversation.events.get(event_id).conversation_id
    page = client.conversation.events.list(conversation_id=talk_id, page_size=5)
    assert [each.id for each in page] == [event_id]


@scenario("conversation.events.get", event_id=event)
def get_event(client: SinchClient, account: Account, event_id: str) -> None:
    found = client.conversation.events.get(event_id)
    assert type(found) is ConversationEvent
    assert found.app_event is not None
    assert found.app_event.agent_joined_event.agent.display_name == "Mira"


@scenario("conversation.events.delete", event_id=event)
def delete_event(client: SinchClient, account: Account, event_id: str) -> None:
    client.conversation.events.delete(event_id)
