"""Rewrites the imports of 2.x in the source of a program, and says what must be changed by hand.

A file is only rewritten as a whole: if one of its imports has to be changed by hand, it stays as it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import MetadataWrapper, PositionProvider

from sinch.compat.names import advice, modules, successor
from sinch.compat.table import INSTEAD

_NOT_OURS = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})


class UnreadableFileError(Exception):
    """A file that is not Python."""


class Finding(NamedTuple):
    """An import of 2.x."""

    line: int
    text: str


class Report(NamedTuple):
    """The imports of 2.x of a file, and what it would be without them."""

    findings: list[Finding]
    content: bytes | None
    """None where nothing is to be written: there are no such imports, or some have to be changed by hand."""


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of Python in folders, but those of installed packages; and the files that are named."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if name not in _NOT_OURS and not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(names) if name.endswith((".py", ".pyi")))


def inspect_file(path: Path) -> Report:
    """Return what is to be said of a file. Raises UnreadableFileError."""
    try:
        content = path.read_bytes()
        if b"sinch" not in content:
            return Report([], None)
        module = cst.parse_module(content)
    except cst.ParserSyntaxError as error:
        raise UnreadableFileError(f"line {error.raw_line} is not Python") from None
    except (OSError, UnicodeError, SyntaxError) as error:  # the latter for an encoding that is not known
        raise UnreadableFileError(str(error)) from None
    rewriter = _Rewriter()
    rewritten = MetadataWrapper(module, unsafe_skip_copy=True).visit(rewriter)
    if rewriter.by_hand or not rewriter.findings:
        return Report(rewriter.findings, None)
    new = rewritten.bytes
    compile(new, str(path), "exec", dont_inherit=True)
    return Report(rewriter.findings, new)


def write_file(path: Path, content: bytes) -> None:
    """Put a file in the place of another, in one step, so that nobody ever finds a part of it."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(target, name)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


class _Rewriter(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.by_hand = False

    def _find(self, node: cst.CSTNode, text: str, *, by_hand: bool = False) -> None:
        place: Any = self.get_metadata(PositionProvider, node)
        self.findings.append(Finding(place.start.line, text))
        self.by_hand = self.by_hand or by_hand

    def visit_Import(self, node: cst.Import) -> None:
        for alias in node.names:
            name = get_full_name_for_node(alias.name) or ""
            if _is_of_2_x(name):
                self._find(node, f"by hand: `import {name}`; import its names from where they are today", by_hand=True)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.FlattenSentinel[cst.BaseSmallStatement]:
        module = "" if original_node.relative or original_node.module is None else _name(original_node.module)
        if not module or (module not in modules() and module not in ("sinch", "sinch.domains")):
            return updated_node
        if isinstance(original_node.names, cst.ImportStar):
            if _is_of_2_x(module):
                self._find(original_node, f"by hand: `from {module} import *`", by_hand=True)
            return updated_node
        moved: dict[str, list[cst.ImportAlias]] = {}
        changed = False
        for alias in original_node.names:
            target, new = self._moved(original_node, module, alias)
            moved.setdefault(target, []).append(new)
            changed = changed or target != module or new is not alias
        if not changed:
            return updated_node
        if len(moved) == 1:
            (target,) = moved
            return updated_node.with_changes(module=cst.parse_expression(target), names=[*moved[target]], relative=())
        if "#" in cst.Module([]).code_for_node(original_node):
            self._find(original_node, "by hand: its names go to several modules, and it has comments", by_hand=True)
            return updated_node
        return cst.FlattenSentinel(
            cst.ImportFrom(module=cst.parse_expression(target), names=_in_a_row(aliases))  # type: ignore[arg-type]
            for target, aliases in moved.items()
        )

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """Give imports that came of one a line each."""
        if len(original_node.body) > 1 or len(updated_node.body) == 1:
            return updated_node
        lines = [cst.SimpleStatementLine([small]) for small in updated_node.body]
        lines[0] = lines[0].with_changes(leading_lines=updated_node.leading_lines)
        lines[-1] = lines[-1].with_changes(trailing_whitespace=updated_node.trailing_whitespace)
        return cst.FlattenSentinel(lines)

    def _moved(self, node: cst.ImportFrom, module: str, alias: cst.ImportAlias) -> tuple[str, cst.ImportAlias]:
        """Return the module to import a name from, and how; the name by which the program knows it stays."""
        name = _name(alias.name)
        if _is_of_2_x(f"{module}.{name}"):
            self._find(node, f"by hand: `from {module} import {name}`, which is a module", by_hand=True)
            return module, alias
        try:
            where = successor(module, name)
        except AttributeError:
            if _is_of_2_x(module):
                self._find(node, f"by hand: {module} never had {name}", by_hand=True)
            return module, alias
        if where is None:
            self._find(node, f"by hand: {module}.{name} has no successor", by_hand=True)
            return module, alias
        if where in INSTEAD or where.startswith("sinch.compat."):
            self._find(node, f"by hand: {module}.{name}; look at `{advice(where)}`", by_hand=True)
            return module, alias
        target, _, today = where.partition(":")
        if (target, today) == (module, name) or not _moved_away(module, name):
            return module, alias
        self._find(node, f"{module}.{name} -> {advice(where)}")
        if today == name:
            return target, alias
        known_as = alias.asname or cst.AsName(cst.Name(name))
        return target, alias.with_changes(name=cst.Name(today), asname=known_as)


def _name(node: cst.CSTNode) -> str:
    return get_full_name_for_node(node) or ""


def _is_of_2_x(module: str) -> bool:
    """Return whether a module was there in 2.x and is not today."""
    return module in modules() and not _exists(module)


def _moved_away(module: str, name: str) -> bool:
    from importlib import import_module

    return _is_of_2_x(module) or name not in dir(import_module(module))


def _exists(module: str) -> bool:
    root = Path(__file__).parents[2].joinpath(*module.split("."))
    return root.with_suffix(".py").exists() or root.joinpath("__init__.py").exists()


def _in_a_row(aliases: Sequence[cst.ImportAlias]) -> list[cst.ImportAlias]:
    """Return imported names without the line breaks that were between them."""
    return [
        cst.ImportAlias(alias.name, alias.asname and cst.AsName(alias.asname.name), cst.MaybeSentinel.DEFAULT)
        for alias in aliases
    ]
