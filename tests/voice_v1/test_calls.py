"""Calls from their beginning to their end: the application replies over a socket, the simulator does what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.voice import svaml
from sinch.testing import Simulator
from tests.applications import application
from tests.both_colours import both_colours

pytestmark = both_colours

ADA, BOB, OWN = "+12025550123", "+12025550126", "+12025550100"
PATH = "/hooks/voice"
MENU = svaml.run_menu(
    svaml.menu(
        "main",
        svaml.option("1", svaml.return_value("sales")),
        svaml.option("2", svaml.go_to("pin")),
        main_prompt=svaml.tts("Press 1 for sales"),
        repeat_prompt=svaml.tts("Once more"),
        repeats=1,
    ),
    svaml.menu("pin", main_prompt=svaml.tts("Enter your pin"), max_digits=4),
    locale="en-US",
)


class Application:
    """Verifies every event, keeps it, and replies as a test says."""

    def __init__(self, client: SinchClient, reply: Callable[[Any], Any]) -> None:
        self.handler = client.voice.v1.sinch_events
        self.events: list[Any] = []
        self.reply = reply

    def __call__(self, headers: dict[str, str], body: bytes, path: str) -> Any:
        event = self.handler.verify_and_parse(headers, body, path=path, tolerance=None)
        self.events.append(event)
        made = self.reply(event)
        if not isinstance(made, tuple):
            return made
        action, *instructions = made
        return self.handler.serialize_response(self.handler.build_response(event, action, instructions))

    @property
    def kinds(self) -> list[str]:
        return [event.event for event in self.events]


def test_a_caller_chooses_in_a_menu_and_is_put_through(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    def reply(event: Any) -> Any:
        if event.event == "ice":
            assert (event.cli, event.to.endpoint, event.application_key) == (ADA, OWN, key)
            return MENU, svaml.answer(), svaml.set_cookie("lang", "en"), svaml.say("Welcome")
        if event.event == "pie":
            assert (event.menu_result.menu_id, event.menu_result.value) == ("main", "sales")
            return svaml.connect_pstn(BOB, cli=OWN), svaml.say("I put you through.")
        return (svaml.continue_(),) if event.event == "ace" else None

    key = sinch_simulator.credentials.application_key
    voice, told = sinch_simulator.voice_v1, Application(sinch_client, reply)
    with application(told) as address:
        sinch_client.voice.v1.applications.update_event_destinations(primary=f"{address}{PATH}?app=1")
        call = voice.receive_call(from_=ADA, to=OWN)
        assert (call.state, call.cookies) == ("menu", {"lang": "en"})
        voice.press(ADA, "9")
        assert call.said == ["Welcome", "#tts[Press 1 for sales]", "#tts[Once more]"]
        voice.press(ADA, "1")
        assert (call.state, call.number) == ("connected", BOB)
        assert sinch_client.voice.v1.calls.get(call.id).to.endpoint == BOB
        sinch_simulator.clock.advance(60)
        voice.hang_up(BOB)
    assert told.kinds == ["ice", "pie", "ace", "dice"]
    dice = told.events[-1]
    assert (dice.result, dice.reason, dice.duration, dice.from_) == ("ANSWERED", "CALLEEHANGUP", 60, OWN)
    assert call.done == [
        *("answer", "setCookie", "say", "runMenu", "menu", "key", "menu", "key", "say", "connectPstn", "continue")
    ]
    found = sinch_client.voice.v1.calls.get(call.id)
    assert (found.status, found.result, found.reason, found.duration) == ("FINAL", "ANSWERED", "CALLEEHANGUP", 60)
    assert call.problems == []


def test_digits_are_collected(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    seen: list[Any] = []

    def reply(event: Any) -> Any:
        if event.event == "pie":
            seen.append((event.menu_result.menu_id, event.menu_result.type, event.menu_result.value))
            return MENU if len(seen) == 1 else svaml.hangup(), svaml.say("Thank you")
        return (MENU,) if event.event == "ice" else None

    voice, told = sinch_simulator.voice_v1, Application(sinch_client, reply)
    with application(told) as address:
        sinch_simulator.on_event(f"{address}{PATH}", "voice-v1")
        call = voice.receive_call(ADA, OWN)
        voice.press(call.id, "21234")
        voice.press(call.id, "212#")
    assert seen == [("pin", "sequence", "1234"), ("pin", "sequence", "12")]
    assert (call.state, call.reason) == ("over", "MANAGERHANGUP")
    with pytest.raises(LookupError, match="does not listen to keys: it is over"):
        voice.press(call.id, "1")


def test_silence_ends_a_menu(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    def reply(event: Any) -> Any:
        return {"ice": (MENU,), "pie": (svaml.hangup(),)}.get(event.event)

    voice, told = sinch_simulator.voice_v1, Application(sinch_client, reply)
    with application(told) as address:
        voice.callback_url = address
        call = voice.receive_call(ADA, OWN)
        assert voice.stay_silent(ADA).state == "menu"
        assert voice.stay_silent(ADA).state == "over"
    assert [event.menu_result.type for event in told.events if event.event == "pie"] == ["timeout"]
    with pytest.raises(LookupError, match="is in no menu"):
        voice.stay_silent(call.id)


def test_a_callout_asks_when_it_is_taken(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    voice = sinch_simulator.voice_v1
    told = Application(sinch_client, lambda event: (MENU,) if event.event == "ace" else None)
    with application(told) as address:
        voice.callback_url = address
        made = sinch_client.voice.v1.callouts.tts(ADA, "Hi", cli=OWN, custom="c", enable_ace=True, enable_dice=True)
        assert voice.call(made.call_id).state == "menu"
        voice.hang_up(made.call_id)
    assert told.kinds == ["ace", "dice"]
    assert [event.custom for event in told.events] == ["c", "c"]
    assert voice.call(made.call_id).said == ["#tts[Press 1 for sales]"]


def test_a_text_is_read_out(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    made = sinch_client.voice.v1.callouts.tts(ADA, "Your parcel arrives at noon.", cli=OWN)
    sinch_simulator.assert_sent(to=ADA, containing="arrives at noon", times=1)
    assert sinch_simulator.messages(product="voice-v1")[0].status == "ANSWERED"
    assert sinch_simulator.voice_v1.call(ADA).said == ["Your parcel arrives at noon."]
    assert sinch_client.voice.v1.calls.get(made.call_id).status == "FINAL"
    assert sinch_simulator.events == []
    sinch_client.voice.v1.callouts.tts(ADA, prompts="#tts[Hi];a.wav")
    assert sinch_simulator.voice_v1.call(ADA).said == ["#tts[Hi]", "a.wav"]


@pytest.mark.parametrize(("outcome", "reason"), [("BUSY", "CANCEL"), ("NOANSWER", "TIMEOUT")])
def test_a_call_that_nobody_takes(
    outcome: str, reason: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.voice_v1.lines[ADA] = outcome
    made = sinch_client.voice.v1.callouts.tts(ADA, "Hi", enable_dice=True)
    found = sinch_client.voice.v1.calls.get(made.call_id)
    assert (found.status, found.result, found.reason, found.debit) == ("FINAL", outcome, reason, None)
    assert [event.json["event"] for event in sinch_simulator.events] == ["dice"]
    assert sinch_simulator.voice_v1.call(ADA).said == []


def test_svaml_of_its_own_is_not_asked_for(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    voice = sinch_simulator.voice_v1
    told = Application(sinch_client, lambda event: (svaml.hangup(),) if event.event == "pie" else None)
    with application(told) as address:
        made = sinch_client.voice.v1.callouts.custom(
            ice=svaml.ice(svaml.connect_pstn(ADA, cli=OWN)), ace=svaml.ace(MENU), pie=f"{address}/pie", dice=address
        )
        call = voice.call(made.call_id)
        assert (call.done, call.state, call.number) == (["connectPstn", "runMenu", "menu"], "menu", ADA)
        voice.press(ADA, "1")
    assert told.kinds == ["pie", "dice"]
    assert call.state == "over"
    assert [event.json["event"] for event in sinch_simulator.events] == ["pie", "dice"]


def test_recordings_are_facts(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    options = svaml.recording_options(
        "s3://bucket/a.mp3", credentials="key:secret:region", transcription_options={"enabled": True}
    )
    sinch_client.voice.v1.callouts.custom(
        ice=svaml.ice(svaml.connect_pstn(ADA, record=True, recording_options=options, suppress_callbacks=True))
    )
    call = sinch_simulator.voice_v1.call(ADA)
    assert call.recordings[-1]["running"]
    sinch_client.voice.v1.calls.update(
        call.id, instructions=[svaml.stop_recording(), svaml.start_recording({"notification_events": False})]
    )
    assert [event.json["type"] for event in sinch_simulator.events] == [
        *("recording_finished", "recording_available", "transcription_available")
    ]
    sinch_client.voice.v1.calls.update(call.id, action=svaml.hangup())
    assert len(sinch_simulator.events) == 3
    assert [recording.get("destinationUrl") for recording in call.recordings] == ["s3://bucket/a.mp3", None]
    assert "secret" not in repr(call.recordings)


def test_a_conference(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conferences, voice = sinch_client.voice.v1.conferences, sinch_simulator.voice_v1
    ada = conferences.call(ADA, "standup-7", greeting="Welcome")
    bob = conferences.call(BOB, "standup-7", conference_dtmf_options={"mode": "detect"}, enable_pie=True)
    assert voice.call(ADA).said == ["Welcome"]
    conferences.manage_participant("standup-7", ada.call_id, command="mute")
    conferences.manage_participant("standup-7", bob.call_id, command="onhold", moh="music1")
    sinch_simulator.clock.advance(60)
    seen = {each.id: each for each in conferences.get("standup-7").participants}
    assert {call_id: (each.cli, each.muted, each.onhold) for call_id, each in seen.items()} == {
        ada.call_id: (ADA, True, False),
        bob.call_id: (BOB, False, True),
    }
    assert {each.duration for each in seen.values()} == {60}
    sinch_simulator.on_event(lambda event: svaml.pie(svaml.continue_()), "voice-v1")
    voice.press(BOB, "5")
    voice.press(ADA, "5")  # nobody listens to these keys
    assert [event.json["menuResult"]["value"] for event in sinch_simulator.events] == ["5"]
    conferences.kick_participant("standup-7", bob.call_id)
    assert [each.id for each in conferences.get("standup-7").participants] == [ada.call_id]
    conferences.kick_all("standup-7")
    assert {call.reason for call in voice.calls} == {"MANAGERHANGUP"}
    with pytest.raises(sinch.NotFoundError):
        conferences.get("standup-7")


def test_a_call_that_waits_is_brought_into_a_conference(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    replies = {"ice": svaml.ice(svaml.park(intro_prompt="hold.mp3"))}
    sinch_simulator.on_event(lambda event: replies.get(event.json["event"]), "voice-v1")
    call = sinch_simulator.voice_v1.receive_call(ADA, OWN)
    assert (call.state, call.said) == ("parked", ["hold.mp3"])
    sinch_client.voice.v1.calls.manage_with_call_leg(call.id, "caller", instructions=[svaml.say("Soon")])
    assert call.steps[-1] == {"name": "say", "text": "Soon", "leg": "caller"}
    sinch_client.voice.v1.calls.update(call.id, action=svaml.hangup())
    assert call.state == "over"


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (None, "ice: there was no reply"),
        ("yes", "ice: 'yes' is not of type 'object'"),
        ({"action": {"name": "fly"}}, "ice: action.name: 'fly' is not one of hangup, "),
        ({"instructions": [{"name": "say", "text": "Hi"}]}, "ice: action: is required"),
        ({"action": {"name": "hangup", "loudly": True}}, "ice: action.loudly: is not a known field"),
        ({"action": {"name": "runMenu", "menus": [{"id": "other"}]}}, "action.menus: there is no menu 'main'"),
    ],
    ids=str,
)
def test_a_bad_reply_is_told(reply: Any, problem: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with application(lambda headers, body, path: reply if b'"ice"' in body else None) as address:
        sinch_simulator.voice_v1.callback_url = address
        call = sinch_simulator.voice_v1.receive_call(ADA, OWN)
    assert call.problems[0].startswith(problem)
    assert (call.state, call.reason) == ("over", "CALLBACKERROR")
    assert json.loads(sinch_simulator.events[-1].body)["reason"] == "CALLBACKERROR"


def test_a_late_reply_is_none(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.voice_v1.reply_limit = 0
    sinch_simulator.on_event(lambda event: svaml.ice(svaml.hangup()), "voice-v1")
    call = sinch_simulator.voice_v1.receive_call(ADA, OWN)
    assert call.problems[0].startswith("ice: the reply came after ")
    assert call.problems[0].endswith(" seconds; 0 are allowed")
    assert call.reason == "CALLBACKERROR"


def test_a_call_goes_on_after_a_late_reply_to_ace(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.voice_v1.reply_limit = 0
    with application(lambda *_: svaml.ace(svaml.hangup())) as address:
        sinch_simulator.voice_v1.callback_url = address
        made = sinch_client.voice.v1.callouts.custom(ice=svaml.ice(svaml.connect_pstn(ADA)))
    call = sinch_simulator.voice_v1.call(made.call_id)
    assert (call.state, len(call.problems)) == ("connected", 1)
    sinch_simulator.voice_v1.reply_limit = 5
    with application(lambda *_: {"action": {"name": "fly"}}) as address:
        sinch_simulator.voice_v1.callback_url = address
        made = sinch_client.voice.v1.callouts.custom(ice=svaml.ice(svaml.connect_pstn(ADA)))
    call = sinch_simulator.voice_v1.call(made.call_id)
    assert (call.state, call.reason) == ("over", "CALLBACKERROR")


def test_a_call_is_connected_without_a_reply_to_ace(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    made = sinch_client.voice.v1.callouts.custom(ice=svaml.ice(svaml.connect_pstn(ADA)))
    call = sinch_simulator.voice_v1.call(made.call_id)
    assert (call.state, call.problems) == ("connected", ["ace: there was no reply"])
    joined = sinch_client.voice.v1.callouts.conference(ADA, "standup-7", enable_ace=True)
    assert sinch_simulator.voice_v1.call(joined.call_id).conference is None


def test_the_fallback_is_asked_next(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with application(lambda *_: None) as primary, application(lambda *_: svaml.ice(svaml.hangup())) as fallback:
        sinch_client.voice.v1.applications.update_event_destinations(primary=primary, fallback=fallback)
        call = sinch_simulator.voice_v1.receive_call(ADA, OWN)
    assert call.problems == ["ice: there was no reply"]
    assert call.reason == "MANAGERHANGUP"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"ice": '{"action":{"name":"fly"}}'}, "ice: action.name: 'fly' is not one of"),
        ({"ice": "{"}, "ice is neither an address nor JSON"),
        ({"destination": {"type": "pigeon", "endpoint": "x"}}, "destination.type: 'pigeon' cannot be called"),
        ({"destination": {"type": "number", "endpoint": "2025550123"}}, "is not a number in E.164"),
        ({"enableAce": True}, "customCallout.enableAce: is not a known field"),
    ],
    ids=str,
)
def test_the_simulator_judges_by_itself(
    body: dict[str, Any], said: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(sinch.BadRequestError, match=said):
        sinch_client.request(
            "POST",
            "/calling/v1/callouts",
            product="voice_v1",
            body={"method": "customCallout", "customCallout": body},
        )
    assert sinch_simulator.voice_v1.calls == []


def test_numbers_and_addresses(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    applications, key = sinch_client.voice.v1.applications, sinch_simulator.credentials.application_key
    assert {each.number: each.application_key for each in applications.list_numbers()} == {
        OWN: key,
        "+12025550101": None,
    }
    applications.assign_numbers(["+12025550101"])
    applications.unassign_number(OWN)
    assert {each.number: (each.application_key, each.capability) for each in applications.list_numbers()} == {
        OWN: (None, "voice"),
        "+12025550101": (key, "voice"),
    }
    assert applications.get_event_destinations().url == {}
    applications.update_event_destinations(primary="https://a.example.com", fallback="https://b.example.com")
    url = applications.get_event_destinations().url
    assert (url.primary, url.fallback) == ("https://a.example.com", "https://b.example.com")
    assert applications.query_number(ADA).number.rate.currency_id == "USD"
