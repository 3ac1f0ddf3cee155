"""Simulated event destinations: where the events of apps are posted."""

from __future__ import annotations

import re

from sinch.testing.conversation.base import Json, changes, unique
from sinch.testing.conversation.state import State
from sinch.testing.product import Call, Rejected, Response, handles

_DEFAULTS: Json = {
    "app_id": "",
    "target": "",
    "target_type": "DISMISS",
    "secret": "",
    "triggers": [],
    "client_credentials": None,
}
_MOST = 5
"""For one app."""
_OF_SINCH = re.compile(r"https?://[^/]*conversation-api\.[^/]*sinch\.com(?:[:/?#]|$)")


class EventDestinations(State):
    """Operations on event destinations."""

    @handles("Webhooks_ListWebhooks")
    def _list_destinations(self, call: Call) -> Json:
        app_id = self.app(call.path["app_id"])["id"]
        return {"webhooks": [each for each in self.destinations.values() if each["app_id"] == app_id]}

    @handles("Webhooks_CreateWebhook")
    def _create_destination(self, call: Call) -> Json:
        destination = {"id": self.world.ids.ulid(), **_DEFAULTS, **call.body}
        return self._put(destination)

    @handles("Webhooks_GetWebhook")
    def _get_destination(self, call: Call) -> Json:
        return self._destination(call)

    @handles("Webhooks_UpdateWebhook")
    def _update_destination(self, call: Call) -> Json:
        written = changes(call.body, call.query.get("update_mask"), _DEFAULTS)
        return self._put({**self._destination(call), **written})

    @handles("Webhooks_DeleteWebhook")
    def _delete_destination(self, call: Call) -> Response:
        del self.destinations[self._destination(call)["id"]]
        return Response(200)

    def _destination(self, call: Call) -> Json:
        webhook_id = call.path["webhook_id"]
        if webhook_id not in self.destinations:
            raise Rejected(404, f"unknown webhook {webhook_id}", resource=("webhook", webhook_id))
        return self.destinations[webhook_id]

    def _put(self, destination: Json) -> Json:
        """Keep a new or changed event destination; reject one that its app cannot have."""
        self.app(destination["app_id"])
        others = [
            each
            for each in self.destinations.values()
            if each["app_id"] == destination["app_id"] and each["id"] != destination["id"]
        ]
        if not destination["target"]:
            raise Rejected(400, "target: is required")
        if _OF_SINCH.match(destination["target"]):
            raise Rejected(400, "target: is a host of Sinch")
        if any(each["target"] == destination["target"] for each in others):
            raise Rejected(400, "target: the app has a webhook with this target already")
        if len(others) >= _MOST:
            raise Rejected(400, f"app_id: the app has {_MOST} webhooks already")
        if destination["client_credentials"] is not None:
            given = destination["client_credentials"]
            defaults = {"scope": "", "response_type": "", "token_request_type": "BASIC"}
            destination["client_credentials"] = {**defaults, **given}
        destination["triggers"] = sorted(unique(destination["triggers"]))
        self.destinations[destination["id"]] = destination
        return destination
