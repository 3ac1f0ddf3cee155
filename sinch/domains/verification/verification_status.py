"""The status of verifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch_api.verification import operations

if TYPE_CHECKING:
    from typing import Any

    from sinch.core.options import RequestOptions
    from sinch_api.verification import VerificationMethod, VerificationStatusResponse


class VerificationStatus(Resource):
    """`client.verification.verification_status`: what came of verifications."""

    def get_by_id(
        self,
        id: str,
        *,
        options: RequestOptions | None = None,
    ) -> VerificationStatusResponse:
        """Read the status of a verification.

        `GET /verification/v1/verifications/id/{id}` (VerificationStatusById)

        Args:
            id: the id of the verification.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The status: "PENDING", "SUCCESSFUL", "FAIL", "DENIED", "ABORTED" or "ERROR", and the `reason` of those that
            are none of the first two. One that has failed is a result, not an exception.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verification_status.get_by_id("01JEXAMPLE0000000000VERIF1").status

        """
        return self._send(operations.verification_status_by_id(id), options)

    def get_by_identity(
        self,
        endpoint: str,
        method: VerificationMethod,
        *,
        options: RequestOptions | None = None,
    ) -> VerificationStatusResponse:
        """Read the status of the last verification of a phone number by a method.

        `GET /verification/v1/verifications/{method}/number/{endpoint}` (VerificationStatusByIdentity)

        Args:
            endpoint: the phone number in E.164.
            method: "sms", "flashcall", "callout" (or "phonecall") or "whatsapp".
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The status: "PENDING", "SUCCESSFUL", "FAIL", "DENIED", "ABORTED" or "ERROR", and the `reason` of those that
            are none of the first two. One that has failed is a result, not an exception.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verification_status.get_by_identity("+12025550123", "sms").status

        """
        return self._send(operations.verification_status_by_identity(_wire(method), endpoint), options)

    def get_by_reference(
        self,
        reference: str,
        *,
        options: RequestOptions | None = None,
    ) -> VerificationStatusResponse:
        """Read the status of the verification with a reference.

        `GET /verification/v1/verifications/reference/{reference}` (VerificationStatusByReference)

        Args:
            reference: your own, given at the start.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The status: "PENDING", "SUCCESSFUL", "FAIL", "DENIED", "ABORTED" or "ERROR", and the `reason` of those that
            are none of the first two. One that has failed is a result, not an exception.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verification_status.get_by_reference("signup-8840").status

        """
        return self._send(operations.verification_status_by_reference(reference), options)


def _wire(method: Any) -> Any:
    """Return a method as it stands in a path, where a phone call is a callout."""
    value = getattr(method, "value", method)
    return "callout" if isinstance(value, str) and value.lower() in ("phonecall", "phone_call") else value
