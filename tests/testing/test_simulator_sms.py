"""The simulated SMS API: batches, delivery reports, groups, received messages and their events."""

import base64
import hashlib
import hmac
import http.server
import threading

import pytest

from sinch.testing import Event, sign, sms_text
from tests.faults.servers import closed_port


def test_every_operation_is_carried_out(simulator):
    assert simulator.sms.handlers.keys() == simulator.sms.spec.operations.keys()
    assert simulator.auth.handlers.keys() == simulator.auth.spec.operations.keys()


def test_send_text(simulator, sms):
    batch = sms.send(["+12025550123", "0012025550144"], client_reference="booking-118")
    assert batch["to"] == ["12025550123", "12025550144"]
    assert batch["from"] == "12025550199"
    assert batch["type"] == "mt_text"
    assert batch["canceled"] is batch["feedback_enabled"] is batch["flash_message"] is False
    assert batch["delivery_report"] == "none"
    assert batch["created_at"] == batch["modified_at"] == "2026-03-02T10:00:00.001Z"
    assert batch["expire_at"] == "2026-03-05T10:00:00.001Z"
    assert sms("GET", f"/batches/{batch['id']}").json() == batch
    first, second = simulator.sent_messages()
    assert (first.to, first.from_, first.text, first.id) == ("12025550123", "12025550199", "Hi", batch["id"])
    assert second.client_reference == "booking-118"


def test_send_binary_and_media(simulator, sms):
    body = base64.b64encode(b"\x01\x02").decode()
    binary = sms.send(body=body, udh="0605040B8423F0", type="mt_binary")
    assert (binary["udh"], binary["body"]) == ("0605040B8423F0", body)
    media = sms.send(body={"url": "https://example.com/a.png", "message": "Look, ${who}"}, type="mt_media",
                     parameters={"who": {"default": "Ada"}})  # fmt: skip
    assert media["strict_validation"] is False
    assert [message.text for message in simulator.sent_messages("+12025550123")] == [body, "Look, Ada"]
    too_long = {"to": ["12025550123"], "type": "mt_binary", "udh": "00", "body": base64.b64encode(bytes(140)).decode()}
    assert sms("POST", "/batches", too_long).json()["text"].startswith("body: ")


def test_parameters(simulator, sms):
    batch = sms.send(
        ["+12025550123", "+12025550144", "+12025550155"],
        "Hi ${name}${unknown}",
        parameters={"name": {"+12025550123": "Ada", "12025550144": "Bo"}},
    )
    assert [m.text for m in simulator.sent_messages()] == ["Hi Ada${unknown}", "Hi Bo${unknown}"]
    report = sms("GET", f"/batches/{batch['id']}/delivery_report/12025550155").json()
    assert (report["status"], report["code"]) == ("Aborted", 405)


def test_parts_limit(simulator, sms):
    batch = sms.send(body="x" * 200, max_number_of_message_parts=1)
    assert not simulator.sent_messages()
    report = sms("GET", f"/batches/{batch['id']}/delivery_report/12025550123").json()
    assert (report["status"], report["code"], report["number_of_message_parts"]) == ("Rejected", 411, 2)


def test_truncated(simulator, sms):
    sms.send(body="x" * 200, truncate_concat=True)
    assert simulator.sent_messages()[0].text == "x" * 160


@pytest.mark.parametrize(
    ("text", "parts", "encoding"),
    [
        ("", 1, "text"),
        ("x" * 160, 1, "text"),
        ("x" * 161, 2, "text"),
        ("x" * 306, 2, "text"),
        ("x" * 307, 3, "text"),
        ("€" * 80, 1, "text"),
        ("€" * 81, 2, "text"),
        ("x" + "€" * 80, 2, "text"),
        ("€" * 152, 2, "text"),
        ("€" * 153, 3, "text"),
        ("я" * 70, 1, "unicode"),
        ("я" * 71, 2, "unicode"),
        ("👋" * 35, 1, "unicode"),
        ("👋" * 36, 2, "unicode"),
        ("👋" * 67, 3, "unicode"),
    ],
)
def test_parts(text, parts, encoding):
    split = sms_text.split(text)
    assert len(split) == parts
    assert "".join(split) == text
    assert sms_text.encoding(text).name == encoding


