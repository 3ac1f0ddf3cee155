"""The statuses of an API's errors, each with the exception of the SDK that it becomes, for tests over all of them."""

from __future__ import annotations

import pytest

import sinch

each_status = pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, sinch.BadRequestError),
        (401, sinch.AuthenticationError),
        (402, sinch.PermissionDeniedError),
        (403, sinch.PermissionDeniedError),
        (404, sinch.NotFoundError),
        (409, sinch.ConflictError),
        (429, sinch.RateLimitError),
        (500, sinch.ServerError),
        (501, sinch.ServerError),
        (503, sinch.ServerError),
    ],
)
"""Makes of a test one for each status; its arguments are `status` and `kind`."""
