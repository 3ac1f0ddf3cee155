"""Many requests at once in an event loop: all outcomes are reported, none twice, and a 429 pauses all."""

from __future__ import annotations

import asyncio
import gc
import time
import tracemalloc
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from functools import partial
from typing import Any

import pytest

import sinch
from sinch import AsyncSinchClient
from sinch.core.async_paging import AsyncPage
from sinch.core.exceptions import RateLimitError
from sinch.testing import Simulator
from tests.faults.servers import PATIENCE

ADA = "+12025550123"


def text(number: int) -> dict[str, Any]:
    return {"to": [ADA], "from_": "+12025550199", "body": f"Number {number}"}


def texts(count: int) -> Iterator[dict[str, Any]]:
    return map(text, range(count))


async def texts_later(count: int) -> AsyncIterator[dict[str, Any]]:
    for number in range(count):
        await asyncio.sleep(0)
        yield text(number)


async def until(condition: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit
        await asyncio.sleep(0.005)


def with_client(simulator: Simulator, body: Callable[[AsyncSinchClient], Any], **options: Any) -> None:
    """Run the body of a test with a client; no task may be left at its end."""

    async def main() -> None:
        async with simulator.async_client(**options) as client:
            await body(client)
            await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})

    asyncio.run(main())


@pytest.mark.parametrize("requests", [texts, texts_later])
def test_every_request_is_carried_out_once(requests: Callable[[int], Any], sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        seen: list[sinch.bulk_calls.BulkCounts] = []
        calls = sinch.bulk(client.sms.batches.send_sms, requests(50), limit=8, progress=seen.append)
        outcomes = {request["body"]: outcome async for request, outcome in calls}
        assert set(outcomes) == {f"Number {number}" for number in range(50)}
        assert all(not isinstance(outcome, Exception) and outcome.id for outcome in outcomes.values())
        assert sorted(message.text for message in sinch_simulator.sent_messages()) == sorted(outcomes)
        assert calls.counts == (50, 0, 0)
        assert [each.finished for each in seen] == list(range(1, 51))

    with_client(sinch_simulator, body)


def test_as_many_are_under_way_as_the_limit_says(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        at_once = most = 0

        async def send(**fields: Any) -> Any:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            try:
                return await client.sms.batches.send_sms(**fields)
            finally:
                at_once -= 1

        assert len([each async for each in sinch.bulk(send, texts(40), limit=8)]) == 40
        assert most == 8

    with_client(sinch_simulator, body)


def test_one_failure_stops_nothing_and_unknown_outcomes_are_kept_apart(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        sinch_simulator.fail("SendSMS", status=500)
        requests = [*texts(5), {"to": ADA, "body": "a number where a list belongs"}]
        calls = sinch.bulk(client.sms.batches.send_sms, requests, limit=1)
        outcomes = [outcome async for _, outcome in calls]
        assert isinstance(outcomes[0], sinch.ServerError)
        assert isinstance(outcomes[-1], sinch.ArgumentError)
        assert calls.counts == (4, 1, 1)
        assert calls.unknown == [requests[0]]

    with_client(sinch_simulator, body)


@pytest.mark.parametrize("requests", [texts, texts_later])
def test_requests_are_taken_as_there_is_room_and_leaving_takes_no_more(
    requests: Callable[[int], Any], sinch_simulator: Simulator
) -> None:
    taken = 0

    async def counted() -> AsyncIterator[dict[str, Any]]:
        nonlocal taken
        source = requests(10_000)
        if hasattr(source, "__aiter__"):
            async for request in source:
                taken += 1
                yield request
        else:
            for request in source:
                taken += 1
                yield request

    async def body(client: AsyncSinchClient) -> None:
        calls = sinch.bulk(client.sms.batches.send_sms, counted(), limit=4)
        number = 0
        async with aclosing(aiter(calls)) as outcomes:
            async for _ in outcomes:
                number += 1
                assert taken <= number + 4 + 4 + 1, "under way, waiting to be taken, and this one"
                if number == 30:
                    break
        assert taken <= 50
        assert calls.counts.finished == taken, "closing the iterator finishes and counts those under way"
        assert calls.counts.succeeded == len(sinch_simulator.sent_messages())

    with_client(sinch_simulator, body)


def test_a_plain_break_finishes_those_under_way_too(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        calls = sinch.bulk(client.sms.batches.send_sms, texts(10_000), limit=4)
        async for _ in calls:
            break
        await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
        assert calls.counts.finished <= 12
        assert calls.counts == (len(sinch_simulator.sent_messages()), 0, 0)

    with_client(sinch_simulator, body)


def test_an_exception_in_the_loop_takes_no_more_requests(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        calls = sinch.bulk(client.sms.batches.send_sms, texts(10_000), limit=4)
        with pytest.raises(ZeroDivisionError):
            async with aclosing(aiter(calls)) as outcomes:
                async for _ in outcomes:
                    _ = 1 / 0
        assert calls.counts.finished <= 12
        assert calls.counts == (len(sinch_simulator.sent_messages()), 0, 0)

    with_client(sinch_simulator, body)


def test_a_429_pauses_all_and_is_tried_again(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        sinch_simulator.fail("SendSMS", status=429, retry_after=1, times=3)
        started = time.monotonic()
        calls = sinch.bulk(client.sms.batches.send_sms, texts(10), limit=3)
        assert all([not isinstance(outcome, Exception) async for _, outcome in calls])
        assert len(sinch_simulator.sent_messages()) == 10
        assert time.monotonic() - started >= 1

    with_client(sinch_simulator, body, max_retries=0)


def test_a_429_that_stays_is_the_outcome(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        sinch_simulator.fail("SendSMS", status=429, retry_after=0, times=None)
        calls = sinch.bulk(client.sms.batches.send_sms, texts(2), limit=2)
        assert all([isinstance(outcome, RateLimitError) async for _, outcome in calls])
        assert calls.counts == (0, 2, 0)
        assert len([each for each in sinch_simulator.requests if each.operation_id == "SendSMS"]) == 12

    with_client(sinch_simulator, body, max_retries=0)


def test_a_source_that_fails_is_told_after_what_was_under_way(sinch_simulator: Simulator) -> None:
    async def broken() -> AsyncIterator[dict[str, Any]]:
        for request in texts(3):
            yield request
        raise OSError("the file ends here")

    def broken_plain() -> Iterator[dict[str, Any]]:
        yield from texts(3)
        raise OSError("the file ends here")

    async def body(client: AsyncSinchClient) -> None:
        for source in (broken(), broken_plain()):
            calls = sinch.bulk(client.sms.batches.send_sms, source, limit=2)
            outcomes = []
            with pytest.raises(OSError, match="the file ends here"):
                async for each in calls:
                    outcomes.append(each)
            assert len(outcomes) == calls.counts.succeeded == 3

    with_client(sinch_simulator, body)


def test_a_source_that_is_none_is_told_at_once(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        with pytest.raises(TypeError, match="not iterable"):
            async for _ in sinch.bulk(client.sms.batches.send_sms, 5):  # type: ignore[call-overload]
                pass

    with_client(sinch_simulator, body)


# Cancellation of the task that iterates


def test_cancelling_the_task_that_iterates_cancels_the_calls_and_keeps_what_is_unknown(
    sinch_simulator: Simulator,
) -> None:
    async def body(client: AsyncSinchClient) -> None:
        await client.sms.groups.list()
        sinch_simulator.fail("SendSMS", delay=PATIENCE, times=None)
        calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4)

        async def iterate() -> None:
            async for _ in calls:
                raise AssertionError("none can have finished")

        task = asyncio.create_task(iterate())
        await until(lambda: len(sinch_simulator.sent_messages()) == 4)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert calls.counts == (0, 0, 4)
        assert sorted(request["body"] for request in calls.unknown) == [f"Number {number}" for number in range(4)]
        assert len(sinch_simulator.sent_messages()) == 4

    with_client(sinch_simulator, body)


def test_what_was_not_sent_when_it_was_cancelled_is_not_unknown(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        await client.sms.groups.list()
        sinch_simulator.fail("SendSMS", delay=PATIENCE, times=None)
        calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4)

        async def iterate() -> None:
            async for _ in calls:
                raise AssertionError("none can have finished")

        task = asyncio.create_task(iterate())
        await until(sinch_simulator.sent_messages)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [request["body"] for request in calls.unknown] == ["Number 0"]

    with_client(sinch_simulator, body, pool_size=1)


def test_cancelling_at_any_moment_loses_no_outcome(sinch_simulator: Simulator) -> None:
    """Every message that was taken is reported, counted, or among the unknown ones."""

    async def body(client: AsyncSinchClient) -> None:
        await client.sms.groups.list()
        rounds: dict[str, Any] = {}
        for turns in range(0, 60, 3):
            name = f"after {turns} turns"
            requests = [{**request, "body": name} for request in texts(40)]
            calls = rounds[name] = sinch.bulk(client.sms.batches.send_sms, requests, limit=4)
            reported: list[Any] = []

            async def iterate(calls: Any = calls, reported: list[Any] = reported) -> None:
                async for each in calls:
                    reported.append(each)
                    await asyncio.sleep(0)

            task = asyncio.create_task(iterate())
            for _ in range(turns):
                await asyncio.sleep(0.001 if turns > 30 else 0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert len(calls.unknown) == calls.counts.unknown
            assert len(reported) <= calls.counts.finished
        taken = Counter(message.text for message in sinch_simulator.sent_messages())
        for name, calls in rounds.items():
            succeeded, failed, unknown = calls.counts
            assert failed == 0
            assert succeeded <= taken[name] <= succeeded + unknown
        assert any(calls.unknown for calls in rounds.values())

    with_client(sinch_simulator, body)


def test_a_time_limit_around_the_loop(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        await client.sms.groups.list()
        sinch_simulator.fail("SendSMS", delay=PATIENCE, times=None)
        calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4)

        async def iterate() -> None:
            async for _ in calls:
                raise AssertionError("none can have finished")

        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(iterate(), 0.3)
        assert len(calls.unknown) == len(sinch_simulator.sent_messages()) == 4

    with_client(sinch_simulator, body)


def test_cancelled_twice_it_still_leaves_no_task(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        async def stubborn(**_: Any) -> None:
            try:
                await asyncio.sleep(PATIENCE)
            except asyncio.CancelledError:
                await asyncio.sleep(0.1)
                raise

        calls = sinch.bulk(stubborn, texts(100), limit=4)

        async def iterate() -> None:
            async for _ in calls:
                raise AssertionError("none can have finished")

        task = asyncio.create_task(iterate())
        for _ in range(2):
            await asyncio.sleep(0.02)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with_client(sinch_simulator, body)


def test_cancelling_while_the_iterator_is_closed_cancels_the_calls(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        await client.sms.groups.list()
        calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4)
        closing = asyncio.Event()

        async def iterate() -> None:
            async with aclosing(aiter(calls)) as outcomes:
                async for _ in outcomes:
                    sinch_simulator.fail("SendSMS", delay=PATIENCE, times=None)
                    await asyncio.sleep(0.2)
                    closing.set()
                    break

        task = asyncio.create_task(iterate())
        await closing.wait()
        await asyncio.sleep(0.05)
        assert not task.done(), "it waits for the calls that are under way"
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert calls.counts.finished == len(sinch_simulator.sent_messages())
        assert calls.counts.unknown >= 1

    with_client(sinch_simulator, body)


def test_a_program_that_ends_in_the_middle_leaves_nothing(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", delay=PATIENCE, times=3)
    found: list[Any] = []

    async def main() -> None:
        async with sinch_simulator.async_client() as client:
            calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4)
            found.append(calls)
            async for _ in calls:
                break  # and the iterator is not closed

    asyncio.run(main())
    gc.collect()
    (calls,) = found
    taken = len(sinch_simulator.sent_messages())
    assert calls.counts.succeeded <= taken <= calls.counts.succeeded + calls.counts.unknown


# Others


def test_what_the_callback_raises_is_raised_and_leaves_no_task(sinch_simulator: Simulator) -> None:
    def progress(counts: sinch.bulk_calls.BulkCounts) -> None:
        raise ZeroDivisionError

    async def body(client: AsyncSinchClient) -> None:
        calls = sinch.bulk(client.sms.batches.send_sms, texts(100), limit=4, progress=progress)
        with pytest.raises(ZeroDivisionError):
            async for _ in calls:
                pass
        assert calls.counts == (len(sinch_simulator.sent_messages()), 0, 0)

    with_client(sinch_simulator, body)


def test_it_is_iterated_once(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        calls = sinch.bulk(client.sms.batches.send_sms, list(texts(3)))
        assert len([each async for each in calls]) == 3
        with pytest.raises(RuntimeError, match="once"):
            async for _ in calls:
                pass
        assert len(sinch_simulator.sent_messages()) == 3

    with_client(sinch_simulator, body)


def test_a_cancellation_that_nobody_asked_for_is_told(sinch_simulator: Simulator) -> None:
    """What the method or the requests await may have been cancelled elsewhere."""

    async def gone(**_: Any) -> None:
        raise asyncio.CancelledError("elsewhere")

    async def gone_requests() -> AsyncIterator[dict[str, Any]]:
        yield text(0)
        raise asyncio.CancelledError("elsewhere")

    async def body(client: AsyncSinchClient) -> None:
        for calls in (sinch.bulk(gone, texts(3)), sinch.bulk(client.sms.batches.send_sms, gone_requests())):
            with pytest.raises(asyncio.CancelledError, match="elsewhere"):
                async for _ in calls:
                    pass

    with_client(sinch_simulator, body)


def test_a_list_is_awaited_for_its_first_page(sinch_simulator: Simulator) -> None:
    async def body(client: AsyncSinchClient) -> None:
        requests = [{"page_size": size} for size in (1, 2, 3)]
        for method in (client.sms.batches.list, partial(client.sms.batches.list, page=0)):
            outcomes = [outcome async for _, outcome in sinch.bulk(method, requests, limit=2)]
            assert [type(outcome) for outcome in outcomes] == [AsyncPage] * 3

    with_client(sinch_simulator, body)


def test_memory_is_flat(sinch_simulator: Simulator) -> None:
    async def nothing(**fields: Any) -> int:
        await asyncio.sleep(0)
        return len(fields)

    async def measure(count: int) -> int:
        calls = sinch.bulk(nothing, texts(count), limit=32)
        async for _ in calls:
            pass
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        calls = sinch.bulk(nothing, texts(count), limit=32)
        async for _ in calls:
            pass
        assert calls.counts.succeeded == count
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        few, many = asyncio.run(measure(200)), asyncio.run(measure(5_000))
    finally:
        tracemalloc.stop()
    assert many <= few + 50_000
