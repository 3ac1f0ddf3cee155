"""The documentation of a field: its description, and further constraints in the spec, without repetition."""

from typing import Any

import pytest

from codegen import words
from codegen.text import Text


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({}, "Fallback."),
        ({"description": "A page"}, "A page."),
        (
            {"description": "Its size, 1 to 100.", "minimum": 1, "maximum": 100, "x-default": 30},
            "Its size, 1 to 100. Default 30.",
        ),
        ({"description": "Size; default 30", "minimum": 0, "x-default": 30}, "Size; default 30."),
        ({"description": "X", "minimum": 1}, "X. At least 1."),
        ({"description": "X", "minItems": 1, "maxItems": 1000}, "X. 1 to 1000 items."),
        ({"description": "X", "maxItems": 1}, "X. At most 1 item."),
        (
            {"description": "X", "minLength": 2, "maxLength": 2, "pattern": "^a$"},
            "X. Exactly 2 characters. Must match `^a$`.",
        ),
        ({"description": "X", "exclusiveMinimum": 0, "multipleOf": 5}, "X. More than 0. A multiple of 5."),
        ({"description": "X", "x-format": "uri", "contentEncoding": "base64"}, "X. A URI. Base64."),
        ({"description": "X in base64", "contentEncoding": "base64"}, "X in base64."),
        ({"description": "X", "const": "a", "x-default": "a"}, "X. Always `a`."),
        ({"description": "X", "x-default": False, "x-nullable": True}, "X. Default false. May be None."),
        ({"description": "X", "readOnly": True, "deprecated": True}, "X. Read only. Deprecated."),
        ({"description": "X", "writeOnly": True, "uniqueItems": True}, "X. Items must be unique. Write only."),
    ],
)
def test_fields(schema: dict[str, Any], text: str) -> None:
    assert words.field(schema, Text("Fallback.")).value == text


def test_schemas() -> None:
    assert words.schema({"description": "A thing", "deprecated": True}).value == "A thing.\n\nDeprecated."
    assert words.schema({}).value == ""
