"""Applications: their numbers and callback URLs, and what is known of a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.exceptions import ConfigurationError
from sinch.core.nested import check_nested
from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.voice_v1 import kinds, operations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sinch.core.options import RequestOptions
    from sinch.core.paging import Page
    from sinch.core.sequences import SequenceNotStr
    from sinch.core.unset import Maybe
    from sinch_api.voice_v1 import CallbackUrls, Capability, OwnedNumber, OwnedNumbersResponse, QueryNumberResponse


class Applications(Resource):
    """`client.voice.v1.applications`: numbers and callback URLs of applications."""

    def list_numbers(
        self,
        *,
        options: RequestOptions | None = None,
    ) -> Page[OwnedNumber, OwnedNumbersResponse]:
        """List the numbers of the account, and the applications that have them.

        `GET /v1/configuration/numbers` (Configuration_GetNumbers)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the numbers of all pages. They all come at once.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for number in client.voice.v1.applications.list_numbers():
            ...     print(number.number, number.application_key)

        """
        return self._page(operations.configuration_get_numbers(), options)

    def get_numbers(
        self,
        *,
        options: RequestOptions | None = None,
    ) -> Page[OwnedNumber, OwnedNumbersResponse]:
        """List the numbers of the account, and the applications that have them; another name of `list_numbers`.

        `GET /v1/configuration/numbers` (Configuration_GetNumbers)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The first page; iterate it for the numbers of all pages. They all come at once.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for number in client.voice.v1.applications.get_numbers():
            ...     print(number.number, number.application_key)

        """
        return self._page(operations.configuration_get_numbers(), options)

    def assign_numbers(
        self,
        numbers: Maybe[SequenceNotStr[str]] = UNSET,
        *,
        application_key: Maybe[str] = UNSET,
        capability: Maybe[Capability] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Assign numbers to an application.

        `POST /v1/configuration/numbers` (Configuration_UpdateNumbers)

        Args:
            numbers: in E.164, 1 to 100 of them.
            application_key: the application; that of the client by default.
            capability: "voice" (the default) or "sms".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.assign_numbers(["+12025550101"], capability="voice")

        """
        return self._send(
            operations.configuration_update_numbers(
                numbers=numbers, application_key=application_key, capability=capability
            ),
            options,
        )

    def unassign_number(
        self,
        number: Maybe[str] = UNSET,
        *,
        application_key: Maybe[str] = UNSET,
        capability: Maybe[Capability] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Take a number from an application.

        `DELETE /v1/configuration/numbers` (Configuration_UnassignNumber)

        Args:
            number: in E.164.
            application_key: the application; that of the client by default.
            capability: "voice" (the default) or "sms".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.unassign_number("+12025550100")

        """
        return self._send(
            operations.configuration_unassign_number(
                number=number, application_key=application_key, capability=capability
            ),
            options,
        )

    def get_event_destinations(
        self,
        application_key: Maybe[str] = UNSET,
        *,
        options: RequestOptions | None = None,
    ) -> CallbackUrls:
        """Read where the events of an application are posted.

        `GET /v1/configuration/callbacks/applications/{applicationkey}` (Configuration_GetCallbackURLs)

        Args:
            application_key: the application; that of the client by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The addresses: `url.primary`, and `url.fallback` for when that fails.

        Raises:
            ConfigurationError: neither an application was named, nor has the client one.
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.get_event_destinations().url.primary

        """
        return self._send(
            operations.configuration_get_callback_urls(_key(self._product.configured_values, application_key)), options
        )

    def get_callback_urls(
        self,
        application_key: Maybe[str] = UNSET,
        *,
        options: RequestOptions | None = None,
    ) -> CallbackUrls:
        """Read where the events of an application are posted; another name of `get_event_destinations`.

        `GET /v1/configuration/callbacks/applications/{applicationkey}` (Configuration_GetCallbackURLs)

        Args:
            application_key: the application; that of the client by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The addresses: `url.primary`, and `url.fallback` for when that fails.

        Raises:
            ConfigurationError: neither an application was named, nor has the client one.
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.get_callback_urls().url.primary

        """
        return self._send(
            operations.configuration_get_callback_urls(_key(self._product.configured_values, application_key)), options
        )

    def update_event_destinations(
        self,
        application_key: Maybe[str] = UNSET,
        *,
        primary: Maybe[str] = UNSET,
        fallback: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Set where the events of an application are posted.

        `POST /v1/configuration/callbacks/applications/{applicationkey}` (Configuration_UpdateCallbackURLs)

        Args:
            application_key: the application; that of the client by default.
            primary: the address.
            fallback: the address for when that fails or does not reply in time.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ConfigurationError: neither an application was named, nor has the client one.
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.update_event_destinations(primary="https://hooks.example.com/voice")

        """
        return self._send(
            operations.configuration_update_callback_urls(
                _key(self._product.configured_values, application_key),
                url=_urls(primary=primary, fallback=fallback),
            ),
            options,
        )

    def update_callback_urls(
        self,
        application_key: Maybe[str] = UNSET,
        *,
        primary: Maybe[str] = UNSET,
        fallback: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Set where the events of an application are posted; another name of `update_event_destinations`.

        `POST /v1/configuration/callbacks/applications/{applicationkey}` (Configuration_UpdateCallbackURLs)

        Args:
            application_key: the application; that of the client by default.
            primary: the address.
            fallback: the address for when that fails or does not reply in time.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ConfigurationError: neither an application was named, nor has the client one.
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.update_callback_urls(primary="https://hooks.example.com/voice")

        """
        return self._send(
            operations.configuration_update_callback_urls(
                _key(self._product.configured_values, application_key),
                url=_urls(primary=primary, fallback=fallback),
            ),
            options,
        )

    def query_number(
        self,
        number: str,
        *,
        options: RequestOptions | None = None,
    ) -> QueryNumberResponse:
        """Look up a phone number, and what calls to it cost. Deprecated by the API.

        `GET /v1/calling/query/number/{number}` (Calling_QueryNumber)

        Args:
            number: in E.164.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What is known of it, as `number`; some responses have `number_item` instead.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.applications.query_number("+12025550123").number

        """
        return self._send(operations.calling_query_number(number), options)


def _key(configured: Mapping[str, Any], given: Any) -> Any:
    """Return the key of an application, that of the client if none was given."""
    key = given or configured.get("application_key")
    if not key:
        raise ConfigurationError(
            "application_key is not set: pass application_key=..., or SinchClient(application_key=...), "
            "or set SINCH_APPLICATION_KEY in the environment"
        )
    return key


def _urls(**urls: Any) -> Any:
    """Return the addresses that were given. Raises ArgumentError for one that is not text."""
    return check_nested(kinds.CallbackUrlPair, "", urls)
