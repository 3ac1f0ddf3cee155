"""A cache of mypy that the tests of generated code share: what it knows of the core and the standard library."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder for `--cache-dir`, which no other process uses at the same time."""
    folder: Path = tmp_path_factory.mktemp("mypy")
    return str(folder)
