"""Conversation: the resources of the API."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.conversation import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.conversation.apps import Apps
    from sinch.domains.conversation.batches import Batches
    from sinch.domains.conversation.capability import Capability
    from sinch.domains.conversation.consents import Consents
    from sinch.domains.conversation.contacts import Contacts
    from sinch.domains.conversation.conversations import Conversations
    from sinch.domains.conversation.event_destinations import EventDestinations
    from sinch.domains.conversation.events import Events
    from sinch.domains.conversation.messages import Messages
    from sinch.domains.conversation.project_settings import ProjectSettings
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent
    from sinch.domains.conversation.templates import Templates
    from sinch.domains.conversation.transcoding import Transcoding


class Conversation(Product):
    """Exchange messages with people over SMS, WhatsApp, RCS and other channels, in terms that fit all of them."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def messages(self) -> Messages:
        """Send messages; read, update and delete stored ones."""
        from sinch.domains.conversation.messages import Messages

        return Messages(self)

    @cached_property
    def batches(self) -> Batches:
        """Send one message to up to 1,000 recipients in one request, now or later."""
        from sinch.domains.conversation.batches import Batches

        return Batches(self)

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
    def conversations(self) -> Conversations:
        """Find, change and stop conversations, and add to them what happened elsewhere."""
        from sinch.domains.conversation.conversations import Conversations

        return Conversations(self)

    @cached_property
    def events(self) -> Events:
        """Send events such as typing, and read stored ones."""
        from sinch.domains.conversation.events import Events

        return Events(self)

    @cached_property
    def capability(self) -> Capability:
        """Ask on which channels a recipient can be reached."""
        from sinch.domains.conversation.capability import Capability

        return Capability(self)

    @cached_property
    def transcoding(self) -> Transcoding:
        """See what a message becomes on channels."""
        from sinch.domains.conversation.transcoding import Transcoding

        return Transcoding(self)

    @cached_property
    def consents(self) -> Consents:
        """Read who has opted out of what."""
        from sinch.domains.conversation.consents import Consents

        return Consents(self)

    @cached_property
    def event_destinations(self) -> EventDestinations:
        """Decide where the events of an app are posted."""
        from sinch.domains.conversation.event_destinations import EventDestinations

        return EventDestinations(self)

    @cached_property
    def project_settings(self) -> ProjectSettings:
        """Read and change what all apps of the project share."""
        from sinch.domains.conversation.project_settings import ProjectSettings

        return ProjectSettings(self)

    @cached_property
    def sinch_events(self) -> ConversationSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.conversation.sinch_events import ConversationSinchEvent

        return ConversationSinchEvent()
