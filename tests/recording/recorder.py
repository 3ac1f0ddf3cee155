"""Records and replays scenarios: each is one call of a public method, kept as a cassette under `tests/cassettes/`.

A scenario makes its call with a client and asserts on the typed result. It is run twice: once to record, against the
real API or the simulator, and in every test run to replay, with an ordinary client of the real hosts and no network.
What must exist beforehand (a batch, a group) comes from props. They act outside the cassette and only when recording;
what they yield stands in the metadata of the cassette, and a replay takes it from there.
"""

from __future__ import annotations

import base64
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml
from vcr import VCR

import sinch
from sinch import SinchClient
from sinch.testing import Simulator

CASSETTES = Path(__file__).resolve().parents[1] / "cassettes"

_ORIGINS = {
    "auth_origin": None,
    "sms_origin": "sms_region",
    "numbers_origin": None,
    "number_lookup_origin": None,
    "conversation_origin": "conversation_region",
}
"""The hosts that are called, and what each takes its region from."""
_REGIONS = {"sms_region": "us", "conversation_region": "us"}
_REQUEST_HEADERS = ("Accept", "Authorization", "Content-Type")
_RESPONSE_HEADERS = ("Content-Type",)
_SECRET_FIELDS = ("access_token", "hmacSecret")
SECRET = "stand-in-secret"
_PHONE_NUMBER = re.compile(r"(?:(?<![\w.-])|(?<=%2B))\d{9,15}(?![\w.-])")


@dataclass(frozen=True)
class Account:
    """The account that is called, and what has to be set up in it by hand. Cassettes have the defaults in its place."""

    project_id: str = "00000000-0000-4000-8000-00000000000a"
    key_id: str = "00000000-0000-4000-8000-00000000000b"
    key_secret: str = "stand-in-key-secret"
    recipient: str = "+12025550123"
    """A phone that may be sent messages to."""
    sender: str = "+12025550199"
    """A number of the account, for sending."""
    app_id: str = "01JEXAMPLE000000000000APP1"
    """An app of the Conversation API in CONVERSATION mode with the channel SMS."""
    template_id: str = "01JEXAMPLE000000000000TPL1"
    """An omni-channel template with the parameter `name`."""

    @property
    def credentials(self) -> dict[str, str]:
        """The access key as keywords of `SinchClient`; it goes before a service plan of the environment."""
        return {
            "project_id": self.project_id,
            "key_id": self.key_id,
            "key_secret": self.key_secret,
            "service_plan_id": "",
            "sms_api_token": "",
        }


STAND_IN = Account()


@dataclass(frozen=True)
class Stage:
    """Where a scenario is recorded."""

    source: str
    """What the metadata of the cassettes call it."""
    account: Account
    connect: Callable[[], SinchClient]
    """Opens another client of the account."""
    client: SinchClient
    """The client that props act with."""
    simulator: Simulator | None
    """The simulator, for what the API itself cannot bring about; None when the real API is recorded."""

    @property
    def now(self) -> datetime:
        """The time there, in whole seconds."""
        time = self.simulator.clock.time if self.simulator else datetime.now(timezone.utc)
        return time.replace(microsecond=0)


@contextmanager
def simulated_stage() -> Iterator[Stage]:
    """Open a new simulator, so that what a cassette holds does not depend on the other scenarios."""
    with Simulator() as simulator, simulator.client() as client:
        yield Stage("simulator", Account(**simulator.credentials.project), simulator.client, client, simulator)


@contextmanager
def real_stage() -> Iterator[Stage]:
    """Open the account in the environment: `SINCH_PROJECT_ID` and so on, `SINCH_TEST_RECIPIENT` and so on."""
    names = {field.name: _variable(field.name) for field in fields(Account)}
    missing = [name for name in names.values() if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"recording the real API needs {', '.join(missing)} in the environment")
    account = Account(**{field: os.environ[name] for field, name in names.items()})

    def connect() -> SinchClient:
        regions = {name: os.environ.get(f"SINCH_{name.upper()}", region) for name, region in _REGIONS.items()}
        return SinchClient(**account.credentials, **regions, max_retries=0)

    with connect() as client:
        yield Stage("real API", account, connect, client, None)


def _variable(field: str) -> str:
    return f"SINCH_{field.upper()}" if field in STAND_IN.credentials else f"SINCH_TEST_{field.upper()}"


Prop = Callable[[Stage], AbstractContextManager[str]]


@dataclass(frozen=True)
class Scenario:
    """One call of the public method `method`, such as `sms.batches.send_sms`."""

    method: str
    play: Callable[..., None]
    props: Mapping[str, Prop]

    @property
    def cassette(self) -> Path:
        """Where it is recorded."""
        product, _, name = self.method.partition(".")
        return CASSETTES / product / f"{name}.yaml"


