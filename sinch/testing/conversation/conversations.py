"""Simulated conversations: found, changed and stopped, and what is added to them."""

from __future__ import annotations

from datetime import timedelta

from sinch.testing.clock import format_time, parse_time
from sinch.testing.conversation.base import Json, bare_identity, changes, merge_patch, page
from sinch.testing.conversation.state import Message, State
from sinch.testing.product import Call, Rejected, Response, handles

_DEFAULTS: Json = {
    "app_id": "",
    "contact_id": "",
    "active": False,
    "active_channel": None,
    "metadata": "",
    "metadata_json": None,
    "correlation_id": "",
}
_OLDEST = timedelta(days=30)


class Conversations(State):
    """Operations on conversations."""

    @handles("Conversation_ListConversations")
    def _list_conversations(self, call: Call) -> Json:
        query = call.query
        if "app_id" not in query and "contact_id" not in query:
            raise Rejected(400, "app_id or contact_id: one of them is required")
        found = [
            conversation
            for conversation in self.conversations.values()
            if all(
                conversation[name] == query[name]
                for name in ("app_id", "contact_id", "active_channel")
                if name in query
            )
            if query.get("only_active") in (None, conversation["active"])
        ]
        return {**page(found, query, "conversations"), "total_size": len(found)}

    @handles("Conversation_ListRecentConversations")
    def _list_recent(self, call: Call) -> Json:
        query = call.query
        self.app(query["app_id"])
        last: dict[str, Json] = {}
        for message in self.messages.values():
            last[message.data["conversation_id"]] = message.data
        found = [
            {"conversation": conversation, "last_message": last.get(conversation["id"])}
            for conversation in self.conversations.values()
            if conversation["app_id"] == query["app_id"] and (conversation["active"] or not query.get("only_active"))
        ]
        found.sort(
            key=lambda entry: (entry["last_message"] or {}).get("accept_time", ""),
            reverse=query.get("order", "DESC") == "DESC",
        )
        if "page_size" not in query:  # as the API does
            found = []
        return {**page(found, query, "conversations"), "total_size": len(found)}

    @handles("Conversation_CreateConversation")
    def _create_conversation(self, call: Call) -> Json:
        given = call.body
        if self.app(given["app_id"])["processing_mode"] == "DISPATCH":
            raise Rejected(400, "app_id: an app of DISPATCH mode has no conversations")
        contact = self.contact(given["contact_id"])
        if given.get("active", True) and any(
            each["active"] and (each["app_id"], each["contact_id"]) == (given["app_id"], contact["id"])
            for each in self.conversations.values()
        ):
            raise Rejected(400, "contact_id: this app and contact have an active conversation already")
        channels = contact["channel_priority"] or self.channels(given["app_id"]) or ["SMS"]
        return self.add_conversation({"active_channel": channels[0], **given})

    @handles("Conversation_GetConversation")
    def _get_conversation(self, call: Call) -> Json:
        return self.conversation(call.path["conversation_id"])

    @handles("Conversation_UpdateConversation")
    def _update_conversation(self, call: Call) -> Json:
        conversation = self.conversation(call.path["conversation_id"])
        written = changes(call.body, call.query.get("update_mask"), _DEFAULTS)
        if "metadata_json" in written and call.query.get("metadata_update_strategy") == "MERGE_PATCH":
            written["metadata_json"] = merge_patch(conversation["metadata_json"] or {}, written["metadata_json"])
        conversation.update(written)
        return conversation

    @handles("Conversation_DeleteConversation")
    def _delete_conversation(self, call: Call) -> Response:
        self.forget_conversation(self.conversation(call.path["conversation_id"]))
        return Response(200)

    @handles("Conversation_StopActiveConversation")
    def _stop_conversation(self, call: Call) -> Response:
        conversation = self.conversation(call.path["conversation_id"])
        if conversation["active"]:
            conversation["active"] = False
            self.report("conversation_stop_notification", conversation)
        return Response(200)

    @handles("Conversation_InjectMessage")
    def _inject_message(self, call: Call) -> Response:
        given, conversation = call.body, self._injected_into(call)
        kind = next(name for name in ("app_message", "contact_message") if name in given)
        direction = {"app_message": "TO_CONTACT", "contact_message": "TO_APP"}[kind]
        if given["direction"] != direction:
            raise Rejected(400, f"direction: {kind} goes with {direction}")
        at = parse_time(given["accept_time"])
        message_id = self.world.ids.ulid()
        data = {
            "id": message_id,
            "direction": direction,
            kind: given[kind],
            "channel_identity": _shown(given["channel_identity"]),
            "conversation_id": conversation["id"],
            "contact_id": conversation["contact_id"],
            "metadata": given.get("metadata", ""),
            "accept_time": format_time(at),
            "sender_id": given.get("sender_id", ""),
            "processing_mode": "CONVERSATION",
            "injected": True,
        }
        self.messages[message_id] = Message(data, conversation["app_id"], at)
        return Response(200)

    @handles("Events_InjectEvent")
    def _inject_event(self, call: Call) -> Json:
        given, conversation = call.body, self._injected_into(call)
        contact = self.contacts.get(conversation["contact_id"], {"channel_identities": []})
        known = [each for each in contact["channel_identities"] if each["channel"] == conversation["active_channel"]]
        fallback = {"channel": conversation["active_channel"], "identity": conversation["contact_id"]}
        identity = given.get("channel_identity") or (known or [fallback])[0]
        event_id, now = self.world.ids.ulid(), self.world.clock.now()
        self.events[event_id] = {
            "id": event_id,
            "direction": "TO_CONTACT",
            "app_event": given["app_event"],
            "conversation_id": conversation["id"],
            "contact_id": conversation["contact_id"],
            "channel_identity": _shown(identity),
            "accept_time": format_time(parse_time(given["accept_time"])),
            "processing_mode": "CONVERSATION",
        }
        return {"event_id": event_id, "accepted_time": format_time(now)}

    def _injected_into(self, call: Call) -> Json:
        """Return the conversation that something is added to; reject what does not fit into it."""
        given, conversation = call.body, self.conversation(call.path["conversation_id"])
        if given.get("contact_id", conversation["contact_id"]) != conversation["contact_id"]:
            raise Rejected(400, "contact_id: is not the contact of this conversation")
        age = self.world.clock.time - parse_time(given["accept_time"])
        if not timedelta(0) <= age <= _OLDEST:
            raise Rejected(400, "accept_time: must not be in the future or more than 30 days ago")
        return conversation


def _shown(identity: Json) -> Json:
    return {"app_id": "", **identity, "identity": bare_identity(identity["channel"], identity["identity"])}
