"""Strict validation: closed objects, unions by discriminator, by key and by type, merging, recursion."""

import pytest

from sinch.testing.schemas import Schemas

SCHEMAS = {
    "Person": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 5},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
            "employer": {"oneOf": [{"$ref": "#/components/schemas/Firm"}, {"type": "null"}]},
            "home": {"$ref": "#/components/schemas/Firm", "description": "siblings that judge nothing"},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "anything": {"type": "object"},
            "contact": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "since": {"type": "string", "format": "date-time"},
        },
    },
    "Order": {
        "type": "object",
        "properties": {"fast": {"type": "boolean"}, "fee": {"$ref": "#/components/schemas/Firm"}},
        "if": {"required": ["fast"], "properties": {"fast": {"const": True}}},
        "then": {"required": ["fee"], "properties": {"fee": {"required": ["city"]}}},
        "else": {"required": ["fast"]},
    },
    "Firm": {"type": "object", "properties": {"city": {"type": "string"}}},
    "Branch": {
        "allOf": [{"$ref": "#/components/schemas/Firm"}, {"type": "object", "required": ["code"]}],
        "properties": {"code": {"type": "integer"}},
    },
    "Shape": {
        "oneOf": [{"$ref": "#/components/schemas/Circle"}, {"$ref": "#/components/schemas/Square"}],
        "discriminator": {"propertyName": "kind", "mapping": {"circle": "#/components/schemas/Circle",
                                                             "square": "#/components/schemas/Square"}},
        "x-default-variant": "Circle",
    },
    "Circle": {"type": "object", "properties": {"kind": {"const": "circle"}, "radius": {"type": "number"}}},
    "Square": {
        "type": "object",
        "required": ["side"],
        "properties": {"kind": {"const": "square"}, "side": {"type": "number"}},
    },
    "Event": {
        "oneOf": [
            {"type": "object", "required": ["at", "opened"], "properties": {"at": {}, "opened": {"type": "integer"}}},
            {"type": "object", "required": ["at", "closed"], "properties": {"at": {}, "closed": {"type": "integer"}}},
            {"type": "object", "required": ["at"], "properties": {"at": {}, "note": {"type": "string"}}},
        ],
    },
    "OpenEvent": {
        "oneOf": [
            {"type": "object", "required": ["opened"], "properties": {"opened": {"type": "integer"}}},
            {"type": "object", "required": ["at", "by"], "properties": {"at": {}}, "additionalProperties": True},
        ],
    },
    "Message": {
        "properties": {"note": {"type": "string"}},
        "oneOf": [
            {"type": "object", "required": ["text"], "properties": {"text": {"$ref": "#/components/schemas/Firm"}}},
            {"type": "object", "required": ["shape"], "properties": {"shape": {"$ref": "#/components/schemas/Shape"}}},
            {
                "type": "object",
                "required": ["nested"],
                "properties": {"nested": {"$ref": "#/components/schemas/Message"}},
            },
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "value", "problems"),
    [
        ("Person", {"name": "Ada", "children": [{"name": "Bo"}]}, []),
        ("Person", {"children": [{"nick": "B"}]}, [
            "children[0].nick: is not a known field", "children[0].name: is required", "name: is required"]),
        ("Person", {"name": "Adalbert"}, ["name: 'Adalbert' is too long"]),
        ("Person", {"name": "Ada", "employer": None, "home": {"city": "Oslo"}}, []),
        ("Person", {"name": "Ada", "employer": {"town": 1}}, ["employer.town: is not a known field"]),
        ("Person", {"name": "Ada", "home": {"town": 1}}, ["home.town: is not a known field"]),
        ("Person", {"name": "Ada", "labels": {"a": "b"}, "anything": {"at": ["all"]}}, []),
        ("Person", {"name": "Ada", "labels": {"a": 1}}, ["labels.a: 1 is not of type 'string'"]),
        ("Person", {"name": "Ada", "contact": 5}, []),
        ("Person", {"name": "Ada", "contact": []}, ["contact: [] is not one of string, integer"]),
        ("Person", {"name": "Ada", "since": "2026-03-02T10:00:00.123456789+01:00"}, []),
        ("Person", {"name": "Ada", "since": "2026-03-02"}, ["since: '2026-03-02' is not a 'date-time'"]),
        ("Person", {"name": "Ada", "since": "2026-13-02T10:00Z"}, ["since: '2026-13-02T10:00Z' is not a 'date-time'"]),
        ("Order", {"fast": True, "fee": {"city": "Oslo"}}, []),
        ("Order", {"fast": True, "fee": {}}, ["fee.city: is required"]),
        ("Order", {"fast": True}, ["fee: is required"]),
        ("Order", {"fast": False}, []),
        ("Order", {"fee": {"city": "Oslo"}}, ["fast: is required"]),
        ("Branch", {"code": 1, "city": "Oslo"}, []),
        ("Branch", {"city": 1, "town": 1}, [
            "town: is not a known field", "city: 1 is not of type 'string'", "code: is required"]),
        ("Shape", {"radius": 1}, []),
        ("Shape", {"kind": "square", "radius": 1}, ["radius: is not a known field", "side: is required"]),
        ("Shape", {"kind": "cube"}, ["kind: 'cube' is not one of circle, square"]),
        ("Shape", [], ["[] is not an object"]),
        ("Event", {"at": 1, "opened": 1}, []),
        ("Event", {"at": 1, "note": "n"}, []),
        ("Event", {"at": 1, "opened": "now"}, ["opened: 'now' is not of type 'integer'"]),
        ("Event", {"opened": 1, "closed": 1}, ["closed: is not a known field", "at: is required"]),
        ("Event", {"at": 1, "new": 1}, ["{'at': 1, 'new': 1} is not valid under any of the given schemas"]),
        ("OpenEvent", {"opened": "now", "at": 1, "by": 1}, []),
        ("Message", {"text": {"city": "Oslo"}, "note": "n"}, []),
        ("Message", {"nested": {"nested": {"shape": {"kind": "circle", "side": 1}}}}, [
            "nested.nested.shape.side: is not a known field"]),
        ("Message", {"note": "n"}, ["one of text, shape, nested is required"]),
        ("Message", {"text": {}, "shape": {}}, ["shape: only one of text, shape can be given"]),
        ("Message", {"picture": {}}, ["picture: is not a known field", "one of text, shape, nested is required"]),
    ],
)  # fmt: skip
def test_problems(schema, value, problems):
    schemas = Schemas({"components": {"schemas": SCHEMAS}})
    checker = schemas.checker({"$ref": f"#/components/schemas/{schema}"})
    assert [str(problem) for problem in checker.problems(value)] == problems
