"""Format generated Python with the pinned ruff: sorted, without unused imports, whatever the project's settings."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from ruff import find_ruff_bin

from codegen.printable import WIDTH, RenderError

_OPTIONS = ("--isolated", "--no-cache", "--quiet", "--target-version", "py310", "--line-length", str(WIDTH))
_CHECK = (
    *("--fix", "--select", "F401,I001,TC005"),
    *("--config", 'lint.isort.known-first-party = ["sinch", "sinch_api"]'),
)
_COMPACT_CHECK = (
    *("--config", "lint.isort.split-on-trailing-comma = false"),
    *("--config", "lint.isort.combine-as-imports = true"),
)
_COMPACT_FORMAT = ("--config", "format.skip-magic-trailing-comma = true")
_WRITTEN_FORMAT = ("--config", "format.docstring-code-format = true")


def formatted(files: dict[str, str]) -> dict[str, str]:
    """Return the output of templates, formatted; its line breaks are not significant."""
    return _formatted(files, (*_CHECK, *_COMPACT_CHECK), _COMPACT_FORMAT)


def formatted_as_written(files: dict[str, str]) -> dict[str, str]:
    """Return files derived from hand-written ones, whose layout is kept; examples in docstrings are code."""
    return _formatted(files, _CHECK, _WRITTEN_FORMAT)


def _formatted(files: dict[str, str], check: tuple[str, ...], layout: tuple[str, ...]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        ruff("check", check, root)
        for name in files:
            text = (root / name).read_text(encoding="utf-8")
            if "if TYPE_CHECKING:" not in text:  # the block was empty, so the constant is not needed either
                text = re.sub(r"^TYPE_CHECKING = not .*\n", "", text, flags=re.MULTILINE)
                (root / name).write_text(text, encoding="utf-8", newline="\n")
        ruff("format", layout, root)
        return {name: (root / name).read_bytes().decode("utf-8") for name in files}


def ruff(command: str, options: tuple[str, ...], folder: Path) -> None:
    """Run the pinned ruff in a folder, without the settings of any project."""
    line = [find_ruff_bin(), command, *_OPTIONS, *options, "."]
    # one file after the other: together they take more memory than the rest of the generator
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RenderError(f"ruff {command}: {done.stdout}{done.stderr}")
