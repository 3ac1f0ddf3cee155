"""The simulator's connections, routes, validation by the spec, records and faults."""

import http.client
import json
import socket
import threading
import time
from datetime import datetime, timezone

import pytest
import urllib3

from sinch.testing import Simulator

SEND = {"to": ["+12025550123"], "from": "+12025550199", "body": "Hi"}


def test_close_ends_idle_connections_and_threads():
    before = set(threading.enumerate())
    simulator = Simulator()
    idle = [socket.create_connection(("127.0.0.1", int(simulator.url.rpartition(":")[2]))) for _ in range(3)]
    started = time.perf_counter()
    simulator.close()
    simulator.close()
    assert time.perf_counter() - started < 10
    assert set(threading.enumerate()) <= before
    for connection in idle:
        connection.close()


def test_keep_alive_across_errors(simulator, sms):
    assert sms("GET", "/groups").status == 200
    assert sms("GET", "/groups/none").status == 404
    assert sms("POST", "/batches", {"to": []}).status == 400
    assert sms("GET", "/nowhere").status == 404
    assert sms("GET", "/groups", nonsense=1).status == 400
    assert sms("PATCH", "/groups").status == 405
    sms.send()
    assert simulator.connections == simulator.open_connections == 1
    assert len({request.connection for request in simulator.requests}) == 1


def test_body_of_unknown_length_is_rejected(simulator, pool, sms):
    url = f"{sms.base}/batches"
    assert pool.request("POST", url, body=iter([b"{}"]), headers=sms.headers).status == 411


@pytest.mark.parametrize(
    "lengths",
    [["2", "2"], ["2", "3"], ["2, 2"], ["9" * 12], ["9" * 30], ["9" * 5000], ["-1"], ["+2"], ["2.0"], ["0x2"], [""]],
    ids=lambda lengths: " and ".join(length[:12] for length in lengths) or "empty",
)
def test_an_impossible_length_ends_the_connection(simulator, lengths):
    host, _, port = simulator.url.removeprefix("http://").partition(":")
    head = ["POST /sms/xms/v1/p/batches HTTP/1.1", "Host: x", *(f"Content-Length: {length}" for length in lengths)]
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        response = b""
        while part := connection.recv(65536):
            response += part
    assert response.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\nConnection: close\r\n" in response
    assert b"Content-Length" in response.partition(b"\r\n\r\n")[2], "the body says why"
    assert simulator.requests == []


def test_unknown_prefix_names_the_known_ones(simulator, pool):
    response = pool.request("GET", f"{simulator.url}/voice/calls")
    assert response.status == 404
    assert b"/sms" in response.data


def test_method_not_allowed(sms):
    response = sms("DELETE", "/groups")
    assert response.status == 405
    assert response.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"to": None}, "to", "syntax_invalid_parameter_format"),
        ({"to": []}, "to", "syntax_constraint_violation"),
        ({"to": ["nobody"]}, "to[0]", "syntax_invalid_parameter_format"),
        ({"body": 7}, "body", "syntax_invalid_parameter_format"),
        ({"body": "x" * 2001}, "body", "syntax_constraint_violation"),
        ({"type": "mt_fax"}, "type", "syntax_invalid_parameter_format"),
        ({"type": "mt_binary", "body": "AQ=="}, "udh", "syntax_constraint_violation"),
        ({"type": "mt_binary", "body": "AQ==", "udh": "zz"}, "udh", "syntax_invalid_parameter_format"),
        ({"type": "mt_binary", "udh": "00", "body": "?"}, "body", "syntax_invalid_parameter_format"),
        ({"type": "mt_media", "body": {"url": "https://a.example", "x": ""}}, "body.x", "syntax_constraint_violation"),
        ({"strict_validation": True}, "strict_validation", "syntax_constraint_violation"),
        ({"sendAt": "2026-03-03T00:00:00Z"}, "sendAt", "syntax_constraint_violation"),
        ({"send_at": "tomorrow"}, "send_at", "syntax_invalid_parameter_format"),
        ({"delivery_report": "some"}, "delivery_report", "syntax_invalid_parameter_format"),
        ({"parameters": {"name": {"default": 1}}}, "parameters.name.default", "syntax_invalid_parameter_format"),
        ({"callback_url": "example.com"}, "callback_url", "syntax_invalid_parameter_format"),
        ({"from_ton": 7}, "from_ton", "syntax_constraint_violation"),
    ],
)  # fmt: skip
def test_invalid_body_names_the_field(simulator, sms, change, field, code):
    response = sms("POST", "/batches", {**SEND, **change})
    assert response.status == 400, response.data
    assert response.json()["text"].startswith(f"{field}: ")
    assert response.json()["code"] == code
    assert simulator.requests[-1].problems[0].startswith(f"{field}: ") or field == "to[0]"
    assert not simulator.sent_messages()


