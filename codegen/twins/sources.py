"""Sources: Python modules as text and syntax tree together, and changes of their text at places in the tree."""

import ast
from dataclasses import dataclass
from pathlib import Path


class TwinError(ValueError):
    """Something in a domain cannot have a twin; the text names file and line."""


class Source:
    """A module: its text, its tree, and where the nodes of the tree stand in the text."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        parts = path.relative_to(root).with_suffix("").parts
        self.package = ".".join(parts[:-1])
        self.module = self.package if parts[-1] == "__init__" else ".".join(parts)
        self.text = path.read_text(encoding="utf-8")
        try:
            self.tree = ast.parse(self.text)
        except SyntaxError as error:
            raise TwinError(f"{self.name}:{error.lineno}: {error.msg}") from None
        self.parents = parents(self.tree)
        self._lines = line_starts(self.text)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node begins and ends, in bytes."""
        return span(node, self._lines)

    def line(self, number: int) -> int:
        """Return where a line begins, in bytes; the one after the last begins at the end."""
        return min(self._lines[number - 1], len(self.text.encode()))

    def error(self, node: ast.AST | int, problem: str) -> TwinError:
        """Return an error about a node, or about what stands in a line."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return TwinError(f"{self.name}:{line}: {problem}")


def line_starts(text: str) -> list[int]:
    """Return where each line of a text begins, in bytes, and where the text ends."""
    starts = [0]
    for line in text.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def span(node: ast.AST, lines: list[int]) -> tuple[int, int]:
    """Return where a node begins and ends, in bytes, in a text whose lines begin there."""
    first, column = getattr(node, "lineno"), getattr(node, "col_offset")  # noqa: B009 - not all nodes have them
    last, end = getattr(node, "end_lineno"), getattr(node, "end_col_offset")  # noqa: B009
    return lines[first - 1] + column, lines[last - 1] + end


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return the parent of every node of a tree."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: bytes
    order: tuple[int, int]


class Edits:
    """Changes of a text, collected in any order."""

    def __init__(self, text: str) -> None:
        self._text = text.encode()
        self._edits: list[_Edit] = []

    def __len__(self) -> int:
        return len(self._edits)

    def insert(self, at: int, text: str) -> None:
        """Put text in at a place."""
        self._edits.append(_Edit(at, at, text.encode(), (1, 0)))

    def replace(self, place: tuple[int, int], text: str, was: str | None = None) -> None:
        """Put text in the place of other text, which must be the one that is given, where one is."""
        start, end = place
        if was is not None and self._text[start:end] != was.encode():
            raise ValueError(f"{was} is not where the syntax tree has it")
        self._edits.append(_Edit(start, end, text.encode(), (2, 0)))

    def wrap(self, place: tuple[int, int], before: str, after: str = "") -> None:
        """Put text before and after a place; of two places that begin or end together, the wider gets it outside."""
        start, end = place
        self._edits.append(_Edit(start, start, before.encode(), (1, -end)))
        if after:
            self._edits.append(_Edit(end, end, after.encode(), (0, -start)))

    def apply(self, start: int = 0, end: int | None = None) -> str:
        """Return the text with all changes made, or the part of it between two places."""
        text = self._text[:end]
        pieces, position = [], start
        for edit in sorted(self._edits, key=lambda edit: (edit.start, edit.order)):
            if start <= edit.start and edit.end <= len(text):
                if edit.start < position:
                    raise ValueError(f"two changes of the same text: {edit.text.decode()!r}")
                pieces += [text[position : edit.start], edit.text]
                position = edit.end
        return b"".join([*pieces, text[position:]]).decode()
