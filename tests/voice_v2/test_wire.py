"""Voice v2 with every argument, as it arrives on the wire."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

import pytest

from sinch import SinchClient, VoiceRegion
from sinch.core.paging import Page
from sinch.domains.voice.v2 import (
    BatchDetails,
    BatchStopResponse,
    BatchSummary,
    Call,
    DescribeSvamlResponse,
    HangupCommand,
    Service,
    Session,
    StartBatchResponse,
    StartCallResponse,
    ValidateSvamlResponse,
)
from sinch.testing import Simulator
from tests import wire
from tests.both_colours import Connect, both_colours

pytestmark = both_colours

ADA = "+12025550123"
PHONE = {"type": "PHONE", "phone": {"number": ADA}}
DIAL: dict[str, Any] = {"command": "dial", "call_name": "a/1", "to": PHONE, "dial_timeout_duration_seconds": 25}
DIALLED = {"command": "dial", "callName": "a/1", "to": PHONE, "dialTimeoutDurationSeconds": 25}
HANGUP = {"command": "hangup"}
SETS = [{"callee": ADA, "name": "Ada"}]
OPTIONS = {"max_cps": 2, "ttl_seconds": 600}
OPTIONS_SENT = {"maxCps": 2, "ttlSeconds": 600}
KEY = "key-of-16-letters"
WEBHOOK = {"type": "WEBHOOK", "webhook": {"url": "https://a.example.com/x", "fallbackUrl": "https://b.example.com/x"}}
OURS = {
    "type": "EVENT_DESTINATION",
    "event_destination": {"url": "https://a.example.com/x", "fallback_url": "https://b.example.com/x"},
}
AT = datetime(2026, 5, 4, 10, 5, tzinfo=timezone.utc)

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    wire.Call("v2.calls.start", {"commands": DIAL},
              "POST /calls", {"commands": [DIALLED]}, StartCallResponse, "createCall"),
    wire.Call("v2.calls.start", {"commands": [DIAL, HANGUP], "service_id": "{service}", "idempotency_key": KEY,
                                 "parameters": SETS, "batch_options": OPTIONS},
              "POST /calls?serviceId={service}",
              {"commands": [DIALLED, HANGUP], "parameters": SETS, "batchOptions": OPTIONS_SENT},
              StartCallResponse, "createCall"),
    wire.Call("v2.calls.list", {},
              "GET /calls", None, Page, "listCalls"),
    wire.Call("v2.calls.list", {"service_id": "s", "from_": "+1", "to": ADA, "call_type": "PHONE", "start_time": AT,
                                "end_time": AT, "call_result": "BUSY", "call_reason": "OK", "page_size": 5, "page": 1},
              "GET /calls?serviceId=s&from=%2B1&to=%2B12025550123&callType=PHONE&startTime=2026-05-04T10%3A05%3A00Z"
              "&endTime=2026-05-04T10%3A05%3A00Z&callResult=BUSY&callReason=OK&pageSize=5&page=1",
              None, Page, "listCalls"),
    wire.Call("v2.calls.get", {"call_id": "{call}"},
              "GET /calls/{call}", None, Call, "getCallById"),
    wire.Call("v2.calls.interact_by_call_id", {"call_id": "{call}", "commands": HANGUP, "idempotency_key": KEY},
              "PATCH /calls/{call}", {"commands": [HANGUP]}, None, "patchCallById"),
    wire.Call("v2.calls.interact_by_call_name", {"session_id": "{session}", "call_name": "a/1", "commands": [HANGUP]},
              "PATCH /sessions/{session}/calls/a%2F1", {"commands": [HANGUP]}, None, "patchCallBySessionAndName"),
    wire.Call("v2.sessions.get", {"session_id": "{session}"},
              "GET /sessions/{session}", None, Session, "getSessionById"),
    wire.Call("v2.batches.start", {"commands": DIAL, "parameters": SETS},
              "POST /batches", {"commands": [DIALLED], "parameters": SETS}, StartBatchResponse, "startBatch"),
    wire.Call("v2.batches.start", {"commands": [DIAL], "parameters": SETS, "service_id": "{service}",
                                   "batch_options": OPTIONS, "idempotency_key": KEY},
              "POST /batches?serviceId={service}",
              {"commands": [DIALLED], "parameters": SETS, "batchOptions": OPTIONS_SENT},
              StartBatchResponse, "startBatch"),
    wire.Call("v2.batches.get", {"batch_id": "{batch}"},
              "GET /batches/{batch}", None, BatchSummary, "getBatchCallSummary"),
    wire.Call("v2.batches.get_details", {"batch_id": "{batch}"},
              "GET /batches/{batch}/details", None, BatchDetails, "getBatchDetails"),
    wire.Call("v2.batches.stop", {"batch_id": "{batch}"},
              "DELETE /batches/{batch}", None, BatchStopResponse, "stopBatchProcessing"),
    wire.Call("v2.services.list", {"filter": "Desk", "is_default": False, "page_size": 5, "page": 1},
              "GET /services?filter=Desk&isDefault=false&pageSize=5&page=1", None, Page, "listServices"),
    wire.Call("v2.services.create", {"name": "Desk"},
              "POST /services", {"name": "Desk"}, Service, "createService"),
    wire.Call("v2.services.create", {"name": "Desk", "description": "Front", "is_default": True,
                                     "call_behavior": OURS, "idempotency_key": KEY},
              "POST /services", {"name": "Desk", "description": "Front", "isDefault": True, "callBehavior": WEBHOOK},
              Service, "createService"),
    wire.Call("v2.services.get", {"service_id": "{service}"},
              "GET /services/{service}", None, Service, "getService"),
    wire.Call("v2.services.update", {"service_id": "{service}", "name": "New", "description": "Front",
                                     "is_default": True, "call_behavior": WEBHOOK, "idempotency_key": KEY},
              "PATCH /services/{service}",
              {"name": "New", "description": "Front", "isDefault": True, "callBehavior": WEBHOOK},
              Service, "updateService"),
    wire.Call("v2.services.update", {"service_id": "{service}"},
              "PATCH /services/{service}", {}, Service, "updateService"),
    wire.Call("v2.services.delete", {"service_id": "{service}"},
              "DELETE /services/{service}", None, None, "deleteService"),
    wire.Call("v2.svaml.describe", {"commands": HANGUP, "call_name": "caller", "on_hangup": HANGUP},
              "POST /svaml/describe",
              {"svaml": {"commands": [HANGUP], "callName": "caller", "events": {"onHangup": [HANGUP]}}},
              DescribeSvamlResponse, "describeSvaml"),
    wire.Call("v2.svaml.validate", {"commands": [HANGUP]},
              "POST /svaml/validate", {"svaml": {"commands": [HANGUP]}}, ValidateSvamlResponse, "validateSvaml"),
    wire.Call("v2.svaml.validate", {"commands": [HANGUP], "call_name": "caller", "on_hangup": [],
                                    "validation_type": "STRICT"},
              "POST /svaml/validate",
              {"svaml": {"commands": [HANGUP], "callName": "caller", "events": {"onHangup": []}},
               "validationType": "STRICT"}, ValidateSvamlResponse, "validateSvaml"),
]
# fmt: on


@pytest.fixture
def made(sinch_client: SinchClient) -> dict[str, str]:
    voice = sinch_client.voice.v2
    session = voice.calls.start(DIAL).session_id
    return {
        "{session}": session,
        "{call}": voice.sessions.get(session).calls[0].call_id,
        "{service}": voice.services.create("Other").service_id,
        "{batch}": voice.batches.start(DIAL, SETS).batch_id,
    }


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: wire.Call, made: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    wire.check(call, "voice", sinch_client, sinch_simulator, made, host="voice_v2")
    key = sinch_simulator.requests[-1].headers.get("idempotency-key")
    if call.arguments.get("idempotency_key"):
        assert key == KEY
    elif call.operation in ("createCall", "startBatch", "createService", "updateService") or "patch" in call.operation:
        assert re.fullmatch("[0-9a-f]{32}", str(key))
    else:
        assert key is None


def test_each_call_has_a_key_of_its_own_and_none_if_it_is_not_wanted(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    calls = sinch_client.voice.v2.calls
    calls.start(DIAL)
    calls.start(DIAL)
    calls.start(DIAL, idempotency_key=None)
    keys = [request.headers.get("idempotency-key") for request in sinch_simulator.requests[-3:]]
    assert keys[2] is None
    assert len(set(keys)) == 3


def test_models_are_commands_as_dictionaries_are(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    session = sinch_client.voice.v2.calls.start(DIAL)
    sinch_client.voice.v2.calls.interact_by_call_name(session.session_id, "a/1", HangupCommand(call_name="a/1"))
    assert sinch_simulator.requests[-1].json == {"commands": [{"command": "hangup", "callName": "a/1"}]}


@pytest.mark.parametrize(
    ("region", "origin"),
    [
        (None, "https://voice.api.sinch.com"),
        ("", "https://voice.api.sinch.com"),
        (VoiceRegion.GLOBAL, "https://voice.api.sinch.com"),
        ("us1", "https://us1.voice.api.sinch.com"),
        (VoiceRegion.EUROPE, "https://eu1.voice.api.sinch.com"),
        ("use1", "https://us1.voice.api.sinch.com"),
        ("euc1", "https://eu1.voice.api.sinch.com"),
        ("sae1", "https://br1.voice.api.sinch.com"),
        ("apse1", "https://sg1.voice.api.sinch.com"),
        ("APSE2", "https://au1.voice.api.sinch.com"),
    ],
)
def test_where_the_api_is(region: Any, origin: str, connect: Connect) -> None:
    client = connect(voice_v2_origin=None, voice_region=region)
    assert client.voice.service.origin == origin


def test_a_region_that_is_not_known_is_used_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="voice_region 'mx1' is unknown"):
        client = SinchClient(project_id="p", key_id="k", key_secret="s", voice_region="mx1")
    assert client.voice.service.origin == "https://mx1.voice.api.sinch.com"
