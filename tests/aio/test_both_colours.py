"""That a test of both colours runs with a client of each, to the end of every call and page."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import sinch
from sinch import SinchClient
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours

pytestmark = both_colours
ADA = "+12025550123"


def test_each_run_has_a_client_of_its_colour(
    colour: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    assert sinch_client.sms.groups.list().content() == []
    assert sinch_client.request("GET", "/xms/v1/{service_plan_id}/groups", product="sms").groups == []
    agents = {request.headers["user-agent"].rpartition("; ")[2] for request in sinch_simulator.requests}
    assert agents == {"urllib3)" if colour == "synchronous" else "asyncio)"}


def test_a_client_is_of_the_same_colour_with_other_options(
    colour: str, connect: Connect, sinch_simulator: Simulator
) -> None:
    with connect(app_name="shop").with_options(headers={"X-Shop": "1"}) as client:
        client.sms.batches.send_sms(to=[ADA], body="Hi")
        request = sinch_simulator.requests[-1]
        assert request.headers["x-shop"] == "1"
        assert ("asyncio" in request.headers["user-agent"]) == (colour == "asynchronous")
    with client:
        client.sms.batches.send_sms(to=[ADA], body="again")
    assert len(sinch_simulator.sent_messages()) == 2


def test_a_page_leads_to_the_next(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for number in range(5):
        sinch_client.sms.batches.send_sms(to=[ADA], body=f"{number}")
    before = len(sinch_simulator.requests)
    page = sinch_client.sms.batches.list(page_size=2)
    following = page.next_page()
    assert following is not None
    assert len(sinch_simulator.requests) == before + 2
    assert [batch.body for batch in following] == ["2", "1", "0"]
    assert next(iter(page)).body == "4"
    assert [len(each.content()) for each in page.pages()] == [2, 2, 1]


def test_threads_call_at_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.sms.groups.list()
    sinch_simulator.fail("ListGroups", delay=0.2, times=8)
    barrier = threading.Barrier(8)

    def call(_: int) -> None:
        barrier.wait()
        sinch_client.sms.groups.list()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(8)))
    assert sinch_simulator.connections >= 8, "else one waited for the other"


def test_an_exception_is_the_one_of_the_client(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.ArgumentError, match="page_size"):
        sinch_client.sms.groups.list(page_size="x")  # type: ignore[arg-type]
    with pytest.raises(sinch.NotFoundError):
        sinch_client.sms.batches.get("01JEXAMPLE0000000000NONE01")
