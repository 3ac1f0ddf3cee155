"""The asynchronous client of this SDK: single calls, and many by the bulk helper or by tasks of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import inputs

import sinch
from sinch import AsyncSinchClient

LIMIT = 32


class Subject:
    def __init__(self, origin: str, project: str) -> None:
        self._client = AsyncSinchClient(
            project_id=project,
            key_id=inputs.KEY_ID,
            key_secret=inputs.KEY_SECRET,
            sms_region="eu",
            auth_origin=origin,
            sms_origin=origin,
        )

    async def send_sms(self) -> Any:
        batch = await self._client.sms.batches.send_sms(
            to=[inputs.RECIPIENT], from_=inputs.SENDER, body=inputs.TEXT, delivery_report="full"
        )
        return batch.id

    async def by_bulk(self, messages: int) -> int:
        count = 0
        async for _, outcome in sinch.bulk(self._client.sms.batches.send_sms, _requests(messages), limit=LIMIT):
            count += bool(outcome.id)
        return count

    async def by_hand(self, messages: int) -> int:
        requests = _requests(messages)
        count = 0

        async def work() -> None:
            nonlocal count
            for request in requests:
                batch = await self._client.sms.batches.send_sms(**request)
                count += bool(batch.id)

        await asyncio.gather(*[work() for _ in range(LIMIT)])
        return count

    async def aclose(self) -> None:
        await self._client.aclose()


def _requests(messages: int) -> Iterator[dict[str, Any]]:
    for number in range(messages):
        yield {"to": [inputs.RECIPIENT], "from_": inputs.SENDER, "body": inputs.TEXT, "client_reference": str(number)}
