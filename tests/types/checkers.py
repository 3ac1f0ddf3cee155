"""Runs mypy and pyright on a program, and returns what they find."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sinch

ROOT = Path(sinch.__file__).parent.parent
Checker = Callable[[Path], dict[int, str]]
"""Returns the errors in a file by their lines."""


def _run(command: list[str], path: Path) -> str:
    done = subprocess.run([*command, str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def mypy(path: Path) -> dict[int, str]:
    cache = path.parent / "cache"
    output = _run([sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(cache), "-O", "json"], path)
    found = [json.loads(line) for line in output.splitlines()]
    errors = [each for each in found if each["severity"] == "error"]
    assert {Path(each["file"]).name for each in errors} <= {path.name}, "the SDK itself is wrong"
    return {each["line"]: each["message"] for each in errors}


def pyright(path: Path) -> dict[int, str]:
    settings = {"extraPaths": [str(ROOT), str(ROOT / "generated")], "pythonVersion": "3.10", "include": [path.name]}
    (path.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    found: list[dict[str, Any]] = json.loads(_run([*command, "-p"], path.parent))["generalDiagnostics"]
    return {each["range"]["start"]["line"] + 1: each["message"] for each in found if each["severity"] == "error"}


CHECKERS: list[Checker] = [mypy, pyright]
