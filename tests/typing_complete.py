"""Check that every public name of the wheel has a type that all type checkers read alike; print the gaps."""

import os
import subprocess
import sys
from pathlib import Path

PACKAGES = ("sinch", "sinch_api")
ROOT = Path(__file__).parent.parent


def gaps(package: str) -> str | None:
    """Return the gaps that pyright finds in a package, or None when its types are complete."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    command += ["--verifytypes", package, "--ignoreexternal"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "generated")])
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
    if done.returncode == 0:
        return None
    _, _, report = (done.stdout + done.stderr).rpartition("Symbols used in public interface:\n")
    return report  # all of the output where pyright did not come that far


def main() -> int:
    incomplete = False
    for package in PACKAGES:
        found = gaps(package)
        incomplete = incomplete or found is not None
        print(f"The types of {package} are {'complete' if found is None else 'incomplete'}.")
        if found is not None:
            print(found)
    return int(incomplete)


if __name__ == "__main__":
    sys.exit(main())
