"""Shape: whether a document is OpenAPI 3.0 or 3.1, so that nothing that reads it meets what it does not expect."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from referencing import Registry, Resource

from codegen.bundle import Json, join, resolve, split
from codegen.normalise.terms import Problem, SpecError
from codegen.places import SECTIONS, WEBHOOKS, Place, places

LONGEST_CHAIN = 100
_VERSIONS = {"3.0.": OpenAPIV30SpecValidator, "3.1.": OpenAPIV31SpecValidator}
_SCHEMA_KEYWORDS = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_LONGEST_VALUE = 60
_TYPES = {
    **{name: f"a {name}" for name in ("string", "number", "boolean")},
    **{name: f"an {name}" for name in ("object", "array", "integer")},
    "null": "null",
}
_EMPTY = "must not be empty"

PointedProblem = tuple[str, str]
"""A JSON pointer, and what is wrong there."""


def check(document: Json) -> None:
    """Raise an error with everything that keeps a document from being read as OpenAPI."""
    found = problems(document)
    if found:
        raise SpecError.of(Problem(f"{at or '/'}: {what}", SpecError.CORRECT) for at, what in found)


def problems(document: Json) -> list[PointedProblem]:
    """Return everything that keeps a document from being read as OpenAPI, at the lowest level that has problems.

    References can only be judged once every value has the right type.
    """
    version = _version(document)
    if isinstance(version, str):
        return [("/swagger" if "swagger" in document else "/openapi", version)]
    return (
        [*described(_validator(version).iter_errors(document)), *_older_webhooks(document, version)]
        or list(_keywords(document))
        or [*_references(document), *_paths(document)]
    )


@cache
def _validator(version: type[Any]) -> Any:
    """Return the validator of a version; without a registry that knows its anchors, it looks for them at every step."""
    found = version.schema_validator
    resource = Resource.from_contents(found.schema)
    registry: Registry[Any] = Registry().with_resource(resource.id() or "", resource).crawl()
    return found.__class__(found.schema, registry=registry, format_checker=found.format_checker)  # of a proxy


def described(errors: Iterable[ValidationError], where: str = "") -> Iterator[PointedProblem]:
    """Return the errors of a validator of JSON schema, each by the one of its causes that is most likely meant."""
    found: dict[str, dict[str, None]] = {}
    for error in errors:
        while error.context:
            error = _meant(error)
        found.setdefault(join(where, *error.absolute_path), {})[_worded(error)] = None
    for place, texts in found.items():
        for text in texts:
            if text != _EMPTY or len(texts) == 1:  # if something is missing, that is said too
                yield place, text


def _meant(error: ValidationError) -> ValidationError:
    """Return the cause of an error about alternatives: a reference was not meant where nothing is called `$ref`."""
    referring = isinstance(error.instance, dict) and "$ref" in error.instance
    causes = [
        cause for cause in error.context or () if referring or "$ref" not in (_required(cause), *cause.relative_path)
    ]
    return best_match(iter(causes or error.context or ())) or error


def _required(error: ValidationError) -> str | None:
    return "$ref" if error.validator == "required" and error.message.startswith("'$ref'") else None


def _worded(error: ValidationError) -> str:
    if error.validator == "type":
        types = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return f"must be {' or '.join(_TYPES[name] for name in types)}, not {_shown(error.instance)}"
    if error.validator == "enum":
        return f"must be one of {', '.join(map(str, error.validator_value))}, not {_shown(error.instance)}"
    if error.validator in ("minProperties", "minItems") and not error.instance:
        return _EMPTY
    if error.validator == "required" and "then" in error.absolute_schema_path:
        return "must have a status, such as '200', or default"
    text = " ".join(error.message.split())
    whole = repr(error.instance)
    if len(whole) > _LONGEST_VALUE:
        text = text.replace(whole, _shown(error.instance))
    return text if len(text) <= 300 else f"{text[:297]}..."


def _shown(value: Any) -> str:
    text = repr(value)
    if len(text) <= _LONGEST_VALUE:
        return "null" if value is None else text
    return f"{text[: _LONGEST_VALUE - 3]}..."


def _version(document: Json) -> type[Any] | str:
    """Return the validator of a document's version of OpenAPI, or what is wrong with the version."""
    version = document.get("openapi")
    if version is None and "swagger" in document:
        return f"Swagger {document['swagger']} is not supported: convert the spec to OpenAPI 3.0 or 3.1"
    for prefix, validator in _VERSIONS.items():
        if isinstance(version, str) and version.startswith(prefix):
            return validator
    return f"must be a version of OpenAPI 3.0 or 3.1, in quotes, such as '3.1.0', not {_shown(version)}"


