"""Messages: sending them over any channel, and reading, updating and deleting stored ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import STRING
from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation.recipients import recipient_of
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from typing_extensions import Unpack

    from sinch.core.operation import PreparedCall
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        AppMessage,
        CardMessage,
        CarouselMessage,
        ChannelRecipientIdentity,
        ChoiceMessage,
        ContactInfoMessage,
        ConversationChannel,
        ConversationDirection,
        ConversationMessageResponse,
        ConversationMessagesView,
        ListMessage,
        ListMessagesResponse,
        LocationMessage,
        MediaMessage,
        MessageContentType,
        MessageQueue,
        MessageSource,
        MetadataUpdateStrategy,
        ProcessingStrategy,
        Recipient,
        SendMessageResponse,
        TemplateMessage,
    )
    from sinch_api.conversation.params import (
        AppMessageDict,
        CardMessageDict,
        CarouselMessageDict,
        ChannelRecipientIdentityDict,
        ChoiceMessageDict,
        ContactInfoMessageDict,
        ListMessageDict,
        LocationMessageDict,
        MediaMessageDict,
        MessagesSendMessageAliases,
        RecipientDict,
        TemplateMessageDict,
    )


class Messages(Resource):
    """`client.conversation.messages`: send one message to one recipient; read, update and delete stored ones.

    `send` takes a message of any kind, together with an agent, a quotation or content for individual channels; each
    kind has a shorter method of its own. Sending cannot be repeated safely: if no response arrives, the methods raise
    `OutcomeUnknownError` instead of sending again. Events report what happens to a message and what a channel finds
    wrong with it: see `client.conversation.sinch_events`.
    """

    def send(
        self,
        app_id: str,
        message: AppMessageDict | AppMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        recipient: Maybe[RecipientDict | Recipient] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a message of any kind.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            message: the message: one kind of content, such as `{"text_message": {"text": ...}}`, and optionally
                `agent`, `reply_to`, `explicit_channel_message`, `explicit_channel_omni_message` or
                `channel_specific_message`.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            recipient: the recipient as the API writes it: `{"contact_id": ...}` or `{"identified_by":
                {"channel_identities": [...]}}`.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     message={"text_message": {"text": "Hello"}, "agent": {"display_name": "Ada", "type": "HUMAN"}},
            ...     recipient_identities=[{"channel": "SMS", "identity": "+12025550123"}],
            ... )

        """
        return self._send(
            _sending(
                app_id,
                message,
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                recipient=recipient,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_text_message(
        self,
        app_id: str,
        text: str,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a text message.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            text: the text.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_text_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     text="Your table is ready.",
            ...     recipient_identities=[{"channel": "SMS", "identity": "+12025550123"}],
            ... )

        """
        return self._send(
            _sending(
                app_id,
                {"text_message": {"text": STRING.check("text", text)}},
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_card_message(
        self,
        app_id: str,
        card_message: CardMessageDict | CardMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a card: title, text, media and choices.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            card_message: `{"title": ..., "description": ..., "media_message": {"url": ...}, "choices": [...], "height":
                ...}`; at most 10 choices.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_card_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     card_message={
            ...         "title": "Blue mug",
            ...         "choices": [{"text_message": {"text": "Keep it"}, "postback_data": "keep"}],
            ...     },
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("card_message", card_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_carousel_message(
        self,
        app_id: str,
        carousel_message: CarouselMessageDict | CarouselMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send cards side by side.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            carousel_message: `{"cards": [...], "choices": [...]}`; `cards` is required, at most 10, each as in
                `send_card_message`; at most 3 choices below them.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_carousel_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     carousel_message={"cards": [{"title": "Blue mug"}, {"title": "Green mug"}]},
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("carousel_message", carousel_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_choice_message(
        self,
        app_id: str,
        choice_message: ChoiceMessageDict | ChoiceMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a text with choices to tap.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            choice_message: `{"text_message": {"text": ...}, "choices": [...]}`; `choices` is required, at most 10, each
                a text, URL, call, location, calendar or location request.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_choice_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     choice_message={
            ...         "text_message": {"text": "Shall we keep it?"},
            ...         "choices": [{"text_message": {"text": "Yes"}, "postback_data": "yes"}],
            ...     },
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("choice_message", choice_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_contact_info_message(
        self,
        app_id: str,
        contact_info_message: ContactInfoMessageDict | ContactInfoMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a business card.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            contact_info_message: `{"name": {"full_name": ...}, "phone_numbers": [{"phone_number": ...}], ...}`; both
                are required, with at least one number. `birthday` is a date or text such as "1990-02-03".
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_contact_info_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     contact_info_message={
            ...         "name": {"full_name": "Ada Example"},
            ...         "phone_numbers": [{"phone_number": "+12025550111"}],
            ...     },
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("contact_info_message", contact_info_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_list_message(
        self,
        app_id: str,
        list_message: ListMessageDict | ListMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a list of choices or of products.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            list_message: `{"title": ..., "sections": [{"title": ..., "items": [{"choice": {"title": ...}}]}], ...}`;
                title, sections and their items are required. The items are all choices or all products, and products
                need `message_properties.catalog_id`.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_list_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     list_message={
            ...         "title": "Mugs",
            ...         "sections": [{"items": [{"choice": {"title": "Blue", "postback_data": "blue"}}]}],
            ...     },
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("list_message", list_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_location_message(
        self,
        app_id: str,
        location_message: LocationMessageDict | LocationMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a place on the map.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            location_message: `{"title": ..., "coordinates": {"latitude": ..., "longitude": ...}, "label": ...}`; title
                and coordinates (degrees) are required.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_location_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     location_message={"title": "Our shop", "coordinates": {"latitude": 59.3, "longitude": 18.1}},
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("location_message", location_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_media_message(
        self,
        app_id: str,
        media_message: MediaMessageDict | MediaMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a picture, video, document or other file.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            media_message: `{"url": ..., "thumbnail_url": ..., "filename_override": ...}`; `url` is required and must be
                publicly reachable.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_media_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     media_message={"url": "https://media.example.com/receipt.pdf", "filename_override": "receipt.pdf"},
            ...     recipient_identities=[{"channel": "MMS", "identity": "+12025550123"}],
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("media_message", media_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def send_template_message(
        self,
        app_id: str,
        template_message: TemplateMessageDict | TemplateMessage,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        ttl: Maybe[int | str] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        channel_properties: Maybe[Mapping[str, str]] = UNSET,
        message_metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        processing_strategy: Maybe[ProcessingStrategy] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        message_content_type: Maybe[MessageContentType] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[MessagesSendMessageAliases],
    ) -> SendMessageResponse:
        """Send a message made from a template.

        `POST /v1/projects/{project_id}/messages:send` (Messages_SendMessage)

        Args:
            app_id: the id of the app that sends.
            template_message: `{"omni_template": {"template_id": ..., "version": "latest", "parameters": {...}},
                "channel_template": {"WHATSAPP": {"template_id": ..., "language_code": ...}}}`; at least one of the two.
                On its channel, the channel template wins.
            contact_id: the id of the contact that receives the message. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "SMS", "identity": "+12025550123"}]`, tried
                in this order unless `channel_priority_order` is given. The only way in DISPATCH mode.
            ttl: how many seconds delivery may be tried, 3 to 315576000000, as 600 or "600s". Afterwards no further
                channel is tried.
            event_destination_target: URL for the events of this message (wire: `callback_url`), instead of the app's
                webhooks.
            channel_priority_order: channels in the order in which they are tried; the app must have all of them.
            channel_properties: settings for individual channels, such as `{"SMS_SENDER": "+12025550199"}`; each value a
                text of at most 1024 characters.
            message_metadata: text that events about this message repeat as `metadata`; at most 1024 characters.
            conversation_metadata: any JSON object, kept with the conversation and repeated in later inbound events; at
                most 2048 characters as JSON.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            processing_strategy: "DEFAULT" follows the mode of the app; "DISPATCH_ONLY" sends without a contact or
                conversation, and `conversation_metadata` and `correlation_id` then have no effect in an app of
                CONVERSATION mode.
            correlation_id: text that events about this message and about later replies repeat; at most 128 characters.
            conversation_metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the
                earlier `conversation_metadata`.
            message_content_type: "CONTENT_UNKNOWN" (the default), "CONTENT_MARKETING" or "CONTENT_NOTIFICATION", for
                consent management.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`, `metadata_json` for
                `conversation_metadata`.

        Returns:
            The id of the message, which its events repeat, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the message may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.send_template_message(
            ...     app_id="01JEXAMPLE000000000000APP1",
            ...     template_message={
            ...         "omni_template": {"template_id": "01JEXAMPLE000000000000TPL1", "version": "latest"}
            ...     },
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            _sending(
                app_id,
                _content("template_message", template_message),
                contact_id=contact_id,
                recipient_identities=recipient_identities,
                ttl=ttl,
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                channel_properties=channel_properties,
                message_metadata=message_metadata,
                conversation_metadata=conversation_metadata,
                queue=queue,
                processing_strategy=processing_strategy,
                correlation_id=correlation_id,
                conversation_metadata_update_strategy=conversation_metadata_update_strategy,
                message_content_type=message_content_type,
                **aliases,
            ),
            options,
        )

    def get(
        self,
        message_id: str,
        *,
        messages_source: Maybe[MessageSource] = UNSET,
        options: RequestOptions | None = None,
    ) -> ConversationMessageResponse:
        """Fetch a stored message.

        `GET /v1/projects/{project_id}/messages/{message_id}` (Messages_GetMessage)

        Args:
            message_id: the id of the message.
            messages_source: where to look for the message, depending on how it was processed: "CONVERSATION_SOURCE"
                (the default) or "DISPATCH_SOURCE".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The message: `app_message` holds what the app sent, `contact_message` what the contact sent; the other is
            None.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> message = client.conversation.messages.get("01JEXAMPLE0000000000000MT1")
            >>> print(message.app_message or message.contact_message)

        """
        return self._send(operations.messages_get_message(message_id, messages_source=messages_source), options)

    def delete(
        self,
        message_id: str,
        *,
        messages_source: Maybe[MessageSource] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Delete a stored message.

        `DELETE /v1/projects/{project_id}/messages/{message_id}` (Messages_DeleteMessage)

        Only Sinch's copy is deleted: the recipient's copy stays, and so does the conversation.

        Args:
            message_id: the id of the message.
            messages_source: where to look for the message, depending on how it was processed: "CONVERSATION_SOURCE"
                (the default) or "DISPATCH_SOURCE".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.delete("01JEXAMPLE0000000000000MT1")

        """
        self._send(operations.messages_delete_message(message_id, messages_source=messages_source), options)

    def list(
        self,
        *,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        conversation_id: Maybe[str] = UNSET,
        contact_id: Maybe[str] = UNSET,
        app_id: Maybe[str] = UNSET,
        channel_identity: Maybe[str] = UNSET,
        start_time: Maybe[datetime | str] = UNSET,
        end_time: Maybe[datetime | str] = UNSET,
        view: Maybe[ConversationMessagesView] = UNSET,
        messages_source: Maybe[MessageSource] = UNSET,
        only_recipient_originated: Maybe[bool] = UNSET,
        channel: Maybe[ConversationChannel] = UNSET,
        direction: Maybe[ConversationDirection] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConversationMessageResponse, ListMessagesResponse]:
        """List stored messages that match all of the filters, newest first.

        `GET /v1/projects/{project_id}/messages` (Messages_ListMessages)

        Args:
            page_size: messages per page, 1 to 1000; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            conversation_id: only messages of this conversation.
            contact_id: only messages of this contact.
            app_id: only messages of this app.
            channel_identity: only messages of this identity on its channel; a phone number as digits without +.
            start_time: only messages accepted after this time. ISO 8601; UTC if it has no zone.
            end_time: only messages accepted before this time; must be later than `start_time`.
            view: "WITH_METADATA" (the default) or "WITHOUT_METADATA", which leaves `metadata` empty.
            messages_source: where to look for messages, depending on how they were processed: "CONVERSATION_SOURCE"
                (the default) or "DISPATCH_SOURCE".
            only_recipient_originated: True keeps only what recipients sent; with "DISPATCH_SOURCE" only.
            channel: only messages on this channel, such as "WHATSAPP".
            direction: only messages of this direction: "TO_APP" or "TO_CONTACT"; both without it.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the messages of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for message in client.conversation.messages.list(channel="WHATSAPP", direction="TO_APP"):
            ...     print(message.accept_time, message.contact_message)

        """
        return self._page(
            operations.messages_list_messages(
                page_size=page_size,
                page_token=page_token,
                conversation_id=conversation_id,
                contact_id=contact_id,
                app_id=app_id,
                channel_identity=channel_identity,
                start_time=start_time,
                end_time=end_time,
                view=view,
                messages_source=messages_source,
                only_recipient_originated=only_recipient_originated,
                channel=channel,
                direction=direction,
            ),
            options,
        )

    def update(
        self,
        message_id: str,
        metadata: str,
        *,
        messages_source: Maybe[MessageSource] = UNSET,
        options: RequestOptions | None = None,
    ) -> ConversationMessageResponse:
        """Replace the metadata of a stored message.

        `PATCH /v1/projects/{project_id}/messages/{message_id}` (Messages_UpdateMessageMetadata)

        Args:
            message_id: the id of the message.
            metadata: the new metadata, at most 1024 characters; it replaces the old.
            messages_source: where to look for the message, depending on how it was processed: "CONVERSATION_SOURCE"
                (the default) or "DISPATCH_SOURCE".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The message.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.messages.update("01JEXAMPLE0000000000000MT1", metadata="checked").metadata

        """
        return self._send(
            operations.messages_update_message_metadata(message_id, metadata=metadata, messages_source=messages_source),
            options,
        )

    def list_last_messages_by_channel_identity(
        self,
        *,
        channel_identities: Maybe[SequenceNotStr[str]] = UNSET,
        contact_ids: Maybe[SequenceNotStr[str]] = UNSET,
        app_id: Maybe[str] = UNSET,
        messages_source: Maybe[MessageSource] = UNSET,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        view: Maybe[ConversationMessagesView] = UNSET,
        start_time: Maybe[datetime | str] = UNSET,
        end_time: Maybe[datetime | str] = UNSET,
        channel: Maybe[ConversationChannel] = UNSET,
        direction: Maybe[ConversationDirection] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConversationMessageResponse, ListMessagesResponse]:
        """List the last message of each of some identities or contacts.

        `POST /v1/projects/{project_id}/messages:fetch-last-message` (Messages_ListMessagesByChannelIdentity)

        It only reads, so it is retried like a GET.

        Args:
            channel_identities: identities on any channel; phone numbers as digits without +. Pass either this or
                `contact_ids`.
            contact_ids: ids of contacts; not with "DISPATCH_SOURCE".
            app_id: only messages of this app.
            messages_source: where to look for messages, depending on how they were processed: "CONVERSATION_SOURCE"
                (the default) or "DISPATCH_SOURCE".
            page_size: messages per page, 1 to 1000; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            view: "WITH_METADATA" (the default) or "WITHOUT_METADATA", which leaves `metadata` empty.
            start_time: only messages accepted after this time. ISO 8601; UTC if it has no zone.
            end_time: only messages accepted before this time; must be later than `start_time`.
            channel: only messages on this channel, such as "WHATSAPP".
            direction: only messages of this direction: "TO_APP" or "TO_CONTACT"; both without it.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the messages of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> page = client.conversation.messages.list_last_messages_by_channel_identity(
            ...     channel_identities=["12025550123", "12025550144"], direction="TO_APP"
            ... )
            >>> last = {message.channel_identity.identity: message for message in page}

        """
        return self._page(
            operations.messages_list_messages_by_channel_identity(
                channel_identities=channel_identities,
                contact_ids=contact_ids,
                app_id=app_id,
                messages_source=messages_source,
                page_size=page_size,
                page_token=page_token,
                view=view,
                start_time=start_time,
                end_time=end_time,
                channel=channel,
                direction=direction,
            ),
            options,
        )


def _sending(
    app_id: str,
    message: AppMessageDict | AppMessage,
    *,
    contact_id: Maybe[str],
    recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]],
    recipient: Maybe[RecipientDict | Recipient] = UNSET,
    ttl: Maybe[int | str],
    event_destination_target: Maybe[str],
    channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]],
    channel_properties: Maybe[Mapping[str, str]],
    message_metadata: Maybe[str],
    conversation_metadata: Maybe[Mapping[str, Any]],
    queue: Maybe[MessageQueue],
    processing_strategy: Maybe[ProcessingStrategy],
    correlation_id: Maybe[str],
    conversation_metadata_update_strategy: Maybe[MetadataUpdateStrategy],
    message_content_type: Maybe[MessageContentType],
    **aliases: Unpack[MessagesSendMessageAliases],
) -> PreparedCall[SendMessageResponse]:
    """Prepare the call that sends a message of any kind."""
    return operations.messages_send_message(
        app_id=app_id,
        recipient=recipient_of(contact_id, recipient_identities, recipient),
        message=message,
        ttl=ttl_of(ttl),
        event_destination_target=event_destination_target,
        channel_priority_order=channel_priority_order,
        channel_properties=channel_properties,
        message_metadata=message_metadata,
        conversation_metadata=conversation_metadata,
        queue=queue,
        processing_strategy=processing_strategy,
        correlation_id=correlation_id,
        conversation_metadata_update_strategy=conversation_metadata_update_strategy,
        message_content_type=message_content_type,
        **aliases,
    )


def _content(kind: str, content: object) -> Any:
    """Return a message of one kind; the argument has the same name as the kind on the wire."""
    if not isinstance(content, Mapping):
        raise ArgumentError(f"{kind} must be a dictionary, not {type(content).__name__}")
    return {kind: content}


def ttl_of(ttl: Maybe[int | str]) -> Maybe[str]:
    """Return a time to live as the API writes it: whole seconds followed by an s."""
    if ttl is None or ttl is UNSET:
        return ttl
    if isinstance(ttl, bool) or not isinstance(ttl, (int, str)):
        raise ArgumentError(f'ttl must be whole seconds, as 600 or "600s", not {type(ttl).__name__}')
    text = str(ttl)
    return text if text.endswith("s") else f"{text}s"
