"""A tool, not a test: writes tests/snapshots, the public names and the requests of the SDK, or compares them.

`python scripts/snapshot.py` writes them; with `--check` it prints the differences, and fails if there are any.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

from scripts import public_names, wire_requests

FOLDER = Path(__file__).parent.parent / "tests/snapshots"
HINT = """
The public names or the requests of the SDK have changed. If that was not intended, fix the code. If it was, run
`make snapshot`, review the difference, and write the reason at the top of tests/snapshots/CHANGES.md.
"""
SNAPSHOTS: dict[str, Callable[[], str]] = {"public.txt": public_names.render, "wire.txt": wire_requests.render}


def difference(name: str) -> str:
    """Return what has changed since a snapshot was written, as a unified diff; empty if nothing has."""
    path = FOLDER / name
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        before.splitlines(), SNAPSHOTS[name]().splitlines(), f"{name} as committed", f"{name} as it is now", lineterm=""
    )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Write the snapshots in tests/snapshots, or compare them.")
    parser.add_argument("--check", action="store_true", help="print the differences instead, and fail if there are any")
    if parser.parse_args(arguments).check:
        differences = [found for found in map(difference, SNAPSHOTS) if found]
        print("\n\n".join([*differences, HINT.strip()]) if differences else "The snapshots are up to date.")
        return int(bool(differences))
    FOLDER.mkdir(exist_ok=True)
    for name, render in SNAPSHOTS.items():
        path = FOLDER / name
        path.write_text(render(), encoding="utf-8", newline="\n")
        print(f"{path.relative_to(FOLDER.parent.parent)} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
