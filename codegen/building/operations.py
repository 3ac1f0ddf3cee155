"""Operations: parameters, body, responses, and the functions that prepare their calls."""

import re
from collections.abc import Mapping
from typing import Any

from openapi_python_client.parser.openapi import Endpoint

from codegen import naming, parser, words
from codegen.building.functions import functions
from codegen.building.paging import paging
from codegen.building.schemas import SchemaBuilder
from codegen.bundle import Json, join
from codegen.definitions import AliasDef, EnumDef, ModelDef, OperationDef, ParameterDef, UnionDef
from codegen.normalise.terms import FORM, JSON, Schema, SpecError
from codegen.products import OperationEntry, ProductFile
from codegen.sections import ProductError
from codegen.text import Code, Text
from codegen.value_types import (
    ANY,
    E164,
    PHONE_NUMBER,
    STRING,
    ConstType,
    ListType,
    MapType,
    NamedType,
    ScalarType,
    Type,
)


class OperationBuilder:
    """Builds operations, using the types of the schemas."""

    def __init__(self, schemas: SchemaBuilder, product: ProductFile) -> None:
        self._schemas = schemas
        self._product = product

    def operation(self, path: str, method: str, operation: Json, endpoint: Endpoint) -> OperationDef:
        """Build one operation from the spec and what the parser found."""
        operation_id = operation["operationId"]
        at = join("/paths", path, method)
        entry = self._product.operations[operation_id]
        found = {item.name.get_untrusted_value(): item for item in endpoint.query_parameters}
        names_shown = enumerate(item["name"] for item in operation["parameters"])
        parser.reject_losses(((f"{at}: parameter {wire}", parser.part(index)) for index, wire in names_shown), found)
        parameters = [
            (item, self._parameter(item, found[parser.part(index)], at, entry))
            for index, item in enumerate(operation["parameters"])
        ]
        _distinguish([(item["in"], parameter) for item, parameter in parameters], "requestBody" in operation)
        in_path = {item["name"]: parameter for item, parameter in parameters if item["in"] == "path"}
        for name in placeholders(path):
            if name not in in_path and name not in self._product.bound:
                raise SpecError(f"{at}: {path!r} has {{{name}}}, but there is no such parameter")
        names = {parameter.name for _, parameter in parameters}
        for _, parameter in parameters:
            further = self._product.aliases.get(parameter.name)
            parameter.aliases = [Code(alias) for alias in further if alias not in names]
        body, body_required, media_type = None, True, JSON
        if "requestBody" in operation:
            at_body = join(at, "requestBody")
            bodies = {each.prop.name.get_untrusted_value(): each.prop for each in endpoint.bodies}
            parser.reject_losses([(at_body, parser.BODY)], bodies)
            body = self._schemas.type(bodies[parser.BODY], _json_schema(operation["requestBody"]), at_body)
            body_required = operation["requestBody"]["required"] or _needs_fields(body)
            media_type = operation["requestBody"]["x-media-type"]
            if media_type == FORM and not _is_object(body):
                raise SpecError(f"{join(at, 'requestBody')}: a form must be an object")
        result, other_results, errors = self._responses(operation, endpoint, join(at, "responses"))
        built = OperationDef(
            id=Text(operation_id),
            name=Code(naming.function(operation_id)),
            tag=Text((operation.get("tags") or ["default"])[0]),
            method=Text(method.upper()),
            path=Text(path),
            summary=Text(operation.get("summary", "")),
            description=Text(operation.get("description", "")),
            deprecated=bool(operation.get("deprecated")),
            entry=entry,
            path_parameters=[in_path[name] for name in placeholders(path) if name not in self._product.bound],
            query_parameters=[parameter for item, parameter in parameters if item["in"] == "query"],
            header_parameters=[parameter for item, parameter in parameters if item["in"] == "header"],
            body=body,
            body_required=body_required,
            media_type=Text(media_type),
            result=result,
            other_results=other_results,
            errors=errors,
            authenticated=operation["x-authenticated"],
            servers=tuple(operation.get("x-servers", ())),
            security=tuple(operation.get("x-security", ())),
            paging=paging(entry, operation, body, result, f"{self._product.where}: operation {operation_id}: paging"),
            functions=[],
        )
        self._check_mask(built)
        self._check_idempotency(built)
        if entry.checked and body is None:
            raise ProductError(f"{self._product.where}: operation {operation_id}: checked: it has no body")
        built.functions = functions(built)
        return built

    def _check_mask(self, operation: OperationDef) -> None:
        """Raise an error unless the mask of an operation is a list of the fields that its body has."""
        wire = operation.entry.mask
        if wire is None:
            return
        at = f"{self._product.where}: operation {operation.id.value}: mask"
        found = next((item for item in operation.query_parameters if item.wire.value == wire), None)
        if found is None or not isinstance(found.type, ListType) or not _is_text(found.type.item) or found.required:
            raise ProductError(f"{at}: {wire!r} is not an optional query parameter that is an array of strings")
        if not isinstance(operation.body, NamedType) or not isinstance(operation.body.definition, ModelDef):
            raise ProductError(f"{at}: the body is not an object, so it has no fields to name")

    def _check_idempotency(self, operation: OperationDef) -> None:
        """Raise an error unless the idempotency key of an operation is an optional text in a header."""
        wire = operation.entry.idempotency
        found = next((item for item in operation.header_parameters if item.wire.value == wire), None)
        if wire is not None and (found is None or not _is_text(found.type) or found.required):
            at = f"{self._product.where}: operation {operation.id.value}: idempotency"
            raise ProductError(f"{at}: {wire!r} is not an optional header that is a string")

    def _parameter(self, data: Json, found: Any, at: str, entry: OperationEntry) -> ParameterDef:
        wire = data["name"]
        at = f"{at}: parameter {wire}"
        type_ = self._schemas.named(wire, _called(self._schemas.type(found, data["schema"], at)), data["schema"])
        deep, is_object = bool(data.get("x-deep")), data["in"] == "query" and _is_object(type_)
        if deep and not is_object:
            raise SpecError(f"{at}: only an object can be a deepObject")
        if not is_object and not _is_scalar(type_.item if isinstance(type_, ListType) else type_):
            raise SpecError(f"{at}: only scalars, enums and arrays of them can be a parameter, and objects in a query")
        if data["in"] == "path" and isinstance(type_, ListType):
            raise SpecError(f"{at}: only a scalar or an enum can be in a path")
        if is_object and (nested := _nested(type_, lists=deep)):
            raise SpecError(
                f"{at}: {nested} is not a scalar{', an enum or an array of them' if deep else ' or an enum'}"
            )
        name = entry.names.get(wire) or self._product.names.get(wire) or naming.attribute(wire)
        documented = {key: data[key] for key in ("description", "deprecated") if key in data}
        return ParameterDef(
            wire=Text(wire),
            name=Code(name),
            type=type_,
            required=data["required"],
            joined=(isinstance(type_, ListType) or (is_object and not deep)) and not data["explode"],
            deep=deep,
            description=words.field({**data["schema"], **documented}, self._schemas.description(data["schema"])),
        )

    def _responses(
        self, operation: Json, endpoint: Endpoint, at: str
    ) -> tuple[Type | None, dict[int, Type | None], dict[int | None, Type]]:
        """Return the type of successful responses, that of each success with another one, and those of errors.

        Where `default` is the only response, it is that of successes, too. Errors are by status; None stands for all
        others, and 4 and 5 for a range that differs from these.
        """
        found = {item.status_code.pattern: item.prop for item in endpoint.responses}
        parser.reject_losses(((join(at, status), status) for status in operation["responses"]), found)
        types: dict[str, Type | None] = {}
        for status, response in operation["responses"].items():
            types[status] = None
            if "content" in response:
                types[status] = self._schemas.type(found[status], _json_schema(response), join(at, status))
        successes = {status: types[status] for status in sorted(types) if status.startswith("2")}
        if not successes and types.keys() == {"default"}:
            successes = {"2XX": types["default"]}
        if not successes:
            raise SpecError(f"{at}: has no successful response")
        first = next((type_ for type_ in successes.values() if type_ is not None), None)
        result = successes.pop("2XX", first)
        others = {int(status): type_ for status, type_ in successes.items() if type_ != result}
        errors = {_status(status): type_ for status, type_ in types.items() if status[0] != "2" and type_ is not None}
        ranges = {key: errors.pop(key) for key in (4, 5, None) if key in errors}
        if ranges and all(type_ == next(iter(ranges.values())) for type_ in ranges.values()):
            ranges = {None: next(iter(ranges.values()))}
        return result, others, {**dict(sorted(errors.items())), **ranges}


