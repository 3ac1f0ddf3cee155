"""Runs the examples, and what `python -m sinch.testing` prints, as a reader would."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import urllib3

from sinch import PermissionDeniedError
from sinch.testing import Simulator

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-u", *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def printed(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_the_tour() -> None:
    done = subprocess.run([sys.executable, str(EXAMPLES / "demo.py")], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "\033" not in done.stdout
    assert done.stderr == ""


def test_send_sms(
    simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SINCH_SENDER", "+12025550199")
    monkeypatch.setattr(sys, "argv", ["send_sms.py", "+12025550123", "Hello from Python"])
    runpy.run_path(str(EXAMPLES / "send_sms.py"), run_name="__main__")
    (message,) = simulated_account.assert_sent(to="+12025550123", containing="Hello from Python", times=1)
    assert message.id in capsys.readouterr().out


def test_send_sms_tells_what_went_wrong(simulated_account: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["send_sms.py", "+12025550123", "Hello"])
    simulated_account.fail("SendSMS", reset="after")
    with pytest.raises(SystemExit, match="may have been sent"):
        runpy.run_path(str(EXAMPLES / "send_sms.py"), run_name="__main__")
    simulated_account.fail("SendSMS", status=403)
    with pytest.raises(SystemExit, match="Not sent"):
        runpy.run_path(str(EXAMPLES / "send_sms.py"), run_name="__main__")


def test_list_batches(simulated_account: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    with simulated_account.client() as client:
        batch = client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hello")
    simulated_account.deliver(batch["id"])
    runpy.run_path(str(EXAMPLES / "list_batches.py"), run_name="__main__")
    assert f"{batch.id}  1 Delivered" in capsys.readouterr().out


ORDERS = "reference,number,text\n" + "".join(f"order-{n},+1202555{n:04},Order {n} is ready\n" for n in range(100, 203))


@pytest.mark.parametrize("bar", [True, False], ids=["with a bar", "without rich"])
def test_send_many(
    simulated_account: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    bar: bool,
) -> None:
    if not bar:
        monkeypatch.setitem(sys.modules, "rich.progress", None)
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    monkeypatch.setenv("SINCH_SENDER", "+12025550199")
    monkeypatch.setattr(sys, "argv", ["async_send_many.py", str(tmp_path / "orders.csv")])
    simulated_account.fail("SendSMS", reset="after")
    simulated_account.fail("SendSMS", reset="before")
    runpy.run_path(str(EXAMPLES / "async_send_many.py"), run_name="__main__")
    out = capsys.readouterr().out
    assert "101 sent, 0 not sent, 2 without a response." in out
    assert (out.count("was sent after all"), out.count("is not to be found")) == (1, 1)
    assert ("100 messages ..." in out) is not bar
    assert ("103/?" in out) is bar
    assert len(simulated_account.sent_messages()) == 102


def test_receive_events(simulated_account: Simulator) -> None:
    secret = simulated_account.event_secret("sms")
    with running(str(EXAMPLES / "receive_events.py"), "0", SINCH_EVENT_SECRET=secret) as process:
        port = re.search(r"port (\d+)", printed(process))
        assert port is not None
        simulated_account.on_event(f"http://127.0.0.1:{port[1]}/")
        simulated_account.receive_sms(from_="+12025550123", to="+12025550199", body="Hello shop")
        assert printed(process) == "Message from 12025550123: Hello shop\n"
        assert list(simulated_account.events[-1].statuses.values()) == [200]


def test_receive_events_rejects_what_is_not_signed(simulated_account: Simulator) -> None:
    with running(str(EXAMPLES / "receive_events.py"), "0", SINCH_EVENT_SECRET="another") as process:
        port = re.search(r"port (\d+)", printed(process))
        assert port is not None
        simulated_account.on_event(f"http://127.0.0.1:{port[1]}/")
        simulated_account.receive_sms(from_="+12025550123", to="+12025550199", body="Hello shop")
        assert list(simulated_account.events[-1].statuses.values()) == [401]


def test_verification_events(simulated_account: Simulator) -> None:
    application = simulated_account.credentials.application
    variables = {f"SINCH_{name.upper()}": value for name, value in application.items()}
    with running(str(EXAMPLES / "verification_events.py"), "0", **variables) as process:
        client = simulated_account.client()
        port = re.search(r"port (\d+)", printed(process))
        assert port is not None
        simulated_account.on_event(f"http://127.0.0.1:{port[1]}/hooks/verification", "verification")
        client.verification.verifications.start_sms("+12025550123")
        assert printed(process) == "VerificationRequestEvent for +12025550123\n"
        with client, pytest.raises(PermissionDeniedError):
            client.verification.verifications.start_sms("+447700900123")


def test_a_dialogue_with_a_menu(simulated_account: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    example = runpy.run_path(str(EXAMPLES / "voice_menu.py"))
    voice = simulated_account.voice_v1
    with ThreadingHTTPServer(("127.0.0.1", 0), example["VoiceMenu"]) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with simulated_account.client() as client:
                address = f"http://127.0.0.1:{server.server_port}/hooks/voice"
                client.voice.v1.applications.update_event_destinations(primary=address)
            ada = voice.receive_call("+12025550123", "+12025550100")
            voice.press(ada.id, "9")
            voice.press(ada.id, "1")
            voice.hang_up(ada.id)
            bob = voice.receive_call("+12025550144", "+12025550100")
            voice.press(bob.id, "20000")
            voice.press(bob.id, "24711")
            eve = voice.receive_call("+12025550155", "+12025550100")
            for _ in range(3):
                voice.stay_silent(eve.id)
            forged = urllib3.request("POST", address, body=b"{}", headers={"x-timestamp": "now"})
        finally:
            server.shutdown()
            thread.join()
    assert forged.status == 401
    assert (ada.number, ada.said[-1]) == ("+12025550126", "One moment, please.")
    assert bob.said[-4:] == [
        "We do not know this pin.",
        "#tts[Press 1 for sales, or 2 for your booking.]",
        "#tts[Enter your pin.]",
        "Your table is booked for seven.",
    ]
    assert eve.said[-1] == "Goodbye."
    assert ada.problems == bob.problems == eve.problems == []
    assert f"pie of {ada.id}\nace of {ada.id}\ndice of {ada.id}\n" in capsys.readouterr().out


def test_the_pytest_example() -> None:
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "test_with_simulator.py"]
    done = subprocess.run(command, cwd=EXAMPLES, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
