"""Names: documented cases, and properties of all names."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen import naming
from sinch.core.model import Model


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("regionCode", "region_code"),
        ("channelIDs", "channel_ids"),
        ("channelIDsOfApp", "channel_ids_of_app"),
        ("voIPDetection", "vo_ip_detection"),
        ("numberPattern.searchPattern", "number_pattern_search_pattern"),
        ("HTTPServer2Name", "http_server2_name"),
        ("Templates_v2_ListTemplates", "templates_v2_list_templates"),
        ("already_snake", "already_snake"),
        ("shape-type", "shape_type"),
        ("10dlc", "field_10dlc"),
        ("", "field"),
        ("crème brûlée", "creme_brulee"),
    ],
)
def test_snake_case(wire: str, name: str) -> None:
    assert naming.snake(wire) == name


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("from", "from_"),
        ("class", "class_"),
        ("items", "items_"),
        ("get", "get_"),
        ("copy", "copy_"),
        ("httpResponse", "http_response_"),
        ("self", "self_"),
        ("list", "list_"),
        ("dict", "dict_"),
        ("field", "field_"),
        ("core", "core_"),
        ("models", "models_"),
        ("aliases", "aliases_"),
        ("date", "date"),
        ("id", "id"),
        ("type", "type"),
        ("additional_properties", "additional_properties"),
        ("to_dict", "to_dict"),
    ],
)
def test_taken_names_get_an_underscore(wire: str, name: str) -> None:
    assert naming.attribute(wire) == name


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("MOTextMessage", "MOTextMessage"),
        ("google.rpc.Status", "GoogleRpcStatus"),
        ("delivery_reports", "DeliveryReports"),
        ("2FA", "Schema2FA"),
        ("None", "None_"),
    ],
)
def test_class_names(schema: str, name: str) -> None:
    assert naming.pascal(schema) == name


@given(st.text())
def test_any_name_becomes_a_free_identifier(wire: str) -> None:
    name = naming.attribute(wire)
    assert name.isidentifier()
    assert name.isascii()
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert not hasattr(dict, name)
    assert name not in naming.RESERVED
    assert naming.attribute(name.rstrip("_")) == name


@given(st.text())
def test_any_name_becomes_a_class_name(schema: str) -> None:
    name = naming.pascal(schema)
    assert name.isidentifier()
    assert not keyword.iskeyword(name)


def test_the_attributes_of_models_are_those_that_every_model_has() -> None:
    assert {name for name in dir(Model) if not name.startswith("_")} == naming.MODEL_ATTRIBUTES
