"""Exceptions of the Numbers API: each status of the core's tree, also as the product's own."""

from __future__ import annotations

from sinch.core import exceptions as core


class NumbersException(core.APIError):
    """The Numbers API refused or failed."""


class NumbersBadRequestError(NumbersException, core.BadRequestError):
    """400 or 422."""


class NumbersAuthenticationError(NumbersException, core.AuthenticationError):
    """401."""


class NumbersPermissionDeniedError(NumbersException, core.PermissionDeniedError):
    """402 or 403."""


class NumbersNotFoundError(NumbersException, core.NotFoundError):
    """404 or 410."""


class NumbersConflictError(NumbersException, core.ConflictError):
    """409 or 412."""


class NumbersRateLimitError(NumbersException, core.RateLimitError):
    """429."""


class NumbersServerError(NumbersException, core.ServerError):
    """5xx."""


ERRORS: dict[type[core.APIError], type[core.APIError]] = {
    core.APIError: NumbersException,
    core.BadRequestError: NumbersBadRequestError,
    core.AuthenticationError: NumbersAuthenticationError,
    core.PermissionDeniedError: NumbersPermissionDeniedError,
    core.NotFoundError: NumbersNotFoundError,
    core.ConflictError: NumbersConflictError,
    core.RateLimitError: NumbersRateLimitError,
    core.ServerError: NumbersServerError,
}
