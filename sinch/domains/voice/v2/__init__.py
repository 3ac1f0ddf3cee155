"""Voice v2: `client.voice.v2`. Its models can be imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.lazy import lazy_getattr
from sinch_api import voice_v2 as generated

if TYPE_CHECKING:
    from sinch.domains.voice.v2.sinch_events import VoiceSinchEvent as VoiceSinchEvent
    from sinch.domains.voice.v2.voice_v2 import VoiceV2 as VoiceV2
    from sinch_api.voice_v2 import *  # noqa: F403

_LAZY_IMPORTS = {
    "VoiceV2": "sinch.domains.voice.v2.voice_v2",
    "VoiceSinchEvent": "sinch.domains.voice.v2.sinch_events",
}
__all__ = ["VoiceSinchEvent", "VoiceV2"]
__all__ += generated.__all__


if not TYPE_CHECKING:  # so that type checkers still report unknown names
    __getattr__ = lazy_getattr(__name__, {**dict.fromkeys(generated.__all__, generated.__name__), **_LAZY_IMPORTS})


def __dir__() -> list[str]:
    return __all__
