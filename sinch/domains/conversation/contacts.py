"""Contacts: who apps talk to, and who they are on channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.conversation.recipients import recipient_of, whole_recipient
from sinch_api.conversation import operations
from sinch_api.conversation_batch import operations as batch_operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.conversation import (
        ChannelIdentity,
        ChannelProfileChannel,
        ChannelRecipientIdentity,
        Contact,
        ContactIdentityConflict,
        ContactLanguage,
        ConversationChannel,
        ConversationMergeStrategy,
        GetChannelProfileResponse,
        ListContactsResponse,
        ListIdentityConflictsResponse,
        Recipient,
    )
    from sinch_api.conversation.params import ChannelIdentityDict, ChannelRecipientIdentityDict, RecipientDict
    from sinch_api.conversation_batch import BatchAccepted, ContactCreateRequest
    from sinch_api.conversation_batch.params import ContactCreateRequestDict


class Contacts(Resource):
    """`client.conversation.contacts`: the people that the apps of a project talk to, and who they are on channels.

    In CONVERSATION mode a contact is made by itself when somebody new writes or is written to.
    """

    def list(
        self,
        *,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        external_id: Maybe[str] = UNSET,
        channel: Maybe[ConversationChannel] = UNSET,
        identity: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[Contact, ListContactsResponse]:
        """List contacts.

        `GET /v1/projects/{project_id}/contacts` (Contact_ListContacts)

        All of the project, those with an `external_id`, or those with an `identity` on a `channel`.

        Args:
            page_size: contacts per page, 1 to 20; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            external_id: only contacts with this id in your own system. Not together with `channel` and `identity`.
            channel: only contacts with an `identity` on this channel.
            identity: only contacts with this identity on `channel`, such as a phone number.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the contacts of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> found = list(client.conversation.contacts.list(channel="SMS", identity="+12025550123"))

        """
        return self._page(
            operations.contact_list_contacts(
                page_size=page_size, page_token=page_token, external_id=external_id, channel=channel, identity=identity
            ),
            options,
        )

    def create(
        self,
        *,
        channel_identities: Sequence[ChannelIdentityDict | ChannelIdentity],
        language: ContactLanguage,
        channel_priority: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        display_name: Maybe[str] = UNSET,
        email: Maybe[str] = UNSET,
        external_id: Maybe[str] = UNSET,
        metadata: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Create a contact.

        `POST /v1/projects/{project_id}/contacts` (Contact_CreateContact)

        The call cannot be repeated safely: if no response arrives, it raises `OutcomeUnknownError` instead of
        creating a second contact.

        Args:
            channel_identities: who the contact is on channels, at least one: `[{"channel": "SMS", "identity":
                "+12025550123"}]`, with `app_id` on channels whose identities differ from app to app (MESSENGER,
                INSTAGRAM, LINE, WECHAT).
            language: the language of the contact, such as "EN" or "EN_US".
            channel_priority: channels in the order in which they are tried.
            display_name: what the contact is called.
            email: email address.
            external_id: id of the contact in your own system.
            metadata: your own text, at most 1024 characters.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The contact.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.create(
            ...     channel_identities=[
            ...         {"channel": "SMS", "identity": "+12025550123"},
            ...         {
            ...             "channel": "MESSENGER",
            ...             "identity": "5550001112223334",
            ...             "app_id": "01JEXAMPLE000000000000APP1",
            ...         },
            ...     ],
            ...     language="EN_US",
            ...     channel_priority=["SMS", "MESSENGER"],
            ...     display_name="Ada",
            ...     email="ada@example.com",
            ...     external_id="customer-7",
            ...     metadata="prefers mugs",
            ... )

        """
        return self._send(
            operations.contact_create_contact(
                channel_identities=channel_identities,
                language=language,
                channel_priority=channel_priority,
                display_name=display_name,
                email=email,
                external_id=external_id,
                metadata=metadata,
            ),
            options,
        )

    def get(self, contact_id: str, *, options: RequestOptions | None = None) -> Contact:
        """Read a contact.

        `GET /v1/projects/{project_id}/contacts/{contact_id}` (Contact_GetContact)

        `display_name` may be the name that WhatsApp or Instagram told; it is "Unknown" if nobody has set it.

        Args:
            contact_id: id of the contact.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The contact.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.get("01JEXAMPLE00000000CONTACT1").display_name

        """
        return self._send(operations.contact_get_contact(contact_id), options)

    def update(
        self,
        contact_id: str,
        *,
        update_mask: Maybe[SequenceNotStr[str]] = UNSET,
        channel_identities: Maybe[Sequence[ChannelIdentityDict | ChannelIdentity]] = UNSET,
        channel_priority: Maybe[SequenceNotStr[ConversationChannel]] = UNSET,
        display_name: Maybe[str] = UNSET,
        email: Maybe[str] = UNSET,
        external_id: Maybe[str] = UNSET,
        language: Maybe[ContactLanguage] = UNSET,
        metadata: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Update a contact.

        `PATCH /v1/projects/{project_id}/contacts/{contact_id}` (Contact_UpdateContact)

        Only what is given is changed; None clears a field. Lists are replaced as a whole.

        Args:
            contact_id: id of the contact.
            update_mask: the fields to write, where they are not those that are given; one that is named but not given
                is cleared.
            channel_identities: who the contact is on channels; a list replaces that which the contact has.
            channel_priority: channels in the order in which they are tried.
            display_name: what the contact is called.
            email: email address.
            external_id: id of the contact in your own system.
            language: the language of the contact, such as "EN" or "EN_US".
            metadata: your own text, at most 1024 characters.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The contact.

        Raises:
            ArgumentError: nothing is given to update, or an argument is missing or of the wrong kind; nothing was
                sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.update(
            ...     "01JEXAMPLE00000000CONTACT1", display_name="Ada Example", email=None
            ... )

        """
        return self._send(
            operations.contact_update_contact(
                contact_id,
                update_mask=update_mask,
                channel_identities=channel_identities,
                channel_priority=channel_priority,
                display_name=display_name,
                email=email,
                external_id=external_id,
                language=language,
                metadata=metadata,
            ),
            options,
        )

    def delete(self, contact_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete a contact.

        `DELETE /v1/projects/{project_id}/contacts/{contact_id}` (Contact_DeleteContact)

        Its conversations are deleted too.

        Args:
            contact_id: id of the contact.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.delete("01JEXAMPLE00000000CONTACT1")

        """
        self._send(operations.contact_delete_contact(contact_id), options)

    def merge_contact(
        self,
        destination_id: str,
        *,
        source_id: str,
        strategy: Maybe[ConversationMergeStrategy] = UNSET,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Merge a contact into another.

        `POST /v1/projects/{project_id}/contacts/{destination_id}:merge` (Contact_MergeContact)

        The contact that stays gets the conversations of the other, its identities on channels that it does not have
        itself, and its fields where its own are empty.

        Args:
            destination_id: id of the contact that stays.
            source_id: id of the contact that is merged into the other, and then no longer exists. Must match
                `^[0-9A-Z]{26}$`.
            strategy: "MERGE" (the default, and the only one): conversations that both have with one app become one.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The contact that stays.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.merge_contact(
            ...     "01JEXAMPLE00000000CONTACT1", source_id="01JEXAMPLE00000000CONTACT2"
            ... )

        """
        return self._send(
            operations.contact_merge_contact(destination_id, source_id=source_id, strategy=strategy), options
        )

    def get_channel_profile(
        self,
        app_id: str,
        *,
        channel: ChannelProfileChannel,
        recipient: RecipientDict | Recipient,
        options: RequestOptions | None = None,
    ) -> GetChannelProfileResponse:
        """Ask a channel what somebody is called there.

        `POST /v1/projects/{project_id}/contacts:getChannelProfile` (Contact_GetChannelProfile)

        It only reads, so it is retried like a GET.

        Args:
            app_id: the id of the app, which must have the channel.
            channel: the channel to ask: "MESSENGER", "INSTAGRAM", "VIBER" or "LINE".
            recipient: whom to ask about: `{"contact_id": ...}` or `{"channel_identities": [...]}`; of several
                identities on the channel, the first counts.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The profile.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.get_channel_profile(
            ...     "01JEXAMPLE000000000000APP1",
            ...     channel="MESSENGER",
            ...     recipient={"contact_id": "01JEXAMPLE00000000CONTACT1"},
            ... ).profile_name

        """
        return self._send(
            operations.contact_get_channel_profile(
                app_id=app_id, recipient=whole_recipient(recipient), channel=channel
            ),
            options,
        )

    def get_channel_profile_by_contact_id(
        self,
        app_id: str,
        *,
        channel: ChannelProfileChannel,
        contact_id: str,
        options: RequestOptions | None = None,
    ) -> GetChannelProfileResponse:
        """Ask a channel what a contact is called there.

        `POST /v1/projects/{project_id}/contacts:getChannelProfile` (Contact_GetChannelProfile)

        It only reads, so it is retried like a GET.

        Args:
            app_id: the id of the app, which must have the channel.
            channel: the channel to ask: "MESSENGER", "INSTAGRAM", "VIBER" or "LINE".
            contact_id: the id of the contact.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The profile.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.get_channel_profile_by_contact_id(
            ...     "01JEXAMPLE000000000000APP1", channel="MESSENGER", contact_id="01JEXAMPLE00000000CONTACT1"
            ... ).profile_name

        """
        return self._send(
            operations.contact_get_channel_profile(app_id=app_id, recipient=recipient_of(contact_id), channel=channel),
            options,
        )

    def get_channel_profile_by_channel_identity(
        self,
        app_id: str,
        *,
        channel: ChannelProfileChannel,
        recipient_identities: Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity],
        options: RequestOptions | None = None,
    ) -> GetChannelProfileResponse:
        """Ask a channel what an identity is called there.

        `POST /v1/projects/{project_id}/contacts:getChannelProfile` (Contact_GetChannelProfile)

        It only reads, so it is retried like a GET.

        Args:
            app_id: the id of the app, which must have the channel.
            channel: the channel to ask: "MESSENGER", "INSTAGRAM", "VIBER" or "LINE".
            recipient_identities: the identities, `[{"channel": "MESSENGER", "identity": ...}]`; of several on the
                channel, the first counts.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The profile.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.get_channel_profile_by_channel_identity(
            ...     "01JEXAMPLE000000000000APP1",
            ...     channel="MESSENGER",
            ...     recipient_identities=[{"channel": "MESSENGER", "identity": "5550001112223334"}],
            ... ).profile_name

        """
        return self._send(
            operations.contact_get_channel_profile(
                app_id=app_id, recipient=recipient_of(recipient_identities=recipient_identities), channel=channel
            ),
            options,
        )

    def list_identity_conflicts(
        self, *, page_size: Maybe[int] = UNSET, page_token: Maybe[str] = UNSET, options: RequestOptions | None = None
    ) -> Page[ContactIdentityConflict, ListIdentityConflictsResponse]:
        """List identities that several contacts have.

        `GET /v1/projects/{project_id}/contacts:identityConflicts` (Contact_ListIdentityConflicts)

        On SMS, MMS and RCS, where one person has the same on each. As long as there are any, `project_settings`
        cannot enable one contact per phone number.

        Args:
            page_size: conflicts per page, 1 to 20; default 10.
            page_token: where to start: the `next_page_token` of an earlier page of the same list.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the conflicts of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for conflict in client.conversation.contacts.list_identity_conflicts():
            ...     print(conflict.identity, conflict.contact_ids)

        """
        return self._page(
            operations.contact_list_identity_conflicts(page_size=page_size, page_token=page_token), options
        )

    def create_batch(
        self,
        contacts: Sequence[ContactCreateRequestDict | ContactCreateRequest],
        *,
        options: RequestOptions | None = None,
    ) -> BatchAccepted:
        """Create up to 1,000 contacts.

        `POST /v1/projects/{project_id}/contacts` (Batch_CreateContacts)

        They are created after the request was accepted; a CONTACT_CREATE event tells of each.

        Args:
            contacts: 1 to 1000 contacts, each with `channel_identities`, `language` and what else `create` takes.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What the API said of the work; not always anything.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been accepted, but no response arrived; it was not repeated, since
                the contacts might be created twice.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.create_batch(
            ...     [
            ...         {"channel_identities": [{"channel": "SMS", "identity": "+12025550144"}], "language": "EN_US"},
            ...         {"channel_identities": [{"channel": "SMS", "identity": "+12025550166"}], "language": "SV"},
            ...     ]
            ... )

        """
        return self._send(batch_operations.batch_create_contacts(contacts=contacts), options)

    def delete_batch(self, contact_ids: SequenceNotStr[str], *, options: RequestOptions | None = None) -> BatchAccepted:
        """Delete up to 1,000 contacts.

        `DELETE /v1/projects/{project_id}/contacts` (Batch_DeleteContacts)

        They are deleted after the request was accepted, with their conversations; a CONTACT_DELETE event tells of each.

        Args:
            contact_ids: the ids of up to 1000 contacts; those that are gone already stay gone.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What the API said of the work; not always anything.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.contacts.delete_batch(["01JEXAMPLE00000000CONTACT1", "01JEXAMPLE00000000CONTACT2"])

        """
        return self._send(batch_operations.batch_delete_contacts(contact_ids=contact_ids), options)
