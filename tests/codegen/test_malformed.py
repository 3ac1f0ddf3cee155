"""Malformed specs: whatever is wrong in one, the generator says so clearly or makes code that compiles."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen import bundle, generate, products, reading, render
from codegen.bundle import BundleError
from codegen.normalise.terms import SpecError
from codegen.printable import RenderError
from codegen.scaffold.command import scaffold
from codegen.sections import ProductError

CLEAR = (BundleError, ProductError, RenderError, SpecError)
PRODUCTS = {
    "number-lookup": products.load(products.PRODUCTS / "number-lookup.yaml"),
    "sms": products.load(products.PRODUCTS / "sms.yaml"),
    "torture": products.load(Path(generate.__file__).parent / "testdata/torture-products.yaml"),
}
SPECS = {
    "number-lookup": bundle.load(generate.SPECS / "number-lookup.yaml"),
    "sms": bundle.load(generate.SPECS / "sms.yaml"),
    "torture": bundle.load(Path(generate.__file__).parent / "testdata/torture.yaml"),
}
VALUES = (None, True, 0, -1, 1.5, "", "x", "{", [], {}, [None], {"$ref": "#"}, {"type": "object"}, "#/components")


def places(node: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path to every value within a document."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path for key, value in inside for path in ((*at, key), *places(value, (*at, key)))]


PLACES = {name: places(document) for name, document in SPECS.items()}


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        document = document[part]
    return document


@st.composite
def mutations(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[str, list[tuple[str, Any, Any]]]:
    """Draw the name of a spec, and up to three changes: what to do, where, and with which value or other place."""
    name = draw(st.sampled_from(names))
    path = st.sampled_from(PLACES[name])
    change = st.one_of(
        st.tuples(st.just("drop"), path, st.none()),
        st.tuples(st.just("put"), path, st.sampled_from(VALUES)),
        st.tuples(st.just("copy"), path, path),
        st.tuples(
            st.just("rename"), path, st.sampled_from(["$ref", "type", "x-y", "", "allOf", "oneOf", "properties"])
        ),
        st.tuples(st.just("refer"), path, st.sampled_from(sorted(SPECS[name]["components"]["schemas"]))),
    )
    return name, draw(st.lists(change, min_size=1, max_size=3))


def mutated(name: str, changes: list[tuple[str, Any, Any]]) -> Any:
    document = copy.deepcopy(SPECS[name])
    for what, path, value in changes:
        try:
            holder, key = at(document, path[:-1]), path[-1]
            if what == "drop":
                del holder[key]
            elif what == "put":
                holder[key] = copy.deepcopy(value)
            elif what == "copy":
                holder[key] = copy.deepcopy(at(document, value))
            elif what == "refer":
                holder[key] = {"$ref": f"#/components/schemas/{value}"}
            elif isinstance(holder, dict):
                holder[value] = holder.pop(key)
        except (IndexError, KeyError, TypeError):
            pass  # an earlier change has removed the place
    return document


def made(name: str, document: Any, folder: Path) -> None:
    """Generate from a document; raise what is not clear."""
    path = folder / PRODUCTS[name].spec
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        found = reading.read(bundle.load(path), PRODUCTS[name])
        modules = render.render(found.api, PRODUCTS[name], found.services, found.signature)
    except CLEAR:
        return
    for module, text in modules.items():
        compile(text, module, "exec")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations(("number-lookup", "torture")))
def test_a_changed_spec_is_rejected_clearly_or_becomes_code(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, list[tuple[str, Any, Any]]]
) -> None:
    made(case[0], mutated(*case), tmp_path_factory.getbasetemp())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations(("number-lookup",)))
def test_a_product_of_a_changed_spec_is_started_or_rejected_clearly(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, list[tuple[str, Any, Any]]]
) -> None:
    root = tmp_path_factory.mktemp("project")
    (root / "codegen/products").mkdir(parents=True)
    (root / "lookup.yaml").write_text(json.dumps(mutated(*case)), encoding="utf-8")
    try:
        result = scaffold(root / "lookup.yaml", "lookup", root)
    except CLEAR:
        return
    for name in result.written:
        if name.endswith(".py"):
            compile((root / name).read_text(encoding="utf-8"), name, "exec")


ACCOUNT = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}}}
DONE = {"204": {"description": "Done."}}
TEXT = {"type": "string"}


def spec(schemas: Any, **root: Any) -> dict[str, Any]:
    """Return a spec with one operation, whose body is the schema `S0`."""
    body = {"content": {"application/json": {"schema": ref(0)}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example.com"}],
        "security": [{"Account": []}],
        "paths": {"/things": {"post": {"operationId": "MakeThing", "requestBody": body, "responses": DONE}}},
        "components": {"securitySchemes": {"Account": ACCOUNT}, "schemas": schemas},
        **root,
    }


def ref(name: object) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/S{name}"}


def chain(length: int, link: Any) -> dict[str, Any]:
    return {f"S{index}": link(ref(index + 1)) for index in range(length)} | {f"S{length}": thing(z=TEXT)}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def nested(depth: int) -> dict[str, Any]:
    return thing(inner=nested(depth - 1)) if depth else TEXT


def started(document: Any, folder: Path) -> None:
    """Scaffold a product of a spec, then generate it."""
    (folder / "codegen/products").mkdir(parents=True)
    (folder / "things.yaml").write_bytes(
        document if isinstance(document, bytes) else json.dumps(document).encode("utf-8")
    )
    scaffold(folder / "things.yaml", "things", folder)
    generate.package(products.load(folder / "codegen/products/things.yaml"), folder)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (spec(chain(300, lambda link: link)), "begins a chain of more than 100 references"),
        (spec(chain(300, lambda link: {"allOf": [link], **thing(a=TEXT)})), "extends more than 50 schemas"),
        (spec(chain(300, lambda link: {"type": "array", "items": link})), "lead too deeply through each other"),
        (spec({"S0": nested(60)}), "at most 100 levels"),
        (spec({"S0": {"oneOf": [ref(0), thing(a=TEXT)], "type": "object"}}), "S0 is a variant of itself"),
        (spec({"S0": {"anyOf": [ref(0), TEXT]}}), "S0 is a variant of itself"),
        (spec({"S0": {"allOf": [ref(1)]}, "S1": {"allOf": [ref(0)]}}), "S0: consists of nothing but itself"),
        (
            spec({"S0": {"allOf": [ref(1), ref(2)]}, "S1": thing(p=ref(1)), "S2": thing(p=ref(2))}),
            "differently without",
        ),
        (spec({"S0": {"allOf": [False, thing(a=TEXT)]}}), "S0: no value matches this schema"),
        (
            spec({"S0": thing(a={"oneOf": [thing(b=TEXT), ref(0)]})}),
            "/components/schemas/S0/properties/a: is a part of itself: that takes a component of its own",
        ),
        (
            spec({"S0": {"type": "object", "properties": {"a": {**ref(0), "required": False}}}}, openapi="3.0.3"),
            "/components/schemas/S0/properties/a/required: must be an array, not False",
        ),
        (spec({"S0": thing(a={"oneOf": [False, {"type": "null"}]})}), "properties/a: no value matches this schema"),
        (
            spec({"S0": {"oneOf": [ref(0)], "discriminator": {"propertyName": "a", "mapping": {"b": {"#": 1}}}}}),
            "mapping: must map values to schemas",
        ),
        (spec(None), "S0' does not exist"),
        (spec({"S0": thing(a=TEXT)}, components=[]), "S0' does not exist"),
        (spec({"S0": thing(a=TEXT)}, paths=None), "/paths: must be an object, not null"),
        (spec({"S0": thing(a=TEXT)}, paths={"/a": {"$ref": "#/paths/~1a"}}), "/paths/~1a refers to itself"),
        (spec({"S0": thing(a=TEXT)}, paths={"/a/{b": {}}), "/paths/~1a~1{b: has braces"),
        (spec({"S0": thing(a=TEXT)}, servers="x"), "/servers: must be an array, not 'x'"),
        (spec({"S0": thing(a=TEXT)}, servers=[{"url": "/v1"}]), "the server /v1 has no host"),
        (spec({"S0": thing(a=TEXT)}, openapi=3.1), "/openapi: must be a version of OpenAPI 3.0 or 3.1"),
        (b"openapi: \xff\xfe", "'utf-8'"),
        (b"? [a]\n: b", "the key in line 1 is not text"),
        (b"a: " + b"9" * 5000, "integer string conversion"),
        (b"&a\na: *a", "at most 100 levels"),
        (b"a: " + b"[" * 20000, "exceeded maximum nesting depth"),
        (b"", "a spec is a mapping"),
    ],
)
def test_hard_cases_are_rejected_clearly(document: Any, problem: str, tmp_path: Path) -> None:
    with pytest.raises(CLEAR) as caught:
        started(document, tmp_path)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [
        spec(chain(90, lambda link: link)),
        spec(chain(45, lambda link: {"allOf": [link], **thing(a=TEXT)})),
        spec(chain(300, lambda link: thing(x=link))),
        spec({"S0": nested(40)}),
        spec({"S0": True}),
        spec({"S0": thing(a=TEXT)}, paths={}),
    ],
)
def test_hard_cases_become_code(document: Any, tmp_path: Path) -> None:
    started(document, tmp_path)


def operation(name: str, **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": DONE, **more}


def content(schema: Any, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "It.", "content": {media_type: {"schema": schema}}}


FAILED = {"default": content(ref(0))}
SHAPES = {
    "a list with a header that leads on": {
        "/things": {
            "get": operation(
                "listThings",
                parameters=[{"name": "limit", "in": "query", "schema": {"type": "integer", "format": "int32"}}],
                responses={
                    "200": {
                        **content({"type": "array", "items": ref(0)}),
                        "headers": {"x-next": {"description": "The next page.", "schema": TEXT}},
                    },
                    **FAILED,
                },
            ),
        },
    },
    "callbacks to a URL in the query": {
        "/streams": {
            "post": operation(
                "openStream",
                parameters=[{"name": "url", "in": "query", "required": True, "schema": {**TEXT, "format": "uri"}}],
                callbacks={
                    "onData": {
                        "{$request.query.url}/data": {"post": {"requestBody": content(ref(0)), "responses": DONE}}
                    }
                },
            ),
        },
    },
    "links between operations": {
        "/users/{name}": {
            "parameters": [{"name": "name", "in": "path", "required": True, "schema": TEXT}],
            "get": operation(
                "getUser",
                responses={
                    "200": {
                        **content(ref(0)),
                        "links": {"all": {"operationId": "getUser", "parameters": {"name": "x"}}},
                    }
                },
            ),
        },
    },
    "a form that is searched with": {
        "/records/{version}": {
            "post": operation(
                "search",
                parameters=[{"name": "version", "in": "path", "required": True, "schema": {**TEXT, "default": "v1"}}],
                requestBody={
                    "required": True,
                    **content(
                        {**thing(criteria={**TEXT, "default": "*:*"}), "required": ["criteria"]},
                        "application/x-www-form-urlencoded",
                    ),
                },
                responses={
                    "200": content({"type": "array", "items": {"type": "object", "additionalProperties": thing()}}),
                    "404": {"description": "None."},
                },
            ),
        },
    },
    "multiple choices": {
        "/": {
            "get": operation("listVersions", responses={"200": content(thing(a=TEXT)), "300": content(thing(b=TEXT))})
        }
    },
}
"""Shapes of the examples that come with OpenAPI, described anew."""


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_shapes_of_well_known_examples_become_code(name: str, version: str, tmp_path: Path) -> None:
    pet = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "format": "int64"}, "tag": TEXT},
    }
    started(
        spec({"S0": pet, "S1": {"allOf": [ref(0), thing(more=TEXT)]}}, openapi=version, paths=SHAPES[name]), tmp_path
    )
