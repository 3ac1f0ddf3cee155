"""`sinch doctor`: each thing that can be wrong is found, and comes with its remedy."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from sinch.testing import Simulator
from tests.cli.helpers import environment, run
from tests.faults.servers import closed_port


def findings(*arguments: str, variables: dict[str, str]) -> tuple[int, dict[str, Any]]:
    code, output, errors = run("doctor", "--json", *arguments, variables=variables)
    assert "Traceback" not in errors
    report = json.loads(output)
    found = {each["what"]: each for each in report["findings"]}
    assert report["problems"] == sum(each["status"] == "problem" for each in report["findings"])
    assert code == (1 if report["problems"] else 0)
    return code, found


def test_good_settings(sinch_simulator: Simulator) -> None:
    variables = environment(sinch_simulator)
    code, output, errors = run("doctor", variables=variables)
    assert (code, errors) == (0, "")
    assert output.endswith("Everything works.\n")
    assert sinch_simulator.credentials.key_secret not in output
    assert sinch_simulator.credentials.application_secret not in output
    assert sinch_simulator.credentials.project_id not in output
    _, found = findings(variables=variables)
    for product in ("numbers", "sms", "conversation", "verification", "voice v1", "voice v2"):
        assert found[product]["status"] == "ok"
    assert found["number lookup"]["status"] == "note"
    assert found["clock"]["status"] == "ok"
    assert found["sms_region"]["details"] == "us, from SINCH_SMS_REGION"
    assert not sinch_simulator.sent_messages()
    assert {each.method for each in sinch_simulator.requests if each.product != "auth"} == {"GET"}


def test_a_wrong_secret(sinch_simulator: Simulator) -> None:
    _, found = findings(variables=environment(sinch_simulator, key_secret="not-this-one"))
    assert found["numbers"]["status"] == "problem"
    assert "SINCH_KEY_ID and SINCH_KEY_SECRET" in found["numbers"]["remedy"]
    assert "not-this-one" not in json.dumps(found)


def test_a_wrong_application_secret(sinch_simulator: Simulator) -> None:
    _, found = findings(variables=environment(sinch_simulator, application_secret="bm90LXRoaXMtb25l"))
    for product in ("verification", "voice v1"):
        assert found[product]["status"] == "problem"
        assert "SINCH_APPLICATION_SECRET" in found[product]["remedy"]
    assert found["numbers"]["status"] == "ok"


def test_missing_settings() -> None:
    code, found = findings("--offline", variables={})
    assert code == 0
    assert found["project_id"] == {
        "what": "project_id",
        "status": "note",
        "details": "not set",
        "remedy": "set SINCH_PROJECT_ID, if you need it",
    }
    assert "numbers" not in found


def test_no_product_at_all_is_a_problem(sinch_simulator: Simulator) -> None:
    missing = {"key_id": None, "application_key": None}
    code, found = findings(variables=environment(sinch_simulator, **missing))
    assert code == 1
    assert found["products"]["details"] == "none is configured"
    assert "SINCH_KEY_ID" in found["numbers"]["details"]


def test_a_missing_region_stops_nothing_else(sinch_simulator: Simulator) -> None:
    _, found = findings(
        variables=environment(sinch_simulator, sms_region=None, sms_origin="http://127.0.0.1:1/{region}")
    )
    assert found["sms"]["status"] == "note"
    assert "sms_region" in found["sms"]["details"]
    assert found["numbers"]["status"] == "ok"


def test_an_invalid_setting() -> None:
    code, found = findings(variables={"SINCH_PROJECT_ID": "a\tb"})
    assert code == 1
    assert "project_id" in found["settings"]["details"]


def test_another_project(sinch_simulator: Simulator) -> None:
    _, found = findings(variables=environment(sinch_simulator, project_id="00000000-0000-4000-8000-00000000beef"))
    assert found["numbers"]["status"] == "problem"
    assert "project" in found["numbers"]["remedy"]


def test_a_host_that_is_not_reached(sinch_simulator: Simulator) -> None:
    with closed_port() as port:
        _, found = findings(variables=environment(sinch_simulator, numbers_origin=f"http://127.0.0.1:{port}"))
    assert found["numbers"]["status"] == "problem"
    assert "firewall" in found["numbers"]["remedy"]


def test_a_clock_that_is_wrong(sinch_simulator: Simulator) -> None:
    date = datetime(2020, 1, 1, tzinfo=timezone.utc).strftime("%a, %d %b %Y %H:%M:%S GMT")
    sinch_simulator.fail("getAccessToken", headers={"Date": date})
    _, found = findings(variables=environment(sinch_simulator))
    assert found["clock"]["status"] == "problem"
    assert "ahead of the server's" in found["clock"]["details"]
    assert "NTP" in found["clock"]["remedy"]


def test_proxies_and_certificates(sinch_simulator: Simulator) -> None:
    surroundings = {"HTTPS_PROXY": "http://user:pa55@proxy.example:3128", "SSL_CERT_FILE": "/nowhere/ca.pem"}
    _, found = findings("--offline", variables={**environment(sinch_simulator), **surroundings})
    assert found["proxy"]["details"] == "http://proxy.example:3128, from the environment"
    assert found["certificates"]["status"] == "problem"
