"""Simulated Voice, version 1: calls that do what SVAML says, conferences, and the numbers of an application."""

from __future__ import annotations

from sinch.testing.voice_v1.applications import Applications
from sinch.testing.voice_v1.callouts import Callouts
from sinch.testing.voice_v1.calls import PhoneCall
from sinch.testing.voice_v1.conferences import Conferences

__all__ = ["PhoneCall", "VoiceV1"]


class VoiceV1(Callouts, Conferences, Applications):
    """Version 1 of the Voice API for one application.

    A callout is taken at once, unless `lines` has something else for its number, and does what the application replies
    until it has to wait for a person: `press` keys, `stay_silent` or `hang_up` then. `receive_call` lets somebody call.
    What a call has done is in the `steps` of `call(...)`, and what was wrong with replies in its `problems`.
    """

    name = "voice-v1"
