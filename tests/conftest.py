"""What holds for all tests: how generated examples are run, in which colours, and what the garbage collector sees."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests import both_colours
from tests.both_colours import colour, connect, sinch_client

__all__ = ["colour", "connect", "sinch_client"]

# on a busy machine, a slow example says nothing about the code; and the same examples each time, so that a change
# is told of its own faults alone: `make explore` looks for others
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "colours(*names): the kinds of client that a test runs with")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    both_colours.chosen(metafunc)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector from the tests themselves: there are millions of objects, and none of them goes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def little_garbage() -> None:
    """For a test that collects garbage again and again: it need not look through what other tests have loaded."""
    gc.collect()
    gc.freeze()
