"""Exceptions of the SMS API: each status of the core's tree, also as the product's own."""

from __future__ import annotations

from sinch.core import exceptions as core


class SmsException(core.APIError):
    """The SMS API refused or failed."""


class SmsBadRequestError(SmsException, core.BadRequestError):
    """400 or 422."""


class SmsAuthenticationError(SmsException, core.AuthenticationError):
    """401."""


class SmsPermissionDeniedError(SmsException, core.PermissionDeniedError):
    """402 or 403."""


class SmsNotFoundError(SmsException, core.NotFoundError):
    """404 or 410."""


class SmsConflictError(SmsException, core.ConflictError):
    """409 or 412."""


class SmsRateLimitError(SmsException, core.RateLimitError):
    """429."""


class SmsServerError(SmsException, core.ServerError):
    """5xx."""


ERRORS: dict[type[core.APIError], type[core.APIError]] = {
    core.APIError: SmsException,
    core.BadRequestError: SmsBadRequestError,
    core.AuthenticationError: SmsAuthenticationError,
    core.PermissionDeniedError: SmsPermissionDeniedError,
    core.NotFoundError: SmsNotFoundError,
    core.ConflictError: SmsConflictError,
    core.RateLimitError: SmsRateLimitError,
    core.ServerError: SmsServerError,
}
