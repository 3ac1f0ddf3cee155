"""`sinch simulate`: a simulated Sinch for programs in other processes."""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def simulate(arguments: tuple[str, ...]) -> None:
    """Run a simulated Sinch on this machine, the same as `python -m sinch.testing`."""
    from sinch.testing.__main__ import main

    main(list(arguments), program="sinch simulate")
