"""The same with httpx on top of aiohttp, as openai's SDK offers it."""

from __future__ import annotations

import async_httpx
import httpx
import httpx_aiohttp


class Subject(async_httpx.Subject):
    def _make_client(self) -> httpx.AsyncClient:
        return httpx_aiohttp.HttpxAiohttpClient()
