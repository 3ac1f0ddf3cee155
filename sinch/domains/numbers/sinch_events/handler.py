"""Numbers events: verify and read what Sinch posts about the provisioning of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.events import EventHandler
from sinch_api.numbers import webhooks

if TYPE_CHECKING:
    from typing import ClassVar

    from sinch.core.events import SignatureScheme
    from sinch.core.kinds import Kind
    from sinch_api.numbers import NumberSinchEvent as NumberSinchEvent


class NumbersSinchEvents(EventHandler["NumberSinchEvent"]):
    """`client.numbers.sinch_events`: provisioning events as `NumberSinchEvent`.

    They carry no signed time, so a tolerance has no effect and replays are possible: tell repeated ones by `event_id`.

    Example:
        >>> handler = client.numbers.sinch_events(secret)
        >>> event = handler.verify_and_parse(headers, body)

    """

    kind: ClassVar[Kind] = webhooks.EVENT
    scheme: ClassVar[SignatureScheme] = webhooks.SIGNATURE
