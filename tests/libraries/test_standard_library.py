"""What the standard library does with results, exceptions and clients: copies, dataclasses, JSON, CSV, mocks."""

from __future__ import annotations

import asyncio
import copy
import csv
import dataclasses
import inspect
import io
import json
from functools import cached_property
from importlib import import_module
from typing import Any
from unittest.mock import create_autospec

import pytest

import sinch
from codegen import products
from sinch import AsyncSinchClient, SinchClient
from sinch.core import exceptions
from sinch.core.model import Model
from sinch_api.sms import TextResponse
from tests.both_colours import both_colours

ERRORS = [
    *(getattr(exceptions, name) for name in exceptions.__all__),
    *(
        error
        for path in sorted(products.PRODUCTS.glob("*.yaml"))
        for error in import_module(f"sinch_api.{products.load(path).package}.exceptions").ERRORS.values()
    ),
]
PRODUCTS = [name for name in dir(SinchClient) if isinstance(inspect.getattr_static(SinchClient, name), cached_property)]


def through_json(error: Any) -> Any:
    """Do what a result store does that keeps JSON: Celery's, for one."""
    stored = json.dumps([type(error).__module__, type(error).__name__, error.args])
    module, name, arguments = json.loads(stored)
    return getattr(import_module(module), name)(*arguments)


@dataclasses.dataclass
class Order:
    result: Any
    others: list[Any]


@both_colours
def test_results_survive_dataclasses_and_copies(sinch_client: Any) -> None:
    group = sinch_client.sms.groups.create(name="staff", auto_update={"to": "4434", "add": {"first_word": "JOIN"}})
    assert group.auto_update.add.first_word == "JOIN"
    twin = dataclasses.asdict(Order(group, [group]))
    assert twin == {"result": group, "others": [group]}
    assert type(twin["result"]) is type(group)
    assert twin["result"].auto_update.add.first_word == "JOIN"
    assert dataclasses.replace(Order(group, [])).result is group
    assert not dataclasses.is_dataclass(group)
    for made in (copy.copy(group), copy.deepcopy(group)):
        assert made == group
        assert made.http_response.status_code == 201


def test_an_object_is_made_of_a_mapping_or_of_pairs_as_a_dictionary_is() -> None:
    items = {"id": "1", "from": "2", "new": None}
    kind: Any = TextResponse
    for made in (kind(items), kind(items.items()), kind(iter(items.items()))):
        assert type(made) is TextResponse
        assert made == items
        assert made.from_ == "2"
    assert kind({}) == kind([]) == Model() == {}
    with pytest.raises(TypeError, match="either of a mapping or of keywords"):
        kind(items, id="2")


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_every_exception_is_made_anew_of_its_arguments(cls: Any) -> None:
    twin = through_json(cls("what happened"))
    assert type(twin) is cls
    assert str(twin) == "what happened"
    assert twin.outcome_unknown == (cls is sinch.OutcomeUnknownError)


@both_colours
def test_an_error_of_the_api_tells_the_same_after_json(sinch_client: Any) -> None:
    with pytest.raises(sinch.NotFoundError) as caught:
        sinch_client.sms.batches.get("01JEXAMPLE0000000000000000")
    error, twin = caught.value, through_json(caught.value)
    assert type(twin) is type(error)
    for name in ("status_code", "code", "operation_id", "outcome_unknown", "response_status_code", "is_from_server"):
        assert getattr(twin, name) == getattr(error, name), name
    assert (str(twin), twin.args) == (str(error), error.args)
    assert twin.args[0] == str(error)
    assert twin.body is None
    assert twin.error is None


def test_the_arguments_of_an_exception_reveal_no_phone_number() -> None:
    error = sinch.OutcomeUnknownError("unknown", operation_id="GET /v1/numbers/+12025550123", outcome_unknown=True)
    assert "2025550123" not in repr(error)
    assert through_json(error).outcome_unknown
    assert error.operation_id == "GET /v1/numbers/+12025550123"


@both_colours
def test_a_list_becomes_a_csv_file(sinch_client: Any) -> None:
    for name in "abc":
        sinch_client.sms.groups.create(name=name)
    rows = [group.model_dump() for group in sinch_client.sms.groups.list(page_size=2)]
    file = io.StringIO()
    writer = csv.DictWriter(file, ["id", "name", "size"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    assert [row["name"] for row in csv.DictReader(io.StringIO(file.getvalue()))] == [row["name"] for row in rows]


def test_a_mock_of_the_client_has_the_products() -> None:
    mock = create_autospec(SinchClient, instance=True)
    mock.sms.batches.send_sms.return_value = TextResponse.wrap({"id": "1"})
    assert mock.sms.batches.send_sms(to=["+12025550123"], body="Hello").id == "1"
    with pytest.raises(TypeError, match="body"):
        mock.sms.batches.send_sms(to=["+12025550123"])
    with pytest.raises(AttributeError):
        _ = mock.sms.batch
    assert len(PRODUCTS) >= 4
    for name in PRODUCTS:
        methods = [each for each in dir(getattr(mock, name)) if not each.startswith("_")]
        assert methods


def test_a_mock_of_the_asynchronous_client_is_awaited() -> None:
    mock = create_autospec(AsyncSinchClient, instance=True)
    mock.sms.batches.send_sms.return_value = TextResponse.wrap({"id": "1"})

    async def program() -> Any:
        return await mock.sms.batches.send_sms(to=["+12025550123"], body="Hello")

    assert asyncio.run(program()).id == "1"


def test_a_product_of_the_class_is_one_without_a_client() -> None:
    sms: Any = inspect.getattr_static(SinchClient, "sms")
    assert type(SinchClient.sms) is type(SinchClient().sms)
    assert sms.attrname == "sms"
    with SinchClient() as client:
        assert client.sms is client.sms
