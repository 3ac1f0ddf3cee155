"""Simulated Verification: runs verifications with codes that tests can read, and asks the application beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sinch.testing.clock import format_time
from sinch.testing.product import Call, Product, Rejected, five_digits, handles
from sinch.testing.records import InboxMessage, SentMessage

Json = dict[str, Any]

_PARTS = {"sms": "sms", "flashcall": "flashCall", "callout": "callout", "whatsapp": "whatsapp"}
"""The key of what belongs to a method, in requests and replies."""
_ALPHABETS = {
    "Numeric": "0123456789",
    "Alpha": "ABCDEFGHJKLMNPQRSTUVWXYZ",
    "Alphanumeric": "ABCDEFGHJKLMNPQRSTUVWXYZ23456789",
}
_OPEN_FOR = {"sms": 300, "flashcall": 80, "callout": 300, "seamless": 300, "whatsapp": 300}
"""Seconds for which a verification can be reported, unless its start says otherwise."""
_CALLS = ("flashcall", "callout")
_CHANNELS = {"sms": "SMS", "flashcall": "CALL", "callout": "CALL", "whatsapp": "WHATSAPP"}
"""Where the inbox shows what reaches the phone; nothing does by mobile data."""
_TEMPLATE = "Your verification code is {{CODE}}"


@dataclass
class _Verification:
    id: str
    method: str
    identity: Json
    started: datetime
    until: datetime
    secret: str
    """The code, or the number of a flash call."""
    code_type: str = "Numeric"
    text: str = ""
    reference: str | None = None
    custom: str | None = None
    status: str = "PENDING"
    reason: str | None = None
    attempts: int = 0
    message: Json = field(default_factory=dict)

    @property
    def number(self) -> str:
        number: str = self.identity["endpoint"]
        return number

    @property
    def phone(self) -> str:
        """The number as the inbox has it."""
        return self.number.removeprefix("+")


class Verification(Product):
    """The Verification API of one application.

    A test reads what the person would have received with `code`. As many wrong reports as `attempts` end a
    verification, and so does the clock. If somebody listens to events, a start asks them first.
    """

    name = "verification"
    accepts: ClassVar[tuple[str, ...]] = ("signed", "application")
    statuses: ClassVar[tuple[str, ...]] = ("Successful", "Failed")

    def clear(self) -> None:
        """Forget all verifications."""
        self.attempts: int = 3
        """How many wrong reports end a verification."""
        self.callback_url: str | None = None
        """The callback URL of the app, if it has one. It is asked before each verification, and told of its end."""
        self.reply_limit: float = 5.0
        """Seconds after which a reply of the app is too late. What Sinch allows is not published."""
        self.seconds_between: float = 0
        """A number that is verified again within so many seconds is rejected: 429 with the code 42901."""
        self._verifications: dict[str, _Verification] = {}

    def error(self, rejected: Rejected) -> Any:
        """Return an error with a code of five digits."""
        return {"errorCode": five_digits(rejected), "message": rejected.text, "reference": self.world.ids.hex()}

    def sent(self) -> Iterable[SentMessage]:
        """Return what has reached the phones: messages and calls."""
        return [
            SentMessage("verification", found.phone, None, found.text, found.id, found.method)
            for found in self._verifications.values()
            if found.text
        ]

    @property
    def event_secret(self) -> str:
        """The secret of the application."""
        return self.world.credentials.application_secret

    def code(self, number: str) -> str:
        """Return what the last verification of a number sent: the code, or the number that made a flash call.

        Raises:
            LookupError: nothing was sent to the number.
        """
        with self.world.changing():
            found = self._last(number if number.startswith("+") else f"+{number}")
        if found is None:
            raise LookupError(f"no verification of {number} was started")
        return found.secret

    def complete(self, verification_id: str, status: str = "SUCCESSFUL", reason: str | None = None) -> None:
        """End a verification from outside, as the mobile data connection does, and post the event for it."""
        with self.world.changing():
            self._end(self._verifications[verification_id], status, reason)

    def deliver(self, verification_id: str, result: str = "Successful") -> None:
        """Let the SMS of a verification be delivered, or not ("Failed"), and post the event for it."""
        with self.world.changing():
            found = self._verifications[verification_id]
            self._reached(found, f"SMS {result}")
            self._post("VerificationSmsDeliveredEvent", found, smsResult=result)
            if result == "Failed":
                self._end(found, "FAIL", "SMS delivery failure")

    # What happens to a message in the inbox

    def set_status(self, message: InboxMessage, status: str, reason: str | None) -> None:
        """Let an SMS be delivered or not."""
        if status not in self.statuses:
            raise ValueError(f"status: {status!r} is not one of {', '.join(self.statuses)}")
        if message.type != "sms":
            raise ValueError("only a verification by SMS has a delivery")
        self.deliver(message.id, status)

    def _reached(self, found: _Verification, status: str, reason: str | None = None) -> None:
        self.world.journal.reached(self.name, found.id, found.phone, status, reason)

    @handles("StartVerification")
    def _start(self, call: Call) -> Callable[[], Json]:
        request = call.body
        reference = request.get("reference")
        if reference is not None and any(each.reference == reference for each in self._verifications.values()):
            raise Rejected(409, "Reference is in use", code="40900")
        now = self.world.clock.now()
        previous = self._last(request["identity"]["endpoint"])
        if previous is not None and (now - previous.started).total_seconds() < self.seconds_between:
            raise Rejected(429, "Same number verified again too soon", code="42901")
        found = _Verification(
            id=self.world.ids.ulid(),
            method=request["method"],
            identity=request["identity"],
            started=now,
            until=now,
            secret="",
            reference=reference,
            custom=request.get("custom"),
        )
        if previous is not None:
            self._end(previous, "ABORTED", None)
        self._verifications[found.id] = found
        options: Json = {}
        for name in ("smsOptions", "flashCallOptions", "whatsappOptions"):
            options |= request.get(name, {})
        event = self._event("VerificationRequestEvent", found, **_languages(call))
        return lambda: self._go_on(found, options, event)

    def _go_on(self, found: _Verification, options: Json, event: Json) -> Json:
        """Ask the application, and send what it allows; nothing is locked while it thinks."""
        reply = self.ask("VerificationRequestEvent", event, self.reply_limit, self.callback_url)
        with self.world.changing():
            if reply.problem is not None:
                raise self._invalid(found, reply.problem)
            if reply.value is not None:
                options = options | self._allowed(found, reply.value)
            self._send(found, options)
            return self._started(found)

    def _allowed(self, found: _Verification, reply: Any) -> Json:
        """Return the options in a reply, or end the verification that it does not allow."""
        part = _PARTS.get(found.method)
        problems = self.spec.checker("VerificationRequestEventResponse").problems(reply)
        strange = [] if problems else sorted(reply.keys() - {"action", part})
        if problems or strange:
            raise self._invalid(
                found, str(problems[0]) if problems else f"{strange[0]}: does not belong to {found.method}"
            )
        if reply["action"] == "deny":
            self._end(found, "DENIED", "Denied by callback")
            raise Rejected(403, "Denied by callback", code="40303")
        allowed: Json = reply.get(part, {})
        return allowed

    def _invalid(self, found: _Verification, problem: str) -> Rejected:
        self._end(found, "FAIL", "Invalid callback")
        return Rejected(403, f"Invalid callback: {problem}", code="40303")

    def _send(self, found: _Verification, options: Mapping[str, Any]) -> None:
        seconds = options.get("interceptionTimeout", _OPEN_FOR[found.method])
        if "expiry" in options:
            hours, minutes, rest = options["expiry"].split(":")
            seconds = int(hours) * 3600 + int(minutes) * 60 + int(rest)
        found.until = self.world.clock.time + timedelta(seconds=seconds)
        found.code_type = options.get("codeType", "Numeric")
        if found.method == "flashcall":
            found.secret = options.get("cli", f"+1202555{int(self.world.ids.hex(4), 16) % 10000:04}")
        elif found.method != "seamless":
            alphabet = _ALPHABETS.get(found.code_type, _ALPHABETS["Numeric"])
            digits = int(self.world.ids.hex(16), 16)
            made = "".join(alphabet[digits // len(alphabet) ** place % len(alphabet)] for place in range(4))
            found.secret = options.get("code", made)
        if found.method in ("sms", "whatsapp"):
            template = options.get("template", _TEMPLATE)
            found.text = template.replace("{{CODE}}", found.secret)
            found.message = {"template": template}
        elif found.method == "callout":
            found.text = f"Your code is {', '.join(found.secret)}"
        elif found.method == "flashcall":
            found.text = f"A call from {found.secret}"
        if found.text:
            self.world.journal.add(
                "sent",
                product=self.name,
                to=found.phone,
                from_=None,
                text=found.text,
                id=found.id,
                type=found.method,
                channel=_CHANNELS[found.method],
                client_reference=found.reference,
                body=dict(options),
                code=found.secret,
            )
            self._reached(found, found.status)

    def _started(self, found: _Verification) -> Json:
        address = f"https://verification.example.com/verification/v1/verifications/id/{found.id}"
        links = [
            {"rel": "status", "href": address, "method": "GET"},
            {"rel": "report", "href": address, "method": "PUT"},
        ]
        seconds = int((found.until - self.world.clock.time).total_seconds())
        parts: dict[str, Json] = {
            "sms": {"sms": {**found.message, "interceptionTimeout": seconds, "codeType": found.code_type}},
            "flashcall": {
                "flashCall": {
                    "cliFilter": f"(.*){found.secret[-7:-4]}(.*)",
                    "interceptionTimeout": seconds,
                    "reportTimeout": seconds,
                    "denyCallAfter": 0,
                }
            },
            "seamless": {"seamless": {"targetUri": f"https://carrier.example.com/check/{found.id}"}},
            "whatsapp": {"whatsapp": {"codeType": found.code_type}},
        }
        return {"id": found.id, "method": found.method, **parts.get(found.method, {}), "_links": links}

    @handles("ReportVerificationById")
    def _report_by_id(self, call: Call) -> Json:
        return self._report(self._by_id(call.path["id"]), call.body)

    @handles("ReportVerificationByIdentity")
    def _report_by_identity(self, call: Call) -> Json:
        return self._report(self._known(self._last(call.path["endpoint"])), call.body)

    def _report(self, found: _Verification, report: Json) -> Json:
        self._expire(found)
        if report["method"] != found.method:
            raise Rejected(400, f"method: the verification is by {found.method}", code="40003")
        if found.status != "PENDING" and found.reason != "Expired":
            raise Rejected(400, f"the verification is over: {found.status}", code="40003")
        if found.reason == "Expired":
            return self._reported(found, "FAIL", "Expired")
        said = report[_PARTS[found.method]]
        if said.get("cli" if found.method == "flashcall" else "code") == found.secret:
            self._end(found, "SUCCESSFUL", None)
            return self._reported(found, "SUCCESSFUL", None)
        found.attempts += 1
        reason = "Invalid CLI" if found.method == "flashcall" else "Invalid code"
        if found.attempts >= self.attempts:
            self._end(found, "FAIL", reason)
        return self._reported(found, "FAIL", reason)

    @staticmethod
    def _reported(found: _Verification, status: str, reason: str | None) -> Json:
        result: Json = {"id": found.id, "method": found.method, "status": status}
        if reason is not None:
            result["reason"] = reason
        return {**result, "callComplete": True} if found.method in _CALLS else result

    @handles("VerificationStatusById")
    def _status_by_id(self, call: Call) -> Json:
        return self._status(self._by_id(call.path["id"]))

    @handles("VerificationStatusByIdentity")
    def _status_by_identity(self, call: Call) -> Json:
        return self._status(self._known(self._last(call.path["endpoint"], call.path["method"])))

    @handles("VerificationStatusByReference")
    def _status_by_reference(self, call: Call) -> Json:
        reference = call.path["reference"]
        return self._status(
            self._known(next((each for each in self._verifications.values() if each.reference == reference), None))
        )

    def _status(self, found: _Verification) -> Json:
        self._expire(found)
        over = found.status != "PENDING"
        status: Json = {
            "id": found.id,
            "method": found.method,
            "status": found.status,
            "reason": found.reason,
            "reference": found.reference,
            "identity": found.identity,
            "countryId": "US",
            "verificationTimestamp": format_time(found.started).removesuffix("Z"),
        }
        if found.method in _CALLS:
            status |= {"callComplete": over, "callResult": "ANSWERED" if over else None}
        if over:
            status["price"] = {"verificationPrice": {"currencyId": "USD", "amount": 0.031}}
        return {name: value for name, value in status.items() if value is not None}

    def _by_id(self, verification_id: str) -> _Verification:
        return self._known(self._verifications.get(verification_id))

    @staticmethod
    def _known(found: _Verification | None) -> _Verification:
        if found is None:
            raise Rejected(404, "there is no such verification", code="40400")
        return found

    def _last(self, number: str, method: str | None = None) -> _Verification | None:
        matching = (
            each
            for each in reversed(self._verifications.values())
            if each.number == number and method in (None, each.method)
        )
        return next(matching, None)

    def _expire(self, found: _Verification) -> None:
        if found.status == "PENDING" and self.world.clock.time > found.until:
            self._end(found, "FAIL", "Expired")

    def _end(self, found: _Verification, status: str, reason: str | None) -> None:
        if found.status != "PENDING":
            return
        found.status, found.reason = status, reason
        self._reached(found, status, reason)
        more: Json = {} if reason is None else {"reason": reason}
        self._post("VerificationResultEvent", found, status=status, **more)

    def _post(self, kind: str, found: _Verification, **fields: Any) -> None:
        self.publish(kind, self._event(kind, found, **fields), self.callback_url)

    @staticmethod
    def _event(kind: str, found: _Verification, **fields: Any) -> Json:
        event = {
            "id": found.id,
            "event": kind,
            "method": found.method,
            "identity": found.identity,
            "reference": found.reference,
            "custom": found.custom,
            **fields,
        }
        return {name: value for name, value in event.items() if value is not None}


def _languages(call: Call) -> Json:
    language = call.headers.get("Accept-Language")
    return {"acceptLanguage": [language]} if language and call.body["method"] == "sms" else {}
