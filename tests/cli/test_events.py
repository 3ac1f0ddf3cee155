"""`sinch events`: receiving, verifying and forwarding events, and sending examples of them."""

from __future__ import annotations

import http.server
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import pytest
import urllib3

from sinch.cli.events import PRODUCTS
from sinch.core.application_events import KeyedEventHandler
from sinch.domains.voice.v2.sinch_events import VoiceSinchEvent
from sinch.testing import Simulator, sign
from sinch.testing.examples import event_examples
from tests.cli.helpers import run, start
from tests.faults.servers import PATIENCE, closed_port

SECRET = "event~secret"
BASE64 = "ZXZlbnQtc2VjcmV0"
"""A secret as those of applications are."""


@contextmanager
def application(status: int = 200, reply: bytes = b"") -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Run a server that keeps what is posted to it."""
    received: list[tuple[dict[str, str], bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/events", received
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def listening(*arguments: str, secret: str = SECRET) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `sinch events listen` for one event."""
    variables = {"SINCH_EVENT_SECRET": secret} if secret else {}
    with start("events", "listen", "--port", "0", "--count", "1", *arguments, variables=variables) as process:
        assert process.stderr is not None
        said = process.stderr.readline() + ("" if secret else process.stderr.readline())
        assert ("not verified" in said) is not bool(secret)
        found = re.search(r"http://\S+", said)
        assert found is not None
        try:
            yield found[0], process
        finally:
            process.kill()


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request("POST", url, body=body, headers=headers, timeout=PATIENCE).status


@pytest.mark.parametrize("product", ["sms", "numbers", "conversation"])
def test_an_event_is_verified_shown_and_forwarded_as_it_came(product: str) -> None:
    example = next(iter(event_examples(product).values()))
    body = json.dumps(example, indent=3).encode()
    with application(status=202) as (url, received):
        with listening("--product", product, "--forward", url, "--json") as (address, process):
            headers = sign(body, SECRET, product)
            assert post(address, body, {"Content-Type": "application/json", **headers}) == 202
            output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    told = json.loads(output)
    assert (told["product"], told["verdict"], told["event"]) == (product, "verified", example)
    assert told["forwarded"] == f"{url} responded 202"
    ((forwarded, content),) = received
    assert content == body
    assert {name.lower(): value for name, value in headers.items()}.items() <= forwarded.items()


def test_an_event_of_an_application_is_verified_for_its_path_and_allowed_to_go_on() -> None:
    body = json.dumps(event_examples("verification")["VerificationRequestEvent"]).encode()
    variables = {"SINCH_APPLICATION_SECRET": BASE64, "SINCH_APPLICATION_KEY": "k"}
    with start(
        "events", "listen", "--product", "verification", "--port", "0", "--count", "2", "--json", variables=variables
    ) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1] + "hooks"
        headers = {"Content-Type": "application/json", **sign(body, BASE64, "verification", path="/hooks", key="k")}
        try:
            with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
                allowed = pool.request("POST", address, body=body, headers=headers)
                rejected = pool.request("POST", address + "/2", body=body, headers=headers)
            output, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (allowed.json(), rejected.status) == ({"action": "allow"}, 401)
    assert [json.loads(line)["verdict"] for line in output.splitlines()] == ["verified", "rejected"]


def test_what_a_program_replies_goes_back() -> None:
    body = json.dumps(event_examples("verification")["VerificationRequestEvent"]).encode()
    with application(reply=b'{"action": "deny"}') as (url, _):
        with listening("--product", "verification", "--forward", url, secret=BASE64) as (address, process):
            headers = {"Content-Type": "application/json", **sign(body, BASE64, "verification", key="k")}
            with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
                assert pool.request("POST", address, body=body, headers=headers).json() == {"action": "deny"}
            process.communicate(timeout=PATIENCE)


def test_an_event_of_an_application_is_signed_for_its_address(sinch_simulator: Simulator) -> None:
    credentials = sinch_simulator.credentials.application
    variables = {f"SINCH_{name.upper()}": value for name, value in credentials.items()}
    variables["SINCH_EVENT_SECRET"] = "that of SMS"
    with sinch_simulator.client() as client, application(reply=b'{"action": "deny"}') as (url, received):
        code, output, errors = run(
            "events", "trigger", "VerificationRequestEvent", "--product", "verification", "--to", url, "--json",
            variables=variables,
        )  # fmt: skip
        ((headers, body),) = received
        assert client.verification.sinch_events.verify_and_parse(headers, body, path="/events")
    assert (code, errors) == (0, "")
    assert json.loads(output) == {
        "kind": "VerificationRequestEvent",
        "signed": True,
        "status": 200,
        "reply": {"action": "deny"},
    }


