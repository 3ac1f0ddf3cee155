"""Generation: a spec full of traps becomes the expected code, nothing is lost silently, and output is reproducible.

`python tests/codegen/test_generate.py` rewrites the expected files.
"""

import copy
import importlib
import inspect
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen import bundle, generate, parser, products, reading
from codegen.definitions import ApiDef
from codegen.normalise.terms import SpecError
from codegen.printable import RenderError
from codegen.products import ProductFile
from codegen.sections import ProductError
from sinch.core.data import SinglePage
from sinch.core.exceptions import ArgumentError
from sinch.core.unset import UNSET

TESTDATA = Path(generate.__file__).parent / "testdata"
EXPECTED = TESTDATA / "expected"

Change = Callable[[dict[str, Any]], object]


def torture() -> dict[str, str]:
    return generate.package(products.load(TESTDATA / "torture-products.yaml"), TESTDATA)


@pytest.fixture(scope="module")
def sms() -> dict[str, Any]:
    return bundle.load(generate.SPECS / "sms.yaml")


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return torture()


def parsed(document: dict[str, Any], product: ProductFile) -> ApiDef:
    return reading.read(document, product).api


def sms_product() -> ProductFile:
    return products.load(products.PRODUCTS / "sms.yaml")


# Golden files


def test_the_torture_spec_becomes_what_is_expected(generated: dict[str, str]) -> None:
    folder = EXPECTED / "torture"
    assert sorted(generated) == sorted(path.name for path in folder.glob("*.py"))
    for name, text in generated.items():
        assert text == (folder / name).read_text(encoding="utf-8"), f"{name} differs: see the top of this file"


def test_the_same_input_gives_the_same_bytes(generated: dict[str, str]) -> None:
    assert torture() == generated


def test_a_new_operation_moves_nothing_that_was_there_before(sms: dict[str, Any], generated: dict[str, str]) -> None:
    def names(document: dict[str, Any]) -> list[list[str]]:
        api = parsed(document, sms_product())
        return [[str(item.name) for item in group] for group in (api.models, api.enums, api.unions, api.params)]

    document = copy.deepcopy(sms)
    for section in ("paths", *document["components"]):
        holder = document if section == "paths" else document["components"]
        holder[section] = dict(reversed(holder[section].items()))
    assert names(document) == names(sms)
    text = generated["models.py"]
    assert text.index("class ContactEvent(EventBase)") > text.index("class EventBase(core.Model)"), (
        "but a base comes first"
    )
    assert text.index("class Circle(") < text.index("class EventBase(") < text.index("class MessageEvent(")


def test_generated_code_is_up_to_date() -> None:
    assert generate.check([]) == []


# The generated code works


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    import sinch_api

    monkeypatch.setattr(sinch_api, "__path__", [*sinch_api.__path__, str(EXPECTED)])
    yield importlib.import_module("sinch_api.torture")
    for name in [name for name in sys.modules if name.startswith("sinch_api.torture")]:
        del sys.modules[name]


def test_the_package_loads_models_when_they_are_asked_for(api: ModuleType) -> None:
    assert "sinch_api.torture.models" not in sys.modules
    assert api.Thing.__name__ == "Thing"
    assert dir(api) == sorted(api.__all__)
    assert api.Color is str
    assert api.Level is int
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = api.nothing


def test_every_module_can_be_imported(api: ModuleType, generated: dict[str, str]) -> None:
    for name in generated:
        importlib.import_module(f"sinch_api.torture.{name.removesuffix('.py')}")


def test_models_read_what_a_strict_client_would_reject(api: ModuleType) -> None:
    thing = api.Thing.wrap(
        {
            "items": ["a"],
            "get": "g",
            "type": "t",
            "channelIDs": ["a", None],
            "maybeDate": None,
            "maybeColor": "no such color",
            "maybeThing": {"date": "2026-03-01", "price": "1.10"},
            "local": "2026-03-01T12:00:00",
            "freeValues": {"a": "2026-03-01T12:00:00Z"},
            "new field": 1,
        }
    )
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
    assert (thing.items_, thing.get_, thing.type_, thing.type, thing.channel_ids) == (["a"], "g", "t", "t", ["a", None])
    assert (thing.maybe_date, thing.maybe_color) == (None, "no such color")
    assert (thing.maybe_thing.date, thing.maybe_thing.price) == (date(2026, 3, 1), Decimal("1.10"))
    assert (thing.local, thing.free_values) == (noon, {"a": noon})
    assert thing["new field"] == 1


