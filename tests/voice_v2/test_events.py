"""Voice v2 events: their signatures by the published example, and what is read and sent in response."""

from __future__ import annotations

import pytest

from sinch import ArgumentError, SignatureError
from sinch.domains.voice.helpers.v2.svaml import Calls, CommandsSequenceCreator, Menu
from sinch.domains.voice.v2 import VoiceSinchEvent

SERVICE, SECRET = "a74b1566-0f18-4f8e-9c23-8e6b5df8fd3e", "F5wrP9SKYU6w8sbZXkp7GA=="
PATH = "/voice-webhooks"
BODY = b'{"event":"call.incoming","call":{"callId":"01AN4Z07BY79KA1307SR9X4MV3"}}'
HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "x-timestamp": "2026-04-01T12:00:00.0000000Z",
    "authorization": f"SERVICE {SERVICE}:EWFtVTrykdhMTdyYSbn40GBJpf5UBeggO9T99sdwLyY=",
}


def test_the_published_signature_is_valid_and_nothing_else_is() -> None:
    valid = VoiceSinchEvent().validate_authentication_header
    assert valid("POST", PATH, HEADERS, BODY, SERVICE, SECRET)
    assert valid("post", f"https://hooks.example.com{PATH}?a=b", HEADERS, BODY, SERVICE, SECRET)
    assert VoiceSinchEvent(SECRET, service_id=SERVICE).validate_authentication_header("POST", PATH, HEADERS, BODY)
    assert not valid("GET", PATH, HEADERS, BODY, SERVICE, SECRET)
    assert not valid("POST", PATH + "/", HEADERS, BODY, SERVICE, SECRET)
    assert not valid("POST", PATH, HEADERS, BODY + b" ", SERVICE, SECRET)
    assert not valid("POST", PATH, HEADERS, BODY, "another", SECRET)
    assert not valid("POST", PATH, HEADERS, BODY, SERVICE, "not base64")
    assert not valid("POST", PATH, {**HEADERS, "Content-Type": "application/json"}, BODY, SERVICE, SECRET)
    assert not valid("POST", PATH, HEADERS, BODY)


def test_an_event_is_verified_and_read_at_once() -> None:
    handler = VoiceSinchEvent(SECRET, service_id=SERVICE)
    assert handler.verify_and_parse(HEADERS, BODY, path=PATH, tolerance=None).event == "call.incoming"
    with pytest.raises(SignatureError, match="seconds"):
        handler.verify_and_parse(HEADERS, BODY, path=PATH)
    signed = handler.sign(BODY, path=PATH)
    assert handler.verify_and_parse(signed, BODY, path=PATH).call.call_id == "01AN4Z07BY79KA1307SR9X4MV3"


def test_a_custom_event_has_the_name_of_the_sdk_and_that_of_the_api() -> None:
    event = VoiceSinchEvent().parse_event(b'{"event": "call.webhook.order", "call": {}}')
    assert (event.event, event["event"]) == ("call.customEvent.order", "call.webhook.order")


def test_responses_have_the_names_of_the_api() -> None:
    handler = VoiceSinchEvent()
    built = handler.build_incoming_call_response(
        CommandsSequenceCreator().answer().pause(500), call_name="caller", on_hangup=Calls.hangup("agent")
    )
    assert handler.serialize_response(built) == {
        "commands": [{"command": "answer"}, {"command": "pause", "durationMilliseconds": 500}],
        "callName": "caller",
        "events": {"onHangup": [{"command": "hangup", "callName": "agent"}]},
    }
    assert handler.serialize_response(handler.build_response([])) == {"commands": []}
    with pytest.raises(ArgumentError):
        handler.build_response("hangup")  # type: ignore[arg-type]


def test_menus_must_lead_somewhere() -> None:
    with pytest.raises(ValueError, match="'other'"):
        Menu.create("main", Menu.item("main", matches={"1": [Menu.goto("other")]}))
    with pytest.raises(ValueError, match="'start'"):
        CommandsSequenceCreator().menu("start").item("main").build()
