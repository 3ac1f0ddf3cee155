"""What holds for all tests: how generated examples are run, and in which colours."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests import both_colours
from tests.both_colours import colour, connect, sinch_client

__all__ = ["colour", "connect", "sinch_client"]

# on a busy machine, a slow example says nothing about the code
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "colours(*names): the kinds of client that a test runs with")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    both_colours.chosen(metafunc)
