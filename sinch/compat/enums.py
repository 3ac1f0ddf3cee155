"""Enums of 2.x whose members have other names today."""

from __future__ import annotations

from enum import Enum


class SmsRegionEnum(str, Enum):
    """Regions of the SMS API."""

    UNITED_STATES = "us"
    EUROPE = "eu"
    AUSTRALIA = "au"
    BRAZIL = "br"
    CANADA = "ca"


class ConversationRegionEnum(str, Enum):
    """Regions of the Conversation API."""

    UNITED_STATES = "us"
    EUROPE = "eu"
    BRAZIL = "br"
