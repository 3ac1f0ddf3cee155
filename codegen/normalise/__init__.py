"""Normalise a bundled spec: express it in the few forms that openapi-python-client parses without loss.

The result (`normalise` is a pure function from document to document):

- Every object with properties, every enum and every union is a component; inline ones are named after their place.
- A schema elsewhere is a reference, a scalar, an array, a map (`additionalProperties`), or `{}` for anything.
  A reference with siblings is written `{allOf: [{$ref}], ...}`.
- `allOf` is flattened, and `x-base` says which component it extends. So is a `oneOf` whose variants are inline or share
  properties: their keys are optional then.
- Other unions of objects are `{type: object, x-union: {key, variants, default}}`.
- Null is `x-nullable`, a default `x-default` (documented, never sent), a format `x-format`, and `x-extensible-enum` an
  enum (all enums are open). The values of an enum of other types than strings or integers are `x-values`.
- Parameters and responses are inlined, global security is pushed down to `x-authenticated`; examples and webhooks go.
  The components that replies to webhooks consist of are listed under `x-replies`; where those that the spec has not as
  such are described in it is under `x-places`.
- Content is always `application/json`; what a body is really sent as is its `x-media-type`. The addresses of an
  operation's own servers are its `x-servers`, the schemes of its own security its `x-security`, and a parameter of the
  style deepObject is `x-deep`.
"""

from collections.abc import Iterator

from codegen.bundle import Json
from codegen.normalise.cycles import reject_cycles
from codegen.normalise.operations import OperationNormaliser
from codegen.normalise.schemas import SchemaNormaliser
from codegen.normalise.terms import name_of
from codegen.problems import Problems


def normalise(document: Json) -> Json:
    """Return the normal form of a bundled spec; an error has everything that has none."""
    problems = Problems()
    schemas = SchemaNormaliser(document, problems)
    schemas.components()
    operations = OperationNormaliser(document, schemas, problems)
    form = {
        "openapi": "3.1.0",
        "info": {"title": "spec", "version": "1"},
        "paths": {path: operations.path_item(item, path) for path, item in document.get("paths", {}).items()},
        "components": {"schemas": schemas.result},
        "x-replies": sorted(set(_replies(document))),
        "x-places": schemas.places,
    }
    reject_cycles(schemas.result, problems)
    problems.finish()
    return form


def _replies(document: Json) -> Iterator[str]:
    """Yield the components that are replied to webhooks."""
    for item in document.get("webhooks", {}).values():
        for operation in item.values():
            responses = operation.get("responses", {}) if isinstance(operation, dict) else {}
            for response in responses.values():
                for media in response.get("content", {}).values():
                    if "$ref" in media.get("schema", {}):
                        yield name_of(media["schema"]["$ref"])
