"""Conversations and events: how they begin and end, what is added to them, and what is rejected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.conversation.test_responses import assert_readable

pytestmark = both_colours

APP = "01JEXAMPLE000000000000APP1"
ADA = "+12025550123"
SMS: Any = [{"channel": "SMS", "identity": ADA}]


def kinds(simulator: Simulator) -> list[str]:
    """Return what the events are about, in their order."""
    common = {"app_id", "project_id", "accepted_time", "event_time", "message_metadata", "correlation_id"}
    return [key for event in simulator.events for key in event.json if key not in common]


def test_a_conversation_holds_its_messages(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    conversation.messages.send_text_message(APP, "Hi", recipient_identities=SMS)
    inbound = sinch_simulator.receive_message(ADA, "Hello")
    (talk,) = conversation.conversations.list(app_id=APP)
    assert_readable(talk)
    assert (talk.id, talk.contact_id) == (inbound["conversation_id"], inbound["contact_id"])
    assert (talk.active, talk.active_channel) == (True, "SMS")
    assert talk.last_received is not None
    assert talk.last_received.year == 2026
    assert len(list(conversation.messages.list(conversation_id=talk.id))) == 2
    (recent,) = conversation.conversations.list_recent(APP)
    assert_readable(recent)
    assert recent.conversation.id == talk.id  # type: ignore[union-attr]
    assert recent.last_message.contact_message.text_message.text == "Hello"  # type: ignore[union-attr]
    conversation.conversations.delete(str(talk.id))
    assert list(conversation.messages.list(conversation_id=talk.id)) == []
    with pytest.raises(sinch.NotFoundError, match="unknown conversation"):
        conversation.conversations.get(str(talk.id))
    assert kinds(sinch_simulator)[-1] == "conversation_delete_notification"


def test_a_new_message_after_the_end_begins_a_new_one(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversations = sinch_client.conversation.conversations
    first = sinch_simulator.receive_message(ADA, "Hello")["conversation_id"]
    conversations.stop_active(first)
    conversations.stop_active(first)
    second = sinch_simulator.receive_message(ADA, "Hello again")["conversation_id"]
    assert [talk.id for talk in conversations.list(app_id=APP)] == [first, second]
    assert [talk.id for talk in conversations.list(app_id=APP, only_active=True)] == [second]
    assert [talk.id for talk in conversations.list(app_id=APP, only_active=False)] == [first]
    assert [each.conversation.id for each in conversations.list_recent(APP)] == [second, first]  # type: ignore[union-attr]
    assert [each.conversation.id for each in conversations.list_recent(APP, order="ASC")] == [first, second]  # type: ignore[union-attr]
    assert kinds(sinch_simulator).count("conversation_stop_notification") == 1
    assert kinds(sinch_simulator).count("conversation_start_notification") == 2


def test_metadata_is_replaced_or_patched_and_repeated(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    contact = conversation.contacts.create(channel_identities=SMS, language="EN")
    made = conversation.conversations.create(APP, contact_id=str(contact.id), conversation_metadata={"a": 1, "b": 2})
    talk_id = str(made.id)
    assert made.conversation_metadata == made.metadata_json == {"a": 1, "b": 2}
    patched = conversation.conversations.update(
        talk_id, conversation_metadata={"b": None, "c": 3}, metadata_update_strategy="MERGE_PATCH"
    )
    assert patched.conversation_metadata == {"a": 1, "c": 3}
    sinch_simulator.receive_message(ADA, "Hello")
    assert sinch_simulator.events[-1].json["message_metadata"] == '{"a":1,"c":3}'
    changed = conversation.conversations.update(talk_id, metadata_json={"d": 4}, correlation_id="ticket-7")  # type: ignore[call-arg]
    assert (changed.conversation_metadata, changed.correlation_id) == ({"d": 4}, "ticket-7")
    cleared = conversation.conversations.update(talk_id, conversation_metadata=None)
    assert (cleared.conversation_metadata, cleared.correlation_id) == (None, "ticket-7")
    with pytest.raises(ArgumentError, match="nothing to update: pass at least one of app_id, contact_id, active"):
        conversation.conversations.update(talk_id, metadata_update_strategy="REPLACE")
    with pytest.raises(sinch.BadRequestError, match="have an active conversation already"):
        conversation.conversations.create(APP, contact_id=str(contact.id))


def test_what_happened_elsewhere_is_added(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    inbound = sinch_simulator.receive_message(ADA, "Hello")
    talk_id, contact_id = inbound["conversation_id"], inbound["contact_id"]
    now = sinch_simulator.clock.time
    given: Any = {"contact_id": contact_id, "channel_identity": SMS[0]}
    conversation.conversations.inject_message(
        talk_id, app_message={"text_message": {"text": "Hi"}}, direction="TO_CONTACT", accept_time=now, **given
    )
    assert sinch_simulator.sent_messages() == []
    added = conversation.messages.list(conversation_id=talk_id).content()[0]
    assert (added.injected, added.app_message.text_message.text) == (True, "Hi")  # type: ignore[union-attr]
    event_id = conversation.conversations.inject_event(
        talk_id, app_event={"agent_joined_event": {"agent": {"display_name": "Mira"}}}, accept_time=now
    ).event_id
    event = conversation.events.get(str(event_id))
    assert_readable(event)
    assert event.app_event.agent_joined_event.agent.display_name == "Mira"  # type: ignore[union-attr]
    assert event.channel_identity.identity == "12025550123"  # type: ignore[union-attr]
    for wrong, problem in (
        ({"direction": "TO_APP"}, "app_message goes with TO_CONTACT"),
        ({"accept_time": now + timedelta(days=1)}, "accept_time"),
        ({"accept_time": now - timedelta(days=31)}, "accept_time"),
        ({"contact_id": "01JEXAMPLE00000000CONTACT9"}, "contact_id: is not the contact of this conversation"),
        ({"contact_message": {"text_message": {"text": "Hi"}}}, "only one of app_message, contact_message"),
    ):
        whole: Any = {
            "app_message": {"text_message": {"text": "Hi"}},
            "direction": "TO_CONTACT",
            "accept_time": now,
            **given,
            **wrong,
        }
        with pytest.raises(sinch.BadRequestError, match=problem):
            conversation.conversations.inject_message(talk_id, **whole)


def test_an_event_is_sent_and_reported(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    sent = conversation.events.send_composing_event(APP, recipient_identities=SMS, event_metadata="basket-12")
    sinch_simulator.deliver_event(str(sent.event_id), "FAILED", "CHANNEL_REJECT", description="Not here")
    receipt: Any = conversation.sinch_events.parse_event(sinch_simulator.events[-1].body)
    assert receipt.event_delivery_report.event_id == sent.event_id
    assert receipt.event_delivery_report.reason.code == "CHANNEL_REJECT"
    assert receipt.event_delivery_report.metadata == "basket-12"
    stored = conversation.events.get(str(sent.event_id))
    assert (stored.direction, stored.app_event) == ("TO_CONTACT", {"composing_event": {}})
    reaction = {"emoji": "👍", "action": "REACTION_ACTION_REACT", "message_id": "01JEXAMPLE0000000000000MT1"}
    caused = sinch_simulator.receive_event(ADA, {"contact_message_event": {"reaction_event": reaction}}, channel="SMS")
    listed = list(conversation.events.list(contact_id=stored.contact_id))
    assert [event.id for event in listed] == [caused["id"], sent.event_id]
    assert_readable(listed)
    assert listed[0].contact_message_event.reaction_event.emoji == "👍"  # type: ignore[union-attr]
    conversation.events.delete(str(sent.event_id))
    with pytest.raises(sinch.NotFoundError, match="unknown event"):
        conversation.events.get(str(sent.event_id))
    with pytest.raises(sinch.BadRequestError, match="conversation_id or contact_id"):
        conversation.events.list()
    with pytest.raises(LookupError, match="event NOPE was not sent"):
        sinch_simulator.deliver_event("NOPE")


@pytest.mark.parametrize(
    ("method", "content"),
    [
        ("send", {"event": {"composing_event": {}}}),
        ("send_composing_event", {}),
        ("send_composing_end_event", {}),
        ("send_comment_reply_event", {"text": "Thanks"}),
        ("send_agent_joined_event", {"agent": {"display_name": "Mira"}}),
        ("send_agent_left_event", {"agent": {"display_name": "Mira"}}),
        ("send_generic_event", {"payload": {}}),
    ],
)
def test_an_event_has_one_recipient_and_its_content(
    method: str, content: dict[str, Any], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    send: Any = getattr(sinch_client.conversation.events, method)
    with pytest.raises(ArgumentError, match="there is no recipient: pass contact_id="):
        send(APP, **content)
    with pytest.raises(ArgumentError, match="there is only one recipient: pass only one of contact_id and"):
        send(APP, **content, contact_id="01JEXAMPLE00000000CONTACT1", recipient_identities=SMS)
    for name in content:
        with pytest.raises(ArgumentError, match=name):
            send(APP, **{name: 5}, contact_id="01JEXAMPLE00000000CONTACT1")
    assert not sinch_simulator.requests


def test_an_event_is_never_sent_twice(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("Events_SendEvent", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError):
        sinch_client.conversation.events.send_composing_event(APP, recipient_identities=SMS)
    sends = [request for request in sinch_simulator.requests if request.operation_id == "Events_SendEvent"]
    assert len(sends) == 1
