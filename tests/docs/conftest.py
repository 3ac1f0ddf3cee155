"""An account that every `SinchClient` uses, for programs that create their own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

import sinch
from sinch.testing import Simulator


@pytest.fixture
def simulated_account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Connect every `SinchClient` to a simulator, whatever its credentials."""
    level = logging.getLogger("Sinch").level
    with Simulator(start=datetime.now(timezone.utc)) as simulator:
        account = {**simulator.credentials.project, **simulator.credentials.service_plan}

        class SinchClient(sinch.SinchClient):
            def __init__(self, **values: Any) -> None:
                known = {name: account[name] for name in values if name in account}
                super().__init__(**{**simulator.origins, **values, **known})

        monkeypatch.setattr(sinch, "SinchClient", SinchClient)
        for name, value in simulator.credentials.project.items():
            monkeypatch.setenv(f"SINCH_{name.upper()}", value)
        monkeypatch.setenv("SINCH_SMS_REGION", "us")
        monkeypatch.setenv("SINCH_CONVERSATION_REGION", "us")
        monkeypatch.setenv("SINCH_EVENT_SECRET", simulator.event_secret())
        yield simulator
    logging.getLogger("Sinch").setLevel(level)
