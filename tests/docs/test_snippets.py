"""Runs every Python snippet of the README and the pages in docs/ against a simulator.

The snippets of a page run in order in one namespace, as a reader would type them. One whose first line names a file
(`# app.py`) is also saved under that name; pytest runs the saved files that are tests. `await` may stand outside of a
function, as `python -m asyncio` allows: all such snippets of a page run on one event loop. A snippet that cannot run
follows a comment that says why: `<!-- not run: reason -->`; a program that needs a package follows
`<!-- needs: package -->` and is run by `test_programs.py`.
"""

from __future__ import annotations

import ast
import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomllib

import sinch
from sinch.testing import Simulator

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

_SNIPPET = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+) -->\n+|<!-- needs: (?P<package>\w+) -->\n+)?```python\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"# (\w+\.py)\n")


class Snippet(NamedTuple):
    line: int
    code: str
    file: str | None
    package: str | None
    """Which it needs."""


def snippets(page: Path) -> list[Snippet]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _SNIPPET.finditer(text):
        if match["reason"] is None:
            file = _FILE.match(match["code"])
            line = text.count("\n", 0, match.start("code"))
            found.append(Snippet(line, match["code"], file[1] if file else None, match["package"]))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_snippets_run(
    page: Path, simulated_account: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    namespace: dict[str, Any] = {"__name__": "snippet"}
    tests = []
    runner = asyncio.Runner()
    for snippet in snippets(page):
        if snippet.package is not None:
            continue
        if snippet.file is not None:
            (tmp_path / snippet.file).write_text(snippet.code, encoding="utf-8")
        if snippet.file is not None and snippet.file.startswith(("test_", "conftest")):
            tests.append(snippet.file)
            continue
        # the blank lines make tracebacks show the line numbers of the page
        flag = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        running = eval(
            compile("\n" * snippet.line + snippet.code, str(page), "exec", flag, dont_inherit=True), namespace
        )
        if running is not None:
            runner.run(running)
    for value in namespace.values():
        if isinstance(value, sinch.AsyncSinchClient):
            runner.run(value.aclose())
    runner.close()
    if tests:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
        done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_fence_is_understood() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"^```python", text, re.MULTILINE)) == len(_SNIPPET.findall(text)), page.name


def test_the_readme_has_absolute_links_to_what_there_is() -> None:
    # the package index shows it, where relative links lead nowhere
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    source = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]["Source"]
    defined = dict(re.findall(r"^\[(.+)\]: (\S+)$", text, re.MULTILINE))
    assert len(defined) > 5
    for name, target in defined.items():
        assert re.fullmatch(rf"{re.escape(source)}/(?:blob|tree)/main/{re.escape(name.rstrip('/'))}", target), target
        assert (ROOT / name).exists(), name
    assert not re.findall(r"\]\((?!https://)[^)]*\)", text), "write [name], and its address at the end"
    prose = re.sub(r"```.*?```|`[^`]*`|^\[[^\n]+\]: [^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"\[([^\]]+)\](?!\()", prose)) == set(defined)
