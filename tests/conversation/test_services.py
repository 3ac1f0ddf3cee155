"""Event destinations, capability, consents, transcoding and settings as a program meets them."""

from __future__ import annotations

from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.core.exceptions import SignatureError
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.conversation.receiver import Receiver
from tests.conversation.test_responses import assert_readable

pytestmark = both_colours

APP = "01JEXAMPLE000000000000APP1"
ADA = "+12025550123"
SMS: Any = [{"channel": "SMS", "identity": ADA}]
HOOK = "https://hooks.example.com/events"


def test_an_event_goes_where_its_trigger_is_wanted(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    with Receiver() as inbound, Receiver() as receipts, Receiver() as own, Receiver() as dismissed:
        create = conversation.event_destinations.create
        create(APP, inbound.url, target_type="HTTP", secret="first secret", triggers=["MESSAGE_INBOUND", "OPT_OUT"])
        create(APP, receipts.url, target_type="HTTP", triggers=["MESSAGE_DELIVERY"])
        create(APP, dismissed.url, triggers=["MESSAGE_INBOUND"])
        conversation.apps.update(APP, event_destination_settings={"secret_for_overridden_target": "own secret"})
        sinch_simulator.receive_message(ADA, "Hello")
        sent = conversation.messages.send_text_message(APP, "Hi", recipient_identities=SMS)
        sinch_simulator.deliver_message(sent.message_id)
        sinch_simulator.opt_out(ADA)
        sent = conversation.messages.send_text_message(
            APP, "Hi", recipient_identities=SMS, event_destination_target=own.url
        )
        sinch_simulator.deliver_message(sent.message_id)
        assert [len(each.requests) for each in (inbound, receipts, own, dismissed)] == [2, 1, 2, 0]
        handler = conversation.sinch_events("first secret")
        kinds = [
            type(handler.verify_and_parse(headers, body, tolerance=None)).__name__ for headers, body in inbound.requests
        ]
        assert kinds == ["MessageInboundEvent", "OptOutEvent"]
        headers, body = inbound.requests[0]
        with pytest.raises(SignatureError):
            conversation.sinch_events("another secret").verify_and_parse(headers, body, tolerance=None)
        headers, _ = receipts.requests[0]
        assert not [name for name in headers if name.lower().startswith("x-sinch-webhook-signature")]
        headers, body = own.requests[-1]
        receipt: Any = conversation.sinch_events("own secret").verify_and_parse(headers, body, tolerance=None)
        assert receipt.message_delivery_report.message_id == sent.message_id


def test_an_app_has_five_different_destinations(sinch_client: SinchClient) -> None:
    destinations = sinch_client.conversation.event_destinations
    first = destinations.create(APP, f"{HOOK}/0", secret="example-secret", triggers=["CAPABILITY", "CAPABILITY"])
    assert_readable(first)
    assert (first.target_type, first.triggers, first.client_credentials) == ("DISMISS", ["CAPABILITY"], None)
    assert "example-secret" not in repr(first)
    for number in range(1, 5):
        destinations.create(APP, f"{HOOK}/{number}")
    with pytest.raises(sinch.BadRequestError, match="the app has 5 webhooks already"):
        destinations.create(APP, f"{HOOK}/5")
    credentials: Any = {"client_id": "c", "client_secret": "example-secret", "endpoint": "https://id.example.com/token"}
    changed = destinations.update(str(first.id), client_credentials=credentials, event_destination_target=HOOK)  # type: ignore[call-arg]
    assert changed.client_credentials is not None
    assert (changed.target, changed.client_credentials.token_request_type) == (HOOK, "BASIC")
    assert changed.event_destination_target == HOOK
    assert "example-secret" not in repr(changed)
    cleared = destinations.update(str(first.id), client_credentials=None, secret=None)
    assert (cleared.client_credentials, cleared.secret, cleared.triggers) == (None, "", ["CAPABILITY"])
    with pytest.raises(sinch.BadRequestError, match="a webhook with this target already"):
        destinations.update(str(first.id), target=f"{HOOK}/1")
    assert len(list(destinations.list(APP))) == 5
    destinations.delete(str(first.id))
    with pytest.raises(sinch.NotFoundError, match="unknown webhook"):
        destinations.get(str(first.id))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"target": "https://eu.conversation-api.int.sinch.com/x"}, "is a host of Sinch"),
        ({"target": HOOK + "/" + "x" * 742}, "target"),
        ({"target": HOOK, "triggers": ["UNSPECIFIED_TRIGGER"]}, "triggers"),
        ({"target": HOOK, "client_credentials": {"client_id": "c"}}, "client_credentials"),
    ],
)
def test_a_destination_that_the_server_rejects(
    arguments: dict[str, Any], problem: str, sinch_client: SinchClient
) -> None:
    with pytest.raises(sinch.BadRequestError, match=problem):
        sinch_client.conversation.event_destinations.create(APP, **arguments)


