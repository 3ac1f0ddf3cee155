"""Product files: what a spec cannot say about the Python code, read strictly so that stale entries are noticed."""

import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from codegen import bundle, naming
from codegen.bundle import Json
from codegen.corrections import correct, correction
from codegen.sections import Findings, ProductError, Section, Value

PRODUCTS = Path(__file__).parent / "products"
FIRST_VERSION = "3.0.0"
"""The version of the SDK that is generated first: `since` of every operation that does not say another."""

_PAGING = [
    dict.fromkeys(style).keys()
    for style in (("items",), ("items", "page", "size", "total"), ("items", "token", "next"), ("items", "link"))
]
"""The keys of each style of paging."""
_DIFFERENCES = ("extra", "missing", "changed", "moved")
_NO_FILES: "list[ProductFile]" = []

Retry = Literal["safe", "idempotent", "ambiguous"]


@dataclass
class Names:
    """Wire names with Python names chosen by hand; remembers which were used."""

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
    """Other names of attributes and arguments; remembers which were used."""

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
    aliases: Aliases
    class_name: str | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names of values of a property, by its wire name: those of the API by ours."""


@dataclass(frozen=True)
class OperationEntry:
    """The entry of one operation."""

    retry: Retry
    names: Names
    methods: tuple[str, ...] = ()
    variants: dict[str, str] = field(default_factory=dict)
    """Methods that take the fields of one variant of the body, each with the discriminator's value for it."""
    unwrapped: str | None = None
    paging: dict[str, str | None] | None = None
    mask: str | None = None
    """The query parameter that names the fields to update."""
    idempotency: str | None = None
    """The header whose key lets the server recognise a repeated request."""
    checked: bool = False
    """Whether the body is checked in every part before it is sent."""
    since: str = FIRST_VERSION
    """The version of the SDK that has it first."""


@dataclass(frozen=True)
class ServiceEntry:
    """The entry of one service: a server with its authentication. None means that the spec decides."""

    server: str | None = None
    security: str | None = None
    origin: str | None = None
    region: str | None = None
    spellings: dict[str, str] = field(default_factory=dict)
    """What the configuration may say instead of regions."""
    worldwide: str | None = None
    """The server that serves all regions."""
    token: str | None = None
    bound: dict[str, str] | None = None
    never_repeated: tuple[str, ...] = ()
    """Codes of errors that are not repeated, although others with their status are."""


@dataclass(frozen=True)
class Difference:
    """Arguments in which methods differ from their operation on purpose."""

    methods: tuple[str, ...]
    extra: tuple[str, ...]
    """Those that the operation does not have."""
    missing: tuple[str, ...]
    """Those that only the operation has."""
    changed: tuple[str, ...]
    """Those that have another type or default; `return` is the result."""
    moved: tuple[str, ...]
    """Those that may be given by position."""


@dataclass(frozen=True)
class Composed:
    """Methods that are composed of several calls and pauses, so that none of the operations is theirs."""

    methods: tuple[str, ...]
    operations: tuple[str, ...]
    """What they call."""


