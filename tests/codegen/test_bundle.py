"""Bundling a spec: references to other files become local ones, and inconsistent files are rejected."""

from pathlib import Path

import pytest

from codegen.bundle import BundleError, load


def write(folder: Path, **files: str) -> Path:
    """Write each file as `<name>.yaml` and return the one called `api`."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "api.yaml"


def test_components_of_other_files_move_in_with_all_they_refer_to(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "pets.yaml").write_text(
        "components:\n"
        "  schemas:\n"
        "    Pet:\n"
        "      properties:\n"
        "        name: {$ref: 'names.yaml#/components/schemas/Name'}\n"
        "        kin: {$ref: '#/components/schemas/Pet'}\n"
        "    Stray: {}\n"
    )
    (tmp_path / "parts" / "names.yaml").write_text("components: {schemas: {Name: {type: string}}}")
    path = write(tmp_path, api="x: {$ref: 'parts/pets.yaml#/components/schemas/Pet'}")

    assert load(path) == {
        "x": {"$ref": "#/components/schemas/Pet"},
        "components": {
            "schemas": {
                "Pet": {
                    "properties": {
                        "name": {"$ref": "#/components/schemas/Name"},
                        "kin": {"$ref": "#/components/schemas/Pet"},
                    }
                },
                "Name": {"type": "string"},
            }
        },
    }


def test_path_items_of_other_files_are_inlined(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        api="paths: {/a: {$ref: 'items.yaml#/a~1b'}}",
        items="a/b: {get: {parameters: [{$ref: '#/components/parameters/P'}]}}\n"
        "components: {parameters: {P: {name: p}}}\n",
    )

    assert load(path) == {
        "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/P"}]}}},
        "components": {"parameters": {"P": {"name": "p"}}},
    }


def test_the_root_may_pass_on_a_component_and_be_referred_to(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        api="components: {schemas: {X: {$ref: 'b.yaml#/components/schemas/X'}, Y: {type: string}}}",
        b="components: {schemas: {X: {items: {$ref: 'api.yaml#/components/schemas/Y'}}}}",
    )

    schemas = {"X": {"items": {"$ref": "#/components/schemas/Y"}}, "Y": {"type": "string"}}
    assert load(path) == {"components": {"schemas": schemas}}


def test_a_discriminator_maps_to_schemas_of_other_files(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        api="x: {discriminator: {propertyName: t, mapping: {a: 'b.yaml#/components/schemas/A', c: C}}}",
        b="components: {schemas: {A: {}}}",
    )

    assert load(path)["x"]["discriminator"]["mapping"] == {"a": "#/components/schemas/A", "c": "C"}


def test_two_definitions_under_one_name_are_rejected(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        api="x: [{$ref: 'a.yaml#/components/schemas/X'}, {$ref: 'b.yaml#/components/schemas/X'}]",
        a="components: {schemas: {X: {type: string}}}",
        b="components: {schemas: {X: {type: integer}}}",
    )

    with pytest.raises(BundleError, match=r"/components/schemas/X .*a\.yaml .*b\.yaml"):
        load(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x: {$ref: '#/components/schemas/X'}", "/x/\\$ref: .* does not exist"),
        ("x: {$ref: 'none.yaml#/components/schemas/X'}", "does not exist"),
        ("x: {$ref: 'https://example.com/a.yaml#/X'}", "does not exist"),
        ("x: {$ref: 'other.yaml#/inner'}", "must point into the components"),
        ("paths: {/a: {$ref: 'other.yaml#/inner', summary: s}}", "keys beside"),
        ("components: {schemas: {X: {$ref: '#/components/schemas/X'}}}", "refers to itself"),
        ("a: 1\na: 2\n", "'a' is repeated in line 2"),
        ("a: [", "api.yaml: "),
        ("- a", "a spec is a mapping"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, api=text, other="inner: {get: {}}")

    with pytest.raises(BundleError, match=message):
        load(path)


def test_scalars_are_read_as_in_json(tmp_path: Path) -> None:
    path = write(tmp_path, api="200: 2026-03-02T10:15:00Z\nno: NO\nlist: [1, -2.5, 1e3, 010, true, ~, '']")

    assert load(path) == {
        "200": "2026-03-02T10:15:00Z",
        "no": "NO",
        "list": [1, -2.5, 1000.0, "010", True, None, ""],
    }
