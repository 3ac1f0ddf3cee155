"""Simulated Conversation Templates: templates with translations, and a version that each update must know."""

from __future__ import annotations

from collections.abc import Iterable

from sinch.testing.clock import format_time
from sinch.testing.conversation.base import ConversationBase, Json
from sinch.testing.product import Call, Rejected, Response, handles

_COPY = "latest"
"""The version of the copies of the newest translations."""


class ConversationTemplates(ConversationBase):
    """The templates of one project."""

    name = "conversation-templates"

    def clear(self) -> None:
        """Forget all templates."""
        self._templates: dict[str, Json] = {}

    @handles("Templates_v2_ListTemplates")
    def _list(self, call: Call) -> Json:
        return {"templates": [_with_copies(template) for template in self._templates.values()]}

    @handles("Templates_v2_CreateTemplate")
    def _create(self, call: Call) -> Json:
        request = call.body
        template_id = request.get("id") or self.world.ids.ulid()
        if template_id in self._templates:
            raise Rejected(409, f"id: template {template_id} exists already", code="ALREADY_EXISTS")
        now = format_time(self.world.clock.now())
        self._templates[template_id] = {
            "id": template_id,
            "version": request.get("version", 1),
            **_content(request, (), now),
            "create_time": now,
            "update_time": now,
        }
        return self._templates[template_id]

    @handles("Templates_v2_GetTemplate")
    def _get(self, call: Call) -> Json:
        return _with_copies(self._template(call))

    @handles("Templates_v2_UpdateTemplate")
    def _update(self, call: Call) -> Json:
        template, request = self._template(call), call.body
        if request.get("id", template["id"]) != template["id"]:
            raise Rejected(400, f"id: is {request['id']}, not that of the path")
        if request["version"] != template["version"]:
            current = template["version"]
            raise Rejected(409, f"version: is {request['version']}, but the current one is {current}", code="ABORTED")
        now = format_time(self.world.clock.now())
        content = _content(request, template["translations"], now)
        template.update(content, version=template["version"] + 1, update_time=now)
        return template

    @handles("Templates_v2_DeleteTemplate")
    def _delete(self, call: Call) -> Response:
        del self._templates[self._template(call)["id"]]
        return Response(200, {})

    @handles("Templates_v2_ListTranslations")
    def _list_translations(self, call: Call) -> Json:
        translations, query = self._template(call)["translations"], call.query
        found = _copies(translations) if query.get("translation_version") == _COPY else translations
        return {
            "translations": [
                translation
                for translation in found
                if query.get("language_code") in (None, translation["language_code"])
                and query.get("translation_version") in (None, translation["version"])
            ]
        }

    def _template(self, call: Call) -> Json:
        template = self._templates.get(call.path["template_id"])
        if template is None:
            raise Rejected(404, f"unknown template {call.path['template_id']}")
        return template


def _content(request: Json, before: Iterable[Json], now: str) -> Json:
    """Return what a request says of a template, all of which replaces what was before."""
    created = {_key(translation): translation["create_time"] for translation in before}
    translations = [_translation(given, created, now) for given in request.get("translations", ())]
    keys = [_key(translation) for translation in translations]
    for index, key in enumerate(keys):
        if key[1] == _COPY:
            raise Rejected(400, f"translations[{index}].version: {_COPY} is reserved for copies")
        if key in keys[:index]:
            raise Rejected(400, f"translations[{index}]: version {key[1]!r} of {key[0]} is there twice")
    default = request.get("default_translation", "")
    if default not in [language for language, _ in keys]:
        raise Rejected(400, f"default_translation: there is no translation into {default!r}")
    return {
        "description": request.get("description", ""),
        "default_translation": default,
        "translations": translations,
    }


def _translation(given: Json, created: dict[tuple[str, str], str], now: str) -> Json:
    translation = {
        **given,
        "version": given.get("version", ""),
        "variables": [{"preview_value": "", **variable} for variable in given.get("variables", ())],
        "channel_template_overrides": given.get("channel_template_overrides", {}),
    }
    return {**translation, "create_time": created.get(_key(translation), now), "update_time": now}


def _key(translation: Json) -> tuple[str, str]:
    return translation["language_code"], translation["version"]


def _with_copies(template: Json) -> Json:
    translations = template["translations"]
    return {**template, "translations": [*translations, *_copies(translations)]}


def _copies(translations: list[Json]) -> list[Json]:
    """Return a copy of the newest translation into each language."""
    newest = {translation["language_code"]: translation for translation in translations}
    return [{**translation, "version": _COPY} for translation in newest.values()]
