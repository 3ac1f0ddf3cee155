"""Exceptions as programs of 2.x make them, raise them and derive from them."""

from __future__ import annotations

import copy
import pickle
import warnings
from typing import Any

import pytest

import sinch
from sinch.core import exceptions
from sinch.core.http import Headers, HTTPResponse
from sinch.domains.numbers import NumbersNotFoundError
from sinch.domains.sms import SmsException

CLASSES: list[Any] = [sinch.SinchException, sinch.ConfigurationError, sinch.AuthenticationError, SmsException]
RESPONSE = HTTPResponse(404, Headers(), b'{"code": 404}')


@pytest.mark.parametrize("cls", [*CLASSES, NumbersNotFoundError], ids=lambda cls: cls.__name__)
def test_an_exception_is_made_of_message_response_and_origin(cls: Any) -> None:
    for make in (
        lambda: cls(message="what happened", response=RESPONSE, is_from_server=True),
        lambda: cls("what happened", RESPONSE, True),
        lambda: cls("what happened", RESPONSE, is_from_server=True),
        lambda: cls("what happened", response=RESPONSE),
    ):
        with pytest.warns(DeprecationWarning, match=f"are of sinch 2.x: write {cls.__name__}") as caught:
            error = make()
        assert [each.filename for each in caught] == [__file__]
        for each in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
            assert (str(each), each.args) == ("what happened", ("what happened",))
            assert (each.is_from_server, each.response_status_code) == (True, 404)
            assert each.http_response.body == {"code": 404}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_one_without_a_response_is_what_it_says(cls: Any) -> None:
    for from_server in (False, True):
        with pytest.warns(DeprecationWarning, match="are of sinch 2.x"):
            error = cls(message="what happened", response=None, is_from_server=from_server)
        assert (error.http_response, error.response_status_code) == (None, None)
        assert error.is_from_server is from_server


def test_a_class_derived_from_one_hands_its_arguments_on() -> None:
    base: Any = exceptions.SinchException

    class ShopError(base):  # type: ignore[misc]
        def __init__(self, message: str) -> None:
            super().__init__(message=message, response=None, is_from_server=False)

    with pytest.warns(DeprecationWarning, match="write ShopError") as caught:
        error = ShopError("closed")
    assert [each.filename for each in caught] == [__file__]
    assert str(error) == "closed"
    assert not error.is_from_server


def test_wrong_arguments_are_rejected_by_name() -> None:
    for cls in CLASSES:
        with pytest.raises(TypeError, match="takes message, response, is_from_server, not status"):
            cls("what happened", response=None, status=404)
        with pytest.raises(TypeError, match="not 4"):
            cls("what happened", None, False, None)
        with pytest.raises(TypeError, match="multiple values for argument 'response'"):
            cls("what happened", RESPONSE, response=RESPONSE)
        with pytest.raises(TypeError):
            cls("what happened", status=404)


def test_those_of_today_warn_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cls in CLASSES:
            assert str(cls("what happened")) == "what happened"
        assert SmsException("what happened", http_response=RESPONSE).is_from_server
