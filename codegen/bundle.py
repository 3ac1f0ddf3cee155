"""Read a spec and bundle the files it refers to into one document that has only local references."""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

Json = Any

_DEEPEST = 100
_MOST = 5_000_000
"""How many levels and values a spec may have: a few names can stand for endlessly many in YAML."""
_NAMED = frozenset(
    {"properties", "patternProperties", "schemas", "parameters", "responses", "headers", "requestBodies", "examples"}
)
"""Keys whose own keys are names, and no words of OpenAPI."""


class BundleError(ValueError):
    """A spec that cannot be read or bundled; the text names the file and the place in it."""


def load(path: Path) -> dict[str, Any]:
    """Read the spec at `path`; components of other files are moved into its own, path items are inlined."""
    return load_with_files(path)[0]


def load_with_files(path: Path) -> tuple[dict[str, Any], list[Path]]:
    """Read a spec, and return the files that it is made of too."""
    bundler = _Bundler(path)
    return bundler.bundle(), bundler.files()


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
        self._spellings: dict[Path, Path] = {}
        """The spelling under which each file was first read, by every spelling that was met."""
        self._wanted: dict[tuple[Path, str, str], None] = {}
        self._problems: list[str] = []
        self._origins: dict[tuple[str, str], Path] = {}

    def bundle(self) -> dict[str, Any]:
        root = self._document(self._root)
        sections = _sections(root)
        components: dict[str, Any] = {section: {} for section in sections}
        for section, definitions in sections.items():
            for name in definitions:
                self._want(self._root, section, name)

        bundled: dict[str, Any] = {}
        for key, value in root.items():
            if key == "components" and isinstance(value, dict):
                continue
            if key in ("paths", "webhooks", "x-webhooks") and isinstance(value, dict):
                items = value.items()
                bundled[key] = {name: self._path_item(item, self._root, join("", key, name)) for name, item in items}
            else:
                bundled[key] = self._localise(value, self._root, join("", key))

        done: set[tuple[Path, str, str]] = set()
        while waiting := [wanted for wanted in self._wanted if wanted not in done]:  # definitions refer to others
            for file, section, name in waiting:
                self._define(components, file, section, name)
            done.update(waiting)
        for _, section, name in self._wanted:
            if name not in components[section]:
                self._problems.append(f"{self._root}: /components/{section}/{name} refers to itself")
        if self._problems:
            raise BundleError("\n".join(dict.fromkeys(self._problems)))
        strange = {key: value for key, value in _components(root).items() if key not in sections}
        if components or strange:
            bundled["components"] = {**components, **strange}
        return bundled

    def files(self) -> list[Path]:
        """Return the files that have been read."""
        return [path.resolve() for path in self._documents]

    def _define(self, components: dict[str, dict[str, Any]], file: Path, section: str, name: str) -> None:
        pointer = join("/components", section, name)
        definition = self._localise(resolve(self._document(file), pointer), file, pointer)
        if definition == {"$ref": f"#{pointer}"}:
            return  # the root re-exports a component of another file under the same name
        definitions = components.setdefault(section, {})
        origin = self._origins.setdefault((section, name), file)
        if definitions.setdefault(name, definition) != definition:
            self._problems.append(f"{pointer} is defined differently in {origin} and {file}")

    def _want(self, file: Path, section: str, name: str) -> None:
        self._wanted[file, section, name] = None

    def _path_item(self, item: Json, file: Path, at: str) -> Json:
        start, seen = f"{file}: {at}", set()
        while isinstance(item, dict) and isinstance(item.get("$ref"), str):
            if len(item) > 1:
                self._problems.append(f"{file}: {at} has keys beside $ref")
            found = self._target(item["$ref"], file, at)
            if found is None or found in seen:
                if found is not None:
                    self._problems.append(f"{start} refers to itself")
                return {}
            seen.add(found)
            file, at = found
            item = resolve(self._document(file), at)
        return self._localise(item, file, at)

    def _localise(self, node: Json, file: Path, at: str) -> Json:
        """Copy `node`, found in `file`, with every reference turned into one within the bundle."""
        if isinstance(node, list):
            return [self._localise(item, file, join(at, index)) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        copy: dict[str, Any] = {}
        for key, value in node.items():
            here = join(at, key)
            if _is_data(key, at):
                copy[key] = value
            elif key == "$ref" and isinstance(value, str):
                copy[key] = self._local_reference(value, file, here)
            elif key == "mapping" and at.endswith("/discriminator") and isinstance(value, dict):
                copy[key] = {
                    k: self._local_reference(v, file, join(here, k)) if isinstance(v, str) and "#" in v else v
                    for k, v in value.items()
                }
            else:
                copy[key] = self._localise(value, file, here)
        return copy

    def _local_reference(self, reference: str, file: Path, at: str) -> str:
        found = self._target(reference, file, at)
        if found is None:
            return reference
        target, pointer = found
        parts = split(pointer)
        if len(parts) >= 3 and parts[0] == "components" and parts[1] in _sections(self._document(target)):
            self._want(target, parts[1], parts[2])
        elif target != self._root:
            self._problems.append(f"{file}: {at}: {reference!r} must point into the components of the other file")
        return f"#{pointer}"

    def _target(self, reference: str, file: Path, at: str) -> tuple[Path, str] | None:
        """Return the file and the pointer that a reference found in `file` points at, if they exist."""
        name, _, pointer = reference.partition("#")
        target = self._same_file(file.parent / name) if name else file
        try:
            if "://" not in name:
                resolve(self._document(target), pointer)
                return target, pointer
        except (KeyError, OSError):
            pass
        self._problems.append(f"{file}: {at}: {reference!r} does not exist")
        return None

    def _same_file(self, path: Path) -> Path:
        """Return the spelling under which `path` was first read, so that each file has one name."""
        known = self._spellings.get(path)
        if known is None:
            real = path.resolve()
            known = next((read for read in self._documents if read.resolve() == real), path)
            self._spellings[path] = known
        return known

    def _document(self, path: Path) -> dict[str, Any]:
        if path not in self._documents:
            self._documents[path] = _read(path)
        return self._documents[path]


def parsed(text: str) -> Json:
    """Return what a YAML text says, read as JSON would be; raise `ValueError` if it is none."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        document = parsed(path.read_text(encoding="utf-8"))
    except ValueError as error:  # that of text that is not UTF-8, or of a number without end, too
        raise BundleError(f"{path}: {' '.join(str(error).split())}") from None
    if not isinstance(document, dict):
        raise BundleError(f"{path}: a spec is a mapping, not {type(document).__name__}")
    level, depth, count = [document], 0, 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > _DEEPEST or count > _MOST:
            most = f"{_DEEPEST} levels" if depth > _DEEPEST else f"{_MOST:,} values"
            raise BundleError(f"{path}: a spec has at most {most}, one inside the other or listed")
        level = [
            value
            for node in level
            if isinstance(node, (dict, list))
            for value in (node.values() if isinstance(node, dict) else node)
        ]
    return document


def _components(document: Json) -> dict[str, Any]:
    components = document.get("components")
    return components if isinstance(components, dict) else {}


def _sections(document: Json) -> dict[str, dict[str, Any]]:
    """Return the components of a document by section, as far as they are mappings."""
    return {name: entries for name, entries in _components(document).items() if isinstance(entries, dict)}


def _is_data(key: str, at: str) -> bool:
    """Return whether what a key holds is a value of the API, in which nothing refers to anything."""
    return key in ("example", "default", "const", "enum", "value") and at.rpartition("/")[2] not in _NAMED


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 with the types of JSON only: dates and `no` are strings, keys are always strings and never repeated."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.YAMLError(f"the key in line {key.start_mark.line + 1} is not text")
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
