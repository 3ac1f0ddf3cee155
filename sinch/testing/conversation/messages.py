"""Simulated messages: sent and received, read, changed and deleted, and the events about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sinch.testing.clock import format_time
from sinch.testing.conversation.base import Json, bare_identity, merge_patch, page, span, text_of
from sinch.testing.conversation.consents import Consents
from sinch.testing.conversation.state import Message
from sinch.testing.product import Call, Rejected, Response, handles
from sinch.testing.records import Choice, InboxMessage, SentMessage

_LONGEST_TTL = 315_576_000_000
"""In seconds."""
_LONGEST_METADATA = 2048
"""In characters of JSON."""
_TEXTS = {
    "text_message": "text",
    "card_message": "title",
    "media_message": "url",
    "list_message": "title",
    "location_message": "title",
}


class Messages(Consents):
    """Operations on messages, and what happens to them outside the API."""

    statuses: ClassVar[tuple[str, ...]] = ("DELIVERED", "FAILED", "READ", "QUEUED_ON_CHANNEL", "SWITCHING_CHANNEL")

    def clear(self) -> None:
        """Forget all messages."""
        super().clear()
        self._sent: list[SentMessage] = []

    def sent(self) -> Iterable[SentMessage]:
        """Return the messages sent, in the order of sending."""
        with self.world.changing():
            return list(self._sent)

    # What happens outside the API

    def deliver(self, message_id: str, status: str, reason: Json | None = None) -> None:
        """Let a sent message reach a status; see `Simulator.deliver_message`."""
        self.check_known("DeliveryStatus", status)
        if reason is not None:
            self.check_known("ReasonCode", reason["code"])
        with self.world.changing():
            message = self.messages.get(message_id)
            if message is None or "app_message" not in message.data:
                raise LookupError(f"message {message_id} was not sent")
            report: Json = {**self._about(message), "status": status, "reason": reason}
            to = message.data["channel_identity"]["identity"]
            self.world.journal.reached(
                "conversation", message_id, to, status, None if reason is None else reason["code"]
            )
            self._publish(message, {"message_delivery_report": report})

    def receive(self, identity: str, contact_message: Json, channel: str, app_id: str, sender_id: str) -> Json:
        """Let a contact's message arrive; see `Simulator.receive_message`."""
        self.check_known("ConversationChannel", channel)
        with self.world.changing():
            at = self.world.clock.now()
            shown = {"channel": channel, "identity": bare_identity(channel, identity), "app_id": ""}
            self.app(app_id)
            contact_id = self.contact_of(shown)["id"]
            conversation = self.conversation_of(app_id, contact_id, channel)
            self.received(conversation, at)
            message_id = self.world.ids.ulid()
            data: Json = {
                "id": message_id,
                "direction": "TO_APP",
                "contact_message": contact_message,
                "channel_identity": shown,
                "conversation_id": conversation["id"],
                "contact_id": contact_id,
                "metadata": "",
                "accept_time": format_time(at),
                "sender_id": sender_id,
                "processing_mode": "CONVERSATION",
                "injected": False,
            }
            message = Message(data, app_id, at)
            self.messages[message_id] = message
            word = str(contact_message.get("text_message", {}).get("text", "")).strip().upper()
            if channel == "SMS" and word in ("STOP", "START"):
                out = word == "STOP"
                self.change_consent(app_id, shown["identity"], "OPT_OUT_ALL", opted_out=out, origin="ORIGIN_MO")
            metadata = conversation["metadata_json"]
            self.world.journal.add(
                "received",
                product="conversation",
                to=sender_id,
                from_=shown["identity"],
                text=self._read(contact_message),
                id=message_id,
                type=_kind(contact_message),
                channel=channel,
                app_id=app_id,
                body=contact_message,
            )
            self._publish(message, {"message": data}, message_metadata=text_of(metadata) if metadata else "")
            return dict(data)

    def _read(self, contact_message: Json) -> str:
        """Return what a contact's message says; of a choice, the text that was tapped."""
        tapped = contact_message.get("choice_response_message")
        if tapped is None:
            return _text(contact_message)
        sent = self.messages.get(tapped.get("message_id", ""))
        choices = _choices(sent.data.get("app_message", {})) if sent else ()
        found = (choice.text for choice in choices if choice.postback_data == tapped.get("postback_data"))
        return next(found, str(tapped.get("postback_data", "")))

    # What the recipient of a message in the inbox does

    def set_status(self, message: InboxMessage, status: str, reason: str | None) -> None:
        """Let a message reach a status, with the code of the reason."""
        self.deliver(message.id, status, None if reason is None else {"code": reason, "description": ""})

    def reply(self, message: InboxMessage, text: str) -> InboxMessage:
        """Let the other person write a text."""
        return self._respond(message, {"text_message": {"text": text}})

    def tap(self, message: InboxMessage, postback_data: str) -> InboxMessage:
        """Let the recipient tap a choice."""
        tapped = {"message_id": message.id, "postback_data": postback_data}
        return self._respond(message, {"choice_response_message": tapped})

    def _respond(self, message: InboxMessage, content: Json) -> InboxMessage:
        inbound = self.receive(message.phone, content, message.channel, message.app_id or "", message.account or "")
        return self.world.journal.received("conversation", inbound["id"])

    # Messages

    @handles("Messages_SendMessage")
    def _send(self, call: Call) -> Json:
        request = call.body
        at = self.world.clock.now()
        app_id = request["app_id"]
        app = self.app(app_id)
        dispatch = app["processing_mode"] == "DISPATCH" or request.get("processing_strategy") == "DISPATCH_ONLY"
        _check_limits(request)
        contact_id, identity = self.recipient(
            app_id, request["recipient"], request.get("channel_priority_order"), dispatch
        )
        conversation = None if dispatch else self.conversation_of(app_id, contact_id, identity["channel"])
        conversation_id = conversation["id"] if conversation else ""
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
        message = Message(data, app_id, at, request.get("callback_url"), correlation_id)
        self.messages[message_id] = message
        if conversation is not None and "conversation_metadata" in request:
            _keep_metadata(conversation, request)
        self._sent.append(_sent(message, request))
        sent = self._sent[-1]
        self.world.journal.add(
            "sent",
            product="conversation",
            to=sent.to,
            from_=sent.from_,
            text=sent.text,
            id=sent.id,
            type=sent.type,
            channel=identity["channel"],
            app_id=app_id,
            client_reference=sent.client_reference,
            body=request["message"],
            choices=_choices(request["message"]),
        )
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
        del self.messages[self._message(call).data["id"]]
        return Response(200, {})

    @handles("Messages_ListMessages")
    def _list(self, call: Call) -> Json:
        query = call.query
        source = query.get("messages_source", "CONVERSATION_SOURCE")
        if query.get("only_recipient_originated") and source != "DISPATCH_SOURCE":
            raise Rejected(400, "only_recipient_originated: only valid with messages_source DISPATCH_SOURCE")
        start, end = span(query)
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
        last: dict[str, Message] = {}
        for message in self._found(query):
            shown = message.data["channel_identity"]["identity"]
            if (wanted and shown not in wanted) or (
                "contact_ids" in query and message.data["contact_id"] not in query["contact_ids"]
            ):
                continue
            last.setdefault(shown if wanted else message.data["contact_id"] or shown, message)
        return _page(list(last.values()), query)

    # Looking up messages

    def _message(self, call: Call) -> Message:
        message = self.messages.get(call.path["message_id"])
        source = call.query.get("messages_source", "CONVERSATION_SOURCE")
        if message is None or not source.startswith(message.mode):
            raise Rejected(404, f"unknown message {call.path['message_id']} in {source}")
        return message

    def _found(self, query: Any) -> Iterable[Message]:
        """Yield the messages that match the filters common to both lists, newest first."""
        source = query.get("messages_source", "CONVERSATION_SOURCE")
        start, end = span(query)
        for message in reversed(self.messages.values()):
            if (
                source.startswith(message.mode)
                and query.get("app_id") in (None, message.app_id)
                and query.get("channel") in (None, message.data["channel_identity"]["channel"])
                and query.get("direction") in (None, message.data["direction"])
                and (start is None or start < message.at)
                and (end is None or message.at < end)
            ):
                yield message

    def _about(self, message: Message) -> Json:
        """Return what every event about a sent message contains."""
        data = message.data
        names = ("conversation_id", "channel_identity", "contact_id", "metadata", "processing_mode")
        return {"message_id": data["id"], **{name: data[name] for name in names}}

    def _publish(self, message: Message, payload: Json, message_metadata: str = "") -> None:
        self.post(
            message.app_id,
            payload,
            callback_url=message.callback_url,
            message_metadata=message_metadata,
            correlation_id=message.correlation_id,
        )


