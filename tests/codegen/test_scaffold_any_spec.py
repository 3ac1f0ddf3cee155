"""Scaffolding of any spec: what is guessed is enough to generate it, or what must be decided or corrected is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import bundle, generate, products, reading
from codegen.bundle import BundleError
from codegen.normalise.terms import SpecError
from codegen.scaffold.command import Scaffolded, report, scaffold
from codegen.sections import ProductError
from tests.codegen import test_constructs as constructs

BEYOND_GUESSING = {
    "accepted_without_a_loss",
    "body_that_cannot_be_checked",
    "bound_to_nothing",
    "host_without_a_service",
    "idempotency_key_that_is_none",
    "paging_by_a_link_that_leads_nowhere",
    "phone_number_unknown",
    "schemas_alike",
    "services_with_several_mistakes",
    "values_of_nothing",
}
"""Constructs that are only rejected for what their products files say, which is not guessed."""


def problems_of(path: Path) -> list[str]:
    """Return the problems of a construct but for losses, which a first products file accepts."""
    lines: list[str] = []
    for line in constructs.construct(path).get("problems", []):
        if line.endswith("because: ...} leaves it out"):
            lines.pop()
        else:
            lines.append(line)
    return [] if path.stem in BEYOND_GUESSING else lines


def is_readable(spec: Path) -> bool:
    """Return whether a spec can be put together and has the shape of one: all else is up to its products file."""
    try:
        reading.readable(bundle.load(spec), spec.name)
    except (BundleError, SpecError):
        return False
    return True


def named_as_in_constructs(text: str, spec: Path) -> list[str]:
    """Return the lines of an error as constructs have them."""
    text = text.replace(str(spec), "small.yaml").replace("specs/small.yaml", "small.yaml")
    lines = text.replace("products/small.yaml", "products/small-products.yaml").splitlines()
    return [line for line in lines if line != f"    codegen/products/small-products.yaml: {SpecError.CORRECT}"]


@pytest.mark.parametrize("path", constructs.CONSTRUCTS, ids=lambda path: path.stem)
def test_a_first_products_file_is_enough_or_says_what_is_missing(path: Path, tmp_path: Path) -> None:
    spec, name = tmp_path / "specs/small.yaml", f"{path.stem}_api"
    spec.parent.mkdir()
    constructs.written(path, spec.parent)
    expected = problems_of(path)
    if not is_readable(spec):
        with pytest.raises((BundleError, SpecError)) as rejected:
            scaffold(spec, name, tmp_path)
        assert named_as_in_constructs(str(rejected.value), spec) == expected
        assert list(tmp_path.iterdir()) == [spec.parent], "nothing is written for a spec that cannot be read"
        return
    result = scaffold(spec, name, tmp_path)
    assert named_as_in_constructs(result.problems, spec) == expected
    if not expected:
        file = products.load(tmp_path / "codegen/products/small.yaml")
        assert generate.package(file, spec.parent)
        assert scaffold(spec, name, tmp_path) == Scaffolded()
        return
    assert result.written == ["codegen/products/small.yaml"]
    told = report(result).partition("To decide before anything can be generated:\n")[2].splitlines()
    assert told[:-2] == result.problems.splitlines()
    with pytest.raises((ProductError, SpecError)) as caught:
        scaffold(spec, name, tmp_path)
    assert str(caught.value) == result.problems, "the file stays, so it is said again"
