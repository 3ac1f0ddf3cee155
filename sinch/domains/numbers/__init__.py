"""The Numbers API: `client.numbers`, or `Numbers(client)`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import numbers as generated

if TYPE_CHECKING:
    from sinch.domains.numbers.numbers import Numbers as Numbers
    from sinch.domains.numbers.sinch_events import NumbersSinchEvents as NumbersSinchEvents
    from sinch_api.numbers import *  # noqa: F403

_LAZY_IMPORTS = {
    "Numbers": "sinch.domains.numbers.numbers",
    "NumbersSinchEvents": "sinch.domains.numbers.sinch_events",
}
__all__ = ["Numbers", "NumbersSinchEvents"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
