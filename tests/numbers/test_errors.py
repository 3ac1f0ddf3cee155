"""Every Numbers method when the API rejects, fails, or sends no response."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.model import Model
from sinch.domains.numbers import NumbersException
from sinch.testing import Simulator
from sinch_api.numbers.operations import OPERATIONS
from tests.both_colours import both_colours

pytestmark = both_colours

MISSING = "+12025550100"
ADDRESS = {
    "street_number": "12",
    "street_info": "Sample St NW",
    "city": "Washington",
    "state": "DC",
    "postal_code": "20001",
}
ONE = {"phone_number": MISSING}
EMERGENCY = {**ONE, "display_name": "HQ", "address": ADDRESS}
ANY = {"region_code": "US", "number_type": "LOCAL"}
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "NumberService_ListAvailableNumbers": ("search_for_available_numbers", ANY),
    "NumberService_GetAvailableNumber": ("check_availability", ONE),
    "NumberService_RentNumber": ("rent", ONE),
    "NumberService_RentAnyNumber": ("rent_any", ANY),
    "NumberService_ListActiveNumbers": ("list", {}),
    "NumberService_GetActiveNumber": ("get", ONE),
    "NumberService_UpdateActiveNumber": ("update", {**ONE, "display_name": "Front desk"}),
    "NumberService_ReleaseNumber": ("release", ONE),
    "NumberService_GetEmergencyAddress": ("get_emergency_address", ONE),
    "NumberService_ProvisionEmergencyAddress": ("provision_emergency_address", EMERGENCY),
    "NumberService_DeprovisionEmergencyAddress": ("deprovision_emergency_address", ONE),
    "NumberService_ValidateEmergencyAddress": ("validate_emergency_address", EMERGENCY),
    "NumberService_ListAvailableRegions": ("regions.list", {}),
    "GetCallbackConfiguration": ("event_destinations.get", {}),
    "UpdateCallbackConfiguration": ("event_destinations.update", {"hmac_secret": "x" * 32}),
}
NEVER_REPEATED = {
    "NumberService_RentNumber",
    "NumberService_RentAnyNumber",
    "NumberService_ReleaseNumber",
    "NumberService_ProvisionEmergencyAddress",
}
BY_STATUS = {
    400: sinch.BadRequestError,
    401: sinch.AuthenticationError,
    403: sinch.PermissionDeniedError,
    404: sinch.NotFoundError,
    429: sinch.RateLimitError,
    500: sinch.ServerError,
}
every_operation = pytest.mark.parametrize("operation", METHODS)


def call(client: SinchClient, operation: str, **options: Any) -> Any:
    name, arguments = METHODS[operation]
    method: Any = client.numbers
    for part in name.split("."):
        method = getattr(method, part)
    return method(**arguments, options=options)


def sent(simulator: Simulator) -> list[str | None]:
    return [request.operation_id for request in simulator.requests if request.product == "numbers"]


def test_no_operation_is_left_out() -> None:
    assert set(METHODS) == set(OPERATIONS)


@every_operation
def test_each_status_has_its_exception(operation: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    for status, kind in BY_STATUS.items():
        sinch_simulator.fail(operation, status=status)
        with pytest.raises(kind) as caught:
            call(sinch_client, operation, max_retries=0)
        error = caught.value
        assert isinstance(error, NumbersException)
        assert (error.status_code, error.operation_id) == (status, operation)
        assert error.is_from_server
        assert error.error.error.message == "simulated failure"
        assert error.outcome_unknown == (status == 500 and operation in NEVER_REPEATED)
        assert MISSING not in str(error)


@every_operation
def test_what_bills_or_cannot_be_undone_is_sent_once(
    operation: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    times = 1 if operation in NEVER_REPEATED else 3
    sinch_simulator.fail(operation, status=503, retry_after=0, times=None)
    with pytest.raises(sinch.ServerError):
        call(sinch_client, operation, max_retries=2)
    assert sent(sinch_simulator) == [operation] * times


@every_operation
def test_without_a_response_the_outcome_is_only_unknown_where_it_matters(
    operation: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail(operation, reset="after", times=None)
    kind = sinch.OutcomeUnknownError if operation in NEVER_REPEATED else sinch.ConnectionFailedError
    with pytest.raises(kind) as caught:
        call(sinch_client, operation, max_retries=0)
    assert caught.value.operation_id == operation
    assert caught.value.outcome_unknown == (operation in NEVER_REPEATED)
    assert not caught.value.is_from_server


@every_operation
def test_a_rate_limit_is_waited_out(operation: str, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.fail(operation, retry_after=0)
    try:
        call(sinch_client, operation)
    except sinch.NotFoundError:
        assert "phone_number" in METHODS[operation][1], "the number is invented"
    assert sent(sinch_simulator) == [operation] * 2


@pytest.mark.parametrize("operation", [name for name, (_, given) in METHODS.items() if "phone_number" in given])
def test_a_number_that_does_not_exist(operation: str, sinch_client: SinchClient) -> None:
    with pytest.raises(sinch.NotFoundError) as caught:
        call(sinch_client, operation)
    error = caught.value
    assert isinstance(error, NumbersException)
    assert error.code == "NOT_FOUND"
    assert error.error.error.details[0].resource_name == MISSING
    assert MISSING not in str(error)


@pytest.mark.parametrize(
    ("method", "arguments", "field"),
    [
        ("search_for_available_numbers", {**ANY, "region_code": "ZZ"}, "regionCode"),
        ("search_for_available_numbers", {**ANY, "capabilities": ["FAX"]}, "capabilities"),
        ("rent_any", {**ANY, "number_type": "SIDEWAYS"}, "type"),
        ("rent_any", {**ANY, "sms_configuration": {"campaign_id": "CEXMPL1"}}, "servicePlanId"),
        ("list", {"order_by": "age"}, "orderBy"),
        ("list", {"page_token": "of another list"}, "pageToken"),
        ("provision_emergency_address", {**EMERGENCY, "address": {"city": "Washington"}}, "streetNumber"),
        ("regions.list", {"number_types": ["SIDEWAYS"]}, "types"),
        ("event_destinations.update", {"hmac_secret": ""}, "hmacSecret"),
    ],
)
def test_what_the_server_rejects_raises_its_error(
    method: str, arguments: dict[str, Any], field: str, sinch_client: SinchClient
) -> None:
    found: Any = sinch_client.numbers
    for part in method.split("."):
        found = getattr(found, part)
    with pytest.raises(sinch.BadRequestError) as caught:
        found(**arguments)
    error = caught.value
    assert isinstance(error, NumbersException)
    assert error.code == "INVALID_ARGUMENT"
    assert any(field in violation.field_ for violation in error.error.error.details[0].field_violations)
    assert field in str(error)


def test_errors_that_look_like_no_other(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    operation = "NumberService_GetActiveNumber"
    sinch_simulator.fail(operation, status=404, body=b'{"error": {"code": "404", "details": null, "new": 1}}')
    with pytest.raises(sinch.NotFoundError) as caught:
        call(sinch_client, operation)
    assert caught.value.error.error.code == 404
    sinch_simulator.fail(operation, status=403, body=b"<p>blocked</p>", content_type="text/html")
    with pytest.raises(sinch.PermissionDeniedError) as blocked:
        call(sinch_client, operation)
    assert blocked.value.error is None
    sinch_simulator.fail(operation, status=418, body=json.dumps({"error": {"message": "teapot"}}).encode())
    with pytest.raises(NumbersException, match="teapot") as strange:
        call(sinch_client, operation)
    assert isinstance(strange.value.error, Model)
    assert strange.value.status_code == 418
