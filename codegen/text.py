"""Text of specs and code made from it, as distinct types: templates can print only code."""

from dataclasses import dataclass


class Code(str):
    """Python source that is safe to print: an identifier, a type, or the result of a filter."""

    __slots__ = ()


@dataclass(frozen=True)
class Text:
    """Text or another value of a spec: untrusted, and only printed through a filter."""

    value: object


def or_none(annotation: Code, optional: bool) -> Code:
    """Return an annotation that also allows None if a value is optional."""
    return Code(f"{annotation} | None") if optional else annotation
