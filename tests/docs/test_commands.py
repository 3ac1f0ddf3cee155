"""Every block of a page that is not Python: the programs that a command calls know it; the rest says why not run.

Commands are read, not run: they install, listen, send or wait. What can be wrong about them is a name, and names are
checked: extras, modules and their options, targets of make, the arguments of `sinch`, paths of the control API,
variables of the environment. Blocks marked `text` are drawings and output.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
import tomllib

from sinch.cli.command import command as sinch_command
from tests.docs.test_snippets import PAGES, ROOT

FENCE = re.compile(
    r"^(?P<why><!-- not run: .+ -->\n+)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Block(NamedTuple):
    language: str
    text: str
    explained: bool


def blocks(text: str) -> list[Block]:
    return [Block(match["language"], match["text"], match["why"] is not None) for match in FENCE.finditer(text)]


def commands(text: str) -> Iterator[list[str]]:
    """Yield the words of each command in a shell block, those of pipes and of `$(...)` too."""
    for line in text.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|")
        lexer.whitespace_split = True
        lexer.commenters = "#"
        words: list[str] = []
        for word in lexer:
            if word == "|":
                yield words
                words = []
            else:
                words.append(word)
        if words[:1] == ["eval"]:
            yield shlex.split(words[1].removeprefix("$(").removesuffix(")"))
        elif words:
            yield words


def check_pip(words: list[str]) -> None:
    assert words[0] == "install"
    for word in words[1:]:
        name, _, extra = word.removesuffix("]").partition("[")
        assert name == PROJECT["name"]
        assert not extra or extra in PROJECT["optional-dependencies"], f"there is no extra {extra}"


def check_python(words: list[str]) -> None:
    assert words[0] == "-m"
    spec = importlib.util.find_spec(f"{words[1]}.__main__")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    for option in words[2:]:
        assert not option.startswith("--") or f'"{option}"' in source, f"{words[1]} has no {option}"


def check_make(words: list[str]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert words[0] in targets


def check_sinch(words: list[str], command: click.Command = sinch_command) -> None:
    context = command.make_context("sinch", list(words), resilient_parsing=False)
    if isinstance(command, click.Group):
        _, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        check_sinch(rest, found)


def check_curl(words: list[str]) -> None:
    addresses = [word for word in words if word.startswith("http://127.0.0.1:8200/_sinch/v1/")]
    assert addresses
    known = (ROOT / "sinch/testing/control").rglob("*")
    names = "".join(path.read_text(encoding="utf-8") for path in known if path.suffix in (".py", ".yaml", ".json"))
    for address in addresses:
        for part in re.sub(r"\?.*", "", address.partition("/v1/")[2]).split("/"):
            assert re.search(rf"\b{part}\b", names), address


def check_export(words: list[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in words:
        assert f"`{word.partition('=')[0]}`" in readme


def check_flask(words: list[str]) -> None:
    program = words[words.index("--app") + 1]
    assert any(f"# {program}.py\n" in page.read_text(encoding="utf-8") for page in PAGES)


CHECKS: dict[str, Callable[[list[str]], None]] = {
    "pip": check_pip,
    "python": check_python,
    "make": check_make,
    "sinch": check_sinch,
    "curl": check_curl,
    "export": check_export,
    "flask": check_flask,
    "echo": lambda words: None,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_checked_or_says_why_not(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.explained or block.language in ("python", "text"):
            continue  # tests/docs/test_snippets.py runs the former
        assert block.language == "shell", (
            f"{page.name}: say <!-- not run: why --> above a block of {block.language or 'no language'}"
        )
        for name, *words in commands(block.text):
            assert name in CHECKS, f"{page.name}: nothing is known of {name}"
            CHECKS[name](words)


def test_no_block_is_overlooked() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"^ *```", text, re.MULTILINE)) == 2 * len(blocks(text)), page.name


@pytest.mark.parametrize(
    "line",
    [
        "pip install sinch[nothing]",
        "python -m sinch.nothing",
        "python -m sinch.testing --nothing",
        "make nothing",
        "sinch nothing",
        "sinch lookup --nothing +12025550123",
        'eval "$(sinch nothing)"',
        "curl http://127.0.0.1:8200/_sinch/v1/nothing-such",
        "export SINCH_NOTHING=1",
        "flask --app nothing run",
    ],
)
def test_what_does_not_exist_is_found(line: str) -> None:
    ((name, *words),) = commands(line)
    with pytest.raises((AssertionError, ModuleNotFoundError, click.ClickException)):
        CHECKS[name](words)
