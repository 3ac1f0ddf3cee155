"""Simulated Conversation Batch: messages to many recipients that leave when they are due, and contacts in bulk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sinch.testing.clock import format_time, parse_time
from sinch.testing.conversation import Conversation
from sinch.testing.conversation.base import ConversationBase, Json, unique
from sinch.testing.product import Call, Rejected, Response, World, handles
from sinch.testing.sms_text import bare

_LONGEST_WAIT = timedelta(days=7)
_STEP = timedelta(minutes=5)
"""A batch that waits for more than a minute leaves at a multiple of this."""
_OPT_OUT = "opt out"
"""What is done with each consent of a request; the Conversation API has no operation for it."""
_PLACEHOLDER = re.compile(r"\$\{([^{}]+)\}")
_SHARED = (
    *("app_id", "callback_url", "channel_priority_order", "channel_properties"),
    *("correlation_id", "processing_strategy", "ttl"),
)
"""What the messages of a batch have from it as it is."""


@dataclass
class _Batch:
    """A batch of messages; `data` is its representation in the API."""

    data: Json
    request: Json
    due: datetime


class ConversationBatch(ConversationBase):
    """Conversation Batch of one project, which works off in its Conversation API what it has accepted."""

    name = "conversation-batch"
    accepts: ClassVar[tuple[str, ...]] = ("token",)

    def __init__(self, world: World, conversation: Conversation) -> None:
        self._conversation = conversation
        super().__init__(world)
        world.before_anything(self._work)

    def clear(self) -> None:
        """Forget all batches, and what is left to do."""
        self._batches: dict[str, _Batch] = {}
        self._jobs: list[tuple[str, Mapping[str, Any], Any]] = []
        """The operations that are carried out later, with path and body."""

    # Messages

    @handles("Batch_SendBatch")
    def _send(self, call: Call) -> Json:
        request, now = call.body, self.world.clock.now()
        dispatch = request.get("processing_strategy") == "DISPATCH_ONLY"
        for index, entry in enumerate(request["recipient_and_params"]):
            if dispatch and "contact_id" in entry["recipient"]:
                where = f"recipient_and_params[{index}].recipient"
                raise Rejected(400, f"{where}: DISPATCH requires identified_by")
        due = _due(request, now)
        batch_id = self.world.ids.ulid()
        data = {
            "batch_id": batch_id,
            "meta_data": request.get("batch_metadata", {}),
            "status": "SCHEDULED" if due > now else "READY",
            "send_after": format_time(due),
        }
        self._batches[batch_id] = _Batch(data, request, due)
        return {"batch_id": batch_id, "send_after": data["send_after"]}

    @handles("Batch_CancelBatch")
    def _cancel(self, call: Call) -> Response:
        batch = self._batches.get(call.body["batch_id"])
        if batch is not None and batch.data["status"] == "SCHEDULED":
            self._reach(batch, "CANCELLED")
        return Response(200, {})

    @handles("Batch_GetBatchStatusesByMetadata")
    def _list(self, call: Call) -> list[Json]:
        key, value = call.query["metadataKey"], call.query["metadataValue"]
        return [batch.data for batch in self._batches.values() if batch.data["meta_data"].get(key) == value]

    @handles("Batch_GetBatchStatus")
    def _get(self, call: Call) -> Json:
        batch = self._batches.get(call.path["batch_id"])
        if batch is None:
            raise Rejected(404, f"unknown batch {call.path['batch_id']}")
        return batch.data

    # Contacts and consents

    @handles("Batch_CreateContacts")
    def _create_contacts(self, call: Call) -> Json:
        for contact in call.body["contacts"]:
            self._later("Contact_CreateContact", {}, contact)
        return {}

    @handles("Batch_DeleteContacts")
    def _delete_contacts(self, call: Call) -> Json:
        for contact_id in call.body["contact_ids"]:
            self._later("Contact_DeleteContact", {"contact_id": contact_id}, None)
        return {}

    @handles("Batch_InsertConsents")
    def _insert_consents(self, call: Call) -> Json:
        for record in call.body["consent_records"]:
            self._later(_OPT_OUT, {"app_id": call.body["app_id"]}, record)
        return {"batch_id": self.world.ids.ulid()}

    # What is done later

    def _later(self, operation: str, path: Mapping[str, Any], body: Any) -> None:
        self._jobs.append((operation, path, body))

    def _opt_out(self, app_id: str, record: Json) -> None:
        """Put a phone number, or all identities of a contact, on a list."""
        contact = self._conversation.contacts.get(record["identification"])
        known = [bare(record["identification"])] if contact is None else _identities(contact)
        kind = record.get("consent_type", "OPT_OUT_ALL")
        for identity in known:
            self._conversation.change_consent(app_id, identity, kind, opted_out=True, origin="ORIGIN_API")

    def _carry_out(self, operation: str, path: Mapping[str, Any], body: Any) -> Any:
        """Carry out an operation of the Conversation API."""
        return self._conversation.handlers[operation](self._conversation, Call(path, {}, body))

    def _work(self) -> None:
        """Do what was accepted and is due."""
        jobs, self._jobs = self._jobs, []
        for operation, path, body in jobs:
            with suppress(Rejected):  # nobody is told: only what has become of the others can be seen
                if operation == _OPT_OUT:
                    self._opt_out(path["app_id"], body)
                else:
                    self._carry_out(operation, path, body)
        now = self.world.clock.time
        for batch in list(self._batches.values()):
            if batch.data["status"] in ("READY", "SCHEDULED") and batch.due <= now:
                for entry in batch.request["recipient_and_params"]:
                    self._send_one(batch, entry)
                self._reach(batch, "PROCESSED")

    def _send_one(self, batch: _Batch, entry: Json) -> None:
        request = batch.request
        metadata: dict[str, Json] = {
            name: {**request.get(name, {}), **entry.get(name, {}), "_batch_id": batch.data["batch_id"]}
            for name in ("message_metadata", "conversation_metadata")
        }
        message = {
            **{name: request[name] for name in _SHARED if name in request},
            "message": _filled(request["message"], entry.get("parameters", {})),
            "recipient": entry["recipient"],
            "message_metadata": json.dumps(metadata["message_metadata"], ensure_ascii=False, separators=(",", ":")),
            "conversation_metadata": metadata["conversation_metadata"],
        }
        self._carry_out("Messages_SendMessage", {}, message)

    def _reach(self, batch: _Batch, status: str) -> None:
        """Let a batch reach a status, and send the event for it."""
        batch.data["status"] = status
        request = batch.request
        about = {"send_after": batch.data["send_after"], "batch_metadata": batch.data["meta_data"]}
        news = {
            "batch_id": batch.data["batch_id"],
            "batch_status": f"BATCH_STATUS_{status}",
            "batch_type": "BATCH_TYPE_MESSAGES",
            "additional_data": {"message_batch_data": about},
        }
        self._conversation.post(
            request["app_id"],
            {"batch_status_update_notification": news},
            callback_url=request.get("callback_url"),
            correlation_id=request.get("correlation_id", ""),
        )


def _identities(contact: Json) -> list[str]:
    """Return the identities of a contact; it may have the same on several channels."""
    return unique(entry["identity"] for entry in contact["channel_identities"])


def _due(request: Json, now: datetime) -> datetime:
    """Return when a batch leaves."""
    if "send_after" not in request:
        return now
    asked = parse_time(request["send_after"])
    if asked > now + _LONGEST_WAIT:
        raise Rejected(400, "send_after: is more than 7 days ahead")
    if asked <= now + timedelta(minutes=1):
        return max(asked, now)
    midnight = asked.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - (midnight - asked) // _STEP * _STEP


def _filled(value: Any, parameters: Mapping[str, str]) -> Any:
    """Return a message with the placeholders of its texts filled; one without a value stays as it is."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: parameters.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_filled(entry, parameters) for entry in value]
    return {key: _filled(entry, parameters) for key, entry in value.items()} if isinstance(value, dict) else value
