"""pydantic and FastAPI: models and pages as fields, bodies and responses, and their schemas."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter, ValidationError

from sinch.core.async_paging import AsyncPage
from sinch.core.model import Model
from sinch.core.paging import Page
from sinch.testing import Simulator
from sinch_api import sms
from sinch_api.conversation import AppMessage
from sinch_api.numbers import ActiveNumber
from sinch_api.sms import BatchResponse, BinaryRequest, GroupResponse, TextRequest, TextResponse
from tests.both_colours import both_colours

MODELS = [value for name in sms.__all__ if isinstance(value := getattr(sms, name), type) and issubclass(value, Model)]
TEXT = {
    "id": "01JEXAMPLE0000000000000001",
    "to": ["12025550123"],
    "from": "12025550199",
    "canceled": False,
    "body": "Hello",
    "type": "mt_text",
    "created_at": "2026-03-02T10:15:00.120Z",
    "brand_new": {"x": [1]},
}
BINARY = {**TEXT, "type": "mt_binary", "udh": "00", "body": "AA=="}


class Order(BaseModel):
    batch: BatchResponse | None = None
    request: TextRequest | None = None
    anything: Model | None = None


def test_an_object_is_kept_and_a_mapping_becomes_one() -> None:
    batch = TextResponse(TEXT)  # type: ignore[misc]
    assert Order(batch=batch).batch is batch
    order = Order.model_validate({"batch": BINARY, "anything": {"a": 1}})
    assert type(order.batch) is sms.BinaryResponse
    assert order.batch == BINARY
    assert type(order.anything) is Model
    request = Order.model_validate({"request": {"to": ["1"], "from_": "2", "body": "x"}}).request
    assert request == {"to": ["1"], "from": "2", "body": "x"}


def test_json_goes_there_and_back() -> None:
    order = Order.model_validate({"batch": TEXT})
    assert json.loads(order.model_dump_json())["batch"] == TEXT
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert order.model_dump()["batch"] == TEXT


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"body": "x"}, "to is required"),
        ({"to": "1", "body": "x"}, "to must be a list, not a single string"),
        ({"to": ["1"], "body": 5}, "body must be a string"),
        ({"to": ["1"], "body": "x", "type": "mt_binary"}, "type_ must be 'mt_text'"),
        ({"to": ["1"], "body": "x", "send_at": "soon"}, "send_at must be a datetime"),
        ({"to": ["1"], "body": "x", "from": "1", "from_": "2"}, "from_ is given twice"),
        ("text", "must be a TextRequest or a dictionary, not str"),
        (BinaryRequest(to=["1"], body="AA==", udh="00"), "must be a TextRequest or a dictionary, not BinaryRequest"),
    ],
)
def test_what_an_object_could_not_be_made_of_is_rejected(request_: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Order.model_validate({"request": request_})


def test_an_integer_may_come_as_text() -> None:
    found = TypeAdapter(sms.DryRunPerRecipientDetails).validate_python(
        {"recipient": "1", "number_of_parts": "2", "body": "x", "encoding": "text"}
    )
    assert found["number_of_parts"] == "2"
    assert found.number_of_parts == 2


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_model_has_a_schema_with_the_names_of_the_api(model: type[Model], mode: Any) -> None:
    schema = TypeAdapter(model).json_schema(mode=mode)
    schema = schema.get("$defs", {}).get(model.__name__, schema)
    assert list(schema["properties"]) == [item.wire for item in model.model_fields.values()]
    assert schema["title"] == model.__name__
    assert schema.get("description") == model.__doc__
    required = [item.wire for item in model.model_fields.values() if item.required]
    assert schema.get("required", []) == required


def test_nested_objects_are_definitions() -> None:
    definitions = TypeAdapter(AppMessage).json_schema()["$defs"]
    assert definitions["CardMessage"]["properties"]["media_message"] == {"$ref": "#/$defs/MediaMessage"}
    properties = TypeAdapter(ActiveNumber).json_schema()["properties"]
    assert properties["capability"]["items"] == {"type": "string"}
    assert properties["nextChargeDate"]["anyOf"] == [{"format": "date-time", "type": "string"}, {"type": "null"}]


app = FastAPI()


@app.post("/batches")
def make(request: TextRequest) -> TextResponse:
    return TextResponse({**TEXT, "body": request.body})  # type: ignore[misc]


@app.get("/batch")
def get() -> BatchResponse:
    return sms.BinaryResponse(BINARY)  # type: ignore[misc]


@app.get("/plain")
def plain() -> Any:
    return TextResponse(TEXT)  # type: ignore[misc]


def ask(application: FastAPI, method: str, path: str, **options: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example.com") as browser:
            return await browser.request(method, path, **options)

    return asyncio.run(asked())


def test_fastapi_takes_and_returns_models() -> None:
    response = ask(app, "POST", "/batches", json={"to": ["1"], "from": "2", "body": "Bye"})
    assert (response.status_code, response.json()) == (200, {**TEXT, "body": "Bye"})
    rejected = ask(app, "POST", "/batches", json={"to": "1", "body": "Bye"})
    assert rejected.status_code == 422
    assert "to must be a list" in rejected.text
    assert ask(app, "GET", "/batch").json() == BINARY
    assert ask(app, "GET", "/plain").json() == TEXT


def test_fastapi_describes_models() -> None:
    document = app.openapi()
    assert {"TextRequest", "TextResponse", "BinaryResponse"} <= set(document["components"]["schemas"])
    post = document["paths"]["/batches"]["post"]
    assert post["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/TextRequest"}
    assert ask(app, "GET", "/openapi.json").status_code == 200


@both_colours
def test_fastapi_returns_the_items_of_a_page_and_fetches_no_other(
    sinch_client: Any, sinch_simulator: Simulator
) -> None:
    for name in "abc":
        sinch_client.sms.groups.create(name=name)
    page = sinch_client.sms.groups.list(page_size=2)
    page = getattr(page, "_page", page)
    application = FastAPI()
    kind: Any = type(page)
    application.get("/groups", response_model=kind[GroupResponse])(lambda: page)
    before = len(sinch_simulator.requests)
    assert ask(application, "GET", "/groups").json() == page.content()
    assert len(page.content()) == 2
    assert len(sinch_simulator.requests) == before
    response = application.openapi()["paths"]["/groups"]["get"]["responses"]["200"]
    assert response["content"]["application/json"]["schema"]["items"] == {"$ref": "#/components/schemas/GroupResponse"}


@pytest.mark.parametrize("kind", [Page, AsyncPage])
def test_what_is_not_a_page_is_rejected(kind: Any) -> None:
    with pytest.raises(ValidationError, match="instance of"):
        TypeAdapter(kind[GroupResponse]).validate_python([])
