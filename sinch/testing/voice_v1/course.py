"""The course of a call: it does what SVAML says, step by step, and asks the application where it wants to know."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar

from sinch.testing.clock import format_time
from sinch.testing.phones import Phones
from sinch.testing.product import Rejected, five_digits
from sinch.testing.voice_v1.calls import Json, PhoneCall

RATE: dict[str, Any] = {"currencyId": "USD", "amount": 0.012}
_SVAML = {"ice": "IceSvaml", "ace": "AceSvaml", "pie": "PieSvaml"}
_CHOICE = re.compile(r"(menu|return)\s?\((.*)\)")
_ENDED = {"NOANSWER": "TIMEOUT", "BUSY": "CANCEL", "FAILED": "GENERALERROR"}
"""Why a call has ended that nobody has taken."""


@dataclass
class Question:
    """An event that wants a reply: what a course stops at until the application has thought."""

    call: PhoneCall
    kind: str
    payload: Json
    urls: list[str]
    """Where to ask, one after the other until one replies; whoever listens is asked as well."""


Course = Generator[Question, "Json | None", None]
"""What happens to a call from now on; it is sent the reply to each question, or `None` without a valid one."""


class Courses(Phones):
    """Calls on their way. Nothing is locked while the application thinks."""

    accepts: ClassVar[tuple[str, ...]] = ("signed", "application")

    def clear(self) -> None:
        """Forget all calls."""
        self.callback_url: str | None = None
        """The callback URL of the application, if it has one."""
        self.fallback_url: str | None = None
        """Where it is asked if that does not reply."""
        self.reply_limit: float = 5.0
        """Seconds after which a reply is too late. What Sinch allows is not published."""
        self.lines: dict[str, str] = {}
        """Numbers at which a call is not taken, each with its result: `BUSY`, `NOANSWER` or `FAILED`."""
        self._calls: dict[str, PhoneCall] = {}
        self._rooms: dict[str, dict[str, Json]] = {}

    def error(self, rejected: Rejected) -> Any:
        """Return an error with a code of five digits."""
        return {
            "status": str(rejected.status),
            "errorCode": five_digits(rejected),
            "message": rejected.text,
            "reference": self.world.ids.hex(),
        }

    @property
    def event_secret(self) -> str:
        """The secret of the application."""
        return self.world.credentials.application_secret

    # What a test does

    @property
    def calls(self) -> list[PhoneCall]:
        """All calls, oldest first."""
        with self.world.changing():
            return list(self._calls.values())

    def call(self, which: str) -> PhoneCall:
        """Return a call by its id, or the last one to or from a number.

        Raises:
            LookupError: there is none.
        """
        for found in reversed(self.calls):
            if which in (found.id, found.number, found.cli):
                return found
        raise LookupError(f"there is no call {which}")

    def receive_call(self, from_: str, to: str) -> PhoneCall:
        """Let somebody call a number of the application; return the call when it waits for a person, or is over."""
        with self.world.changing():
            call = PhoneCall(
                index=self.world.journal.number_call(),
                id=self.world.ids.hex(),
                purpose="incoming",
                cli=from_,
                to={"type": "did", "endpoint": to},
                started=self.world.clock.now(),
                wanted=["ace", "dice", "pie"],
            )
            self._calls[call.id] = call
        self._follow(call, self._begin(call))
        return call

    def call_from(self, from_: str, to: str, service_id: str | None) -> str:
        """Let somebody call; services are of version 2."""
        if service_id is not None:
            raise ValueError("service_id: is of voice-v2")
        return self.receive_call(from_, to).id

    def press(self, which: str, keys: str) -> PhoneCall:
        """Let the person of a call press keys, in a menu or a conference; see `call` for which one.

        Raises:
            LookupError: there is no such call, or it does not listen to keys.
        """
        call = self.call(which)
        for key in keys:
            if call.state not in ("menu", "conference"):
                raise LookupError(f"call {call.id} does not listen to keys: it is {call.state}")
            self._follow(call, self._press(call, key))
        return call

    def stay_silent(self, which: str) -> PhoneCall:
        """Let the person of a call press nothing for as long as its menu waits."""
        call = self.call(which)
        self._follow(call, self._mismatch(call, "timeout"))
        return call

    def hang_up(self, which: str, reason: str = "CALLEEHANGUP") -> PhoneCall:
        """Let the person of a call hang up.

        Raises:
            LookupError: there is no such call.
        """
        call = self.call(which)
        with self.world.changing():
            self._end(call, reason)
        return call

    # How a call goes on

    def _follow(self, call: PhoneCall, course: Course) -> None:
        """Carry out a course; it has the lock, except while the application thinks."""
        reply = None
        while True:
            with self.world.changing():
                try:
                    question = course.send(reply)
                except StopIteration:
                    return
                finally:
                    self._changed(call)
            reply = self._replied(question)

    def _changed(self, call: PhoneCall) -> None:
        self.world.journal.tell("call", call.index)

    def _replied(self, question: Question) -> Json | None:
        """Ask the application. What is wrong with its reply is noted; an invalid one ends the call."""
        kind, problems = question.kind, question.call.problems
        urls: list[str | None] = [*question.urls] or [None]
        invalid = False
        for url in urls:
            reply = self.ask("VoiceEvent", question.payload, self.reply_limit, url)
            if reply.value is None:
                problems.append(f"{kind}: {reply.problem or 'there was no reply'}")
                continue
            wrong = self.spec.checker(_SVAML[kind]).problems(reply.value)
            if not wrong:
                found: Json = reply.value
                return found
            invalid = True
            problems += [f"{kind}: {problem}" for problem in wrong]
        if invalid:
            with self.world.changing():
                self._end(question.call, "CALLBACKERROR", "FAILED" if kind == "ice" else None)
        return None

    def _begin(self, call: PhoneCall) -> Course:
        """Let a call begin that has to ask what it does."""
        reply = yield from self._question(
            call,
            "ice",
            callResourceUrl=f"https://calling-use1.api.sinch.com/calling/v1/calls/id/{call.id}",
            cli=call.cli,
            to=call.to,
            domain="pstn",
            originationType="PSTN",
            userRate=RATE,
        )
        if reply is None:
            self._end(call, "CALLBACKERROR", "FAILED")
        else:
            yield from self._play(call, reply)

    def _question(self, call: PhoneCall, kind: str, **fields: Any) -> Generator[Question, Json | None, Json | None]:
        """Return the SVAML for an event: that of the call itself, or the reply of the application."""
        own = call.own.get(kind)
        if isinstance(own, dict):
            return own
        urls = [own] if own else [url for url in (self.callback_url, self.fallback_url) if url]
        return (yield Question(call, kind, self._event(call, kind, **fields), urls))

    def _event(self, call: PhoneCall, kind: str, **fields: Any) -> Json:
        event = {
            "event": kind,
            "callid": call.id,
            "timestamp": format_time(self.world.clock.now(), "seconds"),
            "version": 1,
            "custom": call.custom,
            "conferenceId": call.conference,
            "applicationKey": self.world.credentials.application_key,
            **fields,
        }
        return {name: value for name, value in event.items() if value is not None}

    def _dial(self, call: PhoneCall) -> Course:
        """Ring, and go on when the call is taken."""
        outcome = self.lines.get(call.number)
        if outcome is not None:
            self._end(call, _ENDED[outcome], outcome)
            return
        call.taken = call.taken or self.world.clock.now()
        call.state, call.result = "connected", "ANSWERED"
        if "ace" in call.wanted and call.to["type"].lower() != "username":
            reply = yield from self._question(call, "ace")
            if reply is not None:
                yield from self._play(call, reply)
                return
        if call.state != "over":
            self._continue(call)

    def _continue(self, call: PhoneCall) -> None:
        """Go on as a call does without SVAML."""
        if call.purpose == "tts":
            said: Json = {key: call.request[key] for key in ("text", "locale") if key in call.request}
            prompts = [part for part in call.request.get("prompts", "").split(";") if part]
            call.steps.append({"name": "playFiles", "ids": prompts} if prompts else {"name": "say", **said})
            self._end(call, "MANAGERHANGUP")
        elif call.purpose == "conference" and "ace" not in call.wanted:
            if "greeting" in call.request:
                call.steps.append({"name": "say", "text": call.request["greeting"]})
            moved = {"conferenceId", "conferenceDtmfOptions"} & call.request.keys()
            self._join(call, {"name": "connectConf", **{key: call.request[key] for key in sorted(moved)}})

    def _play(self, call: PhoneCall, svaml: Json) -> Course:
        """Carry out SVAML: its instructions, and then its action."""
        for instruction in svaml.get("instructions", ()):
            self._instruct(call, instruction)
        action = svaml.get("action", {"name": ""})
        name = action["name"]
        if name in ("connectPstn", "connectMxp", "connectSip", "connectStream"):
            yield from self._connect(call, action)
        elif name == "connectConf":
            self._join(call, action)
        elif name == "runMenu":
            call.menus = action
            self._note(call, action)
            self._open(call, action.get("mainMenu", "main"))
        elif name == "park":
            self._note(call, action)
            call.state = "parked"
        elif name == "hangup":
            self._note(call, action)
            self._end(call, "MANAGERHANGUP")
        elif name == "continue":
            self._note(call, action)
            self._continue(call)

    def _instruct(self, call: PhoneCall, instruction: Json) -> None:
        self._note(call, instruction)
        name = instruction["name"]
        if name == "setCookie":
            call.cookies[instruction["key"]] = instruction["value"]
        elif name == "answer":
            call.taken, call.result = call.taken or self.world.clock.now(), "ANSWERED"
        elif name == "startRecording":
            self._record(call, instruction.get("options", {}))
        elif name == "stopRecording":
            self._stop_recording(call)

    @staticmethod
    def _note(call: PhoneCall, step: Json) -> None:
        """Add a step; how a recording is kept is nobody's business but the caller's."""
        call.steps.append({key: value for key, value in step.items() if key not in ("options", "recordingOptions")})

    def _connect(self, call: PhoneCall, action: Json) -> Course:
        self._note(call, action)
        if action.get("record"):
            self._record(call, action.get("recordingOptions", {}))
        if action["name"] != "connectPstn":
            call.to = action.get("destination", call.to)
        elif "number" in action:
            call.to = {"type": "number", "endpoint": action["number"]}
        call.cli = action.get("cli", call.cli)
        if action.get("suppressCallbacks"):
            call.wanted = []
        yield from self._dial(call)

    def _join(self, call: PhoneCall, action: Json) -> None:
        self._note(call, action)
        if action.get("record"):
            self._record(call, action.get("recordingOptions", {}))
        call.taken, call.result = call.taken or self.world.clock.now(), "ANSWERED"
        call.menus, call.keys = action.get("conferenceDtmfOptions", {}), ""
        conference: str = action["conferenceId"]
        call.conference, call.state = conference, "conference"
        room = self._rooms.setdefault(conference, {})
        shown = call.cli if call.purpose == "incoming" else call.number
        room[call.id] = {"cli": shown, "id": call.id, "muted": False, "onhold": False, "joined": self.world.clock.time}

    # Keys

    def _open(self, call: PhoneCall, menu_id: str, prompt: str = "mainPrompt") -> None:
        menus = {menu["id"]: menu for menu in call.menus.get("menus", ())}
        if menu_id not in menus:
            call.problems.append(f"action.menus: there is no menu {menu_id!r}")
            self._end(call, "CALLBACKERROR")
            return
        if prompt == "mainPrompt":
            call.repeated = 0
        call.state, call.menu, call.keys = "menu", menu_id, ""
        step: Json = {"name": "menu", "id": menu_id}
        if prompt in menus[menu_id]:
            step["prompt"] = menus[menu_id][prompt]
        call.steps.append(step)

    def _press(self, call: PhoneCall, key: str) -> Course:
        call.steps.append({"name": "key", "key": key})
        if call.state == "conference":
            yield from self._press_in_conference(call, key)
            return
        menu = self._menu(call)
        choice = next((option["action"] for option in menu.get("options", ()) if option["dtmf"] == key), None)
        match = None if choice is None or call.keys else _CHOICE.fullmatch(choice)
        if match is not None and match[1] == "menu":
            self._open(call, match[2])
        elif match is not None:
            yield from self._chosen(call, "return", match[2])
        elif "maxDigits" not in menu:
            yield from self._mismatch(call, "invalidinput")
        else:
            call.keys += key.removesuffix("#")
            if key == "#" or len(call.keys) >= menu["maxDigits"]:
                yield from self._chosen(call, "sequence", call.keys)

    def _press_in_conference(self, call: PhoneCall, key: str) -> Course:
        options = call.menus
        if options.get("mode") != "detect" or "pie" not in call.wanted:
            return
        call.keys += key.removesuffix("#")
        if key == "#" or len(call.keys) >= options.get("maxDigits", 1):
            keys, call.keys = call.keys, ""
            result = {"type": "sequence", "value": keys, "inputMethod": "dtmf"}
            reply = yield from self._question(call, "pie", menuResult=result)
            if reply is not None and reply["action"]["name"] != "continue":
                self._leave(call)
                yield from self._play(call, reply)

    def _mismatch(self, call: PhoneCall, what: str) -> Course:
        """Repeat the prompt of a menu, or end it when that was done often enough."""
        if call.state != "menu":
            raise LookupError(f"call {call.id} is in no menu: it is {call.state}")
        if call.repeated < self._menu(call).get("repeats", 0):
            call.repeated += 1
            self._open(call, call.menu, "repeatPrompt")
        else:
            yield from self._chosen(call, what, None)

    def _chosen(self, call: PhoneCall, what: str, value: str | None) -> Course:
        result = {"menuId": call.menu, "type": what, "value": value, "inputMethod": "dtmf"}
        call.state = "connected"
        given = {name: each for name, each in result.items() if each is not None}
        reply = yield from self._question(call, "pie", menuResult=given)
        if reply is None:
            self._end(call, "CALLBACKERROR")
        else:
            yield from self._play(call, reply)

    @staticmethod
    def _menu(call: PhoneCall) -> Json:
        menu: Json = next(menu for menu in call.menus["menus"] if menu["id"] == call.menu)
        return menu

    # Recordings, and the end

    def _record(self, call: PhoneCall, options: Json) -> None:
        self._stop_recording(call)
        call.recordings.append(
            {**{key: value for key, value in options.items() if key != "credentials"}, "running": True}
        )

    def _stop_recording(self, call: PhoneCall) -> None:
        if not call.recordings or not call.recordings[-1].pop("running", False):
            return
        options = call.recordings[-1]
        if not options.get("notificationEvents", True):
            return
        kinds = ["recording_finished", "recording_available"]
        if options.get("transcriptionOptions", {}).get("enabled"):
            kinds.append("transcription_available")
        for kind in kinds:
            there = {"destination": options["destinationUrl"]} if "destinationUrl" in options else {}
            event = {"event": "notify", "callid": call.id, "version": 1, "type": kind, **there}
            self.publish("VoiceEvent", event, self.callback_url)

    def _leave(self, call: PhoneCall) -> None:
        if call.conference is not None:
            room = self._rooms[call.conference]
            del room[call.id]
            if not room:
                del self._rooms[call.conference]
            call.conference = None

    def _end(self, call: PhoneCall, reason: str, result: str | None = None) -> None:
        if call.state == "over":
            return
        self._leave(call)
        self._stop_recording(call)
        call.state, call.ended, call.reason = "over", self.world.clock.now(), reason
        call.result = result or call.result
        self._changed(call)
        self.world.journal.reached(self.name, call.id, call.number, call.result, reason)
        own = call.own.get("dice")
        if "dice" in call.wanted or own:
            event = self._event(
                call,
                "dice",
                reason=reason,
                result=call.result,
                debit=RATE,
                userRate=RATE,
                to=call.to,
                duration=self._seconds(call),
                **{"from": call.cli},
            )
            self.publish("VoiceEvent", event, own or self.callback_url)

    def _seconds(self, call: PhoneCall) -> int:
        if call.taken is None:
            return 0
        return int(((call.ended or self.world.clock.time) - call.taken).total_seconds())
