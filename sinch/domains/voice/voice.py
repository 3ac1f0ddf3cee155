"""Voice: the versions of the API for calls."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.voice_v2 import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.voice.v2.voice_v2 import VoiceV2


class Voice(Product):
    """Make, receive and control calls, by version of the API."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def v2(self) -> VoiceV2:
        """Calls, sessions, batches and services of Voice v2, with the access key of the project."""
        from sinch.domains.voice.v2.voice_v2 import VoiceV2

        return VoiceV2(self)
