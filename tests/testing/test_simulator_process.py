"""The simulator in a process of its own: the settings that it prints, and its log of requests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sinch import BadRequestError, SinchClient
from sinch.testing import RecordedRequest, Simulator, connect
from tests.cli.helpers import clean
from tests.faults.servers import PATIENCE

PLAN = "SINCH_SMS_ORIGIN_WITH_SERVICE_PLAN_ID"


@contextmanager
def running(*arguments: str) -> Iterator[tuple[list[str], subprocess.Popen[str]]]:
    """Run it, with the lines that it prints at first."""
    command = [sys.executable, "-m", "sinch.testing", "--port", "0", *arguments]
    with subprocess.Popen(
        command, env=clean(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        lines = []
        while not lines or "SMS_API_TOKEN" not in lines[-1]:
            lines.append(process.stdout.readline().rstrip("\n"))
        try:
            yield lines, process
        finally:
            process.terminate()


def pointed_at(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process the settings that were printed in the form of a .env file."""
    for line in lines:
        if not line.startswith("#"):
            monkeypatch.setenv(*line.split("=", 1))


def test_an_unchanged_program_is_pointed_at_it_by_its_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as (lines, process):
        for line in lines:
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").partition("=")
                monkeypatch.setenv(name, value)
        with SinchClient() as client:
            client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
            with pytest.raises(BadRequestError):
                client.sms.batches.send_sms(to=[], body="Hi")
        process.terminate()
        _, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    said = [re.sub(r"^\d\d:\d\d:\d\d +", "", line).split() for line in log.splitlines()]
    assert said[:3] == [["auth", "getAccessToken", "200"], ["sms", "SendSMS", "201"], ["sms", "SendSMS", "400"]]
    assert said[3][0] == "to:"
    assert "Stopped." in log


def test_the_secrets_of_events_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    with running("--settings", "dotenv") as (lines, _):
        pointed_at(lines, monkeypatch)
        with connect(os.environ["SINCH_SMS_ORIGIN"].removesuffix("/sms")) as simulator:
            assert os.environ["SINCH_EVENT_SECRET"] == simulator.event_secret("sms")
            for product in ("numbers", "conversation"):
                assert f"#   {product}: {simulator.event_secret(product)}" in lines


@pytest.mark.parametrize(
    ("form", "pattern"),
    [("dotenv", "^SINCH_PROJECT_ID=.+$"), ("compose", '^ {6}SINCH_PROJECT_ID: ".+"$'), ("shell", "^export SINCH_.+$")],
)
def test_forms_of_the_settings(form: str, pattern: str) -> None:
    with running("--settings", form, "--url", "http://simulator:8200/") as (lines, process):
        process.terminate()
        process.communicate(timeout=PATIENCE)
    text = "\n".join(lines)
    assert re.search(pattern, text, re.MULTILINE)
    assert "http://simulator:8200/sms-service-plan" in text
    assert all(line.startswith("#") or "SINCH_" in line for line in lines)


def test_the_clock_and_the_identifiers_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with running("--clock", "2030-01-02T03:04:05Z", "--quiet", "--settings", "dotenv") as (lines, process):
        pointed_at(lines, monkeypatch)
        with SinchClient() as client:
            batch = client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
        process.terminate()
        _, log = process.communicate(timeout=PATIENCE)
    assert batch.created_at is not None
    assert batch.created_at.isoformat().startswith("2030-01-02T03:04:05")
    assert log.strip() == "Stopped."


def test_a_function_may_watch_requests(sinch_simulator: Simulator, sinch_client: SinchClient) -> None:
    seen: list[RecordedRequest] = []
    stop = sinch_simulator.on_request(seen.append)
    sinch_client.sms.batches.list()
    assert [(each.operation_id, each.status) for each in seen] == [("getAccessToken", 200), ("ListBatches", 200)]
    stop()
    stop()
    sinch_client.sms.batches.list()
    assert len(seen) == 2
