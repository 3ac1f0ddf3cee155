"""The client: configuration, credentials, regions, options, and what is rejected before anything is sent."""

from __future__ import annotations

import ast
import copy
import inspect
import logging
import pickle
import socket
import warnings
from typing import Any

import pytest

import sinch
from sinch import ConfigurationError, ConversationRegion, SinchClient, SmsRegion
from sinch.core import options
from sinch.core.auth import TokenAuth
from sinch.core.options import Settings
from sinch.testing import Simulator
from sinch_api.origins import ORIGINS
from sinch_api.sms import operations as sms_operations
from tests.both_colours import Connect

PROJECT = {"project_id": "proj-1", "key_id": "key-1", "key_secret": "s3cret-key"}
PLAN = {"service_plan_id": "plan-1", "sms_api_token": "s3cret-token"}
VARIABLES = [
    "PROJECT_ID",
    "KEY_ID",
    "KEY_SECRET",
    "SERVICE_PLAN_ID",
    "SMS_API_TOKEN",
    "SMS_REGION",
    "CONVERSATION_REGION",
]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(f"SINCH_{name}", raising=False)


def send(client: SinchClient) -> Any:
    return client.sms.batches.send_sms(to=["+12025550123"], from_="+12025550199", body="Hi")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "sms_region"),
        ({}, "key_secret"),
        ({"sms_region": "us"}, "key_id"),
        ({"project_id": "p", "key_id": "k", "sms_region": "us"}, "key_secret"),
        ({"key_id": "k", "key_secret": "s", "sms_region": "us"}, "project_id"),
        ({"service_plan_id": "plan", "sms_region": "us"}, "sms_api_token"),
        ({"sms_api_token": "t", "sms_region": "us"}, "service_plan_id"),
        ({**PROJECT}, "sms_region"),
        ({**PLAN}, "sms_region"),
        ({**PROJECT, "sms_region": ""}, "sms_region"),
        ({**PROJECT, "sms_region": "  "}, "sms_region"),
    ],
)
def test_missing_settings_are_named_with_the_remedy(given: dict[str, str], missing: str) -> None:
    client = SinchClient(**given, transport=NoTransport())  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError) as caught:
        send(client)
    if given:
        for hint in (f"{missing}=...", f"configuration.{missing}", f"SINCH_{missing.upper()}"):
            assert hint in str(caught.value)
    assert isinstance(caught.value, ValueError)


class NoTransport:
    """Fails a test that sends something."""

    name = "none"

    def send(self, request: Any) -> Any:
        raise AssertionError(f"sent {request}")

    def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize(
    ("given", "origin", "bound"),
    [
        ({**PROJECT, "sms_region": "eu"}, "https://zt.eu.sms.api.sinch.com", "proj-1"),
        ({**PROJECT, "sms_region": SmsRegion.US}, "https://zt.us.sms.api.sinch.com", "proj-1"),
        ({**PLAN, "sms_region": "au"}, "https://au.sms.api.sinch.com", "plan-1"),
        ({**PROJECT, **PLAN, "sms_region": "br"}, "https://br.sms.api.sinch.com", "plan-1"),
        ({**PROJECT, "service_plan_id": "plan-1", "sms_region": "us"}, "https://zt.us.sms.api.sinch.com", "proj-1"),
        ({**PROJECT, "sms_region": "us", "sms_origin": "http://localhost:1/x/"}, "http://localhost:1", "proj-1"),
    ],
)
def test_hosts_follow_credentials_and_region(given: dict[str, str], origin: str, bound: str) -> None:
    service = SinchClient(**given).sms.service  # type: ignore[arg-type]
    assert service.origin == origin
    assert service.bound == {"{service_plan_id}": bound}
    assert isinstance(service.auth, TokenAuth) == (bound == "plan-1")
    assert ("s3cret-token" in service.auth.secrets) == (bound == "plan-1")


def test_everything_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(f"SINCH_{name}", "eu" if name.endswith("REGION") else name.lower().replace("_", "-"))
    for name in ORIGINS:
        monkeypatch.setenv(f"SINCH_{name.upper()}", f"https://{name.replace('_', '-')}.example.com")
    configuration = SinchClient().configuration
    assert configuration.project_id == "project-id"
    assert configuration.conversation_region == "eu"
    assert {getattr(configuration, name) for name in ORIGINS} == {
        f"https://{name.replace('_', '-')}.example.com" for name in ORIGINS
    }
    assert SinchClient(project_id="mine").configuration.project_id == "mine"
    assert SinchClient(sms_origin="http://localhost:1").configuration.sms_origin == "http://localhost:1"


