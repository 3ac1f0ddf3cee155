"""The calls of the simulated Voice v2: they run commands, ask the application, and do what people do on the phone."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sinch.testing.clock import parse_time
from sinch.testing.records import CallStep, RecordedCall

if TYPE_CHECKING:
    from sinch.testing.voice_v2 import VoiceV2

Json = dict[str, Any]

_FINAL = ("COMPLETED", "REJECTED", "NO_ANSWER", "CANCEL", "BUSY", "FAILED")
REJECTIONS = {
    "REJECTED": ("onReject", "call.rejected"),
    "BUSY": ("onBusy", "call.busy"),
    "NO_ANSWER": ("onTimeout", "call.timeout"),
    "FAILED": ("onFailure", "call.failed"),
}
_DETECTED = {"human": "onHuman", "machine": "onMachine", "beep": "onBeep", "unknown": "onUnknown"}


@dataclass(eq=False)
class Session:
    """Calls that belong together."""

    id: str
    service: Json
    created: str
    parameters: Json = field(default_factory=dict)
    batch: str | None = None
    legs: list[Leg] = field(default_factory=list)
    ended: str | None = None

    def shown(self) -> Json:
        """Return it as the API does."""
        shown = {
            "sessionId": self.id,
            "projectId": self.service["projectId"],
            "serviceId": self.service["serviceId"],
            "calls": [leg.shown() for leg in self.legs],
            "createTime": self.created,
            "state": "COMPLETED" if self.ended else "IN_PROGRESS",
        }
        return {**shown, "endTime": self.ended} if self.ended else shown


@dataclass
class Batch:
    """Sessions from one list of commands. All start at once."""

    id: str
    options: Json
    sessions: list[Session]

    def summary(self) -> Json:
        """Return its numbers."""
        done = sum(session.ended is not None for session in self.sessions)
        return {
            "batchId": self.id,
            "sessionCount": len(self.sessions),
            "queued": 0,
            "inProgress": len(self.sessions) - done,
            "completed": done,
            "expired": 0,
            "ttlSeconds": self.options.get("ttlSeconds", 10800),
            "requestedCps": self.options.get("maxCps", 1000),
            **({"endTime": max(str(session.ended) for session in self.sessions)} if done == len(self.sessions) else {}),
        }

    def details(self) -> Json:
        """Return the state of each session."""
        return {
            "sessions": [
                {"id": session.id, "state": session.shown()["state"], "parameters": session.parameters}
                for session in self.sessions
            ]
        }


@dataclass(eq=False)
class Leg:
    """A call: one leg of a session."""

    index: int
    """Its number among the calls of all products; 0 for what a session starts with."""
    data: Json
    session: Session
    events: Json | None
    """The handlers of the command that has dialled it; None where events are posted instead."""
    steps: list[CallStep] = field(default_factory=list)
    """What has happened in it."""
    problems: list[str] = field(default_factory=list)
    """What was wrong with responses to its events."""
    recordings: list[Json] = field(default_factory=list)
    menu: _Menu | None = None
    """What waits for keys."""

    @property
    def name(self) -> str | None:
        """What a command has called it."""
        return self.data.get("callName")

    @property
    def caller(self) -> str:
        """The number or the address that calls."""
        return address(self.data["from"]) if "from" in self.data else ""

    @property
    def called(self) -> str:
        """The number or the address that is called."""
        return address(self.data["to"])

    @property
    def person(self) -> str:
        """Who is on the phone: the other end from Sinch."""
        return self.caller if self.data["direction"] == "INBOUND" else self.called

    @property
    def heard(self) -> list[str]:
        """The texts and the addresses of files that were said and played."""
        return [step.text for step in self.steps if step.name in ("say", "play")]

    @property
    def rings(self) -> bool:
        """Whether it waits for the person to take it."""
        return (self.data["callResult"], self.data["direction"]) == ("INITIATED", "OUTBOUND")

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.data["callResult"] in _FINAL

    def shown(self) -> Json:
        """Return it as the API does."""
        return dict(self.data)

    def recorded(self, product: str) -> RecordedCall:
        """Return it as the simulator shows it."""
        most = 1
        if self.is_over:
            state, can = "over", []
        elif self.rings:
            state, can = "ringing", ["pick_up", "reject_call"]
        elif self.menu is not None:
            state, can = "menu", ["press", "stay_silent", "hang_up"]
            most = self.menu.menus[self.menu.current].get("maximumInputLength", 1)
        else:
            state, can = "ringing" if self.data["callResult"] == "INITIATED" else "connected", ["hang_up"]
        return RecordedCall(
            index=self.index,
            product=product,
            id=self.data["callId"],
            at=parse_time(self.data["startTime"]),
            from_=self.caller,
            to=self.called,
            state=state,
            result=self.data["callResult"],
            reason=self.data.get("callReason"),
            steps=list(self.steps),
            recordings=[
                {**recording["options"], "name": recording["name"], "running": recording["runs"]}
                for recording in self.recordings
            ],
            problems=list(self.problems),
            can=can,
            most_keys=most,
            body=self.shown(),
        )


@dataclass
class _Menu:
    menus: Json
    current: str
    repeats: int
    rest: list[Json]
    """The commands that wait for the end of the menu."""


@dataclass
class Book:
    """What a simulator knows of calls."""

    sessions: dict[str, Session] = field(default_factory=dict)
    legs: dict[str, Leg] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)


@dataclass
class _Question:
    """An event that waits for a response, whose commands the call then runs."""

    leg: Leg
    event: Json
    urls: list[str]


class Exchange:
    """Runs the calls of a simulator.

    What changes them is called while the state is locked, and notes what there is to do; `run` does that, and asks the
    application while nothing is locked.
    """

    def __init__(self, product: VoiceV2) -> None:
        self._product = product
        self._due: deque[Callable[[], None] | _Question] = deque()
        self._doing: dict[str, Callable[[Leg, Json], None]] = {
            "amd": self._amd,
            "answer": self._take,
            "bridgeCall": self._bridge,
            "dial": self._dial,
            "hangup": self._hangup,
            "messages": self._messages,
            "pause": self._nothing,
            "startRecording": self._start_recording,
            "stopMessages": self._nothing,
            "stopRecording": self._end_recording,
        }

    def run(self) -> None:
        """Do what is due, and what follows from that."""
        asked: Counter[Leg] = Counter()
        while True:
            with self._product.world.changing():
                while self._due and not isinstance(self._due[0], _Question):
                    self._due.popleft()()  # type: ignore[operator]
                if not self._due:
                    return
                question: Any = self._due.popleft()
                asked[question.leg] += 1
                beyond = asked[question.leg] - self._product.event_limit
                if beyond > 0:
                    if beyond == 1:
                        self._give_up(question)
                    continue
            try:
                tell = partial(self._tell, question.leg)
                response = self._product.ask_application(question.event, question.urls, tell)
            except LookupError:
                with self._product.world.changing():
                    self.end(question.leg, "FAILED", "INVALID_SCRIPT", quiet=True)
            else:
                with self._product.world.changing():
                    self._follow(question, response or {"commands": []})

    def _give_up(self, question: _Question) -> None:
        """End a call whose events are responded to with what makes the next one, again and again."""
        limit, event = self._product.event_limit, question.event["event"]
        self._tell(
            question.leg,
            f"{event}: the call has posted {limit} events while nobody did anything, and is ended; see event_limit",
        )
        self.end(question.leg, "FAILED", "INVALID_SCRIPT", quiet=True)

    def _tell(self, leg: Leg, problem: str) -> None:
        """Note what is wrong with a response about a call."""
        self._product.problems.append(problem)
        leg.problems.append(problem)

    def _follow(self, question: _Question, response: Json) -> None:
        leg = question.leg
        if question.event["event"] == "call.incoming":
            leg.data |= {"callName": response["callName"]} if "callName" in response else {}
            leg.events = response.get("events")
        self.put(leg, response["commands"], first=True)

    # What people and the API do

    def start(self, commands: list[Json], service: Json, **more: Any) -> Session:
        """Start a session, whose commands are due."""
        session = self._session(service, **more)
        nobody = Leg(0, {"callResult": "INITIATED", "direction": "OUTBOUND"}, session, {})
        self.put(nobody, commands)
        return session

    def start_batch(self, request: Json, service: Json) -> Batch:
        """Start a session per set of parameters."""
        batch = Batch(self._product.world.ids.ulid(), request.get("batchOptions", {}), [])
        for parameters in request["parameters"]:
            commands = filled_in(request["commands"], parameters)
            batch.sessions.append(self.start(commands, service, parameters=parameters, batch=batch.id))
        self._product.book.batches[batch.id] = batch
        return batch

    def receive(self, from_: str, to: str, service: Json) -> str:
        """Make an incoming call, and return its id."""
        leg = self._leg(self._session(service), "INBOUND", endpoint(from_), endpoint(to), None, {})
        behavior = service["callBehavior"]
        if behavior["type"] == "STATIC":
            leg.events = behavior["static"].get("events", {})
            self.put(leg, behavior["static"]["commands"])
        elif behavior["type"] == "WEBHOOK":
            self._ask(leg, "call.incoming")
        else:
            self.end(leg, "REJECTED", "NOT_AVAILABLE")
        call_id: str = leg.data["callId"]
        return call_id

    def current(self, which: str, ringing: bool) -> Leg:
        """Return a call by its id, or the last one of a number, that rings at the person or else is not over."""
        for leg in reversed(self._product.book.legs.values()):
            if which in (leg.person, leg.data["callId"]) and not leg.is_over and leg.rings == ringing:
                return leg
        raise LookupError(f"{which} has no call that {'rings' if ringing else 'is in progress'}")

    def last(self, number: str) -> Leg:
        """Return the last call of a number."""
        for leg in reversed(self._product.book.legs.values()):
            if leg.person == number:
                return leg
        raise LookupError(f"{number} has had no call")

    def answer(self, leg: Leg) -> None:
        """Let a call be answered."""
        leg.data |= {"callResult": "IN_PROGRESS", "answerTime": self._product.now()}
        self._changed(leg)
        if leg.data["direction"] == "OUTBOUND":
            self._happens(leg, leg.events, "onAnswer", "call.answered")

    def reject(self, leg: Leg, result: str) -> None:
        """Let a call that rings come to nothing."""
        handler, event = REJECTIONS[result]
        self._final(leg, result, None)
        self._happens(leg, leg.events, handler, event)
        self._close(leg.session)

    def press(self, leg: Leg, keys: str) -> None:
        """Enter keys into the menu of a call."""
        if leg.menu is None:
            raise LookupError(f"no menu of {leg.person} is waiting for keys")
        waiting, leg.menu = leg.menu, None
        if keys:
            self._note(leg, "keys", keys)
        name, item = waiting.current, waiting.menus[waiting.current]
        fewest, most = item.get("minimumInputLength", 1), item.get("maximumInputLength", 1)
        handler = None
        if fewest <= len(keys) <= most + len(item.get("terminatingSequence", "")):
            handler = next((commands for key, commands in item.get("matches", {}).items() if matches(key, keys)), None)
        menu = {"menu": {"menuName": name, "input": keys}}
        if handler is not None:
            self.put(leg, [*handler, *waiting.rest], first=True, menus=waiting.menus)
        elif "matches" in item and waiting.repeats < item.get("repeatCount", 2):
            waiting.repeats += 1
            self._say(leg, (item.get("repeatPrompt") or item.get("prompt") or {}).get("messages", ()))
            leg.menu = waiting
        elif "onFailure" in item:
            self.put(leg, [*item["onFailure"], *waiting.rest], first=True, menus=waiting.menus)
        else:
            self.put(leg, waiting.rest, first=True)
            self._ask(leg, "call.menu", menu)

    def who_hangs_up(self, leg: Leg) -> str:
        """Return the reason of a call that the person on the phone ends."""
        return "CALLER_HANGUP" if leg.data["direction"] == "INBOUND" else "CALLEE_HANGUP"

    def end(self, leg: Leg, result: str, reason: str, quiet: bool = False) -> None:
        """End a call."""
        if leg.is_over or "callId" not in leg.data:
            return
        rang = leg.data["callResult"] == "INITIATED"
        self._final(leg, "CANCEL" if rang and result == "COMPLETED" else result, reason)
        for recording in leg.recordings:
            self._stop_recording(leg, recording)
        if not quiet:
            self._happens(leg, leg.events, "onHangup", "call.hangup")
        self._close(leg.session)

    # Commands

    def put(self, leg: Leg, commands: list[Json], first: bool = False, menus: Json | None = None) -> None:
        """Note that a call has commands to run: at once, or after what is due already."""
        work = partial(self._run, leg, list(commands), menus)
        self._due.appendleft(work) if first else self._due.append(work)

    def _run(self, leg: Leg, commands: list[Json], menus: Json | None) -> None:
        while commands:
            command = commands.pop(0)
            kind = command["command"]
            if kind == "menu":
                self._open(leg, command["menus"], command["startMenu"], commands)
                return
            if kind == "gotoMenu":
                if menus is None or command["menuName"] not in menus:
                    self.end(leg, "FAILED", "INVALID_SCRIPT")
                    return
                self._open(leg, menus, command["menuName"], commands)
                return
            if kind == "webhook":
                self.put(leg, commands, first=True, menus=menus)
                urls = [command["url"], *([command["fallbackUrl"]] if "fallbackUrl" in command else [])]
                self._ask(leg, f"call.webhook.{command['webhookName']}", urls=urls)
                return
            if kind != "messages":
                self._note(leg, kind, _shown(command))
            self._doing[kind](leg, command)

    def _open(self, leg: Leg, menus: Json, name: str, rest: list[Json]) -> None:
        self._note(leg, "menu", name)
        self._say(leg, (menus[name].get("prompt") or {}).get("messages", ()))
        leg.menu = _Menu(menus, name, 0, list(rest))

    def _say(self, leg: Leg, messages: Iterable[Json]) -> None:
        for message in messages:
            self._note(leg, message["type"].lower(), said(message))

    def _note(self, leg: Leg, name: str, text: str) -> None:
        leg.steps.append(CallStep(name, text))
        self._changed(leg)

    def _changed(self, leg: Leg) -> None:
        if leg.index:
            self._product.world.journal.tell("call", leg.index)

    def _nothing(self, leg: Leg, command: Json) -> None:
        """Pauses take no time, and the messages that could be stopped are over."""

    def _take(self, leg: Leg, command: Json) -> None:
        if leg.data["callResult"] == "INITIATED":
            self.answer(leg)

    def _dial(self, leg: Leg, command: Json) -> None:
        more = {"callName": command["callName"]} if "callName" in command else {}
        service, session = leg.session.service, leg.session
        silent = service["callBehavior"]["type"] != "WEBHOOK"
        events = command.get("events", {} if silent else None)
        self._leg(session, "OUTBOUND", command.get("from"), command["to"], events, more)

    def _hangup(self, leg: Leg, command: Json) -> None:
        name = command.get("callName")
        for each in [leg] if name is None else [other for other in leg.session.legs if other.name == name]:
            self.end(each, "COMPLETED", "MANAGER_HANGUP")

    def _messages(self, leg: Leg, command: Json) -> None:
        self._say(leg, command["messages"])
        self._happens(leg, command.get("events"), "onFinish", "call.message.finished")

    def _start_recording(self, leg: Leg, command: Json) -> None:
        options = {name: value for name, value in command["recordingOptions"].items() if name != "credentials"}
        events = command.get("events")
        leg.recordings.append(
            {"callId": leg.data["callId"], "name": command.get("recordingName"), "options": options, "runs": True}
            | {"events": events}
        )

    def _end_recording(self, leg: Leg, command: Json) -> None:
        for recording in leg.recordings:
            if recording["name"] == command["recordingName"]:
                self._stop_recording(leg, recording)

    def _stop_recording(self, leg: Leg, recording: Json) -> None:
        if recording["runs"]:
            recording["runs"] = False
            self._happens(leg, recording["events"], "onFinish", "call.recording.finished")

    def _bridge(self, leg: Leg, command: Json) -> None:
        leg.data["bridgeName"] = command["bridgeName"]

    def _amd(self, leg: Leg, command: Json) -> None:
        found = self._product.machine
        self._happens(leg, command.get("events"), _DETECTED[found], f"call.amd.{found}")

    # What follows

    def _happens(self, leg: Leg, events: Json | None, handler: str, event: str) -> None:
        """Run the commands for something that has happened, or post the event where a command has none."""
        if events is not None:
            self.put(leg, events.get(handler, []))
        else:
            self._ask(leg, event)

    def _ask(self, leg: Leg, event: str, more: Json | None = None, urls: list[str] | None = None) -> None:
        behavior = leg.session.service["callBehavior"]
        if urls is None:
            if behavior["type"] != "WEBHOOK":
                return
            urls = [behavior["webhook"][name] for name in ("url", "fallbackUrl") if name in behavior["webhook"]]
        question = _Question(leg, {"event": event, "call": leg.shown(), **(more or {})}, urls)
        # before what waits for the response
        self._due.appendleft(question) if event.startswith("call.webhook.") else self._due.append(question)

    def _session(self, service: Json, parameters: Json | None = None, batch: str | None = None) -> Session:
        session = Session(self._product.world.ids.ulid(), service, self._product.now(), parameters or {}, batch)
        self._product.book.sessions[session.id] = session
        return session

    def _leg(
        self, session: Session, direction: str, from_: Json | None, to: Json, events: Json | None, more: Json
    ) -> Leg:
        call_id, project = self._product.world.ids.ulid(), session.service["projectId"]
        other = from_ if direction == "INBOUND" and from_ else to
        data = {
            "callId": call_id,
            "projectId": project,
            "serviceId": session.service["serviceId"],
            "sessionId": session.id,
            **more,
            **({"batchId": session.batch} if session.batch else {}),
            **({"from": from_} if from_ else {}),
            "to": to,
            "startTime": self._product.now(),
            "callType": other["type"],
            "direction": direction,
            "callResult": "INITIATED",
            "originationType": other["type"] if direction == "INBOUND" else "SERVER",
            "callRate": {"currencyCode": "USD", "amount": "0.0095"},
            "callResourceUrl": f"https://voice.api.sinch.com/v2/projects/{project}/calls/{call_id}",
        }
        leg = Leg(self._product.world.journal.number_call(), data, session, events)
        session.legs.append(leg)
        self._product.book.legs[call_id] = leg
        self._changed(leg)
        return leg

    def _final(self, leg: Leg, result: str, reason: str | None) -> None:
        now = self._product.now()
        leg.data |= {"callResult": result, "endTime": now, **({"callReason": reason} if reason else {})}
        leg.menu = None
        self._changed(leg)
        if "answerTime" in leg.data:
            answered: datetime = parse_time(leg.data["answerTime"])
            leg.data["callDurationSeconds"] = int((parse_time(now) - answered).total_seconds())

    def _close(self, session: Session) -> None:
        if session.ended is None and session.legs and all(leg.is_over for leg in session.legs):
            session.ended = self._product.now()


def endpoint(text: str) -> Json:
    """Return who calls or is called, from a number or a SIP address."""
    if text.startswith(("sip:", "sips:")):
        return {"type": "SIP", "sip": {"endpoint": text}}
    return {"type": "PHONE", "phone": {"number": text}}


def address(place: Json) -> str:
    """Return the number or the address in an endpoint."""
    details = next(value for key, value in place.items() if key != "type")
    found: str = details.get("number") or details.get("endpoint")
    return found


def _shown(command: Json) -> str:
    """Return what a person makes of a command besides its name."""
    if command["command"] == "dial":
        return address(command["to"])
    names = ("callName", "bridgeName", "recordingName", "messagesName", "webhookName")
    return next((command[name] for name in names if name in command), "")


def said(message: Json) -> str:
    """Return what is heard of a message: a text, or the address of a file."""
    text: str = message["say"]["text"] if message["type"] == "SAY" else message["play"]["url"]
    return text


def matches(key: str, keys: str) -> bool:
    """Return whether keys match a text or regular expression of a menu."""
    try:
        return key == keys or re.fullmatch(key, keys) is not None
    except re.error:
        return False


def filled_in(value: Any, parameters: Json) -> Any:
    """Return commands with the values of a set in the place of their names."""
    if isinstance(value, dict):
        return {key: filled_in(entry, parameters) for key, entry in value.items()}
    if isinstance(value, list):
        return [filled_in(entry, parameters) for entry in value]
    if isinstance(value, str):
        return re.sub(r"@(\w{1,32})", lambda found: parameters.get(found[1], found[0]), value)
    return value
