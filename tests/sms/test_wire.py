"""Every SMS method with every argument, as it arrives on the wire."""

from __future__ import annotations

from collections.abc import Callable
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
from tests.wire import Call

ADA, BOB, SENDER = "+12025550123", "+12025550144", "+12025550199"
LATER = datetime(2026, 3, 3, 8, 0, tzinfo=timezone.utc)
COMMON_ARGUMENTS: dict[str, Any] = {
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
BINARY: dict[str, Any] = {"body": "AQIDBA==", "udh": "0605040B8423F0", "from_ton": 1, "from_npi": 1}
KINDS = {
    "sms": (TEXT, "mt_text", TextResponse),
    "mms": (MEDIA, "mt_media", MediaResponse),
    "binary": (BINARY, "mt_binary", BinaryResponse),
}


def calls() -> list[Call]:
    found = []
    dry = {"per_recipient": True, "number_of_recipients": 10}
    dry_query = [("per_recipient", "true"), ("number_of_recipients", "10")]
    changes = {"to_add": [BOB], "to_remove": [ADA]}
    for kind, (own, mark, result) in KINDS.items():
        full = {"to": [ADA, BOB], **COMMON_ARGUMENTS, **own}
        body = {"to": [ADA, BOB], **COMMON_BODY, **own, "type": mark}
        change = {**changes, **COMMON_ARGUMENTS, **own}
        change_body = {**changes, **COMMON_BODY, **own, "type": mark}
        one = f"/batches/{{batch_{kind}}}"
        batch = {"batch_id": f"{{batch_{kind}}}"}
        for name, extra in ((f"_{kind}", {}), ("", {"type_": mark})):
            found += [
                Call(f"batches.send{name}", {**full, **extra}, "POST", "/batches", [], body, result, "SendSMS"),
                Call(
                    f"batches.dry_run{name}",
                    {**full, **extra, **dry},
                    "POST",
                    "/batches/dry_run",
                    dry_query,
                    body,
                    DryRunResponse,
                    "Dry_Run",
                ),
                Call(
                    f"batches.update{name}",
                    {**batch, **change, **extra},
                    "POST",
                    one,
                    [],
                    change_body,
                    result,
                    "UpdateBatchMessage",
                ),
                Call(
                    f"batches.replace{name}", {**batch, **full, **extra}, "PUT", one, [], body, result, "ReplaceBatch"
                ),
            ]
        found += [
            Call("batches.send", {"request": body}, "POST", "/batches", [], body, result, "SendSMS"),
            Call("batches.get", batch, "GET", one, [], None, result, "GetBatchMessage"),
            Call("batches.cancel", batch, "DELETE", one, [], None, result, "CancelBatchMessage"),
        ]
    paging = {"page": 0, "page_size": 2}
    paging_query = [("page", "0"), ("page_size", "2")]
    period = {"start_date": datetime(2026, 3, 1, tzinfo=timezone.utc), "end_date": "2026-03-05T00:00:00Z"}
    period_query = [("start_date", "2026-03-01T00:00:00Z"), ("end_date", "2026-03-05T00:00:00Z")]
    reference = ("client_reference", "booking 118/ü")
    report = "/batches/{batch_sms}/delivery_report"
    group = {
        "name": "Regulars",
        "members": [ADA, BOB],
        "child_groups": ["{group}"],
        "auto_update": {"to": SENDER, "add": {"first_word": "JOIN"}, "remove": {"first_word": "LEAVE"}},
    }
    update = {
        "add": [BOB],
        "remove": [ADA],
        "name": "Locals",
        "add_from_group": "{group}",
        "remove_from_group": "{group}",
        "auto_update": group["auto_update"],
    }
    return [
        *found,
        Call(
            "batches.list",
            {**paging, **period, "from_": ["12025550199", "a,b"], reference[0]: reference[1]},
            "GET",
            "/batches",
            [*paging_query, *period_query, ("from", "12025550199,a%2Cb"), reference],
            None,
            Page,
            "ListBatches",
        ),
        Call(
            "batches.send_delivery_feedback",
            {"batch_id": "{batch_feedback}", "recipients": [ADA]},
            "POST",
            "/batches/{batch_feedback}/delivery_feedback",
            [],
            {"recipients": [ADA]},
            None,
            "deliveryFeedback",
        ),
        Call(
            "delivery_reports.get",
            {"batch_id": "{batch_sms}", "report_type": "full", "status": ["Delivered", "Failed"], "code": [0, 401]},
            "GET",
            report,
            [("type", "full"), ("status", "Delivered,Failed"), ("code", "0,401")],
            None,
            BatchDeliveryReport,
            "GetDeliveryReportByBatchId",
        ),
        Call(
            "delivery_reports.get_for_number",
            {"batch_id": "{batch_sms}", "recipient_number": ADA},
            "GET",
            f"{report}/%2B12025550123",
            [],
            None,
            RecipientDeliveryReport,
            "GetDeliveryReportByPhoneNumber",
        ),
        Call(
            "delivery_reports.get_for_number",
            {"batch_id": "{batch_sms}", "recipient": ADA},
            "GET",
            f"{report}/%2B12025550123",
            [],
            None,
            RecipientDeliveryReport,
            "GetDeliveryReportByPhoneNumber",
        ),
        Call(
            "delivery_reports.list",
            {**paging, **period, "status": ["Delivered"], "code": [0, 15], reference[0]: reference[1]},
            "GET",
            "/delivery_reports",
            [*paging_query, *period_query, ("status", "Delivered"), ("code", "0,15"), reference],
            None,
            Page,
            "getDeliveryReports",
        ),
        Call("groups.create", group, "POST", "/groups", [], group, GroupResponse, "CreateGroup"),
        Call("groups.create", {}, "POST", "/groups", [], {}, GroupResponse, "CreateGroup"),
        Call("groups.list", paging, "GET", "/groups", paging_query, None, Page, "ListGroups"),
        Call("groups.get", {"group_id": "{group}"}, "GET", "/groups/{group}", [], None, GroupResponse, "RetrieveGroup"),
        Call(
            "groups.update",
            {"group_id": "{group}", **update},
            "POST",
            "/groups/{group}",
            [],
            update,
            GroupResponse,
            "UpdateGroup",
        ),
        Call(
            "groups.update",
            {"group_id": "{group}", "name": None},
            "POST",
            "/groups/{group}",
            [],
            {"name": None},
            GroupResponse,
            "UpdateGroup",
        ),
        Call(
            "groups.replace",
            {"group_id": "{group}", **group, "child_groups": ["{other_group}"]},
            "PUT",
            "/groups/{group}",
            [],
            {**group, "child_groups": ["{other_group}"]},
            GroupResponse,
            "ReplaceGroup",
        ),
        Call("groups.delete", {"group_id": "{group}"}, "DELETE", "/groups/{group}", [], None, None, "deleteGroup"),
        Call(
            "groups.list_members",
            {"group_id": "{group}"},
            "GET",
            "/groups/{group}/members",
            [],
            None,
            Page,
            "GetMembers",
        ),
        Call(
            "inbounds.list",
            {**paging, **period, "to": ["12025550199", "12025550188"], reference[0]: reference[1]},
            "GET",
            "/inbounds",
            [*paging_query, ("to", "12025550199,12025550188"), *period_query, reference],
            None,
            Page,
            "ListInboundMessages",
        ),
        Call(
            "inbounds.get",
            {"inbound_id": "{inbound}"},
            "GET",
            "/inbounds/{inbound}",
            [],
            None,
            MOTextMessage,
            "RetrieveInboundMessage",
        ),
    ]


@pytest.fixture
def ids(sinch_client: SinchClient, sinch_simulator: Simulator) -> dict[str, str]:
    """Return the ids of what every call may speak of."""
    batches = sinch_client.sms.batches
    made = {
        "{batch_sms}": batches.send_sms(to=[ADA], body="Hi", send_at=LATER).id,
        "{batch_mms}": batches.send_mms(to=[ADA], body={"url": "https://media.example.com/a.png"}, send_at=LATER).id,
        "{batch_binary}": batches.send_binary(to=[ADA], body="AQ==", udh="0605040B8423F0", send_at=LATER).id,
        "{batch_feedback}": batches.send_sms(to=[ADA], body="Hi", feedback_enabled=True).id,
        "{group}": sinch_client.sms.groups.create(members=[ADA]).id,
        "{other_group}": sinch_client.sms.groups.create(members=[BOB]).id,
        "{inbound}": sinch_simulator.receive_sms(from_=ADA, to=SENDER, body="Yes please")["id"],
    }
    return {key: str(value) for key, value in made.items()}


def filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        for mark, real in ids.items():
            value = value.replace(mark, real)
        return value
    if isinstance(value, dict):
        return {key: filled(entry, ids) for key, entry in value.items()}
    return [filled(entry, ids) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize("call", calls(), ids=lambda call: f"{call.method}-{call.operation}")
def test_every_method_with_every_argument(
    call: Call, ids: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    resource, _, name = call.method.partition(".")
    method: Callable[..., Any] = getattr(getattr(sinch_client.sms, resource), name)
    result = method(**filled(call.arguments, ids))
    request = sinch_simulator.requests[-1]
    project = sinch_simulator.credentials.project["project_id"]
    assert request.operation_id == call.operation
    assert request.method == call.verb
    assert request.raw_path == f"/xms/v1/{project}{filled(call.path, ids)}"
    assert sorted(request.raw_query.split("&")) == sorted(wire_query(call.query)), request.raw_query
    assert request.json == filled(call.body, ids)
    assert request.headers["accept"] == "application/json"
    assert request.headers.get("content-type") == (None if call.body is None else "application/json")
    assert request.headers["authorization"].startswith("Bearer ")
    assert request.headers["user-agent"].startswith("sinch-sdk/3.0.0.dev0 (Python/")
    if call.result is None:
        assert result is None
    else:
        assert type(result) is call.result
        assert result.http_response is None or result.http_response.status_code in (200, 201)


def wire_query(pairs: list[tuple[str, str]]) -> list[str]:
    from urllib.parse import quote

    return [f"{name}={quote(value, safe=',%')}" for name, value in pairs] or [""]


def test_the_service_plan_uses_its_own_host_token_and_id(sinch_simulator: Simulator) -> None:
    plan = sinch_simulator.credentials.service_plan
    client = SinchClient(sms_region="au", **plan, **sinch_simulator.origins)
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
