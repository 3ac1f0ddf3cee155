"""Batches: sending SMS, MMS and binary messages, and what can be done to them before they go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError, NotFoundError, WaitFailedError
from sinch.core.model import Ref
from sinch.core.resource import Resource
from sinch.core.suggestions import given_twice, unexpected_keyword
from sinch.core.unset import UNSET
from sinch.core.values import plain
from sinch_api.sms import kinds, operations

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime
    from typing import Literal, TypeAlias

    from typing_extensions import Unpack

    from sinch.core.flow import Calls, Step
    from sinch.core.model import Union
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.resource import ComposedFlow
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch.core.waiting import Waiting
    from sinch_api.sms import (
        BatchDeliveryReport,
        BatchRequest,
        BatchResponse,
        BinaryResponse,
        DeliveryReportType,
        DryRunResponse,
        ListBatchesResponse,
        MediaBody,
        MediaResponse,
        TextResponse,
        UpdateBatchRequest,
    )
    from sinch_api.sms.params import (
        BatchRequestDict,
        BatchRequestJSON,
        DryRunMtBinaryAliases,
        DryRunMtMediaAliases,
        DryRunMtTextAliases,
        MediaBodyDict,
        ReplaceBatchMtBinaryAliases,
        ReplaceBatchMtMediaAliases,
        ReplaceBatchMtTextAliases,
        SendSmsMtBinaryAliases,
        SendSmsMtMediaAliases,
        SendSmsMtTextAliases,
        UpdateBatchMessageMtBinaryAliases,
        UpdateBatchMessageMtMediaAliases,
        UpdateBatchMessageMtTextAliases,
        UpdateBatchRequestDict,
        UpdateBatchRequestJSON,
    )

    BatchType: TypeAlias = Literal["mt_text", "mt_binary", "mt_media"] | str

    class BatchAliases(SendSmsMtTextAliases, total=False):
        """Other names of the arguments of a batch of any kind."""

        type: Maybe[BatchType]


class Batches(Resource):
    """`client.sms.batches`: send, schedule, inspect and change batches of messages.

    A batch is one message to up to 1000 recipients. Sending cannot be repeated safely: if no response arrives, the
    methods raise `OutcomeUnknownError` instead of sending again.
    """

    def send(
        self,
        request: BatchRequestDict | BatchRequestJSON | BatchRequest | None = None,
        *,
        to: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str | bytes | MediaBodyDict | MediaBody] = UNSET,
        udh: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        type_: Maybe[BatchType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[BatchAliases],
    ) -> BatchResponse:
        """Send a batch of any kind, given by its fields or as one request.

        `POST /xms/v1/{service_plan_id}/batches` (SendSMS)

        Args:
            request: the whole request as one dictionary or request object, instead of its fields.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the text; for mt_binary bytes or Base64 text; for mt_media the attachment, `{"url": ...}`.
            udh: the user data header, in hexadecimal.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            strict_validation: reject media that violates MMS best practices; default False.
            type_: "mt_text", "mt_binary" or "mt_media"; inferred from `body` and `udh` if not given.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `type` for `type_`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.send(to=["+12025550123"], from_="+12025550199", body="Hello")

        """
        fields = {
            "to": to,
            "from_": from_,
            "body": body,
            "udh": udh,
            "parameters": parameters,
            "delivery_report": delivery_report,
            "send_at": send_at,
            "expire_at": expire_at,
            "event_destination_target": event_destination_target,
            "client_reference": client_reference,
            "feedback_enabled": feedback_enabled,
            "flash_message": flash_message,
            "max_number_of_message_parts": max_number_of_message_parts,
            "truncate_concat": truncate_concat,
            "from_ton": from_ton,
            "from_npi": from_npi,
            "strict_validation": strict_validation,
            "type_": type_,
        }
        return self._send(operations.send_sms(body=_body(kinds.BatchRequest, request, fields, aliases)), options)

    def send_sms(
        self,
        *,
        to: SequenceNotStr[str],
        body: str,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[SendSmsMtTextAliases],
    ) -> TextResponse:
        """Send a text message to one or more recipients.

        `POST /xms/v1/{service_plan_id}/batches` (SendSMS)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the text, at most 2000 characters; `${key}` is replaced per recipient from `parameters`.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, with the id to request reports with.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> batch = client.sms.batches.send_sms(
            ...     to=["+12025550123"], body="Hello ${name}", parameters={"name": {"default": "you"}}
            ... )

        """
        return self._send(
            operations.send_sms_mt_text(
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                flash_message=flash_message,
                max_number_of_message_parts=max_number_of_message_parts,
                truncate_concat=truncate_concat,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def send_mms(
        self,
        *,
        to: SequenceNotStr[str],
        body: MediaBodyDict | MediaBody,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[SendSmsMtMediaAliases],
    ) -> MediaResponse:
        """Send an MMS to one or more recipients.

        `POST /xms/v1/{service_plan_id}/batches` (SendSMS)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: what to attach: `{"url": ..., "message": ..., "subject": ...}`; `url` is required.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            strict_validation: reject media that violates MMS best practices; default False.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, with the id to request reports with.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> batch = client.sms.batches.send_mms(
            ...     to=["+12025550123"], from_="+12025550199", body={"url": "https://media.example.com/menu.png"}
            ... )

        """
        return self._send(
            operations.send_sms_mt_media(
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                strict_validation=strict_validation,
                **aliases,
            ),
            options,
        )

    def send_binary(
        self,
        *,
        to: SequenceNotStr[str],
        body: str | bytes,
        udh: str,
        from_: Maybe[str] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[SendSmsMtBinaryAliases],
    ) -> BinaryResponse:
        """Send a binary message to one or more recipients.

        `POST /xms/v1/{service_plan_id}/batches` (SendSMS)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the content, as bytes or Base64 text; with `udh` at most 140 bytes.
            udh: the user data header, in hexadecimal.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, with the id to request reports with.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> batch = client.sms.batches.send_binary(
            ...     to=["+12025550123"], from_="+12025550199", body="AQIDBA==", udh="0605040B8423F0"
            ... )

        """
        return self._send(
            operations.send_sms_mt_binary(
                to=to,
                body=body,
                udh=udh,
                from_=from_,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def list(
        self,
        *,
        page: Maybe[int] = UNSET,
        page_size: Maybe[int] = UNSET,
        start_date: Maybe[datetime | str] = UNSET,
        end_date: Maybe[datetime | str] = UNSET,
        from_: Maybe[SequenceNotStr[str]] = UNSET,
        client_reference: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[BatchResponse, ListBatchesResponse]:
        """List batches, newest first.

        `GET /xms/v1/{service_plan_id}/batches` (ListBatches)

        Args:
            page: zero-based number of the first page to fetch; default 0.
            page_size: batches per page, 1 to 100; default 30.
            start_date: only batches sent at or after this time; default 24 hours ago, at most 14 days back.
            end_date: only batches sent before this time.
            from_: only batches of these senders.
            client_reference: only batches with this reference.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the batches of all pages. New batches push older ones down, so one may appear
            twice.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for batch in client.sms.batches.list(page_size=100):
            ...     print(batch.id, batch.to)

        """
        return self._page(
            operations.list_batches(
                page=page,
                page_size=page_size,
                start_date=start_date,
                end_date=end_date,
                from_=from_,
                client_reference=client_reference,
            ),
            options,
        )

    def dry_run(
        self,
        request: BatchRequestDict | BatchRequestJSON | BatchRequest | None = None,
        *,
        to: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str | bytes | MediaBodyDict | MediaBody] = UNSET,
        udh: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        type_: Maybe[BatchType] = UNSET,
        per_recipient: Maybe[bool] = UNSET,
        number_of_recipients: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[BatchAliases],
    ) -> DryRunResponse:
        """Compute bodies and part counts of a batch without sending it.

        `POST /xms/v1/{service_plan_id}/batches/dry_run` (Dry_Run)

        Args:
            request: the whole request as one dictionary or request object, instead of its fields.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the text; for mt_binary bytes or Base64 text; for mt_media the attachment, `{"url": ...}`.
            udh: the user data header, in hexadecimal.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            strict_validation: reject media that violates MMS best practices; default False.
            type_: "mt_text", "mt_binary" or "mt_media"; inferred from `body` and `udh` if not given.
            per_recipient: whether to list the body, parts and encoding for each recipient; default False.
            number_of_recipients: the maximum number of recipients to list, 0 to 1000; default 100.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `type` for `type_`.

        Returns:
            Numbers of recipients and message parts; per recipient if requested.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.dry_run(to=["+12025550123"], body="Hello", per_recipient=True)

        """
        fields = {
            "to": to,
            "from_": from_,
            "body": body,
            "udh": udh,
            "parameters": parameters,
            "delivery_report": delivery_report,
            "send_at": send_at,
            "expire_at": expire_at,
            "event_destination_target": event_destination_target,
            "client_reference": client_reference,
            "feedback_enabled": feedback_enabled,
            "flash_message": flash_message,
            "max_number_of_message_parts": max_number_of_message_parts,
            "truncate_concat": truncate_concat,
            "from_ton": from_ton,
            "from_npi": from_npi,
            "strict_validation": strict_validation,
            "type_": type_,
        }
        return self._send(
            operations.dry_run(
                body=_body(kinds.BatchRequest, request, fields, aliases),
                per_recipient=per_recipient,
                number_of_recipients=number_of_recipients,
            ),
            options,
        )

    def dry_run_sms(
        self,
        *,
        to: SequenceNotStr[str],
        body: str,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        per_recipient: Maybe[bool] = UNSET,
        number_of_recipients: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[DryRunMtTextAliases],
    ) -> DryRunResponse:
        """Compute the body and part count of a text message without sending it.

        `POST /xms/v1/{service_plan_id}/batches/dry_run` (Dry_Run)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the text, at most 2000 characters; `${key}` is replaced per recipient from `parameters`.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            per_recipient: whether to list the body, parts and encoding for each recipient; default False.
            number_of_recipients: the maximum number of recipients to list, 0 to 1000; default 100.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            Numbers of recipients and message parts; per recipient if requested.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.dry_run_sms(to=["+12025550123"], body="Hello").number_of_messages

        """
        return self._send(
            operations.dry_run_mt_text(
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                flash_message=flash_message,
                max_number_of_message_parts=max_number_of_message_parts,
                truncate_concat=truncate_concat,
                from_ton=from_ton,
                from_npi=from_npi,
                per_recipient=per_recipient,
                number_of_recipients=number_of_recipients,
                **aliases,
            ),
            options,
        )

    def dry_run_mms(
        self,
        *,
        to: SequenceNotStr[str],
        body: MediaBodyDict | MediaBody,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        per_recipient: Maybe[bool] = UNSET,
        number_of_recipients: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[DryRunMtMediaAliases],
    ) -> DryRunResponse:
        """Compute the recipients and part count of an MMS without sending it.

        `POST /xms/v1/{service_plan_id}/batches/dry_run` (Dry_Run)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: what to attach: `{"url": ..., "message": ..., "subject": ...}`; `url` is required.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            strict_validation: reject media that violates MMS best practices; default False.
            per_recipient: whether to list the body, parts and encoding for each recipient; default False.
            number_of_recipients: the maximum number of recipients to list, 0 to 1000; default 100.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            Numbers of recipients and message parts; per recipient if requested.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.dry_run_mms(to=["+12025550123"], body={"url": "https://media.example.com/menu.png"})

        """
        return self._send(
            operations.dry_run_mt_media(
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                strict_validation=strict_validation,
                per_recipient=per_recipient,
                number_of_recipients=number_of_recipients,
                **aliases,
            ),
            options,
        )

    def dry_run_binary(
        self,
        *,
        to: SequenceNotStr[str],
        body: str | bytes,
        udh: str,
        from_: Maybe[str] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        per_recipient: Maybe[bool] = UNSET,
        number_of_recipients: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[DryRunMtBinaryAliases],
    ) -> DryRunResponse:
        """Compute the recipients and part count of a binary message without sending it.

        `POST /xms/v1/{service_plan_id}/batches/dry_run` (Dry_Run)

        Args:
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the content, as bytes or Base64 text; with `udh` at most 140 bytes.
            udh: the user data header, in hexadecimal.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            per_recipient: whether to list the body, parts and encoding for each recipient; default False.
            number_of_recipients: the maximum number of recipients to list, 0 to 1000; default 100.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            Numbers of recipients and message parts; per recipient if requested.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.dry_run_binary(to=["+12025550123"], body="AQIDBA==", udh="0605040B8423F0")

        """
        return self._send(
            operations.dry_run_mt_binary(
                to=to,
                body=body,
                udh=udh,
                from_=from_,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                from_ton=from_ton,
                from_npi=from_npi,
                per_recipient=per_recipient,
                number_of_recipients=number_of_recipients,
                **aliases,
            ),
            options,
        )

    def get(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchResponse:
        """Fetch a batch.

        `GET /xms/v1/{service_plan_id}/batches/{batch_id}` (GetBatchMessage)

        Args:
            batch_id: the id of the batch.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The batch; its class depends on its type.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.get("01JEXAMPLE0000000000TEXT01")

        """
        return self._send(operations.get_batch_message(batch_id), options)

    def update(
        self,
        batch_id: str,
        request: UpdateBatchRequestDict | UpdateBatchRequestJSON | UpdateBatchRequest | None = None,
        *,
        to_add: Maybe[SequenceNotStr[str]] = UNSET,
        to_remove: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str | bytes | MediaBodyDict | MediaBody] = UNSET,
        udh: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        type_: Maybe[BatchType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[BatchAliases],
    ) -> BatchResponse:
        """Change some fields of a batch that has not gone out yet.

        `POST /xms/v1/{service_plan_id}/batches/{batch_id}` (UpdateBatchMessage)

        Args:
            batch_id: the id of the batch.
            request: the whole request as one dictionary or request object, instead of its fields.
            to_add: recipients to add: phone numbers and group ids.
            to_remove: recipients to remove.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the text; for mt_binary bytes or Base64 text; for mt_media the attachment, `{"url": ...}`.
            udh: the user data header, in hexadecimal.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            strict_validation: reject media that violates MMS best practices; default False.
            type_: "mt_text", "mt_binary" or "mt_media"; inferred from `body` and `udh` if not given.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `type` for `type_`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.update("01JEXAMPLE0000000000TEXT01", to_add=["+12025550155"])

        """
        fields = {
            "to_add": to_add,
            "to_remove": to_remove,
            "from_": from_,
            "body": body,
            "udh": udh,
            "parameters": parameters,
            "delivery_report": delivery_report,
            "send_at": send_at,
            "expire_at": expire_at,
            "event_destination_target": event_destination_target,
            "client_reference": client_reference,
            "feedback_enabled": feedback_enabled,
            "flash_message": flash_message,
            "max_number_of_message_parts": max_number_of_message_parts,
            "truncate_concat": truncate_concat,
            "from_ton": from_ton,
            "from_npi": from_npi,
            "strict_validation": strict_validation,
            "type_": type_,
        }
        return self._send(
            operations.update_batch_message(batch_id, body=_body(kinds.UpdateBatchRequest, request, fields, aliases)),
            options,
        )

    def update_sms(
        self,
        batch_id: str,
        *,
        to_add: Maybe[SequenceNotStr[str]] = UNSET,
        to_remove: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[UpdateBatchMessageMtTextAliases],
    ) -> TextResponse:
        """Change some fields of a text message that has not gone out yet.

        `POST /xms/v1/{service_plan_id}/batches/{batch_id}` (UpdateBatchMessage)

        What is not given stays as it is. `udh` is always required for a binary message.

        Args:
            batch_id: the id of the batch.
            to_add: recipients to add: phone numbers and group ids.
            to_remove: recipients to remove.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the text, at most 2000 characters; `${key}` is replaced per recipient from `parameters`.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.update_sms("01JEXAMPLE0000000000TEXT01", to_add=["+12025550155"])

        """
        return self._send(
            operations.update_batch_message_mt_text(
                batch_id,
                to_add=to_add,
                to_remove=to_remove,
                from_=from_,
                body=body,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                flash_message=flash_message,
                max_number_of_message_parts=max_number_of_message_parts,
                truncate_concat=truncate_concat,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def update_mms(
        self,
        batch_id: str,
        *,
        to_add: Maybe[SequenceNotStr[str]] = UNSET,
        to_remove: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[MediaBodyDict | MediaBody] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[UpdateBatchMessageMtMediaAliases],
    ) -> MediaResponse:
        """Change some fields of an MMS that has not gone out yet.

        `POST /xms/v1/{service_plan_id}/batches/{batch_id}` (UpdateBatchMessage)

        What is not given stays as it is. `udh` is always required for a binary message.

        Args:
            batch_id: the id of the batch.
            to_add: recipients to add: phone numbers and group ids.
            to_remove: recipients to remove.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: what to attach: `{"url": ..., "message": ..., "subject": ...}`; `url` is required.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            strict_validation: reject media that violates MMS best practices; default False.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.update_mms("01JEXAMPLE00000000000MMS01", to_remove=["+12025550155"])

        """
        return self._send(
            operations.update_batch_message_mt_media(
                batch_id,
                to_add=to_add,
                to_remove=to_remove,
                from_=from_,
                body=body,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                strict_validation=strict_validation,
                **aliases,
            ),
            options,
        )

    def update_binary(
        self,
        batch_id: str,
        *,
        udh: str,
        to_add: Maybe[SequenceNotStr[str]] = UNSET,
        to_remove: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str | bytes] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[UpdateBatchMessageMtBinaryAliases],
    ) -> BinaryResponse:
        """Change some fields of a binary message that has not gone out yet.

        `POST /xms/v1/{service_plan_id}/batches/{batch_id}` (UpdateBatchMessage)

        What is not given stays as it is. `udh` is always required for a binary message.

        Args:
            batch_id: the id of the batch.
            udh: the user data header, in hexadecimal.
            to_add: recipients to add: phone numbers and group ids.
            to_remove: recipients to remove.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the content, as bytes or Base64 text; with `udh` at most 140 bytes.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.update_binary("01JEXAMPLE00000000000BIN01", udh="0605040B8423F0", body="AQIDBA==")

        """
        return self._send(
            operations.update_batch_message_mt_binary(
                batch_id,
                udh=udh,
                to_add=to_add,
                to_remove=to_remove,
                from_=from_,
                body=body,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def replace(
        self,
        batch_id: str,
        request: BatchRequestDict | BatchRequestJSON | BatchRequest | None = None,
        *,
        to: Maybe[SequenceNotStr[str]] = UNSET,
        from_: Maybe[str] = UNSET,
        body: Maybe[str | bytes | MediaBodyDict | MediaBody] = UNSET,
        udh: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        type_: Maybe[BatchType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[BatchAliases],
    ) -> BatchResponse:
        """Overwrite every field of a batch; what is not given is reset to its default.

        `PUT /xms/v1/{service_plan_id}/batches/{batch_id}` (ReplaceBatch)

        Args:
            batch_id: the id of the batch.
            request: the whole request as one dictionary or request object, instead of its fields.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            body: the text; for mt_binary bytes or Base64 text; for mt_media the attachment, `{"url": ...}`.
            udh: the user data header, in hexadecimal.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            strict_validation: reject media that violates MMS best practices; default False.
            type_: "mt_text", "mt_binary" or "mt_media"; inferred from `body` and `udh` if not given.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `type` for `type_`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.replace("01JEXAMPLE0000000000TEXT01", to=["+12025550123"], body="Hello again")

        """
        fields = {
            "to": to,
            "from_": from_,
            "body": body,
            "udh": udh,
            "parameters": parameters,
            "delivery_report": delivery_report,
            "send_at": send_at,
            "expire_at": expire_at,
            "event_destination_target": event_destination_target,
            "client_reference": client_reference,
            "feedback_enabled": feedback_enabled,
            "flash_message": flash_message,
            "max_number_of_message_parts": max_number_of_message_parts,
            "truncate_concat": truncate_concat,
            "from_ton": from_ton,
            "from_npi": from_npi,
            "strict_validation": strict_validation,
            "type_": type_,
        }
        return self._send(
            operations.replace_batch(batch_id, body=_body(kinds.BatchRequest, request, fields, aliases)), options
        )

    def replace_sms(
        self,
        batch_id: str,
        *,
        to: SequenceNotStr[str],
        body: str,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        flash_message: Maybe[bool] = UNSET,
        max_number_of_message_parts: Maybe[int] = UNSET,
        truncate_concat: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[ReplaceBatchMtTextAliases],
    ) -> TextResponse:
        """Overwrite every field of a text message; what is not given is reset to its default.

        `PUT /xms/v1/{service_plan_id}/batches/{batch_id}` (ReplaceBatch)

        Without `send_at` the new batch may go out at once.

        Args:
            batch_id: the id of the batch.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the text, at most 2000 characters; `${key}` is replaced per recipient from `parameters`.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            flash_message: show on the screen without storing; default False.
            max_number_of_message_parts: send nothing when the text needs more parts than this; 1 or more.
            truncate_concat: cut the text to one part instead of splitting it.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.replace_sms("01JEXAMPLE0000000000TEXT01", to=["+12025550123"], body="Hello again")

        """
        return self._send(
            operations.replace_batch_mt_text(
                batch_id,
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                flash_message=flash_message,
                max_number_of_message_parts=max_number_of_message_parts,
                truncate_concat=truncate_concat,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def replace_mms(
        self,
        batch_id: str,
        *,
        to: SequenceNotStr[str],
        body: MediaBodyDict | MediaBody,
        from_: Maybe[str] = UNSET,
        parameters: Maybe[Mapping[str, Mapping[str, str]]] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        strict_validation: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[ReplaceBatchMtMediaAliases],
    ) -> MediaResponse:
        """Overwrite every field of an MMS; what is not given is reset to its default.

        `PUT /xms/v1/{service_plan_id}/batches/{batch_id}` (ReplaceBatch)

        Without `send_at` the new batch may go out at once.

        Args:
            batch_id: the id of the batch.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: what to attach: `{"url": ..., "message": ..., "subject": ...}`; `url` is required.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            parameters: values of placeholders: key -> {recipient or "default": value}.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            strict_validation: reject media that violates MMS best practices; default False.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.replace_mms(
            ...     "01JEXAMPLE00000000000MMS01", to=["+12025550123"], body={"url": "https://media.example.com/menu.png"}
            ... )

        """
        return self._send(
            operations.replace_batch_mt_media(
                batch_id,
                to=to,
                body=body,
                from_=from_,
                parameters=parameters,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                strict_validation=strict_validation,
                **aliases,
            ),
            options,
        )

    def replace_binary(
        self,
        batch_id: str,
        *,
        to: SequenceNotStr[str],
        body: str | bytes,
        udh: str,
        from_: Maybe[str] = UNSET,
        delivery_report: Maybe[DeliveryReportType] = UNSET,
        send_at: Maybe[datetime | str] = UNSET,
        expire_at: Maybe[datetime | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        client_reference: Maybe[str] = UNSET,
        feedback_enabled: Maybe[bool] = UNSET,
        from_ton: Maybe[int] = UNSET,
        from_npi: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[ReplaceBatchMtBinaryAliases],
    ) -> BinaryResponse:
        """Overwrite every field of a binary message; what is not given is reset to its default.

        `PUT /xms/v1/{service_plan_id}/batches/{batch_id}` (ReplaceBatch)

        Without `send_at` the new batch may go out at once.

        Args:
            batch_id: the id of the batch.
            to: phone numbers (E.164) and group ids; 1 to 1000.
            body: the content, as bytes or Base64 text; with `udh` at most 140 bytes.
            udh: the user data header, in hexadecimal.
            from_: the sender: phone number, short code or alphanumeric; required unless the account has a default one.
            delivery_report: "none" (the default), "summary", "full", "per_recipient" or "per_recipient_final".
            send_at: when to send; at once if left out or in the past. ISO 8601; UTC if it has no zone.
            expire_at: when to stop trying to deliver; at most, and by default, 3 days after `send_at`.
            event_destination_target: URL for the events of this batch (wire: `callback_url`), instead of the service
                plan's.
            client_reference: your own reference, repeated in reports and events; at most 2048 characters.
            feedback_enabled: whether you will confirm deliveries with `send_delivery_feedback`; default False.
            from_ton: type of number of the sender, 0 to 6.
            from_npi: numbering plan of the sender, 0 to 18.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The batch, as the API stored it.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the batch may have been sent, but no response arrived; it was not repeated.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.replace_binary(
            ...     "01JEXAMPLE00000000000BIN01", to=["+12025550123"], body="AQIDBA==", udh="0605040B8423F0"
            ... )

        """
        return self._send(
            operations.replace_batch_mt_binary(
                batch_id,
                to=to,
                body=body,
                udh=udh,
                from_=from_,
                delivery_report=delivery_report,
                send_at=send_at,
                expire_at=expire_at,
                event_destination_target=event_destination_target,
                client_reference=client_reference,
                feedback_enabled=feedback_enabled,
                from_ton=from_ton,
                from_npi=from_npi,
                **aliases,
            ),
            options,
        )

    def cancel(self, batch_id: str, *, options: RequestOptions | None = None) -> BatchResponse:
        """Cancel those messages of a batch that have not gone out yet.

        `DELETE /xms/v1/{service_plan_id}/batches/{batch_id}` (CancelBatchMessage)

        Args:
            batch_id: the id of the batch.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The batch, with `canceled` true.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.cancel("01JEXAMPLE0000000000TEXT01").canceled

        """
        return self._send(operations.cancel_batch_message(batch_id), options)

    def send_delivery_feedback(
        self, batch_id: str, *, recipients: SequenceNotStr[str], options: RequestOptions | None = None
    ) -> None:
        """Confirm that recipients received their message. The batch must have `feedback_enabled`.

        `POST /xms/v1/{service_plan_id}/batches/{batch_id}/delivery_feedback` (deliveryFeedback)

        Args:
            batch_id: the id of the batch.
            recipients: phone numbers that confirm; an empty list means everyone in the batch (rejected if it went to a
                group).
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.batches.send_delivery_feedback("01JEXAMPLE0000000000TEXT01", recipients=["+12025550123"])

        """
        self._send(operations.delivery_feedback(batch_id, recipients=recipients), options)

    def wait_until_delivered(
        self, batch_id: str, *, timeout: float = 300.0, options: RequestOptions | None = None
    ) -> BatchDeliveryReport:
        """Wait until all messages of a batch are delivered. The batch must have been sent with `delivery_report`.

        `GET /xms/v1/{service_plan_id}/batches/{batch_id}` (GetBatchMessage)
        `GET /xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report` (GetDeliveryReportByBatchId)

        The report is asked for again and again, after pauses of half a second at first and 30 seconds at last. To wait
        for many batches, let Sinch post their reports to you instead.

        Args:
            batch_id: the id of the batch.
            timeout: seconds to wait at most; a scheduled batch is not delivered before its `send_at`.
            options: timeout, retries, headers and further fields of each of the calls.

        Returns:
            The report, in which every message is Delivered.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            WaitTimeoutError: messages are still under way; its `result` is the last report.
            WaitFailedError: the batch asked for no report, or every message has its final status and not all are
                Delivered; its `result` is the batch in the first case, in the second the report.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> report = client.sms.batches.wait_until_delivered("01JEXAMPLE0000000000SENT01", timeout=60)

        """
        return self._run(_delivery(batch_id, timeout, options))


_UNDER_WAY = ("queued", "dispatched")
"""The statuses after which others follow, in small letters: the API may spell them in any."""


def _delivery(batch_id: str, timeout: float, options: RequestOptions | None) -> ComposedFlow[BatchDeliveryReport]:
    def flow(calls: Calls) -> Generator[Step, Any, BatchDeliveryReport]:
        waiting = calls.waiting(timeout, options)
        batch = yield from waiting.ask(operations.get_batch_message(batch_id))
        if batch.get("delivery_report") == "none":
            raise WaitFailedError('the batch asked for no report: send it with delivery_report="summary"', batch)
        report = yield from waiting.until(_is_final, lambda: _report(waiting, batch_id))
        counts = _counts(report)
        if set(counts) != {"delivered"}:
            total = sum(counts.values())
            others = ", ".join(f"{count} {status}" for status, count in counts.items() if status != "delivered")
            raise WaitFailedError(f"{total - counts['delivered']} of {total} not delivered: {others}", report)
        return report

    return flow


def _report(waiting: Waiting, batch_id: str) -> Generator[Step, Any, BatchDeliveryReport | None]:
    try:
        return (yield from waiting.ask(operations.get_delivery_report_by_batch_id(batch_id)))
    except NotFoundError:  # the batch is known: there is nothing to report yet
        return None


def _is_final(report: BatchDeliveryReport) -> bool:
    final = sum(count for status, count in _counts(report).items() if status not in _UNDER_WAY)
    return final >= (report.total_message_count or 0) > 0


def _counts(report: BatchDeliveryReport) -> Counter[str]:
    """Return the number of messages by status, in small letters."""
    counts: Counter[str] = Counter()
    for entry in report.statuses or ():
        counts[str(entry.get("status")).lower()] += entry.count or 0
    return counts


_ALIASES = {"callback_url": "event_destination_target", "type": "type_"}


def _body(
    union: Union, request: Mapping[str, Any] | None, fields: Mapping[str, Any], aliases: Mapping[str, Any]
) -> Any:
    """Return the request, given whole or by its fields; the fields are checked by name if the type is known."""
    given = {name: value for name, value in fields.items() if value is not UNSET}
    for alias, value in aliases.items():
        name = _ALIASES.get(alias)
        if name is None:
            raise unexpected_keyword("a batch", alias, fields)
        if name in given:
            raise given_twice(alias, name)
        if value is not UNSET:
            given[name] = value
    if request is not None:
        if given:
            raise ArgumentError(f"pass either request or its fields, not both: {', '.join(given)}")
        if not isinstance(request, Mapping):
            raise ArgumentError(f"request must be a dictionary or a request object, not {type(request).__name__}")
        inferred = None if _explicit_type(request) else _inferred_type(request)
        return {**request, "type": inferred} if inferred else request
    kind = plain(_explicit_type(given) or _inferred_type(given) or "mt_text")
    variant = union.variants.get(kind)
    if not isinstance(variant, Ref):
        return given
    for name in given:
        if not variant.model.has(name):
            raise ArgumentError(f"{name} is not valid for a batch of type {kind}")
    return variant.model.to_wire(given)


def _explicit_type(fields: Mapping[str, Any]) -> Any:
    return fields.get("type_") or fields.get("type")


def _inferred_type(fields: Mapping[str, Any]) -> str | None:
    """Infer the type of a batch from its fields; None for a text, which is what the API assumes."""
    body = fields.get("body")
    if isinstance(body, Mapping):
        return "mt_media"
    return "mt_binary" if isinstance(fields.get("udh"), str) or isinstance(body, (bytes, bytearray)) else None
