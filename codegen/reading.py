"""Reading: a spec and its products file become the API that the templates print, or all their problems at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from codegen import shape, signature
from codegen.building import build, checks
from codegen.bundle import Json
from codegen.definitions import ApiDef
from codegen.normalise import normalise
from codegen.normalise.terms import SpecError
from codegen.problems import Problems
from codegen.products import ProductFile
from codegen.services import ServiceDef, services
from codegen.upgrade import upgraded


@dataclass(frozen=True)
class Reading:
    """Everything that is known of a product."""

    document: Json
    """Its spec, corrected, and in the words of OpenAPI 3.1."""
    services: list[ServiceDef]
    signature: dict[str, Any] | None
    api: ApiDef


def read(document: Json, product: ProductFile) -> Reading:
    """Return what is known of a product; `document` is its spec, bundled.

    An error has every problem of the first of these steps that has any: corrections, shape, everything by itself,
    everything together.
    """
    with _naming_files(product):
        document = _checked(document, product)
        problems = Problems()
        with problems.gathering():
            found = services(document, product)
        with problems.gathering():
            scheme = signature.of(document, product)
        with problems.gathering():
            form = normalise(document)
            checks.check_operations(product, form)
        problems.finish()
        return Reading(document, found, scheme, build(form, product))


def read_services(document: Json, product: ProductFile) -> tuple[Json, list[ServiceDef]]:
    """Return the corrected spec of a product, and its services alone."""
    with _naming_files(product):
        document = _checked(document, product)
        return document, services(document, product)


def _checked(document: Json, product: ProductFile) -> Json:
    document = product.correct(document)
    shape.check(document)
    return upgraded(document)


@contextmanager
def _naming_files(product: ProductFile) -> Iterator[None]:
    try:
        yield
    except SpecError as error:
        lines = []
        for problem in error.problems:
            if problem.remedy:
                lines += [f"specs/{product.spec}: {problem.text}", f"    {product.where}: {problem.remedy}"]
            else:
                lines.append(problem.text)
        raise SpecError("\n".join(lines)) from None
