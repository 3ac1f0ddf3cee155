"""The public names and the requests of the SDK match the snapshots, and the snapshots leave nothing out."""

from __future__ import annotations

import inspect
import pkgutil
import re
from operator import attrgetter
from pathlib import Path

import pytest
import yaml

import sinch.domains
import sinch_api
from scripts import public_names, snapshot, wire_requests, wire_values
from sinch import SinchClient
from sinch.core.http import Request

ROOT = Path(sinch.__file__).parent.parent


def committed(name: str) -> list[str]:
    return (snapshot.FOLDER / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", snapshot.SNAPSHOTS)
def test_nothing_has_changed_since_the_snapshot(name: str) -> None:
    found = snapshot.difference(name)
    assert not found, f"\n{found}\n{snapshot.HINT}"


def test_the_changes_of_the_snapshots_are_explained() -> None:
    text = (snapshot.FOLDER / "CHANGES.md").read_text(encoding="utf-8")
    assert re.search(r"^- \S", text, re.MULTILINE)


# Nothing is left out


def test_every_method_of_the_products_files_has_its_requests_listed() -> None:
    files = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in sorted((ROOT / "codegen/products").glob("*.yaml"))
    ]
    entries = [entry for file in files for entry in (*file["operations"].values(), *file.get("composed", ()))]
    expected = {method for entry in entries for method in entry.get("methods", ())}
    with wire_requests.no_settings():
        assert set(wire_requests.methods(SinchClient(**wire_values.ACCOUNT))) == expected
    listed = {line.removeprefix("## ").partition(":")[0] for line in committed("wire.txt") if line.startswith("## ")}
    assert listed == {*expected, "a token"}
    requests = [line for line in committed("wire.txt") if re.match(r"[A-Z]+ https://", line)]
    assert len(requests) > 2 * len(expected)


def test_every_argument_of_every_method_is_given_in_a_case() -> None:
    recorder = wire_requests.Recorder()
    with wire_requests.no_settings():
        client = SinchClient(**wire_values.ACCOUNT, transport=recorder)
        for name in wire_requests.methods(client):
            cases = list(wire_requests.cases(client, recorder, name))
            given = {argument for case in cases if "None" not in case.title for argument in case.arguments}
            assert given == set(wire_requests.parameters(attrgetter(name)(client))), name


def test_every_public_module_is_listed() -> None:
    expected = {"sinch.domains", "sinch_api"}
    for package in (sinch.domains, sinch_api):
        walked = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        expected |= {module.name for module in walked if "._" not in module.name}
    lines = committed("public.txt")
    assert {f"{name} = module" for name in expected} <= set(lines)
    for name in sinch.__all__:
        assert any(re.match(rf"sinch\.{name}\b", line) for line in lines), name


def test_every_method_and_its_arguments_are_listed_as_they_are_at_run_time() -> None:
    lines = committed("public.txt")
    with wire_requests.no_settings():
        methods = wire_requests.methods(SinchClient(**wire_values.ACCOUNT))
    for method in methods.values():
        function = inspect.unwrap(method)
        arguments = r"[ ,)].*\b".join(f"{name}:" for name in wire_requests.parameters(method))
        pattern = rf"{re.escape(f'{function.__module__}.{function.__qualname__}')}\(self, .*\b{arguments}"
        assert any(re.match(pattern, line) for line in lines), function.__qualname__


# The tool


PLAIN = """
from typing import Any, Literal, TypeVar, TYPE_CHECKING
from collections.abc import Mapping
from datetime import datetime
from sinch.core.model import Model
from sinch.core.unset import UNSET, Maybe
T = TypeVar("T")
class Thing(Model):
    when: "datetime | None" = field("when", DATETIME, default=None, nullable=True)
    kind: Literal["a"] = field("type", STRING, const="a")
    type = kind
    def act(self, to: Mapping[str, Any], /, *more: int, at: Maybe[datetime] = UNSET, **rest: Any) -> "Thing": ...
    @property
    def done(self) -> bool: ...
"""
PREFIXED = """
import typing as t
import datetime as dt
from collections import abc
from sinch.core import model as core
from sinch.core.unset import UNSET as _UNSET
from sinch.core.unset import Maybe as core_Maybe
_T = t.TypeVar("_T")
class Thing(core.Model):
    when: dt.datetime | None = core.field("when", core.DATETIME, default=None, nullable=True)
    kind: t.Literal["a"] = core.field("type", core.STRING, const="a")
    type = kind
    def act(self, to: abc.Mapping[str, t.Any], /, *more: int, at: core_Maybe[dt.datetime] = _UNSET, **rest: t.Any) -> Thing: ...
    @property
    def done(self) -> bool: ...
"""  # noqa: E501
EXPECTED = [
    "Thing = class(Model)",
    "Thing.act(self, to: Mapping[str, Any], /, *more: int, at: Maybe[datetime] = UNSET, **rest: Any) -> Thing",
    "Thing.done: bool",
    "Thing.kind: Literal['a']  # 'type', const 'a'",
    "Thing.type = kind",
    "Thing.when: datetime | None  # 'when', optional, nullable",
]


@pytest.mark.parametrize("text", [PLAIN, PREFIXED], ids=["plain", "prefixed"])
def test_a_signature_is_listed_without_where_its_types_come_from(text: str) -> None:
    source = public_names.Source("example", text)
    assert sorted(public_names.definition_lines("Thing", source, "Thing")) == EXPECTED


def test_a_request_is_shown_without_its_credentials() -> None:
    headers = {"Authorization": "Bearer secret", "User-Agent": "sinch-sdk/9", "X-Other": "seen"}
    target = "/things?a=1&b=x%2Fy"
    body = b'{"b": 1, "a": "\xc3\xa9"}'
    request = Request("PUT", "https://api.example.com", target, headers, body, connect_timeout=1, read_timeout=1)
    assert wire_requests.shown(request).splitlines() == [
        "PUT https://api.example.com/things",
        "  ? a=1",
        "  ? b=x%2Fy  (b=x/y)",
        "Authorization: Bearer",
        "X-Other: seen",
        "{",
        ' "a": "é",',
        ' "b": 1',
        "}",
    ]


def test_a_change_is_shown_as_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path)
    lines = public_names.render().replace("sinch.UNSET:", "sinch.GONE:")
    (tmp_path / "public.txt").write_text(lines, encoding="utf-8")
    found = snapshot.difference("public.txt").splitlines()
    assert [line for line in found if re.match(r"[-+]\w", line)] == [
        "-sinch.GONE: Final[Literal[Unset.UNSET]]",
        "+sinch.UNSET: Final[Literal[Unset.UNSET]]",
    ]
