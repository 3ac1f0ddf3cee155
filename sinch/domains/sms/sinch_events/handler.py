"""SMS events: verify and read what Sinch posts about received messages and deliveries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.events import EventHandler
from sinch_api.sms import webhooks

if TYPE_CHECKING:
    from typing import ClassVar

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch_api.sms import SmsWebhookEvent as SmsWebhookEvent


class SmsSinchEvent(EventHandler["SmsWebhookEvent"]):
    """`client.sms.sinch_events`: received messages such as `MOTextMessage`, reports such as `BatchDeliveryReport`.

    Events are only signed if a signing secret was set up for the service plan.

    Example:
        >>> handler = client.sms.sinch_events(secret)
        >>> event = handler.verify_and_parse(headers, body)

    """

    kind: ClassVar[Kind] = webhooks.EVENT
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE
