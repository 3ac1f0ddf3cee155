"""Rows of the tables of what goes over the wire, and how a row is checked."""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple
from urllib.parse import quote

import sinch
from sinch import SinchClient
from sinch.core.paging import Page
from sinch.testing import Simulator
from tests.both_colours import PAGES

BASES = {
    "sms": "/xms/v1/{project}",
    "numbers": "/v1/projects/{project}",
    "number_lookup": "/v2/projects/{project}",
    "conversation": "/v1/projects/{project}",
    "conversation_templates": "/v2/projects/{project}",
    "conversation_batch": "/v1/projects/{project}",
    "verification": "/verification/v1/verifications",
    "voice_v1": "",
    "voice_v2": "/v2/projects/{project}",
}
"""What the paths of each host begin with."""
SIGNED = ("verification", "voice_v1")
"""The hosts to which requests are signed as those of an application."""


class Call(NamedTuple):
    """A call of a method and the request that it must become; names in braces stand for things created before."""

    method: str
    """Below the product: `batches.send_sms`."""
    arguments: dict[str, Any]
    request: str
    """Method, path below that of `BASES`, and query as sent: `GET /batches?page=0`."""
    body: Any
    result: type | None
    operation: str

    def __str__(self) -> str:
        return f"{self.method}-{self.operation}"


def check(
    call: Call,
    product: str,
    client: SinchClient,
    simulator: Simulator,
    made: dict[str, str] | None = None,
    host: str | None = None,
) -> None:
    """Make a call, and compare the request that arrived at the simulator and the type of the result.

    Args:
        call: a row of a table.
        product: whose method it calls.
        client: makes the call.
        simulator: receives it.
        made: what names in braces stand for.
        host: what it is called in `BASES`, if not like the product.

    """
    values = made or {}
    host = host or product
    method = reduce(getattr, call.method.split("."), getattr(client, product))
    result = method(**filled(call.arguments, values))
    request = simulator.requests[-1]
    verb, _, target = call.request.partition(" ")
    path, _, query = target.partition("?")
    assert request.product == host.replace("_", "-")
    assert request.operation_id == call.operation
    assert request.method == verb
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    base = BASES[host].replace("{project}", simulator.credentials.project_id)
    assert request.raw_path == base + filled(path, quoted)
    assert request.raw_query == filled(query, quoted)
    assert request.json == filled(call.body, values)
    assert request.headers["accept"] == "application/json"
    assert request.headers.get("content-type") == (None if call.body is None else "application/json")
    assert request.headers["authorization"].startswith("Application " if host in SIGNED else "Bearer ")
    assert request.headers["user-agent"].startswith(f"sinch-sdk/{sinch.__version__} (Python/")
    if call.result is None:
        assert result is None
    else:
        assert isinstance(result, PAGES) if call.result is Page else type(result) is call.result
        if not (call.result is Page and type(result.result) is list):  # a bare list cannot hold it
            assert result.http_response.status_code == request.status


def filled(value: Any, made: dict[str, str]) -> Any:
    """Replace names in braces by the things created before."""
    if isinstance(value, str):
        for name, real in made.items():
            value = value.replace(name, real)
        return value
    if isinstance(value, dict):
        return {key: filled(entry, made) for key, entry in value.items()}
    return [filled(entry, made) for entry in value] if isinstance(value, list) else value
