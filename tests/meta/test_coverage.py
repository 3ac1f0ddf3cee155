"""Nothing public is forgotten: operations have methods; methods have a cassette, a docstring and a live example."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import inspect
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml

import sinch
from codegen import products as product_files
from sinch import SinchClient
from sinch.core.resource import Product, Resource
from sinch.testing import Simulator, specs
from tests.recording.scenarios import SCENARIOS

ROOT = Path(sinch.__file__).parent.parent
FILES = {Path(file.file).stem: file for file in product_files.load_all()}
DOMAINS = product_files.by_domain(FILES.values())
OPERATIONS = {
    file.package: importlib.import_module(f"sinch_api.{file.package}.operations").OPERATIONS for file in FILES.values()
}
WIRE = re.compile(r"^`([A-Z]+) (/\S+)`\s+\((\w+)\)$", re.MULTILINE)


def cached(owner: object) -> dict[str, Any]:
    """Return the values of an object's cached properties: the products of a client, the resources of a product."""
    kind = type(owner)
    found = [name for name in dir(kind) if isinstance(inspect.getattr_static(kind, name), cached_property)]
    return {name: getattr(owner, name) for name in found}


def public_methods() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    owners = [(name, root) for name, root in cached(SinchClient()).items() if isinstance(root, Product)]
    for path, owner in owners:  # grows during the loop, since resources have resources
        for name, method in inspect.getmembers(type(owner), inspect.isfunction):
            if not name.startswith("_") and not hasattr(Product, name):
                found[f"{path}.{name}"] = method
        owners += [(f"{path}.{name}", each) for name, each in cached(owner).items() if isinstance(each, Resource)]
    return found


METHODS = public_methods()
COMPOSED = {name: entry for file in FILES.values() for entry in file.composed for name in entry.methods}
"""The methods that make several calls."""
every_method = pytest.mark.parametrize("name", METHODS)
every_file = pytest.mark.parametrize("file", FILES.values(), ids=FILES)


# Operations


def test_every_product_of_the_client_is_generated_from_a_spec() -> None:
    assert {name.partition(".")[0] for name in METHODS} == set(DOMAINS)


@every_file
def test_every_operation_of_the_spec_is_generated_and_has_methods_or_a_reason_for_none(file: Any) -> None:
    document = specs.load(Path(file.spec).stem)
    verbs = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}
    ids = {item[verb]["operationId"] for item in document["paths"].values() for verb in verbs & set(item)}
    assert ids == set(OPERATIONS[file.package]) == set(file.operations)
    for name, entry in file.operations.items():
        assert bool(entry.methods) != bool(entry.unwrapped), name
        assert set(entry.methods) <= set(METHODS), f"{name} names methods that do not exist"


def test_every_method_without_an_operation_is_known_to_be_composed_of_calls() -> None:
    wrapped = {name for file in FILES.values() for entry in file.operations.values() for name in entry.methods}
    assert set(METHODS) - wrapped == set(COMPOSED)


# Methods


def test_every_method_has_a_cassette() -> None:
    assert set(SCENARIOS) == set(METHODS)


@every_method
def test_the_cassette_is_one_of_the_operations_that_the_docstring_names(name: str) -> None:
    recorded = yaml.load(SCENARIOS[name].cassette.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["interactions"]
    requests = [f"{each['request']['method']} {each['request']['uri']}" for each in recorded]
    for _, _, operation in wire(name):
        endpoint = OPERATIONS[file_of(name).package][operation]
        path = re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(endpoint.path))
        requested = re.compile(rf"{endpoint.method} https://[^/]+{path}(\?.*)?")
        assert any(requested.fullmatch(request) for request in requests), requests


def file_of(name: str) -> Any:
    """Return the products file that a method is in."""
    found = [
        file
        for file in DOMAINS[name.partition(".")[0]]
        if any(name in each.methods for each in file.composed)
        or any(name in entry.methods for entry in file.operations.values())
    ]
    assert len(found) == 1, f"{name} must be in one products file, not {len(found)}"
    return found[0]


def wire(name: str) -> list[tuple[str, str, str]]:
    """Return verb, path and id of the operations that a docstring names."""
    found = WIRE.findall(inspect.getdoc(METHODS[name]) or "")
    expected = len(COMPOSED[name].operations) if name in COMPOSED else 1
    assert len(found) == expected, f"{name} must name its wire operation, once: `VERB /path` (operationId)"
    return found


