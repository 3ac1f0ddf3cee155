"""Python SDK for Sinch's communication APIs. Start with `SinchClient`, or on asyncio with `AsyncSinchClient`."""

from __future__ import annotations

TYPE_CHECKING = not __name__  # false; type checkers treat it as true, and tools for completion must not know
if TYPE_CHECKING:
    from sinch import text as text
    from sinch._version import __version__ as __version__
    from sinch.aio.client import AsyncSinchClient as AsyncSinchClient
    from sinch.bulk_calls import bulk as bulk
    from sinch.client import SinchClient as SinchClient
    from sinch.core.exceptions import APIError as APIError
    from sinch.core.exceptions import ArgumentError as ArgumentError
    from sinch.core.exceptions import AuthenticationError as AuthenticationError
    from sinch.core.exceptions import BadRequestError as BadRequestError
    from sinch.core.exceptions import ConfigurationError as ConfigurationError
    from sinch.core.exceptions import ConflictError as ConflictError
    from sinch.core.exceptions import ConnectionFailedError as ConnectionFailedError
    from sinch.core.exceptions import EventError as EventError
    from sinch.core.exceptions import NotFoundError as NotFoundError
    from sinch.core.exceptions import OutcomeUnknownError as OutcomeUnknownError
    from sinch.core.exceptions import PermissionDeniedError as PermissionDeniedError
    from sinch.core.exceptions import RateLimitError as RateLimitError
    from sinch.core.exceptions import RequestError as RequestError
    from sinch.core.exceptions import RequestTimeoutError as RequestTimeoutError
    from sinch.core.exceptions import ResponseError as ResponseError
    from sinch.core.exceptions import ServerError as ServerError
    from sinch.core.exceptions import SignatureError as SignatureError
    from sinch.core.exceptions import SinchException as SinchException
    from sinch.core.exceptions import WaitError as WaitError
    from sinch.core.exceptions import WaitFailedError as WaitFailedError
    from sinch.core.exceptions import WaitTimeoutError as WaitTimeoutError
    from sinch.core.observation import Exchange as Exchange
    from sinch.core.options import RequestOptions as RequestOptions
    from sinch.core.retry import RetryConfiguration as RetryConfiguration
    from sinch.core.retry_policy import RetryPolicy as RetryPolicy
    from sinch.core.unset import UNSET as UNSET
    from sinch.regions import ConversationRegion as ConversationRegion
    from sinch.regions import SmsRegion as SmsRegion
    from sinch.regions import VoiceRegion as VoiceRegion

__all__ = [
    "APIError",
    "ArgumentError",
    "AsyncSinchClient",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "ConversationRegion",
    "EventError",
    "Exchange",
    "NotFoundError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestError",
    "RequestOptions",
    "RequestTimeoutError",
    "ResponseError",
    "RetryConfiguration",
    "RetryPolicy",
    "ServerError",
    "SignatureError",
    "SinchClient",
    "SinchException",
    "SmsRegion",
    "UNSET",
    "VoiceRegion",
    "WaitError",
    "WaitFailedError",
    "WaitTimeoutError",
    "__version__",
    "bulk",
    "text",
]


_LAZY_IMPORTS = {
    **dict.fromkeys(__all__, "sinch.core.exceptions"),  # but for those that follow
    "AsyncSinchClient": "sinch.aio.client",
    "ConversationRegion": "sinch.regions",
    "Exchange": "sinch.core.observation",
    "RequestOptions": "sinch.core.options",
    "RetryConfiguration": "sinch.core.retry",
    "RetryPolicy": "sinch.core.retry_policy",
    "SinchClient": "sinch.client",
    "SmsRegion": "sinch.regions",
    "UNSET": "sinch.core.unset",
    "VoiceRegion": "sinch.regions",
    "__version__": "sinch._version",
    "bulk": "sinch.bulk_calls",
    "text": "sinch.text",
}

if not TYPE_CHECKING:  # a checker knows all names, and complains about others
    import sys

    from sinch.core import lazy

    class _Earlier:
        """Asks `sinch.compat` for modules, names and arguments of before; until then nothing of that is imported."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if not name.startswith("sinch."):
                return None
            from sinch.compat import finder

            return finder.find_spec(name)

        @staticmethod
        def find_name(module, name):
            from sinch.compat import names

            return names.find(module, name)

        @staticmethod
        def exception_arguments(where, values, keywords):
            from sinch.compat import exceptions

            return exceptions.state_of(where, values, keywords)

    sys.meta_path.append(_Earlier)
    lazy.fallback = _Earlier.find_name
    lazy.former_arguments = _Earlier.exception_arguments
    __getattr__ = lazy.lazy_getattr(__name__, _LAZY_IMPORTS)


def __dir__() -> list[str]:
    return __all__
