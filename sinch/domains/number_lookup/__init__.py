"""The Number Lookup API: `client.number_lookup`, or `NumberLookup(sinch_client)`. Its models can be imported here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sinch_api import number_lookup as generated

if TYPE_CHECKING:
    from sinch.domains.number_lookup.number_lookup import NumberLookup as NumberLookup
    from sinch_api.number_lookup import *  # noqa: F403

_HOMES = {
    "NumberLookup": "sinch.domains.number_lookup.number_lookup",
}
__all__ = ["NumberLookup"]
__all__ += generated.__all__


def __getattr__(name: str) -> Any:
    # what is not asked for is not imported (PEP 562)
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in generated.__all__:
        return getattr(generated, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
