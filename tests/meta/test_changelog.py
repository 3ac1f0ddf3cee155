"""The news in changes/ become a section of the changelog."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import tomllib

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
KINDS = {kind["directory"]: kind["name"] for kind in SETTINGS["type"]}
NEWS = [path for path in (ROOT / "changes").iterdir() if path.name != "README.md"]


def test_every_file_is_named_by_its_kind() -> None:
    for path in NEWS:
        found = re.fullmatch(r"\+[a-z0-9-]+\.([a-z]+)\.md", path.name)
        assert found is not None, path.name
        assert found[1] in KINDS, path.name


def test_the_news_become_a_section() -> None:
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "9.8.7", "--date", "2099-01-02"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    section = done.stdout[done.stdout.index("## 9.8.7: 2099-01-02") :]
    said = " ".join(section.split())
    for path in NEWS:
        assert f"### {KINDS[path.name.split('.')[1]]}" in section
        assert f"- {' '.join(path.read_text(encoding='utf-8').split())}" in said


def test_the_section_has_a_place() -> None:
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count(SETTINGS["start_string"]) == 1
