"""The command: write a product's missing files, print a patch for existing ones, and list what a person must decide."""

import re
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


def has_versions(file: products.ProductFile) -> bool:
    """Return whether the methods of a product are below versions of its API: `voice.v2.calls.get`."""
    methods = [method for entry in file.operations.values() for method in entry.methods]
    return any(re.fullmatch(r"v\d+", method.split(".")[1]) for method in methods)


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
    if has_versions(file):
        raise ProductError(f"{file.where}: {file.domain} has packages for the versions of its API, written by hand")
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
    writer = Writer(layout(file.domain, packages))
    domain = writer.domain
    folder = f"sinch/domains/{file.domain}"
    first_time = not (root / folder).exists()
    resources = {f"{resource.module}.py": resource for resource in domain.all}
    for name, text in writer.files().items():
        path = root / folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            result.written.append(f"{folder}/{name}")
        elif name in resources:
            before = path.read_text(encoding="utf-8")
            patched = patches.patch(before, resources[name], writer)
            result.patch += patches.unified(before, patched.text, f"{folder}/{name}")
            result.decisions += patched.notes
    if first_time:
        result.decisions += _of_a_new_product(domain, folder)
    elif f"codegen/products/{spec.stem}.yaml" in result.written:
        result.decisions.append(f"{folder}/__init__.py: which models of sinch_api.{package} it offers too")
    return result


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
        operation_entries(carried(reading.readable(product.correct(document), spec)), product.domain),
        product.operations,
    )
    result.patch += patches.unified(before, after, name)
    result.decisions += [
        f"{name}: {line.strip()}" for line in after.splitlines() if "# check: " in line and line not in before
    ]
    return products.parse(path.name, after)


def _of_a_new_product(domain: DomainDef, folder: str) -> list[str]:
    decisions = [
        f"{folder}: edit texts, names and examples: they are the spec's, and not yet what the documentation has",
        f"{folder}: which argument identifies a thing; let it come first and by position",
        f"sinch/client.py: the property `{domain.name}`, which returns `{domain.root.class_name}(self)`",
    ]
    if any(len(package.services) > 1 for package in domain.packages):
        decisions.append(f"{folder}/{domain.name}.py: which of the services is used when: `_definition`, as in SMS")
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
