"""The httpx adapter of docs/async.md: over a socket, on asyncio and on trio, and how it tells failures."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest

from sinch import (
    AsyncSinchClient,
    AuthenticationError,
    ConnectionFailedError,
    OutcomeUnknownError,
    RequestTimeoutError,
)
from sinch.core.http import Request, TransportFailure
from sinch.testing import Simulator
from tests.docs.test_snippets import ROOT, snippets

MESSAGE: dict[str, Any] = {"to": ["+12025550123"], "from_": "+12025550199", "body": "Hello"}


def make_transport(client: httpx.AsyncClient | None = None) -> Any:
    (program,) = [each for each in snippets(ROOT / "docs/async.md") if each.file == "httpx_transport.py"]
    namespace: dict[str, Any] = {}
    exec(compile(program.code, "httpx_transport.py", "exec"), namespace)
    return namespace["HttpxTransport"](client)


def make_client(simulator: Simulator, **options: Any) -> AsyncSinchClient:
    account = {**simulator.credentials.project, "sms_region": "us", "transport": make_transport()}
    return AsyncSinchClient(**{**simulator.origins, **account, **options})


def send(simulator: Simulator, **options: Any) -> Any:
    async def main() -> Any:
        async with make_client(simulator, **options) as client:
            return await client.sms.batches.send_sms(**MESSAGE)

    return asyncio.run(main())


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    """Return a function that runs an asynchronous one to its end, on each of the event loops."""
    pytest.importorskip(request.param, reason="the adapter is tried on trio too, which is not installed")
    return lambda main: anyio.run(main, backend=request.param)


def test_messages_and_lists(sinch_simulator: Simulator, run: Any) -> None:
    sent = []

    async def main() -> list[str]:
        async with make_client(sinch_simulator) as client:

            async def send_one() -> None:
                sent.append(await client.sms.batches.send_sms(**MESSAGE))

            async with anyio.create_task_group() as group:
                for _ in range(10):
                    group.start_soon(send_one)
            return [batch.id async for batch in client.sms.batches.list(page_size=3)]

    listed = run(main)
    assert sorted(batch.id for batch in sent) == sorted(listed)
    assert len(listed) == 10
    assert sent[0].http_response is not None
    assert sent[0].http_response.headers["content-type"] == "application/json"
    assert len(sinch_simulator.token_requests) == 1, "one fetches the token, and nine wait for it"
    assert "; httpx)" in sinch_simulator.requests[-1].headers["User-Agent"]


def test_a_busy_api_is_asked_again(sinch_simulator: Simulator, run: Any) -> None:
    sinch_simulator.fail("SendSMS", status=429, retry_after=0)

    async def main() -> None:
        async with make_client(sinch_simulator) as client:
            await client.sms.batches.send_sms(**MESSAGE)

    run(main)
    sinch_simulator.assert_sent(to="+12025550123", times=1)


def test_rejected_credentials_are_told_to_all_that_wait(sinch_simulator: Simulator, run: Any) -> None:
    rejected = []

    async def main() -> None:
        async with make_client(sinch_simulator, key_secret="wrong") as client:

            async def send_one() -> None:
                try:
                    await client.sms.batches.send_sms(**MESSAGE)
                except AuthenticationError as error:
                    rejected.append(error)

            async with anyio.create_task_group() as group:
                for _ in range(5):
                    group.start_soon(send_one)

    run(main)
    assert (len(rejected), len(sinch_simulator.token_requests)) == (5, 1)


def test_waiting_for_a_token_ends_at_the_deadline(sinch_simulator: Simulator, run: Any) -> None:
    sinch_simulator.fail("getAccessToken", delay=20, times=None)
    ended = []

    async def main() -> None:
        async with make_client(sinch_simulator, timeout=30) as client:

            async def send_one(timeout: float) -> None:
                try:
                    await client.sms.batches.send_sms(**MESSAGE, options={"timeout": timeout})
                except RequestTimeoutError as error:
                    ended.append(error)
                    group.cancel_scope.cancel()

            async with anyio.create_task_group() as group:
                group.start_soon(send_one, 30)
                await anyio.sleep(0.5)
                group.start_soon(send_one, 0.5)

    run(main)
    assert [str(error) for error in ended] == ["the time given to the call ran out while a token was fetched"]


def test_a_fetch_that_is_cancelled_passes_to_the_next_in_line(sinch_simulator: Simulator, run: Any) -> None:
    sinch_simulator.fail("getAccessToken", delay=20)
    sent = []

    async def main() -> None:
        async with make_client(sinch_simulator) as client:

            async def send_one(seconds: float) -> None:
                with anyio.move_on_after(seconds):
                    sent.append((await client.sms.batches.send_sms(**MESSAGE)).id)

            async with anyio.create_task_group() as group:
                group.start_soon(send_one, 1)
                await anyio.sleep(0.3)
                for _ in range(3):
                    group.start_soon(send_one, 60)

    run(main)
    assert (len(sent), len(sinch_simulator.token_requests)) == (3, 2)


def test_a_cancelled_send_says_that_its_outcome_is_unknown(sinch_simulator: Simulator, run: Any) -> None:
    sinch_simulator.fail("SendSMS", delay=20)
    cancelled: list[BaseException] = []

    async def main() -> None:
        async with make_client(sinch_simulator) as client:
            await client.sms.batches.list()
            with anyio.move_on_after(1):
                try:
                    await client.sms.batches.send_sms(**MESSAGE)
                except BaseException as error:
                    cancelled.append(error)
                    raise

    run(main)
    (error,) = cancelled
    assert not isinstance(error, Exception)
    assert getattr(error, "outcome_unknown", False)
    assert "SendSMS may have been carried out" in error.__notes__[0]  # type: ignore[attr-defined]


def test_a_lost_response_is_not_sent_again(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", reset="after")
    with pytest.raises(OutcomeUnknownError):
        send(sinch_simulator)
    sinch_simulator.assert_sent(to="+12025550123", times=1)


def test_a_redirect_is_not_followed(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("ListBatches", status=307, headers={"Location": sinch_simulator.url})

    async def main() -> None:
        async with make_client(sinch_simulator) as client:
            await client.sms.batches.list()

    with pytest.raises(Exception, match="307"):
        asyncio.run(main())
    assert len(sinch_simulator.requests) == 2, "for a token, and for the list"


@pytest.mark.parametrize("drip", [False, True], ids=["silent", "dripping"])
def test_a_slow_response_ends_at_the_deadline(sinch_simulator: Simulator, drip: bool) -> None:
    fault: dict[str, Any] = {"drip": 0.3} if drip else {"delay": 20}
    sinch_simulator.fail("SendSMS", **fault)
    with pytest.raises(OutcomeUnknownError, match="TimeoutError after the request was sent"):
        send(sinch_simulator, timeout=2)
    sinch_simulator.fail("ListBatches", **fault)

    async def main() -> None:
        async with make_client(sinch_simulator, timeout=2) as client:
            await client.sms.batches.list()

    with pytest.raises(RequestTimeoutError):
        asyncio.run(main())


def test_no_connection_is_known_not_to_have_sent(sinch_simulator: Simulator) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(ConnectionFailedError) as caught:
            send(sinch_simulator, sms_origin=origin, max_retries=0)
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize(
    ("error", "sent", "timed_out"),
    [
        (httpx.ConnectError, False, False),
        (httpx.ConnectTimeout, False, True),
        (httpx.PoolTimeout, False, True),
        (httpx.WriteError, True, False),
        (httpx.WriteTimeout, True, True),
        (httpx.ReadTimeout, True, True),
        (httpx.RemoteProtocolError, True, False),
        (httpx.ProxyError, True, False),
        (httpx.DecodingError, True, False),
    ],
)
def test_every_failure_says_whether_the_request_can_have_been_sent(
    error: type[httpx.RequestError], sent: bool, timed_out: bool
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("no", request=request)

    transport = make_transport(httpx.AsyncClient(transport=httpx.MockTransport(fail)))
    request = Request("POST", "http://api.example.com", "/", {}, b"{}", connect_timeout=1, read_timeout=1)

    async def main() -> None:
        try:
            await transport.send(request)
        finally:
            await transport.aclose()

    with pytest.raises(TransportFailure) as caught:
        asyncio.run(main())
    assert (caught.value.sent, caught.value.timed_out) == (sent, timed_out)


def test_a_program_can_be_tested_with_a_mock_of_httpx() -> None:
    batch = {"id": "01JEXAMPLE0000000000TEXT01", "type": "mt_text", "to": ["12025550123"], "body": "Hello"}
    mock = httpx.MockTransport(lambda request: httpx.Response(201, json=batch))

    async def main() -> str:
        transport = make_transport(httpx.AsyncClient(transport=mock))
        account: dict[str, Any] = {"service_plan_id": "plan", "sms_api_token": "token", "sms_region": "us"}
        async with AsyncSinchClient(**account, transport=transport) as client:
            return (await client.sms.batches.send_sms(**MESSAGE)).id

    assert asyncio.run(main()) == batch["id"]
