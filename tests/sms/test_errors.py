"""SMS methods when the API rejects or fails."""

from __future__ import annotations

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.sms import SmsException
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

ADA = "+12025550123"


def test_a_failed_page_can_be_asked_for_again(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(3):
        sinch_client.sms.batches.send_sms(to=[ADA], body=f"n{number}")
    page = sinch_client.sms.batches.list(page_size=2)
    sinch_simulator.fail("ListBatches", status=500)
    with pytest.raises(sinch.ServerError):
        page.next_page()
    following = page.next_page()
    assert following is not None
    assert [batch.body for batch in following.content()] == ["n0"]


def test_what_the_server_rejects_raises_its_error(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.sms.batches.send_sms(to=["not a number!"], body="")
    error = caught.value
    assert isinstance(error, SmsException)
    assert error.status_code == 400
    assert str(error.code).startswith("syntax_")
    assert error.error.text
    assert error.operation_id == "SendSMS"
    assert error.request_id
    assert "SendSMS" in str(error)
    assert error.headers["content-type"] == "application/json"
