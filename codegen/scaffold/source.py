"""A module of a domain as it stands: its classes, methods and imports, and where in the text each part is."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from codegen.scaffold.annotations import OPERATIONS, Imports

_ENTRY = re.compile(r"^( +)(\w+): ")
_WIRE = re.compile(r"^ *`[A-Z]+ (/\S+)`\s+\([^\n]+\)\n", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A piece of the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Argument:
    """An argument in a signature."""

    name: str
    part: Part
    annotation: str
    default: str | None
    positional: bool


@dataclass
class Method:
    """A method."""

    name: str
    arguments: list[Argument]
    """Without `self`; `options` is among them."""
    aliases: Argument | None
    returns: Part | None
    whole: Part
    docstring: Part | None
    calls: dict[str, ast.Call] = field(default_factory=dict)
    """The calls of functions of operations in its body, by their names."""


class Source:
    """A module; positions are those in its text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tree = ast.parse(text)
        starts = [0]
        for line in text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self._starts = starts
        self._lines = text.splitlines(keepends=True)

    def part(self, node: ast.AST, end: ast.AST | None = None) -> Part:
        """Return the text of a node, or from one to the end of another."""
        last = end or node
        start = self._offset(_at(node, "lineno"), _at(node, "col_offset"))
        stop = self._offset(_at(last, "end_lineno"), _at(last, "end_col_offset"))
        return Part(start, stop, self.text[start:stop])

    def main_class(self) -> ast.ClassDef | None:
        """Return the class of the resource or product."""
        for node in self._tree.body:
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & {"Resource", "Product"}:
                return node
        return None

    def methods(self) -> dict[str, Method]:
        """Return the public methods of that class."""
        return {node.name: self._method(node) for node in self._functions() if not node.decorator_list}

    def properties(self) -> dict[str, Part]:
        """Return the properties of that class: the resources of a product."""
        return {node.name: self._lines_of(node) for node in self._functions() if node.decorator_list}

    def imported(self) -> dict[str, tuple[str, str]]:
        """Return what the module imports: local name -> (module, name there)."""
        return {
            name.asname or name.name: (node.module or "", name.name)
            for node in self._all_statements()
            if isinstance(node, ast.ImportFrom)
            for name in node.names
        } | {
            name.asname or name.name: (name.name, "")
            for node in self._all_statements()
            if isinstance(node, ast.Import)
            for name in node.names
        }

    def imports(self) -> Imports:
        """Return what is at hand in the module, for annotations to be written in it."""
        bound = {node.name for node in self._all_statements() if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
        return Imports(self.imported(), frozenset(bound), frozenset(self.methods()))

    def call_arguments(self, call: ast.Call) -> list[tuple[str | None, Part]]:
        """Return the arguments of a call with their keywords: None by position, `**` for a dictionary."""
        found: list[tuple[str | None, Part]] = [(None, self.part(node)) for node in call.args]
        for keyword in call.keywords:
            found.append(("**" if keyword.arg is None else keyword.arg, self.part(keyword)))
        return found

    def inside(self, call: ast.Call) -> Part:
        """Return what stands between the parentheses of a call."""
        start = self.text.index("(", self.part(call.func).end) + 1
        end = self.part(call).end - 1
        return Part(start, end, self.text[start:end])

    def signature(self, method: Method) -> Part:
        """Return what stands between the parentheses of a signature."""
        start = self.text.index("(", method.whole.start) + 1
        last = method.aliases or method.arguments[-1]
        end = self.text.index(")", last.part.end)
        return Part(start, end, self.text[start:end])

    def _functions(self) -> Iterator[ast.FunctionDef]:
        owner = self.main_class()
        for node in owner.body if owner else []:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node

    def _all_statements(self) -> Iterator[ast.stmt]:
        for node in self._tree.body:
            yield node
            if isinstance(node, ast.If):
                yield from node.body

    def _method(self, node: ast.FunctionDef) -> Method:
        arguments = node.args
        in_place = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(in_place) - len(arguments.defaults)) + [*arguments.defaults]
        found = [self._argument(each, default, True) for each, default in zip(in_place, defaults, strict=True)][1:]
        by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        found += [self._argument(each, default, False) for each, default in by_name]
        aliases = None if arguments.kwarg is None else self._argument(arguments.kwarg, None, False)
        first = node.body[0]
        documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        return Method(
            name=node.name,
            arguments=found,
            aliases=aliases,
            returns=None if node.returns is None else self.part(node.returns),
            whole=self._lines_of(node),
            docstring=self.part(first) if documented else None,
            calls=dict(self._calls(node)),
        )

    def _argument(self, node: ast.arg, default: ast.expr | None, positional: bool) -> Argument:
        annotation = "" if node.annotation is None else ast.unparse(node.annotation)
        value = None if default is None else ast.unparse(default)
        return Argument(node.arg, self.part(node, default), annotation, value, positional)

    def _calls(self, node: ast.FunctionDef) -> Iterable[tuple[str, ast.Call]]:
        modules = {local for local, (_, name) in self.imported().items() if name == OPERATIONS}
        for each in ast.walk(node):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
                owner = each.func.value
                if isinstance(owner, ast.Name) and owner.id in modules:
                    yield each.func.attr, each

    def _lines_of(self, node: ast.FunctionDef) -> Part:
        """Return all lines of a function, its decorators included."""
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        start, end = self._starts[first - 1], self._starts[_at(node, "end_lineno")]
        return Part(start, end, self.text[start:end])

    def _offset(self, line: int, column: int) -> int:
        """Return the position of a place that is counted in bytes, as the parser does."""
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)


def described(docstring: str) -> tuple[int, int, list[tuple[str, str]]] | None:
    """Return where the entries of `Args` are in a docstring, and the name and the lines of each."""
    heading = re.search(r"^ +Args:\n", docstring, re.MULTILINE)
    if heading is None:
        return None
    entries: list[tuple[str, str]] = []
    end = heading.end()
    for line in docstring[heading.end() :].splitlines(keepends=True):
        if not line.strip():
            break
        entry = _ENTRY.match(line)
        if entry and (not entries or entry[1] == _ENTRY.match(entries[0][1])[1]):  # type: ignore[index]
            entries.append((entry[2], line))
        elif entries:
            entries[-1] = (entries[-1][0], entries[-1][1] + line)
        end += len(line)
    return heading.end(), end, entries


def wire_part(docstring: str) -> tuple[int, int] | None:
    """Return where a docstring names the operation."""
    found = _WIRE.search(docstring)
    return None if found is None else found.span()


def _at(node: ast.AST, attribute: str) -> int:
    value: int = getattr(node, attribute)
    return value
