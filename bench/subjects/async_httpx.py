"""The same by hand with httpx, which the asynchronous SDKs of others send with."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import inputs


class Subject:
    def __init__(self, origin: str, project: str) -> None:
        self._client = self._make_client()
        self._headers: dict[str, str] | None = None
        self._origin = origin
        self._sms = f"{origin}/xms/v1/{project}"

    def _make_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient()

    async def _sign_in(self) -> dict[str, str]:
        if self._headers is None:
            basic = base64.b64encode(f"{inputs.KEY_ID}:{inputs.KEY_SECRET}".encode()).decode()
            headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
            token = await self._post(f"{self._origin}/oauth2/token", b"grant_type=client_credentials", headers)
            self._headers = {
                "Accept": "application/json",
                "Authorization": f"Bearer {token['access_token']}",
                "Content-Type": "application/json",
                "User-Agent": "bench/1.0",
            }
        return self._headers

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Any:
        response = await self._client.post(url, content=body, headers=headers)
        if response.status_code != 200:
            raise RuntimeError(response.status_code)
        return json.loads(response.content)

    async def send_sms(self) -> Any:
        headers = await self._sign_in()
        body = {"to": [inputs.RECIPIENT], "from": inputs.SENDER, "body": inputs.TEXT, "delivery_report": "full"}
        content = json.dumps({**body, "type": "mt_text"}).encode()
        return (await self._post(f"{self._sms}/batches", content, headers))["id"]

    async def aclose(self) -> None:
        await self._client.aclose()
