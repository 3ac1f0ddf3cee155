"""Conversation messages as a user meets them: every kind of content, reading, paging, refusals and lost answers."""

from __future__ import annotations

import gc
import json
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.core.model import Model
from sinch.domains.conversation import (
    AppMessage,
    ChannelIdentity,
    ChoiceItem,
    Conversation,
    ConversationException,
    ConversationMessageResponse,
    ListItem,
    ListMessage,
    ListSection,
    MediaMessage,
    TextMessage,
)
from sinch.testing import Simulator, openapi

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
SMS = [{"channel": "SMS", "identity": "+12025550123"}]
DOCUMENT = openapi.load("conversation").document
SENT: dict[str, Any] = {
    name: example["value"]
    for name, example in DOCUMENT["paths"]["/v1/projects/{project_id}/messages:send"]["post"]["requestBody"]["content"][
        "application/json"
    ]["examples"].items()
}
RECEIVED: dict[str, Any] = {
    name: example["value"]["message"]
    for name, example in DOCUMENT["webhooks"]["MESSAGE_INBOUND"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ].items()
}


def assert_readable(value: Any) -> None:
    """Check that every item of a model has a declared attribute, through all that it holds."""
    if isinstance(value, list):
        for entry in value:
            assert_readable(entry)
    elif isinstance(value, Model):
        assert type(value) is not Model, f"nothing describes {value!r}"
        for key in list(value):
            assert type(value).has(key), f"{type(value).__name__} has no field {key}"
            assert_readable(getattr(value, type(value).attribute_of(key)))
    elif type(value) is dict:
        for entry in value.values():
            assert_readable(entry)


def test_only_what_is_touched_becomes_a_model(sinch_client: SinchClient) -> None:
    def models() -> int:
        gc.collect()
        return sum(isinstance(each, Model) for each in gc.get_objects())

    for _ in range(3):
        sinch_client.conversation.messages.send_text_message(app_id=APP, text="Hi", recipient_identities=SMS)
    before = models()
    page = sinch_client.conversation.messages.list()
    assert models() == before + 1, "the page alone"
    messages = page.content()
    assert models() == before + 1 + len(messages) == before + 4
    message = messages[0].app_message
    assert message is not None
    assert models() == before + 5
    assert message.text_message is not None
    assert message.text_message.text == "Hi"
    assert models() == before + 6


def test_the_examples_hold_every_kind_of_content() -> None:
    kinds = {key for request in SENT.values() for key in request["message"]}
    assert kinds == set(DOCUMENT["components"]["schemas"]["AppMessage"]["properties"]) | {
        key for variant in DOCUMENT["components"]["schemas"]["AppMessage"]["oneOf"] for key in variant["properties"]
    }
    assert {key for message in RECEIVED.values() for key in message["contact_message"]} >= {
        "text_message",
        "choice_response_message",
        "media_card_message",
        "media_message",
        "location_message",
        "product_response_message",
        "channel_specific_message",
        "fallback_message",
    }


