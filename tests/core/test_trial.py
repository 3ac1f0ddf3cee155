"""Header parameters, several hosts, forms and objects in queries: from a spec to what arrives at its simulator."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import datetime, timezone
from importlib import import_module
from typing import Any

import pytest

from sinch import ArgumentError
from sinch.core.exceptions import APIError, BadRequestError, NotFoundError
from sinch.core.operation import PreparedCall
from tests.both_colours import both_colours
from tests.core import trial as trials
from tests.core.trial import Trial

pytestmark = both_colours

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trials.trial(tmp_path_factory.mktemp("trial")) as made:
        yield made


@pytest.fixture
def product(trial: Trial, colour: str) -> Iterator[Any]:
    trial.engine.requests.clear()
    with trial.connected(colour) as product:
        yield product


def echo(product: Any, call: Any, options: Any = None) -> dict[str, Any]:
    """Send a call, and return what the simulator understood, without what is empty."""
    return {place: values for place, values in product.execute(call, options).items() if values}


# Header parameters


def test_header_parameters_arrive_with_their_types(trial: Trial, product: Any) -> None:
    call = trial.operations.make_thing(
        7, "a b", idempotency_key="k-1", x_count=3, x_sent=NOON, x_tags=["red", "blue"], query_name="q", body_name="n"
    )
    assert echo(product, call) == {
        "path": {"number": 7, "name": "a b"},
        "query": {"name": "q"},
        "headers": {
            "Idempotency-Key": "k-1",
            "X-Count": 3,
            "X-Sent": "2026-03-01T12:00:00Z",
            "X-Tags": ["red", "blue"],
        },
        "body": {"name": "n"},
    }
    sent = trial.engine.requests[-1]
    assert sent.raw_path == "/v1/things/7/a%20b"
    assert sent.headers["x-tags"] == "red,blue"


def test_a_header_that_is_not_given_is_not_sent(trial: Trial, product: Any) -> None:
    assert "headers" not in echo(product, trial.operations.make_thing(7, "a", x_count=None))
    assert not {"idempotency-key", "x-count", "x-sent", "x-tags"} & set(trial.engine.requests[-1].headers)


def test_headers_of_the_options_win(trial: Trial, product: Any) -> None:
    call = trial.operations.make_thing(7, "a", idempotency_key="k-1")
    headers = echo(product, call, {"headers": {"idempotency-key": "k-2"}})["headers"]
    assert headers == {"Idempotency-Key": "k-2"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"idempotency_key": "a\r\nX-Other: b"}, "the header Idempotency-Key must not hold line breaks"),
        ({"idempotency_key": "\u65e5"}, "the header Idempotency-Key must not hold characters outside Latin-1"),
        ({"x_tags": ["a", "b\n"]}, "the header X-Tags must not hold line breaks"),
        ({"x_tags": "red"}, "x_tags must be a list"),
        ({"x_count": "3"}, "x_count must be an integer, not str"),
    ],
)
def test_a_header_that_cannot_be_sent_is_rejected(trial: Trial, arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        trial.operations.make_thing(7, "a", **arguments)


def test_the_simulator_judges_headers(trial: Trial, product: Any) -> None:
    with pytest.raises(BadRequestError, match="Idempotency-Key"):
        product.execute(trial.operations.make_thing(7, "a", idempotency_key="k" * 41))
    with pytest.raises(BadRequestError, match="X-Count"):
        product.execute(trial.operations.make_thing(7, "a"), {"headers": {"X-Count": "many"}})


# Paths


@pytest.mark.parametrize(("number", "problem"), [("7", "number must be an integer"), (True, "number must be an int")])
def test_a_number_in_a_path_must_be_one(trial: Trial, number: Any, problem: str) -> None:
    with pytest.raises(ArgumentError, match=problem):
        trial.operations.make_thing(number, "a")


# Objects in queries


def test_objects_in_a_query_arrive_with_their_types(trial: Trial, product: Any) -> None:
    given = {"min_size": 3, "since": NOON, "tags": ["red", "b&c"]}
    call = trial.operations.list_things(filter=given, label={"a b": "c=d"}, page=1)
    assert echo(product, call)["query"] == {
        "filter": {"minSize": 3, "since": "2026-03-01T12:00:00Z", "tags": ["red", "b&c"]},
        "label": {"a b": "c=d"},
        "page": 1,
    }
    assert trial.engine.requests[-1].query == [
        ("filter[minSize]", "3"),
        ("filter[since]", "2026-03-01T12:00:00Z"),
        ("filter[tags]", "red"),
        ("filter[tags]", "b&c"),
        ("label[a b]", "c=d"),
        ("page", "1"),
    ]


def test_an_object_that_holds_nothing_is_not_sent(trial: Trial, product: Any) -> None:
    assert echo(product, trial.operations.list_things(filter={}, label=None)) == {}


def test_the_simulator_judges_objects_in_queries(trial: Trial, product: Any) -> None:
    with pytest.raises(BadRequestError, match=r"filter\.minSize"):
        product.execute(trial.operations.list_things(filter={"minSize": 101}))
    with pytest.raises(BadRequestError, match=r"filter\.other"):
        product.execute(trial.operations.list_things(filter={"other": "x"}))
    with pytest.raises(BadRequestError, match=r"page\[x\]"):
        product.execute(trial.operations.list_things(), {"query": {"page[x]": 1}})


def test_what_cannot_be_in_a_query_is_rejected(trial: Trial) -> None:
    with pytest.raises(ArgumentError, match="filter must not hold 'other': objects and lists cannot be nested there"):
        trial.operations.list_things(filter={"other": {"a": "b"}})
    with pytest.raises(ArgumentError, match="filter must be a dictionary"):
        trial.operations.list_things(filter="minSize")


# Forms


def test_a_form_arrives_with_its_types(trial: Trial, product: Any) -> None:
    call = trial.operations.post_form(
        to=["+1", "b&c=d"], retries=2, dry_run=True, at=NOON, text="100 % \u00fc", details={"size": 1}
    )
    assert echo(product, call)["body"] == {
        "to": ["+1", "b&c=d"],
        "retries": 2,
        "dryRun": True,
        "at": "2026-03-01T12:00:00Z",
        "text": "100 % \u00fc",
        "details": {"size": 1},
    }
    sent = trial.engine.requests[-1]
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert sent.body.startswith(b"to=%2B1&to=b%26c%3Dd&retries=2&dryRun=true&at=2026-03-01T12%3A00%3A00Z&text=")


def test_options_add_to_a_form(trial: Trial, product: Any) -> None:
    assert echo(product, trial.operations.post_form(to=["+1"]), {"body": {"retries": 3}})["body"]["retries"] == 3


def test_the_simulator_judges_forms(trial: Trial, product: Any) -> None:
    with pytest.raises(BadRequestError, match="text"):
        product.execute(trial.operations.post_form(to=["+1"], text="x" * 21))
    with pytest.raises(BadRequestError, match="other"):
        product.execute(trial.operations.post_form(to=["+1"]), {"body": {"other": "x"}})


def test_json_of_a_kind_of_its_own_says_so(trial: Trial, product: Any) -> None:
    assert echo(product, trial.operations.patch_file("a", body_name="b"))["body"] == {"name": "b"}
    assert trial.engine.requests[-1].headers["content-type"] == "application/merge-patch+json"


# Hosts


def test_an_operation_is_sent_to_its_own_host(trial: Trial, product: Any) -> None:
    assert echo(product, trial.operations.get_v1_files_name("a")) == {"path": {"name": "a"}}
    assert echo(product, trial.operations.patch_file("a")) == {"path": {"name": "a"}}, "that of the product"
    assert trial.operations.GET_V1_FILES_NAME.service is not trial.operations.PATCH_FILE.service


def test_a_host_has_its_own_operations_only(trial: Trial, product: Any) -> None:
    find = trial.simulated.spec.find
    assert find("GET", "/v1/files/a") == {"PATCH"}
    assert find("PATCH", "/v1/files/a", trials.FILES) == {"GET"}
    assert find("GET", "/v1/things", trials.FILES) == set()
    lost = PreparedCall(trial.operations.GET_V1_FILES_NAME, "/v1/things/7")
    with pytest.raises(NotFoundError, match="unknown path /v1/things/7"):
        product.execute(lost)


# Unions and recursion


def test_variants_that_are_unions_or_inline_are_told_apart(trial: Trial, product: Any) -> None:
    operations, models = trial.operations, import_module("sinch_api.trial")
    for call, kind in (
        (operations.post_shape_square(side=2), models.Square),
        (operations.post_shape_star(points=5), models.Star),
        (operations.post_shape_line(length=1), models.ShapeLine),
        (operations.post_shape(body={"kind": "circle", "size": [1]}), models.Circle),
        (operations.post_shape(body=models.Star(points=5)), models.Star),
    ):
        shape = product.execute(call)
        assert (type(shape), shape) == (kind, call.body)


def test_the_simulator_judges_variants(trial: Trial, product: Any) -> None:
    for body, problem in (
        ({"kind": "circle"}, "size: is required"),
        ({"kind": "star", "side": 1}, "side: is not a known field"),
        ({"kind": "cube"}, "kind"),
    ):
        with pytest.raises(BadRequestError) as caught:
            product.execute(trial.operations.post_shape(body=body))
        assert problem in str(caught.value.error)


def test_arrays_and_maps_may_hold_their_own_kind(trial: Trial, product: Any) -> None:
    tree = [{"a": [{"b": []}], "c": []}, {}]
    assert product.execute(trial.operations.put_tree(body=tree)) == tree
    with pytest.raises(BadRequestError):
        product.execute(trial.operations.put_tree(body=[{"a": [1]}]))


# Responses


def test_a_success_is_read_by_its_status(trial: Trial, product: Any) -> None:
    models = import_module("sinch_api.trial")
    assert type(product.execute(trial.operations.put_job(status=200))) is models.Echo
    later = product.execute(trial.operations.put_job(status=202))
    assert (type(later), later.job) == (models.PutJobResponse202, "j1")
    assert product.execute(trial.operations.put_job(status=204)) is None


def test_an_error_is_read_by_its_range(trial: Trial, product: Any) -> None:
    models = import_module("sinch_api.trial")
    for status, kind in ((418, models.Problem), (501, models.PutJobResponse5xx)):
        with pytest.raises(APIError) as caught:
            product.execute(trial.operations.put_job(status=status), {"max_retries": 0})
        assert type(caught.value.error) is kind


def test_a_page_without_content_is_the_last(trial: Trial, product: Any) -> None:
    page = product._page(trial.operations.list_jobs(), None)
    assert page.content() == ["a"]
    last = page.next_page()
    assert last.content() == []
    assert not last.has_next_page
    assert list(page) == ["a"]


# Calls as data


def test_headers_are_a_part_of_a_call(trial: Trial) -> None:
    call = trial.operations.make_thing(7, "a", idempotency_key="k-1")
    assert call.headers == (("Idempotency-Key", "k-1"),)
    assert call == trial.operations.make_thing(7, "a", idempotency_key="k-1")
    assert call != trial.operations.make_thing(7, "a", idempotency_key="k-2")
    assert pickle.loads(pickle.dumps(call)) == call
    assert call.with_value("name", "q").headers == call.headers
    assert "k-1" not in repr(call)
