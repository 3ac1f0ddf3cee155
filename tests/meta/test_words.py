"""One word per thing: words that the project does not use in names, comments, docstrings, messages, pages and specs."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SELF = Path(__file__).relative_to(ROOT).as_posix()
UNREAD = ("tests/cassettes/*", "codegen/testdata/*", "LICENSE", SELF)
"""Recorded or deliberately odd data, the text of a licence, and the patterns themselves."""


class Pattern(NamedTuple):
    """What must not be found, and what to write instead."""

    text: str
    instead: str


NAMES = [
    Pattern(r"(?i)\w*answer\w*", "response, or reply to an event"),
    Pattern(r"(?i)\w*refus\w*", "reject"),
    Pattern(r"(?i)\w*amid(_\w*)?", "while, during, under"),
    Pattern(r"(?i)(\w*_)?(is|are)_no_(?!longer|more)\w+", "is_not"),
    Pattern(r"(?i)un?heard|heard", "received, final_response"),
    Pattern(r"(?i)\w*doubt\w*", "suspect, expire_soon"),
    Pattern(r"(?i)codecs?|\w+_codecs?", "kind, kinds"),
    Pattern(r"Endpoint", "Operation"),
    Pattern(r"_said|_told", "_explicit_type, _inferred_type"),
    Pattern(r"marks?", "discriminator"),
    Pattern(r"TokenKeeper", "TokenProvider"),
    Pattern(r"Tracked", "DeadlineConnection"),
    Pattern(r"lazily", "lazy_getattr"),
    Pattern(r"_HOMES", "_LAZY_IMPORTS"),
    Pattern(r"_WHERE", "_HINTS"),
    Pattern(r"_KEY|_PLAN", "_PROJECT_CREDENTIALS, _PLAN_CREDENTIALS"),
    Pattern(r"says_expired", "is_expired_token"),
    Pattern(r"Model\.build", "Model.to_wire"),
]
"""Whole names in Python. A method is given with its class."""

WORDS = [
    Pattern(r"\w*answer\w*", "response, or reply to an event"),
    Pattern(r"\w*refus\w*", "reject"),
    Pattern(r"amid(st)?", "while, during, under"),
    Pattern(r"(?<!there )(is|are|was|were|be) no (?!longer|more|less|fewer|later)\w+", "is not a, cannot be a"),
    Pattern(r"heard", "received"),
    Pattern(r"codecs?", "kind, charset"),
]
"""Words in texts, in any letter case; what stands in backticks is a name and not read."""


class Allowed(NamedTuple):
    """Where something is found rightly."""

    path: str
    text: str
    because: str


ALLOWED = [
    Allowed("tests/*", "Connection ?Refused.*", "the operating system's own words"),
    Allowed("specs/*", r"(\S+ )?answer (with 200|at once|does not matter).*", "a reply to an event"),
    Allowed("*voice*", r"(\S+ )?NOANSWER.*", "what came of a call, in the words of the API"),
    Allowed(
        "sinch/compat/table.py",
        r"(\S+ )?Answer\w*Instruction|\S*InstructionAnswer|AnsweringMachineDetection",
        "of SVAML",
    ),
    Allowed("*verification*", r"NO_ANSWER|ANSWERED", "what came of a call, in the words of the API"),
    Allowed("examples/*", r"(\S+ )?answers (200|401) to .*", "a reply to an event"),
    Allowed("codegen/*", "Endpoint", "a class of openapi-python-client"),
    Allowed("tests/*", "mark", "pytest's word for what a test is decorated with"),
]
"""By path, the found text with the word before it and the rest of its line; each entry must be needed."""

NAMES_OF_THE_APIS = [
    Allowed("*voice*", r"(\S+ )?answer.*", "SVAML's instruction `answer`, and a call that was answered (ACE)"),
    Allowed("*", r"(\S+ )?answering machine.*", "answering machine detection of the Voice API"),
    Allowed(
        "*voice*",
        r".*(NO_ANSWER|[oO]n_?Answer|\"answer|answer\(|Calls\.answer|answered).*",
        "a call that is answered, and SVAML's words for it",
    ),
    Allowed("examples/demo.py", "answer", "a command of SVAML"),
    Allowed("docs/*", r".*(on_?answer[=(]|Calls\.answer\(|\)\.answer\(|\[\"answer\").*", "commands of SVAML in pages"),
    Allowed("*voice*", r"codec", "how a stream of audio is coded, in the word of the API"),
    Allowed("*voice*", r".*heard.*", "what people hear in calls"),
]
"""What the APIs themselves call things; these may be unused as long as their products are not there."""


class Found(NamedTuple):
    """A pattern that was found."""

    path: str
    line: int
    text: str
    instead: str


def names_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names in Python source, inside f-strings too."""
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 1)
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield item.lineno, f"{node.name}.{item.name}"
        if isinstance(node, ast.alias):
            yield from ((line, part) for part in (*node.name.split("."), node.asname or ""))
        for field in ("id", "attr", "arg", "name"):
            name = getattr(node, field, None)
            if isinstance(name, str) and not isinstance(node, ast.alias):
                yield line, name


