"""Conversation methods when the API rejects, fails, or sends no response."""

from __future__ import annotations

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.conversation import ConversationException
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours
from tests.statuses import each_status

pytestmark = both_colours

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"


def test_what_the_server_rejects_raises_its_error(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.conversation.messages.send_text_message(APP, "Hi", contact_id=CONTACT, queue="SLOW")
    error = caught.value
    assert isinstance(error, ConversationException)
    assert error.status_code == 400
    assert error.code in ("INVALID_ARGUMENT", "INVALID_REQUEST")
    assert error.error.error.message
    assert error.error.error.code == 400
    assert error.operation_id == "Messages_SendMessage"
    assert error.request_id
    assert not error.outcome_unknown
    with pytest.raises(sinch.BadRequestError, match="ttl"):
        sinch_client.conversation.messages.send_text_message(APP, "Hi", contact_id=CONTACT, ttl=0)


@each_status
def test_every_status_has_its_class(status: int, kind: type, connect: Connect, sinch_simulator: Simulator) -> None:
    client = connect(max_retries=0)
    sinch_simulator.fail("Messages_ListMessages", status=status)
    with pytest.raises(kind) as caught:
        client.conversation.messages.list()
    assert isinstance(caught.value, ConversationException)


def test_a_message_is_never_sent_twice(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sinch_simulator.fail("Messages_SendMessage", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError, match="Messages_SendMessage may have been carried out"):
        messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    sinch_simulator.fail("Messages_SendMessage", status=503)
    with pytest.raises(sinch.ServerError) as caught:
        messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    assert caught.value.outcome_unknown
    sends = [request for request in sinch_simulator.requests if request.operation_id == "Messages_SendMessage"]
    assert len(sends) == 2


def test_a_rejected_message_is_sent_again_and_a_read_is_repeated(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    messages = sinch_client.conversation.messages
    sinch_simulator.fail("Messages_SendMessage", retry_after=0)
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    sinch_simulator.fail("Messages_ListMessagesByChannelIdentity", status=503, retry_after=0)
    messages.list_last_messages_by_channel_identity(contact_ids=[CONTACT])
    assert messages.get(sent.message_id).id == sent.message_id