def test_dry_run(simulator, sms):
    request = {
        "to": ["+12025550123", "+12025550144"],
        "body": "Hi ${name}",
        "parameters": {"name": {"default": "я" * 70}},
    }
    assert sms("POST", "/batches/dry_run", request).json() == {"number_of_recipients": 2, "number_of_messages": 4}
    response = sms("POST", "/batches/dry_run?per_recipient=true&number_of_recipients=1", request).json()
    assert response["per_recipient"] == [
        {"recipient": "12025550123", "body": "Hi " + "я" * 70, "number_of_parts": 2, "encoding": "unicode"}
    ]
    assert simulator.sent_messages() == []


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"type": "mt_binary", "udh": "00", "body": base64.b64encode(bytes(140)).decode()}, 400, "body: "),
        ({"send_at": "2026-03-03T00:00:00Z", "expire_at": "2026-03-02T12:00:00Z"}, 403, "expire_at: "),
        ({"delivery_report": "full"}, 403, "callback_url: "),
        ({"to": ["Ada"]}, 400, "to[0]: "),
    ],
)
def test_dry_run_rejects_what_cannot_be_sent(simulator, sms, fields, status, text):
    simulator.sms.callback_url = None
    request = {"to": ["+12025550123"], "body": "Hi", **fields}
    sent, tried = sms("POST", "/batches", request), sms("POST", "/batches/dry_run", request)
    assert sent.status == status
    assert sent.json()["text"].startswith(text)
    assert (tried.status, tried.json()) == (sent.status, sent.json())


def test_list(simulator, sms):
    ids = [sms.send(body=str(number), client_reference=f"r{number % 2}")["id"] for number in range(5)]
    page = sms("GET", "/batches", page=1, page_size=2).json()
    assert (page["count"], page["page"], page["page_size"]) == (5, 1, 2)
    assert [batch["id"] for batch in page["batches"]] == [ids[2], ids[1]]
    assert sms("GET", "/batches", page=9).json()["page_size"] == 0
    assert sms("GET", "/batches", client_reference="r1").json()["count"] == 2
    assert sms("GET", "/batches?from=1202,%2B12025550199").json()["count"] == 5
    assert sms("GET", "/batches?from=1202").json()["count"] == 0
    created = [batch["created_at"] for batch in sms("GET", "/batches").json()["batches"]]
    assert sms("GET", "/batches", start_date=created[2], end_date=created[0]).json()["count"] == 2
    simulator.clock.advance(86_401)
    assert sms("GET", "/batches").json()["count"] == 0
    assert sms("GET", "/batches", start_date=created[-1]).json()["count"] == 5


def test_schedule_update_replace_cancel(simulator, sms):
    batch = sms.send(send_at="2026-03-02T12:00:00+01:00")
    path = f"/batches/{batch['id']}"
    assert batch["send_at"] == "2026-03-02T11:00:00.000Z"
    assert not simulator.sent_messages()
    with pytest.raises(ValueError, match="advance the clock"):
        simulator.deliver(batch["id"])

    changed = sms("POST", path, {"to_add": ["+12025550144"], "to_remove": ["+12025550123"], "body": "New"}).json()
    assert (changed["to"], changed["body"], changed["from"]) == (["12025550144"], "New", "12025550199")
    assert changed["modified_at"] > changed["created_at"] == batch["created_at"]
    assert sms("POST", path, {"type": "mt_media"}).json()["text"].startswith("type: ")
    assert sms("POST", path, {"to_remove": ["+12025550144"]}).status == 400

    replaced = sms("PUT", path, {"to": ["+12025550155"], "body": "Other", "send_at": "2026-03-02T11:30:00Z"}).json()
    assert (replaced["id"], replaced["to"], "from" in replaced) == (batch["id"], ["12025550155"], False)

    simulator.clock.advance(3600)
    assert not simulator.sent_messages()
    simulator.clock.advance(1800)
    assert [message.text for message in simulator.sent_messages()] == ["Other"]
    for method in ("POST", "PUT"):
        response = sms(method, path, {"to": ["+12025550155"], "body": "Late"} if method == "PUT" else {"body": "Late"})
        assert (response.status, response.json()["code"]) == (403, "batch_already_dispatched")

    other = sms.send(send_at="2026-03-03T00:00:00Z", delivery_report="full")
    canceled = sms("DELETE", f"/batches/{other['id']}").json()
    assert canceled["canceled"] is True
    assert sms("DELETE", f"/batches/{other['id']}").json() == canceled
    simulator.clock.advance(86_400)
    assert len(simulator.sent_messages()) == 1
    assert simulator.events[-1].json["statuses"] == [
        {"code": 407, "status": "Cancelled", "count": 1, "recipients": ["12025550123"]}
    ]


