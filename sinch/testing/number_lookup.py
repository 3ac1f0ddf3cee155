"""Simulated Number Lookup: the same answer for the same number, in every run."""

from __future__ import annotations

import zlib
from typing import Any

from sinch.testing.product import Call, Product, Refused, handles

Json = dict[str, Any]

UNKNOWN = "+12025550999"
"""A number of which nothing is known: looking it up answers 404."""
_CALLING_CODES = {
    "1": ("US", "310"),
    "44": ("GB", "234"),
    "46": ("SE", "240"),
    "49": ("DE", "262"),
    "54": ("AR", "722"),
    "55": ("BR", "724"),
    "61": ("AU", "505"),
}
_TYPES = ("Mobile", "Landline", "VoIP")
_PARTS = {"LineType": "line", "SimSwap": "simSwap", "VoIPDetection": "voIPDetection", "RND": "rnd"}


class NumberLookup(Product):
    """The Number Lookup API of one project."""

    name = "number-lookup"

    def clear(self) -> None:
        """Let all features be on."""
        self.disabled: set[str] = set()
        """Features that are switched off for the project: their parts then hold an error. Add names such as `RND`."""

    def error(self, refused: Refused) -> Any:
        """Return problem details."""
        return {
            "type": f"https://errors.example.com/lookup/{refused.status}",
            "title": refused.text,
            "status": refused.status,
            "traceId": self.world.ids.hex(),
        }

    @handles("NumberLookupV2_Lookup")
    def _lookup(self, call: Call) -> Json:
        number: str = call.body["number"]
        if number == UNKNOWN:
            raise Refused(404, f"number: nothing is known about {number}")
        country, mobile_country_code = next(
            (found for code, found in _CALLING_CODES.items() if number.startswith(f"+{code}")), ("SE", "240")
        )
        # a checksum, so that what is said of a number never changes
        seed = zlib.crc32(number.encode())
        features = call.body.get("features") or ["LineType"]
        answer: Json = {"number": number, "countryCode": country, "traceId": self.world.ids.hex()}
        for feature, part in _PARTS.items():
            answer[part] = self._part(feature, seed, mobile_country_code) if feature in features else None
        return answer

    def _part(self, feature: str, seed: int, mobile_country_code: str) -> Json:
        disabled = feature in self.disabled
        error = {"status": 100, "title": "Feature Disabled", "detail": f"{feature} is off"} if disabled else None
        kind = _TYPES[seed % 3]
        mobile = kind == "Mobile"
        parts: dict[str, Json] = {
            "LineType": {
                "carrier": f"Example {kind} {seed % 7 + 1}",
                "type": kind,
                "mobileCountryCode": mobile_country_code if mobile else None,
                "mobileNetworkCode": f"{seed % 90:03}" if mobile else None,
                "ported": seed % 5 == 0,
                "portingDate": "2021-05-04T03:02:01Z" if seed % 5 == 0 else None,
            },
            "SimSwap": {"swapped": seed % 4 == 0, "swapPeriod": "SP24H" if seed % 4 == 0 else "Undefined"},
            "VoIPDetection": {"probability": ("Low", "Likely", "High")[seed % 3]},
            "RND": {"disconnected": seed % 6 == 0},
        }
        part = parts[feature]
        if disabled:
            part = dict.fromkeys(part)
        return {**part, "error": error}
