"""Tests a program that sends messages, without the API: `python -m pytest examples/test_with_simulator.py`.

The fixtures come with `pip install "sinch[testing]"`.
"""

import pytest

from sinch import OutcomeUnknownError, RateLimitError, SinchClient
from sinch.testing import Simulator


def send_code(client: SinchClient, number: str, code: str) -> str:
    """Stands for your program: send a login code and return the id of its batch."""
    batch = client.sms.batches.send_sms(to=[number], from_="+12025550199", body=f"Your code is {code}")
    return str(batch.id)


def test_the_code_reaches_the_phone(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    batch_id = send_code(sinch_client, "+12025550123", "4711")

    sinch_simulator.assert_sent(to="+12025550123", containing="4711", times=1)
    sinch_simulator.deliver(batch_id, status="Failed")
    report = sinch_client.sms.delivery_reports.get(batch_id)
    assert [entry.status for entry in report.statuses] == ["Failed"]


def test_a_busy_api_is_retried(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", status=429, retry_after=0)

    send_code(sinch_client, "+12025550123", "4711")

    sinch_simulator.assert_sent(to="+12025550123", times=1)


def test_an_api_that_stays_busy_is_reported(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", status=429, times=None)

    with pytest.raises(RateLimitError):
        send_code(sinch_client.with_options(max_retries=0), "+12025550123", "4711")


def test_a_lost_response_does_not_send_twice(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", reset="after")

    with pytest.raises(OutcomeUnknownError):
        send_code(sinch_client, "+12025550123", "4711")

    sinch_simulator.assert_sent(to="+12025550123", times=1)
