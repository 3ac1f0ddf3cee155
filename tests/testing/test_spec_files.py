"""Reading the files of a spec: with the same result as the generator's reader, which shares no code with this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codegen import bundle
from sinch.testing import spec_files

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.yaml"))


def written(folder: Path, **files: str) -> Path:
    """Write each file as `<name>.yaml` and return the one called `api`."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "api.yaml"


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_both_readers_of_a_spec_see_the_same(path: Path) -> None:
    ours, theirs = spec_files.read(path), bundle.load(path)
    for kind, parts in ours.get("components", {}).items():  # one reader keeps what only other specs refer to
        ours["components"][kind] = {
            name: part for name, part in parts.items() if name in theirs["components"].get(kind, {})
        }
    assert json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)
    assert ".yaml#" not in json.dumps(ours)


def test_the_specs_are_there_to_be_compared() -> None:
    assert {path.stem for path in SPECS} >= {"auth", "conversation", "sms"}
    assert any(path.with_suffix("").is_dir() for path in SPECS), "one is split over several files"


def test_components_of_other_files_join_and_paths_take_their_place(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        api="paths: {/a: {$ref: 'b.yaml#/components/pathItems/one~1a'}}\n"
        "components: {schemas: {Passed: {$ref: 'b.yaml#/components/schemas/Passed'}, Mine: {}}}\n",
        b="components:\n"
        "  pathItems:\n"
        "    one/a: {$ref: '#/components/pathItems/two'}\n"
        "    two: {get: {x: {$ref: 'c.yaml#/components/schemas/C'}}}\n"
        "  schemas: {Passed: {items: {$ref: 'api.yaml#/components/schemas/Mine'}}}\n",
        c="components: {schemas: {C: {discriminator: {mapping: {a: 'b.yaml#/components/schemas/Passed', b: Mine}}}}}\n",
    )
    expected = {
        "paths": {"/a": {"get": {"x": {"$ref": "#/components/schemas/C"}}}},
        "components": {
            "schemas": {
                "Passed": {"items": {"$ref": "#/components/schemas/Mine"}},
                "Mine": {},
                "C": {"discriminator": {"mapping": {"a": "#/components/schemas/Passed", "b": "Mine"}}},
            }
        },
    }
    assert spec_files.read(path) == bundle.load(path) == expected


def test_a_name_has_one_definition(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        api="x: [{$ref: 'a.yaml#/components/schemas/X'}, {$ref: 'b.yaml#/components/schemas/X'}]",
        a="components: {schemas: {X: {type: string}}}",
        b="components: {schemas: {X: {type: integer}}}",
    )
    with pytest.raises(ValueError, match="components/schemas/X is defined differently in another file"):
        spec_files.read(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", r"api\.yaml, line 3: a occurs twice"),
        ("a: &a {b: 1}\nc:\n  <<: *a", r"api\.yaml, line 3: << would be merged"),
        ("a: [", r"api\.yaml: "),
    ],
)
def test_what_cannot_be_read_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        spec_files.read(written(tmp_path, api=text))


def test_scalars_are_those_of_json(tmp_path: Path) -> None:
    text = (
        "200: 2026-03-02T10:15:00Z\nno: NO\nquoted: '1'\n"
        "list: [1, -2.5, 1e3, 010, 0x1F, 1_0, true, False, ~, null, '']\n"
        "nothing:\nfolded: >-\n  5\nconstants: [NaN, Infinity, .inf]\nshared: &s {a: 1}\nagain: *s"
    )
    path = written(tmp_path, api=text)
    assert json.dumps(spec_files.read(path)) == json.dumps(bundle.load(path))
    assert spec_files.read(path) == {
        "200": "2026-03-02T10:15:00Z",
        "no": "NO",
        "quoted": "1",
        "list": [1, -2.5, 1000.0, "010", "0x1F", "1_0", True, "False", None, None, ""],
        "nothing": None,
        "folded": "5",
        "constants": ["NaN", "Infinity", ".inf"],
        "shared": {"a": 1},
        "again": {"a": 1},
    }
