"""Every SMS method with every argument, as it arrives on the wire."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, BadRequestError, SinchClient
from sinch.core.paging import Page
from sinch.domains.sms import BinaryRequest, MediaBody, TextRequest
from sinch.testing import Simulator
from sinch_api.sms import (
    BatchDeliveryReport,
    BinaryResponse,
    DryRunResponse,
    GroupResponse,
    MediaResponse,
    MOTextMessage,
    RecipientDeliveryReport,
    TextResponse,
)
from tests.both_colours import Connect, both_colours
from tests.wire import Call, check

pytestmark = both_colours

ADA, BOB, SENDER = "+12025550123", "+12025550144", "+12025550199"
LATER = datetime(2026, 3, 3, 8, 0, tzinfo=timezone.utc)

# the fields of all batches: as arguments, and as sent
COMMON: dict[str, Any] = {
    "from_": SENDER,
    "delivery_report": "per_recipient_final",
    "send_at": LATER,
    "expire_at": "2026-03-04T08:00:00+02:00",
    "event_destination_target": "https://hooks.example.com/sms",
    "client_reference": "booking-118",
    "feedback_enabled": True,
}
COMMON_BODY: dict[str, Any] = {
    "from": SENDER,
    "delivery_report": "per_recipient_final",
    "send_at": "2026-03-03T08:00:00Z",
    "expire_at": "2026-03-04T08:00:00+02:00",
    "callback_url": "https://hooks.example.com/sms",
    "client_reference": "booking-118",
    "feedback_enabled": True,
}

# the fields of one type: the same in both
TEXT: dict[str, Any] = {
    "body": "Hello ${name}",
    "parameters": {"name": {ADA: "Ada", "default": "guest"}},
    "flash_message": True,
    "max_number_of_message_parts": 2,
    "truncate_concat": False,
    "from_ton": 1,
    "from_npi": 1,
}
MEDIA: dict[str, Any] = {
    "body": {"url": "https://media.example.com/menu.png", "subject": "Menu", "message": "Today"},
    "parameters": {"name": {"default": "guest"}},
    "strict_validation": True,
}
DATA: dict[str, Any] = {"body": "AQIDBA==", "udh": "0605040B8423F0", "from_ton": 1, "from_npi": 1}

# whole batches, and changes of one
TO = {"to": [ADA, BOB]}
SMS, SMS_BODY = {**TO, **COMMON, **TEXT}, {**TO, **COMMON_BODY, **TEXT, "type": "mt_text"}
MMS, MMS_BODY = {**TO, **COMMON, **MEDIA}, {**TO, **COMMON_BODY, **MEDIA, "type": "mt_media"}
BINARY, BINARY_BODY = {**TO, **COMMON, **DATA}, {**TO, **COMMON_BODY, **DATA, "type": "mt_binary"}
OTHERS = {"to_add": [BOB], "to_remove": [ADA]}
SMS_CHANGE, SMS_CHANGE_BODY = {**OTHERS, **COMMON, **TEXT}, {**OTHERS, **COMMON_BODY, **TEXT, "type": "mt_text"}
MMS_CHANGE, MMS_CHANGE_BODY = {**OTHERS, **COMMON, **MEDIA}, {**OTHERS, **COMMON_BODY, **MEDIA, "type": "mt_media"}
BINARY_CHANGE = {**OTHERS, **COMMON, **DATA}
BINARY_CHANGE_BODY = {**OTHERS, **COMMON_BODY, **DATA, "type": "mt_binary"}
COUNTED = {"per_recipient": True, "number_of_recipients": 10}
DRY_RUN = "POST /batches/dry_run?per_recipient=true&number_of_recipients=10"

# parts of lists, and how they are requested
PAGE = {"page": 0, "page_size": 2}
PERIOD = {"start_date": datetime(2026, 3, 1, tzinfo=timezone.utc), "end_date": "2026-03-05T00:00:00Z"}
PERIOD_QUERY = "start_date=2026-03-01T00%3A00%3A00Z&end_date=2026-03-05T00%3A00%3A00Z"
REFERENCE = {"client_reference": "booking 118/ü"}
REFERENCE_QUERY = "client_reference=booking%20118%2F%C3%BC"
RECIPIENT_REPORT = "GET /batches/{sms}/delivery_report/%2B12025550123"

AUTO_UPDATE = {"to": SENDER, "add": {"first_word": "JOIN"}, "remove": {"first_word": "LEAVE"}}
GROUP = {"name": "Regulars", "members": [ADA, BOB], "child_groups": ["{other_group}"], "auto_update": AUTO_UPDATE}
GROUP_CHANGE = {
    "add": [BOB],
    "remove": [ADA],
    "name": "Locals",
    "add_from_group": "{group}",
    "remove_from_group": "{group}",
    "auto_update": AUTO_UPDATE,
}

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("batches.send_sms", SMS,
         "POST /batches", SMS_BODY, TextResponse, "SendSMS"),
    Call("batches.send_mms", MMS,
         "POST /batches", MMS_BODY, MediaResponse, "SendSMS"),
    Call("batches.send_binary", BINARY,
         "POST /batches", BINARY_BODY, BinaryResponse, "SendSMS"),
    Call("batches.send", {**SMS, "type_": "mt_text"},
         "POST /batches", SMS_BODY, TextResponse, "SendSMS"),
    Call("batches.send", {**MMS, "type_": "mt_media"},
         "POST /batches", MMS_BODY, MediaResponse, "SendSMS"),
    Call("batches.send", {**BINARY, "type_": "mt_binary"},
         "POST /batches", BINARY_BODY, BinaryResponse, "SendSMS"),
    Call("batches.send", {"request": SMS_BODY},
         "POST /batches", SMS_BODY, TextResponse, "SendSMS"),
    Call("batches.send", {"request": MMS_BODY},
         "POST /batches", MMS_BODY, MediaResponse, "SendSMS"),
    Call("batches.send", {"request": BINARY_BODY},
         "POST /batches", BINARY_BODY, BinaryResponse, "SendSMS"),

    Call("batches.dry_run_sms", {**SMS, **COUNTED},
         DRY_RUN, SMS_BODY, DryRunResponse, "Dry_Run"),
    Call("batches.dry_run_mms", {**MMS, **COUNTED},
         DRY_RUN, MMS_BODY, DryRunResponse, "Dry_Run"),
    Call("batches.dry_run_binary", {**BINARY, **COUNTED},
         DRY_RUN, BINARY_BODY, DryRunResponse, "Dry_Run"),
    Call("batches.dry_run", {**SMS, **COUNTED, "type_": "mt_text"},
         DRY_RUN, SMS_BODY, DryRunResponse, "Dry_Run"),
    Call("batches.dry_run", {**MMS, **COUNTED, "type_": "mt_media"},
         DRY_RUN, MMS_BODY, DryRunResponse, "Dry_Run"),
    Call("batches.dry_run", {**BINARY, **COUNTED, "type_": "mt_binary"},
         DRY_RUN, BINARY_BODY, DryRunResponse, "Dry_Run"),

    Call("batches.update_sms", {"batch_id": "{sms}", **SMS_CHANGE},
         "POST /batches/{sms}", SMS_CHANGE_BODY, TextResponse, "UpdateBatchMessage"),
    Call("batches.update_mms", {"batch_id": "{mms}", **MMS_CHANGE},
         "POST /batches/{mms}", MMS_CHANGE_BODY, MediaResponse, "UpdateBatchMessage"),
    Call("batches.update_binary", {"batch_id": "{binary}", **BINARY_CHANGE},
         "POST /batches/{binary}", BINARY_CHANGE_BODY, BinaryResponse, "UpdateBatchMessage"),
    Call("batches.update", {"batch_id": "{sms}", **SMS_CHANGE, "type_": "mt_text"},
         "POST /batches/{sms}", SMS_CHANGE_BODY, TextResponse, "UpdateBatchMessage"),
    Call("batches.update", {"batch_id": "{mms}", **MMS_CHANGE, "type_": "mt_media"},
         "POST /batches/{mms}", MMS_CHANGE_BODY, MediaResponse, "UpdateBatchMessage"),
    Call("batches.update", {"batch_id": "{binary}", **BINARY_CHANGE, "type_": "mt_binary"},
         "POST /batches/{binary}", BINARY_CHANGE_BODY, BinaryResponse, "UpdateBatchMessage"),

    Call("batches.replace_sms", {"batch_id": "{sms}", **SMS},
         "PUT /batches/{sms}", SMS_BODY, TextResponse, "ReplaceBatch"),
    Call("batches.replace_mms", {"batch_id": "{mms}", **MMS},
         "PUT /batches/{mms}", MMS_BODY, MediaResponse, "ReplaceBatch"),
    Call("batches.replace_binary", {"batch_id": "{binary}", **BINARY},
         "PUT /batches/{binary}", BINARY_BODY, BinaryResponse, "ReplaceBatch"),
    Call("batches.replace", {"batch_id": "{sms}", **SMS, "type_": "mt_text"},
         "PUT /batches/{sms}", SMS_BODY, TextResponse, "ReplaceBatch"),
    Call("batches.replace", {"batch_id": "{mms}", **MMS, "type_": "mt_media"},
         "PUT /batches/{mms}", MMS_BODY, MediaResponse, "ReplaceBatch"),
    Call("batches.replace", {"batch_id": "{binary}", **BINARY, "type_": "mt_binary"},
         "PUT /batches/{binary}", BINARY_BODY, BinaryResponse, "ReplaceBatch"),

    Call("batches.get", {"batch_id": "{sms}"},
         "GET /batches/{sms}", None, TextResponse, "GetBatchMessage"),
    Call("batches.get", {"batch_id": "{mms}"},
         "GET /batches/{mms}", None, MediaResponse, "GetBatchMessage"),
    Call("batches.get", {"batch_id": "{binary}"},
         "GET /batches/{binary}", None, BinaryResponse, "GetBatchMessage"),
    Call("batches.cancel", {"batch_id": "{sms}"},
         "DELETE /batches/{sms}", None, TextResponse, "CancelBatchMessage"),
    Call("batches.cancel", {"batch_id": "{mms}"},
         "DELETE /batches/{mms}", None, MediaResponse, "CancelBatchMessage"),
    Call("batches.cancel", {"batch_id": "{binary}"},
         "DELETE /batches/{binary}", None, BinaryResponse, "CancelBatchMessage"),
    Call("batches.list", {**PAGE, **PERIOD, "from_": ["12025550199", "a,b"], **REFERENCE},
         f"GET /batches?page=0&page_size=2&from=12025550199,a%2Cb&{PERIOD_QUERY}&{REFERENCE_QUERY}",
         None, Page, "ListBatches"),
    Call("batches.send_delivery_feedback", {"batch_id": "{feedback}", "recipients": [ADA]},
         "POST /batches/{feedback}/delivery_feedback", {"recipients": [ADA]}, None, "deliveryFeedback"),

    Call("delivery_reports.get",
         {"batch_id": "{sms}", "report_type": "full", "status": ["Delivered", "Failed"], "code": [0, 401]},
         "GET /batches/{sms}/delivery_report?type=full&status=Delivered,Failed&code=0,401",
         None, BatchDeliveryReport, "GetDeliveryReportByBatchId"),
    Call("delivery_reports.get_for_number", {"batch_id": "{sms}", "recipient_number": ADA},
         RECIPIENT_REPORT, None, RecipientDeliveryReport, "GetDeliveryReportByPhoneNumber"),
    Call("delivery_reports.get_for_number", {"batch_id": "{sms}", "recipient": ADA},
         RECIPIENT_REPORT, None, RecipientDeliveryReport, "GetDeliveryReportByPhoneNumber"),
    Call("delivery_reports.list", {**PAGE, **PERIOD, "status": ["Delivered"], "code": [0, 15], **REFERENCE},
         f"GET /delivery_reports?page=0&page_size=2&{PERIOD_QUERY}&status=Delivered&code=0,15&{REFERENCE_QUERY}",
         None, Page, "getDeliveryReports"),

    Call("groups.create", GROUP,
         "POST /groups", GROUP, GroupResponse, "CreateGroup"),
    Call("groups.create", {},
         "POST /groups", {}, GroupResponse, "CreateGroup"),
    Call("groups.list", PAGE,
         "GET /groups?page=0&page_size=2", None, Page, "ListGroups"),
    Call("groups.get", {"group_id": "{group}"},
         "GET /groups/{group}", None, GroupResponse, "RetrieveGroup"),
    Call("groups.update", {"group_id": "{group}", **GROUP_CHANGE},
         "POST /groups/{group}", GROUP_CHANGE, GroupResponse, "UpdateGroup"),
    Call("groups.update", {"group_id": "{group}", "name": None},
         "POST /groups/{group}", {"name": None}, GroupResponse, "UpdateGroup"),
    Call("groups.update", {"group_id": "{group}", "auto_update": None},
         "POST /groups/{group}", {"auto_update": None}, GroupResponse, "UpdateGroup"),
    Call("groups.replace", {"group_id": "{group}", **GROUP},
         "PUT /groups/{group}", GROUP, GroupResponse, "ReplaceGroup"),
    Call("groups.delete", {"group_id": "{group}"},
         "DELETE /groups/{group}", None, None, "deleteGroup"),
    Call("groups.list_members", {"group_id": "{group}"},
         "GET /groups/{group}/members", None, Page, "GetMembers"),

    Call("inbounds.list", {**PAGE, **PERIOD, "to": ["12025550199", "12025550188"], **REFERENCE},
         f"GET /inbounds?page=0&page_size=2&to=12025550199,12025550188&{PERIOD_QUERY}&{REFERENCE_QUERY}",
         None, Page, "ListInboundMessages"),
    Call("inbounds.get", {"inbound_id": "{inbound}"},
         "GET /inbounds/{inbound}", None, MOTextMessage, "RetrieveInboundMessage"),
]
# fmt: on


@pytest.fixture
def made(sinch_client: SinchClient, sinch_simulator: Simulator) -> dict[str, str]:
    """Return the ids of the things that calls may refer to."""
    batches = sinch_client.sms.batches
    ids = {
        "{sms}": batches.send_sms(to=[ADA], body="Hi", send_at=LATER).id,
        "{mms}": batches.send_mms(to=[ADA], body={"url": "https://media.example.com/a.png"}, send_at=LATER).id,
        "{binary}": batches.send_binary(to=[ADA], body="AQ==", udh="0605040B8423F0", send_at=LATER).id,
        "{feedback}": batches.send_sms(to=[ADA], body="Hi", feedback_enabled=True).id,
        "{group}": sinch_client.sms.groups.create(members=[ADA]).id,
        "{other_group}": sinch_client.sms.groups.create(members=[BOB]).id,
        "{inbound}": sinch_simulator.receive_sms(from_=ADA, to=SENDER, body="Yes please")["id"],
    }
    return {name: str(value) for name, value in ids.items()}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: Call, made: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    check(call, "sms", sinch_client, sinch_simulator, made)


def test_the_service_plan_uses_its_own_host_token_and_id(connect: Connect, sinch_simulator: Simulator) -> None:
    plan = sinch_simulator.credentials.service_plan
    client = connect(sms_region="au", **plan)
    client.sms.batches.send_sms(to=[ADA], body="Hi")
    request = sinch_simulator.requests[-1]
    assert request.raw_path == f"/xms/v1/{plan['service_plan_id']}/batches"
    assert request.headers["authorization"] == f"Bearer {plan['sms_api_token']}"
    assert sinch_simulator.token_requests == []


def test_request_objects_and_dictionaries(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batches = sinch_client.sms.batches
    batches.send(TextRequest(to=[ADA], body="Hi", from_=SENDER))
    expected = {"to": [ADA], "body": "Hi", "from": SENDER, "type": "mt_text"}
    assert sinch_simulator.requests[-1].json == expected
    batches.send({"to": [ADA], "body": "Hi", "from_": SENDER})
    assert sinch_simulator.requests[-1].json == {"to": [ADA], "body": "Hi", "from": SENDER}, (
        "the server treats it as a text"
    )
    batches.send_mms(to=[ADA], body=MediaBody(url="https://media.example.com/a.png"))
    assert sinch_simulator.requests[-1].json["body"] == {"url": "https://media.example.com/a.png"}
    with pytest.raises(ArgumentError, match="either request or its fields, not both: body"):
        batches.send({"to": [ADA]}, body="Hi")
    with pytest.raises(ArgumentError, match="udh is not valid for a batch of type mt_text"):
        batches.send(to=[ADA], body="Hi", udh="00", type_="mt_text")
    with pytest.raises(ArgumentError, match="request must be a dictionary or a request object, not str"):
        batches.send("Hi")  # type: ignore[arg-type]


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
