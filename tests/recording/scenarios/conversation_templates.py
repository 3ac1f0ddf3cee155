"""Scenarios of omnichannel templates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import Template, TemplateTranslation
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

ENGLISH: dict[str, Any] = {
    "language_code": "en-US",
    "version": "1",
    "variables": [{"key": "name", "preview_value": "Ada"}],
    "text_message": {"text": "${name}, your basket is waiting."},
    "channel_template_overrides": {
        "WHATSAPP": {
            "template_reference": {
                "template_id": "basket_waiting",
                "language_code": "en_US",
                "parameters": {"body[1]text": "friend"},
            },
            "parameter_mappings": {"body[1]text": "name"},
        }
    },
}
SWEDISH: dict[str, Any] = {
    "language_code": "sv-SE",
    "version": "1",
    "card_message": {"title": "Din varukorg", "media_message": {"url": "https://media.example.com/mug.jpg"}},
}


@contextmanager
def template(stage: Stage) -> Iterator[str]:
    """The id of a template, which is deleted afterwards."""
    templates = stage.client.conversation.templates.v2
    made = templates.create(default_translations="en-US", translations=[ENGLISH, SWEDISH], description="Basket")
    yield made["id"]
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        templates.delete(made["id"])


@contextmanager
def free_id(stage: Stage) -> Iterator[str]:
    """An id that no template has; one that gets it is deleted afterwards."""
    template_id = "01JEXAMPLE000000000000TPL2"
    yield template_id
    with suppress(NotFoundError):
        stage.client.conversation.templates.v2.delete(template_id)


@scenario("conversation.templates.v2.create", template_id=free_id)
def create(client: SinchClient, account: Account, template_id: str) -> None:
    made = client.conversation.templates.v2.create(
        template_id=template_id,
        description="Basket",
        version=1,
        default_translations="en-US",
        translations=[ENGLISH, SWEDISH],
    )
    assert type(made) is Template
    assert made.template_id == template_id
    assert made.version == 1


@scenario("conversation.templates.v2.list", template_id=template)
def list_templates(client: SinchClient, account: Account, template_id: str) -> None:
    page = client.conversation.templates.v2.list()
    assert template_id in [each.template_id for each in page]


@scenario("conversation.templates.v2.get", template_id=template)
def get(client: SinchClient, account: Account, template_id: str) -> None:
    found = client.conversation.templates.v2.get(template_id)
    assert type(found) is Template
    assert found.default_translations == "en-US"
    assert {each.version for each in found.translations or []} == {"1", "latest"}


@scenario("conversation.templates.v2.update", template_id=template)
def update(client: SinchClient, account: Account, template_id: str) -> None:
    changed = client.conversation.templates.v2.update(
        template_id,
        version=1,
        description="Basket reminder",
        default_translations="en-US",
        translations=[{**ENGLISH, "version": "2"}],
    )
    assert type(changed) is Template
    assert changed.version == 2


@scenario("conversation.templates.v2.delete", template_id=template)
def delete(client: SinchClient, account: Account, template_id: str) -> None:
    client.conversation.templates.v2.delete(template_id)


@scenario("conversation.templates.v2.list_translations", template_id=template)
def list_translations(client: SinchClient, account: Account, template_id: str) -> None:
    page = client.conversation.templates.v2.list_translations(
        template_id, language_code="en-US", translation_version="1"
    )
    (found,) = page
    assert type(found) is TemplateTranslation
    assert found.text_message
    assert found.text_message.text == "${name}, your basket is waiting."
