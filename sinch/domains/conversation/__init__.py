"""The Conversation API: `client.conversation`, or `Conversation(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import conversation as generated

if TYPE_CHECKING:
    from sinch.domains.conversation.conversation import Conversation as Conversation
    from sinch.domains.conversation.sinch_events import ConversationSinchEvent as ConversationSinchEvent
    from sinch_api.conversation import *  # noqa: F403
    from sinch_api.conversation_batch import BatchAccepted as BatchAccepted
    from sinch_api.conversation_batch import BatchCreateContactsRequest as BatchCreateContactsRequest
    from sinch_api.conversation_batch import BatchDeleteContactsRequest as BatchDeleteContactsRequest
    from sinch_api.conversation_batch import BatchInsertConsentsRequest as BatchInsertConsentsRequest
    from sinch_api.conversation_batch import BatchStatus as BatchStatus
    from sinch_api.conversation_batch import BatchStatusValue as BatchStatusValue
    from sinch_api.conversation_batch import CancelBatchRequest as CancelBatchRequest
    from sinch_api.conversation_batch import ConsentRecord as ConsentRecord
    from sinch_api.conversation_batch import RecipientAndParams as RecipientAndParams
    from sinch_api.conversation_batch import SendBatchRequest as SendBatchRequest
    from sinch_api.conversation_batch import SendBatchResponse as SendBatchResponse
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
    "BatchAccepted": "sinch_api.conversation_batch",
    "BatchCreateContactsRequest": "sinch_api.conversation_batch",
    "BatchDeleteContactsRequest": "sinch_api.conversation_batch",
    "BatchInsertConsentsRequest": "sinch_api.conversation_batch",
    "BatchStatus": "sinch_api.conversation_batch",
    "BatchStatusValue": "sinch_api.conversation_batch",
    "CancelBatchRequest": "sinch_api.conversation_batch",
    "ConsentRecord": "sinch_api.conversation_batch",
    "RecipientAndParams": "sinch_api.conversation_batch",
    "SendBatchRequest": "sinch_api.conversation_batch",
    "SendBatchResponse": "sinch_api.conversation_batch",
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
    "BatchAccepted",
    "BatchCreateContactsRequest",
    "BatchDeleteContactsRequest",
    "BatchInsertConsentsRequest",
    "BatchStatus",
    "BatchStatusValue",
    "CancelBatchRequest",
    "ChannelTemplateOverride",
    "ConsentRecord",
    "Conversation",
    "ConversationChannelKey",
    "ConversationSinchEvent",
    "ListTemplatesResponse",
    "ListTranslationsResponse",
    "RecipientAndParams",
    "SendBatchRequest",
    "SendBatchResponse",
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
