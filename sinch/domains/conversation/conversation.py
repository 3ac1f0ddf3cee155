"""Conversation: the resources of the API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.conversation import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.conversation.apps import Apps
    from sinch.domains.conversation.contacts import Contacts
    from sinch.domains.conversation.messages import Messages
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent
    from sinch.domains.conversation.templates import Templates


class Conversation(Product):
    """Exchange messages with people over SMS, WhatsApp, RCS and other channels, in terms that fit all of them."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def messages(self) -> Messages:
        """Send messages; read, update and delete stored ones."""
        from sinch.domains.conversation.messages import Messages

        return Messages(self)

    @cached_property
    def apps(self) -> Apps:
        """Create, read and change apps, and the channels that they use."""
        from sinch.domains.conversation.apps import Apps

        return Apps(self)

    @cached_property
    def contacts(self) -> Contacts:
        """Create, read, change and merge the people that apps talk to."""
        from sinch.domains.conversation.contacts import Contacts

        return Contacts(self)

    @cached_property
    def templates(self) -> Templates:
        """Keep omnichannel templates: messages with placeholders, in several languages."""
        from sinch.domains.conversation.templates import Templates

        return Templates(self)

    @cached_property
    def sinch_events(self) -> ConversationSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.conversation.sinch_events import ConversationSinchEvent

        return ConversationSinchEvent()
