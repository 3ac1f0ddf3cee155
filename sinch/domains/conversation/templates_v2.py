"""Templates v2: creating, reading, updating and deleting omnichannel templates and their translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.conversation_templates import operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Unpack

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.unset import Maybe
    from sinch_api.conversation_templates import (
        ListTemplatesResponse,
        ListTranslationsResponse,
        Template,
        TemplateTranslation,
    )
    from sinch_api.conversation_templates.params import (
        TemplatesV2CreateTemplateAliases,
        TemplatesV2UpdateTemplateAliases,
        TemplateTranslationDict,
    )


class TemplatesV2(Resource):
    """`client.conversation.templates.v2`: messages with placeholders, in several languages, sent on any channel.

    A template has translations, each with a language and a version of your own. `client.conversation.messages` sends
    one as `send_template_message(..., template_message={"omni_template": {"template_id": ..., "version": "latest",
    "parameters": {...}}})`. Templates are kept by region: they are sent by apps of the same region only.
    """

    def list(self, *, options: RequestOptions | None = None) -> Page[Template, ListTemplatesResponse]:
        """List the templates of the project.

        `GET /v2/projects/{project_id}/templates` (Templates_v2_ListTemplates)

        All come at once. The newest translations of each are there twice, the second time under the version "latest".

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all templates.

        Raises:
            ArgumentError: an argument is of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for template in client.conversation.templates.v2.list():
            ...     print(template.template_id, template.description, template.version)

        """
        return self._page(operations.templates_v2_list_templates(), options)

    def create(
        self,
        *,
        default_translations: Maybe[str] = UNSET,
        translations: Sequence[TemplateTranslationDict | TemplateTranslation],
        template_id: Maybe[str] = UNSET,
        description: Maybe[str] = UNSET,
        version: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[TemplatesV2CreateTemplateAliases],
    ) -> Template:
        """Create a template.

        `POST /v2/projects/{project_id}/templates` (Templates_v2_CreateTemplate)

        Give it a `template_id`, and you can find out with `get` whether it was created when no response arrived.

        Args:
            default_translations: the language that is sent when no other is asked for, as BCP 47 code such as "en-US".
                There must be a translation into it (wire: `default_translation`).
            translations: the content in each language: `language_code`, one kind of content such as `{"text_message":
                {"text": "Hello ${name}"}}`, and optionally `version` (any text but "latest"), `variables` (the
                placeholders, each `{"key": ..., "preview_value": ...}`) and `channel_template_overrides` (by channel,
                a template of WhatsApp or KakaoTalk that is sent there instead).
            template_id: an id of your own choice, unique in the project (wire: `id`); made by the service when left
                out.
            description: what the template is for, in your own words.
            version: the number that the template starts with; 1 when left out.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `default_translation` for `default_translations`, `id` for
                `template_id`.

        Returns:
            The new template.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the template may have been created, but no response arrived; it was not repeated.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.templates.v2.create(
            ...     template_id="01JEXAMPLE000000000000TPL2",
            ...     default_translations="en-US",
            ...     translations=[
            ...         {
            ...             "language_code": "en-US",
            ...             "version": "1",
            ...             "variables": [{"key": "name", "preview_value": "Ada"}],
            ...             "text_message": {"text": "${name}, your basket is waiting."},
            ...             "channel_template_overrides": {
            ...                 "WHATSAPP": {
            ...                     "template_reference": {"template_id": "basket_waiting", "language_code": "en_US"},
            ...                     "parameter_mappings": {"body[1]text": "name"},
            ...                 }
            ...             },
            ...         }
            ...     ],
            ... )

        """
        return self._send(
            operations.templates_v2_create_template(
                default_translations=default_translations,
                translations=translations,
                template_id=template_id,
                description=description,
                version=version,
                **aliases,
            ),
            options,
        )

    def get(self, template_id: str, *, options: RequestOptions | None = None) -> Template:
        """Get a template.

        `GET /v2/projects/{project_id}/templates/{template_id}` (Templates_v2_GetTemplate)

        Its newest translations are there twice, the second time under the version "latest".

        Args:
            template_id: the id of the template.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The template.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.templates.v2.get("01JEXAMPLE000000000000TPL1").default_translations

        """
        return self._send(operations.templates_v2_get_template(template_id), options)

    def update(
        self,
        template_id: str,
        version: int,
        *,
        description: Maybe[str] = UNSET,
        default_translations: Maybe[str] = UNSET,
        translations: Maybe[Sequence[TemplateTranslationDict | TemplateTranslation]] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[TemplatesV2UpdateTemplateAliases],
    ) -> Template:
        """Replace a template.

        `PUT /v2/projects/{project_id}/templates/{template_id}` (Templates_v2_UpdateTemplate)

        What is left out is gone, translations included. An update of a version that is not the current one is rejected,
        so two programs cannot overwrite each other's changes.

        Args:
            template_id: the id of the template.
            version: its current version, as it was read; the update raises it by 1.
            description: what the template is for, in your own words.
            default_translations: the language that is sent when no other is asked for, as BCP 47 code such as "en-US".
                There must be a translation into it (wire: `default_translation`).
            translations: the content in all languages, as in `create`, without the copies whose version is "latest".
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `default_translation` for `default_translations`.

        Returns:
            The template as it is now.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the template may have been replaced, but no response arrived; it was not repeated. The
                version that `get` returns tells.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> template = client.conversation.templates.v2.get("01JEXAMPLE000000000000TPL1")
            >>> client.conversation.templates.v2.update(
            ...     "01JEXAMPLE000000000000TPL1",
            ...     version=template.version,
            ...     default_translations="en-US",
            ...     translations=[
            ...         {"language_code": "en-US", "version": "2", "text_message": {"text": "Still here, ${name}."}}
            ...     ],
            ... )

        """
        return self._send(
            operations.templates_v2_update_template(
                template_id,
                version=version,
                description=description,
                default_translations=default_translations,
                translations=translations,
                **aliases,
            ),
            options,
        )

    def delete(self, template_id: str, *, options: RequestOptions | None = None) -> None:
        """Delete a template.

        `DELETE /v2/projects/{project_id}/templates/{template_id}` (Templates_v2_DeleteTemplate)

        All its translations go with it.

        Args:
            template_id: the id of the template.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.conversation.templates.v2.delete("01JEXAMPLE000000000000TPL1")

        """
        self._send(operations.templates_v2_delete_template(template_id), options)

    def list_translations(
        self,
        template_id: str,
        *,
        language_code: Maybe[str] = UNSET,
        translation_version: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Page[TemplateTranslation, ListTranslationsResponse]:
        """List the translations of a template.

        `GET /v2/projects/{project_id}/templates/{template_id}/translations` (Templates_v2_ListTranslations)

        All that match come at once, each once.

        Args:
            template_id: the id of the template.
            language_code: only translations into this language, as BCP 47 code such as "en-US".
            translation_version: only translations of this version; "latest" means the newest of each language.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            One page with all translations.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            ConversationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for translation in client.conversation.templates.v2.list_translations("01JEXAMPLE000000000000TPL1"):
            ...     print(translation.language_code, translation.text_message)

        """
        return self._page(
            operations.templates_v2_list_translations(
                template_id, language_code=language_code, translation_version=translation_version
            ),
            options,
        )
