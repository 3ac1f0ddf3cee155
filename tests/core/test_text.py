"""How a text is sent: examples, and agreement with the simulator, which counts for itself."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sinch
from sinch import ArgumentError
from sinch.testing import sms_text
from sinch.text import segments

GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà\f^{}\\[~]|€"


@pytest.mark.parametrize(
    ("text", "encoding", "lengths"),
    [
        ("", "GSM", [0]),
        ("x" * 160, "GSM", [160]),
        ("x" * 161, "GSM", [153, 8]),
        ("x" * 307, "GSM", [153, 153, 1]),
        ("€" * 80, "GSM", [80]),
        ("x" * 152 + "€" * 5, "GSM", [152, 5]),
        ("ł" * 70, "UNICODE", [70]),
        ("ł" * 71, "UNICODE", [67, 4]),
        ("👋" * 36, "UNICODE", [33, 3]),
        ("ç", "UNICODE", [1]),
        ("\x1b", "UNICODE", [1]),
    ],
)
def test_a_text_is_split(text: str, encoding: str, lengths: list[int]) -> None:
    found = segments(text)
    assert found.encoding == encoding
    assert [len(part) for part in found.parts] == lengths
    assert "".join(found.parts) == text


def test_the_whole_alphabet_is_known() -> None:
    assert segments(GSM).encoding == "GSM"


def test_what_forces_unicode_is_named_once_in_order() -> None:
    assert segments("“Café” ✓ “ok”").unicode_characters == ("“", "”", "✓")
    assert segments("Café").unicode_characters == ()


@given(st.text(st.one_of(st.sampled_from(GSM), st.characters()), max_size=400) | st.text(st.sampled_from(GSM)))
def test_the_simulator_counts_the_same(text: str) -> None:
    found = segments(text)
    assert list(found.parts) == sms_text.split(text)
    assert found.encoding == sms_text.encoding(text).report_name


@pytest.mark.parametrize("text", [None, b"bytes", 5, ["a"]])
def test_only_a_string_is_a_text(text: Any) -> None:
    with pytest.raises(ArgumentError, match="text must be a string"):
        segments(text)


def test_the_module_is_there_once_it_is_named() -> None:
    assert sinch.text.segments is segments
    code = "import sys, sinch; assert 'sinch.text' not in sys.modules; print(len(sinch.text.segments('Hi').parts))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "1\n"
