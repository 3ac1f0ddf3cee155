"""How templates may print text: as literals and docstrings that text cannot break out of."""

import re
import textwrap
import unicodedata
from typing import Any

from codegen.definitions import FunctionDef, OperationDef
from codegen.text import Code, Text

WIDTH = 120


class RenderError(ValueError):
    """A template would print something that is not known to be safe, or code that does not parse."""


def literal(value: Any) -> Code:
    """Return the Python literal of text, a number, a boolean, None, or a list or dictionary of these."""
    if isinstance(value, Text):
        value = value.value
    if isinstance(value, dict):
        return Code("{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}")
    if isinstance(value, (list, tuple)):
        return Code("[" + ", ".join(literal(item) for item in value) + "]")
    if value is None or type(value) in (bool, int, float, str, Code):
        return Code(repr(value))
    raise RenderError(f"{type(value).__name__} has no literal")


def docstring(value: Any, indent: int = 0) -> Code:
    """Return a whole docstring, quotes included, that can neither end early nor hold an escape sequence."""
    text = value.value if isinstance(value, Text) else value
    if not isinstance(text, str):
        raise RenderError(f"{type(text).__name__} is not text")
    return quoted(filled([text], WIDTH - indent - 6), indent)


def operation_docstring(operation: OperationDef, function: FunctionDef) -> Code:
    """Return the docstring of a function that prepares calls of an operation."""
    variant = f"This function takes the fields of {function.variant.name}." if function.variant else ""
    texts = [*_head(operation), str(operation.description.value), variant, wire(operation)]
    lines = filled(texts, WIDTH - 7)
    documented = [(item.name, plain(str(item.description.value))) for item in function.arguments]
    further = ", ".join(f"`{alias}` for `{argument.name}`" for alias, argument in function.aliases)
    documented.append((Code("**aliases"), f"Further names: {further}." if further else ""))
    if any(text for _, text in documented):
        lines.extend(["", "Args:"])
        for name, text in documented:
            if text:
                first, *rest = wrapped(f"{name}: {text}", WIDTH - 12)
                lines.extend([f"    {first}", *(f"        {line}" for line in rest)])
    return quoted(lines, 4)


def method_docstring(operation: OperationDef, function: FunctionDef) -> Code:
    """Return the docstring of a method of the low-level client."""
    arguments = f"Arguments: see `operations.{function.name}`."
    return quoted(filled([*_head(operation), wire(operation), arguments], WIDTH - 11), 8)


def _head(operation: OperationDef) -> list[str]:
    summary = str(operation.summary.value) or f"Call {operation.id.value}"
    return [f"{summary}{'' if summary.endswith('.') else '.'}", "Deprecated." if operation.deprecated else ""]


def wire(operation: OperationDef) -> str:
    """Return what a docstring calls an operation on the wire."""
    return f"`{operation.method.value} {operation.path.value}` ({operation.id.value})"


def filled(texts: list[str], width: int) -> list[str]:
    """Return the lines of texts, with a blank one between paragraphs."""
    paragraphs = [part for text in texts for part in _paragraphs(text)]
    return [line for part in paragraphs for line in (*wrapped(part, width), "")][:-1]


def plain(text: str) -> str:
    """Return text in one line, without control characters and without characters that reorder text."""
    text = " ".join(text.split())
    return "".join(
        char
        for char in text
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or char == "\u200d"
    )


def quoted(lines: list[str], indent: int) -> Code:
    """Return a docstring of these lines, which may hold anything; the first of them stands where it is printed."""
    escaped = [_escaped(line) for line in lines] or [""]
    if len(escaped) > 1:
        return Code("\n".join(_indented(['"""' + escaped[0], *escaped[1:], '"""'], indent)))
    return Code(f'"""{escaped[0]}"""')


def _escaped(line: str) -> str:
    r"""Return a line of a docstring without three quotes in a row, including at its end.

    `say \""" or "` becomes `say \\\"\"\" or \"`: with three quotes in it all are escaped, else only the last character.
    """
    line = line.replace("\\", "\\\\")
    return line.replace('"', '\\"') if '"""' in line else re.sub(r'"$', r'\\"', line)


def _indented(lines: list[str], indent: int) -> list[str]:
    """Indent every line but the first, whose place is set by the template."""
    return [lines[0], *(" " * indent + line if line else "" for line in lines[1:])]


def _paragraphs(text: str) -> list[str]:
    """Split text at blank lines and before items of lists; inside a paragraph, line breaks are not significant."""
    parts = re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*|]|\d+\.) )", text)
    return [line for part in parts if (line := plain(part))]


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a paragraph."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
