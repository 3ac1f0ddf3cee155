"""Prepared calls: how arguments become a request, and that none can escape from its place in the address."""

from __future__ import annotations

import pickle
from datetime import datetime, timezone
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch import UNSET, ArgumentError
from sinch.core.kinds import ANY, BOOLEAN, DATETIME, INTEGER, STRING, ListOf
from sinch.core.model import Model, Ref, field
from sinch.core.operation import Operation, Parameter, PreparedCall, raw_call
from sinch.core.urls import encode_query

THINGS = Operation(
    "GetThings",
    "GET",
    "/v1/{project_id}/things/{thing_id}:find",
    retry="safe",
    path_params=(Parameter("thing_id", "thing_id", STRING),),
    query_params=(
        Parameter("page", "page", INTEGER),
        Parameter("from", "from_", ListOf(STRING), joined=True),
        Parameter("type", "type_", ListOf(STRING)),
        Parameter("since", "since", DATETIME),
        Parameter("all", "all_", BOOLEAN, required=True),
    ),
)


class Shop(Model):
    """What a shop may change; its `id` is the server's."""

    id: str = field("id", STRING)
    name_: str | None = field("name", STRING, default=None)
    title = name_
    closed: bool | None = field("isClosed", BOOLEAN, default=None, nullable=True)
    secret: str | None = field("secret", STRING, default=None)


UPDATE_SHOP = Operation(
    "UpdateShop",
    "PATCH",
    "/v1/shop",
    retry="idempotent",
    query_params=(
        Parameter("force", "force", BOOLEAN),
        Parameter("updateMask", "update_mask", ListOf(STRING), joined=True, aliases=("mask",)),
    ),
    body=Ref(__name__, "Shop"),
    mask="updateMask",
)


def update(update_mask: Any = UNSET, aliases: Any = None, **given: Any) -> PreparedCall[Any]:
    fields = {"name_": UNSET, "closed": UNSET, "secret": UNSET, **given}
    return UPDATE_SHOP.prepare(query=(UNSET, update_mask), fields=fields, aliases=aliases)


def things(thing_id: Any = "t1", *query: Any) -> PreparedCall[Any]:
    values = [*query, *[UNSET] * (4 - len(query)), True][:5]
    return THINGS.prepare(path=(thing_id,), query=tuple(values))


