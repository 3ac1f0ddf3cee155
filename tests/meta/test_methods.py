"""Every method matches its operation: it has its arguments and their other names, and documents and passes them all.

Where a method differs on purpose, the products file says so under `differences`, with the reason; see also
test_coverage.py, which holds the line that names the operation.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import sinch
from codegen import products
from sinch import SinchClient

ROOT = Path(sinch.__file__).parent.parent
OWN = {"self", "options"}
"""What every method has, and no operation."""


def wrapped_methods() -> dict[str, tuple[Any, str, Callable[..., Any], tuple[Callable[..., Any], ...]]]:
    """Return each method by its name: products file, operation, the method, and the function that it calls.

    A method that takes a body of any variant has the functions of all variants behind that one.
    """
    found = {}
    for file in products.load_all():
        functions = operation_functions(file.package)
        for operation, entry in file.operations.items():
            whole, variants = functions[operation]
            for name in entry.methods:
                value = entry.variants.get(name)
                called = (variants[value],) if value is not None else (whole, *variants.values())
                found[name] = (file, operation, method(name), called)
    return found


def operation_functions(package: str) -> dict[str, tuple[Callable[..., Any], dict[str, Callable[..., Any]]]]:
    """Return the functions of each operation: the one for the whole body, and those by the discriminator's value.

    Which variant a function is for stands in its call of `prepare`; which value that is, in the union.
    """
    module = importlib.import_module(f"sinch_api.{package}.operations")
    kinds = importlib.import_module(f"sinch_api.{package}.kinds")
    found: dict[str, tuple[Callable[..., Any], dict[str, Callable[..., Any]]]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        (call,) = (
            each for each in ast.walk(node) if isinstance(each, ast.Call) and "prepare" in ast.unparse(each.func)
        )
        operation = getattr(module, ast.unparse(call.func).partition(".")[0])
        variant = next((ast.unparse(each.value) for each in call.keywords if each.arg == "variant"), None)
        function = getattr(module, node.name)
        if variant is None:
            found[operation.id] = (function, {})
        else:
            kind = getattr(kinds, variant.removeprefix("kinds."))
            (value,) = (value for value, each in operation.body.variants.items() if each is kind)
            found[operation.id][1][value] = function
    assert set(found) == set(module.OPERATIONS)
    return found


def method(name: str) -> Callable[..., Any]:
    owner: Any = SinchClient()
    *way, last = name.split(".")
    for each in way:
        owner = getattr(owner, each)
    function = getattr(type(owner), last)
    assert inspect.isfunction(function)
    return function


METHODS = wrapped_methods()
every_method = pytest.mark.parametrize("name", METHODS)


def plain(annotation: Any) -> str:
    """Return an annotation without where its names come from, as both layers write it."""
    text = re.sub(r"\b(?:abc|core|decimal|dt|models|params|t)\.", "", str(annotation))
    return ast.unparse(ast.parse(text, mode="eval"))


def arguments(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    return {name: each for name, each in inspect.signature(function).parameters.items() if name not in OWN}


def takes_fields(
    function: Callable[..., Any], whole: Callable[..., Any], variants: Iterable[Callable[..., Any]]
) -> bool:
    """Return whether a method takes the fields of a body that has variants, instead of the body."""
    fields = {argument for variant in variants for argument in arguments(variant)} - set(arguments(whole))
    return bool(fields & set(arguments(function)))


with_variants = [
    name for name, (_, _, function, (whole, *variants)) in METHODS.items() if takes_fields(function, whole, variants)
]


@every_method
def test_it_has_the_arguments_of_its_operation(name: str) -> None:
    file, _, function, (called, *_) = METHODS[name]
    meant = file.differences_of(name)
    ours, theirs = arguments(function), arguments(called)
    assert set(ours) - set(theirs) == set(meant.extra)
    assert set(theirs) - set(ours) == set(meant.missing)
    assert {*meant.changed, *meant.moved} <= set(ours) & set(theirs)
    for argument in ours.keys() & theirs.keys():
        left, right = ours[argument], theirs[argument]
        same = plain(left.annotation) == plain(right.annotation) and left.default is right.default
        assert same == (argument not in meant.changed), argument
        assert (left.kind == right.kind) == (argument not in meant.moved), argument


@pytest.mark.parametrize("name", with_variants)
def test_a_body_of_any_variant_has_the_arguments_of_all(name: str) -> None:
    _, _, function, (_, *variants) = METHODS[name]
    every = {argument for variant in variants for argument in arguments(variant)}
    assert every <= set(arguments(function))
    assert set(arguments(function)) - every == {"request", "type_"}


@every_method
def test_further_names_are_those_of_the_operation(name: str) -> None:
    file, _, function, (called, *_) = METHODS[name]
    ours, theirs = arguments(function).get("aliases"), arguments(called).get("aliases")
    if "aliases" in file.differences_of(name).extra:
        return
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert ours.kind == theirs.kind == inspect.Parameter.VAR_KEYWORD
        assert plain(ours.annotation) == plain(theirs.annotation)
        listed = inspect.get_annotations(further_names(file.package, plain(ours.annotation)))
        (entry,) = re.findall(r"^    aliases: ((?:.|\n {8})*)", inspect.getdoc(function) or "", re.MULTILINE)
        told = " ".join(entry.split())
        assert set(re.findall(r"`(\w+)`(?= for | and )", told)) == set(listed)
        assert set(re.findall(r" for `(\w+)`", told)) <= set(arguments(function))


def further_names(package: str, annotation: str) -> Any:
    found = re.fullmatch(r"Unpack\[(\w+)\]", annotation)
    assert found
    return getattr(importlib.import_module(f"sinch_api.{package}.params"), found[1])


@every_method
def test_its_result_is_that_of_the_operation(name: str) -> None:
    file, operation, function, (called, *_) = METHODS[name]
    found = re.fullmatch(r"PreparedCall\[(.*)\]", plain(inspect.signature(called).return_annotation))
    assert found
    ours = plain(inspect.signature(function).return_annotation)
    paging = file.operations[operation].paging
    if paging is None:
        assert ours == found[1]
        return
    item = re.fullmatch(r"Page\[(.*?), (.*)\]", ours)
    assert item
    assert item[2].removeprefix("builtins.") == found[1]
    models, page = importlib.import_module(f"sinch_api.{file.package}.models"), found[1]
    if paging["items"] is None:
        page = page if page.startswith("list[") else alias(models, page)
    else:
        model = getattr(models, page)
        kept = importlib.import_module(f"sinch_api.{file.package}.operations").OPERATIONS[operation].paging
        page = plain(inspect.get_annotations(model)[kept.items]).removesuffix(" | None")
    assert page == f"list[{item[1]}]"


def alias(models: Any, name: str) -> str:
    """Return what a name stands for that is only there for type checkers."""
    (value,) = re.findall(rf"^ *{name}: t\.TypeAlias = (.+)$", inspect.getsource(models), re.MULTILINE)
    return plain(value)


@every_method
def test_it_documents_every_argument_and_passes_each_on(name: str) -> None:
    file, _, function, (called, *_) = METHODS[name]
    text = inspect.getdoc(function) or ""
    told = text.partition("\nArgs:\n")[2].partition("\n\n")[0]
    parameters = [each for each in inspect.signature(function).parameters if each != "self"]
    assert re.findall(r"^    (\w+): \S", told, re.MULTILINE) == parameters
    meant = file.differences_of(name)
    if meant.extra:
        return  # made of other arguments; tests/snapshots has what is sent for each of them
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    (call,) = (each for each in ast.walk(tree) if isinstance(each, ast.Call) and calls(each, called.__name__))
    by_position = [ast.unparse(each) for each in call.args]
    by_name = {each.arg: ast.unparse(each.value) for each in call.keywords}
    passed = {**dict(zip(arguments(called), by_position, strict=False)), **by_name}
    if "aliases" in arguments(called):
        assert passed.pop(None) == "aliases"  # type: ignore[call-overload]
    assert [argument for argument in arguments(called) if argument not in ("aliases", *meant.missing)] == sorted(
        passed, key=list(arguments(called)).index
    )
    for argument, value in passed.items():
        assert re.search(rf"\b{argument}\b", value), f"{argument} is passed as {value}"


def calls(node: ast.Call, function: str) -> bool:
    module, _, name = ast.unparse(node.func).rpartition(".")
    return name == function and module.endswith("operations")


@every_method
def test_it_sends_through_what_fits_the_operation(name: str) -> None:
    file, operation, function, _ = METHODS[name]
    source = inspect.getsource(function)
    way = "_send" if file.operations[operation].paging is None else "_page"
    assert re.findall(r"self\.(_\w+)\(", source) == [way]
