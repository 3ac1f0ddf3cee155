"""Simulated Numbers: a catalogue to rent from, the rented numbers, and the events about their provisioning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sinch.testing.clock import format_time
from sinch.testing.product import Answer, Call, Product, Refused, handles
from sinch.testing.schemas import Problem

Json = dict[str, Any]

_CATALOGUE: dict[str, tuple[str, str, dict[str, str]]] = {
    "US": ("United States", "USD", {"LOCAL": "+1202555", "TOLL_FREE": "+1888555"}),
    "CA": ("Canada", "USD", {"LOCAL": "+1613555"}),
    "GB": ("United Kingdom", "GBP", {"MOBILE": "+4477009", "LOCAL": "+4420794"}),
    "SE": ("Sweden", "EUR", {"MOBILE": "+4670174", "LOCAL": "+4684650"}),
    "AR": ("Argentina", "USD", {"LOCAL": "+5411555"}),
    "BR": ("Brazil", "USD", {"LOCAL": "+5511555", "MOBILE": "+5511999"}),
    "AU": ("Australia", "USD", {"MOBILE": "+6149157", "LOCAL": "+6125550"}),
}
"""By region: its name, its currency, and how the numbers of each type begin."""
_PER_TYPE = 40
_PRICES = {"LOCAL": ("1.00", "1.15"), "MOBILE": ("2.00", "3.50"), "TOLL_FREE": ("1.00", "2.05")}
_MONTH = timedelta(days=30)
_VOICE_IDS = {"RTC": "appId", "EST": "trunkId", "FAX": "serviceId"}
_STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}
_ADDRESS = ("streetNumber", "streetInfo", "location", "city", "state", "postalCode", "postalCodePlusFour")


@dataclass
class _Rented:
    """A rented number: `data` is what the API shows of it."""

    data: Json
    address: Json | None = None
    waiting: list[tuple[str, str]] = field(default_factory=list)
    """What is still to be provisioned: event type, and the configuration that it is about."""


class Numbers(Product):
    """The Numbers API of one project."""

    name = "numbers"

    def clear(self) -> None:
        """Give all numbers back, and go back to the first signing secret."""
        self._secret = "simulated-numbers-secret-000000000"
        self._rented: dict[str, _Rented] = {}

    @property
    def event_secret(self) -> str:
        """The project's signing secret, which `event_destinations.update` changes."""
        return self._secret

    def error(self, refused: Refused) -> Any:
        """Return the API's error envelope."""
        details: list[Json] = []
        if refused.problems:
            violations = [{"field": problem.field, "description": problem.text} for problem in refused.problems]
            details = [{"type": "BadRequest", "fieldViolations": violations}]
        elif refused.resource:
            kind, name = refused.resource
            details = [
                {"type": "ResourceInfo", "resourceType": kind, "resourceName": name, "owner": "", "description": ""}
            ]
        status = refused.code or _STATUSES.get(refused.status, "UNKNOWN" if refused.status < 500 else "INTERNAL")
        return {"error": {"code": refused.status, "message": refused.text, "status": status, "details": details}}

    # What happens outside the API

    def provision(self, phone_number: str, status: str, failure_code: str | None) -> None:
        """Finish what is scheduled for a number; see `Simulator.provision`."""
        if status not in ("SUCCEEDED", "FAILED"):
            raise ValueError(f"{status!r} is none of SUCCEEDED, FAILED")
        with self.world.changing():
            rented = self._rented.get(phone_number)
            if rented is None:
                raise LookupError(f"{phone_number} is not rented")
            waiting, rented.waiting = rented.waiting, []
            for event_type, name in waiting:
                self._finish(rented.data, name, status == "SUCCEEDED", failure_code)
                event = {
                    "eventId": self.world.ids.ulid(),
                    "timestamp": format_time(self.world.clock.now(), "microseconds").removesuffix("Z"),
                    "projectId": self.world.credentials.project_id,
                    "resourceId": phone_number,
                    "resourceType": "ACTIVE_NUMBER",
                    "eventType": event_type,
                    "status": status,
                    **({"failureCode": failure_code} if failure_code else {}),
                }
                self.publish("NumberSinchEvent", event, rented.data["callbackUrl"] or None)

    def _finish(self, data: Json, name: str, done: bool, failure_code: str | None) -> None:
        configuration = data[name]
        key = "scheduledProvisioning" if name == "smsConfiguration" else "scheduledVoiceProvisioning"
        scheduled = configuration[key]
        if scheduled is None:
            return
        now = format_time(self.world.clock.now(), "microseconds")
        if not done:
            scheduled.update(status="FAILED", lastUpdatedTime=now)
            if name == "smsConfiguration":
                scheduled["errorCodes"] = [failure_code or "SMS_PROVISIONING_FAILED"]
        elif name == "smsConfiguration":
            ids = {each: scheduled[each] for each in ("servicePlanId", "campaignId")}
            data[name] = {**ids, "scheduledProvisioning": None}
        else:
            kind = scheduled["type"]
            key_of_id = _VOICE_IDS[kind]
            data[name] = {
                "type": kind,
                key_of_id: scheduled[key_of_id],
                "lastUpdatedTime": now,
                "scheduledVoiceProvisioning": None,
            }

    # Numbers to rent

    @handles("NumberService_ListAvailableNumbers")
    def _search(self, call: Call) -> Json:
        query = call.query
        if query["regionCode"] not in _CATALOGUE:
            raise _invalid("regionCode", "not a known country code")
        found = [number for number in self._available() if _fits(number, query, "capabilities")]
        return {"availableNumbers": found[: query.get("size", 10)]}

    @handles("NumberService_GetAvailableNumber")
    def _check(self, call: Call) -> Json:
        return self._to_rent(call.path["phoneNumber"])

    @handles("NumberService_RentNumber")
    def _rent(self, call: Call) -> Json:
        return self._take(self._to_rent(call.path["phoneNumber"]), call.body)

    @handles("NumberService_RentAnyNumber")
    def _rent_any(self, call: Call) -> Json:
        request = call.body
        pattern = request.get("numberPattern", {})
        query = {
            **{name: request[name] for name in ("regionCode", "type", "capabilities") if name in request},
            **{f"numberPattern.{name}": value for name, value in pattern.items()},
        }
        number = next((number for number in self._available() if _fits(number, query, "capabilities")), None)
        if number is None:
            raise Refused(404, "no number matches", resource=("AvailableNumber", ""))
        return self._take(number, request)

    # Rented numbers

    @handles("NumberService_ListActiveNumbers")
    def _list(self, call: Call) -> Json:
        query = call.query
        found = [rented.data for rented in self._rented.values() if _fits(rented.data, query, "capability")]
        if "orderBy" in query:
            found.sort(key=lambda data: str(data[query["orderBy"]]))
        token = query.get("pageToken") or "0"
        if not token.isdigit():
            raise _invalid("pageToken", "not a token of an earlier page")
        start, size = int(token), query.get("pageSize", 30)
        end = start + size
        return {
            "activeNumbers": found[start:end],
            "nextPageToken": str(end) if end < len(found) else "",
            "totalSize": len(found),
        }

    @handles("NumberService_GetActiveNumber")
    def _get(self, call: Call) -> Json:
        return self._mine(call).data

    @handles("NumberService_UpdateActiveNumber")
    def _update(self, call: Call) -> Json:
        rented = self._mine(call)
        self._configure(rented, call.body or {})
        return rented.data

    @handles("NumberService_ReleaseNumber")
    def _release(self, call: Call) -> Json:
        rented = self._rented.pop(self._mine(call).data["phoneNumber"])
        return {**rented.data, "expireAt": format_time(self.world.clock.now(), "microseconds")}

    # Emergency addresses

    @handles("NumberService_GetEmergencyAddress")
    def _get_address(self, call: Call) -> Json:
        rented = self._mine(call)
        if rented.address is None:
            raise Refused(404, "no emergency address", resource=("EmergencyAddress", rented.data["phoneNumber"]))
        return rented.address

    @handles("NumberService_ProvisionEmergencyAddress")
    def _provision_address(self, call: Call) -> Json:
        rented = self._mine(call)
        rented.address = _full_address((call.body or {}).get("address", {}))
        return rented.address

    @handles("NumberService_DeprovisionEmergencyAddress")
    def _deprovision_address(self, call: Call) -> Answer:
        self._mine(call).address = None
        return Answer(200)

    @handles("NumberService_ValidateEmergencyAddress")
    def _validate_address(self, call: Call) -> Json:
        number = self._mine(call).data["phoneNumber"]
        request = call.body or {}
        return {
            "phoneNumber": number,
            "displayName": request.get("displayName", ""),
            "validatedAddress": _full_address(request.get("address", {})),
            "validationResult": "EXACT_MATCH",
            "validationMessage": "",
            "correctedAddress": _full_address({}),
            "candidateAddresses": [],
        }

    # Regions and the signing secret

    @handles("NumberService_ListAvailableRegions")
    def _regions(self, call: Call) -> Json:
        wanted = set(call.query.get("types") or ())
        regions = [
            {"regionCode": code, "regionName": name, "types": list(types)}
            for code, (name, _, types) in _CATALOGUE.items()
            if not wanted or wanted & set(types)
        ]
        return {"availableRegions": regions}

    @handles("GetCallbackConfiguration")
    def _get_secret(self, call: Call) -> Json:
        return {"projectId": self.world.credentials.project_id, "hmacSecret": self._secret}

    @handles("UpdateCallbackConfiguration")
    def _set_secret(self, call: Call) -> Json:
        self._secret = (call.body or {}).get("hmacSecret", self._secret)
        return self._get_secret(call)

    # How numbers are found, rented and configured

    def _available(self) -> Iterator[Json]:
        for region, (_, currency, types) in _CATALOGUE.items():
            for kind, start in types.items():
                setup, monthly = _PRICES[kind]
                for index in range(_PER_TYPE):
                    number = f"{start}{123 + index * 7:04}"
                    if number not in self._rented:
                        yield {
                            "phoneNumber": number,
                            "regionCode": region,
                            "type": kind,
                            "capability": ["VOICE"] if index % 5 == 4 else ["SMS", "VOICE"],
                            "setupPrice": {"currencyCode": currency, "amount": setup},
                            "monthlyPrice": {"currencyCode": currency, "amount": monthly},
                            "paymentIntervalMonths": 1,
                            "supportingDocumentationRequired": region not in ("US", "CA"),
                        }

    def _to_rent(self, phone_number: str) -> Json:
        for number in self._available():
            if number["phoneNumber"] == phone_number:
                return number
        raise Refused(404, "no such number to rent", resource=("AvailableNumber", phone_number))

    def _mine(self, call: Call) -> _Rented:
        phone_number = call.path["phoneNumber"]
        rented = self._rented.get(phone_number)
        if rented is None:
            raise Refused(404, "no such number", resource=("ActiveNumber", phone_number))
        return rented

    def _take(self, number: Json, request: Json) -> Json:
        now = self.world.clock.now()
        kept = ("phoneNumber", "regionCode", "type", "capability", "paymentIntervalMonths")
        data = {
            **{name: number[name] for name in kept},
            "projectId": self.world.credentials.project_id,
            "displayName": "",
            "money": number["monthlyPrice"],
            "nextChargeDate": format_time(now + _MONTH, "microseconds"),
            "expireAt": None,
            "smsConfiguration": {"servicePlanId": "", "campaignId": "", "scheduledProvisioning": None},
            "voiceConfiguration": {
                "type": "RTC",
                "appId": "",
                "lastUpdatedTime": None,
                "scheduledVoiceProvisioning": None,
            },
            "callbackUrl": "",
        }
        rented = _Rented(data)
        self._configure(rented, request)
        self._rented[data["phoneNumber"]] = rented
        return data

    def _configure(self, rented: _Rented, request: Json) -> None:
        """Schedule what is asked for; unlinking takes effect at once."""
        data = rented.data
        now = format_time(self.world.clock.now(), "microseconds")
        for name in ("displayName", "callbackUrl"):
            if name in request:
                data[name] = request[name]
        sms = request.get("smsConfiguration")
        if sms is not None:
            current = data["smsConfiguration"]
            if not sms["servicePlanId"]:
                data["smsConfiguration"] = {"servicePlanId": "", "campaignId": "", "scheduledProvisioning": None}
            else:
                current["scheduledProvisioning"] = {
                    "servicePlanId": sms["servicePlanId"],
                    "campaignId": sms.get("campaignId", ""),
                    "status": "WAITING",
                    "lastUpdatedTime": now,
                    "errorCodes": [],
                }
                rented.waiting.append(("PROVISIONING_TO_SMS_PLATFORM", "smsConfiguration"))
        voice = request.get("voiceConfiguration")
        if voice is not None:
            kind = voice.get("type", "RTC")
            data["voiceConfiguration"]["scheduledVoiceProvisioning"] = {
                "type": kind,
                _VOICE_IDS[kind]: voice.get(_VOICE_IDS[kind], ""),
                "status": "WAITING",
                "lastUpdatedTime": now,
            }
            rented.waiting.append(("PROVISIONING_TO_VOICE_PLATFORM", "voiceConfiguration"))


def _fits(number: Json, query: Mapping[str, Any], capability: str) -> bool:
    pattern, where = query.get("numberPattern.pattern"), query.get("numberPattern.searchPattern", "CONTAINS")
    phone_number: str = number["phoneNumber"]
    if pattern:
        found = {
            "START": phone_number.startswith(pattern) or phone_number[1:].startswith(pattern),
            "END": phone_number.endswith(pattern),
            "CONTAINS": pattern in phone_number,
        }
        if not found[where]:
            return False
    return (
        query.get("regionCode") in (None, number["regionCode"])
        and query.get("type") in (None, number["type"])
        and set(query.get(capability) or ()) <= set(number["capability"])
    )


def _full_address(address: Json) -> Json:
    return {name: address.get(name, "") for name in _ADDRESS}


def _invalid(name: str, text: str) -> Refused:
    return Refused(400, f"{name}: {text}", problems=[Problem(name, text, "value")])
