"""Scenarios of the apps of the Conversation API. Apps that are created are deleted afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sinch import NotFoundError, SinchClient
from sinch.domains.conversation import AppResponse
from tests.recording.recorder import scenario
from tests.recording.scrubber import SECRET
from tests.recording.stages import Account, Stage

SETTINGS: dict[str, Any] = {
    "conversation_metadata_report_view": "FULL",
    "retention_policy": {"retention_type": "CONVERSATION_EXPIRE_POLICY", "ttl_days": 30},
    "dispatch_retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": 1},
    "processing_mode": "CONVERSATION",
    "smart_conversation": {"enabled": False},
    "event_destination_settings": {"secret_for_overridden_target": SECRET},
    "message_retry_settings": {"retry_duration": 600},
    "delivery_report_based_fallback": {"enabled": False},
}
CHANNELS = [{"channel": "MESSENGER", "static_token": {"token": SECRET}, "callback_secret": SECRET}]


@contextmanager
def app(stage: Stage) -> Iterator[str]:
    """The id of an app that was made for the scenario."""
    apps = stage.client.conversation.apps
    app_id = apps.create(channel_credentials=CHANNELS, display_name="Recorded").id
    assert app_id is not None
    yield app_id
    with suppress(NotFoundError):  # already gone if deleting it was recorded
        apps.delete(app_id)


@scenario("conversation.apps.create")
def create(client: SinchClient, account: Account) -> None:
    made = client.conversation.apps.create(channel_credentials=CHANNELS, display_name="Recorded", **SETTINGS)
    assert type(made) is AppResponse
    assert made.id
    assert made.display_name == "Recorded"
    assert [(each.channel, each.state.status) for each in made.channel_credentials] == [("MESSENGER", "PENDING")]
    assert made.retention_policy.ttl_days == 30


@scenario("conversation.apps.list", app_id=app)
def list_apps(client: SinchClient, account: Account, app_id: str) -> None:
    page = client.conversation.apps.list()
    assert app_id in [each.id for each in page]


@scenario("conversation.apps.get", app_id=app)
def get(client: SinchClient, account: Account, app_id: str) -> None:
    found = client.conversation.apps.get(app_id)
    assert type(found) is AppResponse
    assert (found.id, found.display_name) == (app_id, "Recorded")


@scenario("conversation.apps.update", app_id=app)
def update(client: SinchClient, account: Account, app_id: str) -> None:
    changed = client.conversation.apps.update(
        app_id, display_name="Recorded again", channel_credentials=CHANNELS, **{**SETTINGS, "smart_conversation": None}
    )
    assert type(changed) is AppResponse
    assert (changed.display_name, changed.smart_conversation.enabled) == ("Recorded again", False)


@scenario("conversation.apps.delete", app_id=app)
def delete(client: SinchClient, account: Account, app_id: str) -> None:
    client.conversation.apps.delete(app_id)
