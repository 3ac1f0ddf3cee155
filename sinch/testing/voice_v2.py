"""Simulated Voice v2: services, sessions and batches, and the API to their calls; `voice_v2_calls` runs these."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from sinch.testing.clock import format_time, parse_time
from sinch.testing.events import Event, Signature
from sinch.testing.phones import Phones
from sinch.testing.product import Call, Rejected, Response, World, handles
from sinch.testing.records import RecordedCall
from sinch.testing.voice_v2_calls import REJECTIONS, Batch, Book, Exchange, Json, Leg, Session

_TITLES = {
    400: ("bad-request", "Bad Request"),
    401: ("unauthorized", "Unauthorized"),
    402: ("payment-required", "Account Suspended"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not Found"),
    409: ("conflict", "Duplicate resource name"),
    429: ("too-many-requests", "Too Many Requests"),
}
_DEFAULT, _DEFAULT_SECRET = "4a7d1c3e-0000-4000-8000-000000000004", "c2ltdWxhdGVkLXNlcnZpY2U="
"""The id and the secret of the service that there is from the beginning."""
_ADDRESS = "https://voice.api.sinch.com"
"""Of the links in responses: as those of the API, they do not lead to the simulator."""


class VoiceV2(Phones):
    """The Voice API v2 of the project.

    A call rings until a test lets somebody `pick_up` or `reject` it; `press` enters keys, and `hang_up` ends it.
    `heard` is what was said and played to a number, and `recordings` what was recorded. `receive_call` makes an
    incoming call. Pauses take no time, and messages are heard at once.
    """

    name = "voice-v2"
    unchecked: ClassVar[frozenset[str]] = frozenset({"describeSvaml", "validateSvaml"})

    def __init__(self, world: World) -> None:
        self._exchange = Exchange(self)
        super().__init__(world)

    def clear(self) -> None:
        """Forget everything but the default service."""
        self.machine: str = "human"
        """What has answered, as the amd command finds out: human, machine, beep or unknown."""
        self.response_limit: float = 5.0
        """Seconds within which an event must be responded to."""
        self.event_limit: int = 100
        """How many events a call may post before a person does something; it would not end by itself after that."""
        self.suspended: bool = False
        """Whether the account is suspended, so that nothing can be started."""
        self.problems: list[str] = []
        """What was wrong with responses to events."""
        self._services: dict[str, Json] = {}
        self.book: Book = Book()
        """Sessions, calls and batches."""
        self._secrets: dict[str, str] = {}
        self._add(_DEFAULT, _DEFAULT_SECRET, {"name": "Default", "isDefault": True}, self.world.clock.time)

    def error(self, rejected: Rejected) -> Any:
        """Return problem details."""
        kind, title = _TITLES.get(rejected.status, ("internal-server-error", "Internal Server Error"))
        return {
            "type": f"https://api.sinch.com/docs/errors/{kind}",
            "title": title,
            "detail": rejected.text,
            "instance": f"/v2/projects/{self.world.credentials.project_id}",
        }

    # What people do

    def receive_call(self, from_: str, to: str, service_id: str | None = None) -> str:
        """Let somebody call, and return the id of the call. What becomes of it is up to the service.

        Args:
            from_: The number, or the SIP address, of who calls.
            to: The number that is called.
            service_id: The service of that number; the default service when left out.
        """
        with self.world.changing():
            call_id = self._exchange.receive(from_, to, self.service(service_id))
        self._exchange.run()
        return call_id

    @property
    def services(self) -> dict[str, str]:
        """The names of its services by id, the newest first."""
        with self.world.changing():
            return {id_: service["name"] for id_, service in reversed(self._services.items())}

    def call_from(self, from_: str, to: str, service_id: str | None) -> str:
        """Let somebody call, and return the id of the call."""
        return self.receive_call(from_, to, service_id)

    def pick_up(self, which: str) -> None:
        """Let a number that rings answer."""
        self._do(which, self._exchange.answer, ringing=True)

    def reject(self, which: str, result: str = "REJECTED") -> None:
        """Let a call to a number that rings come to nothing: REJECTED, BUSY, NO_ANSWER or FAILED."""
        if result not in REJECTIONS:
            raise ValueError(f"result: {result!r} is not one of {', '.join(REJECTIONS)}")
        self._do(which, lambda leg: self._exchange.reject(leg, result), ringing=True)

    def press(self, which: str, keys: str) -> None:
        """Press keys on the phone of a number; a menu must be waiting for them."""
        self._do(which, lambda leg: self._exchange.press(leg, keys))

    def stay_silent(self, which: str) -> None:
        """Press nothing for as long as a menu waits."""
        self.press(which, "")

    def hang_up(self, which: str) -> None:
        """Let a number end its call."""
        self._do(which, lambda leg: self._exchange.end(leg, "COMPLETED", self._exchange.who_hangs_up(leg)))

    def recorded_calls(self) -> list[RecordedCall]:
        """Return all calls, oldest first."""
        with self.world.changing():
            return [leg.recorded(self.name) for leg in self.book.legs.values()]

    def heard(self, number: str) -> list[str]:
        """Return the texts and the addresses of files that a number has heard in its last call."""
        with self.world.changing():
            return self._exchange.last(number).heard

    @property
    def recordings(self) -> list[dict[str, Any]]:
        """What was recorded: the call, the options, and whether it still runs."""
        with self.world.changing():
            return [dict(recording) for leg in self.book.legs.values() for recording in leg.recordings]

    def _do(self, which: str, what: Callable[[Leg], None], ringing: bool = False) -> None:
        with self.world.changing():
            what(self._exchange.current(which, ringing))
        self._exchange.run()

    # Events

    @property
    def event_secret(self) -> str:
        """The secret of the default service."""
        return self._secrets[self.service(None)["serviceId"]]

    def event(self, payload: Mapping[str, Any]) -> Event:
        """Return an event that is signed with the secret of its service."""
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        service, now = payload["call"]["serviceId"], self.world.clock.time
        attributes = (
            ("ce-specversion", "1.0"),
            ("ce-type", "com.sinch.voice.call.control.v1"),
            ("ce-source", f"projects/{payload['call']['projectId']}/services/{service}"),
            ("ce-id", self._uuid()),
            ("ce-time", format_time(now)),
        )
        # an example of an event, which anybody may send, is of no service here
        secret, kind = self._secrets.get(service, self.event_secret), "application/json; charset=utf-8"
        signature = Signature(self.name, body, secret, "", now, service, kind, attributes)
        return Event(self.name, body, signature("/"), at=now, headers_for=signature)

    def ask_application(self, event: Json, urls: Iterable[str], tell: Callable[[str], None]) -> Json | None:
        """Return the response to an event: from the first of some addresses that has a valid one.

        Whoever listens is asked too. None if nobody can be asked. What is wrong with a response is told.

        Raises:
            LookupError: nobody has given a valid response in time.
        """
        mail = self.world.mail
        addresses: list[str | None] = [url for url in urls if mail.reachable(url)]
        if not addresses and mail.listens(self.name):
            addresses = [None]
        if not addresses:
            mail.keep(self._checked("VoiceEvent", event))
            return None
        for url in addresses:
            asked = replace(self._checked("VoiceEvent", event), callback_url=url)
            reply = mail.ask(asked, self.response_limit)
            problem = reply.problem or "there was no reply"
            if reply.value is not None:
                wrong = self.spec.checker("VoiceEventResponse").problems(reply.value)
                if not wrong:
                    response: Json = reply.value
                    return response
                problem = str(wrong[0])
            tell(f"{event['event']}: {problem}")
        raise LookupError("nobody has given a valid response in time")

    # Services

    def service(self, service_id: str | None) -> Json:
        """Return a service, or the default one."""
        if service_id is None:
            found = next((each for each in self._services.values() if each["isDefault"]), None)
        else:
            found = self._services.get(service_id)
        if found is None:
            raise Rejected(404, f"there is no service {service_id or 'by default'}")
        return found

    @handles("listServices")
    def _list_services(self, call: Call) -> Json:
        wanted = call.query.get("filter", "").lower()
        found = [
            {name: value for name, value in each.items() if name not in ("serviceSecret", "callBehavior")}
            for each in self._services.values()
            if wanted in f"{each['name']}\n{each.get('description', '')}".lower()
            and call.query.get("isDefault") in (None, each["isDefault"])
        ]
        return self._page("services", found, call.query)

    @handles("createService")
    def _create_service(self, call: Call) -> Json:
        if any(each["name"] == call.body["name"] for each in self._services.values()):
            raise Rejected(409, f"A service called {call.body['name']} already exists.")
        return self._create(call.body)

    def _create(self, request: Json) -> Json:
        secret = base64.b64encode(bytes.fromhex(self.world.ids.hex())).decode()
        return self._add(self._uuid(), secret, request, self.world.clock.now())

    def _add(self, service_id: str, secret: str, request: Json, at: datetime) -> Json:
        self._secrets[service_id] = secret
        made = {
            "serviceId": service_id,
            "serviceSecret": secret,
            "projectId": self.world.credentials.project_id,
            "createTime": format_time(at),
            "isDefault": False,
            "callBehavior": {"type": "NONE"},
        }
        self._services[service_id] = made
        self._change(made, request)
        return made

    @handles("getService")
    def _get_service(self, call: Call) -> Json:
        return self.service(call.path["service_id"])

    @handles("updateService")
    def _update_service(self, call: Call) -> Json:
        found = self.service(call.path["service_id"])
        self._change(found, call.body)
        found["updateTime"] = self.now()
        return found

    def _change(self, service: Json, request: Json) -> None:
        if request.get("isDefault"):
            for other in self._services.values():
                other["isDefault"] = False
        service.update(request)

    @handles("deleteService")
    def _delete_service(self, call: Call) -> None:
        found = self.service(call.path["service_id"])
        if found["isDefault"]:
            raise Rejected(400, "the default service cannot be deleted")
        del self._services[found["serviceId"]]

    # Calls, sessions and batches

    @handles("createCall")
    def _create_call(self, call: Call) -> Callable[[], Json]:
        started = self._started(call)
        if "parameters" in call.body:
            batch = self._exchange.start_batch(call.body, self.service(call.query.get("serviceId")))
            started |= {"sessionId": batch.sessions[0].id, "batchId": batch.id}
        elif "batchOptions" in call.body:
            raise Rejected(400, "batchOptions: only with parameters")
        else:
            started["sessionId"] = self._exchange.start(call.body["commands"], self.service(started["serviceId"])).id
        return self._going_on(started)

    @handles("startBatch")
    def _start_batch(self, call: Call) -> Callable[[], Json]:
        started = self._started(call)
        started["batchId"] = self._exchange.start_batch(call.body, self.service(started["serviceId"])).id
        return self._going_on(started)

    def _started(self, call: Call) -> Json:
        if self.suspended:
            raise Rejected(402, "the account is suspended")
        service = self.service(call.query.get("serviceId"))
        if not call.body.get("parameters", [{}]):
            raise Rejected(400, "parameters: at least one set is needed")
        return {"projectId": service["projectId"], "serviceId": service["serviceId"]}

    def _going_on(self, response: Json | None) -> Callable[[], Any]:
        """Return what runs the commands, since that may ask the application, and then responds."""

        def go_on() -> Any:
            self._exchange.run()
            return response

        return go_on

    @handles("listCalls")
    def _list_calls(self, call: Call) -> Json:
        query = call.query
        wanted = {name: query[name] for name in ("serviceId", "callType", "callResult", "callReason") if name in query}

        def fits(leg: Leg) -> bool:
            shown = leg.shown()
            if any(shown.get(name) != value for name, value in wanted.items()):
                return False
            if query.get("from") not in (None, leg.caller) or query.get("to") not in (None, leg.called):
                return False
            began, ended = parse_time(shown["startTime"]), shown.get("endTime")
            if "startTime" in query and began < _time(query["startTime"]):
                return False
            return "endTime" not in query or (ended is not None and parse_time(ended) < _time(query["endTime"]))

        legs = reversed(self.book.legs.values())
        return self._page("calls", [leg.shown() for leg in legs if fits(leg)], query)

    @handles("getCallById")
    def _get_call(self, call: Call) -> Json:
        return self._leg(call.path["call_id"]).shown()

    @handles("patchCallById")
    def _interact_by_id(self, call: Call) -> Callable[[], None]:
        return self._interact(self._leg(call.path["call_id"]), call.body)

    @handles("patchCallBySessionAndName")
    def _interact_by_name(self, call: Call) -> Callable[[], None]:
        session, name = self._session(call.path["session_id"]), call.path["call_name"]
        leg = next((leg for leg in reversed(session.legs) if leg.name == name), None)
        if leg is None:
            raise Rejected(404, f"the session has no call {name}")
        return self._interact(leg, call.body)

    def _interact(self, leg: Leg, request: Json) -> Callable[[], None]:
        if leg.is_over:
            raise Rejected(404, "the call is over")
        self._exchange.put(leg, request["commands"])
        return self._going_on(None)

    def _leg(self, call_id: str) -> Leg:
        found = self.book.legs.get(call_id)
        if found is None:
            raise Rejected(404, f"there is no call {call_id}")
        return found

    @handles("getSessionById")
    def _get_session(self, call: Call) -> Json:
        return self._session(call.path["session_id"]).shown()

    def _session(self, session_id: str) -> Session:
        found = self.book.sessions.get(session_id)
        if found is None:
            raise Rejected(404, f"there is no session {session_id}")
        return found

    @handles("getBatchCallSummary")
    def _get_batch(self, call: Call) -> Json:
        return self._batch(call).summary()

    @handles("getBatchDetails")
    def _get_details(self, call: Call) -> Json:
        return self._batch(call).details()

    @handles("stopBatchProcessing")
    def _stop_batch(self, call: Call) -> Response:
        self._batch(call)
        return Response(202, {"result": "STOP_REQUESTED"})

    def _batch(self, call: Call) -> Batch:
        found = self.book.batches.get(call.path["batch_id"])
        if found is None:
            raise Rejected(404, f"there is no batch {call.path['batch_id']}")
        return found

    # SVAML

    @handles("describeSvaml")
    def _describe(self, call: Call) -> Json:
        problems = self.spec.checker("DescribeSvamlRequest").problems(call.body)
        if problems:
            raise Rejected(400, str(problems[0]), problems=problems)
        names = [command["command"] for command in call.body["svaml"]["commands"]]
        return {"description": f"The call runs {', then '.join(names)}."}

    @handles("validateSvaml")
    def _validate(self, call: Call) -> Json:
        body = call.body if isinstance(call.body, dict) else {}
        strict = body.get("validationType") == "STRICT"
        problems = self.spec.checker("ValidateSvamlRequest").problems(call.body)
        errors = [str(problem) for problem in problems if strict or problem.kind != "unknown"]
        return {"isValid": False, "errors": errors} if errors else {"isValid": True}

    # What all of them need

    def now(self) -> str:
        """Return the present as text."""
        return format_time(self.world.clock.now())

    def _uuid(self) -> str:
        digits = self.world.ids.hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def _page(self, name: str, items: list[Json], query: Mapping[str, Any]) -> Json:
        size, number = query.get("pageSize", 20), query.get("page", 1)
        last = max(1, math.ceil(len(items) / size))
        path = f"{_ADDRESS}/v2/projects/{self.world.credentials.project_id}/{name}"

        def link(page: int) -> str:
            texts = {key: _text(value) for key, value in query.items()}
            return f"{path}?{urlencode({**texts, 'page': page, 'pageSize': size})}"

        links = {"first": link(1), "last": link(last), "self": link(number)}
        if number < last:
            links["next"] = link(number + 1)
        if number > 1:
            links["prev"] = link(number - 1)
        shown = items[(number - 1) * size : number * size]
        return {name: shown, "links": links, "meta": {"totalCount": len(items), "pageCount": last}}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _time(value: Any) -> datetime:
    return value if isinstance(value, datetime) else parse_time(value)
