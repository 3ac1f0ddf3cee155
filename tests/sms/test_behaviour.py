"""SMS as a user meets it: sending, reading, paging, refusals and events."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, BadRequestError, SinchClient
from sinch.core.model import Model
from sinch.domains.sms import (
    SMS,
    BatchDeliveryReport,
    BinaryRequest,
    MediaBody,
    MOMediaMessage,
    MOTextMessage,
    RecipientDeliveryReport,
    SmsException,
    SmsSinchEvent,
    TextRequest,
    TextResponse,
)
from sinch.testing import Simulator

ADA, SENDER = "+12025550123", "+12025550199"


def test_send_and_read(sinch_client: SinchClient) -> None:
    batch = sinch_client.sms.batches.send_sms(to=[ADA], from_=SENDER, body="Hi", delivery_report="full")
    assert isinstance(batch, TextResponse)
    assert batch.from_ == batch["from"] == "12025550199"
    assert batch.type_ == batch.type == "mt_text"
    assert batch.to == ["12025550123"]
    assert batch.canceled is False
    assert isinstance(batch.created_at, datetime)
    assert batch.http_response is not None
    assert batch.http_response.status_code == 201
    assert sinch_client.sms.batches.get(str(batch.id)) == batch
    assert json.loads(batch.model_dump_json())["from_"] == "12025550199"


def test_request_objects_and_dictionaries(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batches = sinch_client.sms.batches
    batches.send(TextRequest(to=[ADA], body="Hi", from_=SENDER))
    expected = {"to": [ADA], "body": "Hi", "from": SENDER, "type": "mt_text"}
    assert sinch_simulator.requests[-1].json == expected
    batches.send({"to": [ADA], "body": "Hi", "from_": SENDER})
    assert sinch_simulator.requests[-1].json == {"to": [ADA], "body": "Hi", "from": SENDER}, (
        "the server takes it for a text"
    )
    batches.send_mms(to=[ADA], body=MediaBody(url="https://media.example.com/a.png"))
    assert sinch_simulator.requests[-1].json["body"] == {"url": "https://media.example.com/a.png"}
    with pytest.raises(ArgumentError, match="either request or its fields, not both: body"):
        batches.send({"to": [ADA]}, body="Hi")
    with pytest.raises(ArgumentError, match="udh does not go with a batch of type mt_text"):
        batches.send(to=[ADA], body="Hi", udh="00", type_="mt_text")
    with pytest.raises(ArgumentError, match="request must be a dictionary or a request object, not str"):
        batches.send("Hi")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"body": "Hi"}, "mt_text"),
        ({"body": {"url": "https://media.example.com/a.png"}}, "mt_media"),
        ({"body": "SGk=", "udh": "06050423F423F4"}, "mt_binary"),
        ({"body": b"Hi", "udh": "06050423F423F4"}, "mt_binary"),
    ],
)
def test_the_type_of_a_batch_is_told_from_its_fields(
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


def test_binary_content_may_be_given_as_bytes(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batches = sinch_client.sms.batches
    udh = "06050423F423F4"
    sends = (
        lambda: batches.send_binary(to=[ADA], from_=SENDER, body=b"\x00Hi", udh=udh),
        lambda: batches.send(to=[ADA], from_=SENDER, body=b"\x00Hi", udh=udh),
        lambda: batches.send({"to": [ADA], "from_": SENDER, "body": b"\x00Hi", "udh": udh, "type": "mt_binary"}),
        lambda: batches.send(BinaryRequest(to=[ADA], from_=SENDER, body=b"\x00Hi", udh=udh)),
    )
    for send in sends:
        assert send().body == "AEhp"
        assert sinch_simulator.requests[-1].json["body"] == "AEhp"
    with pytest.raises(ArgumentError, match="body must be a string, not bytes"):
        batches.send_sms(to=[ADA], from_=SENDER, body=b"Hi")  # type: ignore[arg-type]


def test_a_batch_type_newer_than_this_sdk_is_sent_in_the_names_of_the_api(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    known = {"to": [ADA], "from_": SENDER, "event_destination_target": "https://x.example", "type_": "mt_hologram"}
    for send in (
        lambda: sinch_client.sms.batches.send(**known, options={"body": {"beams": 5}}),
        lambda: sinch_client.sms.batches.send({**known, "beams": 5}),
    ):
        with pytest.raises(BadRequestError):
            send()
        sent = sinch_simulator.requests[-1].json
        assert sent == {
            "to": [ADA],
            "from": SENDER,
            "callback_url": "https://x.example",
            "type": "mt_hologram",
            "beams": 5,
        }


def test_one_field_in_two_spellings_is_refused(sinch_client: SinchClient) -> None:
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


def test_pages_go_on_where_numbers_come_as_text(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(2):
        page = {
            "count": "2",
            "page": str(number),
            "page_size": "1",
            "batches": [{"id": f"b{number}", "type": "mt_text"}],
        }
        sinch_simulator.fail("ListBatches", status=200, body=json.dumps(page).encode())
    assert [batch.id for batch in sinch_client.sms.batches.list(page_size=1)] == ["b0", "b1"]


def test_an_empty_list_is_one_empty_page(sinch_client: SinchClient) -> None:
    page = sinch_client.sms.inbounds.list()
    assert page.content() == list(page) == []
    assert not page.has_next_page


def test_a_failed_page_can_be_asked_for_again(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(3):
        sinch_client.sms.batches.send_sms(to=[ADA], body=f"n{number}")
    page = sinch_client.sms.batches.list(page_size=2)
    sinch_simulator.fail("ListBatches", status=500)
    with pytest.raises(sinch.ServerError):
        page.next_page()
    following = page.next_page()
    assert following is not None
    assert [batch.body for batch in following.content()] == ["n0"]


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
def test_bad_input_is_refused_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    resource, _, name = method.partition(".")
    with pytest.raises(ArgumentError, match=message):
        getattr(getattr(sinch_client.sms, resource), name)(**arguments)
    assert not sinch_simulator.requests


def test_unknown_keywords_are_refused_by_name(sinch_client: SinchClient) -> None:
    with pytest.raises(TypeError, match="colour"):
        sinch_client.sms.batches.send_sms(to=[ADA], body="Hi", colour="red")  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="recipient and recipient_number are two names of one argument"):
        sinch_client.sms.delivery_reports.get_for_number("b", recipient=ADA, recipient_number=ADA)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "batch_id", ["../../x?y=1", "a/b", "a?b", "a#b", "a%2Fb", "ü", "a b", "…", "a;b", "@", ":", "%"]
)
def test_ids_stay_in_their_segment(batch_id: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    from urllib.parse import unquote

    with pytest.raises(sinch.NotFoundError):
        sinch_client.sms.batches.get(batch_id)
    request = sinch_simulator.requests[-1]
    assert request.operation_id == "GetBatchMessage"
    assert unquote(request.raw_path.rpartition("/")[2]) == batch_id
    assert request.raw_query == ""


def test_what_the_server_judges_comes_as_its_error(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.sms.batches.send_sms(to=["not a number!"], body="")
    error = caught.value
    assert isinstance(error, SmsException)
    assert error.status_code == 400
    assert str(error.code).startswith("syntax_")
    assert error.error.text
    assert error.operation_id == "SendSMS"
    assert error.request_id
    assert "SendSMS" in str(error)
    assert error.headers["content-type"] == "application/json"


def test_a_batch_can_be_followed_to_its_end(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    events: list[Any] = []
    secret = sinch_simulator.event_secret("sms")
    handler = sinch_client.sms.sinch_events(secret)
    sinch_simulator.on_event(events.append)
    batch = sinch_client.sms.batches.send_sms(to=[ADA], from_=SENDER, body="Hi", delivery_report="per_recipient_final")
    sinch_simulator.deliver(str(batch.id), status="Delivered", code=0)
    report = sinch_client.sms.delivery_reports.get(str(batch.id), report_type="full")
    assert isinstance(report, BatchDeliveryReport)
    assert report.statuses[0].status == "Delivered"
    assert report.statuses[0].recipients == ["12025550123"]
    one = sinch_client.sms.delivery_reports.get_for_number(str(batch.id), ADA)
    assert (one.status, one.code) == ("Delivered", 0)
    assert isinstance(one.at, datetime)
    posted = events[-1]
    assert handler.validate_authentication_header(posted.headers, posted.body)
    assert not sinch_client.sms.sinch_events.validate_authentication_header(posted.headers, posted.body)
    event = handler.parse_event(posted.body)
    assert isinstance(event, RecipientDeliveryReport)
    assert event.recipient_number == event.recipient == "12025550123"


def test_the_signature_of_the_api_reference() -> None:
    body = (
        '{"id":"01JEXAMPLE0000000INBOUND03","type":"mo_text","from":"12025550123","to":"12025550199",'
        '"body":"Hi 👋","received_at":"2026-03-02T10:21:00.000Z"}'
    )
    headers = {
        "X-Sinch-Webhook-Signature": "MbV+6yvUTiaVFd6WRXZ1iucrWKyZ4I6eXdbvMX9GUPQ=",
        "x-sinch-webhook-signature-nonce": "01JEXAMPLENONCE00000000001",
        "x-sinch-webhook-signature-timestamp": "1772446860",
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    }
    handler = SmsSinchEvent("kite-over-the-bay")
    assert handler.validate_authentication_header(headers, body)
    assert handler._validate_signature(body, headers)
    assert not handler.validate_authentication_header(headers, body, tolerance=300), "it is of another day"
    event = handler.parse_event(body)
    assert isinstance(event, MOTextMessage)
    assert event.from_ == "12025550123"


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("mo_text", MOTextMessage),
        ("mo_media", MOMediaMessage),
        ("delivery_report_sms", BatchDeliveryReport),
        ("delivery_report_mms", BatchDeliveryReport),
        ("recipient_delivery_report_sms", RecipientDeliveryReport),
        ("recipient_delivery_report_mms", RecipientDeliveryReport),
        ("mo_hologram", Model),
    ],
)
def test_events_are_told_apart_by_type(mark: str, kind: type) -> None:
    event = SmsSinchEvent().parse_event({"type": mark, "new": [1]})
    assert type(event) is kind
    assert event["new"] == [1]


def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert SMS(sinch_client).batches.list().content() == []
