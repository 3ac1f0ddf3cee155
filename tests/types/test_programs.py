"""Programs of both colours: type checkers know their types, and reject what would fail when they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.types.checkers import CHECKERS, Checker

GOOD = """
from typing_extensions import assert_type

from sinch import AsyncSinchClient, NotFoundError, SinchClient
from sinch.aio.sms import AsyncSMS
from sinch.core.async_paging import AsyncList, AsyncPage
from sinch.core.paging import Page
from sinch.domains.numbers import NumbersException, NumbersNotFoundError
from sinch.domains.sms import SMS, SmsException
from sinch_api.conversation import SendMessageResponse, TextMessage
from sinch_api.conversation.params import ChannelRecipientIdentityDict, RecipientDict
from sinch_api.numbers import ActiveNumber, ErrorResponse, NotFoundResponse
from sinch_api.sms import ApiError, GatewayError, GroupResponse, ListGroupsResponse
from sinch_api.sms import MediaBody, TextRequest, TextResponse

client = SinchClient(sms_region="eu")
assert_type(client.sms, SMS)
assert_type(client.sms.batches.send_sms(to=["+12025550123"], body="Hello"), TextResponse)
client.sms.batches.send_sms(to=("+12025550123", "+12025550124"), body="Hello", delivery_report="full")
page = client.sms.groups.list(page_size=10)
assert_type(page, Page[GroupResponse, ListGroupsResponse])
assert_type(page.content(), list[GroupResponse])
assert_type(page.next_page(), Page[GroupResponse, ListGroupsResponse] | None)
assert_type(page.result, ListGroupsResponse)
assert_type(page.result.count, int | None)
for group in page:
    assert_type(group, GroupResponse)
for other_page in page.pages():
    assert_type(other_page.result, ListGroupsResponse)


def names(page: Page[GroupResponse]) -> list[str | None]:
    return [group.name for group in page]


names(page)

try:
    client.numbers.get("+12025550123")
except NumbersNotFoundError as error:
    assert_type(error.error, ErrorResponse | NotFoundResponse | None)
    assert_type(error.status_code, int)
except SmsException as error:
    assert_type(error.error, ApiError | GatewayError | None)
except NumbersException as error:
    if error.error is not None:
        print(error.error.error)
except NotFoundError as error:
    print(error.error["code"])

# a whole request, in either spelling or as an object
client.sms.batches.send({"to": ["+12025550123"], "from_": "+12025550199", "body": "As Python spells it"})
client.sms.batches.send({"to": ["+12025550123"], "from": "+12025550199", "body": "As the API does"})
client.sms.batches.send({"type": "mt_media", "to": ["+12025550123"], "body": {"url": "https://media.example.com/1"}})
client.sms.batches.send(TextRequest(to=["+12025550123"], body="As an object"))
client.sms.batches.send_mms(to=["+12025550123"], body=MediaBody(url="https://media.example.com/1"))
client.sms.groups.create(name="staff", auto_update={"to": "443456789012", "add": {"first_word": "JOIN"}})

# nested dictionaries, in either spelling
number = client.numbers.rent_any(
    region_code="US",
    number_type="LOCAL",
    number_pattern={"pattern": "2025", "searchPattern": "START"},
    sms_configuration={"servicePlanId": "service_plan_string"},
    voice_configuration={"type": "RTC", "app_id": "app"},
    capabilities=["SMS"],
)
assert_type(number, ActiveNumber)
client.numbers.update(number.phone_number, sms_configuration={"service_plan_id": "service_plan_string"})
client.numbers.list(region_code="US", number_type="LOCAL", order_by="PHONE_NUMBER")
client.number_lookup.lookup("+12025550123", rnd_feature_options={"contactDate": "2026-01-01"})
messages = client.conversation.messages
identity: ChannelRecipientIdentityDict = {"channel": "SMS", "identity": "+12025550123"}
recipient: RecipientDict = {"identified_by": {"channel_identities": [identity]}}
sent = messages.send_text_message(
    app_id="01JEXAMPLE000000000000APP1",
    text="Hello",
    recipient_identities=[{"channel": "SMS", "identity": "+12025550123"}, identity],
)
assert_type(sent, SendMessageResponse)
messages.send(app_id="A", message={"text_message": {"text": "Hello"}}, recipient={"contact_id": "C"})
messages.send(
    app_id="A",
    message={"text_message": TextMessage(text="Hello")},
    recipient={"identified_by": {"channel_identities": [{"identity": "+12025550123", "channel": "SMS"}]}},
)
messages.send(app_id="A", message={"text_message": {"text": "Hello"}}, recipient=recipient)


