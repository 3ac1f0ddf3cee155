"""Normalise a bundled spec: say the same with the few forms that openapi-python-client parses without loss.

What comes out (`normalise` is a pure function from document to document):

- Every object with properties, every enum and every union is a component; inline ones are named after where they stand.
- A schema elsewhere is a reference, a scalar, an array, a map (`additionalProperties`), or `{}` for anything.
  A reference with something beside it is written `{allOf: [{$ref}], ...}`.
- `allOf` is flattened, and `x-base` says which component it extends. So is a `oneOf` whose variants are inline or share
  properties: their keys are optional then.
- Other unions of objects are `{type: object, x-union: {key, variants, default}}`.
- Null is `x-nullable`, a default `x-default` (documented, never sent), a format `x-format`, and `x-extensible-enum` an
  enum (all enums are open).
- Parameters and responses are inlined, global security is pushed down to `x-authenticated`; examples and webhooks go.
"""

from collections.abc import Iterable
from typing import Any

from codegen import naming
from codegen.bundle import Json, join, resolve

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Schema = dict[str, Any]

_ANNOTATIONS = ("description", "deprecated", "readOnly", "writeOnly", "x-default", "x-nullable")
_LIMITS = (
    *("minLength", "maxLength", "pattern", "contentEncoding", "x-format"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)
_SCALARS = ("string", "integer", "number", "boolean")
_PARSED_FORMATS = {"date-time": "date-time", "local-date-time": "date-time", "date": "date"}
_UNSUPPORTED = ("patternProperties", "prefixItems", "$dynamicRef", "$recursiveRef", "$defs", "unevaluatedProperties")


class SpecError(ValueError):
    """A spec that the generator refuses; the text names the place in it."""


def normalise(document: Json) -> Json:
    """Return the normal form of a bundled spec."""
    return _Normaliser(document).document()


def target(schema: Schema) -> str | None:
    """Return the component that a schema in normal form refers to."""
    reference = schema.get("$ref") or (schema["allOf"][0]["$ref"] if "allOf" in schema else None)
    return None if reference is None else str(reference).rsplit("/", 1)[1].replace("~1", "/").replace("~0", "~")


class _Normaliser:
    def __init__(self, document: Json) -> None:
        self._source = document
        self._components: dict[str, Schema] = document.get("components", {}).get("schemas", {})
        self._schemas: dict[str, Schema] = {}
        self._places: dict[str, str] = {}

    def document(self) -> Json:
        for name, schema in self._components.items():
            at = join("/components/schemas", name)
            shaped = self._schemas[name] = self._shape(schema, name, at, component=True)
            bases = [part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part]
            if "properties" in shaped and len(bases) == 1:
                shaped["x-base"] = _name(bases[0])
        paths = {path: self._path_item(item, path) for path, item in self._source.get("paths", {}).items()}
        return {
            "openapi": "3.1.0",
            "info": {"title": "spec", "version": "1"},
            "paths": paths,
            "components": {"schemas": self._schemas},
        }

    def _hoist(self, name: str, schema: Schema, at: str) -> None:
        other = f"/components/schemas/{name}" if name in self._components else self._places.get(name)
        if other is not None:
            raise SpecError(f"{at}: the schema there would be called {name}, as is {other}")
        self._schemas[name] = schema
        self._places[name] = at

    # Operations

    def _path_item(self, item: Json, path: str) -> Json:
        at = join("/paths", path)
        _refuse_servers(item, at)
        shared = item.get("parameters", [])
        return {
            method: self._operation(item[method], shared, join(at, method), path)
            for method in METHODS
            if method in item
        }

    def _operation(self, operation: Json, shared: list[Json], at: str, path: str) -> Json:
        if not operation.get("operationId"):
            raise SpecError(f"{at}: has no operationId")
        _refuse_servers(operation, at)
        name = naming.pascal(operation["operationId"])
        result = {
            key: operation[key]
            for key in ("operationId", "tags", "summary", "description", "deprecated")
            if key in operation
        }
        result["x-authenticated"] = operation.get("security", self._source.get("security")) != []
        result["parameters"] = self._parameters(operation.get("parameters", []), shared, at, name)
        if "requestBody" in operation:
            body = self._follow(operation["requestBody"])
            schema = self._content(body, join(at, "requestBody"), f"{name}Request")
            if schema is None:
                raise SpecError(f"{at}/requestBody: has no schema")
            if any(parameter["in"] == "query" and parameter["name"] == "body" for parameter in result["parameters"]):
                raise SpecError(f"{at}: a query parameter is named body, beside a request body")
            required = body.get("required", False)
            result["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
        result["responses"] = {}
        for status, response in operation.get("responses", {}).items():
            kind = "Response" if status.startswith("2") else f"Response{status.capitalize()}"
            schema = self._content(self._follow(response), join(at, "responses", status), f"{name}{kind}")
            content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
            result["responses"][status] = {"description": "", **content}
        return result

    def _content(self, holder: Json, at: str, name: str) -> Schema | None:
        content = holder.get("content", {})
        for media_type in content:
            essence = media_type.split(";")[0].strip()
            if essence != "application/json" and not essence.endswith("+json"):
                raise SpecError(f"{at}: {media_type} is not JSON; a correction in the product file can remove it")
        schemas = {media_type: media.get("schema") for media_type, media in content.items()}
        first = next(iter(schemas), "")
        for media_type, schema in schemas.items():
            if schema != schemas[first]:
                raise SpecError(f"{at}: {media_type} has another schema than {first}")
        if schemas.get(first) is None:
            return None
        return self._shape(schemas[first], name, join(at, "content", first, "schema"))

    def _parameters(self, own: list[Json], shared: list[Json], at: str, name: str) -> list[Json]:
        merged: dict[tuple[str, str], Json] = {}
        for entries in (shared, own):
            for entry in entries:
                parameter = self._follow(entry)
                merged[parameter["in"], parameter["name"]] = parameter
        return [self._parameter(parameter, at, name) for parameter in merged.values()]

    def _parameter(self, parameter: Json, at: str, name: str) -> Json:
        where, wire = parameter["in"], parameter["name"]
        at = f"{at}: parameter {wire}"
        if where not in ("path", "query"):
            raise SpecError(f"{at}: {where} parameters are not supported")
        if parameter.get("style", "form" if where == "query" else "simple") != (
            "form" if where == "query" else "simple"
        ):
            raise SpecError(f"{at}: style {parameter['style']} is not supported")
        if "schema" not in parameter or parameter.get("allowReserved") or parameter.get("allowEmptyValue"):
            raise SpecError(f"{at}: needs a schema, and neither allowReserved nor allowEmptyValue")
        result = {key: parameter[key] for key in ("name", "in", "description", "deprecated") if key in parameter}
        result["required"] = parameter.get("required", False)
        result["explode"] = parameter.get("explode", where == "query")
        result["schema"] = self._shape(parameter["schema"], name + naming.pascal(wire), f"{at}/schema")
        return result

    def _follow(self, node: Json) -> Json:
        while "$ref" in node:
            node = resolve(self._source, node["$ref"].removeprefix("#"))
        return node

    # Schemas

    def _shape(self, schema: Json, name: str, at: str, component: bool = False) -> Schema:
        """Return the normal form of a schema; what has to be a component and is none becomes one called `name`."""
        if schema is True:
            return {}
        if not isinstance(schema, dict):
            raise SpecError(f"{at}: no value fits this schema")
        for keyword in _UNSUPPORTED:
            if keyword in schema:
                raise SpecError(f"{at}: {keyword} is not supported")
        schema = _without_null(schema)
        if "$ref" in schema or "allOf" in schema:
            reference = _only_reference(schema)
            if reference is not None:
                self._component(reference, at)
                annotations = _annotations(schema)
                return {"allOf": [{"$ref": reference}], **annotations} if annotations else {"$ref": reference}
            schema = self._flat(schema, at)
        if "oneOf" in schema or "anyOf" in schema:
            schema = self._united(schema, name, at)
        shaped = self._plain(schema, name, at, component)
        if component or not ("properties" in shaped or "enum" in shaped or "x-union" in shaped):
            return shaped
        self._hoist(name, shaped, at)
        reference = f"#{join('/components/schemas', name)}"
        annotations = _annotations(schema)
        return {"allOf": [{"$ref": reference}], **annotations} if annotations else {"$ref": reference}

    def _plain(self, schema: Schema, name: str, at: str, component: bool) -> Schema:
        """Return the normal form of a schema without references and alternatives."""
        annotations = _annotations(schema)
        if "x-union" in schema:
            return {"type": "object", "x-union": schema["x-union"], **annotations}
        kind = schema.get("type")
        values = schema.get("enum", schema.get("x-extensible-enum"))
        if values is not None and kind != "boolean":
            return {"type": _enum_type(values, at), "enum": values, **annotations}
        limits = {key: schema[key] for key in _LIMITS if key in schema}
        if "const" in schema and isinstance(schema["const"], (str, int, bool)):
            kinds = {str: "string", bool: "boolean", int: "integer"}
            return {"type": kinds[type(schema["const"])], "const": schema["const"], **annotations}
        if kind == "array" or (kind is None and "items" in schema):
            items = self._shape(schema.get("items", True), f"{name}Item", join(at, "items"))
            return {"type": "array", "items": items, **limits, **annotations}
        if kind == "object" or (kind is None and ("properties" in schema or "additionalProperties" in schema)):
            if schema.get("properties") or (component and "additionalProperties" not in schema):
                return {**self._object(schema, name, at), **annotations}
            values_schema = schema.get("additionalProperties", True)
            items = (
                {}
                if values_schema is False
                else self._shape(values_schema, f"{name}Value", join(at, "additionalProperties"))
            )
            return {"type": "object", "additionalProperties": items, **limits, **annotations}
        if kind in _SCALARS:
            form = schema.get("format")
            shaped = {"type": kind, **limits, **annotations}
            if kind == "string" and form in _PARSED_FORMATS:
                shaped["format"] = _PARSED_FORMATS[form]
            if form is not None:
                shaped["x-format"] = form
            return shaped
        if kind is not None:
            raise SpecError(f"{at}: type {kind} is not known")
        return annotations

    def _object(self, schema: Schema, name: str, at: str) -> Schema:
        properties = {
            wire: self._shape(sub, name + naming.pascal(wire), join(at, "properties", wire))
            for wire, sub in schema.get("properties", {}).items()
        }
        required = [wire for wire in schema.get("required", []) if wire in properties]
        if len(required) < len(schema.get("required", [])):
            raise SpecError(f"{at}: requires a property that it does not have")
        return {"type": "object", "properties": properties, **({"required": required} if required else {})}

    def _component(self, reference: str, at: str) -> Schema:
        name = reference.removeprefix("#/components/schemas/").replace("~1", "/").replace("~0", "~")
        if name not in self._components:
            raise SpecError(f"{at}: there is no schema {name}")
        return self._components[name]

    def _flat(self, schema: Schema, at: str, through: tuple[str, ...] = ()) -> Schema:
        """Merge a schema, what it refers to, and what its `allOf` holds into one."""
        parts: list[Schema] = []
        reference = schema.get("$ref")
        if reference is not None:
            if reference in through:
                raise SpecError(f"{at}: {reference} is made of itself")
            parts.append(self._flat(self._component(reference, at), at, (*through, reference)))
        parts += [self._flat(part, at, through) for part in schema.get("allOf", [])]
        rest = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        if "oneOf" not in rest and "anyOf" not in rest:
            rest.pop("discriminator", None)
        result: Schema = {}
        for part in [*parts, rest]:
            result = self._merge(result, part, at)
        return result

    def _merge(self, first: Schema, second: Schema, at: str) -> Schema:
        for key in ("oneOf", "anyOf", "enum", "type"):
            if key in first and key in second and first[key] != second[key]:
                raise SpecError(f"{at}: two parts of it differ in {key}")
        merged = {**first, **second}
        if "properties" in first and "properties" in second:
            properties = dict(first["properties"])
            for wire, schema in second["properties"].items():
                properties[wire] = (
                    self._both(properties[wire], schema, f"{at}: {wire}") if wire in properties else schema
                )
            merged["properties"] = properties
        if "required" in first and "required" in second:
            merged["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
        return merged

    def _both(self, first: Schema, second: Schema, at: str) -> Schema:
        """Return the schema of a property that two parts of an object describe."""
        if first == second:
            return first
        if _only_reference(first) is not None and _only_reference(first) == _only_reference(second):
            return {**first, **second}
        if all(key in (*_ANNOTATIONS, "default", "example", "examples") for key in second):
            return {"allOf": [first], **second}
        if "const" in second or "enum" in second:  # a part that narrows down what the other one allows
            return {**{key: first[key] for key in ("description",) if key in first}, **second}
        return self._merge(self._flat(first, at), self._flat(second, at), at)

    def _united(self, schema: Schema, name: str, at: str) -> Schema:
        """Return what a schema with alternatives says: a union, one object with the keys of all, or a plain type."""
        variants: list[Schema] = schema.get("oneOf") or schema["anyOf"]
        rest = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "discriminator")}
        if "discriminator" in schema:
            if rest.get("properties"):
                raise SpecError(f"{at}: has properties beside a union told apart by a discriminator")
            return {**_annotations(rest), "x-union": self._discriminated(schema, variants, at)}
        flat = [self._flat(variant, at) for variant in variants]
        if all(_is_object(variant) for variant in flat):
            named = [_only_reference(variant) for variant in variants]
            if not rest.get("properties") and all(named):
                return {
                    **_annotations(rest),
                    "x-union": self._single_key(schema, [_name(ref) for ref in named if ref], flat, at),
                }
            merged = rest
            for variant in flat:
                optional = {
                    key: value for key, value in variant.items() if key in ("type", "properties", "oneOf", "anyOf")
                }
                merged = self._merge(merged, optional, at)
            return self._united(merged, name, at) if "oneOf" in merged or "anyOf" in merged else merged
        types = {variant.get("type") for variant in flat}
        if len(types) == 1 and types <= set(_SCALARS):
            return {**rest, "type": types.pop()}
        return _annotations(rest)

    def _discriminated(self, schema: Schema, variants: list[Schema], at: str) -> Schema:
        references = [_only_reference(variant) for variant in variants]
        if not all(references):
            raise SpecError(f"{at}: a variant of a union with a discriminator must be a reference")
        for reference in references:
            self._component(str(reference), at)
        names = [_name(reference) for reference in references if reference]
        mapping = schema["discriminator"].get("mapping") or {name: name for name in names}
        values = {value: _name(reference) for value, reference in mapping.items()}
        if set(values.values()) != set(names):
            raise SpecError(
                f"{at}: the discriminator maps to {sorted(set(values.values()))}, the variants are {sorted(names)}"
            )
        return {
            "key": schema["discriminator"]["propertyName"],
            "variants": values,
            "default": _default(schema, names, at),
        }

    def _single_key(self, schema: Schema, names: list[str], flat: list[Schema], at: str) -> Schema:
        values: dict[str, str] = {}
        for index, (name, variant) in enumerate(zip(names, flat, strict=True)):
            others = [other.get("required", []) for position, other in enumerate(flat) if position != index]
            keys = [key for key in variant.get("required", []) if not any(key in required for required in others)]
            if len(keys) != 1:
                raise SpecError(
                    f"{at}: nothing tells {name} from the other variants: it must require one key of its own"
                )
            values[keys[0]] = name
        return {"key": None, "variants": values, "default": _default(schema, names, at)}


def _refuse_servers(holder: Json, at: str) -> None:
    if "servers" in holder:
        raise SpecError(f"{at}: has servers of its own, but a product is reached at one host")


def _without_null(schema: Schema) -> Schema:
    """Return the schema with null turned into `x-nullable`, and the default kept as `x-default`."""
    result = {key: value for key, value in schema.items() if key not in ("default", "nullable", "title")}
    if schema.get("default") is not None:
        result["x-default"] = schema["default"]
    nullable = schema.get("nullable") is True
    if isinstance(schema.get("type"), list):
        types = [kind for kind in schema["type"] if kind != "null"]
        nullable = nullable or len(types) < len(schema["type"])
        if len(types) == 1:
            result["type"] = types[0]
        else:
            result = _annotations(result)
    elif schema.get("type") == "null" or ("const" in schema and schema["const"] is None):
        nullable, result = True, _annotations(result)
    if None in result.get("enum", []):
        nullable = True
        result["enum"] = [value for value in result["enum"] if value is not None]
    for key in ("oneOf", "anyOf"):
        if key not in result:
            continue
        variants = [variant for variant in result[key] if variant != {"type": "null"}]
        nullable = nullable or len(variants) < len(result[key])
        if len(variants) == 1:
            del result[key]
            result = {key: value for key, value in result.items() if key not in ("discriminator", "x-default-variant")}
            result["allOf"] = [*result.get("allOf", []), variants[0]]
        else:
            result[key] = variants
    return {**result, "x-nullable": True} if nullable else result


def _only_reference(schema: Schema) -> str | None:
    """Return the reference of a schema that says nothing else about the value."""
    if any(key not in (*_ANNOTATIONS, "default", "example", "examples", "$ref", "allOf") for key in schema):
        return None
    references = [schema, *schema.get("allOf", [])] if "$ref" in schema else schema.get("allOf", [])
    if len(references) != 1 or "$ref" not in references[0] or (references[0] is not schema and len(references[0]) > 1):
        return None
    return str(references[0]["$ref"])


def _annotations(schema: Schema) -> Schema:
    return {key: schema[key] for key in _ANNOTATIONS if key in schema}


def _is_object(schema: Schema) -> bool:
    return (
        schema.get("type") == "object"
        or "properties" in schema
        or (schema.get("type") is None and "required" in schema)
    )


def _enum_type(values: list[Any], at: str) -> str:
    types = {type(value) for value in values}
    if types not in ({str}, {int}):
        raise SpecError(f"{at}: the values of an enum must be all strings or all integers")
    if len(set(values)) < len(values):
        raise SpecError(f"{at}: a value of the enum is repeated")
    return "string" if types == {str} else "integer"


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def _default(schema: Schema, names: Iterable[str], at: str) -> str | None:
    default = schema.get("x-default-variant")
    if default is None:
        return None
    if _name(default) not in names:
        raise SpecError(f"{at}: {default} is not a variant")
    return _name(default)
