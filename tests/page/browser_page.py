"""A person's path through the page of the simulator, in a real browser: `make test-page`, no part of `make test`."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from scripts.browser import find
from sinch.testing import Connection, connect

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "page"
PATIENCE = 30
MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
# playwright runs a loop of its own in this thread, of which the calls here know nothing
pytestmark = pytest.mark.filterwarnings("ignore:a synchronous call stops:RuntimeWarning")
OPTIONS = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def process(*command: str, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            yield started
        finally:
            started.terminate()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Connection]:
    """A simulator in another process, and beside it a program that only its environment points there."""
    port, program_port = free_port(), free_port()
    program = f"http://127.0.0.1:{program_port}"
    command = [sys.executable, "-m", "sinch.testing", "--port", str(port), "--settings", "dotenv", "--quiet"]
    with process(*command, "--events", f"{program}/sinch-events/") as running:
        assert running.stdout is not None
        settings: dict[str, str] = {}
        for line in running.stdout:
            if re.match("[A-Z_]+=", line):
                name, _, value = line.strip().partition("=")
                settings[name] = value
            if "SMS_API_TOKEN" in line:
                break
        with connect(f"http://127.0.0.1:{port}") as connection:
            settings |= {"APP": "01JEXAMPLE000000000000APP1", "SINCH_EVENT_SECRET": connection.event_secret("sms")}
            serving = "import sys, uvicorn; uvicorn.run('tests.page.application:app', port=int(sys.argv[1]))"
            with process(sys.executable, "-c", serving, str(program_port), environment=settings):
                end = time.monotonic() + PATIENCE
                while True:
                    try:
                        socket.create_connection(("127.0.0.1", program_port)).close()
                        break
                    except ConnectionRefusedError:
                        assert time.monotonic() < end, "the program does not start"
                        time.sleep(0.1)
                urllib.request.urlopen(urllib.request.Request(f"{program}/invite", b"", method="POST")).close()
                yield connection


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find(), args=[*OPTIONS, *sandbox])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, simulator: Connection) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1100, "height": 760}, color_scheme="light")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(simulator.url + "/")
    expect(page.locator("body")).to_have_attribute("data-live", "true")
    yield page
    context.close()
    assert problems == []


def test_a_person_replies_to_a_message(page: Page, simulator: Connection) -> None:
    page.locator("#list a", has_text="Dinner").click()
    expect(page.locator(".bubble").first).to_contain_text("Dinner <b>tonight</b>?")
    page.get_by_label("Reply as the phone").fill("Yes, please")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.received")).to_contain_text("Yes, please")
    page.screenshot(path=PICTURES / "conversation.png")
    page.get_by_role("link", name="Events").click()
    page.locator("#list a", has_text="mo_text").first.click()
    expect(page.locator("#right")).to_contain_text("noted: Yes, please")
    expect(page.locator("#right")).to_contain_text("x-sinch-webhook-signature:")
    page.screenshot(path=PICTURES / "event.png")

    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#list a", has_text="mo_text")).to_have_count(2)
    expect(page.locator("#right")).to_contain_text("noted: Yes, please")
    assert simulator.events[-1].body == next(e.body for e in simulator.events if b"Yes, please" in e.body)


def test_a_person_taps_a_choice(page: Page, simulator: Connection) -> None:
    page.locator("#list a", has_text="Which table?").click()
    page.get_by_role("button", name="Garden").click()
    expect(page.locator(".bubble.received")).to_contain_text("Garden")
    tapped = simulator.messages(direction="received", product="conversation")[0]
    assert tapped.body["choice_response_message"]["postback_data"] == "Garden"


def test_a_person_fails_a_delivery(page: Page, simulator: Connection) -> None:
    page.locator("#list a", has_text="Dinner").click()
    page.locator(".bubble.sent").get_by_role("button", name="Failed").click()
    expect(page.locator(".bubble.sent")).to_contain_text("Failed (15)")
    assert simulator.messages(text="Dinner")[0].status == "Failed"


def test_a_code_is_shown_and_used(page: Page, simulator: Connection) -> None:
    with simulator.client() as client:
        client.verification.verifications.start_sms("+12025550166")
        page.locator("#list a", has_text="Your verification code").click()
        code = page.locator(".bubble .code").inner_text()
        expect(page.get_by_label("Reply as the phone")).to_have_count(0)
        page.get_by_role("button", name="Successful").click()
        client.verification.verifications.report_sms_by_identity("+12025550166", code)
    expect(page.locator(".bubble")).to_contain_text("SUCCESSFUL")
    page.screenshot(path=PICTURES / "verification.png")


def test_the_keys_of_a_call_are_pressed(page: Page, simulator: Connection) -> None:
    from sinch.domains.voice.helpers.v2.services import CallBehavior
    from sinch.domains.voice.helpers.v2.svaml import Calls, Menu, Messages

    hours = Messages.start(Messages.text("We are open until <b>five</b>.", "Emma"), on_finish=Calls.hangup())
    hello = Menu.prompt(Messages.text("Press 1 for our hours.", "Emma"))
    menu = Menu.create("main", Menu.item("main", prompt=hello, matches={"1": [hours]}))
    with simulator.client() as client:
        behavior = CallBehavior.static(menu)
        client.voice.v2.services.create("Front desk", call_behavior=behavior)
    page.get_by_role("link", name="Calls").click()
    page.get_by_role("button", name="Let somebody call").click()
    page.get_by_label("Product").last.select_option("voice-v2")
    page.get_by_label("Service").select_option("Front desk")
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator(".bubble.sent").last).to_contain_text("Press 1 for our hours.")
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".bubble.received")).to_contain_text("1")
    expect(page.locator(".bubble.sent").last).to_contain_text("We are open until <b>five</b>.")
    expect(page.locator("#right .state")).to_contain_text("MANAGER_HANGUP")
    expect(page.get_by_role("group", name="Keypad")).to_have_count(0)
    page.screenshot(path=PICTURES / "call.png")


def test_a_number_is_provisioned(page: Page, simulator: Connection) -> None:
    with simulator.client() as client:
        found = client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL").content()[0]
        client.numbers.rent(found.phone_number, sms_configuration={"service_plan_id": "plan"})
        page.get_by_role("link", name="Numbers").click()
        page.locator("#list a", has_text=found.phone_number).click()
        page.get_by_role("button", name="Succeeds").click()
        expect(page.get_by_role("button", name="Succeeds")).to_have_count(0)
        assert client.numbers.get(found.phone_number).sms_configuration.service_plan_id == "plan"
    expect(page.locator("#list")).not_to_contain_text("waits")


def test_a_lookup_is_shown_with_its_result(page: Page, simulator: Connection) -> None:
    with simulator.client() as client:
        client.number_lookup.lookup("+12025550123")
    page.get_by_role("link", name="Requests").click()
    page.locator("#list a", has_text="NumberLookupV2_Lookup").click()
    expect(page.locator("#right .response")).to_contain_text("Example Wireless")


def test_markup_is_only_shown(page: Page, simulator: Connection) -> None:
    simulator.receive_sms("+12025550177", "+12025550199", MARKUP)
    page.locator("#list a", has_text="onerror").click()
    expect(page.locator(".bubble")).to_contain_text(MARKUP)
    assert page.locator("main img, main script").count() == 0
    assert page.title() == "Simulated Sinch"


def test_a_rejected_request_shows_the_field(page: Page, simulator: Connection) -> None:
    from sinch import BadRequestError

    with simulator.client() as client, pytest.raises(BadRequestError):
        client.sms.batches.send_sms(to=[], body="Hi")
    page.get_by_role("link", name="Requests").click()
    page.locator("#list a", has_text="to:").click()
    expect(page.locator("#right .bad").nth(1)).to_contain_text("to: ")
    expect(page.locator("#right")).not_to_contain_text("authorization", ignore_case=True)
    page.screenshot(path=PICTURES / "rejected.png")


def test_faults_are_switched_on_and_off(page: Page, simulator: Connection) -> None:
    from sinch import ServerError

    page.get_by_role("link", name="Faults").click()
    page.get_by_label("Operation").select_option("ListBatches")
    page.get_by_label("until stopped").check()
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#list")).to_contain_text("ListBatches")
    with simulator.client(max_retries=0) as client:
        with pytest.raises(ServerError):
            client.sms.batches.list()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#list")).not_to_contain_text("ListBatches")
        client.sms.batches.list()


def test_it_is_used_by_keyboard_alone(page: Page, simulator: Connection) -> None:
    for text in ("one", "two"):
        simulator.receive_sms("+12025550188", "+12025550199", text)
    expect(page.locator("#list a").nth(1)).to_contain_text("one")
    page.keyboard.press("j")
    expect(page.locator("#list a").first).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(page.locator("#list a").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator("#right")).to_have_attribute("data-of", page.evaluate("location.hash"))
    page.keyboard.press("r")
    expect(page.get_by_label("Reply as the phone")).to_be_focused()


def test_what_is_written_outlasts_a_refresh(page: Page, simulator: Connection) -> None:
    simulator.receive_sms("+12025550155", "+12025550199", "How late?")
    page.locator("#list a", has_text="How late?").click()
    field = page.get_by_label("Reply as the phone")
    expect(field).to_be_visible()
    held: list[Route] = []
    page.route(re.compile("/messages/[0-9]+$"), lambda route: held.append(route), times=1)
    with page.expect_request(re.compile("/messages/[0-9]+$")):
        simulator.receive_sms("+12025550155", "+12025550199", "Hello?")
    field.fill("Half a sent")  # while the page waits for what it shows next
    for each in held:
        each.continue_()
    expect(page.locator(".bubble").last).to_contain_text("Hello?")
    expect(field).to_have_value("Half a sent")
    expect(field).to_be_focused()


def test_what_comes_late_is_not_shown(page: Page, simulator: Connection) -> None:
    expect(page.locator("#list a", has_text="Dinner")).to_be_visible()
    held: list[Route] = []
    page.route(re.compile(r"/messages\?"), lambda route: held.append(route), times=1)
    with page.expect_request(re.compile(r"/messages\?")):
        simulator.receive_sms("+12025550155", "+12025550199", "How late?")
    page.get_by_role("link", name="Requests").click()
    expect(page.locator("#list")).to_contain_text("SendSMS")
    with page.expect_response(re.compile(r"/messages\?")):
        held[0].continue_()
    expect(page.get_by_role("link", name="Requests")).to_have_attribute("aria-current", "page")
    expect(page.locator("#list")).to_contain_text("SendSMS")
    expect(page.locator("#list")).not_to_contain_text("Dinner")


def test_dark_and_narrow(page: Page) -> None:
    page.locator("#list a", has_text="Dinner").click()
    expect(page.locator(".bubble").first).to_be_visible()
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.screenshot(path=PICTURES / "dark.png")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=PICTURES / "narrow.png", full_page=True)
