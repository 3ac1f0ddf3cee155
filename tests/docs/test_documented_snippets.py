"""Runs the calls shown in the public documentation of the SDK, unchanged, against the simulator.

Only placeholders such as YOUR_to_number have been filled in.
"""

from __future__ import annotations

import os

import pytest

from sinch.testing import Simulator

pytestmark = pytest.mark.usefixtures("simulated_account")


def test_client_with_an_access_key() -> None:
    from sinch import SinchClient

    SinchClient(key_id="key_id", key_secret="key_secret", project_id="YOUR_project_id")
    SinchClient(key_id=os.getenv("KEY_ID"), key_secret=os.getenv("KEY_SECRET"), project_id=os.getenv("PROJECT_ID"))


def test_client_with_a_service_plan() -> None:
    from sinch import SinchClient

    SinchClient(service_plan_id="service_plan_id", sms_api_token="api_token")


def test_client_with_regions() -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(
        project_id="your-project-id",
        key_id="your-key-id",
        key_secret="your-key-secret",
        conversation_region="eu",
    )
    sinch_client.configuration.conversation_region = "eu"

    sinch_client = SinchClient(
        project_id="your-project-id",
        key_id="your-key-id",
        key_secret="your-key-secret",
        sms_region="eu",
    )
    token_client = SinchClient(
        service_plan_id="your-service-plan-id",
        sms_api_token="your-sms-api-token",
        sms_region="us",
    )
    sinch_client.configuration.sms_region = "eu"
    assert sinch_client.sms.batches.list().content() == token_client.sms.batches.list().content() == []


def test_search_numbers() -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(
        project_id=os.environ.get("SINCH_PROJECT_ID") or "MY_PROJECT_ID",
        key_id=os.environ.get("SINCH_KEY_ID") or "MY_KEY_ID",
        key_secret=os.environ.get("SINCH_KEY_SECRET") or "MY_KEY_SECRET",
    )
    available_numbers = sinch_client.numbers.search_for_available_numbers(region_code="AR", number_type="LOCAL")
    for number in available_numbers.iterator():
        print(number)

    from sinch.domains.numbers import Numbers

    numbers_client = Numbers(sinch_client)
    numbers_available = numbers_client.search_for_available_numbers(region_code="US", number_type="LOCAL")
    assert [number.region_code for number in numbers_available] == ["US"] * len(numbers_available.content()) != []


def test_numbers_take_and_give_nested_objects_as_dictionaries() -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(key_id="YOUR_key_id", key_secret="YOUR_key_secret", project_id="YOUR_project_id")
    sms_configuration = {"servicePlanId": "service_plan_string"}
    number = sinch_client.numbers.rent_any(
        region_code="US", number_type="LOCAL", sms_configuration=sms_configuration, capabilities=["SMS"]
    )
    number = sinch_client.numbers.get(number.phone_number)
    assert number.sms_configuration["servicePlanId"] is not None
    assert isinstance(number.sms_configuration, dict)
    assert (number.region_code, number.number_type, "SMS" in number.capabilities) == ("US", "LOCAL", True)
    sinch_client.numbers.update(number.phone_number, display_name="Shop")
    rented = sinch_client.numbers.list(region_code="US", number_type="LOCAL")
    assert [entry.display_name for entry in rented] == ["Shop"]
    assert sinch_client.numbers.regions.list().content()
    assert sinch_client.numbers.event_destinations.get() is not None
    sinch_client.numbers.release(number.phone_number)


def test_look_a_number_up() -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(
        project_id=os.environ.get("SINCH_PROJECT_ID") or "MY_PROJECT_ID",
        key_id=os.environ.get("SINCH_KEY_ID") or "MY_KEY_ID",
        key_secret=os.environ.get("SINCH_KEY_SECRET") or "MY_KEY_SECRET",
    )
    phone_number = "+12025550123"
    response = sinch_client.number_lookup.lookup(number=phone_number)
    print(f"Number lookup result:\n{response}")
    assert response.number == phone_number

    from sinch.domains.number_lookup import NumberLookup

    number_lookup_client = NumberLookup(sinch_client)
    lookup_number = number_lookup_client.lookup(number="+12025550123")
    assert lookup_number.line.number_type == lookup_number["line"]["type"]
    assert lookup_number.line.mobile_country_code == lookup_number["line"]["mobileCountryCode"]


