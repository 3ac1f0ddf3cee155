"""Routes of a spec: path parameters, custom verbs, queries, and the examples of every spec, validated."""

from pathlib import Path

import pytest

from sinch.testing import openapi
from sinch.testing.openapi import Invalid, Spec

SPECS = Path(__file__).parents[2] / "specs"

TEXT = {"type": "string"}


def operation(identifier, **more):
    return {"operationId": identifier, "responses": {"200": {"description": "ok"}}, **more}


@pytest.fixture(scope="module")
def numbers():
    number = [{"name": "number", "in": "path", "required": True, "schema": TEXT}]
    return Spec(
        {
            "paths": {
                "/numbers/{number}": {"get": operation("get"), "parameters": number},
                "/numbers/{number}:rent": {"post": operation("rent"), "parameters": number},
                "/numbers:rentAny": {"post": operation("rentAny")},
                "/numbers/free": {"get": operation("free")},
                "/numbers": {
                    "get": operation(
                        "list",
                        parameters=[
                            {"name": "size", "in": "query", "schema": {"type": "integer"}},
                            {"name": "all", "in": "query", "schema": {"type": "boolean"}},
                            {"name": "price.max", "in": "query", "schema": {"type": "number"}},
                            {"name": "kind", "in": "query", "schema": {"type": "array", "items": TEXT}},
                            {
                                "name": "code",
                                "in": "query",
                                "explode": False,
                                "required": True,
                                "schema": {"type": "array", "items": {"type": "integer"}},
                            },
                        ],
                    )
                },
            }
        }
    )


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "/numbers/%2B1", ("get", {"number": "+1"})),
        ("GET", "/numbers/a%2Fb", ("get", {"number": "a/b"})),
        ("GET", "/numbers/free", ("free", {})),
        ("POST", "/numbers/%2B1:rent", ("rent", {"number": "+1"})),
        ("POST", "/numbers:rentAny", ("rentAny", {})),
        ("POST", "/numbers/%2B1%3Arent", {"GET"}),
        ("DELETE", "/numbers", {"GET"}),
        ("GET", "/numbers/", set()),
        ("GET", "/numbers/1/2", set()),
    ],
)
def test_find(numbers, method, path, found):
    result = numbers.find(method, path)
    if isinstance(found, set):
        assert result == found
    else:
        operation, values = result
        assert (operation.id, operation.read_path(values)) == found


def test_query(numbers):
    listing = numbers.operations["list"]
    pairs, values = listing.read_query("size=5&all=true&price.max=1.5&kind=a%2Cb&kind=c&code=1,2")
    assert values == {"size": 5, "all": True, "price.max": 1.5, "kind": ["a,b", "c"], "code": [1, 2]}
    assert pairs[0] == ("size", "5")
    for query, problem in [
        ("", "code: is required"),
        ("code=1&size=x", "size: 'x' is not of type 'integer'"),
        ("code=1&all=True", "all: 'True' is not of type 'boolean'"),
        ("code=1&codes=1", "codes: is not a known query parameter"),
        ("code=1&size=1&size=2", "size: is given more than once"),
    ]:
        with pytest.raises(Invalid) as caught:
            listing.read_query(query)
        assert str(caught.value) == problem


def media_types(document):
    """Find every schema with examples, and whether it belongs to a request or to a response."""
    for item in [*document["paths"].values(), *document.get("webhooks", {}).values()]:
        for one in item.values():
            if isinstance(one, dict) and "responses" in one:
                responses = [*one["responses"].values(), *document["components"].get("responses", {}).values()]
                for inside, node in [
                    ("request", one.get("requestBody", {})),
                    *(("response", node) for node in responses),
                ]:
                    for part in node.get("content", {}).values():
                        yield inside, part


@pytest.mark.parametrize("product", sorted(path.stem for path in SPECS.glob("*.yaml")))
def test_examples_pass_the_strict_judge(product):
    """Examples of responses may have fields that no schema has, since the real APIs send some."""
    product_spec = openapi.load(product)
    wrong = []
    for inside, part in media_types(product_spec.document):
        checker = product_spec.schemas.checker(part["schema"])
        named = product_spec.schemas.resolve(part.get("examples", {})).values()
        values = [product_spec.schemas.resolve(example)["value"] for example in named]
        for value in [part["example"], *values] if "example" in part else values:
            problems = checker.problems(value)
            wrong += [f"{p} in {value}" for p in problems if inside == "request" or p.kind != "unknown"]
    assert wrong == []
