"""Provenance: locks name what generated code was made from, and what is up to date is not made again."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from codegen import generate, products
from codegen.normalise.terms import SpecError
from codegen.provenance import Memory

TESTDATA = Path(generate.__file__).parent / "testdata"


class Project(NamedTuple):
    """A project with a product or two."""

    root: Path
    memory: Memory

    def generate(self, *, remembering: bool = True) -> list[str]:
        """Generate, and return the names of the files that changed."""
        memory = self.memory if remembering else None
        changed = generate.generate([], self.root / "generated/sinch_api", self.root / "specs", memory)
        return [Path(each).relative_to(self.root / "generated").as_posix() for each in changed]

    def check(self) -> list[str]:
        return generate.check([], self.root / "generated/sinch_api", self.root / "specs")

    def edit(self, name: str, before: str, after: str) -> Path:
        path = self.root / name
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after, 1))
        return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a project that is up to date."""
    root = tmp_path_factory.mktemp("made")
    for folder in ("specs", "products"):
        (root / folder).mkdir()
    shutil.copy(generate.SPECS / "auth.yaml", root / "specs")
    shutil.copy(TESTDATA / "torture.yaml", root / "specs")
    shutil.copy(TESTDATA / "torture-products.yaml", root / "products/torture.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "PRODUCTS", root / "products")
        project = Project(root, Memory(root / "memory", root))
        project.generate()
        assert project.check() == []
    return root


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a copy of the project, which a test may change."""
    root = tmp_path / "project"
    shutil.copytree(made, root)
    monkeypatch.setattr(products, "PRODUCTS", root / "products")
    return Project(root, Memory(root / "memory", root))


def test_a_lock_is_what_sha256sum_checks(project: Project) -> None:
    folder = project.root / "generated/locks"
    assert sorted(path.name for path in folder.iterdir()) == [
        *("origins.sha256", "templates.sha256", "tools.txt", "torture.sha256")
    ]
    for lock, names in (
        ("torture.sha256", ["products/torture.yaml", "specs/torture.yaml"]),
        ("origins.sha256", ["specs/auth.yaml"]),
    ):
        lines = [line.split("  ") for line in (folder / lock).read_text().splitlines()]
        assert [name for _, name in lines] == names
        for digest, name in lines:
            assert hashlib.sha256((project.root / name).read_bytes()).hexdigest() == digest
    assert "openapi-python-client==" in (folder / "tools.txt").read_text()
    assert "codegen/templates/models.py.jinja\n" in (folder / "templates.sha256").read_text()


@pytest.mark.parametrize(
    ("name", "before", "after", "lock"),
    [
        ("specs/torture.yaml", "openapi:", "# More.\nopenapi:", "torture.sha256"),
        ("products/torture.yaml", "spec:", "# More.\nspec:", "torture.sha256"),
        ("specs/auth.yaml", "openapi:", "# More.\nopenapi:", "origins.sha256"),
        ("generated/locks/tools.txt", "jinja2==", "jinja2==0.", "tools.txt"),
        ("generated/locks/templates.sha256", "models.py.jinja", "mode.py.jinja", "templates.sha256"),
    ],
)
def test_the_check_sees_what_a_lock_no_longer_says(
    project: Project, name: str, before: str, after: str, lock: str
) -> None:
    project.edit(name, before, after)
    assert project.check()[-1] == f"{project.root / 'generated/locks' / lock}: differs from the generated file"
    assert project.generate() == [f"locks/{lock}"]
    assert project.check() == []


def test_the_lock_of_a_product_that_is_gone_goes_too(project: Project) -> None:
    stray = project.root / "generated/locks/gone.sha256"
    stray.touch()
    assert project.check() == [f"{stray}: no product file belongs to it"]
    assert project.generate() == ["locks/gone.sha256 (removed)"]
    assert project.check() == []


def test_what_is_up_to_date_is_not_made_again(project: Project) -> None:
    models = project.edit("generated/sinch_api/torture/models.py", "class Thing(", "class Thong(")
    inputs = {"specs/torture.yaml": "", "products/torture.yaml": ""}
    for name in inputs:
        inputs[name] = hashlib.sha256((project.root / name).read_bytes()).hexdigest()
    project.memory.remember("torture", dict(sorted(inputs.items())), models.parent)
    assert project.generate() == [], "it remembers these files as its own"
    assert project.check(), "but the check remembers nothing"
    assert project.generate(remembering=False) == ["sinch_api/torture/models.py"]


@pytest.mark.parametrize(
    ("name", "before", "after", "changed"),
    [
        ("generated/sinch_api/torture/models.py", "class Thing(", "class Thong(", "sinch_api/torture/models.py"),
        ("specs/torture.yaml", "openapi:", "# More.\nopenapi:", "locks/torture.sha256"),
        ("products/torture.yaml", "title: Torture", "title: Torment", "sinch_api/torture/service.py"),
        ("memory/torture.json", '"generator": [', '"generator": ["", ', None),
        ("memory/torture.json", '"inputs"', '"puts"', None),
        ("memory/torture.json", "{", "", None),
    ],
)
def test_what_is_not_up_to_date_is_made_again(
    project: Project, name: str, before: str, after: str, changed: str | None
) -> None:
    output = project.root / "generated/sinch_api/torture"
    assert project.memory.recall("torture", output) is not None
    project.edit(name, before, after)
    assert project.memory.recall("torture", output) is None
    found = project.generate()
    assert (changed in found) if changed else found == []
    assert project.memory.recall("torture", output) is not None


def test_products_are_made_in_parallel_and_their_problems_told_together(project: Project) -> None:
    text = (project.root / "products/torture.yaml").read_text()
    for name in ("more", "most"):
        (project.root / f"products/{name}.yaml").write_text(
            text.replace("package: torture", f"package: {name}\ndomain: torture").replace(
                "spec: torture", f"spec: {name}"
            )
        )
        shutil.copy(TESTDATA / "torture.yaml", project.root / f"specs/{name}.yaml")
    found = project.generate()
    assert {name.split("/")[1] for name in found if name.count("/") == 2} == {"more", "most"}
    for name in ("more", "most"):
        project.edit(f"specs/{name}.yaml", "operationId: createThing", "operationId: PatchInline")
    before = (project.root / "generated/sinch_api/more/models.py").read_bytes()
    with pytest.raises(SpecError) as caught:
        project.generate()
    assert "more.yaml: " in str(caught.value)
    assert "most.yaml: " in str(caught.value)
    assert (project.root / "generated/sinch_api/more/models.py").read_bytes() == before
