"""How events and requests are signed: extensions of a spec, checked against what the SDK can verify and compute.

Events have the root key `x-webhook-signature`, requests the key `x-request-signature` of a security scheme.
"""

import re
from collections.abc import Iterator
from typing import Any

from codegen.bundle import Json, join
from codegen.normalise.terms import SpecError
from codegen.products import ProductFile
from codegen.sections import ProductError

KEY = "x-webhook-signature"
REQUEST_KEY = "x-request-signature"

_CHOICES = {"algorithm": ("hmac-sha1", "hmac-sha256"), "encoding": ("base64", "hex")}
_SECRETS = ("text", "base64")
_OF_REQUEST = ("method", "path", "content_type", "content_md5")
_PLACES = ("body", "nonce", "timestamp", *_OF_REQUEST)
_ROLES = ("signature", "nonce", "timestamp", "algorithm")


def of(document: Json, product: ProductFile) -> dict[str, Any] | None:
    """Return the signature scheme of a product that has events."""
    signature: dict[str, Any] | None = document.get(KEY)
    for at, problem in problems(document):
        raise SpecError(f"{at}: {problem}")
    if product.event is not None and signature is None:
        raise ProductError(f"{product.where}: event: specs/{product.spec} lacks {KEY}, how events are signed")
    if product.event is None and signature is not None:
        raise ProductError(f"{product.where}: event is missing: specs/{product.spec} has {KEY}")
    return signature


def problems(document: Json) -> Iterator[tuple[str, str]]:
    """Return the JSON pointer of each part of a scheme that cannot be verified or computed, and what is wrong there."""
    if KEY in document:
        yield from _problems(join("", KEY), document[KEY])
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        if isinstance(scheme, dict) and REQUEST_KEY in scheme:
            at, signature = join("/components/securitySchemes", name, REQUEST_KEY), scheme[REQUEST_KEY]
            yield from _problems(at, signature)
            if isinstance(signature, dict) and "scheme" not in signature:
                yield join(at, "scheme"), "is missing: the word before key and signature in their header"


def _problems(at: str, signature: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(signature, dict):
        yield at, "must be a mapping"
        return
    for key in signature:
        if key not in (*_CHOICES, "signed", "headers", "secret", "scheme"):
            yield join(at, key), "is not known"
    for key, choices in _CHOICES.items():
        if signature.get(key) not in choices:
            yield join(at, key), f"must be {' or '.join(choices)}, not {signature.get(key)!r}"
    if signature.get("secret", "text") not in _SECRETS:
        yield join(at, "secret"), f"must be {' or '.join(_SECRETS)}, not {signature['secret']!r}"
    if not re.fullmatch(r"[A-Za-z]+", str(signature.get("scheme", "none"))):
        yield join(at, "scheme"), "must be a word"
    headers = signature.get("headers")
    if not isinstance(headers, dict) or "signature" not in headers:
        yield join(at, "headers"), "must name the header of the signature"
        headers = headers if isinstance(headers, dict) else {}
    for role, header in headers.items():
        if role not in _ROLES:
            yield join(at, "headers", role), f"is unknown; known are {', '.join(_ROLES)}"
        elif not isinstance(header, str) or not header:
            yield join(at, "headers", role), "must be the name of a header"
    signed = signature.get("signed")
    if not isinstance(signed, str):
        yield join(at, "signed"), "must be text"
        return
    places = re.findall(r"\{([^{}]*)\}", signed)
    if not {"body", "content_md5"} & set(places):
        yield join(at, "signed"), "must hold {body} or {content_md5}"
    for place in dict.fromkeys(places):
        if place not in _PLACES:
            yield join(at, "signed"), f"{{{place}}} is unknown; known are {_listed(_PLACES)}"
        elif place in ("nonce", "timestamp") and place not in headers:
            yield join(at, "signed"), f"holds {{{place}}}, which no header contains"


def _listed(places: tuple[str, ...]) -> str:
    written = [f"{{{place}}}" for place in places]
    return f"{', '.join(written[:-1])} and {written[-1]}"
