"""The arrows of the architecture: who may import whom, and what importing costs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import tomllib

import sinch
import sinch_api
from codegen import products

ROOT = Path(sinch.__file__).parent.parent
DOMAINS = products.by_domain(products.load_all())
PRODUCTS = sorted(DOMAINS)
PACKAGES = sorted(file.package for files in DOMAINS.values() for file in files)


def imports(path: Path) -> set[str]:
    return imports_of(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(nodes: Iterable[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def files(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, folder
    return found


def names(found: set[str], *packages: str) -> set[str]:
    return {name for name in found if any(name == package or name.startswith(f"{package}.") for package in packages)}


@pytest.mark.parametrize("path", files("sinch/core"), ids=lambda path: path.name)
def test_the_core_knows_nothing_above_it(path: Path) -> None:
    above = names(imports(path), "sinch", "sinch_api") - names(imports(path), "sinch.core")
    assert not above, f"{path.name} imports {above}"
    text = path.read_text(encoding="utf-8").lower()
    for name in ("sinch.domains", "_region", *(f"{product}_" for product in PRODUCTS)):
        assert name not in text, f"{path.name} mentions {name}"


def executed(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is loaded, except those in functions or for type checkers only."""
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        yield statement
        for_checkers = isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING")
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            if not (for_checkers and name == "body"):
                yield from executed(getattr(statement, name, []))


def loads(path: Path) -> set[str]:
    statements = list(executed(ast.parse(path.read_text(encoding="utf-8")).body))
    return imports_of(node for node in statements if isinstance(node, (ast.Import, ast.ImportFrom)))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_imports_at_load_time_are_distinguished_from_others(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "import a\n"
        "if TYPE_CHECKING:\n    import b\nelse:\n    import c\n"
        "try:\n    import d\nexcept ImportError:\n    import e\n"
        "class X:\n    import f\n    def method(self):\n        import g\n"
        "def function():\n    import h\n"
        "from i import j\n"
    )
    assert loads(path) == {"a", "c", "d", "e", "f", "i", "i.j"}


def test_no_modules_of_the_core_load_each_other_in_a_circle() -> None:
    """Imports within functions or for type checkers do not count, as they load nothing by themselves."""
    paths = {dotted(path): path for path in files("sinch/core")}
    graph = {name: loads(path) & paths.keys() - {"sinch.core"} for name, path in paths.items()}
    assert any(graph.values())
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" <- ".join(circle.args[1]))


@pytest.mark.parametrize("path", files("sinch"), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_transport_over_urllib3_knows_it(path: Path) -> None:
    if path.parent != ROOT / "sinch/core/urllib3_transport" and "testing" not in path.parts:
        assert not names(imports(path), "urllib3"), path


@pytest.mark.parametrize("path", files("sinch/domains"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_domain_knows_only_itself_its_generated_packages_and_the_core(path: Path) -> None:
    parts = path.relative_to(ROOT / "sinch/domains").parts
    if len(parts) > 1:
        product = parts[0]
        own = ("sinch.core", f"sinch.domains.{product}", *(f"sinch_api.{file.package}" for file in DOMAINS[product]))
        assert names(imports(path), "sinch", "sinch_api") <= names(imports(path), *own) | {"sinch_api"}, path


@pytest.mark.parametrize("path", files("sinch/domains"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_domain_knows_nothing_of_its_twin(path: Path) -> None:
    assert not names(imports(path), "sinch.aio", "asyncio"), path


@pytest.mark.parametrize("path", files("sinch/aio"), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_asynchronous_product_knows_only_itself_its_original_and_what_that_knows(path: Path) -> None:
    parts = path.relative_to(ROOT / "sinch/aio").parts
    if len(parts) > 1:
        product = parts[0]
        own = ("sinch.core", f"sinch.aio.{product}", f"sinch.domains.{product}")
        own += tuple(f"sinch_api.{file.package}" for file in DOMAINS[product])
        assert names(imports(path), "sinch", "sinch_api") <= names(imports(path), *own) | {"sinch_api"}, path


@pytest.mark.parametrize("path", files("sinch/testing"), ids=lambda path: path.name)
def test_the_simulator_is_an_independent_judge(path: Path) -> None:
    assert not names(imports(path), "sinch_api", "sinch.domains", "sinch.aio", "sinch.core", "codegen"), path
    assert "codegen" not in path.read_text(encoding="utf-8"), f"{path} knows the generator, and may run it"


@pytest.mark.parametrize("path", files("generated/sinch_api"), ids=lambda path: str(path.relative_to(ROOT)))
def test_generated_code_does_no_io(path: Path) -> None:
    allowed = ("sinch.core.data", "sinch.core.events", "sinch.core.exceptions", "sinch.core.lazy", "sinch.core.service")
    found = imports(path)
    assert names(found, "sinch") - {"sinch.core"} <= names(found, *allowed), path
    assert not names(found, "urllib3", "socket", "os", "logging"), path
    assert path.read_text(encoding="utf-8").startswith("# @generated"), path


@pytest.mark.parametrize("path", files("codegen"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_generator_knows_nothing_of_what_it_generates(path: Path) -> None:
    if "testdata" not in path.parts:
        assert not names(imports(path), "sinch", "sinch_api"), path


def loaded(code: str) -> set[str]:
    script = f"import sys; {code}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_sinch_loads_next_to_nothing() -> None:
    modules = loaded("import sinch")
    ours = names(modules, "sinch", "sinch_api")
    assert ours == {"sinch", "sinch.core", "sinch.core.lazy"}
    assert not names(modules, "urllib3", "dateutil", "certifi", "ssl", "http", "json", "logging")


def test_a_client_and_its_products_load_no_model_and_no_transport() -> None:
    touch = "; ".join(f"c.{product}" for product in PRODUCTS)
    modules = loaded(f"from sinch import SinchClient; c = SinchClient(); {touch}")
    assert not names(modules, "urllib3", "dateutil", "certifi", "ssl", "http.client")
    assert not {name for name in modules if name.startswith("sinch_api.") and name.endswith((".models", ".params"))}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_generated_package_loads_no_model_before_it_is_asked_for(package: str) -> None:
    assert not names(loaded(f"import sinch_api.{package}"), f"sinch_api.{package}.models", "urllib3")


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == sinch.__version__


def packages() -> list[str]:
    found = ["sinch", "sinch_api"]
    for package in (sinch, sinch_api):
        found += [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [name for name in found if not name.endswith("__main__")]


@pytest.mark.parametrize("name", packages())
def test_every_module_says_its_subject_and_star_imports_work(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), name
    space: dict[str, object] = {}
    exec(f"from {name} import *", space)
    for public in getattr(module, "__all__", ()):
        assert public in space
        assert public in dir(module)
