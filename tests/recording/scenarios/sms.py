"""Scenarios of SMS. Batches are scheduled and cancelled afterwards, unless a delivery is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from sinch import NotFoundError, SinchClient
from sinch.domains.sms import (
    BatchDeliveryReport,
    BinaryResponse,
    DryRunResponse,
    GroupResponse,
    MediaResponse,
    MOTextMessage,
    RecipientDeliveryReport,
    TextResponse,
)
from tests.recording.recorder import scenario
from tests.recording.stages import Account, Stage

OTHER = "+12025550144"
REFERENCE = "cassettes"
GROUP = "Cassettes"
PICTURE = "https://media.example.com/menu.png"
TEXT: dict[str, Any] = {
    "body": "Hello ${name}",
    "parameters": {"name": {OTHER: "Ada", "default": "guest"}},
    "flash_message": True,
    "max_number_of_message_parts": 2,
    "truncate_concat": False,
    "from_ton": 1,
    "from_npi": 1,
}
MEDIA: dict[str, Any] = {
    "body": {"url": PICTURE, "subject": "Menu", "message": "For ${name}"},
    "parameters": {"name": {"default": "guest"}},
    "strict_validation": True,
}
BINARY: dict[str, Any] = {"body": "AQIDBA==", "udh": "0605040B8423F0", "from_ton": 1, "from_npi": 1}
AUTO_UPDATE: dict[str, Any] = {"add": {"first_word": "JOIN"}, "remove": {"first_word": "LEAVE"}}


# Props


@contextmanager
def later(stage: Stage) -> Iterator[str]:
    """Tomorrow. What was scheduled for then is cancelled."""
    yield f"{stage.now + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    batches = stage.client.sms.batches
    for batch in batches.list(client_reference=REFERENCE):
        if batch.send_at and not batch.canceled:
            batches.cancel(batch.id)


@contextmanager
def expiry(stage: Stage) -> Iterator[str]:
    """A time after `later`."""
    yield f"{stage.now + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def scheduled_text(stage: Stage) -> Iterator[str]:
    """The id of a text batch that has not gone out."""
    yield from _scheduled(stage, type_="mt_text", body="Hello")


@contextmanager
def scheduled_media(stage: Stage) -> Iterator[str]:
    """The id of an MMS batch that has not gone out."""
    yield from _scheduled(stage, type_="mt_media", body={"url": PICTURE})


@contextmanager
def scheduled_binary(stage: Stage) -> Iterator[str]:
    """The id of a binary batch that has not gone out."""
    yield from _scheduled(stage, type_="mt_binary", body=BINARY["body"], udh=BINARY["udh"])


def _scheduled(stage: Stage, **content: Any) -> Iterator[str]:
    account = stage.account
    with later(stage) as send_at:
        batch = stage.client.sms.batches.send(
            to=[account.recipient], from_=account.sender, send_at=send_at, client_reference=REFERENCE, **content
        )
        yield batch.id


@contextmanager
def delivered(stage: Stage) -> Iterator[str]:
    """The id of a delivered batch that requested reports and feedback."""
    account, sms = stage.account, stage.client.sms
    batch = sms.batches.send_sms(
        to=[account.recipient],
        from_=account.sender,
        body="Hello",
        delivery_report="per_recipient_final",
        event_destination_target="https://hooks.example.com/sms",
        client_reference=REFERENCE,
        feedback_enabled=True,
    )
    if stage.simulator:
        stage.simulator.deliver(batch.id)
    else:
        sms.batches.wait_until_delivered(batch.id, timeout=120)
    yield batch.id


@contextmanager
def group(stage: Stage) -> Iterator[str]:
    """The id of a group of two members."""
    groups = stage.client.sms.groups
    made = groups.create(members=[stage.account.recipient, OTHER])
    yield made.id
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        groups.delete(made.id)


@contextmanager
def child_group(stage: Stage) -> Iterator[str]:
    """The id of another group."""
    with group(stage) as group_id:
        yield group_id


@contextmanager
def group_name(stage: Stage) -> Iterator[str]:
    """An unused group name; a group that is given it is deleted."""
    _delete_groups(stage)
    yield GROUP
    _delete_groups(stage)


def _delete_groups(stage: Stage) -> None:
    groups = stage.client.sms.groups
    for each in list(groups.list()):
        if each.name == GROUP:
            groups.delete(each.id)


@contextmanager
def inbound(stage: Stage) -> Iterator[str]:
    """The id of a received message. The API cannot create one: send a text to the sender before recording."""
    account = stage.account
    if stage.simulator:
        yield stage.simulator.receive_sms(from_=account.recipient, to=account.sender, body="Yes please")["id"]
        return
    received = list(stage.client.sms.inbounds.list(to=[account.sender.removeprefix("+")]))
    assert received, "no message was received in the last day: send one from the test phone to the sender"
    yield received[0].id


# Batches


def common(account: Account, later: str, expiry: str) -> dict[str, Any]:
    return {
        "to": [account.recipient, OTHER],
        "from_": account.sender,
        "delivery_report": "per_recipient_final",
        "send_at": later,
        "expire_at": expiry,
        "event_destination_target": "https://hooks.example.com/sms",
        "client_reference": REFERENCE,
        "feedback_enabled": True,
    }


def changes(account: Account, later: str, expiry: str) -> dict[str, Any]:
    arguments = common(account, later, expiry)
    return {"to_add": [OTHER], "to_remove": [account.recipient], **{k: arguments[k] for k in arguments if k != "to"}}


def check(batch: Any, kind: type, account: Account, recipients: int = 2) -> None:
    assert type(batch) is kind
    assert batch.id
    assert len(batch.to) == recipients
    assert batch.from_ == account.sender.removeprefix("+")
    assert batch.event_destination_target == "https://hooks.example.com/sms"
    assert batch.client_reference == REFERENCE
    assert batch.send_at < batch.expire_at
    assert batch.canceled is False


@scenario("sms.batches.send", later=later, expiry=expiry)
def send(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    batch = client.sms.batches.send(type_="mt_text", **common(account, later, expiry), **TEXT)
    check(batch, TextResponse, account)


@scenario("sms.batches.send_sms", later=later, expiry=expiry)
def send_sms(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    batch = client.sms.batches.send_sms(**common(account, later, expiry), **TEXT)
    check(batch, TextResponse, account)
    assert batch.body == TEXT["body"]


@scenario("sms.batches.send_mms", later=later, expiry=expiry)
def send_mms(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    batch = client.sms.batches.send_mms(**common(account, later, expiry), **MEDIA)
    check(batch, MediaResponse, account)
    assert batch.body.url == PICTURE


@scenario("sms.batches.send_binary", later=later, expiry=expiry)
def send_binary(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    batch = client.sms.batches.send_binary(**common(account, later, expiry), **BINARY)
    check(batch, BinaryResponse, account)
    assert batch.udh == BINARY["udh"]


@scenario("sms.batches.list", later=later, batch_id=scheduled_text)
def list_batches(client: SinchClient, account: Account, later: str, batch_id: str) -> None:
    page = client.sms.batches.list(
        page=0,
        page_size=10,
        start_date="2026-01-01T00:00:00Z",
        end_date=later,
        from_=[account.sender.removeprefix("+"), "alphanumeric"],
        client_reference=REFERENCE,
    )
    assert batch_id in [batch.id for batch in page]
    assert all(batch.client_reference == REFERENCE for batch in page.content())


@scenario("sms.batches.dry_run", later=later, expiry=expiry)
def dry_run(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    arguments = common(account, later, expiry)
    check_dry_run(client.sms.batches.dry_run(type_="mt_text", per_recipient=True, **arguments, **TEXT))


@scenario("sms.batches.dry_run_sms", later=later, expiry=expiry)
def dry_run_sms(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    arguments = {"per_recipient": True, "number_of_recipients": 10, **common(account, later, expiry)}
    check_dry_run(client.sms.batches.dry_run_sms(**arguments, **TEXT))


@scenario("sms.batches.dry_run_mms", later=later, expiry=expiry)
def dry_run_mms(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    arguments = {"per_recipient": True, "number_of_recipients": 10, **common(account, later, expiry)}
    check_dry_run(client.sms.batches.dry_run_mms(**arguments, **MEDIA))


@scenario("sms.batches.dry_run_binary", later=later, expiry=expiry)
def dry_run_binary(client: SinchClient, account: Account, later: str, expiry: str) -> None:
    arguments = {"per_recipient": True, "number_of_recipients": 10, **common(account, later, expiry)}
    check_dry_run(client.sms.batches.dry_run_binary(**arguments, **BINARY))


def check_dry_run(result: Any) -> None:
    assert type(result) is DryRunResponse
    assert (result.number_of_recipients, result.number_of_messages) == (2, 2)
    assert {entry.number_of_parts for entry in result.per_recipient} == {1}


@scenario("sms.batches.get", batch_id=scheduled_text)
def get(client: SinchClient, account: Account, batch_id: str) -> None:
    batch = client.sms.batches.get(batch_id)
    assert type(batch) is TextResponse
    assert (batch.id, batch.canceled) == (batch_id, False)


@scenario("sms.batches.update", batch_id=scheduled_text, later=later, expiry=expiry)
def update(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.update(batch_id, type_="mt_text", **changes(account, later, expiry), **TEXT)
    check(batch, TextResponse, account, recipients=1)


@scenario("sms.batches.update_sms", batch_id=scheduled_text, later=later, expiry=expiry)
def update_sms(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.update_sms(batch_id, **changes(account, later, expiry), **TEXT)
    check(batch, TextResponse, account, recipients=1)


@scenario("sms.batches.update_mms", batch_id=scheduled_media, later=later, expiry=expiry)
def update_mms(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.update_mms(batch_id, **changes(account, later, expiry), **MEDIA)
    check(batch, MediaResponse, account, recipients=1)


@scenario("sms.batches.update_binary", batch_id=scheduled_binary, later=later, expiry=expiry)
def update_binary(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.update_binary(batch_id, **changes(account, later, expiry), **BINARY)
    check(batch, BinaryResponse, account, recipients=1)


@scenario("sms.batches.replace", batch_id=scheduled_text, later=later, expiry=expiry)
def replace(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.replace(batch_id, type_="mt_text", **common(account, later, expiry), **TEXT)
    check(batch, TextResponse, account)


@scenario("sms.batches.replace_sms", batch_id=scheduled_text, later=later, expiry=expiry)
def replace_sms(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    check(client.sms.batches.replace_sms(batch_id, **common(account, later, expiry), **TEXT), TextResponse, account)


@scenario("sms.batches.replace_mms", batch_id=scheduled_media, later=later, expiry=expiry)
def replace_mms(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    check(client.sms.batches.replace_mms(batch_id, **common(account, later, expiry), **MEDIA), MediaResponse, account)


@scenario("sms.batches.replace_binary", batch_id=scheduled_binary, later=later, expiry=expiry)
def replace_binary(client: SinchClient, account: Account, batch_id: str, later: str, expiry: str) -> None:
    batch = client.sms.batches.replace_binary(batch_id, **common(account, later, expiry), **BINARY)
    check(batch, BinaryResponse, account)


@scenario("sms.batches.cancel", batch_id=scheduled_text)
def cancel(client: SinchClient, account: Account, batch_id: str) -> None:
    batch = client.sms.batches.cancel(batch_id)
    assert type(batch) is TextResponse
    assert batch.canceled is True


@scenario("sms.batches.send_delivery_feedback", batch_id=delivered)
def send_delivery_feedback(client: SinchClient, account: Account, batch_id: str) -> None:
    client.sms.batches.send_delivery_feedback(batch_id, recipients=[account.recipient])


@scenario("sms.batches.wait_until_delivered", batch_id=delivered)
def wait_until_delivered(client: SinchClient, account: Account, batch_id: str) -> None:
    report = client.sms.batches.wait_until_delivered(batch_id, timeout=60)
    assert type(report) is BatchDeliveryReport
    assert [(entry.status, entry.count) for entry in report.statuses] == [("Delivered", 1)]


# Delivery reports


@scenario("sms.delivery_reports.get", batch_id=delivered)
def get_report(client: SinchClient, account: Account, batch_id: str) -> None:
    report = client.sms.delivery_reports.get(
        batch_id, report_type="full", status=["Delivered", "Failed"], code=[0, 401]
    )
    assert type(report) is BatchDeliveryReport
    assert (report.batch_id, report.total_message_count) == (batch_id, 1)
    (row,) = report.statuses
    assert (row.status, row.code, row.count) == ("Delivered", 0, 1)
    assert row.recipients == [account.recipient.removeprefix("+")]


@scenario("sms.delivery_reports.get_for_number", batch_id=delivered)
def get_report_for_number(client: SinchClient, account: Account, batch_id: str) -> None:
    report = client.sms.delivery_reports.get_for_number(batch_id, account.recipient)
    assert type(report) is RecipientDeliveryReport
    assert (report.batch_id, report.status) == (batch_id, "Delivered")
    assert report.recipient_number == account.recipient.removeprefix("+")


@scenario("sms.delivery_reports.list", batch_id=delivered, later=later)
def list_reports(client: SinchClient, account: Account, batch_id: str, later: str) -> None:
    page = client.sms.delivery_reports.list(
        page=0,
        page_size=10,
        start_date="2026-01-01T00:00:00Z",
        end_date=later,
        status=["Delivered"],
        code=[0],
        client_reference=REFERENCE,
    )
    assert batch_id in [report.batch_id for report in page]
    assert all(type(report) is RecipientDeliveryReport for report in page.content())


# Groups


def auto_update(account: Account) -> dict[str, Any]:
    return {"to": account.sender, **AUTO_UPDATE}


@scenario("sms.groups.create", name=group_name, child=child_group)
def create_group(client: SinchClient, account: Account, name: str, child: str) -> None:
    made = client.sms.groups.create(
        name=name, members=[account.recipient, OTHER], child_groups=[child], auto_update=auto_update(account)
    )
    assert type(made) is GroupResponse
    assert (made.name, made.size, made.child_groups) == (name, 2, [child])
    assert made.auto_update.add.first_word == "JOIN"


@scenario("sms.groups.list", group_id=group)
def list_groups(client: SinchClient, account: Account, group_id: str) -> None:
    page = client.sms.groups.list(page=0, page_size=10)
    assert page.content()[0].id == group_id


@scenario("sms.groups.get", group_id=group)
def get_group(client: SinchClient, account: Account, group_id: str) -> None:
    found = client.sms.groups.get(group_id)
    assert type(found) is GroupResponse
    assert (found.id, found.size) == (group_id, 2)


@scenario("sms.groups.update", group_id=group, other=child_group, name=group_name)
def update_group(client: SinchClient, account: Account, group_id: str, other: str, name: str) -> None:
    changed = client.sms.groups.update(
        group_id,
        add=["+12025550155"],
        remove=[OTHER],
        name=name,
        add_from_group=other,
        remove_from_group=other,
        auto_update=auto_update(account),
    )
    assert type(changed) is GroupResponse
    assert (changed.id, changed.name, changed.size) == (group_id, name, 1)


@scenario("sms.groups.replace", group_id=group, child=child_group, name=group_name)
def replace_group(client: SinchClient, account: Account, group_id: str, child: str, name: str) -> None:
    replaced = client.sms.groups.replace(
        group_id, name=name, members=[OTHER], child_groups=[child], auto_update=auto_update(account)
    )
    assert type(replaced) is GroupResponse
    assert (replaced.id, replaced.name, replaced.size) == (group_id, name, 1)


@scenario("sms.groups.delete", group_id=group)
def delete_group(client: SinchClient, account: Account, group_id: str) -> None:
    client.sms.groups.delete(group_id)


@scenario("sms.groups.list_members", group_id=group)
def list_members(client: SinchClient, account: Account, group_id: str) -> None:
    members = list(client.sms.groups.list_members(group_id))
    assert sorted(members) == sorted(number.removeprefix("+") for number in (account.recipient, OTHER))


# Received messages


@scenario("sms.inbounds.list", inbound_id=inbound, later=later)
def list_inbounds(client: SinchClient, account: Account, inbound_id: str, later: str) -> None:
    page = client.sms.inbounds.list(
        page=0,
        page_size=10,
        to=[account.sender.removeprefix("+"), "12025550188"],
        start_date="2026-01-01T00:00:00Z",
        end_date=later,
    )
    assert inbound_id in [message.id for message in page]


@scenario("sms.inbounds.get", inbound_id=inbound)
def get_inbound(client: SinchClient, account: Account, inbound_id: str) -> None:
    message = client.sms.inbounds.get(inbound_id)
    assert type(message) is MOTextMessage
    assert (message.id, message.to) == (inbound_id, account.sender.removeprefix("+"))
    assert message.from_ == account.recipient.removeprefix("+")
