"""Environments of the subjects, under `.cache/bench`: each contains only the package that is measured."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "bench"
PUBLISHED = "sinch==2.3.0"
ASYNCHRONOUS_FLOOR = ("aiohttp==3.14.5", "httpx==0.28.1", "httpx-aiohttp==0.2.0")


class Environment:
    """A virtual environment without pip."""

    def __init__(self, name: str) -> None:
        self.path = CACHE / name
        self.python = self.path / "bin" / "python"

    def install(self, *requirements: str | Path) -> None:
        if not self.python.exists():
            venv.create(self.path, with_pip=False, symlinks=True)
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "-qq", *map(str, requirements)], check=True)

    def packages(self) -> dict[str, str]:
        found = importlib.metadata.distributions(path=[str(self._site_packages())])
        return {entry.metadata["Name"].lower(): entry.version for entry in found}

    def size(self, folder: str = "") -> int:
        """Return the size in bytes of everything installed, or of a folder of it, without compiled files."""
        files = (self._site_packages() / folder).rglob("*")
        return sum(path.stat().st_size for path in files if path.is_file() and path.suffix != ".pyc")

    def count(self, pattern: str) -> int:
        """Return how many of the installed files match."""
        return len(list(self._site_packages().glob(pattern)))

    def _site_packages(self) -> Path:
        return next(self.path.glob("lib/python*/site-packages"))


def this_sdk() -> Environment:
    """Build the wheel of this checkout and install it as a user would get it."""
    wheel = _build_wheel()
    environment = Environment("sdk")
    environment.install("--force-reinstall", "--no-deps", wheel)
    environment.install(wheel)
    return environment


def this_sdk_asynchronous() -> Environment:
    """Do the same with the extra for asyncio, which the environment above does not count."""
    wheel = _build_wheel()
    environment = Environment("sdk-async")
    environment.install("--force-reinstall", "--no-deps", wheel)
    environment.install(f"{wheel}[async]")
    return environment


def asynchronous_floor() -> Environment:
    """Install the HTTP libraries that asynchronous calls are compared with."""
    environment = Environment("async-floor")
    environment.install(*ASYNCHRONOUS_FLOOR)
    return environment


@cache
def _build_wheel() -> Path:
    shutil.rmtree(CACHE / "wheel", ignore_errors=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(CACHE / "wheel"), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = (CACHE / "wheel").glob("*.whl")
    return wheel


def published_sdk() -> Environment | str:
    """Install the published SDK; return the reason if that is not possible."""
    environment = Environment("published")
    try:
        environment.install(PUBLISHED)
    except subprocess.CalledProcessError as error:
        return f"{PUBLISHED} could not be installed: pip ended with {error.returncode}"
    return environment


def clean_variables() -> dict[str, str]:
    """Return the variables for a subject, without those that affect Python's imports or HTTP."""
    unwanted = ("PYTHON", "SINCH_", "REQUESTS_", "SSL_", "CURL_")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(unwanted) and not name.lower().endswith("_proxy")
    }
