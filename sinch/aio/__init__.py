"""The asynchronous client, and for each product the twin of `sinch.domains`, made from it by `make generate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr

if TYPE_CHECKING:
    from sinch.aio.client import AsyncSinchClient as AsyncSinchClient

_LAZY_IMPORTS = {"AsyncSinchClient": "sinch.aio.client"}
__all__ = ["AsyncSinchClient"]

if not TYPE_CHECKING:  # a checker knows all names, and complains about others
    __getattr__ = lazy_getattr(__name__, _LAZY_IMPORTS)


def __dir__() -> list[str]:
    return __all__
