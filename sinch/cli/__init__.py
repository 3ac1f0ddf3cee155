"""The `sinch` command: send, look up and listen from a shell. It needs the extra `cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command with the arguments of the process."""
    try:
        import click
        import rich
    except ImportError as error:
        sys.exit(f'The command `sinch` needs {error.name}: pip install "sinch[cli]"')
    _ = click, rich
    from sinch.cli.command import command

    command()
