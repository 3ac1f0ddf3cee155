"""After its first call a method loads nothing more: threads that start in trouble do not meet in import locks."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

import sinch
from sinch import SinchClient
from sinch.testing import Simulator

CALLS: dict[str, Callable[[SinchClient], object]] = {
    "sms": lambda client: client.sms.batches.send_sms(to=["+12025550123"], body="Hi"),
    "pages": lambda client: list(client.sms.batches.list().iterator()),
    "numbers": lambda client: client.numbers.search_for_available_numbers(
        region_code="US", number_type="LOCAL"
    ).content(),
    "number_lookup": lambda client: client.number_lookup.lookup("+12025550123"),
    "conversation": lambda client: client.conversation.messages.list().content(),
    "raw": lambda client: client.request("GET", "/xms/v1/{service_plan_id}/groups", product="sms"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_second_call_loads_no_module_whatever_comes_of_it(name: str, sinch_simulator: Simulator) -> None:
    """An import that finds its module loaded takes no lock."""
    call = CALLS[name]
    with sinch_simulator.client(max_retries=0) as client:
        call(client)
        loaded = set(sys.modules)
        call(client)
        for fault in ({"status": 500}, {"status": 404}, {"status": 429}, {"body": b"nope"}, {"reset": "after"}):
            sinch_simulator.fail(**fault)  # type: ignore[arg-type]
            with pytest.raises(sinch.SinchException):
                call(client)
        sinch_simulator.expire_tokens()
        call(client)
    assert set(sys.modules) == loaded
