"""Destinations: who calls and who is called."""

from __future__ import annotations

from sinch.domains.voice.helpers.v2.destinations.destination import Destination

__all__ = ["Destination"]
