"""Reading responses of the SMS API."""

from __future__ import annotations

import json
from datetime import datetime

from sinch import SinchClient
from sinch.domains.sms import TextResponse
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

ADA, SENDER = "+12025550123", "+12025550199"


def test_send_and_read(sinch_client: SinchClient) -> None:
    batch = sinch_client.sms.batches.send_sms(to=[ADA], from_=SENDER, body="Hi", delivery_report="full")
    assert isinstance(batch, TextResponse)
    assert batch.from_ == batch["from"] == "12025550199"
    assert batch.type_ == batch.type == "mt_text"
    assert batch.to == ["12025550123"]
    assert batch.canceled is False
    assert isinstance(batch.created_at, datetime)
    assert batch.http_response is not None
    assert batch.http_response.status_code == 201
    assert sinch_client.sms.batches.get(str(batch.id)) == batch
    assert json.loads(batch.model_dump_json())["from_"] == "12025550199"


def test_pages_go_on_where_numbers_come_as_text(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(2):
        page = {
            "count": "2",
            "page": str(number),
            "page_size": "1",
            "batches": [{"id": f"b{number}", "type": "mt_text"}],
        }
        sinch_simulator.fail("ListBatches", status=200, body=json.dumps(page).encode())
    assert [batch.id for batch in sinch_client.sms.batches.list(page_size=1)] == ["b0", "b1"]
