"""Conversation events: verify and read what Sinch posts about messages, contacts, conversations and channels."""

from __future__ import annotations

from sinch.domains.conversation.sinch_events.handler import ConversationSinchEvent

__all__ = ["ConversationSinchEvent"]
