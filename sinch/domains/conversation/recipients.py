"""Recipients: whoever a message, an event or a lookup is for, as the API writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.kinds import PHONE_NUMBER, STRING, ListOf
from sinch.core.unset import UNSET
from sinch_api.conversation import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch.core.unset import Maybe
    from sinch_api.conversation import ChannelRecipientIdentity, Recipient
    from sinch_api.conversation.params import ChannelRecipientIdentityDict, RecipientDict

_IDENTITIES = ListOf(kinds.ChannelRecipientIdentity)
_PHONE_CHANNELS = ("SMS", "MMS", "RCS", "WHATSAPP")
"""The channels on which an identity is a phone number."""


def recipient_of(
    contact_id: Maybe[str] = UNSET,
    recipient_identities: Maybe[Sequence[ChannelRecipientIdentityDict | ChannelRecipientIdentity]] = UNSET,
    recipient: Maybe[RecipientDict | Recipient] = UNSET,
) -> RecipientDict:
    """Return the one recipient that was given."""
    ways = {"contact_id": contact_id, "recipient_identities": recipient_identities, "recipient": recipient}
    given = [name for name, value in ways.items() if value is not UNSET and value is not None]
    if not given:
        raise ArgumentError(
            "there is no recipient: pass contact_id=..., or "
            'recipient_identities=[{"channel": "SMS", "identity": "+12025550123"}]'
        )
    if len(given) > 1:
        raise ArgumentError(f"there is only one recipient: pass only one of {' and '.join(given)}")
    if given == ["contact_id"]:
        return {"contact_id": STRING.check("contact_id", contact_id)}
    if given == ["recipient_identities"]:
        return _identified_by("recipient_identities", recipient_identities)
    return whole_recipient(recipient)


def whole_recipient(recipient: object) -> RecipientDict:
    """Return a recipient that was given as one object; `{"channel_identities": [...]}` may lack what is around it."""
    whole: Any = kinds.Recipient.check("recipient", recipient)
    keys = [key for key in ("contact_id", "identified_by", "channel_identities") if whole.get(key) is not None]
    if len(keys) > 1:
        raise ArgumentError(f"recipient has {' and '.join(keys)}: pass contact_id or identities, but not both")
    if keys == ["channel_identities"]:
        return _identified_by('recipient["channel_identities"]', whole["channel_identities"])
    checked: RecipientDict = whole
    return checked


def _identified_by(name: str, given: object) -> RecipientDict:
    """Return a recipient with some identities; reject phone numbers that cannot reach anybody."""
    identities = _IDENTITIES.check(name, given)
    for index, entry in enumerate(identities):
        if entry.get("channel") in _PHONE_CHANNELS and isinstance(entry.get("identity"), str):
            PHONE_NUMBER.check(f'{name}[{index}]["identity"]', entry["identity"])
    return {"identified_by": {"channel_identities": identities}}