@pytest.mark.parametrize("name", SENT)
def test_what_is_sent_can_be_read(name: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    before = json.dumps(SENT[name])
    sent = messages.send(**SENT[name])
    assert sinch_simulator.requests[-1].json == SENT[name]
    assert json.dumps(SENT[name]) == before, "what was passed stays as it was"
    assert sent.message_id
    assert isinstance(sent.accepted_time, datetime)
    source = "DISPATCH_SOURCE" if SENT[name].get("processing_strategy") == "DISPATCH_ONLY" else "CONVERSATION_SOURCE"
    stored = messages.get(sent.message_id, messages_source=source)
    assert isinstance(stored, ConversationMessageResponse)
    assert stored.id == sent.message_id
    assert stored.direction == "TO_CONTACT"
    assert isinstance(stored.app_message, AppMessage)
    assert stored.contact_message is None
    assert {key: stored.app_message[key] for key in SENT[name]["message"]} == SENT[name]["message"]
    assert_readable(stored)


@pytest.mark.parametrize("name", RECEIVED)
def test_what_a_contact_sent_can_be_read(name: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    sinch_simulator.fail("Messages_GetMessage", body=json.dumps(RECEIVED[name]).encode())
    message = messages.get(sent.message_id)
    assert message == RECEIVED[name]
    assert message.app_message is None
    assert message.direction == "TO_APP"
    assert_readable(message)


def test_fields_are_attributes_and_items(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_list_message(
        app_id=APP,
        list_message=ListMessage(
            title="Mugs", sections=[ListSection(items_=[ListItem(choice=ChoiceItem(title="Blue", postback_data="b"))])]
        ),
        recipient_identities=SMS,
    )
    assert sinch_simulator.requests[-1].json["message"]["list_message"]["sections"] == [
        {"items": [{"choice": {"title": "Blue", "postback_data": "b"}}]}
    ]
    stored = messages.get(message_id=sent.message_id, messages_source="CONVERSATION_SOURCE")
    assert stored.app_message is not None
    listed = stored.app_message.list_message
    assert listed is not None
    assert listed.sections[0].items_[0].choice is not None
    assert listed.sections[0].items_[0].choice.title == "Blue"
    assert stored["app_message"]["list_message"]["sections"][0]["items"][0]["choice"]["title"] == "Blue"
    assert isinstance(stored.channel_identity, ChannelIdentity)
    assert stored.channel_identity.identity == "12025550123"
    assert isinstance(stored.accept_time, datetime)
    assert stored.injected is False
    assert stored.model_dump()["app_message"]["list_message"]["title"] == "Mugs"


def test_request_objects_are_accepted_wherever_dictionaries_are(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    messages = sinch_client.conversation.messages
    messages.send(APP, AppMessage(text_message=TextMessage(text="Hi")), contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"] == {"text_message": {"text": "Hi"}}
    mug = MediaMessage(url="https://media.example.com/mug.jpg")
    messages.send_media_message(APP, mug, contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"] == {"media_message": {"url": mug.url}}
    stored = messages.get(messages.send_media_message(APP, mug, contact_id=CONTACT).message_id)
    assert stored.app_message is not None
    assert stored.app_message.media_message is not None
    messages.send_media_message(APP, stored.app_message.media_message, contact_id=CONTACT)
    assert sinch_simulator.requests[-1].json["message"]["media_message"]["url"] == mug.url


def test_new_content_of_a_contact_is_no_failure(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    new = {"id": "x", "contact_message": {"hologram_message": {"angle": 3}}, "channel_identity": None, "later": [1]}
    sinch_simulator.fail("Messages_GetMessage", body=json.dumps(new).encode())
    message: Any = messages.get(sent.message_id)
    assert message.contact_message.hologram_message.angle == 3
    assert message.channel_identity is None
    assert message.later == [1]


def test_update_and_delete(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT, message_metadata="basket-12")
    assert messages.get(sent.message_id).metadata == "basket-12"
    assert messages.update(sent.message_id, "checked").metadata == "checked"
    assert messages.get(sent.message_id).metadata == "checked"
    sinch_simulator.fail("Messages_DeleteMessage", body=b"")
    messages.delete(sent.message_id)
    with pytest.raises(sinch.NotFoundError):
        messages.get(sent.message_id)


def test_lists_page_lazily_by_token_and_resume(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    messages = sinch_client.conversation.messages
    for number in range(5):
        messages.send_text_message(APP, f"n{number}", contact_id=CONTACT)
    before = len(sinch_simulator.requests)
    page = messages.list(app_id=APP, page_size=2)
    assert len(sinch_simulator.requests) == before + 1

    def texts(found: Any) -> list[str]:
        return [message.app_message.text_message.text for message in found]

    assert texts(page.content()) == ["n4", "n3"]
    assert page.has_next_page
    assert page.next_page_token
    second = page.next_page()
    assert second is not None
    assert dict(sinch_simulator.requests[-1].query) == {
        "app_id": APP,
        "page_size": "2",
        "page_token": page.next_page_token,
    }
    assert texts(page.content()) == ["n4", "n3"], "the old page stays"
    assert texts(page) == ["n4", "n3", "n2", "n1", "n0"]
    assert [len(each.content()) for each in page.pages()] == [2, 2, 1]
    resumed = messages.list(app_id=APP, page_size=2, page_token=page.next_page_token)
    assert texts(resumed) == ["n2", "n1", "n0"]
    last = second.next_page()
    assert last is not None
    assert not last.has_next_page
    assert last.next_page() is None
    assert all(isinstance(message, ConversationMessageResponse) for message in page)


def test_the_last_messages_page_by_a_token_in_the_body(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    operation = "Messages_ListMessagesByChannelIdentity"
    identities = ["12025550123", "12025550144", "12025550155"]
    for identity in identities:
        sinch_simulator.receive_message(identity, "an older one")
    kept = [sinch_simulator.receive_message(identity, f"hello from {identity}")["id"] for identity in identities]
    arguments: dict[str, Any] = {"channel_identities": identities, "page_size": 2}
    page = sinch_client.conversation.messages.list_last_messages_by_channel_identity(**arguments)
    found: list[Any] = list(page)
    assert [message.id for message in found] == kept[::-1]
    assert found[0].contact_message.text_message.text == "hello from 12025550155"
    asked = [request for request in sinch_simulator.requests if request.operation_id == operation]
    assert [request.json for request in asked] == [arguments, {**arguments, "page_token": page.next_page_token}]
    assert [request.raw_query for request in asked] == ["", ""]


def test_an_empty_list_is_one_empty_page(sinch_client: SinchClient) -> None:
    page = sinch_client.conversation.messages.list()
    assert page.content() == list(page) == []
    assert not page.has_next_page
    found = sinch_client.conversation.messages.list_last_messages_by_channel_identity(contact_ids=[CONTACT])
    assert list(found) == []


HELPERS: dict[str, Any] = {
    "send": ("message", {"text_message": {"text": "Hi"}}),
    "send_text_message": ("text", "Hi"),
    **{
        f"send_{kind}_message": (f"{kind}_message", {})
        for kind in ("card", "carousel", "choice", "contact_info", "list", "location", "media", "template")
    },
}


@pytest.mark.parametrize("helper", HELPERS)
def test_a_message_has_exactly_one_recipient(
    helper: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    method = getattr(sinch_client.conversation.messages, helper)
    argument, content = HELPERS[helper]
    with pytest.raises(ArgumentError, match=r"pass contact_id=\.\.\., or recipient_identities=\[\{"):
        method(app_id=APP, **{argument: content})
    with pytest.raises(ArgumentError, match=r"pass contact_id=\.\.\., or recipient_identities"):
        method(app_id=APP, **{argument: content}, contact_id=None, recipient_identities=None)
    with pytest.raises(ArgumentError, match="pass only one of contact_id and recipient_identities"):
        method(app_id=APP, **{argument: content}, contact_id=CONTACT, recipient_identities=SMS)
    assert not sinch_simulator.requests


def test_a_whole_recipient_counts_too(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    message = {"text_message": {"text": "Hi"}}
    with pytest.raises(ArgumentError, match="pass only one of contact_id and recipient"):
        sinch_client.conversation.messages.send(APP, message, contact_id=CONTACT, recipient={"contact_id": CONTACT})
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("send_text_message", {"text": 5}, "text must be a string, not int"),
        ("send_text_message", {"text": None}, "text must be a string, not NoneType"),
        ("send_text_message", {"text": "Hi", "app_id": None}, "app_id is required and must not be None"),
        ("send_text_message", {"text": "Hi", "app_id": 5}, "app_id must be a string, not int"),
        ("send_text_message", {"text": "Hi", "contact_id": 5}, "contact_id must be a string, not int"),
        ("send_text_message", {"text": "Hi", "ttl": 2.5}, 'ttl must be whole seconds, as 600 or "600s", not float'),
        ("send_text_message", {"text": "Hi", "ttl": True}, "ttl must be whole seconds"),
        ("send_text_message", {"text": "Hi", "channel_priority_order": "SMS"}, "channel_priority_order must be a list"),
        ("send_text_message", {"text": "Hi", "channel_properties": "SMS"}, "channel_properties must be a dictionary"),
        ("send_text_message", {"text": "Hi", "conversation_metadata": "{}"}, "conversation_metadata must be a dict"),
        ("send_text_message", {"text": "Hi", "queue": 1}, "queue must be a string"),
        ("send_card_message", {"card_message": "Hi"}, "card_message must be a dictionary, not str"),
        ("send_card_message", {"card_message": None}, "card_message must be a dictionary, not NoneType"),
        ("send", {"message": "Hi"}, "message must be a dictionary or a AppMessage, not str"),
        ("send", {"message": None}, "message is required and must not be None"),
    ],
)
def test_bad_content_is_refused_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(sinch_client.conversation.messages, method)(**{"app_id": APP, "contact_id": CONTACT, **arguments})
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("send", {"app_id": APP, "message": {}, "recipient": "Ada"}, "recipient must be a dictionary or a Recipient"),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": "+12025550123"},
            "recipient_identities must be a list, not a single string",
        ),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": {"channel": "SMS", "identity": "+12025550123"}},
            "recipient_identities must be a list, not dict",
        ),
        (
            "send_text_message",
            {"app_id": APP, "text": "Hi", "recipient_identities": ["+12025550123"]},
            r"recipient_identities\[0\] must be a dictionary",
        ),
        ("get", {"message_id": 5}, "message_id must be a string, not int"),
        ("get", {"message_id": ""}, "message_id must not be ''"),
        ("delete", {"message_id": ".."}, r"message_id must not be '\.\.'"),
        ("update", {"message_id": "m", "metadata": {"a": 1}}, "metadata must be a string, not dict"),
        ("update", {"message_id": "m", "metadata": None}, "metadata is required and must not be None"),
        ("list", {"page_size": "x"}, "page_size must be an integer, not str"),
        ("list", {"start_time": "yesterday"}, "start_time must be a datetime"),
        ("list", {"only_recipient_originated": "yes"}, "only_recipient_originated must be True or False"),
        ("list_last_messages_by_channel_identity", {"channel_identities": "1"}, "channel_identities must be a list"),
        ("list_last_messages_by_channel_identity", {"end_time": date(2026, 3, 1)}, "end_time must be a datetime"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(sinch_client.conversation.messages, method)(**arguments)
    assert not sinch_simulator.requests


def test_unknown_keywords_are_refused_by_name(sinch_client: SinchClient) -> None:
    messages = sinch_client.conversation.messages
    with pytest.raises(TypeError, match="agent"):
        messages.send_text_message(APP, "Hi", contact_id=CONTACT, agent={"type": "BOT"})  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="callback_url and event_destination_target are two names of one argument"):
        messages.send_text_message(
            APP,
            "Hi",
            contact_id=CONTACT,
            event_destination_target="https://hooks.example.com",
            callback_url="https://hooks.example.com",  # type: ignore[call-arg]
        )


@pytest.mark.parametrize("message_id", ["../../x?y=1", "a/b", "a?b", "a#b", "a%2Fb", "ü", "a b", "a:send", "@", "%"])
def test_ids_stay_in_their_segment(message_id: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(ConversationException):
        sinch_client.conversation.messages.get(message_id)
    request = sinch_simulator.requests[-1]
    assert request.operation_id == "Messages_GetMessage"
    assert unquote(request.raw_path.rpartition("/")[2]) == message_id
    assert request.raw_query == ""


def test_what_the_server_judges_comes_as_its_error(sinch_client: SinchClient) -> None:
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


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, sinch.BadRequestError),
        (401, sinch.AuthenticationError),
        (403, sinch.PermissionDeniedError),
        (404, sinch.NotFoundError),
        (429, sinch.RateLimitError),
        (500, sinch.ServerError),
        (501, sinch.ServerError),
        (503, sinch.ServerError),
    ],
)
def test_every_status_has_its_class(status: int, kind: type, sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client(max_retries=0)
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


def test_a_refused_message_is_sent_again_and_a_read_is_repeated(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    messages = sinch_client.conversation.messages
    sinch_simulator.fail("Messages_SendMessage", retry_after=0)
    sent = messages.send_text_message(APP, "Hi", contact_id=CONTACT)
    sinch_simulator.fail("Messages_ListMessagesByChannelIdentity", status=503, retry_after=0)
    messages.list_last_messages_by_channel_identity(contact_ids=[CONTACT])
    assert messages.get(sent.message_id).id == sent.message_id


def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert Conversation(sinch_client).messages.list().content() == []
