"""The twins of the domains: none is missing, and each has the methods, arguments and results of its original."""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import pkgutil
import re
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, create_autospec

import pytest

import sinch.aio
import sinch.domains
from codegen import twins
from sinch import AsyncSinchClient, SinchClient
from sinch.core.async_paging import AsyncList
from sinch.core.async_resource import AsyncProduct, AsyncResource
from sinch.core.resource import Product, Resource

ROOT = Path(sinch.__file__).parent.parent


def resources() -> dict[str, type[Any]]:
    """Return all resources of the domains by their full names."""
    found = {}
    for module in pkgutil.walk_packages(sinch.domains.__path__, "sinch.domains."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, type) and issubclass(value, Resource) and value.__module__ == module.name:
                found[f"{module.name}.{name}"] = value
    return found


RESOURCES = resources()
every_resource = pytest.mark.parametrize("name", RESOURCES)


def twin_of(name: str) -> type[Any]:
    module, _, own = name.rpartition(".")
    found: type[Any] = getattr(importlib.import_module(module.replace("sinch.domains", "sinch.aio")), f"Async{own}")
    return found


def own_methods(owner: type[Any]) -> dict[str, Any]:
    return {name: value for name, value in vars(owner).items() if inspect.isfunction(value)}


def cached(owner: type[Any]) -> dict[str, Any]:
    return {name: value.func for name, value in vars(owner).items() if isinstance(value, cached_property)}


def test_the_twins_are_up_to_date() -> None:
    assert twins.check() == []


@every_resource
def test_a_twin_is_of_the_same_kind(name: str) -> None:
    original, twin = RESOURCES[name], twin_of(name)
    assert issubclass(twin, AsyncProduct) == issubclass(original, Product)
    assert issubclass(twin, AsyncResource)
    assert twin.__module__ == original.__module__.replace("sinch.domains", "sinch.aio")
    names = {key for key in vars(original) if not key.startswith("__")}
    assert names == {key for key in vars(twin) if not key.startswith("__")} != set()
    assert {getattr(original, key) for key in names if key == "definition"} == {
        getattr(twin, key) for key in names if key == "definition"
    }


@every_resource
def test_its_methods_take_the_same_arguments_and_give_the_same_results(name: str) -> None:
    original, twin = own_methods(RESOURCES[name]), own_methods(twin_of(name))
    assert list(original) == list(twin)
    for key, method in original.items():
        expected, found = inspect.signature(method), inspect.signature(twin[key])
        assert list(expected.parameters.values()) == list(found.parameters.values()), key
        page = re.fullmatch(r"Page\[(.*)\]", expected.return_annotation)
        assert found.return_annotation == (f"AsyncList[{page[1]}]" if page else expected.return_annotation), key
        sends = not page and not key.startswith("_")
        assert inspect.iscoroutinefunction(twin[key]) is sends, key
        assert not inspect.iscoroutinefunction(method), key


@every_resource
def test_its_properties_lead_to_the_twins(name: str) -> None:
    original, twin = cached(RESOURCES[name]), cached(twin_of(name))
    assert list(original) == list(twin)
    twins_of = {RESOURCES[each].__name__: twin_of(each).__name__ for each in RESOURCES}
    for key, function in original.items():
        returned = inspect.signature(function).return_annotation
        assert inspect.signature(twin[key]).return_annotation == twins_of.get(returned, returned)


def test_the_client_has_every_product() -> None:
    original, twin = SinchClient(), AsyncSinchClient()
    assert original._products() == twin._products() == list(cached(SinchClient))
    for product in original._products():
        expected, found = getattr(original, product), getattr(twin, product)
        assert type(found) is twin_of(f"{type(expected).__module__}.{type(expected).__name__}")
        for name in cached(type(expected)):
            resource = getattr(expected, name)
            if isinstance(resource, Resource):
                assert type(getattr(found, name)) is twin_of(f"{type(resource).__module__}.{type(resource).__name__}")
            else:
                assert type(getattr(found, name)) is type(resource)


@pytest.mark.parametrize("product", [each.name for each in pkgutil.iter_modules(sinch.domains.__path__)])
def test_a_package_offers_what_its_original_offers(product: str) -> None:
    original = importlib.import_module(f"sinch.domains.{product}")
    twin = importlib.import_module(f"sinch.aio.{product}")
    assert len(original.__all__) == len(twin.__all__) == len(dir(twin))
    for name, other in zip(original.__all__, twin.__all__, strict=True):
        value = getattr(original, name)
        if isinstance(value, type) and issubclass(value, Resource):
            assert getattr(twin, other) is twin_of(f"{value.__module__}.{value.__name__}")
        else:
            assert (other, getattr(twin, other)) == (name, value)
    assert (twin.__doc__ or "") == re.sub(r"or `(\w+)\(", r"or `Async\1(", original.__doc__ or "")


def test_helpers_are_not_copied() -> None:
    from sinch.aio.sms import batches
    from sinch.domains.sms.batches import _body

    assert batches._body is _body
    for path in (ROOT / "sinch/aio").glob("*/*.py"):
        if path.name != "__init__.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert not [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.Assign))], path


def test_every_derived_file_says_where_it_comes_from() -> None:
    written = {"__init__.py", "client.py"}
    for path in (ROOT / "sinch/aio").rglob("*.py"):
        name = path.relative_to(ROOT / "sinch/aio").as_posix()
        if name not in written:
            first = path.read_text(encoding="utf-8").splitlines()[0]
            source = "client.py" if name == "products.py" else f"domains/{name}"
            assert first == f"# @generated by `make generate` from sinch/{source}. Do not edit: change that file."


@every_resource
def test_autospec_covers_twin_and_original(name: str) -> None:
    for owner in (RESOURCES[name], twin_of(name)):
        spec = create_autospec(owner, instance=True)
        for key, method in own_methods(owner).items():
            if key.startswith("_"):
                continue
            mock = getattr(spec, key)
            assert isinstance(mock, AsyncMock) is inspect.iscoroutinefunction(method)
            with pytest.raises(TypeError, match="too many positional arguments"):
                mock(*range(9))


def test_an_autospec_is_awaited_like_a_twin() -> None:
    from sinch.aio.sms.groups import AsyncGroups

    spec = create_autospec(AsyncGroups, instance=True)
    spec.get.return_value = "a group"
    spec.list.return_value = create_autospec(AsyncList, instance=True)
    spec.list.return_value.__aiter__.return_value = ["a group"]

    async def main() -> list[Any]:
        return [await spec.get("1"), *[group async for group in spec.list()]]

    assert asyncio.run(main()) == ["a group", "a group"]
