"""Verification events: verify, read and reply to what Sinch posts about verifications."""

from __future__ import annotations

from sinch.domains.verification.sinch_events.handler import VerificationSinchEvent

__all__ = ["VerificationSinchEvent"]
