"""The control API of a simulator, over real sockets: what it shows and does, and whom it lets."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import urllib3
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from sinch import SinchClient
from sinch.domains.voice import svaml
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.helpers.v2.svaml import Calls, Menu, Messages
from sinch.testing import Connection, ControlError, Event, Simulator, connect
from sinch.testing.control.actions import NAMES
from sinch.testing.control.guard import MAX_BODY
from sinch.testing.examples import event_examples
from tests.faults.servers import PATIENCE

ADA, BOB, SHOP = "+12025550123", "+12025550126", "+12025550199"
Ask = Callable[..., urllib3.BaseHTTPResponse]


@pytest.fixture
def ask(simulator: Simulator, pool: urllib3.PoolManager) -> Ask:
    def ask(path: str, body: Any = None, **headers: str) -> urllib3.BaseHTTPResponse:
        url = f"{simulator.url}/_sinch/v1/{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None:
            return pool.request("GET", url, headers=named, redirect=False)
        return pool.request("POST", url, json=body, headers={"Content-Type": "application/json", **named})

    return ask


@pytest.fixture
def other(simulator: Simulator) -> Iterator[Connection]:
    with connect(simulator.url) as connection:
        yield connection


def choice_message(client: SinchClient) -> str:
    sent = client.conversation.messages.send_choice_message(
        app_id="01JEXAMPLE000000000000APP1",
        choice_message={
            "text_message": {"text": "Shall we?"},
            "choices": [{"text_message": {"text": "Yes"}, "postback_data": "keep"}, {"text_message": {"text": "No"}}],
        },
        recipient_identities=[{"channel": "WHATSAPP", "identity": ADA}],
    )
    assert sent.message_id is not None
    return sent.message_id


# The inbox


def test_what_is_sent_and_received_is_listed_newest_first(simulator, sms, other):
    sms.send(body="Hi ${name}", parameters={"name": {ADA: "Ada"}}, delivery_report="per_recipient")
    simulator.receive_sms(ADA, SHOP, "Hello?")
    received, sent = other.messages()
    assert (received.direction, received.text, received.phone, received.account) == (
        "received",
        "Hello?",
        "12025550123",
        "12025550199",
    )
    assert (sent.direction, sent.text, sent.parts, sent.encoding) == ("sent", "Hi Ada", 1, "text")
    assert (sent.body, sent.parameters) == ("Hi ${name}", {"name": {ADA: "Ada"}})
    assert [state.status for state in sent.states] == ["Dispatched"]
    assert vars(sent) == vars(simulator.messages(direction="sent")[0])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "CODE"}, ["Your code is 2", "Your code is 1"]),
        ({"number": "12025550144"}, ["Other"]),
        ({"number": "+12025550144"}, ["Other"]),
        ({"product": "conversation"}, []),
        ({"direction": "received"}, []),
        ({"limit": 1}, ["Other"]),
        ({"before": 2}, ["Your code is 1"]),
        ({"after": 2}, ["Other"]),
    ],
)
def test_the_inbox_is_searched(sms, other, query, found):
    sms.send(body="Your code is 1")
    sms.send(body="Your code is 2")
    sms.send(to=["12025550144"], body="Other")
    assert [message.text for message in other.messages(**query)] == found


def test_verifications_are_read_from_another_process(other):
    with other.client() as client:
        client.verification.verifications.start_sms(ADA)
        client.verification.verifications.start_flash_call("+12025550144")
        sent, called = other.sent_messages()
        assert sent.text == f"Your verification code is {other.verification_code(ADA)}"
        assert called.text == f"A call from {other.verification_code('+12025550144')}"
        assert other.messages(number=ADA)[0].code == other.verification_code(ADA)
        report = client.verification.verifications.report_sms_by_identity(ADA, other.verification_code(ADA))
    assert report.status == "SUCCESSFUL"
    with pytest.raises(LookupError, match="no verification of"):
        other.verification_code("+12025550155")


def test_rented_numbers_are_listed_and_provisioned(other, ask):
    with other.client() as client:
        for each in client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()[:3]:
            client.numbers.rent(each.phone_number, sms_configuration={"service_plan_id": "plan"})
    first, second, third = other.rented_numbers
    assert first.index < second.index < third.index
    assert (first.phone_number, first.waiting) == (first.body["phoneNumber"], True)
    page = ask(f"numbers?limit=2&before={third.index}").json()
    assert [each["index"] for each in page["items"]] == [second.index, first.index]
    other.provision(first.phone_number)
    assert ask(f"numbers/{first.index}").json()["waiting"] is False
    assert ask("numbers/7").status == 404


def test_requests_have_their_responses(simulator, other):
    with other.client() as client:
        client.number_lookup.lookup("+12025550123")
    assert json.loads(other.requests[-1].response)["line"]["carrier"] == "Example Wireless"
    assert other.requests[-1].response == simulator.requests[-1].response


def test_pages_of_the_inbox(sms, ask):
    for index in range(5):
        sms.send(body=str(index))
    seen, query = [], "limit=2"
    while True:
        page = ask(f"messages?{query}").json()
        assert page["total"] == 5
        seen.append([message["text"] for message in page["items"]])
        if page["next"] is None:
            break
        query = f"limit=2&before={page['next']}"
    assert seen == [["4", "3"], ["2", "1"], ["0"]]


def test_a_message_that_was_not_sent_after_all_says_why(sms, simulator, other):
    sms.send(body="Hi ${name}", parameters={"name": {"+12025550144": "Bob"}})
    (message,) = other.messages()
    assert not message.dispatched
    assert message.status == "Aborted"
    assert other.sent_messages() == simulator.sent_messages() == []


def test_waiting_ends_with_the_message(sms, other):
    timer = threading.Timer(0.2, lambda: sms.send(body="late"))
    timer.start()
    assert other.wait_for_message(number=ADA, text="late", timeout=PATIENCE).text == "late"
    timer.join()


def test_waiting_ends_without_a_message(other):
    with pytest.raises(TimeoutError, match="text 'late' within 0"):
        other.wait_for_message(text="late", timeout=0)


def test_waiting_ends_with_the_simulator():
    simulator = Simulator()
    failures: list[Exception] = []

    def wait() -> None:
        with connect(simulator.url) as connection:
            started.set()
            try:
                connection.wait_for_message(timeout=60)
            except (TimeoutError, ControlError) as error:
                failures.append(error)

    started = threading.Event()
    thread = threading.Thread(target=wait)
    thread.start()
    started.wait(PATIENCE)
    begun = time.monotonic()
    simulator.close()
    thread.join(PATIENCE)
    assert failures
    assert time.monotonic() - begun < 30


def test_a_scheduled_message_is_sent_when_the_clock_is_moved(simulator, sms, other):
    sms.send(body="later", send_at=(simulator.clock.time + timedelta(hours=1)).isoformat())
    assert other.messages() == []
    before = simulator.clock.time
    assert other.clock.advance(timedelta(hours=2)) == before + timedelta(hours=2)
    assert other.clock.time == simulator.clock.time > before + timedelta(hours=2)
    assert other.sent_messages()[0].text == "later"


# What the other person does


def test_replying_tapping_and_statuses(simulator, sinch_client, other):
    sinch_client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Hi", delivery_report="full")
    message_id = choice_message(sinch_client)
    choice, text = other.messages()
    assert [each.text for each in choice.choices] == ["Yes", "No"]

    reply = other.reply(text.index, "Hello")
    assert (reply.from_, reply.to, reply.text) == ("12025550123", "12025550199", "Hello")
    assert other.reply(reply.index, "Again").to == "12025550199"
    assert simulator.events[-1].json["body"] == "Again"
    tapped = other.tap(choice.index, "Yes")
    assert tapped.text == "Yes"
    message = simulator.events[-1].json["message"]["contact_message"]["choice_response_message"]
    assert message == {"message_id": message_id, "postback_data": "keep"}
    assert other.tap(choice.index, "No").body["choice_response_message"]["postback_data"] == "No"
    assert other.reply(choice.index, "Hm").product == "conversation"

    other.set_status(text.index, "Failed", "15")
    other.set_status(choice.index, "FAILED", "RECIPIENT_NOT_REACHABLE")
    choice, text = other.messages(direction="sent")
    assert (text.status, text.states[-1].reason) == ("Failed", "15")
    assert (choice.status, choice.states[-1].reason) == ("FAILED", "RECIPIENT_NOT_REACHABLE")
    assert simulator.events[-1].json["message_delivery_report"]["reason"]["code"] == "RECIPIENT_NOT_REACHABLE"


@pytest.mark.parametrize(
    ("action", "given", "error", "says"),
    [
        ("reply", (9, "Hi"), LookupError, "no message 9"),
        ("tap", (1, "Yes"), ValueError, "choice: 'Yes' is not one of"),
        ("set_status", (1, "Gone"), ValueError, "'Gone' is not one of"),
        ("set_status", (1, "Failed", "x"), ValueError, "reason"),
        ("deliver", ("none",), LookupError, "unknown batch"),
        ("send_event", ("sms", "nothing"), ValueError, "kind: 'nothing' is not one of"),
        ("send_event", ("none", "nothing"), ValueError, "product: 'none'"),
        ("send_again", (9,), LookupError, "no event 9"),
        ("stop_fault", (9,), LookupError, "no fault 9"),
        ("fail", ("Nothing",), ValueError, "Nothing"),
    ],
)
def test_what_cannot_be_done_is_an_error_here_as_there(simulator, sms, other, action, given, error, says):
    sms.send()
    for place in (simulator, other):
        with pytest.raises(error, match=says):
            getattr(place, action)(*given)


def test_the_same_words_as_in_this_process(simulator, other):
    for name in NAMES:
        assert callable(getattr(Connection, name)), name
        assert getattr(Connection, name).__doc__ == getattr(Simulator, name).__doc__
    with other.client() as client:
        batch = client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Hi")
        other.deliver(batch.id, recipient=ADA)
        other.receive_sms(ADA, SHOP, b"\x01\x02", udh="0102")
        other.receive_mms(ADA, SHOP, {"https://example.com/a.png": "image/png"}, subject="Look")
        fault = other.fail("ListBatches", status=429, retry_after=datetime.now(timezone.utc), times=None)
        assert [each.index for each in simulator.faults] == [fault.index]
        fault.stop()
        assert simulator.faults == []
        client.sms.batches.list()
    other.assert_sent(to=ADA, containing="Hi", times=1)
    with pytest.raises(AssertionError, match="expected no message"):
        other.assert_not_sent()
    assert [request.operation_id for request in other.requests][1:] == ["SendSMS", "ListBatches"]
    assert other.requests[1].json == simulator.requests[1].json
    assert other.events[0].json == simulator.events[0].json
    assert other.event_secret("sms") == simulator.event_secret("sms")
    other.clear()
    assert other.messages() == other.requests == other.events == []


# Calls


def test_whoever_is_on_the_phone_of_voice_2(simulator, other, sinch_client, ask):
    hello = Menu.prompt(Messages.text("Press 1", "Emma"))
    menu = Menu.create("main", Menu.item("main", prompt=hello, repeat_count=1, matches={"1": [Calls.dial(BOB)]}))
    behavior = CallBehavior.static([Calls.hangup("nobody"), menu])
    service = sinch_client.voice.v2.services.create("Desk", call_behavior=behavior)
    assert list(ask("").json()["products"]["voice-v2"]["services"].values()) == ["Desk", "Default"]
    call = other.receive_call(ADA, SHOP, service_id=service.service_id)
    assert (call.product, call.from_, call.to, call.state) == ("voice-v2", ADA, SHOP, "menu")
    assert call.can == ["press", "stay_silent", "hang_up"]
    other.stay_silent(call.index)
    steps = [(step.name, step.text) for step in other.press(call.index, "1").steps]
    said = ("say", "Press 1")
    assert steps == [("hangup", "nobody"), ("menu", "main"), said, said, ("keys", "1"), ("dial", BOB)]
    assert [each.state for each in other.calls] == ["ringing", "ringing"]
    assert [each.can for each in other.calls] == [["hang_up"], ["pick_up", "reject_call"]]
    with pytest.raises(ValueError, match="'SOLD' is not one of REJECTED"):
        other.reject_call(2, "SOLD")
    assert other.pick_up(2).state == "connected"
    other.hang_up(1)
    assert other.calls == simulator.calls
    assert (other.calls[0].result, other.calls[0].reason) == ("CANCEL", "CALLER_HANGUP")
    with pytest.raises(LookupError, match="no call that is in progress"):
        other.press(1, "1")
    with pytest.raises(LookupError, match="there is no call 9"):
        other.hang_up(9)


def test_whoever_is_on_the_phone_of_voice_1(simulator, other, sinch_client):
    menu = svaml.run_menu(
        svaml.menu("main", svaml.option("1", svaml.return_value("x")), main_prompt=svaml.tts("Press 1"))
    )
    recorded = svaml.start_recording(svaml.recording_options("s3://calls/1.mp3", credentials="a:b:c"))
    replies = {"ice": svaml.ice(menu, recorded), "pie": svaml.pie(svaml.hangup(), svaml.set_cookie("a", "b"))}
    simulator.on_event(lambda event: replies.get(event.json["event"]), "voice-v1")
    watched = simulator.notices()
    next(watched)
    call = other.receive_call(ADA, SHOP, product="voice-v1")
    assert ("call", call.index) in {next(watched) for _ in range(3)}
    watched.close()
    assert (call.state, call.steps[-1].text, call.recordings[0]["running"]) == ("menu", "Press 1", True)
    assert "a:b:c" not in str(call)
    call = other.press(call.index, "1")
    assert [(step.name, step.text) for step in call.steps][-3:] == [("keys", "1"), ("setCookie", "a=b"), ("hangup", "")]
    assert (call.state, call.reason, call.recordings[0]["running"]) == ("over", "MANAGERHANGUP", False)
    sinch_client.voice.v1.callouts.conference(ADA, "standup-7")
    assert (other.calls[-1].state, other.calls[-1].can) == ("conference", ["press", "hang_up"])
    for wrong in (
        lambda: other.pick_up(2),
        lambda: other.reject_call(2),
        lambda: other.receive_call(ADA, SHOP, product="sms"),
    ):
        with pytest.raises(ValueError, match=r"taken at once|is not one of voice-v2, voice-v1"):
            wrong()


# Events


def test_any_event_is_sent_signed_and_sent_again(simulator, other):
    seen: list[Event] = []
    simulator.on_event(seen.append)
    event = other.send_event("sms", "inboundText", changes={"body": "STOP"})
    again = other.send_again(event.index)
    assert [each.json["body"] for each in seen] == ["STOP", "STOP"]
    assert seen[0].headers.pairs == seen[1].headers.pairs == again.headers.pairs
    assert (event.index, again.index) == (1, 2)


def test_an_example_of_each_product_is_sent(simulator, other):
    products = [each.name for each in simulator.products if each.spec.document.get("webhooks")]
    sent = [other.send_event(name, next(iter(event_examples(name)))) for name in products]
    assert [event.product for event in sent] == products == [event.product for event in simulator.events]


def test_an_event_says_what_was_responded(simulator, other, webhook):
    other.change_settings(event_targets={"sms": [webhook.url]})
    other.receive_sms(ADA, SHOP, "Hi")
    (delivery,) = other.events[0].deliveries
    assert (delivery.url, delivery.status, delivery.text) == (webhook.url, 200, "thanks")
    assert webhook.bodies == [simulator.events[0].body]
    other.change_settings(event_targets={"sms": []})
    again = other.send_again(1, url=webhook.url)
    assert again.deliveries[0].status == 200
    assert len(webhook.bodies) == 2
    with pytest.raises(ValueError, match="not an address of this machine"):
        other.send_again(1, url="http://example.com/")


def test_events_that_are_posted_later_fail_nobody(webhook):
    with Simulator(post_later=True) as simulator, simulator.client() as client:
        simulator.change_settings(event_targets={"sms": ["http://127.0.0.1:9/", webhook.url]})
        batch = client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Hi", delivery_report="full")
        simulator.deliver(batch.id)
        assert webhook.received.wait(PATIENCE)
        simulator.close()
        assert [each.status for each in simulator.events[0].deliveries] == [None, 200]


# Settings


def test_settings(other, sms):
    assert sms("POST", "/batches", {"to": [ADA], "body": "Hi", "new": 1}).status == 400
    other.change_settings(lenient=True, sms_callback_url="")
    assert sms("POST", "/batches", {"to": [ADA], "body": "Hi", "new": 1}).status == 201
    assert sms("POST", "/batches", {"to": [ADA], "body": "Hi", "delivery_report": "full"}).status == 403
    assert other.settings == {"lenient": True, "sms_callback_url": None, "event_targets": {}}
    for wrong in ({"event_targets": {"none": []}}, {"event_targets": {"sms": ["http://example.com"]}}):
        with pytest.raises(ValueError, match=r"none|example"):
            other.change_settings(**wrong)


def test_rejected_requests_have_the_field(ask, sms):
    sms("POST", "/batches", {"to": [], "body": "Hi"})
    sms.send()
    (rejected,) = ask("requests?rejected=true").json()["items"]
    assert rejected["problems"][0].startswith("to: ")
    assert ask(f"requests/{rejected['index']}").json() == rejected
    assert len(ask("requests?rejected=false").json()["items"]) == 1


# The stream


def test_the_stream_tells_what_happens(simulator, pool):
    response = pool.request("GET", f"{simulator.url}/_sinch/v1/stream", preload_content=False)
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.read1() == b"retry: 1000\nevent: ready\ndata: 0\n\n"
    simulator.receive_sms(ADA, SHOP, "Hi")
    simulator.clear()
    text = b""
    while b"reset" not in text:
        text += response.read1()
    assert text == b"event: message\ndata: 1\n\nevent: event\ndata: 1\n\nevent: reset\ndata: 0\n\n"
    simulator.close()
    assert response.read1() == b""
    response.close()


def test_there_is_a_limit_to_streams(simulator, pool):
    url = f"{simulator.url}/_sinch/v1/stream"
    with urllib3.PoolManager(num_pools=1, maxsize=40) as many:
        streams = [many.request("GET", url, preload_content=False) for _ in range(32)]
        for stream in streams:
            stream.read1()
        assert pool.request("GET", url).status == 503
        for stream in streams:
            stream.close()


# The description


def test_the_description_is_openapi_and_describes_what_is_there(simulator, sinch_client, ask):
    sinch_client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Hi", delivery_report="full")
    choice_message(sinch_client)
    simulator.fail("ListBatches", status=503, body=b"no")
    simulator.receive_sms(ADA, SHOP, "Hello?")
    sinch_client.voice.v1.callouts.tts(ADA, "Hello")
    sinch_client.voice.v2.calls.start(Calls.dial(ADA, from_=SHOP))
    sinch_client.numbers.rent_any(region_code="US", number_type="LOCAL")
    document = ask("openapi.json").json()
    validate(document)
    for path, item in document["paths"].items():
        if "get" not in item or path in ("/stream", "/openapi.json"):
            continue
        query = "?timeout=0" if path.endswith("wait") else "?product=sms" if path == "/examples" else ""
        index = simulator.rented_numbers[0].index if path.startswith("/numbers") else 1
        response = ask(path.lstrip("/").replace("{index}", str(index)) + query)
        assert response.status == 200, (path, response.data)
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        found = list(
            Draft202012Validator({**schema, "components": document["components"]}).iter_errors(response.json())
        )
        assert not found, (path, found)
    posts = {path.lstrip("/") for path, item in document["paths"].items() if "post" in item}
    assert posts == {*NAMES, "advance_clock"}
    assert all(item["post"]["summary"] for item in document["paths"].values() if "post" in item)


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("messages?limit=501", None, 400, "limit"),
        ("messages?limit=x", None, 400, "limit"),
        ("messages?direction=up", None, 400, "direction"),
        ("messages?colour=red", None, 400, "colour"),
        ("messages/wait?timeout=61", None, 400, "timeout"),
        ("messages/7", None, 404, None),
        ("messages/" + "7" * 20, None, 404, None),
        ("nothing/7", None, 404, None),
        ("nothing", None, 404, None),
        ("examples?product=nothing", None, 404, "product"),
        ("nothing", {}, 404, None),
        ("reply", {"message": "1", "text": "Hi"}, 400, "message"),
        ("reply", {"message": 1}, 400, None),
        ("reply", {"message": 1, "text": "Hi", "more": 1}, 400, None),
        ("receive_sms", {"from": ADA, "to": SHOP, "body": {"base64": "?"}}, 400, "body"),
        ("receive_message", {"from": ADA}, 400, None),
        ("receive_message", {"from": ADA, "text": "Hi", "app_id": "none"}, 404, None),
        ("advance_clock", {"seconds": -1}, 400, None),
        ("fail", {"retry_after": "soon"}, 400, "retry_after"),
    ],
)
def test_wrong_requests_are_rejected_with_the_field(ask, path, body, status, field):
    response = ask(path, body)
    error = response.json()["error"]
    assert (response.status, error["field"]) == (status, field), error
    assert error["text"]


# Whom it lets


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8200"}, 200),
        ({"Host": "[::1]:8200"}, 200),
        ({"Host": "evil.example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": "localhost@example.com"}, 403),
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
    ],
)
def test_other_sites_are_not_let_in(ask, headers, status):
    response = ask("messages", **headers)
    assert response.status == status
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_forms_of_other_sites_are_not_let_in(simulator, ask, pool):
    assert ask("clear", {}, Content_Type="text/plain").status == 415
    assert ask("clear", {}, Content_Type="application/x-www-form-urlencoded").status == 415
    url = f"{simulator.url}/_sinch/v1/clear"
    assert pool.request("OPTIONS", url, headers={"Origin": "https://example.com"}).status == 403
    assert pool.request("DELETE", url).status == 405
    own = {"Origin": simulator.url, "Content-Type": "application/json"}
    assert pool.request("POST", url, body=b"{}", headers=own).status == 204


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b"[" * 100_000, 400), (b"", 204), (b'"' + b"x" * MAX_BODY + b'"', 413)],
    ids=["broken", "a list", "deep", "empty", "large"],
)
def test_bodies_that_are_not_objects(simulator, pool, body, status):
    url, headers = f"{simulator.url}/_sinch/v1/clear", {"Content-Type": "application/json"}
    assert pool.request("POST", url, body=body, headers=headers).status == status


def test_any_other_host_asks_for_a_token(pool):
    with Simulator(host="0.0.0.0") as simulator:
        assert simulator.control_token is not None
        url = f"http://127.0.0.1:{simulator.url.rpartition(':')[2]}"
        assert pool.request("GET", f"{url}/_sinch/v1/").status == 401
        with pytest.raises(ControlError, match="token"):
            connect(url)
        with pytest.raises(ControlError, match="token"):
            connect(url, token="wrong")
        with connect(url, token=simulator.control_token) as connection:
            assert connection.messages() == []
        entered = pool.request("GET", f"{url}/?token={simulator.control_token}", redirect=False)
        assert (entered.status, entered.headers["Location"]) == (303, "/")
        cookie = entered.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        headers = {"Cookie": cookie.partition(";")[0], "Host": "simulator:8200"}
        assert pool.request("GET", f"{url}/_sinch/v1/", headers=headers).status == 200
        assert pool.request("GET", f"{url}/_sinch/v1/", headers={"Cookie": "a=b; \x01"}).status in (400, 401)


def test_anything_but_a_simulator_is_reported(webhook):
    with pytest.raises(ControlError, match="cannot be reached"):
        connect("http://127.0.0.1:9")
    with pytest.raises(ControlError, match="not a simulator"):
        connect(webhook.url)
    with pytest.raises(ValueError, match="address"):
        connect("localhost:8200")


def test_a_simulator_starts_without_any_of_it():
    import subprocess
    import sys

    code = "import sys; from sinch.testing import Simulator; Simulator().close(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [
        name for name in done.stdout.split() if name.startswith("sinch.testing.con") and "versation" not in name
    ]


def test_a_reader_that_is_too_slow_is_told_to_look_again(simulator):
    notices = simulator.notices(idle=0.01)
    assert next(notices) is None
    assert next(notices) is None
    for _ in range(1_500):
        simulator.change_settings()
    assert next(notices) == ("reset", 0)
    assert next(notices) is None
    assert simulator.watchers == 1
    notices.close()
    assert simulator.watchers == 0


def test_the_bytes_of_a_message_survive(other, simulator):
    text = "\u2028 <b>&\x07 \U0001f600"
    other.receive_sms(ADA, SHOP, text)
    assert other.messages()[0].text == simulator.messages()[0].text == text
    assert json.loads(other.events[0].body)["body"] == text


def test_the_page_loads_nothing_from_elsewhere(simulator, pool):
    texts = {}
    for path, kind in (("/", "text/html"), ("/_sinch/page.css", "text/css"), ("/_sinch/page.js", "text/javascript")):
        response = pool.request("GET", simulator.url + path)
        assert response.status == 200
        assert response.headers["Content-Type"].startswith(kind)
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        texts[path] = response.data.decode()
    assert sum(map(len, texts.values())) < 40_000
    assert not [text for text in texts.values() if "://" in text.replace("http://127.0.0.1:8000", "")]
    for unsafe in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert unsafe not in texts["/_sinch/page.js"]
    assert pool.request("GET", f"{simulator.url}/", headers={"Host": "evil.example.com"}).status == 403
    assert pool.request("GET", f"{simulator.url}/_sinch/other.js").status == 404
