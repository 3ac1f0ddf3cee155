"""The Voice APIs: `client.voice`, or `Voice(client)`. The models of each are in the package of its version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr

if TYPE_CHECKING:
    from sinch.domains.voice.voice import Voice as Voice

_LAZY_IMPORTS = {"Voice": "sinch.domains.voice.voice"}
__all__ = ["Voice"]


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, _LAZY_IMPORTS)


def __dir__() -> list[str]:
    return __all__
