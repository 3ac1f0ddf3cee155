"""Signatures of requests and events of applications: the published ones, and what must not pass for them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch.core.signing import SignatureScheme
from sinch.domains.verification import VerificationSinchEvent
from sinch.testing.events import compute_signature
from sinch_api.verification import service, webhooks

KEY, SECRET = "11111111-2222-3333-4444-555555555555", "AAECAwQFBgcICQoLDA0ODw=="
SCHEME: SignatureScheme = webhooks.SIGNATURE


class Vector(NamedTuple):
    """A request and its signature."""

    secret: str
    method: str
    path: str
    content_type: str
    timestamp: str
    body: str
    signature: str


VECTORS = {
    "published with the Java SDK": Vector(
        "bXkta2V5LXNlY3JldA==",
        "POST",
        "/path/pathParamValue",
        "application/json; charset=UTF-8",
        "2023-11-22T09:10:11.999Z",
        '{"identity":{"type":"number","endpoint":"+33444555666"},"method":"sms"}',
        "QP3OzQZVzRZAEev6DBLvJkgpiqyZPuXYsc7oyjUV0K8=",
    ),
    "published with the callbacks of calls": Vector(
        "BeIukql3pTKJ8RGL5zo0DA==",
        "POST",
        "/sinch/callback/ace",
        "application/json",
        "2014-09-24T10:59:41Z",
        '{"event":"ace","callid":"822aa4b7-05b4-4d83-87c7-1f835ee0b6f6_257",'
        '"timestamp":"2014-09-24T10:59:41Z","version":1}',
        "Tg6fMyo8mj9pYfWQ9ssbx3Tc1BNC87IEygAfLbJqZb4=",
    ),
    "published with a literal plus": Vector(
        "JViE5vDor0Sw3WllZka15Q==",
        "POST",
        "/v1/sms/+46700000000",
        "application/json",
        "2014-06-04T13:41:58Z",
        '{"message":"Hello world"}',
        "qDXMwzfaxCRS849c/2R0hg0nphgdHciTo7OdM6MsdnM=",
    ),
    "published with the second version of Voice": Vector(
        "F5wrP9SKYU6w8sbZXkp7GA==",
        "POST",
        "/voice-webhooks",
        "application/json; charset=utf-8",
        "2026-04-01T12:00:00.0000000Z",
        '{"event":"call.incoming","call":{"callId":"01AN4Z07BY79KA1307SR9X4MV3"}}',
        "EWFtVTrykdhMTdyYSbn40GBJpf5UBeggO9T99sdwLyY=",
    ),
    "published with the Node SDK, whose key is not given as Base64": Vector(
        "app+secreg==",
        "POST",
        "/webhook",
        "application/json; charset=utf-8",
        "2024-01-19T09:19:28.9372196Z",
        '{"id":"018d2104-aaa-bbbb-1234","price":{"amount":0.0308},"rate":{"amount":0.0}}',
        "p7hUz20oz16Fhfogs4Z0X+VA/Nhuu505I1alXYqwlKw=",
    ),
    "without a body": Vector(
        SECRET,
        "GET",
        "/verification/v1/verifications/sms/number/+12025550123",
        "",
        "2026-05-04T10:20:30Z",
        "",
        "pahti2qtYdZJAYgaBMwbnFys++ofDwokYKWSkWGe+Xs=",
    ),
    "a deletion with a body": Vector(
        SECRET,
        "DELETE",
        "/v1/configuration/numbers",
        "application/json",
        "2026-05-04T10:20:30Z",
        '{"number":"+12025550101","applicationkey":"11111111-2222-3333-4444-555555555555"}',
        "2Hku7+S4PJJBVzTIpNzj6fQpBKA1kw1t1AX8ZbtmWbc=",
    ),
    "the start of a verification": Vector(
        SECRET,
        "POST",
        "/verification/v1/verifications",
        "application/json; charset=utf-8",
        "2026-05-04T10:20:30Z",
        '{"identity":{"type":"number","endpoint":"+12025550123"},"method":"sms"}',
        "gfR37FnPXQXFdgmcMrsMlnmqCVxjntw9yAsyma3TI5g=",
    ),
    "the status of a verification": Vector(
        SECRET,
        "GET",
        "/verification/v1/verifications/id/1234567890",
        "",
        "2026-05-04T10:20:30Z",
        "",
        "tRWSY74rw5y3NlQzf1s6nHinQwMFHnmwIiTTnQ2BIoI=",
    ),
    "an event": Vector(
        SECRET,
        "POST",
        "/hooks/verification",
        "application/json",
        "2026-05-04T10:20:31Z",
        '{"event":"VerificationResultEvent","id":"1234567890","method":"sms","status":"SUCCESSFUL"}',
        "g64B0oyNwxQsvAFdaMq2rWtLU3hP3mFmrhl0L3SMIOA=",
    ),
}
vectors = pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)


def signature(vector: Vector) -> str:
    keyed = SCHEME.keyed(vector.secret)
    assert keyed is not None
    return SCHEME.compute(
        keyed,
        vector.body,
        timestamp=vector.timestamp,
        method=vector.method,
        path=vector.path,
        content_type=vector.content_type,
    )


def accepted(vector: Vector, **arguments: Any) -> bool:
    """Return whether the handler of events takes a request with the signature of a vector."""
    headers = {
        "authorization": f"application {KEY}:{vector.signature}",
        "X-Timestamp": vector.timestamp,
        "Content-Type": vector.content_type,
    }
    handler = VerificationSinchEvent(vector.secret, application_key=KEY)
    given: dict[str, Any] = {"method": vector.method, "path": vector.path, **arguments}
    return handler.validate_authentication_header(headers, vector.body, **given)


def test_events_and_requests_are_signed_alike() -> None:
    assert service.SERVICE.signature == SCHEME
    assert hash(service.SERVICE.signature) == hash(SCHEME)


@vectors
def test_published_signatures(vector: Vector) -> None:
    assert signature(vector) == vector.signature
    assert accepted(vector)


@vectors
def test_the_simulator_comes_to_the_same_by_itself(vector: Vector) -> None:
    scheme = {
        "algorithm": "hmac-sha256",
        "encoding": "base64",
        "secret": "base64",
        "signed": "{method}\n{content_md5}\n{content_type}\nx-timestamp:{timestamp}\n{path}",
    }
    values = {name: getattr(vector, name) for name in ("method", "path", "content_type", "timestamp")}
    assert compute_signature(scheme, vector.secret, vector.body.encode(), values) == vector.signature


@vectors
@pytest.mark.parametrize(
    "change",
    [
        {"secret": "AAECAwQFBgcICQoLDA0ODg=="},
        {"method": "PUT"},
        {"path": "/another"},
        {"content_type": "text/plain"},
        {"timestamp": "2026-05-04T10:20:32Z"},
        {"body": "{}"},
    ],
    ids=str,
)
def test_nothing_of_it_may_change(vector: Vector, change: dict[str, str]) -> None:
    changed = vector._replace(**change)
    assert signature(changed) != vector.signature
    assert not accepted(changed)


@given(st.binary(min_size=1, max_size=60), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_byte_of_the_body_may_change(body: bytes, place: int, change: int) -> None:
    keyed = SCHEME.keyed(SECRET)
    assert keyed is not None
    place %= len(body)
    other = body[:place] + bytes([body[place] ^ change]) + body[place + 1 :]
    assert SCHEME.compute(keyed, body) != SCHEME.compute(keyed, other)


@pytest.mark.parametrize(
    "secret", ["", "no base64!", "AAECAwQ", "AAECAwQFBgcICQoLDA0ODw", "AAEC\nAwQF", "AAE-", "====", "é" * 4]
)
def test_what_is_not_base64_makes_no_key(secret: str) -> None:
    assert SCHEME.keyed(secret) is None
