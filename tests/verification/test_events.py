"""Events of the Verification API: verified over method and path, read, and replied to."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timezone
from typing import Any

import pytest
from urllib3.util import Url

import sinch
from sinch import ArgumentError, EventError, SignatureError, SinchClient
from sinch.core.model import Model
from sinch.domains.verification import (
    SmsEventOptions,
    VerificationRequestEvent,
    VerificationResultEvent,
    VerificationSinchEvent,
    VerificationSmsDeliveredEvent,
)
from sinch.testing import Simulator, sign
from tests.applications import application
from tests.both_colours import both_colours, synchronous

pytestmark = both_colours

ADA, KEY, SECRET = "+12025550123", "key-1", "AAECAwQFBgcICQoLDA0ODw=="
PATH = "/hooks/verification"
BODY = b'{"event":"VerificationResultEvent","id":"1","method":"sms","status":"SUCCESSFUL"}'
HANDLER = VerificationSinchEvent(SECRET, application_key=KEY)


def test_an_application_is_asked_and_told(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    handler, events = sinch_client.verification.sinch_events, []

    def reply(headers: dict[str, str], body: bytes, path: str) -> Any:
        event = handler.verify_and_parse(headers, body, path=path, tolerance=None)
        events.append(event)
        return handler.allow(sms={"code": "4821"}) if isinstance(event, VerificationRequestEvent) else None

    with application(reply) as address:
        sinch_simulator.verification.callback_url = f"{address}{PATH}?app=1"
        started = sinch_client.verification.verifications.start_sms(ADA, custom="spring", accept_language="sv-SE")
        sinch_simulator.verification.deliver(started.id)
        reported = sinch_client.verification.verifications.report_sms_by_id(started.id, "4821")
    assert reported.status == "SUCCESSFUL"
    assert [type(event) for event in events] == [
        VerificationRequestEvent,
        VerificationSmsDeliveredEvent,
        VerificationResultEvent,
    ]
    assert (events[0].identity.endpoint, events[0].custom, events[0].accept_language) == (ADA, "spring", ["sv-SE"])
    assert events[1].sms_result == "Successful"
    assert events[2].status == "SUCCESSFUL"


@pytest.mark.parametrize(
    ("reply", "said", "status", "reason"),
    [
        (HANDLER.deny(), "Denied by callback", "DENIED", "Denied by callback"),
        ({"action": "perhaps"}, "Invalid callback: action", "FAIL", "Invalid callback"),
        ("yes", "Invalid callback", "FAIL", "Invalid callback"),
        (
            HANDLER.allow(whatsapp={"code_type": "Alpha"}),
            "whatsapp: does not belong to sms",
            "FAIL",
            "Invalid callback",
        ),
    ],
    ids=str,
)
def test_a_reply_can_end_it(
    reply: Any, said: str, status: str, reason: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.on_event(
        lambda event: reply if event.json["event"] == "VerificationRequestEvent" else None, "verification"
    )
    with pytest.raises(sinch.PermissionDeniedError, match=said) as caught:
        sinch_client.verification.verifications.start_sms(ADA, reference="signup-1")
    assert caught.value.code == 40303
    found = sinch_client.verification.verification_status.get_by_reference("signup-1")
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("reply", "limit", "said"),
    [
        (None, 5, "Invalid callback: there was no reply"),
        (500, 5, "Invalid callback: there was no reply, but status 500"),
        ({"action": "allow"}, 0, "Invalid callback: the reply came after .* seconds; 0 are allowed"),
    ],
)
def test_without_a_reply_in_time_it_fails(
    reply: Any, limit: float, said: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.verification.reply_limit = limit
    with application(lambda *_: reply) as address:
        sinch_simulator.verification.callback_url = address
        with pytest.raises(sinch.PermissionDeniedError, match=said):
            sinch_client.verification.verifications.start_sms(ADA)


def test_the_application_may_call_meanwhile(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    seen = []

    def reply(headers: dict[str, str], body: bytes, path: str) -> Any:
        client = sinch_simulator.client()
        with client:
            seen.append(client.verification.verification_status.get_by_reference("signup-1").status)
        return client.verification.sinch_events.allow()

    with application(reply) as address:
        sinch_simulator.on_event(address, "verification")
        sinch_client.verification.verifications.start_sms(ADA, reference="signup-1")
    assert seen == ["PENDING"]


@synchronous
@pytest.mark.parametrize(
    "path", [PATH, f"{PATH}?app=1", f"https://example.com{PATH}", f"https://example.com:8443{PATH}?a=b#c"]
)
def test_the_path_may_be_a_whole_address(path: str, colour: str) -> None:
    headers = HANDLER.sign(BODY, path=PATH)
    assert HANDLER.validate_authentication_header(headers, BODY, path)
    assert HANDLER.verify_and_parse(headers, BODY, path=path).status == "SUCCESSFUL"
    assert not HANDLER.validate_authentication_header(headers, BODY, path, "PUT")
    assert not HANDLER.validate_authentication_header(headers, BODY, "/hooks")
    assert HANDLER.validate_authentication_header(HANDLER.sign(BODY, path="https://example.com"), BODY, "/")


@synchronous
@pytest.mark.parametrize("address", [PATH.encode(), Url("https", host="example.com", path=PATH, query="a=b")])
def test_an_address_may_be_an_object_of_a_framework(address: Any, colour: str) -> None:
    assert HANDLER.verify_and_parse(HANDLER.sign(BODY, path=PATH), BODY, path=address).status == "SUCCESSFUL"


@synchronous
@pytest.mark.parametrize("signed", ["/hooks/f%C3%B6r%20dig", "/hooks/för dig"])
@pytest.mark.parametrize("received", ["/hooks/f%C3%B6r%20dig", "https://example.com/hooks/för dig?a=b"])
def test_a_framework_may_have_decoded_the_path(signed: str, received: str, colour: str) -> None:
    headers = HANDLER.sign(BODY, path=signed)
    assert HANDLER.validate_authentication_header(headers, BODY, received)
    assert not HANDLER.validate_authentication_header(headers, BODY, "/hooks/for dig")


@synchronous
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x-timestamp": "soon"}, "its time stamp is not a date-time"),
        ({"x-timestamp": "2020-01-01T00:00:00.1234567Z"}, "seconds old; 300 are tolerated"),
        ({"Authorization": f"Bearer {KEY}:abc"}, "the scheme or the key differs"),
        ({"Authorization": "Application abc"}, "the scheme or the key differs"),
        ({"Authorization": "Application other:abc"}, "the scheme or the key differs"),
        ({"Authorization": f"Application {KEY}:abc"}, "its signature is another one"),
        ({"Authorization": f"Application {KEY}:é"}, "its signature is another one"),
        ({"Content-Type": "text/plain"}, "method, path or Content-Type"),
        ({"Authorization": None}, "the header authorization is missing"),
        ({"x-timestamp": None}, "the header x-timestamp is missing"),
    ],
)
def test_why_an_event_is_rejected(change: dict[str, str | None], said: str, colour: str) -> None:
    headers = {**HANDLER.sign(BODY, path=PATH), **change}
    headers = {name: value for name, value in headers.items() if value is not None}
    with pytest.raises(SignatureError, match=said):
        HANDLER.verify_and_parse(headers, BODY, path=PATH)
    assert not HANDLER.validate_authentication_header(headers, BODY + b" ", PATH)


@synchronous
def test_secrets_and_keys(colour: str) -> None:
    headers = HANDLER.sign(BODY, path=PATH)
    plain = VerificationSinchEvent()
    assert not plain.validate_authentication_header(headers, BODY, PATH)
    assert plain(SECRET).validate_authentication_header(headers, BODY, PATH), "any key will do"
    assert plain(["b3RoZXI=", SECRET], application_key=KEY).validate_authentication_header(headers, BODY, PATH)
    assert not plain(SECRET, application_key="key-2").validate_authentication_header(headers, BODY, PATH)
    broken = plain("not base64!", application_key=KEY)
    assert not broken.validate_authentication_header(headers, BODY, PATH)
    with pytest.raises(SignatureError, match="is not Base64"):
        broken.verify_and_parse(headers, BODY, path=PATH)
    with pytest.raises(ArgumentError, match="is not Base64"):
        broken.sign(BODY, path=PATH)
    with pytest.raises(ArgumentError, match="application_key="):
        plain(SECRET).sign(BODY, path=PATH)
    with pytest.raises(ArgumentError, match="no secret"):
        plain.sign(BODY, path=PATH)
    for again in (copy.copy(HANDLER), pickle.loads(pickle.dumps(HANDLER))):
        assert again.validate_authentication_header(headers, BODY, PATH)
        assert SECRET not in repr(again)
    wsgi = {"HTTP_AUTHORIZATION": headers["Authorization"], "HTTP_X_TIMESTAMP": headers["x-timestamp"]}
    assert HANDLER.validate_authentication_header({**wsgi, "CONTENT_TYPE": "application/json"}, BODY, PATH)


@synchronous
def test_the_helper_of_the_simulator_signs_alike(colour: str) -> None:
    headers = {**sign(BODY, SECRET, "verification", path=PATH, key=KEY), "Content-Type": "application/json"}
    assert HANDLER.verify_and_parse(headers, BODY, path=PATH).method == "sms"
    now = datetime.now(timezone.utc).isoformat()
    again = sign(BODY.decode(), SECRET, "verification", timestamp=now, path=PATH, key=KEY, method="PUT")
    assert HANDLER.validate_authentication_header(
        {**again, "Content-Type": "application/json"}, BODY, PATH, "put", tolerance=60
    )


@synchronous
def test_replies_are_checked(colour: str) -> None:
    assert HANDLER.allow() == {"action": "allow"}
    assert HANDLER.deny() == {"action": "deny"}
    given = HANDLER.allow(sms=SmsEventOptions(code="1", accept_language=["en-US"]))
    assert given == {"action": "allow", "sms": {"code": "1", "acceptLanguage": ["en-US"]}}
    assert HANDLER.allow(flash_call={"cli": ADA, "dial_timeout": 20})["flashCall"] == {"cli": ADA, "dialTimeout": 20}
    assert HANDLER.allow(phone_call={"speech": {"locale": "en-GB"}})["callout"] == {"speech": {"locale": "en-GB"}}
    with pytest.raises(ArgumentError, match="sms and whatsapp"):
        HANDLER.allow(sms={"code": "1"}, whatsapp={"code_type": "Alpha"})
    for wrong, said in (
        ({"sms": "4821"}, "^sms must be a dictionary or a SmsEventOptions, not str$"),
        ({"sms": {"code": 4821}}, r"^sms\.code must be a string, not int$"),
        ({"flash_call": {"dial_timeout": 121}}, r"^flash_call\.dial_timeout must be 5 to 120, not 121$"),
        ({"whatsapp": {"acceptLanguage": "en"}}, r"^whatsapp\.acceptLanguage must be a list, not str$"),
    ):
        with pytest.raises(ArgumentError, match=said):
            HANDLER.allow(**wrong)  # type: ignore[arg-type]


@synchronous
def test_unknown_and_malformed_events(colour: str) -> None:
    assert type(HANDLER.parse_event({"event": "VerificationParty", "id": "1"})) is Model
    with pytest.raises(EventError):
        HANDLER.parse_event(b"[]")
