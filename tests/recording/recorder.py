"""Records and replays scenarios: each is one call of a public method, kept as a cassette under `tests/cassettes/`.

A scenario makes its call with a client and asserts on the typed result. It is run to record, against the real API or
the simulator, and in every test run to replay, with ordinary clients of both colours, of the real hosts and without a
network. One cassette serves both.
What must exist beforehand (a batch, a group) comes from props. They act outside the cassette and only when recording;
what they yield is stored in the metadata of the cassette, where a replay reads it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml
from vcr import VCR
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.request import Request as RecordedRequest

import sinch
from sinch.core.http import Headers, HTTPResponse, Request
from tests.both_colours import connected
from tests.recording.scrubber import Scrubber
from tests.recording.stages import REGIONS, STAND_IN, Stage

CASSETTES = Path(__file__).resolve().parents[1] / "cassettes"

Prop = Callable[[Stage], AbstractContextManager[str]]


@dataclass(frozen=True)
class Scenario:
    """One call of the public method `method`, such as `sms.batches.send_sms`."""

    method: str
    play: Callable[..., None]
    props: Mapping[str, Prop]

    @property
    def cassette(self) -> Path:
        """The path of its cassette."""
        product, _, name = self.method.partition(".")
        return CASSETTES / product / f"{name}.yaml"


SCENARIOS: dict[str, Scenario] = {}
"""All scenarios by method, once `tests.recording.scenarios` is imported."""


def scenario(method: str, **props: Prop) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the scenario of a method: a function of a client, the account, and, by name, what `props` yield."""

    def register(play: Callable[..., None]) -> Callable[..., None]:
        if method in SCENARIOS:
            raise ValueError(f"{method} has two scenarios")
        SCENARIOS[method] = Scenario(method, play, props)
        return play

    return register


def record(scenario: Scenario, stage: Stage, cassette_path: Path | None = None) -> None:
    """Run a scenario and write its cassette; a scenario that fails leaves the old one in place."""
    scrubber = Scrubber(stage)
    path = cassette_path or scenario.cassette
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, ExitStack() as stack:
        given = {name: stack.enter_context(prop(stage)) for name, prop in scenario.props.items()}
        fresh = Path(folder) / path.name
        recorder = _vcr(record_mode="all", before_save_interaction=scrubber.exchange)
        with recorder.use_cassette(fresh) as cassette, stage.connect() as client:
            scenario.play(client, stage.account, **given)
            today = f"{datetime.now(timezone.utc):%Y-%m-%d}"
            recorded = {"from": stage.source, "date": today, "sdk": sinch.__version__}
            cassette.get_metadata("recorded", recorded)  # which also stores what was requested
            cassette.get_metadata("given", {name: scrubber.text(value) for name, value in given.items()})
        fresh.replace(path)


def replay(scenario: Scenario, cassette_path: Path | None = None, colour: str = "synchronous") -> None:
    """Run a scenario with its cassette alone; it must make exactly the recorded requests."""
    recorder = _vcr(record_mode="none")
    with recorder.use_cassette(cassette_path or scenario.cassette) as cassette:
        options: dict[str, Any] = {**STAND_IN.credentials, **REGIONS}
        if colour == "asynchronous":  # the library that records does not know its transport
            options["transport"] = CassetteTransport(cassette)
        with connected(colour, options) as client:
            scenario.play(client, STAND_IN, **cassette.get_metadata("given", {}))
        assert cassette.all_played, f"{scenario.method} made {cassette.play_count} of {len(cassette)} recorded requests"


class CassetteTransport:
    """An `AsyncTransport` that responds with what is recorded in a cassette, to requests that match."""

    name = "cassette"

    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    async def send(self, request: Request) -> HTTPResponse:
        asked = RecordedRequest(request.method, request.url, request.body, request.headers)
        if not self._cassette.can_play_response_for(asked):
            raise CannotOverwriteExistingCassetteException(cassette=self._cassette, failed_request=asked)
        response = self._cassette.play_response(asked)
        fields = [(name, value) for name, values in response["headers"].items() for value in values]
        return HTTPResponse(response["status"]["code"], Headers(fields), response["body"]["string"])

    async def aclose(self) -> None:
        """Do nothing, as no connection is open."""


def _vcr(**options: Any) -> VCR:
    recorder = VCR(
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        serializer="readable",
        record_on_exception=False,
        decode_compressed_response=True,
        **options,
    )
    recorder.register_serializer("readable", _Readable)
    return recorder


class _Readable:
    """Cassettes for people to read: the metadata comes first, and bodies keep their lines."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        ordered = {name: cassette[name] for name in ("metadata", "interactions", "version")}
        return yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, width=120)

    @staticmethod
    def deserialize(text: str) -> Any:
        return yaml.load(text, Loader=yaml.CSafeLoader)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)
