"""Simulated consents: who has opted out of the messages of an app, and since when."""

from __future__ import annotations

from sinch.testing.clock import format_time
from sinch.testing.conversation.base import Json, bare_identity, page
from sinch.testing.conversation.state import State
from sinch.testing.product import Call, Rejected, handles

LISTS = ("OPT_OUT_ALL", "OPT_OUT_MARKETING", "OPT_OUT_NOTIFICATION")


class Consents(State):
    """Operations on consents, and what happens to them outside the API."""

    def clear(self) -> None:
        """Forget all consents."""
        super().clear()
        self._lists: dict[tuple[str, str], dict[str, None]] = {}
        self._records: dict[tuple[str, str], list[Json]] = {}

    @handles("Consents_GetConsents")
    def _list_identities(self, call: Call) -> Json:
        app_id = self.app(call.path["app_id"])["id"]
        found = [{"identity": identity} for identity in self._lists.get((app_id, call.path["list_type"]), ())]
        return page(found, call.query, "identities")

    @handles("Consents_GetConsentsAuditRecords")
    def _list_records(self, call: Call) -> Json:
        app_id, identity = self.app(call.path["app_id"])["id"], call.path["identity"]
        records = self._records.get((app_id, identity))
        if records is None:
            raise Rejected(404, f"unknown identity {identity}", resource=("identity", identity))
        return {"identity": {"identity": identity}, "audit_records": records}

    # What happens outside the API

    def change_consent(self, app_id: str, identity: str, list_type: str, *, opted_out: bool, origin: str) -> None:
        """Put an identity on a list, or take it from there."""
        identities = self._lists.setdefault((app_id, list_type), {})
        if (identity in identities) == opted_out:
            return
        if opted_out:
            identities[identity] = None
        else:
            del identities[identity]
        record = {
            "origin": origin,
            "operation": "OPERATION_INSERT" if opted_out else "OPERATION_DELETE",
            "list_type": list_type,
            "project_id": self.world.credentials.project_id,
            "app_id": app_id,
            "datetime": format_time(self.world.clock.now(), "microseconds"),
        }
        self._records.setdefault((app_id, identity), []).append(record)

    def opt(self, identity: str, channel: str, app_id: str, list_type: str, *, out: bool) -> None:
        """Let a channel report that somebody opts in or out; see `Simulator.opt_out`."""
        self.check_known("ConversationChannel", channel)
        if list_type not in LISTS:
            raise ValueError(f"{list_type!r} is not one of {', '.join(LISTS)}")
        with self.world.changing():
            self.app(app_id)
            shown = bare_identity(channel, identity)
            self.change_consent(app_id, shown, list_type, opted_out=out, origin="ORIGIN_MO")
            contact = self.find_contact(channel, shown)
            word = "out" if out else "in"
            notification = {
                "request_id": "",
                "contact_id": contact["id"] if contact else "",
                "channel": channel,
                "identity": shown,
                "status": f"OPT_{word.upper()}_SUCCEEDED",
                "error_details": None,
                "processing_mode": self.app(app_id)["processing_mode"],
            }
            self.post(app_id, {f"opt_{word}_notification": notification})
