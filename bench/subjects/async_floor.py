"""The floor of asynchronous calls: done by hand with aiohttp and json, as a careful program without an SDK would."""

from __future__ import annotations

import base64
import json
from typing import Any

import aiohttp
import inputs


class Subject:
    def __init__(self, origin: str, project: str) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._origin = origin
        self._sms = f"{origin}/xms/v1/{project}"

    async def _sign_in(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession()
            basic = base64.b64encode(f"{inputs.KEY_ID}:{inputs.KEY_SECRET}".encode()).decode()
            token = await self._post(
                f"{self._origin}/oauth2/token",
                b"grant_type=client_credentials",
                {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
            )
            self._headers = {
                "Accept": "application/json",
                "Authorization": f"Bearer {token['access_token']}",
                "Content-Type": "application/json",
                "User-Agent": "bench/1.0",
            }

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Any:
        assert self._session is not None
        async with self._session.post(url, data=body, headers=headers) as response:
            if response.status != 200:
                raise RuntimeError(response.status)
            return json.loads(await response.read())

    async def send_sms(self) -> Any:
        await self._sign_in()
        body = {"to": [inputs.RECIPIENT], "from": inputs.SENDER, "body": inputs.TEXT, "delivery_report": "full"}
        sent = await self._post(f"{self._sms}/batches", json.dumps({**body, "type": "mt_text"}).encode(), self._headers)
        return sent["id"]

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
