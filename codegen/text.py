"""Text of specs and code made from it, told apart by their types: only code can be printed by a template."""

from dataclasses import dataclass


class Code(str):
    """Python source that is safe to print: an identifier, a type, or what a filter has made of text."""

    __slots__ = ()


@dataclass(frozen=True)
class Text:
    """Text or another value of a spec: untrusted, and printed through a filter only."""

    value: object


def or_none(annotation: Code, optional: bool) -> Code:
    """Return an annotation that also allows None, where a value is optional."""
    return Code(f"{annotation} | None") if optional else annotation
