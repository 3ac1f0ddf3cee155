"""Editors and shells complete programs: with pyright, with Jedi, and with live objects as IPython does.

Jedi knows nothing of the keys of typed dictionaries; pyright knows both spellings of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jedi
import pytest

from sinch import AsyncSinchClient, SinchClient
from sinch.domains.sms import TextResponse
from tests.types.checkers import ROOT
from tests.types.language_server import pyright_server

CLIENT = "from sinch import SinchClient\nclient = SinchClient()\n"
ASYNC_CLIENT = "from sinch import AsyncSinchClient\nclient = AsyncSinchClient()\n"
IN_A_TASK = f"{ASYNC_CLIENT}async def task() -> None:\n    "
MESSAGES = f"{CLIENT}client.conversation.messages."
NAMES = [
    ("from sinch import |", "SinchClient"),
    ("from sinch.domains.sms import |", "TextRequest"),
    ("from sinch.domains.sms import TextRequest\nTextRequest(|)", "delivery_report="),
    ("from sinch import SinchClient\nSinchClient(|)", "sms_region="),
    (f"{CLIENT}client.|", "number_lookup"),
    (f"{CLIENT}client.sms.|", "delivery_reports"),
    (f"{CLIENT}client.sms.batches.|", "send_sms"),
    (f"{CLIENT}client.sms.batches.send_sms(|)", "delivery_report="),
    (f"{CLIENT}client.sms.batches.send_sms(to=[], body='').|", "canceled"),
    (f"{CLIENT}client.numbers.get('1').sms_configuration.|", "service_plan_id"),
    (f"{CLIENT}client.sms.groups.list().|", "next_page"),
    (f"{CLIENT}client.sms.groups.list().result.|", "count"),
    (f"{CLIENT}client.sms.groups.list().content()[0].|", "child_groups"),
    (f"{CLIENT}for group in client.sms.groups.list():\n    group.|", "child_groups"),
    (f"{CLIENT}for page in client.sms.groups.list().pages():\n    page.result.|", "count"),
    (f"{CLIENT}client.sms.sinch_events('secret').|", "verify_and_parse"),
    ("from sinch import NotFoundError\ntry:\n    ...\nexcept NotFoundError as error:\n    error.|", "status_code"),
    (
        "from sinch.domains.number_lookup import NumberLookupException\ntry:\n    ...\n"
        "except NumberLookupException as error:\n    error.error.|",
        "trace_id",
    ),
    (f"{ASYNC_CLIENT}client.|", "number_lookup"),
    (f"{ASYNC_CLIENT}client.sms.batches.|", "send_sms"),
    (f"{ASYNC_CLIENT}client.sms.batches.send_sms(|)", "delivery_report="),
    (f"{IN_A_TASK}batch = await client.sms.batches.send_sms(to=[], body='')\n    batch.|", "canceled"),
    (f"{IN_A_TASK}page = await client.sms.groups.list()\n    page.result.|", "count"),
    (f"{IN_A_TASK}async for group in client.sms.groups.list():\n        group.|", "child_groups"),
]
"""Programs, and a name that may follow at the `|`."""
KEYS = [
    (f"{MESSAGES}send(app_id='A', message={{'|'}})", ["text_message", "card_message"]),
    (f"{MESSAGES}send('A', {{'text_message': {{'|'}}}})", ["text"]),
    (f"{MESSAGES}send_text_message('A', 'Hi', recipient_identities=[{{'|'}}])", ["channel", "identity"]),
    (f"{MESSAGES}send_text_message('A', 'Hi', recipient_identities=[{{'channel': '|'}}])", ["WHATSAPP", "SMS"]),
    (f"{CLIENT}client.numbers.update('1', sms_configuration={{'|'}})", ["service_plan_id", "servicePlanId"]),
    (f"{CLIENT}client.sms.batches.send({{'|'}})", ["from_", "from", "body"]),
    (f"{CLIENT}client.sms.batches.send_sms(to=[], body='', delivery_report='|')", ["per_recipient_final"]),
    (f"{CLIENT}client.sms.batches.get('1', options={{'|'}})", ["max_retries"]),
    (f"{ASYNC_CLIENT}client.sms.batches.send({{'|'}})", ["from_", "from", "body"]),
    ("from sinch_api.conversation.params import RecipientDict\nto: RecipientDict = {'|'}", ["contact_id"]),
]
"""Programs, and keys or values that may stand at the `|`."""


def test_pyright_completes_names_keys_of_nested_objects_and_values_of_enums(tmp_path: Path) -> None:
    with pyright_server(tmp_path) as server:
        missing = [program for program, name in NAMES if name not in server.complete(program)]
        assert not missing
        for program, keys in KEYS:
            assert not {repr(key) for key in keys}.difference(server.complete(program)), program


@pytest.mark.parametrize(("program", "name"), NAMES)
def test_jedi_completes_names(program: str, name: str) -> None:
    project = jedi.Project(ROOT, added_sys_path=[str(ROOT), str(ROOT / "generated")], smart_sys_path=False)
    before, _, after = program.partition("|")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    found = jedi.Script(before + after, project=project).complete(line, column)
    assert name in [each.name for each in found]


@pytest.mark.parametrize("kind", [SinchClient, AsyncSinchClient])
def test_shells_complete_live_objects(kind: Any) -> None:
    batch = TextResponse.wrap({"id": "1", "from": "12025550199", "newer": 1})
    space = {"client": kind(), "batch": batch}
    for program, name in (
        ("client.", "number_lookup"),
        ("client.sms.", "delivery_reports"),
        ("client.sms.batches.", "send_sms"),
        ("client.sms.batches.send_sms(", "delivery_report="),
        ("batch.", "canceled"),
        ("batch['", "'newer'"),
    ):
        assert name in [each.name for each in jedi.Interpreter(program, [space]).complete()], program
    for value, name in ((space["client"], "sms"), (space["client"].sms.batches, "send_sms"), (batch, "canceled")):
        assert name in dir(value)
