"""Builds the wheel and uses it from a fresh environment, outside the checkout: `make wheel-check`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAX_PACKAGES = 5

ALONE = {
    "imports sinch and sinch_api": """
        from importlib import import_module
        from pkgutil import iter_modules
        import sinch, sinch.domains, sinch_api
        assert not sinch.__file__.startswith(CHECKOUT), sinch.__file__
        products = [module.name for module in iter_modules(sinch.domains.__path__)]
        for product in products:
            domain = import_module(f"sinch.domains.{product}")
            assert all(getattr(domain, name) for name in domain.__all__)
        for package in iter_modules(sinch_api.__path__):
            if package.ispkg:
                import_module(f"sinch_api.{package.name}.client")
        assert len(products) >= 4, products
        detail = f"{sinch.__version__}: {', '.join(products)}"
    """,
    "both are typed": """
        from importlib.resources import files
        assert all(files(package).joinpath("py.typed").is_file() for package in ("sinch", "sinch_api"))
    """,
    "a bare import loads no urllib3": """
        import sys
        import sinch
        assert "urllib3" not in sys.modules
        detail = f"{len(sys.modules)} modules"
    """,
    "it says who made it, where it is from, and how pytest finds the fixtures": """
        from importlib.metadata import entry_points, metadata
        found = metadata("sinch")
        urls = dict(line.split(", ") for line in found.get_all("Project-URL"))
        assert {"Homepage", "Documentation", "Source", "Changelog", "Issues"} <= set(urls), urls
        assert found["Author"], "no author"
        assert found["Description-Content-Type"] == "text/markdown"
        (plugin,) = (entry for entry in entry_points(group="pytest11") if entry.value.startswith("sinch."))
        assert plugin.name == plugin.value, "a program that names the plugin would load it twice"
        detail = urls["Source"]
    """,
    "the version is that of the distribution": """
        from importlib.metadata import version
        import sinch
        assert version("sinch") == sinch.__version__, (version("sinch"), sinch.__version__)
    """,
}
"""Checks of the wheel without extras, each in a new interpreter; `detail` is printed."""

WITH_TESTING = {
    "the specs are inside": """
        import gzip, json
        from importlib.resources import files
        folder = files("sinch.testing").joinpath("_specs")
        specs = [entry for entry in folder.iterdir() if entry.name.endswith(".json.gz")]
        from pathlib import Path
        expected = {f"{path.stem}.json.gz" for path in (Path(CHECKOUT) / "specs").glob("*.yaml")}
        assert {spec.name for spec in specs} == expected, specs
        assert all(spec.read_bytes()[4:8] == bytes(4) for spec in specs), "contains the date of packing"
        operations = 0
        for spec in specs:
            paths = json.loads(gzip.decompress(spec.read_bytes()))["paths"]
            operations += sum("operationId" in entry for path in paths.values() for entry in path.values())
        size = sum(len(spec.read_bytes()) for spec in specs)
        detail = f"{len(specs)} files, {operations} operations, {size:,} bytes"
    """,
    "the simulator takes a message": """
        from sinch.testing import Simulator
        with Simulator() as simulator, simulator.client() as client:
            batch = client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="From a wheel")
            simulator.assert_sent(to="+12025550123", containing="wheel", times=1)
            assert client.sms.batches.get(batch.id) == batch
        detail = batch.id
    """,
    "the simulator goes on with its state": """
        from pathlib import Path
        from tempfile import TemporaryDirectory
        from sinch.testing import Simulator
        with TemporaryDirectory() as folder:
            state = Path(folder) / "simulator.json"
            with Simulator(state=state) as simulator, simulator.client() as client:
                batch = client.sms.batches.send_sms(to=["+12025550123"], body="Before")
            with Simulator(state=state) as simulator, simulator.client() as client:
                assert client.sms.batches.get(batch.id) == batch
    """,
    "the command of the image is there": """
        import json, runpy, sys
        from pathlib import Path
        lines = (Path(CHECKOUT) / "Containerfile").read_text().splitlines()
        (entry,) = (line for line in lines if line.startswith("ENTRYPOINT "))
        command = json.loads(entry.removeprefix("ENTRYPOINT "))
        assert command[:2] == ["python", "-m"], command
        sys.argv = [*command[2:], "--help"]
        try:
            runpy.run_module(command[2], run_name="__main__")
        except SystemExit as end:
            assert end.code == 0, end.code
        detail = " ".join(command)
    """,
}
"""Checks of the wheel with its `testing` extra."""


def main() -> None:
    """Build, install and check, up to the first failure."""
    with tempfile.TemporaryDirectory(prefix="sinch-wheel-") as folder:
        place = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", str(place / "dist"), str(ROOT), cwd=place)
        (wheel,) = (place / "dist").glob("sinch-*.whl")
        report("builds", wheel.name)

        venv.create(place / "venv", with_pip=True)
        python = str(place / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")
        bare = packages(python, place)
        install(python, str(wheel), cwd=place)
        closure = sorted(packages(python, place) - bare)
        assert len(closure) <= MAX_PACKAGES, f"more than {MAX_PACKAGES} packages: {closure}"
        report("needs few packages", ", ".join(closure))
        check(python, ALONE, place)

        install(python, f"{wheel}[testing]", cwd=place)
        check(python, WITH_TESTING, place)


def check(python: str, checks: dict[str, str], place: Path) -> None:
    """Run each check in a new interpreter."""
    for title, code in checks.items():
        lines = [line.removeprefix(" " * 8) for line in code.strip("\n").splitlines()]
        program = "\n".join([f"CHECKOUT = {str(ROOT)!r}", "detail = ''", *lines, "print(detail)"])
        report(title, run(python, "-c", program, cwd=place).strip())


def install(python: str, what: str, *, cwd: Path) -> None:
    """Install with pip."""
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", what, cwd=cwd)


def packages(python: str, place: Path) -> set[str]:
    """Return the names of the packages installed."""
    listed = run(python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check", cwd=place)
    return {entry["name"] for entry in json.loads(listed)}


def run(*command: str, cwd: Path) -> str:
    """Run a command that must succeed, without this checkout on its path, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\nfailed:\n{done.stdout}{done.stderr}")
    return done.stdout


def report(title: str, detail: str) -> None:
    """Print one line for a check that passed."""
    print(f"ok  {title}{f': {detail}' if detail else ''}", flush=True)


if __name__ == "__main__":
    main()