def _status(text: str) -> int | None:
    """Return the number of a status, the first digit of a range, and None for `default`."""
    return None if text == "default" else int(text.upper().removesuffix("XX"))


def _distinguish(parameters: list[tuple[str, ParameterDef]], has_body: bool) -> None:
    """Rename parameters called like those of another place: `query_id` and `header_id` beside the `id` of the path."""
    taken = {"body": "body"} if has_body else {}
    for place, parameter in sorted(parameters, key=lambda item: ("path", "query", "header").index(item[0])):
        if taken.setdefault(parameter.name, place) != place:
            parameter.name = Code(f"{place}_{parameter.name}")
            taken.setdefault(parameter.name, place)


def placeholders(path: str) -> list[str]:
    """Return the names in braces in a path template."""
    return re.findall(r"\{([^{}]*)\}", path)


def _json_schema(holder: Mapping[str, Any]) -> Schema:
    schema: Schema = holder["content"]["application/json"]["schema"]
    return schema


def _called(type_: Type) -> Type:
    """Return what a type is another name of, unless that is an object or an enum."""
    while isinstance(type_, NamedType) and isinstance(type_.definition, AliasDef) and not type_.definition.recursive:
        type_ = type_.definition.target
    return ListType(_called(type_.item), type_.nullable) if isinstance(type_, ListType) else type_


