"""Regions in which products are hosted. Any string is accepted in their place: there may be newer ones."""

from __future__ import annotations

from enum import Enum


class SmsRegion(str, Enum):
    """Regions of the SMS API. Projects (`key_id`) exist in US and EU; service plans in all of them."""

    US = "us"
    EU = "eu"
    AU = "au"
    BR = "br"
    CA = "ca"


class ConversationRegion(str, Enum):
    """Regions of the Conversation API: the one in which the app was created."""

    US = "us"
    EU = "eu"
    BR = "br"
