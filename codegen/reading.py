"""Reading: a spec and its products file become the API that the templates print, or all their problems at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from codegen import shape, signature
from codegen.building import build, checks
from codegen.bundle import Json
from codegen.definitions import ApiDef
from codegen.losses import Loss, accepts, carried, losses, without
from codegen.normalise import normalise
from codegen.normalise.terms import Problem, SpecError
from codegen.problems import Problems
from codegen.products import ProductFile
from codegen.services import ServiceDef, services, unserved
from codegen.upgrade import upgraded


@dataclass(frozen=True)
class Reading:
    """Everything that is known of a product."""

    document: Json
    """Its spec, corrected, in the words of OpenAPI 3.1, and without what cannot be carried."""
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
        lost = losses(document)
        with problems.gathering():
            found = services(document, product)
            lost += unserved(document, found)
        problems.extend(_not_accepted(lost, product))
        with problems.gathering():
            checks.check_accepted(product, lost)
        document = without(document, lost)
        with problems.gathering():
            scheme = signature.of(document, product)
        with problems.gathering():
            form = normalise(document)
            checks.check_operations(product, form)
        problems.finish()
        return Reading(document, found, scheme, build(form, product))


def form(document: Json) -> Json:
    """Return the normal form of a corrected spec, without what cannot be carried."""
    shape.check(document)
    return normalise(carried(upgraded(document)))


def readable(document: Json, spec: str) -> Json:
    """Return a spec in the words of OpenAPI 3.1; an error has everything that keeps it from being read."""
    try:
        shape.check(document)
    except SpecError as error:
        raise SpecError("\n".join(f"specs/{spec}: {problem.text}" for problem in error.problems)) from None
    return upgraded(document)


def read_services(document: Json, product: ProductFile) -> tuple[Json, list[ServiceDef]]:
    """Return the corrected spec of a product, and its services alone."""
    with _naming_files(product):
        document = _checked(document, product)
        return document, services(document, product)


def _checked(document: Json, product: ProductFile) -> Json:
    document = product.correct(document)
    shape.check(document)
    return upgraded(document)


def _not_accepted(lost: list[Loss], product: ProductFile) -> Iterator[Problem]:
    accepted = [pattern for kind, pattern in product.accepted if kind == "at"]
    for loss in lost:
        if not any(accepts(pattern, loss.at) for pattern in accepted):
            yield Problem(f"{loss.at}: {loss.what}", f"accepted: {{at: {loss.at}, because: ...}} leaves it out")


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
