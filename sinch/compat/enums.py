"""Enums of 2.x, and of 1.x for Verification and Voice: strings or other names today."""

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


# Of 1.x


class VerificationMethod(str, Enum):
    """Ways to verify a number."""

    SMS = "sms"
    FLASH_CALL = "flashcall"
    CALLOUT = "callout"
    SEAMLESS = "seamless"


class VerificationStatus(str, Enum):
    """What became of a verification."""

    PENDING = "PENDING"
    SUCCESSFUL = "SUCCESSFUL"
    FAIL = "FAIL"
    DENIED = "DENIED"
    ABORTED = "ABORTED"
    ERROR = "ERROR"


class Region(str, Enum):
    """Regions of Voice v1."""

    EUROPE = "euc1"
    NORTH_AMERICA = "use1"
    SOUTH_AMERICA = "sae1"
    SOUTH_EAST_ASIA_1 = "apse1"
    SOUTH_EAST_ASIA_2 = "apse2"


class ConferenceCommand(str, Enum):
    """What is done with a participant of a conference."""

    MUTE = "mute"
    UNMUTE = "unmute"
    ONHOLD = "onhold"
    RESUME = "resume"


class MusicOnHold(str, Enum):
    """What is played to a participant who is alone or on hold."""

    RING = "ring"
    MUSIC_1 = "music1"
    MUSIC_2 = "music2"
    MUSIC_3 = "music3"


class ConferenceDTMFOptionsMode(str, Enum):
    """What becomes of the keys that participants press."""

    IGNORE = "ignore"
    FORWARD = "forward"
    DETECT = "detect"


class Capability(str, Enum):
    """What a number is for. One was misspelt."""

    VOCE = "voice"
    SMS = "sms"


class Indications(str, Enum):
    """Countries whose tones are played."""

    AUSTRIA = "at"
    AUSTRALIA = "au"
    BULGARIA = "bg"
    BRAZIL = "br"
    BELGIUM = "be"
    SWITZERLAND = "ch"
    CHILE = "cl"
    CHINA = "cn"
    CZECH_REPUBLIC = "cz"
    GERMANY = "de"
    DENMARK = "dk"
    ESTONIA = "ee"
    SPAIN = "es"
    FINLAND = "fi"
    FRANCE = "fr"
    GREECE = "gr"
    HUNGARY = "hu"
    ISRAEL = "il"
    INDIA = "in"
    ITALY = "it"
    LITHUANIA = "lt"
    JAPAN = "jp"
    MEXICO = "mx"
    MALAYSIA = "my"
    NETHERLANDS = "nl"
    NORWAY = "no"
    NEW_ZEALAND = "nz"
    PHILIPPINES = "ph"
    POLAND = "pl"
    PORTUGAL = "pt"
    RUSSIA = "ru"
    SWEDEN = "se"
    SINGAPORE = "sg"
    THAILAND = "th"
    UNITED_KINGDOM = "uk"
    UNITED_STATES = "us"
    TAIWAN = "tw"
    VENEZUELA = "ve"
    SOUTH_AFRICA = "za"
