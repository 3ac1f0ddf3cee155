"""SMS events: verify and read what Sinch posts about received messages and deliveries."""

from __future__ import annotations

from sinch.domains.sms.sinch_events.handler import SmsSinchEvent

__all__ = ["SmsSinchEvent"]
