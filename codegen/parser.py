"""Run openapi-python-client, as a library, on a normalised spec.

It can lose things without failing. So this module checks that everything that went in came out, and treats each of its
warnings as an error unless the product file allows it.
"""

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import ParseError
from openapi_python_client.parser.openapi import Endpoint, EndpointCollection
from openapi_python_client.parser.properties import ModelProperty, Parameters, Property, Schemas, build_schemas
from openapi_python_client.schema import OpenAPI
from openapi_python_client.strings import PythonIdentifier
from pydantic import ValidationError

from codegen import naming
from codegen.bundle import Json, join
from codegen.normalise.terms import METHODS, Schema, SpecError, target
from codegen.products import ProductFile
from codegen.sections import ProductError

VERSION = "0.29.1"


@dataclass(frozen=True)
class Parsed:
    """What the parser made of a spec."""

    schemas: dict[str, Property]
    operations: list[tuple[str, str, Json, Endpoint]]
    """Path, method and description in the spec, and the parser's endpoint."""


def run(spec: Json, product: ProductFile) -> Parsed:
    """Parse a spec in normal form."""
    if openapi_python_client.__version__ != VERSION:
        raise SpecError(f"openapi-python-client must be {VERSION}, not {openapi_python_client.__version__}")
    operations = _operations(spec)
    try:
        document = OpenAPI.model_validate(_simplified(spec))
    except ValidationError as error:
        raise SpecError(str(error)) from None
    config = Config.from_sources(
        ConfigFile(literal_enums=True),
        MetaType.NONE,
        document_source=Path(product.spec),
        file_encoding="utf-8",
        overwrite=False,
        output_path=None,
    )
    components = (document.components and document.components.schemas) or {}
    try:
        schemas = build_schemas(components=components, schemas=Schemas(), config=config)
        with _models_uncopied():
            by_tag, schemas, parameters = EndpointCollection.from_data(
                data=document.paths,
                schemas=schemas,
                parameters=Parameters(),
                request_bodies={},
                responses={},
                config=config,
            )
    except RecursionError:
        raise SpecError("/components/schemas: arrays and maps lead too deeply through each other") from None
    in_tags = [error for collection in by_tag.values() for error in collection.parse_errors]
    _reject_warnings(product, [*schemas.errors, *parameters.errors, *in_tags])

    endpoints = {str(item.name): item for collection in by_tag.values() for item in collection.endpoints}
    by_pointer = {pointer.get_untrusted_value(): found for pointer, found in schemas.classes_by_reference.items()}
    pointers = {name: join("/components/schemas", name) for name in spec["components"]["schemas"]}
    reject_losses("operations", operations, endpoints)
    reject_losses("schemas", pointers.values(), by_pointer)
    return Parsed(
        schemas={name: by_pointer[pointer] for name, pointer in pointers.items()},
        operations=[(*operation, endpoints[name]) for name, operation in operations.items()],
    )


def _simplified(spec: Json) -> Json:
    """Return a spec without the names that the parser objects to.

    All parameters become query parameters called `0`, `1`, ...: their names and places are our own business. Arrays and
    maps that are a part of themselves hold anything there.
    """
    paths = {path.translate(_BRACES): _renamed(item) for path, item in spec["paths"].items()}
    schemas = spec["components"]["schemas"]
    parts = {name: _parts(schema) for name, schema in schemas.items() if not _is_class(schema)}
    cyclic = {name for name in parts if name in _reachable(name, parts)}
    cut = {name: _cut(schemas[name], cyclic) for name in cyclic}
    return {**spec, "paths": paths, "components": {"schemas": {**schemas, **cut}}}


def _is_class(schema: Schema) -> bool:
    return any(key in schema for key in ("properties", "enum", "x-union"))


def _parts(schema: Schema) -> list[str]:
    """Return the components that an array, a map or a reference refers to."""
    inner = [schema[key] for key in ("items", "additionalProperties") if key in schema]
    name = target(schema)
    return [*([] if name is None else [name]), *(part for each in inner for part in _parts(each))]


def _reachable(name: str, parts: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parts[name])
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += parts.get(part, [])
    return found


def _cut(schema: Schema, cyclic: set[str]) -> Schema:
    """Return a schema that refers to none of the components named."""
    if target(schema) in cyclic:
        return {}
    inner = {key: _cut(schema[key], cyclic) for key in ("items", "additionalProperties") if key in schema}
    return {**schema, **inner}


_BRACES = str.maketrans("{}", "<>")


def _renamed(item: Json) -> Json:
    renamed = {}
    for method, operation in item.items():
        found = enumerate(operation["parameters"])
        parameters = [{**parameter, "name": str(index), "in": "query"} for index, parameter in found]
        renamed[method] = {**operation, "parameters": parameters}
    return renamed


@contextmanager
def _models_uncopied() -> Iterator[None]:
    """Keep the parser from copying models, which it does for each operation, with all that they refer to.

    It copies an operation to sort its parameters; the models in it are none of them.
    """
    ModelProperty.__deepcopy__ = lambda self, memo: self  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del ModelProperty.__deepcopy__  # type: ignore[attr-defined]


def reject_losses(what: str, before: Iterable[str], after: Container[str]) -> None:
    """Raise an error if anything present before is missing afterwards."""
    lost = [name for name in before if name not in after]
    if lost:
        raise SpecError(f"the parser lost {what}: {', '.join(lost)}")


def _operations(spec: Json) -> dict[str, tuple[str, str, Json]]:
    """Return path, method and description of each operation, by the parser's name for it."""
    found: dict[str, tuple[str, str, Json]] = {}
    names: dict[str, str] = {}
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            operation_id = item[method]["operationId"]
            parsed = str(PythonIdentifier(operation_id, prefix="field_"))
            for name in {parsed, naming.snake(operation_id)}:
                if name in names:
                    raise SpecError(f"operations {names[name]} and {operation_id} would have the same name")
                names[name] = operation_id
            found[parsed] = (path, method, item[method])
    return found


def _reject_warnings(product: ProductFile, errors: Iterable[ParseError]) -> None:
    given = [" ".join(f"{error.header} {error.detail or ''}".split()) for error in errors]
    for warning in given:
        if warning not in product.warnings:
            raise SpecError(f"the parser warns: {warning}")
    for warning in product.warnings:
        if warning not in given:
            raise ProductError(f"{product.where}: warnings: the parser no longer gives the warning {warning}")
