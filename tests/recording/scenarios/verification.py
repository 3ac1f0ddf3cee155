"""Scenarios of the Verification API. What arrives at the phone is not known here, so that reports fail: as results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sinch import SinchClient
from sinch.domains.verification import (
    ReportFlashCallResponse,
    ReportPhoneCallResponse,
    ReportSmsResponse,
    ReportWhatsAppResponse,
    StartDataResponse,
    StartFlashCallResponse,
    StartPhoneCallResponse,
    StartSmsResponse,
    StartWhatsAppResponse,
    StatusSmsResponse,
)
from sinch_api.verification.params import ReportVerificationRequestDict
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage


def started(method: str) -> Callable[[Stage], AbstractContextManager[str]]:
    """Start a verification of the recipient; what comes of it is its id."""

    @contextmanager
    def start(stage: Stage) -> Iterator[str]:
        starts = getattr(stage.client.verification.verifications, f"start_{method}")
        yield starts(stage.account.recipient).id

    return start


@contextmanager
def referenced(stage: Stage) -> Iterator[str]:
    """Start a verification with a reference of its own, which is what comes of it."""
    reference = f"recorded-{stage.now:%Y%m%dT%H%M}"
    stage.client.verification.verifications.start_sms(stage.account.recipient, reference=reference)
    yield reference


@scenario("verification.verifications.start_sms")
def start_sms(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_sms(
        account.recipient,
        custom="campaign=spring",
        expiry="00:05:00",
        code_type="Numeric",
        template="Your code is {{CODE}}",
        accept_language="en-US",
    )
    assert type(found) is StartSmsResponse
    assert found.id
    assert found.sms is not None
    assert found.sms.code_type == "Numeric"


@scenario("verification.verifications.start_flash_call")
def start_flash_call(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_flash_call(
        {"type": "number", "endpoint": account.recipient}, dial_timeout=20, interception_timeout=60
    )
    assert type(found) is StartFlashCallResponse
    assert found.flash_call is not None
    assert found.flash_call.cli_filter


@scenario("verification.verifications.start_phone_call")
def start_phone_call(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_phone_call(account.recipient, speech_locale="en-US")
    assert type(found) is StartPhoneCallResponse
    assert found.id


@scenario("verification.verifications.start_callout")
def start_callout(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_callout(account.recipient)
    assert type(found) is StartPhoneCallResponse
    assert found.id


@scenario("verification.verifications.start_data")
def start_data(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_data(account.recipient)
    assert type(found) is StartDataResponse
    assert found.seamless.target_uri


@scenario("verification.verifications.start_seamless")
def start_seamless(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_seamless(account.recipient)
    assert type(found) is StartDataResponse
    assert found.seamless.target_uri


@scenario("verification.verifications.start_whatsapp")
def start_whatsapp(client: SinchClient, account: Account) -> None:
    found = client.verification.verifications.start_whatsapp(account.recipient, code_type="Numeric")
    assert type(found) is StartWhatsAppResponse
    assert found.whatsapp is not None


@scenario("verification.verifications.report_sms_by_id", verification_id=started("sms"))
def report_sms_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_sms_by_id(verification_id, "0")
    assert type(found) is ReportSmsResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_flash_call_by_id", verification_id=started("flash_call"))
def report_flash_call_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_flash_call_by_id(verification_id, "+12025550177")
    assert type(found) is ReportFlashCallResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid CLI"


@scenario("verification.verifications.report_phone_call_by_id", verification_id=started("phone_call"))
def report_phone_call_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_phone_call_by_id(verification_id, "0")
    assert type(found) is ReportPhoneCallResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_whatsapp_by_id", verification_id=started("whatsapp"))
def report_whatsapp_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_whatsapp_by_id(verification_id, "0")
    assert type(found) is ReportWhatsAppResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_sms_by_identity", verification_id=started("sms"))
def report_sms_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_sms_by_identity(account.recipient, "0")
    assert type(found) is ReportSmsResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_flash_call_by_identity", verification_id=started("flash_call"))
def report_flash_call_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_flash_call_by_identity(account.recipient, "+12025550177")
    assert type(found) is ReportFlashCallResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid CLI"


@scenario("verification.verifications.report_phone_call_by_identity", verification_id=started("phone_call"))
def report_phone_call_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_phone_call_by_identity(account.recipient, "0")
    assert type(found) is ReportPhoneCallResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_whatsapp_by_identity", verification_id=started("whatsapp"))
def report_whatsapp_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verifications.report_whatsapp_by_identity(account.recipient, "0")
    assert type(found) is ReportWhatsAppResponse
    assert found.status == "FAIL"
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_by_id", verification_id=started("sms"))
def report_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    report: ReportVerificationRequestDict = {"method": "sms", "sms": {"code": "0"}}
    found = client.verification.verifications.report_by_id(verification_id, report)
    assert type(found) is ReportSmsResponse
    assert found.reason == "Invalid code"


@scenario("verification.verifications.report_by_identity", verification_id=started("sms"))
def report_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    report: ReportVerificationRequestDict = {"method": "sms", "sms": {"code": "0"}}
    found = client.verification.verifications.report_by_identity(account.recipient, report)
    assert type(found) is ReportSmsResponse
    assert found.reason == "Invalid code"


@scenario("verification.verification_status.get_by_id", verification_id=started("sms"))
def get_by_id(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verification_status.get_by_id(verification_id)
    assert type(found) is StatusSmsResponse
    assert (found.id, found.status) == (verification_id, "PENDING")


@scenario("verification.verification_status.get_by_identity", verification_id=started("sms"))
def get_by_identity(client: SinchClient, account: Account, verification_id: str) -> None:
    found = client.verification.verification_status.get_by_identity(account.recipient, "sms")
    assert type(found) is StatusSmsResponse
    assert found.id == verification_id


@scenario("verification.verification_status.get_by_reference", reference=referenced)
def get_by_reference(client: SinchClient, account: Account, reference: str) -> None:
    found = client.verification.verification_status.get_by_reference(reference)
    assert type(found) is StatusSmsResponse
    assert found.reference == reference