def test_a_destination_needs_a_target(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    destinations = sinch_client.conversation.event_destinations
    with pytest.raises(ArgumentError, match="target is required"):
        destinations.create(APP)
    with pytest.raises(ArgumentError, match="two names of one argument"):
        destinations.create(APP, HOOK, event_destination_target=HOOK)
    with pytest.raises(ArgumentError, match="nothing to update"):
        destinations.update("01JEXAMPLE0000000000HOOK01")
    assert not sinch_simulator.requests


def test_a_lookup_tells_its_result_as_events(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    sinch_simulator.set_capability(ADA, "RCS", "CAPABILITY_PARTIAL", ["RICHCARD_STANDALONE"])
    both: Any = [*SMS, {"channel": "RCS", "identity": ADA}]
    asked = conversation.capability.lookup(APP, recipient_identities=both)
    assert_readable(asked)
    found: Any = [conversation.sinch_events.parse_event(event.body) for event in sinch_simulator.events]
    results = [event.capability_notification for event in found]
    assert {result.request_id for result in results} == {asked.request_id}
    assert [(result.channel, result.capability_status) for result in results] == [
        ("SMS", "CAPABILITY_FULL"),
        ("RCS", "CAPABILITY_PARTIAL"),
    ]
    assert results[1].channel_capabilities == ["RICHCARD_STANDALONE"]
    with pytest.raises(ArgumentError, match="there is no recipient"):
        conversation.capability.lookup(APP)


def test_who_opts_out_is_on_a_list(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    consents = sinch_client.conversation.consents
    sinch_simulator.opt_out("+12025550155", "OPT_OUT_MARKETING")
    sinch_simulator.receive_message(ADA, "Stop")
    sinch_simulator.receive_message(ADA, "Stop")
    assert [each.identity for each in consents.list_identities(APP, "OPT_OUT_ALL")] == ["12025550123"]
    assert [each.identity for each in consents.list_identities(APP, "OPT_OUT_MARKETING")] == ["12025550155"]
    sinch_simulator.receive_message(ADA, "start")
    assert list(consents.list_identities(APP, "OPT_OUT_ALL")) == []
    history = consents.list_audit_records(APP, "12025550123")
    assert_readable(history)
    assert [(record.operation, record.origin) for record in history.audit_records or ()] == [
        ("OPERATION_INSERT", "ORIGIN_MO"),
        ("OPERATION_DELETE", "ORIGIN_MO"),
    ]
    sinch_simulator.opt_in("+12025550155", "OPT_OUT_MARKETING")
    event: Any = sinch_client.conversation.sinch_events.parse_event(sinch_simulator.events[-1].body)
    assert event.opt_in_notification.status == "OPT_IN_SUCCEEDED"
    with pytest.raises(sinch.NotFoundError, match="unknown identity"):
        consents.list_audit_records(APP, "12025550177")
    with pytest.raises(sinch.BadRequestError, match="list_type"):
        consents.list_identities(APP, "OPT_OUT_NEVER")
    with pytest.raises(ArgumentError, match="identity must"):
        consents.list_audit_records(APP, "..")
    with pytest.raises(ValueError, match="'OPT_OUT_NEVER' is not one of"):
        sinch_simulator.opt_out(ADA, "OPT_OUT_NEVER")


def test_a_message_is_written_for_channels(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    shown = sinch_client.conversation.transcoding.transcode_message(
        APP, {"text_message": {"text": "Hi"}}, ["SMS", "RCS"]
    )
    assert shown.transcoded_message is not None
    assert set(shown.transcoded_message) == {"SMS", "RCS"}
    assert "{{to}}" in shown.transcoded_message["SMS"]
    assert sinch_simulator.sent_messages() == []
    with pytest.raises(sinch.BadRequestError, match="channels"):
        sinch_client.conversation.transcoding.transcode_message(APP, {"text_message": {"text": "Hi"}}, [])


def test_one_contact_per_number_once_nothing_stands_in_the_way(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    conversation = sinch_client.conversation
    settings = conversation.project_settings
    with pytest.raises(sinch.NotFoundError, match="the project has no settings"):
        settings.get()
    assert settings.create().settings.contact_settings.unified_contact_id_enabled is False  # type: ignore[union-attr]
    first = sinch_simulator.receive_message(ADA, "Hello")["contact_id"]
    second = sinch_simulator.receive_message(ADA, "Hello", channel="RCS")["contact_id"]
    assert first != second
    unified: Any = {"unified_contact_id_enabled": True}
    with pytest.raises(sinch.BadRequestError, match="contacts have identities in common"):
        settings.update(contact_settings=unified)
    conversation.contacts.merge_contact(first, source_id=second)
    changed = settings.update(contact_settings=unified)
    assert_readable(changed)
    assert sinch_simulator.receive_message(ADA, "Hello", channel="MMS")["contact_id"] == first
    (contact,) = conversation.contacts.list()
    assert [each.channel for each in contact.channel_identities or ()] == ["SMS", "RCS", "MMS"]
    settings.delete()
    settings.delete()
