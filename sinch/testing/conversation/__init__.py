"""The simulated Conversation API: apps, contacts, conversations, messages and the events about them."""

from __future__ import annotations

from sinch.testing.conversation.apps import Apps
from sinch.testing.conversation.base import APP
from sinch.testing.conversation.chat_events import ChatEvents
from sinch.testing.conversation.consents import Consents
from sinch.testing.conversation.contacts import Contacts
from sinch.testing.conversation.conversations import Conversations
from sinch.testing.conversation.destinations import EventDestinations
from sinch.testing.conversation.lookups import Lookups
from sinch.testing.conversation.messages import Messages

__all__ = ["APP", "Conversation"]


class Conversation(Apps, Contacts, Conversations, Messages, ChatEvents, EventDestinations, Consents, Lookups):
    """The Conversation API of one project."""
