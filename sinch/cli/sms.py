"""`sinch sms`: send a message."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.markup import escape

from sinch.cli.shell import Group, Shell, one_line, with_json, with_yes
from sinch.core.redact import mask_phone_number


@click.group(cls=Group)
def sms() -> None:
    """SMS."""


@sms.command()
@click.argument("to", nargs=-1, required=True)
@click.option("--body", "-b", help="The text; - or nothing reads it from standard input.")
@click.option("--from", "from_", help="The sender: a phone number, a short code or a name.")
@click.option("--reference", help="A client reference, by which the message can be found again.")
@click.option("--dry-run", is_flag=True, help="Say what it would become, and send nothing.")
@click.option("--wait", type=click.FloatRange(min=0, min_open=True), help="Wait so many seconds for its delivery.")
@with_yes
@with_json
@click.pass_obj
def send(
    shell: Shell,
    to: tuple[str, ...],
    body: str | None,
    from_: str | None,
    reference: str | None,
    dry_run: bool,
    wait: float | None,
    yes: bool,
) -> None:
    """Send a text to the phone numbers TO, in the form +12025550123."""
    if body is None or body == "-":
        if sys.stdin.isatty():
            raise click.UsageError("there is no text: pass --body, or write it to standard input")
        body = sys.stdin.read().rstrip("\n")
        if not yes and not dry_run:
            raise click.UsageError("with the text on standard input nobody can be asked: add --yes")
    fields: dict[str, Any] = {"to": list(to), "body": body}
    fields.update({name: value for name, value in (("from_", from_), ("client_reference", reference)) if value})
    client = shell.client()
    with client:
        if dry_run:
            outcome = client.sms.batches.dry_run_sms(**fields)
            parts = f"{outcome.number_of_messages} parts to {outcome.number_of_recipients} recipients; nothing was sent"
            shell.show(outcome, lambda console: console.print(parts))
            return
        whom = mask_phone_number(to[0]) if len(to) == 1 else f"{len(to)} recipients"
        shell.confirm(f"Send an SMS to {whom}? It costs money.", yes)
        if wait is not None:
            fields["delivery_report"] = "summary"
        with shell.uncertain("the message may have been sent"):
            batch = client.sms.batches.send_sms(**fields)
        if wait is None:
            shell.show(batch, lambda console: console.print(f"sent as batch {escape(one_line(batch.id))}"))
            return
        click.echo(f"sent as batch {one_line(batch.id)}; waiting for its delivery", err=True)
        report = client.sms.batches.wait_until_delivered(batch.id, timeout=wait)
        counts = ", ".join(f"{status.status}: {status.count}" for status in report.statuses or [])
        shell.show(report, lambda console: console.print(escape(one_line(counts))))