@every_method
def test_a_docstring_names_the_operations_that_the_method_sends(name: str) -> None:
    file = file_of(name)
    for method, path, operation in wire(name):
        endpoint = OPERATIONS[file.package].get(operation)
        assert endpoint is not None, f"{operation} is not an operation of {file.package}"
        assert (method, path) == (endpoint.method, endpoint.path)
        expected = COMPOSED[name].operations if name in COMPOSED else (operation,)
        assert operation in expected
        assert name in COMPOSED or name in file.operations[operation].methods


@every_method
def test_a_docstring_tells_everything(name: str) -> None:
    text = inspect.getdoc(METHODS[name]) or ""
    summary, *_ = text.splitlines()
    assert summary[:1].isupper()
    assert summary.endswith(".")
    sections = re.split(r"^(Args|Returns|Raises|Example):\n", text, flags=re.MULTILINE)
    assert sections[1::2] == ["Args", "Returns", "Raises", "Example"]
    told = dict(zip(sections[1::2], sections[2::2], strict=True))
    parameters = [each for each in inspect.signature(METHODS[name]).parameters if each != "self"]
    assert re.findall(r"^    (\w+): \S", told["Args"], re.MULTILINE) == parameters
    assert re.search(r"^    \w+: \S", told["Raises"], re.MULTILINE)
    assert told["Returns"].strip()
    assert ">>> " in told["Example"]


# Examples


def docstrings(asynchronous: bool = False) -> dict[str, str]:
    """Return every docstring of the SDK that has an example, by the place it stands at: of one colour or the other."""
    found = {}
    for path in sorted((ROOT / "sinch").rglob("*.py")):
        if path.is_relative_to(ROOT / "sinch/aio") is not asynchronous:
            continue
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for name, node in definitions(ast.parse(path.read_text(encoding="utf-8")), module):
            text = ast.get_docstring(node) or ""
            if re.search(r"^Examples?:$", text, re.MULTILINE) or ">>>" in text:
                found[name] = text
    return found


