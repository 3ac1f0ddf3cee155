"""Scenarios of the Numbers API. What is rented is released afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sinch import NotFoundError, SinchClient
from sinch.domains.numbers import (
    ActiveNumber,
    AvailableNumber,
    AvailableRegion,
    EmergencyAddress,
    EventDestinationResponse,
    ValidateAddressResponse,
)
from tests.recording.recorder import scenario
from tests.recording.scrubber import SECRET
from tests.recording.stages import Account, Stage

TARGET = "https://hooks.example.com/numbers"
ADDRESS: dict[str, Any] = {
    "street_number": "12",
    "street_info": "Sample St NW",
    "location": "Floor 3",
    "city": "Washington",
    "state": "DC",
    "postal_code": "20001",
    "postal_code_plus_four": "0042",
}


# Props


@contextmanager
def number_for_rent(stage: Stage) -> Iterator[str]:
    """A number that can be rented; it is released if it was rented."""
    numbers = stage.client.numbers
    found = numbers.search_for_available_numbers(region_code="US", number_type="LOCAL", page_size=1).content()
    assert found, "currently no local number of the US can be rented"
    phone_number = found[0].phone_number
    yield phone_number
    with suppress(NotFoundError):
        numbers.release(phone_number)


@contextmanager
def rented_number(stage: Stage) -> Iterator[str]:
    """A number that the project rents, for as long as it is needed."""
    with number_for_rent(stage) as phone_number:
        stage.client.numbers.rent(phone_number)
        yield phone_number


@contextmanager
def number_with_address(stage: Stage) -> Iterator[str]:
    """A rented number that has an emergency address."""
    numbers = stage.client.numbers
    with rented_number(stage) as phone_number:
        numbers.provision_emergency_address(phone_number, display_name="HQ", address=ADDRESS)
        yield phone_number
        with suppress(NotFoundError):
            numbers.deprovision_emergency_address(phone_number)


@contextmanager
def renting(stage: Stage) -> Iterator[str]:
    """The type of number to rent; numbers that did not exist before are released."""
    numbers = stage.client.numbers
    before = {each.phone_number for each in numbers.list()}
    yield "LOCAL"
    for each in list(numbers.list()):
        if each.phone_number not in before:
            numbers.release(each.phone_number)


@contextmanager
def hmac_secret(stage: Stage) -> Iterator[str]:
    """A secret for the events of the project, whose own is restored afterwards."""
    destinations = stage.client.numbers.event_destinations
    own = destinations.get().hmac_secret
    yield SECRET
    destinations.update(hmac_secret=own)


# Numbers


def links(account: Account) -> dict[str, Any]:
    return {
        "sms_configuration": {"service_plan_id": account.service_plan},
        "voice_configuration": {"type": "RTC", "app_id": account.voice_app},
        "event_destination_target": TARGET,
    }


def check_links(number: Any, account: Account) -> None:
    assert type(number) is ActiveNumber
    assert number.sms_configuration.scheduled_provisioning.service_plan_id == account.service_plan
    assert number.voice_configuration.scheduled_voice_provisioning.app_id == account.voice_app
    assert number.event_destination_target == TARGET


@scenario("numbers.search_for_available_numbers")
def search_for_available_numbers(client: SinchClient, account: Account) -> None:
    found = client.numbers.search_for_available_numbers(
        region_code="US",
        number_type="LOCAL",
        number_pattern="20",
        number_search_pattern="CONTAINS",
        capabilities=["SMS", "VOICE"],
        page_size=3,
    ).content()
    assert found
    assert {type(each) for each in found} == {AvailableNumber}
    assert {(each.region_code, each.number_type) for each in found} == {("US", "LOCAL")}


@scenario("numbers.check_availability", phone_number=number_for_rent)
def check_availability(client: SinchClient, account: Account, phone_number: str) -> None:
    found = client.numbers.check_availability(phone_number)
    assert type(found) is AvailableNumber
    assert found.phone_number == phone_number


@scenario("numbers.rent", phone_number=number_for_rent)
def rent(client: SinchClient, account: Account, phone_number: str) -> None:
    rented = client.numbers.rent(phone_number, **links(account))
    check_links(rented, account)
    assert (rented.phone_number, rented.project_id) == (phone_number, account.project_id)


@scenario("numbers.rent_any", number_type=renting)
def rent_any(client: SinchClient, account: Account, number_type: str) -> None:
    rented = client.numbers.rent_any(
        region_code="US",
        number_type=number_type,
        number_pattern={"pattern": "20", "search_pattern": "CONTAINS"},
        capabilities=["SMS"],
        **links(account),
    )
    check_links(rented, account)
    assert (rented.region_code, rented.number_type) == ("US", number_type)


@scenario("numbers.list", phone_number=rented_number)
def list_numbers(client: SinchClient, account: Account, phone_number: str) -> None:
    page = client.numbers.list(
        region_code="US",
        number_type="LOCAL",
        number_pattern=phone_number.removeprefix("+"),
        number_search_pattern="CONTAINS",
        capabilities=["SMS"],
        page_size=2,
        order_by="PHONE_NUMBER",
    )
    assert [each.phone_number for each in page] == [phone_number]
    assert type(page.content()[0]) is ActiveNumber


@scenario("numbers.get", phone_number=rented_number)
def get(client: SinchClient, account: Account, phone_number: str) -> None:
    found = client.numbers.get(phone_number)
    assert type(found) is ActiveNumber
    assert (found.phone_number, found.region_code, found.number_type) == (phone_number, "US", "LOCAL")


@scenario("numbers.wait_until_provisioned", phone_number=rented_number)
def wait_until_provisioned(client: SinchClient, account: Account, phone_number: str) -> None:
    found = client.numbers.wait_until_provisioned(phone_number, timeout=60)
    assert type(found) is ActiveNumber
    assert found.phone_number == phone_number


@scenario("numbers.update", phone_number=rented_number)
def update(client: SinchClient, account: Account, phone_number: str) -> None:
    changed = client.numbers.update(phone_number, display_name="Front desk", **links(account))
    check_links(changed, account)
    assert (changed.phone_number, changed.display_name) == (phone_number, "Front desk")


@scenario("numbers.release", phone_number=rented_number)
def release(client: SinchClient, account: Account, phone_number: str) -> None:
    released = client.numbers.release(phone_number)
    assert type(released) is ActiveNumber
    assert released.phone_number == phone_number


# Emergency addresses


@scenario("numbers.get_emergency_address", phone_number=number_with_address)
def get_emergency_address(client: SinchClient, account: Account, phone_number: str) -> None:
    address = client.numbers.get_emergency_address(phone_number)
    assert type(address) is EmergencyAddress
    assert (address.street_number, address.city) == ("12", "Washington")


@scenario("numbers.provision_emergency_address", phone_number=rented_number)
def provision_emergency_address(client: SinchClient, account: Account, phone_number: str) -> None:
    address = client.numbers.provision_emergency_address(phone_number, display_name="HQ", address=ADDRESS)
    assert type(address) is EmergencyAddress
    assert address.postal_code == "20001"


@scenario("numbers.deprovision_emergency_address", phone_number=number_with_address)
def deprovision_emergency_address(client: SinchClient, account: Account, phone_number: str) -> None:
    client.numbers.deprovision_emergency_address(phone_number)


@scenario("numbers.validate_emergency_address", phone_number=rented_number)
def validate_emergency_address(client: SinchClient, account: Account, phone_number: str) -> None:
    checked = client.numbers.validate_emergency_address(phone_number, display_name="HQ", address=ADDRESS)
    assert type(checked) is ValidateAddressResponse
    assert checked.phone_number == phone_number
    assert checked.validation_result


# Regions and events


@scenario("numbers.regions.list")
def list_regions(client: SinchClient, account: Account) -> None:
    regions = client.numbers.regions.list(number_types=["LOCAL", "MOBILE"]).content()
    assert {type(region) for region in regions} == {AvailableRegion}
    assert "US" in [region.region_code for region in regions]


@scenario("numbers.event_destinations.get")
def get_event_destination(client: SinchClient, account: Account) -> None:
    found = client.numbers.event_destinations.get()
    assert type(found) is EventDestinationResponse
    assert found.project_id == account.project_id


@scenario("numbers.event_destinations.update", hmac_secret=hmac_secret)
def update_event_destination(client: SinchClient, account: Account, hmac_secret: str) -> None:
    changed = client.numbers.event_destinations.update(hmac_secret=hmac_secret)
    assert type(changed) is EventDestinationResponse
    assert changed.hmac_secret == hmac_secret