def test_rejections(simulator, sms):
    send = {"to": ["+12025550123"], "body": "Hi"}
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/delivery_report"), ("GET", "/delivery_report/1")):
        assert sms(method, f"/batches/none{path}").status == 404
    unknown = sms("POST", "/batches", {**send, "to": ["01JEXAMPLE000000000GROUP01"]})
    assert (unknown.status, unknown.json()["code"]) == (403, "unknown_group")
    times = {"send_at": "2026-03-03T00:00:00Z", "expire_at": "2026-03-02T23:00:00Z"}
    assert sms("POST", "/batches", {**send, **times}).json()["code"] == "conflict_send_at"
    simulator.sms.callback_url = None
    rejected = sms("POST", "/batches", {**send, "delivery_report": "full"})
    assert (rejected.status, rejected.json()["code"]) == (403, "missing_callback_url")
    assert (
        sms("POST", "/batches", {**send, "delivery_report": "full", "callback_url": "https://example.com"}).status
        == 201
    )


def test_delivery_feedback(sms):
    plain, asked = sms.send(), sms.send(feedback_enabled=True)
    assert sms("POST", f"/batches/{plain['id']}/delivery_feedback", {"recipients": []}).status == 400
    path = f"/batches/{asked['id']}/delivery_feedback"
    assert sms("POST", path, {"recipients": []}).status == 202
    assert sms("POST", path, {"recipients": ["+12025550123"]}).status == 202
    assert sms("POST", path, {"recipients": ["+12025550144"]}).json()["text"].startswith("recipients[0]: ")
    assert sms("POST", path, {}).json()["text"] == "recipients: is required"


def test_delivery_reports(simulator, sms):
    batch = sms.send(["+12025550123", "+12025550144"], client_reference="ref")
    path = f"/batches/{batch['id']}/delivery_report"
    assert sms("GET", path).json()["statuses"] == [{"code": 401, "status": "Dispatched", "count": 2}]
    simulator.deliver(batch["id"], recipient="+12025550123")
    simulator.deliver(batch["id"], "Failed", code=15)
    full = sms("GET", path, type="full").json()
    assert full == {
        "type": "delivery_report_sms",
        "batch_id": batch["id"],
        "total_message_count": 2,
        "client_reference": "ref",
        "statuses": [
            {"code": 0, "status": "Delivered", "count": 1, "recipients": ["12025550123"]},
            {"code": 15, "status": "Failed", "count": 1, "recipients": ["12025550144"]},
        ],
    }
    assert len(sms("GET", path, status="Failed").json()["statuses"]) == 1
    assert len(sms("GET", path, code="0,7").json()["statuses"]) == 1
    one = sms("GET", f"{path}/%2B12025550123").json()
    assert (one["type"], one["status"], one["recipient"]) == (
        "recipient_delivery_report_sms",
        "Delivered",
        "12025550123",
    )
    listed = sms("GET", "/delivery_reports").json()
    assert [report["status"] for report in listed["delivery_reports"]] == ["Failed", "Delivered"]
    assert sms("GET", "/delivery_reports", status="Failed", client_reference="ref").json()["count"] == 1
    assert sms("GET", "/delivery_reports", client_reference="other").json()["count"] == 0
    assert sms("GET", f"{path}/12025550177").status == 404


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        ("none", []),
        ("summary", ["delivery_report_sms"]),
        ("full", ["delivery_report_sms"]),
        ("per_recipient", ["recipient_delivery_report_sms"] * 4),
        ("per_recipient_final", ["recipient_delivery_report_sms"] * 2),
    ],
)
def test_report_events(simulator, sms, wanted, types):
    events: list[Event] = []
    simulator.on_event(events.append)
    batch = sms.send(["+12025550123", "+12025550144"], delivery_report=wanted)
    simulator.deliver(batch["id"], recipient="12025550123")
    simulator.deliver(batch["id"], "Failed")
    simulator.deliver(batch["id"], "Failed")
    assert [event.json["type"] for event in events] == types
    if wanted in ("summary", "full"):
        assert ("recipients" in events[0].json["statuses"][0]) == (wanted == "full")


