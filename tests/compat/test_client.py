"""Clients as programs of 2.x use them: positional arguments, tokens, values of the configuration, secrets."""

from __future__ import annotations

import inspect
import logging
import pickle
from typing import Any

import pytest

from sinch import AuthenticationError, ConfigurationError, RetryConfiguration, SinchClient
from sinch.configuration import Configuration
from sinch.domains.sms import SmsSinchEvent
from sinch.testing import Simulator
from tests.both_colours import Connect

CREDENTIALS = ("key-1", "secret-1", "project-1")


def of_2_x(client: Any) -> Any:
    """Return a client as programs see it that know nothing of today's types."""
    return client


# Arguments


def test_arguments_by_position_work_in_the_order_of_2_x_and_warn() -> None:
    logger = logging.getLogger("mine")
    make: Any = SinchClient
    with pytest.warns(
        DeprecationWarning, match=r"write SinchClient\(key_id=\.\.\., key_secret=\.\.\., project_id"
    ) as caught:
        client = make(*CREDENTIALS, None, logger, "plan-1", "token-1", "eu", "us")
    assert [each.filename for each in caught] == [__file__]
    configuration = client.configuration
    assert (configuration.key_id, configuration.key_secret, configuration.project_id) == CREDENTIALS
    assert (configuration.service_plan_id, configuration.sms_api_token) == ("plan-1", "token-1")
    assert (configuration.sms_region, configuration.conversation_region) == ("eu", "us")
    assert configuration.logger is logger


def test_what_position_cannot_give_is_rejected() -> None:
    make: Any = SinchClient
    with pytest.raises(TypeError, match="multiple values for argument 'key_id'"):
        make("key-1", key_id="key-2")
    with pytest.raises(TypeError, match="by position at most 12"):
        make(*range(13))
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'sms_regoin'; did you mean 'sms_region'\?"):
        make(sms_regoin="eu")
    assert {parameter.kind for parameter in inspect.signature(SinchClient).parameters.values()} == {
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.VAR_KEYWORD,
    }


def test_the_region_of_voice_may_be_given_by_position() -> None:
    make: Any = SinchClient
    with pytest.warns(DeprecationWarning, match="positional"):
        client = make(*CREDENTIALS, *[None] * 6, "eu1")
    assert client.configuration.voice_region == "eu1"
    assert make(voice_region="").configuration.voice_region is None  # what 2.x took for "everywhere"


# Tokens


