"""The group of all commands."""

from __future__ import annotations

import click

from sinch._version import __version__
from sinch.cli.completion import completion
from sinch.cli.doctor import doctor
from sinch.cli.events import events
from sinch.cli.numbers import lookup, numbers
from sinch.cli.request import request
from sinch.cli.shell import Group
from sinch.cli.simulate import simulate
from sinch.cli.sms import sms
from sinch.cli.verify import verify


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sinch")
def command() -> None:
    """Send, look up and listen with Sinch's APIs.

    Credentials, regions and hosts come from the environment: SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET,
    SINCH_SMS_REGION, SINCH_CONVERSATION_REGION; for SMS also SINCH_SERVICE_PLAN_ID and SINCH_SMS_API_TOKEN; for
    Verification SINCH_APPLICATION_KEY and SINCH_APPLICATION_SECRET. `sinch doctor` says what is set and whether it
    works.

    \b
    Exit codes:
      0    done
      1    the API or the network failed it, or what was reported did not verify the number
      2    wrong usage, or a wrong argument
      3    a credential, region or other setting is missing or wrong
      4    something may have been sent or billed, but no response says so
      130  interrupted
    """


for _command in (completion, doctor, events, lookup, numbers, request, simulate, sms, verify):
    command.add_command(_command)
