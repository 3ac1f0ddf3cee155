"""The state of a simulator in a file, from which another process goes on where this one was."""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
import os
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sinch._version import __version__
from sinch.testing.journal import Journal
from sinch.testing.records import Headers

_PAUSE = 0.5
"""Seconds between two writes, at least; also ten times as long as the last one took."""
_SCALARS = frozenset({str, int, float, bool, type(None)})
_PACKAGE = "sinch.testing."


class Kept(Protocol):
    """A part of the simulator that is in the file."""

    def state(self) -> Any:
        """Return what is kept: JSON, times, bytes, sets, tuples, and dataclasses of this package."""

    def restore(self, state: Any) -> None:
        """Take over what another one of its class has kept."""


class StateFile:
    """Reads the parts of a simulator from a file, and writes them there soon after something has changed.

    A file is replaced by a whole one or not at all. What happened in the last half second before a process was killed
    may be missing; nothing is after an orderly end.
    """

    def __init__(
        self, path: Path, parts: Mapping[str, Kept], hold: Callable[[], AbstractContextManager[None]], journal: Journal
    ) -> None:
        self._path = path
        self._parts = parts
        self._hold = hold
        self._journal = journal
        self._thread = threading.Thread(target=self._watch, name="sinch-simulator-state", daemon=True)
        if path.exists():
            self._read()

    def start(self) -> None:
        """Write the file, so that one that cannot be written is known at once, and whenever something has changed."""
        self._write()
        self._thread.start()

    def close(self) -> None:
        """Write the file for the last time, once the journal is closed."""
        self._thread.join()
        self._write()

    def _watch(self) -> None:
        changed, not_before = False, 0.0
        for notice in self._journal.notices(_PAUSE):
            changed = changed or notice is not None
            started = time.monotonic()
            if not changed or started < not_before:
                continue
            try:
                self._write()
            except (OSError, RecursionError) as error:
                warnings.warn(f"the state could not be written to {self._path}: {error}", RuntimeWarning, stacklevel=1)
            else:
                changed = False
            took = time.monotonic() - started
            not_before = started + took + max(_PAUSE, 10 * took)

    def _write(self) -> None:
        with self._hold():
            state = _Writer().plain({name: part.state() for name, part in self._parts.items()})
        text = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        head = {"file": "state of a simulated Sinch", "version": __version__, "sha256": _digest(text)}
        beside = self._path.with_name(f".{self._path.name}.new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + text + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self._path)

    def _read(self) -> None:
        first, _, text = self._path.read_bytes().partition(b"\n")
        text = text.removesuffix(b"\n")
        try:
            head = json.loads(first)
            version, digest = head["version"], head["sha256"]
        except (ValueError, TypeError, KeyError):
            raise ValueError(f"{self._path} is not the state of a simulator: name another file") from None
        advice = "name another file, or delete this one to start anew"
        if version != __version__:
            raise ValueError(f"{self._path} was written by sinch {version}, not by {__version__}: {advice}")
        if digest != _digest(text):
            raise ValueError(f"{self._path} is damaged, or was changed by hand: {advice}")
        try:
            state = _Reader().value(json.loads(text.decode(errors="surrogatepass")))
            if state.keys() != self._parts.keys():
                raise ValueError("the simulator has other parts")
            for name, part in self._parts.items():
                part.restore(state[name])
        except (ValueError, TypeError, LookupError, AttributeError, ImportError) as error:
            raise ValueError(f"{self._path} was written by another state of sinch {version}: {advice}") from error


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


class _Writer:
    """Turns what is kept into plain JSON; what is there twice is written once, and referred to by its number."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def plain(self, value: Any) -> Any:
        kind = type(value)
        if kind in _SCALARS:
            return value
        if kind is datetime:
            return {"$time": value.isoformat()}
        if kind is timedelta:
            return {"$seconds": value.total_seconds()}
        if kind is bytes:
            return {"$bytes": base64.b64encode(value).decode()}
        if kind is tuple:
            return {"$tuple": [self.plain(item) for item in value]}
        if kind is Headers:
            return {"$headers": value.pairs}
        if id(value) in self._numbers:
            return {"$same": self._numbers[id(value)]}
        self._numbers[id(value)] = len(self._numbers)
        if kind is list:
            return [self.plain(item) for item in list(value)]
        if kind is set:
            return {"$set": [self.plain(item) for item in list(value)]}
        if kind is dict:
            items = list(value.items())
            if all(type(name) is str and name[:1] != "$" for name, _ in items):
                return {name: self.plain(item) for name, item in items}
            return {"$map": [[self.plain(name), self.plain(item)] for name, item in items]}
        if is_dataclass(kind) and kind.__module__.startswith(_PACKAGE):
            known = f"{kind.__module__.removeprefix(_PACKAGE)}:{kind.__qualname__}"
            return {"$": known, **{name: self.plain(getattr(value, name)) for name in _names(kind)}}
        raise TypeError(f"a {kind.__qualname__} cannot be kept in a file: see `Kept.state`")


class _Reader:
    """Turns plain JSON into what was kept."""

    def __init__(self) -> None:
        self._made: list[Any] = []

    def value(self, plain: Any) -> Any:
        if isinstance(plain, list):
            return self._list(plain)
        if not isinstance(plain, dict):
            return plain
        kind = next(iter(plain), "")
        if kind == "$":
            return self._instance(plain)
        if kind[:1] != "$":
            made = self._new({})
            for name, item in plain.items():
                made[name] = self.value(item)
            return made
        return _TAGGED[kind](self, plain[kind])

    def _new(self, made: Any) -> Any:
        self._made.append(made)
        return made

    def _list(self, plain: list[Any]) -> Any:
        made = self._new([])
        made.extend(self.value(item) for item in plain)
        return made

    def _set(self, plain: list[Any]) -> Any:
        made = self._new(set())
        made.update(self.value(item) for item in plain)
        return made

    def _map(self, plain: list[Any]) -> Any:
        made = self._new({})
        for name, item in plain:
            key = self.value(name)
            made[key] = self.value(item)
        return made

    def _instance(self, plain: dict[str, Any]) -> Any:
        kind = _dataclass(plain["$"])
        names = [name for name in plain if name != "$"]
        if tuple(names) != _names(kind):
            raise TypeError(f"{kind} has other fields")
        made = self._new(object.__new__(kind))
        for name in names:
            object.__setattr__(made, name, self.value(plain[name]))
        return made

    def _same(self, number: int) -> Any:
        return self._made[number]


_TAGGED: dict[str, Callable[[_Reader, Any], Any]] = {
    "$time": lambda reader, plain: datetime.fromisoformat(plain),
    "$seconds": lambda reader, plain: timedelta(seconds=plain),
    "$bytes": lambda reader, plain: base64.b64decode(plain),
    "$tuple": lambda reader, plain: tuple(reader.value(item) for item in plain),
    "$headers": lambda reader, plain: Headers([(name, value) for name, value in plain]),
    "$set": _Reader._set,
    "$map": _Reader._map,
    "$same": _Reader._same,
}


@cache
def _dataclass(name: str) -> type[Any]:
    """Return a dataclass of this package by its name, and nothing else."""
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(_PACKAGE + module)
    for part in path.split("."):
        found = getattr(found, part)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise TypeError(f"{name} is not a dataclass")
    return found