@dataclass(frozen=True)
class ProductFile:
    """One product file."""

    file: str
    spec: str
    published: bool
    """Whether the spec is as someone else published it, rather than written for this project."""
    package: str
    domain: str
    """The product on the client that its methods belong to: that of the package's name, unless it has several."""
    title: str
    client: str
    exception: str
    shares: str | None
    """The package that has its exceptions, and what is defined the same in both, where a product has several."""
    bound: dict[str, str]
    services: dict[str, ServiceEntry]
    accepted: tuple[tuple[str, str], ...]
    """Servers and security schemes that no service uses, and what else is lost by its place, each with its kind."""
    event: str | None
    names: Names
    aliases: Aliases
    phone_numbers: Names
    """Wire names of strings that are phone numbers, or lists of them."""
    schemas: dict[str, SchemaEntry]
    operations: dict[str, OperationEntry]
    composed: tuple[Composed, ...]
    differences: tuple[Difference, ...]
    corrections: tuple[dict[str, Any], ...]
    shared_from: "ProductFile | None" = None
    """The file of the package that it shares with."""
    shared_with: tuple["ProductFile", ...] = ()
    """Those that name its package so."""

    @property
    def where(self) -> str:
        """The file, as it is called in messages."""
        return where(self.file)

    @property
    def place(self) -> str:
        """Where its methods are on the client."""
        return place_of(self.package, self.domain)

    def differences_of(self, method: str) -> Difference:
        """Return everything in which a method differs from its operation on purpose."""
        found = [entry for entry in self.differences if method in entry.methods]
        kinds = [tuple(name for entry in found for name in getattr(entry, kind)) for kind in _DIFFERENCES]
        return Difference((method,), *kinds)

    def correct(self, document: Json) -> Json:
        """Return the document with every correction applied; one that no longer applies is an error."""
        if not self.corrections:
            return document
        document = copy.deepcopy(document)
        problems = []
        for entry in self.corrections:
            try:
                correct(document, entry, f"{self.where}: correction at {entry['at']}")
            except ProductError as error:
                problems.append(str(error))
        if problems:
            raise ProductError("\n".join(problems))
        return document


def place_of(package: str, domain: str) -> str:
    """Return where the methods of a package are on the client: below the product, `voice`, or a version, `voice.v2`."""
    version = re.fullmatch(rf"{domain}_(v\d+)(_\w+)?", package)
    return f"{domain}.{version[1]}" if version else domain


def where(file: str) -> str:
    """Return what a products file is called in messages."""
    return f"codegen/products/{file}"


def load(path: Path) -> ProductFile:
    """Read a product file."""
    return parse(path.name, path.read_text(encoding="utf-8"))


def load_all(folder: Path | None = None) -> list[ProductFile]:
    """Read all product files, of the project or of another folder. Raises ProductError if they do not go together."""
    problems = Findings()
    paths = sorted((folder or PRODUCTS).glob("*.yaml"))
    found = [product for path in paths for product in problems.of(lambda path=path: [load(path)], _NO_FILES)]
    by_package: dict[str, ProductFile] = {}
    for product in found:
        first = by_package.setdefault(product.package, product)
        if first is not product:
            problems.add(f"{product.where}: package: {first.where} is already about {product.package}")
    problems.finish()
    for product in found:
        if product.shares is None:
            continue
        other = by_package.get(product.shares)
        if other is None or other.shares is not None or other.exception != product.exception:
            problems.add(f"{product.where}: shares: {product.shares} does not define {product.exception}")
    problems.finish()
    return [
        replace(
            product,
            shared_from=by_package.get(product.shares) if product.shares else None,
            shared_with=tuple(each for each in found if each.shares == product.package),
        )
        for product in found
    ]


def by_domain(found: Iterable[ProductFile]) -> dict[str, list[ProductFile]]:
    """Return the files of each product on the client; that of the package called like it comes first."""
    domains: dict[str, list[ProductFile]] = {}
    for product in found:
        domains.setdefault(product.domain, []).append(product)
    return {
        name: sorted(files, key=lambda file: (file.package != name, file.package)) for name, files in domains.items()
    }


