"""`UNSET` wherever a value can be: it is left out or rejected, and never becomes text or a value of its own."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from sinch import UNSET, ArgumentError, SinchClient, SinchException
from sinch.core.kinds import ANY, BASE64, BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, NUMBER, STRING, Kind, ListOf, MapOf
from sinch.core.model import Model
from sinch.core.unset import Unset
from sinch.core.urls import encode_segment
from sinch.core.values import dump_any, dump_scalar, plain
from sinch.domains.sms import TextRequest
from sinch.testing import Simulator
from sinch_api.sms import kinds as sms_kinds

ADA = "+12025550123"
ANYTHING: Any = UNSET
KINDS = {
    "any": ANY,
    "string": STRING,
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "base64": BASE64,
    "datetime": DATETIME,
    "date": DATE,
    "decimal": DECIMAL,
    "list": ListOf(STRING),
    "map": MapOf(STRING),
    "model": sms_kinds.TextRequest,
    "union": sms_kinds.BatchRequest,
}


def test_it_is_one_and_falsy() -> None:
    assert UNSET is Unset.UNSET
    assert not UNSET
    assert repr(UNSET) == str(UNSET) == f"{UNSET}" == "UNSET"
    for same in (copy.copy(UNSET), copy.deepcopy(UNSET), pickle.loads(pickle.dumps(UNSET)), Unset["UNSET"]):
        assert same is UNSET
    assert list(Unset) == [UNSET]


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_makes_a_value_of_it(name: str) -> None:
    kind: Kind = KINDS[name]
    with pytest.raises(ArgumentError):
        kind.check("argument", UNSET)
    try:
        dumped = kind.dump(UNSET)
    except ArgumentError:
        return
    assert dumped is UNSET, "which JSON has no form for"


def test_no_helper_makes_a_value_of_it() -> None:
    assert plain(UNSET) is UNSET
    for use in (dump_any, dump_scalar, lambda value: encode_segment("id", value)):
        with pytest.raises(ArgumentError):
            use(UNSET)
    assert dump_any({"a": UNSET, "b": [1, UNSET, {"c": UNSET}], "d": (UNSET,)}) == {"b": [1, {}], "d": []}
    with pytest.raises(ArgumentError, match="UNSET cannot be sent"):
        json.dumps({"a": UNSET}, default=dump_scalar)


CALLS: dict[str, tuple[Callable[[SinchClient], object], Any]] = {
    "a required list": (lambda client: client.sms.batches.send_sms(to=ANYTHING, body="Hi"), None),
    "a required text": (lambda client: client.sms.batches.send_sms(to=[ADA], body=ANYTHING), None),
    "a path": (lambda client: client.sms.batches.get(ANYTHING), None),
    "a second part of a path": (lambda client: client.sms.delivery_reports.get_for_number("b", ANYTHING), None),
    "a required query": (
        lambda client: client.numbers.search_for_available_numbers(region_code=ANYTHING, number_type="LOCAL"),
        None,
    ),
    "an optional argument": (
        lambda client: client.sms.batches.send_sms(to=[ADA], body="Hi", send_at=ANYTHING, flash_message=ANYTHING),
        {"to": [ADA], "body": "Hi", "type": "mt_text"},
    ),
    "an entry of a list": (
        lambda client: client.sms.batches.send_sms(to=[ADA, ANYTHING], body="Hi"),
        {"to": [ADA], "body": "Hi", "type": "mt_text"},
    ),
    "a nested dictionary": (
        lambda client: client.sms.batches.send_sms(
            to=[ADA], body="Hi", parameters={"name": {ADA: "Ada", "default": ANYTHING}, "other": ANYTHING}
        ),
        {"to": [ADA], "body": "Hi", "type": "mt_text", "parameters": {"name": {ADA: "Ada"}}},
    ),
    "a request object": (
        lambda client: client.sms.batches.send(TextRequest(to=[ADA], body="Hi", send_at=ANYTHING)),
        {"to": [ADA], "body": "Hi", "type": "mt_text"},
    ),
    "a dictionary": (
        lambda client: client.sms.batches.send({"type": "mt_text", "to": [ADA], "body": "Hi", "sendAt": ANYTHING}),
        {"to": [ADA], "body": "Hi", "type": "mt_text"},
    ),
    "a discriminator": (
        lambda client: client.sms.batches.send({"type": ANYTHING, "to": [ADA], "body": "Hi"}),
        {"to": [ADA], "body": "Hi"},
    ),
    "a body of options": (
        lambda client: client.sms.batches.send_sms(to=[ADA], body="Hi", options={"body": {"more": ANYTHING}}),
        None,
    ),
    "a nested body of options": (
        lambda client: client.sms.batches.send_sms(to=[ADA], body="Hi", options={"body": {"more": {"x": ANYTHING}}}),
        None,
    ),
    "a query of options": (lambda client: client.sms.groups.list(options={"query": {"more": ANYTHING}}), None),
    "a list in a query of options": (
        lambda client: client.sms.groups.list(options={"query": {"more": ["a", ANYTHING]}}),
        None,
    ),
    "a header of options": (lambda client: client.sms.groups.list(options={"headers": {"X-A": ANYTHING}}), None),
    "a timeout of options": (lambda client: client.sms.groups.list(options={"timeout": ANYTHING}), None),
    "retries of options": (lambda client: client.sms.groups.list(options={"max_retries": ANYTHING}), None),
    "a raw body": (lambda client: client.request("POST", "/x", product="sms", body=ANYTHING), None),
    "a raw path": (lambda client: client.request("POST", ANYTHING, product="sms"), None),
    "an entry of a raw body": (lambda client: client.request("POST", "/x", product="sms", body=[ANYTHING]), []),
}


@pytest.mark.parametrize("name", CALLS)
def test_it_is_left_out_or_rejected_and_never_sent(name: str, sinch_simulator: Simulator) -> None:
    call, expected = CALLS[name]
    problem: SinchException | None = None
    with sinch_simulator.client(max_retries=0) as client:
        try:
            call(client)
        except SinchException as error:
            problem = error
    requests = [each for each in sinch_simulator.requests if each.operation_id != "getAccessToken"]
    if isinstance(problem, ValueError):
        assert not requests, "nothing was sent"
    assert "object object" not in str(problem)
    for request in requests:
        sent = f"{request.raw_path}?{request.raw_query} {request.body.decode()}".upper()
        assert "UNSET" not in sent
        assert "OBJECT" not in sent
    assert [json.loads(each.body) for each in requests if each.body] == ([] if expected is None else [expected])


def test_an_attribute_that_is_set_to_it_is_gone() -> None:
    request: Any = TextRequest(to=[ADA], body="Hi", send_at="2026-03-01T12:00:00Z")
    request.send_at = UNSET
    assert request == {"to": [ADA], "body": "Hi", "type": "mt_text"}
    assert not Model()
