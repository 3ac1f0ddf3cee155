"""Services: what follows from a spec, what a product file must say, and that nothing is left over unnoticed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import bundle, generate, products, services, signature
from codegen.normalise.terms import SpecError
from codegen.sections import ProductError
from codegen.services import ServiceDef
from codegen.text import Code, Text

HOST = "https://{region}.things.example.com"
REGIONS = {"region": {"default": "us", "enum": ["us", "eu"]}}
ACCOUNT = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com", "scopes": {}}}}
BASIC = {"type": "http", "scheme": "basic"}
BEARER = {"type": "http", "scheme": "bearer"}
OTHER = {"url": "https://other.example.com"}
PRODUCT = {
    "spec": "things.yaml",
    "package": "things",
    "title": "Things",
    "client": "ThingsApi",
    "exception": "ThingsException",
    "bound": {"account": "project_id"},
}


def found(folder: Path, spec: dict[str, Any] | None = None, **product: Any) -> list[ServiceDef]:
    path = folder / "things-products.yaml"
    path.write_text(yaml.safe_dump({**PRODUCT, **product}, sort_keys=False))
    schemes = {"Account": ACCOUNT}
    document = {
        "servers": [{"url": HOST, "variables": REGIONS}],
        "security": [{"Account": []}],
        "components": {"securitySchemes": schemes},
        **(spec or {}),
    }
    return services.services(document, products.load(path))


def schemes(**given: Any) -> dict[str, Any]:
    return {"components": {"securitySchemes": {"Account": ACCOUNT, **given}}}


def test_a_spec_with_one_server_and_an_access_key_needs_no_services(tmp_path: Path) -> None:
    [service] = found(tmp_path)
    assert service == ServiceDef(
        constant=Code("SERVICE"),
        origin=Text("things_origin"),
        url=Text(HOST),
        region=Text("things_region"),
        regions=("us", "eu"),
        bound=Text({"account": "project_id"}),
        auth=Text("project"),
        token=None,
        security="Account",
    )
    [service] = found(tmp_path, {"servers": [OTHER]})
    assert (service.region, service.regions) == (None, ())


def test_a_product_file_names_what_it_has_more_than_one_of(tmp_path: Path) -> None:
    project = {"server": HOST, "security": "Account", "region": "where"}
    token = {
        "server": OTHER["url"],
        "security": "Static",
        "token": "things_token",
        "origin": "other_origin",
        "bound": {"account": "thing_id"},
    }
    both = {"servers": [{"url": HOST, "variables": REGIONS}, OTHER], **schemes(Static=BEARER)}
    first, second = found(tmp_path, both, services={"SERVICE": project, "OTHER_SERVICE": token})
    assert (first.origin, first.region, first.token) == (Text("things_origin"), Text("where"), None)
    assert (second.constant, second.auth, second.token) == ("OTHER_SERVICE", Text("token"), Text("things_token"))
    assert (second.origin, second.bound) == (Text("other_origin"), Text({"account": "thing_id"}))


SIGNED: dict[str, Any] = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "x-request-signature": {
        "algorithm": "hmac-sha256",
        "encoding": "base64",
        "secret": "base64",
        "scheme": "Application",
        "headers": {"signature": "Authorization", "timestamp": "x-timestamp"},
        "signed": "{method}\n{content_md5}\n{timestamp}\n{path}",
    },
}


def of_application(security: str, **more: Any) -> dict[str, Any]:
    return {"services": {"SERVICE": {"server": HOST, "security": security, **more}}}


@pytest.mark.parametrize(("security", "auth"), [("Signed", "signed"), ("Basic", "basic")])
def test_an_application_signs_or_shows_its_secret(security: str, auth: str, tmp_path: Path) -> None:
    other = {"Signed": "Basic", "Basic": "Signed"}[security]
    accepted = [{"security": name, "because": "x"} for name in (other, "Account")]
    [service] = found(tmp_path, schemes(Signed=SIGNED, Basic=BASIC), accepted=accepted, **of_application(security))
    assert (service.auth, service.token) == (Text(auth), None)
    signed = {str(key): text.value for key, text in service.signature}
    assert signed == ({} if auth == "basic" else SIGNED["x-request-signature"])


def test_basic_without_a_signature_beside_it_is_of_no_application(tmp_path: Path) -> None:
    with pytest.raises(ProductError, match="Basic is neither OAuth"):
        found(tmp_path, schemes(Basic=BASIC), **of_application("Basic"))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"secret": "hex"}, "/secret: must be text or base64, not 'hex'"),
        ({"scheme": "Application key"}, "/scheme: must be a word"),
        ({"scheme": None}, "/scheme: is missing: the word before key and signature"),
        ({"algorithm": "md5"}, "/algorithm: must be hmac-sha1 or hmac-sha256, not 'md5'"),
        ({"encoding": None}, "/encoding: must be base64 or hex, not None"),
        ({"headers": {"timestamp": "x-timestamp"}}, "/headers: must name the header of the signature"),
        ({"headers": {"signature": "Authorization"}}, "holds {timestamp}, which no header contains"),
        ({"headers": {"signature": "a", "timestamp": "b", "day": "c"}}, "/headers/day: is unknown; known are"),
        ({"signed": "{method}{timestamp}"}, "/signed: must hold {body} or {content_md5}"),
        ({"signed": "{body}{host}"}, "{host} is unknown; known are {body}, "),
        ({"signed": 5}, "/signed: must be text"),
        ({"salt": "x"}, "/salt: is not known"),
    ],
)
def test_a_signature_of_requests_that_cannot_be_computed_is_named(change: dict[str, Any], problem: str) -> None:
    given = {**SIGNED["x-request-signature"], **change}
    scheme = {**SIGNED, "x-request-signature": {key: value for key, value in given.items() if value is not None}}
    said = [f"{at}: {text}" for at, text in signature.problems(schemes(Signed=scheme))]
    assert len(said) == 1
    assert said[0].startswith("/components/securitySchemes/Signed/x-request-signature")
    assert problem in said[0]


def test_codes_that_are_never_repeated_are_those_of_the_product_file(tmp_path: Path) -> None:
    [service] = found(tmp_path, services={"SERVICE": {"server": HOST, "security": "Account", "never_repeated": ["1"]}})
    assert service.never_repeated == ("1",)


def test_what_no_service_uses_is_accepted_with_a_reason_or_rejected(tmp_path: Path) -> None:
    tests = {"security": "Basic", "because": "it is for tests"}
    with pytest.raises(
        ProductError,
        match=r"^specs/things.yaml: /components/securitySchemes/Basic: no service uses it; accept that in codegen",
    ):
        found(tmp_path, schemes(Basic=BASIC))
    assert len(found(tmp_path, schemes(Basic=BASIC), accepted=[tests])) == 1
    two = {"servers": [OTHER, {"url": HOST, "variables": REGIONS}]}
    only = {"SERVICE": {"server": OTHER["url"], "security": "Account"}}
    with pytest.raises(ProductError, match=r"/servers/https:~1~1\{region\}\.things.* no service uses it"):
        found(tmp_path, two, services=only)
    assert len(found(tmp_path, two, services=only, accepted=[{"server": HOST, "because": "it is old"}])) == 1


@pytest.mark.parametrize(
    ("spec", "product", "problem"),
    [
        ({"servers": [OTHER, {"url": HOST}]}, {}, "services is missing: things.yaml has the servers https://other.exa"),
        ({"servers": []}, {}, "services is missing: things.yaml has no server and the security schemes Account"),
        ({"components": {}, "security": []}, {}, "has the servers .* and no security scheme; name the server"),
        (schemes(Static=BEARER), {}, "services is missing: .* security schemes Account, Static"),
        ({}, {"services": {"SERVICE": {"server": "x", "security": "Account"}}}, "SERVICE: things.yaml has no server x"),
        ({}, {"services": {"SERVICE": {"server": HOST, "security": "X"}}}, "has no security X; it has Account"),
        (
            schemes(Basic=BASIC),
            {"services": {"SERVICE": {"server": HOST, "security": "Basic"}}},
            "Basic is neither OAuth 2.0 client credentials nor a bearer token",
        ),
        (
            schemes(Static=BEARER),
            {"services": {"SERVICE": {"server": HOST, "security": "Static"}}},
            "security Static needs token",
        ),
        (
            {},
            {"services": {"SERVICE": {"server": HOST, "security": "Account", "token": "x"}}},
            "security Account does not use a token",
        ),
        (
            {},
            {"services": {"SERVICE": {"server": HOST, "security": "Account", "bound": {"other": "x"}}}},
            "bound must have account",
        ),
        (
            {"servers": [OTHER]},
            {"services": {"SERVICE": {"server": OTHER["url"], "security": "Account", "region": "x"}}},
            "https://other.example.com has no region",
        ),
        ({}, {"accepted": [{"security": "Gone", "because": "x"}]}, "accepted: things.yaml has no security Gone"),
        ({"paths": {"/x": {"servers": [OTHER]}}}, {}, "/paths/~1x/servers: no service has the server https://other"),
        (
            {"servers": [], "paths": {"/x": {"servers": [OTHER]}}},
            {"services": {"FILES": {"server": OTHER["url"], "security": "Account"}}},
            "services: the first must have a server of the whole spec, not https://other.example.com",
        ),
        ({}, {"accepted": [{"server": "gone", "because": "x"}]}, "accepted: things.yaml has no server gone"),
        ({}, {"accepted": [{"security": "Account", "because": "x"}]}, "accepted: a service uses the security Account"),
    ],
)
def test_what_does_not_fit_together_is_named(
    tmp_path: Path, spec: dict[str, Any], product: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ProductError, match=problem):
        found(tmp_path, spec, **product)


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        ({"security": [{"Gone": []}]}, "/security: unknown security scheme Gone"),
        ({"servers": [{"url": "https://{host}.example.com"}]}, "the variable host is not supported"),
        ({"servers": [{"url": HOST}]}, "the variable region is not described"),
    ],
)
def test_what_is_wrong_with_a_spec_is_named(tmp_path: Path, spec: dict[str, Any], problem: str) -> None:
    with pytest.raises(SpecError, match=problem):
        found(tmp_path, spec)


def test_origins_and_regions_of_all_products_come_together(tmp_path: Path) -> None:
    [service] = found(tmp_path)
    wider = {"region": {"default": "us", "x-extensible-enum": ["eu", "br"]}}
    [other] = found(tmp_path, {"servers": [{"url": HOST, "variables": wider}]})
    fixed = {"auth_origin": "https://auth.example.com"}
    assert services.origins(fixed, [("a.yaml", service), ("b.yaml", other)]) == (
        {"auth_origin": "https://auth.example.com", "things_origin": HOST},
        {"things_region": ("us", "eu", "br")},
    )
    [moved] = found(tmp_path, {"servers": [OTHER]})
    with pytest.raises(
        ProductError, match=r"^b.yaml: the origin things_origin is already https://.region.*cannot also be https://oth"
    ):
        services.origins({}, [("a.yaml", service), ("b.yaml", moved)])


def test_the_hosts_of_the_specs_are_those_of_the_sdk() -> None:
    from sinch_api.origins import ORIGINS, ConfiguredOrigins

    specs = [bundle.load(path) for path in generate.SPECS.glob("*.yaml")]
    holders = [holder for spec in specs for holder in (spec, *spec["paths"].values())]
    servers = {server["url"] for holder in holders for server in holder.get("servers", ())}
    files = products.load_all()
    worldwide = {entry.worldwide for file in files for entry in file.services.values() if entry.worldwide is not None}
    assert set(ORIGINS.values()) | worldwide == servers
    assert set(ConfiguredOrigins.__annotations__) == set(ORIGINS)
