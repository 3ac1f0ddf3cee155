"""Finds the specs that the simulator works from, both in an installed wheel and in a checkout."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sinch.testing import spec_files

_PACKAGED = Path(__file__).with_name("_specs")
_READER = Path(__file__).with_name("spec_files.py")
_CHECKOUT = Path(__file__).resolve().parents[2]


@cache
def load(product: str) -> dict[str, Any]:
    """Return the spec of `product` as one document with local references only. It is shared: do not change it.

    A wheel carries the specs as compressed JSON, made when it was built. A checkout reads `specs/<product>.yaml`; as
    that takes half a second, the result is cached under `.cache/specs/`, named after a hash of its sources.
    """
    packaged = _PACKAGED / f"{product}.json.gz"
    if packaged.is_file():
        return _document(gzip.decompress(packaged.read_bytes()))
    source = _CHECKOUT / "specs" / f"{product}.yaml"
    if source.is_file():
        return _from_checkout(source)
    raise FileNotFoundError(f"no spec of {product}: neither {packaged} nor {source} exists")


def _from_checkout(source: Path) -> dict[str, Any]:
    digest = hashlib.sha256(_READER.read_bytes())
    for part in spec_files.sources(source):
        digest.update(part.read_bytes())
    cached = _CHECKOUT / ".cache" / "specs" / f"{source.stem}-{digest.hexdigest()[:32]}.json"
    if cached.is_file():
        return _document(cached.read_bytes())

    document = spec_files.read_in_project(source)
    try:
        _write(cached, json.dumps(document))
    except PermissionError:
        pass  # a read-only checkout; the only cost is reading the YAML again next time
    return document


def _document(content: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content)
    return document


def _write(path: Path, text: str) -> None:
    """Write all or nothing, since other processes may be looking for the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as temporary:
        temporary.write(text)
    os.replace(temporary.name, path)
