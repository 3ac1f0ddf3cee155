"""Consents: who has opted out of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation import operations
from sinch_api.conversation_batch import operations as batch_operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        ConsentIdentity,
        ConsentsListType,
        ListAuditRecordsResponse,
        ListConsentIdentitiesResponse,
    )
    from sinch_api.conversation_batch import BatchAccepted, ConsentRecord
    from sinch_api.conversation_batch.params import ConsentRecordDict


class Consents(Resource):
    """`client.conversation.consents`: the lists of those who have opted out of the messages of an app."""

    def list_identities(
        self,
        app_id: str,
        list_type: ConsentsListType,
        *,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConsentIdentity, ListConsentIdentitiesResponse]:
        """List who has opted out.

        `GET /v1/projects/{project_id}/apps/{app_id}/consents/{list_type}` (Consents_GetConsents)

        Args:
            app_id: id of the app.
            list_type: "OPT_OUT_ALL", "OPT_OUT_MARKETING" or "OPT_OUT_NOTIFICATION".
            page_size: identities per page, 1 to 50; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the identities of all pages.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> page = client.conversation.consents.list_identities("01JEXAMPLE000000000000APP1", "OPT_OUT_ALL")
            >>> opted_out = {entry.identity for entry in page}

        """
        return self._page(
            operations.consents_get_consents(app_id, list_type, page_size=page_size, page_token=page_token), options
        )

    def list_audit_records(
        self, app_id: str, identity: str, *, options: RequestOptions | None = None
    ) -> ListAuditRecordsResponse:
        """List when an identity was put on lists and taken from them.

        `GET /v1/projects/{project_id}/apps/{app_id}/consents/identities/{identity}` (Consents_GetConsentsAuditRecords)

        Args:
            app_id: id of the app.
            identity: the identity; a phone number as digits without `+`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The identity and all changes, in `audit_records`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> history = client.conversation.consents.list_audit_records("01JEXAMPLE000000000000APP1", "12025550123")
            >>> changes = [(record.datetime, record.operation) for record in history.audit_records]

        """
        return self._send(operations.consents_get_consents_audit_records(app_id, identity), options)

    def insert_batch(
        self,
        app_id: str,
        consent_records: Sequence[ConsentRecordDict | ConsentRecord],
        *,
        options: RequestOptions | None = None,
    ) -> BatchAccepted:
        """Put many identities on the opt-out lists of an app.

        `POST /v1/projects/{project_id}/consents` (Batch_InsertConsents)

        They are put there after the request was accepted. One that is on its list already stays there, so the call may
        be repeated: after a failure, none, some or all may be on their lists.

        Args:
            app_id: the id of the app.
            consent_records: each with `identification`, which is a phone number or the id of a contact, and
                `consent_type`, which is "OPT_OUT_ALL", "OPT_OUT_MARKETING" or "OPT_OUT_NOTIFICATION".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The id of the work.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.consents.insert_batch(
            ...     "01JEXAMPLE000000000000APP1",
            ...     [{"identification": "12025550123", "consent_type": "OPT_OUT_MARKETING"}],
            ... )

        """
        return self._send(
            batch_operations.batch_insert_consents(app_id=app_id, consent_records=consent_records), options
        )