def _is_scalar(type_: Type) -> bool:
    if isinstance(type_, NamedType):
        return isinstance(type_.definition, EnumDef)
    return isinstance(type_, (ScalarType, ConstType)) and type_ is not ANY


def _is_text(type_: Type) -> bool:
    if isinstance(type_, NamedType):
        return isinstance(type_.definition, EnumDef) and type_.definition.base is STRING
    return type_ in (STRING, PHONE_NUMBER, E164) or (isinstance(type_, ConstType) and type_.base is STRING)


def _is_object(type_: Type) -> bool:
    if isinstance(type_, NamedType):
        definition = type_.definition
        return isinstance(definition, (ModelDef, UnionDef)) or (
            isinstance(definition, AliasDef) and _is_object(definition.target)
        )
    return isinstance(type_, MapType)


def _nested(type_: Type, *, lists: bool) -> str | None:
    """Return the first field of an object that holds more than scalars, or lists of them, if there is one."""
    while isinstance(type_, NamedType) and isinstance(type_.definition, AliasDef):
        type_ = type_.definition.target
    fields = {"": type_.item} if isinstance(type_, MapType) else {}
    if isinstance(type_, NamedType) and isinstance(type_.definition, ModelDef):
        fields = {str(item.wire.value): item.type for item in type_.definition.given_fields}
    for name, field in fields.items():
        if not _is_scalar(field.item if lists and isinstance(field, ListType) else field):
            return name or "its value"
    return None


def _needs_fields(body: Type) -> bool:
    """Return whether a body has required fields, so that it is never left out."""
    model = body.definition if isinstance(body, NamedType) else None
    return isinstance(model, ModelDef) and any(item.required and not item.filled for item in model.given_fields)
