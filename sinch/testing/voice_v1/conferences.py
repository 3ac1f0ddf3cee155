"""Conferences and their participants."""

from __future__ import annotations

from sinch.testing.product import Call, Rejected, handles
from sinch.testing.voice_v1.calls import Json
from sinch.testing.voice_v1.course import Courses


class Conferences(Courses):
    """Rooms, which are there for as long as somebody is in them."""

    @handles("Calling_GetConferenceInfo")
    def _get_conference(self, call: Call) -> Json:
        now = self.world.clock.time
        return {
            "participants": [
                {
                    **{key: value for key, value in each.items() if key not in ("joined", "moh")},
                    "duration": int((now - each["joined"]).total_seconds()),
                }
                for each in self._room(call.path["conferenceId"]).values()
            ]
        }

    @handles("Calling_KickConferenceAll")
    def _kick_all(self, call: Call) -> None:
        for call_id in list(self._room(call.path["conferenceId"])):
            self._end(self._calls[call_id], "MANAGERHANGUP")

    @handles("Calling_ManageConferenceParticipant")
    def _manage_participant(self, call: Call) -> None:
        participant = self._participant(call)
        command = call.body["command"]
        if command in ("mute", "unmute"):
            participant["muted"] = command == "mute"
        else:
            participant["onhold"] = command == "onhold"

    @handles("Calling_KickConferenceParticipant")
    def _kick_participant(self, call: Call) -> None:
        self._end(self._calls[self._participant(call)["id"]], "MANAGERHANGUP")

    def _room(self, conference_id: str) -> dict[str, Json]:
        if conference_id not in self._rooms:
            raise Rejected(404, "there is no such conference", code="40400")
        return self._rooms[conference_id]

    def _participant(self, call: Call) -> Json:
        room = self._room(call.path["conferenceId"])
        if call.path["callId"] not in room:
            raise Rejected(404, "there is no such participant", code="40400")
        return room[call.path["callId"]]
