"""`sinch completion`: what a shell needs to complete the command."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion of a shell.

    \b
      bash   eval "$(sinch completion bash)"
      zsh    eval "$(sinch completion zsh)"
      fish   sinch completion fish | source
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(context.find_root().command, {}, "sinch", "_SINCH_COMPLETE").source())