def test_events_are_signed(simulator):
    events: list[Event] = []
    stop = simulator.on_event(events.append)
    message = simulator.receive_sms("+12025550123", "+12025550199", "Hi 👋")
    (event,) = events
    assert event.json == message
    nonce = event.headers["X-Sinch-Webhook-Signature-Nonce"]
    timestamp = event.headers["x-sinch-webhook-signature-timestamp"]
    signed = event.body + f".{nonce}.{timestamp}".encode()
    code = hmac.new(simulator.event_secret("sms").encode(), signed, hashlib.sha256).digest()
    assert event.headers["x-sinch-webhook-signature"] == base64.b64encode(code).decode()
    assert event.headers["x-sinch-webhook-signature-algorithm"] == "HmacSHA256"
    assert timestamp == "1772445600"
    stop()
    simulator.receive_sms("+12025550123", "+12025550199", "Again")
    assert (len(events), len(simulator.events)) == (1, 2)


def test_sign_alone():
    body = (
        '{"id":"01JEXAMPLE0000000INBOUND03","type":"mo_text","from":"12025550123","to":"12025550199","body":"Hi 👋",'
        '"received_at":"2026-03-02T10:21:00.000Z"}'
    )
    headers = sign(body, "kite-over-the-bay", nonce="01JEXAMPLENONCE00000000001", timestamp=1772446860)
    assert headers["x-sinch-webhook-signature"] == "MbV+6yvUTiaVFd6WRXZ1iucrWKyZ4I6eXdbvMX9GUPQ="
    assert sign(body, "s").keys() == headers.keys()


def test_sign_for_numbers():
    body = (
        '{"eventId":"01JEXAMPLEEVENT0000000001","timestamp":"2026-03-02T10:05:00.123456789","projectId":"proj-5b1d",'
        '"resourceId":"+12025550123","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_CAMPAIGN",'
        '"status":"FAILED","failureCode":"CAMPAIGN_EXPIRED","internalFailureCode":"CRS0042"}'
    )
    headers = {
        name.lower(): value for name, value in sign(body, "example-secret-0123456789-abcdefghij", "numbers").items()
    }
    assert headers == {"x-sinch-signature": "9d9fb7ddf5626d14539b72c92b730200aa189de8"}


def test_events_are_posted_to_this_machine_only(simulator, sms):
    received = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/hook"
        batch = sms.send(delivery_report="summary", callback_url=url)
        simulator.deliver(batch["id"])
        simulator.on_event(url)
        simulator.receive_sms("+12025550123", "+12025550199", "Hi")
        server.shutdown()
        thread.join()
    assert received == [event.body for event in simulator.events]
    assert simulator.events[0].statuses == {url: 204}
    simulator.clear()
    with closed_port() as port, pytest.raises(ConnectionError, match="could not be posted"):
        simulator.on_event(f"http://127.0.0.1:{port}/hook")
        simulator.receive_sms("+12025550123", "+12025550199", "Hi")
    with pytest.raises(ValueError, match="allow_remote_callbacks"):
        simulator.on_event("https://example.com/hook")