def _keep_metadata(conversation: Json, request: Json) -> None:
    given = request["conversation_metadata"]
    if request.get("conversation_metadata_update_strategy") == "MERGE_PATCH":
        given = merge_patch(conversation["metadata_json"] or {}, given)
    conversation["metadata_json"] = given


def _check_limits(request: Json) -> None:
    """Reject a message that exceeds a limit that its schema cannot express."""
    if int(request.get("ttl", "0s").removesuffix("s")) > _LONGEST_TTL:
        raise Rejected(400, f"ttl: {request['ttl']} is more than {_LONGEST_TTL}s")
    size = len(text_of(request.get("conversation_metadata", {})))
    if size > _LONGEST_METADATA:
        raise Rejected(400, f"conversation_metadata: has {size} characters as JSON, more than {_LONGEST_METADATA}")


def _page(found: list[Message], query: Any) -> Json:
    shown = [message.data for message in found]
    if query.get("view") == "WITHOUT_METADATA":
        shown = [{**data, "metadata": ""} for data in shown]
    return page(shown, query, "messages")


def _sent(message: Message, request: Json) -> SentMessage:
    content = request["message"]
    return SentMessage(
        product="conversation",
        to=message.data["channel_identity"]["identity"],
        from_=request.get("channel_properties", {}).get("SMS_SENDER"),
        text=_text(content),
        id=message.data["id"],
        type=_kind(content),
        client_reference=request.get("correlation_id"),
        body=request,
    )


def _kind(content: Json) -> str:
    return next((name for name in content if name.endswith("_message") and "channel" not in name), "message")


def _text(content: Json) -> str:
    kind = _kind(content)
    inner = content.get(kind)
    if not isinstance(inner, dict):
        return ""
    if kind == "choice_message":
        inner = inner.get("text_message", {})
    text: str = inner.get(_TEXTS.get(kind, "text"), "")
    return text


def _choices(content: Json) -> tuple[Choice, ...]:
    """Return what can be tapped and tells the app so."""
    kind = _kind(content)
    inner = content.get(kind)
    if not isinstance(inner, dict):
        return ()
    cards = inner.get("cards", []) if kind == "carousel_message" else []
    given = [choice for part in (inner, *cards) for choice in part.get("choices", [])]
    found = [(each["text_message"]["text"], each.get("postback_data")) for each in given if "text_message" in each]
    for section in inner.get("sections", []) if kind == "list_message" else []:
        items = [item["choice"] for item in section.get("items", []) if "choice" in item]
        found += [(item["title"], item.get("postback_data")) for item in items]
    return tuple(Choice(text, postback or text) for text, postback in found)