async def program() -> None:
    async with AsyncSinchClient(sms_region="eu") as client:
        assert_type(client, AsyncSinchClient)
        assert_type(client.sms, AsyncSMS)
        assert_type(await client.sms.batches.send_sms(to=["+12025550123"], body="Hello"), TextResponse)
        groups = client.sms.groups.list(page_size=10)
        assert_type(groups, AsyncList[GroupResponse, ListGroupsResponse])
        page = await groups
        assert_type(page, AsyncPage[GroupResponse, ListGroupsResponse])
        assert_type(page.result, ListGroupsResponse)
        assert_type(page.content(), list[GroupResponse])
        assert_type(await page.next_page(), AsyncPage[GroupResponse, ListGroupsResponse] | None)
        async for group in client.sms.groups.list():
            assert_type(group, GroupResponse)
        async for other in client.sms.groups.list().pages():
            assert_type(other, AsyncPage[GroupResponse, ListGroupsResponse])
            assert_type(other.result.count, int | None)
        assert_type(client.with_options(timeout=1), AsyncSinchClient)
"""
BAD = {
    "print({}client.sms.batches.send_sms(to='+12025550123', body='Hello'))": "SequenceNotStr[str]",
    "print({}client.sms.batches.send_sms(to=['+12025550123']))": '"body"',
    "print({}client.sms.batches.send_sms(to=[5], body='Hello'))": "int",
    "print({}client.sms.batches.send_sms(to=['+12025550123'], boddy='Hello'))": '"boddy"',
    "print({}client.sms.batches.send_mms(to=['1'], body={{'ulr': 'https://media.example.com/1'}}))": "MediaBodyDict",
    "print({}client.sms.batches.send({{'to': ['1'], 'form': '2', 'body': 'Hello'}}))": "TextRequestDict",
    "print({}client.sms.batches.send({{'from': '2', 'body': 'Hello'}}))": "TextRequestDict",
    "print({}client.sms.batches.send({{'to': '1', 'body': 'Hello'}}))": "TextRequestDict",
    "print({}client.numbers.rent_any(region_code='US', number_type='LOCALE'))": "TOLL_FREE",
    "print({}client.numbers.update('1', sms_configuration={{'planId': 'x'}}))": "SmsConfigurationRequestJSON",
    "print({}client.conversation.messages.send_text_message('A', 'Hello', recipient_identities="
    "[{{'chanel': 'SMS', 'identity': '1'}}]))": "ChannelRecipientIdentityDict",
    "print({}client.conversation.messages.send_text_message('A', 'Hello', recipient_identities="
    "[{{'channel': 'SMS'}}]))": "ChannelRecipientIdentityDict",
    "print({}client.conversation.messages.send('A', {{'text_message': {{'txet': 'Hello'}}}}))": "AppMessageDict",
    "print(({}client.sms.batches.get('1')).boddy)": "boddy",
    "print(({}client.sms.groups.list()).has_next)": "has_next",
    "print(({}client.sms.groups.list()).result.cuont)": "cuont",
    "print({}client.smss)": "smss",
}
"""Mistakes with either client, where `{}` awaits for the asynchronous one, and something that the message tells."""
ASYNC_BAD = {
    "print(client.sms.batches.get('1').id)": "a forgotten await whose result is used",
    "client.sms.batches.cancel('1')": "a forgotten await",
    "for group in client.sms.groups.list(): print(group)": "a plain loop over a list",
    "print(list(client.sms.groups.list()))": "a plain list() of a list",
    "print(client.sms.groups.list().content())": "a list that was not awaited",
    "await client.sms.batches.send_sms(to=['+12025550123'])": "a missing argument",
    "await client.sms.groups.get('1', other=1)": "an argument that does not exist",
    "with client: pass": "a plain with",
    "client.close()": "a method of the synchronous client",
}
PARTS = [
    ("def program_with_mistakes(client: SinchClient) -> None:", {line.format(""): part for line, part in BAD.items()}),
    (
        "async def async_program_with_mistakes(client: AsyncSinchClient) -> None:",
        {line.format("" if "smss" in line else "await "): part for line, part in BAD.items()},
    ),
    ("async def async_program_with_more(client: AsyncSinchClient) -> None:", dict.fromkeys(ASYNC_BAD, "")),
]


@pytest.mark.parametrize("checker", CHECKERS)
def test_right_programs_pass_and_wrong_ones_are_rejected(checker: Checker, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    lines = GOOD.splitlines()
    wanted: dict[int, tuple[str, str]] = {}
    for head, mistakes in PARTS:
        lines += ["", "", head]
        for line, part in mistakes.items():
            lines.append(f"    {line}")
            wanted[len(lines)] = (line, part)
    path.write_text("\n".join(lines) + "\n")
    found = checker(path)
    unexpected = {lines[number - 1]: message for number, message in found.items() if number not in wanted}
    assert not unexpected
    passed = [line for number, (line, _) in wanted.items() if number not in found]
    assert not passed
    unclear = {line: found[number] for number, (line, part) in wanted.items() if part not in found[number]}
    assert not unclear
    assert any("await" in message.lower() or "coroutine" in message.lower() for message in found.values())
