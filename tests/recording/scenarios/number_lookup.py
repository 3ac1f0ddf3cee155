"""Scenarios of the Number Lookup API."""

from __future__ import annotations

from sinch import SinchClient
from sinch.domains.number_lookup import LookupNumberResponse
from tests.recording.recorder import scenario
from tests.recording.stages import Account


@scenario("number_lookup.lookup")
def lookup(client: SinchClient, account: Account) -> None:
    found = client.number_lookup.lookup(
        account.recipient,
        features=["LineType", "SimSwap", "VoIPDetection", "RND"],
        rnd_feature_options={"contact_date": "2025-11-30"},
    )
    assert type(found) is LookupNumberResponse
    assert found.number == account.recipient
    assert found.line.carrier
    assert found.sim_swap is not None
    assert found.voip_detection is not None
    assert found.rnd is not None
