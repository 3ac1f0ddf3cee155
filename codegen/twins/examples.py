"""Examples: the code of docstrings, with `await` and `async` where the asynchronous client needs them."""

import ast
from dataclasses import dataclass

from codegen.twins.methods import needs_parentheses, obstacle
from codegen.twins.resources import Does, Domains, Resource
from codegen.twins.sources import Edits, Source, line_starts, parents, span


@dataclass(frozen=True)
class _Client:
    """The client."""


@dataclass(frozen=True)
class _Root:
    """The class of the client."""


@dataclass(frozen=True)
class _ClientMethod:
    name: str


@dataclass
class _Of:
    """A resource."""

    resource: Resource


@dataclass(frozen=True)
class _Method:
    """A method of a resource."""

    does: Does


@dataclass(frozen=True)
class _List:
    """A list that has been neither awaited nor iterated."""


@dataclass(frozen=True)
class _Page:
    """A page."""


@dataclass(frozen=True)
class _NextPage:
    """The method `next_page` of a page."""


@dataclass(frozen=True)
class _Walk:
    """A method that iterates a list or page; `pages` does so by pages."""

    pages: bool


@dataclass(frozen=True)
class _Stream:
    """What such a method returns."""

    pages: bool


_Value = _Client | _Root | _ClientMethod | _Of | _Method | _List | _Page | _NextPage | _Walk | _Stream | None
_WALKS = {"pages": True, "iterator": False}
_CLIENT_METHODS = ("request", "close", "with_options")
_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Examples:
    """The examples of one docstring, in their order: later ones use what earlier ones have named."""

    def __init__(self, domains: Domains, products: dict[str, str]) -> None:
        self._domains = domains
        self._products = products
        """The full names of the classes of the products, by their names on the client."""
        self._names: dict[str, _Value] = {"client": _Client(), "SinchClient": _Root()}

    def rewrite(self, code: str, source: Source, line: int) -> str:
        """Return the code of an example that begins in a line of a module."""
        try:
            tree = ast.parse(code)
        except SyntaxError as error:
            raise source.error(line + (error.lineno or 1) - 1, f"the example is not Python: {error.msg}") from None
        example = _Example(self._domains, self._products, self._names, code, tree)
        try:
            for statement in tree.body:
                example.statement(statement)
        except _NotUnderstoodError as problem:
            raise source.error(line + problem.line - 1, f"in the example: {problem.text}") from None
        rewritten = example.edits.apply()
        compile(rewritten, source.name, "exec", _FLAGS)
        return rewritten


class _NotUnderstoodError(Exception):
    def __init__(self, node: ast.AST, text: str) -> None:
        super().__init__(text)
        self.line: int = getattr(node, "lineno", 1)
        self.text = text


