"""Transports of 2.x, in the three forms that programs give them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3

from sinch import ConnectionFailedError, NotFoundError, OutcomeUnknownError, ResponseError, SinchClient
from sinch.compat.transport import HttpRequest, HTTPResponse, HTTPTransport, HTTPTransportRequests
from sinch.testing import Simulator

POOL = urllib3.PoolManager()


class Foreign:
    """A response as other HTTP libraries have it."""

    def __init__(self, response: Any) -> None:
        self.content = response.data
        self.status_code = response.status
        self.headers = dict(response.headers)

    def json(self) -> Any:
        return json.loads(self.content)


def exchange(request: HttpRequest) -> Foreign:
    url = request.url + ("?" + urlencode(request.query_params, doseq=True) if request.query_params else "")
    body: Any = request.request_body
    return Foreign(POOL.request(request.http_method, url, body=body, headers=request.headers, retries=False))


class Own(HTTPTransport):
    """Implements `send_request`, as from 2.1 on."""

    seen: list[HttpRequest]

    def __init__(self, sinch: SinchClient) -> None:
        super().__init__(sinch)
        self.seen = []

    def send_request(self, request_data: HttpRequest) -> HTTPResponse:
        self.seen.append(request_data)
        response = exchange(request_data)
        return HTTPResponse(
            status_code=response.status_code, body=self.deserialize_json_response(response), headers=response.headers
        )


class Wrapping(HTTPTransportRequests):
    """Adds to the default one."""

    seen: list[HttpRequest]

    def __init__(self, sinch: SinchClient) -> None:
        super().__init__(sinch)
        self.seen = []

    def send_request(self, request_data: HttpRequest) -> Any:
        self.seen.append(request_data)
        request_data.headers["X-Shop"] = "flowers"
        return super().send_request(request_data)


with pytest.warns(DeprecationWarning, match=r"Older has the `send\(endpoint\)` of sinch 2\.0"):

    class Older(HTTPTransport):
        """Implements `send`, as in 2.0."""

        seen: list[HttpRequest]

        def __init__(self, sinch: SinchClient) -> None:
            super().__init__(sinch)
            self.seen = []

        def send(self, endpoint: Any) -> Any:
            request_data = self.prepare_request(endpoint)
            request_data = self.authenticate(endpoint, request_data)
            self.seen.append(request_data)
            response = exchange(request_data)
            return HTTPResponse(
                status_code=response.status_code,
                body=self.deserialize_json_response(response),
                headers=response.headers,
            )


ALL = [Own, Wrapping, Older]


@pytest.mark.parametrize("kind", ALL)
def test_it_sends_calls(kind: Any, sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    transport = sinch_client.configuration.transport = kind(sinch_client)
    batch = sinch_client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Grüße")
    assert [each.id for each in sinch_client.sms.batches.list(from_=["+12025550199"])] == [batch.id]
    sinch_client.sms.groups.delete(sinch_client.sms.groups.create(name="Regulars").id)
    sinch_simulator.assert_sent(to="+12025550123", containing="Grüße")
    assert [each.http_method for each in transport.seen] == ["POST", "POST", "GET", "POST", "DELETE"]
    token, send, listing, *_ = transport.seen
    assert token.headers["Authorization"].startswith("Basic ")
    assert send.headers["Authorization"].startswith("Bearer ")
    assert json.loads(send.request_body or "")["body"] == "Grüße"
    assert (listing.query_params, listing.request_body, listing.auth) == ({"from": "+12025550199"}, None, None)
    assert "?" not in listing.url
    assert f"; {kind.__name__})" in sinch_simulator.requests[-1].headers["user-agent"]


@pytest.mark.parametrize("kind", ALL)
def test_tokens_retries_and_errors_are_as_without_it(
    kind: Any, sinch_client: SinchClient, sinch_simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinch.core.session.time.sleep", lambda _: None)
    sinch_client.configuration.transport = kind(sinch_client)
    with pytest.raises(NotFoundError) as caught:
        sinch_client.sms.groups.get("01JEXAMPLE0000000000NOTHERE")
    assert caught.value.response_status_code == 404
    assert caught.value.http_response is not None
    assert caught.value.http_response.body["error"]["status"] == "NOT_FOUND"
    sinch_simulator.expire_tokens()
    sinch_simulator.fail("ListGroups", status=503)
    assert sinch_client.sms.groups.list().content() == []


class Failing(HTTPTransport):
    failure: Callable[[], Any]

    def send_request(self, request_data: HttpRequest) -> Any:
        return self.failure()


def without_network() -> Any:
    raise OSError("there is no network")


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (without_network, ConnectionFailedError),
        (lambda: HTTPTransport.deserialize_json_response(Foreign(urllib3.HTTPResponse(b"<html>"))), ResponseError),
        (lambda: None, ConnectionFailedError),
    ],
)
def test_what_it_raises_comes_as_the_exceptions_of_the_sdk(
    failure: Callable[[], Any], error: type[Exception], sinch_client: SinchClient
) -> None:
    sinch_client.numbers.regions.list()
    transport = sinch_client.configuration.transport = Failing(sinch_client)
    transport.failure = failure
    with pytest.raises((error, OutcomeUnknownError)):
        sinch_client.with_options(max_retries=0).numbers.regions.list()


def test_one_without_an_implementation_says_what_it_needs(sinch_client: SinchClient) -> None:
    sinch_client.configuration.transport = HTTPTransport(sinch_client)
    with pytest.raises(ConnectionFailedError) as caught:
        sinch_client.with_options(max_retries=0).numbers.regions.list()
    assert "implement send_request" in str(caught.value.__cause__)


def test_responses_are_made_of_their_body() -> None:
    response = HTTPResponse(status_code=404, body={"error": {"message": "No."}}, headers={"SAMPLE_HEADER": "test"})
    assert response.body == {"error": {"message": "No."}}
    assert response.headers["sample_header"] == "test"
    assert HTTPResponse(204, {}).body is None
