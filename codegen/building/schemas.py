"""Schemas: each becomes a model, an enum, a union or an alias, and each use of one a type."""

import re
from collections.abc import Iterable
from typing import Any

from openapi_python_client.parser import properties as parsed
from openapi_python_client.parser.properties.list_property import ListProperty

from codegen import exceptions, naming, parser, words
from codegen.building.checks import reject_repeated
from codegen.bundle import Json, join
from codegen.definitions import AliasDef, EnumDef, FieldDef, ModelDef, OperationDef, UnionDef
from codegen.normalise.terms import Schema, SpecError, target
from codegen.problems import Problems
from codegen.products import ProductFile
from codegen.sections import ProductError
from codegen.text import Code, Text
from codegen.value_types import (
    ANY,
    BASE64,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    E164,
    INTEGER,
    NUMBER,
    PHONE_NUMBER,
    STRING,
    ConstType,
    Definition,
    ListType,
    MapType,
    NamedType,
    RenamedType,
    ScalarType,
    Type,
)

_SCALARS: dict[type, ScalarType] = {
    parsed.AnyProperty: ANY,
    parsed.boolean.BooleanProperty: BOOLEAN,
    parsed.date.DateProperty: DATE,
    parsed.datetime.DateTimeProperty: DATETIME,
    parsed.float.FloatProperty: NUMBER,
    parsed.int.IntProperty: INTEGER,
    parsed.string.StringProperty: STRING,
}
_CONSTS: dict[str, ScalarType] = {"string": STRING, "integer": INTEGER, "boolean": BOOLEAN}
_LIMITS = (
    *("minLength", "maxLength", "pattern", "minimum", "maximum"),
    *("minItems", "maxItems", "minProperties", "maxProperties"),
)
"""The limits that can be checked before anything is sent."""
_DICTIONARIES = ("Dict", "JSON")
"""Ends of the names of the typed dictionaries that a class has beside it."""


