"""A synchronous call within an event loop warns: once, at the line of the program, and before anything is sent."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sinch.testing import Simulator

_PROGRAM = """
import asyncio
import sys

from sinch import SinchClient

origins, credentials = {origins!r}, {credentials!r}
client = SinchClient(**origins, **credentials, sms_region="us")


def send():
    client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")  # the line


async def main():
{body}


asyncio.run(main())
"""


def run(simulator: Simulator, folder: Path, body: str, *options: str, **environment: str) -> str:
    """Run a program with this body of its `main`, and return what it wrote to standard error."""
    program = folder / "program.py"
    text = _PROGRAM.format(
        origins=simulator.origins, credentials=simulator.credentials.project, body=textwrap.indent(body, "    ")
    )
    program.write_text(text, encoding="utf-8")
    command = [sys.executable, *options, str(program)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("option", ["-Wdefault", "-Walways"])
def test_it_warns_once_and_names_the_other_client(sinch_simulator: Simulator, tmp_path: Path, option: str) -> None:
    said = run(sinch_simulator, tmp_path, "for _ in range(3):\n    send()", option)
    assert said.count("RuntimeWarning") == 1
    assert "AsyncSinchClient" in said
    assert "program.py" in said
    assert "# the line" in said, "the warning points at the program"
    sinch_simulator.assert_sent(to="+12025550123", times=3)


def test_where_warnings_are_errors_nothing_is_sent(sinch_simulator: Simulator, tmp_path: Path) -> None:
    body = """
for _ in range(2):
    try:
        send()
    except RuntimeWarning:
        continue
    sys.exit("no error")
"""
    assert run(sinch_simulator, tmp_path, body, "-Werror") == ""
    assert sinch_simulator.requests == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("await asyncio.to_thread(send)", id="in a thread"),
        pytest.param(
            "import warnings\nwarnings.filterwarnings('ignore', 'a synchronous call', RuntimeWarning)\nsend()",
            id="with a filter",
        ),
    ],
)
def test_it_is_silent(sinch_simulator: Simulator, tmp_path: Path, body: str) -> None:
    assert run(sinch_simulator, tmp_path, body, "-Walways") == ""
    sinch_simulator.assert_sent(to="+12025550123", times=1)


def test_the_environment_can_silence_it(sinch_simulator: Simulator, tmp_path: Path) -> None:
    assert run(sinch_simulator, tmp_path, "send()", PYTHONWARNINGS="ignore:a synchronous call:RuntimeWarning") == ""
    sinch_simulator.assert_sent(to="+12025550123", times=1)


@pytest.mark.parametrize(("shell", "warnings"), [("object()", 0), ("None", 1)])
def test_notebooks_are_not_warned(sinch_simulator: Simulator, tmp_path: Path, shell: str, warnings: int) -> None:
    (tmp_path / "IPython.py").write_text(f"def get_ipython():\n    return {shell}\n", encoding="utf-8")
    said = run(sinch_simulator, tmp_path, "import IPython\nsend()", "-Walways")
    assert said.count("RuntimeWarning") == warnings
    sinch_simulator.assert_sent(to="+12025550123", times=1)
