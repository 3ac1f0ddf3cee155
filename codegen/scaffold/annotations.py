"""Annotations: types written as the modules of a domain write them, and the imports that they need."""

import ast
from collections.abc import Mapping

from codegen.text import Code

# Where a domain has the names from that generated annotations know under a prefix; `{}` is the generated package.
_PREFIXES = {
    "abc": "collections.abc",
    "t": "typing",
    "dt": "datetime",
    "decimal": "decimal",
    "models": "sinch_api.{}",
    "params": "sinch_api.{}.params",
}
_EXTENSIONS = frozenset({"Unpack"})

OPERATIONS = "operations"
_AT_RUN_TIME = frozenset({"UNSET", OPERATIONS})

# What modules of a domain import by these names, so that a model of the same name has to be called otherwise.
_OWN = {
    "Maybe": "sinch.core.unset",
    "UNSET": "sinch.core.unset",
    "SequenceNotStr": "sinch.core.sequences",
    "Page": "sinch.core.paging",
    "RequestOptions": "sinch.core.options",
    "Resource": "sinch.core.resource",
    "Product": "sinch.core.resource",
    "ServiceDefinition": "sinch.core.service",
    "Any": "typing",
    "ClassVar": "typing",
    "Literal": "typing",
    "Unpack": "typing_extensions",
    "Mapping": "collections.abc",
    "Sequence": "collections.abc",
    "datetime": "datetime",
    "date": "datetime",
    "Decimal": "decimal",
    "TYPE_CHECKING": "typing",
}


class Imports:
    """The names that a module of a domain has at hand, and those that it has to import yet.

    Args:
        known: what the module imports already: local name -> (module, name there).
        taken: names that mean something else in it.
        methods: names of methods, which hide builtins from the annotations of their class.

    """

    def __init__(
        self,
        known: Mapping[str, tuple[str, str]] | None = None,
        taken: frozenset[str] = frozenset(),
        methods: frozenset[str] = frozenset(),
    ) -> None:
        self._known = dict(known or {})
        self._taken = taken
        self._methods = methods
        self.needed: dict[str, tuple[str, str]] = {}
        """By local name, what has to be imported."""

    def local(self, annotation: Code, package: str) -> Code:
        """Return an annotation of a generated package as the domain writes it.

        `core.Maybe[abc.Sequence[models.Status]] = core.UNSET` is two of them: `Maybe[Sequence[Status]]` and `UNSET`.
        """
        tree = ast.parse(annotation, mode="eval")
        return Code(ast.unparse(_Local(self, package).visit(tree)))

    def name(self, module: str, name: str) -> Code:
        """Return what a name is called in the module, having made sure that it is imported."""
        for local, home in {**self._known, **self.needed}.items():
            if home == (module, name):
                return Code(local)
        taken = {*self._known, *self.needed, *self._taken}
        local = name
        if name in taken or _OWN.get(name, module) != module:
            local = f"{name}Model"
            while local in taken:
                local += "_"
        self.needed[local] = (module, name)
        return Code(local)

    def operations(self, package: str) -> Code:
        """Return what the operations of a generated package are called in the module, having imported them."""
        home = (f"sinch_api.{package}", OPERATIONS)
        for local, known in {**self._known, **self.needed}.items():
            if known == home:
                return Code(local)
        taken = OPERATIONS in {*self._known, *self.needed}
        local = f"{package}_{OPERATIONS}" if taken else OPERATIONS
        self.needed[local] = home
        return Code(local)

    def prefixed(self, prefix: str, name: str, package: str) -> Code | None:
        """Return what a name that generated code has under a prefix is called in the module."""
        if prefix == "core":
            return self.name(_OWN[name], name)
        if prefix not in _PREFIXES:
            return None
        module = "typing_extensions" if name in _EXTENSIONS else _PREFIXES[prefix].format(package)
        return self.name(module, name)

    def at_run_time(self) -> dict[str, tuple[str, str]]:
        """Return what has to be imported for more than annotations."""
        return {local: home for local, home in self.needed.items() if home[1] in _AT_RUN_TIME}

    def for_checkers(self) -> dict[str, tuple[str, str]]:
        """Return what has to be imported for annotations only."""
        return {local: home for local, home in self.needed.items() if home[1] not in _AT_RUN_TIME}

    def builtin(self, name: str) -> Code | None:
        """Return how to name a builtin that a method of the class hides; None if it is not hidden."""
        if name not in self._methods:
            return None
        if "builtins" not in self._known:
            self.needed["builtins"] = ("builtins", "")
        return Code(f"builtins.{name}")


class _Local(ast.NodeTransformer):
    def __init__(self, imports: Imports, package: str) -> None:
        self._imports = imports
        self._package = package

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        prefix = node.value.id if isinstance(node.value, ast.Name) else ""
        local = self._imports.prefixed(prefix, node.attr, self._package)
        return node if local is None else ast.Name(local, ast.Load())

    def visit_Name(self, node: ast.Name) -> ast.AST:
        local = self._imports.builtin(node.id)
        return node if local is None else ast.parse(local, mode="eval").body


def statements(needed: Mapping[str, tuple[str, str]]) -> list[Code]:
    """Return the import statements for these names, one each."""
    found = []
    for local, (module, name) in needed.items():
        if not name:
            found.append(Code(f"import {module}"))
        else:
            found.append(Code(f"from {module} import {name}{f' as {local}' if local != name else ''}"))
    return found