def test_missing_and_broken_bodies(pool, sms):
    url = f"{sms.base}/batches"
    assert sms("POST", "/batches", {"to": ["+12025550123"]}).json()["text"] == "body: is required"
    headers = {**sms.headers, "Content-Type": "application/json"}
    assert pool.request("POST", url, body=b"{", headers=headers).json()["code"] == "syntax_invalid_json"
    assert pool.request("POST", url, headers=headers).status == 400
    assert pool.request("POST", url, body=b"{}", headers={**headers, "Content-Type": "text/plain"}).status == 415
    assert pool.request("POST", url, body=b"{}", headers=sms.headers).status == 415


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page": "x"}, "page"),
        ({"page": -1}, "page"),
        ({"page_size": 101}, "page_size"),
        ({"start_date": "2026-03-02"}, "start_date"),
        ({"per_page": 1}, "per_page"),
    ],
)
def test_invalid_query_names_the_field(sms, query, field):
    response = sms("GET", "/batches", **query)
    assert response.status == 400
    assert response.json()["text"].startswith(f"{field}: ")


def test_repeated_scalar_in_the_query(sms):
    assert sms("GET", "/batches?page=0&page=1").json()["text"] == "page: is given more than once"


def test_joined_array_in_the_query(sms):
    batch = sms.send()
    assert sms("GET", f"/batches/{batch['id']}/delivery_report?status=Dispatched,Failed&code=401").status == 200
    response = sms("GET", f"/batches/{batch['id']}/delivery_report?status=Dispatched,Sent&code=401,x")
    assert response.json()["text"].startswith("code[1]: ")
    assert "status[1]: " in response.json()["text"]


def test_records(simulator, sms):
    sms("GET", "/batches/a%2Fb/delivery_report/%2B12025550123?")
    sms("POST", "/batches/dry_run?per_recipient=true", SEND)
    first, second = simulator.requests
    assert (first.product, first.method, first.operation_id) == ("sms", "GET", "GetDeliveryReportByPhoneNumber")
    assert first.raw_path.endswith("/batches/a%2Fb/delivery_report/%2B12025550123")
    assert first.path.endswith("/batches/a/b/delivery_report/+12025550123")
    assert (first.status, first.taken) == (404, False)
    assert second.query == [("per_recipient", "true")]
    assert second.json == SEND
    assert second.headers["AUTHORIZATION"] == sms.headers["Authorization"]
    assert (second.status, second.taken) == (200, True)


def test_same_run_same_responses(sms):
    responses = [sms.send()]
    with Simulator() as other:
        sms.base = sms.base.replace(sms.simulator.url, other.url)
        responses.append(sms.send())
    assert responses[0] == responses[1]
    assert responses[0]["created_at"] == "2026-03-02T10:00:00.001Z"
    assert len(responses[0]["id"]) == 26


def test_fault_status_leaves_the_state_alone(simulator, sms):
    simulator.fail("SendSMS", status=503, times=2)
    assert sms("GET", "/groups").status == 200
    assert [sms("POST", "/batches", SEND).status for _ in range(3)] == [503, 503, 201]
    assert len(simulator.sent_messages()) == 1
    assert [request.taken for request in simulator.requests] == [True, False, False, True]


