"""How the texts of SMS are filled in, encoded and split into parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9._-]{1,16})\}")


@dataclass(frozen=True)
class Encoding:
    """An alphabet of SMS and its capacity, counted in its own units."""

    name: str
    report_name: str
    alone: int
    in_part: int


GSM = Encoding("text", "GSM", 160, 153)
"""Seven bits a character; the extended ones take two units."""
UCS2 = Encoding("unicode", "UNICODE", 70, 67)
"""Sixteen bits a character; those beyond the basic plane, such as emoji, take two units."""


def encoding(text: str) -> Encoding:
    """Return the alphabet that `text` needs."""
    return GSM if set(text) <= _BASIC | _EXTENDED else UCS2


def split(text: str) -> list[str]:
    """Return the parts in which `text` is sent; characters are never split between two."""
    alphabet = encoding(text)
    sizes = [_size(character, alphabet) for character in text]
    if sum(sizes) <= alphabet.alone:
        return [text]
    parts = []
    start = used = 0
    for index, size in enumerate(sizes):
        if used + size > alphabet.in_part:
            parts.append(text[start:index])
            start, used = index, 0
        used += size
    return [*parts, text[start:]]


def truncate(text: str) -> str:
    """Cut `text` to what fits in one SMS."""
    alphabet = encoding(text)
    used = 0
    for index, character in enumerate(text):
        used += _size(character, alphabet)
        if used > alphabet.alone:
            return text[:index]
    return text


def fill_in(text: str, parameters: Mapping[str, Mapping[str, str]], recipient: str) -> tuple[str, bool]:
    """Replace the placeholders in `parameters`; the flag says whether each had a value for `recipient`."""
    complete = True

    def value(match: re.Match[str]) -> str:
        nonlocal complete
        values = parameters.get(match[1])
        if values is None:
            return match[0]
        for key, text in values.items():
            if bare(key) == recipient:
                return text
        if "default" in values:
            return values["default"]
        complete = False
        return match[0]

    return _PLACEHOLDER.sub(value, text), complete


def bare(number: str) -> str:
    """Return a phone number as the SMS API writes it: without plus or leading zeros."""
    return number[1:] if number.startswith("+") else number.removeprefix("00")


def _size(character: str, alphabet: Encoding) -> int:
    if alphabet is GSM:
        return 2 if character in _EXTENDED else 1
    return 2 if ord(character) > 0xFFFF else 1
