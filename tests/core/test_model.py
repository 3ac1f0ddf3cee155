"""Models: dictionaries that are the JSON, with attributes; and the kinds that read and write their items."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch import UNSET, ArgumentError
from sinch.core.kinds import (
    ANY,
    BASE64,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    STRING,
    ListOf,
    MapOf,
)
from sinch.core.model import Model, Ref, Union, field
from sinch.core.values import load_datetime


class Leaf(Model):
    __slots__ = ()
    kind_: str | None = field("kind", STRING, default=None, const="leaf")
    color: str = field("leafColor", STRING, required=True)
    secret: str | None = field("hmacSecret", STRING, default=None, secret=True)


class Fruit(Model):
    __slots__ = ()
    kind_: str | None = field("kind", STRING, default=None, const="fruit")
    grams: int | None = field("grams", INTEGER, default=None)


PART = Union("kind", {"leaf": Ref(__name__, "Leaf"), "fruit": Ref(__name__, "Fruit")}, default=Ref(__name__, "Leaf"))


class Tree(Model):
    __slots__ = ()
    name: str | None = field("name", STRING, default=None, nullable=True)
    planted_at: datetime | None = field("plantedAt", DATETIME, default=None)
    birthday: date | None = field("birthday", DATE, default=None)
    price: Decimal | None = field("price", DECIMAL, default=None)
    leaf: Leaf | None = field("leaf", Ref(__name__, "Leaf"), default=None)
    parts: list[Any] | None = field("parts", ListOf(PART), default=None)
    by_name: dict[str, Leaf] | None = field("byName", MapOf(Ref(__name__, "Leaf")), default=None)
    dates: list[datetime] | None = field("dates", ListOf(DATETIME), default=None)
    healthy: bool | None = field("healthy", BOOLEAN, default=None)
    title = name


JSON = {
    "name": "oak",
    "plantedAt": "2026-03-02T10:15:00.120Z",
    "birthday": "2026-03-02",
    "price": "0.80",
    "leaf": {"kind": "leaf", "leafColor": "green", "hmacSecret": "s3cret"},
    "parts": [{"kind": "fruit", "grams": 3}, {"leafColor": "red"}, {"kind": "root", "depth": 2}, None],
    "byName": {"a": {"leafColor": "blue"}},
    "dates": ["2026-03-02T10:15:00Z", None],
    "unknownField": {"deep": [1]},
}


def tree() -> Tree:
    return Tree.wrap(json.loads(json.dumps(JSON)))


def test_a_model_is_exactly_the_json() -> None:
    model = tree()
    assert model == JSON
    assert json.loads(json.dumps(model)) == JSON
    assert model.leaf is not None
    assert json.loads(json.dumps(model)) == JSON, "touching attributes changes nothing"
    assert model["leaf"]["leafColor"] == "green"


def test_attributes_are_typed() -> None:
    model = tree()
    assert model.name == model.title == "oak"
    assert model.planted_at == datetime(2026, 3, 2, 10, 15, 0, 120000, tzinfo=timezone.utc)
    assert model.birthday == date(2026, 3, 2)
    assert model.price == Decimal("0.80")
    assert isinstance(model.leaf, Leaf)
    assert model.leaf is model.leaf
    assert model.by_name is not None
    assert model.by_name["a"].color == "blue"
    assert model.dates == [datetime(2026, 3, 2, 10, 15, tzinfo=timezone.utc), None]
    assert model.healthy is None, "absent is None"


def test_unions_pick_their_variant_and_keep_unknown_ones() -> None:
    fruit, leaf, root, nothing = tree().parts or []
    assert isinstance(fruit, Fruit)
    assert fruit.grams == 3
    assert isinstance(leaf, Leaf), "the default variant"
    assert type(root) is Model
    assert root.depth == 2
    assert nothing is None


def test_a_field_that_does_not_exist_is_named() -> None:
    with pytest.raises(AttributeError, match="Tree has no field 'nam'"):
        _ = tree().nam  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["plantedAt", "leaf", "parts", "byName", "price", "birthday", "dates", "name"])
@pytest.mark.parametrize("value", [None, "", "later", 7, 1.5, True, [], {}, [1], ["x"], {"a": 1}, [[{}]]])
def test_reading_never_fails(name: str, value: Any) -> None:
    model = Tree.wrap({name: value})
    for attribute in ("planted_at", "leaf", "parts", "by_name", "price", "birthday", "dates", "name"):
        getattr(model, attribute)
    repr(model)
    model.model_dump_json()


def test_repr_masks_secrets_also_nested() -> None:
    text = repr(tree())
    assert "s3cret" not in text
    assert "color='green'" in text
    assert "unknownField={'deep': [1]}" in text


def test_copies_and_pickles() -> None:
    model = tree()
    for twin in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert type(twin) is Tree
        assert twin == model
    assert type(model.copy()) is dict
    assert not Tree()


def test_construction_fills_constants_and_rejects_by_name() -> None:
    assert Leaf(color="green") == {"leafColor": "green", "kind": "leaf"}
    assert Tree(name=None, healthy=UNSET, price=None) == {"name": None}, "null only where the API allows null"
    with pytest.raises(ArgumentError, match="color is required"):
        Leaf()  # type: ignore[call-arg]
    with pytest.raises(ArgumentError, match="color must be a string, not int"):
        Leaf(color=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Leaf has no field 'colour'; it has kind_, color, secret"):
        Leaf(colour="x")  # type: ignore[call-arg]


def test_nested_arguments_take_both_spellings_and_results() -> None:
    made = Tree(
        leaf={"color": "green", "hmacSecret": "x", "new": 1},  # type: ignore[arg-type]
        parts=[{"kind_": "fruit", "grams": 2}, Fruit(grams=1), tree().leaf],
        planted_at=datetime(2026, 1, 1, tzinfo=timezone.utc),
    )
    assert made == {
        "leaf": {"leafColor": "green", "hmacSecret": "x", "new": 1},
        "parts": [{"kind": "fruit", "grams": 2}, {"grams": 1, "kind": "fruit"}, JSON["leaf"]],
        "plantedAt": "2026-01-01T00:00:00Z",
    }


@pytest.mark.parametrize(
    ("sent", "read"),
    [("3", 3), ("-3", -3), (3, 3), ("three", "three"), ("1_0", "1_0"), ("٣", "٣"), ("9" * 5000, "9" * 5000), ([], [])],
)
def test_an_integer_may_come_as_text(sent: Any, read: Any) -> None:
    fruit = Fruit.wrap({"grams": sent})
    assert fruit.grams == read
    assert type(fruit.grams) is type(read)
    assert fruit["grams"] == sent, "the item stays what was sent"
    assert fruit.model_dump(exclude_unset=True) == {"grams": read}


def test_assignment_writes_json() -> None:
    model = tree()
    model.planted_at = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    model.name = None
    model.leaf = UNSET  # type: ignore[assignment]
    assert model["plantedAt"] == "2025-12-31T22:00:00Z"
    assert model["name"] is None
    assert "leaf" not in model


def test_model_dump_has_python_names_and_values() -> None:
    dumped = tree().model_dump()
    assert dumped["leaf"] == {"kind_": "leaf", "color": "green", "secret": "s3cret"}
    assert dumped["price"] == Decimal("0.80")
    assert type(dumped["leaf"]) is dict
    assert json.loads(tree().model_dump_json(indent=2))["planted_at"] == "2026-03-02T10:15:00.120000Z"


def test_model_dump_has_all_fields_unless_told_otherwise() -> None:
    made = Tree.wrap({"name": None, "leaf": {"leafColor": "green"}, "more": None})
    everything = made.model_dump()
    assert everything.keys() == {*Tree.model_fields, "more"}
    assert everything["planted_at"] is None
    assert everything["leaf"] == {"kind_": None, "color": "green", "secret": None}
    assert made.model_dump(exclude_unset=True) == {"name": None, "leaf": {"color": "green"}, "more": None}
    assert made.model_dump(exclude_none=True) == {"leaf": {"color": "green"}}
    assert made.model_dump(include={"leaf"}, exclude_none=True) == {"leaf": {"color": "green"}}
    assert made.model_dump(exclude={"leaf", "more"}, exclude_unset=True) == {"name": None}
    assert Model.wrap({"a": {"b": None}}).model_dump() == {"a": {"b": None}}


def test_model_dump_has_the_names_of_the_api_or_json_on_request() -> None:
    dumped = tree().model_dump(by_alias=True, exclude_unset=True)
    assert dumped.keys() == JSON.keys()
    assert dumped["leaf"] == JSON["leaf"]
    assert dumped["plantedAt"] == load_datetime("2026-03-02T10:15:00.120Z")
    made = tree().model_dump(mode="json")
    assert made == json.loads(tree().model_dump_json())
    assert (made["planted_at"], made["price"], made["birthday"]) == (
        "2026-03-02T10:15:00.120000Z",
        "0.80",
        "2026-03-02",
    )
    assert json.loads(tree().model_dump_json(by_alias=True, exclude_none=True))["leaf"] == JSON["leaf"]


def test_a_model_is_made_of_a_mapping_in_either_spelling() -> None:
    made = Tree.model_validate({"planted_at": "2026-03-02T10:15:00Z", "leaf": {"leafColor": "red"}, "more": 1})
    assert made == {"plantedAt": "2026-03-02T10:15:00Z", "leaf": {"leafColor": "red"}, "more": 1}
    assert made.leaf is not None
    assert made.leaf.color == "red"
    assert Tree.model_validate(made) is made
    assert Tree.model_validate_json('{"name": "oak"}').name == "oak"
    for wrong in ([], "x", None):
        with pytest.raises(ArgumentError, match="obj must be a dictionary or a Tree"):
            Tree.model_validate(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Expecting value"):
        Tree.model_validate_json("<html>")


def test_the_fields_of_a_model_are_known_by_attribute() -> None:
    assert list(Leaf.model_fields) == ["kind_", "color", "secret"]
    assert Leaf.model_fields["color"].alias == "leafColor"
    assert tree().model_fields.keys() == Tree.model_fields.keys()


class Color(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (STRING, Color.RED, "red"),
        (INTEGER, 5, 5),
        (BASE64, "AQI=", "AQI="),
        (BASE64, b"\x01\x02", "AQI="),
        (BASE64, bytearray(b"\x01\x02"), "AQI="),
        (ListOf(BASE64), [b"\x01\x02", "AQI="], ["AQI=", "AQI="]),
        (DATE, datetime(2026, 3, 2, 23, 0), "2026-03-02"),
        (DATE, "2026-03-02", "2026-03-02"),
        (DECIMAL, Decimal("1.10"), "1.10"),
        (DATETIME, "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"),
        (ListOf(STRING), ("a", "b"), ["a", "b"]),
        (ListOf(STRING), (entry for entry in "ab"), ["a", "b"]),
        (ANY, {"a": {1}}, {"a": [1]}),
    ],
)
def test_arguments_become_json(kind: Any, value: Any, expected: Any) -> None:
    assert kind.check("argument", value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (STRING, 5, "argument must be a string, not int"),
        (INTEGER, True, "argument must be an integer, not bool"),
        (INTEGER, "5", "argument must be an integer, not str"),
        (BOOLEAN, 1, "argument must be True or False, not int"),
        (STRING, b"x", "argument must be a string, not bytes"),
        (BASE64, 5, "argument must be bytes or base64 text, not int"),
        (DATETIME, "not a date", "argument must be a datetime or ISO 8601 text"),
        (DATETIME, 5, "argument must be a datetime"),
        (DATE, "02.03.2026", "argument must be a date"),
        (DECIMAL, 0.1, "argument must be a Decimal"),
        (ListOf(STRING), "abc", r'argument must be a list, not a single string: write argument=\["..."\]'),
        (ListOf(STRING), 5, "argument must be a list, not int"),
        (ListOf(STRING), ["a", 5], r"argument\[1\] must be a string, not int"),
        (Ref(__name__, "Leaf"), "x", "argument must be a dictionary or a Leaf, not str"),
        (MapOf(STRING), [], "argument must be a dictionary, not list"),
    ],
)
def test_wrong_kinds_are_rejected_by_name(kind: Any, value: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        kind.check("argument", value)


@pytest.mark.parametrize("kind", [DATETIME, DATE, DECIMAL])
def test_a_phone_number_in_the_wrong_place_is_not_repeated(kind: Any) -> None:
    with pytest.raises(ArgumentError, match="not the text") as caught:
        kind.check("argument", "+1 202 555 0199")
    assert "555" not in str(caught.value)


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.timezones()))
def test_date_times_survive(value: datetime) -> None:
    assert load_datetime(DATETIME.dump(value)) == value.astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2026-03-02T10:05:00.123456789", 123456),
        ("2026-03-02T10:05:00.123456789Z", 123456),
        ("2026-03-02T10:05:00.1Z", 100000),
        ("2026-03-02T10:05:00Z", 0),
        ("20260302T100500Z", 0),
        ("2026-03-02T12:05:00+02:00", 0),
    ],
)
def test_date_times_are_aware_however_they_are_written(text: str, microsecond: int) -> None:
    assert load_datetime(text) == datetime(2026, 3, 2, 10, 5, 0, microsecond, tzinfo=timezone.utc)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(JSON)), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(sorted(JSON)) | st.text(max_size=4), _json, max_size=6))
def test_any_json_can_be_read_and_stays_itself(data: dict[str, Any]) -> None:
    before = json.dumps(data)
    model = Tree.wrap(json.loads(before))
    for item in vars(Tree).values():
        if isinstance(item, property) and item.fget is not None:
            item.fget(model)
    repr(model)
    assert json.dumps(model) == before


NAMES = [
    "_http_response",
    "_table",
    "_names",
    "__class__",
    "__dict__",
    "__slots__",
    "__reduce__",
    "__copy__",
    "_x",
    "__",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("model", [Model, Ref("sinch_api.sms.models", "TextResponse").model])
def test_a_name_of_the_server_reaches_nothing_inside_a_model(name: str, model: type[Model]) -> None:
    usual = getattr(model.wrap({}), name, "none") if name != "__dict__" else "none"
    data = {name: {"x": 1}, "id": "b"}
    wrapped = model.wrap(dict(data))
    assert wrapped == data
    assert wrapped[name] == {"x": 1}
    if name in ("__class__", "__slots__", "_names", "_table"):
        assert getattr(wrapped, name) == usual
    elif not name.startswith("__") or name in ("__", "__dict__"):
        with pytest.raises(AttributeError):
            getattr(wrapped, name)
    assert wrapped.http_response is None
    assert copy.copy(wrapped) == copy.deepcopy(wrapped) == pickle.loads(pickle.dumps(wrapped)) == data
    assert type(wrapped) is model
    assert json.loads(json.dumps(wrapped)) == data
    assert name in repr(wrapped)
    assert model.wrap(dict(data)).model_dump()[name] == {"x": 1}
