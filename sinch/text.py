"""Text of SMS: into how many parts a text is split, which alphabet it is sent in, and what forces the larger one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinch.core.exceptions import ArgumentError

if TYPE_CHECKING:
    from typing import Literal

__all__ = ["Segments", "segments"]

# GSM 03.38: what takes one unit of seven bits, and what takes an escape and one
_SEPTETS = dict.fromkeys(
    "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ",
    1,
) | dict.fromkeys("\f[\\]^{|}~€", 2)
_CAPACITY = {"GSM": (160, 153), "UNICODE": (70, 67)}
"""Units of a text that is sent alone, and of one part of several, which has a header of its own."""


@dataclass(frozen=True)
class Segments:
    """How a text is sent."""

    encoding: Literal["GSM", "UNICODE"]
    """The alphabet: "GSM" has 160 units in a message and 153 in each part of a longer one, "UNICODE" 70 and 67."""
    parts: tuple[str, ...]
    """The text of each part. Each part is billed as a message; together they are one message to who receives them."""
    unicode_characters: tuple[str, ...]
    """The characters that the GSM alphabet does not have, each once, in their order: what forces UNICODE."""


def segments(text: str) -> Segments:
    r"""Tell how a text is sent as SMS.

    The brackets, braces, backslash, caret, tilde, bar, euro sign and form feed of the GSM alphabet take two units; in
    UNICODE characters beyond the basic plane, such as emoji, do. No character is split between two parts. Placeholders
    count as they are written: fill them in first.

    Args:
        text: the whole text; an empty one has one empty part.

    Returns:
        The encoding, the parts, and the characters that force UNICODE.

    Raises:
        ArgumentError: it is not a string.

    Example:
        >>> found = sinch.text.segments("Your table is ready ✓")
        >>> found.encoding, len(found.parts), found.unicode_characters
        ('UNICODE', 1, ('✓',))

    """
    if not isinstance(text, str):
        raise ArgumentError(f"text must be a string, not {type(text).__name__}")
    foreign = tuple(dict.fromkeys(character for character in text if character not in _SEPTETS))
    if foreign:
        return Segments("UNICODE", _split(text, [1 + (character > "\uffff") for character in text], "UNICODE"), foreign)
    return Segments("GSM", _split(text, [_SEPTETS[character] for character in text], "GSM"), foreign)


def _split(text: str, units: list[int], encoding: str) -> tuple[str, ...]:
    alone, together = _CAPACITY[encoding]
    if sum(units) <= alone:
        return (text,)
    parts, start, end = [], 0, 0
    while end < len(text):
        room = together
        while end < len(text) and units[end] <= room:
            room -= units[end]
            end += 1
        parts.append(text[start:end])
        start = end
    return tuple(parts)
