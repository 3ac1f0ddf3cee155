"""Simulated Numbers: a catalogue to rent from, the rented numbers, and the events about their provisioning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from sinch.testing.clock import format_time
from sinch.testing.product import Call, Product, Rejected, Response, handles
from sinch.testing.records import RentedNumber
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
"""By region: its name, its currency, and the prefix of the numbers of each type."""
_PER_TYPE = 40
_PRICES = {"LOCAL": ("1.00", "1.15"), "MOBILE": ("2.00", "3.50"), "TOLL_FREE": ("1.00", "2.05")}
_MONTH = timedelta(days=30)
_PAGE_SIZE = 30
_SMS_STEPS = {
    "servicePlanId": ("PROVISIONING_TO_SMS_PLATFORM", "SMS_PROVISIONING_FAILED"),
    "campaignId": ("PROVISIONING_TO_CAMPAIGN", "CAMPAIGN_PROVISIONING_FAILED"),
}
"""What a number is linked to, in this order: the event about it, and the error code if no other is given."""
_SMS_UNLINKED = {"campaignId": "DEPROVISIONING_FROM_CAMPAIGN", "servicePlanId": "DEPROVISIONING_FROM_SMS_PLATFORM"}
_VOICE_IDS = {"RTC": "appId", "EST": "trunkId", "FAX": "serviceId"}
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
}
_ADDRESS = ("streetNumber", "streetInfo", "location", "city", "state", "postalCode", "postalCodePlusFour")


@dataclass
class _Rented:
    """A rented number; `data` is its representation in the API."""

    data: Json
    address: Json | None = None
    scheduled: dict[str, None] = field(default_factory=dict)
    """The scheduled configurations, in the order in which they were requested."""


class Numbers(Product):
    """The Numbers API of one project.

    The catalogue is the same in every run. Linking a number waits for `Simulator.provision`; unlinking happens at once,
    and posts its event at once. A released number is gone at once, too, and can be rented again, although the response
    says that it expires on the day of its next charge. The list has numbers of all types unless one is requested.
    """

    name = "numbers"

    def clear(self) -> None:
        """Release all numbers, and restore the initial signing secret."""
        self._secret = "simulated-numbers-secret-000000000"
        self._rented: dict[str, _Rented] = {}

    @property
    def event_secret(self) -> str:
        """The project's signing secret, which `event_destinations.update` changes."""
        return self._secret

    def error(self, rejected: Rejected) -> Any:
        """Return the API's error envelope, but nothing with a challenge: that body is not specified."""
        if rejected.status == 401 and rejected.headers:
            return None
        details: list[Json] = []
        if rejected.problems:
            violations = [{"field": problem.field, "description": problem.text} for problem in rejected.problems]
            details = [{"type": "BadRequest", "fieldViolations": violations}]
        elif rejected.resource:
            kind, name = rejected.resource
            details = [
                {"type": "ResourceInfo", "resourceType": kind, "resourceName": name, "owner": "", "description": ""}
            ]
        status = rejected.code or _STATUSES.get(rejected.status, "UNKNOWN" if rejected.status < 500 else "INTERNAL")
        return {"error": {"code": rejected.status, "message": rejected.text, "status": status, "details": details}}

    def rented(self) -> list[RentedNumber]:
        """Return the rented numbers."""
        with self.world.changing():
            return [
                RentedNumber(int(number.removeprefix("+")), number, bool(each.scheduled), dict(each.data))
                for number, each in self._rented.items()
            ]

    # What happens outside the API

    def provision(self, phone_number: str, status: str, failure_code: str | None) -> None:
        """Finish what is scheduled for a number; see `Simulator.provision`."""
        if status not in ("SUCCEEDED", "FAILED"):
            raise ValueError(f"{status!r} is not one of SUCCEEDED, FAILED")
        if status == "SUCCEEDED" and failure_code is not None:
            raise ValueError("failure_code needs the status FAILED")
        with self.world.changing():
            rented = self._rented.get(phone_number)
            if rented is None:
                raise LookupError(f"{phone_number} is not rented")
            if not rented.scheduled:
                raise ValueError(f"nothing is scheduled for {phone_number}")
            for name in list(rented.scheduled):
                finish = self._finish_sms if name == "smsConfiguration" else self._finish_voice
                if finish(rented.data, status, failure_code):
                    del rented.scheduled[name]

    def _finish_sms(self, data: Json, status: str, failure_code: str | None) -> bool:
        """Link a number to its service plan and then to its campaign; return whether that succeeded.

        A failure with a reason is that of the last step, as only campaigns have reasons. Without a reason, the first
        step fails.
        """
        current = data["smsConfiguration"]
        scheduled = current["scheduledProvisioning"]
        steps = [name for name in _SMS_STEPS if scheduled[name] != current[name]]
        for name in steps:
            event_type, error_code = _SMS_STEPS[name]
            if status == "FAILED" and (failure_code is None or name == steps[-1]):
                errors = [failure_code or error_code]
                scheduled.update(status="FAILED", lastUpdatedTime=self._now(), errorCodes=errors)
                self._tell(data, event_type, status, failure_code)
                return False
            current[name] = scheduled[name]
            self._tell(data, event_type)
        current["scheduledProvisioning"] = None
        return True

    def _finish_voice(self, data: Json, status: str, failure_code: str | None) -> bool:
        scheduled = data["voiceConfiguration"]["scheduledVoiceProvisioning"]
        if status == "FAILED":
            scheduled.update(status="FAILED", lastUpdatedTime=self._now())
        else:
            kind = scheduled["type"]
            data["voiceConfiguration"] = _voice(kind, scheduled[_VOICE_IDS[kind]], self._now())
        self._tell(data, "PROVISIONING_TO_VOICE_PLATFORM", status, failure_code)
        return status == "SUCCEEDED"

    def _tell(self, data: Json, event_type: str, status: str = "SUCCEEDED", failure_code: str | None = None) -> None:
        """Post the event about a change of a number."""
        event = {
            "eventId": self.world.ids.ulid(),
            "timestamp": self._now().removesuffix("Z"),
            "projectId": data["projectId"],
            "resourceId": data["phoneNumber"],
            "resourceType": "ACTIVE_NUMBER",
            "eventType": event_type,
            "status": status,
            **({"failureCode": failure_code} if failure_code else {}),
        }
        self.publish("NumberSinchEvent", event, data["callbackUrl"] or None)

    def _now(self) -> str:
        return format_time(self.world.clock.now(), "microseconds")

    # Numbers to rent

    @handles("NumberService_ListAvailableNumbers")
    def _search(self, call: Call) -> Json:
        _check_region(call.query["regionCode"])
        return {"availableNumbers": self._found(call.query)[: _size(call.query, "size", 10)]}

    @handles("NumberService_GetAvailableNumber")
    def _check(self, call: Call) -> Json:
        return self._to_rent(call.path["phoneNumber"])

    @handles("NumberService_RentNumber")
    def _rent(self, call: Call) -> Json:
        return self._take(self._to_rent(call.path["phoneNumber"]), call.body)

    @handles("NumberService_RentAnyNumber")
    def _rent_any(self, call: Call) -> Json:
        request = call.body
        _check_region(request["regionCode"])
        if (request["regionCode"], request["type"]) != ("US", "LOCAL"):
            text = "only LOCAL numbers of the US can be rented this way"
            raise Rejected(404, text, resource=("AvailableNumber", ""))
        pattern = {f"numberPattern.{name}": value for name, value in request.get("numberPattern", {}).items()}
        found = self._found({**request, **pattern})
        if not found:
            raise Rejected(404, "no number matches", resource=("AvailableNumber", ""))
        return self._take(found[0], request)

    # Rented numbers

    @handles("NumberService_ListActiveNumbers")
    def _list(self, call: Call) -> Json:
        query = call.query
        found = [rented.data for rented in self._rented.values() if _fits(rented.data, query, "capability")]
        if "orderBy" in query:
            found.sort(key=lambda data: str(data[query["orderBy"]]))
        start, size = _start(query.get("pageToken", "")), _size(query, "pageSize", _PAGE_SIZE)
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
        return {**rented.data, "expireAt": rented.data["nextChargeDate"]}

    # Emergency addresses

    @handles("NumberService_GetEmergencyAddress")
    def _get_address(self, call: Call) -> Json:
        rented = self._mine(call)
        if rented.address is None:
            raise Rejected(404, "no emergency address", resource=("EmergencyAddress", rented.data["phoneNumber"]))
        return rented.address

    @handles("NumberService_ProvisionEmergencyAddress")
    def _provision_address(self, call: Call) -> Json:
        rented = self._mine(call)
        rented.address = _full_address(self._address_request(call)["address"])
        return rented.address

    @handles("NumberService_DeprovisionEmergencyAddress")
    def _deprovision_address(self, call: Call) -> Response:
        self._mine(call).address = None
        return Response(200)

    @handles("NumberService_ValidateEmergencyAddress")
    def _validate_address(self, call: Call) -> Json:
        number = self._mine(call).data["phoneNumber"]
        request = self._address_request(call)
        return {
            "phoneNumber": number,
            "displayName": request["displayName"],
            "validatedAddress": _full_address(request["address"]),
            "validationResult": "EXACT_MATCH",
            "validationMessage": "",
            "correctedAddress": _full_address({}),
            "candidateAddresses": [],
        }

    def _address_request(self, call: Call) -> Json:
        """Return the body, which is optional in the spec but required for anything to be done."""
        request: Json = call.body or {}
        problems = self.spec.checker("EmergencyAddressRequest").problems(request)
        if problems:
            raise Rejected(400, "; ".join(map(str, problems)), problems=problems)
        return request

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

    def _found(self, query: Mapping[str, Any]) -> list[Json]:
        """Return the matching numbers that can be rented, in the order of the catalogue."""
        free = (number for phone_number, number in _catalogue().items() if phone_number not in self._rented)
        return [number for number in free if _fits(number, query, "capabilities")]

    def _to_rent(self, phone_number: str) -> Json:
        if phone_number in _catalogue() and phone_number not in self._rented:
            return _catalogue()[phone_number]
        raise Rejected(404, "the number cannot be rented", resource=("AvailableNumber", phone_number))

    def _mine(self, call: Call) -> _Rented:
        phone_number = call.path["phoneNumber"]
        rented = self._rented.get(phone_number)
        if rented is None:
            raise Rejected(404, "the number is not rented", resource=("ActiveNumber", phone_number))
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
            "voiceConfiguration": _voice("RTC", "", None),
            "callbackUrl": "",
        }
        rented = _Rented(data)
        self._configure(rented, request)
        self._rented[data["phoneNumber"]] = rented
        return data

    def _configure(self, rented: _Rented, request: Json) -> None:
        """Apply the requested configuration; linking is only scheduled."""
        data = rented.data
        sms, voice = request.get("smsConfiguration"), request.get("voiceConfiguration")
        if sms is not None:
            linked = data["smsConfiguration"]["servicePlanId"]
            if linked and sms["servicePlanId"] not in ("", linked):
                raise _invalid("smsConfiguration.servicePlanId", f"the number must be unlinked from {linked} first")
        data.update({name: request[name] for name in ("displayName", "callbackUrl") if name in request})
        if sms is not None:
            self._link_sms(rented, sms)
        if voice is not None:
            self._link_voice(rented, voice)

    def _link_sms(self, rented: _Rented, request: Json) -> None:
        current = rented.data["smsConfiguration"]
        coming = current["scheduledProvisioning"] or current
        plan = request["servicePlanId"]
        campaign = request.get("campaignId", coming["campaignId"]) if plan else ""
        wanted = {"servicePlanId": plan, "campaignId": campaign}
        rented.scheduled.pop("smsConfiguration", None)
        current["scheduledProvisioning"] = None
        for name, event_type in _SMS_UNLINKED.items():
            if current[name] and not wanted[name]:
                current[name] = ""
                self._tell(rented.data, event_type)
        if any(wanted[name] != current[name] for name in wanted):
            rented.scheduled["smsConfiguration"] = None
            state = {"status": "WAITING", "lastUpdatedTime": self._now(), "errorCodes": []}
            current["scheduledProvisioning"] = {**wanted, **state}

    def _link_voice(self, rented: _Rented, request: Json) -> None:
        current = rented.data["voiceConfiguration"]
        kind = request.get("type", "RTC")
        identifier = request.get(_VOICE_IDS[kind], "")
        linked = current[_VOICE_IDS[current["type"]]]
        rented.scheduled.pop("voiceConfiguration", None)
        current["scheduledVoiceProvisioning"] = None
        if not identifier:
            rented.data["voiceConfiguration"] = _voice(kind, "", self._now())
            if linked:
                self._tell(rented.data, "DEPROVISIONING_FROM_VOICE_PLATFORM")
        elif (kind, identifier) != (current["type"], linked):
            rented.scheduled["voiceConfiguration"] = None
            state = {"status": "WAITING", "lastUpdatedTime": self._now()}
            current["scheduledVoiceProvisioning"] = {"type": kind, _VOICE_IDS[kind]: identifier, **state}


