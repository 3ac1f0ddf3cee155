"""How webhooks are signed: the root key `x-webhook-signature` of a spec, checked against what the SDK can verify."""

import re
from collections.abc import Iterator
from typing import Any

from codegen.bundle import Json, join
from codegen.normalise.terms import SpecError
from codegen.products import ProductFile
from codegen.sections import ProductError

KEY = "x-webhook-signature"

_CHOICES = {"algorithm": ("hmac-sha1", "hmac-sha256"), "encoding": ("base64", "hex")}
_PLACES = ("body", "nonce", "timestamp")
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
    """Return the JSON pointer of each part of the scheme that cannot be verified, and what is wrong with it."""
    if KEY not in document:
        return
    at, signature = join("", KEY), document[KEY]
    if not isinstance(signature, dict):
        yield at, "must be a mapping"
        return
    for key in signature:
        if key not in (*_CHOICES, "signed", "headers"):
            yield join(at, key), "is not known"
    for key, choices in _CHOICES.items():
        if signature.get(key) not in choices:
            yield join(at, key), f"must be {' or '.join(choices)}, not {signature.get(key)!r}"
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
    if "body" not in places:
        yield join(at, "signed"), "must hold {body}"
    for place in dict.fromkeys(places):
        if place not in _PLACES:
            yield join(at, "signed"), f"{{{place}}} is unknown; known are {{body}}, {{nonce}} and {{timestamp}}"
        elif place != "body" and place not in headers:
            yield join(at, "signed"), f"holds {{{place}}}, which no header contains"
