"""Layout: which classes and modules a product has, and which function of an operation each method calls.

What is below a version of an API, as in `voice.v2.calls.get`, is in a folder of that version, which has the files of a
product; the product itself has a property for each of its versions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen import naming
from codegen.bundle import Json
from codegen.definitions import ApiDef, FunctionDef, OperationDef
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.text import Code


@dataclass(frozen=True)
class PackageDef:
    """A generated package whose operations a product wraps; most products have one."""

    product: ProductFile
    api: ApiDef
    document: Json
    """Its spec as it came, corrected."""
    services: list[Code]

    @property
    def name(self) -> str:
        return self.product.package

    @property
    def event(self) -> Code | None:
        """The type of its events."""
        definitions = [*self.api.unions, *self.api.models]
        return next((item.name for item in definitions if item.schema == self.product.event), None)

    def offers(self) -> list[str]:
        """Return the names of its models."""
        api = self.api
        return sorted(str(item.name) for item in [*api.models, *api.enums, *api.unions, *api.aliases])


@dataclass(frozen=True)
class MethodDef:
    """A method, and the function of its operation that it calls."""

    name: Code
    full_name: Code
    """From the client on: `sms.groups.create`."""
    operation: OperationDef
    function: FunctionDef
    package: PackageDef
    """Where that function is."""


@dataclass
class ResourceDef:
    """A class with methods and further resources: a resource, or the product itself."""

    path: tuple[str, ...]
    """Its names from the product on; none for the product itself."""
    module: Code
    class_name: Code
    tag: str = ""
    """What the spec calls its operations."""
    methods: list[MethodDef] = field(default_factory=list)
    resources: list["ResourceDef"] = field(default_factory=list)
    is_version: bool = False
    """Whether it is a version of an API, whose files are in a folder of their own."""

    @property
    def attribute(self) -> Code:
        return Code(self.path[-1])

    def below(self) -> Iterator["ResourceDef"]:
        """Yield its resources, theirs, and so on; not those that are in other folders."""
        for resource in self.resources:
            if not resource.is_version:
                yield resource
                yield from resource.below()

    def child(self, name: str) -> "ResourceDef":
        """Return the resource of that name, which is made if it is not there yet."""
        for resource in self.resources:
            if resource.attribute == name:
                return resource
        path = (*self.path, name)
        words = "_".join(path)
        self.resources.append(ResourceDef(path, Code(words), Code(naming.pascal(words))))
        return self.resources[-1]


@dataclass(frozen=True)
class DomainDef:
    """The classes of a product, or of a version of its API."""

    place: Code
    """From the client on: `sms`, `voice.v2`."""
    packages: list[PackageDef]
    """Those with its own operations; the one that is called like it comes first, if there is one."""
    root: ResourceDef
    title: str
    exception: Code
    service: tuple[Code, Code]
    """The package and the name of the service that the product has for requests without an operation."""
    versions: "list[DomainDef]" = field(default_factory=list)

    @property
    def module(self) -> Code:
        """The package of its modules."""
        return Code(f"sinch.domains.{self.place}")

    @property
    def folder(self) -> str:
        return self.module.replace(".", "/")

    @property
    def events(self) -> PackageDef | None:
        """The package that has its events."""
        return next((package for package in self.packages if package.event is not None), None)

    @property
    def events_class(self) -> Code | None:
        return Code(f"{self.exception.removesuffix('Exception')}SinchEvent") if self.events else None

    @property
    def all(self) -> list[ResourceDef]:
        """Its classes."""
        return [self.root, *self.root.below()]

    @property
    def parts(self) -> "list[DomainDef]":
        """The product and its versions, each with a folder."""
        return [self, *self.versions]


def layout(name: str, packages: list[PackageDef]) -> DomainDef:
    """Return the classes of a product: one for each `resource` of `product.resource.method`."""
    by_place: dict[str, list[PackageDef]] = {}
    for package in packages:
        by_place.setdefault(package.product.place, []).append(package)
    own = by_place.pop(name, [])
    versions = [_part(place, by_place[place]) for place in sorted(by_place, key=_in_order)]
    if own:
        product = _part(name, own)
    else:
        latest = versions[-1]
        title = re.sub(r" v\d+$", "", latest.title)
        root = ResourceDef((), Code(name), Code(product_class(title)))
        product = DomainDef(Code(name), [], root, title, latest.exception, latest.service)
    for version in versions:
        word = version.place.rpartition(".")[2]
        module = Code(f"{word}.{version.root.module}")
        product.root.resources.append(ResourceDef((word,), module, version.root.class_name, is_version=True))
        product.versions.append(version)
    return product


def _in_order(place: str) -> int:
    return int(place.rpartition(".v")[2])


def _part(place: str, packages: list[PackageDef]) -> DomainDef:
    """Return the classes of a product or of a version, from the packages whose methods are there."""
    name = place.replace(".", "_")
    packages = sorted(packages, key=lambda package: (package.name != name, package.name))
    main = packages[0]
    root = ResourceDef((), Code(name), Code(product_class(main.product.title)))
    for package in packages:
        by_id = {str(operation.id.value): operation for operation in package.api.operations}
        for operation_id, entry in package.product.operations.items():
            operation = by_id[operation_id]
            for full in entry.methods:
                if not full.startswith(f"{place}."):
                    raise ProductError(f"{package.product.where}: {full} is not below {place}, as {package.name} is")
                *owners, last = full.removeprefix(f"{place}.").split(".")
                if not all(map(naming.is_identifier, (*owners, last))):
                    raise ProductError(f"{package.product.where}: {full} cannot be the name of a method")
                resource = root
                for owner in owners:
                    resource = resource.child(owner)
                if owners:
                    resource.tag = resource.tag or str(operation.tag.value)
                function = _function(operation, entry.variants.get(full))
                resource.methods.append(MethodDef(Code(last), Code(full), operation, function, package))
    service = (Code(main.name), main.services[0])
    return DomainDef(Code(place), packages, root, main.product.title, Code(main.product.exception), service)


def product_class(title: str) -> str:
    """Return the name of the class of a product: `Number Lookup` is `NumberLookup`, `SMS` stays."""
    name = "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", title))
    return name if naming.is_identifier(name) else naming.pascal(name)


def _function(operation: OperationDef, variant: str | None) -> FunctionDef:
    """Return the function that takes the body as a whole or by its fields, or the one for a variant of it."""
    for function in operation.functions:
        value = function.discriminator_value
        if (value.value if value is not None else None) == variant:
            return function
    raise ProductError(f"operation {operation.id.value}: the body has no variant {variant!r}")