def _older_webhooks(document: Json, version: type[Any]) -> Iterator[PointedProblem]:
    """Judge what is posted where the version has no place for it: as paths."""
    _, key = WEBHOOKS
    found = document.get(key, {})
    if not isinstance(found, dict):
        yield join("", key), f"must be an object, not {_shown(found)}"
        return
    as_paths = {**document, "paths": {f"/{name}": item for name, item in found.items() if not name.startswith("x-")}}
    for at, what in described(_validator(version).iter_errors(as_paths)) if found else ():
        if at.startswith("/paths/~1"):
            yield f"/{key}/{at.removeprefix('/paths/~1')}", what


def _keywords(document: Json) -> Iterator[PointedProblem]:
    """Judge the schemas: what JSON schema says of keywords, and the few that only OpenAPI or this project has."""
    sound: set[str] = set()
    for place in places(document):
        if place.kind != "schema":
            continue
        if not isinstance(place.node, (dict, bool)):
            yield place.at, f"must be a schema, not {_shown(place.node)}"
        elif isinstance(place.node, dict):
            yield from _keywords_of_openapi(place.at, place.node)
            # what stands beside a reference in 3.0 is read here, though its validator does not look at it
            if not str(document["openapi"]).startswith("3.0") or "$ref" in place.node:
                yield from _own_keywords(place, sound)
                yield from _containers(place.at, place.node)


def _own_keywords(place: Place, sound: set[str]) -> Iterator[PointedProblem]:
    """Judge a schema without its parts, unless one like it was `sound`: most are alike but for texts."""
    own = {
        key: value
        for key, value in place.node.items()
        if key not in _WITH_SCHEMAS and not (key in _TEXTS and isinstance(value, str))
    }
    key = json.dumps(own, sort_keys=True)
    if key not in sound:
        found = list(described(_SCHEMA_KEYWORDS.iter_errors(own), place.at))
        if not found:
            sound.add(key)
        yield from found


_MAPS = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_WITH_SCHEMAS = (*_MAPS, *_LISTS, "not", "if", "then", "else", "items", "contains", "propertyNames")
"""Keywords whose parts are places of their own."""
_TEXTS = ("$ref", "description", "title")
"""Keywords that take any text."""


def _containers(at: str, schema: Json) -> Iterator[PointedProblem]:
    for keywords, form, name in ((_MAPS, dict, "an object"), (_LISTS, list, "an array")):
        for keyword in keywords:
            if keyword in schema and not isinstance(schema[keyword], form):
                yield join(at, keyword), f"must be {name} of schemas, not {_shown(schema[keyword])}"
            elif form is list and schema.get(keyword) == []:
                yield join(at, keyword), "must not be empty"


def _keywords_of_openapi(at: str, schema: Json) -> Iterator[PointedProblem]:
    for keyword, form, name in (
        ("discriminator", dict, "an object"),
        ("x-extensible-enum", list, "an array"),
        ("x-default-variant", str, "the name of a schema"),
        ("nullable", bool, "true or false"),
    ):
        if keyword in schema and not isinstance(schema[keyword], form):
            yield join(at, keyword), f"must be {name}, not {_shown(schema[keyword])}"
    discriminator = schema.get("discriminator")
    if isinstance(discriminator, dict):
        if not isinstance(discriminator.get("propertyName"), str):
            yield join(at, "discriminator"), "must have propertyName, the name of a property"
        mapping = discriminator.get("mapping", {})
        if not isinstance(mapping, dict) or not all(isinstance(value, str) for value in mapping.values()):
            yield join(at, "discriminator", "mapping"), "must map values to schemas"


def _references(document: Json) -> Iterator[PointedProblem]:
    for place in places(document):
        if isinstance(place.node, dict) and isinstance(place.node.get("$ref"), str):
            problem = _chain(document, place)
            if problem is not None:
                yield join(place.at, "$ref"), problem


def _chain(document: Json, place: Place) -> str | None:
    """Return what is wrong with a reference, and with all that follow it."""
    section = SECTIONS.get(place.kind)
    seen: list[str] = []
    node = place.node
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        if reference in seen:
            return f"{reference} refers to itself"
        if len(seen) == LONGEST_CHAIN:
            return f"begins a chain of more than {LONGEST_CHAIN} references: refer to {reference} or what follows it"
        seen.append(reference)
        parts = split(reference.removeprefix("#"))
        if section is None or not reference.startswith("#/") or len(parts) != 3 or parts[:2] != ["components", section]:
            wanted = f"in components/{section}" if section else "possible here"
            return f"{reference} is not {wanted}: a {place.kind} is a whole component there" if section else wanted
        try:
            node = resolve(document, reference.removeprefix("#"))
        except KeyError:
            return f"{reference} does not exist"
    return None


def _paths(document: Json) -> Iterator[PointedProblem]:
    for path in document.get("paths", {}):
        if path.startswith("x-"):
            continue
        at = join("/paths", path)
        names = re.findall(r"\{([^{}]*)\}", path)
        if not path.startswith("/"):
            yield at, "must begin with a slash"
        if set("{}") & set(re.sub(r"\{[^{}]*\}", "", path)) or "" in names:
            yield at, "has braces that do not enclose the name of a parameter"
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield at, f"has {{{name}}} more than once"
