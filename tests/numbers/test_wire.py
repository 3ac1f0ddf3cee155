"""Every Numbers method with every argument, as it arrives on the wire."""

from __future__ import annotations

from enum import Enum
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.options import RequestOptions
from sinch.core.paging import Page
from sinch.domains.numbers import (
    ActiveNumber,
    AvailableNumber,
    EmergencyAddress,
    EventDestinationResponse,
    SmsConfigurationRequest,
    ValidateAddressResponse,
    VoiceConfigurationRequestEST,
)
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.wire import Call, check

pytestmark = both_colours

HOOK = "https://hooks.example.com/numbers"
SECRET = "example-secret-0123456789-abcdefghij"
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
FILTER: dict[str, Any] = {
    "region_code": "US",
    "number_type": "LOCAL",
    "number_pattern": "+1",
    "number_search_pattern": "START",
    "capabilities": ["SMS", "VOICE"],
}
FILTER_QUERY = "regionCode=US&type=LOCAL&numberPattern.pattern=%2B1&numberPattern.searchPattern=START"
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
LIST = f"GET /activeNumbers?{FILTER_QUERY}&capability=SMS&capability=VOICE&pageSize=50&orderBy=displayName"

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("search_for_available_numbers", {**FILTER, "page_size": 2},
         f"GET /availableNumbers?{FILTER_QUERY}&capabilities=SMS&capabilities=VOICE&size=2",
         None, Page, "NumberService_ListAvailableNumbers"),
    Call("check_availability", {"phone_number": "{free}"},
         "GET /availableNumbers/{free}", None, AvailableNumber, "NumberService_GetAvailableNumber"),
    Call("rent", {"phone_number": "{free}", **CONFIGURED},
         "POST /availableNumbers/{free}:rent", CONFIGURED_BODY, ActiveNumber, "NumberService_RentNumber"),
    Call("rent", {"phone_number": "{free}"},
         "POST /availableNumbers/{free}:rent", {}, ActiveNumber, "NumberService_RentNumber"),
    Call("rent_any", {**ANY, "number_pattern": {"pattern": "1", "search_pattern": "CONTAINS"}},
         "POST /availableNumbers:rentAny", ANY_BODY, ActiveNumber, "NumberService_RentAnyNumber"),
    Call("rent_any", {**ANY, "number_pattern": {"pattern": "1", "searchPattern": "CONTAINS"}},
         "POST /availableNumbers:rentAny", ANY_BODY, ActiveNumber, "NumberService_RentAnyNumber"),
    Call("rent_any", {**ANY, "number_pattern": "1", "number_search_pattern": "CONTAINS"},
         "POST /availableNumbers:rentAny", ANY_BODY, ActiveNumber, "NumberService_RentAnyNumber"),
    Call("list", {**FILTER, "page_size": 50, "order_by": "displayName"},
         LIST, None, Page, "NumberService_ListActiveNumbers"),
    Call("list", {**FILTER, "page_size": 50, "order_by": "DISPLAY_NAME"},
         LIST, None, Page, "NumberService_ListActiveNumbers"),
    Call("get", {"phone_number": "{mine}"},
         "GET /activeNumbers/{mine}", None, ActiveNumber, "NumberService_GetActiveNumber"),
    Call("update", {"phone_number": "{mine}", "display_name": "Front desk", **CONFIGURED},
         "PATCH /activeNumbers/{mine}", {"displayName": "Front desk", **CONFIGURED_BODY},
         ActiveNumber, "NumberService_UpdateActiveNumber"),
    Call("release", {"phone_number": "{mine}"},
         "POST /activeNumbers/{mine}:release", None, ActiveNumber, "NumberService_ReleaseNumber"),

    Call("provision_emergency_address", {"phone_number": "{mine}", **EMERGENCY},
         "POST /activeNumbers/{mine}/emergencyAddress:provision", EMERGENCY_BODY,
         EmergencyAddress, "NumberService_ProvisionEmergencyAddress"),
    Call("validate_emergency_address", {"phone_number": "{mine}", **EMERGENCY},
         "POST /activeNumbers/{mine}/emergencyAddress:validate", EMERGENCY_BODY,
         ValidateAddressResponse, "NumberService_ValidateEmergencyAddress"),
    Call("get_emergency_address", {"phone_number": "{mine}"},
         "GET /activeNumbers/{mine}/emergencyAddress", None, EmergencyAddress, "NumberService_GetEmergencyAddress"),
    Call("deprovision_emergency_address", {"phone_number": "{mine}"},
         "POST /activeNumbers/{mine}/emergencyAddress:deprovision", None,
         None, "NumberService_DeprovisionEmergencyAddress"),

    Call("regions.list", {"number_types": ["MOBILE", "LOCAL"]},
         "GET /availableRegions?types=MOBILE&types=LOCAL", None, Page, "NumberService_ListAvailableRegions"),
    Call("regions.list", {"types": ["MOBILE", "LOCAL"]},
         "GET /availableRegions?types=MOBILE&types=LOCAL", None, Page, "NumberService_ListAvailableRegions"),

    Call("event_destinations.get", {},
         "GET /callbackConfiguration", None, EventDestinationResponse, "GetCallbackConfiguration"),
    Call("event_destinations.update", {"hmac_secret": SECRET},
         "PATCH /callbackConfiguration", {"hmacSecret": SECRET},
         EventDestinationResponse, "UpdateCallbackConfiguration"),
]
# fmt: on


