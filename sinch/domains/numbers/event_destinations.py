"""Event destinations: the secret with which the provisioning events of a project are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.numbers import operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.numbers import EventDestinationResponse


class EventDestinations(Resource):
    """`client.numbers.event_destinations`: read and set the signing secret. Each number has its own URL for events."""

    def get(
        self,
        *,
        options: RequestOptions | None = None,
    ) -> EventDestinationResponse:
        """Read the signing secret.

        `GET /v1/projects/{projectId}/callbackConfiguration` (GetCallbackConfiguration)

        Args:
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The project and its secret; `repr` masks the secret.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> secret = client.numbers.event_destinations.get().hmac_secret

        """
        return self._send(operations.get_callback_configuration(), options)

    def update(
        self,
        *,
        hmac_secret: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> EventDestinationResponse:
        """Set the signing secret.

        `PATCH /v1/projects/{projectId}/callbackConfiguration` (UpdateCallbackConfiguration)

        Args:
            hmac_secret: documented as 32 to 64 letters, digits and hyphens.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The project and its secret; `repr` masks the secret.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            NumbersException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.numbers.event_destinations.update(hmac_secret="example-secret-0123456789-abcdefghij")

        """
        return self._send(operations.update_callback_configuration(hmac_secret=hmac_secret), options)
