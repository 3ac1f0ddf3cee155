"""Packages: the `__init__.py` of a product, which offers the twins of what the domain's offers."""

import ast

from codegen.twins.docstrings import Docstrings
from codegen.twins.modules import AIO, DOMAINS, Imports, header
from codegen.twins.resources import Domains, Resource, imports, targets
from codegen.twins.sources import Edits, Source


def twin(source: Source, domains: Domains, docstrings: Docstrings) -> str:
    """Return the twin of the `__init__.py` of a product, before formatting."""
    offered = {name: resource for name in imports(source) if (resource := domains.resource(source, name)) is not None}
    edits = Edits(source.text)
    imported = Imports(source, domains)
    docstrings.edit(source.tree, edits, imported.renamed)
    listed: list[str] = []
    for node in source.tree.body:
        if "_LAZY_IMPORTS" in targets(node) and isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            listed += _edit_table(source, node.value, offered, edits)
        elif "__all__" in targets(node) and isinstance(node, ast.Assign):
            for text in _texts(node):
                listed.append(str(text.value))
                if resource := offered.get(str(text.value)):
                    edits.replace(source.span(text), _quoted(resource.twin))
        else:
            _edit_rest(source, node, imported, offered, edits)
    for name, resource in offered.items():
        if listed.count(name) != 2:
            raise source.error(1, f"{resource.name} must be in both __all__ and _LAZY_IMPORTS, under its own name")
    return header(source) + edits.apply()


def _edit_table(source: Source, table: ast.Dict, offered: dict[str, Resource], edits: Edits) -> list[str]:
    names = []
    for key, value in zip(table.keys, table.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(value, ast.Constant):
            raise source.error(table, "_LAZY_IMPORTS must be a dictionary of texts")
        names.append(str(key.value))
        if resource := offered.get(str(key.value)):
            edits.replace(source.span(key), _quoted(resource.twin))
            edits.replace(source.span(value), _quoted(str(value.value).replace(DOMAINS, AIO, 1)))
    return names


def _edit_rest(
    source: Source, statement: ast.stmt, imported: Imports, offered: dict[str, Resource], edits: Edits
) -> None:
    for node in ast.walk(statement):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imported.edit(node, edits)
        elif isinstance(node, ast.Name) and node.id in offered:
            raise source.error(node, f"{node.id} is only understood in imports, __all__ and _LAZY_IMPORTS")
        elif isinstance(node, ast.ClassDef):
            raise source.error(node, "the __init__.py of a product only exports")


def _texts(node: ast.AST) -> list[ast.Constant]:
    return [item for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def _quoted(text: str) -> str:
    """Return a literal of text, in double quotes."""
    return f'"{text}"'
