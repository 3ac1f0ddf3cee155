"""Jedi, which completes in IPython and many editors, knows client, products, methods, arguments, results and errors."""

from __future__ import annotations

from pathlib import Path

import jedi
import pytest

import sinch

ROOT = Path(sinch.__file__).parent.parent
CLIENT = "from sinch import SinchClient\nclient = SinchClient()\n"
ASYNC_CLIENT = "from sinch import AsyncSinchClient\nclient = AsyncSinchClient()\n"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("from sinch import Sinch", "SinchClient"),
        ("from sinch.domains.sms import TextRe", "TextRequest"),
        (f"{CLIENT}client.", "number_lookup"),
        (f"{CLIENT}client.sms.", "delivery_reports"),
        (f"{CLIENT}client.sms.batches.", "send_sms"),
        (f"{CLIENT}client.sms.batches.send_sms(", "delivery_report="),
        (f"{CLIENT}client.sms.batches.send_sms(to=[], body='').can", "canceled"),
        (f"{CLIENT}for group in client.sms.groups.list():\n    group.na", "name"),
        (
            "from sinch import NotFoundError\ntry:\n    ...\nexcept NotFoundError as error:\n    error.sta",
            "status_code",
        ),
        (f"{ASYNC_CLIENT}client.sms.batches.", "send_sms"),
        (f"{ASYNC_CLIENT}client.sms.batches.send_sms(", "delivery_report="),
    ],
)
def test_jedi_completes(program: str, expected: str) -> None:
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT), str(ROOT / "generated")], smart_sys_path=False)
    names = [each.name for each in jedi.Script(program, project=project).complete()]
    assert expected in names
