"""Check the specs: valid OpenAPI 3.1, examples that fit their schemas, and the conventions of specs/README.md.

A spec as someone else published it only has to be OpenAPI 3.0 or 3.1, after the corrections in its products file.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from codegen import products, shape, signature
from codegen.bundle import BundleError, Json, join, load, resolve, split
from codegen.normalise.terms import METHODS
from codegen.places import places
from codegen.products import ProductFile

SPECS = Path(__file__).parent.parent / "specs"

_URI = "urn:spec"
_SCHEMA_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMAS = (
    *("items", "contains", "not", "if", "then", "else", "propertyNames"),
    *("additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
)

Problem = tuple[str, str]  # JSON pointer, and what is wrong there


def main(argv: list[str]) -> int:
    """Check the given specs, or all of specs/; print one line per problem and return the exit code."""
    paths = [Path(argument) for argument in argv] or sorted(SPECS.glob("*.yaml"))
    if not paths:
        print(f"{SPECS}: no specs found", file=sys.stderr)
        return 1
    problems = check(paths)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(paths)} specs are valid, and so are their examples")
    return 1 if problems else 0


def check(paths: Iterable[Path], folder: Path | None = None) -> list[str]:
    """Return every problem of the specs at `paths`, as lines with the file, the JSON pointer and what is wrong.

    `folder` has the products files.
    """
    published = {product.spec: product for product in products.load_all(folder) if product.published}
    return [
        f"{path}: {pointer or '/'}: {what}"
        for path in paths
        for pointer, what in _problems(path, published.get(path.name))
    ]


def bodies_without_examples(document: Json) -> Iterator[str]:
    """Return the places of the JSON media types of bodies that have no example, or one that does not fit."""
    spec = _Spec(document)
    for place in places(document):
        if place.kind in ("request body", "response") and isinstance(place.node, dict):
            for media_type, media in place.node.get("content", {}).items():
                at = join(place.at, "content", media_type)
                if _is_json(media_type) and not spec.has_examples(at, media, sent=place.kind == "request body"):
                    yield at


def _problems(path: Path, published: ProductFile | None) -> list[Problem]:
    try:
        document = load(path)
    except (BundleError, OSError) as error:
        return [("", str(error))]
    if published is not None:
        return shape.problems(published.correct(document))
    if not str(document.get("openapi", "")).startswith("3.1."):
        return [("/openapi", "must be a version 3.1")]
    misshapen = list(_described(OpenAPIV31SpecValidator.schema_validator.iter_errors(document), ""))
    if misshapen:
        return misshapen
    spec = _Spec(document)
    # The other messages of openapi-spec-validator lack a pointer, so they are only used where we found nothing.
    return (
        list(spec.invalid_schemas())
        or list(spec.problems())
        or [("", " ".join(error.message.split())) for error in OpenAPIV31SpecValidator(document).iter_errors()]
    )


def _described(errors: Iterable[ValidationError], where: str) -> Iterator[Problem]:
    for error in errors:
        yield join(where, *error.absolute_path), " ".join(error.message.split())


class _Spec:
    """The checks that assume a well-formed document; all but the first also assume valid schemas."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = _with_absolute_references(document)
        resource: Resource[Any] = DRAFT202012.create_resource(self._document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)

    def invalid_schemas(self) -> Iterator[Problem]:
        meta = self._validator(Draft202012Validator.META_SCHEMA)
        for where, schema in self._outermost_schemas():
            yield from _described(meta.iter_errors(schema), where)

    def problems(self) -> Iterator[Problem]:
        for where, schema in self._schemas():
            yield from self._schema_examples(where, schema)
        for where, holder in self._example_holders():
            yield from self._holder_examples(where, holder)
        for where, operation in self._operations():
            yield from self._missing_examples(where, operation)
            yield from self._undeclared_in_request(where, operation)
        yield from self._operation_ids()
        yield from self._discriminators()
        yield from self._unused_components()
        yield from signature.problems(self._document)

    def has_examples(self, at: str, media: dict[str, Any], *, sent: bool) -> bool:
        """Return whether a media type has examples that fit its schema, with nothing undeclared if they are sent."""
        schema = _with_absolute_references(media.get("schema", {}))
        found = [value for _, value in self._examples(at, _with_absolute_references(media))]
        return bool(found) and not any(
            any(True for _ in self._misfit(at, schema, value)) or (sent and any(self._undeclared(schema, value, "")))
            for value in found
        )

    # Operations

    def _operations(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for section in ("paths", "webhooks"):
            for name, item in self._document.get(section, {}).items():
                at, item = self._follow(join("", section, name), item)
                yield from ((join(at, method), item[method]) for method in METHODS if method in item)

    def _operation_ids(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for where, operation in self._operations():
            operation_id = operation.get("operationId")
            if operation_id is None:
                if where.startswith("/paths/"):
                    yield where, "has no operationId"
                continue
            folded = "".join(char for char in operation_id.lower() if char.isalnum())
            if folded in seen:
                yield where, f"operationId {operation_id!r} is too similar to that of {seen[folded]}"
            seen.setdefault(folded, where)

    def _missing_examples(self, where: str, operation: dict[str, Any]) -> Iterator[Problem]:
        bodies = [("request body", *self._request(where, operation))]
        for status, response in operation.get("responses", {}).items():
            if status.startswith("2"):
                bodies.append((f"{status} response", *self._follow(join(where, "responses", status), response)))
        for what, at, body in bodies:
            for media_type, media in body.get("content", {}).items():
                if _is_json(media_type) and "example" not in media and not media.get("examples"):
                    yield join(at, "content", media_type), f"no example of the {what} of {_name(where, operation)}"

    def _undeclared_in_request(self, where: str, operation: dict[str, Any]) -> Iterator[Problem]:
        at, body = self._request(where, operation)
        for media_type, media in body.get("content", {}).items():
            for place, example in self._examples(join(at, "content", media_type), media):
                for key in self._undeclared(media.get("schema", {}), example, ""):
                    yield place, f"{key} is not declared by the schema"

    def _request(self, where: str, operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self._follow(join(where, "requestBody"), operation.get("requestBody", {}))

    # Examples

    def _example_holders(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every media type, parameter and header: everything that has a schema and may have examples."""

        def walk(node: Json, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
            if isinstance(node, list):
                for index, item in enumerate(node):
                    yield from walk(item, join(at, index))
            elif isinstance(node, dict):
                if isinstance(node.get("schema"), dict):
                    yield at, node
                for key, value in node.items():
                    if key not in ("schema", "schemas", "example", "examples") and not key.startswith("x-"):
                        yield from walk(value, join(at, key))

        return walk(self._document, "")

    def _holder_examples(self, where: str, holder: dict[str, Any]) -> Iterator[Problem]:
        for at, example in self._examples(where, holder):
            yield from self._misfit(at, holder["schema"], example)

    def _examples(self, where: str, holder: dict[str, Any]) -> Iterator[tuple[str, Json]]:
        if "example" in holder:
            yield join(where, "example"), holder["example"]
        for name, example in holder.get("examples", {}).items():
            at, example = self._follow(join(where, "examples", name), example)
            if "value" in example:
                yield join(at, "value"), example["value"]

    def _schema_examples(self, where: str, schema: dict[str, Any]) -> Iterator[Problem]:
        for key in ("example", "default"):
            if key in schema:
                yield from self._misfit(join(where, key), schema, schema[key])
        for index, value in enumerate(schema.get("examples", [])):
            yield from self._misfit(join(where, "examples", index), schema, value)

    def _misfit(self, where: str, schema: Json, instance: Json) -> Iterator[Problem]:
        error = best_match(self._validator(schema).iter_errors(instance))
        if error:
            error = best_match(self._validator(self._variant(schema, instance)).iter_errors(instance)) or error
            place = join("", *error.absolute_path)
            yield where, f"does not fit its schema{f' at {place}' if place else ''}: {' '.join(error.message.split())}"

    def _variant(self, schema: Json, instance: Json) -> Json:
        """Return the variant that the instance is meant to be, so that its mistakes are reported for that one only."""
        union = self._target(schema["$ref"])[1] if "$ref" in schema else schema
        discriminator = union.get("discriminator", {})
        if not isinstance(instance, dict):
            return schema
        name = discriminator.get("mapping", {}).get(instance.get(discriminator.get("propertyName")))
        return {"$ref": _mapped(name)} if name else schema

    def _undeclared(self, schema: Json, instance: Json, at: str) -> Iterator[str]:
        """Return pointers to the keys of an instance that no applicable part of the schema declares."""
        parts = list(self._applicable(schema, instance))
        if isinstance(instance, dict):
            declared = any("properties" in part for part in parts)
            unlimited = any("patternProperties" in part or part.get("additionalProperties") for part in parts)
            for key, value in instance.items():
                schemas = [part["properties"][key] for part in parts if key in part.get("properties", {})]
                schemas = schemas or [part["additionalProperties"] for part in parts if "additionalProperties" in part]
                if declared and not schemas and not unlimited:
                    yield join(at, key)
                for sub in schemas:
                    yield from self._undeclared(sub, value, join(at, key))
        elif isinstance(instance, list):
            items = [part["items"] for part in parts if "items" in part]
            for index, value in enumerate(instance):
                for sub in items:
                    yield from self._undeclared(sub, value, join(at, index))

    def _applicable(self, schema: Json, instance: Json) -> Iterator[dict[str, Any]]:
        if not isinstance(schema, dict):
            return
        yield schema
        if "$ref" in schema:
            yield from self._applicable(self._target(schema["$ref"])[1], instance)
        for sub in schema.get("allOf", []):
            yield from self._applicable(sub, instance)
        for sub in [*schema.get("oneOf", []), *schema.get("anyOf", [])]:
            if self._validator(sub).is_valid(instance):
                yield from self._applicable(sub, instance)

    # Schemas and references

    def _schemas(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every schema of the document and every schema within it."""

        def walk(schema: Json, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
            if not isinstance(schema, dict):
                return
            yield at, schema
            for key, value in schema.items():
                if key in _SCHEMAS:
                    yield from walk(value, join(at, key))
                elif key in _SCHEMA_LISTS:
                    for index, sub in enumerate(value):
                        yield from walk(sub, join(at, key, index))
                elif key in _SCHEMA_MAPS:
                    for name, sub in value.items():
                        yield from walk(sub, join(at, key, name))

        for where, schema in self._outermost_schemas():
            yield from walk(schema, where)

    def _outermost_schemas(self) -> Iterator[tuple[str, Json]]:
        for name, schema in self._document.get("components", {}).get("schemas", {}).items():
            yield join("/components/schemas", name), schema
        for where, holder in self._example_holders():
            yield join(where, "schema"), holder["schema"]

    def _discriminators(self) -> Iterator[Problem]:
        for where, schema in self._schemas():
            if "discriminator" not in schema:
                continue
            at = join(where, "discriminator")
            mapping = {value: _mapped(name) for value, name in schema["discriminator"].get("mapping", {}).items()}
            variants = {sub.get("$ref") for key in ("oneOf", "anyOf") for sub in schema.get(key, [])}
            for value, reference in mapping.items():
                if reference not in variants:
                    yield at, f"maps {value} to {reference.removeprefix(_URI)}, which is not a variant"
                elif not self._carries(reference, schema["discriminator"]["propertyName"], value):
                    yield at, f"maps {value} to {reference.removeprefix(_URI)}, which cannot have that value"
            if mapping:
                for reference in sorted(str(variant) for variant in variants - set(mapping.values())):
                    yield at, f"maps nothing to {reference.removeprefix(_URI)}"
            default = schema.get("x-default-variant")
            if default is not None and _mapped(default) not in variants:
                yield join(where, "x-default-variant"), f"{default} is not a variant"

    def _carries(self, reference: str, name: str, value: str) -> bool:
        parts = self._applicable({"$ref": reference}, {name: value})
        kinds = [part["properties"][name] for part in parts if name in part.get("properties", {})]
        return bool(kinds) and all(self._validator(kind).is_valid(value) for kind in kinds)

    def _unused_components(self) -> Iterator[Problem]:
        used: set[str] = set()
        pending = [value for key, value in self._document.items() if key != "components"]
        while pending:
            for reference in _references(pending.pop()):
                component = join("", *split(reference)[:3])
                if component not in used:
                    used.add(component)
                    pending.append(resolve(self._document, component))
        for section, definitions in self._document.get("components", {}).items():
            if section == "securitySchemes":  # named by `security` rather than referred to
                continue
            for name in definitions:
                if join("/components", section, name) not in used:
                    yield join("/components", section, name), "is not used"

    def _follow(self, where: str, node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return self._follow(*self._target(node["$ref"])) if "$ref" in node else (where, node)

    def _target(self, reference: str) -> tuple[str, Json]:
        pointer = reference.removeprefix(f"{_URI}#")
        return pointer, resolve(self._document, pointer)

    def _validator(self, schema: Json) -> Draft202012Validator:
        return Draft202012Validator(schema, registry=self._registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _with_absolute_references(node: Json) -> Json:
    """Copy a bundled document so that any part of it can be used as a schema by itself."""
    if isinstance(node, list):
        return [_with_absolute_references(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _URI + value if key == "$ref" and isinstance(value, str) else _with_absolute_references(value)
        for key, value in node.items()
    }


def _references(node: Json) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from _references(value)


def _mapped(value: str) -> str:
    """Return the reference that a value in a discriminator's mapping stands for; it may be the name of a schema."""
    return _URI + (value if "#" in value else f"#/components/schemas/{value}")


def _is_json(media_type: str) -> bool:
    essence = media_type.split(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def _name(where: str, operation: dict[str, Any]) -> str:
    return str(operation.get("operationId", where))
