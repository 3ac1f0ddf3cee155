"""Apps: their channels and credentials, their settings, and what is rejected."""

from __future__ import annotations

from typing import Any

import pytest

import sinch
from sinch import ArgumentError, SinchClient
from sinch.domains.conversation.credentials import _TAKES
from sinch.testing import Simulator, openapi
from tests.both_colours import both_colours
from tests.conversation.test_responses import assert_readable

pytestmark = both_colours

APP = "01JEXAMPLE000000000000APP1"
DOCUMENT = openapi.load("conversation").document
EXAMPLE: dict[str, Any] = DOCUMENT["paths"]["/v1/projects/{project_id}/apps"]["post"]["requestBody"]["content"][
    "application/json"
]["examples"]["all_settings"]["value"]
SMS = {"channel": "SMS", "static_bearer": {"claimed_identity": "plan-7f3a", "token": "example-sms-token"}}


def test_an_app_with_every_channel_is_readable_and_shows_no_secret(sinch_client: SinchClient) -> None:
    apps = sinch_client.conversation.apps
    made = apps.create(**EXAMPLE)
    assert_readable(made)
    channels = [entry["channel"] for entry in EXAMPLE["channel_credentials"]]
    assert set(channels) == set(DOCUMENT["components"]["schemas"]["ConversationChannel"]["enum"]) - {"SMS"}
    assert [entry.channel for entry in made.channel_credentials] == channels
    assert {entry.state.status for entry in made.channel_credentials} == {"PENDING"}
    found = apps.get(made.id)
    assert {entry.state.status for entry in found.channel_credentials} == {"ACTIVE"}
    japan = found.channel_credentials[10].line_enterprise_credentials
    assert (japan.line_japan.token, japan.line_thailand, japan.is_default) == ("example-japan-token", None, False)
    assert found.event_destination_settings.secret_for_overridden_target == "example-receipt-secret"
    assert found.event_destination_settings is found.callback_settings
    shown = repr(found)
    secrets = "token", "secret", "key", "password"
    hidden = [f"example-{middle}" for middle in ("wa-", "mms-", "line-", "wechat-aes-", "certificate-", "receipt-")]
    assert not [text for text in hidden for kind in secrets if text + kind in shown]
    assert "Mug Shop" in shown
    assert [app.id for app in apps.list()] == [APP, made.id]


def test_credentials_are_known_for_every_channel() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert set(_TAKES) == set(schemas["ConversationChannel"]["enum"])
    objects = {name for variant in schemas["ConversationChannelCredentials"]["oneOf"] for name in variant["required"]}
    assert {name for names in _TAKES.values() for name in names} == objects


def test_only_what_is_given_is_changed(sinch_client: SinchClient) -> None:
    apps = sinch_client.conversation.apps
    made = apps.create(**EXAMPLE)
    changed = apps.update(
        made.id, display_name="Mugs and More", smart_conversation=None, retention_policy={"ttl_days": 9}
    )
    assert (changed.display_name, changed.smart_conversation.enabled) == ("Mugs and More", False)
    assert changed.retention_policy.ttl_days == 9
    assert changed.message_retry_settings.retry_duration == 600
    assert len(changed.channel_credentials) == len(made.channel_credentials)
    changed = apps.update(made.id, update_mask=["callback_settings", "channel_credentials"], channel_credentials=[SMS])
    assert changed.event_destination_settings.secret_for_overridden_target == ""
    assert [entry.channel for entry in changed.channel_credentials] == ["SMS"]
    assert changed.display_name == "Mugs and More"
    apps.delete(made.id)
    with pytest.raises(sinch.NotFoundError, match="unknown app"):
        apps.get(made.id)


