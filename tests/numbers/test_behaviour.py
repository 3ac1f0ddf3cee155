"""Numbers as a user meets them: from the search to the release, paging, and arguments that are rejected."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.numbers import Numbers
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours, synchronous

pytestmark = both_colours

HOOK = "https://hooks.example.com/numbers"
US_LOCAL = {"region_code": "US", "number_type": "LOCAL"}


def test_a_number_from_the_search_to_its_release(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL")
    number = next(iter(found))
    assert number.number_type == number.type == "LOCAL"
    assert number.capabilities == number.capability == number["capability"]
    assert number.monthly_price is not None
    assert isinstance(number.monthly_price.amount, Decimal)
    phone_number = str(number.phone_number)
    rented = sinch_client.numbers.rent(phone_number, sms_configuration={"servicePlanId": "plan-7f3a"})
    assert rented.sms_configuration is not None
    assert rented.sms_configuration["scheduledProvisioning"]["servicePlanId"] == "plan-7f3a"
    scheduled = rented.sms_configuration.scheduled_provisioning
    assert scheduled is not None
    assert isinstance(scheduled.last_updated_time, datetime)
    sinch_simulator.provision(phone_number)
    linked = sinch_client.numbers.get(phone_number).sms_configuration
    assert linked is not None
    assert linked.service_plan_id == "plan-7f3a"
    assert [each.phone_number for each in sinch_client.numbers.list()] == [phone_number]
    with pytest.raises(sinch.NotFoundError):
        sinch_client.numbers.rent(phone_number)
    assert sinch_client.numbers.release(phone_number).phone_number == phone_number


def test_numbers_page_by_token(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()
    wanted = sorted(str(number.phone_number) for number in found[:5])
    for number in wanted:
        sinch_client.numbers.rent(number)
    already = len(sinch_simulator.requests)

    def asked() -> list[list[tuple[str, str]]]:
        return [request.query for request in sinch_simulator.requests[already:]]

    page = sinch_client.numbers.list(type="LOCAL", page_size=2, order_by="phoneNumber")  # type: ignore[call-arg]
    assert page.has_next_page
    assert page.result.total_size == 5
    assert len(asked()) == 1, "no page is fetched before it is needed"
    assert [number.phone_number for number in page] == wanted
    first = [("type", "LOCAL"), ("pageSize", "2"), ("orderBy", "phoneNumber")]
    tokens = ["2", "4"]
    assert [sorted(query) for query in asked()] == [sorted(first)] + [
        sorted([*first, ("pageToken", token)]) for token in tokens
    ]
    sizes = [len(each.content()) for each in page.pages()]
    assert sizes == [2, 2, 1]

    resumed = sinch_client.numbers.list(page_size=2, order_by="phoneNumber", page_token=page.next_page_token or "")
    assert [number.phone_number for number in resumed] == wanted[2:]

    sinch_simulator.fail("NumberService_ListActiveNumbers", status=400)
    with pytest.raises(sinch.BadRequestError):
        page.next_page()
    following = page.next_page()
    assert following is not None, "a page that failed can be asked for again"
    assert [number.phone_number for number in following.content()] == wanted[2:4]


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("rent", {"phone_number": ""}, "phone_number must not be ''"),
        ("rent", {"phone_number": "+1", "sms_configuration": {}}, "sms_configuration must not be empty"),
        ("rent", {"phone_number": "+1", "voice_configuration": {}}, "voice_configuration must not be empty.*leave it"),
        ("update", {"phone_number": "+1", "sms_configuration": {}}, "sms_configuration must not be empty"),
        ("update", {"phone_number": "+1", "voice_configuration": {}}, "voice_configuration must not be empty"),
        ("update", {"phone_number": "+1", "sms_configuration": {"campaign_id": None}}, "must not be empty"),
        ("rent_any", {**US_LOCAL, "sms_configuration": {}}, "sms_configuration must not be empty"),
        ("rent_any", {**US_LOCAL, "voice_configuration": {}}, "voice_configuration must not be empty"),
        ("rent_any", {**US_LOCAL, "number_pattern": 1}, "number_pattern must be a dictionary"),
        (
            "rent_any",
            {**US_LOCAL, "number_pattern": 1, "number_search_pattern": "END"},
            "number_pattern must be a dict",
        ),
        (
            "rent_any",
            {**US_LOCAL, "number_pattern": {"pattern": "1", "searchPattern": "START"}, "number_search_pattern": "END"},
            "number_pattern already has a search pattern",
        ),
        ("rent_any", {**US_LOCAL, "type": "LOCAL"}, "type and number_type are two names of one argument"),
        ("update", {"phone_number": "+1", "event_destination_target": HOOK, "callback_url": HOOK}, "two names"),
        ("list", {"order_by": 5}, "order_by must be a string, not int"),
        ("list", {"capabilities": ["SMS", 5]}, r"capabilities\[1\] must be a string"),
        ("get", {"phone_number": 12025550123}, "phone_number must be a string, not int"),
        ("release", {"phone_number": ".."}, r"phone_number must not be '\.\.'"),
        ("check_availability", {"phone_number": None}, "phone_number must be a string"),
        ("regions.list", {"number_types": "LOCAL"}, "number_types must be a list, not a single string"),
        ("event_destinations.update", {"hmac_secret": 5}, "hmac_secret must be a string"),
        ("validate_emergency_address", {"phone_number": "+1", "display_name": None, "address": {}}, "display_name is"),
        ("rent_any", {"region_code": None, "number_type": "LOCAL"}, "region_code is required"),
        (
            "rent_any",
            {"region_code": "US", "number_type": "LOCAL", "number_search_pattern": "END"},
            "pass number_pattern too",
        ),
        ("list", {"page_size": "x"}, "page_size must be an integer"),
        ("search_for_available_numbers", {"region_code": "US", "number_type": 5}, "number_type must be a string"),
        (
            "search_for_available_numbers",
            {"region_code": "US", "number_type": "LOCAL", "capabilities": "SMS"},
            "a list",
        ),
        ("provision_emergency_address", {"phone_number": "+1", "display_name": "HQ", "address": "x"}, "address must"),
    ],
)
def test_bad_input_is_rejected_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    found: Any = sinch_client.numbers
    for name in method.split("."):
        found = getattr(found, name)
    with pytest.raises(ArgumentError, match=message):
        found(**arguments)
    assert not sinch_simulator.requests


def test_unknown_keywords_are_rejected_by_name(sinch_client: SinchClient) -> None:
    with pytest.raises(TypeError, match="colour"):
        sinch_client.numbers.update("+12025550123", colour="red")  # type: ignore[call-arg]


def test_what_is_not_configured_is_named_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, connect: Connect, sinch_simulator: Simulator
) -> None:
    for name in ("project_id", "key_id", "key_secret"):
        monkeypatch.delenv(f"SINCH_{name.upper()}", raising=False)
        with pytest.raises(sinch.ConfigurationError, match=f"{name} is not set, but needed for Numbers"):
            connect(**{name: ""}).numbers.list()
    assert not sinch_simulator.requests


@pytest.mark.parametrize("secret", ["example-secret-0123456789-abcdefghij", "pa$$word-ü", "short"])
def test_secrets_are_masked_whatever_they_are_made_of(secret: str, sinch_client: SinchClient) -> None:
    updated = sinch_client.numbers.event_destinations.update(hmac_secret=secret)
    assert updated.hmac_secret == secret
    assert secret not in repr(updated)


@synchronous
def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert Numbers(sinch_client).list().content() == []
