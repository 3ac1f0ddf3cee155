"""The simulated Conversation API: apps, contacts, conversations, messages and the events about them."""

from __future__ import annotations

from sinch.testing.conversation.apps import Apps
from sinch.testing.conversation.base import APP
from sinch.testing.conversation.contacts import Contacts
from sinch.testing.conversation.messages import Messages

__all__ = ["APP", "Conversation"]


class Conversation(Apps, Contacts, Messages):
    """The Conversation API of one project."""
