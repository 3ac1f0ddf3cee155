"""Render the templates: text of a spec is only printed as a literal or docstring made by a filter."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from codegen import exceptions
from codegen.definitions import ApiDef, EnumDef, OperationDef, UnionDef
from codegen.naming import attribute, pascal
from codegen.printable import RenderError, docstring, literal, method_docstring, operation_docstring, plain
from codegen.products import ProductFile
from codegen.services import ServiceDef, service_of
from codegen.sharing import dictionaries
from codegen.text import Code, Text
from codegen.value_types import OUTSIDE

MODULES = ("__init__", "exceptions", "service", "kinds", "models", "params", "operations", "client")


def render(
    api: ApiDef, product: ProductFile, services: list[ServiceDef], signature: dict[str, Any] | None
) -> dict[str, str]:
    """Return the modules of a product's package by file name, before formatting."""
    templates = environment()
    models = sorted(item.name for item in [*api.models, *api.enums, *api.unions, *api.aliases, *api.shared])
    errors = exceptions.names(product)
    if taken := set(models) & set(errors):
        raise RenderError(f"{product.where}: exception: {sorted(taken)} are already schemas of the API")
    context = {
        "api": api,
        "product": product,
        "source": Code(plain(f"specs/{product.spec}")),
        "products_file": Code(plain(f"codegen/products/{product.file}")),
        "title": Code(product.title),
        "package": Code(product.package),
        "client": Code(product.client),
        "shares": Code(product.shares) if product.shares else None,
        "shared_with": [Code(each.package) for each in product.shared_with],
        "any": Code("Any"),
        "event": _event(api, product),
        "services": services,
        "service_of": lambda operation: service_of(operation, services),
        "signature": [(Code(key), Text(signature[key])) for key in sorted(signature)] if signature else None,
        "groups": _groups(api),
        "models": models,
        "shared": [
            (Code("kinds"), [item.name for item in api.shared if not isinstance(item, EnumDef)]),
            (Code("models"), [item.name for item in api.shared]),
            (Code("params"), dictionaries(api)),
        ],
        "exceptions": exceptions.of(product, api),
        "exception_names": errors,
        "exports": sorted([*models, *errors]),
    }
    modules = [*MODULES, *(["webhooks"] if signature else [])]
    return {f"{module}.py": templates.get_template(f"{module}.py.jinja").render(context) for module in modules}


def render_origins(origins: dict[str, str], regions: dict[str, tuple[str, ...]]) -> str:
    """Return the module with the addresses of all APIs, before formatting."""
    template = environment().get_template("origins.py.jinja")
    return template.render(
        origins=[(Code(name), Text(url)) for name, url in origins.items()],
        regions=[(Text(name), [Text(value) for value in values]) for name, values in regions.items()],
    )


def _groups(api: ApiDef) -> list[tuple[Code, Code, Text, list[OperationDef]]]:
    """Return the attribute, class and tag of each group of operations, in the order of the spec."""
    groups: dict[str, list[OperationDef]] = {}
    for operation in api.operations:
        groups.setdefault(str(operation.tag.value), []).append(operation)
    return [(Code(attribute(tag)), Code(pascal(tag)), Text(tag), operations) for tag, operations in groups.items()]


def _event(api: ApiDef, product: ProductFile) -> Code | None:
    for definition in [*api.unions, *api.models]:
        if definition.schema == product.event:
            return definition.kind(OUTSIDE)
    return None


def _printable(value: Any) -> str:
    if isinstance(value, Code):
        return value
    raise RenderError(f"a template prints a {type(value).__name__}, which has not passed a filter: {value!r}")


@cache
def environment() -> jinja2.Environment:
    """Return what reads the templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=jinja2.StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    made.filters = {
        "literal": literal,
        "docstring": docstring,
        "params_docstring": lambda model: docstring(model.description.value or f"The fields of {model.name}.", 4),
        "json_docstring": lambda model: docstring(f"{model.name}Dict as the API spells it.", 4),
        "tag_docstring": lambda tag: docstring(f"Operations tagged {tag.value}.", 4),
        "origin_docstring": lambda url: docstring(f"Instead of `{url.value}`.", 8),
        "alternatives": lambda models, suffix="": Code(" | ".join(f"{model.name}{suffix}" for model in models)),
        "length": len,
    }
    made.globals = {"operation_docstring": operation_docstring, "method_docstring": method_docstring}
    made.tests["union"] = lambda definition: isinstance(definition, UnionDef)
    return made
