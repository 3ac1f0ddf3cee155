"""Spec diff: each change is told once and marked by what it means to programs, and rewording does not count."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import bundle, generate, products, spec_diff
from codegen.__main__ import main
from codegen.spec_diff.changes import Level
from codegen.spec_diff.command import changes, compare
from codegen.spec_diff.report import Section, markdown, plain, suggestion

Document = dict[str, Any]
Edit = Callable[[Document], object]


def reference(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: Document) -> Document:
    return {"content": {"application/json": {"schema": schema}}}


SPEC: Document = {
    "openapi": "3.1.0",
    "info": {"title": "Parcels", "version": "1"},
    "servers": [
        {
            "url": "https://{region}.parcels.example.com",
            "variables": {"region": {"default": "us", "enum": ["us", "eu"]}},
        }
    ],
    "security": [{"OAuth2": []}],
    "paths": {
        "/v1/parcels": {
            "get": {
                "operationId": "ListParcels",
                "tags": ["parcels"],
                "summary": "List parcels",
                "parameters": [
                    {"name": "pageSize", "in": "query", "schema": {"type": "integer", "maximum": 100, "default": 10}},
                    {"name": "state", "in": "query", "schema": {"type": "array", "items": reference("State")}},
                ],
                "responses": {
                    "200": {
                        "description": "A page.",
                        "headers": {"X-Total": {"schema": {"type": "integer"}}},
                        **content(
                            {
                                "type": "object",
                                "properties": {"parcels": {"type": "array", "items": reference("Parcel")}},
                            }
                        ),
                    }
                },
            },
            "post": {
                "operationId": "CreateParcel",
                "tags": ["parcels"],
                "requestBody": {"required": True, **content(reference("NewParcel"))},
                "responses": {
                    "201": {"description": "The parcel.", **content(reference("Parcel"))},
                    "400": {"description": "No.", **content(reference("Problem"))},
                },
            },
        },
        "/v1/parcels/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "GetParcel",
                "tags": ["parcels"],
                "responses": {"200": {"description": "The parcel.", **content(reference("Parcel"))}},
            },
        },
    },
    "webhooks": {"moved": {"post": {"requestBody": content(reference("Moved"))}}},
    "x-webhook-signature": {
        "algorithm": "hmac-sha256",
        "encoding": "base64",
        "headers": {"signature": "x-parcels-signature"},
        "signed": "{body}",
    },
    "components": {
        "securitySchemes": {
            "OAuth2": {
                "type": "oauth2",
                "flows": {
                    "clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {"read": "", "all": ""}}
                },
            },
            "Basic": {"type": "http", "scheme": "basic"},
        },
        "schemas": {
            "NewParcel": {
                "type": "object",
                "required": ["to"],
                "properties": {
                    "to": {"type": "string", "maxLength": 40, "minLength": 2},
                    "note": {"type": ["string", "null"], "default": "none"},
                    "weight": {"type": "number", "multipleOf": 0.5},
                    "labels": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
                    "size": reference("Size"),
                },
            },
            "Parcel": {
                "type": "object",
                "required": ["id", "state"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "code": {"type": "string", "pattern": "^[A-Z]+$"},
                    "state": reference("State"),
                    "sentAt": {"type": "string", "format": "date-time"},
                    "load": reference("Load"),
                },
            },
            "State": {"type": "string", "enum": ["MOVING", "THERE"]},
            "Size": {"type": "string", "enum": ["S", "L"]},
            "Load": {
                "oneOf": [reference("Box"), reference("Bag")],
                "discriminator": {"propertyName": "kind", "mapping": {"box": "Box", "bag": "Bag"}},
            },
            "Box": {"type": "object", "properties": {"kind": {"type": "string"}, "sides": {"type": "integer"}}},
            "Bag": {"type": "object", "properties": {"kind": {"type": "string"}}},
            "Problem": {"type": "object", "properties": {"text": {"type": "string"}}},
            "Moved": {"type": "object", "required": ["where"], "properties": {"where": {"type": "string"}}},
        },
    },
}
LIST = ("paths", "/v1/parcels", "get")
CREATE = ("paths", "/v1/parcels", "post")
SERVER = "server https://{region}.parcels.example.com"


def part(document: Document, *way: str | int) -> Any:
    node: Any = document
    for key in way:
        node = node[key]
    return node


def field(document: Document, schema: str, name: str) -> Any:
    return part(document, "components", "schemas", schema, "properties", name)


def put(*way: str | int, **values: Any) -> Edit:
    return lambda document: part(document, *way).update(values)


def put_field(schema: str, name: str, **values: Any) -> Edit:
    return put("components", "schemas", schema, "properties", name, **values)


def drop(*way: str | int) -> Edit:
    return lambda document: part(document, *way[:-1]).pop(way[-1])


def found(change: Edit) -> list[tuple[str, str]]:
    document = copy.deepcopy(SPEC)
    change(document)
    return sorted((each.level.name, each.text) for each in changes(SPEC, document))


# Twelve changes as they happen to an API


def rename_an_operation(document: Document) -> None:
    part(document, *LIST)["operationId"] = "Parcels_List"


def move_an_operation(document: Document) -> None:
    document["paths"]["/v2/parcels/{parcelId}"] = item = document["paths"].pop("/v1/parcels/{id}")
    item["parameters"][0]["name"] = "parcelId"


def move_the_host(document: Document) -> None:
    document["servers"][0]["url"] = "https://{region}.parcels.example.org"


def require_a_scope(document: Document) -> None:
    part(document, *CREATE)["security"] = [{"OAuth2": ["all"]}]


def use_a_state_more(document: Document) -> None:
    part(document, "components", "schemas", "State", "enum").append("LOST")


def send_a_size_less(document: Document) -> None:
    part(document, "components", "schemas", "Size", "enum").remove("L")


def let_a_field_be_missing(document: Document) -> None:
    part(document, "components", "schemas", "Parcel")["required"].remove("state")


def add_an_operation(document: Document) -> None:
    responses = {"204": {"description": "Gone."}}
    document["paths"]["/v1/parcels/{id}"]["delete"] = {"operationId": "DeleteParcel", "responses": responses}


TWELVE: dict[str, tuple[Edit, list[tuple[str, str]]]] = {
    "an operation has another id": (
        rename_an_operation,
        [("BREAKING", "operation Parcels_List: renamed, was ListParcels")],
    ),
    "an operation has another path": (
        move_an_operation,
        [
            ("BREAKING", "operation GetParcel: moved from GET /v1/parcels/{id} to GET /v2/parcels/{parcelId}"),
            ("BREAKING", "operation GetParcel: parameter id: removed"),
            ("BREAKING", "operation GetParcel: parameter parcelId: new, required"),
        ],
    ),
    "an operation more": (add_an_operation, [("NEW", "operation DeleteParcel: new, DELETE /v1/parcels/{id}")]),
    "another host": (move_the_host, [("BREAKING", f"{SERVER}: moved to https://{{region}}.parcels.example.org")]),
    "a scope is needed": (require_a_scope, [("BREAKING", "operation CreateParcel: OAuth2 needs the scope all now")]),
    "less may be sent": (
        put_field("NewParcel", "to", maxLength=20),
        [("BREAKING", "schema NewParcel: field to: maxLength changed from 40 to 20")],
    ),
    "more may be sent": (
        put_field("NewParcel", "to", maxLength=80),
        [("HARMLESS", "schema NewParcel: field to: maxLength changed from 40 to 80")],
    ),
    "a value is not accepted any more": (send_a_size_less, [("BREAKING", "schema Size: value L: removed")]),
    "a value more comes back": (use_a_state_more, [("RISKY", "schema State: value LOST: new")]),
    "null may come back": (
        put_field("Parcel", "code", type=["string", "null"]),
        [("BREAKING", "schema Parcel: field code: may be null now")],
    ),
    "a field need not come back": (
        let_a_field_be_missing,
        [("BREAKING", "schema Parcel: field state: optional now")],
    ),
    "another default": (
        put(*LIST, "parameters", 0, "schema", default=20),
        [("RISKY", "operation ListParcels: parameter pageSize: default changed from 10 to 20")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), TWELVE.values(), ids=TWELVE)
def test_twelve_changes_as_they_happen(change: Edit, expected: list[tuple[str, str]]) -> None:
    assert found(change) == expected


# Every kind of change


def reword(document: Document) -> None:
    """Change everything that means nothing: words, order, and where a parameter stands."""
    part(document, *LIST).update(summary="Other words", description="More of them.")
    item = document["paths"].pop("/v1/parcels/{id}")
    item["get"]["parameters"] = item.pop("parameters")
    document["paths"] = {"/v1/parcels/{id}": item, **document["paths"]}
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = dict(reversed(schemas.items()))
    field(document, "Parcel", "id")["description"] = "Its id."


NEW_BODY = {"requestBody": {"content": {"application/json": {"schema": reference("NewParcel")}}}}

EVERY: list[tuple[Edit, list[tuple[str, str]]]] = [
    (reword, []),
    # operations
    (drop("paths", "/v1/parcels/{id}"), [("BREAKING", "operation GetParcel: removed")]),
    (put(*LIST, deprecated=True), [("RISKY", "operation ListParcels: deprecated")]),
    (put(*LIST, tags=["things"]), [("BREAKING", "operation ListParcels: tags changed from ['parcels'] to ['things']")]),
    (put(*CREATE, "requestBody", required=False), [("HARMLESS", "operation CreateParcel: request body: optional now")]),
    (
        put(*CREATE, requestBody={"required": True, **content(reference("Parcel"))}),
        [("BREAKING", "operation CreateParcel: request body: changed from NewParcel to Parcel")],
    ),
    (put(*LIST, **NEW_BODY), [("BREAKING", "operation ListParcels: request body: changed from nothing to NewParcel")]),
    # parameters
    (drop(*LIST, "parameters", 0), [("BREAKING", "operation ListParcels: parameter pageSize: removed")]),
    (
        put(*LIST, "parameters", 0, required=True),
        [("BREAKING", "operation ListParcels: parameter pageSize: required now")],
    ),
    (
        put(*LIST, "parameters", 1, explode=False),
        [("BREAKING", "operation ListParcels: parameter state: joined by commas now")],
    ),
    (
        put(*LIST, "parameters", 0, deprecated=True),
        [("RISKY", "operation ListParcels: parameter pageSize: deprecated")],
    ),
    (
        lambda d: part(d, *LIST, "parameters").append({"name": "q", "in": "query", "schema": {"type": "string"}}),
        [("NEW", "operation ListParcels: parameter q: new")],
    ),
    (
        put(*LIST, "parameters", 0, "schema", type="string"),
        [("BREAKING", "operation ListParcels: parameter pageSize: changed from integer to string")],
    ),
    # responses
    (
        lambda d: part(d, *CREATE, "responses").update({"202": {"description": "", **content(reference("Parcel"))}}),
        [("RISKY", "operation CreateParcel: response 202: new, Parcel")],
    ),
    (
        lambda d: part(d, *CREATE, "responses").update({"409": {"description": "", **content(reference("Problem"))}}),
        [("HARMLESS", "operation CreateParcel: response 409: new, Problem")],
    ),
    (drop(*CREATE, "responses", "400"), [("HARMLESS", "operation CreateParcel: response 400: removed")]),
    (
        put(*CREATE, "responses", "400", **content(reference("Parcel"))),
        [("BREAKING", "operation CreateParcel: response 400: changed from Problem to Parcel")],
    ),
    (
        drop(*LIST, "responses", "200", "headers", "X-Total"),
        [("BREAKING", "operation ListParcels: response 200: header x-total: removed")],
    ),
    (
        lambda d: part(d, *CREATE, "requestBody", "content").update(
            {"application/vnd.parcels+json": {"schema": reference("NewParcel")}}
        ),
        [("NEW", "operation CreateParcel: request body: media type application/vnd.parcels+json: new")],
    ),
    (
        put(*CREATE, callbacks={"moved": {}}),
        [("NEW", "operation CreateParcel: callback moved: new")],
    ),
    # what is sent
    (
        put_field("NewParcel", "to", minLength=1),
        [("HARMLESS", "schema NewParcel: field to: minLength changed from 2 to 1")],
    ),
    (
        put_field("NewParcel", "to", minLength=3),
        [("BREAKING", "schema NewParcel: field to: minLength changed from 2 to 3")],
    ),
    (
        drop("components", "schemas", "NewParcel", "properties", "to", "maxLength"),
        [("HARMLESS", "schema NewParcel: field to: maxLength 40: removed")],
    ),
    (put_field("NewParcel", "to", pattern="^A"), [("BREAKING", "schema NewParcel: field to: pattern '^A': new")]),
    (put_field("NewParcel", "to", format="email"), [("BREAKING", "schema NewParcel: field to: format 'email': new")]),
    (
        put_field("NewParcel", "to", format="date-time"),
        [("BREAKING", "schema NewParcel: field to: changed from string to string (date-time)")],
    ),
    (
        put_field("NewParcel", "note", type="string"),
        [("BREAKING", "schema NewParcel: field note: may not be null now")],
    ),
    (put_field("NewParcel", "to", type=["string", "null"]), [("NEW", "schema NewParcel: field to: may be null now")]),
    (
        put_field("NewParcel", "note", default="no"),
        [("RISKY", "schema NewParcel: field note: default changed from 'none' to 'no'")],
    ),
    (put_field("NewParcel", "to", default="me"), [("HARMLESS", "schema NewParcel: field to: default 'me': new")]),
    (
        put_field("NewParcel", "weight", multipleOf=1),
        [("BREAKING", "schema NewParcel: field weight: multipleOf changed from 0.5 to 1")],
    ),
    (
        put_field("NewParcel", "weight", multipleOf=0.25),
        [("HARMLESS", "schema NewParcel: field weight: multipleOf changed from 0.5 to 0.25")],
    ),
    (
        put_field("NewParcel", "labels", items={"type": "string", "maxLength": 9}),
        [("BREAKING", "schema NewParcel: field labels: items: maxLength 9: new")],
    ),
    (
        put_field("NewParcel", "labels", uniqueItems=True),
        [("BREAKING", "schema NewParcel: field labels: its items must be unique")],
    ),
    (
        put_field("NewParcel", "note", readOnly=True),
        [("BREAKING", "schema NewParcel: field note: can no longer be sent")],
    ),
    (
        put("components", "schemas", "NewParcel", required=["to", "note"]),
        [("BREAKING", "schema NewParcel: field note: required now")],
    ),
    (
        put("components", "schemas", "NewParcel", required=[]),
        [("HARMLESS", "schema NewParcel: field to: optional now")],
    ),
    (
        drop("components", "schemas", "NewParcel", "properties", "weight"),
        [("BREAKING", "schema NewParcel: field weight: removed")],
    ),
    (
        put("components", "schemas", "NewParcel", "properties", extra={"type": "string"}),
        [("NEW", "schema NewParcel: field extra: new")],
    ),
    (lambda d: part(d, "components", "schemas", "Size", "enum").append("XL"), [("NEW", "schema Size: value XL: new")]),
    # what comes back
    (
        put("components", "schemas", "Parcel", required=["id", "state", "code"]),
        [("HARMLESS", "schema Parcel: field code: required now")],
    ),
    (
        put("components", "schemas", "Parcel", "properties", extra={"type": "string"}),
        [("NEW", "schema Parcel: field extra: new")],
    ),
    (
        put_field("Parcel", "code", pattern="^[A-Z]*$"),
        [("RISKY", "schema Parcel: field code: pattern changed from '^[A-Z]+$' to '^[A-Z]*$'")],
    ),
    (
        drop("components", "schemas", "Parcel", "properties", "code", "pattern"),
        [("RISKY", "schema Parcel: field code: pattern '^[A-Z]+$': removed")],
    ),
    (put_field("Parcel", "code", maxLength=5), [("HARMLESS", "schema Parcel: field code: maxLength 5: new")]),
    (put_field("Parcel", "code", writeOnly=True), [("BREAKING", "schema Parcel: field code: no longer comes back")]),
    (
        put_field("Parcel", "sentAt", format="date"),
        [("BREAKING", "schema Parcel: field sentAt: changed from string (date-time) to string (date)")],
    ),
    (
        put_field("Moved", "where", type=["string", "null"]),
        [("BREAKING", "schema Moved: field where: may be null now")],
    ),
    # types that hold others, or are read otherwise
    (
        put_field("NewParcel", "weight", type="integer", multipleOf=0.5),
        [("BREAKING", "schema NewParcel: field weight: changed from number to integer")],
    ),
    (
        put(*LIST, "parameters", 0, "schema", type="number"),
        [("HARMLESS", "operation ListParcels: parameter pageSize: changed from integer to number")],
    ),
    (
        put_field("Box", "sides", type="number"),
        [("RISKY", "schema Box: field sides: changed from integer to number")],
    ),
    (
        put_field("Parcel", "code", contentEncoding="base64"),
        [("BREAKING", "schema Parcel: field code: changed from string to string (base64)")],
    ),
    (
        put_field("Problem", "text", format="decimal"),
        [("BREAKING", "schema Problem: field text: changed from string to string (decimal)")],
    ),
    # keywords that only limit values
    (
        put_field("NewParcel", "to", **{"not": {"const": "me"}}),
        [("BREAKING", "schema NewParcel: field to: limited by not now")],
    ),
    (
        put_field("Parcel", "code", **{"if": {"minLength": 2}, "then": {"pattern": "^A"}}),
        [
            ("HARMLESS", "schema Parcel: field code: limited by if now"),
            ("HARMLESS", "schema Parcel: field code: limited by then now"),
        ],
    ),
    (
        put("components", "schemas", "NewParcel", dependentRequired={"size": ["weight"]}),
        [("BREAKING", "schema NewParcel: limited by dependentRequired now")],
    ),
    (
        put(*LIST, "parameters", 1, "schema", contains={"const": "THERE"}),
        [("BREAKING", "operation ListParcels: parameters/1/schema: limited by contains now")],
    ),
    (
        put("components", "schemas", "NewParcel", additionalProperties=False),
        [("BREAKING", "schema NewParcel: no further keys are allowed now")],
    ),
    # unions and the form of schemas
    (
        lambda d: part(d, "components", "schemas", "Load")["discriminator"]["mapping"].update(sack="Bag"),
        [("RISKY", "schema Load: variant sack: new")],
    ),
    (
        lambda d: part(d, "components", "schemas", "Load")["discriminator"].update(propertyName="sort"),
        [("BREAKING", "schema Load: its variants are told apart differently")],
    ),
    (
        lambda d: d["components"]["schemas"].update(Size={"type": "object", "properties": {"a": {}}}),
        [("BREAKING", "schema Size: was an enum, is an object now")],
    ),
    (lambda d: d["components"]["schemas"].update(More={"type": "string"}), [("NEW", "schema More: new")]),
    # headers of responses
    (
        put(*LIST, "responses", "200", "headers", "X-Total", required=True),
        [("HARMLESS", "operation ListParcels: response 200: header x-total: required now")],
    ),
    (
        put(*LIST, "responses", "200", "headers", "X-Total", "schema", type="string"),
        [("BREAKING", "operation ListParcels: response 200: header x-total: changed from integer to string")],
    ),
    (
        put(*LIST, "responses", "200", "headers", "X-Total", "schema", type=["integer", "null"], maximum=9),
        [
            ("BREAKING", "operation ListParcels: response 200: header x-total: may be null now"),
            ("HARMLESS", "operation ListParcels: response 200: header x-total: maximum 9: new"),
        ],
    ),
    # servers
    (
        lambda d: d["servers"].append({"url": "https://parcels.example.net"}),
        [("NEW", "server https://parcels.example.net: new")],
    ),
    (put("servers", 0, "variables", "region", enum=["us", "eu", "br"]), [("NEW", f"{SERVER}: region br: new")]),
    (put("servers", 0, "variables", "region", enum=["us"]), [("BREAKING", f"{SERVER}: region eu: removed")]),
    (
        put("servers", 0, "variables", "region", default="eu"),
        [("RISKY", f"{SERVER}: region: default changed from 'us' to 'eu'")],
    ),
    # security
    (put(*LIST, security=[]), [("RISKY", "operation ListParcels: authentication is no longer required")]),
    (
        put(*LIST, security=[{"OAuth2": []}, {"Basic": []}]),
        [("NEW", "operation ListParcels: way to sign in Basic: new")],
    ),
    (
        put(*LIST, security=[{"Basic": []}]),
        [
            ("BREAKING", "operation ListParcels: way to sign in OAuth2: removed"),
            ("NEW", "operation ListParcels: way to sign in Basic: new"),
        ],
    ),
    (
        put("components", "securitySchemes", "Basic", scheme="bearer"),
        [("BREAKING", "security scheme Basic: changed from http basic to http bearer")],
    ),
    (
        put("components", "securitySchemes", "OAuth2", "flows", "clientCredentials", tokenUrl="https://a.example.com"),
        [
            (
                "BREAKING",
                "security scheme OAuth2: flow clientCredentials: tokenUrl changed from https://auth.example.com to "
                "https://a.example.com",
            )
        ],
    ),
    (drop("components", "securitySchemes", "Basic"), [("BREAKING", "security scheme Basic: removed")]),
    # webhooks
    (lambda d: d["webhooks"].update(lost={"post": {}}), [("NEW", "webhook lost: new")]),
    (
        put("webhooks", "moved", "post", "requestBody", **content(reference("Parcel"))),
        [
            (
                "BREAKING",
                "webhook moved: posts application/json (Parcel) now, no longer application/json (Moved)",
            )
        ],
    ),
    (put("x-webhook-signature", encoding="hex"), [("BREAKING", "the signature of webhooks changed")]),
]


BACK: list[tuple[Edit, list[tuple[str, str]]]] = [
    (require_a_scope, [("HARMLESS", "operation CreateParcel: OAuth2 no longer needs the scope all")]),
    (
        put(*LIST, "responses", "200", "headers", "X-Total", required=True),
        [("BREAKING", "operation ListParcels: response 200: header x-total: optional now")],
    ),
    (
        put("components", "schemas", "Parcel", additionalProperties=False),
        [("RISKY", "schema Parcel: further keys are allowed now")],
    ),
    (
        put_field("Parcel", "code", **{"not": {"const": "A"}}),
        [("RISKY", "schema Parcel: field code: no longer limited by not")],
    ),
]


@pytest.mark.parametrize(("change", "expected"), BACK)
def test_changes_taken_back(change: Edit, expected: list[tuple[str, str]]) -> None:
    document = copy.deepcopy(SPEC)
    change(document)
    assert sorted((each.level.name, each.text) for each in changes(document, SPEC)) == expected


@pytest.mark.parametrize(("change", "expected"), EVERY)
def test_every_kind_of_change(change: Edit, expected: list[tuple[str, str]]) -> None:
    assert found(change) == expected


def test_an_operation_that_needed_no_authentication() -> None:
    before = copy.deepcopy(SPEC)
    part(before, *LIST)["security"] = []
    told = [(change.level, change.text) for change in changes(before, SPEC)]
    assert told == [(Level.BREAKING, "operation ListParcels: authentication is now required: OAuth2")]


def test_what_is_both_sent_and_received_is_judged_by_the_worse() -> None:
    def both(document: Document) -> None:
        part(document, *CREATE)["requestBody"] = {"required": True, **content(reference("Parcel"))}

    before, wider, narrower = (copy.deepcopy(SPEC) for _ in range(3))
    for document in (before, wider, narrower):
        both(document)
    del field(wider, "Parcel", "code")["pattern"]
    field(narrower, "Parcel", "code")["maxLength"] = 3
    assert [change.level for change in changes(before, wider)] == [Level.RISKY]
    assert [change.level for change in changes(before, narrower)] == [Level.BREAKING]


# The report


def write(folder: Path, name: str, document: Document) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(yaml.safe_dump(document, sort_keys=False))


PRODUCT = products.parse(
    "parcels.yaml",
    yaml.safe_dump(
        {
            "spec": "parcels.yaml",
            "package": "parcels",
            "title": "Parcels",
            "client": "ParcelsApi",
            "exception": "ParcelsException",
            "event": "Moved",
            "operations": {
                "ListParcels": {"retry": "safe", "methods": ["parcels.list"]},
                "CreateParcel": {"retry": "ambiguous", "unwrapped": "made up"},
                "GetParcel": {"retry": "safe", "methods": ["parcels.get"]},
            },
        }
    ),
)


def folders(tmp_path: Path) -> list[Section]:
    before, after = tmp_path / "before", tmp_path / "after"
    changed = copy.deepcopy(SPEC)
    rename_an_operation(changed)
    use_a_state_more(changed)
    write(before, "parcels.yaml", SPEC)
    write(after, "parcels.yaml", changed)
    for folder in (before, after):
        write(folder, "plain.yaml", {"openapi": "3.1.0", "info": {"title": folder.name}})
    write(before, "old.yaml", SPEC)
    write(after, "new.yaml", SPEC)
    return compare(before, after, {"parcels.yaml": PRODUCT, "new.yaml": PRODUCT})


def test_text(tmp_path: Path) -> None:
    assert plain(folders(tmp_path)).splitlines() == [
        "new.yaml: new spec with 3 operations",
        "  operation ListParcels: GET /v1/parcels: List parcels",
        "  operation CreateParcel: POST /v1/parcels",
        "  operation GetParcel: GET /v1/parcels/{id}",
        "  operation CreateParcel has no method: made up",
        "",
        "old.yaml: 1 changes, 1 of them breaking",
        "  [breaking] the spec was removed",
        "",
        "parcels.yaml: 2 changes, 1 of them breaking",
        "  [breaking] operation Parcels_List: renamed, was ListParcels",
        "  [risky] schema State: value LOST: new",
        "  operation Parcels_List has no entry in codegen/products/parcels.yaml, and so no method",
        "  operation CreateParcel has no method: made up",
        "  codegen/products/parcels.yaml names operation ListParcels, which no longer exists",
        "",
        "plain.yaml: 1 changes, 0 of them breaking",
        "  changed",
        "  nothing is generated from it",
    ]


def test_release_notes(tmp_path: Path) -> None:
    sections = [section for section in folders(tmp_path) if section.spec == "parcels.yaml"]
    assert markdown(sections, "v3.1.0", "3.1.0").splitlines() == [
        "# API changes since v3.1.0",
        "",
        "Suggested: a major version, 4.0.0 after 3.1.0.",
        "",
        "## Parcels",
        "",
        "### Breaking",
        "",
        r"- operation Parcels\_List: renamed, was ListParcels",
        "",
        "### Look at your programs",
        "",
        "- schema State: value LOST: new",
    ]


@pytest.mark.parametrize(
    ("version", "worst", "expected"),
    [
        ("3.1.4", Level.BREAKING, "Suggested: a major version, 4.0.0 after 3.1.4."),
        ("3.1.4", Level.RISKY, "Suggested: a minor version, 3.2.0 after 3.1.4."),
        ("3.1.4", Level.NEW, "Suggested: a minor version, 3.2.0 after 3.1.4."),
        ("3.1.4", Level.HARMLESS, "Suggested: a patch version, 3.1.5 after 3.1.4."),
        ("3.1.4", None, "The meaning of the specs has not changed. No new version is needed."),
        (
            "3.0.0.dev0",
            Level.BREAKING,
            "Suggested: a major version; 3.0.0.dev0 precedes 3.0.0, which may have any of these changes.",
        ),
    ],
)
def test_the_suggested_version(version: str, worst: Level | None, expected: str) -> None:
    assert suggestion(version, worst) == expected


def test_a_spec_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    wrong = copy.deepcopy(SPEC)
    field(wrong, "Parcel", "state")["$ref"] = "#/components/schemas/Nothing"
    write(tmp_path / "before", "parcels.yaml", SPEC)
    write(tmp_path / "after", "parcels.yaml", wrong)
    (section,) = compare(tmp_path / "before", tmp_path / "after", {"parcels.yaml": PRODUCT})
    assert [note for note in section.notes if note.startswith("cannot be compared: ")]


def test_nothing_changed(tmp_path: Path) -> None:
    write(tmp_path / "specs", "parcels.yaml", SPEC)
    (section,) = compare(tmp_path / "specs", tmp_path / "specs", {"parcels.yaml": PRODUCT})
    assert (section.changes, section.notes) == ([], ["operation CreateParcel has no method: made up"])
    assert plain([]) == "The meaning of the specs has not changed."


def test_our_own_specs_against_the_last_commit(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["HEAD"], ["HEAD", "markdown"]):
        assert main(["spec-diff", *arguments]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("product", products.load_all(), ids=lambda product: product.file)
def test_a_spec_of_ours_does_not_differ_from_itself(product: products.ProductFile) -> None:
    document = product.correct(bundle.load(generate.SPECS / product.spec))
    assert changes(document, copy.deepcopy(document)) == []


def test_a_revision_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec-diff", "no-such-revision"]) == 1
    assert "git has no specs at no-such-revision" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["spec-diff"], ["spec-diff", "HEAD", "html"]):
        assert main(arguments) == 2
    assert "python -m codegen generate" in capsys.readouterr().err
    assert set(spec_diff.FORMATS) == {"text", "markdown"}
