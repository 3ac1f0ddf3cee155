"""Conversation: the resources of the API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.conversation import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.conversation.messages import Messages
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent


class Conversation(Product):
    """Exchange messages with people over SMS, WhatsApp, RCS and other channels, in terms that fit all of them."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def messages(self) -> Messages:
        """Send messages; read, update and delete stored ones."""
        from sinch.domains.conversation.messages import Messages

        return Messages(self)

    @cached_property
    def sinch_events(self) -> ConversationSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.conversation.sinch_events import ConversationSinchEvent

        return ConversationSinchEvent()