def test_arguments_find_their_places() -> None:
    call = things("a/b", 0, ["1,2", "3"], ["x", "y"], datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert call.path == "/v1/{project_id}/things/a%2Fb:find"
    assert encode_query(call.query) == ("page=0&from=1%2C2,3&type=x&type=y&since=2026-01-01T00%3A00%3A00Z&all=true")


def test_what_is_not_given_is_not_sent() -> None:
    with pytest.raises(ArgumentError, match="thing_id is required: pass thing_id="):
        things(UNSET)
    assert things().query == (("all", "true"),)
    assert things("t", None).query == (("all", "true"),)
    with pytest.raises(ArgumentError, match="all_ is required"):
        THINGS.prepare(path=("t",), query=(UNSET, UNSET, UNSET, UNSET, None))


@pytest.mark.parametrize("value", ["", ".", "..", 5, None, b"x", ["t"]])
def test_a_value_that_cannot_be_a_path_segment_is_rejected(value: Any) -> None:
    with pytest.raises(ArgumentError, match="thing_id must"):
        things(value)


@given(st.text(min_size=1))
def test_no_path_value_changes_the_address(value: str) -> None:
    try:
        path = things(value).path
    except ArgumentError:
        assert value in (".", "..") or any("\ud800" <= char <= "\udfff" for char in value)
        return
    url = urlsplit(f"https://host.example{path}")
    assert url.netloc == "host.example"
    assert url.query == ""
    assert url.fragment == ""
    segments = url.path.split("/")
    assert len(segments) == 5
    assert unquote(segments[4].removesuffix(":find")) == value


@given(
    st.lists(st.text(min_size=1).filter(lambda text: text.isprintable() and "," not in text), min_size=1, max_size=3)
)
def test_no_query_value_leaves_its_place(values: list[str]) -> None:
    query = encode_query(things("t", 1, values, values).query)
    pairs = parse_qsl(query, keep_blank_values=True)
    assert pairs[0] == ("page", "1")
    assert pairs[1] == ("from", ",".join(values))
    assert pairs[2:-1] == [("type", value) for value in values]
    assert "#" not in query


def test_a_member_of_an_enum_is_its_value_wherever_it_stands() -> None:
    class Kind(Enum):
        PLAIN = "a b"

    class Text(str, Enum):
        PLAIN = "a b"

    assert things(Kind.PLAIN).path == things(Text.PLAIN).path == things("a b").path
    with pytest.raises(ArgumentError, match="must be a string"):
        things(Enum("Number", {"ONE": 1}).ONE)  # type: ignore[attr-defined]


def test_prepared_calls_are_values() -> None:
    call = things("t", 1)
    assert call == things("t", 1) != things("t", 2)
    assert pickle.loads(pickle.dumps(call)) == call
    assert hash(call) == hash(things("t", 1))
    with pytest.raises(AttributeError, match="immutable"):
        call.path = "/other"
    with pytest.raises(AttributeError, match="immutable"):
        del call.path


def test_an_update_names_the_fields_that_are_given() -> None:
    call = update(name_="Mugs", closed=False)
    assert (call.query, call.body) == ((("updateMask", ("name", "isClosed")),), {"name": "Mugs", "isClosed": False})
    assert encode_query(call.query) == "updateMask=name,isClosed"
    assert pickle.loads(pickle.dumps(call)) == call


def test_none_clears_a_field_whether_it_is_nullable_or_not() -> None:
    call = update(name_=None, closed=None)
    assert (call.query, call.body) == ((("updateMask", ("name", "isClosed")),), {"name": None, "isClosed": None})


def test_a_field_under_another_name_is_in_the_mask_too() -> None:
    assert update(aliases={"title": "Mugs"}).query == (("updateMask", ("name",)),)
    assert update(aliases={"title": None}).query == (("updateMask", ("name",)),)
    assert update(aliases={"title": "Mugs", "mask": ["name"]}).query == (("updateMask", ("name",)),)


@pytest.mark.parametrize("name", ["closed", "isClosed"])
def test_a_mask_of_the_caller_wins(name: str) -> None:
    call = update([name, "title", "name"], name_="Mugs", secret="s")
    assert call.query == (("updateMask", ("isClosed", "name")),)
    assert call.body == {"name": "Mugs", "secret": "s"}
    assert update([name]).body == {}, "the server clears what the mask names and the body does not have"
    assert update(None, name_="Mugs").query == (("updateMask", ("name",)),)


def test_an_update_of_nothing_says_so() -> None:
    with pytest.raises(ArgumentError, match="nothing to update: pass at least one of name_, closed, secret"):
        update()
    with pytest.raises(ArgumentError, match="nothing to update"):
        update([])


@pytest.mark.parametrize(
    ("mask", "problem"),
    [
        (["names"], "update_mask names 'names', which cannot be updated; did you mean 'name_'?"),
        (["colour"], "update_mask names 'colour', which cannot be updated; it takes name_, closed, secret"),
        (["id"], "update_mask names 'id', which cannot be updated"),
        (["name.first"], "which cannot be updated"),
        ("name", r"update_mask must be a list, not a single string"),
        ([5], r"update_mask\[0\] must be a string"),
    ],
)
def test_a_mask_of_anything_else_is_rejected(mask: Any, problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        update(mask, name_="Mugs")


def test_repr_masks_phone_numbers() -> None:
    text = repr(things("+12025550123"))
    assert "2025550" not in text
    assert "GetThings" in text
    assert "page=%3F" in repr(things("t").with_value("page", "\ud800")), "what cannot be sent can be shown"


def test_raw_calls() -> None:
    call = raw_call("get", "/v1/projects/{project_id}/x")
    assert (call.operation.method, call.operation.retry, call.body) == ("GET", "safe", UNSET)
    assert raw_call("POST", "/v1/x", {"a": 1}).operation.retry == "ambiguous"
    assert call.operation.result is ANY


@pytest.mark.parametrize(
    "path",
    [
        "v1/x",
        "//evil.example/x",
        "/v1/../x",
        "/v1/%2e%2E/x",
        "/v1/x?y=1",
        "/v1/x#y",
        "/v1/\r\nx",
        "/v1/ü",
        "/a b",
        "/.",
        "\\x",
    ],
)
def test_raw_paths_that_lead_elsewhere_are_rejected(path: str) -> None:
    with pytest.raises(ArgumentError, match="path must"):
        raw_call("GET", path)


@pytest.mark.parametrize("method", ["", "GET /x", "G\r\n", 5])
def test_raw_methods_are_words(method: Any) -> None:
    with pytest.raises(ArgumentError, match="method must"):
        raw_call(method, "/x")
