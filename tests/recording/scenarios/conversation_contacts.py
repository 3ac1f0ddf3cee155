"""Scenarios of the contacts of the Conversation API. Contacts that are created are deleted afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import Contact, ContactIdentityConflict, GetChannelProfileResponse
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

SMS = {"channel": "SMS", "identity": "+12025550144"}
RCS = {"channel": "RCS", "identity": "+12025550144"}


def _made(stage: Stage, identity: dict[str, str]) -> Iterator[str]:
    contacts = stage.client.conversation.contacts
    contact_id = contacts.create(channel_identities=[identity], language="EN_US", display_name="Ada").id
    assert contact_id is not None
    yield contact_id
    with suppress(NotFoundError):  # already gone if deleting or merging it was recorded
        contacts.delete(contact_id)


@contextmanager
def contact(stage: Stage) -> Iterator[str]:
    """The id of a contact that was made for the scenario."""
    yield from _made(stage, SMS)


@contextmanager
def other_contact(stage: Stage) -> Iterator[str]:
    """The id of another one, of the same number on another channel."""
    yield from _made(stage, RCS)


@contextmanager
def page_user(stage: Stage) -> Iterator[str]:
    """The id of a contact that wrote to the page of the app."""
    app_id = stage.account.app_id
    yield from _made(stage, {"channel": "MESSENGER", "identity": "5550001112223334", "app_id": app_id})


@scenario("conversation.contacts.create")
def create(client: SinchClient, account: Account) -> None:
    made = client.conversation.contacts.create(
        channel_identities=[SMS],
        language="EN_US",
        channel_priority=["SMS"],
        display_name="Ada",
        email="ada@example.com",
        external_id="customer-7",
        metadata="prefers mugs",
    )
    assert type(made) is Contact
    assert made.id
    assert made.channel_identities[0].identity == "12025550144"
    assert (made.external_id, made.language) == ("customer-7", "EN_US")


@scenario("conversation.contacts.list", contact_id=contact)
def list_contacts(client: SinchClient, account: Account, contact_id: str) -> None:
    page = client.conversation.contacts.list(page_size=5, channel="SMS", identity="+12025550144")
    assert contact_id in [each.id for each in page.content()]


@scenario("conversation.contacts.get", contact_id=contact)
def get(client: SinchClient, account: Account, contact_id: str) -> None:
    found = client.conversation.contacts.get(contact_id)
    assert type(found) is Contact
    assert (found.id, found.display_name) == (contact_id, "Ada")


@scenario("conversation.contacts.update", contact_id=contact)
def update(client: SinchClient, account: Account, contact_id: str) -> None:
    changed = client.conversation.contacts.update(
        contact_id, display_name="Ada Example", email=None, language="EN_GB", metadata="prefers tea"
    )
    assert type(changed) is Contact
    assert (changed.display_name, changed.email, changed.metadata) == ("Ada Example", "", "prefers tea")


@scenario("conversation.contacts.delete", contact_id=contact)
def delete(client: SinchClient, account: Account, contact_id: str) -> None:
    client.conversation.contacts.delete(contact_id)


@scenario("conversation.contacts.merge_contact", contact_id=contact, other=other_contact)
def merge_contact(client: SinchClient, account: Account, contact_id: str, other: str) -> None:
    kept = client.conversation.contacts.merge_contact(contact_id, source_id=other, strategy="MERGE")
    assert type(kept) is Contact
    assert kept.id == contact_id
    assert [entry.channel for entry in kept.channel_identities] == ["SMS", "RCS"]


@scenario("conversation.contacts.get_channel_profile", contact_id=page_user)
def get_channel_profile(client: SinchClient, account: Account, contact_id: str) -> None:
    profile = client.conversation.contacts.get_channel_profile(
        account.app_id, channel="MESSENGER", recipient={"contact_id": contact_id}
    )
    assert type(profile) is GetChannelProfileResponse
    assert profile.profile_name


@scenario("conversation.contacts.get_channel_profile_by_contact_id", contact_id=page_user)
def get_channel_profile_by_contact_id(client: SinchClient, account: Account, contact_id: str) -> None:
    profile = client.conversation.contacts.get_channel_profile_by_contact_id(
        account.app_id, channel="MESSENGER", contact_id=contact_id
    )
    assert profile.profile_name


@scenario("conversation.contacts.get_channel_profile_by_channel_identity", contact_id=page_user)
def get_channel_profile_by_channel_identity(client: SinchClient, account: Account, contact_id: str) -> None:
    profile = client.conversation.contacts.get_channel_profile_by_channel_identity(
        account.app_id,
        channel="MESSENGER",
        recipient_identities=[{"channel": "MESSENGER", "identity": "5550001112223334"}],
    )
    assert profile.profile_name


@scenario("conversation.contacts.list_identity_conflicts", contact_id=contact, other=other_contact)
def list_identity_conflicts(client: SinchClient, account: Account, contact_id: str, other: str) -> None:
    page = client.conversation.contacts.list_identity_conflicts(page_size=5)
    found = [each for each in page if each.identity == "12025550144"]
    assert type(found[0]) is ContactIdentityConflict
    assert set(found[0].contact_ids) >= {contact_id, other}
