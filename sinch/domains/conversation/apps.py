"""Apps: creating, reading and changing them, and the channels that they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation import credentials
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch.domains.conversation.credentials import ChannelCredentials
    from sinch_api.conversation import (
        AppResponse,
        ConversationMetadataReportView,
        DeliveryReportBasedFallback,
        DispatchRetentionPolicy,
        EventDestinationSettings,
        ListAppsResponse,
        MessageRetrySettings,
        ProcessingMode,
        RetentionPolicy,
        SmartConversation,
    )
    from sinch_api.conversation.params import (
        AppCreateAppAliases,
        AppUpdateAppAliases,
        DeliveryReportBasedFallbackDict,
        DispatchRetentionPolicyDict,
        EventDestinationSettingsDict,
        EventDestinationSettingsJSON,
        MessageRetrySettingsDict,
        RetentionPolicyDict,
        SmartConversationDict,
    )


class Apps(Resource):
    """`client.conversation.apps`: an app sends and receives messages, over the channels that it has credentials for.

    Its `processing_mode` decides whether messages belong to contacts and conversations. What the API returns of an app
    includes the secrets; `repr` masks them.
    """

    def list(self, *, options: RequestOptions | None = None) -> Page[AppResponse, ListAppsResponse]:
        """List all apps of the project.

        `GET /v1/projects/{project_id}/apps` (App_ListApps)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all apps.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> names = {app.id: app.display_name for app in client.conversation.apps.list()}

        """
        return self._page(operations.app_list_apps(), options)

    def create(
        self,
        *,
        channel_credentials: ChannelCredentials,
        display_name: str,
        conversation_metadata_report_view: Maybe[ConversationMetadataReportView] = UNSET,
        retention_policy: Maybe[RetentionPolicyDict | RetentionPolicy] = UNSET,
        dispatch_retention_policy: Maybe[DispatchRetentionPolicyDict | DispatchRetentionPolicy] = UNSET,
        processing_mode: Maybe[ProcessingMode] = UNSET,
        smart_conversation: Maybe[SmartConversationDict | SmartConversation] = UNSET,
        event_destination_settings: Maybe[
            EventDestinationSettingsDict | EventDestinationSettingsJSON | EventDestinationSettings
        ] = UNSET,
        message_retry_settings: Maybe[MessageRetrySettingsDict | MessageRetrySettings] = UNSET,
        delivery_report_based_fallback: Maybe[DeliveryReportBasedFallbackDict | DeliveryReportBasedFallback] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[AppCreateAppAliases],
    ) -> AppResponse:
        """Create an app.

        `POST /v1/projects/{project_id}/apps` (App_CreateApp)

        Its channels are `PENDING` until they are checked. The call cannot be repeated safely: if no response arrives,
        it raises `OutcomeUnknownError` instead of creating a second app.

        Args:
            channel_credentials: the channels of the app, in the order in which they are tried, and how it signs in to
                each: `[{"channel": "SMS", "static_bearer": {...}}]`, or by channel `{"SMS": {...}}`, where
                `LINE_JAPAN` and `LINE_THAILAND` stand for the two kinds of enterprise accounts of `LINE`.
            display_name: what the app is called.
            conversation_metadata_report_view: how much of the conversation metadata the webhooks about inbound
                messages repeat: nothing (`NONE`, the default) or all of it.
            retention_policy: how long messages are kept in CONVERSATION mode: `{"retention_type": ..., "ttl_days":
                ...}`, 1 to 3650 days; 180 by default.
            dispatch_retention_policy: how long messages are kept in DISPATCH mode: `{"ttl_days": ...}`, 0 to 7 days;
                0 by default.
            processing_mode: "CONVERSATION": messages belong to contacts and conversations. "DISPATCH" (the default):
                neither exists, and messages are kept only as long as `dispatch_retention_policy` says.
            smart_conversation: whether inbound messages are analysed: `{"enabled": ...}`; not by default.
            event_destination_settings: `{"secret_for_overridden_target": ...}`, which signs the events of messages
                that have an `event_destination_target` of their own (wire: `callback_settings`).
            message_retry_settings: how long a message is tried on a channel that fails: `{"retry_duration": ...}`, 30
                to 3600 seconds; 3600 by default.
            delivery_report_based_fallback: whether the next channel is tried if no receipt arrives: `{"enabled": ...,
                "delivery_report_waiting_time": ...}`, 10 to 259200 seconds. A paid feature.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_settings` for `event_destination_settings`.

        Returns:
            The app.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind, or a channel is given twice; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.apps.create(
            ...     channel_credentials=[
            ...         {
            ...             "channel": "SMS",
            ...             "static_bearer": {"claimed_identity": "plan-7f3a", "token": "example-sms-token"},
            ...         }
            ...     ],
            ...     display_name="Mug Shop",
            ...     processing_mode="CONVERSATION",
            ... )

        """
        return self._send(
            operations.app_create_app(
                channel_credentials=credentials.channel_credentials(channel_credentials),
                display_name=display_name,
                conversation_metadata_report_view=conversation_metadata_report_view,
                retention_policy=retention_policy,
                dispatch_retention_policy=dispatch_retention_policy,
                processing_mode=processing_mode,
                smart_conversation=smart_conversation,
                event_destination_settings=event_destination_settings,
                message_retry_settings=message_retry_settings,
                delivery_report_based_fallback=delivery_report_based_fallback,
                **aliases,
            ),
            options,
        )

    def get(self, app_id: str, *, options: RequestOptions | None = None) -> AppResponse:
        """Read an app.

        `GET /v1/projects/{project_id}/apps/{app_id}` (App_GetApp)

        Args:
            app_id: id of the app.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The app.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> app = client.conversation.apps.get("01JEXAMPLE000000000000APP1")
            >>> states = {entry.channel: entry.state.status for entry in app.channel_credentials}

        """
        return self._send(operations.app_get_app(app_id), options)

    def update(
        self,
        app_id: str,
        *,
        update_mask: Maybe[SequenceNotStr[str]] = UNSET,
        channel_credentials: Maybe[ChannelCredentials] = UNSET,
        display_name: Maybe[str] = UNSET,
        conversation_metadata_report_view: Maybe[ConversationMetadataReportView] = UNSET,
        retention_policy: Maybe[RetentionPolicyDict | RetentionPolicy] = UNSET,
        dispatch_retention_policy: Maybe[DispatchRetentionPolicyDict | DispatchRetentionPolicy] = UNSET,
        processing_mode: Maybe[ProcessingMode] = UNSET,
        smart_conversation: Maybe[SmartConversationDict | SmartConversation] = UNSET,
        event_destination_settings: Maybe[
            EventDestinationSettingsDict | EventDestinationSettingsJSON | EventDestinationSettings
        ] = UNSET,
        message_retry_settings: Maybe[MessageRetrySettingsDict | MessageRetrySettings] = UNSET,
        delivery_report_based_fallback: Maybe[DeliveryReportBasedFallbackDict | DeliveryReportBasedFallback] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[AppUpdateAppAliases],
    ) -> AppResponse:
        """Update an app.

        `PATCH /v1/projects/{project_id}/apps/{app_id}` (App_UpdateApp)

        Only what is given is changed; None resets a setting. Lists are replaced as a whole, so a channel is added by
        passing those that exist together with it.

        Args:
            app_id: id of the app.
            update_mask: the fields to write, where they are not those that are given; one that is named but not given
                is cleared.
            channel_credentials: the channels of the app, in the order in which they are tried, and how it signs in to
                each: `[{"channel": "SMS", "static_bearer": {...}}]`, or by channel `{"SMS": {...}}`, where
                `LINE_JAPAN` and `LINE_THAILAND` stand for the two kinds of enterprise accounts of `LINE`. They
                replace all that the app has.
            display_name: what the app is called.
            conversation_metadata_report_view: how much of the conversation metadata the webhooks about inbound
                messages repeat: nothing (`NONE`, the default) or all of it.
            retention_policy: how long messages are kept in CONVERSATION mode: `{"retention_type": ..., "ttl_days":
                ...}`, 1 to 3650 days; 180 by default.
            dispatch_retention_policy: how long messages are kept in DISPATCH mode: `{"ttl_days": ...}`, 0 to 7 days;
                0 by default.
            processing_mode: "CONVERSATION": messages belong to contacts and conversations. "DISPATCH" (the default):
                neither exists, and messages are kept only as long as `dispatch_retention_policy` says.
            smart_conversation: whether inbound messages are analysed: `{"enabled": ...}`; not by default.
            event_destination_settings: `{"secret_for_overridden_target": ...}`, which signs the events of messages
                that have an `event_destination_target` of their own (wire: `callback_settings`).
            message_retry_settings: how long a message is tried on a channel that fails: `{"retry_duration": ...}`, 30
                to 3600 seconds; 3600 by default.
            delivery_report_based_fallback: whether the next channel is tried if no receipt arrives: `{"enabled": ...,
                "delivery_report_waiting_time": ...}`, 10 to 259200 seconds. A paid feature.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_settings` for `event_destination_settings`.

        Returns:
            The app.

        Raises:
            ArgumentError: nothing is given to update, or an argument is missing or of the wrong kind; nothing was
                sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.apps.update(
            ...     "01JEXAMPLE000000000000APP1", display_name="Mugs and More", smart_conversation=None
            ... )

        """
        return self._send(
            operations.app_update_app(
                app_id,
                update_mask=update_mask,
                channel_credentials=credentials.channel_credentials(channel_credentials),
                display_name=display_name,
                conversation_metadata_report_view=conversation_metadata_report_view,
                retention_policy=retention_policy,
                dispatch_retention_policy=dispatch_retention_policy,
                processing_mode=processing_mode,
                smart_conversation=smart_conversation,
                event_destination_settings=event_destination_settings,
                message_retry_settings=message_retry_settings,
                delivery_report_based_fallback=delivery_report_based_fallback,
                **aliases,
            ),
            options,
        )

    def delete(self, app_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete an app.

        `DELETE /v1/projects/{project_id}/apps/{app_id}` (App_DeleteApp)

        Contacts, and the senders of its channels, stay.

        Args:
            app_id: id of the app.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.apps.delete("01JEXAMPLE000000000000APP1")

        """
        self._send(operations.app_delete_app(app_id), options)
