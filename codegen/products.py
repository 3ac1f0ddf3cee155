"""Product files: what a spec cannot say about its Python, read strictly so that stale entries are noticed."""

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from codegen import naming
from codegen.bundle import Json, resolve, split

PRODUCTS = Path(__file__).parent / "products"

Retry = Literal["safe", "idempotent", "ambiguous"]


class ProductError(ValueError):
    """A product file that is wrong, or that no longer fits its spec."""


@dataclass
class Names:
    """Wire names and the Python names given to them by hand; remembers which were used."""

    where: str
    given: dict[str, str]
    used: set[str] = field(default_factory=set)

    def get(self, wire: str) -> str | None:
        if wire not in self.given:
            return None
        self.used.add(wire)
        return self.given[wire]

    def unused(self) -> list[str]:
        return [f"{self.where}: nothing is called {wire!r}" for wire in self.given if wire not in self.used]


@dataclass
class Aliases:
    """Further names of attributes and arguments; remembers which were used."""

    where: str
    given: dict[str, tuple[str, ...]]
    used: set[str] = field(default_factory=set)

    def get(self, name: str) -> tuple[str, ...]:
        if name not in self.given:
            return ()
        self.used.add(name)
        return self.given[name]

    def unused(self) -> list[str]:
        return [f"{self.where}: nothing is called {name!r}" for name in self.given if name not in self.used]


@dataclass(frozen=True)
class SchemaEntry:
    """The entry of one schema."""

    names: Names
    class_name: str | None = None


@dataclass(frozen=True)
class OperationEntry:
    """The entry of one operation."""

    retry: Retry
    names: Names
    methods: tuple[str, ...] = ()
    unwrapped: str | None = None
    paging: dict[str, str | None] | None = None


@dataclass(frozen=True)
class ProductFile:
    """One product file."""

    file: str
    spec: str
    package: str
    title: str
    client: str
    exception: str
    bound: tuple[str, ...]
    event: str | None
    names: Names
    aliases: Aliases
    schemas: dict[str, SchemaEntry]
    operations: dict[str, OperationEntry]
    corrections: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...]

    def correct(self, document: Json) -> Json:
        """Return the document with every correction applied; one that no longer fits is an error."""
        document = copy.deepcopy(document)
        for entry in self.corrections:
            _correct(document, entry, f"{self.file}: correction at {entry['at']}")
        return document


