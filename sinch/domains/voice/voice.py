"""Voice: the versions of the API for calls."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.voice_v2 import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.voice.v1.applications import Applications
    from sinch.domains.voice.v1.callouts import Callouts
    from sinch.domains.voice.v1.calls import Calls
    from sinch.domains.voice.v1.conferences import Conferences
    from sinch.domains.voice.v1.voice_v1 import VoiceV1
    from sinch.domains.voice.v2.voice_v2 import VoiceV2


class Voice(Product):
    """Make, receive and control calls, by version of the API."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def v1(self) -> VoiceV1:
        """Callouts, calls and conferences of Voice v1, with the key and the secret of an application."""
        from sinch.domains.voice.v1.voice_v1 import VoiceV1

        return VoiceV1(self)

    @cached_property
    def v2(self) -> VoiceV2:
        """Calls, sessions, batches and services of Voice v2, with the access key of the project."""
        from sinch.domains.voice.v2.voice_v2 import VoiceV2

        return VoiceV2(self)

    # As version 1 of the API was reached in 1.x of the SDK: other names, which are not kept here

    @property
    def callouts(self) -> Callouts:
        """The same as `v1.callouts`."""
        from sinch.domains.voice.v1.callouts import Callouts

        return Callouts(self)

    @property
    def calls(self) -> Calls:
        """The same as `v1.calls`."""
        from sinch.domains.voice.v1.calls import Calls

        return Calls(self)

    @property
    def conferences(self) -> Conferences:
        """The same as `v1.conferences`."""
        from sinch.domains.voice.v1.conferences import Conferences

        return Conferences(self)

    @property
    def applications(self) -> Applications:
        """The same as `v1.applications`."""
        from sinch.domains.voice.v1.applications import Applications

        return Applications(self)
