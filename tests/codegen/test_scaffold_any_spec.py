"""Scaffolding of any spec: what was guessed is enough to generate everything, or it lists what must be decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import generate, products
from codegen.bundle import BundleError
from codegen.normalise.terms import SpecError
from codegen.scaffold.command import Scaffolded, report, scaffold
from tests.codegen import test_constructs as constructs

BEYOND_GUESSING = {
    "bound_to_nothing",
    "host_without_a_service",
    "phone_number_unknown",
}
"""Constructs that are only rejected for what their products files say, which is not guessed."""

Outcome = tuple[Scaffolded | None, str]


def scaffolded(path: Path, root: Path) -> Outcome:
    (root / "specs").mkdir()
    constructs.written(path, root / "specs")
    name = f"{path.stem}_api"
    try:
        return scaffold(root / "specs/small.yaml", name, root), name
    except BundleError:
        return None, name  # a spec of which not even the parts can be put together has no products file


@pytest.mark.parametrize("path", constructs.CONSTRUCTS, ids=lambda path: path.stem)
def test_a_first_products_file_is_enough_or_says_what_is_missing(path: Path, tmp_path: Path) -> None:
    result, name = scaffolded(path, tmp_path)
    accepted = "generates" in constructs.construct(path) or path.stem in BEYOND_GUESSING
    assert (result is not None and not result.problems) == accepted, result and result.problems
    if result is None:
        return
    file = products.load(tmp_path / "codegen/products/small.yaml")
    if accepted:
        assert generate.package(file, tmp_path / "specs")
        assert scaffold(tmp_path / "specs/small.yaml", name, tmp_path) == Scaffolded()
        return
    assert result.written == ["codegen/products/small.yaml"]
    told = report(result).partition("To decide before anything can be generated:\n")[2].splitlines()
    assert told[:-2] == result.problems.splitlines()
    with pytest.raises((products.ProductError, SpecError)) as caught:
        scaffold(tmp_path / "specs/small.yaml", name, tmp_path)
    assert str(caught.value) == result.problems, "the file stays, so it is said again"
