"""Read a spec and bundle the files it refers to into one document that has only local references."""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

Json = Any


class BundleError(ValueError):
    """A spec that cannot be read or bundled; the text names the file and the place in it."""


def load(path: Path) -> dict[str, Any]:
    """Read the spec at `path`; components of other files are moved into its own, path items are inlined."""
    return _Bundler(path).bundle()


def resolve(document: Json, pointer: str) -> Json:
    """Return what a JSON pointer (`""`, `"/components/schemas/X"`) points at, or raise `KeyError`."""
    node = document
    for part in split(pointer):
        if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
            node = node[int(part)]
        elif isinstance(node, dict) and part in node:
            node = node[part]
        else:
            raise KeyError(pointer)
    return node


def split(pointer: str) -> list[str]:
    """Return the unescaped parts of a JSON pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def join(pointer: str, *parts: str | int) -> str:
    """Return the JSON pointer `pointer` extended by `parts`."""
    return "".join([pointer, *("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)])


class _Bundler:
    def __init__(self, path: Path) -> None:
        self._root = path
        self._documents: dict[Path, dict[str, Any]] = {}
        self._wanted: list[tuple[Path, str, str]] = []
        self._origins: dict[tuple[str, str], Path] = {}

    def bundle(self) -> dict[str, Any]:
        root = self._document(self._root)
        components: dict[str, dict[str, Any]] = {section: {} for section in root.get("components", {})}
        for section, definitions in root.get("components", {}).items():
            for name in definitions:
                self._want(self._root, section, name)

        bundled: dict[str, Any] = {}
        for key, value in root.items():
            if key == "components":
                continue
            if key in ("paths", "webhooks"):
                items = value.items()
                bundled[key] = {name: self._path_item(item, self._root, join("", key, name)) for name, item in items}
            else:
                bundled[key] = self._localise(value, self._root, join("", key))

        for file, section, name in self._wanted:  # grows during the loop, since definitions refer to others
            self._define(components, file, section, name)
        for _, section, name in self._wanted:
            if name not in components[section]:
                raise BundleError(f"{self._root}: /components/{section}/{name} refers to itself")
        if components:
            bundled["components"] = components
        return bundled

    def _define(self, components: dict[str, dict[str, Any]], file: Path, section: str, name: str) -> None:
        pointer = join("/components", section, name)
        definition = self._localise(resolve(self._document(file), pointer), file, pointer)
        if definition == {"$ref": f"#{pointer}"}:
            return  # the root re-exports a component of another file under the same name
        definitions = components.setdefault(section, {})
        origin = self._origins.setdefault((section, name), file)
        if definitions.setdefault(name, definition) != definition:
            raise BundleError(f"{pointer} is defined differently in {origin} and {file}")

    def _want(self, file: Path, section: str, name: str) -> None:
        if (file, section, name) not in self._wanted:
            self._wanted.append((file, section, name))

    def _path_item(self, item: Json, file: Path, at: str) -> Json:
        reference = item.get("$ref") if isinstance(item, dict) else None
        if not isinstance(reference, str):
            return self._localise(item, file, at)
        if len(item) > 1:
            raise BundleError(f"{file}: {at} has keys beside $ref")
        target, pointer = self._target(reference, file, at)
        return self._path_item(resolve(self._document(target), pointer), target, pointer)

    def _localise(self, node: Json, file: Path, at: str) -> Json:
        """Copy `node`, found in `file`, with every reference turned into one within the bundle."""
        if isinstance(node, list):
            return [self._localise(item, file, join(at, index)) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        copy: dict[str, Any] = {}
        for key, value in node.items():
            here = join(at, key)
            if key == "$ref" and isinstance(value, str):
                copy[key] = self._local_reference(value, file, here)
            elif key == "mapping" and at.endswith("/discriminator") and isinstance(value, dict):
                copy[key] = {
                    k: self._local_reference(v, file, join(here, k)) if "#" in str(v) else v for k, v in value.items()
                }
            else:
                copy[key] = self._localise(value, file, here)
        return copy

    def _local_reference(self, reference: str, file: Path, at: str) -> str:
        target, pointer = self._target(reference, file, at)
        parts = split(pointer)
        if len(parts) >= 3 and parts[0] == "components":
            self._want(target, parts[1], parts[2])
        elif target != self._root:
            raise BundleError(f"{file}: {at}: {reference!r} must point into the components of the other file")
        return f"#{pointer}"

    def _target(self, reference: str, file: Path, at: str) -> tuple[Path, str]:
        """Return the file and the pointer that a reference found in `file` points at; they must exist."""
        name, _, pointer = reference.partition("#")
        if "://" in name:
            raise BundleError(f"{file}: {at}: {reference!r} does not exist")
        target = self._same_file(file.parent / name) if name else file
        try:
            resolve(self._document(target), pointer)
        except (KeyError, OSError):
            raise BundleError(f"{file}: {at}: {reference!r} does not exist") from None
        return target, pointer

    def _same_file(self, path: Path) -> Path:
        """Return the spelling under which `path` was first read, so that each file has one name."""
        known = {known.resolve(): known for known in self._documents}
        return known.get(path.resolve(), path)

    def _document(self, path: Path) -> dict[str, Any]:
        if path not in self._documents:
            try:
                document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
            except yaml.YAMLError as error:
                raise BundleError(f"{path}: {' '.join(str(error).split())}") from None
            if not isinstance(document, dict):
                raise BundleError(f"{path}: a spec is a mapping, not {type(document).__name__}")
            self._documents[path] = document
        return self._documents[path]


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 with the types of JSON only: dates and `no` are strings, keys are always strings and never repeated."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for line, key in _repeated_keys(node):
            raise yaml.YAMLError(f"key {key!r} is repeated in line {line}")
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


def _repeated_keys(node: yaml.MappingNode) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            yield key.start_mark.line + 1, key.value
        seen.add(key.value)


for _tag, _pattern, _first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", list("-0123456789")),
    ("merge", r"<<", ["<"]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)
