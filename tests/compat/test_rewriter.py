"""`python -m sinch.compat`: which imports of 2.x it finds, what it makes of them, and what it leaves alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from sinch.compat import rewriter
from sinch.compat.__main__ import main

SHARED = "sinch.domains.sms.models.v1.shared"
REWRITTEN = [
    (f"from {SHARED} import MediaBody\n", "from sinch.domains.sms import MediaBody\n"),
    (f"from {SHARED} import MediaBody as Body, TextRequest\n",
     "from sinch.domains.sms import MediaBody as Body, TextRequest\n"),
    ("from sinch.domains.numbers import VirtualNumbers\n",
     "from sinch.domains.numbers import Numbers as VirtualNumbers\n"),
    ("from sinch.domains.numbers import VirtualNumbers as N\n", "from sinch.domains.numbers import Numbers as N\n"),
    ("from sinch.core.exceptions import SinchException, ValidationException  # both\n",
     "from sinch.core.exceptions import SinchException\n"
     "from sinch import ConfigurationError as ValidationException  # both\n"),
    (f"# first\nfrom {SHARED} import (\n    MediaBody,  # the body\n    TextRequest,\n)\n",
     "# first\nfrom sinch.domains.sms import (\n    MediaBody,  # the body\n    TextRequest,\n)\n"),
    ("def f():\n    if True: from sinch.domains.sms.api.v1.exceptions import SmsException, SinchException; x = 1\n",
     "def f():\n    if True: from sinch.domains.sms import SmsException; "
     "from sinch.core.exceptions import SinchException; x = 1\n"),
    ("from sinch.domains.numbers.models.v1.types import (\n  SmsConfigurationDict, CapabilityType)\n",
     "from sinch_api.numbers.params import SmsConfigurationRequestDict as SmsConfigurationDict\n"
     "from sinch.domains.numbers import Capability as CapabilityType\n"),
    ("from sinch.core.clients.sinch_client_sync import SinchClient\r\nx = 'ü'\r\n",
     "from sinch import SinchClient\r\nx = 'ü'\r\n"),
]  # fmt: skip
UNTOUCHED = [
    "from sinch import SinchClient\nimport sinch\nfrom sinch.domains.sms import SMS, MediaBody\n",
    "from sinch.domains.sms.sms import SMS\nfrom . import sinch\nfrom .sinch.core.pagination import Paginator\n",
    "text = 'from sinch.core.pagination import Paginator'\n",
    "import os\n",
]
BY_HAND = [
    (f"import {SHARED}\n", f"by hand: `import {SHARED}`"),
    (f"import {SHARED} as shared\n", f"by hand: `import {SHARED}`"),
    ("from sinch.domains.sms.models.v1 import shared\n", "import shared`, which is a module"),
    (f"from {SHARED} import *\n", f"by hand: `from {SHARED} import *`"),
    ("from sinch.domains.sms.api.v1.internal import SendSMSEndpoint\n", "SendSMSEndpoint has no successor"),
    ("from sinch.core.enums import SmsRegionEnum\n", "look at `from sinch import SmsRegion`"),
    ("from sinch.core.ports.http_transport import HTTPTransport\n", "look at `from sinch.core.http import Transport`"),
    (f"from {SHARED} import Nonsense\n", f"{SHARED} never had Nonsense"),
    (
        "from sinch.core.exceptions import (\n    SinchException,  # all\n    ValidationException,\n)\n",
        "it has comments",
    ),
]


def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main([str(path), *options])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(("old", "new"), REWRITTEN)
def test_imports_are_rewritten_under_the_names_that_the_program_knows(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "program.py"
    path.write_bytes(old.encode())
    path.chmod(0o640)
    code, said = run(path, capsys)
    assert (code, path.read_bytes()) == (1, old.encode()), "only listed"
    assert f"{path}:" in said
    assert run(path, capsys, "--write")[0] == 0
    assert path.read_bytes() == new.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert run(path, capsys) == (0, "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(new, str(path), "exec"), {})


@pytest.mark.parametrize("content", UNTOUCHED)
def test_other_imports_stay(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "program.py"
    path.write_text(content)
    assert run(path, capsys, "--write") == (0, "")
    assert path.read_text() == content


@pytest.mark.parametrize(("content", "said"), BY_HAND)
def test_a_file_with_something_to_do_by_hand_is_not_written_at_all(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"from {SHARED} import MediaBody\n{content}")
    code, output = run(path, capsys, "--write")
    assert code == 1
    assert f"{path}:2: " in output
    assert said in output
    assert output.endswith("not written, since it has imports to be changed by hand\n")
    assert path.read_text() == f"from {SHARED} import MediaBody\n{content}"


def test_folders_are_searched_but_for_what_is_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("shop/mail.py", "shop/types.pyi", ".venv/x.py", "node_modules/x.py", "lib/site-packages/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"from {SHARED} import MediaBody\n")
    (tmp_path / "notes.txt").write_text(f"from {SHARED} import MediaBody\n")
    code, said = run(tmp_path, capsys, "--write")
    assert code == 0
    assert [line for line in said.splitlines() if line.endswith(": written")] == [
        f"{tmp_path / name}: written" for name in ("shop/mail.py", "shop/types.pyi")
    ]


def test_what_is_not_python_is_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.py").write_text("import sinch\ndef (\n")
    (tmp_path / "b.py").write_text(f"from {SHARED} import MediaBody\n")
    (tmp_path / "c.py").write_bytes(b"# coding: no-such\nimport sinch\n")
    assert main([str(tmp_path), str(tmp_path / "gone.py"), "--write"]) == 2
    captured = capsys.readouterr()
    assert f"{tmp_path / 'a.py'}: line 2 is not Python" in captured.err
    assert str(tmp_path / "c.py") in captured.err
    assert str(tmp_path / "gone.py") in captured.err
    assert (tmp_path / "b.py").read_text() == "from sinch.domains.sms import MediaBody\n"


def test_a_write_that_fails_leaves_the_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "program.py"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        rewriter.write_file(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"from {SHARED} import MediaBody\n")
    link = tmp_path / "link.py"
    link.symlink_to(path)
    assert run(link, capsys, "--write")[0] == 0
    assert link.is_symlink()
    assert path.read_text() == "from sinch.domains.sms import MediaBody\n"


def test_without_libcst_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['libcst'] = None\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "sinch.compat", str(tmp_path)], capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (2, 'this needs libcst: pip install "sinch[compat]"\n')
