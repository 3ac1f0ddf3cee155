"""Events: signatures over the raw bytes, and reading bodies with any content."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch import ArgumentError, EventError, SignatureError
from sinch.core.events import MAX_DEPTH, EventHandler, SignatureScheme
from sinch.core.kinds import STRING
from sinch.core.model import Model, Ref, Union, field


class Ping(Model):
    __slots__ = ()
    text: str | None = field("text", STRING, default=None)


class Handler(EventHandler[Any]):
    kind = Union("type", {"ping": Ref(__name__, "Ping")})
    scheme = SignatureScheme(
        algorithm="hmac-sha256",
        encoding="base64",
        signed="{body}.{nonce}.{timestamp}",
        headers={"signature": "X-Sign", "nonce": "X-Nonce", "timestamp": "X-Time", "algorithm": "X-Algorithm"},
    )


class HexHandler(EventHandler[Any]):
    kind = Handler.kind
    scheme = SignatureScheme(algorithm="hmac-sha1", encoding="hex", signed="{body}", headers={"signature": "X-Sign"})


BODY = '{"type": "ping", "text": "Hi 👋 {nonce} {timestamp}"}'
NOW = 1772446860.0


def handler(secret: str | None = "kite") -> Handler:
    return Handler(secret, now=lambda: NOW)


@pytest.mark.parametrize("secret", ["kite", "clé-🔑", "x" * 500])
@pytest.mark.parametrize("cls", [Handler, HexHandler])
def test_what_is_signed_validates(cls: Any, secret: str) -> None:
    signer = cls(secret, now=lambda: NOW)
    headers = signer.sign(BODY)
    assert signer.validate_authentication_header(headers, BODY)
    assert signer.validate_authentication_header(headers, BODY.encode()), "text and bytes are the same body"
    assert signer.validate_authentication_header({name.upper(): value for name, value in headers.items()}, BODY)
    assert signer.validate_authentication_header(list(headers.items()), BODY)
    assert signer.validate_authentication_header([(n.encode(), v.encode()) for n, v in headers.items()], BODY)
    assert signer.validate_authentication_header({name: [value] for name, value in headers.items()}, BODY)
    assert not cls("other").validate_authentication_header(headers, BODY)
    assert not signer.validate_authentication_header(headers, BODY + " ")


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nothing_is_valid(secret: str | None) -> None:
    headers = handler().sign(BODY)
    assert not handler(secret).validate_authentication_header(headers, BODY)
    assert not handler(secret)._validate_signature(BODY, "")
    with pytest.raises(ArgumentError, match="secret"):
        handler(secret).sign(BODY)


@pytest.mark.parametrize("missing", ["X-Sign", "X-Nonce", "X-Time"])
def test_missing_and_repeated_headers_are_not_valid(missing: str) -> None:
    headers = handler().sign(BODY)
    without = {name: value for name, value in headers.items() if name != missing}
    assert not handler().validate_authentication_header(without, BODY)
    repeated = [*headers.items(), (missing.lower(), headers[missing])]
    assert handler().validate_authentication_header(repeated, BODY) == (missing == "X-Sign"), "one of several may fit"
    assert not handler().validate_authentication_header({**headers, missing: "é"}, BODY)


def test_the_algorithm_may_be_left_out_but_not_be_another() -> None:
    headers = handler().sign(BODY)
    del headers["X-Algorithm"]
    assert handler().validate_authentication_header(headers, BODY)
    assert not handler().validate_authentication_header({**headers, "X-Algorithm": "HmacMD5"}, BODY)


def test_a_tolerance_is_a_number_of_seconds() -> None:
    signer = handler()
    with pytest.raises(ArgumentError, match="tolerance must be a number of seconds, not str"):
        signer.validate_authentication_header(signer.sign(BODY), BODY, tolerance="300")  # type: ignore[arg-type]


def test_the_age_is_only_judged_with_a_tolerance() -> None:
    old = handler().sign(BODY, timestamp=int(NOW) - 301)
    new = handler().sign(BODY, timestamp=int(NOW) + 299)
    assert handler().validate_authentication_header(old, BODY)
    assert not handler().validate_authentication_header(old, BODY, tolerance=300)
    assert handler().validate_authentication_header(new, BODY, tolerance=300)
    for strange in ("soon", "nan", "inf", "1e400"):
        assert not handler().validate_authentication_header(
            handler().sign(BODY, timestamp=strange), BODY, tolerance=300
        )


@pytest.mark.parametrize("headers", [None, [], {}, [5], "x-sign", [("a", "b", "c")], {"X-Sign": None}])
@pytest.mark.parametrize("body", [BODY, b"", b"\xff"])
def test_nonsense_is_not_valid(headers: Any, body: Any) -> None:
    assert handler().validate_authentication_header(headers, body) is False


@pytest.mark.parametrize("body", [None, 5, {}, {"type": "ping"}])
def test_a_body_that_is_not_raw_raises_instead_of_failing_validation(body: Any) -> None:
    with pytest.raises(ArgumentError, match="must be text or bytes as they were received"):
        handler().validate_authentication_header(handler().sign(BODY), body)


@given(st.binary(), st.text(), st.text())
def test_any_body_can_be_signed_and_no_other_passes(body: bytes, nonce: str, extra: str) -> None:
    if len(nonce.splitlines()) > 1 or nonce.strip() != nonce:
        nonce = "n"
    headers = handler().sign(body, nonce=nonce)
    assert handler().validate_authentication_header(headers, body)
    if extra:
        assert not handler().validate_authentication_header(headers, body + extra.encode("utf-8", "surrogatepass"))


def test_a_handler_called_with_a_secret_has_it() -> None:
    headers = handler().sign(BODY)
    bare = Handler()
    assert not bare.validate_authentication_header(headers, BODY)
    assert bare("kite").validate_authentication_header(headers, BODY)
    assert "kite" not in repr(bare("kite"))


def test_a_handler_travels_to_another_process() -> None:
    received = pickle.loads(pickle.dumps(Handler("kite")))
    headers = Handler("kite").sign(BODY)
    assert received.validate_authentication_header(headers, BODY)
    assert copy.deepcopy(received).sign(BODY, nonce="n", timestamp=1) == received.sign(BODY, nonce="n", timestamp=1)


def test_ascii_reads_the_same_whatever_the_charset_says() -> None:
    for charset in ("iso-8859-1", "UTF-8", "utf-16", "klingon"):
        event = handler().parse_event(b'{"type": "ping", "text": "Hi"}', {"Content-Type": f"text/x; charset={charset}"})
        assert event.text == "Hi"
    wide = '{"type": "ping", "text": "Hi"}'.encode("utf-16-le")
    assert handler().parse_event(wide, [("content-type", "application/json; charset=utf-16le")]).text == "Hi"
    with pytest.raises(EventError):
        handler().parse_event(wide)
    assert handler().parse_event('\ufeff{"type": "ping", "text": "é"}'.encode()).text == "é"


def test_events_are_typed_and_unknown_ones_generic() -> None:
    event = Handler().parse_event(BODY)
    assert type(event) is Ping
    assert event.text == "Hi 👋 {nonce} {timestamp}"
    assert (
        type(Handler().parse_event(BODY.encode("utf-16"), {"content-type": "application/json; charset=utf-16"})) is Ping
    )
    assert type(Handler().parse_event({"type": "ping"})) is Ping
    other = Handler().parse_event(b'{"type": "pong", "deep": {"er": 1}}')
    assert type(other) is Model
    assert other.deep.er == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"5",
        b"[]",
        b'"x"',
        b"null",
        None,
        5,
        ["x"],
        "[" * 100_000,
        b'{"a":' * 5000,
        " " * 9_000_000,
    ],
)
def test_what_cannot_be_an_event_raises_the_one_exception(body: Any) -> None:
    with pytest.raises(EventError):
        Handler().parse_event(body)


def test_depth_is_bounded() -> None:
    fine = '{"a":' * (MAX_DEPTH - 1) + "{}" + "}" * (MAX_DEPTH - 1)
    assert Handler().parse_event(fine)
    with pytest.raises(EventError, match="deep"):
        Handler().parse_event('{"a":' + fine + "}")


@pytest.mark.parametrize(
    "charset", ["klingon", "", '"', "base64", "idna", "unicode_escape", "rot13", "zlib", "punycode"]
)
def test_a_strange_charset_raises_no_foreign_exception(charset: str) -> None:
    try:
        Handler().parse_event(BODY.encode(), {"Content-Type": f"application/json; charset={charset}"})
    except EventError:
        pass


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-7", "unicode_escape", "raw_unicode_escape", "hz"])
def test_only_charsets_that_are_read_in_one_go(charset: str) -> None:
    """The header is not signed, and decoding Punycode takes quadratic time."""
    with pytest.raises(EventError):
        Handler().parse_event(BODY.encode(), {"Content-Type": f"application/json; charset={charset}"})


def steps(work: Any) -> int:
    """Count the functions called, of Python and of C."""
    count = 0

    def profile(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "make",
    [
        lambda size: '{"a":' * (size // 50) + "1" + "}" * (size // 50),
        lambda size: '{"a": [' + "[]," * size + "[]]}",
        lambda size: "{" + ",".join(f'"k{index}": {{}}' for index in range(size)) + "}",
        lambda size: "{" + '"a": 1,' * size + '"a": 1}',
        lambda size: '{"a": "' + "\\ud800" * size + '"}',
    ],
    ids=["deep", "lists", "keys", "duplicates", "surrogates"],
)
def test_the_steps_of_parsing_grow_no_faster_than_the_body(make: Any) -> None:
    def parse(body: str) -> None:
        try:
            Handler().parse_event(body)
        except EventError:
            pass

    small, large = (steps(lambda size=size: parse(make(size))) for size in (1000, 8000))
    assert large <= 10 * small + 100


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "9" * 5000, "-" + "9" * 5000])
def test_numbers_that_are_not_json_cannot_be_an_event(text: str) -> None:
    for body in (text, f'{{"type": "ping", "x": {text}}}', f'[{{"x": {text}}}]'):
        with pytest.raises(EventError):
            Handler().parse_event(body)


def test_strange_but_legal_json_is_an_event() -> None:
    assert Handler().parse_event('{"type": "pong", "type": "ping", "text": "a", "text": "b"}') == {
        "type": "ping",
        "text": "b",
    }, "the last of equal keys wins"
    assert Handler().parse_event('{"type": "ping", "text": "\\ud800"}').text == "\ud800"
    assert Handler().parse_event('{"type": "ping", "x": 1e999}').x == float("inf")
    assert json.dumps(Handler().parse_event('{"type": "ping", "text": "\\ud800"}'))


@pytest.mark.parametrize("headers", [5, True, object(), 5.5, lambda: None])
def test_malformed_headers_are_not_valid(headers: Any) -> None:
    assert handler().validate_authentication_header(headers, BODY) is False
    assert type(handler().parse_event(BODY.encode(), headers)) is Ping


@given(
    st.binary()
    | st.text()
    | st.recursive(st.none() | st.integers() | st.text(), lambda x: st.dictionaries(st.text(), x))
)
def test_only_the_documented_exception_comes_out(body: Any) -> None:
    try:
        event = Handler().parse_event(body)
    except EventError:
        return
    assert isinstance(event, Model)
    json.dumps(event)


def reason(headers: Any, body: Any = BODY, signer: Any = None, **options: Any) -> str:
    with pytest.raises(SignatureError) as caught:
        (signer or handler()).verify_and_parse(headers, body, **options)
    return str(caught.value)


def test_what_is_genuine_is_verified_and_parsed_in_one_step() -> None:
    event = handler().verify_and_parse(handler().sign(BODY), BODY)
    assert type(event) is Ping
    assert event == handler().parse_event(BODY)
    assert type(handler().verify_and_parse(handler().sign(BODY.encode()), bytearray(BODY.encode()))) is Ping


def test_the_reason_is_told() -> None:
    good = handler().sign(BODY)
    for name, said in (("X-Sign", "x-sign"), ("X-Nonce", "x-nonce"), ("X-Time", "x-time")):
        without = {key: value for key, value in good.items() if key != name}
        assert reason(without) == f"the header {said} is missing"
    assert "no secret" in reason(good, signer=Handler())
    assert reason(handler().sign(BODY, timestamp=int(NOW) - 1000)) == "it is 1000 seconds old; 300 are tolerated"
    ahead = "it is 301 seconds ahead of this machine's clock; 300 are tolerated"
    assert reason(handler().sign(BODY, timestamp=int(NOW) + 301)) == ahead
    assert reason(handler().sign(BODY, timestamp="soon")) == "its time stamp is not a number"
    assert reason(handler().sign(BODY, timestamp="nan")) == "its time stamp is not a number"
    assert "its signature is another one" in reason(good, BODY + " ")
    assert "its signature is another one" in reason({**good, "X-Sign": "é"})
    assert reason({**good, "X-Algorithm": "HmacMD5"}) == "it is not signed with HmacSHA256"
    with pytest.raises(ArgumentError, match="not dict: the signature is over the bytes"):
        handler().verify_and_parse(good, {"type": "ping"})  # type: ignore[arg-type]
    with pytest.raises(EventError, match="not JSON"):
        handler().verify_and_parse(handler().sign("{"), "{")


def test_a_tolerance_may_be_another_or_none() -> None:
    old = handler().sign(BODY, timestamp=int(NOW) - 1000)
    assert handler().verify_and_parse(old, BODY, tolerance=None).text
    assert handler().verify_and_parse(old, BODY, tolerance=1001).text
    assert "10 are tolerated" in reason(old, tolerance=10)


def test_where_no_time_is_signed_the_tolerance_has_no_effect() -> None:
    signer = HexHandler("kite", now=lambda: NOW)
    assert signer.verify_and_parse(signer.sign(BODY), BODY, tolerance=0).text


@pytest.mark.parametrize("secret", [["new", "kite"], ("kite", "new"), ["", "kite"], [" kite\n"], "kite ", "\tkite"])
def test_several_secrets_and_blanks_around_them(secret: Any) -> None:
    good = handler().sign(BODY)
    for signer in (Handler(secret, now=lambda: NOW), handler(None)(secret)):
        assert signer.verify_and_parse(good, BODY).text
        assert not signer.validate_authentication_header(handler("other").sign(BODY), BODY)
        assert pickle.loads(pickle.dumps(Handler(secret))).validate_authentication_header(good, BODY)


@pytest.mark.parametrize("secret", [[], [""], "  ", ["\n", " "], ()])
def test_secrets_that_are_none_validate_nothing(secret: Any) -> None:
    assert "no secret" in reason(handler().sign(BODY), signer=Handler(secret))


@pytest.mark.parametrize("secret", [b"kite", [b"kite"], 5, [5], [None], {"kite": 1}.keys() | {2}])
def test_secrets_that_are_not_text_are_rejected(secret: Any) -> None:
    with pytest.raises((ArgumentError, TypeError)):
        Handler(secret)


def test_one_of_several_signatures_is_enough() -> None:
    """Such as Sinch sends while a secret is replaced on its side."""
    good = handler().sign(BODY)
    old = handler("old").sign(BODY, nonce=good["X-Nonce"], timestamp=good["X-Time"])["X-Sign"]
    for both in (f"{old},{good['X-Sign']}", f"{good['X-Sign']} , {old}", f" {old} ,, {good['X-Sign']} "):
        assert handler().verify_and_parse({**good, "X-Sign": both}, BODY).text
    assert "another one" in reason({**good, "X-Sign": f"{old},{old}"})
    assert "another one" in reason({**good, "X-Sign": f"{old},é"})
    assert "another one" in reason({**good, "X-Sign": ","})


def environ(headers: dict[str, str]) -> dict[str, Any]:
    """Return headers as WSGI has them in its environment, and Django in `request.META`."""
    names = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return {**names, "CONTENT_TYPE": "application/json; charset=utf-16", "wsgi.input": object(), "SERVER_PORT": 80}


def test_the_environment_of_wsgi_will_do() -> None:
    body = BODY.encode("utf-16")
    event = handler().verify_and_parse(environ(handler().sign(body)), body)
    assert event.text == "Hi 👋 {nonce} {timestamp}"
    lost = environ(handler().sign(body))
    del lost["HTTP_X_NONCE"]
    assert reason(lost, body) == "the header x-nonce is missing"


def test_each_rejection_is_one_line_without_contents(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="Sinch")
    good = handler().sign(BODY, nonce="n0nce")
    assert handler().validate_authentication_header(good, BODY)
    assert not caplog.records
    wrong: list[tuple[Any, Any]] = [
        ({**good, "X-Sign": "s1gn"}, BODY),
        ({}, BODY),
        (good, BODY + "+12025550123"),
        (5, b""),
    ]
    for headers, body in wrong:
        assert not handler().validate_authentication_header(headers, body, tolerance=60)
    assert len(caplog.records) == len(wrong)
    for record in caplog.records:
        assert record.levelno == logging.DEBUG
        assert record.getMessage().startswith("an event was rejected: ")
        for text in ("s1gn", "n0nce", "2025550123", "kite", "Hi", good["X-Sign"]):
            assert text not in record.getMessage() + repr(record.args)


def test_what_a_log_handler_raises_does_not_decide() -> None:
    class Raising(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError("full")

    logger, raising = logging.getLogger("Sinch"), Raising()
    level = logger.level
    logger.addHandler(raising)
    logger.setLevel(logging.DEBUG)
    try:
        assert handler().validate_authentication_header({}, BODY) is False
        assert "missing" in reason({})
    finally:
        logger.removeHandler(raising)
        logger.setLevel(level)


HEADERS = st.one_of(
    st.none() | st.integers() | st.text() | st.binary(),
    st.dictionaries(
        st.text() | st.sampled_from(["X-Sign", "x-nonce", "HTTP_X_TIME", "X-Algorithm"]), st.text() | st.none()
    ),
    st.lists(st.tuples(st.text() | st.binary(), st.text() | st.binary() | st.lists(st.text()))),
    st.lists(st.lists(st.text(), max_size=3)),
)


@given(HEADERS, st.binary() | st.text(), st.none() | st.floats() | st.integers())
def test_whatever_comes_only_a_signature_error_comes_out(headers: Any, body: Any, tolerance: Any) -> None:
    assert handler().validate_authentication_header(headers, body, tolerance=tolerance) is False
    with pytest.raises(SignatureError) as caught:
        handler().verify_and_parse(headers, body, tolerance=tolerance)
    assert str(caught.value).isprintable()


@given(st.sampled_from(["X-Sign", "X-Nonce", "X-Time"]), st.text(min_size=1), st.booleans())
def test_no_other_header_passes(name: str, value: str, whole: bool) -> None:
    good = handler().sign(BODY)
    changed = value if whole else good[name] + value
    if name == "X-Sign" and good[name] in [each.strip() for each in changed.strip().split(",")]:
        return
    if changed.strip() == good[name]:
        return
    assert not handler().validate_authentication_header({**good, name: changed}, BODY)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4), st.binary(max_size=50))
def test_every_secret_of_several_verifies_what_it_signed(secrets: list[str], body: bytes) -> None:
    several = Handler(secrets, now=lambda: NOW)
    for secret in secrets:
        if secret.strip():
            assert several.validate_authentication_header(handler(secret).sign(body), body, tolerance=1)
