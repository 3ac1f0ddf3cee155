"""Simulated lookups: what recipients can receive, what messages become on channels, and the project's settings."""

from __future__ import annotations

import json

from sinch.testing.conversation.base import Json
from sinch.testing.conversation.state import State
from sinch.testing.product import Call, Rejected, Response, handles


class Lookups(State):
    """Capability lookups, transcoding, and the settings of the project."""

    def clear(self) -> None:
        """Forget the settings and what recipients can receive."""
        super().clear()
        self._settings: Json | None = None
        self._capabilities: dict[tuple[str, str], tuple[str, list[str]]] = {}

    @handles("Capability_QueryCapability")
    def _look_up(self, call: Call) -> Json:
        given = call.body
        app = self.app(given["app_id"])
        channels = self.channels(app["id"])
        contact_id = given["recipient"].get("contact_id", "")
        if contact_id:
            identities = self.contact(contact_id)["channel_identities"]
        else:
            identities = given["recipient"]["identified_by"]["channel_identities"]
        request_id = given.get("request_id") or self.world.ids.ulid()
        for identity in identities:
            if identity["channel"] in channels:
                shown = identity["identity"].removeprefix("+")
                key = (identity["channel"], shown)
                status, capabilities = self._capabilities.get(key, ("CAPABILITY_FULL", []))
                notification = {
                    "request_id": request_id,
                    "contact_id": contact_id,
                    "channel": identity["channel"],
                    "identity": shown,
                    "capability_status": status,
                    "channel_capabilities": capabilities,
                    "reason": None,
                }
                self.post(app["id"], {"capability_notification": notification})
        return {"app_id": app["id"], "recipient": given["recipient"], "request_id": request_id}

    @handles("Transcoding_TranscodeMessage")
    def _transcode(self, call: Call) -> Json:
        given = call.body
        self.app(given["app_id"])
        content = {"from": given.get("from", ""), "to": given.get("to", "{{to}}"), "message": given["app_message"]}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return {"transcoded_message": dict.fromkeys(given["channels"], text)}

    @handles("ProjectSettings_GetSettings")
    def _get_settings(self, call: Call) -> Json:
        if self._settings is None:
            raise Rejected(404, "the project has no settings")
        return self._shown_settings(self._settings)

    @handles("ProjectSettings_CreateSettings")
    def _create_settings(self, call: Call) -> Json:
        if self._settings is not None:
            raise Rejected(400, "the project has settings already")
        return self._write_settings(call.body)

    @handles("ProjectSettings_UpdateSettings")
    def _update_settings(self, call: Call) -> Json:
        if self._settings is None:
            raise Rejected(404, "the project has no settings")
        return self._write_settings(call.body)

    @handles("ProjectSettings_DeleteSettings")
    def _delete_settings(self, call: Call) -> Response:
        self._settings, self.unified = None, False
        return Response(200)

    def _write_settings(self, given: Json) -> Json:
        wanted = (given.get("contact_settings") or {}).get("unified_contact_id_enabled", self.unified)
        if wanted and not self.unified and self.conflicts():
            raise Rejected(400, "contact_settings.unified_contact_id_enabled: contacts have identities in common")
        self.unified: bool = wanted
        self._settings = {"contact_settings": {"unified_contact_id_enabled": wanted}}
        return self._shown_settings(self._settings)

    def _shown_settings(self, settings: Json) -> Json:
        return {"project_id": self.world.credentials.project_id, "settings": settings}

    # What happens outside the API

    def set_capability(self, identity: str, channel: str, status: str, capabilities: list[str]) -> None:
        """Decide what later lookups find; see `Simulator.set_capability`."""
        self.check_known("ConversationChannel", channel)
        self.check_known("CapabilityStatus", status)
        with self.world.changing():
            self._capabilities[channel, identity.removeprefix("+")] = status, capabilities