def load(path: Path) -> ProductFile:
    """Read a product file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    top = _Section(path.name, data)
    package, client, exception = top.text("package"), top.text("client"), top.text("exception")
    for name in (package, client, exception):
        if not naming.is_identifier(name):
            raise ProductError(f"{path.name}: {name!r} is not an identifier")
    title = top.text("title")
    if not title.replace(" ", "").isalnum():
        raise ProductError(f"{path.name}: the title {title!r} must consist of letters, digits and spaces")
    product = ProductFile(
        file=path.name,
        spec=top.text("spec"),
        package=package,
        title=title,
        client=client,
        exception=exception,
        bound=tuple(top.texts("bound")),
        event=top.optional_text("event"),
        names=_names(top, "names"),
        aliases=_aliases(top),
        schemas={name: _schema(section) for name, section in top.sections("schemas")},
        operations={name: _operation(section, package) for name, section in top.sections("operations")},
        corrections=tuple(_correction(section) for section in top.entries("corrections")),
        warnings=tuple(_warning(section) for section in top.entries("warnings")),
    )
    top.done()
    return product


class _Section:
    """A mapping of the file of which every key must be asked for."""

    def __init__(self, where: str, data: Any) -> None:
        if not isinstance(data, dict):
            raise ProductError(f"{where}: must be a mapping")
        self.where = where
        self._data = dict(data)

    def take(self, key: str) -> Any:
        return self._data.pop(key, None)

    def has(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if not value:
            raise ProductError(f"{self.where}: {key} is missing")
        return value

    def optional_text(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and not isinstance(value, str):
            raise ProductError(f"{self.where}: {key} must be text")
        return value

    def texts(self, key: str) -> list[str]:
        value = self.take(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ProductError(f"{self.where}: {key} must be a list of texts")
        return value

    def sections(self, key: str) -> list[tuple[str, "_Section"]]:
        value = self.take(key) or {}
        if not isinstance(value, dict):
            raise ProductError(f"{self.where}: {key} must be a mapping")
        return [(name, _Section(f"{self.where}: {key}: {name}", item)) for name, item in value.items()]

    def entries(self, key: str) -> list["_Section"]:
        value = self.take(key) or []
        if not isinstance(value, list):
            raise ProductError(f"{self.where}: {key} must be a list")
        return [_Section(f"{self.where}: {key}[{index}]", item) for index, item in enumerate(value)]

    def done(self) -> None:
        if self._data:
            raise ProductError(f"{self.where}: unknown key {next(iter(self._data))!r}")


def _names(section: _Section, key: str) -> Names:
    given = section.take(key) or {}
    for wire, name in given.items():
        if not isinstance(name, str) or not naming.is_identifier(name) or name in naming.RESERVED:
            raise ProductError(f"{section.where}: {key}: {wire}: {name!r} cannot be the name of an attribute")
    return Names(f"{section.where}: {key}", given)


def _aliases(section: _Section) -> Aliases:
    result: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for name, further in (section.take("aliases") or {}).items():
        result[name] = tuple(further)
        for alias in further:
            if not naming.is_identifier(alias) or alias in naming.RESERVED:
                raise ProductError(f"{section.where}: aliases: {name}: {alias!r} cannot be the name of an attribute")
            if names.setdefault(alias, name) != name:
                raise ProductError(f"{section.where}: aliases: {alias!r} stands for both {names[alias]} and {name}")
    return Aliases(f"{section.where}: aliases", result)


def _schema(section: _Section) -> SchemaEntry:
    entry = SchemaEntry(_names(section, "names"), section.optional_text("class"))
    section.done()
    if entry.class_name is not None and not naming.is_identifier(entry.class_name):
        raise ProductError(f"{section.where}: {entry.class_name!r} is not a class name")
    return entry


def _operation(section: _Section, package: str) -> OperationEntry:
    retry = section.text("retry")
    if retry not in ("safe", "idempotent", "ambiguous"):
        raise ProductError(f"{section.where}: retry must be safe, idempotent or ambiguous, not {retry!r}")
    paging = None
    if section.has("paging"):
        paging = cast("dict[str, str | None]", section.take("paging"))
        if set(paging) not in ({"items"}, {"items", "page", "size", "total"}, {"items", "token", "next"}):
            raise ProductError(f"{section.where}: paging has items; items, page, size, total; or items, token, next")
    entry = OperationEntry(
        retry=cast(Retry, retry),
        names=_names(section, "names"),
        methods=tuple(section.texts("methods")),
        unwrapped=section.optional_text("unwrapped"),
        paging=paging,
    )
    section.done()
    if bool(entry.methods) == bool(entry.unwrapped):
        raise ProductError(f"{section.where}: needs either methods, or unwrapped with the reason why there are none")
    for method in entry.methods:
        if not method.startswith(f"{package}."):
            raise ProductError(f"{section.where}: method {method} does not begin with {package}.")
    return entry


def _correction(section: _Section) -> dict[str, Any]:
    entry = {key: section.take(key) for key in ("at", "was", "set", "remove", "because") if section.has(key)}
    section.done()
    if not isinstance(entry.get("at"), str) or not entry.get("because") or ("set" in entry) == ("remove" in entry):
        raise ProductError(f"{section.where}: needs at, because, and either set or remove")
    if "remove" in entry and (entry["remove"] is not True or "was" not in entry):
        raise ProductError(f"{section.where}: remove is true, and was says what is removed")
    return entry


def _warning(section: _Section) -> str:
    text = section.text("warning")
    section.text("because")
    section.done()
    return text


def _correct(document: Json, entry: dict[str, Any], where: str) -> None:
    *path, last = split(entry["at"])
    try:
        parent = resolve(document, "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path))
    except KeyError:
        raise ProductError(f"{where}: there is no such place") from None
    key: Any = int(last) if isinstance(parent, list) else last
    try:
        there, value = True, parent[key]
    except (KeyError, IndexError):
        there, value = False, None
    if there != ("was" in entry) or (there and value != entry["was"]):
        expected = repr(entry["was"]) if "was" in entry else "nothing"
        raise ProductError(f"{where}: expected {expected} there, found {repr(value) if there else 'nothing'}")
    if "set" in entry:
        parent[key] = copy.deepcopy(entry["set"])
    else:
        del parent[key]
