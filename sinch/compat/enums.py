"""Enums of 2.x, and of 1.x for Verification, whose members have other names today."""

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


class VerificationMethod(str, Enum):
    """Ways to verify a number, in 1.x."""

    SMS = "sms"
    FLASHCALL = "flashcall"
    CALLOUT = "callout"
    SEAMLESS = "seamless"
