"""A new product: a small spec is scaffolded, generated, imported, type-checked, and its methods send what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from codegen import generate, products
from codegen.bundle import Json
from codegen.scaffold.command import Scaffolded, scaffold

ROOT = generate.ROOT

SPEC: Json = {
    "openapi": "3.1.0",
    "info": {"title": "Sinch Parcels API", "version": "1"},
    "servers": [{"url": "https://parcels.api.example.com"}],
    "security": [{"OAuth2": []}],
    "tags": [{"name": "parcels", "description": "Things on their way."}, {"name": "labels"}],
    "paths": {
        "/v1/projects/{projectId}/parcels": {
            "parameters": [{"name": "projectId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "ListParcels",
                "tags": ["parcels"],
                "parameters": [
                    {"name": "pageToken", "in": "query", "schema": {"type": "string"}},
                    {"name": "state", "in": "query", "schema": {"$ref": "#/components/schemas/State"}},
                ],
                "responses": {
                    "200": {
                        "description": "A page.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}},
                    }
                },
            },
            "post": {
                "operationId": "CreateParcel",
                "tags": ["parcels"],
                "summary": 'Hand in a parcel; """quoted""" and C:\\path',
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Parcel"},
                            "example": {
                                "to": "Ada",
                                "contents": [{"itemName": "tea"}],
                                "sentAt": "2030-01-02T03:04:05Z",
                            },
                        }
                    },
                },
                "responses": {
                    "201": {
                        "description": "The parcel",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Parcel"}}},
                    }
                },
            },
        },
        "/v1/projects/{projectId}/parcels/{parcelId}/label": {
            "delete": {
                "operationId": "Labels_DeleteLabel",
                "tags": ["labels"],
                "parameters": [
                    {"name": "projectId", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "parcelId", "in": "path", "required": True, "schema": {"type": "string"}},
                ],
                "responses": {"204": {"description": "Gone."}},
            }
        },
    },
    "webhooks": {
        "moved": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Moved"}}}}
            }
        }
    },
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
                "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}},
            },
            "Basic": {"type": "http", "scheme": "basic"},
        },
        "schemas": {
            "Parcel": {
                "type": "object",
                "required": ["to"],
                "properties": {
                    "to": {"type": "string", "maxLength": 40, "description": "Who gets it."},
                    "contents": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
                    "sentAt": {"type": "string", "format": "date-time"},
                    "type": {"type": "string"},
                },
            },
            "Item": {"type": "object", "properties": {"itemName": {"type": "string"}}},
            "State": {"type": "string", "enum": ["MOVING", "THERE"]},
            "Page": {
                "type": "object",
                "properties": {
                    "parcels": {"type": "array", "items": {"$ref": "#/components/schemas/Parcel"}},
                    "nextPageToken": {"type": "string"},
                },
            },
            "Moved": {"type": "object", "properties": {"parcel": {"$ref": "#/components/schemas/Parcel"}}},
            "Parcels": {"type": "object", "description": "Bears the name of the product."},
        },
    },
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with the product in it, scaffolded and generated."""
    root = tmp_path_factory.mktemp("project")
    (root / "specs").mkdir()
    (root / "specs/parcels.yaml").write_text(yaml.safe_dump(SPEC, sort_keys=False), encoding="utf-8")
    result = scaffold(root / "specs/parcels.yaml", "parcels", root)
    assert result.written == [
        "codegen/products/parcels.yaml",
        *(f"sinch/domains/parcels/{name}.py" for name in ("__init__", "parcels", "labels")),
        *(f"sinch/domains/parcels/sinch_events/{name}.py" for name in ("__init__", "handler")),
    ]
    product = products.load(root / "codegen/products/parcels.yaml")
    folder = root / "sinch_api/parcels"
    folder.mkdir(parents=True)
    for name, text in generate.package(product, root / "specs").items():
        (folder / name).write_text(text, encoding="utf-8")
    return root


