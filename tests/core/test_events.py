"""Events: signatures over the raw bytes, and reading bodies with any content."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch import ArgumentError, EventError
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
