"""Tests the wheel with the lowest and the newest of its dependencies, on every Python that is found: `make bounds`.

The oldest Python gets the lowest versions that pyproject.toml allows, the others the newest. The tests are those of
the products and of what the dependencies do: connections, TLS, parsing, validation. They run in a folder of their own,
so that nothing of the checkout is used but they.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import tomllib

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("async", "testing")
TESTS = (
    *("tests/sms", "tests/numbers", "tests/number_lookup", "tests/conversation", "tests/asyncio_transport"),
    *("tests/faults/test_connections.py", "tests/faults/test_framing.py", "tests/faults/test_responses.py"),
    *("tests/faults/test_tls_and_proxies.py", "tests/core/test_text.py", "tests/testing/test_pytest_fixtures.py"),
)
TOOLS = ("pytest", "pytest-xdist", "hypothesis", "trustme")
"""What the tests need themselves, in the newest version that runs on a Python."""


def main(wanted: list[str]) -> None:
    """Build the wheel once and test it on each Python, or on those of the wanted versions, up to the first failure."""
    everywhere = dict(found())
    pythons = {version: path for version, path in everywhere.items() if not wanted or version in wanted}
    if not pythons:
        raise SystemExit(f"there is no Python of the versions {', '.join(wanted)}")
    with tempfile.TemporaryDirectory(prefix="sinch-bounds-") as folder:
        place = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(ROOT), cwd=place)
        (wheel,) = place.glob("sinch-*.whl")
        for version, path in pythons.items():
            bounds = lowest() if version == next(iter(everywhere)) else []  # which newer Pythons may not get along with
            print(check(path, wheel, bounds, place / version), flush=True)


def found() -> list[tuple[str, str]]:
    """Return the Pythons that the SDK supports and that are here, oldest first: version and path."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    pythons = []
    for minor in range(10, 30):
        name = f"python3.{minor}"
        for path in (shutil.which(name), *sorted(map(str, pyenv.glob(f"3.{minor}.*/bin/{name}")))):
            # the first may be a shim that leads nowhere
            if path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
                pythons.append((f"3.{minor}", path))
                break
    return pythons


def lowest() -> list[str]:
    """Return requirements of the lowest version of each dependency."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    requirements = [*project["dependencies"], *(each for extra in EXTRAS for each in optional[extra])]
    return [re.sub(r"^([\w.-]+)>=([\w.]+).*$", r"\1==\2", requirement) for requirement in requirements]


def check(path: str, wheel: Path, bounds: list[str], place: Path) -> str:
    """Run the tests in a new environment and return a line about it."""
    environment = place / "venv"
    run(path, "-m", "venv", str(environment), cwd=wheel.parent)
    python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "-qq", f"{wheel}[{','.join(EXTRAS)}]", *bounds, *TOOLS, cwd=place)
    shutil.copytree(ROOT / "tests", place / "tests", ignore=shutil.ignore_patterns("__pycache__", "cassettes"))
    shutil.copy(ROOT / "pyproject.toml", place)
    done = run(python, "-m", "pytest", "-p", "no:cacheprovider", *TESTS, cwd=place)
    (passed,) = re.findall(r"(\d+) passed", done)
    versions = dict(line.split("==") for line in run(*pip, "freeze", cwd=place).splitlines() if "==" in line)
    names = [re.split(r"[=<>]", requirement)[0] for requirement in lowest()]
    used = ", ".join(f"{name} {versions[name]}" for name in names)
    return f"ok  {run(python, '--version', cwd=place).strip()} with {used}: {passed} tests passed"


def run(*command: str, cwd: Path) -> str:
    """Run a command that must succeed, without this checkout on its path, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\nfailed:\n{done.stdout[-6000:]}{done.stderr[-6000:]}")
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1:])
