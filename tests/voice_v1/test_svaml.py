"""SVAML builders: there is one for everything in the spec, with all its fields, and what they make is what it says."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sinch import ArgumentError
from sinch.core.model import Model
from sinch.core.nested import check_nested
from sinch.domains.voice import svaml
from sinch.testing import openapi
from sinch_api.voice_v1 import kinds

SPEC: Any = yaml.load((Path(__file__).parents[2] / "specs/voice-v1.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
SCHEMAS = SPEC["components"]["schemas"]
PARTS = {name: schema for name, schema in SCHEMAS.items() if re.match("(Action|Instruction)[A-Z]", name)}
REPLIES = {"IceSvaml": svaml.ice, "AceSvaml": svaml.ace, "PieSvaml": svaml.pie}
VALUES: dict[str, Any] = {
    "destination": "agent7",
    "menus": [svaml.menu("main", svaml.option("1", svaml.go_to("main")), repeats=2)],
    "amd": {"enabled": True, "async": False},
    "call_headers": [{"key": "a", "value": "b"}],
    "conference_dtmf_options": {"mode": "detect", "max_digits": 2},
    "recording_options": svaml.recording_options("s3://bucket/a.mp3", credentials="a:b:c"),
    "options": {"destination_url": "s3://bucket/a.mp3", "transcription_options": {"enabled": True}},
    "streaming_options": {"version": 1, "sample_rate": 44100},
    "ids": ["a.wav", svaml.tts("Hi")],
    "indications": "no",
    "transport": "TLS",
    "moh": "music1",
    "dtmf": "1w#",
    "value": "1w#",
}
BOOLEANS = ("suppress_callbacks", "record", "barge", "enable_voice")
NUMBERS = ("max_duration", "dial_timeout")


def snake(name: str) -> str:
    return re.sub("(?<=[a-z])([A-Z])", lambda found: "_" + found[1].lower(), name)


def builder(schema: dict[str, Any]) -> Any:
    name = snake(schema["properties"]["name"]["const"])
    return getattr(svaml, "continue_" if name == "continue" else name)


def value(name: str) -> Any:
    if name in VALUES:
        return VALUES[name]
    return True if name in BOOLEANS else 9 if name in NUMBERS else f"example {name}"


def made(schema: dict[str, Any]) -> Any:
    """Call a builder with every argument."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for name, parameter in inspect.signature(builder(schema)).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional += value(name)
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = value(name)
        else:
            positional.append(value(name))
    return builder(schema)(*positional, **named)


@pytest.mark.parametrize("name", PARTS)
def test_there_is_a_builder_with_all_fields(name: str) -> None:
    schema = PARTS[name]
    fields = {snake(field) for field in schema["properties"]} - {"name"}
    assert set(inspect.signature(builder(schema)).parameters) == fields
    part = made(schema)
    assert type(part).__name__ == name
    assert set(part) == set(schema["properties"])
    assert openapi.load("voice-v1").checker(name).problems(json.loads(json.dumps(part))) == []


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("name", PARTS)
def test_a_reply_takes_what_its_event_allows(reply: str, name: str) -> None:
    part = made(PARTS[name])
    union = SCHEMAS[reply.replace("Svaml", re.match("Action|Instruction", name)[0])]  # type: ignore[index]
    arguments = (part,) if name.startswith("Action") else (svaml.hangup(), part)
    if part["name"] in union["discriminator"]["mapping"]:
        whole = REPLIES[reply](*arguments)  # type: ignore[operator]
        assert svaml.checked(whole) == whole
        assert openapi.load("voice-v1").checker(reply).problems(json.loads(json.dumps(whole))) == []
    else:
        with pytest.raises(ArgumentError, match=r"^(action|instructions\[0\])\.name must be one of"):
            REPLIES[reply](*arguments)  # type: ignore[operator]


def test_prompts_and_options() -> None:
    assert svaml.tts("Hi") == "#tts[Hi]"
    assert svaml.ssml("<speak>Hi</speak>") == "#ssml[<speak>Hi</speak>]"
    assert svaml.href("https://media.example.com/a.mp3") == "#href[https://media.example.com/a.mp3]"
    assert svaml.option("2", svaml.return_value("sales")) == {"dtmf": "2", "action": "return(sales)"}
    assert svaml.option("2", svaml.go_to("pin")).action == "menu(pin)"
    with pytest.raises(ArgumentError, match=r"action must be made with go_to or return_value, not 'sales'"):
        svaml.option("2", "sales")


def test_the_credentials_of_a_recording_are_not_shown() -> None:
    options = svaml.recording_options("s3://bucket/a.mp3", credentials="a:secret:c")
    assert "secret" not in repr(svaml.ice(svaml.connect_pstn("+12025550126", record=True, recording_options=options)))


def test_what_is_newer_than_the_sdk_passes_in_a_known_part() -> None:
    given = {"name": "say", "text": "Hi", "mood": "glad"}
    assert check_nested(kinds.InstructionSay, "", given) == given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("no", "it must be a dictionary or a IceSvaml, not str"),
        ({"action": "hangup"}, "action must be a dictionary, not str"),
        ({"action": {"name": "hangup"}, "instructions": {}}, "instructions must be a list, not dict"),
        ({"action": {"name": 5}}, "action.name must be one of .*, not 5"),
        (
            {"action": {"name": "connectConf", "conferenceId": "a", "conference_id": "b"}},
            "action.conference_id is given",
        ),
        ({"action": {"name": "hangup"}, "instructions": [None]}, r"instructions\[0\] must be a dictionary"),
    ],
    ids=str,
)
def test_other_mistakes(given: Any, said: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{said}"):
        check_nested(kinds.IceSvaml, "", given)


def test_a_reply_that_was_changed_is_checked_once_more() -> None:
    reply: Any = svaml.ice(svaml.hangup())
    reply["action"]["name"] = "fly"
    with pytest.raises(ArgumentError, match=r"^action\.name"):
        svaml.checked(reply)
    with pytest.raises(ArgumentError, match="made with ice, ace or pie"):
        svaml.checked(Model())  # type: ignore[arg-type]
