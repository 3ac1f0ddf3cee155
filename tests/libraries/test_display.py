"""rich, IPython and Jupyter: results by their fields, pages as tables, secrets masked."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from sinch_api.numbers import EventDestinationResponse
from sinch_api.sms import GroupResponse
from tests.both_colours import both_colours


def shown_by_rich(value: object) -> str:
    console = Console(file=io.StringIO(), width=60)
    console.print(value)
    text = console.file
    assert isinstance(text, io.StringIO)
    return text.getvalue()


def group(**items: Any) -> GroupResponse:
    return GroupResponse.wrap({"id": "01JEXAMPLE0000000000000001", "name": "staff", **items})


def test_rich_shows_attributes_one_a_line() -> None:
    text = shown_by_rich(group(auto_update={"to": "443456789012", "add": {"first_word": "JOIN"}}, new=5))
    assert "    name='staff',\n" in text
    assert "add=GroupKeyword(first_word='JOIN')" in text
    assert "new=5" in text


def test_secrets_are_masked_everywhere() -> None:
    secret = EventDestinationResponse.wrap({"projectId": "p", "hmacSecret": "s3cret"})
    for text in (repr(secret), shown_by_rich(secret), secret._repr_html_()):
        assert "s3cret" not in text
        assert "***" in text


def test_a_notebook_shows_a_result_as_a_table_of_its_fields() -> None:
    table = group(name="<b>&</b>")._repr_html_()
    assert "<caption>GroupResponse</caption>" in table
    assert "<tr><th>name</th><td>&lt;b&gt;&amp;&lt;/b&gt;</td></tr>" in table
    assert len(group(name="x" * 5000)._repr_html_()) < 600


@both_colours
def test_a_page_is_a_table_of_its_items(sinch_client: Any) -> None:
    for name in ("staff", "guests", "<others>"):
        sinch_client.sms.groups.create(name=name)
    page = sinch_client.sms.groups.list(page_size=2)
    table = page._repr_html_()
    kind = type(getattr(page, "_page", page)).__name__
    assert f"<caption>{kind}: 2 items, more pages follow</caption>" in table
    assert "<th>name</th>" in table
    assert table.count("<tr>") == 3
    last = page.next_page()
    assert f"<caption>{kind}: 1 item</caption>" in last._repr_html_()
    assert "&lt;others&gt;" in page._repr_html_() + last._repr_html_()
    text = shown_by_rich(getattr(page, "_page", page))
    assert "has_next_page=True" in text
    assert text.count("GroupResponse(") == 2


@both_colours
def test_a_page_of_plain_values_is_a_table_too(sinch_client: Any) -> None:
    made = sinch_client.sms.groups.create(name="staff", members=["+12025550123", "+12025550124"])
    table = sinch_client.sms.groups.list_members(made.id)._repr_html_()
    assert "<td>12025550123</td>" in table