def test_an_unknown_region_passes_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="sms_region 'mars1' is unknown; known are us, eu, au, br, ca") as caught:
        client = SinchClient(**PROJECT, sms_region="MARS1")
    assert caught[0].filename == __file__, "it points at the program"
    assert client.sms.service.origin == "https://zt.mars1.sms.api.sinch.com"


def test_a_key_and_its_secret_change_together() -> None:
    configuration = SinchClient(**PROJECT).configuration
    configuration.update(key_id="new", key_secret="newer")
    assert (configuration.key_id, configuration.key_secret) == ("new", "newer")
    with pytest.raises(ConfigurationError, match="key_secret"):
        configuration.update(key_id="newest", key_secret="a\nb")
    assert configuration.key_id == "new", "nothing is changed where a part is wrong"
    with pytest.raises(AttributeError, match="has no 'key_ib'"):
        configuration.update(key_ib="x")


@pytest.mark.parametrize("given", ["US", " us ", "Us", SmsRegion.US])
def test_the_case_of_a_region_does_not_matter(given: str) -> None:
    client = SinchClient(**PROJECT, sms_region=given)
    assert client.sms.service.origin == "https://zt.us.sms.api.sinch.com"


@pytest.mark.parametrize(
    ("options", "host", "hint"),
    [
        ({"sms_region": "usa"}, "zt.usa.sms", "sms_region is 'usa'; the regions known there are us, eu"),
        ({"sms_region": "au"}, "zt.au.sms", "sms_region is 'au'; the regions known there are us, eu"),
        ({"sms_region": "xx", **PLAN}, "xx.sms", "sms_region is 'xx'; the regions known there are us, eu, au, br, ca"),
        ({"sms_region": "us", "sms_origin": "http://zt.us.sms.api.sinch.com"}, "zt.us.sms", None),
    ],
)
@pytest.mark.filterwarnings("ignore:sms_region")
@pytest.mark.filterwarnings("ignore:sms_origin is plain http")
def test_a_host_that_does_not_exist_names_the_region_and_is_not_asked_again(
    options: dict[str, str], host: str, hint: str | None, monkeypatch: pytest.MonkeyPatch, sinch_simulator: Simulator
) -> None:
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def look_up(name: Any, *args: Any, **others: Any) -> Any:
        if name.endswith("sinch.com"):
            asked.append(name)
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return genuine(name, *args, **others)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    configuration = sinch_simulator.client().configuration
    project = {name: getattr(configuration, name) for name in (*PROJECT, "auth_origin")}
    with SinchClient(**{**project, **options}, max_retries=5) as client:  # type: ignore[arg-type]
        with pytest.raises(sinch.ConnectionFailedError) as caught:
            client.sms.batches.send_sms(to=["+12025550123"], body="Hi")
    assert not caught.value.outcome_unknown
    assert set(asked) == {f"{host}.api.sinch.com"}
    assert len(asked) <= 2, "as an address and as a name, once"
    message = str(caught.value)
    assert f"{host}.api.sinch.com is not known" in message
    assert (hint in message) if hint else ("region" not in message)


@pytest.mark.parametrize(
    ("origin", "warned"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000/x", False),
        ("http://api.localhost", False),
        ("http://[::1]:8000", False),
        ("https://sinch.example", False),
        ("http://sinch.example", True),
        ("http://localhost.example", True),
        ("http://127.0.0.1.example", True),
        ("http://127.example", True),
        ("http://[2001:db8::1]:80", True),
        ("http://10.0.0.1", True),
    ],
)
@pytest.mark.parametrize("name", ["auth_origin", "sms_origin", "numbers_origin"])
def test_credentials_over_plain_http_are_warned_of(name: str, origin: str, warned: bool) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        SinchClient(**{name: origin})  # type: ignore[arg-type]
    assert [str(each.message) for each in caught] == (
        [f"{name} is plain http: anyone on the network can read the credentials"] if warned else []
    )
    assert all(each.filename == __file__ for each in caught)


def test_a_service_plan_of_the_environment_gives_way_to_a_project_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(f"SINCH_{name}", "us")
    assert isinstance(SinchClient().sms.service.auth, TokenAuth), "all from the environment: the service plan"
    assert SinchClient(**PROJECT).sms.service.bound == {"{service_plan_id}": PROJECT["project_id"]}
    assert SinchClient(project_id="proj-1").sms.service.bound == {"{service_plan_id}": "proj-1"}
    assert not isinstance(SinchClient(key_id="k", key_secret="s").sms.service.auth, TokenAuth)
    assert isinstance(SinchClient(sms_region="eu").sms.service.auth, TokenAuth)
    assert SinchClient(**PROJECT, service_plan_id="plan-1").sms.service.bound == {"{service_plan_id}": "plan-1"}


