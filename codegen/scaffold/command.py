"""The command: write a product's missing files, print a patch for existing ones, and list what a person must decide."""

from dataclasses import dataclass, field
from pathlib import Path

from codegen import bundle, naming, products, services
from codegen.building import build
from codegen.normalise import normalise
from codegen.normalise.terms import SpecError
from codegen.products import ProductFile
from codegen.scaffold import patches
from codegen.scaffold.first_file import first_products_file, operation_entries
from codegen.scaffold.layout import layout
from codegen.scaffold.modules import Writer
from codegen.sections import ProductError
from codegen.text import Code


@dataclass
class Scaffolded:
    """The result of scaffolding a product."""

    written: list[str] = field(default_factory=list)
    """New files."""
    patch: str = ""
    """The changes to existing files, as a unified diff."""
    decisions: list[str] = field(default_factory=list)
    """What a person must decide."""


def scaffold(spec: Path, package: str, root: Path) -> Scaffolded:
    """Write the missing files of a product in the project below `root`.

    Args:
        spec: its spec, in specs/.
        package: what it is called on the client, such as `number_lookup`.
        root: the folder of the project.

    """
    if not naming.is_identifier(package) or not package.islower():
        raise ProductError(f"{package!r} cannot be the name of a product on the client")
    result = Scaffolded()
    document = bundle.load(spec)
    name = f"codegen/products/{spec.stem}.yaml"
    product = _products_file(document, spec.name, package, root / name, name, result)
    writer = writer_of(document, product)
    domain = writer.domain
    folder = f"sinch/domains/{package}"
    first_time = not (root / folder).exists()
    resources = {f"{resource.attribute}.py": resource for resource in domain.all}
    for file, text in writer.files().items():
        path = root / folder / file
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            result.written.append(f"{folder}/{file}")
        elif file in resources:
            before = path.read_text(encoding="utf-8")
            patched = patches.patch(before, resources[file], writer, product)
            result.patch += patches.unified(before, patched.text, f"{folder}/{file}")
            result.decisions += patched.notes
    if first_time:
        result.decisions += _of_a_new_product(package, str(domain.root.class_name), len(domain.services), folder)
    return result


def writer_of(document: bundle.Json, product: ProductFile) -> Writer:
    """Return what writes the modules of a product; `document` is its spec, bundled."""
    corrected = product.correct(document)
    try:
        api = build(normalise(corrected), product)
    except SpecError as error:
        raise SpecError(f"{product.spec}: {error}") from None
    constants = [service.constant for service in services.services(corrected, product)]
    return Writer(layout(api, product, constants), corrected)


def _products_file(
    document: bundle.Json, spec: str, package: str, path: Path, name: str, result: Scaffolded
) -> ProductFile:
    """Return the products file as it should be, after writing it if it does not exist."""
    if not path.exists():
        others = [products.load(each) for each in sorted(path.parent.glob("*.yaml"))]
        text = first_products_file(document, spec, package, others)
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
    if (product.spec, product.package) != (spec, package):
        raise ProductError(f"{name}: is about {product.package} in specs/{product.spec}, not {package} in {spec}")
    after = patches.product_file_patch(
        before, operation_entries(product.correct(document), package), product.operations
    )
    result.patch += patches.unified(before, after, name)
    result.decisions += [
        f"{name}: {line.strip()}" for line in after.splitlines() if "# check: " in line and line not in before
    ]
    return products.parse(path.name, after)


def _of_a_new_product(package: Code | str, class_name: str, services_found: int, folder: str) -> list[str]:
    decisions = [
        f"{folder}: edit texts, names and examples: they are the spec's, and not yet what the documentation has",
        f"{folder}: which argument identifies a thing; let it come first and by position",
        f"sinch/client.py: the property `{package}`, which returns `{class_name}(self)`",
    ]
    if services_found > 1:
        decisions.append(f"{folder}/{package}.py: which of the services is used when: `_definition`, as in SMS")
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
    return "\n".join(lines)
