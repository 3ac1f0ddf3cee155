"""Simulated contacts: who they are on channels, how they are found, and how two become one."""

from __future__ import annotations

from sinch.testing.conversation.base import Json, changes, page, unique
from sinch.testing.conversation.state import CONTACT, State, has_identity, kept_contact
from sinch.testing.product import Call, Rejected, Response, handles


class Contacts(State):
    """Operations on contacts."""

    @handles("Contact_ListContacts")
    def _list_contacts(self, call: Call) -> Json:
        query = call.query
        if "external_id" in query and ("channel" in query or "identity" in query):
            raise Rejected(400, "external_id: not together with channel and identity")
        if ("channel" in query) != ("identity" in query):
            raise Rejected(400, "channel and identity: neither without the other")
        found = [
            contact
            for contact in self.contacts.values()
            if query.get("external_id") in (None, contact["external_id"])
            if "channel" not in query or has_identity(contact, query["channel"], query["identity"])
        ]
        return page(found, query, "contacts")

    @handles("Contact_CreateContact")
    def _create_contact(self, call: Call) -> Json:
        return self.add_contact(kept_contact(call.body))

    @handles("Contact_GetContact")
    def _get_contact(self, call: Call) -> Json:
        return self.contact(call.path["contact_id"])

    @handles("Contact_UpdateContact")
    def _update_contact(self, call: Call) -> Json:
        contact = self.contact(call.path["contact_id"])
        contact.update(kept_contact(changes(call.body, call.query.get("update_mask"), CONTACT)))
        self.post("", {"contact_update_notification": {"contact": dict(contact)}})
        self.report_duplicates(contact)
        return contact

    @handles("Contact_DeleteContact")
    def _delete_contact(self, call: Call) -> Response:
        contact = self.contact(call.path["contact_id"])
        for conversation in [each for each in self.conversations.values() if each["contact_id"] == contact["id"]]:
            self.forget_conversation(conversation)
        del self.contacts[contact["id"]]
        self.post("", {"contact_delete_notification": {"contact": contact}})
        return Response(200)

    @handles("Contact_MergeContact")
    def _merge_contact(self, call: Call) -> Json:
        kept, merged = self.contact(call.path["destination_id"]), self.contact(call.body["source_id"])
        if kept is merged:
            raise Rejected(400, "source_id: a contact cannot be merged into itself")
        channels = {entry["channel"] for entry in kept["channel_identities"]}
        moved = [entry for entry in merged["channel_identities"] if entry["channel"] not in channels]
        kept["channel_identities"] = [*kept["channel_identities"], *moved]
        kept["channel_priority"] = unique([*kept["channel_priority"], *(entry["channel"] for entry in moved)])
        for name, default in CONTACT.items():
            if kept[name] == default:
                kept[name] = merged[name]
        self.move_conversations(merged["id"], kept["id"])
        del self.contacts[merged["id"]]
        both = {"preserved_contact": dict(kept), "deleted_contact": merged}
        self.post("", {"contact_merge_notification": both})
        return kept

    @handles("Contact_GetChannelProfile")
    def _get_profile(self, call: Call) -> Json:
        channel = call.body["channel"]
        if channel not in self.channels(call.body["app_id"]) and channel != "VIBER":
            raise Rejected(400, f"channel: the app does not have {channel}")
        recipient = call.body["recipient"]
        if "contact_id" in recipient:
            identities = self.contact(recipient["contact_id"])["channel_identities"]
        else:
            identities = recipient["identified_by"]["channel_identities"]
        found = next((entry["identity"] for entry in identities if entry["channel"] == channel), None)
        if found is None:
            raise Rejected(400, f"recipient: has no identity on {channel}")
        known = self.find_contact(channel, found)
        named = known is not None and known["display_name"] != "Unknown"
        return {"profile_name": known["display_name"] if known and named else f"User {found[-4:]}"}

    @handles("Contact_ListIdentityConflicts")
    def _list_conflicts(self, call: Call) -> Json:
        return page(self.conflicts(), call.query, "conflicts")
