"""Fixtures for pytest: a simulated Sinch and a client of it.

Load them with `pytest_plugins = ["sinch.testing.pytest"]` in `conftest.py`, or with `-p sinch.testing.pytest`::

    def test_sends_the_code(sinch_simulator, sinch_client):
        send_code(sinch_client, "+12025550123")
        sinch_simulator.assert_sent(to="+12025550123", containing="code")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sinch import SinchClient
    from sinch.testing.simulator import Simulator


@pytest.fixture
def sinch_simulator() -> Iterator[Simulator]:
    """Give each test an empty simulated Sinch of its own."""
    from sinch.testing.simulator import Simulator

    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def sinch_client(sinch_simulator: Simulator) -> Iterator[SinchClient]:
    """Give a test a client of its simulator, with the project's access key."""
    with sinch_simulator.client() as client:
        yield client
