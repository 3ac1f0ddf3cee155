"""The Conversation API: `client.conversation`, or `Conversation(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import conversation as generated

if TYPE_CHECKING:
    from sinch.domains.conversation.conversation import Conversation as Conversation
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent as ConversationSinchEvent
    from sinch_api.conversation import *  # noqa: F403
    from sinch_api.conversation_templates import ChannelTemplateOverride as ChannelTemplateOverride
    from sinch_api.conversation_templates import ConversationChannelKey as ConversationChannelKey
    from sinch_api.conversation_templates import ListTemplatesResponse as ListTemplatesResponse
    from sinch_api.conversation_templates import ListTranslationsResponse as ListTranslationsResponse
    from sinch_api.conversation_templates import Template as Template
    from sinch_api.conversation_templates import TemplateCreateRequest as TemplateCreateRequest
    from sinch_api.conversation_templates import TemplateTranslation as TemplateTranslation
    from sinch_api.conversation_templates import TemplateUpdateRequest as TemplateUpdateRequest
    from sinch_api.conversation_templates import TemplateVariable as TemplateVariable

_LAZY_IMPORTS = {
    "Conversation": "sinch.domains.conversation.conversation",
    "ConversationSinchEvent": "sinch.domains.conversation.sinch_events",
    "ChannelTemplateOverride": "sinch_api.conversation_templates",
    "ConversationChannelKey": "sinch_api.conversation_templates",
    "ListTemplatesResponse": "sinch_api.conversation_templates",
    "ListTranslationsResponse": "sinch_api.conversation_templates",
    "Template": "sinch_api.conversation_templates",
    "TemplateCreateRequest": "sinch_api.conversation_templates",
    "TemplateTranslation": "sinch_api.conversation_templates",
    "TemplateUpdateRequest": "sinch_api.conversation_templates",
    "TemplateVariable": "sinch_api.conversation_templates",
}
__all__ = [
    "ChannelTemplateOverride",
    "Conversation",
    "ConversationChannelKey",
    "ConversationSinchEvent",
    "ListTemplatesResponse",
    "ListTranslationsResponse",
    "Template",
    "TemplateCreateRequest",
    "TemplateTranslation",
    "TemplateUpdateRequest",
    "TemplateVariable",
]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
