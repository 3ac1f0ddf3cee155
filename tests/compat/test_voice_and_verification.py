"""Calls of the published versions of Voice and Verification: each argument that a method took is taken today.

Helpers for commands are at their former places, and are looked at too.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from operator import attrgetter
from typing import Any

import pytest

from scripts import wire_requests, wire_values
from sinch import SinchClient

OF_1 = """
voice.callouts.text_to_speech: destination cli dtmf domain custom locale text prompts enable_ace enable_dice enable_pie
voice.callouts.conference: destination conference_id cli conference_dtmf_options dtmf conference max_duration enable_ace
  enable_dice enable_pie locale greeting moh_class custom domain
voice.callouts.custom: cli destination dtmf custom max_duration ice ace pie
voice.calls.get: call_id
voice.calls.update: call_id instructions action
voice.calls.manage_with_call_leg: call_id call_leg instructions action
voice.conferences.call: destination conference_id cli conference_dtmf_options dtmf conference max_duration enable_ace
  enable_dice enable_pie locale greeting moh_class custom domain
voice.conferences.get: conference_id
voice.conferences.kick_all: conference_id
voice.conferences.kick_participant: call_id conference_id
voice.conferences.manage_participant: call_id conference_id command moh
voice.applications.get_numbers:
voice.applications.assign_numbers: numbers application_key capability
voice.applications.unassign_number: number application_key capability
voice.applications.get_callback_urls: application_key
voice.applications.update_callback_urls: application_key primary fallback
voice.applications.query_number: number
verification.verifications.start_sms: identity reference custom expiry code_type template
verification.verifications.start_flash_call: identity reference dial_timeout custom
verification.verifications.start_phone_call: identity reference custom
verification.verifications.start_callout: identity reference custom speech_locale
verification.verifications.start_data: identity reference custom
verification.verifications.start_seamless: identity reference custom
verification.verifications.report_sms_by_id: id code cli
verification.verifications.report_flash_call_by_id: id cli
verification.verifications.report_phone_call_by_id: id code
verification.verifications.report_sms_by_identity: endpoint code cli
verification.verifications.report_flash_call_by_identity: endpoint cli
verification.verifications.report_phone_call_by_identity: endpoint code
verification.verifications.report_by_id: id verification_report_request
verification.verifications.report_by_identity: endpoint verification_report_request
verification.verification_status.get_by_id: id
verification.verification_status.get_by_reference: reference
verification.verification_status.get_by_identity: endpoint method
"""
OF_2 = """
voice.v2.calls.start: commands service_id idempotency_key
voice.v2.calls.list: service_id from_ to call_type start_time end_time call_result call_reason page_size page
voice.v2.calls.get: call_id
voice.v2.calls.interact_by_call_id: call_id commands idempotency_key
voice.v2.calls.interact_by_call_name: session_id call_name commands idempotency_key
voice.v2.sessions.get: session_id
voice.v2.batches.start: commands parameters service_id batch_options idempotency_key
voice.v2.batches.get: batch_id
voice.v2.batches.get_details: batch_id
voice.v2.batches.stop: batch_id
voice.v2.services.list: filter is_default page_size page
voice.v2.services.create: name description is_default call_behavior idempotency_key
voice.v2.services.get: service_id
voice.v2.services.update: service_id name description is_default call_behavior idempotency_key
voice.v2.services.delete: service_id
voice.v2.svaml.describe: commands call_name on_hangup
voice.v2.svaml.validate: commands call_name on_hangup validation_type
"""
WITHOUT_A_REQUEST = """
client.voice.v2.sinch_events.validate_authentication_header: method path headers body service_id service_secret
client.voice.v2.sinch_events.parse_event: event_body headers
client.voice.v2.sinch_events.build_response: commands
client.voice.v2.sinch_events.build_incoming_call_response: commands call_name on_hangup
client.voice.v2.sinch_events.serialize_response: response
destinations.Destination.of: value
destinations.Destination.phone: number
destinations.Destination.sip: endpoint transport call_headers
destinations.Destination.sip_from: endpoint display_name
destinations.Destination.stream: endpoint stream_options call_headers
destinations.Destination.voice_relay: endpoint tts_voice stt_language enable_interruptions call_headers
services.CallBehavior.event_destination: url fallback_url
services.CallBehavior.none:
services.CallBehavior.static: commands name on_hangup
svaml.Amd.activate: on_human on_machine on_beep on_unknown
svaml.Calls.answer:
svaml.Calls.bridge_call: name
svaml.Calls.dial: to from_ name timeout_duration_seconds max_duration_seconds on_answer on_busy on_reject on_timeout
  on_hangup on_failure
