"""Masking of personal data and credentials in whatever may end up in a log or in the message of an exception."""

from __future__ import annotations

import re

# A run of 7 to 15 digits standing alone is taken for a phone number; ids mix digits with letters and stay readable.
_PHONE_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\+|%2[Bb])?\d{7,15}(?![0-9A-Za-z])")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+")

MASK = "***"


def mask_secret(value: object) -> str | None:
    """Return a stand-in for a secret that tells only whether there is one."""
    return MASK if value else None


def mask_phone_number(number: str) -> str:
    """Keep the first three and the last two characters of a phone number."""
    return f"{number[:3]}{MASK}{number[-2:]}" if len(number) > 5 else MASK


def redact(text: str) -> str:
    """Mask everything in a text that looks like a phone number or an Authorization value."""
    text = _BEARER.sub(lambda match: f"{match[1]} {MASK}", text)
    return _PHONE_NUMBER.sub(lambda match: mask_phone_number(match[0]), text)
