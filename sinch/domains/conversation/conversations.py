"""Conversations: what an app and a contact say to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        AppEvent,
        AppMessage,
        ChannelIdentity,
        ContactMessage,
        ConversationChannel,
        ConversationDetails,
        ConversationDirection,
        ConversationRecentMessage,
        InjectEventResponse,
        ListConversationsResponse,
        ListRecentConversationsResponse,
        MetadataUpdateStrategy,
        ProcessingMode,
        RecentConversationsOrder,
    )
    from sinch_api.conversation.params import (
        AppEventDict,
        AppMessageDict,
        ChannelIdentityDict,
        ContactMessageDict,
        ConversationCreateConversationAliases,
        ConversationUpdateConversationAliases,
    )


class Conversations(Resource):
    """`client.conversation.conversations`: the conversations of an app of CONVERSATION mode with its contacts.

    A conversation begins by itself with the first message, and goes on until it is stopped. An app and a contact have
    at most one active conversation.
    """

    def list(
        self,
        *,
        app_id: Maybe[str] = UNSET,
        contact_id: Maybe[str] = UNSET,
        only_active: Maybe[bool] = UNSET,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        active_channel: Maybe[ConversationChannel] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConversationDetails, ListConversationsResponse]:
        """List conversations.

        `GET /v1/projects/{project_id}/conversations` (Conversation_ListConversations)

        Pass `app_id`, `contact_id` or both.

        Args:
            app_id: only conversations of this app.
            contact_id: only conversations with this contact.
            only_active: True lists active ones only, False inactive ones only; all without it.
            page_size: conversations per page, 1 to 20; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            active_channel: only conversations that used this channel last.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the conversations of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> page = client.conversation.conversations.list(contact_id="01JEXAMPLE00000000CONTACT1", only_active=True)
            >>> channels = [conversation.active_channel for conversation in page]

        """
        return self._page(
            operations.conversation_list_conversations(
                app_id=app_id,
                contact_id=contact_id,
                only_active=only_active,
                page_size=page_size,
                page_token=page_token,
                active_channel=active_channel,
            ),
            options,
        )

    def create(
        self,
        app_id: str,
        *,
        contact_id: str,
        active: Maybe[bool] = UNSET,
        active_channel: Maybe[ConversationChannel] = UNSET,
        metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[ConversationCreateConversationAliases],
    ) -> ConversationDetails:
        """Create a conversation.

        `POST /v1/projects/{project_id}/conversations` (Conversation_CreateConversation)

        It has no messages: that is of use before messages are injected, or to give it metadata beforehand. The call
        cannot be repeated safely: if no response arrives, it raises `OutcomeUnknownError`.

        Args:
            app_id: id of the app, which must be of `CONVERSATION` mode.
            contact_id: id of the contact.
            active: whether it is active; True by default.
            active_channel: channel that is tried first.
            metadata: your own text, at most 1024 characters. Deprecated: use `conversation_metadata`.
            conversation_metadata: any JSON object of your own (wire: `metadata_json`).
            correlation_id: your own text, at most 128 characters.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `metadata_json` for `conversation_metadata`.

        Returns:
            The conversation.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.conversations.create(
            ...     "01JEXAMPLE000000000000APP1",
            ...     contact_id="01JEXAMPLE00000000CONTACT2",
            ...     conversation_metadata={"basket": "b-12"},
            ...     correlation_id="ticket-7",
            ... )

        """
        return self._send(
            operations.conversation_create_conversation(
                app_id=app_id,
                contact_id=contact_id,
                active=active,
                active_channel=active_channel,
                metadata=metadata,
                conversation_metadata=conversation_metadata,
                correlation_id=correlation_id,
                **aliases,
            ),
            options,
        )

    def list_recent(
        self,
        app_id: str,
        *,
        only_active: Maybe[bool] = UNSET,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        order: Maybe[RecentConversationsOrder] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConversationRecentMessage, ListRecentConversationsResponse]:
        """List conversations with their last message.

        `GET /v1/projects/{project_id}/conversations:recent` (Conversation_ListRecentConversations)

        Args:
            app_id: id of the app.
            only_active: whether to list active ones only; not by default.
            page_size: conversations per page, 1 to 50; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            order: by the time of the last message: "DESC" (the default), newest first, or "ASC".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the conversations of all pages.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for recent in client.conversation.conversations.list_recent("01JEXAMPLE000000000000APP1"):
            ...     print(recent.conversation.id, recent.last_message)

        """
        return self._page(
            operations.conversation_list_recent_conversations(
                app_id=app_id,
                only_active=only_active,
                page_size=10 if page_size is UNSET or page_size is None else page_size,  # without one the list is empty
                page_token=page_token,
                order=order,
            ),
            options,
        )

    def get(self, conversation_id: str, *, options: RequestOptions | None = None) -> ConversationDetails:
        """Read a conversation, without its messages.

        `GET /v1/projects/{project_id}/conversations/{conversation_id}` (Conversation_GetConversation)

        Args:
            conversation_id: id of the conversation.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The conversation.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.conversations.get("01JEXAMPLE00000000000TALK1").active_channel

        """
        return self._send(operations.conversation_get_conversation(conversation_id), options)

    def update(
        self,
        conversation_id: str,
        *,
        update_mask: Maybe[SequenceNotStr[str]] = UNSET,
        metadata_update_strategy: Maybe[MetadataUpdateStrategy] = UNSET,
        app_id: Maybe[str] = UNSET,
        contact_id: Maybe[str] = UNSET,
        active: Maybe[bool] = UNSET,
        active_channel: Maybe[ConversationChannel] = UNSET,
        metadata: Maybe[str] = UNSET,
        conversation_metadata: Maybe[Mapping[str, Any]] = UNSET,
        correlation_id: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[ConversationUpdateConversationAliases],
    ) -> ConversationDetails:
        """Update a conversation.

        `PATCH /v1/projects/{project_id}/conversations/{conversation_id}` (Conversation_UpdateConversation)

        Only what is given is changed; None clears a field.

        Args:
            conversation_id: id of the conversation.
            update_mask: the fields to write, where they are not those that are given; one that is named but not given
                is cleared.
            metadata_update_strategy: "REPLACE" (the default), or "MERGE_PATCH" (RFC 7386) to change the earlier
                `conversation_metadata`.
            app_id: id of the app.
            contact_id: id of the contact.
            active: whether it is still active.
            active_channel: channel that was used last.
            metadata: your own text, at most 1024 characters. Deprecated: use `conversation_metadata`.
            conversation_metadata: any JSON object of your own. (wire: `metadata_json`).
            correlation_id: your own text, at most 128 characters.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `metadata_json` for `conversation_metadata`.

        Returns:
            The conversation.

        Raises:
            ArgumentError: nothing is given to update, or an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.conversations.update(
            ...     "01JEXAMPLE00000000000TALK1", conversation_metadata={"basket": "b-12"}, correlation_id="ticket-7"
            ... )

        """
        return self._send(
            operations.conversation_update_conversation(
                conversation_id,
                update_mask=update_mask,
                metadata_update_strategy=metadata_update_strategy,
                app_id=app_id,
                contact_id=contact_id,
                active=active,
                active_channel=active_channel,
                metadata=metadata,
                conversation_metadata=conversation_metadata,
                correlation_id=correlation_id,
                **aliases,
            ),
            options,
        )

    def delete(self, conversation_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete a conversation with all its messages.

        `DELETE /v1/projects/{project_id}/conversations/{conversation_id}` (Conversation_DeleteConversation)

        Args:
            conversation_id: id of the conversation.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.conversations.delete("01JEXAMPLE00000000000TALK1")

        """
        self._send(operations.conversation_delete_conversation(conversation_id), options)

    def stop_active(self, conversation_id: str, *, options: RequestOptions | None = None) -> None:
        """Stop a conversation if it is active.

        `POST /v1/projects/{project_id}/conversations/{conversation_id}:stop` (Conversation_StopActiveConversation)

        The next message between the app and the contact begins a new one.

        Args:
            conversation_id: id of the conversation.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.conversations.stop_active("01JEXAMPLE00000000000TALK1")

        """
        self._send(operations.conversation_stop_active_conversation(conversation_id), options)

    def inject_message(
        self,
        conversation_id: str,
        *,
        accept_time: datetime | str,
        direction: ConversationDirection,
        contact_id: str,
        channel_identity: ChannelIdentityDict | ChannelIdentity,
        sender_id: Maybe[str] = UNSET,
        processing_mode: Maybe[ProcessingMode] = UNSET,
        metadata: Maybe[str] = UNSET,
        app_message: Maybe[AppMessageDict | AppMessage] = UNSET,
        contact_message: Maybe[ContactMessageDict | ContactMessage] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Inject a message into a conversation.

        `POST /v1/projects/{project_id}/conversations/{conversation_id}:inject-message` (Conversation_InjectMessage)

        It was exchanged elsewhere, and is not sent. Pass either `app_message` or `contact_message`. The call cannot
        be repeated safely: if no response arrives, it raises `OutcomeUnknownError` instead of adding a second copy.

        Args:
            conversation_id: id of the conversation.
            accept_time: when it was sent, not in the future and at most 30 days ago. ISO 8601; UTC if it has no zone.
            direction: "TO_CONTACT" with `app_message`, "TO_APP" with `contact_message`.
            contact_id: id of the contact, which must be that of the conversation.
            channel_identity: the contact's identity on the channel on which the message was exchanged.
            sender_id: number or id that the contact wrote to. Only with `contact_message`.
            processing_mode: the mode of the app: "CONVERSATION" or "DISPATCH".
            metadata: your own text, at most 1024 characters.
            app_message: a message of the app, as for `messages.send`: `{"text_message": {"text": ...}}`.
            contact_message: a message of the contact: `{"text_message": {"text": ...}}`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> talk = client.conversation.conversations.get("01JEXAMPLE00000000000TALK1")
            >>> client.conversation.conversations.inject_message(
            ...     talk.id,
            ...     app_message={"text_message": {"text": "We called you back."}},
            ...     direction="TO_CONTACT",
            ...     accept_time=talk.last_received,
            ...     contact_id=talk.contact_id,
            ...     channel_identity={"channel": "SMS", "identity": "12025550123"},
            ... )

        """
        self._send(
            operations.conversation_inject_message(
                conversation_id,
                accept_time=accept_time,
                direction=direction,
                contact_id=contact_id,
                channel_identity=channel_identity,
                sender_id=sender_id,
                processing_mode=processing_mode,
                metadata=metadata,
                app_message=app_message,
                contact_message=contact_message,
            ),
            options,
        )

    def inject_event(
        self,
        conversation_id: str,
        *,
        app_event: AppEventDict | AppEvent,
        accept_time: datetime | str,
        contact_id: Maybe[str] = UNSET,
        channel_identity: Maybe[ChannelIdentityDict | ChannelIdentity] = UNSET,
        processing_mode: Maybe[ProcessingMode] = UNSET,
        options: RequestOptions | None = None,
    ) -> InjectEventResponse:
        """Inject an event into a conversation.

        `POST /v1/projects/{project_id}/conversations/{conversation_id}:inject-event` (Events_InjectEvent)

        It happened elsewhere, and is not sent. In CONVERSATION mode only. The call cannot be repeated safely: if no
        response arrives, it raises `OutcomeUnknownError` instead of adding a second copy.

        Args:
            conversation_id: id of the conversation.
            app_event: the event, as for `events.send`: `{"agent_joined_event": {"agent": {...}}}`.
            accept_time: when it happened, not in the future and at most 30 days ago. ISO 8601; UTC if it has no zone.
            contact_id: id of the contact, which must be that of the conversation.
            channel_identity: the contact's identity on the channel on which it happened.
            processing_mode: the mode of the app: "CONVERSATION" or "DISPATCH".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The event is in the conversation.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> talk = client.conversation.conversations.get("01JEXAMPLE00000000000TALK1")
            >>> client.conversation.conversations.inject_event(
            ...     talk.id,
            ...     app_event={"agent_joined_event": {"agent": {"display_name": "Mira", "type": "HUMAN"}}},
            ...     accept_time=talk.last_received,
            ... ).event_id

        """
        return self._send(
            operations.events_inject_event(
                conversation_id,
                app_event=app_event,
                accept_time=accept_time,
                contact_id=contact_id,
                channel_identity=channel_identity,
                processing_mode=processing_mode,
            ),
            options,
        )
