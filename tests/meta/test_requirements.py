"""What is installed for development is pinned with hashes for all platforms, and names no place to get it from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["requirements-dev", "requirements-soak", "requirements-page"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def pinned(name: str) -> dict[str, str]:
    """Return version and what follows it for each requirement, by its name."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {normal(line.partition("==")[0]): line.partition("==")[2] for line in lines}


def wanted(name: str) -> list[tuple[str, str]]:
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9_.-]+(?:\[[^]]*\])?)(.*)", line) for line in lines if line and line[0] != "#"]
    return [(normal(match[1]), match[2]) for match in found if match]


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_has_a_version_and_hashes(name: str) -> None:
    requirements = pinned(name)
    assert requirements
    for requirement, rest in requirements.items():
        assert re.match(r"\d\S*( ; [^\\]+?)?\s+--hash=sha256:[0-9a-f]{64}", rest), requirement


@pytest.mark.parametrize("name", NAMES)
def test_what_was_asked_for_is_what_is_pinned(name: str) -> None:
    requirements = pinned(name)
    for requirement, version in wanted(name):
        assert requirement in requirements, f"run `make lock`: {requirement} is missing"
        if version.startswith("=="):
            assert requirements[requirement].split()[0] == version[2:], f"run `make lock`: {requirement} is another"


def test_the_project_needs_nothing_that_is_not_pinned() -> None:
    """Since it is installed without looking for more."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = {normal(name) for name in re.findall(r'"([A-Za-z][\w.-]*)(?:\[[^]]*\])?[<>=~!]=', project)}
    assert names >= {"urllib3", "hatchling", "jsonschema"}
    assert names <= pinned("requirements-dev").keys()


@pytest.mark.parametrize("name", NAMES)
def test_no_address_is_recorded(name: str) -> None:
    for ending in ("in", "txt"):
        text = (ROOT / f"{name}.{ending}").read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash)|@ |index|find-links", text, re.MULTILINE)
