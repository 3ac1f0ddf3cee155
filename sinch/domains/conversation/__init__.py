"""The Conversation API: `client.conversation`, or `Conversation(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import conversation as generated

if TYPE_CHECKING:
    from sinch.domains.conversation.conversation import Conversation as Conversation
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent as ConversationSinchEvent
    from sinch_api.conversation import *  # noqa: F403

_LAZY_IMPORTS = {
    "Conversation": "sinch.domains.conversation.conversation",
    "ConversationSinchEvent": "sinch.domains.conversation.sinch_events",
}
__all__ = ["Conversation", "ConversationSinchEvent"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