def parse(file: str, text: str) -> ProductFile:
    """Read the text of a product file."""
    try:
        top = Section(where(file), bundle.parsed(text))
    except ValueError as error:
        raise ProductError(f"{where(file)}: {error}") from None
    top.check()
    found = Findings()
    package, client, exception = (
        found.of(lambda key=key: _identifier(top, key), "") for key in ("package", "client", "exception")
    )
    domain, shares = (found.of(lambda key=key: _optional_identifier(top, key), None) for key in ("domain", "shares"))
    domain = domain or package

    def each(key: str, read: Callable[[Section], Value]) -> list[tuple[str, Value]]:
        return found.each(read, found.of(lambda: top.sections(key), []))

    def entries(key: str, read: Callable[[Section], Value]) -> tuple[Value, ...]:
        return tuple(entry for _, entry in found.each(read, found.of(lambda: top.entries(key), [])))

    product = ProductFile(
        file=file,
        spec=found.of(lambda: top.text("spec"), ""),
        published=found.of(lambda: top.flag("published"), False),
        package=package,
        domain=domain,
        title=found.of(lambda: _title(top), ""),
        client=client,
        exception=exception,
        shares=shares,
        bound=found.of(lambda: _bound(top), None) or {},
        services=dict(each("services", _service)),
        accepted=entries("accepted", _accepted),
        event=found.of(lambda: top.optional_text("event"), None),
        names=found.of(lambda: _names(top, "names"), Names("", {})),
        aliases=found.of(lambda: _aliases(top), Aliases("", {})),
        phone_numbers=found.of(lambda: _phone_numbers(top), Names("", {})),
        schemas=dict(each("schemas", _schema)),
        operations=dict(each("operations", lambda section: _operation(section, domain))),
        composed=entries("composed", _composed),
        differences=entries("differences", _difference),
        corrections=entries("corrections", correction),
    )
    found.of(top.done, None)
    found.finish()
    methods = {method for entry in product.operations.values() for method in entry.methods}
    for difference in product.differences:
        for method in difference.methods:
            if method not in methods:
                found.add(f"{where(file)}: differences: no operation has the method {method}")
    for composed in product.composed:
        for operation in composed.operations:
            if operation not in product.operations:
                found.add(f"{where(file)}: composed: there is no operation {operation}")
        for method in composed.methods:
            if method in methods or not method.startswith(f"{domain}."):
                found.add(f"{where(file)}: composed: {method} is not a method of {domain} without operation")
    found.finish()
    return product


def _identifier(section: Section, key: str) -> str:
    name = section.text(key)
    if not naming.is_identifier(name):
        raise ProductError(f"{section.where}: {key}: {name!r} is not an identifier")
    return name


def _optional_identifier(section: Section, key: str) -> str | None:
    return _identifier(section, key) if section.has(key) else None


def _title(section: Section) -> str:
    title = section.text("title")
    if not title.replace(" ", "").isalnum():
        raise ProductError(f"{section.where}: the title {title!r} must consist of letters, digits and spaces")
    return title


def _phone_numbers(section: Section) -> Names:
    return Names(f"{section.where}: phone_numbers", {name: name for name in section.texts("phone_numbers")})


def _names(section: Section, key: str) -> Names:
    given = section.mapping(key)
    for wire, name in given.items():
        if not isinstance(name, str) or not naming.is_identifier(name) or name in naming.RESERVED:
            raise ProductError(f"{section.where}: {key}: {wire}: {name!r} cannot be the name of an attribute")
    return Names(f"{section.where}: {key}", given)


def _aliases(section: Section) -> Aliases:
    result: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    given = section.mapping("aliases")
    inside = Section(f"{section.where}: aliases", given)
    for name in given:
        further = inside.texts(name)
        result[name] = tuple(further)
        for alias in further:
            if not naming.is_identifier(alias) or alias in naming.RESERVED:
                raise ProductError(f"{section.where}: aliases: {name}: {alias!r} cannot be the name of an attribute")
            if names.setdefault(alias, name) != name:
                raise ProductError(f"{section.where}: aliases: {alias!r} stands for both {names[alias]} and {name}")
    return Aliases(f"{section.where}: aliases", result)


def _bound(section: Section) -> dict[str, str] | None:
    given = section.take("bound")
    if given is not None and not isinstance(given, dict):
        raise ProductError(f"{section.where}: bound must map path parameters to values of the configuration")
    for name, value in (given or {}).items():
        if not isinstance(value, str) or not naming.is_identifier(value):
            raise ProductError(f"{section.where}: bound: {name}: {value!r} cannot be a value of the configuration")
    return given