def test_inbounds(simulator, sms):
    text = simulator.receive_sms("+12025550123", "+12025550199", "Hi", client_reference="ref", operator_id="310260")
    binary = simulator.receive_sms("+12025550123", "+12025550188", b"\x01", udh="00")
    media = simulator.receive_mms(
        "+12025550123", "+12025550199", {"https://example.com/a.jpg": "image/jpeg"}, subject="A"
    )
    assert (text["type"], binary["type"], media["type"]) == ("mo_text", "mo_binary", "mo_media")
    assert sms("GET", "/inbounds").json() == {"count": 3, "page": 0, "page_size": 3, "inbounds": [media, binary, text]}
    assert sms("GET", "/inbounds?to=%2B12025550188,1").json()["inbounds"] == [binary]
    assert sms("GET", "/inbounds", client_reference="ref").json()["inbounds"] == [text]
    assert sms("GET", f"/inbounds/{text['id']}").json() == text
    assert sms("GET", "/inbounds/none").status == 404


def test_groups(simulator, sms):
    rule = {"to": "12025550199", "add": {"first_word": "JOIN"}, "remove": {"first_word": "LEAVE", "second_word": "NOW"}}
    group = sms("POST", "/groups", {"name": "Regulars", "members": ["+12025550123"], "auto_update": rule}).json()
    path = f"/groups/{group['id']}"
    assert (group["name"], group["size"], group["child_groups"], group["auto_update"]) == ("Regulars", 1, [], rule)
    assert sms("GET", path).json() == group
    assert sms("POST", "/groups", {"name": "Regulars"}).json()["code"] == "conflict_group_name"

    child = sms("POST", "/groups", {"members": ["+12025550144", "+12025550155"]}).json()
    assert [entry["id"] for entry in sms("GET", "/groups").json()["groups"]] == [child["id"], group["id"]]
    changed = sms("POST", path, {"add": ["+12025550166", "+12025550177"], "remove": ["12025550177"]}).json()
    assert (changed["size"], changed["name"]) == (2, "Regulars")
    copied = sms("POST", path, {"add_from_group": child["id"], "name": None}).json()
    assert (copied["size"], "name" in copied) == (4, False)
    assert sms("GET", f"{path}/members").json() == ["12025550123", "12025550166", "12025550144", "12025550155"]
    assert sms("POST", path, {"remove_from_group": child["id"]}).json()["size"] == 2
    assert sms("POST", path, {"add_from_group": "none"}).json()["code"] == "unknown_group"

    simulator.receive_sms("+12025550188", "+12025550199", "join please")
    simulator.receive_sms("+12025550123", "+12025550199", "Leave now")
    assert sms("GET", f"{path}/members").json() == ["12025550166", "12025550188"]

    replaced = sms("PUT", path, {"members": ["+12025550123"], "child_groups": [child["id"]]}).json()
    assert (replaced["size"], "auto_update" in replaced) == (1, False)
    batch = sms.send([group["id"], "+12025550100"], feedback_enabled=True)
    assert [m.to for m in simulator.sent_messages()] == ["12025550123", "12025550144", "12025550155", "12025550100"]
    assert batch["to"] == [group["id"], "12025550100"]
    assert sms("POST", f"/batches/{batch['id']}/delivery_feedback", {"recipients": []}).status == 400

    gone = sms("DELETE", path)
    assert (gone.status, gone.data) == (200, b"")
    assert sms("DELETE", path).status == 404


def test_assert_sent(simulator, sms):
    with pytest.raises(AssertionError, match="nothing was sent"):
        simulator.assert_sent(to="+12025550123")
    sms.send(body="Your code is 4711")
    assert len(simulator.assert_sent(to="+12025550123", containing="4711", from_="+12025550199", times=1)) == 1
    with pytest.raises(AssertionError, match=r"containing '4712'.*\n.*to 12025550123.*'Your code is 4711'"):
        simulator.assert_sent(to="+12025550123", containing="4712")
    simulator.assert_sent(to="+12025550144", times=0)
