"""Lets happen to the programs of the how-to pages what their pages tell: events arrive, calls fail, links are made."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sinch import NotFoundError, WaitFailedError
from sinch.core.application_events import KeyedEventHandler
from sinch.domains.voice.helpers.v2.services import CallBehavior
from sinch.testing import Event, RecordedCall, Simulator
from tests.docs.test_snippets import ROOT, snippets

ADA, BOB, OURS, PATH = "+12025550123", "+12025550144", "+12025550100", "/hooks/voice"
Start = Callable[[str], dict[str, Any]]


@pytest.fixture
def start(simulated_account: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return a function that runs the program of a page and returns what it defines."""
    monkeypatch.chdir(tmp_path)

    def start(page: str) -> dict[str, Any]:
        path = ROOT / "docs/how-to" / f"{page}.md"
        namespace: dict[str, Any] = {"__name__": "program"}
        for snippet in snippets(path):
            exec(compile("\n" * snippet.line + snippet.code, str(path), "exec", dont_inherit=True), namespace)
        if isinstance(namespace.get("events"), KeyedEventHandler):
            simulated_account.on_event(partial(respond, namespace["receive"]), "voice-v2")
            behavior = CallBehavior.event_destination(f"https://shop.example.com{PATH}")
            with simulated_account.client() as client:
                client.voice.v2.services.update(os.environ["VOICE_SERVICE_ID"], call_behavior=behavior)
        elif "events" in namespace:
            handler = type(namespace["events"])
            product = "sms" if handler.__name__.startswith("Sms") else "conversation"
            namespace["events"] = handler(simulated_account.event_secret(product))
            simulated_account.on_event(
                lambda event: namespace.setdefault("statuses", []).append(
                    namespace["receive"](dict(event.headers), event.body)
                ),
                product,
            )
        return namespace

    return start


def respond(receive: Callable[..., tuple[int, Any]], event: Event) -> Any:
    """Return what a program responds to an event that was posted to its address."""
    status, response = receive(dict(event.headers_at(PATH).pairs), event.body, PATH)
    assert status == 200
    return response


def test_a_status_is_kept_once_and_the_latest_wins(start: Start, simulated_account: Simulator) -> None:
    program = start("keep-delivery-status")
    batch = program["send"]("+12025550123", "Hello")
    simulated_account.deliver(batch, status="Dispatched")
    simulated_account.deliver(batch, status="Delivered")
    first, last = simulated_account.events[-2:]
    for event in (last, first):  # once more, and out of order
        assert program["receive"](dict(event.headers), event.body) == 200
    with closing(program["database"]()) as connection:
        rows = connection.execute("SELECT batch, number, status FROM deliveries").fetchall()
    assert rows == [(batch, "12025550123", "Delivered")]


def test_who_opts_out_by_sms_gets_no_text(start: Start, simulated_account: Simulator) -> None:
    program = start("two-way-sms-with-opt-out")
    sent = len(simulated_account.sent_messages())
    simulated_account.receive_sms(from_="+12025550123", to="+12025550199", body=" stop ")
    assert len(simulated_account.sent_messages()) == sent
    simulated_account.receive_sms(from_="+12025550123", to="+12025550199", body="Start")
    assert len(simulated_account.sent_messages()) == sent + 1
    assert program["statuses"] == [200, 200]


def test_a_template_that_fails_on_every_channel_is_noted(start: Start, simulated_account: Simulator) -> None:
    program = start("send-a-whatsapp-template")
    (message,) = simulated_account.sent_messages()
    simulated_account.deliver_message(message.id, status="SWITCHING_CHANNEL")
    assert program["unsent"] == []
    simulated_account.deliver_message(message.id, status="FAILED")
    assert program["unsent"] == ["T-4711"]
    simulated_account.fail("Messages_SendMessage", reset="after")
    assert program["announce"]("+12025550124", "Ada", "T-4712") is None


def test_a_tap_on_a_card_reaches_the_basket(start: Start, simulated_account: Simulator) -> None:
    program = start("send-rcs-cards")
    (shown,) = simulated_account.messages(number="+12025550123")
    assert {choice.text for choice in shown.choices} == {"Buy"}
    simulated_account.tap(shown.index, "buy:red")
    simulated_account.send_again(simulated_account.events[-1].index)
    assert program["basket"] == ["red"]
    program["offer"]("+12025550124", program["mugs"][:1])
    assert simulated_account.requests[-1].json["message"]["card_message"]["title"] == "Blue mug"


