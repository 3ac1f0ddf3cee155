"""A product of several packages: each has a spec, a host and operations; the product has the methods of all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import generate, products
from codegen.scaffold.command import Scaffolded, scaffold
from codegen.sections import ProductError

ROOT = generate.ROOT


def spec(host: str, paths: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    flows = {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": host.capitalize(), "version": "1"},
        "servers": [{"url": f"https://{host}.example.com"}],
        "security": [{"OAuth2": []}],
        "paths": paths,
        "components": {"securitySchemes": {"OAuth2": {"type": "oauth2", "flows": flows}}, "schemas": schemas},
    }


def operation(operation_id: str, tag: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "operationId": operation_id,
        "tags": [tag],
        "responses": {"200": {"description": "It.", "content": content}},
    }


ADDRESS = {"type": "object", "properties": {"street": {"type": "string"}}}
PARCEL = {"type": "object", "properties": {"to": {"$ref": "#/components/schemas/Address"}}}
MAIL = spec(
    "mail",
    {"/v1/parcels": {"get": operation("GetParcel", "parcels", "Parcel")}},
    {"Address": ADDRESS, "Parcel": PARCEL},
)
LABELS = spec(
    "labels",
    {
        "/v2/labels": {"get": operation("GetLabel", "labels", "Label")},
        "/v2/parcels": {"post": operation("LabelParcel", "labels", "Label")},
    },
    {
        "Address": ADDRESS,
        "Label": {"type": "object", "properties": {"from": {"$ref": "#/components/schemas/Address"}}},
    },
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a product of one package, and the spec of a second one."""
    (tmp_path / "specs").mkdir()
    for name, document in (("mail", MAIL), ("mail-labels", LABELS)):
        (tmp_path / f"specs/{name}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    scaffold(tmp_path / "specs/mail.yaml", "mail", tmp_path)
    return tmp_path


def add(project: Path, **methods: str) -> Scaffolded:
    """Add the second package with these methods, and apply the patch."""
    path = project / "codegen/products/mail-labels.yaml"
    if methods:
        scaffold(project / "specs/mail-labels.yaml", "mail_labels", project, "mail")
        (project / "sinch/domains/mail/labels.py").unlink()
        text = path.read_text()
        for name, method in methods.items():
            text = re.sub(rf"({name}:\n.*\n    methods: )\[\S+\]", rf"\1[{method}]", text)
        path.write_text(text)
    result = scaffold(project / "specs/mail-labels.yaml", "mail_labels", project, "mail")
    subprocess.run(["git", "apply", "-"], input=result.patch, text=True, cwd=project, check=True)
    return result


def test_the_second_package_joins_the_product(project: Path) -> None:
    result = add(project)
    assert result.written == ["codegen/products/mail-labels.yaml", "sinch/domains/mail/labels.py"]
    assert "+    def labels(self) -> Labels:" in result.patch
    assert "sinch/domains/mail/__init__.py: which models of sinch_api.mail_labels it offers too" in result.decisions
    file = products.load(project / "codegen/products/mail-labels.yaml")
    assert (file.package, file.domain, file.title) == ("mail_labels", "mail", "Labels")
    assert (file.exception, file.shares) == ("MailException", "mail")
    assert [entry.methods for entry in file.operations.values()] == [
        ("mail.labels.get",),
        ("mail.labels.label_parcel",),
    ]
    for name, package in (("mail", "mail"), ("mail-labels", "mail_labels")):
        assert scaffold(project / f"specs/{name}.yaml", package, project) == Scaffolded(), "there is nothing left to do"


PROGRAM = """
import sys
import sinch.domains, sinch_api
sinch.domains.__path__.append("sinch/domains")
sinch_api.__path__.append("sinch_api")
from sinch import SinchClient
from sinch.core.http import Headers, HTTPResponse
from sinch.domains.mail import Address, Mail
from sinch_api.mail import MailNotFoundError

class Wire:
    name = "wire"
    def send(self, request):
        if "token" in request.target:
            body = b'{"access_token": "t", "expires_in": 3600}'
            return HTTPResponse(200, Headers([("Content-Type", "application/json")]), body)
        sent.append(f"{request.method} {request.url}")
        return HTTPResponse(404, Headers([]), b"")
    def close(self): ...

sent = []
client = SinchClient(project_id="p1", key_id="k", key_secret="s", transport=Wire())
vars(client.configuration)["mail_origin"] = "https://mail.example.com"
vars(client.configuration)["mail_labels_origin"] = "https://labels.example.com"
mail = Mail(client)
for method in (mail.parcels.get, mail.parcels.label, mail.labels.v2.get, mail.parcels.get):
    try:
        method()
    except MailNotFoundError:
        continue
    raise SystemExit(f"{method} has other exceptions")
print("\\n".join(sent))
"""


def python(project: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated")))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_method_calls_the_host_of_its_package(project: Path, mypy_cache: str) -> None:
    add(project, LabelParcel="mail.parcels.label", GetLabel="mail.labels.v2.get")
    for file in products.load_all(project / "codegen/products"):
        folder = project / "sinch_api" / file.package
        folder.mkdir(parents=True)
        for name, text in generate.package(file, project / "specs").items():
            (folder / name).write_text(text)
    assert python(project, "-c", PROGRAM).splitlines() == [
        "GET https://mail.example.com/v1/parcels",
        "POST https://labels.example.com/v2/parcels",
        "GET https://labels.example.com/v2/labels",
        "GET https://mail.example.com/v1/parcels",
    ]
    options = ("--strict", "--python-version", "3.10", "--explicit-package-bases", "--namespace-packages")
    python(project, "-m", "mypy", *options, "--cache-dir", mypy_cache, "sinch/domains/mail", "sinch_api")
    for name, package in (("mail", "mail"), ("mail-labels", "mail_labels")):
        assert scaffold(project / f"specs/{name}.yaml", package, project) == Scaffolded()


def test_a_product_that_is_made_at_once_offers_the_models_of_all_packages(project: Path) -> None:
    add(project)
    folder = project / "sinch/domains/mail"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    scaffold(project / "specs/mail-labels.yaml", "mail_labels", project)
    text = (folder / "__init__.py").read_text()
    assert '"Label": "sinch_api.mail_labels"' in text
    assert "sinch_api.mail_labels import Address" not in text, "the package of the product's name comes first"


def test_a_package_cannot_change_its_product(project: Path) -> None:
    add(project)
    with pytest.raises(ProductError, match=r"is about mail_labels of client\.mail .* not mail_labels of client\.post"):
        scaffold(project / "specs/mail-labels.yaml", "mail_labels", project, "post")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("package: mail_labels", "package: mail"),
            "mail.yaml: package: codegen/products/mail-labels.yaml is already about mail",
        ),
        (("shares: mail", "shares: post"), "shares: post does not define MailException"),
        (("exception: MailException", "exception: PostException"), "shares: mail does not define PostException"),
        (("shares: mail", "shares: mail_labels"), "shares: mail_labels does not define MailExc"),
    ],
)
def test_products_files_must_go_together(project: Path, change: tuple[str, str], message: str) -> None:
    add(project)
    path = project / "codegen/products/mail-labels.yaml"
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(ProductError, match=re.escape(message)):
        products.load_all(path.parent)
