"""Calls from their beginning to their end: the application responds over a socket, the simulator does what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.helpers.v2.svaml import Calls, Menu, Messages
from sinch.testing import Simulator
from tests.applications import application
from tests.both_colours import both_colours

pytestmark = both_colours

ADA, BOB, OWN = "+12025550123", "+12025550126", "+12025550100"
PATH = "/hooks/voice"
HELLO = Messages.text("Press 1 for the shop.", "Emma")
MENU = Menu.create(
    "main", Menu.item("main", prompt=Menu.prompt(HELLO), repeat_count=1, matches={"1": [Calls.dial(BOB, from_=OWN)]})
)


class Application:
    """Verifies every event, keeps it, and responds as a test says."""

    def __init__(self, client: SinchClient, respond: Callable[[Any], Any]) -> None:
        self.handler = client.voice.v2.sinch_events
        self.events: list[Any] = []
        self.respond = respond

    def __call__(self, headers: dict[str, str], body: bytes, path: str) -> Any:
        event = self.handler.verify_and_parse(headers, body, path=path, tolerance=None)
        self.events.append(event)
        commands = self.respond(event)
        if isinstance(commands, dict):
            return commands
        return self.handler.serialize_response(self.handler.build_response(commands))

    @property
    def kinds(self) -> list[str]:
        return [event.event for event in self.events]

    def serve(self, client: SinchClient, address: str, fallback: str | None = None) -> str:
        """Let a new service ask this application; return its id."""
        behavior = CallBehavior.event_destination(address + PATH)
        if fallback is not None:
            behavior = CallBehavior.event_destination(address + PATH, fallback_url=fallback)
        service = client.voice.v2.services.create("Front desk", call_behavior=behavior)
        assert service.service_id
        assert service.service_secret
        self.handler = self.handler(service.service_secret, service_id=service.service_id)
        return service.service_id


def test_a_caller_chooses_in_a_menu_and_is_put_through(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    def respond(event: Any) -> Any:
        return [Calls.answer(), MENU] if event.event == "call.incoming" else []

    voice, told = sinch_simulator.voice_v2, Application(sinch_client, respond)
    with application(told) as address:
        service = told.serve(sinch_client, address)
        call = voice.receive_call(ADA, OWN, service)
        voice.press(ADA, "9")
        assert voice.heard(ADA) == ["Press 1 for the shop."] * 2
        voice.press(ADA, "1")
        voice.pick_up(BOB)
        sinch_simulator.clock.advance(60)
        voice.hang_up(ADA)
    assert told.kinds[0] == "call.incoming"
    assert "call.hangup" in told.kinds
    found = sinch_client.voice.v2.calls.get(call)
    assert (found.call_result, found.call_reason) == ("COMPLETED", "CALLER_HANGUP")
    session = sinch_client.voice.v2.sessions.get(found.session_id)
    assert {each.call_id for each in session.calls} >= {call}
    assert [each.service_id for each in sinch_client.voice.v2.calls.list(to=OWN)] == [service]
    assert voice.problems == []


def test_a_call_that_was_started_says_what_its_commands_say(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    message = Messages.start(Messages.text("Your parcel is ready.", "Emma"), on_finish=Calls.hangup())
    started = sinch_client.voice.v2.calls.start(Calls.dial(ADA, from_=OWN, on_answer=message))
    sinch_simulator.voice_v2.pick_up(ADA)
    assert sinch_simulator.voice_v2.heard(ADA) == ["Your parcel is ready."]
    (call,) = sinch_client.voice.v2.calls.list(to=ADA)
    assert (call.session_id, call.call_result) == (started.session_id, "COMPLETED")


@pytest.mark.parametrize("wrong", [{"commands": [{"command": "sing"}]}, {"command": "hangup"}])
def test_an_invalid_response_is_told_and_ends_the_call(
    wrong: dict[str, Any], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    voice, told = sinch_simulator.voice_v2, Application(sinch_client, lambda _: wrong)
    with application(told) as address:
        call = voice.receive_call(ADA, OWN, told.serve(sinch_client, address))
    (problem,) = voice.problems[:1]
    assert problem.startswith("call.incoming: ")
    assert sinch_client.voice.v2.calls.get(call).call_result == "FAILED"


def test_the_fallback_is_asked_where_nobody_can_be_reached(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    voice = sinch_simulator.voice_v2
    absent, told = Application(sinch_client, lambda _: []), Application(sinch_client, lambda _: [Calls.answer(), MENU])
    with application(told) as fallback:
        service = absent.serve(sinch_client, "http://127.0.0.1:9", fallback + PATH)
        told.handler = absent.handler
        voice.receive_call(ADA, OWN, service)
        assert voice.heard(ADA) == ["Press 1 for the shop."]
    assert told.kinds == ["call.incoming"]


def test_calls_of_several_pages_come_one_after_another(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    numbers = [f"+1202555{number:04}" for number in range(5)]
    for number in numbers:
        sinch_client.voice.v2.calls.start(Calls.dial(number, from_=OWN))
    requests = len(sinch_simulator.requests)
    found = list(sinch_client.voice.v2.calls.list(page_size=2))
    assert sorted(each.call_id for each in found) == sorted({each.call_id for each in found})
    assert len(found) == 5
    assert len(sinch_simulator.requests) - requests == 3


ERRORS = [
    (lambda voice: voice.calls.get("01JEXAMPLE00000000NOCALL1"), sinch.NotFoundError),
    (lambda voice: voice.sessions.get("01JEXAMPLE0000000NOTHERE1"), sinch.NotFoundError),
    (lambda voice: voice.batches.get("01JEXAMPLE0000000NOTHERE1"), sinch.NotFoundError),
    (lambda voice: voice.services.get("01JEXAMPLE0000000NOTHERE1"), sinch.NotFoundError),
]


@pytest.mark.parametrize(("call", "kind"), ERRORS)
def test_what_is_not_there_is_an_error_of_voice(
    call: Callable[[Any], object], kind: type[sinch.APIError], sinch_client: SinchClient
) -> None:
    with pytest.raises(kind) as caught:
        call(sinch_client.voice.v2)
    assert type(caught.value).__name__ == "VoiceNotFoundError"
    assert caught.value.error is not None
    assert "404" in str(caught.value)


def test_a_suspended_account_starts_nothing(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.voice_v2.suspended = True
    with pytest.raises(sinch.APIError) as caught:
        sinch_client.voice.v2.calls.start(Calls.dial(ADA, from_=OWN))
    assert not caught.value.outcome_unknown
    body = json.loads(sinch_simulator.requests[-1].body)
    assert body["commands"][0]["command"] == "dial"
