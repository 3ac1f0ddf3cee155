"""Masking of personal data and credentials in whatever may end up in a log or in the message of an exception."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A plus and digits, grouped or not, or a run of 7 to 15 digits standing alone, are taken for a phone number, in plain
# or percent-encoded text; ids mix digits with letters and stay readable.
_PHONE_NUMBER = (
    r"(?:(?:\+|%2[Bb])\d(?:(?:[ ().-]|%20|%28|%29){0,2}\d){5,14}|(?:(?<![0-9A-Za-z])|(?<=%[0-9A-Fa-f]{2}))\d{7,15})"
    r"(?![0-9A-Za-z])"
)
_BEARER = r"(?i)\b(bearer|basic|application(?=\s+[\w-]+:))\s+[A-Za-z0-9._~+/=:-]+"
# `re` compiles both at their first use, which most programs never come to, and keeps them.

MASK = "***"
_SHORTEST_SECRET = 6
"""Characters; what is shorter stands in half the words there are, and protects nothing."""


class Secret(str):
    """Text that shows nothing of itself in a `repr`, so that it stands in no traceback and no crash report."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)


def mask_phone_number(number: str) -> str:
    """Keep the first three and the last two characters of a phone number."""
    return f"{number[:3]}{MASK}{number[-2:]}" if len(number) > 5 else MASK


def redact(text: str) -> str:
    """Mask everything in a text that looks like a phone number or an Authorization value."""
    text = re.sub(_BEARER, lambda match: f"{match[1]} {MASK}", text)
    return re.sub(_PHONE_NUMBER, lambda match: mask_phone_number(match[0]), text)


def mask_secrets(text: str, secrets: Iterable[str]) -> str:
    """Mask known secrets in a text, exactly; a server or proxy may repeat what it was sent."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    return text


def one_line(text: str, limit: int = 500, secrets: Iterable[str] = ()) -> str:
    """Mask a text that somebody else wrote, shorten it, and take out what would break the line or steer a terminal."""
    text = redact(mask_secrets(text, secrets)[: limit + 100])[:limit]
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
