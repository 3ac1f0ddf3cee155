"""Voice v2: its resources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sinch.core.resource import Resource

if TYPE_CHECKING:
    from sinch.domains.voice.v2.batches import Batches
    from sinch.domains.voice.v2.calls import Calls
    from sinch.domains.voice.v2.services import Services
    from sinch.domains.voice.v2.sessions import Sessions
    from sinch.domains.voice.v2.sinch_events import VoiceSinchEvent
    from sinch.domains.voice.v2.svaml import Svaml


class VoiceV2(Resource):
    """`client.voice.v2`: calls that do what lists of commands (SVAML) say.

    The commands are dictionaries; `sinch.domains.voice.helpers.v2.svaml` makes them. They are signed in to with the
    access key of the project. What is sent or billed once only has an idempotency key, so that it can be repeated.
    """

    @cached_property
    def calls(self) -> Calls:
        """Start calls, read them, and run commands on those in progress."""
        from sinch.domains.voice.v2.calls import Calls

        return Calls(self._product)

    @cached_property
    def sessions(self) -> Sessions:
        """Read sessions, with all their calls."""
        from sinch.domains.voice.v2.sessions import Sessions

        return Sessions(self._product)

    @cached_property
    def batches(self) -> Batches:
        """Start many sessions from one list of commands."""
        from sinch.domains.voice.v2.batches import Batches

        return Batches(self._product)

    @cached_property
    def services(self) -> Services:
        """Decide what becomes of incoming calls."""
        from sinch.domains.voice.v2.services import Services

        return Services(self._product)

    @cached_property
    def svaml(self) -> Svaml:
        """Check commands, or put them into words, without running them."""
        from sinch.domains.voice.v2.svaml import Svaml

        return Svaml(self._product)

    @cached_property
    def sinch_events(self) -> VoiceSinchEvent:
        """Verify, read and respond to events; call it with the secret of a service for a handler that verifies."""
        from sinch.domains.voice.v2.sinch_events import VoiceSinchEvent

        return VoiceSinchEvent()
