"""`sinch numbers` and `sinch lookup`: search numbers to rent, list those rented, and look one up."""

from __future__ import annotations

from itertools import islice
from typing import Any

import click
from rich.console import Console
from rich.pretty import Pretty

from sinch.cli.shell import Group, Shell, with_json, with_yes

_TYPES = click.Choice(["LOCAL", "MOBILE", "TOLL_FREE"])
_CAPABILITIES = click.Choice(["SMS", "VOICE"])


@click.group(cls=Group)
def numbers() -> None:
    """Phone numbers of the project."""


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [])}


@numbers.command()
@click.option("--region", required=True, help="The country, such as US.")
@click.option("--type", "number_type", type=_TYPES, default="LOCAL", show_default=True, help="The type of number.")
@click.option("--contains", help="Digits that it must have.")
@click.option("--capability", "capabilities", type=_CAPABILITIES, multiple=True, help="What it can do.")
@click.option("--size", type=click.IntRange(min=1), help="How many at most.")
@with_json
@click.pass_obj
def search(
    shell: Shell,
    region: str,
    number_type: str,
    contains: str | None,
    capabilities: tuple[str, ...],
    size: int | None,
) -> None:
    """Search numbers that can be rented."""
    given = _given(
        number_type=number_type,
        number_pattern=contains,
        number_search_pattern="CONTAINS" if contains else None,
        capabilities=list(capabilities),
        page_size=size,
    )
    with shell.client() as client:
        found = list(client.numbers.search_for_available_numbers(region_code=region, **given))
    rows = [
        (
            number.phone_number,
            number.type,
            ", ".join(number.capability or []),
            number.monthly_price and f"{number.monthly_price.amount} {number.monthly_price.currency_code}",
        )
        for number in found
    ]
    shell.show(found, shell.table(("number", "type", "capability", "a month"), rows, "no number matches"))


@numbers.command("list")
@click.option("--region", help="The country, such as US.")
@click.option("--type", "number_type", type=_TYPES, help="The type of number.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="How many at most.")
@with_json
@click.pass_obj
def list_numbers(shell: Shell, region: str | None, number_type: str | None, limit: int) -> None:
    """List the numbers that the project has rented."""
    with shell.client() as client:
        given = _given(region_code=region, number_type=number_type)
        found = list(islice(client.numbers.list(**given), limit))
    rows = [(number.phone_number, number.type, number.region_code, number.display_name) for number in found]
    shell.show(found, shell.table(("number", "type", "region", "name"), rows, "the project has no such number"))


@click.command()
@click.argument("number")
@click.option(
    "--feature",
    "features",
    type=click.Choice(["LineType", "SimSwap", "VoIPDetection"]),
    multiple=True,
    help="What to look up; LineType unless given. Each may be billed.",
)
@with_yes
@with_json
@click.pass_obj
def lookup(shell: Shell, number: str, features: tuple[str, ...], yes: bool) -> None:
    """Look up a phone NUMBER, in the form +12025550123."""
    shell.confirm("Look up a number? It costs money.", yes)
    with shell.client() as client, shell.uncertain("the number may have been looked up and billed"):
        result = client.number_lookup.lookup(number, **_given(features=list(features)))

    def text(console: Console) -> None:
        console.print(Pretty(dict(result), expand_all=True))

    shell.show(result, text)
