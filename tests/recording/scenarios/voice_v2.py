"""Scenarios of Voice v2. Calls ring at the recipient; they are ended when they have been recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sinch import BadRequestError, NotFoundError, SinchClient
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.domains.voice.helpers.v2.svaml import Calls, CommandsSequenceCreator, Menu, Messages
from sinch.domains.voice.v2 import (
    BatchDetails,
    BatchStopResponse,
    BatchSummary,
    Call,
    DescribeSvamlResponse,
    Service,
    ServiceShort,
    Session,
    StartBatchResponse,
    StartCallResponse,
    ValidateSvamlResponse,
)
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

HELLO = Messages.start(Messages.text("Hello @name", "Emma"), on_finish=Calls.hangup())
BEHAVIOR = CallBehavior.event_destination(
    "https://hooks.example.com/voice", fallback_url="https://backup.example.com/voice"
)


@contextmanager
def service(stage: Stage) -> Iterator[str]:
    """A service, which is deleted afterwards; what comes of it is its id."""
    services = stage.client.voice.v2.services
    made = services.create(f"recorded {stage.now:%Y-%m-%dT%H.%M.%S}", call_behavior=BEHAVIOR)
    yield made.service_id
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        services.delete(made.service_id)


@contextmanager
def free_name(stage: Stage) -> Iterator[str]:
    """A name that no service has; one that gets it is deleted afterwards."""
    name = f"recorded {stage.now:%Y-%m-%dT%H.%M.%S}"
    yield name
    for each in stage.client.voice.v2.services.list(filter=name):
        with suppress(BadRequestError):
            stage.client.voice.v2.services.delete(each.service_id)


@contextmanager
def session(stage: Stage) -> Iterator[str]:
    """A session with a call called `customer`, which rings; what comes of it is its id."""
    calls = stage.client.voice.v2.calls
    made = calls.start(Calls.dial(stage.account.recipient, from_=stage.account.sender, name="customer"))
    yield made.session_id
    with suppress(NotFoundError):  # it may be over
        calls.interact_by_call_name(made.session_id, "customer", Calls.hangup())


@contextmanager
def call(stage: Stage) -> Iterator[str]:
    """A call that rings; what comes of it is its id."""
    with session(stage) as session_id:
        yield stage.client.voice.v2.sessions.get(session_id).calls[0].call_id


@contextmanager
def batch(stage: Stage) -> Iterator[str]:
    """A batch of one session; what comes of it is its id."""
    batches = stage.client.voice.v2.batches
    made = batches.start(Calls.dial("@callee", on_answer=HELLO), [{"callee": stage.account.recipient, "name": "Ada"}])
    yield made.batch_id
    batches.stop(made.batch_id)


@scenario("voice.v2.calls.start", service_id=service)
def start_call(client: SinchClient, account: Account, service_id: str) -> None:
    menu = CommandsSequenceCreator().menu("main").item("main", matches={"1": [Calls.bridge_call("desk")]})
    found = client.voice.v2.calls.start(
        Calls.dial(
            account.recipient,
            from_=account.sender,
            name="customer",
            timeout_duration_seconds=25,
            on_answer=menu.prompt().text("Press one.", "Emma"),
            on_hangup=[],
        ),
        service_id=service_id,
        idempotency_key="recorded-call-0000000001",
    )
    assert type(found) is StartCallResponse
    assert (found.service_id, bool(found.session_id), found.batch_id) == (service_id, True, None)


@scenario("voice.v2.calls.list", session_id=session)
def list_calls(client: SinchClient, account: Account, session_id: str) -> None:
    page = client.voice.v2.calls.list(
        to=account.recipient, from_=account.sender, call_type="PHONE", page_size=2, page=1
    )
    found = page.content()
    assert {type(each) for each in found} == {Call}
    assert page.result.meta.total_count >= 1


@scenario("voice.v2.calls.get", call_id=call)
def get_call(client: SinchClient, account: Account, call_id: str) -> None:
    found = client.voice.v2.calls.get(call_id)
    assert type(found) is Call
    assert (found.call_id, found.call_name, found.direction) == (call_id, "customer", "OUTBOUND")


@scenario("voice.v2.calls.interact_by_call_id", call_id=call)
def interact_by_call_id(client: SinchClient, account: Account, call_id: str) -> None:
    found = client.voice.v2.calls.interact_by_call_id(
        call_id, [Messages.start(Messages.play("https://media.example.com/bell.mp3")), Calls.hangup()]
    )
    assert found is None  # type: ignore[func-returns-value]


@scenario("voice.v2.calls.interact_by_call_name", session_id=session)
def interact_by_call_name(client: SinchClient, account: Account, session_id: str) -> None:
    found = client.voice.v2.calls.interact_by_call_name(session_id, "customer", Calls.hangup())
    assert found is None  # type: ignore[func-returns-value]


@scenario("voice.v2.sessions.get", session_id=session)
def get_session(client: SinchClient, account: Account, session_id: str) -> None:
    found = client.voice.v2.sessions.get(session_id)
    assert type(found) is Session
    assert [each.call_name for each in found.calls] == ["customer"]


@scenario("voice.v2.batches.start", service_id=service)
def start_batch(client: SinchClient, account: Account, service_id: str) -> None:
    found = client.voice.v2.batches.start(
        Calls.dial("@callee", on_answer=HELLO),
        [{"callee": account.recipient, "name": "Ada"}],
        service_id=service_id,
        batch_options={"max_cps": 2, "ttl_seconds": 600},
    )
    assert type(found) is StartBatchResponse
    assert found.batch_id


@scenario("voice.v2.batches.get", batch_id=batch)
def get_batch(client: SinchClient, account: Account, batch_id: str) -> None:
    found = client.voice.v2.batches.get(batch_id)
    assert type(found) is BatchSummary
    assert (found.batch_id, found.session_count) == (batch_id, 1)


@scenario("voice.v2.batches.get_details", batch_id=batch)
def get_batch_details(client: SinchClient, account: Account, batch_id: str) -> None:
    found = client.voice.v2.batches.get_details(batch_id)
    assert type(found) is BatchDetails
    assert [each.parameters for each in found.sessions] == [{"callee": account.recipient, "name": "Ada"}]


@scenario("voice.v2.batches.stop", batch_id=batch)
def stop_batch(client: SinchClient, account: Account, batch_id: str) -> None:
    found = client.voice.v2.batches.stop(batch_id)
    assert type(found) is BatchStopResponse
    assert found.result == "STOP_REQUESTED"


@scenario("voice.v2.services.create", name=free_name)
def create_service(client: SinchClient, account: Account, name: str) -> None:
    found = client.voice.v2.services.create(
        name,
        description="Reception line",
        is_default=False,
        call_behavior=CallBehavior.static(
            [Calls.answer(), Messages.start(Messages.text("We are closed.", "Emma"), on_finish=Calls.hangup())],
            name="caller",
        ),
    )
    assert type(found) is Service
    assert (found.name, found.is_default) == (name, False)


@scenario("voice.v2.services.list", service_id=service)
def list_services(client: SinchClient, account: Account, service_id: str) -> None:
    page = client.voice.v2.services.list(filter="recorded", is_default=False, page_size=1)
    assert {type(each) for each in page} == {ServiceShort}


@scenario("voice.v2.services.get", service_id=service)
def get_service(client: SinchClient, account: Account, service_id: str) -> None:
    found = client.voice.v2.services.get(service_id)
    assert type(found) is Service
    assert found.call_behavior == {
        "type": "WEBHOOK",
        "webhook": {"url": "https://hooks.example.com/voice", "fallbackUrl": "https://backup.example.com/voice"},
    }


@scenario("voice.v2.services.update", service_id=service)
def update_service(client: SinchClient, account: Account, service_id: str) -> None:
    found = client.voice.v2.services.update(
        service_id, description="Closed", call_behavior=CallBehavior.none(), idempotency_key=None
    )
    assert type(found) is Service
    assert (found.description, found.call_behavior) == ("Closed", {"type": "NONE"})


@scenario("voice.v2.services.delete", service_id=service)
def delete_service(client: SinchClient, account: Account, service_id: str) -> None:
    found = client.voice.v2.services.delete(service_id)
    assert found is None  # type: ignore[func-returns-value]


@scenario("voice.v2.svaml.describe")
def describe(client: SinchClient, account: Account) -> None:
    found = client.voice.v2.svaml.describe([Calls.answer(), Calls.hangup()], call_name="caller", on_hangup=[])
    assert type(found) is DescribeSvamlResponse
    assert found.description


@scenario("voice.v2.svaml.validate")
def validate(client: SinchClient, account: Account) -> None:
    menu = Menu.create("main", Menu.item("main", matches={"1": [Calls.bridge_call("desk")]}, on_failure=Calls.hangup()))
    found = client.voice.v2.svaml.validate([Calls.answer(), menu], call_name="caller", validation_type="STRICT")
    assert type(found) is ValidateSvamlResponse
    assert (found.is_valid, found.errors) == (True, None)