@pytest.fixture
def made(sinch_client: SinchClient) -> dict[str, str]:
    """Return a number that can be rented, and a rented one with an emergency address."""
    found = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()
    free, mine = (str(number.phone_number) for number in found[:2])
    sinch_client.numbers.rent(mine)
    sinch_client.numbers.provision_emergency_address(mine, display_name="HQ", address=SNAKE_ADDRESS)
    return {"{free}": free, "{mine}": mine}


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_method_with_every_argument(
    call: Call, made: dict[str, str], sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    check(call, "numbers", sinch_client, sinch_simulator, made)


@pytest.mark.parametrize("phone_number", ["12025550123", "+1/2?y=1", "../x", "+1:release", "+1#2", "%2B1", "ü", "+1 x"])
def test_a_number_stays_in_its_segment(
    phone_number: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises(sinch.NotFoundError):
        sinch_client.numbers.release(phone_number)
    request = sinch_simulator.requests[-1]
    assert request.operation_id == "NumberService_ReleaseNumber"
    assert request.path == f"/v1/projects/{sinch_simulator.credentials.project_id}/activeNumbers/{phone_number}:release"
    assert request.raw_query == ""


class Kind(Enum):
    LOCAL = "LOCAL"


class Able(str, Enum):
    SMS = "SMS"


class Order(Enum):
    NUMBER = "PHONE_NUMBER"


class Where(Enum):
    END = "END"


def test_arguments_may_be_members_of_enums(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    numbers: Any = sinch_client.numbers
    numbers.list(number_type=Kind.LOCAL, capabilities=(Able.SMS,), order_by=Order.NUMBER)
    query = [("type", "LOCAL"), ("capability", "SMS"), ("orderBy", "phoneNumber")]
    assert sinch_simulator.requests[-1].query == query
    numbers.rent_any(
        region_code="US",
        number_type=Kind.LOCAL,
        number_pattern="3",
        number_search_pattern=Where.END,
        capabilities={Able.SMS},
    )
    assert sinch_simulator.requests[-1].json == {
        "regionCode": "US",
        "type": "LOCAL",
        "numberPattern": {"pattern": "3", "searchPattern": "END"},
        "capabilities": ["SMS"],
    }


def test_second_names_of_arguments(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    numbers: Any = sinch_client.numbers
    numbers.list(type="LOCAL", capability=["SMS"])
    assert sinch_simulator.requests[-1].query == [("type", "LOCAL"), ("capability", "SMS")]
    rented = numbers.rent_any(region_code="US", type="LOCAL", callback_url=HOOK)
    assert sinch_simulator.requests[-1].json == {"regionCode": "US", "type": "LOCAL", "callbackUrl": HOOK}
    assert rented.event_destination_target == HOOK


def test_nested_arguments_in_any_spelling(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    numbers = sinch_client.numbers
    mine = str(numbers.rent_any(region_code="US", number_type="LOCAL").phone_number)
    for voice in (
        {"type": "EST", "trunk_id": "trunk-5"},
        {"type": "EST", "trunkId": "trunk-5"},
        VoiceConfigurationRequestEST(trunk_id="trunk-5"),
    ):
        numbers.update(mine, voice_configuration=voice)
        assert sinch_simulator.requests[-1].json == {"voiceConfiguration": {"type": "EST", "trunkId": "trunk-5"}}
    numbers.update(mine, voice_configuration={"app_id": "app-31"})
    assert sinch_simulator.requests[-1].json == {"voiceConfiguration": {"appId": "app-31"}}, "without a type it is RTC"
    numbers.update(mine, sms_configuration=SmsConfigurationRequest(service_plan_id=""))
    assert sinch_simulator.requests[-1].json == {"smsConfiguration": {"servicePlanId": ""}}, "an empty id unlinks"
    numbers.update(mine, display_name=None, sms_configuration=None)
    assert not sinch_simulator.requests[-1].body, "what cannot be null is left out, and so is an empty body"


def test_options_of_a_call(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    options: RequestOptions = {"headers": {"X-Trace": "t-1"}, "query": {"fields": ["a", "b"]}}
    with pytest.raises(sinch.BadRequestError):  # the simulator rejects unknown fields, but only after it received them
        sinch_client.numbers.get("+12025550123", options=options)
    request = sinch_simulator.requests[-1]
    assert request.headers["x-trace"] == "t-1"
    assert request.raw_query == "fields=a&fields=b"


def test_where_the_api_is() -> None:
    client = SinchClient(project_id="proj-5b1d", key_id="key", key_secret="secret")
    assert client.numbers.service.origin == "https://numbers.api.sinch.com"
    client.configuration.numbers_origin = "https://numbers.example.com/prefix"
    assert (client.numbers.service.origin, client.numbers.service.prefix) == ("https://numbers.example.com", "/prefix")
