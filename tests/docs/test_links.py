"""Every link of a page leads somewhere: to a file, to a heading in it, or to one of the few addresses listed here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.test_snippets import PAGES, ROOT

EXTERNAL = [
    "https://github.com/sinch/sinch-sdk-python",
    "https://keepachangelog.com/en/1.1.0/",
    "https://semver.org",
    "https://semver.org/spec/v2.0.0.html",
]
"""Pages elsewhere, which are not fetched: look at them now and then. What lies below the first is checked as a file."""
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$|`[^`\n]+`", "``", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [inline or defined for inline, defined in LINK.findall(text)]


def anchors(page: Path) -> set[str]:
    """Return what headings are called in addresses, as GitHub and the site name them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    ours = EXTERNAL[0]
    for link in links(page):
        address, _, anchor = link.partition("#")
        if address.startswith(ours + "/"):
            target = ROOT / re.sub(rf"^{re.escape(ours)}/(blob|tree)/main/", "", address)
        elif address.startswith("https://"):
            assert address in EXTERNAL, f"{page.name} links to {address}: list it"
            continue
        else:
            target = page.parent / address if address else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {link}, and there is no such heading"


def test_every_address_that_is_listed_is_linked_to() -> None:
    found = {link for page in PAGES for link in links(page)}
    assert [address for address in EXTERNAL if not any(link.startswith(address) for link in found)] == []


def test_the_links_of_a_page_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A `b`, C\n[x](y.md#z) `[no](no)`\n```\n# no\n[no](no)\n```\n\n[d]: https://d.example.com\n")
    assert links(page) == ["y.md#z", "https://d.example.com"]
    assert anchors(page) == {"a-b-c"}


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/images").glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_is_readable_by_everybody(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert 'role="img" aria-labelledby="title text"' in text
    assert re.search(r'<title id="title">.+</title>', text)
    assert re.search(r'<desc id="text">.{100,}</desc>', text, re.DOTALL)
    assert "prefers-color-scheme: dark" in text
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', ""), "it loads something from elsewhere"
