"""Reading results of a lookup: features that failed, gaps, and what a future API may send."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from sinch import SinchClient
from sinch.domains.number_lookup import LookupNumberResponse
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

ADA = "+12025550123"


def test_a_result_of_all_features(sinch_client: SinchClient) -> None:
    features = ["LineType", "SimSwap", "VoIPDetection", "RND"]
    result = sinch_client.number_lookup.lookup(
        ADA, features=features, rnd_feature_options={"contact_date": "2025-11-30"}
    )
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


def test_a_feature_that_fails_raises_nothing(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
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


def result_of(simulator: Simulator, client: SinchClient, data: dict[str, Any]) -> LookupNumberResponse:
    """Return the result of a lookup whose response is this JSON."""
    simulator.fail("NumberLookupV2_Lookup", status=200, body=json.dumps(data).encode())
    return client.number_lookup.lookup(ADA)


def test_every_part_of_a_result(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
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
    result = result_of(sinch_simulator, sinch_client, data)
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


def test_a_result_with_new_values_or_gaps(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    result = result_of(sinch_simulator, sinch_client, {"line": {"type": "Quantum", "error": {"new": 1}}, "esim": {}})
    assert result.number is None
    assert result.line is not None
    assert result.line.number_type == "Quantum"
    assert result.line.carrier is None
    assert result.line.porting_date is None
    assert result.line.error is not None
    assert result.line.error.title is None
    assert result.line.error["new"] == 1
    assert result["esim"] == {}
