"""Voice v1: `client.voice.v1`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import voice_v1 as generated

if TYPE_CHECKING:
    from sinch.domains.voice.v1.sinch_events import VoiceV1SinchEvent as VoiceV1SinchEvent
    from sinch.domains.voice.v1.voice_v1 import VoiceV1 as VoiceV1
    from sinch_api.voice_v1 import *  # noqa: F403

_LAZY_IMPORTS = {
    "VoiceV1": "sinch.domains.voice.v1.voice_v1",
    "VoiceV1SinchEvent": "sinch.domains.voice.v1.sinch_events",
}
__all__ = ["VoiceV1", "VoiceV1SinchEvent"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
