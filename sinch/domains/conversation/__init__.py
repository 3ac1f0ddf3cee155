"""The Conversation API: `client.conversation`, or `Conversation(sinch_client)`. Its models can be imported here."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    # what is not asked for is not imported (PEP 562)
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in generated.__all__:
        return getattr(generated, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
