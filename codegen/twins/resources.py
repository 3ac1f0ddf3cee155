"""Resources: the classes of the domains that have an asynchronous twin, and what each of their methods does."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path

from codegen.twins.sources import Source

ROOTS = {"sinch.core.resource.Resource": "Resource", "sinch.core.resource.Product": "Product"}
"""The classes that make a class a resource, by their full names."""


class Does(Enum):
    """What a method does, which decides on what its twin is."""

    NOTHING = "no I/O: copied as it is"
    SENDS = "awaits a response: a coroutine function"
    PAGES = "returns a list that is asked for when it is awaited or iterated"


@dataclass
class Resource:
    """A class derived from Resource or Product."""

    source: Source
    node: ast.ClassDef
    base: "Resource | None"
    """The resource that it is derived from, if not from Resource or Product itself."""
    methods: dict[str, Does] = field(default_factory=dict)
    properties: dict[str, "Resource | None"] = field(default_factory=dict)
    """With the resource that a property returns, if it is one."""

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def twin(self) -> str:
        return f"Async{self.name}"

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Yield the functions of the class, overloads included."""
        yield from (item for item in self.node.body if isinstance(item, ast.FunctionDef))

    def does(self, name: str) -> Does | None:
        """Return what a method does, including inherited ones; None if it does not exist."""
        if name in self.methods:
            return self.methods[name]
        return self.base.does(name) if self.base else None

    def property(self, name: str) -> "Resource | None":
        """Return the resource that a property returns, an inherited one too."""
        if name in self.properties:
            return self.properties[name]
        return self.base.property(name) if self.base else None

    def has(self, name: str) -> bool:
        """Tell whether a name is a property or is set in the class, in its methods or in what it is derived from."""
        return name in self.properties or name in assigned(self.node) or bool(self.base and self.base.has(name))


class Domains:
    """All modules below `sinch/domains`, and the resources in them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        folder = root / "sinch" / "domains"
        self.products = sorted(path.parent.name for path in folder.glob("*/__init__.py"))
        self.sources = {
            source.module: source
            for product in self.products
            for source in (Source(path, root) for path in sorted((folder / product).rglob("*.py")))
        }
        self.resources: dict[str, Resource] = {}
        for source in self.sources.values():
            for node in source.tree.body:
                if isinstance(node, ast.ClassDef):
                    self._classify(f"{source.module}.{node.name}", (), node)
        for resource in self.resources.values():
            self._read(resource)

    def of(self, source: Source) -> list[Resource]:
        """Return the resources of a module, in their order."""
        found = [resource for resource in self.resources.values() if resource.source is source]
        return sorted(found, key=lambda resource: resource.node.lineno)

    def resource(self, source: Source, name: str) -> Resource | None:
        """Return the resource that a name means in a module, if it does."""
        return self.resources.get(self.full_name(source, name))

    def full_name(self, source: Source, name: str) -> str:
        """Return what a name means in a module: its module and its name there, through all re-exports."""
        imported = imports(source)
        if name not in imported:
            return f"{source.module}.{name}"
        module, original = imported[name]
        known = self.sources.get(module)
        return f"{module}.{original}" if known is None else self.full_name(known, original)

    def _classify(self, full_name: str, seen: tuple[str, ...], reference: ast.AST) -> Resource | None:
        """Add a class to the resources if it is one, after those that it is derived from."""
        if full_name in self.resources:
            return self.resources[full_name]
        module, _, name = full_name.rpartition(".")
        source = self.sources.get(module)
        node = _class(source, name)
        if source is None or node is None:
            return None
        if full_name in seen:
            raise source.error(reference, f"{name} is derived from itself")
        bases = [(base, self.full_name(source, base.id)) for base in node.bases if isinstance(base, ast.Name)]
        found = [self._classify(base, (*seen, full_name), node) for _, base in bases]
        if not any(found) and not any(base in ROOTS for _, base in bases):
            return None
        if len(node.bases) != 1 or node.keywords:
            raise source.error(node, f"{name} has other bases beside its resource, of which nothing is known")
        self.resources[full_name] = resource = Resource(source, node, found[0])
        return resource

    def _read(self, resource: Resource) -> None:
        for function in resource.functions():
            if is_property(function):
                returns = function.returns
                found = self.resource(resource.source, returns.id) if isinstance(returns, ast.Name) else None
                resource.properties[function.name] = found


def _class(source: Source | None, name: str) -> ast.ClassDef | None:
    body = source.tree.body if source else ()
    return next((node for node in body if isinstance(node, ast.ClassDef) and node.name == name), None)


@cache
def imports(source: Source) -> dict[str, tuple[str, str]]:
    """Return each name that a module imports from another, anywhere in it: that module, and the name there."""
    found = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update({alias.asname or alias.name: (node.module, alias.name) for alias in node.names})
    return found


def decorators(function: ast.FunctionDef) -> list[str]:
    """Return the names of the decorators of a function, without their arguments."""
    called = (item.func if isinstance(item, ast.Call) else item for item in function.decorator_list)
    return [ast.unparse(item).rpartition(".")[2] for item in called]


def is_property(function: ast.FunctionDef) -> bool:
    """Tell whether a function is read as an attribute."""
    return bool({"property", "cached_property"} & set(decorators(function)))


def assigned(node: ast.ClassDef) -> set[str]:
    """Return the names that are set in the body of a class, or on `self` in its methods."""
    names = {name for item in node.body for name in targets(item)}
    attributes = (item for item in ast.walk(node) if isinstance(item, ast.Attribute))
    return names | {item.attr for item in attributes if isinstance(item.ctx, ast.Store) and is_name(item.value, "self")}


def targets(statement: ast.stmt) -> Iterable[str]:
    """Return the names that an assignment sets."""
    if isinstance(statement, ast.Assign):
        return [node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    if isinstance(statement, (ast.AnnAssign, ast.AugAssign)) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def is_name(node: ast.AST | None, name: str) -> bool:
    """Tell whether a node is a certain name."""
    return isinstance(node, ast.Name) and node.id == name
