"""An account that every client leads to, of either colour, for programs that make their own."""

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
    """Let every client lead to a simulator, whatever credentials it is made with."""
    level = logging.getLogger("Sinch").level
    with Simulator(start=datetime.now(timezone.utc)) as simulator:
        credentials = simulator.credentials
        account = {**credentials.project, **credentials.service_plan, **credentials.application}

        def simulated(values: dict[str, Any]) -> dict[str, Any]:
            known = {name: account[name] for name in values if name in account}
            return {**simulator.origins, **values, **known}

        class SinchClient(sinch.SinchClient):
            def __init__(self, **values: Any) -> None:
                super().__init__(**simulated(values))

        class AsyncSinchClient(sinch.AsyncSinchClient):
            def __init__(self, **values: Any) -> None:
                super().__init__(**simulated(values))

        monkeypatch.setattr(sinch, "SinchClient", SinchClient)
        monkeypatch.setattr(sinch, "AsyncSinchClient", AsyncSinchClient)
        for name, value in {**credentials.project, **credentials.application}.items():
            monkeypatch.setenv(f"SINCH_{name.upper()}", value)
        monkeypatch.setenv("SINCH_SMS_REGION", "us")
        monkeypatch.setenv("SINCH_CONVERSATION_REGION", "us")
        monkeypatch.setenv("SINCH_EVENT_SECRET", simulator.event_secret())
        monkeypatch.setenv("VOICE_SERVICE_ID", next(iter(simulator.voice_v2.services)))
        monkeypatch.setenv("VOICE_SERVICE_SECRET", simulator.event_secret("voice-v2"))
        yield simulator
    logging.getLogger("Sinch").setLevel(level)