def test_the_bot_is_silent_while_an_agent_has_the_conversation(start: Start, simulated_account: Simulator) -> None:
    program = start("hand-over-to-an-agent")
    app = "01JEXAMPLE000000000000APP1"

    def write(text: str) -> int:
        """Let the customer write, and return how many messages came back."""
        before = len(simulated_account.sent_messages())
        simulated_account.receive_message("+12025550123", text)
        return len(simulated_account.sent_messages()) - before

    assert write("Hello") == 1
    assert write("An agent, please") == 1
    (talk,) = program["waiting"]
    assert write("Is anybody there?") == 0
    mira = program["Agent"](display_name="Mira", type="HUMAN")
    program["take"](app, talk, mira)
    assert program["held_by"](talk) == "Mira"
    assert write("Hi Mira") == 0
    program["give_back"](app, talk, mira)
    assert write("Bye") == 1
    assert set(program["statuses"]) == {200}


def test_a_number_is_rented_once_and_usable_when_it_is_linked(start: Start, simulated_account: Simulator) -> None:
    program = start("rent-and-configure-numbers")
    kitchen = program["kitchen"]
    assert program["is_usable"](kitchen, 0.01) is False
    simulated_account.provision(kitchen.phone_number)
    assert program["is_usable"](kitchen, 5) is True

    simulated_account.fail("NumberService_RentAnyNumber", reset="after")
    with pytest.raises(Exception, match="may have"):
        program["set_up"]("cellar", "202")
    cellar = program["set_up"]("cellar", "202")
    assert len(list(program["numbers"].list(region_code="US", number_type="LOCAL"))) == 2
    simulated_account.provision(cellar.phone_number, status="FAILED")
    with pytest.raises(WaitFailedError):
        program["is_usable"](cellar, 5)
    program["close"]("cellar")
    with pytest.raises(NotFoundError):
        program["numbers"].get(cellar.phone_number)


def summary(calls: list[RecordedCall]) -> list[tuple[str, str, str | None]]:
    return [(call.to, call.state, call.reason) for call in calls]


def test_who_calls_chooses_by_keys(start: Start, simulated_account: Simulator) -> None:
    program = start("voice-menu")
    program["check"](simulated_account)
    kitchen = program["KITCHEN"]
    call = simulated_account.receive_call(ADA, OURS)
    assert simulated_account.press(call.index, "9").state == "menu"
    simulated_account.press(call.index, "1")
    simulated_account.pick_up(simulated_account.calls[-1].index)
    assert [each.steps[-1].text for each in simulated_account.calls[-2:]] == [kitchen, "kitchen"]
    simulated_account.hang_up(call.index)
    assert summary(simulated_account.calls[-2:]) == [
        (OURS, "over", "CALLER_HANGUP"),
        (kitchen, "over", "MANAGER_HANGUP"),
    ]
    call = simulated_account.receive_call(ADA, OURS)
    simulated_account.press(call.index, "1")
    simulated_account.reject_call(simulated_account.calls[-1].index, "BUSY")
    assert [each.state for each in simulated_account.calls[-2:]] == ["over", "over"]
    call = simulated_account.receive_call(ADA, OURS)
    simulated_account.stay_silent(call.index)
    assert simulated_account.stay_silent(call.index).said[-1] == "Goodbye."
    assert simulated_account.voice_v2.problems == []


def test_numbers_are_masked(start: Start, simulated_account: Simulator) -> None:
    program = start("voice-number-masking")
    call = simulated_account.receive_call(BOB, OURS)
    (_, other) = simulated_account.calls
    assert (other.from_, other.to) == (OURS, ADA)
    simulated_account.pick_up(other.index)
    simulated_account.hang_up(other.index)
    assert [each.state for each in simulated_account.calls] == ["over", "over"]
    program["end"](ADA, BOB)
    call = simulated_account.receive_call(BOB, OURS)
    assert (call.state, call.said[-1]) == ("over", "There is no ride at the moment.")


def test_a_click_calls_both_once(start: Start, simulated_account: Simulator) -> None:
    program = start("voice-click-to-call")
    program["clicked"](ADA, "7d3c5f0a")
    (customer,) = simulated_account.calls
    simulated_account.pick_up(customer.index)
    assert not program["has_talked"](customer.body["sessionId"])
    shop = simulated_account.calls[-1]
    simulated_account.pick_up(shop.index)
    simulated_account.hang_up(customer.index)
    assert program["has_talked"](customer.body["sessionId"])
    assert summary(simulated_account.calls) == [
        (ADA, "over", "CALLEE_HANGUP"),
        (program["SHOP"], "over", "MANAGER_HANGUP"),
    ]
    assert "North America" in program["clicked"]("+4989123456", "8d3c5f0a")
    simulated_account.fail("createCall", status=403)
    assert program["clicked"](ADA, "9d3c5f0a") == "We cannot call at the moment."
