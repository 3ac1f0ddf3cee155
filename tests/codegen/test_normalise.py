"""Normalising a spec: each construct that a parser would lose gets one simple form, or is rejected with its place."""

import copy
from typing import Any

import pytest

from codegen.normalise import normalise
from codegen.normalise.terms import SpecError


def document(schemas: dict[str, Any], **operation: Any) -> dict[str, Any]:
    call = {"operationId": "Call", "responses": {"204": {"description": ""}}, **operation}
    return {"openapi": "3.1.0", "paths": {"/x": {"post": call}}, "components": {"schemas": schemas}}


def shaped(**schemas: Any) -> dict[str, Any]:
    result: dict[str, Any] = normalise(document(schemas))["components"]["schemas"]
    return result


def properties(**fields: Any) -> dict[str, Any]:
    result: dict[str, Any] = shaped(T={"type": "object", "properties": {}}, X={"type": "object", "properties": fields})[
        "X"
    ]
    return dict(result["properties"])


REF = {"$ref": "#/components/schemas/T"}
REFS = [REF, {"$ref": "#/components/schemas/U"}]


def test_the_input_stays_as_it_is() -> None:
    spec = document({"X": {"type": ["object", "null"], "properties": {"a": {"enum": ["x", None]}}}})
    before = copy.deepcopy(spec)
    normalise(spec)
    assert spec == before


@pytest.mark.parametrize(
    ("schema", "normal"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "x-nullable": True}),
        ({"type": "string", "nullable": True}, {"type": "string", "x-nullable": True}),
        ({"oneOf": [REF, {"type": "null"}]}, {"allOf": [REF], "x-nullable": True}),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, {"type": "integer", "x-nullable": True}),
        ({"type": "null"}, {"x-nullable": True}),
        ({"type": ["string", "integer"]}, {}),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, {}),
        ({"oneOf": [{"type": "string", "format": "uri"}, {"type": "string", "maxLength": 2}]}, {"type": "string"}),
        (True, {}),
        (REF, REF),
        ({"allOf": [REF]}, REF),
        ({**REF, "description": "d", "default": 1}, {"allOf": [REF], "description": "d", "x-default": 1}),
        ({"type": "string", "default": "x", "title": "t", "example": "x"}, {"type": "string", "x-default": "x"}),
        ({"type": "boolean", "enum": [True]}, {"type": "boolean"}),
        ({"const": 4}, {"type": "integer", "const": 4}),
        ({"type": "string", "format": "uuid"}, {"type": "string", "x-format": "uuid"}),
        (
            {"type": "string", "format": "local-date-time"},
            {"type": "string", "format": "date-time", "x-format": "local-date-time"},
        ),
        ({"type": "object"}, {"type": "object", "additionalProperties": {}}),
        ({"type": "object", "additionalProperties": False}, {"type": "object", "additionalProperties": {}}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"items": REF}, {"type": "array", "items": REF}),
    ],
)
def test_schemas(schema: Any, normal: Any) -> None:
    assert properties(p=schema)["p"] == normal


def test_inline_objects_and_enums_become_components_named_after_their_place() -> None:
    schemas = shaped(
        X={
            "type": "object",
            "properties": {
                "some-list": {"type": "array", "items": {"type": "object", "properties": {"a": {"enum": ["b"]}}}}
            },
        }
    )
    assert list(schemas) == ["XSomeListItemA", "XSomeListItem", "X"]
    assert schemas["X"]["properties"]["some-list"]["items"] == {"$ref": "#/components/schemas/XSomeListItem"}
    assert schemas["XSomeListItemA"] == {"type": "string", "enum": ["b"]}


def test_an_inline_schema_does_not_take_the_name_of_another() -> None:
    schemas = shaped(
        X={"type": "object", "properties": {"a": {"enum": ["b"]}}},
        XA={"type": "string"},
        xa={"type": "object", "properties": {"A": {"enum": ["c"]}}},
        XAInline={"type": "string"},
    )
    assert schemas["X"]["properties"]["a"] == {"$ref": "#/components/schemas/XAInline2"}
    assert schemas["XAInline2"] == {"type": "string", "enum": ["b"]}
    assert schemas["XA"] == schemas["XAInline"] == {"type": "string"}


