"""A lenient simulator: it ignores what specs do not know yet, says so, and still rejects what is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from sinch import BadRequestError, SinchClient
from sinch.testing import Simulator


@pytest.fixture
def lenient() -> Iterator[Simulator]:
    with Simulator(lenient=True) as simulator:
        yield simulator


@pytest.fixture
def client(lenient: Simulator) -> Iterator[SinchClient]:
    with lenient.client() as client:
        yield client


def test_new_fields_and_parameters_are_ignored_and_noted(client: SinchClient, lenient: Simulator) -> None:
    options: Any = {"body": {"brand_new": True, "parameters": {"x": {"default": "y"}}}, "query": {"also_new": "1"}}
    batch = client.sms.batches.send_sms(to=["+12025550123"], body="Hi", options=options)
    request = lenient.requests[-1]
    assert request.warnings == ["also_new: is not a known query parameter", "brand_new: is not a known field"]
    assert request.json["brand_new"] is True
    assert ("also_new", "1") in request.query
    assert "brand_new" not in batch
    assert batch.parameters == {"x": {"default": "y"}}
    client.sms.batches.get(batch.id)
    assert lenient.requests[-1].warnings == []


def test_nested_fields_are_named(client: SinchClient, lenient: Simulator) -> None:
    group = {"auto_update": {"to": "+12025550199", "add": {"first_word": "JOIN", "third_word": "X"}}}
    assert client.sms.groups.create(options={"body": group}).auto_update.add.first_word == "JOIN"
    assert lenient.requests[-1].warnings == ["auto_update.add.third_word: is not a known field"]


def test_null_is_taken_as_not_given_where_it_does_not_clear(client: SinchClient, lenient: Simulator) -> None:
    group = client.sms.groups.create(name="Team", members=["+12025550123"])
    nulls = {"add": None, "remove": None, "add_from_group": None, "name": None}
    changed = client.sms.groups.update(group.id, options={"body": nulls})
    assert changed.name is None, "null clears a name"
    assert changed.size == 1
    assert sorted(lenient.requests[-1].warnings) == [
        f"{name}: null is taken as not given" for name in ("add", "add_from_group", "remove")
    ]


@pytest.mark.parametrize("other", ["card_message", "text_message", "location_message"])
def test_null_beside_the_one_key_is_not_given(other: str, client: SinchClient, lenient: Simulator) -> None:
    content = {"media_message": {"url": "https://media.example.com/menu.png"}, other: None}
    path = "/v1/projects/{project_id}/messages:send"
    recipient = {"identified_by": {"channel_identities": [{"channel": "SMS", "identity": "+12025550123"}]}}
    body = {"app_id": "01JEXAMPLE000000000000APP1", "recipient": recipient, "message": content}
    client.request("POST", path, product="conversation", body=body)
    assert lenient.requests[-1].warnings == [f"message.{other}: null is taken as not given"]


def test_the_last_messages_are_listed_although_nulls_are_sent(client: SinchClient, lenient: Simulator) -> None:
    path = "/v1/projects/{project_id}/messages:fetch-last-message"
    body = {"channel_identities": ["12025550123"], "contact_ids": None, "app_id": None, "page_size": None}
    assert client.request("POST", path, product="conversation", body=body) is not None
    assert all("null is taken as not given" in warning for warning in lenient.requests[-1].warnings)


def test_a_body_where_none_belongs_is_ignored(client: SinchClient, lenient: Simulator) -> None:
    client.request("GET", "/xms/v1/{service_plan_id}/groups", product="sms", body={"page": 0})
    assert lenient.requests[-1].warnings == ["ListGroups does not take a body"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"to": None}, "to: is required"),
        ({"brand_new": 1, "from_ton": 7}, "from_ton: 7 is greater"),
        ({"to": ["+12025550123"], "body": 5}, "body: 5 is not of type"),
    ],
)
def test_what_is_wrong_is_still_rejected(body: Any, problem: str, client: SinchClient) -> None:
    with pytest.raises(BadRequestError, match=problem):
        client.sms.batches.send_sms(to=["+12025550123"], body="Hi", options={"body": body})


def test_a_strict_simulator_rejects_all_of_it(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(BadRequestError, match="is not a known field"):
        sinch_client.sms.groups.create(options={"body": {"brand_new": True}})
    with pytest.raises(BadRequestError, match="name"):
        sinch_client.sms.groups.create(options={"body": {"name": None}})
    assert not any(request.warnings for request in sinch_simulator.requests)


# Small things


def test_what_was_not_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.assert_not_sent()
    sinch_client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Your code is 4711")
    sinch_client.sms.batches.send_sms(to=["+12025550155"], from_="+12025550199", body="Hi")
    sinch_simulator.assert_not_sent(to="+12025550144")
    sinch_simulator.assert_not_sent(to="+12025550123", containing="5822")
    sinch_simulator.assert_not_sent(from_="+12025550188")
    with pytest.raises(AssertionError) as caught:
        sinch_simulator.assert_not_sent("+12025550123", containing="code")
    assert str(caught.value).splitlines() == [
        "expected no message to '+12025550123', containing 'code', but 1 of 2 sent match:",
        "  to 12025550123 from 12025550199: 'Your code is 4711'",
    ]
    with pytest.raises(AssertionError, match="expected no message, but 2 of 2 sent match"):
        sinch_simulator.assert_not_sent()


def test_without_the_extra_it_says_what_to_install() -> None:
    code = """
import sys
sys.modules["jsonschema"] = None
try:
    from sinch.testing import Simulator
except ModuleNotFoundError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == 'the simulator needs jsonschema: pip install "sinch[testing]"\n'
