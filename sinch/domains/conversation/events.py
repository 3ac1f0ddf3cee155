"""Events: what apps and contacts do in a conversation besides sending messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.kinds import ANY, STRING, MapOf
from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation.recipients import recipient_of
from sinch_api.conversation import kinds, operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        Agent,
        AppEvent,
        ChannelRecipientIdentity,
        ConversationChannel,
        ConversationEvent,
        ListEventsResponse,
        MessageQueue,
        Recipient,
        SendEventResponse,
    )
    from sinch_api.conversation.params import (
        AgentDict,
        AppEventDict,
        ChannelRecipientIdentityDict,
        EventsSendEventAliases,
        RecipientDict,
    )


_PAYLOAD = MapOf(ANY)


class Events(Resource):
    """`client.conversation.events`: what an app does in a conversation besides sending messages, such as typing.

    `send` takes an event of any kind; each kind has a shorter method of its own. Sending cannot be repeated safely: if
    no response arrives, the methods raise `OutcomeUnknownError` instead of sending again. The receipt is an event of
    the kind EVENT_DELIVERY; see `client.conversation.sinch_events`.
    """

    def send(
        self,
        app_id: str,
        event: AppEventDict | AppEvent,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        recipient: Maybe[RecipientDict | Recipient] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Send an event of any kind.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            event: the event: one kind, such as `{"composing_event": {}}` or `{"read_message_event": {}}`.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            recipient: the recipient as the API writes it: `{"contact_id": ...}` or `{"identified_by":
                {"channel_identities": [...]}}`.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send(
            ...     "01JEXAMPLE000000000000APP1",
            ...     {"read_message_event": {}},
            ...     recipient_identities=[{"channel": "WHATSAPP", "identity": "+12025550123"}],
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event=event,
                recipient=recipient_of(contact_id, recipient_identities, recipient),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_composing_event(
        self,
        app_id: str,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Tell a contact that somebody is typing.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_composing_event(
            ...     "01JEXAMPLE000000000000APP1", recipient_identities=[{"channel": "RCS", "identity": "+12025550123"}]
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"composing_event": {}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_composing_end_event(
        self,
        app_id: str,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Tell a contact that nobody is typing any more.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_composing_end_event(
            ...     "01JEXAMPLE000000000000APP1", contact_id="01JEXAMPLE00000000CONTACT1"
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"composing_end_event": {}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_comment_reply_event(
        self,
        app_id: str,
        text: str,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Reply to a contact's comment on a post; Instagram only.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            text: the reply.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_comment_reply_event(
            ...     "01JEXAMPLE000000000000APP1", "Thank you!", contact_id="01JEXAMPLE00000000CONTACT1"
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"comment_reply_event": {"text": STRING.check("text", text)}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_agent_joined_event(
        self,
        app_id: str,
        agent: AgentDict | Agent,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Tell a contact that an agent has joined the conversation.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            agent: who it is: `{"display_name": ..., "type": "HUMAN" or "BOT", "picture_url": ...}`.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_agent_joined_event(
            ...     "01JEXAMPLE000000000000APP1",
            ...     {"display_name": "Mira", "type": "HUMAN"},
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"agent_joined_event": {"agent": kinds.Agent.check("agent", agent)}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_agent_left_event(
        self,
        app_id: str,
        agent: AgentDict | Agent,
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Tell a contact that an agent has left the conversation.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            agent: who it is: `{"display_name": ..., "type": "HUMAN" or "BOT", "picture_url": ...}`.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_agent_left_event(
            ...     "01JEXAMPLE000000000000APP1",
            ...     {"display_name": "Mira", "type": "HUMAN"},
            ...     contact_id="01JEXAMPLE00000000CONTACT1",
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"agent_left_event": {"agent": kinds.Agent.check("agent", agent)}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def send_generic_event(
        self,
        app_id: str,
        payload: Mapping[str, Any],
        *,
        contact_id: Maybe[str] = UNSET,
        recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        channel_priority_order: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        event_metadata: Maybe[str] = UNSET,
        queue: Maybe[MessageQueue] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[EventsSendEventAliases],
    ) -> SendEventResponse:
        """Send an event of your own making.

        `POST /v1/projects/{project_id}/events:send` (Events_SendEvent)

        Args:
            app_id: the id of the app that sends.
            payload: any JSON object.
            contact_id: the id of the contact that receives the event. Pass either this or `recipient_identities`.
            recipient_identities: the recipient's identities, `[{"channel": "RCS", "identity": "+12025550123"}]`. The
                only way in DISPATCH mode.
            event_destination_target: URL for the receipt of this event (wire: `callback_url`), instead of the app's
                event destinations.
            channel_priority_order: the channel to send on; only one.
            event_metadata: text that the receipt repeats as `metadata`.
            queue: "NORMAL_PRIORITY" (the default) or "HIGH_PRIORITY".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The id of the event, which its receipt repeats, and when it was accepted.

        Raises:
            ArgumentError: not exactly one recipient was given, or an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the event may have been sent, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.send_generic_event(
            ...     "01JEXAMPLE000000000000APP1", {"nudge": True}, contact_id="01JEXAMPLE00000000CONTACT1"
            ... )

        """
        return self._send(
            operations.events_send_event(
                app_id=app_id,
                event={"generic_event": {"payload": _PAYLOAD.check("payload", payload)}},
                recipient=recipient_of(contact_id, recipient_identities),
                event_destination_target=event_destination_target,
                channel_priority_order=channel_priority_order,
                event_metadata=event_metadata,
                queue=queue,
                **aliases,
            ),
            options,
        )

    def list(
        self,
        *,
        conversation_id: Maybe[str] = UNSET,
        contact_id: Maybe[str] = UNSET,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[ConversationEvent, ListEventsResponse]:
        """List events.

        `GET /v1/projects/{project_id}/events` (Events_ListEvents)

        Pass `conversation_id`, `contact_id` or both.

        Args:
            conversation_id: only events of this conversation.
            contact_id: only events with this contact.
            page_size: events per page, 1 to 20; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the events of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> events = list(client.conversation.events.list(contact_id="01JEXAMPLE00000000CONTACT1"))

        """
        return self._page(
            operations.events_list_events(
                conversation_id=conversation_id, contact_id=contact_id, page_size=page_size, page_token=page_token
            ),
            options,
        )

    def get(self, event_id: str, *, options: RequestOptions | None = None) -> ConversationEvent:
        """Read a stored event.

        `GET /v1/projects/{project_id}/events/{event_id}` (Events_GetEvent)

        Args:
            event_id: id of the event.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The event.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.get("01JEXAMPLE0000000000EVENT1").app_event

        """
        return self._send(operations.events_get_event(event_id), options)

    def delete(self, event_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete a stored event.

        `DELETE /v1/projects/{project_id}/events/{event_id}` (Events_DeleteEvents)

        Args:
            event_id: id of the event.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.events.delete("01JEXAMPLE0000000000EVENT1")

        """
        self._send(operations.events_delete_events(event_id), options)
