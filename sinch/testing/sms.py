"""Simulated SMS: batches, delivery reports, groups and received messages."""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sinch.testing import sms_text
from sinch.testing.clock import format_time, parse_time
from sinch.testing.product import Call, Product, Rejected, Response, World, handles
from sinch.testing.records import InboxMessage, SentMessage
from sinch.testing.schemas import Problem
from sinch.testing.sms_text import bare

Json = dict[str, Any]

FINAL = frozenset({"Aborted", "Cancelled", "Rejected", "Deleted", "Delivered", "Failed", "Expired", "Unknown"})
"""The statuses after which nothing more happens to a message."""
_CODES = {
    "Queued": 400,
    "Dispatched": 401,
    "Delivered": 0,
    "Aborted": 402,
    "Cancelled": 407,
    "Rejected": 408,
    "Deleted": 403,
    "Failed": 15,
    "Expired": 406,
    "Unknown": 403,
}
DEFAULT_SENDER = "12025550199"
"""Where replies to messages without a sender arrive."""
_KEEP = timedelta(days=3)
_DAY = timedelta(days=1)
_PHONE = re.compile(r"(\+|00)?[0-9]{3,15}")
_ID = re.compile(r"[0-9A-Z]{26}")
_FORMAT_KINDS = frozenset({"type", "format", "pattern", "enum", "const"})
_GATEWAY = {401: "UNAUTHENTICATED", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 429: "RESOURCE_EXHAUSTED"}


@dataclass
class _Message:
    """One recipient's message of a batch."""

    recipient: str
    text: str
    parts: int
    encoding: sms_text.Encoding
    status: str = "Queued"
    code: int = 400
    at: datetime | None = None


@dataclass
class _Batch:
    """A batch; `data` is its representation in the API."""

    data: Json
    created: datetime
    send_at: datetime
    dispatched: bool = False
    messages: dict[str, _Message] = field(default_factory=dict)

    @property
    def id(self) -> str:
        identifier: str = self.data["id"]
        return identifier

    @property
    def final(self) -> bool:
        return all(message.status in FINAL for message in self.messages.values())


@dataclass
class _Group:
    """A recipient group; `data` is its representation in the API."""

    data: Json
    members: dict[str, None]


