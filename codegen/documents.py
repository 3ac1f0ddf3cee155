"""Tables in the documentation that are generated from products files, so that nobody has to remember them.

A table is placed between `<!-- made by make generate: name -->` and `<!-- end -->`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from codegen import bundle, products
from codegen.normalise.terms import METHODS, operation_id
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.services import services

Products = dict[str, list[tuple[ProductFile, bundle.Json]]]
"""The products of the client, each with its products files and their specs, corrected."""

_OTHERS = ("node", "java", "dotnet")
"""Sinch's other SDKs, by their keys in other_sdks.yaml."""


def write(root: Path) -> list[str]:
    """Write the tables; return the pages that changed."""
    changed = []
    for name, text in pages(root).items():
        path = root / name
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(str(path))
    return changed


def check(root: Path) -> list[str]:
    """Return the pages whose tables differ from the products files, as lines of text."""
    return [
        f"{root / name}: a table differs from the generated one"
        for name, text in pages(root).items()
        if (root / name).read_text(encoding="utf-8") != text
    ]


def pages(root: Path) -> dict[str, str]:
    """Return the pages that have tables, with current tables."""
    found = products.by_domain(products.load_all(root / "codegen/products"))
    known = {
        name: [(product, product.correct(bundle.load(root / "specs" / product.spec))) for product in found[name]]
        for name in _properties(root)
        if name in found
    }
    made: dict[str, str] = {}
    for name, table, make in (
        ("README.md", "products", _products),
        ("docs/coverage.md", "operations", _operations),
        ("docs/coverage.md", "other SDKs", _other_sdks),
        ("docs/reliability.md", "ambiguous methods", _ambiguous),
    ):
        text = made.get(name) or (root / name).read_text(encoding="utf-8")
        made[name] = _with_table(root / name, text, table, make(root, known))
    return made


def _with_table(page: Path, text: str, name: str, lines: list[str]) -> str:
    start, end = f"<!-- made by make generate: {name} -->\n", "<!-- end -->"
    if text.count(start) != 1 or end not in text.partition(start)[2]:
        raise ProductError(f"{page}: has no table between {start.strip()} and {end}")
    before, _, rest = text.partition(start)
    return f"{before}{start}\n{chr(10).join(lines)}\n\n{end}{rest.partition(end)[2]}"


def _products(root: Path, found: Products) -> list[str]:
    lines = ["| product | what it does | region |", "|---|---|---|"]
    described = _properties(root)
    for name, files in found.items():
        regions: dict[str, dict[str, None]] = {}
        for product, spec in files:
            for service in services(spec, product):
                if service.region is not None:
                    regions.setdefault(str(service.region.value), {}).update(dict.fromkeys(service.regions))
        told = [f"`{region}`: {', '.join(f'`{value}`' for value in values)}" for region, values in regions.items()]
        lines.append(f"| `client.{name}` | {described[name]} | {'; '.join(told) or 'none'} |")
    return lines


def _operations(root: Path, found: Products) -> list[str]:
    published = _others(root)["published"]
    lines = []
    for name, files in found.items():
        lines += ["", f"## {files[0][0].title}", ""]
        lines += [
            "| operation | since | simulated | cassette | in 2.3.0 | methods | request |",
            "|---|---|---|---|---|---|---|",
        ]
        simulated = set(_simulated(root, name))
        for product, spec in files:
            requests = dict(_requests(spec))
            for operation, entry in product.operations.items():
                methods = ", ".join(f"`{method.removeprefix(f'{name}.')}`" for method in entry.methods)
                cells = [
                    *(operation, entry.since),
                    "yes" if operation in simulated else "no",
                    _cassettes(root, entry.methods),
                    "yes" if operation in published.get(product.package, ()) else "no",
                    *(methods, f"`{requests[operation]}`"),
                ]
                lines.append(f"| {' | '.join(cells)} |")
    return lines[1:]


def _simulated(root: Path, product: str) -> Iterator[str]:
    """Yield the operations that the simulator has handlers for, which name them in `@handles(...)`."""
    folder = root / "sinch/testing"
    for path in (folder / f"{product}.py", *folder.glob(f"{product}/**/*.py")):
        if path.exists():
            yield from re.findall(r'^    @handles\("(\w+)"\)$', path.read_text(encoding="utf-8"), re.MULTILINE)


def _cassettes(root: Path, methods: Iterable[str]) -> str:
    """Return what the cassettes of methods were recorded from."""
    sources = set()
    for method in methods:
        product, _, name = method.partition(".")
        path = root / f"tests/cassettes/{product}/{name}.yaml"
        head = path.read_text(encoding="utf-8")[:200] if path.exists() else ""
        recorded = re.search(r"^    from: (\w+)$", head, re.MULTILINE)
        sources.add(recorded[1] if recorded else "none")
    return ", ".join(sorted(sources)) or "none"


def _other_sdks(root: Path, found: Products) -> list[str]:
    others = _others(root)
    operations = {product.package: product.operations for files in found.values() for product, _ in files}
    lines = ["| API | this SDK | Python 2.3.0 | Node.js | Java | .NET |", "|---|---|---|---|---|---|"]
    named = {package for counts in others["apis"].values() for package in counts["packages"]}
    new = {
        product.title: {"packages": [product.package]}
        for files in found.values()
        for product, _ in files
        if product.package not in named
    }
    for title, counts in {**others["apis"], **new}.items():
        packages = counts["packages"]
        ours = sum(len(operations.get(package, ())) for package in packages)
        published = sum(len(others["published"].get(package, ())) for package in packages)
        cells = [ours, published, *(counts.get(name, "unknown") for name in _OTHERS)]
        lines.append(f"| {title} | {' | '.join(str(cell or 'none') for cell in cells)} |")
    return lines


def _others(root: Path) -> bundle.Json:
    found: bundle.Json = bundle.load(root / "codegen/other_sdks.yaml")
    return found


def _requests(spec: bundle.Json) -> Iterator[tuple[str, str]]:
    """Yield the id of each operation, and its request."""
    for path, item in spec["paths"].items():
        for method in [method for method in METHODS if method in item]:
            yield operation_id(path, method, item[method]), f"{method.upper()} {path}"


def _ambiguous(root: Path, found: Products) -> list[str]:
    lines = ["| product | ambiguous methods |", "|---|---|"]
    for files in found.values():
        entries = [entry for product, _ in files for entry in product.operations.values()]
        ambiguous = [entry for entry in entries if entry.retry == "ambiguous" and entry.idempotency is None]
        methods = [method for entry in ambiguous for method in entry.methods]
        if methods:
            lines.append(f"| {files[0][0].title} | {', '.join(f'`{method}`' for method in methods)} |")
    return lines


def _properties(root: Path) -> dict[str, str]:
    """Return what each product of the client does, from the docstrings of the properties, in order."""
    tree = ast.parse((root / "sinch/client.py").read_text(encoding="utf-8"))
    nodes = [node for owner in tree.body if isinstance(owner, ast.ClassDef) for node in owner.body]
    found = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and any(
            ast.unparse(each) == "product_property" for each in node.decorator_list
        ):
            text = " ".join((ast.get_docstring(node) or "").split())
            if described := re.fullmatch(r"The .+? API: (.+)\.", text):
                found[node.name] = described[1]
    return found
