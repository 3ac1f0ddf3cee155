"""Exceptions of the Conversation API: each status of the core's tree, also as the product's own."""

from __future__ import annotations

from sinch.core import exceptions as core


class ConversationException(core.APIError):
    """The Conversation API refused or failed."""


class ConversationBadRequestError(ConversationException, core.BadRequestError):
    """400 or 422."""


class ConversationAuthenticationError(ConversationException, core.AuthenticationError):
    """401."""


class ConversationPermissionDeniedError(ConversationException, core.PermissionDeniedError):
    """402 or 403."""


class ConversationNotFoundError(ConversationException, core.NotFoundError):
    """404 or 410."""


class ConversationConflictError(ConversationException, core.ConflictError):
    """409 or 412."""


class ConversationRateLimitError(ConversationException, core.RateLimitError):
    """429."""


class ConversationServerError(ConversationException, core.ServerError):
    """5xx."""


ERRORS: dict[type[core.APIError], type[core.APIError]] = {
    core.APIError: ConversationException,
    core.BadRequestError: ConversationBadRequestError,
    core.AuthenticationError: ConversationAuthenticationError,
    core.PermissionDeniedError: ConversationPermissionDeniedError,
    core.NotFoundError: ConversationNotFoundError,
    core.ConflictError: ConversationConflictError,
    core.RateLimitError: ConversationRateLimitError,
    core.ServerError: ConversationServerError,
}
