"""Batches: sending one message to many recipients, now or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation.messages import ttl_of
from sinch_api.conversation_batch import operations

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation_batch import (
        AppMessage,
        BatchStatus,
        ConversationChannel,
        ProcessingStrategy,
        RecipientAndParams,
        SendBatchResponse,
    )
    from sinch_api.conversation_batch.params import AppMessageDict, BatchSendBatchAliases, RecipientAndParamsDict


class Batches(Resource):
    """`client.conversation.batches`: send one message to up to 1,000 recipients in one request, now or later.

    Each recipient may have values of its own for the placeholders of the message. The messages leave after the request
    was accepted; events tell what becomes of them: see `client.conversation.sinch_events`.
    """

    def send(
        self,
        app_id: str,
        message: AppMessageDict | AppMessage,
        recipients: Maybe[Sequence[RecipientAndParamsDict | RecipientAndParams]] = UNSET,
        *,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        batch_metadata: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[Mapping[str, str]] = UNSET,
        conversation_metadata: Maybe[Mapping[str, str]] = UNSET,
        send_after: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[BatchSendBatchAliases],
    ) -> SendBatchResponse:
        """Send a message to many recipients.

        `POST /v1/projects/{project_id}/messages` (Batch_SendBatch)

        A second request would send every message again. Put a key of your own into `batch_metadata`: `list` finds the
        batch by it when no response arrived.

        Args:
            app_id: the id of the app that sends.
            message: the message, as for `client.conversation.messages.send`; any text in it may hold placeholders such
                as `${name}`.
            recipients: 1 to 1000 recipients (wire: `recipient_and_params`), each with `recipient`, which is
                `{"contact_id": ...}` or `{"identified_by": {"channel_identities": [...]}}`, and optionally `parameters`
                (the values of the placeholders), `message_metadata` and `conversation_metadata`, which are merged over
                those of the batch.
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without contacts or
                conversations, to identities only.
            batch_metadata: texts that belong to the batch: its status has them, and `list` finds it by them.
            message_metadata: texts that events about each message repeat, as JSON in `metadata`.
            conversation_metadata: texts that are kept with each conversation and repeated in later inbound events.
            send_after: when to send, at most 7 days ahead; at once when left out. More than a minute ahead, it is
                rounded up to the next 5 minutes of the clock.
            event_destination_target: URL for the events of the messages (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s".
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            correlation_id: text that events about the messages repeat; at most 128 characters.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `recipient_and_params` for `recipients`, `callback_url` for
                `event_destination_target`.

        Returns:
            The id of the batch, and when it is sent, which may be later than asked for.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been accepted, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> sms = {"channel_identities": [{"channel": "SMS", "identity": "+12025550123"}]}
            >>> client.conversation.batches.send(
            ...     "01JEXAMPLE000000000000APP1",
            ...     {"text_message": {"text": "${name}, your basket is waiting."}},
            ...     [
            ...         {"recipient": {"identified_by": sms}, "parameters": {"name": "Ada"}},
            ...         {"recipient": {"contact_id": "01JEXAMPLE00000000CONTACT1"}, "parameters": {"name": "Bo"}},
            ...     ],
            ...     batch_metadata={"campaign": "spring"},
            ... )

        """
        return self._send(
            operations.batch_send_batch(
                app_id=app_id,
                message=message,
                recipients=recipients,
                processing_strategy=processing_strategy,
                batch_metadata=batch_metadata,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                send_after=send_after,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                ttl=ttl_of(ttl),
                channel_properties=channel_properties,
                correlation_id=correlation_id,
                **aliases,
            ),
            options,
        )

    def get(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchStatus:
        """Get the status of a batch.

        `GET /v1/projects/{project_id}/messages/{batch_id}` (Batch_GetBatchStatus)

        Args:
            batch_id: the id of the batch.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The batch; its `status` is "SCHEDULED", "READY" (about to be sent), "PROCESSED" (all messages are on their
            way) or "CANCELLED".

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.batches.get("01JEXAMPLE0000000000BATCH1").status

        """
        return self._send(operations.batch_get_batch_status(batch_id), options)

    def list(
        self, metadata_key: str, metadata_value: str, *, options: RequestOptions | None = None
    ) -> Page[BatchStatus, builtins.list[BatchStatus]]:
        """List the batches that have a text of your own.

        `GET /v1/projects/{project_id}/messages` (Batch_GetBatchStatusesByMetadata)

        Args:
            metadata_key: a key of the batch's `batch_metadata`.
            metadata_value: the value that it has there.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all batches that match.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for batch in client.conversation.batches.list("campaign", "spring"):
            ...     print(batch.batch_id, batch.status)

        """
        return self._page(
            operations.batch_get_batch_statuses_by_metadata(metadata_key=metadata_key, metadata_value=metadata_value),
            options,
        )

    def cancel(self, batch_id: str, *, options: RequestOptions | None = None) -> None:
        """Cancel a batch that was scheduled with `send_after`.

        `DELETE /v1/projects/{project_id}/messages` (Batch_CancelBatch)

        The API accepts this even if nothing could be cancelled any more: `get` tells.

        Args:
            batch_id: the id of the batch.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.batches.cancel("01JEXAMPLE0000000000BATCH1")

        """
        self._send(operations.batch_cancel_batch(batch_id=batch_id), options)
