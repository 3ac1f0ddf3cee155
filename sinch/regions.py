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


class VoiceRegion(str, Enum):
    """Regions of the Voice APIs. Without one, calls go to the nearest."""

    GLOBAL = ""
    NORTH_AMERICA = "us1"
    SOUTH_AMERICA = "br1"
    EUROPE = "eu1"
    ASIA_PACIFIC = "sg1"
    AUSTRALIA = "au1"


class ConversationRegion(str, Enum):
    """Regions of the Conversation API: the one in which the app was created."""

    US = "us"
    EU = "eu"
    BR = "br"
