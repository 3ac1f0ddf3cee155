"""Contacts: how they come to be, are found, changed and merged, and what is rejected."""

from __future__ import annotations

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


def made(client: SinchClient, *channels: str, **fields: Any) -> Any:
    identities: Any = [{"channel": channel, "identity": ADA} for channel in channels]
    return client.conversation.contacts.create(channel_identities=identities, language="EN", **fields)


def kinds(simulator: Simulator) -> list[str]:
    return [next(key for key in event.json if key.endswith("_notification")) for event in simulator.events]


def test_a_contact_appears_when_it_writes(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    contacts = sinch_client.conversation.contacts
    assert list(contacts.list()) == []
    inbound = sinch_simulator.receive_message(ADA, "Hello")
    sinch_simulator.receive_message(ADA, "Is anybody there?")
    (contact,) = contacts.list()
    assert contact.id == inbound["contact_id"]
    assert contact.display_name == "Unknown"
    assert contact.language == "UNSPECIFIED"
    assert contact.channel_identities[0].identity == "12025550123"
    assert_readable(contacts.get(contact.id))
    assert [contact.id for contact in contacts.list(channel="SMS", identity=ADA)] == [contact.id]
    assert list(contacts.list(channel="RCS", identity=ADA)) == []
    sent = sinch_client.conversation.messages.send_text_message(APP, "Yes", contact_id=contact.id)
    assert sinch_simulator.sent_messages(ADA)[-1].id == sent.message_id


def test_only_what_is_given_is_changed_and_none_clears(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    contacts = sinch_client.conversation.contacts
    contact = made(sinch_client, "SMS", display_name="Ada", email="ada@example.com", metadata="mugs")
    changed = contacts.update(contact.id, email=None, external_id="customer-7")
    assert (changed.display_name, changed.email, changed.external_id) == ("Ada", "", "customer-7")
    changed = contacts.update(contact.id, display_name="ignored", update_mask=["metadata"])
    assert (changed.display_name, changed.metadata) == ("Ada", "")
    assert contacts.update(contact.id, display_name=None).display_name == "Unknown"
    assert [each.id for each in contacts.list(external_id="customer-7")] == [contact.id]
    assert kinds(sinch_simulator).count("contact_update_notification") == 3
    with pytest.raises(ArgumentError, match="nothing to update: pass at least one of channel_identities"):
        contacts.update(contact.id)
    with pytest.raises(ArgumentError, match=r"update_mask names 'channel_identities\.identity'"):
        contacts.update(contact.id, email=None, update_mask=["channel_identities.identity"])


def test_lists_page_by_token(sinch_client: SinchClient) -> None:
    ids = [made(sinch_client, "SMS", external_id=f"customer-{number}").id for number in range(5)]
    page = sinch_client.conversation.contacts.list(page_size=2)
    assert [each.id for each in page.content()] == ids[:2]
    assert [each.id for each in page] == ids
    resumed = sinch_client.conversation.contacts.list(page_size=2, page_token=page.next_page_token)
    assert [each.id for each in resumed] == ids[2:]


def test_two_contacts_become_one(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    kept = made(sinch_client, "SMS", display_name="Ada")
    other = made(sinch_client, "SMS", "RCS", email="ada@example.com")
    (conflict,) = conversation.contacts.list_identity_conflicts()
    assert_readable(conflict)
    assert (conflict.identity, conflict.channels) == ("12025550123", ["SMS", "RCS"])
    assert conflict.contact_ids == [kept.id, other.id]
    for contact in (kept, other):
        conversation.messages.send_text_message(APP, "Hi", contact_id=contact.id)
    merged = conversation.contacts.merge_contact(kept.id, source_id=other.id)
    assert [(each.channel, each.identity) for each in merged.channel_identities] == [
        ("SMS", "12025550123"),
        ("RCS", "12025550123"),
    ]
    assert (merged.display_name, merged.email, merged.channel_priority) == ("Ada", "ada@example.com", ["SMS", "RCS"])
    assert list(conversation.contacts.list_identity_conflicts()) == []
    messages = list(conversation.messages.list(contact_id=kept.id))
    assert len(messages) == 2
    assert len({message.conversation_id for message in messages}) == 1
    with pytest.raises(sinch.NotFoundError):
        conversation.contacts.get(other.id)
    event = conversation.sinch_events.parse_event(sinch_simulator.events[-1].body)
    assert event.contact_merge_notification.deleted_contact.id == other.id  # type: ignore[union-attr]
    with pytest.raises(sinch.NotFoundError):
        conversation.contacts.merge_contact(kept.id, source_id=other.id)
    with pytest.raises(sinch.BadRequestError, match="cannot be merged into itself"):
        conversation.contacts.merge_contact(kept.id, source_id=kept.id)


def test_a_contact_goes_with_its_conversations(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    contact = made(sinch_client, "SMS")
    conversation.messages.send_text_message(APP, "Hi", contact_id=contact.id)
    conversation.contacts.delete(contact.id)
    assert list(conversation.messages.list(contact_id=contact.id)) == []
    assert kinds(sinch_simulator)[-2:] == ["conversation_delete_notification", "contact_delete_notification"]
    with pytest.raises(sinch.NotFoundError, match="unknown contact"):
        conversation.contacts.delete(contact.id)


def test_the_profile_of_a_contact(sinch_client: SinchClient) -> None:
    contacts = sinch_client.conversation.contacts
    user: Any = [{"channel": "MESSENGER", "identity": "5550001112223334"}]
    stranger = contacts.get_channel_profile_by_channel_identity(APP, channel="MESSENGER", recipient_identities=user)
    assert stranger.profile_name == "User 3334"
    contact = contacts.create(channel_identities=user, language="EN", display_name="Ada")
    found = contacts.get_channel_profile(APP, channel="MESSENGER", recipient={"contact_id": str(contact.id)})
    assert found.profile_name == "Ada"
    with pytest.raises(sinch.BadRequestError, match="has no identity on INSTAGRAM"):
        contacts.get_channel_profile_by_contact_id(APP, channel="INSTAGRAM", contact_id=str(contact.id))


@pytest.mark.parametrize(
    ("recipient", "problem"),
    [
        (
            {"contact_id": "c", "identified_by": {"channel_identities": []}},
            "recipient has contact_id and identified_by: pass contact_id or identities, but not both",
        ),
        ({"contact_id": "c", "channel_identities": []}, "recipient has contact_id and channel_identities"),
        ({"channel_identities": "SMS"}, r"recipient\[\"channel_identities\"\] must be a list"),
        ("c", "recipient must be a dictionary"),
    ],
)
def test_a_recipient_is_one_of_two(
    recipient: Any, problem: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=problem):
        sinch_client.conversation.contacts.get_channel_profile(APP, channel="LINE", recipient=recipient)
    with pytest.raises(ArgumentError, match=problem):
        sinch_client.conversation.messages.send(APP, {"text_message": {"text": "Hi"}}, recipient=recipient)
    assert not sinch_simulator.requests


def test_what_the_server_rejects(sinch_client: SinchClient) -> None:
    contacts = sinch_client.conversation.contacts
    with pytest.raises(sinch.BadRequestError, match="external_id: not together with channel"):
        contacts.list(external_id="customer-7", channel="SMS", identity=ADA)
    with pytest.raises(sinch.BadRequestError, match="neither without the other"):
        contacts.list(channel="SMS")
    with pytest.raises(sinch.BadRequestError, match="channel_identities"):
        contacts.create(channel_identities=[], language="EN")
    with pytest.raises(sinch.BadRequestError, match="page_size"):
        contacts.list(page_size=21)
    with pytest.raises(sinch.BadRequestError, match="metadata"):
        made(sinch_client, "SMS", metadata="m" * 1025)
