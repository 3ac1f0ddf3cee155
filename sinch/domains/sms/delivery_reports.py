"""Delivery reports: what happened to a batch, as a whole and for each recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.sms import operations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.sms import (
        BatchDeliveryReport,
        DeliveryReceiptStatusCode,
        DeliveryReportQueryType,
        DeliveryStatus,
        ListDeliveryReportsResponse,
        RecipientDeliveryReport,
    )
    from sinch_api.sms.params import GetDeliveryReportByPhoneNumberAliases


class DeliveryReports(Resource):
    """`client.sms.delivery_reports`: fetch reports; to have them posted to you, send with `delivery_report=`."""

    def get(
        self,
        batch_id: str,
        *,
        report_type: Maybe[DeliveryReportQueryType] = UNSET,
        status: Maybe[SequenceNotStr[DeliveryStatus]] = UNSET,
        code: Maybe[Sequence[DeliveryReceiptStatusCode]] = UNSET,
        options: RequestOptions | None = None,
    ) -> BatchDeliveryReport:
        """Fetch the report of a batch, grouped by status code.

        `GET /xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report` (GetDeliveryReportByBatchId)

        Args:
            batch_id: the id of the batch.
            report_type: "summary" (the default), or "full" to list the recipients of each code (wire: `type`).
            status: only these statuses, such as "Delivered" and "Failed".
            code: only these codes, such as 0 (delivered) and 401 (dispatched).
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The report; `statuses` has an entry for each code that occurs.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> report = client.sms.delivery_reports.get("01JEXAMPLE0000000000TEXT01", report_type="full")

        """
        return self._send(
            operations.get_delivery_report_by_batch_id(batch_id, report_type=report_type, status=status, code=code),
            options,
        )

    def get_for_number(
        self,
        batch_id: str,
        recipient_number: Maybe[str] = UNSET,
        *,
        options: RequestOptions | None = None,
        **aliases: Unpack[GetDeliveryReportByPhoneNumberAliases],
    ) -> RecipientDeliveryReport:
        """Fetch the report for one recipient of a batch.

        `GET /xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report/{recipient_msisdn}`
        (GetDeliveryReportByPhoneNumber)

        Args:
            batch_id: the id of the batch.
            recipient_number: the phone number; the argument may also be called `recipient` (wire: `recipient_msisdn`).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `recipient` and `recipient_msisdn` for `recipient_number`.

        Returns:
            The report of this recipient.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.delivery_reports.get_for_number("01JEXAMPLE0000000000TEXT01", "+12025550123").status

        """
        return self._send(
            operations.get_delivery_report_by_phone_number(batch_id, recipient_number, **aliases), options
        )

    def list(
        self,
        *,
        page: Maybe[int] = UNSET,
        page_size: Maybe[int] = UNSET,
        start_date: Maybe[datetime | str] = UNSET,
        end_date: Maybe[datetime | str] = UNSET,
        status: Maybe[SequenceNotStr[DeliveryStatus]] = UNSET,
        code: Maybe[Sequence[DeliveryReceiptStatusCode]] = UNSET,
        client_reference: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[RecipientDeliveryReport, ListDeliveryReportsResponse]:
        """List finished reports of recipients.

        `GET /xms/v1/{service_plan_id}/delivery_reports` (getDeliveryReports)

        Args:
            page: zero-based number of the first page to fetch; default 0.
            page_size: reports per page, 1 to 100; default 30.
            start_date: only reports created at or after this time; default 24 hours ago.
            end_date: only reports created before this time.
            status: only these statuses.
            code: only these codes.
            client_reference: only reports of batches with this reference.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the reports of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> failed = [report.recipient for report in client.sms.delivery_reports.list(status=["Failed"])]

        """
        return self._page(
            operations.get_delivery_reports(
                page=page,
                page_size=page_size,
                start_date=start_date,
                end_date=end_date,
                status=status,
                code=code,
                client_reference=client_reference,
            ),
            options,
        )
