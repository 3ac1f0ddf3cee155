"""Omnichannel templates: every method on the wire, and templates, versions and errors as a user meets them."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import ArgumentError, BadRequestError, ConflictError, NotFoundError, SinchClient
from sinch.core.paging import Page
from sinch.domains.conversation import (
    CardMessage,
    ConversationConflictError,
    ConversationException,
    Template,
    TemplateTranslation,
    TemplateVariable,
)
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours
from tests.wire import Call, check

pytestmark = both_colours

APP, CONTACT = "01JEXAMPLE000000000000APP1", "01JEXAMPLE00000000CONTACT1"
REFERENCE = {"template_id": "waiting", "version": "", "language_code": "en_US", "parameters": {"body[1]text": "you"}}
OVERRIDES = {
    "WHATSAPP": {"template_reference": REFERENCE, "parameter_mappings": {"body[1]text": "name"}},
    "KAKAOTALK": {"template_reference": {"template_id": "waiting"}},
}
ENGLISH: dict[str, Any] = {
    "language_code": "en-US",
    "version": "1",
    "variables": [{"key": "name", "preview_value": "Ada"}],
    "channel_template_overrides": OVERRIDES,
    "text_message": {"text": "${name}, your basket is waiting."},
}
SWEDISH: dict[str, Any] = {"language_code": "sv-SE", "version": "1", "text_message": {"text": "Din varukorg väntar."}}
MUG = {"url": "https://media.example.com/mug.jpg"}
KINDS: dict[str, Any] = {
    "text_message": {"text": "Hi"},
    "card_message": {"title": "Mug", "media_message": MUG},
    "carousel_message": {"cards": [{"title": "Mug", "choices": [{"text_message": {"text": "Keep it"}}]}]},
    "choice_message": {"text_message": {"text": "Which?"}, "choices": [{"text_message": {"text": "Blue"}}]},
    "list_message": {"title": "Mugs", "sections": [{"items": [{"choice": {"title": "Blue"}}]}]},
    "location_message": {"coordinates": {"latitude": 59.3, "longitude": 18.1}, "title": "Shop"},
    "media_message": MUG,
    "template_message": {"omni_template": {"template_id": "01JEXAMPLE000000000000TPL9", "version": "latest"}},
    "contact_info_message": {
        "name": {"full_name": "Ada Example"},
        "phone_numbers": [{"phone_number": "+12025550111"}],
    },
}

CREATED = (Template, "Templates_v2_CreateTemplate")
UPDATED = (Template, "Templates_v2_UpdateTemplate")
TRANSLATIONS = (Page, "Templates_v2_ListTranslations")
BOTH = {"default_translations": "en-US", "translations": [ENGLISH, SWEDISH]}
BOTH_BODY = {"default_translation": "en-US", "translations": [ENGLISH, SWEDISH]}
# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("templates.v2.list", {},
         "GET /templates", None, Page, "Templates_v2_ListTemplates"),
    Call("templates.v2.create", BOTH,
         "POST /templates", BOTH_BODY, *CREATED),
    Call("templates.v2.create", {**BOTH, "template_id": "mine", "description": "Basket", "version": 7},
         "POST /templates", {**BOTH_BODY, "id": "mine", "description": "Basket", "version": 7}, *CREATED),
    Call("templates.v2.create", {**BOTH, "template_id": None, "description": None, "version": None},
         "POST /templates", BOTH_BODY, *CREATED),
    Call("templates.v2.create",
         {"default_translation": "sv-SE", "translations": [SWEDISH], "id": "mine"},
         "POST /templates", {"default_translation": "sv-SE", "translations": [SWEDISH], "id": "mine"}, *CREATED),
    Call("templates.v2.get", {"template_id": "{template}"},
         "GET /templates/{template}", None, Template, "Templates_v2_GetTemplate"),
    Call("templates.v2.update", {"template_id": "{template}", "version": 1, "description": "New", **BOTH},
         "PUT /templates/{template}", {"version": 1, "description": "New", **BOTH_BODY}, *UPDATED),
    Call("templates.v2.delete", {"template_id": "{template}"},
         "DELETE /templates/{template}", None, None, "Templates_v2_DeleteTemplate"),
    Call("templates.v2.list_translations", {"template_id": "{template}"},
         "GET /templates/{template}/translations", None, *TRANSLATIONS),
    Call("templates.v2.list_translations",
         {"template_id": "{template}", "language_code": "en-US", "translation_version": "latest"},
         "GET /templates/{template}/translations?language_code=en-US&translation_version=latest", None, *TRANSLATIONS),
]
# fmt: on


@pytest.fixture
def template_id(sinch_client: SinchClient) -> str:
    made = sinch_client.conversation.templates.v2.create(default_translations="en-US", translations=[ENGLISH, SWEDISH])
    return str(made.template_id)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: Call, template_id: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    made = {"{template}": template_id}
    check(call, "conversation", sinch_client, sinch_simulator, made, host="conversation_templates")


def test_templates_are_on_a_host_of_their_own_in_the_region_of_the_apps(
    connect: Connect, sinch_simulator: Simulator
) -> None:
    origin = sinch_simulator.origins["conversation_templates_origin"]
    client = connect(conversation_templates_origin=origin + "/v0/{region}", conversation_region="br")
    with pytest.raises(NotFoundError):  # the simulator has nothing there
        client.conversation.templates.v2.list()
    assert sinch_simulator.requests[-1].path.startswith("/v0/br/v2/projects/")
    client.configuration.conversation_region = None
    with pytest.raises(ValueError, match=r"conversation_region is not set, but needed for Conversation Templates"):
        client.conversation.templates.v2.list()


@pytest.mark.parametrize("kind", KINDS)
def test_a_translation_holds_a_message_of_any_kind(kind: str, sinch_client: SinchClient) -> None:
    templates = sinch_client.conversation.templates.v2
    made = templates.create(default_translations="en-US", translations=[{"language_code": "en-US", kind: KINDS[kind]}])
    found = templates.get(str(made.template_id))
    assert found.translations
    for translation in found.translations:
        assert translation[kind] == KINDS[kind]
        assert getattr(translation, kind) == KINDS[kind]


def test_request_objects_are_accepted_and_results_have_types(sinch_client: SinchClient) -> None:
    templates = sinch_client.conversation.templates.v2
    card = TemplateTranslation(
        language_code="en-US",
        version="1",
        variables=[TemplateVariable(key="name")],
        card_message=CardMessage(title="For ${name}"),
    )
    made = templates.create(template_id="card", description="Card", default_translations="en-US", translations=[card])
    assert (made.template_id, made.id, made["id"]) == ("card", "card", "card")
    assert (made.default_translations, made.default_translation) == ("en-US", "en-US")
    assert made.version == 1
    assert made.create_time
    assert made.create_time.tzinfo
    (translation,) = templates.list_translations("card")
    assert translation.card_message
    assert translation.card_message.title == "For ${name}"
    assert translation.variables
    assert translation.variables[0].key == "name"
    templates.update("card", made.version, default_translations="en-US", translations=[translation])
    assert templates.get("card").version == 2


def test_reading_lists_the_newest_translations_twice(template_id: str, sinch_client: SinchClient) -> None:
    templates = sinch_client.conversation.templates.v2
    read = templates.get(template_id)
    assert [each.version for each in read.translations or []] == ["1", "1", "latest", "latest"]
    assert [each.template_id for each in templates.list()] == [template_id]
    (listed,) = templates.list()
    assert listed == read
    overrides = (read.translations or [])[0].channel_template_overrides or {}
    assert overrides["WHATSAPP"].template_reference.language_code == "en_US"
    assert overrides["WHATSAPP"].parameter_mappings == {"body[1]text": "name"}

    def versions(**filters: str) -> list[tuple[str, str | None]]:
        return [(each.language_code, each.version) for each in templates.list_translations(template_id, **filters)]

    assert versions() == [("en-US", "1"), ("sv-SE", "1")]
    assert versions(language_code="sv-SE") == [("sv-SE", "1")]
    assert versions(translation_version="latest") == [("en-US", "latest"), ("sv-SE", "latest")]
    assert versions(language_code="sv-SE", translation_version="2") == []


def test_an_update_replaces_everything_and_must_name_the_current_version(
    template_id: str, sinch_client: SinchClient
) -> None:
    templates = sinch_client.conversation.templates.v2
    changed = templates.update(template_id, 1, default_translations="sv-SE", translations=[{**SWEDISH, "version": "2"}])
    assert (changed.version, changed.description) == (2, "")
    assert [each.language_code for each in changed.translations or []] == ["sv-SE"]
    with pytest.raises(ConflictError, match="the current one is 2") as raised:
        templates.update(template_id, 1, default_translations="en-US", translations=[ENGLISH])
    assert isinstance(raised.value, ConversationConflictError)
    assert templates.get(template_id).default_translations == "sv-SE"


def test_a_template_that_was_read_can_be_written_back_without_the_copies(
    template_id: str, sinch_client: SinchClient
) -> None:
    templates = sinch_client.conversation.templates.v2
    read = templates.get(template_id)
    own = [each for each in read.translations or [] if each.version != "latest"]
    back = templates.update(template_id, 1, default_translations="en-US", translations=own)
    assert back.version == 2
    with pytest.raises(BadRequestError, match="latest is reserved"):
        templates.update(template_id, 2, default_translations="en-US", translations=read.translations)


def test_ids_are_unique_and_deleted_templates_are_gone(template_id: str, sinch_client: SinchClient) -> None:
    templates = sinch_client.conversation.templates.v2
    with pytest.raises(ConflictError, match="exists already"):
        templates.create(template_id=template_id, default_translations="sv-SE", translations=[SWEDISH])
    templates.delete(template_id)
    for call in (templates.get, templates.delete, templates.list_translations):
        with pytest.raises(NotFoundError) as raised:
            call(template_id)
        assert isinstance(raised.value, ConversationException)
    assert list(templates.list()) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"default_translations": "de-DE", "translations": [SWEDISH]}, "no translation into 'de-DE'"),
        ({"default_translations": "sv-SE", "translations": [SWEDISH, SWEDISH]}, "is there twice"),
        ({"default_translations": "sv-SE", "translations": [{"language_code": "sv-SE"}]}, "translations"),
        ({"default_translations": "sv-SE", "translations": [{**SWEDISH, "media_message": MUG}]}, "translations"),
        ({"default_translations": "sv-SE", "translations": [{"text_message": {"text": "Hej"}}]}, "language_code"),
    ],
)
def test_what_the_api_rejects_is_named(arguments: dict[str, Any], reason: str, sinch_client: SinchClient) -> None:
    with pytest.raises(BadRequestError, match=reason):
        sinch_client.conversation.templates.v2.create(**arguments)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"translations": []}, "default_translations"),
        ({"default_translations": 5, "translations": []}, "default_translations must be a string"),
        ({"default_translations": "sv-SE", "translations": "sv-SE"}, "translations"),
        ({"default_translations": "sv-SE", "translations": [], "version": "1"}, "version must be an integer"),
        ({"default_translations": "sv-SE", "default_translation": "sv-SE", "translations": []}, "default_translation"),
        ({"default_translations": "sv-SE", "translations": [], "template_id": "a", "id": "a"}, "template_id"),
    ],
)
def test_a_wrong_argument_is_named_before_anything_is_sent(
    arguments: dict[str, Any], problem: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        sinch_client.conversation.templates.v2.create(**arguments)
    assert not sinch_simulator.requests


def test_creating_is_never_repeated(connect: Connect, sinch_simulator: Simulator) -> None:
    client = connect()
    sinch_simulator.fail("Templates_v2_CreateTemplate", status=503)
    with pytest.raises(ConversationException) as raised:
        client.conversation.templates.v2.create(default_translations="sv-SE", translations=[SWEDISH])
    assert raised.value.outcome_unknown
    assert len([each for each in sinch_simulator.requests if each.product == "conversation-templates"]) == 1


def test_an_endpoint_without_a_method_is_reached_on_its_own_host(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    found = sinch_client.request("GET", "/v2/projects/{project_id}/templates", product="conversation_templates")
    assert found.templates == []
    assert sinch_simulator.requests[-1].product == "conversation-templates"
    with pytest.raises(ArgumentError, match=r"conversation_batch, conversation_templates, .*not 'conversation_x'"):
        sinch_client.request("GET", "/", product="conversation_x")
