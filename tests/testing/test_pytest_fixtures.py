"""The fixtures for pytest: what they give, and that nothing is left of them when the test is over."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from sinch import AsyncSinchClient
from sinch.testing import Simulator

ADA = "+12025550123"


async def send(client: AsyncSinchClient, body: str = "Hi") -> None:
    await client.sms.batches.send_sms(to=[ADA], body=body)


def test_an_asynchronous_client_is_one_of_the_simulator_of_the_test(
    sinch_async_client: AsyncSinchClient, sinch_loop: asyncio.AbstractEventLoop, sinch_simulator: Simulator
) -> None:
    sinch_loop.run_until_complete(send(sinch_async_client))
    sinch_loop.run_until_complete(send(sinch_async_client, "again"))
    assert len(sinch_simulator.assert_sent(to=ADA)) == 2
    assert len(sinch_simulator.token_requests) == 1


def test_a_simulator_gives_asynchronous_clients_with_options(sinch_simulator: Simulator) -> None:
    async def main() -> None:
        plan = sinch_simulator.credentials.service_plan
        async with sinch_simulator.async_client(**plan, app_name="shop") as client:
            await send(client)

    asyncio.run(main())
    request = sinch_simulator.requests[-1]
    assert request.raw_path == f"/xms/v1/{sinch_simulator.credentials.service_plan_id}/batches"
    assert request.headers["user-agent"].endswith("; shop)")


def run(folder: Path, code: str, *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(f"import asyncio\n\n{code}", encoding="utf-8")
    without = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest"]  # loading Hypothesis takes longer than the test
    options = ["-q", *without, "-W", "error", "--rootdir", str(folder), *more]
    command = [sys.executable, "-X", "dev", "-m", "pytest", *options, str(folder)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("plugins", [[], ["-p", "no:anyio"]], ids=["installed", "none"])
def test_no_plugin_is_needed_and_nothing_is_left(tmp_path: Path, plugins: list[str]) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\naddopts = {' '.join(plugins)}\n", encoding="utf-8")
    code = f"""
async def send(client):
    await client.sms.batches.send_sms(to=["{ADA}"], body="Hi")

def test_sends(sinch_async_client, sinch_loop, sinch_simulator):
    sinch_loop.run_until_complete(send(sinch_async_client))
    sinch_simulator.assert_sent(times=1)

def test_leaves_a_call_under_way(sinch_async_client, sinch_loop, sinch_simulator):
    sinch_simulator.fail("SendSMS", delay=60)
    call = sinch_loop.create_task(send(sinch_async_client))
    sinch_loop.run_until_complete(asyncio.sleep(0.2))
    assert not call.done()

def test_fails(sinch_async_client, sinch_loop):
    sinch_loop.run_until_complete(send(sinch_async_client))
    assert False, "as it should"
"""
    done = run(tmp_path, code)
    assert "1 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    assert "as it should" in done.stdout
    assert "Warning" not in done.stdout + done.stderr
    assert "error" not in done.stdout.replace("AssertionError", ""), done.stdout


USES = f"""
def test_sends(sinch_client, sinch_simulator):
    sinch_client.sms.batches.send_sms(to=["{ADA}"], body="Hi")
    sinch_simulator.assert_sent(times=1)
"""


@pytest.mark.parametrize("named", [False, True], ids=["not named", "named in conftest.py"])
@pytest.mark.parametrize("options", [[], ["-p", "sinch.testing.pytest"]], ids=["", "named with -p"])
def test_pytest_finds_the_fixtures_and_they_may_still_be_named(named: bool, options: list[str], tmp_path: Path) -> None:
    if named:
        (tmp_path / "conftest.py").write_text('pytest_plugins = ["sinch.testing.pytest"]\n', encoding="utf-8")
    done = run(tmp_path, USES, *options)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert "Warning" not in done.stdout + done.stderr


def test_other_tests_pay_nothing_for_the_fixtures(tmp_path: Path) -> None:
    code = """
import sys

def test_other(record_property):
    loaded = {name for name in sys.modules if name.partition(".")[0] in ("sinch", "sinch_api")}
    assert loaded <= {"sinch", "sinch.core", "sinch.core.lazy", "sinch.testing", "sinch.testing.pytest"}, loaded
    assert "sinch.testing.pytest" in loaded
    assert not {"urllib3", "jsonschema"} & set(sys.modules)
"""
    done = run(tmp_path, code, "-p", "no:anyio")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_a_client_opened_in_the_loop_of_a_plugin(tmp_path: Path) -> None:
    pytest.importorskip("anyio")
    code = f"""
import pytest

pytestmark = pytest.mark.anyio

@pytest.fixture
def anyio_backend():
    return "asyncio"

@pytest.fixture
async def client(sinch_simulator):
    async with sinch_simulator.async_client() as client:
        yield client

async def test_sends(client, sinch_simulator):
    await client.sms.batches.send_sms(to=["{ADA}"], body="Hi")
    sinch_simulator.assert_sent(times=1)
"""
    done = run(tmp_path, code)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert "Warning" not in done.stdout + done.stderr


def test_a_failure_shows_what_was_sent_and_received(tmp_path: Path) -> None:
    code = f"""
def test_replies(sinch_client, sinch_simulator):
    sinch_client.sms.batches.send_sms(to=["{ADA}"], from_="+12025550199", body="Hi Ada")
    sinch_simulator.receive_sms("{ADA}", "+12025550199", "Hello?")
    try:
        sinch_client.sms.batches.send_sms(to=[], body="Hi")
    except Exception:
        pass
    assert False

def test_nothing(sinch_simulator):
    assert False

def test_passes(sinch_simulator):
    sinch_simulator.receive_sms("{ADA}", "+12025550199", "unseen")
"""
    done = run(tmp_path, code)
    lines = done.stdout.splitlines()
    assert "sms  12025550199 -> 12025550123: 'Hi Ada'  [Dispatched]" in lines, done.stdout
    assert "sms  12025550199 <- 12025550123: 'Hello?'" in lines
    assert any(line.startswith("sms  SendSMS 400: to: ") for line in lines)
    assert "no message was sent or received" in lines
    assert "12025550123: 'unseen'" not in done.stdout
    assert "2 failed, 1 passed" in done.stdout