def test_operations_send_no_defaults_and_join_or_repeat_arrays(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    assert operations.things_list_things(from_="2026-03-01T12:00:00Z").query == (("from", "2026-03-01T12:00:00Z"),)
    operation = operations.things_list_things(
        from_=datetime(2026, 3, 1, tzinfo=timezone.utc), joined=["a", "b"], repeated=["red", "blue"], search_pattern="x"
    )
    assert operation.query == (
        ("joined", ("a", "b")),
        ("repeated", "red"),
        ("repeated", "blue"),
        ("numberPattern.searchPattern", "x"),
        ("from", "2026-03-01T00:00:00Z"),
    )
    assert operation.path == "/v1/{account}/things"
    assert operations.things_stop_thing("a/b").path == "/v1/{account}/things/a%2Fb:stop"
    assert operations.things_stop_thing("a").body is UNSET


def test_bodies(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    assert operations.create_thing(id="1", inner="i", from_="f", items_=["a"], type_="t").body == {
        "id": "1",
        "inner": "i",
        "from": "f",
        "items": ["a"],
        "type": "t",
    }
    assert operations.send_shape_round_one(radius=2).body == {"shape-type": "round one", "radius": 2}
    assert operations.send_shape(body={"shape_type": "square", "side": {"length": 1}}).body == {
        "shape-type": "square",
        "side": {"length": 1},
    }
    assert operations.patch_inline(secret="s", mode="A").body == {"secret": "s", "mode": "A", "kind": "fixed"}
    assert operations.replace_names(body=("a", "b")).body == ["a", "b"]


def test_a_body_that_may_be_left_out_is_left_out_where_nothing_is_given(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    assert operations.resize_nodes().body is UNSET
    assert operations.resize_nodes(length=2).body == {"length": 2}
    assert operations.resize_nodes(length=None).body is UNSET, "None sends nothing where the API does not allow null"
    assert operations.resize_nodes().with_value("unit", "cm").body == {"unit": "cm"}
    assert operations.reshape_nodes().body is operations.reshape_nodes(body=None).body is UNSET
    assert operations.reshape_nodes(body={}).body == {}
    assert operations.reshape_nodes_round_one(radius=1).body == {"radius": 1, "shape-type": "round one"}
    with pytest.raises(ArgumentError, match="body is required"):
        operations.send_shape(body=None)


def test_a_mask_names_the_fields_that_are_given(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    call = operations.mask_nodes(dry_run=True, channel_ids=["a"], type_=None)
    assert call.query == (("dryRun", "true"), ("fieldMask", ("type", "channelIDs")))
    assert call.body == {"channelIDs": ["a"], "type": None}, "None clears, whether the API calls it nullable or not"
    call = operations.mask_nodes(field_mask=["maybe_date", "type"], maybe_date="2026-03-01T12:00:00Z", type="t")
    assert call.query == (("fieldMask", ("maybeDate", "type")),)


def test_a_body_that_has_to_be_there_is_sent_empty(tmp_path: Path) -> None:
    assert "body_required=False" in small(tmp_path, PONG, BODY)["operations.py"]
    required = BODY.replace("{content", "{required: true, content")
    assert "body_required" not in small(tmp_path, PONG, required)["operations.py"]
    needy = PONG.replace("properties", "required: [at], properties")
    assert "body_required" not in small(tmp_path, needy, BODY)["operations.py"], "it cannot be created without `at`"


def test_what_only_the_server_sets_is_in_models_but_not_in_requests(api: ModuleType, generated: dict[str, str]) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    arguments = inspect.signature(operations.create_thing).parameters
    assert "from_" in arguments
    assert not {"serial", "history", "price"} & set(arguments)
    assert operations.create_thing(id="1", inner="i", from_="f").body["from"] == "f", "required only in responses"
    assert api.Thing.wrap({"serial": "7", "history": {"made": "2026-03-01T12:00:00Z"}}).history.made.year == 2026
    assert "    serial: str = core.field" in generated["models.py"]
    assert "    serial:" not in generated["params.py"]
    assert "ThingHistoryDict" not in generated["params.py"]


def test_only_other_names_of_arguments_are_accepted_as_keywords(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    params = importlib.import_module("sinch_api.torture.params")
    functions = dict(inspect.getmembers(operations, inspect.isfunction))
    free = {
        name: parameter.annotation
        for name, function in functions.items()
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is parameter.VAR_KEYWORD
    }
    assert free == {
        "things_list_things": "t.Unpack[params.ThingsListThingsAliases]",
        "create_thing": "t.Unpack[params.CreateThingAliases]",
        "things_stop_thing": "t.Unpack[params.ThingsStopThingAliases]",
        "mask_nodes": "t.Unpack[params.MaskNodesAliases]",
    }
    assert params.ThingsListThingsAliases.__annotations__.keys() == {"sender", "pattern"}
    assert params.CreateThingAliases.__annotations__.keys() == {"sender", "type"}
    assert not params.CreateThingAliases.__required_keys__


def test_an_argument_may_come_under_its_second_name(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    assert operations.things_stop_thing(thing="a").path == operations.things_stop_thing("a").path
    noon = "2026-03-01T12:00:00Z"
    call = operations.things_list_things(sender=noon, pattern="x")
    assert call == operations.things_list_things(from_=noon, search_pattern="x")
    assert operations.create_thing(id="1", inner="i", sender="f", type="t").body == {
        "id": "1",
        "inner": "i",
        "from": "f",
        "type": "t",
    }
    for arguments in ({}, {"from_": noon, "sender": noon}, {"from_": noon, "gone": 1}):
        with pytest.raises((ArgumentError, TypeError), match=r"from_|gone"):
            operations.things_list_things(**arguments)
    with pytest.raises(ArgumentError, match="thing_id"):
        operations.things_stop_thing()


def test_the_client_has_plain_methods_with_the_arguments_of_the_operations(api: ModuleType) -> None:
    client = importlib.import_module("sinch_api.torture.client")
    operations = importlib.import_module("sinch_api.torture.operations")
    calls: list[Any] = []
    torture = client.TortureApi(calls.append)
    methods = {
        name: method
        for group in (torture.things, torture.shapes)
        for name, method in inspect.getmembers(group, inspect.ismethod)
        if not name.startswith("_")
    }
    functions = dict(inspect.getmembers(operations, inspect.isfunction))
    assert methods.keys() == functions.keys()
    for name, method in methods.items():
        assert method.__name__ == name
        assert inspect.signature(method).parameters == inspect.signature(functions[name]).parameters
        assert f"Arguments: see `operations.{name}`." in inspect.getdoc(method).splitlines()
    torture.things.things_stop_thing("a")
    torture.things.things_list_things(sender="2026-03-01T12:00:00Z")
    torture.shapes.send_shape_round_one(radius=1, dry_run=True)
    assert calls == [
        operations.things_stop_thing("a"),
        operations.things_list_things(from_="2026-03-01T12:00:00Z"),
        operations.send_shape_round_one(radius=1, dry_run=True),
    ]


def test_errors_of_every_other_status_have_a_key_of_their_own(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    assert list(operations.OPERATIONS["Things_ListThings"].errors) == [404, None]


def test_unions_are_told_apart(api: ModuleType) -> None:
    kinds = importlib.import_module("sinch_api.torture.kinds")
    assert type(kinds.Shape.load({"shape-type": "square"})) is api.Square
    assert type(kinds.Shape.load({})) is api.Circle
    assert type(kinds.Shape.load({"shape-type": "star"})).__name__ == "Model"
    assert type(kinds.Event.load({"app": "a", "contact": "c"})) is api.ContactEvent
    assert isinstance(api.Circle(radius=1), api.Shape)


def test_an_array_pages_as_it_is(api: ModuleType) -> None:
    operations = importlib.import_module("sinch_api.torture.operations")
    for operation in (operations.LIST_NAMES, operations.LIST_NODES):
        assert isinstance(operation.paging, SinglePage)
        assert operation.paging.items is None
    [node] = operations.LIST_NODES.result.load([{"byName": {"a": {}}}])
    assert type(node) is type(node.by_name["a"]) is api.Node


# Nothing is lost silently


def test_everything_in_the_spec_is_generated(sms: dict[str, Any]) -> None:
    api = parsed(sms, sms_product())
    schemas = {item.schema for item in [*api.models, *api.enums, *api.unions, *api.aliases]}
    assert schemas >= set(sms["components"]["schemas"])
    operations = [
        method["operationId"] for item in sms["paths"].values() for method in item.values() if "operationId" in method
    ]
    assert sorted(str(operation.id.value) for operation in api.operations) == sorted(operations)
    for model in api.models:
        source = sms["components"]["schemas"][model.schema]
        assert {field.wire.value for field in model.fields} == set(source["properties"])


@pytest.mark.parametrize(
    "name", ["TextRequest", "MediaBody", "BatchResponse", "DeliveryStatus", "ParameterValues", "ApiError"]
)
def test_a_schema_that_is_missing_is_noticed(sms: dict[str, Any], name: str) -> None:
    document = copy.deepcopy(sms)
    del document["components"]["schemas"][name]
    with pytest.raises(SpecError, match=f"#/components/schemas/{name} does not exist"):
        parsed(document, sms_product())


def _at(document: dict[str, Any], *path: str) -> Any:
    node: Any = document
    for part in path:
        node = node[part]
    return node


BATCHES = ("paths", "/xms/v1/{service_plan_id}/batches")
SCHEMAS = ("components", "schemas")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda d: _at(d, *BATCHES, "post").update(operationId="list-batches"),
            "ListBatches and list-batches would have the same name",
        ),
        (lambda d: _at(d, *BATCHES, "post").update(operationId="New"), "post: operation New is missing from"),
        (lambda d: _at(d, *BATCHES).pop("post"), "unknown operation SendSMS"),
        (
            lambda d: _at(d, *BATCHES, "get").update(responses={}),
            "batches/get/responses: must have a status, such as '200', or default",
        ),
        (
            lambda d: _at(d, *BATCHES, "get")["parameters"].append(_query("from_")),
            "a query parameter and a query parameter would both be called from_",
        ),
        (
            lambda d: _at(d, *BATCHES, "get")["parameters"].append(_query("deep", {"type": "object"})),
            "parameter deep: its value is not a scalar",
        ),
        (lambda d: _at(d, *BATCHES, "get")["parameters"].pop(0), "unknown page 'page'"),
        (lambda d: _at(d, *SCHEMAS, "MediaBody", "properties").update(URL={}), "both be called url"),
        (lambda d: _at(d, *SCHEMAS).update(media_body={"type": "string"}), "both be called MediaBody"),
        (
            lambda d: _at(d, *SCHEMAS).update(MediaBodyDict={"type": "string"}, MediaBodyDictModel={"type": "string"}),
            "MediaBodyDict and MediaBodyDictModel would both be called MediaBodyDictModel",
        ),
        (
            lambda d: (
                _at(d, *SCHEMAS, "InboundMessage").update(
                    oneOf=[{"$ref": "#/components/schemas/DeliveryStatus"}], discriminator={"propertyName": "type"}
                )
                or _at(d, *SCHEMAS, "InboundMessage", "oneOf").append({"$ref": "#/components/schemas/MediaBody"})
            ),
            "its variant DeliveryStatus is not an object",
        ),
        (
            lambda d: _at(d, *SCHEMAS).update(SmsWebhookEvent={"type": "string"}),
            "event: SmsWebhookEvent is neither an object nor a union",
        ),
        (
            lambda d: [
                item.update(tags=["sms api"]) for item in d["paths"][BATCHES[1]].values() if isinstance(item, dict)
            ],
            "the client and tag sms api would both be called SmsApi",
        ),
    ],
)
def test_what_would_be_wrong_is_rejected(sms: dict[str, Any], change: Change, problem: str) -> None:
    document = copy.deepcopy(sms)
    change(document)
    with pytest.raises((SpecError, ProductError), match=problem):
        parsed(document, sms_product())


def _query(name: str, schema: Any = None) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema or {"type": "string"}}


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        ("names:\n", "names:\n  gone: gone\n", "names: nothing is called 'gone'"),
        ("names: {type: report_type}", "names: {gone: gone}", "nothing is called 'gone'"),
        ("aliases:\n", "aliases:\n  gone: [went]\n", "aliases: nothing is called 'gone'"),
        ("operations:\n", "schemas: {Gone: {}}\noperations:\n", "unknown schema Gone"),
        ("send_sms: mt_text", "send_sms: mt_gone", "variants: sms.batches.send_sms: the body has no variant 'mt_gone'"),
        ("operations:\n", "schemas: {MediaBody: {names: {gone: gone}}}\noperations:\n", "nothing is called 'gone'"),
        ("operations:\n", "schemas: {MediaBody: {class: TextRequest}}\noperations:\n", "both be called TextRequest"),
        (
            "bound: {service_plan_id: project_id}",
            "bound: {service_plan_id: project_id, gone: gone}",
            "services: PLAN_SERVICE: bound must have service_plan_id, gone",
        ),
        ("items: batches", "items: gone", "unknown items 'gone'; known are batches, count, page, page_size"),
        ("items: null", "items: gone", "unknown items 'gone'; none are known"),
        ("page: page,", "page: gone,", "unknown page 'gone'; known are .*end_date, from, page, page_size"),
        ("total: count}", "total: gone}", "unknown total 'gone'; known are batches, count, page, page_size"),
        (
            "methods: [sms.groups.update]",
            "methods: [sms.groups.update]\n    mask: gone",
            "mask: 'gone' is not an optional query parameter that is an array of strings",
        ),
    ],
)
def test_stale_entries_of_a_product_file_are_rejected(
    sms: dict[str, Any], tmp_path: Path, was: str, now: str, problem: str
) -> None:
    text = (products.PRODUCTS / "sms.yaml").read_text()
    assert was in text
    path = tmp_path / "sms.yaml"
    path.write_text(text.replace(was, now, 1))
    with pytest.raises((ProductError, SpecError), match=problem):
        parsed(sms, products.load(path))


def test_another_version_of_the_parser_is_rejected(sms: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openapi_python_client.__version__", "0.30.0")
    with pytest.raises(SpecError, match=r"must be 0\.29\.1, not 0\.30\.0"):
        parsed(sms, sms_product())


def test_what_the_parser_loses_is_told_with_its_place() -> None:
    odd = {"type": "string", "enum": ["a", 1]}
    operation = {"operationId": "GetThings", "parameters": [{"name": "q", "required": False, "schema": odd}]}
    item = {"get": {**operation, "responses": {"204": {}}}}
    for paths, schemas, place in (
        ({}, {"Odd/Thing": odd}, "/components/schemas/Odd~1Thing"),
        ({"/v1/things": item}, {}, "/paths/~1v1~1things/get"),
    ):
        with pytest.raises(SpecError, match=f"^{place}: openapi-python-client makes nothing of it$"):
            parser.run({"paths": paths, "components": {"schemas": schemas}})


# The other extreme: a product with next to nothing

SMALL = """
openapi: 3.1.0
info: {title: Small, version: "1"}
servers: [{url: "https://small.example.com"}]
security: [{Account: []}]
components:
  securitySchemes:
    Account: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://auth.example.com", scopes: {}}}}
  schemas: {%s}
paths:
  /v1/ping:
    post: {operationId: Ping, tags: [ping], %s responses: {"204": {description: Done.}}}
"""
PONG = "Pong: {type: object, properties: {at: {type: string}}}"
BODY = 'requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pong"}}}},'
SIGNATURE = "x-webhook-signature: {algorithm: %s, encoding: hex, signed: '{body}', headers: {signature: X-Signature}}\n"


def small(folder: Path, schemas: str, body: str, root: str = "", entries: str = "") -> dict[str, str]:
    (folder / "small.yaml").write_text(root + SMALL % (schemas, body))
    product = folder / "product.yaml"
    product.write_text(
        "{spec: small.yaml, package: small, title: Small, client: SmallApi, exception: SmallException,"
        f"{entries}"
        " operations: {Ping: {retry: safe, unwrapped: A test.}}}"
    )
    return generate.package(products.load(product), folder)


@pytest.mark.parametrize(("schemas", "body"), [("", ""), (PONG, BODY)])
def test_a_product_without_enums_or_models(tmp_path: Path, schemas: str, body: str) -> None:
    for name, text in small(tmp_path, schemas, body).items():
        compile(text, name, "exec")
        assert "import ()" not in text


def test_a_schema_that_disagrees_with_its_base_is_not_derived_from_it(tmp_path: Path) -> None:
    base = "Base: {type: object, properties: {at: {type: string}, to: {type: string}}}"
    extension = "{allOf: [{$ref: '#/components/schemas/Base'}], properties: {by: {type: string}, %s}}"
    same = small(tmp_path, f"Pong: {extension % ''}, {base}", BODY)["models.py"]
    assert same.index("class Base(core.Model):") < same.index("class Pong(Base):"), "a base comes first"
    assert same.count('field("at"') == 1
    narrower = small(tmp_path, f"Pong: {extension % 'to: {const: here}'}, {base}", BODY)["models.py"]
    assert "class Pong(core.Model):" in narrower
    assert narrower.count('field("at"') == 2


def test_events_need_a_signature_that_can_be_verified(tmp_path: Path) -> None:
    signed = SIGNATURE % "hmac-sha1"
    assert "X-Signature" in small(tmp_path, PONG, BODY, root=signed, entries="event: Pong,")["webhooks.py"]
    with pytest.raises(ProductError, match=r"event: specs/small.yaml lacks x-webhook-signature, how"):
        small(tmp_path, PONG, BODY, entries="event: Pong,")
    with pytest.raises(ProductError, match=r"event is missing: specs/small.yaml has x-webhook-signature"):
        small(tmp_path, PONG, BODY, root=signed)
    with pytest.raises(SpecError, match=r"^specs/small.yaml: /x-webhook-signature/algorithm: must be hmac-sha1 or"):
        small(tmp_path, PONG, BODY, root=SIGNATURE % "rsa", entries="event: Pong,")


@pytest.mark.parametrize(
    ("schemas", "problem"),
    [
        (PONG.replace("string", "strange"), r"/Pong/properties/at/type: must be one of|not valid"),
        (
            f"{PONG}, pong: {{type: string}}",
            r"^specs/small.yaml: /components/schemas/pong: schemas Pong and pong would both be called Pong",
        ),
    ],
)
def test_errors_in_a_spec_name_the_spec(tmp_path: Path, schemas: str, problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        small(tmp_path, schemas, BODY)


def test_an_exception_called_like_a_model_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"SmallNotFoundError.* already schemas of the API"):
        small(tmp_path, PONG, BODY, entries="schemas: {Pong: {class: SmallNotFoundError}},")


# Writing and checking


def test_writing_and_checking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "products"
    folder.mkdir()
    (folder / "torture.yaml").write_text((TESTDATA / "torture-products.yaml").read_text())
    monkeypatch.setattr(products, "PRODUCTS", folder)
    specs = tmp_path / "specs"
    specs.mkdir()
    for source in (TESTDATA / "torture.yaml", generate.SPECS / "auth.yaml"):
        shutil.copy(source, specs)
    target = tmp_path / "sinch_api"
    package = target / "torture"
    locks = tmp_path / "locks"
    assert len(generate.generate([], target, specs)) == 3 + len([*package.iterdir(), *locks.iterdir()])
    assert generate.generate(["torture"], target, specs) == []
    assert generate.check([], target, specs) == []
    origins = (target / "origins.py").read_text()
    assert '"torture_origin": "https://{region}.torture.example.com/api",' in origins
    assert 'REGIONS: dict[str, tuple[str, ...]] = {"where": ("eu", "us")}' in origins

    (package / "__init__.py").write_bytes((package / "__init__.py").read_bytes().replace(b"\n", b"\r\n"))
    (package / "models.py").write_text("# By hand\n")
    (package / "stale.py").touch()
    (target / "stranger").mkdir()
    (target / "origins.py").write_text(origins.replace('"https://{region}', '"http://{region}'))
    problems = generate.check(["torture"], target, specs)
    assert '+    "torture_origin": "https://{region}.torture.example.com/api",' in problems
    assert [line.rsplit("/", 1)[1] for line in problems if line.startswith(str(target))] == [
        "origins.py: differs from the generated file",
        "stranger: no product file belongs to it",
        "__init__.py: differs from the generated file",
        "models.py: differs from the generated file",
        "stale.py: is no longer generated",
    ]
    assert len(generate.generate([], target, specs)) == 5
    assert generate.check([], target, specs) == []
    with pytest.raises(ProductError, match="unknown product gone; known are torture"):
        generate.generate(["gone"], target, specs)

    (specs / "more-things.yaml").write_text("openapi: 3.1.0")
    with pytest.raises(ProductError, match=r"more-things\.yaml: no file in codegen/products .* PRODUCT=more_things"):
        generate.generate([], target, specs)
    (folder / "more-things.yaml").write_text((folder / "torture.yaml").read_text())
    with pytest.raises(
        ProductError, match=r"torture\.yaml: package: codegen/products/more-things\.yaml is already about torture"
    ):
        generate.generate([], target, specs)


if __name__ == "__main__":
    for file, content in torture().items():
        (EXPECTED / "torture" / file).write_text(content, encoding="utf-8", newline="\n")
