"""The first products file: what is guessed of a spec, held against what people have decided for ours."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from codegen import bundle, generate, products
from codegen.losses import accepts
from codegen.scaffold.first_file import CONFIGURED, first_products_file, scalar
from codegen.scaffold.guesses import Spec, retry
from codegen.scaffold.method_names import method_names
from sinch.configuration import Configuration

FILES = {path.stem: products.load(path) for path in sorted(products.PRODUCTS.glob("*.yaml"))}

OTHER_RETRY = {
    "Dry_Run": "safe",
    "UpdateBatchMessage": "idempotent",
    "ReplaceBatch": "ambiguous",  # it may send
    "deliveryFeedback": "idempotent",
    "UpdateGroup": "idempotent",
    "NumberService_UpdateActiveNumber": "idempotent",
    "NumberService_DeprovisionEmergencyAddress": "idempotent",
    "NumberService_ValidateEmergencyAddress": "safe",
    "UpdateCallbackConfiguration": "idempotent",
    "Messages_UpdateMessageMetadata": "idempotent",
    "Messages_ListMessagesByChannelIdentity": "safe",
    "App_UpdateApp": "idempotent",
    "Contact_UpdateContact": "idempotent",
    "Contact_GetChannelProfile": "safe",
    "Templates_v2_UpdateTemplate": "ambiguous",
    "Conversation_UpdateConversation": "idempotent",
    "Conversation_StopActiveConversation": "idempotent",
    "Transcoding_TranscodeMessage": "safe",
    "Webhooks_UpdateWebhook": "idempotent",
    "ProjectSettings_UpdateSettings": "idempotent",
    "Batch_InsertConsents": "idempotent",
    "ReportVerificationById": "ambiguous",
    "ReportVerificationByIdentity": "ambiguous",
    "Calling_ManageConferenceParticipant": "idempotent",
    "Configuration_UpdateNumbers": "idempotent",
    "Configuration_UpdateCallbackURLs": "idempotent",
    "updateService": "idempotent",
    "describeSvaml": "safe",
    "validateSvaml": "safe",
}
"""Operations of which the HTTP method tells too little, and what was decided."""
LIKE_NO_LIST = {"Configuration_GetNumbers"}
"""Lists without pages whose ids do not say that they are lists."""


def guessed(name: str) -> tuple[str, products.ProductFile]:
    product = FILES[name]
    others = [other for other in FILES.values() if other is not product]
    document = bundle.load(generate.SPECS / product.spec)
    text = first_products_file(document, product.spec, product.package, others, product.domain)
    return text, products.parse(f"{name}.yaml", text)


@pytest.mark.parametrize("name", FILES)
def test_most_of_our_products_files_is_guessed(name: str) -> None:
    ours, (text, theirs) = FILES[name], guessed(name)
    for key in ("spec", "package", "domain", "title", "client", "exception", "shares", "event"):
        assert getattr(theirs, key) == getattr(ours, key)
    assert theirs.bound.keys() == ours.bound.keys()
    proposed, accepted = ([entry for entry in file.accepted if entry[0] != "at"] for file in (theirs, ours))
    # three choose between two ways to sign in, and one has a server for all regions
    assert proposed == accepted or name in ("sms", "verification", "voice-v1", "voice-v2")
    patterns = [pattern for kind, pattern in ours.accepted if kind == "at"]
    assert all(any(accepts(pattern, at) for pattern in patterns) for kind, at in theirs.accepted if kind == "at")
    assert {name: entry.paging for name, entry in theirs.operations.items()} == {
        name: ours.operations[name].paging if name not in LIKE_NO_LIST else None for name in theirs.operations
    }
    assert {name: entry.idempotency for name, entry in theirs.operations.items()} == {
        name: ours.operations[name].idempotency for name in theirs.operations
    }
    assert {name: entry.mask for name, entry in theirs.operations.items()} == {
        name: ours.operations[name].mask for name in theirs.operations
    }
    for operation, entry in theirs.operations.items():
        decided = ours.operations[operation].retry
        assert decided == OTHER_RETRY.get(operation, entry.retry), operation
        assert (decided == entry.retry) == (operation not in OTHER_RETRY), operation
    marked = [line for line in text.splitlines() if line.strip().startswith("retry: ")]
    assert len(marked) == len(ours.operations)
    assert all("  # check: guessed from " in line for line in marked)


def test_methods_are_named_by_tag_and_verb() -> None:
    found = {operation: entry.methods[0] for name in FILES for operation, entry in guessed(name)[1].operations.items()}
    ours = {
        operation: entry.methods[0] for product in FILES.values() for operation, entry in product.operations.items()
    }
    alike = {operation for operation in ours if found[operation] == ours[operation]}
    assert {"ListGroups", "CreateGroup", "RetrieveGroup", "deleteGroup", "GetMembers", "Dry_Run"} <= alike
    assert {"NumberLookupV2_Lookup", "Messages_SendMessage", "Messages_ListMessages", "SendSMS"} <= alike
    assert len(alike) >= 17
    assert found["NumberService_ReleaseNumber"] == "numbers.active_numbers.release"


@pytest.mark.parametrize(
    ("package", "operation", "lists", "name"),
    [
        ("faxes", ("sendFax", "faxes"), False, "faxes.send"),
        ("fax", ("Services_listServices", "services"), True, "fax.services.list"),
        ("fax", ("get-emails-for-number", "Fax to Email"), True, "fax.fax_to_email.list_for_number"),
        ("voice", ("Callouts", "Callouts"), False, "voice.callouts.callouts"),
        ("voice", ("Service_Execute", "voice"), False, "voice.service_execute"),
        ("verification", ("ReportById", "verifications"), False, "verification.report_by_id"),
        ("x", ("Import", "x"), False, "x.import_"),
    ],
)
def test_a_name(package: str, operation: tuple[str, str], lists: bool, name: str) -> None:
    assert method_names(package, [(*operation, lists)]) == {operation[0]: name}


def test_no_two_methods_have_one_name() -> None:
    found = method_names("x", [("GetThing", "things", False), ("FetchThing", "things", False)])
    assert found == {"GetThing": "x.things.get", "FetchThing": "x.things.fetch_thing"}
    found = method_names("x", [("Things", "x", False), ("ListThings", "things", True)])
    assert found == {"Things": "x.things_", "ListThings": "x.things.list"}


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        *(("get", "safe"), ("HEAD", "safe"), ("delete", "idempotent"), ("put", "idempotent")),
        *(("post", "ambiguous"), ("patch", "ambiguous"), ("trace", "ambiguous")),
    ],
)
def test_how_a_call_may_be_repeated(method: str, kind: str) -> None:
    assert retry(method) == kind


def listing(sent: list[str], properties: dict[str, Any], operation_id: str = "Things") -> Any:
    document = {
        "paths": {
            "/things": {
                "get": {
                    "operationId": operation_id,
                    "parameters": [{"in": "query", "name": name, "schema": {"type": "string"}} for name in sent],
                    "responses": {
                        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/R"}}}}
                    },
                }
            }
        },
        "components": {"schemas": {"R": {"type": "object", "properties": properties}}},
    }
    spec = Spec(document)
    ((path, method, operation),) = spec.operations()
    return spec.paging(path, method, operation)


ARRAY: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("sent", "received", "paging"),
    [
        (
            ["page", "pageSize"],
            ["totalItems"],
            {"items": "things", "page": "page", "size": "pageSize", "total": "totalItems"},
        ),
        (["pageToken"], ["nextPageToken"], {"items": "things", "token": "pageToken", "next": "nextPageToken"}),
        (["page", "pageSize"], [], None),
        (["page_token"], ["total"], None),
    ],
)
def test_paging(sent: list[str], received: list[str], paging: Any) -> None:
    assert listing(sent, {"things": ARRAY, **{name: {"type": "string"} for name in received}}) == paging


def test_a_list_without_pages_is_told_by_its_id() -> None:
    assert listing([], {"things": ARRAY}, "ListThings") == {"items": "things"}
    assert listing([], {"things": ARRAY}, "GetThings") is None
    assert listing([], {"things": ARRAY, "others": ARRAY}, "ListThings") is None


def test_what_is_bound_is_in_the_configuration() -> None:
    assert set(CONFIGURED) <= set(Configuration().snapshot())


def test_services_are_named_where_there_are_several() -> None:
    product = guessed("sms")[1]
    assert [(entry.server, entry.security, entry.token) for entry in product.services.values()] == [
        ("https://{region}.sms.api.sinch.com", "ProjectToken", None),
        ("https://zt.{region}.sms.api.sinch.com", "ServicePlanToken", "sms_api_token"),
    ]
    assert not guessed("numbers")[1].services


def test_names_that_products_share_are_taken_over() -> None:
    document = {
        "info": {"title": "Sinch Things API"},
        "components": {"schemas": {"Thing": {"type": "object", "properties": {"callbackUrl": {"type": "string"}}}}},
    }
    product = products.parse("x.yaml", first_products_file(document, "x.yaml", "x", FILES.values()) + "  {}\n")
    assert product.title == "Things"
    assert product.names.given == {"callbackUrl": "event_destination_target"}
    assert product.aliases.given == {"event_destination_target": ("callback_url",)}


@pytest.mark.parametrize(
    "text", ["a", "no", "Yes", "null", "1", "1.0", "a: b", "a #b", "{x}", "é", "", "- a", "a\n  b: c", '"']
)
def test_text_of_a_spec_is_read_back_as_it_was(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"{scalar(text)}: value") == {text: "value"}
