"""The command, within this process or in one of its own, with the settings of a simulator in its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner

from sinch.cli.command import command
from sinch.testing import Simulator

# a shell lets what it starts in the background ignore interruptions, and its children inherit that
_PROGRAM = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("sinch", run_name="__main__", alter_sys=True)
"""


def environment(simulator: Simulator, **changes: str | None) -> dict[str, str]:
    """Return the variables that point an unchanged program at a simulator; None leaves one out."""
    settings: dict[str, Any] = {
        **simulator.credentials.project,
        **simulator.credentials.application,
        "sms_region": "us",
        "conversation_region": "us",
        **simulator.origins,
        **changes,
    }
    return {f"SINCH_{name.upper()}": value for name, value in settings.items() if value is not None}


def clean() -> dict[str, str]:
    """Return the variables of this process without those that say something to the SDK or to a terminal."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SINCH_", "SSL_", "FORCE_COLOR", "COLUMNS")) and not name.lower().endswith("_proxy")
    }


def start(*arguments: str, variables: Mapping[str, str], **options: Any) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _PROGRAM, *arguments],
        env={**clean(), **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )


def run(*arguments: str, variables: Mapping[str, str], given: str = "") -> tuple[int, str, str]:
    """Run the command within this process: its exit code, output and error output."""
    unset = dict.fromkeys(set(os.environ) - set(clean()))
    result = CliRunner().invoke(
        command, arguments, given, env={**unset, **variables}, catch_exceptions=False, prog_name="sinch"
    )
    return result.exit_code, result.stdout, result.stderr
