"""Event destinations: where the events of apps are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        ClientCredentials,
        EventDestinationResponse,
        EventDestinationTargetType,
        EventDestinationTrigger,
        ListEventDestinationsResponse,
    )
    from sinch_api.conversation.params import (
        ClientCredentialsDict,
        WebhooksCreateWebhookAliases,
        WebhooksUpdateWebhookAliases,
    )


class EventDestinations(Resource):
    """`client.conversation.event_destinations`: where the events of an app are posted; up to five places.

    Each has its own triggers, and its own secret for `client.conversation.sinch_events`.
    """

    def list(
        self, app_id: str, *, options: RequestOptions | None = None
    ) -> Page[EventDestinationResponse, ListEventDestinationsResponse]:
        """List all event destinations of an app.

        `GET /v1/projects/{project_id}/apps/{app_id}/webhooks` (Webhooks_ListWebhooks)

        Args:
            app_id: id of the app.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all event destinations.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for destination in client.conversation.event_destinations.list("01JEXAMPLE000000000000APP1"):
            ...     print(destination.target, destination.triggers)

        """
        return self._page(operations.webhooks_list_webhooks(app_id), options)

    def create(
        self,
        app_id: str,
        target: Maybe[str] = UNSET,
        *,
        target_type: Maybe[EventDestinationTargetType] = UNSET,
        secret: Maybe[str] = UNSET,
        triggers: Maybe[SequenceNotStr[EventDestinationTrigger]] = UNSET,
        client_credentials: Maybe[ClientCredentialsDict | ClientCredentials] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[WebhooksCreateWebhookAliases],
    ) -> EventDestinationResponse:
        """Create an event destination.

        `POST /v1/projects/{project_id}/webhooks` (Webhooks_CreateWebhook)

        Pass `target_type="HTTP"` and `triggers`, or nothing is posted. If no response arrives, the call raises
        `OutcomeUnknownError`; a second one would fail if the first has succeeded, since no two have the same target.

        Args:
            app_id: id of the app.
            target: URL that events are posted to, at most 742 characters; no two of an app have the same.
            target_type: "HTTP" posts events; "DISMISS" (the default) posts nothing.
            secret: secret that events are signed with; without one they are not signed.
            triggers: what is posted, such as `["MESSAGE_INBOUND", "MESSAGE_DELIVERY"]`.
            client_credentials: where Sinch gets an OAuth 2.0 token of yours before it posts an event: `{"client_id":
                ..., "client_secret": ..., "endpoint": ...}`.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `event_destination_target` for `target`.

        Returns:
            The event destination.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.event_destinations.create(
            ...     "01JEXAMPLE000000000000APP1",
            ...     "https://hooks.example.com/conversation",
            ...     target_type="HTTP",
            ...     secret="example-event-secret",
            ...     triggers=["MESSAGE_INBOUND", "MESSAGE_DELIVERY"],
            ... )

        """
        return self._send(
            operations.webhooks_create_webhook(
                app_id=app_id,
                target=target,
                target_type=target_type,
                secret=secret,
                triggers=triggers,
                client_credentials=client_credentials,
                **aliases,
            ),
            options,
        )

    def get(self, event_destination_id: str, *, options: RequestOptions | None = None) -> EventDestinationResponse:
        """Read an event destination.

        `GET /v1/projects/{project_id}/webhooks/{webhook_id}` (Webhooks_GetWebhook)

        Args:
            event_destination_id: id of the event destination. (wire: `webhook_id`).
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The event destination.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.event_destinations.get("01JEXAMPLE0000000000HOOK01").triggers

        """
        return self._send(operations.webhooks_get_webhook(event_destination_id), options)

    def update(
        self,
        event_destination_id: str,
        *,
        update_mask: Maybe[SequenceNotStr[str]] = UNSET,
        app_id: Maybe[str] = UNSET,
        target: Maybe[str] = UNSET,
        target_type: Maybe[EventDestinationTargetType] = UNSET,
        secret: Maybe[str] = UNSET,
        triggers: Maybe[SequenceNotStr[EventDestinationTrigger]] = UNSET,
        client_credentials: Maybe[ClientCredentialsDict | ClientCredentials] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[WebhooksUpdateWebhookAliases],
    ) -> EventDestinationResponse:
        """Update an event destination.

        `PATCH /v1/projects/{project_id}/webhooks/{webhook_id}` (Webhooks_UpdateWebhook)

        Only what is given is changed; None clears a field.

        Args:
            event_destination_id: id of the event destination. (wire: `webhook_id`).
            update_mask: the fields to write, where they are not those that are given; one that is named but not given
                is cleared.
            app_id: id of the app that it is moved to.
            target: URL that events are posted to, at most 742 characters; no two of an app have the same.
            target_type: "HTTP" posts events; "DISMISS" (the default) posts nothing.
            secret: secret that events are signed with; without one they are not signed.
            triggers: everything that is posted from now on; nothing if empty.
            client_credentials: where Sinch gets an OAuth 2.0 token of yours before it posts an event: `{"client_id":
                ..., "client_secret": ..., "endpoint": ...}`.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `event_destination_target` for `target`.

        Returns:
            The event destination.

        Raises:
            ArgumentError: nothing is given to update, or an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.event_destinations.update(
            ...     "01JEXAMPLE0000000000HOOK01", triggers=["MESSAGE_INBOUND"], client_credentials=None
            ... )

        """
        return self._send(
            operations.webhooks_update_webhook(
                event_destination_id,
                update_mask=update_mask,
                app_id=app_id,
                target=target,
                target_type=target_type,
                secret=secret,
                triggers=triggers,
                client_credentials=client_credentials,
                **aliases,
            ),
            options,
        )

    def delete(self, event_destination_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete an event destination.

        `DELETE /v1/projects/{project_id}/webhooks/{webhook_id}` (Webhooks_DeleteWebhook)

        Args:
            event_destination_id: id of the event destination. (wire: `webhook_id`).
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.event_destinations.delete("01JEXAMPLE0000000000HOOK01")

        """
        self._send(operations.webhooks_delete_webhook(event_destination_id), options)
