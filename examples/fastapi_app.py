"""A web application with FastAPI that sends codes and thanks for messages: `fastapi run examples/fastapi_app.py`.

It needs `pip install "sinch[async]" "fastapi[standard]"`. Credentials, region and the secret of the events come from
the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET`, `SINCH_SMS_REGION` and `SINCH_EVENT_SECRET`.
"""

import os
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, TypedDict

from fastapi import Depends, FastAPI, HTTPException, Request

from sinch import AsyncSinchClient, EventError, SinchException
from sinch.domains.sms import MOTextMessage, SmsSinchEvent

SHOP = "+12025550199"
events = SmsSinchEvent(os.environ.get("SINCH_EVENT_SECRET"))


class State(TypedDict):
    """What lives as long as the server."""

    sinch: AsyncSinchClient


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[State, None]:
    """Share one client between all requests, and close it at the end."""
    async with AsyncSinchClient() as client:
        yield {"sinch": client}


def sinch_client(request: Request) -> AsyncSinchClient:
    """Return the client."""
    client: AsyncSinchClient = request.state.sinch
    return client


Sinch = Annotated[AsyncSinchClient, Depends(sinch_client)]
app = FastAPI(lifespan=lifespan)


@app.post("/codes/{number}")
async def send_code(number: str, sinch: Sinch) -> dict[str, str]:
    """Send a code to a phone. Other requests are served meanwhile."""
    code = f"{secrets.randbelow(10_000):04}"
    try:
        batch = await sinch.sms.batches.send_sms(
            to=[number], from_=SHOP, body=f"Your code is {code}", options={"timeout": 10}
        )
    except SinchException as error:
        what = "it may have been sent" if error.outcome_unknown else "not sent"
        raise HTTPException(502, f"{what}: {error}") from error
    return {"batch": batch.id}


@app.post("/sinch-events")
async def receive(request: Request, sinch: Sinch) -> None:
    """Verify an event over its raw bytes, read it, and act on it."""
    body = await request.body()
    if not events.validate_authentication_header(request.headers, body, tolerance=300):
        raise HTTPException(401)
    try:
        event = events.parse_event(body, request.headers)
    except EventError as error:
        raise HTTPException(400, str(error)) from error
    if isinstance(event, MOTextMessage):
        await sinch.sms.batches.send_sms(to=[event.from_], from_=event.to, body="Thank you!")
