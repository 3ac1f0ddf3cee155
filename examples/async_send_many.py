"""Sends a text message for each line of a file, many at a time: `python examples/async_send_many.py orders.csv`.

The columns of the file are `reference`, `number` and `text`; no reference comes twice. It costs what the messages cost.
Where `rich` is installed (`pip install rich`), it draws a bar. This needs `pip install "sinch[async]"`.

Credentials and region come from the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET` and
`SINCH_SMS_REGION`. Where the account has no default sender, `SINCH_SENDER` names one of its numbers.
"""

import asyncio
import csv
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import sinch
from sinch import UNSET, AsyncSinchClient
from sinch.bulk_calls import BulkCounts


def requests(path: str) -> Iterator[dict[str, Any]]:
    """Read the file line by line, as fast as messages are sent."""
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {
                "to": [row["number"]],
                "from_": os.environ.get("SINCH_SENDER", UNSET),
                "body": row["text"],
                "client_reference": row["reference"],
            }


@contextmanager
def progress_bar() -> Generator[Callable[[BulkCounts], object], None, None]:
    """Show how far it has come: with a bar if there is one, else with a line for every hundred messages."""
    try:
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn
    except ImportError:
        yield lambda counts: counts.finished % 100 or print(f"{counts.finished} messages ...")
    else:
        with Progress(SpinnerColumn(), "Messages", MofNCompleteColumn(), TimeElapsedColumn()) as bar:
            task = bar.add_task("", total=None)
            yield lambda counts: bar.update(task, completed=counts.finished)


async def main(path: str) -> None:
    """Send everything, then look what became of those messages that got no response."""
    async with AsyncSinchClient() as client:
        with progress_bar() as progress:
            calls = sinch.bulk(client.sms.batches.send_sms, requests(path), limit=32, progress=progress)
            async for request, outcome in calls:
                if isinstance(outcome, Exception):
                    print(f"{request['client_reference']}: {outcome}")
        for request in calls.unknown:
            found = await client.sms.batches.list(client_reference=request["client_reference"])
            print(f"{request['client_reference']}: {'was sent after all' if found.content() else 'is not to be found'}")
    print(f"{calls.counts.succeeded} sent, {calls.counts.failed} not sent, {calls.counts.unknown} without a response.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    asyncio.run(main(sys.argv[1]))
