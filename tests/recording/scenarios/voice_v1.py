"""Scenarios of Voice v1. Calls reach the recipient; what a person does there is not known here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sinch import SinchClient
from sinch.domains.voice import svaml
from sinch.domains.voice.v1 import (
    CallbackUrls,
    CallInformation,
    CalloutResponse,
    ConferenceInformation,
    OwnedNumber,
    QueryNumberResponse,
)
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

ROOM = "recorded"


@contextmanager
def call(stage: Stage) -> Iterator[str]:
    """Call the recipient into a conference, where the call lasts; what comes of it is its id."""
    yield stage.client.voice.v1.conferences.call(stage.account.recipient, ROOM, cli=stage.account.voice_number).call_id


@scenario("voice.v1.callouts.text_to_speech")
def text_to_speech(client: SinchClient, account: Account) -> None:
    made = client.voice.v1.callouts.text_to_speech(
        account.recipient, "Your parcel arrives at noon.", cli=account.voice_number, locale="en-US", custom="order-77"
    )
    assert type(made) is CalloutResponse
    assert made.call_id


@scenario("voice.v1.callouts.tts")
def tts(client: SinchClient, account: Account) -> None:
    made = client.voice.v1.callouts.tts(
        account.recipient, prompts=svaml.tts("Hello"), cli=account.voice_number, enable_dice=True
    )
    assert type(made) is CalloutResponse
    assert made.call_id


@scenario("voice.v1.callouts.conference")
def conference(client: SinchClient, account: Account) -> None:
    made = client.voice.v1.callouts.conference(
        account.recipient,
        ROOM,
        cli=account.voice_number,
        greeting="Welcome",
        moh_class="music2",
        conference_dtmf_options={"mode": "detect", "max_digits": 2},
    )
    assert type(made) is CalloutResponse
    assert made.call_id


@scenario("voice.v1.callouts.custom")
def custom(client: SinchClient, account: Account) -> None:
    made = client.voice.v1.callouts.custom(
        ice=svaml.ice(svaml.connect_pstn(account.recipient, cli=account.voice_number)),
        ace=svaml.ace(svaml.hangup(), svaml.say("Your table is ready.", locale="en-US")),
    )
    assert type(made) is CalloutResponse
    assert made.call_id


@scenario("voice.v1.calls.get", call_id=call)
def get_call(client: SinchClient, account: Account, call_id: str) -> None:
    found = client.voice.v1.calls.get(call_id)
    assert type(found) is CallInformation
    assert found.call_id == call_id
    assert found.status in ("ONGOING", "FINAL")


@scenario("voice.v1.calls.update", call_id=call)
def update_call(client: SinchClient, account: Account, call_id: str) -> None:
    client.voice.v1.calls.update(call_id, instructions=[svaml.say("Goodbye")], action=svaml.hangup())


@scenario("voice.v1.calls.manage_with_call_leg", call_id=call)
def manage_with_call_leg(client: SinchClient, account: Account, call_id: str) -> None:
    client.voice.v1.calls.manage_with_call_leg(
        call_id, "callee", instructions=[svaml.play_files(svaml.tts("One minute left"), locale="en-US")]
    )


@scenario("voice.v1.conferences.call")
def call_into_conference(client: SinchClient, account: Account) -> None:
    made = client.voice.v1.conferences.call(account.recipient, ROOM, cli=account.voice_number)
    assert type(made) is CalloutResponse
    assert made.call_id


@scenario("voice.v1.conferences.get", call_id=call)
def get_conference(client: SinchClient, account: Account, call_id: str) -> None:
    found = client.voice.v1.conferences.get(ROOM)
    assert type(found) is ConferenceInformation
    (participant,) = found.participants or ()
    assert (participant.id, participant.muted) == (call_id, False)


@scenario("voice.v1.conferences.manage_participant", call_id=call)
def manage_participant(client: SinchClient, account: Account, call_id: str) -> None:
    client.voice.v1.conferences.manage_participant(ROOM, call_id, command="onhold", moh="music1")


@scenario("voice.v1.conferences.kick_participant", call_id=call)
def kick_participant(client: SinchClient, account: Account, call_id: str) -> None:
    client.voice.v1.conferences.kick_participant(ROOM, call_id)


@scenario("voice.v1.conferences.kick_all", call_id=call)
def kick_all(client: SinchClient, account: Account, call_id: str) -> None:
    client.voice.v1.conferences.kick_all(ROOM)


@scenario("voice.v1.applications.list_numbers")
def list_numbers(client: SinchClient, account: Account) -> None:
    numbers = list(client.voice.v1.applications.list_numbers())
    assert {type(number) for number in numbers} == {OwnedNumber}


@scenario("voice.v1.applications.get_numbers")
def get_numbers(client: SinchClient, account: Account) -> None:
    assert [number.number for number in client.voice.v1.applications.get_numbers()]


@scenario("voice.v1.applications.assign_numbers")
def assign_numbers(client: SinchClient, account: Account) -> None:
    client.voice.v1.applications.assign_numbers([account.voice_number], capability="voice")


@scenario("voice.v1.applications.unassign_number")
def unassign_number(client: SinchClient, account: Account) -> None:
    client.voice.v1.applications.unassign_number(account.voice_number)


@scenario("voice.v1.applications.get_event_destinations")
def get_event_destinations(client: SinchClient, account: Account) -> None:
    assert type(client.voice.v1.applications.get_event_destinations()) is CallbackUrls


@scenario("voice.v1.applications.get_callback_urls")
def get_callback_urls(client: SinchClient, account: Account) -> None:
    assert type(client.voice.v1.applications.get_callback_urls()) is CallbackUrls


@scenario("voice.v1.applications.update_event_destinations")
def update_event_destinations(client: SinchClient, account: Account) -> None:
    client.voice.v1.applications.update_event_destinations(
        primary="https://hooks.example.com/voice", fallback="https://backup.example.com/voice"
    )


@scenario("voice.v1.applications.update_callback_urls")
def update_callback_urls(client: SinchClient, account: Account) -> None:
    client.voice.v1.applications.update_callback_urls(primary="https://hooks.example.com/voice")


@scenario("voice.v1.applications.query_number")
def query_number(client: SinchClient, account: Account) -> None:
    found = client.voice.v1.applications.query_number(account.recipient)
    assert type(found) is QueryNumberResponse
    details = found.number or found.number_item
    assert details is not None
    assert details.normalized_number == account.recipient
