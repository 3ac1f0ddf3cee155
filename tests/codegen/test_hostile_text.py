"""A spec as an attack: whatever its strings hold, what is generated from it is the same code, or it is rejected."""

import ast
import builtins
import importlib
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import sinch_api
from codegen import generate, products
from codegen.bundle import BundleError
from codegen.normalise.terms import SpecError
from codegen.printable import RenderError
from codegen.sections import ProductError

CANARY = "OWNED_BY_A_SPEC"
RUN = f"__import__('builtins').__dict__.__setitem__('{CANARY}', 1)"
HOSTILE = (
    *(f'"""\n{RUN}\n"""', f"'''\n{RUN}\n'''", f'"\n{RUN}\n#', f"'\n{RUN}\n#", f"\n{RUN}\n", f'\\"""\n{RUN}\n', "\\"),
    *(f"\\\n{RUN}", f"{{{{ {RUN} }}}}", "{% for x in 5 %}", "{# not closed", "{{ cycler.__init__.__globals__ }}", "{}"),
    *("\\N{BULLET}\\x41\\u0041\\U0001F600\\", "a\rb\x0bc\x0cd\x1ce\x85f\u2028g\u2029h", "\u202eevil\u2066\u2069\u200f"),
    *(
        "\x1b[2J\x07\x00\x7f\x9b",
        "\ufeff\u200b\u00ad\ufffe",
        "\ud7ff\ue000\U000e0041",
        "# type: ignore",
        "%s %(x)s {0}",
    ),
    *(f'f"{{{RUN}}}"', "*/ --> ]]> <script>", "`)` and `", "None", "True", "__import__", "class", "a" * 3000, " ", ""),
)
TEXT = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join)
PROSE = ("info", "operation", "summary", "parameter", "body", "response", "schema", "property", "tag", "scheme", "enum")
"""Places whose strings are printed for people."""
VALUES = ("default", "const", "example", "pattern")
"""Places whose strings are values."""
NAMES = ("wire", "path", "field", "member", "variant", "tag name", "operation id", "schema name", "server")
"""Places whose strings become names, or parts of addresses; not every text can."""


def spec(texts: dict[str, str]) -> dict[str, Any]:
    """Return a small spec with a text in each place that has one."""

    def at(place: str, usual: str = "Plain.") -> str:
        return texts.get(place, usual)

    def content(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}

    scheme = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example.com", "scopes": {}}}}
    item = at("schema name", "Item")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1", "description": at("info")},
        "servers": [{"url": f"https://{at('server', 'api')}.example.com", "description": at("info")}],
        "security": [{"Account": []}],
        "tags": [{"name": at("tag name", "Things"), "description": at("tag")}],
        "paths": {
            f"/v1/{at('path', 'things')}/{{id}}": {
                "post": {
                    "operationId": at("operation id", "MakeThing"),
                    "tags": [at("tag name", "Things")],
                    "summary": at("summary"),
                    "description": at("operation"),
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "description": at("parameter"),
                            "schema": {"type": "string", "pattern": at("pattern", "^a$")},
                        },
                        {
                            "name": at("wire", "size"),
                            "in": "query",
                            "description": at("parameter"),
                            "schema": {"type": "string", "default": at("default", "x"), "description": at("schema")},
                        },
                    ],
                    "requestBody": {"required": True, "description": at("body"), "content": content(item)},
                    "responses": {"200": {"description": at("response"), "content": content("Variant")}},
                }
            }
        },
        "components": {
            "securitySchemes": {"Account": {**scheme, "description": at("scheme")}},
            "schemas": {
                item: {
                    "type": "object",
                    "description": at("schema"),
                    "properties": {
                        at("field", "body"): {"type": "string", "description": at("property")},
                        "kind": {"type": "string", "const": at("const", "k"), "description": at("property")},
                        "mood": {"$ref": "#/components/schemas/Mood"},
                    },
                    "example": {"body": at("example", "x")},
                },
                "Mood": {"type": "string", "description": at("enum"), "enum": ["calm", at("member", "wild")]},
                "Other": {
                    "type": "object",
                    "description": at("schema"),
                    "properties": {"type": {"type": "string", "const": at("variant", "b")}},
                },
                "First": {"type": "object", "properties": {"type": {"type": "string", "const": "a"}}},
                "Variant": {
                    "description": at("schema"),
                    "oneOf": [{"$ref": "#/components/schemas/First"}, {"$ref": "#/components/schemas/Other"}],
                    "discriminator": {
                        "propertyName": "type",
                        "mapping": {
                            "a": "#/components/schemas/First",
                            at("variant", "b"): "#/components/schemas/Other",
                        },
                    },
                },
            },
        },
    }