def _service(section: Section) -> ServiceEntry:
    name = section.where.rpartition(" ")[2]
    if not naming.is_identifier(name) or not name.isupper():
        raise ProductError(f"{section.where}: {name!r} is not the name of a constant")
    entry = ServiceEntry(
        server=section.text("server"),
        security=section.text("security"),
        origin=section.optional_text("origin"),
        region=section.optional_text("region"),
        spellings=section.mapping_of_texts("spellings"),
        worldwide=section.optional_text("worldwide"),
        token=section.optional_text("token"),
        bound=_bound(section),
        never_repeated=tuple(section.texts("never_repeated")),
    )
    section.done()
    for value in (entry.origin, entry.region, entry.token):
        if value is not None and not naming.is_identifier(value):
            raise ProductError(f"{section.where}: {value!r} cannot be a value of the configuration")
    return entry


def _accepted(section: Section) -> tuple[str, str]:
    found = [(key, section.text(key)) for key in ("server", "security", "at") if section.has(key)]
    section.text("because")
    section.done()
    if len(found) != 1:
        raise ProductError(f"{section.where}: needs one of server, security and at")
    return found[0]


def _schema(section: Section) -> SchemaEntry:
    values = section.mapping("values")
    inside = Section(f"{section.where}: values", values)
    entry = SchemaEntry(
        _names(section, "names"),
        _aliases(section),
        section.optional_text("class"),
        {name: inside.mapping_of_texts(name) for name in values},
    )
    section.done()
    if entry.class_name is not None and not naming.is_identifier(entry.class_name):
        raise ProductError(f"{section.where}: {entry.class_name!r} is not a class name")
    return entry


def _operation(section: Section, domain: str) -> OperationEntry:
    retry = section.text("retry")
    if retry not in ("safe", "idempotent", "ambiguous"):
        raise ProductError(f"{section.where}: retry must be safe, idempotent or ambiguous, not {retry!r}")
    paging = None
    if section.has("paging"):
        paging = section.mapping("paging")
        texts = all(isinstance(name, str) or (key, name) == ("items", None) for key, name in paging.items())
        if set(paging) not in _PAGING or not texts:
            styles = "; or ".join(", ".join(style) for style in _PAGING)
            raise ProductError(f"{section.where}: paging has {styles}, each with a name; items may be null")
    entry = OperationEntry(
        retry=cast(Retry, retry),
        names=_names(section, "names"),
        methods=tuple(section.texts("methods")),
        variants=section.mapping_of_texts("variants"),
        unwrapped=section.optional_text("unwrapped"),
        paging=paging,
        mask=section.optional_text("mask"),
        idempotency=section.optional_text("idempotency"),
        checked=section.flag("checked"),
        since=section.optional_text("since") or FIRST_VERSION,
    )
    section.done()
    if entry.checked and entry.mask is not None:
        raise ProductError(f"{section.where}: checked: does not go with mask, which lets None be sent for any field")
    if bool(entry.methods) == bool(entry.unwrapped):
        raise ProductError(f"{section.where}: needs either methods, or unwrapped with the reason why it has none")
    for method in entry.methods:
        if not method.startswith(f"{domain}."):
            raise ProductError(f"{section.where}: method {method} does not begin with {domain}.")
    for method in entry.variants:
        if method not in entry.methods:
            raise ProductError(f"{section.where}: variants: {method} is not one of the methods")
    return entry


def _composed(section: Section) -> Composed:
    entry = Composed(tuple(section.texts("methods")), tuple(section.texts("operations")))
    section.text("because")
    section.done()
    if not entry.methods or not entry.operations:
        raise ProductError(f"{section.where}: needs methods, and the operations that they call")
    return entry


def _difference(section: Section) -> Difference:
    methods = tuple(section.texts("methods"))
    arguments = [tuple(section.texts(kind)) for kind in _DIFFERENCES]
    section.text("because")
    section.done()
    if not methods or not any(arguments):
        raise ProductError(f"{section.where}: needs methods, and at least one of {', '.join(_DIFFERENCES)}")
    return Difference(methods, *arguments)
