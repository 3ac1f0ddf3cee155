"""A published spec, of OpenAPI 3.0 and without examples: it passes every step, up to calls of a simulator."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import sinch.aio
import sinch.domains
import sinch_api
from codegen import generate, products, specs_check, twins
from codegen.scaffold.command import scaffold
from codegen.scaffold.layout import product_class
from sinch import ArgumentError, BadRequestError
from sinch.testing import Simulator, openapi, spec_files
from sinch.testing.by_example import ByExample
from tests.both_colours import Connect, both_colours

KITES: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Kites | Sinch", "version": "1.0.3"},
    "servers": [{"url": "https://kites.api.example.com", "description": "Everywhere"}],
    "security": [{"Basic": []}, {"OAuth2.0": []}],
    "x-explorer-enabled": False,
    "x-webhooks": {
        "KiteLanded": {
            "post": {
                "operationId": "KiteLanded",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Landed"}}}},
                "responses": {"200": {"description": "Taken.", "content": {"schema": {}}}},
            }
        }
    },
    "paths": {
        "/v1/projects/{projectId}/kites": {
            "parameters": [{"$ref": "#/components/parameters/projectId"}],
            "get": {
                "operationId": "KiteService_ListKites",
                "tags": ["Kites"],
                "parameters": [
                    {"name": "shorterThan", "in": "query", "schema": {"$ref": "#/components/schemas/Length"}},
                    {"name": "labels", "in": "query", "schema": {"$ref": "#/components/schemas/Labels"}},
                    {"name": "wind", "in": "query", "explode": False, "schema": {"$ref": "#/components/schemas/Wind"}},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Kites"}},
                "x-codeSamples": [{"lang": "Java", "source": "..."}],
            },
            "post": {
                "operationId": "KiteService_FlyKite",
                "tags": ["Kites"],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FlyRequest"}}},
                },
                "responses": {
                    "200": {
                        "description": "It flies.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}},
                    },
                    "400": {
                        "description": "No wind.",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Failure"},
                                "example": {"code": "a number after all"},
                            }
                        },
                    },
                },
            },
        }
    },
    "components": {
        "securitySchemes": {
            "Basic": {"type": "http", "scheme": "basic"},
            "OAuth2.0": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}},
            },
        },
        "parameters": {
            "projectId": {"name": "projectId", "in": "path", "required": True, "schema": {"type": "string"}}
        },
        "responses": {
            "Kites": {
                "description": "All kites, or an error.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}},
            }
        },
        "schemas": {
            "Labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 5}},
            "Wind": {"type": "object", "properties": {"least": {"type": "integer"}, "most": {"type": "integer"}}},
            "Status": {"enum": ["UP", "DOWN"], "default": "UP"},
            "Length": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 50},
            "Base": {
                "type": "object",
                "additionalProperties": False,
                "required": ["length"],
                "properties": {
                    "length": {"$ref": "#/components/schemas/Length"},
                    "owner": {"type": "string", "nullable": True, "pattern": "^[A-Z][a-z]{2,9}$"},
                    "shape": {"type": "string", "enum": ["DELTA", "BOX"], "nullable": True},
                    "tail": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Tail"}]},
                },
            },
            "Tail": {
                "type": "object",
                "properties": {
                    "next": {"$ref": "#/components/schemas/Tail"},
                    "last": {"nullable": True, "oneOf": [{"$ref": "#/components/schemas/Tail"}]},
                    "ribbons": {"type": "integer", "minimum": 1},
                },
            },
            "FlyRequest": {
                "type": "object",
                "additionalProperties": False,
                "allOf": [{"$ref": "#/components/schemas/Base"}],
            },
            "Kite": {
                "type": "object",
                "additionalProperties": False,
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {
                        "type": "object",
                        "required": ["id"],
                        "properties": {
                            "id": {"type": "string", "example": "kite-1", "readOnly": True},
                            "picture": {"type": "string", "format": "byte", "example": "{a picture}"},
                            "since": {"type": "string", "format": "date-time"},
                            "status": {"$ref": "#/components/schemas/Status"},
                            "cord": {"$ref": "#/components/schemas/Cord"},
                        },
                    },
                ],
            },
            "Cord": {
                "oneOf": [{"$ref": "#/components/schemas/Silk"}, {"$ref": "#/components/schemas/Wire"}],
                "discriminator": {
                    "propertyName": "material",
                    "mapping": {"silk": "#/components/schemas/Silk", "wire": "#/components/schemas/Wire"},
                },
            },
            "Silk": {
                "type": "object",
                "required": ["material"],
                "properties": {"material": {"type": "string"}, "color": {"type": "string"}},
            },
            "Wire": {
                "type": "object",
                "required": ["material"],
                "properties": {
                    "material": {"type": "string"},
                    "gauge": {"type": "integer", "multipleOf": 5, "minimum": 1},
                },
            },
            "Page": {
                "type": "object",
                "properties": {
                    "kites": {"type": "array", "minItems": 2, "items": {"$ref": "#/components/schemas/Kite"}}
                },
            },
            "Failure": {"type": "object", "properties": {"code": {"type": "integer"}}},
            "Landed": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string"}, "wet": {"type": "boolean"}},
            },
        },
    },
}
CLIENT = '''"""The client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.product_property import product_property

