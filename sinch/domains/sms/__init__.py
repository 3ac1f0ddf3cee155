"""The SMS API: `client.sms`, or `SMS(sinch_client)`. The request and result classes can be imported from here too."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sinch.core.lazy import lazily
from sinch.core.resource import Product
from sinch_api import sms as generated

if TYPE_CHECKING:
    from sinch.core.service import Service
    from sinch.domains.sms.batches import Batches
    from sinch.domains.sms.delivery_reports import DeliveryReports
    from sinch.domains.sms.groups import Groups
    from sinch.domains.sms.inbounds import Inbounds
    from sinch.domains.sms.sinch_events import SmsSinchEvent as SmsSinchEvent
    from sinch_api.sms import *  # noqa: F403

_HOMES = {
    "SmsSinchEvent": "sinch.domains.sms.sinch_events",
}
__all__ = ["SMS", "SmsSinchEvent"]
__all__ += generated.__all__


class SMS(Product):
    """Send and receive SMS, MMS and binary messages."""

    @cached_property
    def batches(self) -> Batches:
        """Send messages, and change or cancel them before they go out."""
        from sinch.domains.sms.batches import Batches

        return Batches(self.execute)

    @cached_property
    def delivery_reports(self) -> DeliveryReports:
        """Ask what became of messages."""
        from sinch.domains.sms.delivery_reports import DeliveryReports

        return DeliveryReports(self.execute)

    @cached_property
    def groups(self) -> Groups:
        """Keep lists of recipients."""
        from sinch.domains.sms.groups import Groups

        return Groups(self.execute)

    @cached_property
    def inbounds(self) -> Inbounds:
        """Read received messages."""
        from sinch.domains.sms.inbounds import Inbounds

        return Inbounds(self.execute)

    @cached_property
    def sinch_events(self) -> SmsSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.sms.sinch_events import SmsSinchEvent

        return SmsSinchEvent()

    def _make_service(self, configuration: Any) -> Service:
        from sinch.core.service import Service
        from sinch_api.sms.exceptions import ERRORS

        plan, token = configuration.service_plan_id, configuration.sms_api_token
        has_project = configuration.project_id and configuration.key_id and configuration.key_secret
        if (plan and token) or ((plan or token) and not has_project):
            reason = "SMS with a service plan"
            return Service(
                configuration.origin("sms_origin_with_service_plan_id", "sms_region"),
                bound={"service_plan_id": configuration.require("service_plan_id", reason)},
                token=configuration.require("sms_api_token", reason),
                errors=ERRORS,
            )
        return Service(
            configuration.origin("sms_origin", "sms_region"),
            bound={"service_plan_id": configuration.require_key("SMS")},  # the project's id stands in its place
            errors=ERRORS,
        )


if not TYPE_CHECKING:  # a checker knows all names, and complains about others
    __getattr__ = lazily(__name__, _HOMES, generated)


def __dir__() -> list[str]:
    return __all__