class SchemaBuilder:
    """Builds the definitions of the components, and the types of everything that refers to them."""

    def __init__(self, spec: Json, found: dict[str, Any], product: ProductFile) -> None:
        schemas: dict[str, Schema] = spec["components"]["schemas"]
        self._schemas = schemas
        self._places: dict[str, str] = spec["x-places"]
        self._found = found
        self._product = product
        self._definitions: dict[str, Definition] = {}
        self._schema_of_class: dict[str, str] = {}
        dictionaries = {f"{naming.pascal(name)}{suffix}" for name in schemas for suffix in _DICTIONARIES}
        self._taken = dictionaries | set(exceptions.names(product))
        self._discriminators: dict[str, set[object]] = {}
        """The properties by which unions tell a model from their other variants."""
        for union in (schema["x-union"] for schema in schemas.values() if "x-union" in schema):
            for name in union["variants"].values():
                self._discriminators.setdefault(name, set()).add(union["key"])

    def definitions(self, problems: Problems) -> dict[str, Definition]:
        """Build the definitions of all components, by the names of their schemas."""
        for name, schema in self._schemas.items():
            with problems.gathering():
                self._definitions[name] = self._define(name, schema)
        problems.finish()
        for kind in (AliasDef, UnionDef, (ModelDef, EnumDef)):  # a variant of a union may be called by an alias
            chosen = [each for each in self._definitions.values() if isinstance(each, kind)]
            for complete in (self._complete, self._look_for_cycle):
                for definition in chosen:
                    with problems.gathering():
                        complete(definition)
                problems.finish()
        for name, schema in self._schemas.items():
            if "x-base" in schema:
                self._derive(self._definitions[name], self._definitions.get(schema["x-base"]))
        return self._definitions

    def type(self, found: Any, schema: Schema, at: str) -> Type:
        """Return the type of what the parser found for a schema in normal form."""
        name = target(schema)
        if name is not None:
            if name not in self._definitions:
                raise SpecError(f"{at}: unknown schema {name}")
            return NamedType(self._definitions[name])
        if "const" in schema:  # the parser drops it if it is a boolean
            return ConstType(_CONSTS[schema["type"]], Text(schema["const"]))
        if isinstance(found, ListProperty):
            items = schema["items"]
            return ListType(self.type(found.inner_property, items, at), self.nullable(items))
        if isinstance(found, parsed.ModelProperty):
            items = schema["additionalProperties"]
            inner = self.type(found.additional_properties, items, at) if items else ANY
            return MapType(inner, self.nullable(items))
        if type(found) not in _SCALARS:
            raise _unread(at)
        if schema.get("contentEncoding") == "base64":
            return BASE64
        return DECIMAL if schema.get("x-format") == "decimal" else _SCALARS[type(found)]

    def named(self, wire: str, type_: Type, schema: Schema) -> Type:
        """Return the type of a property or parameter: a phone number where the products file says so."""
        if isinstance(type_, ListType):
            return ListType(self.named(wire, type_.item, schema.get("items", {})), type_.nullable)
        if type_ is not STRING or self._product.phone_numbers.get(wire) is None:
            return type_
        return E164 if _requires_plus(schema.get("pattern", "")) else PHONE_NUMBER

    def description(self, schema: Schema) -> Text:
        """Return the description of the component that a schema refers to."""
        name = target(schema)
        return self._definitions[name].description if name in self._definitions else Text("")

    def nullable(self, schema: Schema) -> bool:
        """Return whether a schema, or the component that it refers to, allows null."""
        name = target(schema)
        return bool(schema.get("x-nullable")) or (name is not None and self.nullable(self._schemas[name]))

    def _place(self, name: str) -> str:
        """Return where in the spec a component of the normal form is described."""
        return self._places.get(name, join("/components/schemas", name))

    def _class_name(self, name: str) -> str:
        """Return the name of the class of a schema; it ends with `Model` where the generator has a class of its own."""
        found = naming.pascal(name)
        return f"{found}Model" if found in self._taken else found

    def _define(self, name: str, schema: Schema) -> Definition:
        entry = self._product.schemas.get(name)
        class_name = Code(entry.class_name if entry and entry.class_name else self._class_name(name))
        alike = [class_name, *(f"{class_name}{suffix}" for suffix in _DICTIONARIES)]
        alike += [class_name.removesuffix(suffix) for suffix in _DICTIONARIES if class_name.endswith(suffix)]
        for other in (self._schema_of_class[each] for each in alike if each in self._schema_of_class):
            raise SpecError(
                f"{self._place(name)}: schemas {other} and {name} would both be called {class_name}",
                f"schemas: {name}: class, another name for its class",
            )
        self._schema_of_class[class_name] = name
        description = words.schema(schema)
        if "enum" in schema:
            base = STRING if schema["type"] == "string" else INTEGER
            values = [Text(value) for value in schema["enum"]]
            return EnumDef(name, class_name, description, base, values, "x-extensible" in schema)
        if "x-union" in schema:
            return UnionDef(name, class_name, description, None)
        if "properties" in schema:
            return ModelDef(name, class_name, description)
        return AliasDef(name, class_name, description)

    def _complete(self, definition: Definition) -> None:
        """Fill in everything that refers to other definitions."""
        schema, found = self._schemas[definition.schema], self._found[definition.schema]
        if isinstance(definition, ModelDef):
            self._complete_model(definition, schema, found)
        elif isinstance(definition, UnionDef):
            union = schema["x-union"]
            definition.key = None if union["key"] is None else Text(union["key"])
            definition.variants = [
                (Text(value), self._variant(name, definition)) for value, name in union["variants"].items()
            ]
            definition.default = self._variant(union["default"], definition) if union["default"] else None
            definition.renamed = [
                (Text(name), model)
                for value, model in definition.variants
                for name, there in self._values(model.schema, union["key"]).items()
                if there == value.value
            ]
        elif isinstance(definition, AliasDef):
            definition.target = self.type(found, schema, self._place(definition.schema))
        elif not isinstance(found, parsed.LiteralEnumProperty):
            raise _unread(self._place(definition.schema))

    def _look_for_cycle(self, definition: Definition) -> None:
        """Note that an array or map is a part of itself; raise an error if a union or a mere reference is."""
        if not isinstance(definition, (AliasDef, UnionDef)):
            return
        waiting, seen = list(definition.definitions()), set()
        while waiting:
            part = waiting.pop()
            if part is definition:
                if isinstance(definition, UnionDef) or isinstance(definition.target, NamedType):
                    at = self._place(definition.schema)
                    raise SpecError(f"{at}: it is a variant of itself, or refers to itself")
                definition.recursive = True
            if part.schema not in seen and isinstance(part, (AliasDef, UnionDef)):
                seen.add(part.schema)
                waiting += part.definitions()

    def _variant(self, name: str, union: UnionDef) -> ModelDef | UnionDef:
        variant = self._definitions.get(name)
        while isinstance(variant, AliasDef) and isinstance(variant.target, NamedType):
            variant = variant.target.definition
        if not isinstance(variant, (ModelDef, UnionDef)):
            raise SpecError(f"{self._place(union.schema)}: its variant {name} is not an object")
        return variant

    def _complete_model(self, model: ModelDef, schema: Schema, found: Any) -> None:
        if not isinstance(found, parsed.ModelProperty):
            raise _unread(self._place(model.schema))
        by_name = {
            item.name.get_untrusted_value(): item
            for item in [*(found.required_properties or ()), *(found.optional_properties or ())]
        }
        at = join(self._place(model.schema), "properties")
        parser.reject_losses(
            ((join(at, wire), parser.part(index)) for index, wire in enumerate(schema["properties"])), by_name
        )
        discriminators = self._discriminators.get(model.schema, set())
        for index, (wire, sub) in enumerate(schema["properties"].items()):
            parsed_as = by_name[parser.part(index)]
            required = wire in schema.get("required", [])
            if parsed_as.required != required:
                raise _unread(join(at, wire))
            nullable = self.nullable(sub)
            type_ = self.type(parsed_as, sub, join(at, wire))
            item = FieldDef(
                wire=Text(wire),
                name=self._attribute(wire, model.schema),
                type=self._renamed(model, wire, self.named(wire, type_, sub)),
                const=Text(sub["const"]) if "const" in sub else None,
                filled=isinstance(sub.get("const"), str) and (required or wire in discriminators),
                required=required,
                nullable=nullable,
                read_only=bool(sub.get("readOnly")),
                secret=sub.get("x-format") == "password",
                description=words.field({**sub, "x-nullable": nullable}, self.description(sub)),
                limits=self._limits(type_, sub),
            )
            model.fields.append(item)
        for wire in self._product.schemas[model.schema].values if model.schema in self._product.schemas else ():
            if wire not in schema["properties"]:
                raise ProductError(f"{self._product.where}: schemas: {model.schema}: values: there is no {wire!r}")
        reject_repeated(
            self._place(model.schema),
            ((item.name, item.wire.value) for item in model.fields),
            f"schemas: {model.schema}: names, another name for one of them",
        )
        names = {str(item.name) for item in model.fields}
        entry = self._product.schemas.get(model.schema)
        for item in model.fields:
            own = entry.aliases.get(item.name) if entry else ()
            for alias in (*own, *self._product.aliases.get(item.name)):
                if alias not in names:
                    names.add(alias)
                    item.aliases.append(Code(alias))

    def _limits(self, type_: Type, schema: Schema) -> dict[str, object]:
        """Return the limits of a property, or else of the component that it refers to."""
        definition = type_.definition if isinstance(type_, NamedType) else None
        if isinstance(definition, EnumDef):
            return {} if definition.extensible else {"enum": [value.value for value in definition.values]}
        found = {key: schema[key] for key in _LIMITS if key in schema}
        if not _can_be_read(found.get("pattern", "")):
            del found["pattern"]
        if not found and isinstance(definition, AliasDef):
            return self._limits(definition.target, self._schemas[definition.schema])
        return found

    def _values(self, schema: str, wire: str | None) -> dict[str, str]:
        """Return the names of values of a property."""
        entry = self._product.schemas.get(schema)
        return entry.values.get(wire, {}) if entry and wire is not None else {}

    def _renamed(self, model: ModelDef, wire: str, type_: Type) -> Type:
        """Return the type of a property, with the names that the products file has for its values."""
        names = self._values(model.schema, wire)
        if names and not type_.is_text:
            raise ProductError(f"{self._product.where}: schemas: {model.schema}: values: {wire} is not a string")
        return RenamedType(type_, tuple(names.items())) if names else type_

    def _attribute(self, wire: str, schema: str) -> Code:
        entry = self._product.schemas.get(schema)
        own = entry.names.get(wire) if entry else None
        return Code(own or self._product.names.get(wire) or naming.attribute(wire))

    def _derive(self, model: Definition, base: Definition | None) -> None:
        """Derive a model from its base, unless they differ in a field of the same name."""
        if isinstance(model, ModelDef) and isinstance(base, ModelDef):
            fields = {item.name: item for item in model.fields}
            if all(item.name in fields and item.like(fields[item.name]) for item in base.fields):
                model.base = base