def test_the_first_products_file_says_what_can_be_guessed(project: Path) -> None:
    product = products.load(project / "codegen/products/parcels.yaml")
    assert (product.package, product.title, product.client) == ("parcels", "Parcels", "ParcelsApi")
    assert (product.bound, product.event) == ({"projectId": "project_id"}, "Moved")
    assert product.accepted == (("security", "Basic"),)
    assert product.schemas["Parcels"].class_name == "ParcelsDetails"
    assert {name: (entry.retry, entry.methods) for name, entry in product.operations.items()} == {
        "ListParcels": ("safe", ("parcels.list",)),
        "CreateParcel": ("ambiguous", ("parcels.create",)),
        "Labels_DeleteLabel": ("idempotent", ("parcels.labels.delete",)),
    }
    assert product.operations["ListParcels"].paging == {
        "items": "parcels",
        "token": "pageToken",
        "next": "nextPageToken",
    }


def test_a_method_reads_like_ours(project: Path) -> None:
    text = (project / "sinch/domains/parcels/parcels.py").read_text(encoding="utf-8")
    assert (
        text[text.index("    def create(") :]
        == '''\
    def create(
        self,
        *,
        to: str,
        contents: Maybe[Sequence[ItemDict | ItemJSON | Item]] = UNSET,
        sent_at: Maybe[datetime | str] = UNSET,
        type: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> Parcel:
        """Hand in a parcel; \\"\\"\\"quoted\\"\\"\\" and C:\\\\path.

        `POST /v1/projects/{projectId}/parcels` (CreateParcel)

        Args:
            to: who gets it. At most 40 characters.
            contents: the contents.
            sent_at: the sent at.
            type: the type.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The parcel.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not
                repeated.
            ParcelsException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.parcels.create(to="Ada", contents=[{"item_name": "tea"}], sent_at="2030-01-02T03:04:05Z")

        """
        return self._send(operations.create_parcel(to=to, contents=contents, sent_at=sent_at, type=type), options)
'''
    )


def python(project: Path, *arguments: str) -> str:
    """Run Python with the product beside ours, as if it were a part of the project."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated")))}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


PROGRAM = """
import json, sys
import sinch.domains, sinch_api
sinch.domains.__path__.append("sinch/domains")
sinch_api.__path__.append("sinch_api")
from sinch import configuration, SinchClient
from sinch.core.http import Headers, HTTPResponse
from sinch.domains.parcels import Parcels, ParcelsSinchEvent, Parcel, ParcelsDetails

class Wire:
    name = "wire"
    def send(self, request):
        sent.append([request.method, request.target, (request.body or b"").decode()])
        body = TOKEN if "token" in request.target else b'{"parcels": [{"to": "Ada"}]}'
        return HTTPResponse(200, Headers([("Content-Type", "application/json")]), body)
    def close(self): ...

TOKEN = b'{"access_token": "t", "expires_in": 3600}'
sent = []
client = SinchClient(project_id="p1", key_id="k", key_secret="s", transport=Wire())
vars(client.configuration)["parcels_origin"] = "https://parcels.api.example.com"
parcels = Parcels(client)
assert [each.to for each in parcels.list(state="MOVING")] == ["Ada"]
parcels.create(to="Ada", contents=[{"item_name": "tea"}])
parcels.labels.delete("a/1")
assert parcels.sinch_events.parse_event(b'{"parcel": {"to": "Ada"}}').parcel.to == "Ada"
print(json.dumps(sent[1:]))
"""


def test_its_methods_send_what_their_operations_say(project: Path) -> None:
    assert json.loads(python(project, "-c", PROGRAM)) == [
        ["GET", "/v1/projects/p1/parcels?state=MOVING", ""],
        ["POST", "/v1/projects/p1/parcels", '{"to":"Ada","contents":[{"itemName":"tea"}]}'],
        ["DELETE", "/v1/projects/p1/parcels/a%2F1/label", ""],
    ]


def test_it_type_checks(project: Path, mypy_cache: str) -> None:
    options = ("--strict", "--python-version", "3.10", "--explicit-package-bases", "--namespace-packages")
    folders = ("sinch/domains/parcels", "sinch_api/parcels")
    python(project, "-m", "mypy", *options, "--cache-dir", mypy_cache, *folders)


@pytest.mark.parametrize("name", ["../x", "x-y", "class", "X", ""])
def test_a_name_that_is_none_is_rejected(name: str, tmp_path: Path) -> None:
    with pytest.raises(products.ProductError, match="cannot be the name of a product"):
        scaffold(tmp_path / "x.yaml", name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_second_time_nothing_happens(project: Path) -> None:
    assert scaffold(project / "specs/parcels.yaml", "parcels", project) == Scaffolded()