SCENARIOS: dict[str, Scenario] = {}
"""All scenarios by method, once `tests.recording.scenarios` is imported."""


def scenario(method: str, **props: Prop) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark the scenario of a method: a function of a client, the account, and by name what each of `props` yields."""

    def mark(play: Callable[..., None]) -> Callable[..., None]:
        if method in SCENARIOS:
            raise ValueError(f"{method} has two scenarios")
        SCENARIOS[method] = Scenario(method, play, props)
        return play

    return mark


def record(scenario: Scenario, stage: Stage, cassette_path: Path | None = None) -> None:
    """Run a scenario and write its cassette; a scenario that fails leaves the old one in place."""
    scrubber = _Scrubber(stage)
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
            cassette.get_metadata("recorded", recorded)  # which also stores what it is asked for
            cassette.get_metadata("given", {name: scrubber.text(value) for name, value in given.items()})
        fresh.replace(path)


def replay(scenario: Scenario, cassette_path: Path | None = None) -> None:
    """Run a scenario on its cassette alone; it must make every request that was recorded, and no other."""
    recorder = _vcr(record_mode="none")
    with recorder.use_cassette(cassette_path or scenario.cassette) as cassette, _stand_in_client() as client:
        scenario.play(client, STAND_IN, **cassette.get_metadata("given", {}))
        assert cassette.all_played, f"{scenario.method} made {cassette.play_count} of {len(cassette)} recorded requests"


def _stand_in_client() -> SinchClient:
    return SinchClient(**STAND_IN.credentials, **_REGIONS)


def _vcr(**options: Any) -> VCR:
    recorder = VCR(
        match_on=("method", "scheme", "host", "port", "path", "query", "body"),
        serializer="readable",
        record_on_exception=False,
        **options,
    )
    recorder.register_serializer("readable", _Readable)
    return recorder


class _Scrubber:
    """Turns what went over the wire into what goes between an ordinary client of `STAND_IN` and the real hosts."""

    def __init__(self, stage: Stage) -> None:
        here, there = stage.client.configuration, _stand_in_client().configuration
        pairs = {here.origin(name, region): there.origin(name, region) for name, region in _ORIGINS.items()}
        for name, value in asdict(stage.account).items():  # phone numbers are found with and without their plus
            pairs[value.removeprefix("+")] = getattr(STAND_IN, name).removeprefix("+")
        self._pairs = sorted(pairs.items(), key=lambda pair: len(pair[0]), reverse=True)
        self._invented: dict[str, str] = {}

    def text(self, text: str) -> str:
        """Replace what belongs to the account or its hosts, and all phone numbers that could be somebody's."""
        for here, there in self._pairs:
            text = text.replace(here, there)
        return _PHONE_NUMBER.sub(lambda found: self._number(found[0]), text)

    def _number(self, number: str) -> str:
        if number.startswith("120255501"):  # these are nobody's
            return number
        return self._invented.setdefault(number, f"1202555{160 + len(self._invented):04}")

    def exchange(self, request: Any, response: Any) -> tuple[Any, Any]:
        """Leave in an exchange what the API specifies, and of that nothing secret."""
        request.uri = self.text(request.uri)
        request.headers = {name: request.headers[name] for name in _REQUEST_HEADERS if name in request.headers}
        if "Authorization" in request.headers:
            scheme, _, _ = request.headers["Authorization"].partition(" ")
            request.headers["Authorization"] = f"{scheme} {AUTHORIZATIONS[scheme]}"
        request.body = self._body(request.body)
        response["headers"] = {
            name: values for name, values in response["headers"].items() if name.title() in _RESPONSE_HEADERS
        }
        response["body"]["string"] = self._body(response["body"]["string"], secrets=True) or b""
        return request, response

    def _body(self, body: bytes | None, *, secrets: bool = False) -> bytes | None:
        if not body:
            return body
        text = self.text(body.decode())
        if text[0] in "[{":  # laid out in lines, so that a difference between two recordings can be read
            value = json.loads(text)
            text = json.dumps(_without_secrets(value) if secrets else value, indent=2) + "\n"
        return text.encode()


AUTHORIZATIONS = {
    "Basic": base64.b64encode(f"{STAND_IN.key_id}:{STAND_IN.key_secret}".encode()).decode(),
    "Bearer": SECRET,
}
"""All that an Authorization header of a cassette may hold, by scheme."""


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: SECRET if key in _SECRET_FIELDS else _without_secrets(entry) for key, entry in value.items()}
    return [_without_secrets(entry) for entry in value] if isinstance(value, list) else value


class _Readable:
    """Cassettes made to be read: what they are comes first, and a body keeps its lines."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        ordered = {name: cassette[name] for name in ("metadata", "interactions", "version")}
        return yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, width=120)

    @staticmethod
    def deserialize(text: str) -> Any:
        return yaml.safe_load(text)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)
