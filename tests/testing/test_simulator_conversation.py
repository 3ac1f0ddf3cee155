"""The simulated Conversation API: what it rejects, and what can happen to a message."""

from urllib.parse import urlencode

import pytest

from sinch.testing.conversation import APP

CONTACT = "01JEXAMPLE00000000CONTACT1"


@pytest.fixture
def conversation(simulator, pool, token):
    """Call the API with an access token; paths are below that of the project."""
    base = f"{simulator.origins['conversation_origin']}/v1/projects/{simulator.credentials.project_id}"
    headers = {"Authorization": f"Bearer {token()}"}

    def call(method, path, body=None, **query):
        url = base + path + (f"?{urlencode(query)}" if query else "")
        content = {} if body is None else {"json": body}
        return pool.request(method, url, headers=headers, retries=False, **content)

    return call


@pytest.fixture
def send(conversation):
    def sent(**fields):
        request = {"app_id": APP, "recipient": {"contact_id": CONTACT}, "message": {"text_message": {"text": "Hi"}}}
        return conversation("POST", "/messages:send", {**request, **fields})

    return sent


def error_of(response):
    """Return the message of an error response with status 400."""
    assert response.status == 400, response.data
    error = response.json()["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    return error["message"]


def test_every_operation_is_carried_out(simulator):
    assert simulator.conversation.handlers.keys() == simulator.conversation.spec.operations.keys()


def test_deliver(simulator, send):
    message_id = send().json()["message_id"]
    simulator.deliver_message(message_id, "FAILED", "RECIPIENT_NOT_REACHABLE", description="Switched off")
    report = simulator.events[-1].json["message_delivery_report"]
    assert (report["message_id"], report["status"]) == (message_id, "FAILED")
    assert report["reason"] == {"code": "RECIPIENT_NOT_REACHABLE", "description": "Switched off"}


def test_unknown_statuses_and_messages_are_rejected(simulator, send):
    message_id = send().json()["message_id"]
    events = len(simulator.events)
    with pytest.raises(ValueError, match="'NOPE' is not one of QUEUED_ON_CHANNEL, DELIVERED, READ"):
        simulator.deliver_message(message_id, "NOPE")
    with pytest.raises(ValueError, match="'NOPE' is not one of UNKNOWN, INTERNAL_ERROR, "):
        simulator.deliver_message(message_id, "FAILED", "NOPE")
    with pytest.raises(LookupError, match="message NOPE was not sent"):
        simulator.deliver_message("NOPE")
    assert len(simulator.events) == events


def test_receive_on_an_unknown_channel(simulator):
    with pytest.raises(ValueError, match="'NOPE' is not one of WHATSAPP, RCS, SMS, "):
        simulator.receive_message("+12025550123", "Hi", channel="NOPE")


@pytest.mark.parametrize("ttl", ["3s", "9s", "10s", "003s", "86400s", "315576000000s"])
def test_ttl(send, ttl):
    assert send(ttl=ttl).status == 200


@pytest.mark.parametrize("ttl", ["0s", "2s", "002s", "315576000001s", "1000000000000s", "10", "s", "-5s", "3.5s", ""])
def test_ttl_out_of_range(send, ttl):
    assert error_of(send(ttl=ttl)).startswith("ttl: ")


def test_conversation_metadata_has_a_limit(send):
    assert send(conversation_metadata={"note": "é" * 2037}).status == 200
    assert error_of(send(conversation_metadata={"note": "é" * 2038})).startswith("conversation_metadata: ")
    assert error_of(send(conversation_metadata={"ids": list(range(1000))})).startswith("conversation_metadata: ")


def test_a_list_ends_after_it_starts(conversation):
    early, late = "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"
    assert conversation("GET", "/messages", start_time=early, end_time=late).status == 200
    assert conversation("GET", "/messages", end_time=early).status == 200
    for start, end in ((late, early), (early, early), (early, "2026-03-02T11:00:00+01:00")):
        assert error_of(conversation("GET", "/messages", start_time=start, end_time=end)).startswith("end_time: ")


def test_contacts_have_no_dispatched_messages(conversation):
    last = "/messages:fetch-last-message"
    assert conversation("POST", last, {"contact_ids": [CONTACT]}).status == 200
    dispatched = {"messages_source": "DISPATCH_SOURCE"}
    assert conversation("POST", last, {"channel_identities": ["12025550123"], **dispatched}).status == 200
    assert error_of(conversation("POST", last, {"contact_ids": [CONTACT], **dispatched})).startswith("contact_ids: ")


@pytest.mark.parametrize("bad", ["my-app", "01JEXAMPLE000000000000APP", "01JEXAMPLE000000000000APP12"])
def test_an_id_has_26_characters(conversation, send, bad):
    assert error_of(send(app_id=bad)).startswith("app_id: ")
    assert error_of(send(recipient={"contact_id": bad})).startswith("recipient.contact_id: ")
    for name in ("app_id", "contact_id", "conversation_id"):
        assert error_of(conversation("GET", "/messages", **{name: bad})).startswith(f"{name}: ")
    for name, value in (("app_id", bad), ("contact_ids", [CONTACT, bad])):
        response = conversation("POST", "/messages:fetch-last-message", {name: value})
        assert error_of(response).startswith(name)
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"metadata": ""})):
        assert error_of(conversation(method, f"/messages/{bad}", body)).startswith("message_id: ")


def test_an_unknown_message_is_not_found(conversation):
    assert conversation("GET", "/messages/01JEXAMPLE0000000000NONE01").status == 404


def test_credentials_are_checked_before_ids(simulator, pool):
    base = f"{simulator.origins['conversation_origin']}/v1/projects/{simulator.credentials.project_id}"
    assert pool.request("GET", f"{base}/messages/short", retries=False).status == 401
