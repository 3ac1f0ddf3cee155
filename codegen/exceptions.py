"""Exceptions: the classes of a product for errors of its API, named after that of all of them."""

from dataclasses import dataclass

from codegen.definitions import ApiDef, ModelDef, OperationDef, UnionDef
from codegen.products import ProductFile
from codegen.text import Code
from codegen.value_types import OUTSIDE, NamedType, Type

_STATUSES = {
    "BadRequestError": (400, 422),
    "AuthenticationError": (401,),
    "PermissionDeniedError": (402, 403),
    "NotFoundError": (404, 410),
    "ConflictError": (409, 412),
    "RateLimitError": (429,),
    "ServerError": range(500, 600),
}
"""The core's classes by status."""
_ANY_OTHER = 418
"""A status that has no class of its own."""


@dataclass(frozen=True)
class ExceptionDef:
    """An exception of a product."""

    name: Code
    general: Code
    """The core's class that it is derived from."""
    statuses: Code
    error: Code | None
    """The annotation of its error body; None where it is that of the class of all."""


@dataclass(frozen=True)
class ExceptionDefs:
    """The exceptions of a product: `SmsException`, and one for each class by status, such as `SmsNotFoundError`."""

    root: Code
    error: Code | None
    """The annotation of the error body of any; None where nothing is known of it."""
    by_status: list[ExceptionDef]


def names(product: ProductFile) -> list[Code]:
    """Return the names of the exceptions of a product."""
    return sorted([Code(product.exception), *(_name(product, general) for general in _STATUSES)])


def of(product: ProductFile, api: ApiDef) -> ExceptionDefs:
    """Return the exceptions of a product."""
    whole = _bodies(api, [_ANY_OTHER, *(status for statuses in _STATUSES.values() for status in statuses)])
    shared = [Code(f"{each.package}.ErrorBody") for each in product.shared_with]
    by_status = []
    for general, statuses in _STATUSES.items():
        bodies = None if shared else _bodies(api, statuses)
        by_status.append(
            ExceptionDef(
                _name(product, general),
                Code(general),
                Code("5xx" if len(statuses) > 2 else " or ".join(map(str, statuses))),
                None if bodies == whole else _annotation(bodies),
            )
        )
    return ExceptionDefs(Code(product.exception), _annotation(whole and [*whole, *shared]), by_status)


def _name(product: ProductFile, general: str) -> Code:
    return Code(product.exception.removesuffix("Exception") + general)


def _annotation(bodies: list[Code] | None) -> Code | None:
    return None if bodies is None else Code(" | ".join(bodies))


def _bodies(api: ApiDef, statuses: tuple[int, ...] | range | list[int]) -> list[Code] | None:
    """Return the classes that error bodies with these statuses are read as; None where one is not of a class."""
    found = {_body(operation, status) for operation in api.operations for status in statuses}
    return sorted(each for each in found if each is not None) if found and None not in found else None


def _body(operation: OperationDef, status: int) -> Code | None:
    errors = operation.errors
    type_: Type | None = errors.get(status) or errors.get(status // 100) or errors.get(None)
    if type_ is None:
        kinds = {each.kind(OUTSIDE): each for each in errors.values()}
        if len(kinds) != 1:
            return Code("Model")
        (type_,) = kinds.values()
    known = isinstance(type_, NamedType) and isinstance(type_.definition, (ModelDef, UnionDef))
    return type_.read(OUTSIDE) if known else None
