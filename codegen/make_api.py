"""Make of a normalised spec, and of what openapi-python-client parsed in it, the API that the templates print.

Types come from the parser; what it drops (constraints, null, defaults, extensions) is read from the spec beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openapi_python_client.parser import properties as parsed
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.list_property import ListProperty

from codegen import naming, parser, words
from codegen.api import (
    ANY,
    BASE64,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    NUMBER,
    STRING,
    Alias,
    Api,
    Argument,
    Code,
    Definition,
    Enum,
    Field,
    Function,
    ListOf,
    MapOf,
    Model,
    Named,
    Operation,
    Parameter,
    Scalar,
    Text,
    Type,
    Union,
)
from codegen.bundle import Json
from codegen.normalise import Schema, SpecError, target
from codegen.products import OperationEntry, Product, ProductError

_SCALARS: dict[type, Scalar] = {
    parsed.AnyProperty: ANY,
    parsed.boolean.BooleanProperty: BOOLEAN,
    parsed.date.DateProperty: DATE,
    parsed.datetime.DateTimeProperty: DATETIME,
    parsed.float.FloatProperty: NUMBER,
    parsed.int.IntProperty: INTEGER,
    parsed.string.StringProperty: STRING,
}
_CONSTS: dict[str, Scalar] = {"string": STRING, "integer": INTEGER, "boolean": BOOLEAN}

# Names that the generated modules import: a schema or tag of that name would hide one of them.
_TAKEN = frozenset(
    {
        *(scalar.name for scalar in (*_SCALARS.values(), BASE64, DECIMAL)),
        *("Any", "Decimal", "Literal", "Mapping", "Sequence", "TYPE_CHECKING", "TypeAlias", "TypedDict"),
        *("ListOf", "MapOf", "Model", "Ref", "Union", "Endpoint", "Execute", "Group", "Operation", "Parameter"),
        *("PageNumber", "PageToken", "SinglePage", "Maybe", "UNSET", "ALIASES", "OPERATIONS"),
    }
)


def make(spec: Json, product: Product) -> Api:
    """Return the API of a product; `spec` is in normal form."""
    return _Maker(spec, product).api()


class _Maker:
    def __init__(self, spec: Json, product: Product) -> None:
        self._product = product
        self._schemas: dict[str, Schema] = spec["components"]["schemas"]
        self._parsed = parser.run(spec, product)
        self._definitions: dict[str, Definition] = {}
        self._used_aliases: set[str] = set()

    # Schemas

    def api(self) -> Api:
        for name, schema in self._schemas.items():
            self._definitions[name] = self._define(name, schema)
        for name, schema in self._schemas.items():
            self._complete(self._definitions[name], schema)
        for name, schema in self._schemas.items():
            if "x-base" in schema:
                self._derive(self._definitions[name], self._definitions.get(schema["x-base"]))
        operations = [self._operation(*entry) for entry in self._parsed.operations]
        self._check_product(operations)
        # by name, and not as they are found: a new schema or operation then moves nothing that was there before
        definitions = sorted(self._definitions.values(), key=_by_name)
        return Api(
            models=_bases_first(item for item in definitions if isinstance(item, Model)),
            enums=[item for item in definitions if isinstance(item, Enum)],
            unions=[item for item in definitions if isinstance(item, Union)],
            aliases=[item for item in definitions if isinstance(item, Alias)],
            params=_given(operations),
            operations=operations,
        )

    def _derive(self, model: Definition, base: Definition | None) -> None:
        """Let a model be a kind of another one, unless it sees one of the fields differently."""
        if isinstance(model, Model) and isinstance(base, Model):
            fields = {item.name: item for item in model.fields}
            if all(item.name in fields and item.like(fields[item.name]) for item in base.fields):
                model.base = base

    def _define(self, name: str, schema: Schema) -> Definition:
        entry = self._product.schemas.get(name)
        class_name = Code(entry.class_name if entry and entry.class_name else naming.pascal(name))
        for other in self._definitions.values():
            if class_name in (other.name, f"{other.name}Dict") or f"{class_name}Dict" == other.name:
                raise SpecError(f"schemas {other.schema} and {name} would both be called {class_name}")
        if class_name in _TAKEN:
            raise SpecError(f"schema {name}: {class_name} is the name of something else; give it another class")
        description = words.schema(schema)
        if "enum" in schema:
            base = STRING if schema["type"] == "string" else INTEGER
            return Enum(name, class_name, description, base, [Text(value) for value in schema["enum"]])
        if "x-union" in schema:
            return Union(name, class_name, description, None)
        if "properties" in schema:
            return Model(name, class_name, description)
        return Alias(name, class_name, description)

    def _complete(self, definition: Definition, schema: Schema) -> None:
        found = self._parsed.schemas[definition.schema]
        if isinstance(definition, Model):
            self._complete_model(definition, schema, found)
        elif isinstance(definition, Union):
            union = schema["x-union"]
            definition.key = None if union["key"] is None else Text(union["key"])
            definition.variants = [
                (Text(value), self._model(name, definition)) for value, name in union["variants"].items()
            ]
            definition.default = self._model(union["default"], definition) if union["default"] else None
        elif isinstance(definition, Alias):
            definition.target = self._type(found, schema, definition.schema)
        elif not isinstance(found, parsed.LiteralEnumProperty):
            raise SpecError(f"schema {definition.schema}: the parser takes it for no enum")

    def _model(self, name: str, union: Union) -> Model:
        model = self._definitions.get(name)
        if not isinstance(model, Model):
            raise SpecError(f"schema {union.schema}: its variant {name} is no object")
        return model

    def _complete_model(self, model: Model, schema: Schema, found: Any) -> None:
        if not isinstance(found, parsed.ModelProperty):
            raise SpecError(f"schema {model.schema}: the parser takes it for no object")
        by_wire = {
            item.name.get_untrusted_value(): item
            for item in [*(found.required_properties or ()), *(found.optional_properties or ())]
        }
        parser.refuse_losses(f"properties of {model.schema}", schema["properties"], by_wire)
        discriminators = {
            other["x-union"]["key"]
            for other in self._schemas.values()
            if "x-union" in other and model.schema in other["x-union"]["variants"].values()
        }
        for wire, sub in schema["properties"].items():
            required = wire in schema.get("required", [])
            if by_wire[wire].required != required:
                raise SpecError(f"schema {model.schema}: {wire}: the parser does not know whether it is required")
            nullable = self._nullable(sub)
            const = Text(sub["const"]) if "const" in sub else None
            item = Field(
                wire=Text(wire),
                name=self._attribute(wire, model.schema),
                type=self._type(by_wire[wire], sub, f"{model.schema}: {wire}"),
                const=const,
                filled=isinstance(sub.get("const"), str) and (required or wire in discriminators),
                required=required,
                nullable=nullable,
                read_only=bool(sub.get("readOnly")),
                secret=sub.get("x-format") == "password",
                description=words.field({**sub, "x-nullable": nullable}, self._described(sub)),
            )
            model.fields.append(item)
        _refuse_repeated(f"schema {model.schema}", ((item.name, item.wire.value) for item in model.fields))
        names = {str(item.name) for item in model.fields}
        for item in model.fields:
            for alias in self._product.aliases.get(item.name, ()):
                self._used_aliases.add(item.name)
                if alias not in names:
                    names.add(alias)
                    item.aliases.append(Code(alias))

    def _attribute(self, wire: str, schema: str) -> Code:
        entry = self._product.schemas.get(schema)
        own = entry.names.get(wire) if entry else None
        return Code(own or self._product.names.get(wire) or naming.attribute(wire))

    def _type(self, found: Any, schema: Schema, at: str) -> Type:
        """Return the type of what the parser found for a schema in normal form."""
        name = target(schema)
        if name is not None:
            if name not in self._definitions:
                raise SpecError(f"{at}: there is no schema {name}")
            return Named(self._definitions[name])
        if isinstance(found, ListProperty):
            items = schema["items"]
            return ListOf(self._type(found.inner_property, items, at), self._nullable(items))
        if isinstance(found, parsed.ModelProperty):
            items = schema["additionalProperties"]
            inner = self._type(found.additional_properties, items, at) if items else ANY
            return MapOf(inner, self._nullable(items))
        if isinstance(found, parsed.const.ConstProperty):
            return _CONSTS[schema["type"]]
        if type(found) not in _SCALARS:
            raise SpecError(f"{at}: the parser makes it a {type(found).__name__}, which is not supported")
        if schema.get("contentEncoding") == "base64":
            return BASE64
        return DECIMAL if schema.get("x-format") == "decimal" else _SCALARS[type(found)]

    def _described(self, schema: Schema) -> Text:
        """Return the description of the component that a schema refers to."""
        name = target(schema)
        return self._definitions[name].description if name in self._definitions else Text("")

    def _nullable(self, schema: Schema) -> bool:
        name = target(schema)
        return bool(schema.get("x-nullable")) or (name is not None and self._nullable(self._schemas[name]))

    # Operations

    def _operation(self, path: str, method: str, operation: Json, endpoint: Endpoint) -> Operation:
        operation_id = operation["operationId"]
        entry = self._product.operations.get(operation_id)
        if entry is None:
            raise ProductError(
                f"{self._product.file}: operation {operation_id} is missing: it needs a retry class at least"
            )
        found = {
            (where, item.name.get_untrusted_value()): item
            for where, items in (("path", endpoint.path_parameters), ("query", endpoint.query_parameters))
            for item in items
        }
        parameters = [
            (item, self._parameter(item, found[item["in"], item["name"]], operation_id, entry))
            for item in operation["parameters"]
        ]
        in_path = {item["name"]: parameter for item, parameter in parameters if item["in"] == "path"}
        body, body_required = None, True
        if "requestBody" in operation:
            body = self._type(endpoint.bodies[0].prop, _json_schema(operation["requestBody"]), operation_id)
            body_required = operation["requestBody"]["required"] or _needs_fields(body)
        result, errors = self._answers(operation, endpoint)
        made = Operation(
            id=Text(operation_id),
            name=Code(naming.attribute(operation_id)),
            tag=Text((operation.get("tags") or ["default"])[0]),
            method=Text(method.upper()),
            path=Text(path),
            summary=Text(operation.get("summary", "")),
            description=Text(operation.get("description", "")),
            deprecated=bool(operation.get("deprecated")),
            entry=entry,
            path_parameters=[in_path[name] for name in _placeholders(path) if name not in self._product.bound],
            query_parameters=[parameter for item, parameter in parameters if item["in"] == "query"],
            body=body,
            body_required=body_required,
            result=result,
            errors=errors,
            authenticated=operation["x-authenticated"],
            paging=self._paging(entry, operation, body, result),
            functions=[],
        )
        made.functions = self._functions(made)
        return made

    def _parameter(self, data: Json, found: Any, operation_id: str, entry: OperationEntry) -> Parameter:
        wire = data["name"]
        at = f"operation {operation_id}: parameter {wire}"
        kind = self._type(found, data["schema"], at)
        item = kind.item if isinstance(kind, ListOf) else kind
        if (
            not (isinstance(item, Scalar) or (isinstance(item, Named) and isinstance(item.definition, Enum)))
            or item is ANY
        ):
            raise SpecError(f"{at}: only scalars, enums and arrays of them can be in a query or path")
        if data["in"] == "path" and kind.kind() != "STRING":
            raise SpecError(f"{at}: only strings can be in a path")
        name = entry.names.get(wire) or self._product.names.get(wire) or naming.attribute(wire)
        if name in self._product.aliases:
            self._used_aliases.add(name)
        documented = {key: data[key] for key in ("description", "deprecated") if key in data}
        return Parameter(
            wire=Text(wire),
            name=Code(name),
            type=kind,
            required=data["required"],
            joined=isinstance(kind, ListOf) and not data["explode"],
            description=words.field({**data["schema"], **documented}, self._described(data["schema"])),
        )

    def _answers(self, operation: Json, endpoint: Endpoint) -> tuple[Type | None, dict[int, Type]]:
        operation_id = operation["operationId"]
        found = {item.status_code.pattern: item.prop for item in endpoint.responses}
        parser.refuse_losses(f"responses of {operation_id}", operation["responses"], found)
        good: list[Type | None] = []
        errors: dict[int, Type] = {}
        for status, response in operation["responses"].items():
            kind = None
            if "content" in response:
                kind = self._type(found[status], _json_schema(response), f"operation {operation_id}: {status}")
            if status.startswith("2"):
                good.append(kind)
            elif kind is not None:
                code = int(status) if status.isdigit() else 0
                if errors.setdefault(code, kind) != kind:
                    raise SpecError(f"operation {operation_id}: {status}: ranges of errors differ in their schemas")
        if not good or any(kind != good[0] for kind in good):
            raise SpecError(f"operation {operation_id}: needs successful responses of one schema")
        return good[0], dict(sorted(errors.items(), key=lambda item: item[0] or 999))

    def _paging(self, entry: OperationEntry, operation: Json, body: Type | None, result: Type | None) -> Code | None:
        if entry.paging is None:
            return None
        at = f"{self._product.file}: operation {operation['operationId']}: paging"
        items = entry.paging["items"]
        while isinstance(result, Named) and isinstance(result.definition, Alias):
            result = result.definition.target
        answer = result.definition if isinstance(result, Named) else None
        if items is None:
            if not isinstance(result, ListOf) or len(entry.paging) > 1:
                raise ProductError(f"{at}: items is null only where the answer is an array")
            return Code("SinglePage(items=None)")
        sent = {item["name"] for item in operation["parameters"] if item["in"] == "query"}
        if isinstance(body, Named) and isinstance(body.definition, Model) and "token" in entry.paging:
            sent |= {item.wire.value for item in body.definition.given_fields}
        received = {item.wire.value: item.name for item in answer.fields} if isinstance(answer, Model) else {}
        for key, name in entry.paging.items():
            known = sent if key in ("page", "size", "token") else received
            if name not in known:
                there = f"there are {', '.join(sorted(known))}" if known else "there is nothing"
                raise ProductError(f"{at}: there is no {key} {name!r}; {there}")
        values = {**entry.paging, "items": str(received[items])}  # items are read as an attribute, all else on the wire
        style = "PageNumber" if "page" in entry.paging else "PageToken" if "token" in entry.paging else "SinglePage"
        return Code(f"{style}({', '.join(f'{key}={name!r}' for key, name in values.items())})")

    def _functions(self, operation: Operation) -> list[Function]:
        parameters = [
            *(Argument(item.name, item.type.write, True, item.description) for item in operation.path_parameters),
            *(
                Argument(item.name, item.type.write, item.required, item.description)
                for item in operation.query_parameters
            ),
        ]
        body = operation.body.definition if isinstance(operation.body, Named) else None
        functions: list[Function] = []
        if isinstance(body, Model):
            functions.append(self._with_fields(operation.name, parameters, body, hidden=None))
        elif operation.body is not None:
            description = body.description if body and body.description.value else Text("The body of the request.")
            arguments = [
                *parameters,
                Argument(Code("body"), operation.body.write, operation.body_required, description),
            ]
            functions.append(Function(operation.name, arguments, whole=True))
        else:
            functions.append(Function(operation.name, parameters))
        if isinstance(body, Union) and body.key is not None:
            for value, model in body.variants:
                name = Code(f"{operation.name}_{naming.snake(str(value.value))}")
                function = self._with_fields(name, parameters, model, hidden=body.key.value)
                function.variant, function.mark = model, value
                functions.append(function)
        in_path = len(operation.path_parameters)
        for function in functions:
            function.arguments[in_path:] = sorted(function.arguments[in_path:], key=lambda item: not item.required)
            origins = {id(item): "a parameter" for item in parameters}
            names = ((item.name, origins.get(id(item), "a field of the body")) for item in function.arguments)
            _refuse_repeated(f"operation {operation.id.value}", names)
        return functions

    def _with_fields(self, name: Code, parameters: list[Argument], model: Model, hidden: object) -> Function:
        fields = [
            item for item in model.given_fields if not (item.filled and (item.required or item.wire.value == hidden))
        ]
        arguments = [Argument(item.name, item.write, item.required, item.description) for item in fields]
        return Function(name, [*parameters, *arguments], fields=[item.name for item in fields])

    # What the product file says

    def _check_product(self, operations: list[Operation]) -> None:
        product, where = self._product, self._product.file
        problems = product.names.unused()
        for schema, entry in product.schemas.items():
            if schema not in self._schemas:
                problems.append(f"{where}: there is no schema {schema}")
            problems += entry.names.unused()
        known = {operation.id.value for operation in operations}
        for operation_id, operation in product.operations.items():
            if operation_id not in known:
                problems.append(f"{where}: there is no operation {operation_id}")
            problems += operation.names.unused()
        problems += [
            f"{where}: aliases: nothing is called {name!r}"
            for name in product.aliases
            if name not in self._used_aliases
        ]
        in_paths = {name for path, *_ in self._parsed.operations for name in _placeholders(path)}
        problems += [f"{where}: bound: no path has {{{name}}}" for name in product.bound if name not in in_paths]
        if product.event is not None and not isinstance(self._definitions.get(product.event), (Union, Model)):
            problems.append(f"{where}: event: {product.event} is no object or union")
        if problems:
            raise ProductError("\n".join(problems))
        taken = [(name, "the name of something else") for name in sorted(_TAKEN)]
        constants = [(operation.constant, operation.id.value) for operation in operations]
        functions = [
            (function.name, operation.id.value) for operation in operations for function in operation.functions
        ]
        tags = dict.fromkeys(str(operation.tag.value) for operation in operations)
        classes = [(product.client, "the client"), *((naming.pascal(tag), f"tag {tag}") for tag in tags)]
        _refuse_repeated("operations", [*taken, *constants, *functions])
        _refuse_repeated("tags", [*taken, *classes])


def _placeholders(path: str) -> list[str]:
    """Return the names in braces of a path template."""
    return re.findall(r"\{([^{}]*)\}", path)


def _json_schema(holder: Mapping[str, Any]) -> Schema:
    schema: Schema = holder["content"]["application/json"]["schema"]
    return schema


def _by_name(definition: Definition) -> str:
    return definition.name


def _needs_fields(body: Type) -> bool:
    """Tell whether a body has fields that every call must give, so that it is never left out."""
    model = body.definition if isinstance(body, Named) else None
    return isinstance(model, Model) and any(item.required and not item.filled for item in model.given_fields)


def _refuse_repeated(where: str, names: Iterable[tuple[str, object]]) -> None:
    seen: dict[str, object] = {}
    for name, what in names:
        if name in seen:
            raise SpecError(
                f"{where}: {seen[name]} and {what} would both be called {name}; rename one in the product file"
            )
        seen[name] = what


def _bases_first(models: Iterable[Model]) -> list[Model]:
    ordered: dict[str, Model] = {}

    def add(model: Model) -> None:
        if model.base:
            add(model.base)
        ordered.setdefault(model.schema, model)

    for model in models:
        add(model)
    return list(ordered.values())


def _given(operations: list[Operation]) -> list[Model | Union]:
    """Return the models and unions that request bodies are made of."""
    found: dict[str, Model | Union] = {}

    def visit(definitions: Iterator[Definition]) -> None:
        for definition in definitions:
            if definition.schema in found:
                continue
            if isinstance(definition, (Model, Union)):
                found[definition.schema] = definition
            if isinstance(definition, (Model, Union, Alias)):
                visit(definition.definitions())

    for operation in operations:
        if operation.body is not None:
            visit(operation.body.definitions())
    return sorted(found.values(), key=_by_name)
