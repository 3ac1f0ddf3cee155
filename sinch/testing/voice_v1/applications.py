"""Numbers and callback URLs of the application, and what is known of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sinch.testing.product import Call, Rejected, handles
from sinch.testing.voice_v1.calls import Json
from sinch.testing.voice_v1.course import RATE, Courses


class Applications(Courses):
    """What is set up for the application, on a host of its own."""

    hosts: ClassVar[Mapping[str, str]] = {"voice-v1-applications": "https://callingapi.sinch.com"}

    def clear(self) -> None:
        """Forget all calls, and what was set up."""
        super().clear()
        voice = {"applicationkey": self.world.credentials.application_key, "capability": "voice"}
        self._numbers: dict[str, Json] = {"+12025550100": voice, "+12025550101": {"capability": "sms"}}

    @handles("Configuration_GetNumbers")
    def _get_numbers(self, call: Call) -> Json:
        return {"numbers": [{"number": number, **entry} for number, entry in self._numbers.items()]}

    @handles("Configuration_UpdateNumbers")
    def _assign(self, call: Call) -> None:
        numbers = call.body.get("numbers", ())
        for number in numbers:
            self._own_number(number)
        entry = {"applicationkey": self._application(call.body), "capability": call.body.get("capability", "voice")}
        self._numbers |= dict.fromkeys(numbers, entry)

    @handles("Configuration_UnassignNumber")
    def _unassign(self, call: Call) -> None:
        number = self._own_number(call.body.get("number"))
        self._application(call.body)
        self._numbers[number] = {"capability": self._numbers[number]["capability"]}

    @handles("Configuration_GetCallbackURLs")
    def _get_urls(self, call: Call) -> Json:
        self._application(call.path)
        urls = {"primary": self.callback_url, "fallback": self.fallback_url}
        return {"url": {name: url for name, url in urls.items() if url is not None}}

    @handles("Configuration_UpdateCallbackURLs")
    def _set_urls(self, call: Call) -> None:
        self._application(call.path)
        urls = call.body.get("url", {})
        self.callback_url: str | None = urls.get("primary")
        self.fallback_url: str | None = urls.get("fallback")

    @handles("Calling_QueryNumber")
    def _query(self, call: Call) -> Json:
        details = {"numberType": "Mobile", "normalizedNumber": call.path["number"], "restricted": False, "rate": RATE}
        return {"number": {"countryId": "US", **details}}

    def _own_number(self, number: str | None) -> str:
        if number is None or number not in self._numbers:
            raise Rejected(404, f"{number} is not a number of the account", code="40400")
        return number

    def _application(self, named: Mapping[str, str]) -> str:
        """Return the key of the application in a request, that of the simulator if it names none."""
        own = self.world.credentials.application_key
        if named.get("applicationkey", own) != own:
            raise Rejected(404, "there is no such application", code="40400")
        return own
