"""Reading responses of the Numbers API: money, times, unions, and what a future API may send."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.numbers import (
    ActiveNumber,
    ScheduledVoiceProvisioningFAX,
    VoiceConfigurationEST,
    VoiceConfigurationFAX,
    VoiceConfigurationRTC,
)
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

MINE = "+12025550123"
SWITCHING: dict[str, Any] = {
    "phoneNumber": MINE,
    "projectId": "proj-5b1d",
    "displayName": "Front desk",
    "regionCode": "US",
    "type": "LOCAL",
    "capability": ["SMS", "VOICE"],
    "money": {"currencyCode": "USD", "amount": "0.80"},
    "paymentIntervalMonths": 1,
    "nextChargeDate": "2026-04-02T10:00:00.123456Z",
    "expireAt": None,
    "smsConfiguration": {
        "servicePlanId": "",
        "campaignId": "",
        "scheduledProvisioning": {
            "servicePlanId": "plan-7f3a",
            "campaignId": "",
            "status": "FAILED",
            "lastUpdatedTime": "2026-03-02T10:00:00.123456789Z",
            "errorCodes": ["CAMPAIGN_EXPIRED", "CODE_OF_TOMORROW"],
        },
    },
    "voiceConfiguration": {
        "type": "RTC",
        "appId": "app-31",
        "trunkId": "",
        "lastUpdatedTime": "2026-03-02T11:00:00Z",
        "scheduledVoiceProvisioning": {
            "type": "FAX",
            "serviceId": "fax-09",
            "status": "WAITING",
            "lastUpdatedTime": "2026-03-02T13:00:01+02:00",
        },
    },
    "callbackUrl": "",
}


@pytest.fixture
def read(sinch_client: SinchClient, sinch_simulator: Simulator) -> Any:
    """Return a function that fetches a number whose JSON is given."""

    def read(data: dict[str, Any]) -> ActiveNumber:
        sinch_simulator.fail("NumberService_GetActiveNumber", status=200, body=json.dumps(data).encode())
        return sinch_client.numbers.get(MINE)

    return read


def test_money_is_decimal_and_times_have_a_zone(read: Any) -> None:
    number: ActiveNumber = read(SWITCHING)
    assert number.money is not None
    assert number.money.amount == Decimal("0.80")
    assert str(number.money.amount) == "0.80", "exactly as written"
    assert number.money.currency_code == "USD"
    assert number.next_charge_date == datetime(2026, 4, 2, 10, 0, 0, 123456, tzinfo=timezone.utc)
    assert number.next_charge_date.utcoffset() == timedelta(0)
    assert number.expire_at is None
    assert number.event_destination_target == ""
    assert number.sms_configuration is not None
    scheduled = number.sms_configuration.scheduled_provisioning
    assert scheduled is not None
    assert scheduled.last_updated_time == datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=timezone.utc)
    assert scheduled.error_codes == ["CAMPAIGN_EXPIRED", "CODE_OF_TOMORROW"]


@pytest.mark.parametrize(("amount", "expected"), [(1.15, "1.15"), (2, "2"), ("1E+1", "1E+1")])
def test_an_amount_may_be_a_json_number(amount: Any, expected: str, read: Any) -> None:
    money = read({**SWITCHING, "money": {"currencyCode": "USD", "amount": amount}}).money
    assert money.amount == Decimal(expected)
    assert isinstance(money.amount, Decimal)


def test_a_number_on_its_way_from_one_voice_service_to_another(read: Any) -> None:
    voice = read(SWITCHING).voice_configuration
    assert type(voice) is VoiceConfigurationRTC
    assert voice.app_id == voice["appId"] == "app-31"
    scheduled = voice.scheduled_voice_provisioning
    assert type(scheduled) is ScheduledVoiceProvisioningFAX
    assert (scheduled.service_id, scheduled.status) == ("fax-09", "WAITING")
    assert scheduled.last_updated_time == datetime(2026, 3, 2, 11, 0, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("voice", "kind"),
    [
        ({"type": "EST", "trunkId": "trunk-5"}, VoiceConfigurationEST),
        ({"type": "FAX", "serviceId": "fax-09"}, VoiceConfigurationFAX),
        ({"appId": "of an old number"}, VoiceConfigurationRTC),
        ({"type": None, "appId": ""}, VoiceConfigurationRTC),
        ({"type": "HOLOGRAM", "beamId": "b-1"}, Model),
    ],
)
def test_voice_configurations_are_told_apart_by_type(voice: dict[str, Any], kind: type, read: Any) -> None:
    found = read({**SWITCHING, "voiceConfiguration": voice}).voice_configuration
    assert type(found) is kind
    assert found == voice


def test_names_of_the_documentation_of_the_published_sdk_and_of_the_wire(read: Any) -> None:
    number = read(SWITCHING)
    assert number.number_type == number.type == number["type"] == "LOCAL"
    assert number.capabilities == number.capability == number["capability"] == ["SMS", "VOICE"]
    assert number.event_destination_target == number.callback_url == number["callbackUrl"] == ""
    dumped = number.model_dump()
    assert dumped["capabilities"] == ["SMS", "VOICE"]
    assert dumped["money"]["amount"] == Decimal("0.80")
    assert dumped["voice_configuration"]["scheduled_voice_provisioning"]["service_id"] == "fax-09"
    assert json.loads(number.model_dump_json())["next_charge_date"] == "2026-04-02T10:00:00.123456Z"


def test_a_result_is_the_json_that_was_received(read: Any) -> None:
    number = read({**SWITCHING, "type": "SATELLITE", "fieldOfTomorrow": {"deep": [1]}})
    assert number.number_type == "SATELLITE"
    assert number["fieldOfTomorrow"] == {"deep": [1]}
    assert number == {**SWITCHING, "type": "SATELLITE", "fieldOfTomorrow": {"deep": [1]}}
    assert json.loads(json.dumps(number)) == number
    assert pickle.loads(pickle.dumps(number)) == copy.deepcopy(number) == number
    assert number.http_response.status_code == 200


@pytest.mark.parametrize("data", [{}, dict.fromkeys(SWITCHING)])
def test_a_response_cannot_fail_because_of_missing_or_null_fields(data: dict[str, Any], read: Any) -> None:
    number = read(data)
    for attribute in ("money", "number_type", "capabilities", "next_charge_date", "sms_configuration"):
        assert getattr(number, attribute) is None
    assert number.voice_configuration is None


@pytest.mark.parametrize("body", [b"{}", b'{"availableNumbers": null}', b'{"availableNumbers": []}'])
def test_a_search_without_matches_is_an_empty_page(
    body: bytes, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail("NumberService_ListAvailableNumbers", status=200, body=body)
    page = sinch_client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL")
    assert page.content() == list(page) == []
    assert not page.has_next_page
    assert page.next_page() is None


@pytest.mark.parametrize("token", ["absent", None, ""])
def test_a_list_ends_without_a_token(token: str | None, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    response = {"activeNumbers": [SWITCHING], "totalSize": 7, **({} if token == "absent" else {"nextPageToken": token})}
    sinch_simulator.fail("NumberService_ListActiveNumbers", status=200, body=json.dumps(response).encode())
    page = sinch_client.numbers.list()
    assert [number.phone_number for number in page] == [MINE]
    assert page.next_page_token is None
    assert page.result.total_size == 7
