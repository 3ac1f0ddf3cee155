"""Programs against the asynchronous client: type checkers know its types, and reject what would fail when it runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sinch

ROOT = Path(sinch.__file__).parent.parent
GOOD = """
from typing_extensions import assert_type

from sinch import AsyncSinchClient
from sinch.aio.sms import AsyncSMS
from sinch.core.async_paging import AsyncList, AsyncPage
from sinch_api.sms import GroupResponse, TextResponse


async def program() -> None:
    async with AsyncSinchClient(sms_region="eu") as client:
        assert_type(client, AsyncSinchClient)
        assert_type(client.sms, AsyncSMS)
        assert_type(await client.sms.batches.send_sms(to=["+12025550123"], body="Hello"), TextResponse)
        groups = client.sms.groups.list(page_size=10)
        assert_type(groups, AsyncList[GroupResponse])
        page = await groups
        assert_type(page, AsyncPage[GroupResponse])
        assert_type(page.content(), list[GroupResponse])
        assert_type(await page.next_page(), AsyncPage[GroupResponse] | None)
        async for group in client.sms.groups.list():
            assert_type(group, GroupResponse)
        async for other in client.sms.groups.list().pages():
            assert_type(other, AsyncPage[GroupResponse])
        assert_type(client.with_options(timeout=1), AsyncSinchClient)
"""
BAD = {
    "print(client.sms.batches.get('1').id)": "a forgotten await whose result is used",
    "client.sms.batches.cancel('1')": "a forgotten await",
    "for group in client.sms.groups.list(): print(group)": "a plain loop over a list",
    "print(list(client.sms.groups.list()))": "a plain list() of a list",
    "print(client.sms.groups.list().content())": "a list that was not awaited",
    "await client.sms.batches.send_sms(to=['+12025550123'])": "a missing argument",
    "await client.sms.groups.get('1', unheard=1)": "an argument that does not exist",
    "with client: pass": "a plain with",
    "client.close()": "a method of the synchronous client",
}
PROGRAM = "async def program_with_mistakes(client: AsyncSinchClient) -> None:\n"


def run(command: list[str], path: Path) -> str:
    done = subprocess.run([*command, str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def mypy(path: Path, cache: Path) -> dict[int, str]:
    """Return the errors that mypy finds by their lines."""
    output = run([sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(cache), "-O", "json"], path)
    found = [json.loads(line) for line in output.splitlines()]
    return {each["line"]: each["message"] for each in found if each["severity"] == "error"}


def pyright(path: Path, cache: Path) -> dict[int, str]:
    """Return the errors that pyright finds by their lines."""
    settings = {"extraPaths": [str(ROOT), str(ROOT / "generated")], "pythonVersion": "3.10"}
    (path.parent / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    found: list[dict[str, Any]] = json.loads(run([*command, "-p"], path.parent))["generalDiagnostics"]
    return {each["range"]["start"]["line"] + 1: each["message"] for each in found if each["severity"] == "error"}


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_right_programs_pass_and_wrong_ones_are_rejected(checker: Any, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"{GOOD}\n\n{PROGRAM}" + "".join(f"    {line}\n" for line in BAD))
    found = checker(path, tmp_path / "cache")
    lines = path.read_text().splitlines()
    rejected = {lines[number - 1].strip() for number in found}
    assert rejected == set(BAD), found
    assert any("await" in message.lower() or "coroutine" in message.lower() for message in found.values())
