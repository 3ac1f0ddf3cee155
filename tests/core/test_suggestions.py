"""What is said of things that clients, products, resources and pages do not have."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from sinch import AsyncSinchClient, SinchClient
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours, synchronous


@pytest.mark.parametrize("client", [SinchClient(), AsyncSinchClient()], ids=["synchronous", "asynchronous"])
@pytest.mark.parametrize(
    ("way", "problem"),
    [
        (["sm"], "has no attribute 'sm'; did you mean 'sms'?"),
        (["number_lookups"], "did you mean 'number_lookup'?"),
        (["sms", "batch"], "has no attribute 'batch'; did you mean 'batches'?"),
        (["sms", "batches", "send_smss"], "Batches has no attribute 'send_smss'; did you mean 'send_sms'?"),
        (["numbers", "rentAny"], "Numbers has no attribute 'rentAny'; did you mean 'rent_any'?"),
        (["sms", "send_sms"], "SMS has no attribute 'send_sms'; did you mean 'batches.send_sms'?"),
        (["groups"], "has no attribute 'groups'; did you mean 'sms.groups'?"),
        (["rent_any"], "did you mean 'numbers.rent_any'?"),
        (["sms", "groups", "xyz"], "has no attribute 'xyz'; it has create, delete, get, list, list_members"),
    ],
)
def test_the_nearest_name_is_suggested(client: Any, way: list[str], problem: str) -> None:
    *owners, last = way
    for name in owners:
        client = getattr(client, name)
    with pytest.raises(AttributeError) as caught:
        getattr(client, last)
    assert problem in str(caught.value)
    assert caught.value.name == last
    assert not hasattr(client, last)


def test_what_a_property_raises_comes_out_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(SinchClient):
        @property
        def odd(self) -> Any:
            raise AttributeError("something inside")

    with pytest.raises(AttributeError, match=r"^something inside$"):
        assert Odd().odd


def test_copies_and_pickles_are_not_disturbed() -> None:
    client = SinchClient(project_id="p")
    for other in (copy.copy(client), pickle.loads(pickle.dumps(client))):
        assert other.configuration.project_id == "p"
    with pytest.raises(AttributeError):
        client._anything  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("first", [True, False])
def test_a_page_says_what_to_write_instead(first: bool, sinch_client: SinchClient) -> None:
    sinch_client.sms.groups.create()
    page: Any = sinch_client.sms.groups.list()
    with pytest.raises(TypeError, match=r"a page has no length: write len\(page.content\(\)\)"):
        len(page)
    with pytest.raises(TypeError, match=r"write page.content\(\)\[0\], or iterate over it"):
        page[0]
    with pytest.raises(TypeError, match=r"write page.content\(\)\[...\]"):
        page[:2]
    assert page
    assert len(list(page)) == 1
    with pytest.raises(AttributeError, match="did you mean 'content'"):
        page.contents()


async def asynchronous_list(client: Any) -> None:
    await client.sms.groups.create()
    listed = client.sms.groups.list()
    with pytest.raises(TypeError, match=r"write len\(\(await ...\).content\(\)\)"):
        len(listed)
    with pytest.raises(TypeError, match=r"write \(await ...\).content\(\)\[0\], or use `async for`"):
        listed[0]
    assert listed
    page = await listed
    with pytest.raises(TypeError, match="a page has no length"):
        len(page)
    assert len([item async for item in page]) == 1
    with pytest.raises(TypeError, match="a page is not a list"):
        for _ in page:
            pass


def test_an_asynchronous_list_says_what_to_write_instead(sinch_async_client: AsyncSinchClient, sinch_loop: Any) -> None:
    sinch_loop.run_until_complete(asynchronous_list(sinch_async_client))


# The raw bytes of a response


@both_colours
def test_the_raw_bytes_of_a_response_can_be_kept(connect: Connect, sinch_simulator: Simulator) -> None:
    content = b'{ "id" : "G1",\n "size": 1.0 }'
    client = connect()
    sinch_simulator.fail("RetrieveGroup", times=None, body=content)
    group = client.sms.groups.create()
    assert client.sms.groups.get(group.id).http_response.content == b""
    assert client.sms.groups.get(group.id, options={"keep_content": True}).http_response.content == content
    assert client.with_options(keep_content=True).sms.groups.get(group.id).http_response.content == content
    found = client.request("GET", "/xms/v1/{service_plan_id}/groups", product="sms", options={"keep_content": True})
    assert found.http_response.content.startswith(b"{")
    page = client.sms.groups.list(options={"keep_content": True})
    assert page.http_response.body["count"] == 1


@synchronous
@pytest.mark.parametrize("value", [1, "yes", None])
def test_keeping_is_true_or_false(value: Any, sinch_client: SinchClient) -> None:
    with pytest.raises(ValueError, match="keep_content must be True or False"):
        sinch_client.sms.groups.list(options={"keep_content": value})
