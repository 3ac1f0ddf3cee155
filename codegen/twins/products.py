"""Products: the class that gives the asynchronous client its products, derived from the properties of `SinchClient`."""

import ast
from dataclasses import dataclass
from pathlib import Path

from codegen.twins.docstrings import Docstrings
from codegen.twins.modules import Imports, header
from codegen.twins.resources import Domains, Resource, decorators, imports
from codegen.twins.sources import Edits, Source

_HEAD = '''"""The products of the asynchronous client; they load when touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.base_client import BaseClient, product_property

if TYPE_CHECKING:
    from sinch.core.async_session import AsyncSession  # noqa: F401 - named in quotes
{imports}

class AsyncProducts(BaseClient["AsyncSession"]):
    """The products of `AsyncSinchClient`."""
'''


@dataclass(frozen=True)
class Product:
    """A property of the client."""

    function: ast.FunctionDef
    resource: Resource
    offered: str
    """The package that offers the class of the product."""


class Client:
    """The synchronous client, in `sinch/client.py`."""

    def __init__(self, root: Path, domains: Domains) -> None:
        self.source = source = Source(root / "sinch" / "client.py", root)
        self._domains = domains
        found = [node for node in source.tree.body if isinstance(node, ast.ClassDef) and node.name == "SinchClient"]
        if len(found) != 1:
            raise source.error(1, "class SinchClient is missing")
        self.products = {
            item.name: self._product(item)
            for item in found[0].body
            if isinstance(item, ast.FunctionDef) and "product_property" in decorators(item)
        }

    def classes(self) -> dict[str, str]:
        """Return the full name of the class of each product by its name on the client."""
        return {
            name: f"{product.resource.source.module}.{product.resource.name}" for name, product in self.products.items()
        }

    def twin(self) -> str:
        """Return the module of the products of the asynchronous client, before formatting."""
        docstrings = Docstrings(self.source, self._domains, self.classes())
        renamed = {product.resource.name: product.resource.twin for product in self.products.values()}
        edits = Edits(self.source.text)
        imported = Imports(self.source, self._domains)
        for product in self.products.values():
            docstrings.edit(product.function, edits, renamed)
            for node in ast.walk(product.function):
                if isinstance(node, ast.ImportFrom):
                    imported.edit(node, edits)
                elif isinstance(node, ast.Name) and node.id in renamed:
                    edits.replace(self.source.span(node), renamed[node.id], node.id)
        lines = [
            f"    from {product.offered.replace('sinch.domains', 'sinch.aio', 1)} import {product.resource.twin}\n"
            for product in self.products.values()
        ]
        pieces = [self._piece(edits, product.function) for product in self.products.values()]
        return header(self.source) + "\n".join([_HEAD.format(imports="".join(lines)), *pieces])

    def _product(self, function: ast.FunctionDef) -> Product:
        returns = function.returns
        resource = self._domains.resource(self.source, returns.id) if isinstance(returns, ast.Name) else None
        if resource is None or not isinstance(returns, ast.Name):
            problem = f"{function.name} must be annotated to return the class of a product"
            raise self.source.error(function, problem)
        expected = f"return {resource.name}(self)"
        statements = [item for item in function.body if not isinstance(item, (ast.Expr, ast.ImportFrom))]
        if [ast.unparse(item) for item in statements] != [expected]:
            raise self.source.error(function, f"{function.name} must import {resource.name} and {expected}")
        return Product(function, resource, imports(self.source)[returns.id][0])

    def _piece(self, edits: Edits, function: ast.FunctionDef) -> str:
        """Return the edited text of a property."""
        first = min(item.lineno for item in function.decorator_list)
        start, end = self.source.line(first), self.source.line((function.end_lineno or first) + 1)
        return edits.apply(start, end)
