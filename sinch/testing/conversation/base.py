"""What all of the simulated Conversation API shares: errors, events, pages, masks and limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sinch.testing.clock import parse_time
from sinch.testing.product import Product, Rejected
from sinch.testing.sms_text import bare

Json = dict[str, Any]

APP = "01JEXAMPLE000000000000APP1"
"""The app that exists from the beginning. It is of CONVERSATION mode and has every channel."""
PHONE_CHANNELS = frozenset({"SMS", "WHATSAPP", "MMS", "RCS", "KAKAOTALK", "VIBERBM"})
ONE_PERSON = frozenset({"SMS", "MMS", "RCS"})
"""The channels on which one person has the same identity."""
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "UNAUTHORIZED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    501: "INTERNAL_ERROR",
}


class ConversationBase(Product):
    """What the parts of the Conversation API build on."""

    name = "conversation"

    def clear(self) -> None:
        """Reset to the initial state."""

    def error(self, rejected: Rejected) -> Any:
        """Return the API's only error shape."""
        status = rejected.code or _STATUSES.get(rejected.status, "INTERNAL_ERROR")
        details = [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "field_violations": [
                    {"field": problem.field, "description": problem.text} for problem in rejected.problems
                ],
            }
        ]
        return {
            "error": {
                "code": rejected.status,
                "message": rejected.text,
                "status": status,
                "details": details if rejected.problems else [],
            }
        }

    def check_known(self, schema: str, value: str) -> None:
        """Raise a ValueError unless an enum of the spec has a value."""
        known = self.spec.document["components"]["schemas"][schema]["enum"]
        if value not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(known)}")


def bare_identity(channel: str, identity: str) -> str:
    """Return an identity as the API returns it: a phone number without its plus."""
    return bare(identity) if channel in PHONE_CHANNELS else identity


def text_of(metadata: Json) -> str:
    """Return metadata as JSON text, as events repeat it."""
    return json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))


def merge_patch(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge_patch(result.get(name), value)
    return result


def changes(body: Mapping[str, Any], mask: Sequence[str] | None, defaults: Mapping[str, Any]) -> Json:
    """Return what an update writes: the fields of its mask, else those of its body; what is cleared has its default."""
    for path in mask or ():
        if path not in defaults:
            nested = "; nested fields cannot be named" if "." in path else ""
            raise Rejected(400, f"update_mask: {path!r} is not a field that can be updated{nested}")
    named = list(body) if mask is None else mask
    given = {name: body.get(name) for name in named if name in defaults}
    return {name: defaults[name] if value is None else value for name, value in given.items()}


def page(found: Sequence[Any], query: Mapping[str, Any], items: str, *, size: int = 10) -> Json:
    """Return one page of a list, by the token in the query."""
    token = query.get("page_token", "")
    if token and not token.isdigit():
        raise Rejected(400, f"page_token: {token!r} is not known")
    start, size = int(token or 0), query.get("page_size", size)
    rest = len(found) > start + size
    return {items: list(found[start : start + size]), "next_page_token": str(start + size) if rest else ""}


def span(query: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return the time span that a list is asked for."""
    start, end = (parse_time(query[name]) if name in query else None for name in ("start_time", "end_time"))
    return start, end


def unique(values: Iterable[Any]) -> list[Any]:
    """Return values without repetitions, in their order."""
    return list(dict.fromkeys(values))
