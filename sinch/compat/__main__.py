"""List the imports of 2.x in a project, or rewrite them: `python -m sinch.compat path/ [--write]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it. Return 0 if no import of 2.x is left, 1 if some are, 2 if some files could not be read."""
    parser = argparse.ArgumentParser(prog="python -m sinch.compat", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="path", help="a file, or a folder with all below it")
    parser.add_argument("--write", action="store_true", help="rewrite the files whose imports can all be rewritten")
    options = parser.parse_args(arguments)
    try:
        from sinch.compat.rewriter import UnreadableFileError, files_below, inspect_file, write_file
    except ModuleNotFoundError as error:
        if error.name != "libcst":
            raise
        print('this needs libcst: pip install "sinch[compat]"', file=sys.stderr)
        return 2
    left = unread = 0
    for path in files_below(options.paths):
        try:
            report = inspect_file(path)
        except UnreadableFileError as error:
            unread += 1
            print(f"{path}: {error}", file=sys.stderr)
            continue
        for finding in report.findings:
            print(f"{path}:{finding.line}: {finding.text}")
        if options.write and report.content is not None:
            write_file(path, report.content)
            print(f"{path}: written")
        elif report.findings:
            left += 1
            if options.write:
                print(f"{path}: not written, since it has imports to be changed by hand")
    return 2 if unread else 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
