"""Finds the specs that the simulator answers from, in an installed wheel and in a checkout alike."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGED = Path(__file__).with_name("_specs")
_CHECKOUT = Path(__file__).resolve().parents[2]


@cache
def load(product: str) -> dict[str, Any]:
    """Return the spec of `product` as one document with local references only. It is shared: do not change it.

    A wheel carries the specs as JSON, made when it was built. A checkout reads `specs/<product>.yaml`, bundled by
    `codegen/bundle.py`; as YAML takes half a second to read, the result is kept under `.cache/specs/`, named after the
    content that it was made from.
    """
    packaged = _PACKAGED / f"{product}.json"
    if packaged.is_file():
        return _read(packaged)
    source = _CHECKOUT / "specs" / f"{product}.yaml"
    if source.is_file():
        return _from_checkout(source)
    raise FileNotFoundError(f"no spec of {product}: neither {packaged} nor {source} exists")


def _from_checkout(source: Path) -> dict[str, Any]:
    bundler = _CHECKOUT / "codegen" / "bundle.py"
    digest = hashlib.sha256(bundler.read_bytes())
    for part in [source, *sorted(source.with_suffix("").glob("**/*.yaml"))]:
        digest.update(part.read_bytes())
    cached = _CHECKOUT / ".cache" / "specs" / f"{source.stem}-{digest.hexdigest()[:32]}.json"
    if cached.is_file():
        return _read(cached)
    document: dict[str, Any] = _module(bundler).load(source)
    try:
        _write(cached, json.dumps(document))
    except PermissionError:
        pass  # a checkout that must not be written to: it only costs the time to read the YAML again
    return document


def _module(path: Path) -> ModuleType:
    """Load a module of the development tools from its file, so that their package need not be importable."""
    found = importlib.util.spec_from_file_location(f"sinch_checkout_{path.stem}", path)
    if found is None or found.loader is None:
        raise ImportError(f"{path} is not a Python module")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def _write(path: Path, text: str) -> None:
    """Write all or nothing: other processes may look for the same file at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as temporary:
        temporary.write(text)
    os.replace(temporary.name, path)