def test_an_event_with_a_wrong_signature_is_rejected_and_not_forwarded() -> None:
    body = json.dumps(event_examples("sms")["inboundText"]).encode()
    with application() as (url, received):
        with listening("--forward", url) as (address, process):
            assert post(address, body, sign(body, "another")) == 401
            output, _ = process.communicate(timeout=PATIENCE)
    assert "rejected" in output
    assert SECRET not in output
    assert received == []


def test_without_a_secret_events_are_shown_as_not_verified() -> None:
    with listening(secret="") as (address, process):
        assert post(address, b'{"type": "mo_text", "body": "[red]Hi"}', {}) == 200
        output, _ = process.communicate(timeout=PATIENCE)
    assert "not verified" in output
    assert "[red]Hi" in output


def test_what_is_not_json_is_told() -> None:
    with listening(secret="") as (address, process):
        assert post(address, b"nonsense", {}) == 400
        output, _ = process.communicate(timeout=PATIENCE)
    assert "rejected" in output


def test_a_program_that_is_not_there_is_told() -> None:
    with closed_port() as port, listening("--forward", f"http://127.0.0.1:{port}", secret="") as (address, process):
        assert post(address, b"{}", {}) == 502
        output, _ = process.communicate(timeout=PATIENCE)
    assert "was not reached" in output


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_kind_of_event_can_be_triggered(product: str, sinch_simulator: Simulator) -> None:
    code, output, _ = run("events", "trigger", "--product", product, "--json", variables={})
    assert code == 0
    kinds = json.loads(output)
    assert kinds == list(event_examples(product))
    with sinch_simulator.client() as client, application() as (url, received):
        handler = attrgetter(f"{PRODUCTS[product]}.sinch_events")(client)(BASE64)
        code, output, errors = run(
            "events", "trigger", kinds[-1], "--product", product, "--to", url, "--key", "k",
            variables={"SINCH_EVENT_SECRET": BASE64},
        )  # fmt: skip
        assert (code, errors) == (0, "")
        ((headers, body),) = received
        signed = {"path": "/events"} if isinstance(handler, KeyedEventHandler) else {}
        assert handler.verify_and_parse(headers, body, **signed)
    assert "responded 200" in output


def test_every_product_with_events_is_there(sinch_simulator: Simulator) -> None:
    with_events = {each.name for each in sinch_simulator.products if each.spec.document.get("webhooks")}
    assert set(PRODUCTS) == with_events


@pytest.mark.parametrize(
    ("product", "kind", "shown", "reply"),
    [
        ("voice-v1", "ice", "IceEvent", {"action": {"name": "hangup"}}),
        ("voice-v2", "callWebhook.call.incoming", "call.incoming", {"commands": []}),
    ],
)
def test_an_event_of_a_call_gets_a_reply(product: str, kind: str, shown: str, reply: Any) -> None:
    body = json.dumps(event_examples(product)[kind]).encode()
    headers = {"Content-Type": "application/json", **sign(body, BASE64, product, path="/hooks", key="k")}
    with listening("--product", product, "--json", secret=BASE64) as (address, process):
        with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
            assert pool.request("POST", f"{address}hooks", body=body, headers=headers).json() == reply
        output, _ = process.communicate(timeout=PATIENCE)
    told = json.loads(output)
    assert (told["kind"], told["verdict"]) == (shown, "verified")


def test_an_event_of_a_service_names_it() -> None:
    with application(reply=b'{"commands": []}') as (url, received):
        variables = {"SINCH_EVENT_SECRET": BASE64}
        run("events", "trigger", "callWebhook", "--product", "voice-v2", "--to", url, variables=variables)
    ((headers, body),) = received
    service = json.loads(body)["call"]["serviceId"]
    assert VoiceSinchEvent(BASE64, service_id=service).verify_and_parse(headers, body, path="/events")


def test_fields_of_an_example_can_be_changed() -> None:
    code, output, _ = run("events", "trigger", "inboundText", "--set", "body=STOP", "--set", "to=1", variables={})
    assert code == 0
    event = json.loads(output)
    assert (event["body"], event["to"]) == ("STOP", 1)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("inboundFax",), 2, "it has inboundText"),
        (("inboundText", "--to", "localhost"), 2, "http://127.0.0.1:8000"),
        (("inboundText", "--set", "body"), 2, "NAME=VALUE"),
        (("callWebhook", "--product", "voice-v2", "--secret", "~"), 2, "must be Base64"),
        (("inboundText", "--to", "http://127.0.0.1:1/"), 1, "was not reached"),
    ],
)
def test_how_it_fails(arguments: tuple[str, ...], code: int, said: str) -> None:
    ended, _, errors = run("events", "trigger", *arguments, variables={})
    assert ended == code
    assert said in errors


def test_a_program_that_rejects_is_a_failure() -> None:
    with application(status=401) as (url, received):
        code, _, errors = run("events", "trigger", "inboundText", "--to", url, variables={})
    assert code == 1
    assert "responded 401" in errors
    assert len(received) == 1
