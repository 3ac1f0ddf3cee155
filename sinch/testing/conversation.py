"""Simulated Conversation: messages sent and received, by contacts and identities, and the events about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sinch.testing.clock import format_time, parse_time
from sinch.testing.product import Call, Product, Rejected, Response, handles
from sinch.testing.records import SentMessage
from sinch.testing.sms_text import bare

Json = dict[str, Any]

APP = "01JEXAMPLE000000000000APP1"
"""The app that receives messages unless another is named. Messages may be sent from any app."""
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "UNAUTHORIZED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    501: "INTERNAL_ERROR",
}
_LONGEST_TTL = 315_576_000_000
"""In seconds."""
_LONGEST_METADATA = 2048
"""In characters of JSON."""
_PHONE_CHANNELS = frozenset({"SMS", "WHATSAPP", "MMS", "RCS", "KAKAOTALK", "VIBERBM"})
_TEXTS = {
    "text_message": "text",
    "card_message": "title",
    "media_message": "url",
    "list_message": "title",
    "location_message": "title",
}


@dataclass
class _Message:
    """A stored message; `data` is its representation in the API."""

    data: Json
    app_id: str
    at: datetime
    callback_url: str | None = None
    correlation_id: str = ""

    @property
    def mode(self) -> str:
        mode: str = self.data["processing_mode"]
        return mode


class Conversation(Product):
    """The Conversation API of one project. Its apps keep messages in conversations."""

    name = "conversation"

    def clear(self) -> None:
        """Forget all messages, contacts and conversations."""
        self._messages: dict[str, _Message] = {}
        self._contacts: dict[tuple[str, str], str] = {}
        self._identities: dict[str, Json] = {}
        self._conversations: dict[tuple[str, str], str] = {}
        self._metadata: dict[str, Json] = {}
        self._sent: list[SentMessage] = []

    def error(self, rejected: Rejected) -> Any:
        """Return the API's only error shape."""
        status = rejected.code or _STATUSES.get(rejected.status, "INTERNAL_ERROR")
        details = [
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "field_violations": [
                    {"field": problem.field, "description": problem.text} for problem in rejected.problems
                ],
            }
        ]
        return {
            "error": {
                "code": rejected.status,
                "message": rejected.text,
                "status": status,
                "details": details if rejected.problems else [],
            }
        }

    def sent(self) -> Iterable[SentMessage]:
        """Return the messages sent, in the order of sending."""
        with self.world.changing():
            return list(self._sent)

    # What happens outside the API

    def deliver(self, message_id: str, status: str, reason: Json | None = None) -> None:
        """Let a sent message reach a status; see `Simulator.deliver_message`."""
        self._check_known("DeliveryStatus", status)
        if reason is not None:
            self._check_known("ReasonCode", reason["code"])
        with self.world.changing():
            message = self._messages.get(message_id)
            if message is None or "app_message" not in message.data:
                raise LookupError(f"message {message_id} was not sent")
            report: Json = {**self._about(message), "status": status, "reason": reason}
            self._publish(message, {"message_delivery_report": report})

    def _check_known(self, schema: str, value: str) -> None:
        known = self.spec.document["components"]["schemas"][schema]["enum"]
        if value not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(known)}")

    def receive(self, identity: str, contact_message: Json, channel: str, app_id: str, sender_id: str) -> Json:
        """Let a contact's message arrive; see `Simulator.receive_message`."""
        self._check_known("ConversationChannel", channel)
        with self.world.changing():
            at = self.world.clock.now()
            shown = {"channel": channel, "identity": _bare(channel, identity), "app_id": ""}
            contact_id = self._contact(shown)
            message_id = self.world.ids.ulid()
            data: Json = {
                "id": message_id,
                "direction": "TO_APP",
                "contact_message": contact_message,
                "channel_identity": shown,
                "conversation_id": self._conversation(app_id, contact_id),
                "contact_id": contact_id,
                "metadata": "",
                "accept_time": format_time(at),
                "sender_id": sender_id,
                "processing_mode": "CONVERSATION",
                "injected": False,
            }
            message = _Message(data, app_id, at)
            self._messages[message_id] = message
            metadata = self._metadata.get(data["conversation_id"])
            self._publish(message, {"message": data}, message_metadata=_text(metadata) if metadata else "")
            return dict(data)

    # Messages

    @handles("Messages_SendMessage")
    def _send(self, call: Call) -> Json:
        request = call.body
        at = self.world.clock.now()
        app_id = request["app_id"]
        dispatch = request.get("processing_strategy") == "DISPATCH_ONLY"
        _check_limits(request)
        contact_id, identity = self._recipient(request["recipient"], request.get("channel_priority_order"), dispatch)
        conversation_id = "" if dispatch else self._conversation(app_id, contact_id)
        message_id = self.world.ids.ulid()
        data: Json = {
            "id": message_id,
            "direction": "TO_CONTACT",
            "app_message": request["message"],
            "channel_identity": identity,
            "contact_id": contact_id,
            "conversation_id": conversation_id,
            "accept_time": format_time(at),
            "metadata": request.get("message_metadata", ""),
            "injected": False,
            "sender_id": "",
            "processing_mode": "DISPATCH" if dispatch else "CONVERSATION",
            "message_status": None,
        }
        correlation_id = "" if dispatch else request.get("correlation_id", "")
        message = _Message(data, app_id, at, request.get("callback_url"), correlation_id)
        self._messages[message_id] = message
        if conversation_id and "conversation_metadata" in request:
            self._keep_metadata(conversation_id, request)
        self._sent.append(_sent(message, request))
        submitted = {**self._about(message), "submitted_message": request["message"]}
        self._publish(message, {"message_submit_notification": submitted})
        return {"message_id": message_id, "accepted_time": format_time(at)}

    @handles("Messages_GetMessage")
    def _get(self, call: Call) -> Json:
        return self._message(call).data

    @handles("Messages_UpdateMessageMetadata")
    def _update(self, call: Call) -> Json:
        message = self._message(call)
        message.data["metadata"] = call.body["metadata"]
        return message.data

    @handles("Messages_DeleteMessage")
    def _delete(self, call: Call) -> Response:
        del self._messages[self._message(call).data["id"]]
        return Response(200, {})

    @handles("Messages_ListMessages")
    def _list(self, call: Call) -> Json:
        query = call.query
        source = query.get("messages_source", "CONVERSATION_SOURCE")
        if query.get("only_recipient_originated") and source != "DISPATCH_SOURCE":
            raise Rejected(400, "only_recipient_originated: only valid with messages_source DISPATCH_SOURCE")
        start, end = _span(query)
        if start and end and end <= start:
            raise Rejected(400, "end_time: must be later than start_time")
        found = [
            message
            for message in self._found(query)
            if all(message.data[name] == query[name] for name in ("conversation_id", "contact_id") if name in query)
            if "channel_identity" not in query
            or message.data["channel_identity"]["identity"] == query["channel_identity"].lstrip("+")
            if not query.get("only_recipient_originated") or message.data["direction"] == "TO_APP"
        ]
        return _page(found, query)

    @handles("Messages_ListMessagesByChannelIdentity")
    def _list_last(self, call: Call) -> Json:
        query = call.body
        if "contact_ids" in query and query.get("messages_source") == "DISPATCH_SOURCE":
            raise Rejected(400, "contact_ids: not valid with messages_source DISPATCH_SOURCE")
        wanted = [identity.lstrip("+") for identity in query.get("channel_identities", ())]
        last: dict[str, _Message] = {}
        for message in self._found(query):
            shown = message.data["channel_identity"]["identity"]
            if (wanted and shown not in wanted) or (
                "contact_ids" in query and message.data["contact_id"] not in query["contact_ids"]
            ):
                continue
            last.setdefault(shown if wanted else message.data["contact_id"] or shown, message)
        return _page(list(last.values()), query)

    # Looking up messages

    def _message(self, call: Call) -> _Message:
        message = self._messages.get(call.path["message_id"])
        source = call.query.get("messages_source", "CONVERSATION_SOURCE")
        if message is None or not source.startswith(message.mode):
            raise Rejected(404, f"unknown message {call.path['message_id']} in {source}")
        return message

    def _found(self, query: Any) -> Iterable[_Message]:
        """Yield the messages that match the filters common to both lists, newest first."""
        source = query.get("messages_source", "CONVERSATION_SOURCE")
        start, end = _span(query)
        for message in reversed(self._messages.values()):
            if (
                source.startswith(message.mode)
                and query.get("app_id") in (None, message.app_id)
                and query.get("channel") in (None, message.data["channel_identity"]["channel"])
                and query.get("direction") in (None, message.data["direction"])
                and (start is None or start < message.at)
                and (end is None or message.at < end)
            ):
                yield message

    def _about(self, message: _Message) -> Json:
        """Return what every event about a sent message contains."""
        data = message.data
        names = ("conversation_id", "channel_identity", "contact_id", "metadata", "processing_mode")
        return {"message_id": data["id"], **{name: data[name] for name in names}}

    def _publish(self, message: _Message, payload: Json, message_metadata: str = "") -> None:
        now = format_time(self.world.clock.now())
        common = {
            "app_id": message.app_id,
            "project_id": self.world.credentials.project_id,
            "accepted_time": now,
            "event_time": now,
            "message_metadata": message_metadata,
            "correlation_id": message.correlation_id,
        }
        self.publish("ConversationSinchEvent", {**common, **payload}, message.callback_url)

    # Recipients

    def _recipient(self, recipient: Json, priority: list[str] | None, dispatch: bool) -> tuple[str, Json]:
        """Return the contact, and the identity that is tried first."""
        if "contact_id" in recipient:
            contact_id: str = recipient["contact_id"]
            if dispatch:
                raise Rejected(400, "recipient.contact_id: DISPATCH requires recipient.identified_by")
            known = self._identities.get(contact_id)
            channel = priority[0] if priority else "SMS"
            return contact_id, known or {"channel": channel, "identity": contact_id, "app_id": ""}
        identities = recipient["identified_by"]["channel_identities"]
        if priority:
            identities = sorted(identities, key=lambda entry: _rank(priority, entry["channel"]))
        channel = identities[0]["channel"]
        shown = {"channel": channel, "identity": _bare(channel, identities[0]["identity"]), "app_id": ""}
        return "" if dispatch else self._contact(shown), shown

    def _contact(self, identity: Json) -> str:
        key = (identity["channel"], identity["identity"])
        if key not in self._contacts:
            self._contacts[key] = self.world.ids.ulid()
            self._identities[self._contacts[key]] = identity
        return self._contacts[key]

    def _conversation(self, app_id: str, contact_id: str) -> str:
        key = (app_id, contact_id)
        if key not in self._conversations:
            self._conversations[key] = self.world.ids.ulid()
        return self._conversations[key]

    def _keep_metadata(self, conversation_id: str, request: Json) -> None:
        given = request["conversation_metadata"]
        if request.get("conversation_metadata_update_strategy") == "MERGE_PATCH":
            given = _merge_patch(self._metadata.get(conversation_id, {}), given)
        self._metadata[conversation_id] = given


