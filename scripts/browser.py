"""Finds Chromium, or installs Debian's, for `make test-page`; it fails with what to do where neither works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
HINT = "make test-page needs Chromium: install it (apt-get install chromium), or name it in SINCH_TEST_BROWSER."


def find() -> str | None:
    """Return the path of a browser."""
    named = os.environ.get("SINCH_TEST_BROWSER")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    """Install a browser unless there is one."""
    if find() is None and "SINCH_TEST_BROWSER" not in os.environ and shutil.which("apt-get"):
        print("Installing Chromium ...", flush=True)
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(
                ["apt-get", "-q", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            if done.returncode:
                sys.exit(f"apt-get {' '.join(command)} failed:\n{done.stderr}\n{HINT}")
    if find() is None:
        sys.exit(HINT)


if __name__ == "__main__":
    main()
