"""Verifications: start them, and report what the person received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch_api.verification import operations

if TYPE_CHECKING:
    from typing import Any

    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.verification import (
        CodeType,
        Identity,
        ReportFlashCallResponse,
        ReportPhoneCallResponse,
        ReportSmsResponse,
        ReportVerificationRequest,
        ReportVerificationResponse,
        ReportWhatsAppResponse,
        StartDataResponse,
        StartFlashCallResponse,
        StartPhoneCallResponse,
        StartSmsResponse,
        StartWhatsAppResponse,
    )
    from sinch_api.verification.params import (
        IdentityDict,
        ReportVerificationRequestDict,
        ReportVerificationRequestJSON,
    )


class Verifications(Resource):
    """`client.verification.verifications`: start verifications, and report what was received."""

    def start_sms(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        expiry: Maybe[str] = UNSET,
        code_type: Maybe[CodeType] = UNSET,
        template: Maybe[str] = UNSET,
        accept_language: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartSmsResponse:
        """Send a code by SMS.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            expiry: how long the code can be reported, as HH:MM:SS.
            code_type: "Numeric" (the default), "Alpha" or "Alphanumeric".
            template: the text, with `{{CODE}}` where the code stands.
            accept_language: of the text, such as "de-DE"; the app's default when left out or not known.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification, with its `id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_sms("+12025550123", reference="signup-8841").id

        """
        return self._send(
            operations.start_verification_sms(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
                accept_language=accept_language,
                sms_options=_given(expiry=expiry, code_type=code_type, template=template),
            ),
            options,
        )

    def start_flash_call(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        dial_timeout: Maybe[int] = UNSET,
        interception_timeout: Maybe[int] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartFlashCallResponse:
        """Call the number and ring off: the number that calls is what is reported.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            dial_timeout: seconds that the phone rings, 5 to 120.
            interception_timeout: seconds for which the verification stays open, 5 to 120.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification; its `flash_call` says what number to look for.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_flash_call("+12025550123", dial_timeout=20)

        """
        return self._send(
            operations.start_verification_flashcall(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
                flash_call_options=_given(dial_timeout=dial_timeout, interception_timeout=interception_timeout),
            ),
            options,
        )

    def start_phone_call(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        speech_locale: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartPhoneCallResponse:
        """Call the number, and read a code out.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            speech_locale: language and region of the voice, such as "en-US", which is the default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification, with its `id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_phone_call("+12025550123", speech_locale="en-GB")

        """
        return self._send(
            operations.start_verification_callout(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
                phone_call_options=_given(speech=_given(locale=speech_locale)),
            ),
            options,
        )

    def start_callout(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        speech_locale: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartPhoneCallResponse:
        """Call the number, and read a code out; another name of `start_phone_call`.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            speech_locale: language and region of the voice, such as "en-US", which is the default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification, with its `id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_callout("+12025550123")

        """
        return self._send(
            operations.start_verification_callout(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
                phone_call_options=_given(speech=_given(locale=speech_locale)),
            ),
            options,
        )

    def start_data(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartDataResponse:
        """Let the mobile data connection of the phone tell its number.

        `POST /verification/v1/verifications` (StartVerification)

        Sinch must have enabled this for the account. It has no report: the device opens the address.

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification; the device must open `seamless.target_uri` over mobile data.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_data("+12025550123").seamless.target_uri

        """
        return self._send(
            operations.start_verification_seamless(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
            ),
            options,
        )

    def start_seamless(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartDataResponse:
        """Let the mobile data connection tell the number; another name of `start_data`.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification; the device must open `seamless.target_uri` over mobile data.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_seamless("+12025550123").seamless.target_uri

        """
        return self._send(
            operations.start_verification_seamless(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
            ),
            options,
        )

    def start_whatsapp(
        self,
        identity: str | IdentityDict | Identity,
        *,
        reference: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        code_type: Maybe[CodeType] = UNSET,
        accept_language: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> StartWhatsAppResponse:
        """Send a code over WhatsApp.

        `POST /verification/v1/verifications` (StartVerification)

        It is billed, and aborts the verification of this number that was started before.

        Args:
            identity: whom to verify: the phone number in E.164, or `{"type": "number", "endpoint": ...}`.
            reference: your own, unique per verification and fit for a path; a start that is repeated by mistake is
                rejected with 409 then.
            custom: text of your own that events repeat, up to 4096 characters.
            code_type: "Numeric" (the default), "Alpha" or "Alphanumeric".
            accept_language: of the text, such as "de-DE"; the app's default when left out or not known.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The verification, with its `id`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the verification may have started, but no response arrived; it was not repeated. With a
                `reference`, `verification_status.get_by_reference` tells.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.start_whatsapp("+12025550123", code_type="Alphanumeric")

        """
        return self._send(
            operations.start_verification_whatsapp(
                identity=_identity(identity),
                reference=reference,
                custom=custom,
                accept_language=accept_language,
                whatsapp_options=_given(code_type=code_type),
            ),
            options,
        )

    def report_sms_by_id(
        self,
        id: str,
        code: str,
        *,
        cli: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> ReportSmsResponse:
        """Report the code of an SMS, for a verification known by its id.

        `PUT /verification/v1/verifications/id/{id}` (ReportVerificationById)

        What does not fit may count as an attempt.

        Args:
            id: the id of the verification.
            code: what the SMS said.
            cli: the sender of the SMS; deprecated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_sms_by_id("01JEXAMPLE0000000000VERIF1", "4821").status

        """
        return self._send(operations.report_verification_by_id_sms(id, sms=_given(code=code, cli=cli)), options)

    def report_flash_call_by_id(
        self,
        id: str,
        cli: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportFlashCallResponse:
        """Report the number of a flash call, for a verification known by its id.

        `PUT /verification/v1/verifications/id/{id}` (ReportVerificationById)

        What does not fit may count as an attempt.

        Args:
            id: the id of the verification.
            cli: the whole international number of the missed call.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_flash_call_by_id("01JEXAMPLE0000000000VERIF2", "+12025550177")

        """
        return self._send(operations.report_verification_by_id_flashcall(id, flash_call={"cli": cli}), options)

    def report_phone_call_by_id(
        self,
        id: str,
        code: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportPhoneCallResponse:
        """Report the code that was read out, for a verification known by its id.

        `PUT /verification/v1/verifications/id/{id}` (ReportVerificationById)

        What does not fit may count as an attempt.

        Args:
            id: the id of the verification.
            code: what was read out.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_phone_call_by_id("01JEXAMPLE0000000000VERIF3", "4821").status

        """
        return self._send(operations.report_verification_by_id_callout(id, phone_call={"code": code}), options)

    def report_whatsapp_by_id(
        self,
        id: str,
        code: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportWhatsAppResponse:
        """Report the code of a WhatsApp message, for a verification known by its id.

        `PUT /verification/v1/verifications/id/{id}` (ReportVerificationById)

        What does not fit may count as an attempt.

        Args:
            id: the id of the verification.
            code: what the message said.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_whatsapp_by_id("01JEXAMPLE0000000000VERIF4", "A4X1").status

        """
        return self._send(operations.report_verification_by_id_whatsapp(id, whatsapp={"code": code}), options)

    def report_sms_by_identity(
        self,
        endpoint: str,
        code: str,
        *,
        cli: Maybe[str] = UNSET,
        options: RequestOptions | None = None,
    ) -> ReportSmsResponse:
        """Report the code of an SMS, for a verification known by its phone number.

        `PUT /verification/v1/verifications/number/{endpoint}` (ReportVerificationByIdentity)

        What does not fit may count as an attempt.

        Args:
            endpoint: the phone number in E.164.
            code: what the SMS said.
            cli: the sender of the SMS; deprecated.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_sms_by_identity("+12025550123", "4821").status

        """
        return self._send(
            operations.report_verification_by_identity_sms(endpoint, sms=_given(code=code, cli=cli)), options
        )

    def report_flash_call_by_identity(
        self,
        endpoint: str,
        cli: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportFlashCallResponse:
        """Report the number of a flash call, for a verification known by its phone number.

        `PUT /verification/v1/verifications/number/{endpoint}` (ReportVerificationByIdentity)

        What does not fit may count as an attempt.

        Args:
            endpoint: the phone number in E.164.
            cli: the whole international number of the missed call.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_flash_call_by_identity("+12025550124", "+12025550177").status

        """
        return self._send(
            operations.report_verification_by_identity_flashcall(endpoint, flash_call={"cli": cli}), options
        )

    def report_phone_call_by_identity(
        self,
        endpoint: str,
        code: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportPhoneCallResponse:
        """Report the code that was read out, for a verification known by its phone number.

        `PUT /verification/v1/verifications/number/{endpoint}` (ReportVerificationByIdentity)

        What does not fit may count as an attempt.

        Args:
            endpoint: the phone number in E.164.
            code: what was read out.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_phone_call_by_identity("+12025550125", "4821").status

        """
        return self._send(
            operations.report_verification_by_identity_callout(endpoint, phone_call={"code": code}), options
        )

    def report_whatsapp_by_identity(
        self,
        endpoint: str,
        code: str,
        *,
        options: RequestOptions | None = None,
    ) -> ReportWhatsAppResponse:
        """Report the code of a WhatsApp message, for a verification known by its phone number.

        `PUT /verification/v1/verifications/number/{endpoint}` (ReportVerificationByIdentity)

        What does not fit may count as an attempt.

        Args:
            endpoint: the phone number in E.164.
            code: what the message said.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.verification.verifications.report_whatsapp_by_identity("+12025550126", "A4X1").status

        """
        return self._send(
            operations.report_verification_by_identity_whatsapp(endpoint, whatsapp={"code": code}), options
        )

    def report_by_id(
        self,
        id: str,
        verification_report_request: ReportVerificationRequestDict
        | ReportVerificationRequestJSON
        | ReportVerificationRequest,
        *,
        options: RequestOptions | None = None,
    ) -> ReportVerificationResponse:
        """Report what was received, whatever it was, for a verification known by its id.

        `PUT /verification/v1/verifications/id/{id}` (ReportVerificationById)

        The methods for each way to verify do the same. What does not fit may count as an attempt.

        Args:
            id: the id of the verification.
            verification_report_request: the `method`, and what was received under its name: `{"method": "sms", "sms":
                {"code": "4821"}}`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> report = {"method": "sms", "sms": {"code": "4821"}}
            >>> client.verification.verifications.report_by_id("01JEXAMPLE0000000000VERIF1", report).status

        """
        return self._send(operations.report_verification_by_id(id, body=verification_report_request), options)

    def report_by_identity(
        self,
        endpoint: str,
        verification_report_request: ReportVerificationRequestDict
        | ReportVerificationRequestJSON
        | ReportVerificationRequest,
        *,
        options: RequestOptions | None = None,
    ) -> ReportVerificationResponse:
        """Report what was received, whatever it was, for a verification known by its phone number.

        `PUT /verification/v1/verifications/number/{endpoint}` (ReportVerificationByIdentity)

        The methods for each way to verify do the same. What does not fit may count as an attempt.

        Args:
            endpoint: the phone number in E.164.
            verification_report_request: the `method`, and what was received under its name: `{"method": "sms", "sms":
                {"code": "4821"}}`.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            What came of it: `status` is "SUCCESSFUL" only if the number is verified, and `reason` says why it is not.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the report may have counted, but no response arrived; it was not repeated. Read the
                status.
            VerificationException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> report = {"method": "sms", "sms": {"code": "4821"}}
            >>> client.verification.verifications.report_by_identity("+12025550123", report).status

        """
        return self._send(
            operations.report_verification_by_identity(endpoint, body=verification_report_request), options
        )


def _identity(identity: Any) -> Any:
    """Return an identity, of which the phone number may be all that was given."""
    return {"type": "number", "endpoint": identity} if isinstance(identity, str) else identity


def _given(**options: Any) -> Any:
    """Return the options that were given, of which none can be null; UNSET if none was."""
    return {name: value for name, value in options.items() if value is not UNSET and value is not None} or UNSET
