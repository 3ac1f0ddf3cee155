"""SMS: the resources of the API, and the choice between its two kinds of credentials."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from sinch.core.resource import Product
from sinch_api.sms import service

if TYPE_CHECKING:
    from sinch.core.service import Configured, ServiceDefinition
    from sinch.domains.sms.batches import Batches
    from sinch.domains.sms.delivery_reports import DeliveryReports
    from sinch.domains.sms.groups import Groups
    from sinch.domains.sms.inbounds import Inbounds
    from sinch.domains.sms.sinch_events import SmsSinchEvent


class SMS(Product):
    """Send and receive SMS, MMS and binary messages."""

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def batches(self) -> Batches:
        """Send messages, and change or cancel them before they go out."""
        from sinch.domains.sms.batches import Batches

        return Batches(self)

    @cached_property
    def delivery_reports(self) -> DeliveryReports:
        """Find out what happened to messages."""
        from sinch.domains.sms.delivery_reports import DeliveryReports

        return DeliveryReports(self)

    @cached_property
    def groups(self) -> Groups:
        """Manage lists of recipients."""
        from sinch.domains.sms.groups import Groups

        return Groups(self)

    @cached_property
    def inbounds(self) -> Inbounds:
        """Read received messages."""
        from sinch.domains.sms.inbounds import Inbounds

        return Inbounds(self)

    @cached_property
    def sinch_events(self) -> SmsSinchEvent:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.sms.sinch_events import SmsSinchEvent

        return SmsSinchEvent()

    def _definition(self, configuration: Configured) -> ServiceDefinition:
        """Choose between the two kinds of credentials: complete service plan credentials win over the project's."""
        values = configuration.snapshot()
        plan = [values["service_plan_id"], values["sms_api_token"]]
        has_project = all(values[name] for name in ("project_id", "key_id", "key_secret"))
        return service.PLAN_SERVICE if all(plan) or (any(plan) and not has_project) else self.definition