def product(texts: dict[str, str]) -> dict[str, Any]:
    return {
        "spec": "hostile.yaml",
        "package": "hostile",
        "title": "Hostile",
        "client": "HostileApi",
        "exception": "HostileException",
        "operations": {texts.get("operation id", "MakeThing"): {"retry": "safe", "unwrapped": "made up"}},
    }


class Quoting(yaml.SafeDumper):
    """Writes every text in quotes: some, such as `0E0`, are numbers to YAML 1.2 and texts to this library."""


def quoted(dumper: Quoting, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


Quoting.add_representer(str, quoted)


def package(folder: Path, texts: dict[str, str]) -> dict[str, str]:
    (folder / "hostile.yaml").write_text(yaml.dump(spec(texts), Dumper=Quoting))
    (folder / "product.yaml").write_text(yaml.dump(product(texts), Dumper=Quoting))
    return generate.package(products.load(folder / "product.yaml"), folder)


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def skeleton(source: str) -> str:
    """Return the code of a module without its strings, and without those that stand alone to describe something."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and is_text(node):
            node.value = ""
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list):
                block[:] = [each for each in block if not (isinstance(each, ast.Expr) and is_text(each.value))]
    return ast.dump(tree)


def check_text(files: dict[str, str]) -> None:
    for name, source in files.items():
        for char in source:
            harmless = char in "\n\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
            assert harmless, f"{name} holds {char!r}"
        compile(source, name, "exec")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def usual(folder: Path) -> dict[str, str]:
    return package(folder, {})


@pytest.fixture
def target(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = folder / "sinch_api" / "hostile"
    place.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # a file may be rewritten within a second
    monkeypatch.setattr(sinch_api, "__path__", [*sinch_api.__path__, str(folder / "sinch_api")])
    yield place
    forget()


def forget() -> None:
    for name in [name for name in sys.modules if name.startswith("sinch_api.hostile")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def imported(target: Path, files: dict[str, str]) -> dict[str, ModuleType]:
    """Import every generated module. What they are made of must run nothing of the spec's."""
    forget()
    for name, text in files.items():
        (target / name).write_text(text)
    found = {}
    for name in files:
        if name.endswith(".py") and name != "params.py":  # which only type checkers import
            found[name] = importlib.import_module(f"sinch_api.hostile.{name.removesuffix('.py')}")
    assert not hasattr(builtins, CANARY)
    return found


FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(st.fixed_dictionaries(dict.fromkeys((*PROSE, *VALUES), TEXT)))
@example(dict.fromkeys((*PROSE, *VALUES), "".join(HOSTILE[:20])))
@example(dict(zip((*PROSE, *VALUES), HOSTILE[:15], strict=True)))
@example(dict(zip((*PROSE, *VALUES), HOSTILE[7:22], strict=True)))
def test_no_text_becomes_code(usual: dict[str, str], folder: Path, target: Path, texts: dict[str, str]) -> None:
    files = package(folder, texts)
    assert files.keys() == usual.keys()
    for name, source in files.items():
        assert skeleton(source) == skeleton(usual[name]), f"{name} is other code"
    check_text(files)
    modules = imported(target, files)
    operations: Any = modules["operations.py"]
    call = operations.make_thing("a", body="Hi")
    assert call.path == "/v1/things/a"
    assert call.body["body"] == "Hi"


@pytest.mark.parametrize("place", NAMES)
def test_a_name_is_a_name_or_rejected(place: str, folder: Path, target: Path) -> None:
    for text in (HOSTILE[0], HOSTILE[8], "\u202e\x1b\\'\"", "class"):
        try:
            files = package(folder, {place: text})
        except (BundleError, ProductError, RenderError, SpecError):
            continue  # in words, not by a traceback
        check_text(files)
        imported(target, files)
