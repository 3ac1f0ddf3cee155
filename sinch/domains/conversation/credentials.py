"""Credentials: how an app signs in to its channels, as a list or by channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import ListOf
from sinch.core.suggestions import unknown_name
from sinch.core.unset import UNSET
from sinch_api.conversation import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from sinch.core.unset import Maybe
    from sinch_api.conversation import ConversationChannelCredentials
    from sinch_api.conversation.params import ConversationChannelCredentialsDict

    ChannelCredentials: TypeAlias = (
        Sequence[ConversationChannelCredentialsDict | ConversationChannelCredentials] | Mapping[str, Mapping[str, Any]]
    )
    """A list of credentials, or a dictionary of them by channel."""

_TAKES = {
    "SMS": ("static_bearer",),
    "RCS": ("static_bearer",),
    "WHATSAPP": ("static_bearer",),
    "VIBERBM": ("static_bearer",),
    "MESSENGER": ("static_token",),
    "MMS": ("mms_credentials",),
    "INSTAGRAM": ("instagram_credentials",),
    "TELEGRAM": ("telegram_credentials",),
    "KAKAOTALK": ("kakaotalk_credentials",),
    "KAKAOTALKCHAT": ("kakaotalkchat_credentials",),
    "LINE": ("line_credentials", "line_enterprise_credentials"),
    "WECHAT": ("wechat_credentials",),
    "APPLEBC": ("applebc_credentials",),
}
"""The objects that a channel takes; one of them."""
_ENTERPRISES = {"LINE_JAPAN": "line_japan", "LINE_THAILAND": "line_thailand"}
"""What may stand for a channel where credentials are given by channel."""
_OF_THE_ENTRY = ("callback_secret", "credential_ordinal_number")
_ENTRIES = ListOf(kinds.ConversationChannelCredentials)


def channel_credentials(given: Maybe[ChannelCredentials]) -> Any:
    """Return credentials as the API writes them. Raises ArgumentError where it is unclear which are meant."""
    if given is UNSET or given is None:
        return given
    listed = [_entry(*item) for item in given.items()] if isinstance(given, Mapping) else given
    entries: list[Mapping[str, Any]] = _ENTRIES.check("channel_credentials", listed)
    first: dict[tuple[Any, Any], int] = {}
    for index, entry in enumerate(entries):
        channel = entry.get("channel")
        objects = _TAKES.get(str(channel), ())
        present = [name for name in dict.fromkeys(sum(_TAKES.values(), ())) if entry.get(name) is not None]
        if len(present) > 1:
            takes = f"{channel} takes {' or '.join(objects)}" if objects else "a channel takes one of them"
            raise ArgumentError(f"channel_credentials[{index}] has {' and '.join(present)}: {takes}")
        key = (channel, entry.get("credential_ordinal_number") or 0)
        if key in first:
            apart = ", or give each its own credential_ordinal_number" if channel == "LINE" else ""
            raise ArgumentError(
                f"channel_credentials has {channel} twice, at {first[key]} and {index}: keep one of them{apart}"
            )
        first[key] = index
    return entries


def _entry(channel: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the entry of one channel for its credentials by channel."""
    if not isinstance(values, Mapping):
        raise ArgumentError(f"channel_credentials[{channel!r}] must be a dictionary, not {type(values).__name__}")
    own = {key: value for key, value in values.items() if key not in _OF_THE_ENTRY}
    entry = {key: value for key, value in values.items() if key in _OF_THE_ENTRY}
    if channel in _ENTERPRISES:
        default = {"is_default": own.pop("is_default")} if "is_default" in own else {}
        own = {_ENTERPRISES[channel]: own, **default}
        return {"channel": "LINE", "line_enterprise_credentials": own, **entry}
    if channel not in _TAKES:
        raise unknown_name(f"channel_credentials has {channel!r}, which is not a channel", channel, _TAKES)
    return {"channel": channel, _TAKES[channel][0]: own, **entry}
