"""Simulated apps: their settings, and the state of their channels."""

from __future__ import annotations

from typing import Any

from sinch.testing.conversation.base import APP, Json, changes
from sinch.testing.conversation.state import State
from sinch.testing.product import Call, Rejected, Response, handles

_DEFAULTS: Json = {
    "channel_credentials": [],
    "display_name": "",
    "conversation_metadata_report_view": "NONE",
    "retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": 180},
    "dispatch_retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": 0},
    "processing_mode": "DISPATCH",
    "smart_conversation": {"enabled": False},
    "callback_settings": {"secret_for_overridden_callback_urls": ""},
    "message_retry_settings": {"retry_duration": 3600},
    "delivery_report_based_fallback": None,
}
_FIXED: Json = {
    "rate_limits": {"inbound": 25, "outbound": 20, "webhooks": 25},
    "queue_stats": {"outbound_size": 0, "outbound_limit": 500_000},
    "persist_message_status": {"enabled": False},
    "message_search": {"enabled": False},
}
_LIMITS = {
    ("retention_policy", "ttl_days"): 1,
    ("delivery_report_based_fallback", "delivery_report_waiting_time"): 10,
}
"""The least values that requests may have; responses have smaller ones."""
_OBJECTS = {
    "SMS": ("static_bearer",),
    "RCS": ("static_bearer",),
    "WHATSAPP": ("static_bearer",),
    "VIBERBM": ("static_bearer",),
    "MESSENGER": ("static_token",),
    "LINE": ("line_credentials", "line_enterprise_credentials"),
}
"""The credentials that a channel takes, where they are not named after it."""
_TOKEN = {"claimed_identity": "simulated", "token": "simulated"}
_APP_CREDENTIALS: dict[str, Json] = {
    **{name: {"static_bearer": _TOKEN} for name in ("SMS", "WHATSAPP", "RCS", "VIBERBM")},
    "MESSENGER": {"static_token": {"token": "simulated"}},
    "MMS": {"mms_credentials": {"account_id": "simulated", "api_key": "simulated"}},
    "INSTAGRAM": {"instagram_credentials": {"token": "simulated"}},
    "TELEGRAM": {"telegram_credentials": {"token": "simulated"}},
    "KAKAOTALK": {
        "kakaotalk_credentials": {"kakaotalk_plus_friend_id": "@simulated", "kakaotalk_sender_key": "simulated"}
    },
    "KAKAOTALKCHAT": {"kakaotalkchat_credentials": {"kakaotalk_plus_friend_id": "@simulated"}},
    "LINE": {"line_credentials": {"token": "simulated", "secret": "simulated", "is_default": True}},
    "WECHAT": {
        "wechat_credentials": {
            "app_id": "simulated",
            "app_secret": "simulated",
            "token": "simulated",
            "aes_key": "simulated",
        }
    },
    "APPLEBC": {"applebc_credentials": {"business_chat_account_id": "simulated"}},
}
"""The channels of the app that exists from the beginning."""


class Apps(State):
    """Operations on apps."""

    def clear(self) -> None:
        """Forget all apps but the one that exists from the beginning."""
        super().clear()
        channels = [_entry({"channel": name, **each}, "ACTIVE") for name, each in _APP_CREDENTIALS.items()]
        given = {"display_name": "Simulated", "processing_mode": "CONVERSATION", "channel_credentials": channels}
        self.apps[APP] = {"id": APP, **_DEFAULTS, **_FIXED, **given}

    @handles("App_ListApps")
    def _list_apps(self, call: Call) -> Json:
        return {"apps": list(self.apps.values())}

    @handles("App_CreateApp")
    def _create_app(self, call: Call) -> Json:
        app_id = self.world.ids.ulid()
        written = _checked(call.body)
        app = self.apps[app_id] = {"id": app_id, **_DEFAULTS, **_FIXED, **written}
        created = {**app, "channel_credentials": [dict(entry) for entry in app["channel_credentials"]]}
        self._check_channels(app)
        return created

    @handles("App_GetApp")
    def _get_app(self, call: Call) -> Json:
        return self.app(call.path["app_id"])

    @handles("App_UpdateApp")
    def _update_app(self, call: Call) -> Json:
        app = self.app(call.path["app_id"])
        app.update(_checked(changes(call.body, call.query.get("update_mask"), _DEFAULTS)))
        updated = {**app, "channel_credentials": [dict(entry) for entry in app["channel_credentials"]]}
        self._check_channels(app)
        return updated

    @handles("App_DeleteApp")
    def _delete_app(self, call: Call) -> Response:
        del self.apps[self.app(call.path["app_id"])["id"]]
        return Response(200)

    def set_channel_state(self, app_id: str, channel: str, status: str, description: str) -> None:
        """Let a channel of an app reach a status; see `Simulator.set_channel_state`."""
        known = self.spec.document["components"]["schemas"]["ChannelIntegrationStatus"]["x-extensible-enum"]
        if status not in known:
            raise ValueError(f"{status!r} is not one of {', '.join(known)}")
        with self.world.changing():
            entries = self.apps.get(app_id, {"channel_credentials": []})["channel_credentials"]
            found = [entry for entry in entries if entry["channel"] == channel]
            if not found:
                raise LookupError(f"app {app_id} does not have the channel {channel}")
            for entry in found:
                entry["state"] = {"status": status, "description": description}

    @staticmethod
    def _check_channels(app: Json) -> None:
        """Activate what is pending: it is checked as soon as the response has been sent."""
        for entry in app["channel_credentials"]:
            if entry["state"]["status"] == "PENDING":
                entry["state"] = {"status": "ACTIVE", "description": ""}


def _checked(given: Json) -> Json:
    """Return settings of an app as they are kept; reject what its schema cannot express."""
    for (setting, field), least in _LIMITS.items():
        value = (given.get(setting) or {}).get(field)
        if value is not None and value < least:
            raise Rejected(400, f"{setting}.{field}: {value} is less than {least}")
    kept = {
        name: {**default, **value} if isinstance(default := _DEFAULTS[name], dict) else value
        for name, value in given.items()
    }
    if "channel_credentials" in given:
        kept["channel_credentials"] = _entries(given["channel_credentials"])
    return kept


def _entries(given: list[Json]) -> list[Json]:
    seen = set()
    entries = []
    for index, each in enumerate(given):
        at, channel = f"channel_credentials[{index}]", each["channel"]
        objects = _OBJECTS.get(channel, (f"{channel.lower()}_credentials",))
        if not any(name in each for name in objects):
            raise Rejected(400, f"{at}: {channel} takes {' or '.join(objects)}")
        key = (channel, each.get("credential_ordinal_number", 0))
        if key in seen:
            raise Rejected(400, f"{at}: {channel} is given twice")
        if channel != "LINE" and key[1]:
            raise Rejected(400, f"{at}.credential_ordinal_number: only LINE can have several entries")
        seen.add(key)
        entries.append(_entry(each, "PENDING"))
    defaults = [entry for entry in entries if any(entry.get(name, {}).get("is_default") for name in _OBJECTS["LINE"])]
    if sum(channel == "LINE" for channel, _ in seen) > 1 and len(defaults) != 1:
        raise Rejected(400, "channel_credentials: exactly one of several LINE entries must have is_default")
    return entries


def _entry(given: Json, status: str) -> Json:
    kept: dict[str, Any] = {"callback_secret": "", "credential_ordinal_number": 0, "channel_known_id": "", **given}
    return {**kept, "state": {"status": status, "description": ""}}
