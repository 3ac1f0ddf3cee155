"""Inbounds: messages received on the account's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.sms import operations

if TYPE_CHECKING:
    from datetime import datetime

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.sms import InboundMessage, ListInboundsResponse


class Inbounds(Resource):
    """`client.sms.inbounds`: read received messages of the last 14 days."""

    def list(
        self,
        *,
        page: Maybe[int] = UNSET,
        page_size: Maybe[int] = UNSET,
        to: Maybe[SequenceNotStr[str]] = UNSET,
        start_date: Maybe[datetime | str] = UNSET,
        end_date: Maybe[datetime | str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[InboundMessage, ListInboundsResponse]:
        """List received messages, newest first.

        `GET /xms/v1/{service_plan_id}/inbounds` (ListInboundMessages)

        Args:
            page: zero-based number of the first page to fetch; default 0.
            page_size: messages per page, 1 to 100; default 30.
            to: only messages to these of your numbers or short codes.
            start_date: only messages received at or after this time; default 24 hours ago.
            end_date: only messages received before this time.
            client_reference: only replies to messages with this reference, if the account has that feature.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the messages of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for message in client.sms.inbounds.list(to=["12025550199"]):
            ...     print(message.from_, message.body)

        """
        return self._page(
            operations.list_inbound_messages(
                page=page,
                page_size=page_size,
                to=to,
                start_date=start_date,
                end_date=end_date,
                client_reference=client_reference,
            ),
            options,
        )

    def get(self, inbound_id: str, *, options: RequestOptions | None = None) -> InboundMessage:
        """Fetch a received message.

        `GET /xms/v1/{service_plan_id}/inbounds/{inbound_id}` (RetrieveInboundMessage)

        Args:
            inbound_id: the id of the message.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The message; its class depends on its type.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.inbounds.get("01JEXAMPLE0000000INBOUND01").body

        """
        return self._send(operations.retrieve_inbound_message(inbound_id), options)
