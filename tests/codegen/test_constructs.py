"""Small specs, one per construct of OpenAPI: each becomes code, or is rejected with exactly the expected problems.

A file of `constructs/` says in its first line what it shows. It holds what it has beyond a small spec (`spec`) and a
small products file (`product`), and what is expected: `generates`, texts by the generated module in which they stand,
or `problems`, the lines of the error without the usual advice to correct the spec. Line breaks and indents of the texts
do not matter. Every operation without an entry is safe and has no method.
"""

import importlib
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import sinch_api
from codegen import generate, products
from codegen.bundle import BundleError
from codegen.normalise.terms import METHODS, SpecError
from codegen.printable import RenderError
from codegen.sections import ProductError

CONSTRUCTS = sorted((Path(__file__).parent / "constructs").glob("*.yaml"))
ACCOUNT = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}}}


@cache
def construct(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content


def written(path: Path, folder: Path) -> products.ProductFile:
    """Write the spec and the products file of a construct into a folder, and return the latter as it is read."""
    given = construct(path).get("spec", {})
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "servers": [{"url": "https://small.example.com"}],
        "security": [{"Account": []}],
        "paths": {"/v1/ping": {"post": {"operationId": "Ping", "responses": {"204": {"description": "Done."}}}}},
        **given,
        "components": {"schemas": {}, "securitySchemes": {"Account": ACCOUNT}, **given.get("components", {})},
    }
    entries = {
        "spec": "small.yaml",
        "package": path.stem,
        "title": "Small",
        "client": "SmallApi",
        "exception": "SmallException",
        **construct(path).get("product", {}),
    }
    usual = {"retry": "safe", "unwrapped": "A construct."}
    given = entries.get("operations", {})
    names = [*_operation_ids(spec), *given]
    entries["operations"] = {name: {**usual, **given.get(name, {})} for name in names}
    (folder / "small.yaml").write_text(yaml.safe_dump(spec, sort_keys=False), encoding="utf-8")
    return products.parse("small-products.yaml", yaml.safe_dump(entries, sort_keys=False))


def _operation_ids(spec: dict[str, Any]) -> list[str]:
    items = [item for item in (spec["paths"] or {}).values() if isinstance(item, dict)]
    found = [item[method] for item in items for method in METHODS if isinstance(item.get(method), dict)]
    return [operation["operationId"] for operation in found if isinstance(operation.get("operationId"), str)]


def one_line(text: str) -> str:
    """Return a text with single blanks, and without the commas that the formatter adds at ends of lines."""
    text = " ".join(text.split())
    return re.sub(r",? ([)\]}])", r"\1", re.sub(r"([(\[{]) ", r"\1", text))


def test_there_are_constructs_of_both_kinds() -> None:
    found = [construct(path).keys() & {"generates", "problems"} for path in CONSTRUCTS]
    assert all(len(each) == 1 for each in found), "one of the two in each file"
    assert {next(iter(each)) for each in found} == {"generates", "problems"}


@pytest.mark.parametrize("path", [path for path in CONSTRUCTS if "problems" in construct(path)], ids=lambda p: p.stem)
def test_rejected(path: Path, tmp_path: Path) -> None:
    with pytest.raises((BundleError, ProductError, RenderError, SpecError)) as caught:
        generate.package(written(path, tmp_path), tmp_path)
    text = (
        str(caught.value).replace(str(tmp_path / "small.yaml"), "small.yaml").replace("specs/small.yaml", "small.yaml")
    )
    usual = f"    codegen/products/small-products.yaml: {SpecError.CORRECT}"
    assert [line for line in text.splitlines() if line != usual] == construct(path)["problems"]


@pytest.mark.parametrize("path", [path for path in CONSTRUCTS if "generates" in construct(path)], ids=lambda p: p.stem)
def test_generated(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _generated(path, tmp_path)
    folder = tmp_path / "sinch_api" / path.stem
    monkeypatch.setattr(sinch_api, "__path__", [*sinch_api.__path__, str(folder.parent)])
    for name in files:
        importlib.import_module(f"sinch_api.{path.stem}.{name.removesuffix('.py')}")
    for name in [name for name in sys.modules if name.startswith(f"sinch_api.{path.stem}")]:
        del sys.modules[name]
    for name, texts in construct(path)["generates"].items():
        there = one_line(files[name])
        for text in texts:
            assert one_line(text) in there, f"{name} does not have {text}"


def test_what_is_generated_type_checks(tmp_path: Path, mypy_cache: str) -> None:
    names = [path.stem for path in CONSTRUCTS if "generates" in construct(path)]
    for path in CONSTRUCTS:
        if "generates" in construct(path):
            _generated(path, tmp_path)
    (tmp_path / "sinch_api" / "__init__.py").touch()
    (tmp_path / "sinch_api" / "py.typed").touch()
    options = ("--strict", "--explicit-package-bases", "--python-version", "3.10", "--cache-dir", mypy_cache)
    packages = [part for name in names for part in ("-p", f"sinch_api.{name}")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *packages],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": f"{tmp_path}{os.pathsep}{generate.ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _generated(path: Path, folder: Path) -> dict[str, str]:
    """Write the package of a construct below a folder, and return its files."""
    files = generate.package(written(path, folder), folder)
    target = folder / "sinch_api" / path.stem
    target.mkdir(parents=True)
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    return files
