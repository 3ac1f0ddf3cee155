"""Conferences: call into them, look at them, and manage their participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.resource import Resource
from sinch.core.unset import UNSET
from sinch.domains.voice import svaml
from sinch.domains.voice.v1.callouts import callout
from sinch_api.voice_v1 import kinds, operations

if TYPE_CHECKING:
    from sinch.core.options import RequestOptions
    from sinch.core.unset import Maybe
    from sinch_api.voice_v1 import (
        CalloutResponse,
        ConferenceDtmfOptions,
        ConferenceInformation,
        Destination,
        Domain,
        MusicOnHold,
        ParticipantCommand,
    )
    from sinch_api.voice_v1.params import ConferenceDtmfOptionsDict, ConferenceDtmfOptionsJSON, DestinationDict


class Conferences(Resource):
    """`client.voice.v1.conferences`: call into conferences, look at them, and manage their participants."""

    def call(
        self,
        destination: str | DestinationDict | Destination,
        conference_id: str,
        *,
        cli: Maybe[str] = UNSET,
        greeting: Maybe[str] = UNSET,
        conference_dtmf_options: Maybe[
            ConferenceDtmfOptionsDict | ConferenceDtmfOptionsJSON | ConferenceDtmfOptions
        ] = UNSET,
        moh_class: Maybe[MusicOnHold] = UNSET,
        max_duration: Maybe[int] = UNSET,
        locale: Maybe[str] = UNSET,
        dtmf: Maybe[str] = UNSET,
        custom: Maybe[str] = UNSET,
        domain: Maybe[Domain] = UNSET,
        enable_ace: Maybe[bool] = UNSET,
        enable_dice: Maybe[bool] = UNSET,
        enable_pie: Maybe[bool] = UNSET,
        options: RequestOptions | None = None,
    ) -> CalloutResponse:
        """Call somebody, and bring the call into a conference; another name of `callouts.conference`.

        `POST /calling/v1/callouts` (Callouts)

        Every success dials and bills a call.

        Args:
            destination: whom to call: a phone number in E.164, or `{"type": "username", "endpoint": ...}`, where the
                type may be "number", "username" or "sip".
            conference_id: of the conference, up to 64 characters, which you choose; one that there is not is opened.
            cli: the number that is shown, one of yours; without it calls may be accepted and reach nobody.
            greeting: what is read out when the call is taken.
            conference_dtmf_options: what keys do: `mode` "ignore", "forward" or "detect", which posts PIE events;
                `max_digits`; `timeout_mills`.
            moh_class: what is played to whoever is alone: "ring", "music1", "music2" or "music3"; silence by default.
            max_duration: seconds that the call may last.
            locale: the voice: a locale such as "en-US", one with a gender ("en-US/female"), or the name of a voice.
            dtmf: keys that are played when the call is taken: "0" to "9", "#", and "w" for half a second.
            custom: text of your own that events repeat.
            domain: "pstn", the telephone network, or "mxp", an app.
            enable_ace: whether an `AceEvent` is posted when the call is taken; not by default. The reply must have
                `svaml.connect_conf` then.
            enable_dice: whether a `DiceEvent` is posted when the call has ended; not by default.
            enable_pie: whether a `PieEvent` is posted when keys are pressed; not by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The call, by its `call_id`, which is also the id of the participant.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            OutcomeUnknownError: the call may have happened, but no response arrived; it was not repeated.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.conferences.call("+12025550124", "standup-7", cli="+12025550100", greeting="Welcome")

        """
        return self._send(
            operations.callouts_conference_callout(
                conference_callout=callout(
                    kinds.ConferenceCallout,
                    destination=svaml.destination_of(destination),
                    conference_id=conference_id,
                    cli=cli,
                    greeting=greeting,
                    conference_dtmf_options=conference_dtmf_options,
                    moh_class=moh_class,
                    max_duration=max_duration,
                    locale=locale,
                    dtmf=dtmf,
                    custom=custom,
                    domain=domain,
                    enable_ace=enable_ace,
                    enable_dice=enable_dice,
                    enable_pie=enable_pie,
                )
            ),
            options,
        )

    def get(
        self,
        conference_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> ConferenceInformation:
        """Read who is in a conference.

        `GET /calling/v1/conferences/id/{conferenceId}` (Calling_GetConferenceInfo)

        Args:
            conference_id: the id of the conference.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            The conference, with its `participants`.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> for participant in client.voice.v1.conferences.get("standup-7").participants:
            ...     print(participant.cli, participant.muted)

        """
        return self._send(operations.calling_get_conference_info(conference_id), options)

    def kick_all(
        self,
        conference_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> None:
        """Remove all participants from a conference.

        `DELETE /calling/v1/conferences/id/{conferenceId}` (Calling_KickConferenceAll)

        Args:
            conference_id: the id of the conference.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.conferences.kick_all("standup-7")

        """
        return self._send(operations.calling_kick_conference_all(conference_id), options)

    def manage_participant(
        self,
        conference_id: str,
        call_id: str,
        *,
        command: ParticipantCommand,
        moh: Maybe[MusicOnHold] = UNSET,
        options: RequestOptions | None = None,
    ) -> None:
        """Mute a participant, or put one on hold.

        `PATCH /calling/v1/conferences/id/{conferenceId}/{callId}` (Calling_ManageConferenceParticipant)

        Args:
            conference_id: the id of the conference.
            call_id: the id of the participant, which is that of the call.
            command: "mute", "unmute", "onhold" or "resume".
            moh: what the participant hears on hold: "ring", "music1", "music2" or "music3"; silence by default.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.conferences.manage_participant(
            ...     "standup-7", "01JEXAMPLE0000000000000MEM", command="mute"
            ... )

        """
        return self._send(
            operations.calling_manage_conference_participant(conference_id, call_id, command=command, moh=moh), options
        )

    def kick_participant(
        self,
        conference_id: str,
        call_id: str,
        *,
        options: RequestOptions | None = None,
    ) -> None:
        """Remove a participant from a conference.

        `DELETE /calling/v1/conferences/id/{conferenceId}/{callId}` (Calling_KickConferenceParticipant)

        Args:
            conference_id: the id of the conference.
            call_id: the id of the participant, which is that of the call.
            options: timeout, retries, headers and further fields of this call.

        Returns:
            Nothing.

        Raises:
            ArgumentError: an argument is missing or of the wrong kind; nothing was sent.
            VoiceException: the API returned an error; see `sinch.core.exceptions` for the classes by status.

        Example:
            >>> client.voice.v1.conferences.kick_participant("standup-7", "01JEXAMPLE0000000000000MEM")

        """
        return self._send(operations.calling_kick_conference_participant(conference_id, call_id), options)
