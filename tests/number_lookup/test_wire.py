"""Number Lookup with every argument, as it arrives on the wire."""

from __future__ import annotations

from datetime import date, datetime, timezone
from enum import Enum
from typing import Any

import pytest

from sinch import SinchClient
from sinch.domains.number_lookup import LookupNumberResponse, RndFeatureOptions
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


def test_where_the_api_is() -> None:
    client = SinchClient(project_id="proj-5b1d", key_id="key", key_secret="secret")
    assert client.number_lookup.service.origin == "https://lookup.api.sinch.com"