@cache
def _catalogue() -> dict[str, Json]:
    """Return all existing numbers, by phone number."""
    return {number["phoneNumber"]: number for number in _all_numbers()}


def _all_numbers() -> Iterator[Json]:
    for region, (_, currency, types) in _CATALOGUE.items():
        for kind, start in types.items():
            setup, monthly = _PRICES[kind]
            for index in range(_PER_TYPE):
                yield {
                    "phoneNumber": f"{start}{123 + index * 7:04}",
                    "regionCode": region,
                    "type": kind,
                    "capability": ["VOICE"] if index % 5 == 4 else ["SMS", "VOICE"],
                    "setupPrice": {"currencyCode": currency, "amount": setup},
                    "monthlyPrice": {"currencyCode": currency, "amount": monthly},
                    "paymentIntervalMonths": 1,
                    "supportingDocumentationRequired": region not in ("US", "CA"),
                }


def _voice(kind: str, identifier: str, updated: str | None) -> Json:
    return {
        "type": kind,
        _VOICE_IDS[kind]: identifier,
        "lastUpdatedTime": updated,
        "scheduledVoiceProvisioning": None,
    }


def _fits(number: Json, query: Mapping[str, Any], capability: str) -> bool:
    pattern, where = query.get("numberPattern.pattern"), query.get("numberPattern.searchPattern", "CONTAINS")
    phone_number: str = number["phoneNumber"]
    if pattern:
        found = {
            "START": phone_number.startswith(pattern),
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


def _check_region(code: str) -> None:
    if code not in _CATALOGUE:
        raise _invalid("regionCode", f"{code} is not a country that offers numbers")


def _size(query: Mapping[str, Any], name: str, default: int) -> int:
    size: int = query.get(name, default)
    if size < 1:
        raise _invalid(name, "must be at least 1")
    return size


def _start(token: str) -> int:
    """Read a page token, which is the number of items before the page; callers must not rely on that."""
    if not re.fullmatch("([1-9][0-9]{0,8})?", token):
        raise _invalid("pageToken", "is not the token of an earlier page")
    return int(token or 0)


def _invalid(name: str, text: str) -> Rejected:
    return Rejected(400, f"{name}: {text}", problems=[Problem(name, text, "value")])
