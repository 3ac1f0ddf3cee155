"""Services: what becomes of incoming calls."""

from __future__ import annotations

from sinch.domains.voice.helpers.v2.services.call_behavior import CallBehavior

__all__ = ["CallBehavior"]
