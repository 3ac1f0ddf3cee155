"""Number Lookup as a user meets it: arguments that are rejected, and settings that are missing."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.number_lookup import NumberLookup
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours, synchronous

pytestmark = both_colours

ADA = "+12025550123"


class Feature(Enum):
    LINE = "LineType"
    RND = "RND"


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
def test_bad_input_is_rejected_before_anything_is_sent(
    arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        sinch_client.number_lookup.lookup(**arguments)
    assert not sinch_simulator.requests


def test_what_is_not_configured_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, connect: Connect, sinch_simulator: Simulator
) -> None:
    for name in ("project_id", "key_id", "key_secret"):
        monkeypatch.delenv(f"SINCH_{name.upper()}", raising=False)
        with pytest.raises(sinch.ConfigurationError, match=f"{name} is not set, but needed for Number Lookup"):
            connect(**{name: ""}).number_lookup.lookup(ADA)
    assert not sinch_simulator.requests


@synchronous
def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert NumberLookup(sinch_client).lookup(ADA).number == ADA
