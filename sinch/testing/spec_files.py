"""Reads the YAML files of a spec as one document: in a checkout, and when a wheel is built. Needs PyYAML.

What OpenAPI 3.0 says in its own way is said as in 3.1. A spec as someone else published it is read with its
corrections, and with made examples where it has none.

The generator has its own reader, and this one shares nothing with it, so that a mistake in either shows. It imports no
other module of this package either, since the build of the wheel runs this file alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FILE = re.compile(r"([^#]+)#")


def read_in_project(source: Path) -> dict[str, Any]:
    """Return the spec at `source`, in the folder `specs` of a project, with what the project says beside it."""
    beside = _beside(source)
    said = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
    return read(source, **said)


def sources(source: Path) -> list[Path]:
    """Return all files that `read_in_project` may read."""
    return [*sorted(source.parent.rglob("*.yaml")), *(file for file in [_beside(source)] if file.is_file())]


def _beside(source: Path) -> Path:
    """Return where a project has the corrections of a published spec, and the examples that were made for it."""
    return source.resolve().parent.parent / "generated" / "published" / f"{source.stem}.json"


def read(
    root: Path, corrections: Iterable[dict[str, Any]] = (), examples: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """Return the spec at `root` in the words of OpenAPI 3.1, with all references local.

    Args:
        root: Its file.
        corrections: Changes to be made first: `at`, a JSON pointer, and what to `set`, or `remove`.
        examples: Those of bodies, by the JSON pointer of the media type, instead of its own.
    """
    document = _bundled(root)
    for entry in corrections:
        holder, _, key = entry["at"].rpartition("/")
        target = _at(document, holder)
        last: Any = int(key) if isinstance(target, list) else _name(key)
        if "set" in entry:
            target[last] = entry["set"]
        else:
            del target[last]
    for place, example in examples.items():
        media = _at(document, place)
        media.pop("examples", None)
        media["example"] = example
    if "x-webhooks" in document:
        document.setdefault("webhooks", document.pop("x-webhooks"))
    modern: dict[str, Any] = _modern(document)
    return modern


def _modern(node: Any, names: bool = False) -> Any:
    """Say as in OpenAPI 3.1 what 3.0 says otherwise: exclusive limits, null, and base64; `names` are not keywords."""
    if isinstance(node, list):
        return [_modern(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: _modern(value) for name, value in node.items()}
    new = {
        key: value if key in _DATA else _modern(value, names=key in _NAMED and isinstance(value, dict))
        for key, value in node.items()
    }
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(new.get(exclusive), bool) and new.pop(exclusive) and limit in new:
            new[exclusive] = new.pop(limit)
    if new.get("format") == "byte":
        del new["format"]
        new["contentEncoding"] = "base64"
    if isinstance(new.get("type"), list) and len(new["type"]) == 1:
        new["type"] = new["type"][0]
    return _with_null(new) if isinstance(new.get("nullable"), bool) and new.pop("nullable") else new


def _with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that allows null too."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    values = {"enum": [*schema["enum"], None]} if None not in schema.get("enum", [None]) else {}
    return {**schema, **values, "type": [*types, "null"]}


_DATA = ("example", "value", "default", "const", "enum")
"""Keys that hold values of the API, in which nothing is a keyword."""
_NAMED = (
    "properties",
    "patternProperties",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
)
"""Keys whose own keys are names."""


def _at(document: Any, pointer: str) -> Any:
    """Return what a JSON pointer points at."""
    node = document
    for part in pointer.split("/")[1:]:
        node = node[int(part)] if isinstance(node, list) else node[_name(part)]
    return node


def _name(part: str) -> str:
    """Return a part of a JSON pointer as it is in the document."""
    return part.replace("~1", "/").replace("~0", "~")


def _bundled(root: Path) -> dict[str, Any]:
    """Return the spec at `root` with all references local: the `components` of other files are added to its own.

    References to paths and events in other files are replaced by their targets. Names are unique across all files.
    """
    files = _reachable(root.resolve())
    document = next(iter(files.values()))
    whole = {key: _local(value) for key, value in document.items() if key != "components"}
    for section in ("paths", "webhooks", "x-webhooks"):
        for name, item in document.get(section, {}).items():
            if "$ref" in item:
                whole[section][name] = _local(_target(root.resolve(), item["$ref"], files))
    components: dict[str, dict[str, Any]] = {}
    for file, part in files.items():
        for section, definitions in part.get("components", {}).items():
            if section == "pathItems" and part is not document:
                continue  # inlined wherever they are referred to
            known = components.setdefault(section, {})
            for name, definition in definitions.items():
                local = _local(definition)
                if local == {"$ref": f"#/components/{section}/{name}"}:
                    continue  # a mere reference to the definition of this name in another file
                if known.setdefault(name, local) != local:
                    raise ValueError(f"{file}: components/{section}/{name} is defined differently in another file")
    return {**whole, "components": components} if components else whole


def _reachable(root: Path) -> dict[Path, Any]:
    """Return the content of a file and of all files reachable from it, by path, itself first."""
    files: dict[Path, Any] = {}
    waiting = [root]
    for file in waiting:  # grows during the loop
        if file not in files:
            files[file] = parse(file)
            waiting += [(file.parent / name).resolve() for name in _mentioned(files[file])]
    return files


def _mentioned(node: Any) -> list[str]:
    """Return the names of the files that a node refers to."""
    if isinstance(node, list):
        return [name for entry in node for name in _mentioned(entry)]
    if not isinstance(node, dict):
        return []
    found = [name for entry in node.values() for name in _mentioned(entry)]
    return found + [match[1] for text in _references(node) if (match := _FILE.match(text))]


def _references(node: dict[str, Any]) -> list[str]:
    """Return the references of a mapping itself: its `$ref`, and the variants of a discriminator."""
    found = [node.get("$ref"), *_mapping(node).values()]
    return [text for text in found if isinstance(text, str)]


def _mapping(node: dict[str, Any]) -> dict[str, Any]:
    discriminator = node.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    return mapping if isinstance(mapping, dict) else {}


def _local(node: Any) -> Any:
    """Copy a node, removing file names from its references."""
    if isinstance(node, list):
        return [_local(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _local(value) for key, value in node.items()}
    if isinstance(copy.get("$ref"), str):
        copy["$ref"] = _FILE.sub("#", copy["$ref"])
    for value, name in _mapping(copy).items():
        copy["discriminator"]["mapping"][value] = _FILE.sub("#", name) if isinstance(name, str) else name
    return copy


def _target(file: Path, reference: str, files: dict[Path, Any]) -> Any:
    """Return the final target of a reference found in `file`."""
    name, _, pointer = reference.partition("#/")
    target = (file.parent / name).resolve() if name else file
    node = _at(files[target], f"/{pointer}")
    return _target(target, node["$ref"], files) if "$ref" in node else node


def parse(file: Path) -> Any:
    """Read a YAML file with the scalars of JSON: `no` and dates are text, and so are all keys."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: {error}") from None
    return _value(node, file)


def _value(node: Any, file: Path) -> Any:
    if isinstance(node.value, str):
        return node.value if node.style else _scalar(node.value)
    if node.id == "sequence":
        return [_value(entry, file) for entry in node.value]
    values: dict[str, Any] = {}
    for key, entry in node.value:
        if key.value in values or key.value == "<<":
            reason = "occurs twice" if key.value in values else "would be merged, which other readers do not do"
            raise ValueError(f"{file}, line {key.start_mark.line + 1}: {key.value} {reason}")
        values[key.value] = _value(entry, file)
    return values


def _scalar(text: str) -> Any:
    if text in ("", "~"):
        return None
    try:
        return json.loads(text, parse_constant=str)
    except ValueError:
        return text
