"""Scaffolding: what it writes of our own products is what stands in sinch/domains, but for what is listed here."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from codegen import generate, products
from codegen.printable import WIDTH
from codegen.scaffold.command import Scaffolded, report, scaffold

ROOT = generate.ROOT
FILES = {Path(file.file).stem: file for file in products.load_all()}
DOMAINS = products.by_domain(FILES.values())
WIRE = re.compile(r"^`[A-Z]+ (/\S+)`\s+\(\w+\)$", re.MULTILINE)

CLASSES = {
    "AvailableRegions": "Regions",  # as the published SDK has it
    "NumbersSinchEvents": "NumbersSinchEvent",  # as the documentation has it
    "ConversationSinchEvent": "ConversationSinchEvent",
    "VoiceV1SinchEvent": "VoiceSinchEvent",  # both versions have the exception of the product
}
"""Classes that are not named by the rule, and what the rule would call them."""

ORDERED_BY_HAND = {
    *("sms.batches.list", "conversation.messages.list"),
    *(f"sms.batches.{verb}_{kind}" for verb in ("dry_run", "update") for kind in ("sms", "mms", "binary")),
    *(f"conversation.messages.{name}" for name in ("send", "send_text_message", "send_card_message")),
    *(f"conversation.messages.send_{kind}_message" for kind in ("carousel", "choice", "contact_info", "list")),
    *(f"conversation.messages.send_{kind}_message" for kind in ("location", "media", "template")),
    "conversation.contacts.get_channel_profile",
    *(f"verification.verifications.start_{kind}" for kind in ("sms", "whatsapp")),
    "verification.verification_status.get_by_identity",
    *("voice.v2.batches.start", "voice.v2.calls.start"),
    *(f"voice.v2.services.{verb}" for verb in ("create", "update")),
}
"""Methods whose arguments stand in an order that reads better, and not in that of the spec."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with our products files, and with domains made from them."""
    root = tmp_path_factory.mktemp("scaffolded")
    shutil.copytree(products.PRODUCTS, root / "codegen/products")
    for product in FILES.values():
        result = scaffold(generate.SPECS / product.spec, product.package, root)
        assert not result.patch
    return root


def classes(folder: Path) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield the resources of a product, each with its module below it."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & {"Resource", "Product"}:
                yield path.relative_to(folder).with_suffix("").as_posix(), node


@cache
def methods(root: Path, domain: str) -> dict[str, ast.FunctionDef]:
    found = {}
    places = {domain: domain}
    for file in DOMAINS[domain]:
        folder = file.place.removeprefix(domain).replace(".", "/").removeprefix("/")
        places[f"{folder}/{file.package}"] = file.place
        for entry in file.operations.values():
            for method in entry.methods:
                *owners, _ = method.removeprefix(f"{file.place}.").split(".")
                places["/".join(filter(None, (folder, "_".join(owners))))] = ".".join((file.place, *owners))
    for module, owner in classes(root / "sinch/domains" / domain):
        place = places.get(module, f"{domain}.{module}")
        for node in owner.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.decorator_list:
                found[f"{place}.{node.name}"] = node
    return found


