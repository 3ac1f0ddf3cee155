"""Schemas and tags called like classes of the core and of typing: generated modules import, and type-check."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import sinch_api
from codegen import generate, products
from codegen.normalise.terms import SpecError

OBJECTS = (
    *("Call", "Service", "Session", "Page", "Model", "Field", "Operation", "PreparedCall", "OperationGroup", "Ref"),
    *("Any", "Literal", "Mapping", "Sequence", "Union", "ListOf", "MapOf", "Decimal", "Parameter", "Kind", "Unset"),
    *("TypedDict", "Final", "TypeAlias", "Maybe", "Execute", "Date", "String", "SignatureScheme", "APIError"),
)
"""Names of object schemas."""
FIELDS = ("core", "t", "dt", "abc", "decimal", "kinds", "models", "params", "operations", "aliases", "field")


def spec() -> dict[str, Any]:
    def reference(name: str) -> dict[str, Any]:
        return {"$ref": f"#/components/schemas/{name}"}

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    objects = {
        name: {
            "type": "object",
            "properties": {
                "next": reference(OBJECTS[index - 1]),
                "all": {"type": "array", "items": reference(name)},
                "by_name": {"type": "object", "additionalProperties": reference(name)},
                "when": {"type": "string", "format": "date-time"},
                "day": {"type": "string", "format": "date"},
                "amount": {"type": "string", "format": "decimal"},
                "anything": {},
                **{field: {"type": "string"} for field in FIELDS},
            },
        }
        for index, name in enumerate(OBJECTS)
    }
    scheme = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example.com", "scopes": {}}}}
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("page", "type")]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": "https://names.example.com"}],
        "security": [{"Account": []}],
        "paths": {
            f"/v1/{name}/{{id}}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {
                    "operationId": name,
                    "tags": [name],
                    "parameters": parameters,
                    "responses": {"200": {"description": "", **content(reference(name))}},
                },
                "put": {
                    "operationId": f"set{name}",
                    "tags": [name],
                    "requestBody": {"required": True, **content(reference(name))},
                    "responses": {"200": {"description": "", **content(reference("Enum"))}},
                },
            }
            for name in OBJECTS
        },
        "components": {
            "securitySchemes": {"Account": scheme},
            "schemas": {
                **objects,
                "Enum": {"type": "string", "enum": ["a", "b"]},
                "Protocol": {"type": "array", "items": reference("Any")},
                "Generic": {
                    "oneOf": [reference("Call"), reference("Union")],
                    "discriminator": {"propertyName": "t"},
                },
            },
        },
    }


def product(**changes: Any) -> dict[str, Any]:
    return {
        "spec": "names.yaml",
        "package": "names",
        "title": "Names",
        "client": "NamesApi",
        "exception": "NamesException",
        "aliases": {"id": ["identity"], "when": ["at"], "type": ["kind"]},
        "operations": {
            name: {"retry": "safe", "unwrapped": "made up"} for name in (*OBJECTS, *(f"set{name}" for name in OBJECTS))
        },
        **changes,
    }


def package(folder: Path, document: dict[str, Any], entries: dict[str, Any]) -> dict[str, str]:
    (folder / "names.yaml").write_text(yaml.safe_dump(document))
    (folder / "product.yaml").write_text(yaml.safe_dump(entries))
    return generate.package(products.load(folder / "product.yaml"), folder)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package `sinch_api` that has the product."""
    folder = tmp_path_factory.mktemp("names")
    target = folder / "sinch_api" / "names"
    target.mkdir(parents=True)
    for name, text in package(folder, spec(), product()).items():
        (target / name).write_text(text)
    for name in ("__init__.py", "py.typed"):
        (folder / "sinch_api" / name).touch()
    return folder


@pytest.fixture
def names(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setattr(sinch_api, "__path__", [*sinch_api.__path__, str(path / "sinch_api")])
    yield importlib.import_module("sinch_api.names")
    for name in [name for name in sys.modules if name.startswith("sinch_api.names")]:
        del sys.modules[name]


def test_they_work_like_any_other(names: ModuleType, path: Path) -> None:
    for file in (path / "sinch_api" / "names").glob("*.py"):
        importlib.import_module(f"sinch_api.names.{file.stem}")
    operations = importlib.import_module("sinch_api.names.operations")
    client = importlib.import_module("sinch_api.names.client")
    for index, name in enumerate(OBJECTS):
        model = getattr(names, name)
        value = model(by_name={"a": {"core": "c"}}, day="2026-03-01", models_="x", aliases_="y")
        assert value == {"by_name": {"a": {"core": "c"}}, "day": "2026-03-01", "models": "x", "aliases": "y"}
        assert type(model.wrap({"next": {}}).next) is getattr(names, OBJECTS[index - 1])
        assert type(value.by_name["a"]) is model
    made = client.NamesApi(lambda call: call)
    call = made.prepared_call.prepared_call("1", page="2", kind="k")
    assert call == operations.prepared_call("1", page="2", type="k")
    assert call == operations.prepared_call(identity="1", page="2", kind="k")
    assert made.any.set_any("1", at="2026-03-01T12:00:00Z").body == {"when": "2026-03-01T12:00:00Z"}


def test_they_type_check(path: Path, mypy_cache: str) -> None:
    (path / "program.py").write_text(
        "from sinch_api.names import Call, Decimal\n"
        "from sinch_api.names.client import NamesApi\n\n\n"
        "def program(api: NamesApi) -> Decimal:\n"
        "    call: Call = api.call.call(identity='1', kind='k')\n"
        "    api.any.set_any('1', at=call.when, next={'core_': 'x'})\n"
        "    api.any.set_any('1', att='')  # type: ignore[call-arg]\n"
        "    api.any.set_any('1', at=1)  # type: ignore[arg-type]\n"
        "    return api.decimal_.decimal_('1')\n"
    )
    options = ("--strict", "--explicit-package-bases", "--python-version", "3.10", "--cache-dir", mypy_cache)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "-p", "sinch_api.names", "-m", "program"],
        cwd=path,
        env={**os.environ, "MYPYPATH": f"{path}{os.pathsep}{generate.ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("operation_id", "problem"),
    [
        ("type.checking", "a name in the module and type.checking would both be called TYPE_CHECKING"),
        ("OPERATIONS", None),
        ("core", None),
    ],
)
def test_operations_do_not_hide_what_their_module_uses(tmp_path: Path, operation_id: str, problem: str | None) -> None:
    document = spec()
    document["paths"]["/v1/Call/{id}"]["get"]["operationId"] = operation_id
    entries = product()
    entries["operations"][operation_id] = entries["operations"].pop("Call")
    if problem is not None:
        with pytest.raises(SpecError, match=problem):
            package(tmp_path, document, entries)
    else:
        assert f"def {operation_id.lower()}_(" in package(tmp_path, document, entries)["operations.py"]