def test_an_update_of_nothing_is_not_sent(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    with pytest.raises(
        ArgumentError, match="nothing to update: pass at least one of channel_credentials, display_name"
    ):
        sinch_client.conversation.apps.update(APP)
    with pytest.raises(ArgumentError, match="update_mask names 'names', which cannot be updated"):
        sinch_client.conversation.apps.update(APP, display_name="Mugs", update_mask=["names"])
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([SMS, SMS], "channel_credentials has SMS twice, at 0 and 1: keep one of them$"),
        (
            [{"channel": "LINE", "line_credentials": {}}, {"channel": "LINE", "line_enterprise_credentials": {}}],
            "has LINE twice, at 0 and 1: keep one of them, or give each its own credential_ordinal_number",
        ),
        (
            [{**SMS, "static_token": {"token": "t"}}],
            r"channel_credentials\[0\] has static_bearer and static_token: SMS takes static_bearer",
        ),
        ({"SMSS": {"token": "t"}}, "channel_credentials has 'SMSS', which is not a channel; did you mean 'SMS'?"),
        ({"SMS": "token"}, r"channel_credentials\['SMS'\] must be a dictionary, not str"),
        ("SMS", "channel_credentials must be a list"),
        (["SMS"], r"channel_credentials\[0\] must be a dictionary"),
    ],
)
def test_credentials_that_leave_a_choice_are_rejected(
    given: Any, problem: str, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    for call in (
        lambda: sinch_client.conversation.apps.create(channel_credentials=given, display_name="Mug Shop"),
        lambda: sinch_client.conversation.apps.update(APP, channel_credentials=given),
    ):
        with pytest.raises(ArgumentError, match=problem):
            call()
    assert not sinch_simulator.requests


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"channel_credentials": [{"channel": "SMS", "static_token": {"token": "t"}}]}, "SMS takes static_bearer"),
        ({"channel_credentials": [{"channel": "SMS"}]}, "one of static_bearer, static_token"),
        ({"retention_policy": {"ttl_days": 0}}, "retention_policy.ttl_days"),
        ({"dispatch_retention_policy": {"ttl_days": 8}}, "dispatch_retention_policy.ttl_days"),
        ({"message_retry_settings": {"retry_duration": 29}}, "message_retry_settings.retry_duration"),
        ({"delivery_report_based_fallback": {"delivery_report_waiting_time": 9}}, "delivery_report_waiting_time"),
        ({"processing_mode": "BOTH"}, "processing_mode"),
    ],
)
def test_the_server_rejects_the_rest(fields: dict[str, Any], problem: str, sinch_client: SinchClient) -> None:
    given: dict[str, Any] = {"channel_credentials": [SMS], "display_name": "Mug Shop", **fields}
    with pytest.raises(sinch.BadRequestError, match=problem):
        sinch_client.conversation.apps.create(**given)


def test_a_message_goes_over_the_channels_of_its_app(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    conversation = sinch_client.conversation
    app_id = conversation.apps.create(channel_credentials={"SMS": SMS["static_bearer"]}, display_name="Mug Shop").id
    both: Any = [{"channel": "WHATSAPP", "identity": "+12025550123"}, {"channel": "SMS", "identity": "+12025550123"}]
    conversation.messages.send_text_message(app_id, "Hi", recipient_identities=both)
    dispatched = conversation.messages.list(app_id=app_id, messages_source="DISPATCH_SOURCE").content()
    assert [message.channel_identity.channel for message in dispatched] == ["SMS"], "DISPATCH is the default"
    with pytest.raises(sinch.BadRequestError, match="the app does not have WHATSAPP"):
        conversation.messages.send_text_message(
            app_id, "Hi", recipient_identities=both, channel_priority_order=["WHATSAPP"]
        )
    with pytest.raises(sinch.BadRequestError, match="no identity on a channel of the app"):
        conversation.messages.send_text_message(app_id, "Hi", recipient_identities=both[:1])
    conversation.apps.delete(app_id)
    with pytest.raises(sinch.NotFoundError, match="unknown app"):
        conversation.messages.send_text_message(app_id, "Hi", recipient_identities=both)


def test_a_channel_may_fail(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    sinch_simulator.set_channel_state("SMS", "FAILING", description="The token is wrong")
    states = {each.channel: each.state for each in sinch_client.conversation.apps.get(APP).channel_credentials}
    assert (states["SMS"].status, states["SMS"].description) == ("FAILING", "The token is wrong")
    assert states["RCS"].status == "ACTIVE"
    with pytest.raises(ValueError, match="'BROKEN' is not one of PENDING, ACTIVE, FAILING"):
        sinch_simulator.set_channel_state("SMS", "BROKEN")
    with pytest.raises(LookupError, match="does not have the channel PIGEON"):
        sinch_simulator.set_channel_state("PIGEON")
