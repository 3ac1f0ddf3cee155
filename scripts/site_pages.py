"""A tool, not a test: what the site of the documentation has beside `docs/`. MkDocs calls it while it builds.

It adds the reference, one page for each public module, and the changelog; lists the pages of folders; and lets
links to files outside of `docs/` lead to the repository.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
FOLDERS = ["how-to", "frameworks"]
"""Whose pages list themselves."""
CORE = {
    "client": ("Clients", ["sinch.client.SinchClient", "sinch.aio.client.AsyncSinchClient", "sinch.base_client"]),
    "options": ("Options and retries", ["sinch.core.options", "sinch.core.retry"]),
    "pages": ("Lists and pages", ["sinch.core.paging", "sinch.core.async_paging"]),
    "model": ("Models", ["sinch.core.model.Model"]),
    "events": ("Event handlers", ["sinch.core.events"]),
    "exceptions": ("Exceptions", ["sinch.core.exceptions"]),
    "observation": ("Observation", ["sinch.core.observation", "sinch.otel"]),
    "text": ("Length of texts", ["sinch.text"]),
    "bulk": ("Many requests at once", ["sinch.bulk_calls"]),
    "testing": ("The simulator", ["sinch.testing.simulator", "sinch.testing.connection", "sinch.testing.records"]),
}
"""The pages about what no product has of its own: title and subjects."""
_UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n\n"
_OUTSIDE = re.compile(r"\]\(((?:\.\./)+)([^)#\s]*)(#[^)]*)?\)")


def on_config(config: MkDocsConfig) -> None:
    """Fill in the parts of the navigation that are found, not written."""
    found: dict[str, list[Any]] = {folder: _pages_in(folder) for folder in FOLDERS}
    found["reference"] = [{title: places} for title, places in _navigation()]
    config.nav = [
        {title: found.get(entry, entry) if isinstance(entry, str) else entry}
        for item in config.nav or []
        for title, entry in item.items()
    ]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the pages that are made here."""
    for name, text in {**_reference(), "changelog.md": _changelog()}.items():
        files.append(File.generated(config, name, content=text))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """Let links to files that are not on the site lead to the repository; give programs the width of the page."""
    if page.file.src_uri.partition("/")[0] in FOLDERS:
        page.meta["hide"] = ["toc"]
    folder = Path(page.file.src_uri).parent

    def link(match: re.Match[str]) -> str:
        path = (ROOT / "docs" / folder / match[1] / match[2]).resolve()
        if path == ROOT / "CHANGELOG.md":
            return f"]({'../' * len(folder.parts)}changelog.md{match[3] or ''})"
        if path.is_relative_to(ROOT / "docs") or not path.exists():
            return match[0]  # MkDocs checks it
        kind = "tree" if path.is_dir() else "blob"
        return f"]({config.repo_url}/{kind}/main/{path.relative_to(ROOT)}{match[3] or ''})"

    return _OUTSIDE.sub(link, markdown)


def on_post_page(output: str, **_: Any) -> str:
    """Keep the theme from asking GitHub for the stars of the repository whenever somebody reads a page."""
    return output.replace('data-md-component="source"', "")


def _pages_in(folder: str) -> list[str]:
    return [path.relative_to(ROOT / "docs").as_posix() for path in sorted((ROOT / "docs" / folder).glob("*.md"))]


def _changelog() -> str:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return text.replace("](docs/", "](").replace("](CONTRIBUTING.md", "](../CONTRIBUTING.md")


def _products() -> list[str]:
    """Return the names of the products, in the order in which the client has them."""
    client = (ROOT / "sinch/client.py").read_text(encoding="utf-8")
    return re.findall(r"@product_property\n    def (\w+)", client)


def _title(product: str) -> str:
    file = ROOT / "codegen/products" / f"{product.replace('_', '-')}.yaml"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = re.search(r"^title: (.+)$", text, re.MULTILINE)
    return found[1] if found else product.replace("_", " ").title()


def _packages(product: str) -> list[str]:
    """Return the generated packages of a product, its own first."""
    names = [path.parent.name for path in sorted((ROOT / "generated/sinch_api").glob("*/models.py"))]
    return [name for name in names if name == product or name.startswith(f"{product}_")]


def _modules(folder: str, product: str) -> Iterator[tuple[str, str]]:
    """Yield name and import path of the public modules of a product, the product itself first."""
    place = ROOT / folder / product
    for path in sorted(place.rglob("*.py"), key=lambda path: (path.stem != product, path)):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if path.stem != "__init__" and not path.stem.startswith("_") and _has_class(path):
            yield ".".join(parts[len(place.relative_to(ROOT).parts) :]), ".".join(parts)


def _has_class(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = [node.name for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))]
    return not all(name.startswith("_") for name in defined)


def _reference() -> dict[str, str]:
    """Return the pages of the reference by path."""
    pages = {f"reference/{name}.md": _page(title, subjects) for name, (title, subjects) in CORE.items()}
    for product in _products():
        for folder, place, before in (
            ("sinch/domains", "reference", ""),
            ("sinch/aio", "reference/async", _UNSEARCHED),
        ):
            for name, module in _modules(folder, product):
                pages[f"{place}/{product}/{name}.md"] = before + _page(f"{product}: {name}", [module])
        for package in _packages(product):
            models = _page(f"{package}: models", [f"sinch_api.{package}.models"])
            pages[f"reference/{product}/models-{package}.md"] = models
    return pages


def _page(title: str, subjects: list[str]) -> str:
    directives = [f"::: {subject}" for subject in subjects]
    if len(subjects) == 1 and subjects[0].rpartition(".")[2].islower():  # a module, which the title names already
        directives[0] += "\n    options:\n      show_root_heading: false\n      show_root_toc_entry: false"
    return "\n\n".join([f"# {title}", *directives]) + "\n"


def _navigation() -> Iterator[tuple[str, list[Any]]]:
    pages = list(_reference())
    yield "Clients and core", [{title: f"reference/{name}.md"} for name, (title, _) in CORE.items()]
    for place, suffix in (("reference", ""), ("reference/async", ", asynchronous")):
        for product in _products():
            start = f"{place}/{product}/"
            named = [{page.removeprefix(start).removesuffix(".md"): page} for page in pages if page.startswith(start)]
            yield _title(product) + suffix, named
