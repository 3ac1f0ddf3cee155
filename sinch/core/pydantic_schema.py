"""What pydantic, and with it FastAPI, knows of models and pages. Only pydantic loads this module.

A value of a model is an object of its class, or a mapping as `model_validate` takes it; of a mapping, required fields
and the kinds of its own fields are checked. It is written as the JSON that it is, and described with the API's names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pydantic_core import core_schema

from sinch.core import kinds
from sinch.core.exceptions import ArgumentError
from sinch.core.model import Field, Model, Ref, Union

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from sinch.core.paging import BasePage


def model_schema(model: type[Model]) -> core_schema.CoreSchema:
    """Return how pydantic validates and writes a model."""

    def validate(value: Any) -> Model:
        if isinstance(value, model):
            return value
        if isinstance(value, Model) or not isinstance(value, Mapping):
            raise ValueError(f"must be a {model.__name__} or a dictionary, not {type(value).__name__}")
        made = model.model_validate(value)
        for item in model.model_fields.values():
            _check(made, item)
        return made

    return core_schema.no_info_plain_validator_function(
        validate,
        ref=_reference(model)["schema_ref"],
        serialization=core_schema.plain_serializer_function_ser_schema(dict, when_used="json"),
    )


def model_json_schema(model: type[Model], handler: GetJsonSchemaHandler) -> dict[str, Any]:
    """Return the JSON schema of a model; those that it refers to become definitions of their own."""
    reachable = list(_reachable(model, {}))
    described = core_schema.definitions_schema(_reference(model), [_described(each) for each in reachable])
    schema = handler(described)
    for each in reachable:
        text = {"title": each.__name__} | ({"description": each.__doc__} if each.__doc__ and each is not Model else {})
        handler.resolve_ref_schema(handler(_reference(each))).update(text)
    return schema


def page_schema(page: type[BasePage[Any]], source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Return how pydantic treats a page: as the list of its items, of which it asks the API for no more."""
    (item, *_) = get_args(source) or (Any,)
    items = core_schema.list_schema(handler.generate_schema(item))
    content: Callable[[BasePage[Any]], list[Any]] = page.content
    return core_schema.json_or_python_schema(
        items,
        core_schema.is_instance_schema(page),
        serialization=core_schema.plain_serializer_function_ser_schema(content, return_schema=items),
    )


def _check(model: Model, item: Field) -> None:
    """Reject what constructing the model would; but an integer may come as text, since some servers write it so."""
    value = model.get(item.wire)
    if value is None:
        if item.required:
            raise ValueError(f"{item.attr} is required")
    elif item.const is not None and value != item.const:
        raise ValueError(f"{item.attr} must be {item.const!r}")
    else:
        try:
            item.kind.check(item.attr, value)
        except ArgumentError:
            if not isinstance(value, str) or not isinstance(item.kind.load(value), int):
                raise


def _reachable(model: type[Model], found: dict[type[Model], None]) -> dict[type[Model], None]:
    if model not in found:
        found[model] = None
        for item in model.model_fields.values():
            for each in _models(item.kind):
                _reachable(each, found)
    return found


def _models(kind: kinds.Kind) -> Iterator[type[Model]]:
    if isinstance(kind, Ref):
        yield kind.model
    elif isinstance(kind, Union):
        for variant in kind.variants.values():
            yield from _models(variant)
    elif isinstance(kind, (kinds.ListOf, kinds.MapOf)):
        yield from _models(kind.item)


def _reference(model: type[Model]) -> core_schema.DefinitionReferenceSchema:
    return core_schema.definition_reference_schema(f"{model.__module__}.{model.__qualname__}:{id(model)}")


def _described(model: type[Model]) -> core_schema.CoreSchema:
    fields = {
        item.wire: core_schema.typed_dict_field(_value(item), required=item.required)
        for item in model.model_fields.values()
    }
    return core_schema.typed_dict_schema(fields, ref=_reference(model)["schema_ref"], extra_behavior="allow")


def _value(item: Field) -> core_schema.CoreSchema:
    schema = _kind(item.kind) if item.const is None else core_schema.literal_schema([item.const])
    return core_schema.nullable_schema(schema) if item.nullable else schema


def _kind(kind: kinds.Kind) -> core_schema.CoreSchema:
    if isinstance(kind, Ref):
        return _reference(kind.model)
    if isinstance(kind, Union):
        return core_schema.union_schema([_reference(model) for model in dict.fromkeys(_models(kind))])
    if isinstance(kind, kinds.ListOf):
        return core_schema.list_schema(_kind(kind.item))
    if isinstance(kind, kinds.MapOf):
        return core_schema.dict_schema(core_schema.str_schema(), _kind(kind.item))
    make: Callable[[], core_schema.CoreSchema] = _SCALARS.get(kind, core_schema.str_schema)
    return make()


_SCALARS: dict[kinds.Kind, Callable[[], core_schema.CoreSchema]] = {
    kinds.ANY: core_schema.any_schema,
    kinds.INTEGER: core_schema.int_schema,
    kinds.NUMBER: core_schema.float_schema,
    kinds.BOOLEAN: core_schema.bool_schema,
    kinds.DATETIME: core_schema.datetime_schema,
    kinds.DATE: core_schema.date_schema,
}
"""Kinds that are not text in JSON, or text of a format."""
