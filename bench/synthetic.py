"""Any number of invented products: specs with many schemas, run through the generator like the real ones."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from codegen import generate, products

OPERATIONS = 10
"""Pairs of operations per product."""


def make(folder: Path, count: int, schemas: int) -> Path:
    """Generate products next to a copy of the real ones, and return the folder for the path."""
    package = folder / "path" / "sinch_api"
    shutil.copytree(generate.TARGET, package, ignore=shutil.ignore_patterns("__pycache__"))
    names = [f"synthetic_{index:02}" for index in range(count)]
    with ProcessPoolExecutor() as pool:
        for name, files in zip(names, pool.map(partial(_package, folder, schemas), names), strict=True):
            (package / name).mkdir()
            for file, text in files.items():
                (package / name / file).write_text(text, encoding="utf-8")
    return package.parent


def write(folder: Path, schemas: int, name: str) -> products.ProductFile:
    """Write spec and products file of an invented product into a folder, and return the latter as it is read."""
    (folder / f"{name}_spec.yaml").write_text(yaml.safe_dump(_spec(schemas)))
    product = folder / f"{name}.yaml"
    product.write_text(yaml.safe_dump(_product(name)))
    return products.load(product)


def _package(folder: Path, schemas: int, name: str) -> dict[str, str]:
    return generate.package(write(folder, schemas, name), folder)


def _product(name: str) -> dict[str, Any]:
    return {
        "spec": f"{name}_spec.yaml",
        "package": name,
        "title": name.replace("_", " ").title(),
        "client": "".join(word.title() for word in name.split("_")) + "Api",
        "exception": "".join(word.title() for word in name.split("_")) + "Exception",
        "operations": {
            f"Thing{index}_{verb}": {"retry": retry, "unwrapped": "made up for the benchmark"}
            for index in range(OPERATIONS)
            for verb, retry in (("Get", "safe"), ("Replace", "idempotent"))
        },
    }


def _spec(schemas: int) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Synthetic", "version": "1.0"},
        "servers": [{"url": "https://synthetic.example.com"}],
        "security": [{"OAuth2": []}],
        "tags": [{"name": "things"}],
        "paths": {f"/v1/things{index}/{{thing_id}}": _path(index, schemas) for index in range(OPERATIONS)},
        "components": {
            "securitySchemes": {
                "OAuth2": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com/oauth2/token", "scopes": {}}},
                }
            },
            "schemas": {
                "State": {"type": "string", "enum": ["NEW", "READY", "GONE"]},
                **{f"Thing{index}": _schema(index) for index in range(schemas - 1)},
            },
        },
    }


def _path(index: int, schemas: int) -> dict[str, Any]:
    top = schemas - 2 - index  # the schemas that refer to all others
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{top}"}}}
    response = {"200": {"description": "The thing.", "content": content}}
    return {
        "parameters": [{"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {
            "operationId": f"Thing{index}_Get",
            "tags": ["things"],
            "summary": f"Get a thing of kind {index}",
            "responses": response,
        },
        "put": {
            "operationId": f"Thing{index}_Replace",
            "tags": ["things"],
            "summary": f"Replace a thing of kind {index}",
            "requestBody": {"required": True, "content": content},
            "responses": response,
        },
    }


def _schema(index: int) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "id": {"type": "string", "description": "The id of the thing."},
        "displayName": {"type": "string"},
        "size": {"type": "integer"},
        "enabled": {"type": "boolean"},
        "state": {"$ref": "#/components/schemas/State"},
        "labels": {"type": "array", "items": {"type": "string"}},
        "createdAt": {"type": "string", "format": "date-time"},
    }
    for number, part in enumerate(range(max(0, index - OPERATIONS), index)):
        properties[f"part{number}"] = {"$ref": f"#/components/schemas/Thing{part}"}
    return {"type": "object", "description": f"A thing of kind {index}.", "required": ["id"], "properties": properties}
