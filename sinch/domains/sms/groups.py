"""Groups: named lists of recipients that a batch can be sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.sms import operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.sms import GroupAutoUpdate, GroupResponse, ListGroupMembersResponse, ListGroupsResponse
    from sinch_api.sms.params import GroupAutoUpdateDict


class Groups(Resource):
    """`client.sms.groups`: create and manage groups of recipients."""

    def create(
        self,
        *,
        name: Maybe[str] = UNSET,
        members: Maybe[SequenceNotStr[str]] = UNSET,
        child_groups: Maybe[SequenceNotStr[str]] = UNSET,
        auto_update: Maybe[GroupAutoUpdateDict | GroupAutoUpdate] = UNSET,
        options: RequestOptions | None = None,
    ) -> GroupResponse:
        """Create a group.

        `POST /xms/v1/{service_plan_id}/groups` (CreateGroup)

        Args:
            name: a name, documented as at most 20 characters.
            members: phone numbers, at most 10000.
            child_groups: ids of groups whose members belong to this one too, at most 10.
            auto_update: let people join and leave by SMS: `{"to": number, "add": {"first_word": ...}, "remove":
                {...}}`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The group, without its members: see `list_members`.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.groups.create(name="Regulars", members=["+12025550123", "+12025550144"])

        """
        return self._send(
            operations.create_group(name=name, members=members, child_groups=child_groups, auto_update=auto_update),
            options,
        )

    def list(
        self, *, page: Maybe[int] = UNSET, page_size: Maybe[int] = UNSET, options: RequestOptions | None = None
    ) -> Page[GroupResponse, ListGroupsResponse]:
        """List groups, newest first.

        `GET /xms/v1/{service_plan_id}/groups` (ListGroups)

        Args:
            page: zero-based number of the first page to fetch; default 0.
            page_size: groups per page, 0 to 100; default 30.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the groups of all pages.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> names = [group.name for group in client.sms.groups.list()]

        """
        return self._page(operations.list_groups(page=page, page_size=page_size), options)

    def get(
        self,
        group_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> GroupResponse:
        """Fetch a group.

        `GET /xms/v1/{service_plan_id}/groups/{group_id}` (RetrieveGroup)

        Args:
            group_id: the id of the group.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The group.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.groups.get("01JEXAMPLE000000000GROUP01").size

        """
        return self._send(operations.retrieve_group(group_id), options)

    def update(
        self,
        group_id: str,
        *,
        add: Maybe[SequenceNotStr[str]] = UNSET,
        remove: Maybe[SequenceNotStr[str]] = UNSET,
        name: Maybe[str] = UNSET,
        add_from_group: Maybe[str] = UNSET,
        remove_from_group: Maybe[str] = UNSET,
        auto_update: Maybe[GroupAutoUpdateDict | GroupAutoUpdate] = UNSET,
        options: RequestOptions | None = None,
    ) -> GroupResponse:
        """Add and remove members, rename a group, or set its automatic update.

        `POST /xms/v1/{service_plan_id}/groups/{group_id}` (UpdateGroup)

        Args:
            group_id: the id of the group.
            add: phone numbers to add; applied before `remove`.
            remove: phone numbers to remove.
            name: the new name, documented as at most 20 characters; None removes the name, leaving it out keeps it.
            add_from_group: id of a group whose members are added.
            remove_from_group: id of a group whose members are removed.
            auto_update: let people join and leave by SMS: `{"to": number, "add": {"first_word": ...}, "remove":
                {...}}`. None is sent as null.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The group.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.groups.update("01JEXAMPLE000000000GROUP01", add=["+12025550155"], name=None)

        """
        return self._send(
            operations.update_group(
                group_id,
                add=add,
                remove=remove,
                name=name,
                add_from_group=add_from_group,
                remove_from_group=remove_from_group,
                auto_update=auto_update,
            ),
            options,
        )

    def replace(
        self,
        group_id: str,
        *,
        name: Maybe[str] = UNSET,
        members: Maybe[SequenceNotStr[str]] = UNSET,
        child_groups: Maybe[SequenceNotStr[str]] = UNSET,
        auto_update: Maybe[GroupAutoUpdateDict | GroupAutoUpdate] = UNSET,
        options: RequestOptions | None = None,
    ) -> GroupResponse:
        """Overwrite name, members and settings of a group.

        `PUT /xms/v1/{service_plan_id}/groups/{group_id}` (ReplaceGroup)

        Args:
            group_id: the id of the group.
            name: a name, documented as at most 20 characters.
            members: all phone numbers of the group, at most 10000. Always pass them: leaving them out may empty the
                group.
            child_groups: ids of groups whose members belong to this one too, at most 10.
            auto_update: let people join and leave by SMS: `{"to": number, "add": {"first_word": ...}, "remove":
                {...}}`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The group.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.groups.replace("01JEXAMPLE000000000GROUP01", members=["+12025550123"])

        """
        return self._send(
            operations.replace_group(
                group_id, name=name, members=members, child_groups=child_groups, auto_update=auto_update
            ),
            options,
        )

    def delete(
        self,
        group_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> None:
        """Delete a group. Scheduled batches to it then have no recipients from it.

        `DELETE /xms/v1/{service_plan_id}/groups/{group_id}` (deleteGroup)

        Args:
            group_id: the id of the group.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.sms.groups.delete("01JEXAMPLE000000000GROUP01")

        """
        self._send(operations.delete_group(group_id), options)

    def list_members(
        self, group_id: str, *, options: RequestOptions | None = None
    ) -> Page[str, ListGroupMembersResponse]:
        """List the phone numbers of a group.

        `GET /xms/v1/{service_plan_id}/groups/{group_id}/members` (GetMembers)

        Args:
            group_id: the id of the group.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all of them, without the leading +.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            SmsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> numbers = list(client.sms.groups.list_members("01JEXAMPLE000000000GROUP01"))

        """
        return self._page(operations.get_members(group_id), options)
