"""Layout: which classes and modules a product has, and which function of an operation each method calls."""

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

    @property
    def attribute(self) -> Code:
        return Code(self.path[-1])

    def below(self) -> Iterator["ResourceDef"]:
        """Yield its resources, theirs, and so on."""
        for resource in self.resources:
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
    """The classes of a product."""

    name: Code
    packages: list[PackageDef]
    """The one that is called like the product comes first, if there is one."""
    root: ResourceDef

    @property
    def title(self) -> str:
        return self.packages[0].product.title

    @property
    def exception(self) -> Code:
        return Code(self.packages[0].product.exception)

    @property
    def events(self) -> PackageDef | None:
        """The package that has its events."""
        return next((package for package in self.packages if package.event is not None), None)

    @property
    def events_class(self) -> Code | None:
        return Code(f"{self.exception.removesuffix('Exception')}SinchEvent") if self.events else None

    @property
    def all(self) -> list[ResourceDef]:
        return [self.root, *self.root.below()]


def layout(name: str, packages: list[PackageDef]) -> DomainDef:
    """Return the classes of a product: one for each `resource` of `product.resource.method`."""
    packages = sorted(packages, key=lambda package: (package.name != name, package.name))
    root = ResourceDef((), Code(name), Code(product_class(packages[0].product.title)))
    for package in packages:
        by_id = {str(operation.id.value): operation for operation in package.api.operations}
        for operation_id, entry in package.product.operations.items():
            operation = by_id[operation_id]
            for full in entry.methods:
                _, *owners, last = full.split(".")
                if not all(map(naming.is_identifier, (*owners, last))):
                    raise ProductError(f"{package.product.where}: {full} cannot be the name of a method")
                resource = root
                for owner in owners:
                    resource = resource.child(owner)
                if owners:
                    resource.tag = resource.tag or str(operation.tag.value)
                function = _function(operation, entry.variants.get(full))
                resource.methods.append(MethodDef(Code(last), Code(full), operation, function, package))
    return DomainDef(Code(name), packages, root)


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
