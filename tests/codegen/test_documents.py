"""Tables of the documentation: made from products files and the client, whatever stood there before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from codegen import documents, generate, products
from codegen.sections import ProductError

ROOT = generate.ROOT
PAGES = ("README.md", "docs/reliability.md")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    read = ("codegen/products", "codegen/other_sdks.yaml", "sinch/client.py", "sinch/testing", "tests/cassettes")
    for name in ("README.md", "docs", "specs", *read):
        source = ROOT / name
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def test_ours_are_up_to_date() -> None:
    assert documents.check(ROOT) == []


def test_every_product_of_the_client_is_in_the_readme() -> None:
    table = documents.pages(ROOT)["README.md"].partition("<!-- made by make generate: products -->")[2]
    found = re.findall(r"^\| `client\.(\w+)` \| (.+) \| (.+) \|$", table.partition("<!-- end -->")[0], re.MULTILINE)
    assert {name for name, _, _ in found} == set(products.by_domain(products.load_all()))
    regions = {name: region for name, _, region in found}
    assert regions["sms"] == "`sms_region`: `us`, `eu`, `au`, `br`, `ca`"
    assert regions["numbers"] == "none"


def test_a_change_of_a_products_file_or_the_client_is_a_change_of_the_page(copy: Path) -> None:
    assert documents.check(copy) == []
    file = copy / "codegen/products/number-lookup.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("retry: ambiguous", "retry: safe"), encoding="utf-8")
    client = copy / "sinch/client.py"
    text = client.read_text(encoding="utf-8")
    client.write_text(text.replace("The Numbers API: search", "The Numbers API: find"), encoding="utf-8")
    assert documents.check(copy) == [f"{copy / name}: a table differs from the generated one" for name in PAGES]
    assert documents.write(copy) == [str(copy / name) for name in PAGES]
    assert documents.write(copy) == []
    assert "number_lookup.lookup" not in (copy / "docs/reliability.md").read_text(encoding="utf-8")
    assert "| `client.numbers` | find, rent," in (copy / "README.md").read_text(encoding="utf-8")


def test_a_page_without_its_table_is_rejected(copy: Path) -> None:
    (copy / "README.md").write_text("Hello", encoding="utf-8")
    with pytest.raises(ProductError, match="has no table between <!-- made by make generate: products -->"):
        documents.pages(copy)


def rows(page: str) -> dict[str, list[str]]:
    """Return the cells of a page's tables by the first of each row."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return {
        first: rest for first, *rest in ([cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines)
    }


def test_the_coverage_says_what_is_there(copy: Path) -> None:
    found = rows(documents.pages(copy)["docs/coverage.md"])
    assert found["SendSMS"][:4] == ["3.0.0", "yes", "simulator", "yes"]
    assert found["Events_SendEvent"][3] == "no"
    assert found["Number Lookup"] == ["1", "1", "unknown", "unknown", "unknown"]


def test_the_coverage_says_what_is_missing(copy: Path) -> None:
    (copy / "tests/cassettes/sms/inbounds.get.yaml").unlink()
    simulator = copy / "sinch/testing/sms.py"
    text = simulator.read_text(encoding="utf-8")
    simulator.write_text(text.replace('@handles("RetrieveInboundMessage")', ""), encoding="utf-8")
    file = copy / "codegen/products/sms.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  RetrieveInboundMessage:\n", "  RetrieveInboundMessage:\n    since: 3.1.0\n"), encoding="utf-8"
    )
    found = rows(documents.pages(copy)["docs/coverage.md"])
    assert found["RetrieveInboundMessage"][:4] == ["3.1.0", "no", "none", "yes"]


def test_a_product_that_nobody_has_compared_is_in_the_comparison(copy: Path) -> None:
    file = copy / "codegen/other_sdks.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  Verification: ", "  Other: ").replace("[verification]", "[other]"), encoding="utf-8"
    )
    found = rows(documents.pages(copy)["docs/coverage.md"])
    assert found["Verification"] == ["6", "none", "unknown", "unknown", "unknown"]


def test_what_others_have_names_operations_that_exist() -> None:
    others = documents._others(ROOT)
    ours = {product.package: set(product.operations) for product in products.load_all()}
    for package, operations in others["published"].items():
        assert set(operations) <= ours.get(package, set(operations)), package
