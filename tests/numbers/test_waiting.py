"""Waiting until a number is provisioned, and how that ends otherwise."""

from __future__ import annotations

import pytest

from sinch import NotFoundError, SinchClient, WaitFailedError, WaitTimeoutError
from sinch.testing import Simulator
from tests.both_colours import both_colours, pause_with

pytestmark = both_colours

ADA = "+12025550123"
SMS = {"service_plan_id": "plan-7f3a", "campaign_id": "CMP01"}
VOICE = {"type": "RTC", "app_id": "app-31"}


def test_it_waits_until_nothing_is_scheduled(
    sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sinch_client.numbers.rent(ADA, sms_configuration=SMS, voice_configuration=VOICE)
    pause_with(monkeypatch, lambda seconds: sinch_simulator.provision(ADA))
    number = sinch_client.numbers.wait_until_provisioned(ADA)
    assert number.sms_configuration is not None
    assert number.sms_configuration.service_plan_id == "plan-7f3a"
    assert [request.operation_id for request in sinch_simulator.requests if request.method == "GET"] == [
        "NumberService_GetActiveNumber"
    ] * 2


def test_a_number_without_anything_scheduled_is_returned_at_once(sinch_client: SinchClient) -> None:
    sinch_client.numbers.rent(ADA)
    assert sinch_client.numbers.wait_until_provisioned(ADA, timeout=20).phone_number == ADA


def test_a_failed_link_ends_it_while_another_is_pending(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.numbers.rent(ADA, sms_configuration=SMS)
    sinch_simulator.provision(ADA, "FAILED", "CAMPAIGN_EXPIRED")
    sinch_client.numbers.update(ADA, voice_configuration=VOICE)
    with pytest.raises(WaitFailedError, match="linking the number to SMS has failed: CAMPAIGN_EXPIRED") as caught:
        sinch_client.numbers.wait_until_provisioned(ADA)
    assert caught.value.result.phone_number == ADA
    assert ADA not in str(caught.value)


def test_a_failed_link_to_voice_has_no_reason(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.numbers.rent(ADA, voice_configuration=VOICE)
    sinch_simulator.provision(ADA, "FAILED")
    with pytest.raises(WaitFailedError, match="to voice has failed: no reason given"):
        sinch_client.numbers.wait_until_provisioned(ADA)


def test_the_time_runs_out(sinch_client: SinchClient) -> None:
    sinch_client.numbers.rent(ADA, sms_configuration=SMS)
    with pytest.raises(WaitTimeoutError) as caught:
        sinch_client.numbers.wait_until_provisioned(ADA, timeout=0.2)
    assert caught.value.result.sms_configuration.scheduled_provisioning.status == "WAITING"


def test_a_number_that_is_not_rented_is_not_found(sinch_client: SinchClient) -> None:
    with pytest.raises(NotFoundError):
        sinch_client.numbers.wait_until_provisioned(ADA)