def signature(node: ast.FunctionDef) -> dict[str, tuple[str, str, str | None]]:
    """Return annotation, kind and default of each argument, in order."""
    arguments = node.args
    in_place = arguments.args
    defaults = [None] * (len(in_place) - len(arguments.defaults)) + arguments.defaults
    found = [(each, "by position", default) for each, default in zip(in_place, defaults, strict=True)][1:]
    found += [(each, "by name", value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    found += [(arguments.kwarg, "**", None)] if arguments.kwarg else []
    return {
        each.arg: (
            ast.unparse(each.annotation) if each.annotation else "",
            kind,
            None if default is None else ast.unparse(default),
        )
        for each, kind, default in found
    }


COMPOSED = {name for file in FILES.values() for entry in file.composed for name in entry.methods}
EVERY = [(name, method) for name in DOMAINS for method in methods(ROOT, name) if method not in COMPOSED]


@pytest.mark.parametrize(("domain", "name"), EVERY, ids=[name for _, name in EVERY])
def test_a_method_of_ours_is_the_one_that_is_made(domain: str, name: str, made: Path) -> None:
    (product,) = (file for file in DOMAINS[domain] if any(name in entry.methods for entry in file.operations.values()))
    ours, theirs = methods(ROOT, domain)[name], methods(made, domain)[name]
    meant = product.differences_of(name)
    left, right = signature(ours), signature(theirs)
    assert set(left) - set(right) == set(meant.extra)
    assert set(right) - set(left) == set(meant.missing)
    both = [argument for argument in right if argument in left and argument not in {*meant.changed, *meant.moved}]
    assert {argument: left[argument] for argument in both} == {argument: right[argument] for argument in both}
    in_order = [argument for argument in left if argument in both]
    assert (in_order == both) != (name in ORDERED_BY_HAND)
    for argument in meant.changed:
        assert left[argument] != right[argument], f"{argument} does not differ any more"
    for argument in meant.moved:
        assert left[argument][1] == "by position"
        assert argument in right, argument
    assert ast.unparse(ours.returns or ast.Constant(None)) == ast.unparse(theirs.returns or ast.Constant(None))
    documented = [ast.get_docstring(node) or "" for node in (ours, theirs)]
    lines = [[" ".join(found[0].split()) for found in WIRE.finditer(text)] for text in documented]
    assert len(lines[0]) == 1
    assert lines[0] == lines[1]


@pytest.mark.parametrize("domain", DOMAINS)
def test_all_methods_are_made_and_no_other(domain: str, made: Path) -> None:
    assert set(methods(made, domain)) == set(methods(ROOT, domain)) - COMPOSED


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_product_has_the_same_files_and_classes(domain: str, made: Path) -> None:
    folders = [root / "sinch/domains" / domain for root in (ROOT, made)]
    ours, theirs = ({str(path.relative_to(folder)) for path in folder.rglob("*.py")} for folder in folders)
    assert theirs <= ours, "there may be helpers beside them"
    names = [dict(classes(folder)) for folder in folders]
    assert {module: CLASSES.get(node.name, node.name) for module, node in names[0].items()} == {
        module: node.name for module, node in names[1].items()
    }
    for file in sorted(name for name in theirs if name.endswith("__init__.py")):
        code = [ast.unparse(without_docstring(folder / file)) for folder in folders]
        for name, ruled in CLASSES.items():
            code[0] = re.sub(rf"\b{name}\b", ruled, code[0])
        exported = [
            re.sub(r"__all__ = \[(.*)\]", lambda found: " ".join(sorted(found[1].split(", "))), each) for each in code
        ]
        assert exported[0] == exported[1]


def without_docstring(path: Path) -> ast.Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = tree.body[1:]
    return tree


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_made_has_the_form_of_ours(domain: str, made: Path) -> None:
    for path in sorted((made / "sinch/domains" / domain).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) <= WIDTH, path
        assert text.startswith('"""')
    for name, node in methods(made, domain).items():
        text = ast.get_docstring(node) or ""
        sections = re.split(r"^(Args|Returns|Raises|Example):\n", text, flags=re.MULTILINE)
        assert sections[1::2] == ["Args", "Returns", "Raises", "Example"], name
        told = dict(zip(sections[1::2], sections[2::2], strict=True))
        assert re.findall(r"^    (\w+): \S", told["Args"], re.MULTILINE) == list(signature(node)), name
        assert f">>> {'for item in ' if 'self._page(' in ast.unparse(node) else ''}client.{name}(" in told["Example"]


def test_what_is_made_passes_our_checks(made: Path, mypy_cache: str) -> None:
    """Lint with the rules of the project, and check types against the generated code."""
    folder = made / "sinch/domains"
    ours = 'lint.isort.known-first-party = ["sinch", "sinch_api"]'
    run("ruff", "check", "--no-cache", "--config", str(ROOT / "pyproject.toml"), "--config", ours, str(folder))
    run("ruff", "format", "--no-cache", "--check", "--config", str(ROOT / "pyproject.toml"), str(folder))
    run(*MYPY, "--cache-dir", mypy_cache, str(folder), cwd=made, path=[made])


MYPY = ("mypy", "--strict", "--python-version", "3.10", "--explicit-package-bases", "--namespace-packages")


def run(*command: str, cwd: Path = ROOT, path: list[Path] | None = None) -> str:
    """Run a module of Python that must succeed; `path` comes before our own packages."""
    places = [*(path or []), ROOT, ROOT / "generated"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(map(str, places)), "MYPYPATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# Nothing is overwritten


def test_files_that_exist_are_left_alone(tmp_path: Path) -> None:
    shutil.copytree(products.PRODUCTS, tmp_path / "codegen/products")
    spec = generate.SPECS / "sms.yaml"
    first = scaffold(spec, "sms", tmp_path)
    assert "sinch/domains/sms/groups.py" in first.written
    (tmp_path / "sinch/domains/sms/inbounds.py").unlink()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = scaffold(spec, "sms", tmp_path)
    assert again == Scaffolded(written=["sinch/domains/sms/inbounds.py"])
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert report(scaffold(spec, "sms", tmp_path)) == "everything exists and fits the spec"


@pytest.mark.parametrize("product", FILES.values(), ids=FILES)
def test_our_own_products_fit_their_specs(product: Any, tmp_path: Path) -> None:
    for folder in (
        "codegen/products",
        "sinch/domains",
    ):  # of a product that does not fit, it would write what is missing
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert scaffold(generate.SPECS / product.spec, product.package, tmp_path) == Scaffolded()
