"""Callouts and calls, as the API has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from sinch.testing.clock import format_time
from sinch.testing.product import Call, Rejected, handles
from sinch.testing.records import CallStep, RecordedCall, SentMessage
from sinch.testing.voice_v1.calls import Json, PhoneCall
from sinch.testing.voice_v1.course import RATE, Courses

_PURPOSES = {"ttsCallout": "tts", "conferenceCallout": "conference", "customCallout": "custom"}
_INLINE = {"ice": "IceSvaml", "ace": "AceSvaml", "pie": "PieSvaml"}
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_PROMPT = re.compile(r"#(?:tts|ssml)\[(.*)\]", re.DOTALL)
_NOBODY = {"type": "number", "endpoint": "private"}


class Callouts(Courses):
    """Calls that the application makes, and looks at."""

    def sent(self) -> Iterable[SentMessage]:
        """Return the texts that were read out at numbers by callouts."""
        return [
            SentMessage(self.name, call.number.removeprefix("+"), call.cli, call.request["text"], call.id, "ttsCallout")
            for call in self._calls.values()
            if call.purpose == "tts" and "text" in call.request
        ]

    def recorded_calls(self) -> list[RecordedCall]:
        """Return all calls, oldest first."""
        return [self._recorded(call) for call in self.calls]

    def _recorded(self, call: PhoneCall) -> RecordedCall:
        menu = ["press", "stay_silent"] if call.state == "menu" else ["press"] if call.state == "conference" else []
        return RecordedCall(
            index=call.index,
            product=self.name,
            id=call.id,
            at=call.started,
            from_=call.cli,
            to=call.number,
            state=call.state,
            result=call.result,
            reason=call.reason if call.state == "over" else None,
            steps=[made for step in call.steps for made in _steps(step)],
            recordings=[{"running": False, **recording} for recording in call.recordings],
            problems=list(call.problems),
            can=[] if call.state == "over" else [*menu, "hang_up"],
            most_keys=1,
            body=self._information(call),
        )

    @handles("Callouts")
    def _callout(self, call: Call) -> Callable[[], Json]:
        method = call.body["method"]
        request = call.body[method]
        if "destination" in request:
            _check(request["destination"])
        made = PhoneCall(
            index=self.world.journal.number_call(),
            id=self.world.ids.hex(),
            purpose=_PURPOSES[method],
            cli=request.get("cli", "private"),
            to=request.get("destination", _NOBODY),
            started=self.world.clock.now(),
            custom=request.get("custom"),
            request=request,
            own={kind: self._own(kind, request[kind]) for kind in (*_INLINE, "dice") if request.get(kind)},
        )
        if method == "customCallout":
            made.wanted = ["ace", "dice", "pie"]
        else:
            made.wanted = [kind for kind in ("ace", "dice", "pie") if request.get(f"enable{kind.capitalize()}")]
        self._calls[made.id] = made
        if request.get("text"):
            self.world.journal.add(
                "sent",
                product=self.name,
                to=made.number,
                from_=made.cli,
                text=request["text"],
                id=made.id,
                type=method,
                channel="VOICE",
                body=call.body,
            )

        def go_on() -> Json:
            self._follow(made, self._begin(made) if method == "customCallout" else self._dial(made))
            return {"callId": made.id}

        return go_on

    def _own(self, kind: str, text: str) -> Any:
        """Return the SVAML that came with a callout, or the address of a callback."""
        if not text.lstrip().startswith("{"):
            return text
        try:
            value = json.loads(text)
        except ValueError as error:
            raise Rejected(400, f"{kind} is neither an address nor JSON: {error}") from None
        problems = self.spec.checker(_INLINE[kind]).problems(value)
        if problems:
            raise Rejected(400, f"{kind}: {problems[0]}", problems=problems, code="40001")
        return value

    @handles("Calling_GetCallResult")
    def _get(self, call: Call) -> Json:
        return self._information(self._known(call.path["callId"]))

    def _information(self, found: PhoneCall) -> Json:
        information = {
            "from": {"type": "number", "endpoint": found.cli},
            "to": found.to,
            "domain": "pstn",
            "callId": found.id,
            "duration": self._seconds(found),
            "status": "FINAL" if found.state == "over" else "ONGOING",
            "result": found.result,
            "reason": found.reason,
            "timestamp": format_time(found.started, "seconds").removesuffix("Z"),
            "custom": found.custom,
            "userRate": RATE,
            "debit": RATE if found.taken else None,
        }
        return {name: value for name, value in information.items() if value is not None}

    @handles("Calling_UpdateCall")
    def _update(self, call: Call) -> Callable[[], None]:
        found = self._ongoing(call.path["callId"])
        return lambda: self._follow(found, self._play(found, call.body))

    @handles("Calling_ManageCallWithCallLeg")
    def _manage_leg(self, call: Call) -> None:
        found = self._ongoing(call.path["callId"])
        for instruction in call.body.get("instructions", ()):
            if instruction["name"] in ("say", "playFiles"):
                self._note(found, {**instruction, "leg": call.path["callLeg"]})
        self._changed(found)

    def _known(self, call_id: str) -> PhoneCall:
        found = self._calls.get(call_id)
        if found is None:
            raise Rejected(404, "there is no such call", code="40400")
        return found

    def _ongoing(self, call_id: str) -> PhoneCall:
        found = self._known(call_id)
        if found.state == "over":
            raise Rejected(404, "the call is over", code="40400")
        return found


def _steps(step: Json) -> list[CallStep]:
    """Return a step as a person makes it out; the prompt of a menu is one of its own."""
    name = "keys" if step["name"] == "key" else step["name"]
    if name == "playFiles":
        return [CallStep(name, ", ".join(map(_spoken, step["ids"])))]
    if name == "setCookie":
        return [CallStep(name, f"{step['key']}={step['value']}")]
    shown = step.get("destination", {}).get("endpoint", "")
    for key in ("text", "introPrompt", "key", "id", "number", "conferenceId", "value"):
        shown = shown or step.get(key, "")
    prompt = [CallStep("say", _spoken(step["prompt"]))] if "prompt" in step else []
    return [CallStep(name, _spoken(shown)), *prompt]


def _spoken(prompt: str) -> str:
    """Return what is read out for a prompt; the name of a file as it is."""
    text = _PROMPT.fullmatch(prompt)
    return prompt if text is None else text[1]


def _check(destination: Json) -> None:
    kind = destination["type"].lower()
    if kind not in ("number", "username", "sip"):
        raise Rejected(400, f"destination.type: {kind!r} cannot be called", code="40001")
    if kind == "number" and not _E164.fullmatch(destination["endpoint"]):
        raise Rejected(400, "destination.endpoint: is not a number in E.164", code="40005")
