"""Spec diff: changes are listed, breaking ones are marked, and rewording does not count."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import bundle, generate, products, spec_diff
from codegen.__main__ import main
from codegen.normalise import normalise

GROUPS = "/xms/v1/{service_plan_id}/groups"


@pytest.fixture(scope="module")
def sms() -> dict[str, Any]:
    return bundle.load(generate.SPECS / "sms.yaml")


def _schema(document: dict[str, Any], name: str) -> Any:
    return document["components"]["schemas"][name]


def _field(document: dict[str, Any], name: str, field: str) -> Any:
    return _schema(document, name)["properties"][field]


def _list_groups(document: dict[str, Any]) -> Any:
    return document["paths"][GROUPS]["get"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: _schema(d, "GroupRequest").update(description="Other words."), []),
        (lambda d: d["paths"].update({GROUPS: d["paths"].pop(GROUPS)}), []),
        (
            lambda d: _list_groups(d).update(operationId="Groups"),
            [(False, f"operation Groups: new, GET {GROUPS}"), (True, "operation ListGroups: removed")],
        ),
        (
            lambda d: (
                d["paths"].update({f"{GROUPS}/all": {**d["paths"][GROUPS], "post": d["paths"][GROUPS].pop("post")}})
                or d["paths"][f"{GROUPS}/all"].pop("get")
            ),
            [(True, f"operation CreateGroup: moved from POST {GROUPS} to POST {GROUPS}/all")],
        ),
        (lambda d: _list_groups(d).update(deprecated=True), [(False, "operation ListGroups: deprecated")]),
        (
            lambda d: _list_groups(d).update(security=[]),
            [(True, "operation ListGroups: authentication is no longer required")],
        ),
        (
            lambda d: _list_groups(d)["parameters"].append({"name": "q", "in": "query", "schema": {"type": "string"}}),
            [(False, "operation ListGroups: parameter q: new")],
        ),
        (
            lambda d: _list_groups(d)["parameters"].append(
                {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
            ),
            [(True, "operation ListGroups: parameter q: new, required")],
        ),
        (lambda d: _list_groups(d)["parameters"].pop(), [(True, "operation ListGroups: parameter page_size: removed")]),
        (
            lambda d: _list_groups(d)["parameters"][-1]["schema"].update(maximum=50),
            [(False, "operation ListGroups: parameter page_size: maximum changed from 100 to 50")],
        ),
        (
            lambda d: d["paths"][GROUPS]["post"]["requestBody"].pop("required"),
            [(False, "operation CreateGroup: request body: optional now")],
        ),
        (
            lambda d: _field(d, "GroupRequest", "name").update(type="integer"),
            [(True, "schema GroupRequest: field name: changed from string to integer")],
        ),
        (
            lambda d: _schema(d, "GroupRequest").update(required=["name"]),
            [(True, "schema GroupRequest: field name: required now")],
        ),
        (
            lambda d: _field(d, "GroupRequest", "name").update(readOnly=True),
            [
                (True, "schema GroupRequest: field name: can no longer be sent"),
                (False, "schema GroupRequest: field name: readOnly changed from None to True"),
            ],
        ),
        (
            lambda d: _schema(d, "GroupRequest").update(
                required=["size"],
                properties={**_schema(d, "GroupRequest")["properties"], "size": {"type": "integer", "readOnly": True}},
            ),
            [(False, "schema GroupRequest: field size: new, required")],
        ),
        (
            lambda d: _schema(d, "GroupResponse").update(required=["id", "name"]),
            [(False, "schema GroupResponse: field name: required now")],
        ),
        (
            lambda d: _schema(d, "GroupResponse")["properties"].update(color={"type": "string"}),
            [(False, "schema GroupResponse: field color: new")],
        ),
        (
            lambda d: _schema(d, "GroupResponse")["properties"].pop("size"),
            [(True, "schema GroupResponse: field size: removed")],
        ),
        (
            lambda d: _field(d, "GroupUpdateRequest", "name").update(type="string"),
            [(True, "schema GroupUpdateRequest: field name: may not be null now")],
        ),
        (
            lambda d: _schema(d, "EncodingType").update(
                {"x-extensible-enum": ["GSM", "ASCII"], "enum": ["GSM", "ASCII"]}
            ),
            [(False, "schema EncodingType: value ASCII: new"), (True, "schema EncodingType: value UNICODE: removed")],
        ),
        (
            lambda d: _schema(d, "BatchRequest").pop("x-default-variant"),
            [(True, "schema BatchRequest: its variants are told apart differently")],
        ),
        (lambda d: d["components"]["schemas"].update(New={"type": "string"}), [(False, "schema New: new")]),
        (
            lambda d: d["components"]["schemas"].update(EncodingType={"type": "object", "properties": {"a": {}}}),
            [(True, "schema EncodingType: was an enum, is an object now")],
        ),
    ],
)
def test_changes(sms: dict[str, Any], change: Callable[[Any], object], expected: list[tuple[bool, str]]) -> None:
    document = copy.deepcopy(sms)
    change(document)
    assert sorted(spec_diff.changes(normalise(sms), normalise(document))) == sorted(expected)


def test_text(sms: dict[str, Any], tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    document = copy.deepcopy(sms)
    _list_groups(document)["operationId"] = "Groups"
    document["x-webhook-signature"]["encoding"] = "hex"
    for folder, spec in ((before, sms), (after, document)):
        folder.mkdir()
        (folder / "sms.yaml").write_text(yaml.safe_dump(spec))
        (folder / "plain.yaml").write_text(yaml.safe_dump({"openapi": "3.1.0", "info": {"title": folder.name}}))
    (after / "new.yaml").write_text("openapi: 3.1.0")
    (before / "old.yaml").write_text("openapi: 3.1.0")
    product = products.load(products.PRODUCTS / "sms.yaml")
    assert spec_diff.compare(before, after, {"sms.yaml": product}).splitlines() == [
        "new.yaml: new spec",
        "",
        "old.yaml: removed [breaking]",
        "",
        "plain.yaml: changed; nothing is generated from it",
        "",
        "sms.yaml: 3 changes, 2 of them breaking",
        "  [breaking] operation ListGroups: removed",
        "  [breaking] the signature of webhooks changed",
        f"  operation Groups: new, GET {GROUPS}",
        "  operation Groups has no entry in sms.yaml, and so no method",
        "  sms.yaml names operation ListGroups, which no longer exists",
    ]
    assert spec_diff.compare(before, before, {"sms.yaml": product}) == "The meaning of the specs has not changed."


def test_a_revision_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spec-diff", "no-such-revision"]) == 1
    assert "git has no specs at no-such-revision" in capsys.readouterr().err


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["spec-diff"]) == 2
    assert "python -m codegen generate" in capsys.readouterr().err
