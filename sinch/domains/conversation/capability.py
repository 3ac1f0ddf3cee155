"""Capability: what recipients can receive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation.recipients import recipient_of
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.conversation import ChannelRecipientIdentity, LookupCapabilityResponse, Recipient
    from sinch_api.conversation.params import ChannelRecipientIdentityDict, RecipientDict


class Capability(Resource):
    """`client.conversation.capability`: ask on which channels a recipient can be reached, and with what."""

    def lookup(
        self,
        app_id: str,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        recipient: Maybe[RecipientDict | Recipient] = UNSET,
        request_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> LookupCapabilityResponse:
        """Look up what a recipient can receive.

        `POST /v1/projects/{project_id}/capability:query` (Capability_QueryCapability)

        The results arrive as events CAPABILITY, one per channel, so an event destination with this trigger is needed.
        A channel that cannot tell reports that it is capable. If no response arrives, the call raises
        `OutcomeUnknownError` instead of starting a second lookup.

        Args:
            app_id: id of the app.
            contact_id: the id of the contact to ask about. Pass either this or `recipient_identities`.
            recipient_identities: the identities to ask about, `[{"channel": "RCS", "identity": "+12025550123"}]`.
            recipient: whom to ask about as the API writes it: `{"contact_id": ...}` or `{"identified_by":
                {"channel_identities": [...]}}`.
            request_id: your own id of the lookup, which its events repeat. One is made if it is left out.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The request, with the `request_id` that the events repeat.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.capability.lookup(
            ...     "01JEXAMPLE000000000000APP1",
            ...     recipient_identities=[{"channel": "RCS", "identity": "+12025550123"}],
            ...     request_id="lookup-7",
            ... )

        """
        return self._send(
            operations.capability_query_capability(
                app_id=app_id,
                recipient=recipient_of(contact_id, recipient_identities, recipient),
                request_id=request_id,
            ),
            options,
        )
