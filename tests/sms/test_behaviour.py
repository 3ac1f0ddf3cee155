"""SMS as a user meets it: types of batches, paging, and arguments that are rejected."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import ArgumentError, SinchClient
from sinch.domains.sms import SMS, TextRequest
from sinch.testing import Simulator
from tests.both_colours import both_colours, synchronous

pytestmark = both_colours

ADA, SENDER = "+12025550123", "+12025550199"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"body": "Hi"}, "mt_text"),
        ({"body": {"url": "https://media.example.com/a.png"}}, "mt_media"),
        ({"body": "SGk=", "udh": "06050423F423F4"}, "mt_binary"),
        ({"body": b"Hi", "udh": "06050423F423F4"}, "mt_binary"),
    ],
)
def test_the_type_of_a_batch_is_inferred_from_its_fields(
    fields: dict[str, Any], kind: str, sinch_client: SinchClient
) -> None:
    batches = sinch_client.sms.batches
    later = {"to": [ADA], "send_at": "2099-01-01T00:00:00Z", **fields}
    batch = batches.send(from_=SENDER, **later)
    assert batch.type_ == kind
    assert batches.send({"from": SENDER, **later}).type_ == kind
    assert batches.replace(batch.id, from_=SENDER, **later).type_ == kind
    assert batches.dry_run(from_=SENDER, **later).number_of_recipients == 1
    assert batches.update(batch.id, **fields).type_ == kind


def test_one_field_in_two_spellings_is_rejected(sinch_client: SinchClient) -> None:
    with pytest.raises(ArgumentError, match="from_ is given twice"):
        sinch_client.sms.batches.send({"to": [ADA], "body": "Hi", "from": SENDER, "from_": ADA})
    with pytest.raises(ArgumentError, match="event_destination_target is given twice"):
        TextRequest(to=[ADA], body="Hi", event_destination_target="https://a", callback_url="https://b")  # type: ignore[call-arg]
    for nothing in ({"from": None, "from_": SENDER}, {"from_": SENDER, "from": None}):
        assert sinch_client.sms.batches.send({"to": [ADA], "body": "Hi", **nothing}).from_ == SENDER.removeprefix("+")


def test_lists_page_lazily_and_resume(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(5):
        sinch_client.sms.batches.send_sms(to=[ADA], body=f"n{number}")
    before = len(sinch_simulator.requests)
    page = sinch_client.sms.batches.list(page_size=2)
    assert len(sinch_simulator.requests) == before + 1
    assert [batch.body for batch in page.content()] == ["n4", "n3"]
    assert page.has_next_page
    assert page.result.count == 5
    second = page.next_page()
    assert second is not None
    assert [batch.body for batch in page.content()] == ["n4", "n3"], "the old page stays"
    assert [batch.body for batch in page] == ["n4", "n3", "n2", "n1", "n0"]
    assert [batch.body for batch in page.iterator()] == [batch.body for batch in page]
    assert [len(each.content()) for each in page.pages()] == [2, 2, 1]
    assert [batch.body for batch in sinch_client.sms.batches.list(page=2, page_size=2)] == ["n0"]
    last = second.next_page()
    assert last is not None
    assert not last.has_next_page
    assert last.next_page() is None
    assert [batch.body for batch in sinch_client.sms.batches.list(page_size=5)] == ["n4", "n3", "n2", "n1", "n0"]


def test_an_empty_list_is_one_empty_page(sinch_client: SinchClient) -> None:
    page = sinch_client.sms.inbounds.list()
    assert page.content() == list(page) == []
    assert not page.has_next_page


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("batches.send_sms", {"to": ADA, "body": "Hi"}, r'to must be a list, not a single string: write to=\["..."\]'),
        ("batches.send_sms", {"to": [ADA, 5], "body": "Hi"}, r"to\[1\] must be a string, not int"),
        ("batches.send_sms", {"to": None, "body": "Hi"}, "to is required and must not be None"),
        ("batches.send_sms", {"to": [ADA], "body": 5}, "body must be a string, not int"),
        ("batches.send_sms", {"to": [ADA], "body": "Hi", "send_at": "not a date"}, "send_at must be a datetime"),
        (
            "batches.send_sms",
            {"to": [ADA], "body": "Hi", "feedback_enabled": "yes"},
            "feedback_enabled must be True or",
        ),
        ("batches.send_mms", {"to": [ADA], "body": "Hi"}, "body must be a dictionary or a MediaBody, not str"),
        ("batches.send", {}, "to is required: pass to=..."),
        ("batches.send", {"to": ADA, "body": "Hi"}, "to must be a list"),
        ("batches.list", {"page_size": "x"}, "page_size must be an integer, not str"),
        ("batches.list", {"from_": SENDER}, "from_ must be a list"),
        ("batches.get", {"batch_id": 5}, "batch_id must be a string, not int"),
        ("batches.get", {"batch_id": ""}, "batch_id must not be ''"),
        ("batches.get", {"batch_id": ".."}, r"batch_id must not be '\.\.'"),
        ("batches.cancel", {"batch_id": None}, "batch_id must be a string"),
        ("delivery_reports.get_for_number", {"batch_id": "b", "recipient_number": ["x"]}, "recipient_number must be"),
        ("delivery_reports.get", {"batch_id": "b", "code": ["0"]}, r"code\[0\] must be an integer"),
        ("groups.update", {"group_id": "g", "add": ADA}, "add must be a list"),
        ("groups.create", {"auto_update": "JOIN"}, "auto_update must be a dictionary"),
    ],
)
def test_bad_input_is_rejected_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    resource, _, name = method.partition(".")
    with pytest.raises(ArgumentError, match=message):
        getattr(getattr(sinch_client.sms, resource), name)(**arguments)
    assert not sinch_simulator.requests


def test_unknown_keywords_are_rejected_by_name(sinch_client: SinchClient) -> None:
    with pytest.raises(TypeError, match="colour"):
        sinch_client.sms.batches.send_sms(to=[ADA], body="Hi", colour="red")  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="recipient and recipient_number are two names of one argument"):
        sinch_client.sms.delivery_reports.get_for_number("b", recipient=ADA, recipient_number=ADA)  # type: ignore[call-arg]


@synchronous
def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert SMS(sinch_client).batches.list().content() == []


def test_a_group_may_have_a_name_longer_than_documented(sinch_client: SinchClient) -> None:
    name = "Everybody who likes the menu"
    groups = sinch_client.sms.groups
    group = groups.create(name=name)
    assert group.name == name
    assert groups.update(group.id, name=f"{name} of today").name == f"{name} of today"
    assert groups.replace(group.id, name=name, members=[ADA]).name == name
