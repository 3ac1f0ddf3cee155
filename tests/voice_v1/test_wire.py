"""Voice v1 with every argument, as it arrives on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import SinchClient
from sinch.core.paging import Page
from sinch.domains.voice import svaml
from sinch.domains.voice.v1 import (
    CallbackUrls,
    CallInformation,
    CalloutResponse,
    ConferenceInformation,
    QueryNumberResponse,
)
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.wire import Call, check

pytestmark = both_colours

ADA, BOB, OWN, FREE = "+12025550123", "+12025550126", "+12025550100", "+12025550101"
WHO: dict[str, Any] = {"type": "number", "endpoint": ADA}
USER: dict[str, Any] = {"type": "username", "endpoint": "agent7"}
PRIMARY, FALLBACK = "https://hooks.example.com/voice", "https://backup.example.com/voice"
DTMF = {"mode": "detect", "max_digits": 2, "timeout_mills": 2500}
EVENTS = {"enable_ace": False, "enable_dice": True, "enable_pie": True}
WIRE_EVENTS = {"enableAce": False, "enableDice": True, "enablePie": True}
CALLOUT, NUMBERS, NUMBER = "POST /calling/v1/callouts", "/v1/configuration/numbers", {"number": OWN}
URLS = "/v1/configuration/callbacks/applications/{application}"
TTS: dict[str, Any] = {
    "cli": OWN, "locale": "en-US", "dtmf": "1w#", "custom": "order-77", "domain": "pstn", **EVENTS,
}  # fmt: skip
TTS_WIRE: dict[str, Any] = {
    "cli": OWN, "locale": "en-US", "dtmf": "1w#", "custom": "order-77", "domain": "pstn", **WIRE_EVENTS,
}  # fmt: skip
ROOM: dict[str, Any] = {
    **TTS, "greeting": "Hi", "conference_dtmf_options": DTMF, "moh_class": "music2", "max_duration": 60,
}  # fmt: skip
ROOM_WIRE: dict[str, Any] = {
    **TTS_WIRE, "greeting": "Hi", "mohClass": "music2", "maxDuration": 60,
    "conferenceDtmfOptions": {"mode": "detect", "maxDigits": 2, "timeoutMills": 2500},
}  # fmt: skip
ICE = svaml.ice(svaml.connect_pstn(BOB, cli=OWN), svaml.say("Hi"))
ICE_TEXT = (
    '{"action":{"number":"+12025550126","cli":"+12025550100","name":"connectPstn"},'
    '"instructions":[{"text":"Hi","name":"say"}]}'
)
HANGUP = '{"action":{"name":"hangup"}}'

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("v1.callouts.text_to_speech", {"destination": ADA, "text": "Hello", **TTS}, CALLOUT,
         {"method": "ttsCallout", "ttsCallout": {"destination": WHO, "text": "Hello", **TTS_WIRE}},
         CalloutResponse, "Callouts"),
    Call("v1.callouts.tts", {"destination": USER, "prompts": "#tts[Hi];a.wav"}, CALLOUT,
         {"method": "ttsCallout", "ttsCallout": {"destination": USER, "prompts": "#tts[Hi];a.wav"}},
         CalloutResponse, "Callouts"),
    Call("callouts.tts", {"destination": WHO, "text": "Hello"}, CALLOUT,
         {"method": "ttsCallout", "ttsCallout": {"destination": WHO, "text": "Hello"}},
         CalloutResponse, "Callouts"),
    Call("v1.callouts.conference", {"destination": ADA, "conference_id": "room 1", **ROOM}, CALLOUT,
         {"method": "conferenceCallout", "conferenceCallout": {
             "destination": WHO, "conferenceId": "room 1", **ROOM_WIRE}}, CalloutResponse, "Callouts"),
    Call("v1.conferences.call", {"destination": ADA, "conference_id": "room-1"}, CALLOUT,
         {"method": "conferenceCallout", "conferenceCallout": {"destination": WHO, "conferenceId": "room-1"}},
         CalloutResponse, "Callouts"),
    Call("v1.callouts.custom", {"ice": ICE, "ace": {"action": {"name": "Hangup"}}, "pie": PRIMARY}, CALLOUT,
         {"method": "customCallout", "customCallout": {"ice": ICE_TEXT, "ace": HANGUP, "pie": PRIMARY}},
         CalloutResponse, "Callouts"),
    Call("v1.callouts.custom", {"destination": ADA, "cli": OWN, "dtmf": "1", "custom": "c", "max_duration": 9,
                                "ice": HANGUP, "dice": FALLBACK}, CALLOUT,
         {"method": "customCallout", "customCallout": {
             "destination": WHO, "cli": OWN, "dtmf": "1", "custom": "c", "maxDuration": 9, "ice": HANGUP,
             "dice": FALLBACK}}, CalloutResponse, "Callouts"),
    Call("v1.calls.get", {"call_id": "{call}"}, "GET /calling/v1/calls/id/{call}", None,
         CallInformation, "Calling_GetCallResult"),
    Call("v1.calls.update", {"call_id": "{call}", "instructions": [svaml.say("Hi", locale="en-US")],
                             "action": svaml.park(hold_prompt="h.mp3", max_duration=9)},
         "PATCH /calling/v1/calls/id/{call}",
         {"instructions": [{"name": "say", "text": "Hi", "locale": "en-US"}],
          "action": {"name": "park", "holdPrompt": "h.mp3", "maxDuration": 9}}, None, "Calling_UpdateCall"),
    Call("v1.calls.manage_with_call_leg",
         {"call_id": "{call}", "call_leg": "caller", "instructions": [{"name": "PlayFiles", "ids": ["a.wav"]}]},
         "PATCH /calling/v1/calls/id/{call}/leg/caller", {"instructions": [{"name": "playFiles", "ids": ["a.wav"]}]},
         None, "Calling_ManageCallWithCallLeg"),
    Call("v1.conferences.get", {"conference_id": "{room}"}, "GET /calling/v1/conferences/id/{room}", None,
         ConferenceInformation, "Calling_GetConferenceInfo"),
    Call("v1.conferences.manage_participant",
         {"conference_id": "{room}", "call_id": "{call}", "command": "onhold", "moh": "music1"},
         "PATCH /calling/v1/conferences/id/{room}/{call}", {"command": "onhold", "moh": "music1"},
         None, "Calling_ManageConferenceParticipant"),
    Call("v1.conferences.kick_participant", {"conference_id": "{room}", "call_id": "{call}"},
         "DELETE /calling/v1/conferences/id/{room}/{call}", None, None, "Calling_KickConferenceParticipant"),
    Call("v1.conferences.kick_all", {"conference_id": "{room}"}, "DELETE /calling/v1/conferences/id/{room}", None,
         None, "Calling_KickConferenceAll"),
    Call("v1.applications.list_numbers", {}, f"GET {NUMBERS}", None, Page, "Configuration_GetNumbers"),
    Call("v1.applications.get_numbers", {}, f"GET {NUMBERS}", None, Page, "Configuration_GetNumbers"),
    Call("v1.applications.assign_numbers",
         {"numbers": [FREE], "application_key": "{application}", "capability": "voice"}, f"POST {NUMBERS}",
         {"numbers": [FREE], "applicationkey": "{application}", "capability": "voice"},
         None, "Configuration_UpdateNumbers"),
    Call("applications.unassign_number",
         {"number": OWN, "application_key": "{application}", "capability": "voice"}, f"DELETE {NUMBERS}",
         {"number": OWN, "applicationkey": "{application}", "capability": "voice"},
         None, "Configuration_UnassignNumber"),
    Call("v1.applications.get_event_destinations", {}, f"GET {URLS}", None, CallbackUrls,
         "Configuration_GetCallbackURLs"),
    Call("v1.applications.get_callback_urls", {"application_key": "{application}"}, f"GET {URLS}", None, CallbackUrls,
         "Configuration_GetCallbackURLs"),
    Call("v1.applications.update_event_destinations", {"primary": PRIMARY}, f"POST {URLS}",
         {"url": {"primary": PRIMARY}}, None, "Configuration_UpdateCallbackURLs"),
    Call("v1.applications.update_callback_urls",
         {"application_key": "{application}", "primary": PRIMARY, "fallback": FALLBACK}, f"POST {URLS}",
         {"url": {"primary": PRIMARY, "fallback": FALLBACK}}, None, "Configuration_UpdateCallbackURLs"),
    Call("v1.applications.query_number", {"number": ADA}, f"GET /v1/calling/query/number/{ADA}", None,
         QueryNumberResponse, "Calling_QueryNumber"),
]
# fmt: on


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_is_sent(call: Call, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    room = "room/2"
    joined = sinch_client.voice.v1.conferences.call(BOB, room)
    application = sinch_simulator.credentials.application_key
    check(
        call,
        "voice",
        sinch_client,
        sinch_simulator,
        {"{call}": joined.call_id, "{room}": room, "{application}": application},
        host="voice_v1",
    )
    expected = "voice-v1-applications" if "/v1/configuration" in call.request or "query" in call.request else "voice-v1"
    assert sinch_simulator.requests[-1].full_path.split("/")[1] == expected


@pytest.mark.parametrize(
    ("region", "host"),
    [
        (None, "https://calling.api.sinch.com"),
        ("euc1", "https://calling-euc1.api.sinch.com"),
        ("eu1", "https://calling-euc1.api.sinch.com"),
        ("br1", "https://calling-sae1.api.sinch.com"),
    ],
)
def test_the_host_of_a_region(region: str | None, host: str, sinch_simulator: Simulator) -> None:
    credentials = sinch_simulator.credentials.application
    client = SinchClient(**credentials, voice_region=region)
    from sinch_api.voice_v1.service import APPLICATIONS, SERVICE

    assert SERVICE.configured(client.configuration).origin == host
    assert APPLICATIONS.configured(client.configuration).origin == "https://callingapi.sinch.com"
