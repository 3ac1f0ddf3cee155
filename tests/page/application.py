"""A program for the test of the page: it sends messages and receives events, and knows nothing of a simulator."""

from __future__ import annotations

import os

from fastapi import FastAPI, Request, Response

from sinch import EventError, SinchClient
from sinch.domains.sms import MOTextMessage

app = FastAPI()
client = SinchClient()
ADA, SHOP = "+12025550123", "+12025550199"


@app.post("/invite")
def invite() -> None:
    """Send a text and a choice."""
    client.sms.batches.send_sms(to=[ADA], from_=SHOP, body="Dinner <b>tonight</b>?", delivery_report="full")
    client.conversation.messages.send_choice_message(
        app_id=os.environ["APP"],
        choice_message={
            "text_message": {"text": "Which table?"},
            "choices": [{"text_message": {"text": "Window"}}, {"text_message": {"text": "Garden"}}],
        },
        recipient_identities=[{"channel": "WHATSAPP", "identity": ADA}],
    )


@app.post("/sinch-events/sms")
async def receive(request: Request) -> Response:
    """Reply to whoever writes."""
    events = client.sms.sinch_events(os.environ["SINCH_EVENT_SECRET"])
    try:
        event = events.verify_and_parse(request.headers, await request.body())
    except EventError:
        return Response("not from Sinch", status_code=401)
    if isinstance(event, MOTextMessage):
        return Response(f"noted: {event.body}")
    return Response("thanks")


@app.post("/sinch-events/verification")
def allow() -> dict[str, str]:
    """Let every verification go on."""
    return {"action": "allow"}
