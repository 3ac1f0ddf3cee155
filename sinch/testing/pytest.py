"""Fixtures for pytest: a simulated Sinch and clients of it.

pytest finds them where `sinch[testing]` is installed. What they need is loaded when a test first uses one::

    def test_sends_the_code(sinch_simulator, sinch_client):
        send_code(sinch_client, "+12025550123")
        sinch_simulator.assert_sent(to="+12025550123", containing="code")

Asynchronous programs need no other plugin::

    def test_sends_the_code(sinch_simulator, sinch_async_client, sinch_loop):
        sinch_loop.run_until_complete(send_code(sinch_async_client, "+12025550123"))
        sinch_simulator.assert_sent(to="+12025550123", containing="code")
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import asyncio

    from sinch import AsyncSinchClient, SinchClient
    from sinch.testing.simulator import Simulator


_SIMULATOR = pytest.StashKey["Simulator"]()
_SHOWN = 20


@pytest.fixture
def sinch_simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """Give each test an empty simulated Sinch of its own; a test that fails shows what was sent and received."""
    from sinch.testing.simulator import Simulator

    with Simulator() as simulator:
        request.node.stash[_SIMULATOR] = simulator
        yield simulator


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what was sent and received, and which requests were rejected, to the report of a test that failed."""
    report = yield
    simulator = item.stash.get(_SIMULATOR, None)
    if simulator is not None and report.when == "call" and report.failed:
        report.sections.append(("simulated Sinch", "\n".join(_happened(simulator))))
    return report


def _happened(simulator: Simulator) -> Iterator[str]:
    messages = simulator.messages(limit=_SHOWN)[::-1]
    for message in messages:
        arrow = "->" if message.direction == "sent" else "<-"
        status = f"  [{message.status}]" if message.status else ""
        yield f"{message.product}  {message.account or '(no sender)'} {arrow} {message.phone}: {message.text!r}{status}"
    if not messages:
        yield "no message was sent or received"
    for request in simulator.requests[-_SHOWN:]:
        if request.problems:
            what = request.operation_id or f"{request.method} {request.path}"
            yield f"{request.product}  {what} {request.status}: {'; '.join(request.problems)}"


@pytest.fixture
def sinch_client(sinch_simulator: Simulator) -> Iterator[SinchClient]:
    """Give a test a client of its simulator, with the project's access key."""
    with sinch_simulator.client() as client:
        yield client


@pytest.fixture
def sinch_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Give a test an event loop of its own; when it is over, the loop is shut down as `asyncio.run` does it."""
    import asyncio

    async def end() -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await loop.shutdown_asyncgens()
        await loop.shutdown_default_executor()

    loop = asyncio.new_event_loop()
    try:
        yield loop
        loop.run_until_complete(end())
    finally:
        loop.close()


@pytest.fixture
def sinch_async_client(sinch_simulator: Simulator, sinch_loop: asyncio.AbstractEventLoop) -> Iterator[AsyncSinchClient]:
    """Give a test an asynchronous client of its simulator, which is closed in `sinch_loop`: use it there."""
    client = sinch_simulator.async_client()
    yield client
    sinch_loop.run_until_complete(client.aclose())
