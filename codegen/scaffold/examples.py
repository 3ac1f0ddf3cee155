"""Examples: a call of a method, with the values that the spec has as examples, else with invented ones."""

from typing import Any

from codegen.bundle import Json, resolve
from codegen.definitions import AliasDef, ArgumentDef, EnumDef, ModelDef, UnionDef
from codegen.printable import literal
from codegen.scaffold.layout import MethodDef
from codegen.text import Code
from codegen.value_types import (
    BASE64,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    NUMBER,
    ConstType,
    Definition,
    ListType,
    MapType,
    NamedType,
    Type,
)

_INVENTED: dict[Type, Any] = {
    INTEGER: 1,
    NUMBER: 1.0,
    BOOLEAN: True,
    DATETIME: "2030-01-01T00:00:00Z",
    DATE: "2030-01-01",
    DECIMAL: "1.0",
    BASE64: "AQIDBA==",
}


class Examples:
    """The examples of a spec; `document` is the spec before it is normalised."""

    def __init__(self, document: Json) -> None:
        self._document = document

    def call(self, method: MethodDef) -> Code:
        """Return the call of a method as an expression: `client.x.things.get("a1")`."""
        given = self.values(method)
        parts = []
        for position, argument in enumerate(method.function.arguments):
            if argument.name in given:
                value = literal(given[argument.name])
                in_place = position < method.function.positional
                parts.append(value if in_place else f"{argument.name}={value}")
        return Code(f"client.{method.full_name}({', '.join(parts)})")

    def values(self, method: MethodDef, *, every: bool = False) -> dict[str, Any]:
        """Return the values of the arguments: all that are required, and those of the body's example, or every one."""
        body = self._body_arguments(method)
        parameters = {(parameter["in"], parameter["name"]): parameter for parameter in self._parameters(method)}
        found: dict[str, Any] = {}
        for _, place, in_place in method.operation.parameters:
            for parameter in in_place:
                data = parameters[place, str(parameter.wire.value)]
                example = _example_of(data)
                if example is None:
                    example = _example_of(self._followed(data.get("schema", {})))
                if example is not None and (every or parameter.required):
                    body.setdefault(parameter.name, example)
        for argument in method.function.arguments:
            if argument.name in body:
                found[argument.name] = body[argument.name]
            elif every or argument.required:
                found[argument.name] = _invented(argument)
        return found

    def response(self, method: MethodDef) -> str:
        """Return how the spec describes the successful response."""
        responses = self._operation(method).get("responses", {})
        described = [self._followed(node) for status, node in responses.items() if status.startswith("2")]
        return str(described[0].get("description", "")) if described else ""

    def _body_arguments(self, method: MethodDef) -> dict[str, Any]:
        example = self._body(method)
        function = method.function
        if example is None:
            return {}
        type_ = method.operation.body
        if function.whole and type_ is not None:
            return {"body": _python(type_, example)}
        model = function.variant or (type_.definition if isinstance(type_, NamedType) else None)
        if not isinstance(model, ModelDef) or not isinstance(example, dict) or function.fields is None:
            return {}
        given = _model_values(model, example)
        return {function.fields[Code(name)]: value for name, value in given.items() if name in function.fields}

    def _body(self, method: MethodDef) -> Any:
        """Return the first example of the body, of that variant which the method takes."""
        body = self._followed(self._operation(method).get("requestBody", {}))
        media: Json = next(iter(body.get("content", {}).values()), {})
        examples = [media["example"]] if "example" in media else []
        examples += [self._followed(entry).get("value") for entry in media.get("examples", {}).values()]
        examples += [_example_of(self._followed(media.get("schema", {})))]
        wanted = method.function.discriminator_value
        for example in examples:
            if wanted is None or (isinstance(example, dict) and wanted.value in example.values()):
                return example
        return None

    def _operation(self, method: MethodDef) -> Json:
        item = self._document["paths"][str(method.operation.path.value)]
        return item[str(method.operation.method.value).lower()]

    def _parameters(self, method: MethodDef) -> list[Json]:
        item = self._document["paths"][str(method.operation.path.value)]
        own = self._operation(method).get("parameters", [])
        return [self._followed(node) for node in [*item.get("parameters", []), *own]]

    def _followed(self, node: Json) -> Json:
        while "$ref" in node:
            node = resolve(self._document, node["$ref"].removeprefix("#"))
        return node


def _example_of(node: Json) -> Any:
    """Return the example that a parameter or schema has."""
    if "example" in node:
        return node["example"]
    examples = node.get("examples")
    if isinstance(examples, dict):
        return next((entry.get("value") for entry in examples.values()), None)
    return examples[0] if examples else None


def _python(type_: Type, value: Any) -> Any:
    """Return a value of the wire with the names that it has in Python."""
    if isinstance(type_, NamedType):
        definition = type_.definition
        if isinstance(definition, AliasDef):
            return _python(definition.target, value)
        if isinstance(definition, ModelDef) and isinstance(value, dict):
            return _model_values(definition, value)
        if isinstance(definition, UnionDef) and isinstance(value, dict):
            return _union_values(definition, value)
    if isinstance(type_, ListType) and isinstance(value, list):
        return [_python(type_.item, entry) for entry in value]
    if isinstance(type_, MapType) and isinstance(value, dict):
        return {key: _python(type_.item, entry) for key, entry in value.items()}
    return value


def _model_values(model: ModelDef, value: dict[str, Any]) -> dict[str, Any]:
    fields = {str(item.wire.value): item for item in model.fields}
    return {
        str(fields[key].name) if key in fields else key: _python(fields[key].type, entry) if key in fields else entry
        for key, entry in value.items()
    }


def _union_values(union: UnionDef, value: dict[str, Any]) -> dict[str, Any]:
    for told, model in union.variants:
        if (union.key is not None and value.get(str(union.key.value)) == told.value) or (
            union.key is None and str(told.value) in value
        ):
            return _model_values(model, value) if isinstance(model, ModelDef) else _union_values(model, value)
    return value


class _EndlessError(Exception):
    """A value would have to hold another one of its own kind."""


def _invented(argument: ArgumentDef) -> Any:
    try:
        return _invented_value(argument.type, argument.name)
    except _EndlessError:
        return {}  # no value is finite, so that none is right


def _invented_value(type_: Type, name: str, within: tuple[Definition, ...] = ()) -> Any:
    """Return some value of a type: for text, what it stands for; `within` are the schemas that it is a part of."""
    if isinstance(type_, ConstType):
        return type_.value.value
    if isinstance(type_, (ListType, MapType)):
        try:
            item = _invented_value(type_.item, name, within)
        except _EndlessError:
            return [] if isinstance(type_, ListType) else {}
        return [item] if isinstance(type_, ListType) else {"key": item}
    if isinstance(type_, NamedType):
        return _invented_of(type_.definition, name, within)
    return _INVENTED.get(type_, f"the {name.replace('_', ' ').strip()}")


def _invented_of(definition: Definition, name: str, within: tuple[Definition, ...]) -> Any:
    """Return some value of a named schema."""
    if any(definition is other for other in within):
        raise _EndlessError
    within = (*within, definition)
    if isinstance(definition, AliasDef):
        return _invented_value(definition.target, name, within)
    if isinstance(definition, EnumDef):
        return definition.values[0].value
    if isinstance(definition, UnionDef):
        for member in definition.members:
            try:
                return _invented_of(member, name, within)
            except _EndlessError:
                continue
        raise _EndlessError
    fields = definition.given_fields if isinstance(definition, ModelDef) else []
    return {str(item.name): _invented_value(item.type, item.name, within) for item in fields if item.required}
