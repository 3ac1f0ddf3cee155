"""Exceptions: the classes of a product for errors of its API, named after that of all of them."""

from dataclasses import dataclass

from codegen.products import ProductFile
from codegen.text import Code

_STATUSES = (
    ("BadRequestError", "400 or 422"),
    ("AuthenticationError", "401"),
    ("PermissionDeniedError", "402 or 403"),
    ("NotFoundError", "404 or 410"),
    ("ConflictError", "409 or 412"),
    ("RateLimitError", "429"),
    ("ServerError", "5xx"),
)


@dataclass(frozen=True)
class ExceptionDefs:
    """The exceptions of a product: `SmsException`, and one for each class by status, such as `SmsNotFoundError`."""

    root: Code
    by_status: list[tuple[Code, Code, Code]]
    """The core's class, the product's own, and the statuses."""

    @property
    def names(self) -> list[Code]:
        return sorted([self.root, *(own for _, own, _ in self.by_status)])


def of(product: ProductFile) -> ExceptionDefs:
    """Return the exceptions of a product."""
    prefix = product.exception.removesuffix("Exception")
    by_status = [(Code(name), Code(prefix + name), Code(statuses)) for name, statuses in _STATUSES]
    return ExceptionDefs(Code(product.exception), by_status)
