"""What the tests of the wire consist of: a call of a method, and the request that it must become."""

from __future__ import annotations

from typing import Any, NamedTuple


class Call(NamedTuple):
    """One call, and the request that it must become; names in braces stand for what was made before."""

    method: str
    arguments: dict[str, Any]
    verb: str
    path: str
    query: list[tuple[str, str]]
    body: Any
    result: type | None
    operation: str
