"""Calls from their beginning to their end: the application responds over a socket, the simulator does what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.helpers.v2.svaml import Calls, Menu, Messages
from sinch.domains.voice.v2 import VoiceException
from sinch.testing import Simulator
from tests.applications import application
from tests.both_colours import both_colours
from tests.statuses import each_status

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
        voice.hang_up(BOB)
    assert told.kinds == ["call.incoming", "call.answered", "call.hangup", "call.hangup"]
    found = sinch_client.voice.v2.calls.get(call)
    assert (found.call_result, found.call_reason) == ("COMPLETED", "CALLER_HANGUP")
    session = sinch_client.voice.v2.sessions.get(found.session_id)
    first, second = session.calls
    assert (session.state, first.call_id) == ("COMPLETED", call)
    assert (second.direction, second.from_.phone.number, second.to.phone.number) == ("OUTBOUND", OWN, BOB)
    assert (second.call_result, second.call_reason, second.call_duration_seconds) == ("COMPLETED", "CALLEE_HANGUP", 60)
    assert told.events[1].call.call_id == second.call_id
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


def test_a_late_response_is_told_and_ends_the_call(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    voice, told = sinch_simulator.voice_v2, Application(sinch_client, lambda _: [Calls.answer()])
    voice.response_limit = 0
    with application(told) as address:
        call = voice.receive_call(ADA, OWN, told.serve(sinch_client, address))
    (problem,) = voice.problems
    assert re.fullmatch(r"call\.incoming: the reply came after [0-9.e-]+ seconds; 0 are allowed", problem)
    found = sinch_client.voice.v2.calls.get(call)
    assert (found.call_result, found.call_reason, found.answer_time) == ("FAILED", "INVALID_SCRIPT", None)


@pytest.mark.parametrize(
    ("first", "problem"),
    [
        (None, "there was no reply: "),
        (500, "there was no reply, but status 500"),
        ({"commands": "hangup"}, "commands: 'hangup' is not of type"),
    ],
)
def test_the_fallback_is_asked_without_a_valid_response(
    first: Any, problem: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    voice, told = sinch_simulator.voice_v2, Application(sinch_client, lambda _: [Calls.answer(), MENU])
    with application(lambda *_: first) as primary, application(told) as fallback:
        service = told.serve(sinch_client, "http://127.0.0.1:9" if first is None else primary, fallback + PATH)
        voice.receive_call(ADA, OWN, service)
        assert voice.heard(ADA) == ["Press 1 for the shop."]
    assert told.kinds == ["call.incoming"]
    (told_problem,) = voice.problems
    assert told_problem.startswith(f"call.incoming: {problem}")


def test_a_call_ends_where_neither_address_responds(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    voice, told = sinch_simulator.voice_v2, Application(sinch_client, lambda _: [])
    with application(lambda *_: None) as silent:
        call = voice.receive_call(ADA, OWN, told.serve(sinch_client, silent, "http://127.0.0.1:9"))
    assert [problem.partition(" reply")[0] for problem in voice.problems] == ["call.incoming: there was no"] * 2
    assert sinch_client.voice.v2.calls.get(call).call_result == "FAILED"


def test_a_call_that_would_not_end_is_ended(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    message = Messages.start(Messages.text("Please hold.", "Emma"))
    voice, told = sinch_simulator.voice_v2, Application(sinch_client, lambda _: [message, message])
    voice.event_limit = 5
    with application(told) as address:
        call = voice.receive_call(ADA, OWN, told.serve(sinch_client, address))
    assert told.kinds == ["call.incoming", *["call.message.finished"] * 4]
    (problem,) = voice.problems
    assert problem.startswith("call.message.finished: the call has posted 5 events while nobody did anything")
    assert sinch_client.voice.v2.calls.get(call).call_result == "FAILED"


def test_commands_for_a_call_that_has_ended(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    calls = sinch_client.voice.v2.calls
    session = calls.start({**Calls.dial(ADA, from_=OWN), "call_name": "customer"}).session_id
    sinch_simulator.voice_v2.pick_up(ADA)
    (call,) = calls.list(to=ADA)
    calls.interact_by_call_name(session, "customer", Calls.hangup())
    with pytest.raises(sinch.NotFoundError, match="the call is over"):
        calls.interact_by_call_id(call.call_id, Calls.hangup())
    with pytest.raises(sinch.NotFoundError, match="the call is over"):
        calls.interact_by_call_name(session, "customer", Calls.hangup())


def test_calls_of_several_pages_come_one_after_another(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    numbers = [f"+1202555{number:04}" for number in range(5)]
    for number in numbers:
        sinch_client.voice.v2.calls.start(Calls.dial(number, from_=OWN))
    requests = len(sinch_simulator.requests)
    found = list(sinch_client.voice.v2.calls.list(from_=OWN, call_result="INITIATED", page_size=2))
    assert sorted(each.to.phone.number for each in found) == numbers
    asked = list(sinch_simulator.requests)[requests:]
    assert [dict(each.query) for each in asked] == [
        {"from": OWN, "callResult": "INITIATED", "pageSize": "2", **page} for page in ({}, {"page": "2"}, {"page": "3"})
    ]


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


def test_a_name_that_is_taken(sinch_client: SinchClient) -> None:
    sinch_client.voice.v2.services.create("Desk")
    with pytest.raises(sinch.ConflictError, match="A service called Desk already exists"):
        sinch_client.voice.v2.services.create("Desk")


@each_status
def test_each_status_has_its_exception(
    status: int, kind: type[sinch.APIError], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("createCall", status=status)
    with pytest.raises(kind, match="simulated failure") as caught:
        sinch_client.voice.v2.calls.start(Calls.dial(ADA, from_=OWN), options={"max_retries": 0})
    assert isinstance(caught.value, VoiceException)
    assert (caught.value.status_code, caught.value.operation_id) == (status, "createCall")
    assert caught.value.error.type.startswith("https://api.sinch.com/docs/errors/")
    assert caught.value.outcome_unknown == (status >= 500)


def test_a_suspended_account_starts_nothing(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.voice_v2.suspended = True
    with pytest.raises(sinch.APIError) as caught:
        sinch_client.voice.v2.calls.start(Calls.dial(ADA, from_=OWN))
    assert not caught.value.outcome_unknown
    body = json.loads(sinch_simulator.requests[-1].body)
    assert body["commands"][0]["command"] == "dial"