class Sms(Product):
    """The SMS API of one account."""

    name = "sms"
    accepts: ClassVar[tuple[str, ...]] = ("token",)
    statuses: ClassVar[tuple[str, ...]] = (
        "Delivered",
        "Failed",
        *(status for status in _CODES if status not in ("Delivered", "Failed", "Queued", "Dispatched")),
    )

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.before_anything(self._dispatch_due)

    def clear(self) -> None:
        """Forget all batches, groups and received messages."""
        self.callback_url: str | None = "https://example.com/sinch-events"
        """The callback URL of the service plan. With `None`, batches that request delivery reports must set one."""
        self._batches: dict[str, _Batch] = {}
        self._created: list[datetime] = []
        self._scheduled: dict[str, _Batch] = {}
        self._groups: dict[str, _Group] = {}
        self._inbounds: dict[str, Json] = {}
        self._received: list[datetime] = []
        self._sent: list[SentMessage] = []

    def error(self, rejected: Rejected) -> Any:
        """Return the API's own error, or the gateway's for requests that do not reach the API."""
        if rejected.status in (400, 403):
            return {"code": rejected.code or _syntax_code(rejected.problems), "text": rejected.text}
        if rejected.status == 415:
            return None
        status = _GATEWAY.get(rejected.status, "INTERNAL")
        return {"error": {"code": rejected.status, "message": rejected.text, "status": status, "details": []}}

    def sent(self) -> Iterable[SentMessage]:
        """Return the sent messages, in the order of sending."""
        with self.world.changing():
            return list(self._sent)

    # What happens outside the API

    def deliver(
        self, batch_id: str, status: str = "Delivered", recipient: str | None = None, code: int | None = None
    ) -> None:
        """Let the messages of a batch, or the one to `recipient`, reach a status; see `Simulator.deliver`."""
        if status not in _CODES:
            raise ValueError(f"{status!r} is not one of {', '.join(_CODES)}")
        with self.world.changing():
            batch = self._batches.get(batch_id)
            if batch is None:
                raise LookupError(f"unknown batch {batch_id}")
            if not batch.dispatched:
                raise ValueError(f"batch {batch_id} is due at {batch.data.get('send_at')}: advance the clock first")
            if recipient is not None and bare(recipient) not in batch.messages:
                raise LookupError(f"batch {batch_id} has no recipient {recipient}")
            chosen = batch.messages.values() if recipient is None else [batch.messages[bare(recipient)]]
            self._report(
                batch, [m for m in chosen if m.status not in FINAL], status, _CODES[status] if code is None else code
            )

    def receive(self, from_: str, to: str, body: str | bytes, **fields: Any) -> Json:
        """Let a text or binary message arrive; see `Simulator.receive_sms`."""
        if isinstance(body, bytes):
            message = {"type": "mo_binary", "body": base64.b64encode(body).decode(), "udh": fields.pop("udh", "")}
        else:
            message = {"type": "mo_text", "body": body}
        return self._receive({**message, **fields}, from_, to)

    def receive_media(self, from_: str, to: str, body: Json, **fields: Any) -> Json:
        """Let a media message arrive; see `Simulator.receive_mms`."""
        return self._receive({"type": "mo_media", "body": body, **fields}, from_, to)

    def _receive(self, message: Json, from_: str, to: str) -> Json:
        with self.world.changing():
            now = self.world.clock.now()
            numbers = {"id": self.world.ids.ulid(), "from": bare(from_), "to": bare(to)}
            given = {key: value for key, value in message.items() if value is not None}
            inbound = {**numbers, **given, "received_at": format_time(now)}
            self._inbounds[inbound["id"]] = inbound
            self._received.append(now)
            self._apply_keywords(inbound)
            body = inbound["body"]
            self.world.journal.add(
                "received",
                product="sms",
                to=inbound["to"],
                from_=inbound["from"],
                text=body if isinstance(body, str) else body.get("message", ""),
                id=inbound["id"],
                type=inbound["type"],
                channel="MMS" if inbound["type"] == "mo_media" else "SMS",
                client_reference=inbound.get("client_reference"),
                body=inbound,
            )
            self.publish("SmsWebhookEvent", inbound, self.callback_url)
            return dict(inbound)

    # What the recipient of a message in the inbox does

    def set_status(self, message: InboxMessage, status: str, reason: str | None) -> None:
        """Let the message to one recipient reach a status; the reason is the code in the report."""
        if reason is not None and not reason.isdigit():
            raise ValueError(f"reason: {reason!r} is not the number of a code")
        self.deliver(message.id, status, message.to, None if reason is None else int(reason))

    def reply(self, message: InboxMessage, text: str) -> InboxMessage:
        """Let the other person write an SMS."""
        inbound = self.receive(message.phone, message.account or DEFAULT_SENDER, text)
        return self.world.journal.received("sms", inbound["id"])

    # Batches

    @handles("SendSMS")
    def _send_batch(self, call: Call) -> Json:
        now = self.world.clock.now()
        data, send_at = self._composed(call.body, self.world.ids.ulid(), now, now)
        batch = _Batch(data, now, send_at)
        self._batches[batch.id] = batch
        self._created.append(now)
        self._schedule(batch)
        return data

    @handles("ListBatches")
    def _list_batches(self, call: Call) -> Json:
        query = call.query
        batches = _span(list(self._batches.values()), self._created, query, self.world.clock.time)
        if "from" in query:
            senders = {bare(sender) for sender in query["from"]}
            batches = [batch for batch in batches if batch.data.get("from") in senders]
        if "client_reference" in query:
            batches = [batch for batch in batches if batch.data.get("client_reference") == query["client_reference"]]
        page = _page(batches, query, "batches")
        page["batches"] = [batch.data for batch in page["batches"]]
        return page

    @handles("Dry_Run")
    def _dry_run(self, call: Call) -> Json:
        self._check_batch(call.body, self.world.clock.time)
        messages = [self._message(call.body, recipient) for recipient in self._recipients(call.body["to"])]
        response: Json = {
            "number_of_recipients": len(messages),
            "number_of_messages": sum(message.parts for message in messages),
        }
        if call.query.get("per_recipient"):
            response["per_recipient"] = [
                {
                    "recipient": message.recipient,
                    "body": message.text,
                    "number_of_parts": message.parts,
                    "encoding": message.encoding.name,
                }
                for message in messages[: call.query.get("number_of_recipients", 100)]
            ]
        return response

    @handles("GetBatchMessage")
    def _get_batch(self, call: Call) -> Json:
        return self._batch(call).data

    @handles("UpdateBatchMessage")
    def _update_batch(self, call: Call) -> Json:
        batch = self._pending(call)
        changes = dict(call.body)
        kind = changes.pop("type", "mt_text")
        if kind != batch.data["type"]:
            raise _invalid("type", f"the batch is {batch.data['type']}, not {kind}", "const")
        self._check_recipients(changes.get("to_add", ()), "to_add")
        removed = {bare(number) for number in changes.pop("to_remove", ())}
        to = [*batch.data["to"], *(bare(number) for number in changes.pop("to_add", ()))]
        to = [number for number in dict.fromkeys(to) if number not in removed]
        if not to:
            raise _invalid("to_remove", "the batch would have no recipients left", "minItems")
        shown = ("id", "canceled", "created_at", "modified_at")
        request = {key: value for key, value in batch.data.items() if key not in shown}
        if "send_at" in changes and "expire_at" not in changes:
            del request["expire_at"]
        return self._rewritten(batch, {**request, **changes, "to": to})

    @handles("ReplaceBatch")
    def _replace_batch(self, call: Call) -> Json:
        return self._rewritten(self._pending(call), call.body)

    @handles("CancelBatchMessage")
    def _cancel_batch(self, call: Call) -> Json:
        batch = self._batch(call)
        if batch.dispatched and batch.final:
            return batch.data
        if not batch.data["canceled"]:
            batch.data["canceled"] = True
            batch.data["modified_at"] = format_time(self.world.clock.now())
            if self._scheduled.pop(batch.id, None) is not None:
                batch.messages = self._messages(batch)
                self._report(batch, list(batch.messages.values()), "Cancelled", _CODES["Cancelled"])
        return batch.data

    @handles("deliveryFeedback")
    def _delivery_feedback(self, call: Call) -> Response:
        batch = self._batch(call)
        if not batch.data["feedback_enabled"]:
            raise _invalid("batch_id", "feedback_enabled is not set on the batch", "feedback")
        recipients = call.body["recipients"]
        if not recipients and any(recipient in self._groups for recipient in batch.data["to"]):
            raise _invalid("recipients", "must not be empty, as the batch went to a group", "minItems")
        for index, recipient in enumerate(recipients):
            if bare(recipient) not in batch.messages:
                raise _invalid(f"recipients[{index}]", f"{recipient} is not a recipient of the batch", "feedback")
        return Response(202)

    # Delivery reports

    @handles("GetDeliveryReportByBatchId")
    def _get_report(self, call: Call) -> Json:
        batch = self._batch(call)
        known = list(self._known(batch))
        return _batch_report(batch, _filtered(known, call.query), len(known), full=call.query.get("type") == "full")

    @handles("GetDeliveryReportByPhoneNumber")
    def _get_recipient_report(self, call: Call) -> Json:
        batch = self._batch(call)
        recipient = call.path["recipient_msisdn"]
        for message in self._known(batch):
            if message.recipient == bare(recipient):
                return _recipient_report(batch, message)
        raise Rejected(404, f"batch {batch.id} has no recipient {recipient}")

    @handles("getDeliveryReports")
    def _list_reports(self, call: Call) -> Json:
        query = call.query
        start, end = _limits(query, self.world.clock.time)
        reported = [
            (message.at, batch, message)
            for batch in self._batches.values()
            for message in _filtered(batch.messages.values(), query)
            if message.at is not None and start <= message.at and (end is None or message.at < end)
            if query.get("client_reference") in (None, batch.data.get("client_reference"))
        ]
        reported.sort(key=lambda entry: entry[0], reverse=True)
        page = _page(reported, query, "delivery_reports")
        page["delivery_reports"] = [_recipient_report(batch, message) for _, batch, message in page["delivery_reports"]]
        return page

    # Groups

    @handles("CreateGroup")
    def _create_group(self, call: Call) -> Json:
        group = _Group({"id": self.world.ids.ulid()}, {})
        created = self.world.clock.now()
        self._fill_group(group, call.body, created, created)
        self._groups[group.data["id"]] = group
        return group.data

    @handles("ListGroups")
    def _list_groups(self, call: Call) -> Json:
        return _page([group.data for group in reversed(self._groups.values())], call.query, "groups")

    @handles("RetrieveGroup")
    def _get_group(self, call: Call) -> Json:
        return self._group(call).data

    @handles("UpdateGroup")
    def _update_group(self, call: Call) -> Json:
        group = self._group(call)
        changes = call.body
        for name in ("add", "remove"):
            _check_phones(changes.get(name, ()), name)
        added = dict.fromkeys(map(bare, changes.get("add", ())))
        removed = set(map(bare, changes.get("remove", ())))
        if "add_from_group" in changes:
            added |= self._other_group(changes["add_from_group"], "add_from_group").members
        if "remove_from_group" in changes:
            removed |= self._other_group(changes["remove_from_group"], "remove_from_group").members.keys()
        if changes.get("name") is not None:
            self._check_name(changes["name"], group)
            group.data["name"] = changes["name"]
        elif "name" in changes:
            group.data.pop("name", None)
        if changes.get("auto_update") is not None:
            group.data["auto_update"] = changes["auto_update"]
        self._set_members(group, [number for number in group.members | added if number not in removed])
        return group.data

    @handles("ReplaceGroup")
    def _replace_group(self, call: Call) -> Json:
        group = self._group(call)
        self._fill_group(group, call.body, parse_time(group.data["created_at"]), self.world.clock.now())
        return group.data

    @handles("deleteGroup")
    def _delete_group(self, call: Call) -> Response:
        del self._groups[self._group(call).data["id"]]
        return Response(200)

    @handles("GetMembers")
    def _list_members(self, call: Call) -> list[str]:
        return list(self._group(call).members)

    # Received messages

    @handles("ListInboundMessages")
    def _list_inbounds(self, call: Call) -> Json:
        query = call.query
        inbounds = _span(list(self._inbounds.values()), self._received, query, self.world.clock.time)
        if "to" in query:
            numbers = {bare(number) for number in query["to"]}
            inbounds = [inbound for inbound in inbounds if inbound["to"] in numbers]
        if "client_reference" in query:
            inbounds = [inbound for inbound in inbounds if inbound.get("client_reference") == query["client_reference"]]
        return _page(inbounds, query, "inbounds")

    @handles("RetrieveInboundMessage")
    def _get_inbound(self, call: Call) -> Json:
        identifier = call.path["inbound_id"]
        if identifier not in self._inbounds:
            raise Rejected(404, f"unknown inbound message {identifier}")
        return self._inbounds[identifier]

    # How batches are composed and sent

    def _check_batch(self, request: Json, created: datetime) -> tuple[datetime, datetime]:
        """Reject what cannot be sent; return when to send it, and until when delivery may be tried."""
        self._check_recipients(request["to"], "to")
        send_at = parse_time(request["send_at"]) if "send_at" in request else created
        latest = max(send_at, created) + _KEEP
        expire_at = min(parse_time(request["expire_at"]), latest) if "expire_at" in request else latest
        if expire_at <= send_at:
            raise Rejected(403, "expire_at: must be after send_at", code="conflict_send_at")
        report = request.get("delivery_report", "none")
        if report != "none" and "callback_url" not in request and self.callback_url is None:
            text = f"callback_url: delivery_report {report} requires one, as the service plan has none"
            raise Rejected(403, text, code="missing_callback_url")
        if request.get("type") == "mt_binary":
            size = len(base64.b64decode(request["body"])) + len(request["udh"]) // 2
            if size > 140:
                raise _invalid("body", f"body and udh have {size} bytes, more than 140", "maxLength")
        return send_at, expire_at

    def _composed(self, request: Json, batch_id: str, created: datetime, modified: datetime) -> tuple[Json, datetime]:
        """Return the API's representation of a requested batch, and when to send it."""
        send_at, expire_at = self._check_batch(request, created)
        kind = request.get("type", "mt_text")
        defaults: Json = {"canceled": False, "delivery_report": "none", "feedback_enabled": False}
        if kind == "mt_text":
            defaults["flash_message"] = False
        if kind == "mt_media":
            defaults["strict_validation"] = False
        data = {
            **defaults,
            **request,
            "id": batch_id,
            "type": kind,
            "to": list(dict.fromkeys(map(bare, request["to"]))),
            "created_at": format_time(created),
            "modified_at": format_time(modified),
            "expire_at": format_time(expire_at),
        }
        if "send_at" in request:
            data["send_at"] = format_time(send_at)
        if "from" in request:
            data["from"] = bare(request["from"])
        return data, send_at

    def _rewritten(self, batch: _Batch, request: Json) -> Json:
        """Replace the content of a batch that has not gone out."""
        batch.data, batch.send_at = self._composed(request, batch.id, batch.created, self.world.clock.now())
        self._schedule(batch)
        return batch.data

    def _schedule(self, batch: _Batch) -> None:
        self._scheduled[batch.id] = batch
        self._dispatch_due()

    def _dispatch_due(self) -> None:
        """Send the batches that are due."""
        now = self.world.clock.time
        for batch in [batch for batch in self._scheduled.values() if batch.send_at <= now]:
            del self._scheduled[batch.id]
            batch.dispatched = True
            batch.messages = self._messages(batch)
            for message in list(batch.messages.values()):
                self._dispatch(batch, message)

    def _dispatch(self, batch: _Batch, message: _Message) -> None:
        data = batch.data
        too_long = message.parts > data.get("max_number_of_message_parts", message.parts)
        self.world.journal.add(
            "sent",
            product="sms",
            to=message.recipient,
            from_=data.get("from"),
            text=message.text,
            id=batch.id,
            type=data["type"],
            channel="MMS" if data["type"] == "mt_media" else "SMS",
            parts=message.parts,
            encoding=message.encoding.name,
            client_reference=data.get("client_reference"),
            body=data["body"],
            parameters=data.get("parameters"),
            dispatched=message.code != 405 and not too_long,
        )
        if message.code == 405:
            self._report(batch, [message], "Aborted", 405)
        elif too_long:
            self._report(batch, [message], "Rejected", 411)
        else:
            self._report(batch, [message], "Dispatched", _CODES["Dispatched"])
            self._sent.append(
                SentMessage(
                    product="sms",
                    to=message.recipient,
                    from_=data.get("from"),
                    text=message.text,
                    id=batch.id,
                    type=data["type"],
                    parts=message.parts,
                    client_reference=data.get("client_reference"),
                    body=data["body"],
                )
            )

    def _messages(self, batch: _Batch) -> dict[str, _Message]:
        return {recipient: self._message(batch.data, recipient) for recipient in self._recipients(batch.data["to"])}

    @staticmethod
    def _message(batch: Json, recipient: str) -> _Message:
        if batch.get("type") == "mt_binary":
            return _Message(recipient, batch["body"], 1, sms_text.GSM)
        media = batch.get("type") == "mt_media"
        template = batch["body"].get("message", "") if media else batch["body"]
        text, complete = sms_text.fill_in(template, batch.get("parameters", {}), recipient)
        if batch.get("truncate_concat"):
            text = sms_text.truncate(text)
        message = _Message(recipient, text, 1 if media else len(sms_text.split(text)), sms_text.encoding(text))
        if not complete:
            message.code = 405
        return message

    def _known(self, batch: _Batch) -> Iterable[_Message]:
        """Return the messages of a batch, including those that have not been sent yet."""
        return (batch.messages or self._messages(batch)).values()

    def _report(self, batch: _Batch, messages: Sequence[_Message], status: str, code: int) -> None:
        """Let messages reach a status, and post the reports that the batch requested."""
        wanted = batch.data["delivery_report"]
        callback_url = batch.data.get("callback_url", self.callback_url)
        for message in messages:
            message.status, message.code, message.at = status, code, self.world.clock.now()
            self.world.journal.reached("sms", batch.id, message.recipient, status, str(code))
            if wanted == "per_recipient" or (wanted == "per_recipient_final" and status in FINAL):
                self.publish("SmsWebhookEvent", _recipient_report(batch, message), callback_url)
        if wanted in ("summary", "full") and status in FINAL and messages and batch.final:
            report = _batch_report(batch, batch.messages.values(), len(batch.messages), full=wanted == "full")
            self.publish("SmsWebhookEvent", report, callback_url)

    def _batch(self, call: Call) -> _Batch:
        identifier = call.path["batch_id"]
        if identifier not in self._batches:
            raise Rejected(404, f"unknown batch {identifier}")
        return self._batches[identifier]

    def _pending(self, call: Call) -> _Batch:
        batch = self._batch(call)
        if batch.id not in self._scheduled:
            state = "canceled" if batch.data["canceled"] else "dispatched"
            text = f"batch {batch.id} has been {state} and cannot be changed"
            raise Rejected(403, text, code="batch_already_dispatched")
        return batch

    # Recipients and groups

    def _check_recipients(self, to: Sequence[str], name: str) -> None:
        for index, recipient in enumerate(to):
            if recipient in self._groups or _PHONE.fullmatch(recipient):
                continue
            if _ID.fullmatch(recipient):
                raise Rejected(403, f"{name}[{index}]: unknown group {recipient}", code="unknown_group")
            raise _invalid(f"{name}[{index}]", f"{recipient!r} is not a phone number or group id", "format")

    def _recipients(self, to: Iterable[str]) -> list[str]:
        """Return the phone numbers behind numbers and group ids; a deleted group has none."""
        numbers: dict[str, None] = {}
        for recipient in to:
            if recipient in self._groups:
                numbers |= self._all_members(recipient, set())
            elif not _ID.fullmatch(recipient):
                numbers[bare(recipient)] = None
        return list(numbers)

    def _all_members(self, group_id: str, seen: set[str]) -> dict[str, None]:
        if group_id in seen or group_id not in self._groups:
            return {}
        seen.add(group_id)
        group = self._groups[group_id]
        members = dict(group.members)
        for child in group.data["child_groups"]:
            members |= self._all_members(child, seen)
        return members

    def _group(self, call: Call) -> _Group:
        identifier = call.path["group_id"]
        if identifier not in self._groups:
            raise Rejected(404, f"unknown group {identifier}")
        return self._groups[identifier]

    def _other_group(self, identifier: str, name: str) -> _Group:
        if identifier not in self._groups:
            raise Rejected(403, f"{name}: unknown group {identifier}", code="unknown_group")
        return self._groups[identifier]

    def _check_name(self, name: str, group: _Group) -> None:
        for other in self._groups.values():
            if other is not group and other.data.get("name") == name:
                raise Rejected(403, f"name: another group is called {name!r}", code="conflict_group_name")

    def _fill_group(self, group: _Group, request: Json, created: datetime, modified: datetime) -> None:
        """Replace the whole content of a group with that of a request."""
        _check_phones(request.get("members", ()), "members")
        for index, child in enumerate(request.get("child_groups", ())):
            self._other_group(child, f"child_groups[{index}]")
        if "name" in request:
            self._check_name(request["name"], group)
        identifier = group.data["id"]
        group.data = {"id": identifier, "created_at": format_time(created), "modified_at": format_time(modified)}
        group.data["child_groups"] = request.get("child_groups", [])
        group.data |= {key: request[key] for key in ("name", "auto_update") if key in request}
        group.members = dict.fromkeys(map(bare, request.get("members", ())))
        group.data["size"] = len(group.members)

    def _set_members(self, group: _Group, members: Iterable[str]) -> None:
        group.members = dict.fromkeys(members)
        group.data["size"] = len(group.members)
        group.data["modified_at"] = format_time(self.world.clock.now())

    def _apply_keywords(self, inbound: Json) -> None:
        """Let senders join and leave groups by the keywords of `auto_update`."""
        words = inbound["body"].lower().split() if inbound["type"] == "mo_text" else []
        for group in self._groups.values():
            rule = group.data.get("auto_update")
            if rule is None or bare(rule["to"]) != inbound["to"]:
                continue
            if _keyword_matches(rule.get("add"), words):
                self._set_members(group, [*group.members, inbound["from"]])
            elif _keyword_matches(rule.get("remove"), words):
                self._set_members(group, [number for number in group.members if number != inbound["from"]])


