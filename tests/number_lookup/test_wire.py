"""Number Lookup with every argument, as it arrives on the wire."""

from __future__ import annotations

from datetime import date, datetime, timezone
from enum import Enum
from typing import Any

import pytest

from sinch import SinchClient
from sinch.domains.number_lookup import LookupNumberResponse, RndFeatureOptions
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.wire import Call, check

pytestmark = both_colours

ADA = "+12025550123"
ALL = ["LineType", "SimSwap", "VoIPDetection", "RND"]
BODY = {"number": ADA, "features": ALL, "rndFeatureOptions": {"contactDate": "2025-11-30"}}
LOOKUP = (LookupNumberResponse, "NumberLookupV2_Lookup")
LATE = datetime(2025, 11, 30, 23, 59, tzinfo=timezone.utc)

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("lookup", {"number": ADA},
         "POST /lookups", {"number": ADA}, *LOOKUP),
    Call("lookup", {"number": ADA, "features": ALL, "rnd_feature_options": {"contact_date": "2025-11-30"}},
         "POST /lookups", BODY, *LOOKUP),
    Call("lookup", {"number": ADA, "features": ALL, "rnd_feature_options": {"contactDate": "2025-11-30"}},
         "POST /lookups", BODY, *LOOKUP),
    Call("lookup", {"number": ADA, "features": ALL, "rnd_feature_options": {"contact_date": date(2025, 11, 30)}},
         "POST /lookups", BODY, *LOOKUP),
    Call("lookup", {"number": ADA, "features": ALL, "rnd_feature_options": {"contactDate": LATE}},
         "POST /lookups", BODY, *LOOKUP),
]
# fmt: on


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_lookup_with_every_argument(call: Call, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    check(call, "number_lookup", sinch_client, sinch_simulator)


class Feature(Enum):
    LINE = "LineType"
    RND = "RND"


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
