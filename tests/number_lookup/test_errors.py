"""Number Lookup when the API rejects, fails, or sends no response."""

from __future__ import annotations

import pytest

import sinch
from sinch import SinchClient
from sinch.domains.number_lookup import NumberLookupException
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.statuses import each_status

pytestmark = both_colours

ADA = "+12025550123"


def test_what_the_server_rejects_raises_its_error(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.number_lookup.lookup(ADA, options={"body": {"features": "all"}})
    error = caught.value
    assert isinstance(error, NumberLookupException)
    assert error.error.trace_id
    assert error.status_code == error.error.status == 400
    with pytest.raises(sinch.NotFoundError) as unknown:
        sinch_client.number_lookup.lookup("+12025550999")
    assert isinstance(unknown.value, NumberLookupException)
    assert "+12025550999" not in str(unknown.value)


@each_status
def test_each_status_has_its_exception(
    status: int, kind: type[sinch.APIError], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("NumberLookupV2_Lookup", status=status)
    with pytest.raises(kind) as caught:
        sinch_client.number_lookup.lookup(ADA, options={"max_retries": 0})
    error = caught.value
    assert isinstance(error, NumberLookupException)
    assert (error.status_code, error.operation_id) == (status, "NumberLookupV2_Lookup")
    assert error.error.title == "simulated failure"
    assert error.outcome_unknown == (status >= 500)


def test_a_rate_limit_is_waited_out(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("NumberLookupV2_Lookup", retry_after=0)
    assert sinch_client.number_lookup.lookup(ADA).number == ADA
    assert [request.status for request in sinch_simulator.requests if request.product == "number-lookup"] == [429, 200]


def test_a_lookup_is_never_repeated_once_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("NumberLookupV2_Lookup", status=503)
    with pytest.raises(sinch.ServerError) as caught:
        sinch_client.number_lookup.lookup(ADA)
    assert caught.value.outcome_unknown
    sinch_simulator.fail("NumberLookupV2_Lookup", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError):
        sinch_client.number_lookup.lookup(ADA)
    assert len([request for request in sinch_simulator.requests if request.product == "number-lookup"]) == 2
