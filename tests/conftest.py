"""Settings for all tests: how generated examples are run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# on a busy machine, a slow example says nothing about the code
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")
