"""Verification with every argument, as it arrives on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import SinchClient
from sinch.domains.verification import (
    Identity,
    ReportFlashCallResponse,
    ReportPhoneCallResponse,
    ReportSmsResponse,
    ReportWhatsAppResponse,
    StartDataResponse,
    StartFlashCallResponse,
    StartPhoneCallResponse,
    StartSmsResponse,
    StartWhatsAppResponse,
    StatusFlashCallResponse,
    StatusPhoneCallResponse,
    StatusSmsResponse,
    StatusWhatsAppResponse,
)
from sinch.testing import Simulator
from tests.both_colours import both_colours
from tests.wire import Call, check

pytestmark = both_colours

ADA, CALLER = "+12025550123", "+12025550177"
WHO: dict[str, Any] = {"type": "number", "endpoint": ADA}
OWN: dict[str, Any] = {"reference": "signup 1/2", "custom": "campaign=spring"}
SMS: dict[str, Any] = {"code_type": "Alpha", "expiry": "00:05:00", "template": "{{CODE}}!"}
START, BY_ID, BY_IDENTITY = "StartVerification", "ReportVerificationById", "ReportVerificationByIdentity"

# fmt: off
CALLS = [
    # method, its arguments,
    #      the request, its body, the type of the result, the operation
    Call("verifications.start_sms", {"identity": ADA},
         "POST ", {"identity": WHO, "method": "sms"}, StartSmsResponse, START),
    Call("verifications.start_sms", {"identity": WHO, **OWN, **SMS},
         "POST ", {"identity": WHO, "method": "sms", **OWN, "smsOptions": {
             "codeType": "Alpha", "expiry": "00:05:00", "template": "{{CODE}}!"}}, StartSmsResponse, START),
    Call("verifications.start_flash_call", {"identity": ADA, **OWN, "dial_timeout": 20, "interception_timeout": 60},
         "POST ", {"identity": WHO, "method": "flashcall", **OWN, "flashCallOptions": {
             "dialTimeout": 20, "interceptionTimeout": 60}}, StartFlashCallResponse, START),
    Call("verifications.start_phone_call", {"identity": ADA, **OWN, "speech_locale": "en-GB"},
         "POST ", {"identity": WHO, "method": "callout", **OWN, "calloutOptions": {"speech": {"locale": "en-GB"}}},
         StartPhoneCallResponse, START),
    Call("verifications.start_callout", {"identity": ADA, **OWN, "speech_locale": "en-GB"},
         "POST ", {"identity": WHO, "method": "callout", **OWN, "calloutOptions": {"speech": {"locale": "en-GB"}}},
         StartPhoneCallResponse, START),
    Call("verifications.start_callout", {"identity": ADA},
         "POST ", {"identity": WHO, "method": "callout"}, StartPhoneCallResponse, START),
    Call("verifications.start_data", {"identity": ADA, **OWN},
         "POST ", {"identity": WHO, "method": "seamless", **OWN}, StartDataResponse, START),
    Call("verifications.start_seamless", {"identity": ADA, **OWN},
         "POST ", {"identity": WHO, "method": "seamless", **OWN}, StartDataResponse, START),
    Call("verifications.start_whatsapp", {"identity": ADA, **OWN, "code_type": "Alphanumeric"},
         "POST ", {"identity": WHO, "method": "whatsapp", **OWN, "whatsappOptions": {"codeType": "Alphanumeric"}},
         StartWhatsAppResponse, START),
    Call("verifications.report_sms_by_id", {"id": "{sms}", "code": "0", "cli": "Sinch"},
         "PUT /id/{sms}", {"method": "sms", "sms": {"code": "0", "cli": "Sinch"}}, ReportSmsResponse, BY_ID),
    Call("verifications.report_flash_call_by_id", {"id": "{flash_call}", "cli": CALLER},
         "PUT /id/{flash_call}", {"method": "flashcall", "flashCall": {"cli": CALLER}}, ReportFlashCallResponse, BY_ID),
    Call("verifications.report_phone_call_by_id", {"id": "{phone_call}", "code": "0"},
         "PUT /id/{phone_call}", {"method": "callout", "callout": {"code": "0"}}, ReportPhoneCallResponse, BY_ID),
    Call("verifications.report_whatsapp_by_id", {"id": "{whatsapp}", "code": "0"},
         "PUT /id/{whatsapp}", {"method": "whatsapp", "whatsapp": {"code": "0"}}, ReportWhatsAppResponse, BY_ID),
    Call("verifications.report_sms_by_identity", {"endpoint": "+12025550101", "code": "0", "cli": "Sinch"},
         "PUT /number/+12025550101", {"method": "sms", "sms": {"code": "0", "cli": "Sinch"}},
         ReportSmsResponse, BY_IDENTITY),
    Call("verifications.report_flash_call_by_identity", {"endpoint": "+12025550102", "cli": CALLER},
         "PUT /number/+12025550102", {"method": "flashcall", "flashCall": {"cli": CALLER}},
         ReportFlashCallResponse, BY_IDENTITY),
    Call("verifications.report_phone_call_by_identity", {"endpoint": "+12025550103", "code": "0"},
         "PUT /number/+12025550103", {"method": "callout", "callout": {"code": "0"}},
         ReportPhoneCallResponse, BY_IDENTITY),
    Call("verifications.report_whatsapp_by_identity", {"endpoint": "+12025550104", "code": "0"},
         "PUT /number/+12025550104", {"method": "whatsapp", "whatsapp": {"code": "0"}},
         ReportWhatsAppResponse, BY_IDENTITY),
    Call("verifications.report_by_id",
         {"id": "{sms}", "verification_report_request": {"method": "sms", "sms": {"code": "0"}}},
         "PUT /id/{sms}", {"method": "sms", "sms": {"code": "0"}}, ReportSmsResponse, BY_ID),
    Call("verifications.report_by_identity",
         {"endpoint": "+12025550103",
          "verification_report_request": {"method": "callout", "phone_call": {"code": "0"}}},
         "PUT /number/+12025550103", {"method": "callout", "callout": {"code": "0"}},
         ReportPhoneCallResponse, BY_IDENTITY),
    Call("verification_status.get_by_id", {"id": "{sms}"},
         "GET /id/{sms}", None, StatusSmsResponse, "VerificationStatusById"),
    Call("verification_status.get_by_identity", {"endpoint": "+12025550101", "method": "sms"},
         "GET /sms/number/+12025550101", None, StatusSmsResponse, "VerificationStatusByIdentity"),
    Call("verification_status.get_by_identity", {"endpoint": "+12025550102", "method": "flashcall"},
         "GET /flashcall/number/+12025550102", None, StatusFlashCallResponse, "VerificationStatusByIdentity"),
    Call("verification_status.get_by_identity", {"endpoint": "+12025550103", "method": "phonecall"},
         "GET /callout/number/+12025550103", None, StatusPhoneCallResponse, "VerificationStatusByIdentity"),
    Call("verification_status.get_by_identity", {"endpoint": "+12025550104", "method": "whatsapp"},
         "GET /whatsapp/number/+12025550104", None, StatusWhatsAppResponse, "VerificationStatusByIdentity"),
    Call("verification_status.get_by_reference", {"reference": "of sms+/?"},
         "GET /reference/of%20sms+%2F%3F", None, StatusSmsResponse, "VerificationStatusByReference"),
]
# fmt: on


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_verification_with_every_argument(call: Call, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    starts = sinch_client.verification.verifications
    made = {
        "{sms}": starts.start_sms("+12025550101", reference="of sms+/?").id,
        "{flash_call}": starts.start_flash_call("+12025550102").id,
        "{phone_call}": starts.start_phone_call("+12025550103").id,
        "{whatsapp}": starts.start_whatsapp("+12025550104").id,
    }
    check(call, "verification", sinch_client, sinch_simulator, made)


def test_the_language_is_a_header_and_an_identity_may_be_an_object(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    starts = sinch_client.verification.verifications
    starts.start_sms(Identity(endpoint=ADA), accept_language="de-DE")
    assert sinch_simulator.requests[-1].headers["accept-language"] == "de-DE"
    assert sinch_simulator.requests[-1].json == {"identity": WHO, "method": "sms"}
    starts.start_whatsapp(ADA, accept_language="sv-SE")
    assert sinch_simulator.requests[-1].headers["accept-language"] == "sv-SE"
    starts.start_flash_call(ADA)
    assert "accept-language" not in sinch_simulator.requests[-1].headers


def test_where_the_api_is_and_that_no_token_is_fetched(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.verification.verifications.start_sms(ADA)
    assert sinch_simulator.token_requests == []
    client = SinchClient(application_key="key", application_secret="c2VjcmV0")
    assert client.verification.service.origin == "https://verification.api.sinch.com"
