"""Number Lookup as a user meets it, and as it arrives on the wire."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.number_lookup import LookupNumberResponse, NumberLookup, NumberLookupException
from sinch.testing import Simulator

ADA = "+12025550123"
ALL = ["LineType", "SimSwap", "VoIPDetection", "RND"]


@pytest.mark.parametrize(
    "day",
    [
        {"contact_date": "2025-11-30"},
        {"contactDate": "2025-11-30"},
        {"contact_date": date(2025, 11, 30)},
        {"contactDate": datetime(2025, 11, 30, 23, 59, tzinfo=timezone.utc)},
    ],
)
def test_lookup_with_everything(day: dict[str, Any], sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    result = sinch_client.number_lookup.lookup(number=ADA, features=ALL, rnd_feature_options=day)
    request = sinch_simulator.requests[-1]
    assert request.operation_id == "NumberLookupV2_Lookup"
    assert request.raw_path == f"/v2/projects/{sinch_simulator.credentials.project_id}/lookups"
    assert request.json == {"number": ADA, "features": ALL, "rndFeatureOptions": {"contactDate": "2025-11-30"}}
    assert type(result) is LookupNumberResponse
    assert result.number == ADA
    assert result.line is not None
    assert result.line.number_type == result.line.type == result["line"]["type"]
    assert result.sim_swap is not None
    assert result.voip_detection is not None
    assert result.rnd is not None


def test_only_the_line_without_features(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    result = sinch_client.number_lookup.lookup(ADA)
    assert sinch_simulator.requests[-1].json == {"number": ADA}
    assert result.line is not None
    assert result.line.carrier
    assert result.country_code == "US"
    assert result.sim_swap is None
    assert result.voip_detection is None
    assert result.rnd is None
    assert result.trace_id


def test_a_feature_that_fails_is_no_exception() -> None:
    data = {
        "number": ADA,
        "line": {"carrier": "Example Wireless", "error": None, "portingDate": "2021-05-04T03:02:01Z"},
        "rnd": {"disconnected": None, "error": {"status": 100, "title": "Feature Disabled", "detail": "off"}},
    }
    result = LookupNumberResponse.wrap(data)
    assert result.rnd is not None
    assert result.rnd.error is not None
    assert (result.rnd.error.status, result.rnd.error.title) == (100, "Feature Disabled")
    assert result.line is not None
    assert result.line.error is None
    assert result.line.porting_date == datetime(2021, 5, 4, 3, 2, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"number": None}, "number is required"),
        ({"number": 12025550123}, "number must be a string, not int"),
        ({"number": ADA, "features": "LineType"}, "features must be a list"),
        ({"number": ADA, "features": ["RND"]}, "RND needs a date"),
        ({"number": ADA, "features": ["RND"], "rnd_feature_options": {}}, "RND needs a date"),
        ({"number": ADA, "rnd_feature_options": "2025-11-30"}, "rnd_feature_options must be a dictionary"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        sinch_client.number_lookup.lookup(**arguments)
    assert not sinch_simulator.requests


def test_errors_are_the_products_own(sinch_client: SinchClient) -> None:
    with pytest.raises(NumberLookupException) as caught:
        sinch_client.number_lookup.lookup("12")
    error = caught.value
    assert isinstance(error, sinch.BadRequestError)
    assert error.error.trace_id
    assert error.status_code == error.error.status == 400


def test_a_lookup_is_never_repeated_once_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("NumberLookupV2_Lookup", status=503)
    with pytest.raises(sinch.ServerError) as caught:
        sinch_client.number_lookup.lookup(ADA)
    assert caught.value.outcome_unknown
    sinch_simulator.fail("NumberLookupV2_Lookup", reset="after")
    with pytest.raises(sinch.OutcomeUnknownError):
        sinch_client.number_lookup.lookup(ADA)
    assert len([request for request in sinch_simulator.requests if request.product == "number-lookup"]) == 2


def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert NumberLookup(sinch_client).lookup(ADA).number == ADA
