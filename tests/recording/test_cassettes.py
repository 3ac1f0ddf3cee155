"""Replays every cassette, and checks that cassettes only contain what may be published."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

import sinch
from sinch import SinchClient
from sinch.testing.product import Credentials
from tests.both_colours import both_colours
from tests.recording.recorder import CASSETTES, Scenario, record, replay
from tests.recording.scenarios import SCENARIOS
from tests.recording.scrubber import AUTHORIZATIONS, SECRET, Scrubber, hosts
from tests.recording.stages import Account, real_stage, simulated_stage, stand_in_client

FILES = sorted(CASSETTES.rglob("*.yaml"))
HOSTS = {urlsplit(host).netloc for host in hosts(stand_in_client())}
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without connections and settings from outside: the client is as the scenario creates it."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise AssertionError(f"the network was touched: {args[1:]}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, fail)
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    for name in list(os.environ):
        if name.startswith("SINCH_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@every_scenario
@pytest.mark.usefixtures("no_network")
@both_colours
def test_a_cassette_replays(scenario: Scenario, colour: str) -> None:
    replay(scenario, colour=colour)


@every_scenario
def test_recording_the_simulator_again_gives_the_same(scenario: Scenario, tmp_path: Path) -> None:
    def recording(name: str) -> str:
        with simulated_stage() as stage:
            record(scenario, stage, tmp_path / name)
        what, given, content = (tmp_path / name).read_text(encoding="utf-8").partition("\n  given:")
        assert "from: simulator" in what
        return given + content

    assert recording("once.yaml") == recording("again.yaml")


def test_there_is_a_cassette_for_every_scenario_and_no_other() -> None:
    assert sorted(scenario.cassette for scenario in SCENARIOS.values()) == FILES


@every_file
def test_a_cassette_says_where_it_comes_from(path: Path) -> None:
    recorded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["metadata"]["recorded"]
    assert set(recorded) == {"from", "date", "sdk"}
    assert recorded["from"] in ("real API", "simulator")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", recorded["date"])


@every_file
def test_a_cassette_has_real_hosts_and_nothing_secret(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for exchange in yaml.load(text, Loader=yaml.CSafeLoader)["interactions"]:
        request, response = exchange["request"], exchange["response"]
        scheme, _, rest = request["uri"].partition("://")
        assert scheme == "https"
        assert rest.partition("/")[0] in HOSTS
        assert set(request["headers"]) <= {"Accept", "Authorization", "Content-Type"}
        assert {name.title() for name in response["headers"]} <= {"Content-Type"}
        (authorization,) = request["headers"]["Authorization"]
        assert authorization in {f"{kind} {value}" for kind, value in AUTHORIZATIONS.items()}
    assert not re.search(r"127\.0\.0\.1|localhost|\[::1\]|http://", text)
    for name, value in re.findall(r'"?(\w*(?:token|secret)\w*)"?: *"([^"]*)"', text, re.IGNORECASE):
        assert name.endswith("_type") or value in (SECRET, ""), "a secret or token that was not replaced"
    for number in re.findall(r"(?<![\w.-])\+?\d{9,15}(?![\w.-])", text):
        assert re.fullmatch(r"\+?120255501\d\d", number), f"{number} could be a real phone number"
    used = [*vars(Credentials()).values(), *(os.environ.get(f"SINCH_{name.upper()}") for name in Credentials().project)]
    assert not [value for value in used if value and value in text], "credentials that were recorded with"


# The recorder itself


def sending(body: str = "Hello", times: int = 1) -> Scenario:
    def play(client: SinchClient, account: Account) -> None:
        for _ in range(times):
            batch = client.sms.batches.send_sms(to=[account.recipient], from_=account.sender, body=body)
            assert batch.to == [account.recipient.removeprefix("+")]

    return Scenario("sms.batches.send_sms", play, {})


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "batches.send_sms.yaml"
    with simulated_stage() as stage:
        record(sending(), stage, path)
    return path


@both_colours
def test_another_body_is_another_request(cassette: Path, no_network: None, colour: str) -> None:
    replay(sending(), cassette, colour)
    with pytest.raises(sinch.RequestError) as caught:
        replay(sending("Good bye"), cassette, colour)
    assert re.search(r"(?s)batches.*Hello.*Good bye", str(caught.value.__cause__))


@both_colours
def test_a_second_request_gets_no_response_and_a_missing_one_is_noticed(
    cassette: Path, no_network: None, colour: str
) -> None:
    with pytest.raises(sinch.RequestError) as caught:
        replay(sending(times=2), cassette, colour)
    assert "already been played back" in str(caught.value.__cause__)
    with pytest.raises(AssertionError, match="made 0 of 2 recorded requests"):
        replay(sending(times=0), cassette, colour)


def test_a_scenario_that_fails_leaves_the_old_cassette(cassette: Path) -> None:
    def fails(client: SinchClient, account: Account) -> None:
        client.sms.batches.send_sms(to=[account.recipient], from_=account.sender, body="Hello")
        raise AssertionError("not as expected")

    old = cassette.read_bytes()
    with simulated_stage() as stage, pytest.raises(AssertionError, match="not as expected"):
        record(Scenario("sms.batches.send_sms", fails, {}), stage, cassette)
    assert cassette.read_bytes() == old
    assert list(cassette.parent.iterdir()) == [cassette]


def test_phone_numbers_are_replaced_in_every_spelling(tmp_path: Path) -> None:
    somebody = "+447700900789"

    def play(client: SinchClient, account: Account) -> None:
        to = [account.recipient, somebody if account.recipient == mine else "+12025550160"]
        sent = client.sms.batches.send_sms(to=to, from_=account.sender, body=f"To {account.recipient}")
        client.sms.delivery_reports.get_for_number(str(sent.id), account.recipient)
        client.sms.batches.list(from_=[account.sender])

    path, mine = tmp_path / "batches.send_sms.yaml", "+447700900123"
    scenario = Scenario("sms.batches.send_sms", play, {})
    with simulated_stage() as stage:
        account = replace(stage.account, recipient=mine, sender="+447700900456")
        record(scenario, replace(stage, account=account), path)
    assert "447700900" not in path.read_text(encoding="utf-8")
    replay(scenario, path)


def test_an_account_of_the_environment_and_its_regions_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="SINCH_TEST_RECIPIENT"), real_stage():
        pass
    for name in ("PROJECT_ID", "KEY_ID", "KEY_SECRET", "APPLICATION_KEY", "APPLICATION_SECRET"):
        monkeypatch.setenv(f"SINCH_{name}", f"my-{name}")
    for name in ("SENDER", "SERVICE_PLAN", "VOICE_APP", "VOICE_NUMBER", "APP_ID", "TEMPLATE_ID"):
        monkeypatch.setenv(f"SINCH_TEST_{name}", f"my-{name}")
    monkeypatch.setenv("SINCH_TEST_RECIPIENT", "+447700900123")
    monkeypatch.setenv("SINCH_SMS_REGION", "eu")
    with real_stage() as stage:
        address = "https://zt.eu.sms.api.sinch.com/xms/v1/my-PROJECT_ID/inbounds?to=447700900123"
        expected = f"https://zt.us.sms.api.sinch.com/xms/v1/{Account().project_id}/inbounds?to=12025550123"
        assert Scrubber(stage).text(address) == expected
