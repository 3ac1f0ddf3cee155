"""Phone numbers: what cannot be one is rejected, the right form shown, and everything else sent as it is given."""

from __future__ import annotations

from typing import Any

import pytest

from sinch import ArgumentError, NotFoundError, SinchClient
from sinch.domains.sms import TextRequest
from sinch.testing import Simulator
from tests.both_colours import both_colours

pytestmark = both_colours

ADA = "+12025550123"
GROUPED = [
    ("+1 202 555 0123", ADA),
    ("+1-202-555-0123", ADA),
    ("+1 (202) 555-0123", ADA),
    ("(+1) 202 555 0123", ADA),
    ("+1\N{NO-BREAK SPACE}202\N{NON-BREAKING HYPHEN}555\N{EN DASH}0123", ADA),
    (" +12025550123", ADA),
    ("+12025550123\n", ADA),
    ("001 202 555 0123", ADA),
    ("202 555 0123", "+ and the digits, country code first"),
    ("[202] 555-0123", "+ and the digits, country code first"),
]


def rejection(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ArgumentError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(("number", "shown"), GROUPED)
def test_spaces_dashes_and_brackets_are_rejected_by_name(
    number: str, shown: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    batches, groups = sinch_client.sms.batches, sinch_client.sms.groups
    texts = {
        "to[1]": rejection(batches.send_sms, to=[ADA, number], body="Hi"),
        "from_": rejection(batches.send_sms, to=[ADA], from_=number, body="Hi"),
        "to[0]": rejection(batches.send, to=[number], body="Hi"),
        "to_add[0]": rejection(batches.update_sms, "01JEXAMPLE0000000000TEXT01", to_add=[number]),
        "recipients[0]": rejection(batches.send_delivery_feedback, "01JEXAMPLE0000000000TEXT01", recipients=[number]),
        "members[0]": rejection(groups.create, members=[number]),
        "remove[0]": rejection(groups.update, "01JEXAMPLE000000000GROUP01", remove=[number]),
        "recipient_number": rejection(
            sinch_client.sms.delivery_reports.get_for_number, "01JEXAMPLE0000000000TEXT01", number
        ),
        "phone_number": rejection(sinch_client.numbers.get, number),
        'recipient_identities[0]["identity"]': rejection(
            sinch_client.conversation.messages.send_text_message,
            "01JEXAMPLE000000000000APP1",
            "Hi",
            recipient_identities=[{"channel": "SMS", "identity": number}],
        ),
    }
    for name, text in texts.items():
        assert text == (
            f"{name} must be a phone number without spaces, dashes and brackets, best in E.164 form: {shown}"
        )
    assert not sinch_simulator.requests, "not even a token"
    with pytest.raises(ArgumentError, match=r"to\[0\] must be a phone number"):
        TextRequest(to=[number], body="Hi")


@pytest.mark.parametrize("number", [ADA, "12025550123", "0012025550123", "24636", "01JEXAMPLE000000000GROUP01", "*55#"])
def test_other_forms_short_codes_and_group_ids_are_sent_as_they_are(
    number: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    sinch_simulator.fail(status=404, times=None)
    with pytest.raises(NotFoundError):
        sinch_client.sms.batches.send_sms(to=[number], from_="Pizza 24-7", body="Hi")
    assert sinch_simulator.requests[-1].json["to"] == [number]
    assert sinch_simulator.requests[-1].json["from"] == "Pizza 24-7"
    with pytest.raises(NotFoundError):
        sinch_client.sms.delivery_reports.get_for_number("01JEXAMPLE0000000000TEXT01", number)
    assert sinch_simulator.requests[-1].path.endswith(f"/{number}")
    with pytest.raises(NotFoundError):
        sinch_client.conversation.messages.send_text_message(
            "01JEXAMPLE000000000000APP1", "Hi", recipient_identities=[{"channel": "SMS", "identity": number}]
        )
    assert number in str(sinch_simulator.requests[-1].json["recipient"])


def test_identities_of_other_channels_are_not_numbers(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_client.conversation.messages.send_text_message(
        "01JEXAMPLE000000000000APP1", "Hi", recipient_identities=[{"channel": "TELEGRAM", "identity": "12-34"}]
    )
    assert "12-34" in str(sinch_simulator.requests[-1].json["recipient"])


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12025550123", f"{ADA}, if that begins with the country code"),
        ("202 555 0123", "+2025550123, if that begins with the country code"),
        ("0012025550123", ADA),
        ("+1 (202) 555-0123", ADA),
        ("+0123", "+ and the digits, country code first"),
        ("+12025550123x", "+ and the digits, country code first"),
        ("+1234567890123456", "+ and the digits, country code first"),
        ("Sinch", "+ and the digits, country code first"),
        ("+1٢02", "+ and the digits, country code first"),
        ("", "+ and the digits, country code first"),
    ],
)
def test_a_lookup_takes_e164_alone(
    number: str, shown: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    text = rejection(sinch_client.number_lookup.lookup, number)
    assert text == f"number must be a phone number in E.164 form: {shown}"
    assert not sinch_simulator.requests


def test_a_number_of_the_wrong_kind_is_rejected_by_name(sinch_client: SinchClient) -> None:
    assert rejection(sinch_client.sms.batches.send_sms, to=[5], body="Hi") == "to[0] must be a string, not int"
    assert rejection(sinch_client.number_lookup.lookup, 5) == "number must be a string, not int"
    assert "must be a string" in rejection(sinch_client.numbers.get, 5)
