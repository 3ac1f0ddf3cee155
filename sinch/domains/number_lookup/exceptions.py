"""Exceptions of the Number Lookup API: each status of the core's tree, also as the product's own."""

from __future__ import annotations

from sinch.core import exceptions as core


class NumberLookupException(core.APIError):
    """The Number Lookup API refused or failed."""


class NumberLookupBadRequestError(NumberLookupException, core.BadRequestError):
    """400 or 422."""


class NumberLookupAuthenticationError(NumberLookupException, core.AuthenticationError):
    """401."""


class NumberLookupPermissionDeniedError(NumberLookupException, core.PermissionDeniedError):
    """402 or 403."""


class NumberLookupNotFoundError(NumberLookupException, core.NotFoundError):
    """404 or 410."""


class NumberLookupConflictError(NumberLookupException, core.ConflictError):
    """409 or 412."""


class NumberLookupRateLimitError(NumberLookupException, core.RateLimitError):
    """429."""


class NumberLookupServerError(NumberLookupException, core.ServerError):
    """5xx."""


ERRORS: dict[type[core.APIError], type[core.APIError]] = {
    core.APIError: NumberLookupException,
    core.BadRequestError: NumberLookupBadRequestError,
    core.AuthenticationError: NumberLookupAuthenticationError,
    core.PermissionDeniedError: NumberLookupPermissionDeniedError,
    core.NotFoundError: NumberLookupNotFoundError,
    core.ConflictError: NumberLookupConflictError,
    core.RateLimitError: NumberLookupRateLimitError,
    core.ServerError: NumberLookupServerError,
}
