"""Lists the public modules, names and signatures of the SDK, one line each, as in the source.

Signatures are read from the source, since at run time they differ between versions of Python, and names that only type
checkers see do not exist there. `__all__` is read from the imported module, which may have put it together.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = "# Public names and signatures. Written by `make snapshot`; the reason of each change is in CHANGES.md."

PARTS = {
    "sinch.core.application_events": {"ApplicationEventHandler"},
    "sinch.core.events": {"EventHandler"},
    "sinch.core.model": {"Model"},
    "sinch.core.options": {"RequestOptions"},
    "sinch.core.paging": {"Page"},
}
"""Modules with only some public names."""
SINGLE = (
    "sinch",
    "sinch.client",
    "sinch.configuration",
    "sinch.core.exceptions",
    "sinch.core.http",
    "sinch.core.retry",
    "sinch.otel",
    "sinch.regions",
    "sinch.testing",
    "sinch.text",
)
"""Public modules whose siblings and submodules are private."""
TREES = ("sinch.domains", "sinch_api")
"""Packages that are public with every module below them."""

PROTOCOL = frozenset(
    f"__{name}__"
    for name in ("init", "call", "enter", "exit", "iter", "next", "len", "getitem", "contains", "bool", "eq")
)
"""Special methods that users call, by syntax or by name."""

Definition = ast.ClassDef | ast.FunctionDef | ast.AnnAssign | ast.Assign


def render() -> str:
    """Return the whole list."""
    return "\n".join([HEAD, *sorted({line for name in public_modules() for line in module_lines(name)})]) + "\n"


@functools.cache
def public_modules() -> list[str]:
    """Return the names of all public modules."""
    found = [*PARTS, *SINGLE]
    for tree in TREES:
        top = source_path(tree)
        assert top is not None, tree
        for path in top.parent.rglob("*.py"):
            below = path.relative_to(top.parent).with_suffix("").parts
            parts = below[:-1] if below[-1] == "__init__" else below
            if not any(part.startswith("_") for part in parts):
                found.append(".".join([tree, *parts]))
    return sorted(found)


def source_path(module: str) -> Path | None:
    """Return the file of a module of ours; None for any other."""
    root = ROOT / "generated" if module.partition(".")[0] == "sinch_api" else ROOT
    if module.partition(".")[0] not in ("sinch", "sinch_api"):
        return None
    place = root.joinpath(*module.split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.exists()), None)


class Source:
    """What a module defines and imports at its top level, and where its imports come from."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.definitions: dict[str, list[Definition]] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        """By the name here: the module and the name there, which is empty for a module itself."""
        self.stars: list[str] = []
        for node in statements(ast.parse(text).body):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.imports[alias.asname or alias.name] = (alias.name, "")
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(node.module or "")
                    else:
                        self.imports[alias.asname or alias.name] = (node.module or "", alias.name)
            else:
                for name, definition in defined(node):
                    self.definitions.setdefault(name, []).append(definition)

    def find(self, name: str) -> tuple[Source, str] | None:
        """Return the module of ours that defines a name, and the name there; None for names from elsewhere."""
        if name in self.definitions:
            return self, name
        if name in self.imports:
            module, original = self.imports[name]
            source = load(module) if original else None
            return source.find(original) if source else None
        for module in self.stars:
            source = load(module)
            found = source.find(name) if source else None
            if found:
                return found
        return None

    def find_expression(self, node: ast.expr) -> tuple[Source, str] | None:
        """Return what an expression such as `Model`, `core.Model` or `Handler["Event"]` names, as `find` does."""
        if isinstance(node, ast.Subscript):
            return self.find_expression(node.value)
        if isinstance(node, ast.Name):
            return self.find(node.id)
        if isinstance(node, ast.Attribute):
            module, original = self.imports.get(ast.unparse(node.value), (ast.unparse(node.value), ""))
            source = load(f"{module}.{original}" if original else module)
            return source.find(node.attr) if source else None
        return None


@functools.cache
def load(module: str) -> Source | None:
    path = source_path(module)
    return Source(module, path.read_text(encoding="utf-8")) if path else None


def loaded(module: str) -> Source:
    source = load(module)
    assert source is not None, module
    return source


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements as a type checker sees them, without those that `if TYPE_CHECKING` hides from it."""
    for node in body:
        if isinstance(node, ast.If):
            test = ast.unparse(node.test).rpartition(".")[2]
            if "TYPE_CHECKING" not in test:
                yield from statements([*node.body, *node.orelse])
            else:
                yield from statements(node.orelse if ast.unparse(node.test).startswith("not ") else node.body)
        else:
            yield node


