"""Mistakes in Voice v2 commands: each is named with its place, before anything is sent or responded."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import ArgumentError, BadRequestError, SinchClient
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.v2 import VoiceSinchEvent
from sinch.testing import Simulator
from tests.both_colours import both_colours, synchronous

pytestmark = both_colours

ADA = "+12025550123"
SAY = {"type": "SAY", "say": {"text": "Hi", "voice_name": "Emma"}}


def dial(**more: Any) -> dict[str, Any]:
    return {"command": "dial", "to": {"type": "PHONE", "phone": {"number": ADA}}, **more}


def say(**more: Any) -> dict[str, Any]:
    return {"command": "messages", "messages": [SAY, {"type": "SAY", "say": {**SAY["say"], **more}}]}  # type: ignore[dict-item]


def menu(**item: Any) -> dict[str, Any]:
    return {"command": "menu", "startMenu": "main", "menus": {"main": item}}


MISTAKES: list[tuple[Any, str]] = [
    ({"command": "sing"}, r"command must be one of amd, dial, .*, not 'sing'$"),
    ({}, r"command is required: one of amd, dial"),
    ("hangup", r"= must be a dictionary, not str$"),
    (say(text=5), r"messages\[1\]\.say\.text must be a string, not int$"),
    (say(text=None), r"messages\[1\]\.say\.text is required$"),
    (say(text="x" * 601), r"messages\[1\]\.say\.text must have at most 600 characters, not 601$"),
    ({"command": "messages", "messages": []}, r"messages must have 1 to 10 items, not 0$"),
    ({"command": "messages", "messages": [SAY] * 11}, r"messages must have 1 to 10 items, not 11$"),
    (dial(dial_timeout_duration_seconds=61), r"dial_timeout_duration_seconds must be 1 to 60, not 61$"),
    (dial(maxCallDurationSeconds="60"), r"maxCallDurationSeconds must be an integer, not str$"),
    (dial(call_name="front desk"), r"call_name must match \^\\S\+\$$"),
    (dial(from_={"type": "STREAM"}), r"from_\.type must be one of PHONE, SIP, not 'STREAM'$"),
    (dial(to={"type": "PHONE", "phone": {"number": "2025550123"}}), r"to\.phone\.number must match "),
    (dial(events={"on_answer": {"command": "hangup"}}), r"events\.on_answer must be a list, not dict$"),
    (dial(events={"onAnswer": [{"command": "pause", "duration_milliseconds": 0}]}), r"events\.onAnswer\[0\]\."),
    ({"command": "pause", "duration_milliseconds": 0}, r"duration_milliseconds must be at least 1, not 0$"),
    (menu(matches={"1": [{"command": "gotoMenu"}]}), r"menus\.main\.matches\.1\[0\]\.menu_name is required$"),
    (menu(matches={str(key): [] for key in range(51)}), r"menus\.main\.matches must have at most 50 keys, not 51$"),
    (menu(terminating_sequence="x"), r"menus\.main\.terminating_sequence must match "),
]


def place(said: str, name: str) -> str:
    """Return what an error says of a command that is called by a name."""
    return f"^{name}{said[1:]}" if said.startswith("=") else rf"^{name}\.{said}"


@synchronous
@pytest.mark.parametrize(("command", "said"), MISTAKES)
def test_a_mistake_in_a_request(command: Any, said: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(ArgumentError, match=place(said, r"commands\[1\]")):
        sinch_client.voice.v2.calls.start([{"command": "answer"}, command])
    assert sinch_simulator.requests == []


def test_every_method_that_sends_commands(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    voice: Any = sinch_client.voice.v2
    wrong = {"command": "bridgeCall"}
    static = {"type": "STATIC", "static": {"commands": [wrong]}}
    for method, arguments, said in (
        (voice.calls.start, {"commands": wrong}, r"^commands\[0\]\.bridge_name is required$"),
        (voice.calls.interact_by_call_id, {"call_id": "c", "commands": wrong}, r"^commands\[0\]\.bridge_name"),
        (
            voice.calls.interact_by_call_name,
            {"session_id": "s", "call_name": "c", "commands": [wrong]},
            r"^commands\[0\]\.bridge_name",
        ),
        (voice.batches.start, {"commands": wrong, "parameters": []}, r"^commands\[0\]\.bridge_name"),
        (voice.batches.start, {"commands": dial(), "parameters": [{"a": 5}]}, r"^parameters\[0\]\.a must be a string"),
        (
            voice.batches.start,
            {"commands": dial(), "parameters": [], "batch_options": {"max_cps": 0}},
            r"^batch_options\.max_cps must be 1 to 1000, not 0$",
        ),
        (
            voice.services.create,
            {"name": "Desk", "call_behavior": static},
            r"^call_behavior\.static\.commands\[0\]\.bridge_name",
        ),
        (voice.services.update, {"service_id": "s", "description": "x" * 256}, r"^description must have at most 255"),
        (
            voice.services.update,
            {"service_id": "s", "call_behavior": {"type": "EVENT_DESTINATION", "event_destination": {}}},
            r"^call_behavior\.event_destination\.url is required$",
        ),
    ):
        with pytest.raises(ArgumentError, match=said):
            method(**arguments)
    assert sinch_simulator.requests == []


def test_what_is_newer_than_the_sdk_passes_in_a_known_command(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    behavior: Any = {**CallBehavior.event_destination("https://a.example.com/x"), "patience": 3}
    with pytest.raises(BadRequestError):
        sinch_client.voice.v2.services.create("Desk", call_behavior=behavior)
    assert sinch_simulator.requests[-1].json["callBehavior"]["patience"] == 3


def test_to_judge_commands_is_left_to_the_server(sinch_client: SinchClient) -> None:
    wrong: Any = {"command": "pause", "duration_milliseconds": "long"}
    found = sinch_client.voice.v2.svaml.validate(wrong)
    assert not found.is_valid
    assert found.errors


@synchronous
@pytest.mark.parametrize(("command", "said"), MISTAKES)
def test_a_mistake_in_a_response(command: Any, said: str, colour: str) -> None:
    handler = VoiceSinchEvent()
    with pytest.raises(ArgumentError, match=place(said, r"commands\[0\]")):
        handler.build_response([command])
    with pytest.raises(ArgumentError, match=place(said, r"on_hangup\[1\]")):
        handler.build_incoming_call_response([], on_hangup=[{"command": "hangup"}, command])
    with pytest.raises(ArgumentError, match=place(said, r"commands\[0\]")):
        handler.serialize_response({"commands": [command]})


@synchronous
def test_a_name_in_a_response(colour: str) -> None:
    with pytest.raises(ArgumentError, match=r"^call_name must have 1 to 32 characters, not 33$"):
        VoiceSinchEvent().build_incoming_call_response([], call_name="x" * 33)
    with pytest.raises(ArgumentError, match=r"^commands is required$"):
        VoiceSinchEvent().serialize_response({})
