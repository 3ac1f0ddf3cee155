"""The httpx adapter of docs/async.md: over a socket, on asyncio and on trio, and how it tells failures."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpx
import pytest

from sinch import AsyncSinchClient, ConnectionFailedError, OutcomeUnknownError, RequestTimeoutError
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


def test_messages_and_lists(sinch_simulator: Simulator) -> None:
    async def main() -> tuple[list[str], list[str]]:
        async with make_client(sinch_simulator) as client:
            batches = await asyncio.gather(*[client.sms.batches.send_sms(**MESSAGE) for _ in range(5)])
            listed = [batch.id async for batch in client.sms.batches.list(page_size=2)]
            assert batches[0].http_response.headers["content-type"] == "application/json"
            return [batch.id for batch in batches], listed

    sent, listed = asyncio.run(main())
    assert sorted(sent) == sorted(listed)
    assert len(sinch_simulator.token_requests) == 1
    assert "(Python/" in sinch_simulator.requests[-1].headers["User-Agent"]
    assert "httpx" in sinch_simulator.requests[-1].headers["User-Agent"]


def test_a_busy_api_is_asked_again(sinch_simulator: Simulator) -> None:
    sinch_simulator.fail("SendSMS", status=429, retry_after=0)
    assert send(sinch_simulator).id
    sinch_simulator.assert_sent(to="+12025550123", times=1)


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
        account = {"service_plan_id": "plan", "sms_api_token": "token", "sms_region": "us"}
        async with AsyncSinchClient(**account, transport=transport) as client:
            return (await client.sms.batches.send_sms(**MESSAGE)).id

    assert asyncio.run(main()) == batch["id"]