def _bare(channel: str, identity: str) -> str:
    return bare(identity) if channel in _PHONE_CHANNELS else identity


def _check_limits(request: Json) -> None:
    """Reject a message that exceeds a limit that its schema cannot express."""
    if int(request.get("ttl", "0s").removesuffix("s")) > _LONGEST_TTL:
        raise Rejected(400, f"ttl: {request['ttl']} is more than {_LONGEST_TTL}s")
    size = len(_text(request.get("conversation_metadata", {})))
    if size > _LONGEST_METADATA:
        raise Rejected(400, f"conversation_metadata: has {size} characters as JSON, more than {_LONGEST_METADATA}")


def _text(metadata: Json) -> str:
    return json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))


def _rank(priority: list[str], channel: str) -> int:
    return priority.index(channel) if channel in priority else len(priority)


def _merge_patch(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merge_patch(result.get(name), value)
    return result


def _span(query: Any) -> tuple[datetime | None, datetime | None]:
    """Return the time span of the requested messages."""
    start, end = (parse_time(query[name]) if name in query else None for name in ("start_time", "end_time"))
    return start, end


def _page(found: list[_Message], query: Any) -> Json:
    size = query.get("page_size", 10)
    token = query.get("page_token", "")
    if token and not token.isdigit():
        raise Rejected(400, f"page_token: {token!r} is not known")
    start = int(token or 0)
    shown = [message.data for message in found[start : start + size]]
    if query.get("view") == "WITHOUT_METADATA":
        shown = [{**data, "metadata": ""} for data in shown]
    return {"messages": shown, "next_page_token": str(start + size) if start + size < len(found) else ""}


def _sent(message: _Message, request: Json) -> SentMessage:
    content = request["message"]
    kind = next((name for name in content if name.endswith("_message") and "channel" not in name), "message")
    inner = content.get(kind) or {}
    text = inner.get(_TEXTS.get(kind, ""), "") if isinstance(inner, dict) else ""
    if kind == "choice_message":
        text = inner.get("text_message", {}).get("text", "")
    return SentMessage(
        product="conversation",
        to=message.data["channel_identity"]["identity"],
        from_=request.get("channel_properties", {}).get("SMS_SENDER"),
        text=text,
        id=message.data["id"],
        type=kind,
        client_reference=request.get("correlation_id"),
        body=request,
    )
