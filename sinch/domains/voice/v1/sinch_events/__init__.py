"""Events of Voice v1: verify, read and reply to what Sinch posts about calls."""

from __future__ import annotations

from sinch.domains.voice.v1.sinch_events.handler import VoiceV1SinchEvent

__all__ = ["VoiceV1SinchEvent"]
