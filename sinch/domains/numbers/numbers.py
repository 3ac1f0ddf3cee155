"""Numbers: search, rent, configure and release phone numbers, and manage their emergency addresses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sinch.core.exceptions import ArgumentError, WaitFailedError
from sinch.core.resource import Product
from sinch.core.unset import UNSET
from sinch_api.numbers import operations, service

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Literal

    from typing_extensions import Unpack

    from sinch.core.flow import Calls, Step
    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.resource import ComposedFlow
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.service import ServiceDefinition
    from sinch.core.unset import Maybe
    from sinch.domains.numbers.event_destinations import EventDestinations
    from sinch.domains.numbers.regions import AvailableRegions
    from sinch.domains.numbers.sinch_events import NumbersSinchEvents
    from sinch_api.numbers import (
        ActiveNumber,
        ActiveNumbersListResponse,
        ActiveNumbersOrderBy,
        AvailableNumber,
        AvailableNumbersListResponse,
        Capability,
        EmergencyAddress,
        EmergencyAddressInput,
        NumberPattern,
        NumberType,
        SearchPosition,
        SmsConfigurationRequest,
        ValidateAddressResponse,
        VoiceConfigurationRequest,
    )
    from sinch_api.numbers.params import (
        EmergencyAddressInputDict,
        EmergencyAddressInputJSON,
        NumberPatternDict,
        NumberPatternJSON,
        NumberServiceListActiveNumbersAliases,
        NumberServiceListAvailableNumbersAliases,
        NumberServiceRentAnyNumberAliases,
        NumberServiceRentNumberAliases,
        NumberServiceUpdateActiveNumberAliases,
        SmsConfigurationRequestDict,
        SmsConfigurationRequestJSON,
        VoiceConfigurationRequestDict,
        VoiceConfigurationRequestJSON,
    )

T = TypeVar("T")

_ORDERS = {"PHONE_NUMBER": "phoneNumber", "DISPLAY_NAME": "displayName"}


class Numbers(Product):
    """`client.numbers`: phone numbers to rent, and those that are rented.

    Renting is billed and cannot be repeated safely: if no response arrives, the methods raise `OutcomeUnknownError`
    instead of renting again. Check with `get` or `list` before you repeat them.
    """

    definition: ClassVar[ServiceDefinition] = service.SERVICE

    @cached_property
    def regions(self) -> AvailableRegions:
        """Countries in which numbers can be rented."""
        from sinch.domains.numbers.regions import AvailableRegions

        return AvailableRegions(self)

    @cached_property
    def event_destinations(self) -> EventDestinations:
        """The secret with which provisioning events are signed."""
        from sinch.domains.numbers.event_destinations import EventDestinations

        return EventDestinations(self)

    @cached_property
    def sinch_events(self) -> NumbersSinchEvents:
        """Verify and read events; call it with a secret for a handler that verifies."""
        from sinch.domains.numbers.sinch_events import NumbersSinchEvents

        return NumbersSinchEvents()

    def search_for_available_numbers(
        self,
        *,
        region_code: str,
        number_type: Maybe[NumberType] = UNSET,
        number_pattern: Maybe[str] = UNSET,
        number_search_pattern: Maybe[SearchPosition] = UNSET,
        capabilities: Maybe[SequenceNotStr[Capability]] = UNSET,
        page_size: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceListAvailableNumbersAliases],
    ) -> Page[AvailableNumber, AvailableNumbersListResponse]:
        """Search numbers that can be rented.

        `GET /v1/projects/{projectId}/availableNumbers` (NumberService_ListAvailableNumbers)

        Args:
            region_code: ISO 3166-1 alpha-2 code of the country, such as "US".
            number_type: "LOCAL", "MOBILE" or "TOLL_FREE" (wire: `type`, accepted too).
            number_pattern: digits to look for; with "START" include the + and the country code.
            number_search_pattern: where to look for them: "START", "CONTAINS" or "END".
            capabilities: "SMS", "VOICE", or both for numbers capable of both (`capability` is accepted too).
            page_size: the maximum number of numbers to return; the result is always one page (wire: `size`).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `type` for `number_type`, `capability` for `capabilities`.

        Returns:
            One page with the numbers that match, empty if none does.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for number in client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL"):
            ...     print(number.phone_number, number.monthly_price.amount)

        """
        return self._page(
            operations.number_service_list_available_numbers(
                region_code=region_code,
                number_type=number_type,
                number_pattern=number_pattern,
                number_search_pattern=number_search_pattern,
                capabilities=capabilities,
                page_size=page_size,
                **aliases,
            ),
            options,
        )

    def check_availability(
        self,
        phone_number: str,
        *,
        options: RequestOptions | None = None,
    ) -> AvailableNumber:
        """Check whether one number can be rented.

        `GET /v1/projects/{projectId}/availableNumbers/{phoneNumber}` (NumberService_GetAvailableNumber)

        Args:
            phone_number: the number in E.164 format, with its +.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The number with its prices. A number that cannot be rented raises `NotFoundError`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.check_availability("+12025550123").setup_price

        """
        return self._send(operations.number_service_get_available_number(phone_number), options)

    def rent(
        self,
        phone_number: str,
        *,
        sms_configuration: Maybe[
            SmsConfigurationRequestDict | SmsConfigurationRequestJSON | SmsConfigurationRequest
        ] = UNSET,
        voice_configuration: Maybe[
            VoiceConfigurationRequestDict | VoiceConfigurationRequestJSON | VoiceConfigurationRequest
        ] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceRentNumberAliases],
    ) -> ActiveNumber:
        """Rent one number. Billed.

        `POST /v1/projects/{projectId}/availableNumbers/{phoneNumber}:rent` (NumberService_RentNumber)

        Args:
            phone_number: the number in E.164 format, with its +.
            sms_configuration: `{"service_plan_id": ..., "campaign_id": ...}`; an empty id unlinks, an empty dictionary
                is rejected.
            voice_configuration: `{"type": "RTC", "app_id": ...}`, `{"type": "EST", "trunk_id": ...}` or
                `{"type": "FAX", "service_id": ...}`; an empty dictionary is rejected.
            event_destination_target: URL for the provisioning events of the number (wire: `callbackUrl`).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The rented number. Its configurations stay scheduled until they take effect.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.rent("+12025550123", sms_configuration={"service_plan_id": "plan-7f3a"})

        """
        return self._send(
            operations.number_service_rent_number(
                phone_number,
                sms_configuration=_not_empty("sms_configuration", sms_configuration),
                voice_configuration=_not_empty("voice_configuration", voice_configuration),
                event_destination_target=event_destination_target,
                **aliases,
            ),
            options,
        )

    def rent_any(
        self,
        *,
        region_code: str,
        number_type: Maybe[NumberType] = UNSET,
        number_pattern: Maybe[NumberPatternDict | NumberPatternJSON | NumberPattern | str] = UNSET,
        number_search_pattern: Maybe[SearchPosition] = UNSET,
        capabilities: Maybe[SequenceNotStr[Capability]] = UNSET,
        sms_configuration: Maybe[
            SmsConfigurationRequestDict | SmsConfigurationRequestJSON | SmsConfigurationRequest
        ] = UNSET,
        voice_configuration: Maybe[
            VoiceConfigurationRequestDict | VoiceConfigurationRequestJSON | VoiceConfigurationRequest
        ] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceRentAnyNumberAliases],
    ) -> ActiveNumber:
        """Rent the first number that matches. Billed; at present only for US LOCAL numbers.

        `POST /v1/projects/{projectId}/availableNumbers:rentAny` (NumberService_RentAnyNumber)

        Args:
            region_code: ISO 3166-1 alpha-2 code of the country, such as "US".
            number_type: "LOCAL", "MOBILE" or "TOLL_FREE" (wire: `type`, accepted too).
            number_pattern: digits to look for, or `{"pattern": ..., "search_pattern": ...}`; with "START" include the +
                and the country code.
            number_search_pattern: where to look for them: "START", "CONTAINS" or "END". Only if `number_pattern` does
                not say it.
            capabilities: "SMS", "VOICE", or both for numbers capable of both (`capability` is accepted too).
            sms_configuration: `{"service_plan_id": ..., "campaign_id": ...}`; an empty id unlinks, an empty dictionary
                is rejected.
            voice_configuration: `{"type": "RTC", "app_id": ...}`, `{"type": "EST", "trunk_id": ...}` or
                `{"type": "FAX", "service_id": ...}`; an empty dictionary is rejected.
            event_destination_target: URL for the provisioning events of the number (wire: `callbackUrl`).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `type` for `number_type`, `capability` for `capabilities`,
                `callback_url` for `event_destination_target`.

        Returns:
            The rented number. Its configurations stay scheduled until they take effect.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.rent_any(region_code="US", number_type="LOCAL", capabilities=["SMS"])

        """
        return self._send(
            operations.number_service_rent_any_number(
                region_code=region_code,
                number_type=number_type,
                number_pattern=_pattern(number_pattern, number_search_pattern),
                capabilities=capabilities,
                sms_configuration=_not_empty("sms_configuration", sms_configuration),
                voice_configuration=_not_empty("voice_configuration", voice_configuration),
                event_destination_target=event_destination_target,
                **aliases,
            ),
            options,
        )

    def list(
        self,
        *,
        region_code: Maybe[str] = UNSET,
        number_type: Maybe[NumberType] = UNSET,
        number_pattern: Maybe[str] = UNSET,
        number_search_pattern: Maybe[SearchPosition] = UNSET,
        capabilities: Maybe[SequenceNotStr[Capability]] = UNSET,
        page_size: Maybe[int] = UNSET,
        page_token: Maybe[str] = UNSET,
        order_by: Maybe[ActiveNumbersOrderBy | Literal["PHONE_NUMBER", "DISPLAY_NAME"]] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceListActiveNumbersAliases],
    ) -> Page[ActiveNumber, ActiveNumbersListResponse]:
        """List the numbers that the project has rented.

        `GET /v1/projects/{projectId}/activeNumbers` (NumberService_ListActiveNumbers)

        Args:
            region_code: ISO 3166-1 alpha-2 code of the country, such as "US".
            number_type: "LOCAL", "MOBILE" or "TOLL_FREE" (wire: `type`, accepted too). All types when left out, though
                the API has been reported to list MOBILE ones only: set it to be sure.
            number_pattern: digits to look for; with "START" include the + and the country code.
            number_search_pattern: where to look for them: "START", "CONTAINS" or "END".
            capabilities: "SMS", "VOICE", or both for numbers capable of both (`capability` is accepted too).
            page_size: numbers per page; the API does not document a default.
            page_token: where to start: the `next_page_token` of an earlier page.
            order_by: "phoneNumber" or "displayName"; PHONE_NUMBER and DISPLAY_NAME are accepted too.
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `type` for `number_type`, `capability` for `capabilities`.

        Returns:
            The first page; iterate it for the numbers of all pages.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for number in client.numbers.list(region_code="US", number_type="LOCAL", page_size=50):
            ...     print(number.phone_number, number.display_name)

        """
        return self._page(
            operations.number_service_list_active_numbers(
                region_code=region_code,
                number_type=number_type,
                number_pattern=number_pattern,
                number_search_pattern=number_search_pattern,
                capabilities=capabilities,
                page_size=page_size,
                page_token=page_token,
                order_by=_order(order_by),
                **aliases,
            ),
            options,
        )

    def get(
        self,
        phone_number: str,
        *,
        options: RequestOptions | None = None,
    ) -> ActiveNumber:
        """Fetch a rented number.

        `GET /v1/projects/{projectId}/activeNumbers/{phoneNumber}` (NumberService_GetActiveNumber)

        Args:
            phone_number: the number in E.164 format, with its +.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The number.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.get("+12025550123").sms_configuration

        """
        return self._send(operations.number_service_get_active_number(phone_number), options)

    def wait_until_provisioned(
        self,
        phone_number: str,
        *,
        timeout: float = 600.0,
        options: RequestOptions | None = None,
    ) -> ActiveNumber:
        """Wait until what is scheduled for a rented number has taken effect: its links to SMS and to voice.

        `GET /v1/projects/{projectId}/activeNumbers/{phoneNumber}` (NumberService_GetActiveNumber)

        The number is fetched again and again, after pauses of half a second at first and 30 seconds at last. Linking a
        campaign can take days: rely on provisioning events there.

        Args:
            phone_number: the number in E.164 format, with its +.
            timeout: seconds to wait at most.
            options: timeout, retries, headers and further fields of each of the calls.

        Returns:
            The number, with nothing scheduled any more; at once if nothing was.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            WaitTimeoutError: something is still scheduled; its `result` is the number.
            WaitFailedError: a link has failed; its `result` is the number, which says why.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.wait_until_provisioned("+12025550123", timeout=60).sms_configuration

        """
        return self._run(_provisioning(phone_number, timeout, options))

    def update(
        self,
        phone_number: str,
        *,
        display_name: Maybe[str] = UNSET,
        sms_configuration: Maybe[
            SmsConfigurationRequestDict | SmsConfigurationRequestJSON | SmsConfigurationRequest
        ] = UNSET,
        voice_configuration: Maybe[
            VoiceConfigurationRequestDict | VoiceConfigurationRequestJSON | VoiceConfigurationRequest
        ] = UNSET,
        event_destination_target: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
        **aliases: Unpack[NumberServiceUpdateActiveNumberAliases],
    ) -> ActiveNumber:
        """Rename, link or configure a rented number.

        `PATCH /v1/projects/{projectId}/activeNumbers/{phoneNumber}` (NumberService_UpdateActiveNumber)

        What is not given stays as it is.

        Args:
            phone_number: the number in E.164 format, with its +.
            display_name: a name of your own.
            sms_configuration: `{"service_plan_id": ..., "campaign_id": ...}`; an empty id unlinks, an empty dictionary
                is rejected.
            voice_configuration: `{"type": "RTC", "app_id": ...}`, `{"type": "EST", "trunk_id": ...}` or
                `{"type": "FAX", "service_id": ...}`; an empty dictionary is rejected.
            event_destination_target: URL for the provisioning events of the number (wire: `callbackUrl`).
            options: timeout, retries, headers and further fields of this call.
            aliases: other names of arguments: `callback_url` for `event_destination_target`.

        Returns:
            The number. A new link stays in `scheduled_provisioning` until it takes effect.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.update("+12025550123", display_name="Front desk")

        """
        return self._send(
            operations.number_service_update_active_number(
                phone_number,
                display_name=display_name,
                sms_configuration=_not_empty("sms_configuration", sms_configuration),
                voice_configuration=_not_empty("voice_configuration", voice_configuration),
                event_destination_target=event_destination_target,
                **aliases,
            ),
            options,
        )

    def release(
        self,
        phone_number: str,
        *,
        options: RequestOptions | None = None,
    ) -> ActiveNumber:
        """Release a rented number.

        `POST /v1/projects/{projectId}/activeNumbers/{phoneNumber}:release` (NumberService_ReleaseNumber)

        Args:
            phone_number: the number in E.164 format, with its +.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The number; it may still be listed until its `expire_at`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.release("+12025550123").expire_at

        """
        return self._send(operations.number_service_release_number(phone_number), options)

    def get_emergency_address(
        self,
        phone_number: str,
        *,
        options: RequestOptions | None = None,
    ) -> EmergencyAddress:
        """Fetch the emergency address of a number.

        `GET /v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress`
        (NumberService_GetEmergencyAddress)

        Args:
            phone_number: the number in E.164 format, with its +.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The address.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.get_emergency_address("+12025550123").city

        """
        return self._send(operations.number_service_get_emergency_address(phone_number), options)

    def provision_emergency_address(
        self,
        phone_number: str,
        *,
        display_name: str,
        address: EmergencyAddressInputDict | EmergencyAddressInputJSON | EmergencyAddressInput,
        options: RequestOptions | None = None,
    ) -> EmergencyAddress:
        """Attach an emergency address to a number.

        `POST /v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:provision`
        (NumberService_ProvisionEmergencyAddress)

        Args:
            phone_number: the number in E.164 format, with its +.
            display_name: who lives or works there.
            address: street_number, street_info, city, state, postal_code; optionally location, postal_code_plus_four.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The address as it was saved.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the request may have been carried out, but no response arrived; it was not repeated.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.provision_emergency_address(
            ...     "+12025550123",
            ...     display_name="HQ",
            ...     address={
            ...         "street_number": "12",
            ...         "street_info": "Sample St NW",
            ...         "city": "Washington",
            ...         "state": "DC",
            ...         "postal_code": "20001",
            ...     },
            ... )

        """
        return self._send(
            operations.number_service_provision_emergency_address(
                phone_number, display_name=display_name, address=address
            ),
            options,
        )

    def deprovision_emergency_address(
        self,
        phone_number: str,
        *,
        options: RequestOptions | None = None,
    ) -> None:
        """Remove the emergency address of a number.

        `POST /v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:deprovision`
        (NumberService_DeprovisionEmergencyAddress)

        Args:
            phone_number: the number in E.164 format, with its +.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.deprovision_emergency_address("+12025550123")

        """
        self._send(operations.number_service_deprovision_emergency_address(phone_number), options)

    def validate_emergency_address(
        self,
        phone_number: str,
        *,
        display_name: str,
        address: EmergencyAddressInputDict | EmergencyAddressInputJSON | EmergencyAddressInput,
        options: RequestOptions | None = None,
    ) -> ValidateAddressResponse:
        """Check an emergency address without saving it.

        `POST /v1/projects/{projectId}/activeNumbers/{phoneNumber}/emergencyAddress:validate`
        (NumberService_ValidateEmergencyAddress)

        Args:
            phone_number: the number in E.164 format, with its +.
            display_name: who lives or works there.
            address: street_number, street_info, city, state, postal_code; optionally location, postal_code_plus_four.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The result, with a corrected address or candidates, if any.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.validate_emergency_address(
            ...     "+12025550123",
            ...     display_name="HQ",
            ...     address={
            ...         "street_number": "12",
            ...         "street_info": "Sample St NW",
            ...         "city": "Washington",
            ...         "state": "DC",
            ...         "postal_code": "20001",
            ...     },
            ... )

        """
        return self._send(
            operations.number_service_validate_emergency_address(
                phone_number, display_name=display_name, address=address
            ),
            options,
        )


def _not_empty(name: str, value: T) -> T:
    """Reject a configuration that would be sent empty: the API fails on an empty one."""
    if isinstance(value, Mapping) and all(entry is None or entry is UNSET for entry in value.values()):
        raise ArgumentError(f"{name} must not be empty, or the call fails: leave it out, or name what to configure")
    return value


def _pattern(pattern: Any, position: Maybe[SearchPosition]) -> Any:
    """Return the pattern as the single object that rentAny expects."""
    if isinstance(pattern, str):
        pattern = {"pattern": pattern}
    if position is UNSET or position is None:
        return pattern
    if pattern is UNSET or pattern is None:
        raise ArgumentError("number_search_pattern says where to look for number_pattern: pass number_pattern too")
    if not isinstance(pattern, Mapping):
        return pattern  # rejected by name later
    if pattern.keys() & {"search_pattern", "searchPattern"}:
        raise ArgumentError("number_pattern already has a search pattern: leave number_search_pattern out")
    return {**pattern, "search_pattern": position}


def _order(order_by: object) -> Any:
    name = getattr(order_by, "value", order_by)
    return _ORDERS.get(name, name) if isinstance(name, str) else order_by


_JOBS = {
    "SMS": ("smsConfiguration", "scheduledProvisioning"),
    "voice": ("voiceConfiguration", "scheduledVoiceProvisioning"),
}
"""Where a number says what is scheduled for it."""


def _provisioning(phone_number: str, timeout: float, options: RequestOptions | None) -> ComposedFlow[ActiveNumber]:
    def flow(calls: Calls) -> Generator[Step, Any, ActiveNumber]:
        waiting = calls.waiting(timeout, options)
        number = yield from waiting.until(
            _is_settled, lambda: waiting.ask(operations.number_service_get_active_number(phone_number))
        )
        for name, job in _scheduled(number).items():
            reasons = ", ".join(map(str, job.get("errorCodes") or ())) or "no reason given"
            raise WaitFailedError(f"linking the number to {name} has failed: {reasons}", number)
        return number

    return flow


def _is_settled(number: ActiveNumber) -> bool:
    jobs = _scheduled(number).values()
    return not jobs or any(job.get("status") == "FAILED" for job in jobs)


def _scheduled(number: ActiveNumber) -> dict[str, Mapping[str, Any]]:
    """Return what is scheduled for a number, what has failed first."""
    found = {}
    for name, (configuration, scheduled) in _JOBS.items():
        job = (number.get(configuration) or {}).get(scheduled)
        if job:
            found[name] = job
    return dict(sorted(found.items(), key=lambda item: item[1].get("status") != "FAILED"))
