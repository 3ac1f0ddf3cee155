"""Docstrings: class names in code spans, what the list methods say about their pages, and examples that run."""

import ast
import re
import textwrap

from codegen.printable import WIDTH
from codegen.twins.examples import Examples
from codegen.twins.resources import Domains
from codegen.twins.sources import Edits, Source

_SPAN = re.compile(r"`[^`\n]+`")
_RETURNS = re.compile(r"^( *)Returns:\n((?:\1 +\S.*\n)+)", re.MULTILINE)
_EXAMPLE = re.compile(r"^( *)>>> (.*)\n((?:\1\.\.\.(?: .*)?\n)*)", re.MULTILINE)
_FIRST_PAGE = re.compile(r"^The first page; iterate it for (.+? of all pages)\.")
_ONE_PAGE = re.compile(r"^One page\b")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef


class Docstrings:
    """Rewrites docstrings of the module `source`."""

    def __init__(self, source: Source, domains: Domains, products: dict[str, str]) -> None:
        self._source = source
        self._domains = domains
        self._products = products

    def edit(self, node: Documented, edits: Edits, renamed: dict[str, str], pages: bool = False) -> None:
        """Change the docstring of a node, if it has one; `pages` says that it is that of a list method."""
        first = node.body[0] if node.body else None
        if ast.get_docstring(node) is None or not isinstance(first, ast.Expr):
            return
        start, end = self._source.span(first.value)
        raw = self._source.text.encode()[start:end].decode()
        text = raw
        if pages:
            text = self._with_list(first, text)
        text = self._with_examples(first, text)
        names = {"SinchClient": "AsyncSinchClient", **renamed}
        text = _SPAN.sub(lambda span: _renamed(span[0], names), text)
        self._check_width(first, text)
        if text != raw:
            edits.replace((start, end), text)

    def _check_width(self, node: ast.Expr, text: str) -> None:
        """Make sure that longer names leave no line too long; examples are laid out anew."""
        for line in (" " * node.col_offset + text).split("\n"):
            if len(line) > WIDTH and not re.match(r" *(>>>|\.\.\.)", line):
                problem = f"this line of the docstring has more than {WIDTH} characters in the twin: {line.strip()}"
                raise self._source.error(node, problem)

    def _with_list(self, node: ast.Expr, text: str) -> str:
        found = _RETURNS.search(text)
        if found is None:
            raise self._source.error(node, "the docstring of a list method must have a section Returns")
        indent = re.match(" *", found[2])
        margin = indent[0] if indent else ""
        said = " ".join(found[2].split())
        if first := _FIRST_PAGE.match(said):
            told = f"Await it for the first page, or use `async for` for {first[1]}.{said[first.end() :]}"
        elif _ONE_PAGE.match(said):
            told = f"Await it for one page{said.removeprefix('One page')}"
        else:
            line = node.lineno + text[: found.start(2)].count("\n")
            problem = "what a list returns must begin with 'The first page; iterate it for ... of all pages.'"
            raise self._source.error(line, f"{problem} or with 'One page'")
        lines = textwrap.wrap(told, WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
        wrapped = "".join(f"{margin}{line}\n" for line in lines)
        return text[: found.start(2)] + wrapped + text[found.end(2) :]

    def _with_examples(self, node: ast.Expr, text: str) -> str:
        examples = Examples(self._domains, self._products)

        def rewritten(found: re.Match[str]) -> str:
            line = node.lineno + text[: found.start()].count("\n")
            if "\\" in found[0] and text[0] not in "rR":
                raise self._source.error(line, "an example with a backslash is only understood in a raw docstring")
            margin = found[1]
            rest = [each[len(margin) + len("... ") :] for each in found[3].splitlines()]
            code = examples.rewrite("\n".join([found[2], *rest]), self._source, line)
            head, *tail = code.split("\n")
            return "".join([f"{margin}>>> {head}\n", *(f"{margin}... {each}".rstrip() + "\n" for each in tail)])

        return _EXAMPLE.sub(rewritten, text)


def _renamed(span: str, renamed: dict[str, str]) -> str:
    """Return a span of code with the names of twins in it, where it names a class, or makes one."""
    return re.sub(r"(?<![\w.'\"])[A-Z]\w*", lambda name: renamed.get(name[0], name[0]), span)
