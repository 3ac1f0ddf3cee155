"""`python -m sinch`, which is the command `sinch`."""

from __future__ import annotations

from sinch.cli import main

main()
