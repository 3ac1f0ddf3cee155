"""`RetryPolicy`: names for what `RetryConfiguration` can do; apart from it, since few programs need them."""

from __future__ import annotations

from enum import Enum


class RetryPolicy(str, Enum):
    """How the pause before a retry is found; see `RetryConfiguration`."""

    DEFAULT = "default"
    RETRY_AFTER = "retry_after"
    BACKOFF = "backoff"
    NONE = "none"
