"""The asynchronous client: its products send, page and fail like those of the synchronous one, only awaited."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
from typing import Any

import pytest

from sinch import AsyncSinchClient, BadRequestError, SinchClient
from sinch.aio.numbers import AsyncNumbers
from sinch.aio.sms import AsyncSMS, SmsSinchEvent, TextResponse
from sinch.core.async_paging import AsyncPage
from sinch.core.exceptions import ArgumentError
from tests.aio.memory import ACCOUNT, MemoryTransport

BATCH = {"id": "01JEXAMPLE0000000000TEXT01", "type": "mt_text", "to": ["12025550123"], "body": "Hello"}


def groups(page: int) -> dict[str, Any]:
    return {"page": page, "page_size": 2, "count": 3, "groups": [{"id": f"{page}{n}"} for n in range(2 - page)]}


def test_a_method_is_awaited_and_sends_what_the_synchronous_one_sends() -> None:
    transport = MemoryTransport(BATCH)

    async def main() -> TextResponse:
        async with AsyncSinchClient(**ACCOUNT, transport=transport) as client:
            return await client.sms.batches.send_sms(to=["+12025550123"], body="Hello")

    batch = asyncio.run(main())
    assert (type(batch), batch.id) == (TextResponse, BATCH["id"])
    (request,) = transport.requests
    assert (request.method, request.target) == ("POST", "/xms/v1/p/batches")
    assert json.loads(request.body or b"") == {"to": ["+12025550123"], "body": "Hello", "type": "mt_text"}
    assert transport.closed == 1


def test_nothing_is_sent_before_the_await() -> None:
    transport = MemoryTransport(BATCH)

    async def main() -> None:
        client = AsyncSinchClient(**ACCOUNT, transport=transport)
        call = client.sms.batches.get("1")
        assert asyncio.iscoroutine(call)
        await asyncio.sleep(0.01)
        assert not transport.requests
        call.close()

    asyncio.run(main())


def test_a_list_is_awaited_for_a_page_or_iterated_for_all_items() -> None:
    transport = MemoryTransport(*[groups(0), groups(1)] * 4)

    async def main() -> None:
        client = AsyncSinchClient(**ACCOUNT, transport=transport)
        page = await client.sms.groups.list()
        assert type(page) is AsyncPage
        assert [group.id for group in page.content()] == ["00", "01"]
        following = await page.next_page()
        assert following is not None
        assert [group.id for group in following.content()] == ["10"]
        assert [group.id async for group in client.sms.groups.list()] == ["00", "01", "10"]
        assert [len(page.content()) async for page in client.sms.groups.list().pages()] == [2, 1]

    asyncio.run(main())
    assert len(transport.requests) == 6


def test_a_plain_loop_over_a_list_says_what_to_do() -> None:
    found = [AsyncSinchClient(**ACCOUNT, transport=MemoryTransport()).sms.groups.list()]
    with pytest.raises(TypeError, match="async for"):
        iter(found[0])  # type: ignore[call-overload]
    with pytest.warns(RuntimeWarning, match="neither awaited nor iterated"):
        found.clear()


def test_an_argument_is_checked_and_an_error_raised_as_by_the_synchronous_client() -> None:
    transport = MemoryTransport({"code": "syntax_invalid_parameter_format", "text": "Nope"}, status=400)

    async def main() -> None:
        client = AsyncSinchClient(**ACCOUNT, transport=transport)
        with pytest.raises(ArgumentError, match="page_size"):
            client.sms.groups.list(page_size="x")  # type: ignore[arg-type]
        with pytest.raises(BadRequestError, match="Nope"):
            await client.sms.groups.get("1")

    asyncio.run(main())


def test_any_endpoint_can_be_requested() -> None:
    transport = MemoryTransport({"name": "x"})

    async def main() -> Any:
        client = AsyncSinchClient(**ACCOUNT, transport=transport).with_options(max_retries=0)
        with pytest.raises(ArgumentError, match="product must be one of"):
            await client.request("GET", "/v1/things", product="unheard")
        return await client.request("GET", "/v1/things", product="numbers", query={"a": 1})

    assert asyncio.run(main()).name == "x"
    assert transport.requests[0].target == "/v1/things?a=1"


def test_a_product_is_made_from_a_client_too() -> None:
    client = AsyncSinchClient(**ACCOUNT, transport=MemoryTransport(BATCH, {"phoneNumber": "+12025550123"}))

    async def main() -> tuple[str, str]:
        batch = await AsyncSMS(client).batches.get("1")
        number = await AsyncNumbers(client).get("+12025550123")
        return batch.id, number.phone_number

    assert asyncio.run(main()) == (BATCH["id"], "+12025550123")


def test_events_are_handled_by_the_same_handlers() -> None:
    client = AsyncSinchClient(**ACCOUNT)
    assert type(client.sms.sinch_events) is SmsSinchEvent is type(SinchClient(**ACCOUNT).sms.sinch_events)


def test_a_plain_with_says_what_to_do() -> None:
    client: Any = AsyncSinchClient(**ACCOUNT)
    with pytest.raises(TypeError, match="async with"):
        with client:
            pass


def test_the_arguments_are_those_of_the_synchronous_client() -> None:
    from inspect import signature

    assert signature(AsyncSinchClient) == signature(SinchClient)
    assert AsyncSinchClient.__init__.__doc__ == SinchClient.__init__.__doc__
    told = [line.split(":")[0].strip() for line in (SinchClient.__init__.__doc__ or "").splitlines() if ": " in line]
    assert set(signature(SinchClient).parameters) <= set(told)
    with pytest.raises(TypeError, match="AsyncSinchClient"):
        AsyncSinchClient(unknown=1)  # type: ignore[call-arg]


def test_a_client_can_be_pickled() -> None:
    client = pickle.loads(pickle.dumps(AsyncSinchClient(**ACCOUNT)))
    assert client.configuration.project_id == "p"
    assert repr(client).startswith("AsyncSinchClient(")


def test_importing_sinch_loads_nothing_of_it() -> None:
    code = "import sys, sinch.client; print([name for name in sys.modules if 'aio' in name or name == 'asyncio'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