def _keyword_matches(keyword: Json | None, words: list[str]) -> bool:
    if keyword is None:
        return False
    wanted = [keyword[key].lower() for key in ("first_word", "second_word") if key in keyword]
    return words[: len(wanted)] == wanted


def _syntax_code(problems: list[Problem]) -> str:
    kind = problems[0].kind if problems else ""
    if kind == "json":
        return "syntax_invalid_json"
    return "syntax_invalid_parameter_format" if kind in _FORMAT_KINDS else "syntax_constraint_violation"


def _invalid(name: str, text: str, kind: str) -> Rejected:
    return Rejected(400, f"{name}: {text}", problems=[Problem(name, text, kind)])


def _check_phones(numbers: Sequence[str], name: str) -> None:
    for index, number in enumerate(numbers):
        if not _PHONE.fullmatch(number):
            raise _invalid(f"{name}[{index}]", f"{number!r} is not a phone number", "format")


def _limits(query: Any, now: datetime) -> tuple[datetime, datetime | None]:
    start = parse_time(query["start_date"]) if "start_date" in query else now - _DAY
    return start, parse_time(query["end_date"]) if "end_date" in query else None


def _span(items: list[Any], times: list[datetime], query: Any, now: datetime) -> list[Any]:
    """Return the items in the requested time span, newest first; `times` are theirs, in ascending order."""
    start, end = _limits(query, now)
    chosen = items[bisect_left(times, start) : None if end is None else bisect_left(times, end)]
    chosen.reverse()
    return chosen