class _Example:
    def __init__(
        self, domains: Domains, products: dict[str, str], names: dict[str, _Value], code: str, tree: ast.Module
    ) -> None:
        self._domains = domains
        self._products = products
        self._names = names
        self._parents = parents(tree)
        self._lines = line_starts(code)
        self._code = code.encode()
        self.edits = Edits(code)

    # Statements

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            self._bind(node.targets, self._awaited(node.value))
        elif isinstance(node, ast.Expr):
            self._awaited(node.value)
        elif isinstance(node, ast.For):
            self._for(node, node.iter, node.target)
            self._statements([*node.body, *node.orelse])
        elif isinstance(node, ast.With):
            self._with(node)
            self._statements(node.body)
        elif isinstance(node, ast.ImportFrom):
            self._import(node)
        elif isinstance(node, (ast.If, ast.While)):
            self._plain(node.test)
            self._statements([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            self._statements([*node.body, *node.orelse, *node.finalbody])
            for handler in node.handlers:
                self._statements(handler.body)
        elif isinstance(node, (ast.Assert, ast.Delete, ast.Import, ast.Pass, ast.Raise, ast.AugAssign)):
            self._children(node)
        else:
            raise _NotUnderstoodError(node, f"{type(node).__name__} is not understood")

    def _statements(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            self.statement(node)

    def _bind(self, targets: list[ast.expr], value: _Value) -> None:
        for target in targets:
            if isinstance(target, ast.Name):
                self._names[target.id] = value
            elif value is not None:
                raise _NotUnderstoodError(target, f"{ast.unparse(target)} is not understood as a name for this")

    def _for(self, node: ast.For | ast.comprehension, iterable: ast.expr, target: ast.expr) -> None:
        value = self._value(iterable)
        if isinstance(value, (_List, _Page, _Stream)):
            start, _ = self._span(node if isinstance(node, ast.For) else target)
            if not isinstance(node, ast.For):
                start = self._code.rindex(b"for", 0, start)
            self.edits.insert(start, "async ")
        self._bind([target], _Page() if isinstance(value, _Stream) and value.pages else None)

    def _with(self, node: ast.With) -> None:
        clients = [isinstance(self._plain(item.context_expr), _Client) for item in node.items]
        if any(clients):
            if not all(clients):
                raise _NotUnderstoodError(node, "a client and something else in one `with` are not understood")
            self.edits.insert(self._span(node)[0], "async ")
        for item in node.items:
            if item.optional_vars is not None:
                self._bind([item.optional_vars], _Client() if all(clients) else None)

    def _import(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if node.module == "sinch" and alias.name == "SinchClient" and alias.asname is None:
                start, _ = self._span(alias)
                self.edits.replace((start, start + len(alias.name)), "AsyncSinchClient", alias.name)
                continue
            source = self._domains.sources.get(node.module or "")
            if source is not None and self._domains.resource(source, alias.name):
                raise _NotUnderstoodError(node, "imports of what has a twin are not understood")

    # Expressions

    def _awaited(self, node: ast.expr) -> _Value:
        """Return what an expression is, when a list is awaited."""
        value = self._value(node)
        if isinstance(value, _Stream):
            raise _NotUnderstoodError(node, "pages() and iterator() are only understood in a loop or in list()")
        if isinstance(value, _List):
            self._await(node)
            return _Page()
        return value

    def _plain(self, node: ast.expr) -> _Value:
        """Return what an expression is that must not be a list or page."""
        value = self._value(node)
        if isinstance(value, (_List, _Page, _Stream)):
            raise _NotUnderstoodError(node, f"a list is not understood here: {ast.unparse(node)}")
        return value

    def _children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._plain(child)
            else:
                self._children(child)

    def _value(self, node: ast.expr) -> _Value:
        if isinstance(node, ast.Name):
            value = self._names.get(node.id)
            if isinstance(value, _Root) and isinstance(node.ctx, ast.Load):
                self.edits.replace(self._span(node), "AsyncSinchClient", node.id)
            return value
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            self._comprehension(node)
        elif isinstance(node, ast.NamedExpr):
            value = self._awaited(node.value)
            self._bind([node.target], value)
            return value
        else:
            self._children(node)
        return None

    def _attribute(self, node: ast.Attribute) -> _Value:
        value, name = self._value(node.value), node.attr
        if isinstance(value, _Client):
            if name in self._products:
                resource = self._domains.resources.get(self._products[name])
                return _Of(resource) if resource else None
            return _ClientMethod(name) if name in _CLIENT_METHODS else None
        if isinstance(value, _Of):
            does = value.resource.does(name)
            if does is not None:
                return _Method(does)
            inner = value.resource.property(name)
            return _Of(inner) if inner else None
        if isinstance(value, (_List, _Page)):
            if name in _WALKS:
                return _Walk(_WALKS[name])
            if isinstance(value, _List):
                self._await(node.value)
            return _NextPage() if name == "next_page" else None
        if isinstance(value, _Stream):
            raise _NotUnderstoodError(node, f"{name} of an iterator is not understood")
        return None

    def _call(self, node: ast.Call) -> _Value:
        if isinstance(node.func, ast.Name) and node.func.id == "list" and len(node.args) == 1:
            self._list(node, node.args[0])
            return None
        value = self._value(node.func)
        for argument in node.args:
            self._plain(argument)
        for keyword in node.keywords:
            self._plain(keyword.value)
        if isinstance(value, _Root) or value == _ClientMethod("with_options"):
            return _Client()
        if isinstance(value, _ClientMethod):
            if value.name == "close":
                _, end = self._span(node.func)
                self.edits.replace((end - len("close"), end), "aclose", "close")
            self._await(node)
        elif isinstance(value, _Method):
            if value.does is Does.PAGES:
                return _List()
            if value.does is Does.SENDS:
                self._await(node)
        elif isinstance(value, _NextPage):
            self._await(node)
            return _Page()
        elif isinstance(value, _Walk):
            return _Stream(value.pages)
        return None

    def _list(self, node: ast.Call, argument: ast.expr) -> None:
        """Rewrite `list(x)`, where x is asynchronous."""
        if isinstance(self._value(argument), (_List, _Page, _Stream)):
            (start, end), (first, last) = self._span(node), self._span(argument)
            self.edits.replace((start, first), "[item async for item in ")
            self.edits.replace((last, end), "]")
            self._check(node, comprehensions=1)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        for generator in node.generators:
            before = len(self.edits)
            self._for(generator, generator.iter, generator.target)
            if len(self.edits) > before:
                self._check(generator.target)
            for condition in generator.ifs:
                self._plain(condition)
        for part in [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]:
            self._plain(part)

    def _await(self, node: ast.expr) -> None:
        self._check(node)
        parentheses = needs_parentheses(node, self._parents[node])
        self.edits.wrap(self._span(node), "(await " if parentheses else "await ", ")" if parentheses else "")

    def _check(self, node: ast.AST, comprehensions: int = 0) -> None:
        """Make sure that something can be awaited where a node stands."""
        ancestors = []
        top = node
        while top in self._parents:
            top = self._parents[top]
            ancestors.append(top)
        if problem := obstacle(ancestors, comprehensions):
            raise _NotUnderstoodError(node, f"nothing can be awaited inside {problem}")

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return span(node, self._lines)
