"""Verification when the API rejects, fails, or sends no response."""

from __future__ import annotations

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.verification import VerificationException
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.statuses import each_status

pytestmark = both_colours

ADA = "+12025550123"


def test_a_reference_that_is_in_use(sinch_client: SinchClient) -> None:
    starts = sinch_client.verification.verifications
    starts.start_sms(ADA, reference="signup-1")
    with pytest.raises(sinch.ConflictError) as caught:
        starts.start_sms(ADA, reference="signup-1")
    error = caught.value
    assert isinstance(error, VerificationException)
    assert (error.code, error.error.message) == (40900, "Reference is in use")
    assert f"reference {error.error.reference}" in str(error)


def test_what_is_unknown_or_over(sinch_client: SinchClient) -> None:
    verification = sinch_client.verification
    for read in (verification.verification_status.get_by_id, verification.verification_status.get_by_reference):
        with pytest.raises(sinch.NotFoundError):
            read("unknown")
    started = verification.verifications.start_sms(ADA)
    verification.verifications.start_sms(ADA)
    with pytest.raises(sinch.BadRequestError) as caught:
        verification.verifications.report_sms_by_id(started.id, "1")
    assert caught.value.code == 40003
    with pytest.raises(sinch.BadRequestError, match="by sms"):
        verification.verifications.report_whatsapp_by_identity(ADA, "1")


@pytest.mark.parametrize("wrong", ["12025550123", "+1 202 555 0123", "", 5])
def test_an_endpoint_that_cannot_be_a_number_is_not_sent(
    wrong: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(sinch.ArgumentError):
        sinch_client.verification.verifications.report_sms_by_identity(wrong, "1")
    assert sinch_simulator.requests == []


@each_status
def test_each_status_has_its_exception(
    status: int, kind: type[sinch.APIError], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("StartVerification", status=status)
    with pytest.raises(kind) as caught:
        sinch_client.verification.verifications.start_sms(ADA, options={"max_retries": 0})
    assert isinstance(caught.value, VerificationException)
    assert (caught.value.status_code, caught.value.operation_id) == (status, "StartVerification")
    assert str(caught.value.code).startswith(str(status))
    assert caught.value.outcome_unknown == (status >= 500)


def test_a_number_again_too_soon_is_not_repeated(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.verification.seconds_between = 30
    sinch_client.verification.verifications.start_sms(ADA)
    with pytest.raises(sinch.RateLimitError) as caught:
        sinch_client.verification.verifications.start_sms(ADA)
    assert (caught.value.code, caught.value.outcome_unknown) == (42901, False)
    assert len(sinch_simulator.requests) == 2
    sinch_client.verification.verifications.start_sms("+12025550144")
    sinch_simulator.clock.advance(30)
    sinch_client.verification.verifications.start_sms(ADA)


def test_any_other_429_is_repeated(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("StartVerification", status=429, retry_after=0)
    assert sinch_client.verification.verifications.start_sms(ADA).id
    assert [each.status for each in sinch_simulator.requests] == [429, 200]


def test_a_start_is_never_repeated_once_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("StartVerification", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError):
        sinch_client.verification.verifications.start_sms(ADA, reference="signup-1")
    assert len(sinch_simulator.requests) == 1
    assert sinch_client.verification.verification_status.get_by_reference("signup-1").status == "PENDING"
