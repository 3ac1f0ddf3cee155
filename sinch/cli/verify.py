"""`sinch verify`: verify a phone number, by a code in a message or a call."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.markup import escape

from sinch.cli.shell import FAILED, Group, Shell, one_line, with_json, with_yes
from sinch.core.redact import mask_phone_number

_WAYS = {
    "sms": ("sms", "sms"),
    "flash-call": ("flash_call", "flashcall"),
    "phone-call": ("phone_call", "callout"),
    "whatsapp": ("whatsapp", "whatsapp"),
    "data": ("data", "seamless"),
}
"""By the value of an option: how the methods of the client name it, and how the API does."""
_WITH_CODE = [way for way in _WAYS if way != "data"]


@click.group(cls=Group)
def verify() -> None:
    """Verify phone numbers, with SINCH_APPLICATION_KEY and SINCH_APPLICATION_SECRET."""


@verify.command("start")
@click.argument("number")
@click.option("--by", type=click.Choice(list(_WAYS)), default="sms", show_default=True, help="The way to verify.")
@click.option("--reference", help="Your own, unique text, by which the verification can be found again.")
@with_yes
@with_json
@click.pass_obj
def start(shell: Shell, number: str, by: str, reference: str | None, yes: bool) -> None:
    """Start to verify a phone NUMBER, in the form +12025550123, and print the id to report the code with."""
    shell.confirm(f"Verify {mask_phone_number(number)} by {by}? It costs money.", yes)
    given = {} if reference is None else {"reference": reference}
    with shell.client() as client, shell.uncertain("the verification may have started"):
        started = getattr(client.verification.verifications, f"start_{_WAYS[by][0]}")(number, **given)
    lines = [f"started as {one_line(started.id)}"]
    if by == "flash-call":
        lines.append(f"report the number that calls; it fits {one_line(started.flash_call.cli_filter)}")
    elif by == "data":
        lines.append(f"the phone must open this over mobile data: {one_line(started.seamless.target_uri)}")
    shell.show(started, lambda console: console.print(escape("\n".join(lines))))


@verify.command()
@click.argument("verification")
@click.argument("code")
@click.option("--by", type=click.Choice(_WITH_CODE), default="sms", show_default=True, help="The way it was started.")
@with_json
@click.pass_obj
def report(shell: Shell, verification: str, code: str, by: str) -> None:
    """Report the CODE of a VERIFICATION, which is an id or a phone number in the form +12025550123.

    For a flash call the code is the number that called. What is not verified then ends with code 1.
    """
    key = "identity" if verification.startswith("+") else "id"
    with shell.client() as client:
        found = getattr(client.verification.verifications, f"report_{_WAYS[by][0]}_by_{key}")(verification, code)
    _tell(shell, found)
    if found.status != "SUCCESSFUL":
        sys.exit(FAILED)


@verify.command()
@click.argument("verification", required=False)
@click.option("--by", type=click.Choice(list(_WAYS)), default="sms", show_default=True, help="With a phone number.")
@click.option("--reference", help="The reference that it was started with, instead of VERIFICATION.")
@with_json
@click.pass_obj
def status(shell: Shell, verification: str | None, by: str, reference: str | None) -> None:
    """Say what has become of a VERIFICATION, which is an id or a phone number in the form +12025550123."""
    if (verification is None) == (reference is None):
        raise click.UsageError("pass either an id or number, or --reference")
    with shell.client() as client:
        statuses = client.verification.verification_status
        if verification is None:
            found = statuses.get_by_reference(str(reference))
        elif verification.startswith("+"):
            method: Any = _WAYS[by][1]
            found = statuses.get_by_identity(verification, method)
        else:
            found = statuses.get_by_id(verification)
    _tell(shell, found)


def _tell(shell: Shell, found: Any) -> None:
    said = found.status if found.reason is None else f"{found.status}: {found.reason}"
    shell.show(found, lambda console: console.print(escape(one_line(said))))