def test_a_pickled_call_is_sent_where_the_original_is(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client(**sinch_simulator.credentials.service_plan)
    call = sms_operations.list_groups()
    for each in (call, pickle.loads(pickle.dumps(call))):
        assert client.sms.execute(each).groups == []
        request = sinch_simulator.requests[-1]
        assert request.headers["authorization"] == f"Bearer {sinch_simulator.credentials.sms_api_token}"


def test_no_call_after_the_first_looks_for_the_logger(
    sinch_client: SinchClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`getLogger` takes a lock of all threads, which an exception from outside could leave held."""
    looked_for: list[str] = []
    genuine = logging.getLogger
    sinch_client.sms.batches.list()
    with monkeypatch.context() as patched:
        patched.setattr(logging, "getLogger", lambda name=None: looked_for.append(str(name)) or genuine(name))
        sinch_client.sms.batches.list()
    assert "Sinch" not in looked_for
    sinch_client.configuration.logger_name = "another"
    assert sinch_client.configuration.logger.name == "another"


def test_a_logger_can_be_changed_at_any_time(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client()
    lines: list[logging.LogRecord] = []
    client.sms.groups.list()
    client.configuration.logger = logging.Logger("mine", logging.DEBUG)
    client.configuration.logger.addFilter(lambda record: bool(lines.append(record)))
    client.sms.groups.list()
    assert [record.getMessage().split()[0] for record in lines] == ["GET"]


def test_the_region_can_be_set_before_the_first_call_and_changed() -> None:
    client = SinchClient(**PROJECT)
    client.configuration.sms_region = "eu"
    assert client.sms.service.origin == "https://zt.eu.sms.api.sinch.com"
    client.configuration.sms_region = SmsRegion.US
    assert client.sms.service.origin == "https://zt.us.sms.api.sinch.com"
    client.configuration.conversation_region = ConversationRegion.EU
    assert client.configuration.conversation_region == "eu"


def test_a_configuration_value_that_does_not_exist_is_named() -> None:
    with pytest.raises(AttributeError, match=r"has no 'sms_regoin'; it has .*sms_region") as caught:
        SinchClient().configuration.sms_regoin = "us"  # type: ignore[attr-defined]
    assert "_known" not in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {"sms_region": "us.evil.example/"},
        {"sms_region": "us\r\nX: y"},
        {"sms_region": 5},
        {"key_secret": "a\nb"},
        {"timeout": 0},
        {"timeout": float("nan")},
        {"connect_timeout": "5"},
        {"read_timeout": True},
        {"max_retries": -1},
        {"max_retries": 1.5},
        {"pool_size": 0},
        {"app_name": "a\r\nb"},
    ],
)
def test_a_wrong_option_is_rejected_at_once(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(given))):
        SinchClient(**given)


@pytest.mark.parametrize(
    "origin", ["localhost:1", "ftp://x", "https://", "https://me:s3cret@b", "https://a?b", "https://ü.example"]
)
def test_an_origin_that_is_not_valid_is_rejected(origin: str) -> None:
    with pytest.raises(ConfigurationError, match="is not a valid host") as caught:
        send(SinchClient(**PROJECT, sms_region="us", sms_origin=origin))
    assert "s3cret" not in str(caught.value)


def test_old_keywords_warn() -> None:
    with pytest.warns(DeprecationWarning, match="transform_kwargs_casing has no effect"):
        SinchClient(transform_kwargs_casing=True)


def test_reprs_and_pickles_keep_secrets() -> None:
    client = SinchClient(**PROJECT, **PLAN, sms_region="us")
    for thing in (client, client.configuration, client.sms.service, client.session):
        assert "s3cret" not in repr(thing)
    twin = pickle.loads(pickle.dumps(client))
    assert twin.configuration.key_secret == "s3cret-key"
    assert twin.sms.service.origin == client.sms.service.origin
    assert pickle.loads(pickle.dumps(client.configuration)).sms_region == "us"
    assert copy.copy(client.configuration).project_id == "proj-1"


def test_with_options_adds_to_the_headers_of_the_client_also_in_another_process() -> None:
    copy = SinchClient(**PLAN, headers={"X-Team": "a"}).with_options(headers={"X-Trace": "b"})
    for client in (copy, pickle.loads(pickle.dumps(copy)), copy.with_options(timeout=5)):
        assert client.session.settings.headers == {"X-Team": "a", "X-Trace": "b"}


@pytest.mark.parametrize("plan", [True, False])
def test_a_custom_authorization_header_replaces_the_credentials(plan: bool, sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client(**(sinch_simulator.credentials.service_plan if plan else {}))
    with pytest.raises(sinch.AuthenticationError):
        client.sms.groups.list(options={"headers": {"authorization": "Bearer mine"}})
    assert sinch_simulator.requests[-1].headers["authorization"] == "Bearer mine"
    assert not sinch_simulator.token_requests


def test_a_body_with_keys_that_are_not_text_is_rejected(sinch_simulator: Simulator) -> None:
    client = sinch_simulator.client()
    with pytest.raises(sinch.ArgumentError, match="cannot be written as JSON"):
        client.sms.groups.create(options={"body": {("a", 1): 1}})
    assert not sinch_simulator.requests


def test_with_options_shares_tokens_and_connections(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    send(sinch_client)
    quick = sinch_client.with_options(timeout=2, headers={"X-Trace": "t-1"})
    send(quick)
    assert len(sinch_simulator.token_requests) == 1
    assert sinch_simulator.connections == 1
    assert sinch_simulator.requests[-1].headers["x-trace"] == "t-1"
    assert quick.session.settings.timeout == 2
    assert sinch_client.session.settings.timeout == 60
    send(sinch_client)
    assert "x-trace" not in sinch_simulator.requests[-1].headers
    with pytest.raises(sinch.ArgumentError, match="with_options has no 'timeuot'"):
        sinch_client.with_options(timeuot=5)


def test_options_of_one_call(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    options: Any = {"headers": {"X-Trace": "t-2"}, "query": {"page_size": 1}, "max_retries": 0}
    sinch_client.sms.batches.list(options=options)
    assert sinch_simulator.requests[-1].query == [("page_size", "1")]
    assert sinch_simulator.requests[-1].headers["x-trace"] == "t-2"
    sinch_client.sms.groups.create(options={"body": {"name": "Extra"}})
    assert sinch_simulator.requests[-1].json == {"name": "Extra"}


@pytest.mark.parametrize(
    "options",
    [
        {"timeuot": 5},
        {"timeout": -1},
        {"headers": {"X": "a\r\nb"}},
        {"headers": {"a b": "c"}},
        {"headers": {"X": 5}},
        5,
        {"query": "a=b"},
    ],
)
def test_wrong_options_of_a_call_are_rejected(
    options: Any, sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    with pytest.raises((sinch.ArgumentError, ConfigurationError)):
        sinch_client.sms.batches.list(options=options)
    assert not sinch_simulator.requests


def test_any_endpoint_can_be_called(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    path = "/xms/v1/{service_plan_id}/groups"
    made = sinch_client.request("POST", path, product="sms", body={"name": "Raw"})
    assert made.name == "Raw"
    listed = sinch_client.request("get", path, product="sms", query={"page_size": 5})
    assert listed.groups[0]["id"] == made.id
    assert sinch_client.request("DELETE", f"{path}/{made.id}", product="sms") is None
    with pytest.raises(sinch.NotFoundError) as caught:
        sinch_client.request("GET", f"{path}/{made.id}", product="sms")
    assert caught.value.operation_id == f"GET {path}/{made.id}"
    with pytest.raises(sinch.ArgumentError, match="product must be one of"):
        sinch_client.request("GET", path, product="telegrams")


def test_the_low_level_client_runs_on_a_product(sinch_client: SinchClient) -> None:
    from sinch_api.sms.client import SmsApi

    api = SmsApi(sinch_client.sms.execute)
    group = api.groups.create_group(name="Low")
    assert api.groups.retrieve_group(group.id or "").name == "Low"


def test_a_custom_transport(connect: Connect) -> None:
    sinch_client = connect(max_retries=0)
    sinch_client.configuration.transport = NoTransport()
    with pytest.raises(sinch.ConnectionFailedError, match="the transport raised AssertionError") as caught:
        send(sinch_client)  # already the fetch of a token, which does no harm
    assert "sent Request" in str(caught.value.__cause__)


def test_the_options_of_calls_are_the_same_wherever_they_can_be_given() -> None:
    constructor = inspect.signature(SinchClient).parameters
    for name, default in Settings.DEFAULTS.items():
        assert constructor[name].default == (None if name == "max_retries" else default)
        assert f"    {name}: " in (inspect.getdoc(SinchClient.__init__) or "")
    source = ast.parse(inspect.getsource(options))
    typed = {
        node.name: [each.target.id for each in node.body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr]
        for node in ast.walk(source)
        if isinstance(node, ast.ClassDef) and node.name in ("CallOptions", "RequestOptions")
    }
    assert typed["CallOptions"] == list(Settings.DEFAULTS)
    assert typed["RequestOptions"] == ["query", "body"]
