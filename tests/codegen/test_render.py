"""Rendering: text of a spec only reaches templates through filters, and cannot break out of a literal or docstring."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.formatting import formatted
from codegen.printable import RenderError, docstring, literal
from codegen.render import environment
from codegen.text import Code, Text

NASTY = st.text() | st.lists(
    st.sampled_from(['"', '"""', "\\", "\n", "\n\n", "'", "{{ 1 }}", "{% x %}", "\r", "\0", "\u2028", "a", " ", "- "])
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NASTY,
    lambda inner: st.lists(inner) | st.dictionaries(NASTY, inner),
)


@given(JSON)
def test_a_literal_is_the_value(value: object) -> None:
    assert ast.literal_eval(literal(Text(value))) == value


@given(NASTY, st.sampled_from([0, 4, 8]))
def test_a_docstring_never_breaks_out(text: str, indent: int) -> None:
    source = f"def f():\n    {docstring(Text(text), indent)}\n    return 1\n"
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2
    shown = (ast.get_docstring(function, clean=False) or "").split()
    assert set("".join(shown)) <= set(text)
    assert all(char in "".join(shown) for char in text if char.isascii() and char.isprintable() and char != " ")


def test_docstrings_wrap_and_keep_paragraphs_and_lists() -> None:
    text = "Words " * 30 + "\n\nSecond\nparagraph:\n- one\n- two"
    lines = str(docstring(Text(text), 4)).splitlines()
    assert max(map(len, lines)) <= 120
    assert [line.strip() for line in lines][-7:] == ["", "Second paragraph:", "", "- one", "", "- two", '"""']


@pytest.mark.parametrize("value", ["text", Text("text"), 5, None, object()])
def test_a_template_cannot_print_what_no_filter_has_seen(value: object) -> None:
    template = environment().from_string("{{ value }}")
    with pytest.raises(RenderError, match="has not passed a filter"):
        template.render(value=value)
    assert environment().from_string("{{ value }}").render(value=Code("x")) == "x"


def test_a_template_cannot_print_an_undefined_name() -> None:
    with pytest.raises(RenderError, match="StrictUndefined"):
        environment().from_string("{{ nothing }}").render()


def test_what_has_no_literal_is_rejected() -> None:
    with pytest.raises(RenderError, match="object has no literal"):
        literal(object())
    with pytest.raises(RenderError, match="int is not text"):
        docstring(Text(5))


def test_code_that_does_not_parse_is_rejected() -> None:
    with pytest.raises(RenderError, match="ruff"):
        formatted({"broken.py": "def"})
