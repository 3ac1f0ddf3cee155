"""Verification events: verify, read and reply to what Sinch posts about verifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.application_events import ApplicationEventHandler
from sinch.core.exceptions import ArgumentError
from sinch.core.nested import check_nested
from sinch.core.unset import UNSET
from sinch_api.verification import kinds, webhooks

if TYPE_CHECKING:
    from typing import ClassVar

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch.core.unset import Maybe
    from sinch_api.verification import (
        FlashCallEventOptions,
        PhoneCallEventOptions,
        SmsEventOptions,
        VerificationRequestEventResponse,
        WhatsAppEventOptions,
    )
    from sinch_api.verification import VerificationEvent as VerificationEvent
    from sinch_api.verification.params import (
        FlashCallEventOptionsDict,
        FlashCallEventOptionsJSON,
        PhoneCallEventOptionsDict,
        SmsEventOptionsDict,
        SmsEventOptionsJSON,
        WhatsAppEventOptionsDict,
        WhatsAppEventOptionsJSON,
    )


class VerificationSinchEvent(ApplicationEventHandler["VerificationEvent"]):
    """`client.verification.sinch_events`: `VerificationRequestEvent`, which wants a reply, results and deliveries.

    The URL of an app gets all three. Reply to a `VerificationRequestEvent` with `allow` or `deny` at once, since the
    start of the verification waits for it (how long is not published); the others with an empty response.

    Example:
        >>> handler = client.verification.sinch_events
        >>> event = handler.verify_and_parse(headers, body, path="/hooks/verification")
        >>> response = handler.allow() if event.identity.endpoint.startswith("+1") else handler.deny()

    """

    kind: ClassVar[Kind] = webhooks.EVENT
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE

    def allow(
        self,
        *,
        sms: Maybe[SmsEventOptionsDict | SmsEventOptionsJSON | SmsEventOptions] = UNSET,
        flash_call: Maybe[FlashCallEventOptionsDict | FlashCallEventOptionsJSON | FlashCallEventOptions] = UNSET,
        phone_call: Maybe[PhoneCallEventOptionsDict | PhoneCallEventOptions] = UNSET,
        whatsapp: Maybe[WhatsAppEventOptionsDict | WhatsAppEventOptionsJSON | WhatsAppEventOptions] = UNSET,
    ) -> VerificationRequestEventResponse:
        """Return the reply that lets a verification go on, with the part that belongs to its method, if any.

        It is a dictionary: send it as JSON with status 200.

        Args:
            sms: `code`, your own instead of one that Sinch makes; `code_type`; `expiry` as HH:MM:SS;
                `accept_language`, a list.
            flash_call: `cli`, the number that calls; `dial_timeout` and `interception_timeout`, 5 to 120 seconds.
            phone_call: `code`, your own; `speech`, `{"locale": "en-US"}`.
            whatsapp: `code_type`; `accept_language`, a list.

        Raises:
            ArgumentError: there is more than one part, or there is a mistake in one, whose place is named, such as
                `flash_call.dial_timeout`.

        Example:
            >>> client.verification.sinch_events.allow(sms={"code": "4821", "expiry": "00:05:00"})

        """
        from sinch_api.verification import VerificationRequestEventResponse

        parts = {"sms": sms, "flash_call": flash_call, "phone_call": phone_call, "whatsapp": whatsapp}
        given = {name: part for name, part in parts.items() if part is not UNSET and part is not None}
        if len(given) > 1:
            raise ArgumentError(f"only the part of the event's own method may be given, not {' and '.join(given)}")
        checked = check_nested(kinds.VerificationRequestEventResponse, "", {"action": "allow", **given})
        return VerificationRequestEventResponse.wrap(checked)

    def deny(self) -> VerificationRequestEventResponse:
        """Return the reply that ends a verification before anything is sent: a dictionary, to be sent as JSON.

        Example:
            >>> client.verification.sinch_events.deny()

        """
        from sinch_api.verification import VerificationRequestEventResponse

        return VerificationRequestEventResponse(action="deny")
