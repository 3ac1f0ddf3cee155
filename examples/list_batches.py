"""Lists the batches of the last week with their outcome: `python examples/list_batches.py`.

Credentials and region come from the environment: `SINCH_PROJECT_ID`, `SINCH_KEY_ID`, `SINCH_KEY_SECRET` and
`SINCH_SMS_REGION`.
"""

from datetime import datetime, timedelta, timezone

from sinch import SinchClient


def main() -> None:
    """Print a line for each batch, newest first."""
    with SinchClient() as client:
        week_ago = datetime.now(timezone.utc) - timedelta(days=7)
        for batch in client.sms.batches.list(start_date=week_ago, page_size=100):  # fetches page after page
            report = client.sms.delivery_reports.get(batch.id)
            outcome = ", ".join(f"{entry.count} {entry.status}" for entry in report.statuses)
            print(f"{batch.created_at:%Y-%m-%d %H:%M}  {batch.id}  {outcome}")


if __name__ == "__main__":
    main()
