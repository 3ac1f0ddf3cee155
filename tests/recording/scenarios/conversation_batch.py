"""Scenarios of Conversation Batch. Messages go to the test phone by SMS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sinch import SinchClient
from sinch.domains.conversation import BatchAccepted, BatchStatus, SendBatchResponse
from tests.recording.recorder import scenario
from tests.recording.scenarios.conversation import contact, identities
from tests.recording.stages import Account, Stage

GREETING = {"text_message": {"text": "Hello ${name}"}}


def recipients(account: Account) -> list[dict[str, Any]]:
    identified_by = {"channel_identities": identities(account)}
    return [{"recipient": {"identified_by": identified_by}, "parameters": {"name": "Ada"}}]


@contextmanager
def later(stage: Stage) -> Iterator[str]:
    """A time at which a batch can be sent."""
    yield f"{stage.now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def batch(stage: Stage) -> Iterator[str]:
    """The id of a scheduled batch, which is cancelled afterwards."""
    batches = stage.client.conversation.batches
    account = stage.account
    made = batches.send(
        account.app_id,
        GREETING,  # type: ignore[arg-type]
        recipients(account),  # type: ignore[arg-type]
        batch_metadata={"campaign": "spring"},
        send_after=stage.now + timedelta(days=1),
    )
    yield made["batch_id"]
    batches.cancel(made["batch_id"])


@scenario("conversation.batches.send", send_after=later)
def send(client: SinchClient, account: Account, send_after: str) -> None:
    sent = client.conversation.batches.send(
        account.app_id,
        GREETING,  # type: ignore[arg-type]
        recipients(account),  # type: ignore[arg-type]
        processing_strategy="DEFAULT",
        batch_metadata={"campaign": "spring"},
        message_metadata={"basket": "b-12"},
        conversation_metadata={"segment": "new"},
        send_after=send_after,
        event_destination_target="https://hooks.example.com/receipts",
        channel_priority_order=["SMS"],
        ttl=900,
        channel_properties={"SMS_SENDER": account.sender},
        correlation_id="spring-1",
    )
    assert type(sent) is SendBatchResponse
    assert sent.batch_id
    assert sent.send_after


@scenario("conversation.batches.get", batch_id=batch)
def get(client: SinchClient, account: Account, batch_id: str) -> None:
    found = client.conversation.batches.get(batch_id)
    assert type(found) is BatchStatus
    assert found.status == "SCHEDULED"
    assert found.batch_metadata == {"campaign": "spring"}


@scenario("conversation.batches.list", batch_id=batch)
def list_batches(client: SinchClient, account: Account, batch_id: str) -> None:
    page = client.conversation.batches.list("campaign", "spring")
    assert batch_id in [each.batch_id for each in page]


@scenario("conversation.batches.cancel", batch_id=batch)
def cancel(client: SinchClient, account: Account, batch_id: str) -> None:
    client.conversation.batches.cancel(batch_id)


@scenario("conversation.contacts.create_batch")
def create_contacts(client: SinchClient, account: Account) -> None:
    accepted = client.conversation.contacts.create_batch(
        [{"channel_identities": [{"channel": "SMS", "identity": account.recipient}], "language": "EN_US"}]
    )
    assert type(accepted) is BatchAccepted


@scenario("conversation.contacts.delete_batch", contact_id=contact)
def delete_contacts(client: SinchClient, account: Account, contact_id: str) -> None:
    assert type(client.conversation.contacts.delete_batch([contact_id])) is BatchAccepted


@scenario("conversation.consents.insert_batch")
def insert_consents(client: SinchClient, account: Account) -> None:
    record = {"identification": account.recipient, "consent_type": "OPT_OUT_MARKETING"}
    accepted = client.conversation.consents.insert_batch(account.app_id, [record])  # type: ignore[list-item]
    assert accepted.batch_id
