"""The check of the specs: the project's own are valid, and each kind of mistake is reported with its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen.specs_check import SPECS, check, main

Change = Callable[[dict[str, Any]], object]


POST = ("paths", "/pets", "post")
JSON = ("content", "application/json")
NONE = {"204": {"description": "None."}}
PET = ("components", "schemas", "Pet")


def spec() -> dict[str, Any]:
    """Return a small, valid spec."""
    pet = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "born": {"type": "string", "format": "date-time"}},
    }
    body = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": {"name": "Rex"}}}
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {
                "post": {
                    "operationId": "createPet",
                    "requestBody": body,
                    "responses": {"201": {"description": "Created.", **body}},
                },
                "get": {
                    "operationId": "listPets",
                    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}, "example": 5}],
                    "responses": NONE,
                },
            }
        },
        "components": {"schemas": {"Pet": pet}},
    }


def problems(folder: Path, change: Change) -> list[str]:
    document = json.loads(json.dumps(spec()))  # parts used twice become separate
    change(document)
    path = folder / "pets.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    return [problem.removeprefix(f"{path}: ") for problem in check([path])]


def put(value: Any, *at: str | int) -> Change:
    def change(document: dict[str, Any]) -> None:
        for key in at[:-1]:
            document = document[key]
        document[at[-1]] = value

    return change


def drop(*at: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        for key in at[:-1]:
            document = document[key]
        del document[at[-1]]

    return change


@pytest.mark.parametrize("path", sorted(SPECS.glob("*.yaml")), ids=lambda path: path.stem)
def test_specs_of_the_project_are_clean(path: Path) -> None:
    assert check([path]) == []


@pytest.mark.parametrize("path", sorted(SPECS.rglob("*.yaml")), ids=lambda path: str(path.relative_to(SPECS)))
def test_specs_of_the_project_are_yaml_for_every_reader(path: Path) -> None:
    """Readers written in C accept some plain scalars, such as `{text: Sure?}`, that others reject."""
    assert yaml.load(path.read_text(encoding="utf-8"), yaml.SafeLoader)


def test_a_clean_spec_has_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, lambda document: None) == []


@pytest.mark.parametrize(
    ("change", "pointer", "what"),
    [
        (put("3.0.3", "openapi"), "/openapi", "3.1"),
        (drop("info", "title"), "/info", "title"),
        (put({"name": 1}, *POST, "requestBody", *JSON, "example"), "/example", "not fit its schema at /name"),
        (put({"name": "Rex", "born": "May"}, *POST, "requestBody", *JSON, "example"), "/example", "not a 'date-time'"),
        (put({"name": "Rex", "age": 3}, *POST, "requestBody", *JSON, "example"), "/example", "/age is not declared"),
        (put("many", "paths", "/pets", "get", "parameters", 0, "example"), "/parameters/0/example", "not fit"),
        (put([{"name": 1}], *PET, "examples"), "/components/schemas/Pet/examples/0", "not fit"),
        (put(1, *PET, "properties", "name", "default"), "/components/schemas/Pet/properties/name/default", "not fit"),
        (put("strin", *PET, "properties", "name", "type"), "/components/schemas/Pet/properties/name/type", "not valid"),
        (put({"get": {"operationId": "getPet", "responses": NONE}}, "paths", "/pets/{id}"), "/", "'id'"),
        (drop(*POST, "operationId"), "/paths/~1pets/post", "no operationId"),
        (put("List_Pets", *POST, "operationId"), "/paths/~1pets/post", "is too similar to that of /paths/~1pets/get"),
        (drop(*POST, "requestBody", *JSON, "example"), "/requestBody/content/application~1json", "no example"),
        (drop(*POST, "responses", "201", *JSON, "example"), "/responses/201/content/application~1json", "no example"),
        (put({"type": "string"}, "components", "schemas", "Stray"), "/components/schemas/Stray", "not used"),
        (put({"$ref": "#/components/schemas/No"}, *POST, "requestBody", *JSON, "schema"), "/", "does not exist"),
    ],
)
def test_mistakes_are_reported(tmp_path: Path, change: Change, pointer: str, what: str) -> None:
    [problem] = problems(tmp_path, change)

    place, _, text = problem.partition(": ")
    assert place.endswith(pointer)
    assert what in text


SIGNATURE = {
    "algorithm": "hmac-sha1",
    "encoding": "hex",
    "signed": "{body}.{nonce}",
    "headers": {"signature": "x-signature", "nonce": "x-nonce"},
}


@pytest.mark.parametrize(
    ("change", "pointer", "what"),
    [
        ({"algorithm": "hmac-md5"}, "/algorithm", "must be hmac-sha1 or hmac-sha256, not 'hmac-md5'"),
        ({"encoding": None}, "/encoding", "must be base64 or hex, not None"),
        ({"signed": None}, "/signed", "must be text"),
        ({"signed": "{nonce}"}, "/signed", "must hold {body} or {content_md5}"),
        ({"signed": "{body}{url}"}, "/signed", "{url} is unknown; known are {body}, {nonce}, {timestamp}, {method}, "),
        ({"signed": "{body}{timestamp}"}, "/signed", "holds {timestamp}, which no header contains"),
        ({"headers": {"nonce": "x-nonce"}}, "/headers", "must name the header of the signature"),
        ({"headers": None, "signed": "{body}"}, "/headers", "must name the header of the signature"),
        ({"headers": {**SIGNATURE["headers"], "key": "x-key"}}, "/headers/key", "is unknown; known are signature"),  # type: ignore[dict-item]
        ({"headers": {"signature": "x", "nonce": 1}}, "/headers/nonce", "must be the name of a header"),
        ({"salt": "x"}, "/salt", "is not known"),
    ],
)
def test_a_signature_that_nobody_can_verify_is_reported(
    tmp_path: Path, change: dict[str, Any], pointer: str, what: str
) -> None:
    assert problems(tmp_path, put(SIGNATURE, "x-webhook-signature")) == []

    [problem] = problems(tmp_path, put({**SIGNATURE, **change}, "x-webhook-signature"))

    assert problem.startswith(f"/x-webhook-signature{pointer}: {what}")


def test_undeclared_keys_are_found_inside_of_unions(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        schemas["Dog"] = {
            "type": "object",
            "required": ["bark"],
            "properties": {"bark": {"$ref": "#/components/schemas/Pet"}},
        }
        schemas["Animal"] = {"oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Pet"}]}
        media = document["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]
        media["schema"] = {"type": "array", "items": {"$ref": "#/components/schemas/Animal"}}
        media["example"] = [{"name": "Rex"}, {"bark": {"name": "woof", "pitch": "low"}}]

    [problem] = problems(tmp_path, change)

    assert "/1/bark/pitch is not declared" in problem


def with_union(document: dict[str, Any]) -> dict[str, Any]:
    """Make the request body a Cat or a Dog, told apart by `kind`, and return the media type."""
    schemas = document["components"]["schemas"]
    for name, key in (("Cat", "lives"), ("Dog", "tricks")):
        properties = {"kind": {"const": name.lower()}, key: {"type": "integer"}}
        schemas[name] = {"type": "object", "required": ["kind", key], "properties": properties}
    schemas["Animal"] = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"}},
        "x-default-variant": "Cat",
    }
    media = document["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]
    media.update(schema={"$ref": "#/components/schemas/Animal"}, example={"kind": "dog", "tricks": 2})
    return media


def test_an_example_is_judged_by_the_variant_it_names(tmp_path: Path) -> None:
    assert problems(tmp_path, with_union) == []

    [problem] = problems(tmp_path, lambda document: with_union(document).update(example={"kind": "dog", "tricks": "2"}))

    assert problem.endswith("does not fit its schema at /tricks: '2' is not of type 'integer'")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            {"mapping": {"cat": "Cat", "dog": "Dog", "pet": "Pet"}},
            "maps pet to #/components/schemas/Pet, which is not a",
        ),
        ({"mapping": {"cat": "Cat", "hound": "Dog"}}, "maps hound to #/components/schemas/Dog, which cannot have that"),
        ({"mapping": {"cat": "Cat"}}, "maps nothing to #/components/schemas/Dog"),
    ],
)
def test_a_discriminator_maps_to_its_variants(tmp_path: Path, change: dict[str, Any], what: str) -> None:
    def spoil(document: dict[str, Any]) -> None:
        with_union(document)
        document["components"]["schemas"]["Animal"]["discriminator"].update(change)

    [problem] = problems(tmp_path, spoil)

    assert problem.startswith(f"/components/schemas/Animal/discriminator: {what}")


def test_the_default_variant_is_a_variant(tmp_path: Path) -> None:
    def spoil(document: dict[str, Any]) -> None:
        with_union(document)
        document["components"]["schemas"]["Animal"]["x-default-variant"] = "Pet"

    assert problems(tmp_path, spoil) == ["/components/schemas/Animal/x-default-variant: Pet is not a variant"]


def test_main_prints_the_problems_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("openapi: 2.0.0")

    assert main([str(broken)]) == 1
    assert capsys.readouterr().err == f"{broken}: /openapi: must be a version 3.1\n"
    assert main([str(SPECS / "auth.yaml")]) == 0
