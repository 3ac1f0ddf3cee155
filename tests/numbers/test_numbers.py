"""Numbers as a user meets them, and every method with every argument as it arrives on the wire."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.core.model import Model
from sinch.core.paging import Page
from sinch.domains.numbers import (
    ActiveNumber,
    AvailableNumber,
    EmergencyAddress,
    EventDestinationResponse,
    Numbers,
    NumbersException,
    NumberSinchEvent,
    NumbersSinchEvents,
    ValidateAddressResponse,
)
from sinch.testing import Simulator

HOOK = "https://hooks.example.com/numbers"
SMS_CONFIGURATION = {"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"}
ADDRESS = {
    "streetNumber": "12",
    "streetInfo": "Sample St NW",
    "location": "Floor 2",
    "city": "Washington",
    "state": "DC",
    "postalCode": "20001",
    "postalCodePlusFour": "1234",
}
SNAKE_ADDRESS = {
    "street_number": "12",
    "street_info": "Sample St NW",
    "location": "Floor 2",
    "city": "Washington",
    "state": "DC",
    "postal_code": "20001",
    "postal_code_plus_four": "1234",
}


class Call(NamedTuple):
    """One call, and the request that it must become; `{free}` and `{mine}` stand for phone numbers."""

    method: str
    arguments: dict[str, Any]
    verb: str
    path: str
    query: list[tuple[str, str]]
    body: Any
    result: type | None
    operation: str


FILTER: dict[str, Any] = {
    "region_code": "US",
    "number_type": "LOCAL",
    "number_pattern": "+1",
    "number_search_pattern": "START",
    "capabilities": ["SMS", "VOICE"],
}
FILTER_QUERY = [
    ("regionCode", "US"),
    ("type", "LOCAL"),
    ("numberPattern.pattern", "+1"),
    ("numberPattern.searchPattern", "START"),
]
CONFIGURED: dict[str, Any] = {
    "sms_configuration": SMS_CONFIGURATION,
    "voice_configuration": {"type": "FAX", "service_id": "fax-09"},
    "event_destination_target": HOOK,
}
CONFIGURED_BODY = {
    "smsConfiguration": SMS_CONFIGURATION,
    "voiceConfiguration": {"type": "FAX", "serviceId": "fax-09"},
    "callbackUrl": HOOK,
}
ANY_BODY = {
    "regionCode": "US",
    "type": "LOCAL",
    "numberPattern": {"pattern": "1", "searchPattern": "CONTAINS"},
    "capabilities": ["SMS"],
    **CONFIGURED_BODY,
}
ANY: dict[str, Any] = {"region_code": "US", "number_type": "LOCAL", "capabilities": ["SMS"], **CONFIGURED}
EMERGENCY = {"display_name": "HQ", "address": SNAKE_ADDRESS}
EMERGENCY_BODY = {"displayName": "HQ", "address": ADDRESS}
CAPABILITY = [("capability", "SMS"), ("capability", "VOICE")]
MINE = "/activeNumbers/{mine}"
CALLS = [
    Call(
        "search_for_available_numbers",
        {**FILTER, "page_size": 2},
        "GET",
        "/availableNumbers",
        [*FILTER_QUERY, ("capabilities", "SMS"), ("capabilities", "VOICE"), ("size", "2")],
        None,
        Page,
        "NumberService_ListAvailableNumbers",
    ),
    Call(
        "check_availability",
        {"phone_number": "{free}"},
        "GET",
        "/availableNumbers/{free}",
        [],
        None,
        AvailableNumber,
        "NumberService_GetAvailableNumber",
    ),
    Call(
        "rent",
        {"phone_number": "{free}", **CONFIGURED},
        "POST",
        "/availableNumbers/{free}:rent",
        [],
        CONFIGURED_BODY,
        ActiveNumber,
        "NumberService_RentNumber",
    ),
    Call(
        "rent",
        {"phone_number": "{free}"},
        "POST",
        "/availableNumbers/{free}:rent",
        [],
        {},
        ActiveNumber,
        "NumberService_RentNumber",
    ),
    *(
        Call(
            "rent_any",
            {**ANY, **pattern},
            "POST",
            "/availableNumbers:rentAny",
            [],
            ANY_BODY,
            ActiveNumber,
            "NumberService_RentAnyNumber",
        )
        for pattern in (
            {"number_pattern": {"pattern": "1", "search_pattern": "CONTAINS"}},
            {"number_pattern": {"pattern": "1", "searchPattern": "CONTAINS"}},
            {"number_pattern": "1", "number_search_pattern": "CONTAINS"},
        )
    ),
    *(
        Call(
            "list",
            {**FILTER, "page_size": 50, "order_by": order},
            "GET",
            "/activeNumbers",
            [*FILTER_QUERY, *CAPABILITY, ("pageSize", "50"), ("orderBy", "displayName")],
            None,
            Page,
            "NumberService_ListActiveNumbers",
        )
        for order in ("displayName", "DISPLAY_NAME")
    ),
    Call("get", {"phone_number": "{mine}"}, "GET", MINE, [], None, ActiveNumber, "NumberService_GetActiveNumber"),
    Call(
        "update",
        {"phone_number": "{mine}", "display_name": "Front desk", **CONFIGURED},
        "PATCH",
        MINE,
        [],
        {"displayName": "Front desk", **CONFIGURED_BODY},
        ActiveNumber,
        "NumberService_UpdateActiveNumber",
    ),
    Call(
        "release",
        {"phone_number": "{mine}"},
        "POST",
        f"{MINE}:release",
        [],
        None,
        ActiveNumber,
        "NumberService_ReleaseNumber",
    ),
    Call(
        "provision_emergency_address",
        {"phone_number": "{mine}", **EMERGENCY},
        "POST",
        f"{MINE}/emergencyAddress:provision",
        [],
        EMERGENCY_BODY,
        EmergencyAddress,
        "NumberService_ProvisionEmergencyAddress",
    ),
    Call(
        "validate_emergency_address",
        {"phone_number": "{mine}", **EMERGENCY},
        "POST",
        f"{MINE}/emergencyAddress:validate",
        [],
        EMERGENCY_BODY,
        ValidateAddressResponse,
        "NumberService_ValidateEmergencyAddress",
    ),
    Call(
        "get_emergency_address",
        {"phone_number": "{mine}"},
        "GET",
        f"{MINE}/emergencyAddress",
        [],
        None,
        EmergencyAddress,
        "NumberService_GetEmergencyAddress",
    ),
    Call(
        "deprovision_emergency_address",
        {"phone_number": "{mine}"},
        "POST",
        f"{MINE}/emergencyAddress:deprovision",
        [],
        None,
        None,
        "NumberService_DeprovisionEmergencyAddress",
    ),
    *(
        Call(
            "regions.list",
            {name: ["MOBILE", "LOCAL"]},
            "GET",
            "/availableRegions",
            [("types", "MOBILE"), ("types", "LOCAL")],
            None,
            Page,
            "NumberService_ListAvailableRegions",
        )
        for name in ("number_types", "types")
    ),
    Call(
        "event_destinations.get",
        {},
        "GET",
        "/callbackConfiguration",
        [],
        None,
        EventDestinationResponse,
        "GetCallbackConfiguration",
    ),
    Call(
        "event_destinations.update",
        {"hmac_secret": "example-secret-0123456789-abcdefghij"},
        "PATCH",
        "/callbackConfiguration",
        [],
        {"hmacSecret": "example-secret-0123456789-abcdefghij"},
        EventDestinationResponse,
        "UpdateCallbackConfiguration",
    ),
]


@pytest.fixture
def numbers(sinch_client: SinchClient) -> dict[str, str]:
    """Return a number that can be rented and one that is, with an emergency address."""
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()
    free, mine = (str(number.phone_number) for number in found[:2])
    sinch_client.numbers.rent(mine)
    sinch_client.numbers.provision_emergency_address(mine, display_name="HQ", address=SNAKE_ADDRESS)
    return {"{free}": free, "{mine}": mine}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method}-{call.operation}")
def test_every_method_with_every_argument(
    call: Call, numbers: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    arguments = {
        name: numbers.get(value, value) if isinstance(value, str) else value for name, value in call.arguments.items()
    }
    method: Any = sinch_client.numbers
    for name in call.method.split("."):
        method = getattr(method, name)
    result = method(**arguments)
    request = sinch_simulator.requests[-1]
    path = call.path
    for mark, number in numbers.items():
        path = path.replace(mark, number.replace("+", "%2B"))
    assert request.operation_id == call.operation
    assert request.method == call.verb
    assert request.raw_path == f"/v1/projects/{sinch_simulator.credentials.project_id}{path}"
    assert request.query == call.query
    assert "+" not in request.raw_query
    assert request.json == call.body
    if call.result is None:
        assert result is None
    else:
        assert type(result) is call.result


def test_a_number_from_the_search_to_its_release(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL")
    number = next(iter(found))
    assert number.number_type == number.type == "LOCAL"  # type: ignore[comparison-overlap]
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


def test_numbers_page_by_token(sinch_client: SinchClient) -> None:
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()
    wanted = sorted(str(number.phone_number) for number in found[:3])
    for number in wanted:
        sinch_client.numbers.rent(number)
    page = sinch_client.numbers.list(page_size=2, order_by="phoneNumber")
    assert [number.phone_number for number in page] == wanted
    assert page.next_page_token
    resumed = sinch_client.numbers.list(page_size=2, order_by="phoneNumber", page_token=page.next_page_token)
    assert [number.phone_number for number in resumed] == wanted[2:]


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("rent", {"phone_number": ""}, "phone_number must not be ''"),
        ("rent", {"phone_number": "+1", "sms_configuration": {}}, "sms_configuration must not be empty"),
        ("update", {"phone_number": "+1", "voice_configuration": {}}, "voice_configuration must not be empty"),
        ("rent_any", {"region_code": None, "number_type": "LOCAL"}, "region_code is required"),
        ("rent_any", {"region_code": "US", "number_type": "LOCAL", "number_search_pattern": "END"}, "pass that too"),
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
def test_bad_input_is_refused_before_anything_is_sent(
    method: str, arguments: dict[str, Any], message: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(ArgumentError, match=message):
        getattr(sinch_client.numbers, method)(**arguments)
    assert not sinch_simulator.requests


def test_aliases_and_enum_members(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    class Type(Enum):
        LOCAL = "LOCAL"

    listing: Any = sinch_client.numbers.list
    listing(type=Type.LOCAL, capability=["SMS"])
    assert sinch_simulator.requests[-1].query == [("type", "LOCAL"), ("capability", "SMS")]


def test_errors_are_the_products_own(sinch_client: SinchClient) -> None:
    with pytest.raises(NumbersException) as caught:
        sinch_client.numbers.get("+12025550100")
    error = caught.value
    assert isinstance(error, sinch.NotFoundError)
    assert error.code == "NOT_FOUND"
    assert error.error.error.details[0].resource_name == "+12025550100"
    assert "+12025550100" not in str(error)
    with pytest.raises(sinch.BadRequestError) as refused:
        sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="SIDEWAYS")
    assert "type" in str(refused.value)


def test_secrets_are_masked(sinch_client: SinchClient) -> None:
    secret = "example-secret-0123456789-abcdefghij"
    updated = sinch_client.numbers.event_destinations.update(hmac_secret=secret)
    assert updated.hmac_secret == secret
    assert secret not in repr(updated)


def test_events_are_posted_signed(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    posted: list[Any] = []
    sinch_simulator.on_event(posted.append, product="numbers")
    number = sinch_client.numbers.rent_any(
        region_code="US", number_type="LOCAL", sms_configuration={"service_plan_id": "plan-7f3a"}
    )
    sinch_simulator.provision(str(number.phone_number))
    handler = sinch_client.numbers.sinch_events(sinch_simulator.event_secret("numbers"))
    assert handler.validate_authentication_header(posted[-1].headers, posted[-1].body)
    event = handler.parse_event(posted[-1].body)
    assert type(event) is NumberSinchEvent
    assert event.event_type == "PROVISIONING_TO_SMS_PLATFORM"
    assert event.status == "SUCCEEDED"
    assert event.resource_id == number.phone_number
    assert event.timestamp is not None


def test_the_signature_of_the_api_reference() -> None:
    body = (
        '{"eventId":"01JEXAMPLEEVENT0000000001","timestamp":"2026-03-02T10:05:00.123456789","projectId":"proj-5b1d",'
        '"resourceId":"+12025550123","resourceType":"ACTIVE_NUMBER","eventType":"PROVISIONING_TO_CAMPAIGN",'
        '"status":"FAILED","failureCode":"CAMPAIGN_EXPIRED","internalFailureCode":"CRS0042"}'
    )
    headers = {"x-sinch-signature": "9d9fb7ddf5626d14539b72c92b730200aa189de8"}
    handler = NumbersSinchEvents("example-secret-0123456789-abcdefghij")
    assert handler.validate_authentication_header(headers, body)
    assert not handler.validate_authentication_header(headers, body.replace("FAILED", "SUCCEEDED"))
    assert not NumbersSinchEvents().validate_authentication_header(headers, body)
    event = handler.parse_event(body)
    assert event.timestamp == datetime(2026, 3, 2, 10, 5, 0, 123456, tzinfo=timezone.utc), "without a zone it is UTC"
    assert event.failure_code == "CAMPAIGN_EXPIRED"
    strange = handler.parse_event('{"resourceType": "BRAND_NEW", "deep": {"er": 1}}')
    assert isinstance(strange, Model)
    assert strange["deep"]["er"] == 1


def test_a_product_can_be_made_from_a_client(sinch_client: SinchClient) -> None:
    assert Numbers(sinch_client).list().content() == []
