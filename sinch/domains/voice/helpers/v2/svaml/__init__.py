"""SVAML: functions that make commands, and a creator of lists of them."""

from __future__ import annotations

from sinch.domains.voice.helpers.v2.svaml.amd import Amd
from sinch.domains.voice.helpers.v2.svaml.calls import Calls
from sinch.domains.voice.helpers.v2.svaml.commands_sequence_creator import CommandsSequenceCreator
from sinch.domains.voice.helpers.v2.svaml.custom_events import CustomEvents
from sinch.domains.voice.helpers.v2.svaml.menu import Menu
from sinch.domains.voice.helpers.v2.svaml.messages import Messages
from sinch.domains.voice.helpers.v2.svaml.recording import Recording

__all__ = ["Amd", "Calls", "CommandsSequenceCreator", "CustomEvents", "Menu", "Messages", "Recording"]
