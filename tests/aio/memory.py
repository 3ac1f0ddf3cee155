"""A transport without a network: it keeps the requests and gives out the responses that it was made with."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from sinch.core.http import Headers, HTTPResponse, Request

ACCOUNT: dict[str, Any] = {"project_id": "p", "key_id": "k", "key_secret": "s", "sms_region": "eu"}


class MemoryTransport:
    """Responds to requests for tokens by itself."""

    name = "memory"

    def __init__(self, *bodies: Any, status: int = 200) -> None:
        self.requests: list[Request] = []
        self.closed = 0
        self._bodies = list(bodies)
        self._status = status

    async def send(self, request: Request) -> HTTPResponse:
        await asyncio.sleep(0)
        if request.target == "/oauth2/token":
            return _response(200, {"access_token": "t", "expires_in": 3600, "token_type": "bearer"})
        self.requests.append(request)
        return _response(self._status, self._bodies.pop(0))

    async def aclose(self) -> None:
        self.closed += 1


def _response(status: int, body: Any) -> HTTPResponse:
    return HTTPResponse(status, Headers([("content-type", "application/json")]), json.dumps(body).encode())
