"""Scenarios of event destinations, consents, lookups and settings. What is created is deleted afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import (
    ConsentIdentity,
    EventDestinationResponse,
    ListAuditRecordsResponse,
    LookupCapabilityResponse,
    ProjectSettingsResponse,
    TranscodeMessageResponse,
)
from tests.recording.recorder import scenario
from tests.recording.scrubber import SECRET
from tests.recording.stages import Account, Stage

TARGET = "https://hooks.example.com/conversation"


# Props


@contextmanager
def destination(stage: Stage) -> Iterator[str]:
    """The id of an event destination that was made for the scenario."""
    destinations = stage.client.conversation.event_destinations
    made = destinations.create(stage.account.app_id, TARGET, secret=SECRET, triggers=["MESSAGE_INBOUND"])
    assert made.id is not None
    yield made.id
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        destinations.delete(made.id)


@contextmanager
def settings(stage: Stage) -> Iterator[str]:
    """The id of the project, which has settings."""
    with suppress(NotFoundError):
        stage.client.conversation.project_settings.delete()
    stage.client.conversation.project_settings.create()
    yield stage.account.project_id
    stage.client.conversation.project_settings.delete()


@contextmanager
def no_settings(stage: Stage) -> Iterator[str]:
    """The id of the project, which has no settings."""
    with suppress(NotFoundError):
        stage.client.conversation.project_settings.delete()
    yield stage.account.project_id
    stage.client.conversation.project_settings.delete()


@contextmanager
def opted_out(stage: Stage) -> Iterator[str]:
    """The identity of somebody who has opted out; the test phone must have written STOP to the real app."""
    identity = stage.account.recipient.removeprefix("+")
    if stage.simulator is not None:
        stage.simulator.opt_out(identity, channel="SMS")
    yield identity


# Event destinations


@scenario("conversation.event_destinations.create")
def create(client: SinchClient, account: Account) -> None:
    made = client.conversation.event_destinations.create(
        account.app_id,
        TARGET,
        target_type="DISMISS",
        secret=SECRET,
        triggers=["MESSAGE_INBOUND", "MESSAGE_DELIVERY"],
        client_credentials={
            "client_id": "mug-shop",
            "client_secret": SECRET,
            "endpoint": "https://id.example.com/token",
        },
    )
    assert type(made) is EventDestinationResponse
    assert made.id
    assert set(made.triggers or ()) == {"MESSAGE_INBOUND", "MESSAGE_DELIVERY"}
    client.conversation.event_destinations.delete(made.id)


@scenario("conversation.event_destinations.list", destination_id=destination)
def list_destinations(client: SinchClient, account: Account, destination_id: str) -> None:
    assert destination_id in [each.id for each in client.conversation.event_destinations.list(account.app_id)]


@scenario("conversation.event_destinations.get", destination_id=destination)
def get(client: SinchClient, account: Account, destination_id: str) -> None:
    found = client.conversation.event_destinations.get(destination_id)
    assert type(found) is EventDestinationResponse
    assert (found.id, found.target) == (destination_id, TARGET)


@scenario("conversation.event_destinations.update", destination_id=destination)
def update(client: SinchClient, account: Account, destination_id: str) -> None:
    changed = client.conversation.event_destinations.update(
        destination_id, triggers=["CAPABILITY"], target=f"{TARGET}/2", client_credentials=None
    )
    assert type(changed) is EventDestinationResponse
    assert (changed.triggers, changed.target) == (["CAPABILITY"], f"{TARGET}/2")


@scenario("conversation.event_destinations.delete", destination_id=destination)
def delete(client: SinchClient, account: Account, destination_id: str) -> None:
    client.conversation.event_destinations.delete(destination_id)


# Consents, lookups and settings


@scenario("conversation.consents.list_identities", identity=opted_out)
def list_identities(client: SinchClient, account: Account, identity: str) -> None:
    page = client.conversation.consents.list_identities(account.app_id, "OPT_OUT_ALL", page_size=5)
    assert {type(each) for each in page.content()} == {ConsentIdentity}
    assert identity in [each.identity for each in page]


@scenario("conversation.consents.list_audit_records", identity=opted_out)
def list_audit_records(client: SinchClient, account: Account, identity: str) -> None:
    found = client.conversation.consents.list_audit_records(account.app_id, identity)
    assert type(found) is ListAuditRecordsResponse
    assert found.audit_records[0].operation == "OPERATION_INSERT"


@scenario("conversation.capability.lookup")
def lookup(client: SinchClient, account: Account) -> None:
    asked = client.conversation.capability.lookup(
        account.app_id,
        recipient_identities=[{"channel": "SMS", "identity": account.recipient}],
        request_id="lookup-7",
    )
    assert type(asked) is LookupCapabilityResponse
    assert asked.request_id == "lookup-7"


@scenario("conversation.transcoding.transcode_message")
def transcode_message(client: SinchClient, account: Account) -> None:
    message = {"text_message": {"text": "Your mug is ready."}}
    shown = client.conversation.transcoding.transcode_message(
        account.app_id, message, ["SMS"], from_=account.sender, to=account.recipient
    )
    assert type(shown) is TranscodeMessageResponse
    assert "Your mug is ready." in shown.transcoded_message["SMS"]


@scenario("conversation.project_settings.create", project_id=no_settings)
def create_settings(client: SinchClient, account: Account, project_id: str) -> None:
    made = client.conversation.project_settings.create(contact_settings={"unified_contact_id_enabled": False})
    assert type(made) is ProjectSettingsResponse
    assert made.project_id == project_id


@scenario("conversation.project_settings.get", project_id=settings)
def get_settings(client: SinchClient, account: Account, project_id: str) -> None:
    found = client.conversation.project_settings.get()
    assert type(found) is ProjectSettingsResponse
    assert found.project_id == project_id


@scenario("conversation.project_settings.update", project_id=settings)
def update_settings(client: SinchClient, account: Account, project_id: str) -> None:
    changed = client.conversation.project_settings.update(contact_settings={"unified_contact_id_enabled": False})
    assert changed.settings.contact_settings.unified_contact_id_enabled is False


@scenario("conversation.project_settings.delete", project_id=settings)
def delete_settings(client: SinchClient, account: Account, project_id: str) -> None:
    client.conversation.project_settings.delete()