def definitions(node: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, node
    for child in node.body:
        if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from definitions(child, f"{name}.{child.name}")


EXAMPLES = docstrings()
ADDRESS = {
    "street_number": "12",
    "street_info": "Sample St NW",
    "city": "Washington",
    "state": "DC",
    "postal_code": "20001",
}


def message_identities(number: str) -> list[dict[str, str]]:
    return [{"channel": "SMS", "identity": number}]


class Stage:
    """A simulated Sinch in which everything exists that the examples mention."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.client = simulator.client()

    def ids(self, place: str) -> dict[str, str]:
        """Return the ids in the example at a place, each with the id of an existing thing of its kind."""
        to, from_ = ["+12025550123", "+12025550155"], "+12025550199"
        sms, messages = self.client.sms, self.client.conversation.messages
        picture = {"url": "https://media.example.com/menu.png"}
        send_at = self.simulator.clock.time + timedelta(days=1)  # a batch can be changed until it is sent
        text: dict[str, Any] = {"feedback_enabled": True} if "feedback" in place else {"send_at": send_at}
        app, template = "01JEXAMPLE000000000000APP1", "01JEXAMPLE000000000000TPL1"
        hello = messages.send_text_message(app, "Hi", recipient_identities=message_identities(to[0]))
        message = messages.get(hello.message_id)
        inbound = self.simulator.receive_message(to[0], "Hi there")
        contacts = self.client.conversation.contacts
        event = self.client.conversation.events.send_composing_event(app, contact_id=inbound["contact_id"])
        destination = self.client.conversation.event_destinations.create(app, "https://hooks.example.com/events")
        self.simulator.opt_out(to[0])
        if not place.endswith("ProjectSettings.create"):
            self.client.conversation.project_settings.create()
        on_page = {"channel": "MESSENGER", "identity": "5550001112223334", "app_id": app}
        contacts.update(message.contact_id, channel_identities=[*message_identities(to[0]), on_page])
        other = contacts.create(channel_identities=[{"channel": "RCS", "identity": to[1]}], language="EN")
        text_in = {"language_code": "en-US", "version": "1", "text_message": {"text": "Hello ${name}"}}
        self.client.conversation.templates.v2.create(
            template_id=template, default_translations="en-US", translations=[text_in]
        )
        address = {"identified_by": {"channel_identities": message_identities(to[0])}}
        batch = self.client.conversation.batches.send(
            app, {"text_message": {"text": "Hi"}}, [{"recipient": address}], batch_metadata={"campaign": "spring"}
        )
        if not place.endswith((".check_availability", ".rent")):  # these use a number that nobody rents
            self.client.numbers.rent(to[0], sms_configuration={"service_plan_id": "plan-7f3a"})
            self.client.numbers.provision_emergency_address(to[0], display_name="HQ", address=ADDRESS)
            self.simulator.provision(to[0])
        sent = sms.batches.send_sms(to=to, body="Hello", delivery_report="summary")
        verifications = self.client.verification.verifications
        self.simulator.deliver(sent.id)
        voice = self.client.voice.v2
        dial = {"command": "dial", "call_name": "customer", "to": {"type": "PHONE", "phone": {"number": to[0]}}}
        session = voice.calls.start(dial).session_id
        verified = [
            verifications.start_sms(to[0], reference="signup-8840"),
            verifications.start_flash_call("+12025550124"),
            verifications.start_phone_call("+12025550125"),
            verifications.start_whatsapp("+12025550126"),
        ]
        joined = self.client.voice.v1.conferences.call("+12025550127", "standup-7", cli="+12025550100").call_id
        return {
            "01JEXAMPLE000000000000CALL": joined,
            "01JEXAMPLE0000000000000MEM": joined,
            **{f"01JEXAMPLE0000000000VERIF{number}": each.id for number, each in enumerate(verified, 1)},
            "01JEXAMPLE000000000SESSION": session,
            "01JEXAMPLE0000000000CALL01": voice.sessions.get(session).calls[0].call_id,
            "01JEXAMPLE000000000CBATCH1": voice.batches.start(dial, [{}]).batch_id,
            "01JEXAMPLE000000000SERVICE": voice.services.create("Night").service_id,
            app: app,
            template: template,
            "01JEXAMPLE000000000000TPL2": "01JEXAMPLE000000000000TPL2",
            "01JEXAMPLE0000000000000MT1": message.id,
            "01JEXAMPLE00000000CONTACT1": message.contact_id,
            "01JEXAMPLE00000000CONTACT2": other.id,
            "01JEXAMPLE00000000000TALK1": inbound["conversation_id"],
            "01JEXAMPLE0000000000BATCH1": batch.batch_id,
            "01JEXAMPLE0000000000EVENT1": event.event_id,
            "01JEXAMPLE0000000000HOOK01": destination.id,
            "01JEXAMPLE0000000000TEXT01": sms.batches.send_sms(to=to, body="Hello", **text).id,
            "01JEXAMPLE0000000000SENT01": sent.id,
            "01JEXAMPLE00000000000MMS01": sms.batches.send_mms(to=to, body=picture, send_at=send_at).id,
            "01JEXAMPLE00000000000BIN01": sms.batches.send_binary(to=to, body="AQ==", udh="00", send_at=send_at).id,
            "01JEXAMPLE000000000GROUP01": sms.groups.create(members=to).id,
            "01JEXAMPLE0000000INBOUND01": self.simulator.receive_sms(to[0], from_, "Yes please")["id"],
        }

    def names(self, place: str) -> dict[str, Any]:
        """Return the names that an example at a place may use without creating them."""
        names: dict[str, Any] = {"sinch": sinch, "client": self.client, "SinchClient": lambda **_: self.client}
        if ".sinch_events." in place:
            product = place.split(".")[2]
            if product == "voice":
                product = f"voice-{place.split('.')[3]}"
                call = {
                    "type": "EVENT_DESTINATION",
                    "event_destination": {"url": "https://hooks.example.com/hooks/voice"},
                }
                self.client.voice.v2.services.create("Hooks", call_behavior=call, is_default=True)
                self.simulator.voice_v2.receive_call("+12025550123", "+12025550100")
                self.simulator.voice_v1.receive_call("+12025550123", "+12025550100")
            if product == "verification":
                self.simulator.verification.callback_url = "https://hooks.example.com/hooks/verification"
                self.client.verification.verifications.start_sms("+12025550123")
            event = next(event for event in self.simulator.events if event.product == product)
            path = f"/hooks/{place.split('.')[2]}"
            headers = event.headers_for(path) if event.headers_for else event.headers
            names |= {"secret": self.simulator.event_secret(product), "headers": headers, "body": event.body}
        return names


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Simulator(start=datetime.now(timezone.utc)) as simulator:
        stage = Stage(simulator)
        with stage.client:
            yield stage


@pytest.mark.parametrize("place", EXAMPLES)
def test_an_example_runs(place: str, stage: Stage) -> None:
    ids = stage.ids(place)
    examples = doctest.DocTestParser().get_examples(EXAMPLES[place])
    assert examples, "an example must have >>> lines"
    names = stage.names(place)
    for example in examples:
        source = re.sub(r"01JEXAMPLE[0-9A-Z]+", lambda found: ids[found[0]], example.source)
        with contextlib.redirect_stdout(io.StringIO()):  # values are shown as in a terminal
            exec(compile(source, place, "single"), names)
    if "verify_and_parse" in EXAMPLES[place]:
        assert "event" in names, "the event was not accepted"