if TYPE_CHECKING:
    from sinch.domains.kites import Kites


class SinchClient:
    @product_property
    def kites(self) -> Kites:
        """The kites."""
        from sinch.domains.kites import Kites

        return Kites(self)
'''
SIGNED = """
  - at: /x-webhook-signature
    set: {algorithm: hmac-sha1, encoding: hex, signed: "{body}", headers: {signature: X-Kites-Signature}}
    because: the text says so
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a project in which the spec has been scaffolded and generated, as `make` does."""
    root = tmp_path_factory.mktemp("published")
    (root / "specs").mkdir()
    (root / "specs/kites.yaml").write_text(yaml.safe_dump(KITES, sort_keys=False), encoding="utf-8")
    shutil.copy(generate.SPECS / "auth.yaml", root / "specs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "PRODUCTS", root / "codegen/products")
        scaffolded = scaffold(root / "specs/kites.yaml", "kites", root)
        assert not scaffolded.problems
        generate.generate([], root / "generated/sinch_api", root / "specs")
        (root / "sinch/client.py").write_text(CLIENT, encoding="utf-8")
        twins.generate(root)
        yield root


def target(project: Path) -> tuple[Path, Path]:
    return project / "generated/sinch_api", project / "specs"


@pytest.fixture
def kites(
    project: Path, colour: str, sinch_simulator: Simulator, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Any, Simulator]]:
    """Return the product of a client, and the simulator to which it is connected over sockets."""
    monkeypatch.setattr(sinch_api, "__path__", [*sinch_api.__path__, str(target(project)[0])])
    for package in (sinch.domains, sinch.aio):
        there = project / package.__name__.replace(".", "/")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(there)])
    client: Any = connect()
    product = type("SimulatedKites", (ByExample,), {"name": "kites"})
    spec = openapi.Spec(spec_files.read_in_project(project / "specs/kites.yaml"))
    mounts = sinch_simulator._engine.mounts
    mount = sinch_simulator._mount(product(sinch_simulator._engine.world, spec), *product.accepts)
    monkeypatch.setitem(mounts, "kites", mount)  # type: ignore[arg-type]
    vars(client.configuration)["kites_origin"] = f"{sinch_simulator.url}/kites"
    if colour == "synchronous":
        yield importlib.import_module("sinch.domains.kites").Kites(client), sinch_simulator
    else:
        yield client.calling(importlib.import_module("sinch.aio.kites").AsyncKites), sinch_simulator
    for name in [name for name in sys.modules if ".kites" in name]:
        del sys.modules[name]


def test_it_is_valid_without_the_conventions_of_our_own(project: Path) -> None:
    spec = project / "specs/kites.yaml"
    assert specs_check.check([spec]) == []
    assert specs_check.check([spec], generate.ROOT / "codegen/products") == [f"{spec}: /openapi: must be a version 3.1"]


def test_generating_again_changes_nothing(project: Path) -> None:
    assert generate.generate([], *target(project)) == []
    assert generate.check([], *target(project)) == []
    examples = project / "generated/published/kites.json"
    text = examples.read_text(encoding="utf-8")
    examples.write_text(text.replace("kite-1", "kite-2"), encoding="utf-8")
    assert any("kites.json: differs" in line for line in generate.check([], *target(project)))
    (examples.parent / "gone.json").write_text("{}")
    assert any("gone.json: no product file" in line for line in generate.check([], *target(project)))
    assert len(generate.generate([], *target(project))) == 2
    assert [path.name for path in examples.parent.iterdir()] == ["kites.json"]


@pytest.mark.parametrize("title", ["Kites and Everything Else That Flies", f"Kites {'and Balloons ' * 6}"])
def test_a_long_title_fits_into_the_lines_of_both_colours(tmp_path: Path, title: str) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "codegen/products").mkdir(parents=True)
    long = {**KITES, "info": {"title": title, "version": "1"}}
    (tmp_path / "specs/kites.yaml").write_text(yaml.safe_dump(long), encoding="utf-8")
    assert not scaffold(tmp_path / "specs/kites.yaml", "kites", tmp_path).problems
    (tmp_path / "sinch/client.py").write_text(CLIENT.replace("Kites", product_class(title.strip())), encoding="utf-8")
    assert "kites/__init__.py" in twins.twins(tmp_path)


def test_every_body_gets_an_example_that_the_simulator_accepts(project: Path) -> None:
    document = spec_files.read_in_project(project / "specs/kites.yaml")
    spec = openapi.Spec(document)
    made = json.loads((project / "generated/published/kites.json").read_text(encoding="utf-8"))["examples"]
    assert len(made) == 5, "two requests' and three responses', of which one had an example that does not fit"
    for place, example in made.items():
        media = spec_files._at(document, place.replace("/x-webhooks/", "/webhooks/"))
        assert media["example"] == example
        assert spec.schemas.checker(media["schema"]).problems(example) == []
    kite = spec.operations["KiteService_FlyKite"].example
    assert kite["id"] == "kite-1", "the example of the field"
    assert kite["picture"] == "AQID", "the example of the field only describes one"
    assert kite["cord"] == {"material": "silk", "color": "color"}
    assert kite["tail"] == {"ribbons": 1}, "it ends where it would begin again"


@both_colours
def test_calls_go_over_a_socket_and_are_judged(kites: tuple[Any, Simulator]) -> None:
    product, simulator = kites
    kite = product.fly(length=2.5, owner=None, shape="BOX", tail={"ribbons": 3})
    assert (kite.id, kite.shape, kite.cord.material) == ("kite-1", "DELTA", "silk")
    assert [each.id for each in product.list(shorter_than=5)] == ["kite-1", "kite-1"]
    product.list(labels={"a&b": "c", "d": "e"}, wind={"least": 2, "most": 9})
    assert simulator.requests[-1].query == [("a&b", "c"), ("d", "e"), ("wind", "least,2,most,9")]
    for labels, problem in (({"wind": "2"}, "a parameter of its own"), ({"d": "longer"}, "400")):
        with pytest.raises((ArgumentError, BadRequestError), match=problem):
            product.list(labels=labels)
    sent = [request for request in simulator.requests if request.product == "kites"]
    assert [(request.operation_id, request.json) for request in sent[:1]] == [
        ("KiteService_FlyKite", {"length": 2.5, "owner": None, "shape": "BOX", "tail": {"ribbons": 3}})
    ]
    for wrong in ({"length": 0}, {"length": 51}, {"length": 1, "owner": "ada"}, {"length": 1, "shape": "ROUND"}):
        with pytest.raises(BadRequestError):
            product.fly(**wrong)


def test_corrections_count_for_the_simulator_too(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(products, "PRODUCTS", tmp_path / "codegen/products")
    file = products.PRODUCTS / "kites.yaml"
    text = file.read_text(encoding="utf-8").partition("\naccepted:")[0]
    text += "accepted: [{security: Basic, because: tokens do}, {at: /x-webhooks/*/post/responses/200/content/schema, "
    text += "because: it is none}]\n"
    file.write_text(f"{text}event: Landed\ncorrections:{SIGNED}", encoding="utf-8")
    generate.generate([], *target(tmp_path))
    spec = openapi.Spec(spec_files.read_in_project(tmp_path / "specs/kites.yaml"))
    assert spec.signature["algorithm"] == "hmac-sha1"
    posted = spec.document["webhooks"]["KiteLanded"]["post"]["requestBody"]["content"]["application/json"]
    assert posted["example"] == {"id": "id", "wet": True}
