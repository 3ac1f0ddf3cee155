"""Check that every public name of the wheel has a type that checkers agree on, and that unknown names are errors."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ("sinch", "sinch_api")
ROOT = Path(__file__).parent.parent


def gaps(package: str) -> str | None:
    """Return the gaps that pyright finds in a package, or None if its types are complete."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    command += ["--verifytypes", package, "--ignoreexternal"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
    if done.returncode == 0:
        return None
    _, _, report = (done.stdout + done.stderr).rpartition("Symbols used in public interface:\n")
    return report  # all of the output if pyright did not get that far


def unknown_names_pass() -> bool:
    """Return whether a checker accepts a name that a package does not have: an easy mistake with lazy packages."""
    found = [path.parent for folder in ("domains", "aio") for path in (ROOT / "sinch" / folder).glob("*/__init__.py")]
    products = [f"sinch.{folder.parent.name}.{folder.name}" for folder in found]
    code = "\n".join(f"from {package} import Unheard" for package in ("sinch", "sinch.aio", *products))
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, "program.py")
        program.write_text(code)
        command = [sys.executable, "-m", "mypy", "--no-error-summary", str(program)]
        output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout
    return output.count('has no attribute "Unheard"') != code.count("Unheard")


def main() -> int:
    """Print the gaps; return 1 if any were found."""
    incomplete = unknown_names_pass()
    if incomplete:
        print("The type checker accepts names that do not exist.")
    for package in PACKAGES:
        found = gaps(package)
        incomplete = incomplete or found is not None
        print(f"The types of {package} are {'complete' if found is None else 'incomplete'}.")
        if found is not None:
            print(found)
    return int(incomplete)


if __name__ == "__main__":
    sys.exit(main())