def test_send_a_text_message(simulated_account: Simulator) -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(
        project_id=os.environ.get("SINCH_PROJECT_ID") or "MY_PROJECT_ID",
        key_id=os.environ.get("SINCH_KEY_ID") or "MY_KEY_ID",
        key_secret=os.environ.get("SINCH_KEY_SECRET") or "MY_KEY_SECRET",
        sms_region=os.environ.get("SINCH_SMS_REGION") or "MY_SMS_REGION",
    )
    response = sinch_client.sms.batches.send_sms(
        to=["+1234567890"], from_="+2345678901", body="Hello, this is a test message!"
    )
    print(f"Batch sent:\n{response}")
    simulated_account.assert_sent(to="+1234567890", containing="Hello", from_="+2345678901", times=1)

    from sinch.domains.sms import SMS

    SMS_client = SMS(sinch_client)
    send_batch_response = SMS_client.batches.send(
        body="Hello from Sinch!", to=["+12025550123"], from_="+12025550199", delivery_report="none"
    )
    SMS_response = sinch_client.sms.batches.get(send_batch_response.id)
    assert SMS_response == send_batch_response
    assert SMS_response.type_ == "mt_text"
    assert SMS_response.from_ == "12025550199"


def test_send_a_conversation_message(simulated_account: Simulator) -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(
        project_id=os.environ.get("SINCH_PROJECT_ID") or "MY_PROJECT_ID",
        key_id=os.environ.get("SINCH_KEY_ID") or "MY_KEY_ID",
        key_secret=os.environ.get("SINCH_KEY_SECRET") or "MY_KEY_SECRET",
        conversation_region=os.environ.get("SINCH_CONVERSATION_REGION") or "MY_CONVERSATION_REGION",
    )
    app_id = "01JEXAMPLE000000000000APP1"
    recipient_identities = [{"channel": "SMS", "identity": "+46701234567"}]
    response = sinch_client.conversation.messages.send_text_message(
        app_id=app_id,
        text="[Python SDK: Conversation] Sample text message",
        recipient_identities=recipient_identities,
    )
    print(f"Successfully sent text message.\n{response}")
    simulated_account.assert_sent(to="+46701234567", containing="Sample text message", times=1)

    from sinch.domains.conversation import Conversation

    conversation_client = Conversation(sinch_client)
    conversation_response = conversation_client.messages.get(
        message_id=response.message_id, messages_source="CONVERSATION_SOURCE"
    )
    assert conversation_response.app_message["text_message"]["text"].endswith("Sample text message")


def test_conversation_takes_nested_objects_as_dictionaries(simulated_account: Simulator) -> None:
    from sinch import SinchClient

    sinch_client = SinchClient(conversation_region="eu")
    message = {"text_message": {"text": "Text message from Sinch Conversation API."}}
    recipient = {"identified_by": {"channel_identities": [{"identity": "+12025550123", "channel": "SMS"}]}}
    sinch_client.conversation.messages.send(app_id="01JEXAMPLE000000000000APP1", message=message, recipient=recipient)
    simulated_account.assert_sent(to="+12025550123", containing="Text message from", times=1)


def test_event_handlers(simulated_account: Simulator) -> None:
    from sinch import SinchClient

    sinch_client = SinchClient()
    for product in (sinch_client.sms, sinch_client.conversation, sinch_client.numbers):
        assert product.sinch_events.validate_authentication_header({}, "{}") is False
        assert product.sinch_events._validate_signature("{}", {}) is False
        assert product.sinch_events("secret").parse_event('{"type": "something new"}') is not None
