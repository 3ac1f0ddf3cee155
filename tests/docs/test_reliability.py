"""The page about reliability lists exactly the methods that are never repeated."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = sorted((ROOT / "codegen" / "products").glob("*.yaml"))


def patterns() -> set[str]:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    table = page.partition("| product | ambiguous methods |\n")[2].partition("\n\n")[0]
    return set(re.findall(r"`([a-z0-9_.*]+)`", table))


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda path: path.stem)
def test_the_ambiguous_methods_are_named(product: Path) -> None:
    operations = yaml.load(product.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["operations"].values()
    ambiguous = {
        method: entry["retry"] == "ambiguous" and "idempotency" not in entry
        for entry in operations
        for method in entry.get("methods", ())
    }
    named = {method: any(fnmatchcase(method, pattern) for pattern in patterns()) for method in ambiguous}
    assert named == ambiguous


def test_every_name_is_that_of_a_method() -> None:
    methods = [
        method
        for product in PRODUCTS
        for entry in yaml.load(product.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["operations"].values()
        for method in entry.get("methods", ())
    ]
    assert [pattern for pattern in patterns() if not any(fnmatchcase(method, pattern) for method in methods)] == []


def test_every_test_that_the_page_names_exists() -> None:
    page = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
    links = re.findall(r"\[([^\]]*test_[^\]]*)\]\(\.\./(tests/[^)]+)\)", page)
    assert len(links) > 20
    for names, file in links:
        text = (ROOT / file).read_text(encoding="utf-8")
        for name in re.findall(r"test_\w+", names):
            assert f"def {name}(" in text or Path(file).stem == name, f"{file} has no {name}"
