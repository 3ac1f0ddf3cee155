"""The Number Lookup API: `client.number_lookup`, or `NumberLookup(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import number_lookup as generated

if TYPE_CHECKING:
    from sinch.domains.number_lookup.number_lookup import NumberLookup as NumberLookup
    from sinch_api.number_lookup import *  # noqa: F403

_LAZY_IMPORTS = {
    "NumberLookup": "sinch.domains.number_lookup.number_lookup",
}
__all__ = ["NumberLookup"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
