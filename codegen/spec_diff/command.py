"""The command: compare specs with those of a git revision, product by product."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import tomllib

from codegen import bundle, products, reading
from codegen.bundle import BundleError, Json
from codegen.generate import ROOT, SPECS
from codegen.normalise.terms import SpecError
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.spec_diff.changes import Change, Level
from codegen.spec_diff.keywords import keywords
from codegen.spec_diff.operations import matched, operations, operations_of, with_names_of
from codegen.spec_diff.report import Section, markdown, plain
from codegen.spec_diff.schemas import Uses, schemas
from codegen.spec_diff.surroundings import surroundings
from codegen.upgrade import upgraded

FORMATS = ("text", "markdown")


def describe(base: str, form: str = "text") -> str:
    """Return what has changed in specs/ since a git revision, as text or as release notes in Markdown."""
    command = ["git", "-C", str(ROOT), "archive", base, "specs", "codegen/products", "pyproject.toml"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise SpecError(f"git has no specs at {base}: {done.stderr.decode().strip()}")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
        root = Path(folder)
        sections = compare(root / "specs", SPECS, _by_spec(products.PRODUCTS), _known(root / "codegen/products"))
        version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return markdown(sections, base, version) if form == "markdown" else plain(sections)


def compare(
    before: Path, after: Path, by_spec: dict[str, ProductFile], by_spec_before: dict[str, ProductFile] | None = None
) -> list[Section]:
    """Return what differs between two folders of specs, one section for each spec that does.

    Args:
        before: the folder as it was.
        after: the folder as it is.
        by_spec: the product files, by their specs.
        by_spec_before: those that corrected the specs as they were, if others.

    """
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.yaml")})
    found = []
    for name in names:
        files = ((by_spec_before or {}).get(name, by_spec.get(name)), by_spec.get(name))
        section = Section(name, files[1].title if files[1] else name)
        _compare(section, before / name, after / name, files)
        if section.changes or section.notes:
            found.append(section)
    return found


def changes(before: Json, after: Json) -> list[Change]:
    """Return the differences between two specs, bundled and corrected."""
    old, new_form = reading.form(before), reading.form(after)
    old = with_names_of(old, matched(old, new_form)[0], new_form)
    pairs, gone, new = matched(old, new_form)
    forms = old, new_form
    uses = Uses()
    documents = upgraded(before), upgraded(after)
    for form, document in zip(forms, documents, strict=True):
        uses.add(form, document)
    return [
        *operations(pairs, gone, new),
        *surroundings(*documents, pairs),
        *schemas(*forms, uses),
        *keywords(*documents, uses),
    ]


def _compare(section: Section, before: Path, after: Path, files: tuple[ProductFile | None, ProductFile | None]) -> None:
    """Fill in a section."""
    if not after.exists():
        section.changes.append(Change(Level.BREAKING, "the spec was removed"))
        return
    if files[1] is None:
        if not before.exists() or bundle.load(before) != bundle.load(after):
            section.notes.append("nothing is generated from it")
            section.changes.append(Change(Level.HARMLESS, "changed" if before.exists() else "new spec"))
        return
    try:
        now = _corrected(after, files[1], section)
        if before.exists():
            then = _corrected(before, files[0] or files[1])
            section.changes += changes(then, now) if then != now else []
        else:
            section.is_new = True
            section.changes += [
                Change(Level.NEW, f"operation {each.id}: {each.address}{_summary(each.operation)}")
                for each in operations_of(reading.form(now))
            ]
        section.notes += _without_method(reading.form(now), files[1])
    except (BundleError, SpecError) as error:
        section.notes.append(f"cannot be compared: {error}")


def _summary(operation: Json) -> str:
    return f": {operation['summary'].rstrip('.')}" if operation.get("summary") else ""


def _corrected(path: Path, product: ProductFile, section: Section | None = None) -> Json:
    """Return a spec as the product file corrects it, or as it came where the corrections no longer apply."""
    document = bundle.load(path)
    try:
        return product.correct(document)
    except ProductError as error:
        if section is not None:
            section.notes.append(str(error))
        return document


def _without_method(form: Json, product: ProductFile) -> Iterator[str]:
    ids = [each.id for each in operations_of(form)]
    for operation_id in ids:
        if operation_id not in product.operations:
            yield f"operation {operation_id} has no entry in {product.where}, and so no method"
        elif product.operations[operation_id].unwrapped:
            yield f"operation {operation_id} has no method: {product.operations[operation_id].unwrapped}"
    for operation_id in product.operations:
        if operation_id not in ids:
            yield f"{product.where} names operation {operation_id}, which no longer exists"


def _by_spec(folder: Path) -> dict[str, ProductFile]:
    return {product.spec: product for product in products.load_all(folder)}


def _known(folder: Path) -> dict[str, ProductFile]:
    """Return the product files of the revision; none where they are written in another way than today's."""
    try:
        return _by_spec(folder)
    except ProductError:
        return {}
