"""Simulated Number Lookup: the same result for the same number in every run."""

from __future__ import annotations

import zlib
from typing import Any

from sinch.testing.product import Call, Product, Rejected, handles

Json = dict[str, Any]

UNKNOWN = "+12025550999"
"""A number about which nothing is known: looking it up returns 404."""
_KNOWN: dict[str, dict[str, Json]] = {
    "+12025550123": {
        "line": {
            "carrier": "Example Wireless",
            "type": "Mobile",
            "mobileCountryCode": "310",
            "mobileNetworkCode": "070",
            "ported": True,
            "portingDate": "2021-05-04T03:02:01Z",
        },
        "simSwap": {"swapped": False, "swapPeriod": "Undefined"},
        "voIPDetection": {"probability": "Low"},
        "rnd": {"disconnected": False},
    },
    "+12025550144": {
        "line": {
            "carrier": "Example Landline Co",
            "type": "Landline",
            "mobileCountryCode": None,
            "mobileNetworkCode": None,
            "ported": False,
            "portingDate": None,
        },
        "simSwap": {"swapped": True, "swapPeriod": "SP24H"},
    },
    "+12025550155": {
        "line": {
            "carrier": "Example Voice",
            "type": "VoIP",
            "mobileCountryCode": None,
            "mobileNetworkCode": None,
            "ported": False,
            "portingDate": None,
        },
        "voIPDetection": {"probability": "High"},
        "rnd": {"disconnected": True},
    },
}
_CALLING_CODES = {
    "1613": ("CA", "302"),
    "1": ("US", "310"),
    "33": ("FR", "208"),
    "34": ("ES", "214"),
    "353": ("IE", "272"),
    "44": ("GB", "234"),
    "46": ("SE", "240"),
    "49": ("DE", "262"),
    "54": ("AR", "722"),
    "55": ("BR", "724"),
    "61": ("AU", "505"),
}
"""By calling code, longer ones first: the country and its mobile country code."""
_ELSEWHERE = ("ZZ", "901")
_FREEPHONE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888")
_TYPES = ("Mobile", "Landline", "VoIP")
_PARTS = {"LineType": "line", "SimSwap": "simSwap", "VoIPDetection": "voIPDetection", "RND": "rnd"}


class NumberLookup(Product):
    """The Number Lookup API of one project.

    A few numbers are in a table (`known`); the data of all others is derived from the number, the same in every run.
    All features are on unless they are `disabled`.
    """

    name = "number-lookup"

    def clear(self) -> None:
        """Switch all features on, and restore the initial tables."""
        self.disabled: set[str] = set()
        """Features that are switched off for the project: their parts then hold an error. Add names such as `RND`."""
        self.unknown: set[str] = {UNKNOWN}
        """Numbers about which nothing is known: looking them up returns 404."""
        self.known: dict[str, Json] = {number: dict(parts) for number, parts in _KNOWN.items()}
        """By number and part, the fields that differ from the derived ones, as the API writes them.

        `{"+12025550177": {"simSwap": {"error": {"status": 100, "title": "Feature Disabled"}}}}` makes a feature fail
        for one number only.
        """

    def error(self, rejected: Rejected) -> Any:
        """Return problem details."""
        return {
            "type": f"https://errors.example.com/lookup/{rejected.status}",
            "title": rejected.text,
            "status": rejected.status,
            "traceId": self.world.ids.hex(),
        }

    @handles("NumberLookupV2_Lookup")
    def _lookup(self, call: Call) -> Json:
        number: str = call.body["number"]
        features = call.body.get("features") or ["LineType"]
        if number in self.unknown:
            raise Rejected(404, f"number: nothing is known about {number}")
        country, mobile_country_code = next(
            (found for code, found in _CALLING_CODES.items() if number.startswith(f"+{code}")), _ELSEWHERE
        )
        response: Json = {"number": number, "countryCode": country, "traceId": self.world.ids.hex()}
        for feature, part in _PARTS.items():
            response[part] = self._part(feature, number, mobile_country_code) if feature in features else None
        return response

    def _part(self, feature: str, number: str, mobile_country_code: str) -> Json:
        name = _PARTS[feature]
        part = {
            **_by_rule(number, mobile_country_code)[name],
            "error": None,
            **self.known.get(number, {}).get(name, {}),
        }
        if feature in self.disabled:
            part["error"] = {"status": 100, "title": "Feature Disabled", "detail": f"{feature} is off"}
        return part if part["error"] is None else {**dict.fromkeys(part), "error": part["error"]}


def _by_rule(number: str, mobile_country_code: str) -> dict[str, Json]:
    """Return the parts of the response for a number that is not in the table."""
    # a checksum, so that the data of a number never changes
    seed = zlib.crc32(number.encode())
    kind = "Freephone" if number.startswith(_FREEPHONE) else _TYPES[seed % 3]
    mobile, ported, swapped = kind == "Mobile", seed % 5 == 0, seed % 4 == 0
    return {
        "line": {
            "carrier": f"Example {kind} {seed % 7 + 1}",
            "type": kind,
            "mobileCountryCode": mobile_country_code if mobile else None,
            "mobileNetworkCode": f"{seed % 90:03}" if mobile else None,
            "ported": ported,
            "portingDate": "2021-05-04T03:02:01Z" if ported else None,
        },
        "simSwap": {"swapped": swapped, "swapPeriod": "SP24H" if swapped else "Undefined"},
        "voIPDetection": {"probability": "High" if kind == "VoIP" else ("Low", "Likely", "Unknown")[seed % 3]},
        "rnd": {"disconnected": seed % 6 == 0},
    }