svaml.Calls.hangup: name
svaml.Calls.pause: duration_milliseconds
svaml.CommandsSequenceCreator.command: self command
svaml.CommandsSequenceCreator.build: self
svaml.CommandsSequenceCreator.messages: self name on_finish
svaml.CommandsSequenceCreator.text: self text voice_name name on_finish
svaml.CommandsSequenceCreator.play: self url name on_finish
svaml.CommandsSequenceCreator.menu: self name
svaml.CustomEvents.trigger: name url fallback_url
svaml.Menu.create: name item items
svaml.Menu.item: name prompt repeat_prompt input_timeout_duration_seconds repeat_count minimum_input_length
  maximum_input_length terminating_sequence input_methods matches on_failure
svaml.Menu.prompt: message messages allow_barge_in
svaml.Menu.goto: name
svaml.Messages.text: text voice_name
svaml.Messages.ssml: ssml voice_name
svaml.Messages.play: url
svaml.Messages.start: message messages name on_finish
svaml.Messages.stop: name
svaml.Recording.options: destination url credentials format recording_type transcription_options
svaml.Recording.start: options name on_finish on_failure
svaml.Recording.stop: name
"""
NOT_TAKEN = {"conference": "1.x sent it, and the API does not know it"}
"""Arguments, and why they are none today."""


def calls(text: str) -> dict[str, list[str]]:
    """Return the arguments of each method; a line that is indented goes on with those of the one before."""
    lines = (line.partition(":") for line in re.sub(r"\n +", " ", text).strip().splitlines())
    return {name: arguments.split() for name, _, arguments in lines}


@pytest.fixture(scope="module")
def recorder() -> wire_requests.Recorder:
    return wire_requests.Recorder()


@pytest.mark.parametrize(("name", "arguments"), [*calls(OF_1).items(), *calls(OF_2).items()])
def test_a_method_sends_each_argument(name: str, arguments: list[str], recorder: wire_requests.Recorder) -> None:
    client = SinchClient(**wire_values.ACCOUNT, transport=recorder)
    method = attrgetter(name)(client)
    place = re.sub(r"^voice\.(?!v\d)", "voice.v1.", name)  # one method of today, whose values are known by this name
    named = wire_requests.parameters(method)
    assert [each for each in arguments if each not in named] == [each for each in arguments if each in NOT_TAKEN]
    needed = [each for each, parameter in named.items() if parameter.default is parameter.empty]
    assert set(needed) <= set(arguments), "an argument that was not needed is"
    values: dict[str, Any] = {each: wire_requests.value(place, named, each) for each in arguments if each in named}
    least = {each: values[each] for each in needed}
    sent = wire_requests.outcome(recorder, place, method, least)
    for each in values.keys() - least.keys():
        assert wire_requests.outcome(recorder, place, method, {**least, each: values[each]}) != sent, each
    with pytest.raises(TypeError):
        method(**values, **dict.fromkeys(NOT_TAKEN))


@pytest.mark.parametrize(("name", "arguments"), calls(WITHOUT_A_REQUEST).items())
def test_a_helper_takes_each_argument(name: str, arguments: list[str]) -> None:
    owner, _, attributes = name.partition(".")
    found = SinchClient() if owner == "client" else import_module(f"sinch.domains.voice.helpers.v2.{owner}")
    parameters = inspect.signature(attrgetter(attributes)(found)).parameters
    assert [*parameters][: len(arguments)] == arguments, "they were in this order"
    assert all(parameters[each].default is not inspect.Parameter.empty for each in [*parameters][len(arguments) :])
