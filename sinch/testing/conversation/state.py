"""What the simulated Conversation API keeps: apps, contacts, conversations and messages, and how they go together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sinch.testing.clock import format_time
from sinch.testing.conversation.base import ONE_PERSON, ConversationBase, Json, bare_identity, unique
from sinch.testing.product import Rejected

CONTACT: Json = {
    "channel_identities": [],
    "channel_priority": [],
    "display_name": "Unknown",
    "email": "",
    "external_id": "",
    "metadata": "",
    "language": "UNSPECIFIED",
}
"""A contact of which nothing is known."""
NEVER = "1970-01-01T00:00:00Z"


@dataclass
class Message:
    """A stored message; `data` is its representation in the API."""

    data: Json
    app_id: str
    at: datetime
    callback_url: str | None = None
    correlation_id: str = ""

    @property
    def mode(self) -> str:
        """How it was processed: CONVERSATION or DISPATCH."""
        mode: str = self.data["processing_mode"]
        return mode


class State(ConversationBase):
    """Everything that is kept, by id."""

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self.apps: dict[str, Json] = {}
        self.contacts: dict[str, Json] = {}
        self.conversations: dict[str, Json] = {}
        self.messages: dict[str, Message] = {}
        self.events: dict[str, Json] = {}
        self.destinations: dict[str, Json] = {}
        self.unified = False
        """Whether there is one contact per phone number on SMS, MMS and RCS together."""

    # Events about all of it

    def post(
        self,
        app_id: str,
        payload: Json,
        *,
        callback_url: str | None = None,
        message_metadata: str = "",
        correlation_id: str = "",
    ) -> None:
        """Post an event; the one key of `payload` says of which kind.

        It goes to the callback URL of what it is about, else to the event destinations of the app that have its
        trigger. Events about contacts belong to no app, and go to those of all apps.
        """
        now = format_time(self.world.clock.now())
        common = {
            "app_id": app_id,
            "project_id": self.world.credentials.project_id,
            "accepted_time": now,
            "event_time": now,
            "message_metadata": message_metadata,
            "correlation_id": correlation_id,
        }
        if callback_url is None:
            trigger = self._triggers[next(iter(payload))]
            copies = [
                (each["target"], each["secret"])
                for each in self.destinations.values()
                if trigger in each["triggers"] and each["target_type"] == "HTTP" and app_id in ("", each["app_id"])
            ]
        else:
            settings = self.apps.get(app_id, {}).get("callback_settings") or {}
            secret = settings.get("secret_for_overridden_callback_urls", "")
            copies = [(callback_url, secret)] if secret else []
        self.publish("ConversationSinchEvent", {**common, **payload}, callback_url, copies)

    @cached_property
    def _triggers(self) -> dict[str, str]:
        """The trigger of each kind of event, by the key that only events of this kind have."""
        triggers = {}
        for trigger, item in self.spec.document["webhooks"].items():
            media = self.spec.schemas.resolve(item)["post"]["requestBody"]["content"]["application/json"]
            for key in media["schema"]["required"]:
                triggers[key] = trigger
        return triggers

    # Apps

    def app(self, app_id: str) -> Json:
        """Return an app; reject a request about one that does not exist."""
        if app_id not in self.apps:
            raise Rejected(404, f"unknown app {app_id}", resource=("app", app_id))
        return self.apps[app_id]

    def channels(self, app_id: str) -> list[str]:
        """Return the channels of an app in the order in which they are tried."""
        return unique(entry["channel"] for entry in self.app(app_id)["channel_credentials"])

    # Contacts

    def contact(self, contact_id: str) -> Json:
        """Return a contact; reject a request about one that does not exist."""
        if contact_id not in self.contacts:
            raise Rejected(404, f"unknown contact {contact_id}", resource=("contact", contact_id))
        return self.contacts[contact_id]

    def find_contact(self, channel: str, identity: str) -> Json | None:
        """Return the first contact with an identity on a channel."""
        wanted = ONE_PERSON if self.unified and channel in ONE_PERSON else (channel,)
        found = (each for each in self.contacts.values() if any(has_identity(each, on, identity) for on in wanted))
        return next(found, None)

    def contact_of(self, identity: Json) -> Json:
        """Return the contact with an identity; a new one if there is none yet."""
        found = self.find_contact(identity["channel"], identity["identity"])
        if found is None:
            return self.add_contact(kept_contact({"channel_identities": [identity]}))
        if not has_identity(found, identity["channel"], identity["identity"]):
            found["channel_identities"] = [*found["channel_identities"], identity]
            self.post("", {"contact_update_notification": {"contact": dict(found)}})
        return found

    def add_contact(self, given: Json) -> Json:
        """Add a contact."""
        contact_id = self.world.ids.ulid()
        channels = unique(entry["channel"] for entry in given["channel_identities"])
        contact = {"id": contact_id, **CONTACT, "channel_priority": channels, **given}
        self.contacts[contact_id] = contact
        self.post("", {"contact_create_notification": {"contact": dict(contact)}})
        self.report_duplicates(contact)
        return contact

    def report_duplicates(self, contact: Json) -> None:
        """Post an event about the identities of a contact that others have too."""
        found = []
        for entry in contact["channel_identities"]:
            channel, identity = entry["channel"], entry["identity"]
            holders = [each["id"] for each in self.contacts.values() if has_identity(each, channel, identity)]
            if len(holders) > 1:
                found.append({"channel": channel, "identity": identity, "contact_ids": holders})
        if found:
            self.post("", {"duplicated_contact_identities_notification": {"duplicated_identities": found}})

    def conflicts(self) -> list[Json]:
        """Return the identities that several contacts have on channels of which one person has the same."""
        holders: dict[str, list[tuple[str, str]]] = {}
        for contact in self.contacts.values():
            for entry in contact["channel_identities"]:
                if entry["channel"] in ONE_PERSON:
                    holders.setdefault(entry["identity"], []).append((contact["id"], entry["channel"]))
        return [
            {
                "identity": identity,
                "channels": unique(channel for _, channel in found),
                "contact_ids": unique(contact_id for contact_id, _ in found),
            }
            for identity, found in holders.items()
            if len({contact_id for contact_id, _ in found}) > 1
        ]

    def recipient(self, app_id: str, recipient: Json, priority: list[str] | None, dispatch: bool) -> tuple[str, Json]:
        """Return the contact that something of an app is for, and the identity that is tried first."""
        channels = self.channels(app_id)
        for channel in priority or ():
            if channel not in channels:
                raise Rejected(400, f"channel_priority_order: the app does not have {channel}")
        if "contact_id" in recipient:
            contact_id: str = recipient["contact_id"]
            if dispatch:
                raise Rejected(400, "recipient.contact_id: DISPATCH requires recipient.identified_by")
            contact = self.contacts.get(contact_id)
            if contact is None:  # the API finds out later
                return contact_id, {
                    "channel": (priority or channels or ["SMS"])[0],
                    "identity": contact_id,
                    "app_id": "",
                }
            identities, order = contact["channel_identities"], priority or contact["channel_priority"]
        else:
            identities, order = recipient["identified_by"]["channel_identities"], priority or []
        usable = [entry for entry in identities if entry["channel"] in channels]
        if not usable:
            raise Rejected(400, "recipient: has no identity on a channel of the app")
        first = min(
            usable, key=lambda entry: order.index(entry["channel"]) if entry["channel"] in order else len(order)
        )
        shown = {"app_id": "", **first, "identity": bare_identity(first["channel"], first["identity"])}
        if "contact_id" in recipient:
            return recipient["contact_id"], shown
        return "" if dispatch else self.contact_of(shown)["id"], shown

    # Conversations

    def conversation_of(self, app_id: str, contact_id: str, channel: str) -> Json:
        """Return the active conversation of an app and a contact, now on a channel; a new one if there is none."""
        for conversation in self.conversations.values():
            if conversation["active"] and (app_id, contact_id) == (conversation["app_id"], conversation["contact_id"]):
                conversation["active_channel"] = channel
                return conversation
        return self.add_conversation({"app_id": app_id, "contact_id": contact_id, "active_channel": channel})

    def add_conversation(self, given: Json) -> Json:
        """Start a conversation."""
        conversation_id = self.world.ids.ulid()
        conversation = self.conversations[conversation_id] = {
            "id": conversation_id,
            "active": True,
            "last_received": NEVER,
            "metadata": "",
            "metadata_json": None,
            "correlation_id": "",
            **given,
        }
        self.report("conversation_start_notification", conversation)
        return conversation

    def conversation(self, conversation_id: str) -> Json:
        """Return a conversation; reject a request about one that does not exist."""
        if conversation_id not in self.conversations:
            raise Rejected(404, f"unknown conversation {conversation_id}", resource=("conversation", conversation_id))
        return self.conversations[conversation_id]

    def report(self, kind: str, conversation: Json) -> None:
        """Post an event about a conversation."""
        self.post(conversation["app_id"], {kind: {"conversation": dict(conversation)}})

    def forget_conversation(self, conversation: Json) -> None:
        """Delete a conversation with its messages."""
        del self.conversations[conversation["id"]]
        for message_id in [key for key, each in self.messages.items() if _of(each, conversation["id"])]:
            del self.messages[message_id]
        for event_id in [key for key, each in self.events.items() if each["conversation_id"] == conversation["id"]]:
            del self.events[event_id]
        self.report("conversation_delete_notification", conversation)

    def move_conversations(self, from_contact: str, to_contact: str) -> None:
        """Give the conversations of a contact to another; what both have with one app becomes one."""
        for conversation in [each for each in self.conversations.values() if each["contact_id"] == from_contact]:
            app_id = conversation["app_id"]
            other = next(
                (
                    each
                    for each in self.conversations.values()
                    if each["active"] and (each["app_id"], each["contact_id"]) == (app_id, to_contact)
                ),
                None,
            )
            target = conversation if other is None else other
            for message in self.messages.values():
                if _of(message, conversation["id"]):
                    message.data |= {"contact_id": to_contact, "conversation_id": target["id"]}
            for event in self.events.values():
                if event["conversation_id"] == conversation["id"]:
                    event |= {"contact_id": to_contact, "conversation_id": target["id"]}
            conversation["contact_id"] = to_contact
            if other is not None:
                del self.conversations[conversation["id"]]

    def received(self, conversation: Json, at: datetime) -> None:
        """Note when the contact of a conversation last wrote."""
        conversation["last_received"] = format_time(at)


def has_identity(contact: Json, channel: str, identity: str) -> bool:
    """Return whether a contact has an identity on a channel."""
    key = (channel, bare_identity(channel, identity))
    return any((entry["channel"], entry["identity"]) == key for entry in contact["channel_identities"])


def kept_contact(given: Json) -> Json:
    """Return fields of a contact as they are kept."""
    kept = {name: value for name, value in given.items() if name in CONTACT}
    if "channel_identities" in kept:
        kept["channel_identities"] = [
            {"app_id": "", **entry, "identity": bare_identity(entry["channel"], entry["identity"])}
            for entry in kept["channel_identities"]
        ]
    return kept


def _of(message: Message, conversation_id: str) -> bool:
    return bool(message.data["conversation_id"] == conversation_id)
