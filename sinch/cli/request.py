"""`sinch request`: call any endpoint."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from rich.console import Console

from sinch.cli.shell import Shell, pairs, with_json, with_yes, without_secrets


@click.command()
@click.argument("method")
@click.argument("path")
@click.option("--product", required=True, help="Whose host and credentials to use, such as sms or number_lookup.")
@click.option("--query", "-q", multiple=True, metavar="NAME=VALUE", help="A query parameter; may be repeated.")
@click.option("--body", "-b", help="The JSON to send; - reads it from standard input.")
@with_yes
@with_json
@click.pass_obj
def request(
    shell: Shell, method: str, path: str, product: str, query: tuple[str, ...], body: str | None, yes: bool
) -> None:
    """Call an endpoint that has no command, such as GET /xms/v1/{service_plan_id}/groups.

    Ids of the configuration may stand in braces, as in the API reference.
    """
    content: Any = None
    if body is not None:
        if body == "-" and not yes:
            raise click.UsageError("with the body on standard input nobody can be asked: add --yes")
        try:
            content = json.loads(sys.stdin.read() if body == "-" else body)
        except ValueError as error:
            raise click.UsageError(f"the body is not JSON: {error}") from None
    if method.upper() not in ("GET", "HEAD"):
        shell.confirm(f"Send {method.upper()}? It may cost money.", yes)
    with shell.client() as client, shell.uncertain("it may have been carried out"):
        result = client.request(method, path, product=product, query=pairs(query, "--query"), body=content)

    def text(console: Console) -> None:
        if result is None:
            console.print("no content")
        else:
            console.print_json(json.dumps(without_secrets(result), default=str))

    shell.show(result, text)
