"""Run openapi-python-client, as a library, on a normalised spec.

It is shown nothing that it could object to or take for something else: names of our own for whatever has a name, and
of the rest only what it makes types from. It can lose things without failing, so everything that went in must come out.
"""

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.openapi import Endpoint, EndpointCollection
from openapi_python_client.parser.properties import ModelProperty, Parameters, Property, Schemas, build_schemas
from openapi_python_client.schema import OpenAPI

from codegen.bundle import Json, join
from codegen.normalise.terms import Problem, Schema, SpecError, target

VERSION = "0.29.1"
BODY = "body"
"""What it calls the body of a request."""


@dataclass(frozen=True)
class Parsed:
    """What the parser made of a spec."""

    schemas: dict[str, Property]
    operations: list[tuple[str, str, Json, Endpoint]]
    """Path, method and description in the spec, and the parser's endpoint."""


def run(spec: Json) -> Parsed:
    """Parse a spec in normal form."""
    if openapi_python_client.__version__ != VERSION:
        raise SpecError(f"openapi-python-client must be {VERSION}, not {openapi_python_client.__version__}")
    shown = _Shown(spec)
    document = OpenAPI.model_validate(shown.document())
    config = Config.from_sources(
        ConfigFile(literal_enums=True),
        MetaType.NONE,
        document_source=Path("spec"),
        file_encoding="utf-8",
        overwrite=False,
        output_path=None,
    )
    components = (document.components and document.components.schemas) or {}
    try:
        schemas = build_schemas(components=components, schemas=Schemas(), config=config)
        with _models_uncopied():
            by_tag, schemas, _ = EndpointCollection.from_data(
                data=document.paths,
                schemas=schemas,
                parameters=Parameters(),
                request_bodies={},
                responses={},
                config=config,
            )
    except RecursionError:
        raise SpecError("/components/schemas: arrays and maps lead too deeply through each other") from None
    endpoints = {str(item.name): item for collection in by_tag.values() for item in collection.endpoints}
    found = {
        pointer.get_untrusted_value().rpartition("/")[2]: each for pointer, each in schemas.classes_by_reference.items()
    }
    reject_losses(((join("/components/schemas", name), shown_as) for name, shown_as in shown.schemas.items()), found)
    reject_losses(((join("/paths", *each[:2]), shown_as) for shown_as, each in shown.operations.items()), endpoints)
    return Parsed(
        schemas={name: found[shown_as] for name, shown_as in shown.schemas.items()},
        operations=[(*operation, endpoints[shown_as]) for shown_as, operation in shown.operations.items()],
    )


def part(index: int) -> str:
    """Return what the parser is shown as the name of a property of an object, or of a parameter of an operation."""
    return f"p{index}"


def reject_losses(wanted: Iterable[tuple[str, str]], found: Container[str]) -> None:
    """Raise an error that lists the places whose names are not found."""
    lost = [at for at, name in wanted if name not in found]
    if lost:
        raise SpecError.of(
            Problem(f"{at}: openapi-python-client makes nothing of it", SpecError.CORRECT) for at in lost
        )


class _Shown:
    """What the parser is shown of a spec: `s0`, `s1`, ... are its schemas, `o0`, `o1`, ... its operations.

    All parameters are in the query: their places are our own business. Arrays and maps that are a part of themselves
    hold anything there.
    """

    def __init__(self, spec: Json) -> None:
        self._schemas: dict[str, Schema] = spec["components"]["schemas"]
        self.schemas = {name: f"s{index}" for index, name in enumerate(self._schemas)}
        found = [(path, method, item[method]) for path, item in spec["paths"].items() for method in item]
        self.operations = {f"o{index}": each for index, each in enumerate(found)}
        parts = {name: _parts(schema) for name, schema in self._schemas.items() if not _is_class(schema)}
        self._cyclic = {name for name in parts if name in _reachable(name, parts)}

    def document(self) -> Json:
        """Return the whole of it."""
        schemas = {
            self.schemas[name]: self._schema(schema, self._cyclic if name in self._cyclic else frozenset())
            for name, schema in self._schemas.items()
        }
        paths = {
            f"/{name}": {method: self._operation(name, each)} for name, (_, method, each) in self.operations.items()
        }
        info = {"title": "spec", "version": "1"}
        return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}

    def _operation(self, name: str, operation: Json) -> Json:
        parameters = [
            {"name": part(index), "in": "query", "required": each["required"], "schema": self._schema(each["schema"])}
            for index, each in enumerate(operation["parameters"])
        ]
        responses = {status: self._content(each) for status, each in operation["responses"].items()}
        shown = {"operationId": name, "parameters": parameters, "responses": responses}
        return (
            {**shown, "requestBody": self._content(operation["requestBody"])} if "requestBody" in operation else shown
        )

    def _content(self, holder: Json) -> Json:
        content = {media: {"schema": self._schema(each["schema"])} for media, each in holder.get("content", {}).items()}
        return {"description": "", "content": content} if content else {"description": ""}

    def _schema(self, schema: Schema, without: Container[str] = frozenset()) -> Schema:
        """Return a schema as it is shown, without references to some components."""
        name = target(schema)
        if name is not None:
            return {} if name in without else {"$ref": f"#/components/schemas/{self.schemas.get(name, name)}"}
        if "x-union" in schema:
            return {"type": "object"}
        if "properties" in schema:
            names = {wire: part(index) for index, wire in enumerate(schema["properties"])}
            properties = {names[wire]: self._schema(sub) for wire, sub in schema["properties"].items()}
            return {
                "type": "object",
                "properties": properties,
                "required": [names[wire] for wire in schema.get("required", ())],
            }
        shown = {key: schema[key] for key in ("type", "format", "enum") if key in schema}
        inner = {key: self._schema(schema[key], without) for key in ("items", "additionalProperties") if key in schema}
        return {**shown, **inner}


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
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += parts.get(each, [])
    return found


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
