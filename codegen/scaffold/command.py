"""The command: write a product's missing files, print a patch for existing ones, and list what a person must decide."""

from dataclasses import dataclass, field
from pathlib import Path

from codegen import bundle, naming, products, reading
from codegen.losses import carried
from codegen.normalise.terms import SpecError
from codegen.printable import RenderError
from codegen.products import ProductFile
from codegen.scaffold import patches
from codegen.scaffold.first_file import first_products_file, operation_entries
from codegen.scaffold.layout import DomainDef, PackageDef, layout
from codegen.scaffold.modules import Writer
from codegen.sections import ProductError


@dataclass
class Scaffolded:
    """The result of scaffolding a product."""

    written: list[str] = field(default_factory=list)
    """New files."""
    patch: str = ""
    """The changes to existing files, as a unified diff."""
    decisions: list[str] = field(default_factory=list)
    """What a person must decide."""
    problems: str = ""
    """Why nothing can be generated before that, with a remedy for each."""


def scaffold(spec: Path, package: str, root: Path, product: str | None = None) -> Scaffolded:
    """Write the missing files of a product in the project below `root`.

    Args:
        spec: a spec of the product, in specs/; those of its other packages are beside it.
        package: what is generated from it, such as `number_lookup`.
        root: the folder of the project.
        product: what the product is called on the client, if not like the package.

    """
    for name in (package, product):
        if name is not None and (not naming.is_identifier(name) or not name.islower()):
            raise ProductError(f"{name!r} cannot be the name of a product on the client")
    result = Scaffolded()
    document = bundle.load(spec)
    file = _products_file(document, spec.name, package, product, root, result)
    try:
        packages = [package_of(document, file)]
    except (ProductError, RenderError, SpecError) as error:
        if not result.written:
            raise
        result.problems = str(error)  # what was guessed is a start; a person has to add what cannot be guessed
        return result
    for other in products.load_all(root / "codegen/products"):
        if other.domain == file.domain and other.package != package:
            packages.append(package_of(bundle.load(spec.parent / other.spec), other))
    for domain in layout(file.domain, packages).parts:
        first_time = not (root / domain.folder).exists()
        _write(domain, root, result)
        if first_time:
            result.decisions += _of_a_new_product(domain)
        elif f"codegen/products/{spec.stem}.yaml" in result.written and file.place == domain.place:
            result.decisions.append(f"{domain.folder}/__init__.py: which models of sinch_api.{package} it offers too")
    return result


def _write(domain: DomainDef, root: Path, result: Scaffolded) -> None:
    """Write the missing files of a product or a version, and patch those that exist."""
    writer = Writer(domain)
    resources = {f"{resource.module}.py": resource for resource in domain.all}
    for name, text in writer.files().items():
        path = root / domain.folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            result.written.append(f"{domain.folder}/{name}")
        elif name in resources:
            before = path.read_text(encoding="utf-8")
            patched = patches.patch(before, resources[name], writer)
            result.patch += patches.unified(before, patched.text, f"{domain.folder}/{name}")
            result.decisions += patched.notes


def package_of(document: bundle.Json, product: ProductFile) -> PackageDef:
    """Return what is generated from a spec; `document` is the spec, bundled."""
    found = reading.read(document, product)
    return PackageDef(product, found.api, found.document, [service.constant for service in found.services])


def _products_file(
    document: bundle.Json, spec: str, package: str, domain: str | None, root: Path, result: Scaffolded
) -> ProductFile:
    """Return the products file as it should be, after writing it if it does not exist."""
    name = f"codegen/products/{Path(spec).stem}.yaml"
    path = root / name
    if not path.exists():
        others = products.load_all(path.parent)
        text = first_products_file(reading.readable(document, spec), spec, package, others, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        result.written.append(name)
        result.decisions += [
            f"{name}:{number}: {line.strip()}"
            for number, line in enumerate(text.splitlines(), 1)
            if "# check: " in line
        ]
        return products.parse(path.name, text)
    before = path.read_text(encoding="utf-8")
    product = products.parse(path.name, before)
    asked = (spec, package, domain or product.domain)
    if (product.spec, product.package, product.domain) != asked:
        there = f"{product.package} of client.{product.domain} in specs/{product.spec}"
        raise ProductError(f"{name}: is about {there}, not {asked[1]} of client.{asked[2]} in specs/{asked[0]}")
    after = patches.product_file_patch(
        before,
        operation_entries(carried(reading.readable(product.correct(document), spec)), product.place),
        product.operations,
    )
    result.patch += patches.unified(before, after, name)
    result.decisions += [
        f"{name}: {line.strip()}" for line in after.splitlines() if "# check: " in line and line not in before
    ]
    return products.parse(path.name, after)


def _of_a_new_product(domain: DomainDef) -> list[str]:
    folder = domain.folder
    decisions = []
    if domain.packages:
        decisions += [
            f"{folder}: edit texts, names and examples: they are the spec's, and not yet what the documentation has",
            f"{folder}: which argument identifies a thing; let it come first and by position",
        ]
    if "." not in domain.place:
        made = f"`{domain.root.class_name}(self)`"
        decisions.append(f"sinch/client.py: the property `{domain.place}`, which returns {made}")
    if any(len(package.services) > 1 for package in domain.packages):
        module = f"{folder}/{domain.root.module}.py"
        decisions.append(f"{module}: which of the services is used when: `_definition`, as in SMS")
    return decisions


def report(result: Scaffolded) -> str:
    """Return what a person reads beside the patch."""
    lines = [f"wrote {name}" for name in result.written]
    if not result.written and not result.patch:
        lines.append("everything exists and fits the spec")
    if result.patch:
        lines.append("the patch for existing files is on standard output: review it, then pipe it to `git apply`")
    if result.decisions:
        lines += ["", "To decide:", *(f"- {decision}" for decision in result.decisions)]
    if result.problems:
        lines += ["", "To decide before anything can be generated:", *result.problems.splitlines()]
        lines += ["", "Then scaffold again."]
    return "\n".join(lines)