def test_nested_all_of_is_flattened() -> None:
    schemas = shaped(
        Base={"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "description": "A"}}},
        X={
            "description": "d",
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"allOf": [{"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}]},
            ],
            "properties": {"a": {"const": "fixed"}, "c": {"type": "integer"}},
        },
    )
    assert schemas["X"] == {
        "type": "object",
        "description": "d",
        "x-base": "Base",
        "required": ["a", "b"],
        "properties": {
            "a": {"type": "string", "const": "fixed", "description": "A"},
            "b": {"type": "string"},
            "c": {"type": "integer"},
        },
    }


def test_variants_that_share_properties_are_merged_into_one_object() -> None:
    variants = [
        {"required": [key], "properties": {key: {"type": "string"}}, "description": "lost"} for key in ("text", "card")
    ]
    schemas = shaped(
        X={"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}, "oneOf": variants}
    )
    assert list(schemas["X"]["properties"]) == ["id", "text", "card"]
    assert schemas["X"]["required"] == ["id"]
    assert "description" not in schemas["X"]


def test_unions() -> None:
    objects = {
        name: {"type": "object", "required": ["app", key], "properties": {"app": {}, key: {}}}
        for name, key in (("A", "a"), ("B", "b"))
    }
    references = [{"$ref": f"#/components/schemas/{name}"} for name in objects]
    mapping = {"one": "#/components/schemas/A", "two": "B"}
    schemas = shaped(
        **objects,
        ByValue={
            "oneOf": references,
            "discriminator": {"propertyName": "kind", "mapping": mapping},
            "x-default-variant": "A",
        },
        ByName={"oneOf": references, "discriminator": {"propertyName": "kind"}},
        ByKey={"anyOf": references, "description": "d"},
    )
    assert schemas["ByValue"]["x-union"] == {"key": "kind", "variants": {"one": "A", "two": "B"}, "default": "A"}
    assert schemas["ByName"]["x-union"] == {"key": "kind", "variants": {"A": "A", "B": "B"}, "default": None}
    assert schemas["ByKey"] == {
        "type": "object",
        "description": "d",
        "x-union": {"key": None, "variants": {"a": "A", "b": "B"}, "default": None},
    }


def test_security_and_shared_parameters_come_to_the_operation() -> None:
    spec = document({})
    spec["security"] = [{"T": []}]
    spec["components"]["parameters"] = {"P": {"name": "p", "in": "query", "schema": {"type": "string"}}}
    spec["paths"]["/x"]["parameters"] = [
        {"$ref": "#/components/parameters/P"},
        {"name": "q", "in": "query", "schema": {"type": "string"}},
    ]
    spec["paths"]["/x"]["get"] = {
        "operationId": "Open",
        "security": [],
        "parameters": [{"name": "q", "in": "query", "explode": False, "schema": {"type": "array"}}],
        "responses": {},
    }
    item = normalise(spec)["paths"]["/x"]
    assert item["post"]["x-authenticated"]
    assert not item["get"]["x-authenticated"]
    assert [(parameter["name"], parameter["explode"]) for parameter in item["get"]["parameters"]] == [
        ("p", True),
        ("q", False),
    ]


OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        (False, "no value matches"),
        ({"type": "strange"}, "type strange is not known"),
        ({"allOf": [OBJECT, {"properties": {"a": {"type": "integer"}}}]}, "X: a: its parts disagree on type"),
        ({"oneOf": [REF, REF], "discriminator": {"propertyName": "k"}, "properties": {"a": {}}}, "properties beside"),
        ({"oneOf": [REF, OBJECT], "discriminator": {"propertyName": "k"}}, "its k must have a constant value"),
        ({"oneOf": REFS, "discriminator": {"propertyName": "k"}, "x-default-variant": "Y"}, "Y is not a variant"),
        ({"oneOf": REFS, "discriminator": {"propertyName": "k", "mapping": {"a": "T"}}}, "the variants are"),
        ({"allOf": [{"$ref": "#/components/schemas/X"}, OBJECT]}, "refers to itself"),
    ],
)
def test_rejected_schemas(schema: Any, problem: str) -> None:
    with pytest.raises(SpecError, match=problem) as caught:
        shaped(T=OBJECT, U=OBJECT, X=schema)
    assert "/components/schemas/X" in str(caught.value)


@pytest.mark.parametrize(
    ("parameter", "problem"),
    [
        ({"in": "header", "style": "form"}, "style form is not supported"),
        ({"in": "query", "style": "pipeDelimited"}, "style pipeDelimited is not supported"),
        ({"in": "path", "style": "matrix"}, "style matrix is not supported"),
        ({"in": "cookie"}, "cookie parameters are not supported"),
        ({"in": "query", "schema": None}, "no value matches"),
        ({"in": "query", "allowReserved": True}, "neither allowReserved"),
    ],
)
def test_rejected_parameters(parameter: dict[str, Any], problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        normalise(document({}, parameters=[{"name": "p", "schema": {"type": "string"}, **parameter}]))


def test_only_json_is_understood() -> None:
    with pytest.raises(SpecError, match=r"text/csv is not JSON"):
        normalise(document({}, requestBody={"content": {"text/csv": {"schema": {"type": "string"}}}}))


@pytest.mark.parametrize("other", ["text/csv", "multipart/form-data", "application/jsonp"])
def test_a_media_type_beside_json_is_not_dropped(other: str) -> None:
    content = {"application/json": {"schema": OBJECT}, other: {"schema": {"type": "string"}}}
    with pytest.raises(SpecError, match=rf"^/paths/~1x/post/requestBody: {other} is not JSON"):
        normalise(document({}, requestBody={"content": content}))
    with pytest.raises(SpecError, match=rf"^/paths/~1x/post/responses/200: {other} is not JSON"):
        normalise(document({}, responses={"200": {"description": "", "content": content}}))


def test_two_media_types_of_json_have_one_schema() -> None:
    def response(other: Any) -> dict[str, Any]:
        content = {"application/json": {"schema": OBJECT}, "application/problem+json; v=1": {"schema": other}}
        return {"400": {"description": "", "content": content}}

    normalise(document({}, responses=response(OBJECT)))
    with pytest.raises(
        SpecError, match=r"400: application/problem\+json; v=1 has a different schema from application/json"
    ):
        normalise(document({}, responses=response({"type": "string"})))


def test_servers_of_a_path_come_to_the_operation() -> None:
    spec = document({}, servers=[{"url": "https://other.example.com"}])
    spec["paths"]["/x"]["servers"] = [{"url": "https://files.example.com"}]
    spec["paths"]["/x"]["get"] = {"operationId": "Read", "responses": {}}
    item = normalise(spec)["paths"]["/x"]
    assert item["post"]["x-servers"] == ["https://other.example.com"]
    assert item["get"]["x-servers"] == ["https://files.example.com"]
