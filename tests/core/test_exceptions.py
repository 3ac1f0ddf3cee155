"""Exceptions: one tree, picklable, each with one useful line that reveals no secrets."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from importlib import import_module
from typing import Any

import pytest

import sinch
from codegen import products
from sinch.core import exceptions
from sinch.core.http import Headers, HTTPResponse
from sinch.core.operation import Operation, raw_call
from sinch.core.response import api_error, explain, status_class

FILES = sorted(products.PRODUCTS.glob("*.yaml"))
STATUSES = [400, 401, 402, 403, 404, 405, 409, 410, 412, 415, 418, 422, 429, 500, 502, 503, 504, 520]
MODULES = [import_module(f"sinch_api.{file.package}.exceptions") for file in map(products.load, FILES)]
PRODUCTS: list[tuple[Any, Any]] = [
    (module.ERRORS, getattr(module, products.load(file).exception)) for module, file in zip(MODULES, FILES, strict=True)
]


def response(status: int, content: bytes = b'{"code": "oops", "text": "no"}') -> HTTPResponse:
    return HTTPResponse(status, Headers([("X-Request-Id", "r-1"), ("Content-Type", "application/json")]), content)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(("errors", "product"), PRODUCTS)
def test_every_status_is_the_products_own_and_pickles(status: int, errors: Any, product: type) -> None:
    error = api_error(raw_call("GET", "/x").operation, errors, response(status))
    assert isinstance(error, product)
    assert isinstance(error, status_class(status))
    twin = pickle.loads(pickle.dumps(error))
    for other in (twin, copy.copy(error)):
        assert type(other) is type(error)
        assert other.args == error.args
        assert (other.status_code, other.code, other.request_id, other.operation_id, other.body) == (
            status,
            "oops",
            "r-1",
            "GET /x",
            {"code": "oops", "text": "no"},
        )
        assert other.headers["content-type"] == "application/json"
        assert other.is_from_server
        assert other.response_status_code == status


@pytest.mark.parametrize("exceptions_module", MODULES)
def test_every_error_body_is_of_a_class_that_type_checkers_are_told_of(exceptions_module: Any) -> None:
    errors = exceptions_module.ERRORS
    module = import_module(exceptions_module.__name__.replace(".exceptions", ".operations"))
    operations = [each for each in vars(module).values() if isinstance(each, Operation)]
    assert operations
    for operation in operations:
        for status in STATUSES:
            error = api_error(operation, errors, response(status, b"{}"))
            told = re.sub(r"(\w+)\.ErrorBody", error_body_of, inspect.get_annotations(type(error).error.fget)["return"])
            assert type(error.error).__name__ in re.findall(r"\w+", told), (operation, status)
            assert api_error(operation, errors, response(status, b"no JSON")).error is None


def error_body_of(found: re.Match[str]) -> str:
    """Return what the name of the error bodies of another package stands for."""
    source = inspect.getsource(import_module(f"sinch_api.{found[1]}.exceptions"))
    (told,) = re.findall(r"ErrorBody: TypeAlias = (.+)", source)
    return str(told)


@pytest.mark.parametrize("name", exceptions.__all__)
def test_every_class_is_public_and_pickles(name: str) -> None:
    cls = getattr(sinch, name)
    assert issubclass(cls, exceptions.SinchException)
    options = {"http_response": response(400)} if issubclass(cls, exceptions.APIError) else {}
    error = cls("what happened", **options)
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is cls
    assert str(twin) == "what happened"
    assert twin.__dict__.keys() == error.__dict__.keys()


def test_configuration_and_argument_errors_are_value_errors() -> None:
    for cls in (sinch.ConfigurationError, sinch.ArgumentError, sinch.EventError):
        assert issubclass(cls, ValueError)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"code": "c", "text": "t"}, ("c", "t")),
        ({"error": {"code": 404, "message": "m", "status": "NOT_FOUND"}}, ("NOT_FOUND", "m")),
        (
            {
                "error": {
                    "status": "S",
                    "message": "m",
                    "details": [{"fieldViolations": [{"field": "f", "description": "d"}]}],
                }
            },
            ("S", "m; f: d"),
        ),
        (
            {"error": {"message": "f: d", "details": [{"fieldViolations": [{"field": "f", "description": "d"}]}]}},
            (None, "f: d"),
        ),
        ({"error": {"status": "S", "details": ["x", None, {"fieldViolations": [5]}]}}, ("S", "")),
        ({"error": "invalid_client", "error_description": "d"}, ("invalid_client", "d")),
        ({"type": "u", "title": "t", "status": 400}, ("u", "t")),
        ({"code": 400, "error": "INVALID_ARGUMENT", "message": "m"}, ("INVALID_ARGUMENT", "m")),
        ({"errorCode": 40001, "message": "m"}, (40001, "m")),
        (
            {"code": 3, "message": "m", "details": [{"fieldViolations": [{"field": "f", "description": "d"}]}]},
            (3, "m; f: d"),
        ),
        ("text", (None, "")),
        ([1], (None, "")),
        (None, (None, "")),
        ({"error": None}, (None, "")),
        ({"error": {"details": 5}}, (None, "")),
        ({"error": {"details": [{"fieldViolations": 5}]}}, (None, "")),
    ],
)
def test_every_shape_of_error_is_explained(body: Any, expected: Any) -> None:
    assert explain(body) == expected


def test_messages_hold_no_phone_number_or_credential() -> None:
    body = b'{"code": "c", "text": "+12025550123 is blocked; Bearer abc.def is odd; 12025550144 too"}'
    error = api_error(raw_call("GET", "/x").operation, {}, response(403, body))
    assert "2025550" not in str(error)
    assert "abc.def" not in str(error)
    assert "+12025550123" in error.body["text"], "the attribute has everything"
