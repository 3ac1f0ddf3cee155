"""Cancelled calls: what is unknown is told, others go on, and nothing is lost."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import sinch
from scripts.storm import Storm
from sinch import AsyncSinchClient
from sinch.core.async_session import AsyncTokenProvider
from sinch.core.auth import Token, TokenStore
from sinch.testing import Simulator
from tests.asyncio_transport.helpers import assert_all_back, descriptors
from tests.faults.servers import PATIENCE

ADA = "+12025550123"
NOTE = "SendSMS may have been carried out: it was cancelled after the request was sent"
has_notes = sys.version_info >= (3, 11)


async def send(client: AsyncSinchClient, body: str = "Hi") -> str:
    return (await client.sms.batches.send_sms(to=[ADA], body=body)).id


async def until(condition: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit
        await asyncio.sleep(0.005)


async def cancelled(task: asyncio.Task[Any]) -> asyncio.CancelledError:
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


def tells_unknown(error: BaseException | None) -> bool:
    """Say whether an exception tells it, or the one that it came from: Python 3.10 raises another for a task."""
    while error is not None and not getattr(error, "outcome_unknown", False):
        error = error.__cause__ or error.__context__
    return error is not None and (not has_notes or getattr(error, "__notes__", []) == [NOTE])


def tells_nothing(error: asyncio.CancelledError) -> bool:
    return not tells_unknown(error) and not getattr(error, "__notes__", [])


Body = Callable[[AsyncSinchClient, Simulator], Coroutine[Any, Any, None]]


def with_client(simulator: Simulator, body: Body, **options: Any) -> None:
    """Run the body of a test with a client; all of its connections must be free and closed at the end."""

    async def main() -> None:
        async with simulator.async_client(**options) as client:
            await body(client, simulator)
            transport: Any = client.configuration.transport
            assert_all_back(transport)

    asyncio.run(main(), debug=True)


# What is told


def test_a_cancelled_send_says_that_its_outcome_is_unknown(
    sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("SendSMS", delay=PATIENCE)
        task = asyncio.create_task(send(client))
        await until(simulator.sent_messages)
        error = await cancelled(task)
        assert tells_unknown(error)
        assert await send(client, "another")

    caplog.set_level(logging.DEBUG, "Sinch")
    with_client(sinch_simulator, body)
    (line,) = [text for text in caplog.messages if "no response (cancelled" in text]
    assert line.startswith(
        "POST /xms/v1/{service_plan_id}/batches -> no response (cancelled after the request was sent"
    )
    assert len(sinch_simulator.sent_messages()) == 2


def test_a_time_limit_of_the_program_tells_it_too(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        await client.sms.groups.list()
        simulator.fail("SendSMS", delay=PATIENCE, times=1 + has_notes)
        with pytest.raises(asyncio.TimeoutError) as waited:
            await asyncio.wait_for(send(client), 0.3)
        assert tells_unknown(waited.value)
        if sys.version_info >= (3, 11):
            with pytest.raises(TimeoutError) as limited:
                async with asyncio.timeout(0.3):
                    await send(client)
            assert tells_unknown(limited.value)
        assert await send(client, "another")

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.sent_messages()) == 2 + has_notes


def test_of_a_cancelled_read_nothing_is_unknown(sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("ListGroups", delay=PATIENCE)

        async def read() -> None:
            await client.sms.groups.list()

        task = asyncio.create_task(read())
        await until(lambda: any(request.operation_id == "ListGroups" for request in simulator.requests))
        assert tells_nothing(await cancelled(task))

    caplog.set_level(logging.DEBUG, "Sinch")
    with_client(sinch_simulator, body)
    assert len([text for text in caplog.messages if "cancelled after the request was sent" in text]) == 1


def test_nothing_is_told_where_nothing_was_sent(sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("getAccessToken", delay=PATIENCE)
        task = asyncio.create_task(send(client, "wants a token"))
        await until(lambda: simulator.token_requests)
        assert tells_nothing(await cancelled(task))

        simulator.fail("SendSMS", delay=PATIENCE)
        first = asyncio.create_task(send(client, "first"))
        await until(simulator.sent_messages)
        second = asyncio.create_task(send(client, "in line for the only connection"))
        await asyncio.sleep(0.05)
        assert tells_nothing(await cancelled(second))
        await cancelled(first)

        simulator.fail("SendSMS", retry_after=30)
        before = len(simulator.requests)
        third = asyncio.create_task(send(client, "was told to wait"))
        await until(lambda: len(simulator.requests) > before)
        await asyncio.sleep(0.05)
        assert tells_nothing(await cancelled(third))

        fourth = asyncio.create_task(send(client, "has not begun"))
        assert tells_nothing(await cancelled(fourth))

    caplog.set_level(logging.DEBUG, "Sinch")
    with_client(sinch_simulator, body, pool_size=1)
    assert [message.text for message in sinch_simulator.sent_messages()] == ["first"]
    assert len([text for text in caplog.messages if "cancelled before anything was sent" in text]) == 1


def test_a_response_that_was_not_taken_up_is_unknown(sinch_simulator: Simulator) -> None:
    """The task is cancelled between the turn of the loop in which the response is read and its own."""

    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        await send(client, "first")
        transport: Any = client.configuration.transport
        (state,) = transport._shared.states.values()
        pool = state.pools[client.sms.service.origin]
        (connection,) = pool._idle
        simulator.fail("SendSMS", delay=0.3)
        task = asyncio.create_task(send(client, "second"))
        await until(lambda: connection in pool._used)
        outcome = connection._outcome
        while not outcome.done():
            await asyncio.sleep(0)
        error = await cancelled(task)
        assert outcome.result() is None, "the response was whole"
        assert tells_unknown(error)

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.sent_messages()) == 2


# Others go on


def test_those_beside_a_cancelled_one_go_on(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        await client.sms.groups.list()
        simulator.fail("SendSMS", delay=PATIENCE)
        slow = asyncio.create_task(send(client, "slow"))
        await until(simulator.sent_messages)
        others = asyncio.gather(slow, *(send(client, f"{number}") for number in range(8)), return_exceptions=True)
        await until(lambda: len(simulator.sent_messages()) == 9)
        slow.cancel()
        first, *rest = await others
        assert isinstance(first, asyncio.CancelledError)
        assert all(isinstance(each, str) for each in rest)

    with_client(sinch_simulator, body, pool_size=2)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="task groups came with Python 3.11")
def test_a_task_group_that_fails_cancels_and_tells(
    sinch_simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    notes: list[str] = []

    async def noting(client: AsyncSinchClient, body: str) -> None:
        try:
            await send(client, body)
        except asyncio.CancelledError as error:
            notes.extend(getattr(error, "__notes__", []))
            raise

    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        await client.sms.groups.list()
        simulator.fail("SendSMS", delay=PATIENCE, times=3)
        with pytest.RaisesGroup(sinch.NotFoundError):
            async with asyncio.TaskGroup() as group:
                for number in range(3):
                    group.create_task(noting(client, f"{number}"))
                await until(lambda: len(simulator.sent_messages()) == 3)
                group.create_task(noting(client, "too late"))
                await client.sms.batches.get("01JEXAMPLE0000000000NONE01")
        assert await send(client, "after it")

    caplog.set_level(logging.DEBUG, "Sinch")
    with_client(sinch_simulator, body)
    told = len([text for text in caplog.messages if "cancelled after the request was sent" in text])
    assert notes == [NOTE] * told
    assert told in (3, 4), "the last one may have been sent or not"


# Tokens


def test_64_tasks_at_the_start_fetch_one_token(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        assert len(set(await asyncio.gather(*(send(client) for _ in range(64))))) == 64

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.token_requests) == 1
    assert sinch_simulator.connections <= 64


def test_a_cancelled_fetch_of_a_token_passes_to_the_next(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("getAccessToken", delay=PATIENCE)
        tasks = [asyncio.create_task(send(client, f"{number}")) for number in range(64)]
        await until(lambda: simulator.token_requests)
        await cancelled(tasks[0])
        await asyncio.gather(*tasks[1:])
        assert len(simulator.token_requests) == 2

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.sent_messages()) == 63


def test_the_next_in_line_may_be_cancelled_in_the_same_turn(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("getAccessToken", delay=PATIENCE)
        tasks = [asyncio.create_task(send(client, f"{number}")) for number in range(16)]
        await until(lambda: simulator.token_requests)
        for task in tasks[:8]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [isinstance(each, asyncio.CancelledError) for each in results] == [True] * 8 + [False] * 8
        assert len(simulator.token_requests) == 2

    with_client(sinch_simulator, body)


def test_a_task_cancelled_in_line_for_a_token_leaves_the_others_alone(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("getAccessToken", delay=0.3)
        tasks = [asyncio.create_task(send(client, f"{number}")) for number in range(16)]
        await until(lambda: simulator.token_requests)
        for task in tasks[1:8]:
            await cancelled(task)
        await asyncio.gather(tasks[0], *tasks[8:])
        assert len(simulator.token_requests) == 1

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.sent_messages()) == 9


def test_all_that_waited_for_a_token_are_cancelled(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        simulator.fail("getAccessToken", delay=PATIENCE)
        tasks = [asyncio.create_task(send(client, f"{number}")) for number in range(8)]
        await until(lambda: simulator.token_requests)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in results)
        assert await send(client)

    with_client(sinch_simulator, body)
    assert len(sinch_simulator.token_requests) == 2


def test_waiting_for_the_token_of_another_task_ends_at_the_deadline() -> None:
    async def main() -> None:
        provider = AsyncTokenProvider(TokenStore())
        release = asyncio.Event()

        async def slow() -> Token:
            await release.wait()
            return Token("t", time.monotonic() + 3600, time.monotonic() + 3600, 0.0)

        first = asyncio.create_task(provider.get(None, time.monotonic() + PATIENCE, slow))
        await asyncio.sleep(0)
        with pytest.raises(sinch.RequestTimeoutError, match="while a token was fetched"):
            await provider.get(None, time.monotonic() + 0.1, slow)
        release.set()
        assert await first == "t"
        assert await provider.get(None, time.monotonic(), slow) == "t"

    asyncio.run(main())


# All together


def test_a_storm_of_2000_tasks_a_third_of_them_cancelled(sinch_simulator: Simulator) -> None:
    """`python -m scripts.storm` does the same with 10,000."""
    storms: list[Storm] = []

    async def body(client: AsyncSinchClient, simulator: Simulator) -> None:
        storm = Storm(client, 2000)
        storms.append(storm)
        await storm.wave(16)
        before = descriptors()
        await storm.rage()
        await storm.wave(16)
        await until(lambda: descriptors() <= before + 2)
        assert simulator.open_connections <= 16

    async def main() -> None:
        async with sinch_simulator.async_client(pool_size=16, timeout=600) as client:
            await body(client, sinch_simulator)
            transport: Any = client.configuration.transport
            assert_all_back(transport)

    asyncio.run(main())  # in debug mode it would take longer than all other tests together
    (storm,) = storms
    assert storm.problems(Counter(message.text for message in sinch_simulator.sent_messages())) == []
    assert storm.cancelled >= 300, "the others were over before it was their turn"
    assert storm.unknown, "some were under way"
    assert len(storm.sent) + storm.cancelled == 2000
    assert len(sinch_simulator.token_requests) == 1
