"""Where scenarios are recorded: the real API with an account from the environment, or a simulator."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timezone

from sinch import SinchClient
from sinch.testing import Simulator

REGIONS = {"sms_region": "us", "conversation_region": "us"}


@dataclass(frozen=True)
class Account:
    """The account to use, and what must be set up in it by hand. Cassettes contain the defaults instead."""

    project_id: str = "00000000-0000-4000-8000-00000000000a"
    key_id: str = "00000000-0000-4000-8000-00000000000b"
    key_secret: str = "stand-in-key-secret"
    application_key: str = "00000000-0000-4000-8000-00000000000c"
    application_secret: str = "c3RhbmQtaW4tYXBwbGljYXRpb24tc2VjcmV0"
    recipient: str = "+12025550123"
    """A phone that may receive messages."""
    sender: str = "+12025550199"
    """A number of the account, for sending."""
    service_plan: str = "plan-7f3a"
    """A service plan for SMS that numbers can be linked to."""
    voice_app: str = "voice-app-5b1d"
    """An app of the Voice API that numbers can be linked to."""
    voice_number: str = "+12025550100"
    """A number of the account that calls may come from, assigned to the app of `application_key`."""
    app_id: str = "01JEXAMPLE000000000000APP1"
    """An app of the Conversation API in CONVERSATION mode with the channel SMS."""
    template_id: str = "01JEXAMPLE000000000000TPL1"
    """An omni-channel template with the parameter `name`."""

    @property
    def credentials(self) -> dict[str, str]:
        """What signs in, as keywords of `SinchClient`; it takes precedence over a service plan in the environment."""
        return {
            "project_id": self.project_id,
            "key_id": self.key_id,
            "key_secret": self.key_secret,
            "application_key": self.application_key,
            "application_secret": self.application_secret,
            "service_plan_id": "",
            "sms_api_token": "",
        }


STAND_IN = Account()


def stand_in_client() -> SinchClient:
    """Return an ordinary client of the account in the cassettes."""
    return SinchClient(**STAND_IN.credentials, **REGIONS)


@dataclass(frozen=True)
class Stage:
    """Where a scenario is recorded."""

    source: str
    """Its name in the metadata of the cassettes."""
    account: Account
    connect: Callable[[], SinchClient]
    """Opens another client of the account."""
    client: SinchClient
    """The client that props use."""
    simulator: Simulator | None
    """The simulator, for what the API itself cannot do; None when recording the real API."""

    @property
    def now(self) -> datetime:
        """The time there, in whole seconds."""
        time = self.simulator.clock.time if self.simulator else datetime.now(timezone.utc)
        return time.replace(microsecond=0)


@contextmanager
def simulated_stage() -> Iterator[Stage]:
    """Open a new simulator, so that the content of a cassette does not depend on other scenarios."""
    with Simulator() as simulator:
        account = Account(**simulator.credentials.project, **simulator.credentials.application)

        def connect() -> SinchClient:
            return simulator.client(**account.credentials)

        with connect() as client:
            yield Stage("simulator", account, connect, client, simulator)


@contextmanager
def real_stage() -> Iterator[Stage]:
    """Open the account in the environment: `SINCH_PROJECT_ID` and so on, `SINCH_TEST_RECIPIENT` and so on."""
    names = {field.name: _variable(field.name) for field in fields(Account)}
    missing = [name for name in names.values() if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"recording the real API needs {', '.join(missing)} in the environment")
    account = Account(**{field: os.environ[name] for field, name in names.items()})

    def connect() -> SinchClient:
        regions = {name: os.environ.get(f"SINCH_{name.upper()}", region) for name, region in REGIONS.items()}
        return SinchClient(**account.credentials, **regions, max_retries=0)

    with connect() as client:
        yield Stage("real API", account, connect, client, None)


def _variable(field: str) -> str:
    return f"SINCH_{field.upper()}" if field in STAND_IN.credentials else f"SINCH_TEST_{field.upper()}"
