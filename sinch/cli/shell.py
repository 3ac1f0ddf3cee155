"""What all commands share: the client, what is shown and in which form, questions, and how errors end a command.

Exit codes: 0 done; 1 the API or the network failed it; 2 wrong usage or a wrong argument; 3 a credential, region or
other setting is missing or wrong; 4 something may have been sent or billed, but no response says so; 130 interrupted.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import click

from sinch import ArgumentError, ConfigurationError, SinchException
from sinch.core.redact import MASK

if TYPE_CHECKING:
    from rich.console import Console

    from sinch import SinchClient

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]
FAILED: int = 1
USAGE: int = 2
CONFIGURATION: int = 3
UNKNOWN: int = 4
INTERRUPTED: int = 130


class Shell:
    """How one run of the command talks: as text for people, or as JSON for programs."""

    def __init__(self) -> None:
        self.as_json: bool = False

    def client(self, **options: Any) -> SinchClient:
        """Return a client with the settings of the environment."""
        from sinch import SinchClient

        return SinchClient(app_name="sinch-cli", **options)

    @property
    def console(self) -> Console:
        """Where text goes."""
        from rich.console import Console

        return Console(highlight=False, soft_wrap=True)

    def show(self, result: Any, text: Callable[[Console], object]) -> None:
        """Print a result: as one JSON document, or as `text` prints it."""
        if self.as_json:
            self.document(result)
        else:
            text(self.console)

    def document(self, value: Any) -> None:
        """Print one JSON document in one line, without the secrets in it."""
        click.echo(json.dumps(without_secrets(value), ensure_ascii=False, default=str))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], empty: str) -> Callable[[Console], object]:
        """Return what prints rows under the names of their columns, or a sentence if there are none."""
        from rich.markup import escape
        from rich.table import Table

        def text(console: Console) -> None:
            if not rows:
                console.print(empty)
                return
            table = Table(box=None, pad_edge=False, header_style="bold")
            for column in columns:
                table.add_column(column)
            for row in rows:
                table.add_row(*("" if value is None else escape(one_line(value)) for value in row))
            console.print(table)

        return text

    def fail(self, error: SinchException) -> NoReturn:
        """Print an error and end with its exit code."""
        if error.outcome_unknown:
            code = UNKNOWN
        elif isinstance(error, ConfigurationError):
            code = CONFIGURATION
        elif isinstance(error, ArgumentError):
            code = USAGE
        else:
            code = FAILED
        self.stop(str(error), code, error)

    def stop(self, message: str, code: int, error: SinchException | None = None) -> NoReturn:
        """Print why a command ends early, and end with an exit code."""
        if self.as_json:
            details = {
                "type": type(error).__name__ if error is not None else None,
                "message": message,
                "exit_code": code,
                "operation_id": getattr(error, "operation_id", None),
                "status": getattr(error, "response_status_code", None),
                "request_id": getattr(error, "request_id", None),
                "outcome_unknown": getattr(error, "outcome_unknown", code == UNKNOWN),
            }
            click.echo(json.dumps({"error": details}, ensure_ascii=False), err=True)
        else:
            click.secho(f"Error: {message}", fg="red", err=True)
            if code == UNKNOWN:
                click.echo("It may have been carried out: check before you repeat it.", err=True)
        sys.exit(code)

    def confirm(self, question: str, yes: bool) -> None:
        """Ask before something that costs money, and end the command without a yes."""
        if yes:
            return
        if not sys.stdin.isatty():
            raise click.UsageError(f"{question} Nobody is there to be asked: add --yes.")
        click.confirm(question, abort=True, err=True)

    @contextmanager
    def uncertain(self, what: str) -> Iterator[None]:
        """Say of an interruption meanwhile that something may have been carried out."""
        try:
            yield
        except KeyboardInterrupt:
            self.stop(f"interrupted: {what}", UNKNOWN)


def one_line(value: Any) -> str:
    """Return a value as text that stays in its line and steers no terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())


_SECRET = re.compile("(?i)secret|password|api_?token|access_?token|auth_?token|credential")


def without_secrets(value: Any) -> Any:
    """Return what came from an API with `***` in place of everything that its name calls a secret."""
    if isinstance(value, Mapping):
        return {name: MASK if _is_secret(name, item) else without_secrets(item) for name, item in value.items()}
    return [without_secrets(item) for item in value] if isinstance(value, list) else value


def _is_secret(name: str, value: Any) -> bool:
    return bool(value) and not isinstance(value, (Mapping, list)) and _SECRET.search(name) is not None


class Group(click.Group):
    """Commands whose errors end the process with an exit code of their own, and with no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        shell: Shell = ctx.ensure_object(Shell)
        try:
            return super().invoke(ctx)
        except SinchException as error:
            shell.fail(error)
        except KeyboardInterrupt:
            shell.stop("interrupted", INTERRUPTED)


def _json_wanted(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.ensure_object(Shell).as_json = True


with_json: Decorator = click.option(
    "--json",
    is_flag=True,
    expose_value=False,
    callback=_json_wanted,
    is_eager=True,
    help="Print JSON instead of text; errors too, on standard error.",
)
"""For commands that print something."""

with_yes: Decorator = click.option("--yes", "-y", is_flag=True, help="Do not ask, though it costs money.")
"""For commands that cost money."""


def pairs(values: Sequence[str], option: str) -> Mapping[str, str]:
    """Return the `name=value` that an option was given. Raises click.UsageError."""
    found = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not (name and equals):
            raise click.UsageError(f"{option} must be NAME=VALUE, not {value!r}")
        found[name] = text
    return found
