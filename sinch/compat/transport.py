"""Transports of 2.x: subclasses of `HTTPTransport` with `send_request`, or the older `send(endpoint)`, still work.

It is a `sinch.core.http.Transport`: it is handed requests that are complete, credentials included, and it need not
repeat any. Tokens, retries and errors are the session's.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from sinch.core import http
from sinch.core.exceptions import ResponseError

if TYPE_CHECKING:
    from sinch.client import SinchClient


@dataclass
class HttpRequest:
    """A request as transports of 2.x take it."""

    headers: dict[str, str]
    url: str
    """Without the query."""
    http_method: str
    request_body: str | dict[str, Any] | None
    query_params: dict[str, Any] | None
    auth: Any = None
    """Always None: the credentials are among the headers."""


class HTTPResponse(http.HTTPResponse):
    """A response as transports of 2.x make it, of its decoded body."""

    def __init__(self, status_code: int, headers: Any, body: Any = None) -> None:
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        super().__init__(status_code, http.Headers(dict(headers or {}).items()), content)


class HTTPTransport:
    """Base of transports of 2.x: subclasses implement `send_request`.

    Args:
        sinch: the client, whose `configuration.transport` it becomes.

    """

    _send_endpoint: Callable[..., Any] | None = None
    """The `send(endpoint)` of a subclass, as it was before 2.1."""

    def __init__(self, sinch: SinchClient) -> None:
        self.sinch = sinch

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        older = cls.__dict__.get("send")
        if older is not None:
            warnings.warn(
                f"{cls.__name__} has the `send(endpoint)` of sinch 2.0: implement `send_request(request_data)`",
                DeprecationWarning,
                stacklevel=2,
            )
            cls._send_endpoint = older
            del cls.send

    @property
    def name(self) -> str:
        """Named in the User-Agent."""
        return type(self).__name__

    def send(self, request: http.Request) -> http.HTTPResponse:
        """Send a request once."""
        if self._send_endpoint is not None and type(self).send_request is HTTPTransport.send_request:
            response = self._send_endpoint(request)
        else:
            response = self.send_request(self.prepare_request(request))
        if isinstance(response, http.HTTPResponse) or not hasattr(response, "status_code"):
            return response  # type: ignore[no-any-return]  # the session says what is wrong with it
        return HTTPResponse(response.status_code, response.headers, response.body)

    def send_request(self, request_data: HttpRequest) -> Any:
        """Do the exchange. Subclasses return an `HTTPResponse`."""
        raise NotImplementedError("transports of sinch 2.x implement send_request(request_data)")

    def prepare_request(self, endpoint: http.Request) -> HttpRequest:
        """Return a request as 2.x has it."""
        url, _, query = endpoint.url.partition("?")
        values = parse_qs(query, keep_blank_values=True)
        return HttpRequest(
            headers=dict(endpoint.headers),
            url=url,
            http_method=endpoint.method,
            request_body=None if endpoint.body is None else endpoint.body.decode(),
            query_params={name: given[0] if len(given) == 1 else given for name, given in values.items()},
        )

    def authenticate(self, endpoint: http.Request, request_data: HttpRequest) -> HttpRequest:
        """Return the request as it is, since it has its credentials."""
        return request_data

    @staticmethod
    def deserialize_json_response(response: Any) -> Any:
        """Return the decoded content of a response of `requests` or httpx; an empty dictionary where there is none.

        Raises:
            ResponseError: it is not JSON.

        """
        if not response.content:
            return {}
        try:
            return response.json()
        except ValueError:
            raise ResponseError("the response is not JSON") from None

    def close(self) -> None:
        """Close the connections of the transport, if it has any."""


class HTTPTransportRequests(HTTPTransport):
    """What stands for the default transport of 2.x: the SDK's own, which has nothing of `requests`."""

    def __init__(self, sinch: SinchClient) -> None:
        super().__init__(sinch)
        self._transport = sinch._make_transport()

    def send_request(self, request_data: HttpRequest) -> http.HTTPResponse:
        """Send a request with the SDK's own transport."""
        settings = self.sinch.session.settings
        address = urlsplit(request_data.url)
        query = urlencode(request_data.query_params or {}, doseq=True)
        body = request_data.request_body
        return self._transport.send(
            http.Request(
                request_data.http_method,
                f"{address.scheme}://{address.netloc}",
                (address.path or "/") + (query and f"?{query}"),
                request_data.headers,
                (urlencode(body) if isinstance(body, dict) else body).encode() if body else None,
                connect_timeout=settings.connect_timeout,
                read_timeout=settings.read_timeout,
            )
        )

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
