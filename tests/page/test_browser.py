"""What `make test-page` says where there is no browser and none can be installed."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def find(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "browser.py")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def put(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize("environment", [{}, {"SINCH_TEST_BROWSER": "no-such-browser"}])
def test_it_says_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    done = find(PATH=str(tmp_path), **environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "make test-page needs Chromium: install it (apt-get install chromium), or name it in SINCH_TEST_BROWSER."
    )


def test_it_says_why_none_could_be_installed(tmp_path: Path) -> None:
    put(tmp_path, "apt-get", "echo 'no network here' >&2; exit 100")
    done = find(PATH=str(tmp_path))
    assert done.returncode == 1
    assert "apt-get update failed:\nno network here" in done.stderr
    assert "make test-page needs Chromium" in done.stderr


def test_it_takes_one_that_is_named(tmp_path: Path) -> None:
    put(tmp_path, "my-browser", "exit 0")
    assert find(PATH=str(tmp_path), SINCH_TEST_BROWSER="my-browser").returncode == 0
