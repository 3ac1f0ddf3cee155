"""Templates: the versions of the API for omnichannel templates."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sinch.core.resource import Resource

if TYPE_CHECKING:
    from sinch.domains.conversation.templates_v2 import TemplatesV2


class Templates(Resource):
    """`client.conversation.templates`: omnichannel templates, by version of their API. There is only `v2`."""

    @cached_property
    def v2(self) -> TemplatesV2:
        """Create, read, update and delete templates and their translations."""
        from sinch.domains.conversation.templates_v2 import TemplatesV2

        return TemplatesV2(self._product)
