"""Reads the YAML files of a spec as one document: in a checkout, and when a wheel is built. Needs PyYAML.

The generator has its own reader, and this one shares nothing with it, so that a mistake in either shows. It imports no
other module of this package either, since the build of the wheel runs this file alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

_FILE = re.compile(r"([^#]+)#")


def read(root: Path) -> dict[str, Any]:
    """Return the spec at `root` with all references local: the `components` of other files are added to its own.

    References to paths and events in other files are replaced by their targets. Names are unique across all files.
    """
    files = _reachable(root.resolve())
    document = next(iter(files.values()))
    whole = {key: _local(value) for key, value in document.items() if key != "components"}
    for section in ("paths", "webhooks"):
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
    node = files[target]
    for part in pointer.split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
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