def _requires_plus(pattern: str) -> bool:
    """Return whether a pattern is one of E.164."""
    fits = re.compile(pattern if _can_be_read(pattern) else "").search
    return fits("+12025550123") is not None and fits("12025550123") is None


def _can_be_read(pattern: str) -> bool:
    """Return whether a pattern is one of Python; it may be written for another dialect."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _unread(at: str) -> SpecError:
    """Return the error about something that the parser reads otherwise than it is described."""
    return SpecError(f"{at}: openapi-python-client takes it for something else")


def bases_first(models: Iterable[ModelDef]) -> list[ModelDef]:
    """Return models in order, but each after the one it is derived from."""
    ordered: dict[str, ModelDef] = {}

    def add(model: ModelDef) -> None:
        if model.base:
            add(model.base)
        ordered.setdefault(model.schema, model)

    for model in models:
        add(model)
    return list(ordered.values())


def limited(operations: list[OperationDef], replies: Iterable[Definition]) -> set[str]:
    """Return the schemas that are checked in every part: in requests of which that is wanted, and in replies."""
    bodies = [each.body for each in operations if each.body is not None and each.is_checked]
    waiting = [*replies, *(part for body in bodies for part in body.definitions())]
    found: set[str] = set()
    while waiting:
        definition = waiting.pop()
        if definition.schema in found:
            continue
        found.add(definition.schema)
        waiting += definition.definitions()
        if isinstance(definition, ModelDef) and definition.base is not None:
            waiting.append(definition.base)
    return found


def given(operations: list[OperationDef], replies: Iterable[Definition]) -> list[ModelDef | UnionDef]:
    """Return the models and unions that users make, by name: those in requests, and in replies to events."""
    found: dict[str, ModelDef | UnionDef] = {}
    seen: set[str] = set()

    def visit(definitions: Iterable[Definition]) -> None:
        for definition in definitions:
            if definition.schema in seen:
                continue
            seen.add(definition.schema)
            if isinstance(definition, (ModelDef, UnionDef)):
                found[definition.schema] = definition
            if isinstance(definition, (ModelDef, UnionDef, AliasDef)):
                visit(definition.definitions())

    for operation in operations:
        types = [parameter.type for _, _, parameters in operation.parameters for parameter in parameters]
        for type_ in [*types, *([] if operation.body is None else [operation.body])]:
            visit(type_.definitions())
    visit(replies)
    return sorted(found.values(), key=lambda definition: definition.name)
