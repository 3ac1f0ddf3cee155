"""Product files: strict reading, and corrections that fail once the published spec has changed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import products
from codegen.sections import ProductError

GET: dict[str, Any] = {"retry": "safe", "methods": ["x.get"]}
GOOD: dict[str, Any] = {
    "spec": "x.yaml",
    "package": "x",
    "title": "X",
    "client": "XApi",
    "exception": "XException",
    "operations": {"Get": GET},
}


def load(tmp_path: Path, **changes: Any) -> products.ProductFile:
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump({**GOOD, **changes}))
    return products.load(path)


def test_all_product_files_are_well_formed() -> None:
    paths = sorted(products.PRODUCTS.glob("*.yaml"))
    assert paths
    for path in paths:
        assert products.load(path).package == path.stem.replace("-", "_")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"colour": 1}, "unknown key 'colour'"),
        ({"title": None}, "title is missing"),
        ({"title": 'A "title"'}, "must consist of letters"),
        ({"package": "x-y"}, "'x-y' is not an identifier"),
        ({"names": {"from": "from"}}, "'from' cannot be the name"),
        ({"names": {"a": "items"}}, "'items' cannot be the name"),
        ({"names": {"a": 5}}, "5 cannot be the name"),
        ({"aliases": {"a": ["c"], "b": ["c"]}}, "'c' stands for both a and b"),
        ({"aliases": {"a": ["get"]}}, "'get' cannot be the name"),
        ({"schemas": {"S": {"class": "a b"}}}, "'a b' is not a class name"),
        ({"schemas": {"S": {"klass": "A"}}}, "unknown key 'klass'"),
        ({"operations": {"Get": {"methods": ["x.get"]}}}, "retry is missing"),
        ({"operations": {"Get": {"retry": "maybe", "methods": ["x.get"]}}}, "not 'maybe'"),
        ({"operations": {"Get": {"retry": "safe"}}}, "needs either methods, or unwrapped"),
        ({"operations": {"Get": {"retry": "safe", "methods": ["x.get"], "unwrapped": "why"}}}, "needs either"),
        ({"operations": {"Get": {"retry": "safe", "methods": ["y.get"]}}}, "does not begin with x."),
        ({"operations": {"Get": {"retry": "safe", "methods": ["x.get"], "paging": {"page": "p"}}}}, "paging has items"),
        ({"operations": {"Get": {**GET, "checked": True, "mask": "m"}}}, "checked: does not go with mask"),
        ({"operations": {"Get": {**GET, "variants": {"x.put": "a"}}}}, "variants: x.put is not one of the methods"),
        ({"differences": [{"methods": ["x.get"], "extra": ["a"]}]}, "because is missing"),
        ({"differences": [{"methods": ["x.get"], "because": "why"}]}, "at least one of extra, missing, changed, moved"),
        ({"differences": [{"extra": ["a"], "because": "why"}]}, "needs methods"),
        ({"composed": [{"methods": ["x.a"], "operations": ["Get"]}]}, "because is missing"),
        ({"composed": [{"methods": ["x.a"], "because": "why"}]}, "needs methods, and the operations"),
        ({"composed": [{"methods": ["x.a"], "operations": ["A"], "because": "why"}]}, "there is no operation A"),
        (
            {"composed": [{"methods": ["x.get"], "operations": ["Get"], "because": "why"}]},
            "x.get is not a method of x",
        ),
        ({"differences": [{"methods": ["x.a"], "extra": ["a"], "because": "why"}]}, "no operation has the method x.a"),
        ({"operations": {"Get": {**GET, "variants": {"x.get": 1}}}}, "variants must map names to texts"),
        ({"operations": {"Get": {**GET, "paging": {"items": "a", "token": 1, "next": "b"}}}}, "each with a name"),
        ({"schemas": {"S": {"values": {"kind": 1}}}}, "values: kind must be a mapping"),
        ({"schemas": {"S": {"names": ["a"]}}}, "names must be a mapping"),
        ({"bound": ["a"]}, "bound must map path parameters"),
        ({"bound": {"a": "b c"}}, "bound: a: 'b c' cannot be a value"),
        ({"services": {"Service": {}}}, "'Service' is not the name of a constant"),
        ({"services": {"SERVICE": {"security": "S"}}}, "server is missing"),
        ({"services": {"SERVICE": {"server": "s"}}}, "security is missing"),
        ({"services": {"SERVICE": {"server": "s", "security": "S", "host": "h"}}}, "unknown key 'host'"),
        ({"services": {"SERVICE": {"server": "s", "security": "S", "origin": "o-o"}}}, "'o-o' cannot be a value"),
        ({"accepted": [{"security": "S"}]}, "because is missing"),
        ({"accepted": [{"security": "S", "server": "s", "because": "x"}]}, "needs one of server, security and at"),
        ({"accepted": [{"because": "x"}]}, "needs one of server, security and at"),
        ({"corrections": [{"at": "/a", "set": 1}]}, "needs at, because"),
        ({"corrections": [{"at": "/a", "set": 1, "remove": True, "because": "x"}]}, "either set or remove"),
        ({"corrections": [{"at": "/a", "remove": True, "because": "x"}]}, "was must hold what is removed"),
    ],
)
def test_mistakes_are_rejected(tmp_path: Path, changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProductError, match=problem):
        load(tmp_path, **changes)


def test_all_mistakes_of_the_head_are_told_at_once(tmp_path: Path) -> None:
    head = {"package": "x-y", "client": None, "exception": 5, "title": "A/B", "published": "maybe", "domain": "a b"}
    with pytest.raises(ProductError) as caught:
        load(tmp_path, **head, spec=None, phone_numbers=1, aliases=[1], operations={"Get": 1, "Put": {"paging": 1}})
    assert [line.removeprefix("codegen/products/x.yaml: ") for line in str(caught.value).splitlines()] == [
        "package: 'x-y' is not an identifier",
        "client is missing",
        "exception must be text",
        "domain: 'a b' is not an identifier",
        "spec is missing",
        "published must be true or false",
        "the title 'A/B' must consist of letters, digits and spaces",
        "aliases must be a mapping",
        "phone_numbers must be a list of texts",
        "operations: Get: must be a mapping",
        "operations: Put: retry is missing",
    ]


def test_mistakes_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    for name, text in (("a", "[]"), ("b", "a: 1\na: 2"), ("c", "{")):
        (tmp_path / f"{name}.yaml").write_text(text)
    with pytest.raises(ProductError) as caught:
        products.load_all(tmp_path)
    told = str(caught.value).splitlines()
    assert told[:2] == [
        "codegen/products/a.yaml: must be a mapping",
        "codegen/products/b.yaml: key 'a' is repeated in line 2",
    ]
    assert [line.partition(": ")[0] for line in told[2:]] == ["codegen/products/c.yaml"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    operations = {
        "Get": {"retry": "maybe", "methods": ["x.get"]},
        "Put": {"retry": "safe", "methods": ["x.put"], "a": 1},
    }
    with pytest.raises(ProductError) as caught:
        load(
            tmp_path, operations=operations, bound=["a"], names={"a": 5}, accepted=[{"because": "x"}], colour=1, size=2
        )
    assert [line.removeprefix("codegen/products/x.yaml: ") for line in str(caught.value).splitlines()] == [
        "bound must map path parameters to values of the configuration",
        "accepted[0]: needs one of server, security and at",
        "names: a: 5 cannot be the name of an attribute",
        "operations: Get: retry must be safe, idempotent or ambiguous, not 'maybe'",
        "operations: Put: unknown key 'a'",
        "unknown key 'colour'",
        "unknown key 'size'",
    ]


def correct(tmp_path: Path, document: Any, **entry: Any) -> Any:
    return load(tmp_path, corrections=[{"because": "it is wrong", **entry}]).correct(document)


def test_corrections(tmp_path: Path) -> None:
    document = {"a/b": {"c": [1, 2]}}
    assert correct(tmp_path, document, at="/a~1b/c/1", was=2, set=3) == {"a/b": {"c": [1, 3]}}
    assert correct(tmp_path, document, at="/a~1b/d", set={}) == {"a/b": {"c": [1, 2], "d": {}}}
    assert correct(tmp_path, document, at="/a~1b/c", was=[1, 2], remove=True) == {"a/b": {}}
    assert document == {"a/b": {"c": [1, 2]}}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"at": "/a/b", "was": 2, "set": 3}, "expected 2 there, found 1"),
        ({"at": "/a/b", "set": 3}, "expected nothing there, found 1"),
        ({"at": "/a/c", "was": 1, "remove": True}, "expected 1 there, found nothing"),
        ({"at": "/x/y", "set": 1}, "does not exist"),
    ],
)
def test_corrections_that_do_not_fit_any_more_are_rejected(tmp_path: Path, entry: Any, problem: str) -> None:
    with pytest.raises(ProductError, match=problem):
        correct(tmp_path, {"a": {"b": 1}}, **entry)


def test_differences_of_a_method_are_put_together(tmp_path: Path) -> None:
    operations = {"Get": {"retry": "safe", "methods": ["x.get", "x.fetch"]}}
    both = {"methods": ["x.get", "x.fetch"], "extra": ["a"], "missing": ["b"], "because": "why"}
    one = {"methods": ["x.get"], "extra": ["c"], "changed": ["d"], "moved": ["e"], "because": "why"}
    product = load(tmp_path, operations=operations, differences=[both, one])
    found = product.differences_of("x.get")
    assert (found.extra, found.missing, found.changed, found.moved) == (("a", "c"), ("b",), ("d",), ("e",))
    assert product.differences_of("x.fetch").extra == ("a",)
    assert not product.differences_of("x.fetch").changed
