"""Voice v2 events: verify, read and respond to what Sinch posts about calls."""

from __future__ import annotations

from sinch.domains.voice.v2.sinch_events.handler import VoiceSinchEvent

__all__ = ["VoiceSinchEvent"]
