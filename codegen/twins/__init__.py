"""Twins: derive the asynchronous products in sinch/aio from the synchronous ones in sinch/domains, and compare them."""

from pathlib import Path

from codegen import files
from codegen.formatting import formatted_as_written
from codegen.twins import methods, modules, packages
from codegen.twins.docstrings import Docstrings
from codegen.twins.products import Client
from codegen.twins.resources import Domains
from codegen.twins.sources import Source, TwinError

__all__ = ["TwinError", "check", "generate", "twins"]

ROOT = Path(__file__).parent.parent.parent
_MARK = "# @generated "


def twins(root: Path = ROOT) -> dict[str, str]:
    """Return the text of all derived files, by their paths below sinch/aio."""
    domains = Domains(root)
    for source in domains.sources.values():
        methods.check_others(source, domains.of(source))
    for resource in domains.resources.values():
        methods.classify(resource, domains)
    client = Client(root, domains)
    made = {"products.py": client.twin()}
    for source in domains.sources.values():
        resources = domains.of(source)
        name = source.name.removeprefix("sinch/domains/")
        docstrings = Docstrings(source, domains, client.classes())
        if name.endswith("/__init__.py"):
            if resources:
                raise source.error(resources[0].node, "resources belong into modules of their own")
            if name.count("/") == 1 or _has_resources(source, domains):
                made[name] = packages.twin(source, domains, docstrings)
        elif resources:
            made[name] = modules.twin(source, resources, domains, docstrings)
    return formatted_as_written(made)


def _has_resources(package: Source, domains: Domains) -> bool:
    """Return whether a module of a package has resources."""
    return any(resource.source.package == package.module for resource in domains.resources.values())


def generate(root: Path = ROOT) -> list[str]:
    """Write the twins and return what has changed."""
    made, target = twins(root), root / "sinch" / "aio"
    changed = files.update(target, made)
    for path in _stale(target, made):
        path.unlink()
        changed.append(f"{path} (removed)")
    return changed


def check(root: Path = ROOT) -> list[str]:
    """Derive the twins again and return how those on disk differ, as lines of text."""
    made, target = twins(root), root / "sinch" / "aio"
    problems = files.changes(target, made)
    return [*problems, *(f"{path}: is no longer generated" for path in _stale(target, made))]


def _stale(target: Path, made: dict[str, str]) -> list[Path]:
    """Return the derived files that no domain makes any more; what is written by hand stays."""
    return [
        path
        for path in sorted(target.rglob("*.py"))
        if path.relative_to(target).as_posix() not in made and path.read_text(encoding="utf-8").startswith(_MARK)
    ]
