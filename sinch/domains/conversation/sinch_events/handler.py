"""Conversation events: verify and read what Sinch posts about messages, contacts, conversations and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.events import EventHandler
from sinch.core.model import Union
from sinch_api.conversation import kinds, webhooks

if TYPE_CHECKING:
    from typing import ClassVar

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch_api.conversation import ConversationSinchEventBase as ConversationSinchEventBase
    from sinch_api.conversation import ConversationWebhookEvent as ConversationWebhookEvent


class ConversationSinchEvent(EventHandler["ConversationWebhookEvent | ConversationSinchEventBase"]):
    """`client.conversation.sinch_events`: one class per trigger, such as `MessageInboundEvent` for a received message.

    A receipt is a `MessageDeliveryReceiptEvent`. An event of an unknown kind is a `ConversationSinchEventBase`, with
    typed attributes for what all events have in common and everything else as received.

    Events are only signed if the webhook has a secret; those that go to a message's own `event_destination_target` are
    signed with the app's secret for overridden callback URLs.

    Example:
        >>> handler = client.conversation.sinch_events(secret)
        >>> event = handler.verify_and_parse(headers, body)

    """

    kind: ClassVar[Kind] = Union(None, webhooks.EVENT.variants, default=kinds.ConversationSinchEventBase)
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE
