"""Verifications from their start to their end, as clients of both kinds see them."""

from __future__ import annotations

import pytest

from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.verification import StartSmsResponse, StatusDataResponse, StatusFlashCallResponse
from sinch.testing import Simulator
from sinch_api.verification import kinds
from tests.both_colours import both_colours

pytestmark = both_colours

ADA, BOB = "+12025550123", "+12025550144"


def test_a_number_is_verified_by_sms(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verification = sinch_client.verification
    started = verification.verifications.start_sms(ADA, template="Use {{CODE}} to sign in.")
    code = sinch_simulator.verification.code(ADA)
    sinch_simulator.assert_sent(to=ADA, containing=f"Use {code} to")
    assert verification.verification_status.get_by_id(started.id).status == "PENDING"
    wrong = verification.verifications.report_sms_by_id(started.id, "no")
    assert (wrong.status, wrong.reason) == ("FAIL", "Invalid code")
    right = verification.verifications.report_sms_by_identity(ADA, code)
    assert (right.status, right.reason) == ("SUCCESSFUL", None)
    found = verification.verification_status.get_by_identity(ADA, "sms")
    assert found.status == "SUCCESSFUL"
    assert found.identity.endpoint == ADA
    assert found.price.verification_price.currency_id == "USD"
    assert found.verification_timestamp.utcoffset().total_seconds() == 0


def test_a_failed_verification_is_a_result(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verification = sinch_client.verification
    started = verification.verifications.start_phone_call(ADA)
    for _ in range(sinch_simulator.verification.attempts):
        assert verification.verifications.report_phone_call_by_id(started.id, "no").status == "FAIL"
    found = verification.verification_status.get_by_id(started.id)
    assert (found.status, found.reason, found.call_complete) == ("FAIL", "Invalid code", True)


def test_a_flash_call_is_reported_by_its_number(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verification = sinch_client.verification
    started = verification.verifications.start_flash_call(ADA)
    caller = sinch_simulator.verification.code(ADA)
    assert caller.startswith("+1202555")
    assert started.flash_call.report_timeout == 80
    assert verification.verifications.report_flash_call_by_id(started.id, caller).status == "SUCCESSFUL"
    assert type(verification.verification_status.get_by_id(started.id)) is StatusFlashCallResponse


def test_the_inbox_has_what_reaches_the_phone(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verifications = sinch_client.verification.verifications
    started = verifications.start_sms(ADA)
    sms = sinch_simulator.wait_for_message(product="verification", number=ADA)
    assert (sms.id, sms.type, sms.channel, sms.code) == (
        started.id,
        "sms",
        "SMS",
        sinch_simulator.verification_code(ADA),
    )
    assert sms.code in sms.text
    sinch_simulator.set_status(sms.index, "Successful")
    verifications.report_sms_by_id(started.id, sms.code)
    assert [state.status for state in sms.states] == ["PENDING", "SMS Successful", "SUCCESSFUL"]
    verifications.start_phone_call(ADA)
    verifications.start_flash_call(BOB)
    verifications.start_data("+12025550155")
    flash, call = sinch_simulator.messages(product="verification")[:2]
    assert (flash.text, flash.channel) == (f"A call from {flash.code}", "CALL")
    assert call.text == f"Your code is {', '.join(call.code)}"
    assert sinch_simulator.message_count == len(sinch_simulator.sent_messages()) == 3
    with pytest.raises(ValueError, match="only a verification by SMS has a delivery"):
        sinch_simulator.set_status(call.index, "Failed")
    with pytest.raises(ValueError, match="'READ' is not one of Successful, Failed"):
        sinch_simulator.set_status(sms.index, "READ")
    with pytest.raises(LookupError):
        sinch_simulator.verification_code("+12025550166")


def test_time_ends_a_verification(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    verification = sinch_client.verification
    started = verification.verifications.start_sms(ADA, expiry="00:01:00")
    code = sinch_simulator.verification.code(ADA)
    sinch_simulator.clock.advance(61)
    late = verification.verifications.report_sms_by_id(started.id, code)
    assert (late.status, late.reason) == ("FAIL", "Expired")
    assert verification.verification_status.get_by_id(started.id).reason == "Expired"


def test_a_new_start_aborts_the_one_before(sinch_client: SinchClient) -> None:
    verification = sinch_client.verification
    first = verification.verifications.start_sms(ADA)
    verification.verifications.start_whatsapp(ADA)
    assert verification.verification_status.get_by_id(first.id).status == "ABORTED"


def test_mobile_data_is_completed_by_the_device(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    started = sinch_client.verification.verifications.start_data(ADA)
    assert started.seamless.target_uri.endswith(started.id)
    sinch_simulator.verification.complete(started.id)
    found = sinch_client.verification.verification_status.get_by_id(started.id)
    assert (type(found), found.status) == (StatusDataResponse, "SUCCESSFUL")


def test_codes_have_the_type_that_was_asked_for(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    starts, codes = sinch_client.verification.verifications, sinch_simulator.verification
    starts.start_sms(ADA)
    assert codes.code(ADA).isdigit()
    starts.start_sms(ADA, code_type="Alpha")
    assert codes.code("12025550123").isalpha()
    with pytest.raises(LookupError):
        codes.code(BOB)


@pytest.mark.parametrize("method", ["sms", "SMS", "Sms"])
def test_methods_are_read_without_regard_to_case(method: str) -> None:
    read = kinds.StartVerificationResponse.load({"id": "1", "method": method, "sms": {}})
    assert type(read) is StartSmsResponse
    assert read.method == method
    assert type(kinds.StartVerificationResponse.load({"id": "1", "method": "pigeon"})) is Model
