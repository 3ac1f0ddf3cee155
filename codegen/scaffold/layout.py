"""Layout: which classes and modules a product has, and which function of an operation each method calls."""

import re
from dataclasses import dataclass, field

from codegen import naming
from codegen.definitions import ApiDef, FunctionDef, OperationDef
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.text import Code


@dataclass(frozen=True)
class MethodDef:
    """A method, and the function of its operation that it calls."""

    name: Code
    full_name: Code
    """From the client on: `sms.groups.create`."""
    operation: OperationDef
    function: FunctionDef


@dataclass
class ResourceDef:
    """A class with methods: a resource, or the product itself."""

    attribute: Code
    class_name: Code
    tag: str
    """What the spec calls its operations."""
    methods: list[MethodDef] = field(default_factory=list)


@dataclass(frozen=True)
class DomainDef:
    """The classes of a product."""

    package: Code
    title: str
    exception: Code
    root: ResourceDef
    resources: list[ResourceDef]
    events_class: Code | None
    event: Code | None
    """The type of its events."""
    services: list[Code]

    @property
    def all(self) -> list[ResourceDef]:
        return [self.root, *self.resources]


def layout(api: ApiDef, product: ProductFile, services: list[Code]) -> DomainDef:
    """Return the classes of a product: one for each second name of `product.resource.method`."""
    by_id = {str(operation.id.value): operation for operation in api.operations}
    root = ResourceDef(Code(product.package), Code(product_class(product.title)), "")
    resources: dict[str, ResourceDef] = {}
    for operation_id, entry in product.operations.items():
        operation = by_id[operation_id]
        for full in entry.methods:
            _, *owner, name = full.split(".")
            if len(owner) > 1 or not all(map(naming.is_identifier, (*owner, name))):
                raise ProductError(f"{product.file}: {full} must be called product.method or product.resource.method")
            resource = root
            if owner:
                made = ResourceDef(Code(owner[0]), Code(naming.pascal(owner[0])), str(operation.tag.value))
                resource = resources.setdefault(owner[0], made)
            function = _function(operation, entry.variants.get(full))
            resource.methods.append(MethodDef(Code(name), Code(full), operation, function))
    event = next((item.name for item in [*api.unions, *api.models] if item.schema == product.event), None)
    return DomainDef(
        package=Code(product.package),
        title=product.title,
        exception=Code(product.exception),
        root=root,
        resources=list(resources.values()),
        events_class=None if event is None else Code(f"{product.exception.removesuffix('Exception')}SinchEvent"),
        event=event,
        services=services,
    )


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