def _page(items: Sequence[Any], query: Any, name: str) -> Json:
    page, size = query.get("page", 0), query.get("page_size", 30)
    shown = list(items[page * size : (page + 1) * size])
    return {"count": len(items), "page": page, "page_size": len(shown), name: shown}


def _filtered(messages: Iterable[_Message], query: Any) -> list[_Message]:
    statuses, codes = query.get("status"), query.get("code")
    return [
        message
        for message in messages
        if (statuses is None or message.status in statuses) and (codes is None or message.code in codes)
    ]


def _report_type(batch: _Batch) -> str:
    return "delivery_report_mms" if batch.data["type"] == "mt_media" else "delivery_report_sms"


def _with_reference(report: Json, batch: _Batch) -> Json:
    if "client_reference" in batch.data:
        report["client_reference"] = batch.data["client_reference"]
    return report


def _batch_report(batch: _Batch, messages: Iterable[_Message], total: int, *, full: bool) -> Json:
    statuses: dict[tuple[int, str], list[str]] = {}
    for message in messages:
        statuses.setdefault((message.code, message.status), []).append(message.recipient)
    rows = [
        {"code": code, "status": status, "count": len(recipients), **({"recipients": recipients} if full else {})}
        for (code, status), recipients in statuses.items()
    ]
    report = {
        "type": _report_type(batch),
        "batch_id": batch.id,
        "total_message_count": total,
        "statuses": rows,
    }
    return _with_reference(report, batch)


def _recipient_report(batch: _Batch, message: _Message) -> Json:
    report = {
        "type": f"recipient_{_report_type(batch)}",
        "batch_id": batch.id,
        "recipient": message.recipient,
        "code": message.code,
        "status": message.status,
        "at": format_time(message.at or batch.created),
    }
    if message.status == "Delivered":
        report["operator_status_at"] = report["at"]
    if "max_number_of_message_parts" in batch.data:
        report["number_of_message_parts"] = message.parts
    return _with_reference(report, batch)
