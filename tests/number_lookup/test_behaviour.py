"""Number Lookup as a user meets it, and as it arrives on the wire."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from enum import Enum
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.number_lookup import LookupNumberResponse, NumberLookup, NumberLookupException, RndFeatureOptions
from sinch.testing import Simulator

ADA = "+12025550123"
ALL = ["LineType", "SimSwap", "VoIPDetection", "RND"]


class Feature(Enum):
    LINE = "LineType"
    RND = "RND"


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


def test_request_objects_and_members_of_enums(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    features: Any = [Feature.LINE, Feature.RND]
    options = RndFeatureOptions(contact_date=date(2025, 11, 30))
    result = sinch_client.number_lookup.lookup(ADA, features=features, rnd_feature_options=options)
    assert sinch_simulator.requests[-1].json == {
        "number": ADA,
        "features": ["LineType", "RND"],
        "rndFeatureOptions": {"contactDate": "2025-11-30"},
    }
    assert result.line is not None
    assert result.rnd is not None
    assert result.sim_swap is None


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


def test_a_feature_that_fails_is_no_exception(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.number_lookup.disabled |= {"LineType", "RND"}
    result = sinch_client.number_lookup.lookup(
        ADA, features=["LineType", "SimSwap", "RND"], rnd_feature_options={"contact_date": "2025-11-30"}
    )
    assert result.line is not None
    assert result.line.error is not None
    assert result.line.carrier is None
    assert (result.line.error.status, result.line.error.title) == (100, "Feature Disabled")
    assert result.rnd is not None
    assert result.rnd.disconnected is None
    assert result.rnd.error is not None
    assert result.rnd.error.detail == result["rnd"]["error"]["detail"] == "RND is off"
    assert result.rnd.error.type is None
    assert result.sim_swap is not None
    assert result.sim_swap.error is None
    assert result.sim_swap.swapped is not None
    assert result.voip_detection is None


def answered(simulator: Simulator, client: SinchClient, data: dict[str, Any]) -> LookupNumberResponse:
    """Return the result of a lookup that the API answers with this JSON."""
    simulator.fail("NumberLookupV2_Lookup", status=200, body=json.dumps(data).encode())
    return client.number_lookup.lookup(ADA)


def test_every_part_of_an_answer(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    data = {
        "number": ADA,
        "countryCode": "US",
        "traceId": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "line": {
            "carrier": "Example Wireless",
            "type": "Mobile",
            "mobileCountryCode": "310",
            "mobileNetworkCode": "070",
            "ported": True,
            "portingDate": "2021-05-04T03:02:01",
            "error": None,
        },
        "simSwap": {"swapped": True, "swapPeriod": "SP24H", "error": None},
        "voIPDetection": {"probability": "Likely", "error": None},
        "rnd": {"disconnected": False, "error": None},
    }
    result = answered(sinch_simulator, sinch_client, data)
    assert result.country_code == "US"
    assert result.line is not None
    assert result.line.number_type == "Mobile"
    assert (result.line.mobile_country_code, result.line.mobile_network_code) == ("310", "070")
    assert result.line.porting_date == datetime(2021, 5, 4, 3, 2, 1, tzinfo=timezone.utc), "without a zone it is UTC"
    assert result.sim_swap is not None
    assert result.sim_swap.swap_period == "SP24H"
    assert result.voip_detection is not None
    assert result.voip_detection.probability == "Likely"
    assert result.rnd is not None
    assert result.rnd.disconnected is False
    assert result == data
    dumped = result.model_dump()
    assert dumped["voip_detection"]["probability"] == "Likely"
    assert dumped["line"]["number_type"] == "Mobile"


def test_an_answer_of_tomorrow_or_with_gaps(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    result = answered(sinch_simulator, sinch_client, {"line": {"type": "Quantum", "error": {"new": 1}}, "esim": {}})
    assert result.number is None
    assert result.line is not None
    assert result.line.number_type == "Quantum"
    assert result.line.carrier is None
    assert result.line.porting_date is None
    assert result.line.error is not None
    assert result.line.error.title is None
    assert result.line.error["new"] == 1
    assert result["esim"] == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"number": None}, "number is required"),
        ({"number": 12025550123}, "number must be a string, not int"),
        ({"number": ADA, "features": "LineType"}, "features must be a list"),
        ({"number": ADA, "features": ["RND"]}, "RND needs a date"),
        ({"number": ADA, "features": ["LineType", "RND"], "rnd_feature_options": {}}, "RND needs a date"),
        ({"number": ADA, "features": ("RND",), "rnd_feature_options": {"contact_date": None}}, "RND needs a date"),
        ({"number": ADA, "features": {Feature.RND}}, 'pass rnd_feature_options={"contact_date": ...}'),
        ({"number": ADA, "features": [{"name": "RND"}]}, r"features\[0\] must be a string, not dict"),
        ({"number": ADA, "rnd_feature_options": "2025-11-30"}, "rnd_feature_options must be a dictionary"),
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(
    arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        sinch_client.number_lookup.lookup(**arguments)
    assert not sinch_simulator.requests


def test_what_the_server_judges_comes_as_its_error(sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.BadRequestError) as caught:
        sinch_client.number_lookup.lookup("12")
    error = caught.value
    assert isinstance(error, NumberLookupException)
    assert error.error.trace_id
    assert error.status_code == error.error.status == 400
    with pytest.raises(sinch.NotFoundError) as unknown:
        sinch_client.number_lookup.lookup("+12025550999")
    assert isinstance(unknown.value, NumberLookupException)
    assert "+12025550999" not in str(unknown.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, sinch.BadRequestError),
        (401, sinch.AuthenticationError),
        (402, sinch.PermissionDeniedError),
        (403, sinch.PermissionDeniedError),
        (404, sinch.NotFoundError),
        (429, sinch.RateLimitError),
        (500, sinch.ServerError),
    ],
)
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
    assert error.outcome_unknown == (status == 500)


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


def test_what_is_not_configured_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, sinch_simulator: Simulator
) -> None:
    for name in ("project_id", "key_id", "key_secret"):
        monkeypatch.delenv(f"SINCH_{name.upper()}", raising=False)
        with pytest.raises(sinch.ConfigurationError, match=f"{name} is not set, but needed for Number Lookup"):
            sinch_simulator.client(**{name: ""}).number_lookup.lookup(ADA)
    assert not sinch_simulator.requests


def test_where_the_api_is() -> None:
    client = SinchClient(project_id="proj-5b1d", key_id="key", key_secret="secret")
    assert client.number_lookup.service.origin == "https://lookup.api.sinch.com"


def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert NumberLookup(sinch_client).lookup(ADA).number == ADA
