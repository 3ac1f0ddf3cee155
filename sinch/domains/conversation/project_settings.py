"""Project settings: settings of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation import operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.conversation import ContactSettings, ProjectSettingsResponse
    from sinch_api.conversation.params import ContactSettingsDict


class ProjectSettings(Resource):
    """`client.conversation.project_settings`: settings that all apps of the project share."""

    def get(self, *, options: RequestOptions | None = None) -> ProjectSettingsResponse:
        """Read the settings of the project.

        `GET /v1/projects/{project_id}/settings` (ProjectSettings_GetSettings)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The settings.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.project_settings.get().settings

        """
        return self._send(operations.project_settings_get_settings(), options)

    def create(
        self,
        *,
        contact_settings: Maybe[ContactSettingsDict | ContactSettings] = UNSET,
        options: RequestOptions | None = None,
    ) -> ProjectSettingsResponse:
        """Create the settings of the project.

        `POST /v1/projects/{project_id}/settings` (ProjectSettings_CreateSettings)

        It has none at first. If no response arrives, the call raises `OutcomeUnknownError`; `get` tells what became
        of it.

        Args:
            contact_settings: `{"unified_contact_id_enabled": ...}`: whether there is one contact per phone number on
                SMS, MMS and RCS together. `contacts.list_identity_conflicts` has what stands in the way.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The settings.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.project_settings.create(contact_settings={"unified_contact_id_enabled": True})

        """
        return self._send(operations.project_settings_create_settings(contact_settings=contact_settings), options)

    def update(
        self,
        *,
        contact_settings: Maybe[ContactSettingsDict | ContactSettings] = UNSET,
        options: RequestOptions | None = None,
    ) -> ProjectSettingsResponse:
        """Change settings of the project.

        `PATCH /v1/projects/{project_id}/settings` (ProjectSettings_UpdateSettings)

        Args:
            contact_settings: `{"unified_contact_id_enabled": ...}`: whether there is one contact per phone number on
                SMS, MMS and RCS together. `contacts.list_identity_conflicts` has what stands in the way.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The settings.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.project_settings.update(contact_settings={"unified_contact_id_enabled": True})

        """
        return self._send(operations.project_settings_update_settings(contact_settings=contact_settings), options)

    def delete(self, *, options: RequestOptions | None = None) -> None:
        """Delete all settings of the project.

        `DELETE /v1/projects/{project_id}/settings` (ProjectSettings_DeleteSettings)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.project_settings.delete()

        """
        self._send(operations.project_settings_delete_settings(), options)
