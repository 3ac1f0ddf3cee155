"""The commands that call an API: what arrives there, what is printed, how they end."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest
import tomllib

from sinch.testing import Simulator
from tests.cli.helpers import environment, run, start
from tests.faults.servers import PATIENCE, eventually

ADA = "+12025550123"


def test_a_message_is_sent(sinch_simulator: Simulator) -> None:
    code, output, errors = run(
        "sms", "send", ADA, "+12025550124", "--from", "+12025550199", "--body", "Hi 👋", "--reference", "r1", "--yes",
        variables=environment(sinch_simulator),
    )  # fmt: skip
    assert (code, errors) == (0, "")
    assert re.fullmatch(r"sent as batch \w+\n", output)
    (request,) = [each for each in sinch_simulator.requests if each.operation_id == "SendSMS"]
    assert request.json == {
        "to": [ADA, "+12025550124"],
        "from": "+12025550199",
        "body": "Hi 👋",
        "client_reference": "r1",
        "type": "mt_text",
    }
    assert "sinch-cli" in request.headers["user-agent"]


def test_the_text_may_come_from_another_program(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    code, output, _ = run("sms", "send", ADA, "--yes", "--json", variables=variables, given="two\nlines\n")
    assert code == 0
    assert json.loads(output)["body"] == "two\nlines"
    code, _, errors = run("sms", "send", ADA, variables=variables, given="x")
    assert code == 2
    assert "add --yes" in errors
    assert len(sinch_simulator.sent_messages()) == 1


def test_nothing_that_costs_money_is_done_unasked(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    for arguments in (
        ("sms", "send", ADA, "--body", "Hi"),
        ("lookup", ADA),
        ("verify", "start", ADA),
        ("request", "POST", "/x", "--product", "sms"),
    ):
        code, output, errors = run(*arguments, variables=variables)
        assert (code, output) == (2, "")
        assert "add --yes" in errors
        assert ADA not in errors
    assert not sinch_simulator.requests


def test_what_to_ask_for_is_said_once(sinch_simulator: Simulator) -> None:
    for arguments in ((), ("id", "--reference", "r")):
        code, _, errors = run("verify", "status", *arguments, variables=environment(sinch_simulator))
        assert code == 2
        assert "either an id or number, or --reference" in errors


def test_an_unknown_start_is_not_repeated(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("StartVerification", reset="after", times=None)
    code, _, errors = run("verify", "start", ADA, "--yes", variables=environment(sinch_simulator))
    assert (code, len(sinch_simulator.sent_messages())) == (4, 1)
    assert "may have been carried out" in errors


def test_a_dry_run_sends_nothing(sinch_simulator: Simulator) -> None:
    code, output, _ = run("sms", "send", ADA, "--body", "Hi", "--dry-run", variables=environment(sinch_simulator))
    assert (code, output) == (0, "1 parts to 1 recipients; nothing was sent\n")
    assert not sinch_simulator.sent_messages()


def test_waiting_for_the_delivery(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    with start("sms", "send", ADA, "--body", "Hi", "--yes", "--wait", "50", variables=variables) as process:
        assert eventually(sinch_simulator.sent_messages)
        sinch_simulator.deliver(sinch_simulator.sent_messages()[0].id)
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (0, "Delivered: 1\n"), errors


def test_numbers_and_lookups(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    code, output, _ = run("numbers", "search", "--region", "US", "--contains", "2", "--size", "3", variables=variables)
    assert code == 0
    assert output.splitlines()[0].split() == ["number", "type", "capability", "a", "month"]
    assert output.splitlines()[1].startswith("+1")
    query = dict(sinch_simulator.requests[-1].query)
    assert query == {
        "regionCode": "US",
        "type": "LOCAL",
        "numberPattern.pattern": "2",
        "numberPattern.searchPattern": "CONTAINS",
        "size": "3",
    }
    assert run("numbers", "list", variables=variables)[:2] == (0, "the project has no such number\n")
    code, output, _ = run("lookup", ADA, "--yes", "--feature", "LineType", "--json", variables=variables)
    assert code == 0
    assert json.loads(output)["number"] == ADA


@pytest.mark.parametrize("way", ["sms", "flash-call", "phone-call", "whatsapp"])
def test_a_number_is_verified(way: str, sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    by = ("--by", way)
    code, output, errors = run("verify", "start", ADA, *by, "--reference", "r 1", "--yes", variables=variables)
    assert (code, errors) == (0, "")
    assert output.startswith("started as ")
    verification = output.split()[2]
    sent = sinch_simulator.verification_code(ADA)
    assert sent not in output
    assert run("verify", "status", verification, variables=variables)[:2] == (0, "PENDING\n")
    wrong = run("verify", "report", verification, "000", *by, variables=variables)
    assert (wrong[0], wrong[1].split(":")[0]) == (1, "FAIL")
    assert run("verify", "report", ADA, sent, *by, variables=variables)[:2] == (0, "SUCCESSFUL\n")
    for asked in ((ADA, *by), ("--reference", "r 1")):
        code, output, _ = run("verify", "status", *asked, "--json", variables=variables)
        assert (code, json.loads(output)["id"]) == (0, verification)


def test_a_verification_by_mobile_data_says_what_the_phone_opens(sinch_simulator: Simulator) -> None:
    code, output, _ = run("verify", "start", ADA, "--by", "data", "--yes", variables=environment(sinch_simulator))
    assert code == 0
    assert "mobile data: https://" in output


def test_any_endpoint(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    path = "/v1/projects/{projectId}/availableRegions"
    code, output, _ = run("request", "GET", path, "--product", "numbers", "-q", "types=LOCAL", variables=variables)
    assert code == 0
    assert json.loads(output)["availableRegions"]
    assert sinch_simulator.requests[-1].query == [("types", "LOCAL")]
    body = '{"name": "g", "members": ["+12025550123"]}'
    code, output, _ = run(
        "request", "POST", "/xms/v1/{service_plan_id}/groups", "--product", "sms", "--body", "-", "--yes", "--json",
        variables=variables, given=body,
    )  # fmt: skip
    assert code == 0
    assert json.loads(output)["name"] == "g"
    assert sinch_simulator.requests[-1].json == json.loads(body)


def test_secrets_in_a_response_are_not_shown(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    path = "/v1/projects/{projectId}/callbackConfiguration"
    with sinch_simulator.client() as client:
        client.numbers.event_destinations.update(hmac_secret="s3cret-of-mine-0123456789-0123456789")
    for form in ((), ("--json",)):
        code, output, _ = run("request", "GET", path, "--product", "numbers", *form, variables=variables)
        assert code == 0
        assert json.loads(output)["hmacSecret"] == "***"


@pytest.mark.parametrize(
    ("arguments", "changes", "code", "said"),
    [
        (("sms", "send", ADA), {"key_id": None}, 3, "SINCH_KEY_ID"),
        (("sms", "send", ADA), {"key_secret": "wrong-secret"}, 1, "401"),
        (("sms", "send", ""), {}, 1, "to"),
        (("sms", "send"), {}, 2, "Missing argument"),
        (("verify", "start", ADA), {"application_key": None}, 3, "SINCH_APPLICATION_KEY"),
        (("verify", "start", ADA), {"application_secret": "d3Jvbmctc2VjcmV0"}, 1, "401"),
        (("request", "GET", "x", "--product", "sms"), {}, 2, "path"),
        (("request", "GET", "/x", "--product", "telex"), {}, 2, "product"),
        (("request", "GET", "/x", "--product", "sms", "-q", "x"), {}, 2, "NAME=VALUE"),
        (("request", "PUT", "/x", "--product", "sms", "-b", "{"), {}, 2, "not JSON"),
    ],
)
def test_how_commands_fail(
    arguments: tuple[str, ...], changes: dict[str, str], code: int, said: str, sinch_simulator: Simulator
) -> None:
    if arguments[:2] == ("sms", "send"):
        arguments = (*arguments, "--body", "Hi")
    ended, output, errors = run(*arguments, "--yes", variables=environment(sinch_simulator, **changes))
    assert (ended, output) == (code, "")
    assert said in errors
    assert "Traceback" not in errors
    assert "wrong-secret" not in errors


def test_an_unknown_outcome_has_a_code_of_its_own(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", reset="after", times=None)
    variables = environment(sinch_simulator)
    code, _, errors = run("sms", "send", ADA, "--body", "Hi", "--yes", "--json", variables=variables)
    assert code == 4
    error = json.loads(errors)["error"]
    assert (error["type"], error["exit_code"], error["outcome_unknown"]) == ("OutcomeUnknownError", 4, True)
    assert len(sinch_simulator.sent_messages()) == 1, "and it is not sent again"


def test_an_interrupted_send_says_so(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", delay=PATIENCE)
    with start("sms", "send", ADA, "--body", "Hi", "--yes", variables=environment(sinch_simulator)) as process:
        assert eventually(sinch_simulator.sent_messages)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4
    assert "may have been sent" in errors
    assert "Traceback" not in errors


def test_markup_in_a_text_is_text(sinch_simulator: Simulator) -> None:
    with sinch_simulator.client() as client:
        number = client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()[0]
        client.numbers.rent(number.phone_number)
        client.numbers.update(number.phone_number, display_name="[red]x[/] \x1b[2J")
    code, output, _ = run("numbers", "list", variables=environment(sinch_simulator))
    assert code == 0
    assert "[red]x[/] [2J" in output
    assert "\x1b" not in output


def test_a_process_of_its_own(sinch_simulator: Simulator) -> None:
    with start("sms", "send", ADA, "--body", "Hi", "--yes", variables=environment(sinch_simulator)) as process:
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
    assert output.startswith("sent as batch ")


def test_help_and_completion() -> None:
    code, output, _ = run("--help", variables={})
    assert code == 0
    assert "Exit codes" in output
    for shell in ("bash", "zsh", "fish"):
        code, output, _ = run("completion", shell, variables={})
        assert code == 0
        assert "_SINCH_COMPLETE" in output


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise ImportError(name='click')")
    with start("doctor", variables={"PYTHONPATH": str(tmp_path)}) as process:
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output) == (1, "")
    assert 'click: pip install "sinch[cli]"' in errors


def test_the_package_has_the_command() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"sinch": "sinch.cli:main"}
