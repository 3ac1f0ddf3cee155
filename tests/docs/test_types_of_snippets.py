"""Type-checks every Python snippet of the README and the pages in docs/, with default settings, as readers would.

The README is clean as it stands. The guides go on from result to result, such as `conversation.update(talk.id)`, so
`None` is taken for any type there: a test of each would hide what they show.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.test_snippets import PAGES, ROOT, snippets

SETTINGS = """
[mypy]
python_version = 3.11
check_untyped_defs = true
allow_redefinition = true
ignore_missing_imports = true
# `await` stands outside of functions, as `python -m asyncio` allows
disable_error_code = top-level-await, syntax
strict_optional = false

[mypy-page_readme]
strict_optional = true
"""


def check(folder: Path) -> str:
    """Return what mypy says of all files in a folder, in one run."""
    (folder / "mypy.ini").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--explicit-package-bases", "."]
    path = os.pathsep.join(map(str, (ROOT, ROOT / "generated")))
    done = subprocess.run(command, cwd=folder, env={**os.environ, "MYPYPATH": path}, capture_output=True, text=True)
    assert not done.stderr
    return done.stdout


def test_the_snippets_have_the_right_types(tmp_path: Path) -> None:
    pages = 0
    for page in PAGES:
        lines: list[str] = []
        for snippet in snippets(page):
            # the blank lines make errors show the line numbers of the page
            if snippet.file is not None:
                (tmp_path / snippet.file).write_text("\n" * snippet.line + snippet.code, encoding="utf-8")
            if snippet.package is None and not (snippet.file or "").startswith(("test_", "conftest")):
                lines += ["" for _ in range(snippet.line - len(lines))]
                lines += snippet.code.splitlines()
        if lines:
            pages += 1
            (tmp_path / f"page_{page.stem.lower()}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert pages > 5
    wrong = tmp_path / "page_wrong.py"
    wrong.write_text("from page_readme import client\nclient.sms.batches.send_sms(to='+12025550123', body='Hi')\n")
    errors = [line for line in check(tmp_path).splitlines() if "error:" in line]
    assert [line for line in errors if not line.startswith(wrong.name)] == []
    assert any("SequenceNotStr" in line for line in errors)
