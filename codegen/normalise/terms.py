"""What all parts of normalising share: the vocabulary of specs, and how to read a schema by itself."""

from collections.abc import Iterable
from typing import Any, NamedTuple

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SCALARS = ("string", "integer", "number", "boolean")

JSON, FORM = "application/json", "application/x-www-form-urlencoded"

Schema = dict[str, Any]

_ANNOTATIONS = ("description", "deprecated", "readOnly", "writeOnly", "x-default", "x-nullable", "x-values")
_SAYING_NOTHING = (*_ANNOTATIONS, "default", "example", "examples")


class Problem(NamedTuple):
    """One thing wrong with a spec."""

    text: str
    """The JSON pointer of the place, and what is wrong there."""
    remedy: str
    """What to write into the products file."""


class SpecError(ValueError):
    """A spec that the generator rejects; the text names the place in it."""

    CORRECT = "corrections: an entry that changes the spec there, with the reason"

    def __init__(self, text: str, remedy: str = CORRECT) -> None:
        super().__init__(text)
        self.problems = [Problem(text, remedy)]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> "SpecError":
        """Return an error that has all of these problems."""
        found = list(dict.fromkeys(problems))
        error = cls("\n".join(problem.text for problem in found))
        error.problems = found
        return error


def operation_id(path: str, method: str, operation: Schema) -> str:
    """Return the id of an operation; one without is called by its method and path: `get /v1/things/{id}`."""
    return str(operation.get("operationId") or f"{method} {path}")


def target(schema: Schema) -> str | None:
    """Return the component that a schema in normal form refers to."""
    reference = schema.get("$ref") or (schema["allOf"][0]["$ref"] if "allOf" in schema else None)
    return None if reference is None else str(reference).rsplit("/", 1)[1].replace("~1", "/").replace("~0", "~")


def name_of(reference: str) -> str:
    """Return the last part of a reference: the name of the component."""
    return reference.rsplit("/", 1)[-1]


def annotations(schema: Schema) -> Schema:
    """Return the keywords of a schema that describe a value without limiting it."""
    return {key: schema[key] for key in _ANNOTATIONS if key in schema}


def is_annotation(schema: Schema) -> bool:
    """Return whether a schema does not limit anything."""
    return all(key in _SAYING_NOTHING for key in schema)


def only_reference(schema: Schema) -> str | None:
    """Return the reference of a schema that consists of it and annotations only.

    `{$ref: X, description: ...}` and `{allOf: [{$ref: X}]}` do; `{$ref: X, required: [a]}` does not.
    """
    if any(key not in (*_SAYING_NOTHING, "$ref", "allOf") for key in schema):
        return None
    references = [schema, *schema.get("allOf", [])] if "$ref" in schema else schema.get("allOf", [])
    if len(references) != 1 or not isinstance(references[0], dict) or "$ref" not in references[0]:
        return None
    if references[0] is not schema and len(references[0]) > 1:
        return None
    return str(references[0]["$ref"])


def is_object(schema: Schema) -> bool:
    """Return whether a flat schema describes an object, by its type or by keywords about keys."""
    return (
        schema.get("type") == "object"
        or "properties" in schema
        or (schema.get("type") is None and "required" in schema)
    )


def without_null(schema: Schema) -> Schema:
    """Return the schema with null turned into `x-nullable`, and the default kept as `x-default`.

    `{type: [string, "null"]}` becomes `{type: string, x-nullable: true}`, and `{oneOf: [{$ref: X}, {type: "null"}]}`
    becomes `{allOf: [{$ref: X}], x-nullable: true}`.
    """
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
            result = annotations(result)
    elif schema.get("type") == "null" or ("const" in schema and schema["const"] is None):
        nullable, result = True, annotations(result)
    if None in result.get("enum", []):
        nullable = True
        result["enum"] = [value for value in result["enum"] if value is not None]
    for key in ("oneOf", "anyOf"):
        if key not in result:
            continue
        variants = [variant for variant in result[key] if variant != {"type": "null"}]
        nullable = nullable or len(variants) < len(result[key])
        if len(variants) < 2:
            del result[key]
            result = {key: value for key, value in result.items() if key not in ("discriminator", "x-default-variant")}
            result["allOf"] = [*result.get("allOf", []), *variants]
        else:
            result[key] = variants
    return {**result, "x-nullable": True} if nullable else result