def test_a_token_can_be_read_and_is_fetched_once(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    client = of_2_x(sinch_client)
    assert client.configuration.token_manager.token is None
    assert client.configuration.token_manager.token_state.value == "INVALID"
    token = client.authentication.get_auth_token()
    assert token.token_type == "bearer"
    assert 3000 < token.expires_in <= 3600
    assert client.authentication.get_auth_token().access_token == token.access_token
    assert client.configuration.token_manager.get_auth_token().access_token == token.access_token
    assert client.configuration.token_manager.token_state.value == "VALID"
    client.numbers.regions.list()
    assert len(sinch_simulator.token_requests) == 1
    assert sinch_simulator.requests[-1].headers["authorization"] == f"Bearer {token.access_token}"
    assert token.access_token not in repr(token)


def test_a_token_of_another_client_can_be_used(connect: Connect, sinch_simulator: Simulator) -> None:
    token = of_2_x(connect()).authentication.get_auth_token()
    other = of_2_x(connect())
    other.authentication.set_auth_token(token.as_dict())
    other.numbers.regions.list()
    assert len(sinch_simulator.token_requests) == 1
    sinch_simulator.expire_tokens()
    assert other.configuration.token_manager.refresh_auth_token(token.access_token).access_token != token.access_token
    for wrong in ({}, {"access_token": "x"}, {**token.as_dict(), "expires_in": -1}, {**token.as_dict(), "more": 1}):
        with pytest.raises(ConfigurationError, match="a token is a dictionary of access_token"):
            other.authentication.set_auth_token(wrong)


def test_a_token_needs_a_key() -> None:
    with pytest.raises(ConfigurationError, match="key_id and key_secret are not set"):
        of_2_x(SinchClient()).authentication.get_auth_token()


def test_a_rejected_key_is_told(connect: Connect) -> None:
    with pytest.raises(AuthenticationError):
        of_2_x(connect(key_secret="wrong")).authentication.get_auth_token()


# Configuration


def test_the_connection_timeout_is_that_of_connecting_and_reading(
    sinch_client: SinchClient, sinch_simulator: Simulator
) -> None:
    configuration = of_2_x(sinch_client).configuration
    sinch_client.numbers.regions.list()
    assert configuration.connection_timeout == sinch_client.session.settings.read_timeout
    with pytest.warns(DeprecationWarning, match=r"connection_timeout is of sinch 2\.x: use SinchClient") as caught:
        configuration.connection_timeout = 0.2
    assert [each.filename for each in caught] == [__file__]
    assert configuration.connection_timeout == 0.2
    sinch_simulator.fail("NumberService_ListAvailableRegions", delay=5, times=10)
    with pytest.raises(Exception, match=r"no byte came for 0\.2 s|0\.2 s"):
        sinch_client.with_options(max_retries=0).numbers.regions.list()
    with pytest.warns(DeprecationWarning, match="connection_timeout"):
        configuration.connection_timeout = (3, 90)
    settings = sinch_client.session.settings
    assert (settings.connect_timeout, settings.read_timeout, settings.timeout) == (3, 90, 93)
    with (
        pytest.warns(DeprecationWarning, match="connection_timeout"),
        pytest.raises(ConfigurationError, match="connect_timeout must be a number"),
    ):
        configuration.connection_timeout = None


def test_a_client_that_was_pickled_has_its_configuration_still() -> None:
    client = of_2_x(pickle.loads(pickle.dumps(SinchClient(read_timeout=7))))
    assert client.configuration.connection_timeout == 7


def test_retries_can_be_set_on_the_configuration(sinch_client: SinchClient, sinch_simulator: Simulator) -> None:
    configuration = of_2_x(sinch_client).configuration
    assert configuration.retry_configuration.max_retries == 3
    with pytest.warns(DeprecationWarning, match="retry_configuration"):
        configuration.retry_configuration = RetryConfiguration("none", 0)
    sinch_simulator.fail("NumberService_ListAvailableRegions", status=429)
    with pytest.raises(Exception, match="429"):
        sinch_client.numbers.regions.list()
    assert configuration.retry_configuration.max_retries == 0


@pytest.mark.parametrize(
    ("name", "value", "today", "becomes"),
    [
        ("sms_region_with_service_plan_id", "BR", "sms_region", "br"),
        ("sms_domain", "https://zt.{}.example.com", "sms_origin", "https://zt.{region}.example.com"),
        ("conversation_domain", "https://{}.example.com", "conversation_origin", "https://{region}.example.com"),
    ],
)
def test_values_with_another_name_can_be_set_and_read(name: str, value: str, today: str, becomes: str) -> None:
    configuration = SinchClient().configuration
    with pytest.warns(DeprecationWarning, match=f"{name} is of sinch 2.x: use {today}") as caught:
        setattr(configuration, name, value)
    with pytest.warns(DeprecationWarning, match=f"{name} is of sinch 2.x: use {today}"):
        assert getattr(configuration, name) == becomes
    assert {each.filename for each in caught} == {__file__}
    assert getattr(configuration, today) == becomes


def test_the_way_of_signing_in_can_be_asked() -> None:
    assert of_2_x(SinchClient(project_id="p")).configuration.authentication_method == "project_auth"
    client = SinchClient(service_plan_id="p", sms_api_token="t")
    assert of_2_x(client).configuration.authentication_method == "sms_auth"
    assert of_2_x(SinchClient()).configuration.authentication_method is None


def test_what_neither_had_is_not_there() -> None:
    client = of_2_x(SinchClient())
    for thing in (client, client.configuration, of_2_x(Configuration())):
        assert not hasattr(thing, "nothing_like_this")
    with pytest.raises(AttributeError, match=r"has no attribute 'sms_regoin'; did you mean 'sms_region'\?"):
        _ = client.configuration.sms_regoin
    with pytest.raises(AttributeError, match="has no 'connection_timeout'"):
        of_2_x(Configuration()).connection_timeout = 5


def test_the_logger_of_the_configuration_is_the_one_in_use(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    assert SinchClient().configuration.logger is logging.getLogger("Sinch")
    client = connect(logger_name="shop.sinch")
    assert client.configuration.logger is logging.getLogger("shop.sinch")
    client.configuration.logger.setLevel(logging.DEBUG)
    client.numbers.regions.list()
    assert {record.name for record in caplog.records} == {"shop.sinch"}


# Handlers of events


@pytest.mark.parametrize("name", ["callback_secret", "sinch_event_secret", "app_secret"])
def test_a_secret_can_be_given_under_its_names_of_2_x(name: str) -> None:
    handler = SinchClient().sms.sinch_events(**{name: "key"})  # type: ignore[arg-type]
    body = '{"type": "mo_text"}'
    assert handler.validate_authentication_header(handler.sign(body), body)
    assert SmsSinchEvent("key").validate_authentication_header(SmsSinchEvent(**{name: "key"}).sign(body), body)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=f"{name} and secret are two names of one argument"):
        SmsSinchEvent("key", **{name: "key"})  # type: ignore[arg-type]
    with pytest.raises(
        TypeError, match=r"sinch_events got an unexpected keyword argument 'secrte'; did you mean 'secret'\?"
    ):
        SinchClient().sms.sinch_events(secrte="key")  # type: ignore[call-arg]
