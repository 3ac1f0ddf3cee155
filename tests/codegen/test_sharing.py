"""What the packages of one product define alike is one class, which each of them takes from the first."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import generate, products

ROOT = generate.ROOT
FILE = """
spec: {name}.yaml
package: {package}
domain: mail
title: {title}
client: {title}Api
exception: MailException
{shares}
operations:
  Send: {{methods: [mail.parcels.send], retry: ambiguous}}
"""


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas() -> dict[str, Any]:
    """Return an API in which each definition refers to another: a parcel to an address, and so on."""
    return {
        "Parcel": {"type": "object", "properties": {"to": ref("Address"), "size": ref("Size"), "tags": ref("Tags")}},
        "Address": {"type": "object", "description": "A place.", "properties": {"street": {"type": "string"}}},
        "Size": {"type": "string", "enum": ["SMALL", "LARGE"]},
        "Tags": {"type": "array", "items": ref("Tag")},
        "Tag": {
            "oneOf": [ref("Colour"), ref("Word")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"colour": ref("Colour")["$ref"], "word": ref("Word")["$ref"]},
            },
        },
        "Colour": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": "colour"}, "rgb": {"type": "string"}},
        },
        "Word": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": "word"}, "text": {"type": "string"}},
        },
    }


def spec(found: dict[str, Any]) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": ref("Parcel")}}}
    operation = {
        "operationId": "Send",
        "requestBody": {**content, "required": True},
        "responses": {"200": {"description": "It.", **content}},
    }
    flows = {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mail", "version": "1"},
        "servers": [{"url": "https://mail.example.com"}],
        "security": [{"OAuth2": []}],
        "paths": {"/v1/parcels": {"post": operation}},
        "components": {"securitySchemes": {"OAuth2": {"type": "oauth2", "flows": flows}}, "schemas": found},
    }


def packages(folder: Path, second: dict[str, Any]) -> Path:
    """Generate the packages `mail` and `mail_labels`, the second with these schemas; return where they are."""
    (folder / "specs").mkdir()
    (folder / "products").mkdir()
    for name, found, shares in (("mail", schemas(), ""), ("mail-labels", second, "shares: mail")):
        package, title = name.replace("-", "_"), name.title().replace("-", "")
        (folder / f"specs/{name}.yaml").write_text(yaml.safe_dump(spec(found)))
        text = FILE.format(name=name, package=package, title=title, shares=shares)
        (folder / f"products/{name}.yaml").write_text(text)
    for file in products.load_all(folder / "products"):
        target = folder / "sinch_api" / file.package
        target.mkdir(parents=True)
        for module, source in generate.package(file, folder / "specs").items():
            (target / module).write_text(source)
    return folder


def run(folder: Path, program: str) -> str:
    head = "import sinch_api\nsinch_api.__path__.append('sinch_api')\n"
    command = [sys.executable, "-c", head + program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def own(folder: Path) -> set[str]:
    """Return what the second package defines itself."""
    text = (folder / "sinch_api/mail_labels/models.py").read_text()
    return {
        name for found in re.findall(r"^ *(?:class (\w+)|(\w+): t.TypeAlias)", text, re.MULTILINE) for name in found
    } - {""}


PROGRAM = """
from sinch_api import mail, mail_labels
from sinch_api.mail_labels import kinds
parcel = kinds.Parcel.load({"to": {"street": "Main"}, "tags": [{"kind": "colour", "rgb": "f00"}, {"kind": "new"}]})
print(type(parcel) is mail.Parcel, type(parcel) is mail_labels.Parcel, parcel.to.street, parcel.tags[0].rgb)
"""


def test_what_is_the_same_is_one_class(tmp_path: Path) -> None:
    folder = packages(tmp_path, schemas())
    assert own(folder) == set()
    assert run(folder, PROGRAM).split() == ["True", "True", "Main", "f00"]


@pytest.mark.parametrize(
    ("schema", "change", "defined"),
    [
        ("Address", {"description": "Another place."}, {"Address", "Parcel"}),
        ("Address", {"properties": {"street": {"type": "integer"}}}, {"Address", "Parcel"}),
        ("Address", {"required": ["street"]}, {"Address", "Parcel"}),
        ("Size", {"enum": ["SMALL"]}, {"Size", "Parcel"}),
        (
            "Word",
            {"properties": {"kind": {"const": "word"}, "words": {"type": "string"}}},
            {"Word", "Tag", "Tags", "Parcel"},
        ),
        ("Parcel", {"properties": {"to": ref("Address")}}, {"Parcel"}),
    ],
)
def test_what_differs_is_its_own_and_so_is_all_that_refers_to_it(
    tmp_path: Path, schema: str, change: dict[str, Any], defined: set[str]
) -> None:
    second = schemas()
    second[schema] |= change
    assert own(packages(tmp_path, second)) == defined
