"""Voice v1: its resources, which are signed in to with the key and the secret of an application."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sinch.core.resource import Resource

if TYPE_CHECKING:
    from sinch.domains.voice.v1.applications import Applications
    from sinch.domains.voice.v1.callouts import Callouts
    from sinch.domains.voice.v1.calls import Calls
    from sinch.domains.voice.v1.conferences import Conferences
    from sinch.domains.voice.v1.sinch_events import VoiceV1SinchEvent


class VoiceV1(Resource):
    """`client.voice.v1`: callouts, calls, conferences, and numbers of applications."""

    @cached_property
    def callouts(self) -> Callouts:
        """Call somebody: to read a text out, into a conference, or as SVAML says."""
        from sinch.domains.voice.v1.callouts import Callouts

        return Callouts(self._product)

    @cached_property
    def calls(self) -> Calls:
        """Look at calls, and change their course."""
        from sinch.domains.voice.v1.calls import Calls

        return Calls(self._product)

    @cached_property
    def conferences(self) -> Conferences:
        """Look at conferences, and manage their participants."""
        from sinch.domains.voice.v1.conferences import Conferences

        return Conferences(self._product)

    @cached_property
    def applications(self) -> Applications:
        """Numbers and callback URLs of applications."""
        from sinch.domains.voice.v1.applications import Applications

        return Applications(self._product)

    @cached_property
    def sinch_events(self) -> VoiceV1SinchEvent:
        """Verify, read and reply to events, with the key and the secret that the client has at the first use."""
        from sinch.domains.voice.v1.sinch_events import VoiceV1SinchEvent

        return VoiceV1SinchEvent.of(self._product.configured_values)
