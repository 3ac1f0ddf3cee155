"""Numbers events: verify and read what Sinch posts about the provisioning of numbers."""

from __future__ import annotations

from sinch.domains.numbers.sinch_events.handler import NumbersSinchEvents

__all__ = ["NumbersSinchEvents"]
