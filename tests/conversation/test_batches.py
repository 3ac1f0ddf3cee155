"""Conversation Batch: every method on the wire, and what becomes of messages, contacts and consents afterwards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from sinch import BadRequestError, NotFoundError, SinchClient
from sinch.core.exceptions import OutcomeUnknownError
from sinch.core.paging import Page
from sinch.domains.conversation import (
    AppMessage,
    BatchAccepted,
    BatchStatus,
    ConversationException,
    SendBatchResponse,
    TextMessage,
)
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours
from tests.wire import Call, check

pytestmark = both_colours

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
TEXT = {"text_message": {"text": "${name}, your basket waits on shelf ${shelf}."}}
SMS = {"identified_by": {"channel_identities": [{"channel": "SMS", "identity": "+12025550123"}]}}
ADA = {
    "recipient": SMS,
    "parameters": {"name": "Ada", "shelf": "B12"},
    "message_metadata": {"basket": "b-12"},
    "conversation_metadata": {"segment": "new"},
}
BO = {"recipient": {"contact_id": CONTACT}, "parameters": {"name": "Bo"}}
OPTIONS: dict[str, Any] = {
    "processing_strategy": "DEFAULT",
    "batch_metadata": {"campaign": "spring"},
    "message_metadata": {"campaign": "spring", "basket": "none"},
    "conversation_metadata": {"segment": "old"},
    "channel_priority_order": ["WHATSAPP", "SMS"],
    "channel_properties": {"SMS_SENDER": "MugShop"},
    "correlation_id": "spring-1",
}
MINIMAL = {"app_id": APP, "message": TEXT}
CONTACTS: list[dict[str, Any]] = [
    {
        "channel_identities": [{"channel": "SMS", "identity": "+12025550144"}],
        "language": "EN_US",
        "channel_priority": ["SMS"],
        "display_name": "Ada",
        "email": "ada@example.com",
        "external_id": "customer-12",
        "metadata": "from the fair",
    },
    {"channel_identities": [{"channel": "SMS", "identity": "+12025550155"}], "language": "SV"},
]
RECORDS = [{"identification": "+12025550144", "consent_type": "OPT_OUT_MARKETING"}, {"identification": "12025550155"}]
SENT = (SendBatchResponse, "Batch_SendBatch")
WHEN = datetime(2026, 3, 2, 11, 2, tzinfo=timezone(timedelta(hours=1)))

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("batches.send",
         {**MINIMAL, "recipients": [ADA, BO], **OPTIONS, "send_after": WHEN, "ttl": 900,
          "event_destination_target": "https://hooks.example.com/receipts"},
         "POST /messages",
         {**MINIMAL, "recipient_and_params": [ADA, BO], **OPTIONS, "send_after": "2026-03-02T10:02:00Z",
          "ttl": "900s", "callback_url": "https://hooks.example.com/receipts"},
         *SENT),
    Call("batches.send", {**MINIMAL, "recipients": [BO], "ttl": None, "batch_metadata": None, "send_after": None},
         "POST /messages", {**MINIMAL, "recipient_and_params": [BO]}, *SENT),
    Call("batches.send",
         {**MINIMAL, "recipient_and_params": [BO], "callback_url": "https://hooks.example.com/r", "ttl": "60s"},
         "POST /messages",
         {**MINIMAL, "recipient_and_params": [BO], "callback_url": "https://hooks.example.com/r", "ttl": "60s"},
         *SENT),
    Call("batches.get", {"batch_id": "{batch}"},
         "GET /messages/{batch}", None, BatchStatus, "Batch_GetBatchStatus"),
    Call("batches.list", {"metadata_key": "campaign", "metadata_value": "spring & all"},
         "GET /messages?metadataKey=campaign&metadataValue=spring%20%26%20all", None, Page,
         "Batch_GetBatchStatusesByMetadata"),
    Call("batches.cancel", {"batch_id": "{batch}"},
         "DELETE /messages", {"batch_id": "{batch}"}, None, "Batch_CancelBatch"),
    Call("contacts.create_batch", {"contacts": CONTACTS},
         "POST /contacts", {"contacts": CONTACTS}, BatchAccepted, "Batch_CreateContacts"),
    Call("contacts.delete_batch", {"contact_ids": [CONTACT, "01JEXAMPLE00000000CONTACT2"]},
         "DELETE /contacts", {"contact_ids": [CONTACT, "01JEXAMPLE00000000CONTACT2"]}, BatchAccepted,
         "Batch_DeleteContacts"),
    Call("consents.insert_batch", {"app_id": APP, "consent_records": RECORDS},
         "POST /consents", {"app_id": APP, "consent_records": RECORDS}, BatchAccepted, "Batch_InsertConsents"),
]
# fmt: on


@pytest.fixture
def batches(sinch_client: SinchClient) -> Any:
    return sinch_client.conversation.batches


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: Call, batches: Any, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    made = {"{batch}": batches.send(APP, TEXT, [ADA]).batch_id}
    check(call, "conversation", sinch_client, sinch_simulator, made, host="conversation_batch")


def test_batches_are_on_a_host_of_their_own_and_contacts_on_two(connect: Connect, sinch_simulator: Simulator) -> None:
    names = ("conversation_origin", "conversation_batch_origin")
    origins = {name: f"{sinch_simulator.origins[name]}/{{region}}" for name in names}
    client = connect(**origins, conversation_region="br")
    for call in (client.conversation.contacts.list, lambda: client.conversation.contacts.delete_batch([CONTACT])):
        with pytest.raises(NotFoundError):  # the simulator has nothing there
            call()
    assert [(each.product, each.path.split("/")[1]) for each in sinch_simulator.requests[-2:]] == [
        ("conversation", "br"),
        ("conversation-batch", "br"),
    ]
    client.configuration.conversation_region = None
    with pytest.raises(ValueError, match=r"conversation_region is not set, but needed for Conversation Batch"):
        client.conversation.batches.get("x")


def test_each_recipient_gets_a_message_of_its_own(
    batches: Any, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sent = batches.send(APP, AppMessage(text_message=TextMessage(text="Hello ${name}, ${greeting}")), [ADA], **OPTIONS)
    (message,) = sinch_simulator.assert_sent(to="+12025550123", containing="Hello Ada, ${greeting}")
    stored = sinch_client.conversation.messages.get(message.id)
    metadata = json.loads(stored.metadata or "")
    assert metadata == {"campaign": "spring", "basket": "b-12", "_batch_id": sent.batch_id}
    talk = sinch_client.conversation.conversations.get(str(stored.conversation_id))
    assert talk.conversation_metadata == {"segment": "new", "_batch_id": sent.batch_id}


def test_a_batch_waits_for_its_time_and_can_be_found_and_cancelled(batches: Any, sinch_simulator: Simulator) -> None:
    clock, events = sinch_simulator.clock, []
    sinch_simulator.on_event(lambda event: events.append(event.json), "conversation")
    due = clock.time + timedelta(minutes=12)
    first = batches.send(APP, TEXT, [ADA], batch_metadata={"campaign": "spring"}, send_after=due)
    second = batches.send(APP, TEXT, [ADA], batch_metadata={"campaign": "spring"}, send_after=due)
    assert first.send_after == datetime(2026, 3, 2, 10, 15, tzinfo=timezone.utc), "the next full 5 minutes"
    batches.cancel(second.batch_id)
    listed = {each.batch_id: each.status for each in batches.list("campaign", "spring")}
    assert listed == {first.batch_id: "SCHEDULED", second.batch_id: "CANCELLED"}
    assert list(batches.list("campaign", "autumn")) == []
    clock.advance(14 * 60)
    assert not sinch_simulator.sent_messages()
    clock.advance(60)
    assert len(sinch_simulator.sent_messages()) == 1
    found = batches.get(first.batch_id)
    assert (found.status, found.batch_metadata, found["meta_data"], found.meta_data) == (
        "PROCESSED",
        *[{"campaign": "spring"}] * 3,
    )
    batches.cancel(first.batch_id)  # too late, which the API does not tell
    assert batches.get(first.batch_id).status == "PROCESSED"
    news = [each["batch_status_update_notification"] for each in events if "batch_status_update_notification" in each]
    assert [(each["batch_id"], each["batch_status"]) for each in news] == [
        (second.batch_id, "BATCH_STATUS_CANCELLED"),
        (first.batch_id, "BATCH_STATUS_PROCESSED"),
    ]


def test_soon_is_not_rounded_up(batches: Any, sinch_simulator: Simulator) -> None:
    soon = (sinch_simulator.clock.time + timedelta(seconds=50)).replace(microsecond=0)
    assert batches.send(APP, TEXT, [ADA], send_after=soon).send_after == soon
    assert batches.send(APP, TEXT, [ADA], send_after="2026-03-01T00:00:00Z").send_after < soon, "at once"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"recipients": []}, "recipient_and_params"),
        ({"recipients": [ADA] * 1001}, "recipient_and_params"),
        ({"recipients": [ADA], "send_after": "2026-03-10T10:00:00Z"}, "more than 7 days ahead"),
        ({"recipients": [BO], "processing_strategy": "DISPATCH_ONLY"}, "DISPATCH requires identified_by"),
        ({"recipients": [ADA], "batch_metadata": {"number": 5}}, "batch_metadata"),
        ({"recipients": [{"parameters": {}}]}, "recipient"),
    ],
)
def test_what_the_api_rejects_is_named(
    arguments: dict[str, Any], reason: str, batches: Any, sinch_simulator: Simulator
) -> None:
    with pytest.raises(BadRequestError, match=reason):
        batches.send(APP, TEXT, **arguments)
    assert not sinch_simulator.sent_messages()


def test_a_thousand_recipients_are_one_request(batches: Any, sinch_simulator: Simulator) -> None:
    batches.send(APP, TEXT, [ADA] * 1000)
    assert len([each for each in sinch_simulator.requests if each.product == "conversation-batch"]) == 1
    assert len(sinch_simulator.sent_messages(to="+12025550123")) == 1000


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"recipients": ADA}, "recipients"),
        ({"recipients": [ADA], "ttl": True}, "ttl must be whole seconds"),
        ({"recipients": [ADA], "send_after": "not a date"}, "send_after"),
        ({"recipients": [ADA], "recipient_and_params": [ADA]}, "recipient"),
        ({}, "recipients"),
    ],
)
def test_a_wrong_argument_is_named_before_anything_is_sent(
    arguments: dict[str, Any], problem: str, batches: Any, sinch_simulator: Simulator
) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        batches.send(APP, TEXT, **arguments)
    assert not sinch_simulator.requests


def test_sending_is_never_repeated_and_can_be_looked_up(batches: Any, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("Batch_SendBatch", reset="after")
    with pytest.raises(OutcomeUnknownError):
        batches.send(APP, TEXT, [ADA], batch_metadata={"key": "4711"})
    assert [each.status for each in batches.list("key", "4711")] == ["PROCESSED"]
    assert len(sinch_simulator.sent_messages()) == 1
    with pytest.raises(NotFoundError) as raised:
        batches.get("unknown")
    assert isinstance(raised.value, ConversationException)


def test_contacts_come_and_go_later(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    contacts = sinch_client.conversation.contacts
    accepted = contacts.create_batch(CONTACTS)
    assert accepted.batch_id is None
    found = {str(each.language): str(each.id) for each in contacts.list()}
    assert set(found) == {"EN_US", "SV"}
    assert contacts.get(found["EN_US"]).external_id == "customer-12"
    contacts.delete_batch([found["SV"], "01JEXAMPLE00000000CONTACT9"])
    assert [each.id for each in contacts.list()] == [found["EN_US"]]
    for trigger, times in (("contact_create_notification", 2), ("contact_delete_notification", 1)):
        assert len([each for each in sinch_simulator.events if trigger in each.json]) == times


def test_consents_are_kept(sinch_client: SinchClient) -> None:
    conversation = sinch_client.conversation
    conversation.contacts.create_batch(CONTACTS)
    (ada,) = [each for each in conversation.contacts.list() if each.language == "EN_US"]
    for _ in range(2):
        accepted = conversation.consents.insert_batch(APP, [*RECORDS, {"identification": ada.id}])
        assert accepted.batch_id

    def identities(kind: str) -> list[Any]:
        return [each.identity for each in conversation.consents.list_identities(APP, kind)]

    assert identities("OPT_OUT_MARKETING") == ["12025550144"]
    assert identities("OPT_OUT_ALL") == ["12025550155", "12025550144"]
    records = conversation.consents.list_audit_records(APP, "12025550144").audit_records or []
    assert [each.list_type for each in records] == ["OPT_OUT_MARKETING", "OPT_OUT_ALL"]
