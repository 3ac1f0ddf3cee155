"""Verification: the resources of the API, which is signed in to with the key and the secret of an application."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.verification import service

if TYPE_CHECKING:
    from sinch.core.service import ServiceDefinition
    from sinch.domains.verification.sinch_events import VerificationSinchEvent
    from sinch.domains.verification.verification_status import VerificationStatus
    from sinch.domains.verification.verifications import Verifications


class Verification(Product):
    """Verify phone numbers: by SMS, flash call, phone call, WhatsApp or mobile data."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def verifications(self) -> Verifications:
        """Start verifications, and report what was received."""
        from sinch.domains.verification.verifications import Verifications

        return Verifications(self)

    @cached_property
    def verification_status(self) -> VerificationStatus:
        """Read what came of a verification."""
        from sinch.domains.verification.verification_status import VerificationStatus

        return VerificationStatus(self)

    @cached_property
    def sinch_events(self) -> VerificationSinchEvent:
        """Verify, read and reply to events, with the key and the secret that the client has at the first use."""
        from sinch.domains.verification.sinch_events import VerificationSinchEvent

        return VerificationSinchEvent.of(self.configured_values)
