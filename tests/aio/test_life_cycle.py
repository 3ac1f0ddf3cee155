"""One client in several event loops, in threads, and at the end of a program."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import textwrap
import threading
import warnings
from typing import Any

import pytest

from sinch import AsyncSinchClient
from sinch.testing import Simulator
from tests.faults.servers import PATIENCE

ADA = "+12025550123"


async def send(client: AsyncSinchClient, body: str = "Hi") -> str:
    return (await client.sms.batches.send_sms(to=[ADA], body=body)).body


def run(simulator: Simulator, script: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run a script with the keywords of a client of the simulator in an interpreter of its own."""
    keywords = {**simulator.credentials.project, **simulator.origins, "sms_region": "us"}
    head = f"import asyncio\nfrom sinch import AsyncSinchClient\nKEYWORDS = {keywords!r}\n"
    head += f"async def send(client):\n    await client.sms.batches.send_sms(to=[{ADA!r}], body='Hi')\n"
    command = [sys.executable, *flags, "-c", head + textwrap.dedent(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=2 * PATIENCE)


# The end of a program


@pytest.mark.parametrize(
    "script",
    [
        """
        async def main():
            async with AsyncSinchClient(**KEYWORDS) as client:
                await asyncio.gather(*(send(client) for _ in range(8)))
        """,
        """
        async def main():
            client = AsyncSinchClient(**KEYWORDS)
            await send(client)
            await client.aclose()
            await send(client)
            await client.aclose()
        """,
        """
        async def main():
            client = AsyncSinchClient(**KEYWORDS)
            await client.aclose()
        """,
        """
        async def main():
            AsyncSinchClient(**KEYWORDS)
        """,
    ],
    ids=["with", "closed twice", "closed at once", "never used"],
)
def test_a_program_that_closes_its_client_ends_without_a_word(script: str, sinch_simulator: Simulator) -> None:
    done = run(sinch_simulator, textwrap.dedent(script) + "\nasyncio.run(main())", "-W", "error")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    "script",
    [
        """
        async def main():
            client = AsyncSinchClient(**KEYWORDS)
            await asyncio.gather(*(send(client) for _ in range(8)))
        asyncio.run(main())
        """,
        """
        client = AsyncSinchClient(**KEYWORDS)
        for _ in range(3):
            asyncio.run(send(client))
        """,
        """
        client = AsyncSinchClient(**KEYWORDS)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(send(client))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
        """,
        """
        async def main():
            client = AsyncSinchClient(**KEYWORDS)
            await send(client)
            del client
            import gc
            gc.collect()
            await asyncio.sleep(0.05)
        asyncio.run(main())
        """,
    ],
    ids=["asyncio.run", "several loops", "a loop of ones own", "forgotten"],
)
def test_a_client_that_is_never_closed_is_told_once(script: str, sinch_simulator: Simulator) -> None:
    done = run(sinch_simulator, script, "-W", "always")
    assert done.returncode == 0
    assert done.stderr.count("Warning") == 1, done.stderr
    assert "ResourceWarning: an AsyncioTransport was not closed: use `async with`" in done.stderr


def test_tasks_that_are_cancelled_by_the_end_of_the_program_leave_nothing(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", delay=PATIENCE, times=4)
    script = """
        async def main():
            async with AsyncSinchClient(**KEYWORDS, pool_size=2) as client:
                tasks = [asyncio.create_task(send(client)) for _ in range(4)]
                await asyncio.sleep(0.3)
        asyncio.run(main())
    """
    done = run(sinch_simulator, script, "-W", "error")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


# Several loops


def test_one_client_in_one_loop_after_the_other(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.async_client()

    async def main(body: str) -> str:
        try:
            return await send(client, body)
        finally:
            await client.aclose()

    assert [asyncio.run(main(f"{number}")) for number in range(3)] == ["0", "1", "2"]
    assert len(sinch_simulator.token_requests) == 1, "tokens belong to no loop"


def test_one_client_in_two_loops_in_turns(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.async_client()
    loops = [asyncio.new_event_loop() for _ in range(2)]
    try:
        for number in range(6):
            assert loops[number % 2].run_until_complete(send(client, f"{number}")) == f"{number}"
        assert sinch_simulator.connections == 2, "one of each loop"
        for loop in loops:
            loop.run_until_complete(client.aclose())
    finally:
        for loop in loops:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


def test_one_client_in_the_loops_of_two_threads(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.async_client(pool_size=4)
    barrier = threading.Barrier(2)
    bodies: list[str] = []
    errors: list[BaseException] = []

    async def main(name: str) -> None:
        barrier.wait()
        bodies.extend(await asyncio.gather(*(send(client, f"{name}{number}") for number in range(32))))
        barrier.wait()  # so that neither closes the connections of the other while they are in use
        await client.aclose()

    def thread(name: str) -> None:
        try:
            asyncio.run(main(name), debug=True)
        except BaseException as error:
            barrier.abort()
            errors.append(error)

    threads = [threading.Thread(target=thread, args=(name,)) for name in "ab"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []
    expected = sorted(f"{name}{number}" for name in "ab" for number in range(32))
    assert sorted(bodies) == sorted(message.text for message in sinch_simulator.sent_messages()) == expected
    assert len(sinch_simulator.token_requests) <= 2, "one of each loop"


def test_closing_in_one_thread_harms_no_call_of_another(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.async_client()
    over = threading.Event()
    errors: list[BaseException] = []

    async def close_again_and_again() -> None:
        while not over.is_set():
            await client.aclose()
            await asyncio.sleep(0.001)

    def thread() -> None:
        try:
            asyncio.run(close_again_and_again())
        except BaseException as error:
            errors.append(error)

    async def main() -> None:
        for number in range(40):
            assert await send(client, f"{number}") == f"{number}"
        await client.aclose()

    other = threading.Thread(target=thread)
    other.start()
    try:
        asyncio.run(main())
    finally:
        over.set()
        other.join()
    assert errors == []
    assert len(sinch_simulator.sent_messages()) == 40


def test_a_client_with_other_options_shares_tokens_and_connections(sinch_simulator: Simulator) -> None:
    async def main() -> None:
        async with sinch_simulator.async_client() as client:
            await send(client)
            await send(client.with_options(timeout=5))

    asyncio.run(main())
    assert len(sinch_simulator.token_requests) == 1
    assert sinch_simulator.connections == 1


def test_a_client_in_a_loop_that_was_dropped_is_of_use_in_another(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.async_client()
    dropped = asyncio.new_event_loop()
    dropped.run_until_complete(send(client))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # of asyncio, for its own transports
        dropped.close()

        async def main() -> Any:
            async with client:
                return await send(client, "again")

        assert asyncio.run(main()) == "again"
        del dropped
        gc.collect()
