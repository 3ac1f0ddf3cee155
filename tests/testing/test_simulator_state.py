"""The state file of a simulator: what goes on after a restart, and files that are rejected."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sinch import NotFoundError, SinchClient
from sinch._version import __version__
from sinch.testing import Simulator
from sinch.testing.product import Product
from tests.faults.servers import PATIENCE, eventually
from tests.testing.test_simulator_process import pointed_at, running

ADA, SHOP, APP = "+12025550123", "+12025550199", "01JEXAMPLE000000000000APP1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


@pytest.fixture
def restart(file: Path) -> Iterator[Callable[..., tuple[Simulator, SinchClient]]]:
    """End the simulator and its client, and start others with the same file."""
    open_: list[Any] = []

    def restart(**options: Any) -> tuple[Simulator, SinchClient]:
        while open_:
            open_.pop().close()
        simulator = Simulator(state=file, **options)
        open_[:] = [simulator, simulator.client()]
        return open_[0], open_[1]

    yield restart
    while open_:
        open_.pop().close()


def test_messages_and_their_statuses_go_on(restart):
    simulator, client = restart()
    sent = client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Hi", delivery_report="full")
    waiting = client.sms.batches.send_sms(to=[ADA], body="Later", send_at=simulator.clock.time + timedelta(days=1))
    simulator.receive_sms(ADA, SHOP, "Hello")
    before = [vars(each) for each in simulator.messages()]

    simulator, client = restart()
    assert [vars(each) for each in simulator.messages()] == before
    simulator.deliver(sent.id)
    assert client.sms.delivery_reports.get(sent.id).statuses[0].status == "Delivered"
    assert simulator.messages(direction="sent")[0].status == "Delivered"
    assert [each.body for each in client.sms.inbounds.list()] == ["Hello"]
    client.sms.batches.update(waiting.id, body="Still later")
    simulator.clock.advance(timedelta(days=1))
    simulator.assert_sent(containing="Still later", times=1)
    assert simulator.messages()[0].index == 3


def test_tokens_requests_events_faults_and_settings_go_on(restart, webhook):
    simulator, _ = restart()
    token = simulator.client()
    token.numbers.regions.list()
    simulator.change_settings(lenient=True, event_targets={"sms": [webhook.url]}, sms_callback_url="")
    simulator.receive_sms(ADA, SHOP, "Hello")
    simulator.fail("SendSMS", status=503, body=b"\xff", retry_after=simulator.clock.time)
    simulator.fail("ListBatches", times=None)
    settings, events, requests = simulator.settings, simulator.events, simulator.requests

    simulator, _ = restart()
    assert simulator.settings == settings
    assert [each.operation_id for each in simulator.requests] == [each.operation_id for each in requests]
    assert [(each.body, each.headers.pairs, each.statuses) for each in simulator.events] == [
        (each.body, each.headers.pairs, each.statuses) for each in events
    ]
    assert simulator.send_again(1).index == 2
    assert len(webhook.bodies) == 2
    assert [(fault.operation_id, fault.body, fault.index) for fault in simulator.faults] == [
        ("SendSMS", b"\xff", 1),
        ("ListBatches", None, 2),
    ]
    assert simulator.fail("SendSMS").index == 3
    token.configuration.numbers_origin = simulator.origins["numbers_origin"]
    token.numbers.regions.list()
    assert simulator.requests[-1].index == len(requests) + 1
    assert len(simulator.token_requests) == 1, "the token is still good"
    token.close()


def test_an_event_is_signed_for_any_path_after_a_restart(restart, webhook):
    simulator, client = restart()
    client.verification.verifications.start_sms(ADA)
    simulator.verification.callback_url = webhook.url + "callback"

    simulator, client = restart()
    assert simulator.verification.callback_url == webhook.url + "callback"
    simulator.send_again(1, url=webhook.url + "elsewhere")
    (event, _) = simulator.events
    assert event.headers_at("http://h/elsewhere") != event.headers_at("http://h/")
    code = simulator.verification.code(ADA)
    assert client.verification.verifications.report_sms_by_identity(ADA, code=code).status == "SUCCESSFUL"


def test_what_conversation_and_numbers_keep_goes_on(restart):
    simulator, client = restart()
    contact = client.conversation.contacts.create(
        channel_identities=[{"channel": "WHATSAPP", "identity": ADA}], language="EN_US", metadata='{"$same": 1}'
    )
    sent = client.conversation.messages.send_text_message(
        app_id=APP, text="Hi", contact_id=contact.id, message_metadata="m", conversation_metadata={"$same": {"a": 1}}
    )
    simulator.opt_out(ADA)
    number = client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()[0]
    client.numbers.rent(number.phone_number, sms_configuration={"service_plan_id": "plan"})

    simulator, client = restart()
    simulator.deliver_message(sent.message_id)
    assert client.conversation.messages.get(sent.message_id).contact_id == contact.id
    (conversation,) = client.conversation.conversations.list(app_id=APP)
    assert conversation.metadata_json == {"$same": {"a": 1}}
    assert [each.identity for each in client.conversation.consents.list_identities(APP, "OPT_OUT_ALL")] == [ADA[1:]]
    simulator.provision(number.phone_number)
    assert client.numbers.get(number.phone_number).sms_configuration.service_plan_id == "plan"


def test_identifiers_are_not_made_twice(restart):
    _, client = restart()
    first = client.sms.batches.send_sms(to=[ADA], body="Hi").id
    _, client = restart()
    second = client.sms.batches.send_sms(to=[ADA], body="Hi").id
    assert first != second


def test_what_was_forgotten_stays_forgotten(restart):
    simulator, client = restart()
    batch = client.sms.batches.send_sms(to=[ADA], body="Hi")
    simulator.clear()
    simulator, client = restart()
    assert simulator.messages() == []
    with pytest.raises(NotFoundError):
        client.sms.batches.get(batch.id)


def test_every_product_takes_part(sinch_simulator):
    for product in sinch_simulator.products:
        assert isinstance(product, Product)
        held = {name: value for name, value in product.state().items() if callable(value)}
        assert not held, f"{product.name}: a file cannot keep functions"


def test_the_file_has_no_credentials_of_programs(restart, file):
    _, client = restart()
    client.numbers.regions.list()
    simulator, _ = restart()
    assert len(simulator.requests) == 2
    text = file.read_text()
    assert simulator.credentials.key_secret not in text
    assert [each.headers["authorization"] for each in simulator.requests] == ["Basic ***", "Bearer ***"]
    assert file.stat().st_mode & 0o077 == 0


def test_a_killed_process_goes_on(file, monkeypatch):
    with running("--state", str(file), "--settings", "dotenv", "--quiet") as (lines, process):
        pointed_at(lines, monkeypatch)
        with SinchClient() as client:
            batch = client.sms.batches.send_sms(to=[ADA], body="Are you there?")
        assert eventually(lambda: "Are you there?" in file.read_text())
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
    with running("--state", str(file), "--settings", "dotenv", "--quiet") as (lines, process):
        pointed_at(lines, monkeypatch)
        with SinchClient() as client:
            again = client.sms.batches.get(batch.id)
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert again == batch


def test_a_clock_that_runs_has_run_meanwhile(file):
    with Simulator(state=file) as simulator:
        ahead = simulator.clock.advance(timedelta(days=400))
    _, _, text = file.read_bytes().partition(b"\n")
    assert json.loads(text)["clock"]["time"]["$time"] == ahead.isoformat()
    with Simulator(state=file) as simulator:
        assert simulator.clock.time == ahead
        simulator.clock.run()
        assert simulator.clock.time > ahead


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not the state of a simulator"),
        (b"\xff\xfe", "is not the state of a simulator"),
        (b'["a"]\n', "is not the state of a simulator"),
        (b'{"version": "0.1", "sha256": ""}\n{}\n', "was written by sinch 0.1, not by"),
        (b'{"version": "%s", "sha256": ""}\n{}\n' % __version__.encode(), "is damaged, or was changed by hand"),
        (
            b'{"version": "%s", "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"}\n{}\n'
            % __version__.encode(),
            "was written by another state of sinch",
        ),
    ],
)
def test_other_files_are_rejected_and_left_alone(content, said, file):
    file.write_bytes(content)
    with pytest.raises(ValueError, match=said):
        Simulator(state=file)
    assert file.read_bytes() == content


def test_half_a_file_is_rejected(restart, file):
    _, client = restart()
    client.sms.batches.send_sms(to=[ADA], body="Hi")
    restart()[0].close()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="is damaged"):
        Simulator(state=file)


def test_a_file_that_cannot_be_written_is_known_at_the_start(tmp_path):
    with pytest.raises(OSError, match="missing"):
        Simulator(state=tmp_path / "missing" / "state.json")


def test_a_port_that_is_taken_leaves_the_file_to_who_has_it(restart, file):
    simulator, client = restart()
    client.sms.batches.send_sms(to=[ADA], body="Hi")
    with pytest.raises(OSError, match=r"[Aa]ddress"):
        Simulator(state=file, port=int(simulator.url.rpartition(":")[2]))
    simulator, _ = restart()
    assert len(simulator.messages()) == 1


def test_the_command_says_what_is_wrong(file):
    file.write_text("notes")
    with pytest.raises(SystemExit, match=r"sinch\.testing: .*state\.json is not the state of a simulator"):
        from sinch.testing.__main__ import main

        main(["--port", "0", "--state", str(file)])
