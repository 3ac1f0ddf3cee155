"""Events of Voice v1: verified over method and path, read in every spelling, and replied to."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from sinch import ArgumentError, SignatureError, SinchClient
from sinch.core.model import Model
from sinch.domains.voice import svaml
from sinch.domains.voice.v1 import (
    AceEvent,
    AceSvaml,
    DiceEvent,
    IceEvent,
    IceSvaml,
    NotifyEvent,
    PieEvent,
    PieSvaml,
    VoiceV1SinchEvent,
)
from sinch.testing import Simulator, sign

KEY, SECRET, PATH = "11111111-2222-3333-4444-555555555555", "AAECAwQFBgcICQoLDA0ODw==", "/hooks/voice"
HANDLER = VoiceV1SinchEvent(SECRET, application_key=KEY)
BODY = b'{"event":"ace","callid":"c1","timestamp":"2026-05-04T10:20:31Z","version":1}'
VECTOR = {
    "Content-Type": "application/json",
    "X-Timestamp": "2026-05-04T10:20:31Z",
    "authorization": f"application {KEY}:VRT+cGFJFthfJqoemROzdx9Tuni9QNeXogjhMeposs8=",
}
"""An event and its signature, computed by hand from the published rule."""


def test_a_known_signature_is_valid() -> None:
    assert HANDLER.validate_authentication_header(VECTOR, BODY, PATH)
    assert HANDLER.validate_authentication_header(VECTOR, BODY, f"https://app.example.com{PATH}?a=b", "POST")
    assert type(HANDLER.verify_and_parse(VECTOR, BODY, path=PATH, tolerance=None)) is AceEvent
    assert not HANDLER.validate_authentication_header(VECTOR, BODY + b" ", PATH)
    assert not HANDLER.validate_authentication_header(VECTOR, BODY, "/hooks")
    assert not HANDLER.validate_authentication_header(VECTOR, BODY, PATH, "PUT")
    assert not HANDLER(SECRET, application_key="another").validate_authentication_header(VECTOR, BODY, PATH)
    assert not HANDLER("not Base64").validate_authentication_header(VECTOR, BODY, PATH)
    with pytest.raises(SignatureError, match="seconds old; 300 are tolerated"):
        VoiceV1SinchEvent(SECRET, now=lambda: 1_800_000_000.0).verify_and_parse(VECTOR, BODY, path=PATH)


def test_the_simulator_and_the_handler_sign_alike() -> None:
    at = "2026-05-04T10:20:31Z"
    signed = HANDLER.sign(BODY, path=PATH, timestamp=at)
    expected = sign(BODY, SECRET, "voice-v1", timestamp=at, path=PATH, key=KEY)
    assert signed == {"Content-Type": "application/json", **expected}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"event": "ice", "to": {"type": "DID", "endpoint": "+1"}}, IceEvent),
        ({"event": "ICE"}, IceEvent),
        ({"event": "Ace"}, AceEvent),
        ({"event": "pie"}, PieEvent),
        ({"event": "dice"}, DiceEvent),
        ({"event": "notify"}, NotifyEvent),
        ({"event": "mice"}, Model),
        ({}, Model),
    ],
    ids=str,
)
def test_events_are_read_without_regard_to_case(body: dict[str, Any], kind: type) -> None:
    event = HANDLER.parse_event(json.dumps(body))
    assert type(event) is kind
    assert event == body


def test_what_is_in_the_events_of_the_spec() -> None:
    ice: Any = HANDLER.parse_event(
        {
            "event": "ice", "callId": "5d0c", "timestamp": "2026-05-04T10:20:30", "cli": "12025550123",
            "to": {"type": "did", "endpoint": "+12025550100"}, "callheaders": [{"key": "a", "value": "b"}],
            "userRate": {"currencyId": "USD", "amount": 0.5}, "applicationKey": KEY, "originationType": "PSTN",
        }
    )  # fmt: skip
    assert (ice.call_id, ice.cli, ice.to.endpoint, ice.application_key) == ("5d0c", "12025550123", "+12025550100", KEY)
    assert ice.timestamp == datetime(2026, 5, 4, 10, 20, 30, tzinfo=timezone.utc)
    assert (ice.call_headers[0].key, ice.user_rate.amount, ice.origination_type) == ("a", 0.5, "PSTN")
    dice: Any = HANDLER.parse_event({"event": "dice", "from": "private", "reason": "NEW", "duration": 60})
    assert (dice.from_, dice.reason, dice.duration) == ("private", "NEW", 60)
    pie: Any = HANDLER.parse_event({"event": "pie", "menuResult": {"menuId": "m", "type": "return", "value": "v"}})
    assert (pie.menu_result.menu_id, pie.menu_result.type, pie.menu_result.value) == ("m", "return", "v")
    notify: Any = HANDLER.parse_event({"event": "notify", "type": "amd", "amd": {"status": "human"}, "more": 1})
    assert (notify.type, notify.amd.status, notify["more"]) == ("amd", "human", 1)


@pytest.mark.parametrize(
    ("name", "action", "kind"),
    [
        ("ice", svaml.connect_pstn("+12025550126"), IceSvaml),
        ("ACE", svaml.continue_(), AceSvaml),
        ("pie", svaml.connect_sip("agent7@sip.example.com"), PieSvaml),
    ],
    ids=str,
)
def test_the_reply_belongs_to_the_event(name: str, action: Any, kind: type) -> None:
    event: Any = HANDLER.parse_event({"event": name})
    reply = HANDLER.build_response(event, action, [svaml.say("Hi"), {"name": "playFiles", "ids": ["a.wav"]}])
    assert type(reply) is kind
    plain = HANDLER.serialize_response(reply)
    assert type(plain) is dict
    assert plain == {
        "action": action,
        "instructions": [{"name": "say", "text": "Hi"}, {"name": "playFiles", "ids": ["a.wav"]}],
    }
    assert json.loads(json.dumps(plain)) == plain


def test_a_reply_that_is_not_wanted_or_not_allowed() -> None:
    for name in ("dice", "notify", "mice"):
        event: Any = HANDLER.parse_event({"event": name})
        with pytest.raises(ArgumentError, match=f"an event '{name}' wants no reply but an empty response"):
            HANDLER.build_response(event, svaml.hangup())
    ace: Any = HANDLER.parse_event({"event": "ace"})
    with pytest.raises(
        ArgumentError, match=r"^action\.name must be one of hangup, continue, connectConf, runMenu, not"
    ):
        HANDLER.build_response(ace, svaml.park())
    with pytest.raises(ArgumentError, match=r"^instructions\[1\]\.name must be one of .* not 'sendDtmf'"):
        HANDLER.build_response(ace, svaml.hangup(), [svaml.say("Hi"), svaml.send_dtmf("1")])


def test_the_handler_of_a_client_has_its_application(sinch_simulator: Simulator) -> None:
    client = SinchClient(**sinch_simulator.credentials.application)
    sinch_simulator.voice_v1.receive_call("+12025550123", "+12025550100")
    event = sinch_simulator.events[0]
    headers = event.headers_at(f"https://app.example.com{PATH}")
    handler = client.voice.v1.sinch_events
    assert type(handler.verify_and_parse(headers, event.body, path=PATH, tolerance=None)) is IceEvent
    other = client.with_application("another", SECRET)
    assert not other.voice.v1.sinch_events.validate_authentication_header(headers, event.body, PATH)