def texts_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of comments, docstrings and other texts in Python source."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from enumerate(node.value.split("\n"), node.lineno)


def descriptions_in(document: Any) -> Iterator[str]:
    """Yield the texts for people in a spec or products file."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in ("description", "summary", "title", "because") and isinstance(value, str):
                yield value
            else:
                yield from descriptions_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from descriptions_in(value)


def may_hold(text: str, pattern: Pattern, flags: re.RegexFlag = re.NOFLAG) -> bool:
    """Tell whether a file is worth a look: reading every name and text of every file takes ten seconds."""
    if pattern.text.startswith("(?i)"):
        flags = re.IGNORECASE
    name = pattern.text.removeprefix("(?i)").rpartition(r"\.")[2]  # a method is given with its class
    name = name.replace(r"\w*", "") if r"\w" in name else rf"\b(?:{name})\b"
    return re.search(name, text, flags) is not None


def search(path: str, source: str) -> Iterator[Found]:
    """Yield what must not be in a file, by the kind of the file."""
    text = " ".join(source.split())
    names = [pattern for pattern in NAMES if may_hold(text, pattern)]
    words = [pattern for pattern in WORDS if may_hold(text, pattern, re.IGNORECASE)]
    if path.endswith(".py"):
        for line, name in names_in(source) if names else ():
            for pattern in names:
                if re.fullmatch(pattern.text, name):
                    yield Found(path, line, name, pattern.instead)
    if not words:
        return
    if path.endswith(".py"):
        lines = texts_in(source)
    elif path.endswith(".yaml"):
        comments = ((line, text) for line, text in enumerate(source.split("\n"), 1) if text.lstrip().startswith("#"))
        lines = iter([*comments, *((1, text) for text in descriptions_in(yaml.load(source, Loader=yaml.CSafeLoader)))])
    else:
        lines = enumerate(source.split("\n"), 1)
    for line, text in lines:
        prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "``", text)
        for pattern in words:
            for match in re.finditer(rf"\b({pattern.text})\b", prose, re.IGNORECASE):
                before = prose.rfind(" ", 0, max(match.start() - 1, 0)) + 1
                yield Found(path, line, prose[before:].strip(), pattern.instead)


def permits(allowed: Allowed, found: Found) -> bool:
    return fnmatch(found.path, allowed.path) and bool(re.fullmatch(allowed.text, found.text, re.IGNORECASE | re.DOTALL))


def project() -> Iterator[tuple[str, str]]:
    """Yield the path and the content of every file that people write or read."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for path in sorted(listed.stdout.decode().split("\n")):
        readable = path.endswith((".py", ".md", ".yaml", ".jinja")) or path == "Makefile"
        if readable and not any(fnmatch(path, unread) for unread in UNREAD) and (ROOT / path).exists():
            yield path, (ROOT / path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def everything() -> list[Found]:
    return [found for path, source in project() for found in search(path, source)]


def test_each_thing_has_one_word(everything: list[Found]) -> None:
    wrong = [
        found for found in everything if not any(permits(allowed, found) for allowed in (*ALLOWED, *NAMES_OF_THE_APIS))
    ]
    assert not wrong, "\n".join(
        f"{found.path}:{found.line}: {found.text[:80]!r}: write {found.instead}" for found in wrong
    )


@pytest.mark.parametrize("allowed", ALLOWED, ids=lambda allowed: f"{allowed.path} {allowed.text}")
def test_every_exception_is_needed(allowed: Allowed, everything: list[Found]) -> None:
    assert any(permits(allowed, found) for found in everything), f"remove it from ALLOWED: {allowed}"


def test_the_whole_project_is_read() -> None:
    suffixes = {Path(path).parts[0] + Path(path).suffix for path, _ in project()}
    assert suffixes >= {"sinch.py", "generated.py", "codegen.py", "codegen.jinja", "tests.py", "scripts.py", "bench.py"}
    assert suffixes >= {"examples.py", "specs.yaml", "codegen.yaml", "docs.md", "specs.md", "README.md.md"}


# The search can fail


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "def refuse(): ...\n"),
        ("a.py", "class Endpoint: ...\n"),
        ("a.py", "def f(answer): ...\n"),
        ("a.py", "x.doubted = 1\n"),
        ("a.py", "import codec\n"),
        ("a.py", "from a import b as heard\n"),
        ("a.py", "f(mark=1)\n"),
        ("a.py", "try: ...\nexcept E as refused: ...\n"),
        ("a.py", 'print(f"{answers}")\n'),
        ("a.py", "class Model:\n    def build(self): ...\n"),
        ("a.py", "def test_a_list_is_no_page(): ...\n"),
        ("a.py", "def test_closing_amid_traffic(): ...\n"),
        ("a.py", "_HOMES = {}\n"),
        ("a.py", "x = 1  # the answer of the server\n"),
        ("a.py", '"""Refuse it."""\n'),
        ("a.py", 'raise E(f"{x} is no valid host")\n'),
        ("a.py", 'def f():\n    """Say it.\n\n    It was heard amid others.\n    """\n'),
        ("a.md", "The API refuses it.\n"),
        ("a.md", "| a table | of answers |\n"),
        ("a.yaml", "info: {description: Answers are JSON.}\n"),
        ("a.yaml", "paths: {/x: {get: {responses: {200: {description: It is no event.}}}}}\n"),
        ("a.yaml", "# what is refused\na: 1\n"),
        ("a.jinja", '"""Answers of {{ title }}."""\n'),
    ],
)
def test_what_must_not_be_written_is_found(path: str, source: str) -> None:
    assert list(search(path, source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "def reject(response, discriminator): ...\n"),
        ("a.py", "x = benchmark.marked()  # there is no default, and it is no longer needed\n"),
        ("a.py", '"""The instruction `answer` of SVAML."""\n'),
        ("a.py", "class Other:\n    def build(self): ...\n"),
        ("a.md", "[a test](tests/test_answers.py) and `test_refused`\n"),
        ("a.yaml", "example: {text: Answer me}\n"),
    ],
)
def test_other_words_are_left_alone(path: str, source: str) -> None:
    assert not list(search(path, source))


def test_exceptions_hold_for_their_place_only() -> None:
    allowed = Allowed("specs/*", "answer at once.*", "a reply to an event")
    (found,) = search("specs/x.yaml", "description: Answer at once.")
    assert permits(allowed, found)
    assert not permits(allowed, found._replace(path="sinch/x.py"))
    assert not permits(allowed, found._replace(text="answer later"))
