"""The Conversation API: `client.conversation`, or `Conversation(sinch_client)`. Its models can be imported here."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sinch.core.lazy import lazily
from sinch.core.resource import Product
from sinch_api import conversation as generated

if TYPE_CHECKING:
    from sinch.core.service import Service
    from sinch.domains.conversation.messages import Messages
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent as ConversationSinchEvent
    from sinch_api.conversation import *  # noqa: F403

_HOMES = {
    "ConversationSinchEvent": "sinch.domains.conversation.sinch_events",
}
__all__ = ["Conversation", "ConversationSinchEvent"]
__all__ += generated.__all__


class Conversation(Product):
    """Exchange messages with people over SMS, WhatsApp, RCS and other channels, in terms that fit all of them."""

    @cached_property
    def messages(self) -> Messages:
        """Send messages; read, mark and delete stored ones."""
        from sinch.domains.conversation.messages import Messages

        return Messages(self.execute)

    @cached_property
    def sinch_events(self) -> ConversationSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.conversation.sinch_events import ConversationSinchEvent

        return ConversationSinchEvent()

    def _make_service(self, configuration: Any) -> Service:
        from sinch.core.service import Service
        from sinch_api.conversation.exceptions import ERRORS

        return Service(
            configuration.origin("conversation_origin", "conversation_region"),
            bound={"project_id": configuration.require_key("Conversation")},
            errors=ERRORS,
        )


if not TYPE_CHECKING:  # a checker knows all names, and complains about others
    __getattr__ = lazily(__name__, _HOMES, generated)


def __dir__() -> list[str]:
    return __all__
