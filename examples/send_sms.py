"""Sends a text message: `python examples/send_sms.py +12025550123 "Hello from Python"`. You pay for the SMS.

Credentials and region come from the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET` and
`SINCH_SMS_REGION`. If the account has no default sender, set `SINCH_SENDER` to one of its numbers.
"""

import os
import sys

from sinch import UNSET, OutcomeUnknownError, SinchClient, SinchException


def main(to: str, body: str) -> None:
    """Send `body` to the phone number `to` and print the id of the batch."""
    with SinchClient() as client:
        batch = client.sms.batches.send_sms(
            to=[to],
            from_=os.environ.get("SINCH_SENDER", UNSET),
            body=body,
            delivery_report="summary",
        )
    print(f"Sent as batch {batch.id}.")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        main(sys.argv[1], sys.argv[2])
    except OutcomeUnknownError as error:
        sys.exit(f"It may have been sent, so check the list of batches before you try again: {error}")
    except SinchException as error:
        sys.exit(f"Not sent: {error}")