def test_fault_with_retry_after(simulator, sms):
    simulator.fail(retry_after=2)
    simulator.fail(status=503, retry_after=datetime(2026, 3, 2, 10, 0, 5, tzinfo=timezone.utc), headers={"X-More": "1"})
    first, second = sms("GET", "/groups"), sms("GET", "/groups")
    assert (first.status, first.headers["Retry-After"]) == (429, "2")
    assert first.json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert (second.status, second.headers["Retry-After"]) == (503, "Mon, 02 Mar 2026 10:00:05 GMT")
    assert second.headers["X-More"] == "1"


def test_fault_for_any_operation_spares_the_token(simulator, sms, token):
    fault = simulator.fail(status=500, times=None)
    token()
    assert sms("GET", "/groups").status == 500
    assert sms("GET", "/batches").status == 500
    fault.stop()
    assert sms("GET", "/groups").status == 200
    assert fault.used == 2


def test_fault_of_an_unknown_operation(simulator):
    with pytest.raises(ValueError, match="SendSms"):
        simulator.fail("SendSms", status=500)


@pytest.mark.parametrize(
    ("reset", "sent", "status"), [("before", 0, None), ("after", 1, None), ("mid_response", 1, 201)]
)
def test_fault_reset(simulator, sms, reset, sent, status):
    simulator.fail("SendSMS", reset=reset)
    with pytest.raises(urllib3.exceptions.ProtocolError) as caught:
        sms("POST", "/batches", SEND)
    assert isinstance(caught.value.args[1], ConnectionResetError | http.client.IncompleteRead)
    assert len(simulator.sent_messages()) == sent
    assert (simulator.requests[-1].taken, simulator.requests[-1].status) == (sent == 1, status)
    sms.send()
    assert simulator.connections == 2


def test_fault_truncate(simulator, sms):
    simulator.fail("SendSMS", truncate=True)
    with pytest.raises(urllib3.exceptions.ProtocolError) as caught:
        sms("POST", "/batches", SEND)
    assert isinstance(caught.value.args[1], http.client.IncompleteRead)
    assert len(simulator.sent_messages()) == 1


def test_fault_body(simulator, sms):
    simulator.fail("SendSMS", body=b"<html>", content_type="text/html")
    response = sms("POST", "/batches", SEND)
    assert (response.status, response.data, response.headers["Content-Type"]) == (201, b"<html>", "text/html")
    assert simulator.requests[-1].taken


def test_fault_delay_and_drip(simulator, sms):
    simulator.fail("ListGroups", delay=0.1)
    simulator.fail("ListGroups", drip=0.0005)
    for least in (0.1, 0.05):
        started = time.perf_counter()
        assert sms("GET", "/groups").json()["count"] == 0
        assert time.perf_counter() - started >= least
    assert simulator.connections == 1


def test_close_does_not_wait_for_a_delay(simulator, sms):
    simulator.fail(delay=600)
    failures = []

    def call():
        try:
            sms("GET", "/groups")
        except urllib3.exceptions.ProtocolError as error:
            failures.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while not simulator.requests:
        time.sleep(0.001)
    simulator.close()
    thread.join(60)
    assert len(failures) == 1


def test_clear(simulator, sms, token):
    text = token()
    sms.send()
    simulator.fail(status=500)
    simulator.clear()
    assert simulator.requests == simulator.sent_messages() == simulator.events == []
    assert sms("GET", "/batches").json() == {"count": 0, "page": 0, "page_size": 0, "batches": []}
    assert text


def test_responses_that_break_the_spec_are_bugs(simulator, sms, monkeypatch):
    handlers = {**type(simulator.sms).handlers, "ListGroups": lambda product, call: {"count": 0, "pages": 1}}
    monkeypatch.setattr(type(simulator.sms), "handlers", handlers)
    response = sms("GET", "/groups")
    assert response.status == 500
    assert b"simulator bug" in response.data
    assert b"pages: is not a known field" in response.data


def test_many_threads(simulator, sms):
    pool = urllib3.PoolManager(maxsize=8)
    sms.pool = pool

    def work():
        for number in range(10):
            sms.send(body=str(number))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.clear()
    assert len(simulator.sent_messages()) == 80
    assert len({message.id for message in simulator.sent_messages()}) == 80
    assert simulator.connections == len({request.connection for request in simulator.requests}) <= 8
    assert json.loads(sms("GET", "/batches", page_size=1).data)["count"] == 80
