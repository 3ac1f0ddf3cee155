"""The Numbers API: `client.numbers`, or `Numbers(sinch_client)`. Its models can be imported here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sinch_api import numbers as generated

if TYPE_CHECKING:
    from sinch.domains.numbers.numbers import Numbers as Numbers
    from sinch.domains.numbers.sinch_events import NumbersSinchEvents as NumbersSinchEvents
    from sinch_api.numbers import *  # noqa: F403

_HOMES = {
    "Numbers": "sinch.domains.numbers.numbers",
    "NumbersSinchEvents": "sinch.domains.numbers.sinch_events",
}
__all__ = ["Numbers", "NumbersSinchEvents"]
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
