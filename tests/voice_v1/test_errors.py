"""Voice v1 when arguments are wrong, and when the API rejects, fails, or sends no response."""

from __future__ import annotations

from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.voice import svaml
from sinch.domains.voice.v1 import VoiceException
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.statuses import each_status

pytestmark = both_colours

ADA = "+12025550123"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"ice": {"action": {"name": "connectPstm"}}}, r"^ice\.action\.name must be one of hangup, .* 'connectPstm'$"),
        ({"ice": {"action": {}}}, r"^ice\.action\.name is required: one of hangup, connectPstn"),
        ({"ice": {"instructions": []}}, r"^ice\.action is required$"),
        ({"ice": svaml.ace(svaml.continue_())}, r"^ice\.action\.name must be one of .*, not 'continue'$"),
        (
            {"ace": {"instructions": [{"name": "say"}, {"name": "say", "text": 5}], "action": {"name": "hangup"}}},
            r"^ace\.instructions\[1\]\.text must be a string, not int$",
        ),
        (
            {"pie": {"action": {"name": "runMenu", "menus": [{"id": "main", "options": [{"dtmf": "1"}]}]}}},
            r"^pie\.action\.menus\[0\]\.options\[0\]\.action is required$",
        ),
        (
            {"pie": {"action": {"name": "hangup"}, "instructions": [{"name": "answer"}]}},
            r"^pie\.instructions\[0\]\.name",
        ),
        ({"ice": '{"action": '}, r"^ice is neither an address nor JSON"),
        ({"ice": '{"action": {"name": "hang"}}'}, r"^ice\.action\.name must be one of"),
        ({"destination": "2025550123"}, r"destination must be a phone number in E\.164 form"),
        ({"destination": {"endpoint": ADA}}, r"^destination\.type is required$"),
        ({"max_duration": "60"}, r"^max_duration must be an integer, not str$"),
        (
            {"ice": {"action": {"name": "connectPstn", "maxDuration": 14401}}},
            r"^ice\.action\.maxDuration must be at most 14400, not 14401$",
        ),
        (
            {"ice": {"instructions": [{"name": "sendDtmf", "value": "5*"}], "action": {"name": "hangup"}}},
            r"^ice\.instructions\[0\]\.value must match ",
        ),
        ({"dtmf": "*"}, r"^dtmf must match "),
    ],
)
def test_a_mistake_is_named_with_its_place(
    arguments: dict[str, Any], said: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(sinch.ArgumentError, match=said):
        sinch_client.voice.v1.callouts.custom(**arguments)
    assert sinch_simulator.requests == []


def test_svaml_of_a_call_under_way_is_checked(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    calls: Any = sinch_client.voice.v1.calls
    with pytest.raises(sinch.ArgumentError, match=r"^action\.name must be one of hangup, continue, park, not"):
        calls.update("c1", action=svaml.run_menu())
    with pytest.raises(sinch.ArgumentError, match=r"^instructions\[1\]\.ids must be a list"):
        calls.update("c1", instructions=[svaml.say("Hi"), {"name": "playFiles", "ids": "a.wav"}])
    with pytest.raises(sinch.ArgumentError, match=r"^instructions must be a list"):
        calls.manage_with_call_leg("c1", "both", instructions=svaml.say("Hi"))
    assert sinch_simulator.requests == []


def test_what_is_unknown_or_over(sinch_client: SinchClient) -> None:
    voice = sinch_client.voice.v1
    for method, arguments in (
        (voice.calls.get, ["unknown"]),
        (voice.calls.update, ["unknown"]),
        (voice.conferences.get, ["unknown"]),
        (voice.conferences.kick_all, ["unknown"]),
        (voice.conferences.kick_participant, ["unknown", "unknown"]),
        (voice.applications.unassign_number, [ADA]),
        (voice.applications.get_event_destinations, ["another"]),
    ):
        with pytest.raises(sinch.NotFoundError) as caught:
            method(*arguments)
        assert isinstance(caught.value, VoiceException)
        assert (caught.value.code, caught.value.status_code) == (40400, 404)
    over = voice.callouts.tts(ADA, "Hello")
    with pytest.raises(sinch.NotFoundError, match="the call is over"):
        voice.calls.update(over.call_id, action=svaml.hangup())


def test_the_application_of_the_client_is_needed(sinch_simulator: Simulator) -> None:
    client = SinchClient(project_id="p")
    with pytest.raises(sinch.ConfigurationError, match="application_key is not set"):
        client.voice.v1.applications.get_event_destinations()
    with pytest.raises(sinch.ConfigurationError, match="application_key and application_secret"):
        client.voice.v1.calls.get("c1")


@each_status
def test_each_status_has_its_exception(
    status: int, kind: type[sinch.APIError], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("Callouts", status=status)
    with pytest.raises(kind) as caught:
        sinch_client.voice.v1.callouts.tts(ADA, "Hello", options={"max_retries": 0})
    error = caught.value
    assert isinstance(error, VoiceException)
    assert (error.status_code, error.operation_id) == (status, "Callouts")
    assert str(error.code).startswith(str(status))
    assert error.outcome_unknown == (status >= 500)
    assert error.error.reference in str(error)


def test_a_call_is_never_made_twice(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("Callouts", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError):
        sinch_client.voice.v1.callouts.tts(ADA, "Hello")
    assert len(sinch_simulator.voice_v1.calls) == 1
    sinch_simulator.fail("Callouts", status=429, retry_after=0)
    sinch_client.voice.v1.callouts.tts(ADA, "Hello")
    assert len(sinch_simulator.voice_v1.calls) == 2
    repeated = [request.headers["authorization"] for request in sinch_simulator.requests[-2:]]
    assert repeated[0] != repeated[1], "each attempt is signed anew"


def test_an_empty_room_may_be_emptied_again(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.voice.v1.conferences.call(ADA, "standup-7")
    sinch_simulator.fail("Calling_KickConferenceAll", reset="before")
    sinch_client.voice.v1.conferences.kick_all("standup-7")
    with pytest.raises(sinch.NotFoundError):
        sinch_client.voice.v1.conferences.get("standup-7")
