"""Simulated events in chats: those that apps send, those that contacts cause, and the receipts for the former."""

from __future__ import annotations

from sinch.testing.clock import format_time
from sinch.testing.conversation.base import Json, bare_identity, page
from sinch.testing.conversation.state import State
from sinch.testing.product import Call, Rejected, Response, handles


class ChatEvents(State):
    """Operations on events, and what happens to them outside the API."""

    def clear(self) -> None:
        """Forget all events."""
        super().clear()
        self._sent_events: dict[str, tuple[str, Json, str | None]] = {}
        """By id: the app, what every receipt contains, and the callback URL."""

    @handles("Events_SendEvent")
    def _send_event(self, call: Call) -> Json:
        given = call.body
        app = self.app(given["app_id"])
        dispatch = app["processing_mode"] == "DISPATCH"
        contact_id, identity = self.recipient(
            app["id"], given["recipient"], given.get("channel_priority_order"), dispatch
        )
        event_id, now = self.world.ids.ulid(), format_time(self.world.clock.now())
        mode = "DISPATCH" if dispatch else "CONVERSATION"
        about = {
            "event_id": event_id,
            "channel_identity": identity,
            "contact_id": contact_id,
            "metadata": given.get("event_metadata", ""),
            "processing_mode": mode,
        }
        self._sent_events[event_id] = app["id"], about, given.get("callback_url")
        if not dispatch:
            conversation = self.conversation_of(app["id"], contact_id, identity["channel"])
            self.events[event_id] = {
                "id": event_id,
                "direction": "TO_CONTACT",
                "app_event": given["event"],
                "conversation_id": conversation["id"],
                "contact_id": contact_id,
                "channel_identity": identity,
                "accept_time": now,
                "processing_mode": mode,
            }
        return {"event_id": event_id, "accepted_time": now}

    @handles("Events_ListEvents")
    def _list_events(self, call: Call) -> Json:
        query = call.query
        names = [name for name in ("conversation_id", "contact_id") if name in query]
        if not names:
            raise Rejected(400, "conversation_id or contact_id: one of them is required")
        found = [event for event in self.events.values() if all(event[name] == query[name] for name in names)]
        return page(found[::-1], query, "events")

    @handles("Events_GetEvent")
    def _get_event(self, call: Call) -> Json:
        return self._event(call)

    @handles("Events_DeleteEvents")
    def _delete_event(self, call: Call) -> Response:
        del self.events[self._event(call)["id"]]
        return Response(200)

    def _event(self, call: Call) -> Json:
        event_id = call.path["event_id"]
        if event_id not in self.events:
            raise Rejected(404, f"unknown event {event_id}", resource=("event", event_id))
        return self.events[event_id]

    # What happens outside the API

    def deliver_event(self, event_id: str, status: str, reason: Json | None = None) -> None:
        """Let a sent event reach a status; see `Simulator.deliver_event`."""
        self.check_known("DeliveryStatus", status)
        if reason is not None:
            self.check_known("ReasonCode", reason["code"])
        with self.world.changing():
            if event_id not in self._sent_events:
                raise LookupError(f"event {event_id} was not sent")
            app_id, about, callback_url = self._sent_events[event_id]
            report = {**about, "status": status, "reason": reason}
            self.post(app_id, {"event_delivery_report": report}, callback_url=callback_url)

    def receive_event(self, identity: str, event: Json, channel: str, app_id: str) -> Json:
        """Let a contact cause an event; see `Simulator.receive_event`."""
        self.check_known("ConversationChannel", channel)
        with self.world.changing():
            self.app(app_id)
            shown = {"channel": channel, "identity": bare_identity(channel, identity), "app_id": ""}
            contact_id = self.contact_of(shown)["id"]
            event_id = self.world.ids.ulid()
            stored = self.events[event_id] = {
                "id": event_id,
                "direction": "TO_APP",
                **event,
                "conversation_id": self.conversation_of(app_id, contact_id, channel)["id"],
                "contact_id": contact_id,
                "channel_identity": shown,
                "accept_time": format_time(self.world.clock.now()),
                "processing_mode": "CONVERSATION",
            }
            self.post(app_id, {"event": stored})
            return dict(stored)