def defined(node: ast.stmt) -> Iterator[tuple[str, Definition]]:
    """Yield what a statement defines; type variables do not count."""
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        yield node.name, node
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, node
    elif isinstance(node, ast.Assign) and last_name(node.value) not in ("TypeVar", "ParamSpec"):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node


def last_name(node: ast.expr | None) -> str:
    """Return the last part of what is named, called or subscripted."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


# Modules


def public_names(module: str) -> list[str]:
    """Return the public names of a module: those in its `__all__`, or else everything that it defines."""
    if module in PARTS:
        return sorted(PARTS[module])
    exported = getattr(import_module(module), "__all__", None)
    if exported is not None:
        return sorted(exported)
    return sorted(name for name in loaded(module).definitions if not name.startswith("_") and name != "TYPE_CHECKING")


@functools.cache
def listed() -> frozenset[tuple[str, str]]:
    """Return the names that public modules define themselves, with their modules."""
    return frozenset(
        (module, name)
        for module in public_modules()
        for name in public_names(module)
        if name in loaded(module).definitions
    )


def module_lines(module: str) -> Iterator[str]:
    """Yield the lines of a public module."""
    source, running = loaded(module), import_module(module)
    yield f"{module} = module"
    for name in public_names(module):
        path = f"{module}.{name}"
        if path in public_modules():
            continue  # it has lines of its own
        exists = hasattr(running, name)
        found = source.find(name)
        if found is None:
            raise AssertionError(f"{path} is public, but its definition was not found")
        if found[0] is not source and (found[0].name, found[1]) in listed():
            lines = [f"{path} = {found[0].name}.{found[1]}"]
        else:
            lines = list(definition_lines(path, *found))
        yield from (line if exists else f"{line}  # for type checkers only" for line in lines)


def definition_lines(path: str, source: Source, name: str) -> Iterator[str]:
    """Yield the lines of a name, written as if it were defined at that path."""
    for node in source.definitions[name]:
        if isinstance(node, ast.ClassDef):
            yield from class_lines(path, source, node)
        elif isinstance(node, ast.FunctionDef):
            yield path + signature(source, node)
        else:
            yield path + value(source, node)


def value(source: Source, node: ast.AnnAssign | ast.Assign) -> str:
    """Return what follows the name of a constant, attribute or alias."""
    if isinstance(node, ast.AnnAssign):
        if last_name(node.annotation) == "TypeAlias" and node.value is not None:
            return f" = {annotation(source, node.value)}"
        written = annotation(source, node.annotation)
        return "" if written == "Final" else f": {written}"
    return f" = {default(source, node.value)}" if isinstance(node.value, ast.Name) else ""


# Classes


def class_lines(path: str, source: Source, node: ast.ClassDef) -> Iterator[str]:
    """Yield the lines of a class: its bases, and its members, including those inherited from private classes."""
    bases = [
        annotation(source, base)
        for base in node.bases
        if source.find_expression(base) is None or is_listed(source, base)
    ]
    bases += [f"{word.arg}={ast.unparse(word.value)}" for word in node.keywords if word.arg == "total"]
    yield f"{path} = class({', '.join(bases)})"
    for name, lines in members(source, node).items():
        yield from (f"{path}.{name}{line}" for line in lines)


def is_listed(source: Source, base: ast.expr) -> bool:
    found = source.find_expression(base)
    return found is not None and (found[0].name, found[1]) in listed()


def members(source: Source, node: ast.ClassDef) -> dict[str, list[str]]:
    """Return what follows the name of each public member, by the name."""
    found: dict[str, list[str]] = {}
    for base in reversed(node.bases):
        origin = source.find_expression(base)
        if origin and not is_listed(source, base):
            for definition in origin[0].definitions[origin[1]]:
                if isinstance(definition, ast.ClassDef):
                    found |= members(origin[0], definition)
    own: dict[str, list[str]] = {}
    for statement in statements(node.body):
        for name, definition in defined(statement):
            if name in PROTOCOL or not name.startswith("_"):
                line = member(source, definition)
                own.setdefault(name, []).extend([] if line is None else [line])
    for name, line in instance_attributes(source, node):
        own.setdefault(name, [line])
    if any(last_name(decorator) == "dataclass" for decorator in node.decorator_list):
        own.setdefault("__init__", [dataclass_signature(source, node)])
    return found | own


def member(source: Source, node: Definition) -> str | None:
    """Return what follows the name of a member; None for the setter of a property."""
    if isinstance(node, ast.ClassDef):
        return " = class"
    if isinstance(node, ast.FunctionDef):
        decorators = [last_name(decorator) for decorator in node.decorator_list]
        if "setter" in decorators or "deleter" in decorators:
            return None
        if {"property", "cached_property", "product_property"} & set(decorators):
            return f": {annotation(source, node.returns)}"
        return signature(source, node)
    called = node.value if isinstance(node.value, ast.Call) else None
    if called and called.args and last_name(called) == "field" and isinstance(node, ast.AnnAssign):
        return f"{value(source, node)}  # {', '.join(field_details(called))}"
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        return f" = {ast.unparse(node.value)}"
    return value(source, node)


def field_details(call: ast.Call) -> Iterator[str]:
    """Yield the wire name of a field of a model, and how it may be given."""
    yield ast.unparse(call.args[0])
    for word in sorted(call.keywords, key=lambda word: word.arg or ""):
        if word.arg == "const":
            yield f"const {ast.unparse(word.value)}"
        elif word.arg == "default":
            yield "optional"
        elif isinstance(word.value, ast.Constant) and word.value.value is True and word.arg:
            yield word.arg


def instance_attributes(source: Source, node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the public attributes that `__init__` sets, in the form of `member`."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            arguments = {each.arg: each.annotation for each in [*method.args.args, *method.args.kwonlyargs]}
            targets: list[ast.expr]
            written: ast.expr | None
            for statement in ast.walk(method):
                if isinstance(statement, ast.AnnAssign):
                    targets, written = [statement.target], statement.annotation
                elif isinstance(statement, ast.Assign):
                    targets = statement.targets
                    given = statement.value.id if isinstance(statement.value, ast.Name) else ""
                    written = arguments.get(given)
                else:
                    continue
                for target in targets:
                    name = ast.unparse(target)
                    if name.startswith("self.") and not name.startswith("self._"):
                        yield name.removeprefix("self."), f": {annotation(source, written)}" if written else ""


def dataclass_signature(source: Source, node: ast.ClassDef) -> str:
    """Return the signature of the `__init__` that `dataclass` generates."""
    parts = ["self"]
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and last_name(statement.annotation) != "ClassVar":
            assert isinstance(statement.target, ast.Name)
            part = f"{statement.target.id}: {annotation(source, statement.annotation)}"
            plain = not isinstance(statement.value, ast.Call)
            parts.append(
                part if statement.value is None else f"{part} = {default(source, statement.value) if plain else '...'}"
            )
    return f"({', '.join(parts)}) -> None"


# Signatures


def signature(source: Source, node: ast.FunctionDef) -> str:
    """Return the signature of a function as written, except for where its types are imported from."""
    returns = f" -> {annotation(source, node.returns)}" if node.returns else ""
    return parameters(source, node) + returns


def parameters(source: Source, node: ast.FunctionDef, first: str = "") -> str:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    parts = [first] if first else []
    for index, (argument, given) in enumerate(zip(positional, defaults, strict=True)):
        parts.append(parameter(source, argument, given))
        if index + 1 == len(arguments.posonlyargs):
            parts.append("/")
    if arguments.vararg:
        parts.append(f"*{parameter(source, arguments.vararg, None)}")
    elif arguments.kwonlyargs:
        parts.append("*")
    parts += [
        parameter(source, argument, given)
        for argument, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg:
        parts.append(f"**{parameter(source, arguments.kwarg, None)}")
    return f"({', '.join(parts)})"


def parameter(source: Source, argument: ast.arg, given: ast.expr | None) -> str:
    text = f"{argument.arg}: {annotation(source, argument.annotation)}" if argument.annotation else argument.arg
    return text if given is None else f"{text} = {default(source, given)}"


def annotation(source: Source, node: ast.expr | None) -> str:
    """Return a type without the modules that it is imported from, and without quotes."""
    return "" if node is None else ast.unparse(Unqualified(source, quoted=True).visit(copy(node)))


def default(source: Source, node: ast.expr) -> str:
    """Return a default value, without the modules that it is imported from."""
    return ast.unparse(Unqualified(source, quoted=False).visit(copy(node)))


def copy(node: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(node), mode="eval").body


class Unqualified(ast.NodeTransformer):
    """Removes where names come from: `t.Any`, `core.Maybe` and `Maybe as _Maybe` become `Any` and `Maybe`."""

    def __init__(self, source: Source, quoted: bool) -> None:
        self.source = source
        self.quoted = quoted
        """Whether texts are types in quotes."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        root = ast.unparse(node).partition(".")[0]
        return ast.Name(node.attr) if root == root.lower() else node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.source.imports.get(node.id, ("", ""))[1] or node.id)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if self.quoted and isinstance(node.value, str):
            unquoted: ast.expr = self.visit(ast.parse(node.value, mode="eval").body)
            return unquoted
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        values = self.visit(node.value)
        literal = last_name(node.value) == "Literal"
        return ast.Subscript(values, node.slice if literal else self.visit(node.slice))
