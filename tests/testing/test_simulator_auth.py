"""The simulator's token endpoint, and the credentials that its products accept."""

import pytest
import urllib3

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRANT = "grant_type=client_credentials"


def ask(simulator, pool, secret=None, body=GRANT, headers=FORM):
    keys = simulator.credentials
    basic = urllib3.make_headers(basic_auth=f"{keys.key_id}:{secret or keys.key_secret}")
    url = f"{simulator.origins['auth_origin']}/oauth2/token"
    return pool.request("POST", url, headers={**basic, **headers}, body=body)


def groups(simulator, pool, authorization, owner=None):
    url = f"{simulator.origins['sms_origin']}/xms/v1/{owner or simulator.credentials.project_id}/groups"
    return pool.request("GET", url, headers={"Authorization": authorization} if authorization else {})


def test_token(simulator, pool):
    response = ask(simulator, pool)
    assert response.status == 200
    assert response.json()["expires_in"] == 3599
    assert response.json()["token_type"] == "bearer"
    assert len(simulator.token_requests) == 1


def test_wrong_secret(simulator, pool):
    response = ask(simulator, pool, secret="wrong")
    assert response.status == 401
    assert response.json()["error"] == "invalid_client"


@pytest.mark.parametrize("body", ["grant_type=password", "scope=all", "grant_type=client_credentials&more=1", ""])
def test_malformed_grant(simulator, pool, body):
    response = ask(simulator, pool, body=body)
    assert response.status == 400
    assert response.json()["error"] == "invalid_request"


def test_grant_as_json(simulator, pool):
    assert ask(simulator, pool, body="{}", headers={"Content-Type": "application/json"}).status == 415


def test_token_gives_access_to_the_project(simulator, pool, token):
    assert groups(simulator, pool, f"Bearer {token()}").status == 200


def test_several_tokens_are_valid_at_once(simulator, pool, token):
    first, second = token(), token()
    assert first != second
    assert groups(simulator, pool, f"Bearer {first}").status == 200
    assert groups(simulator, pool, f"Bearer {second}").status == 200


@pytest.mark.parametrize("how", ["clock", "expire_tokens"])
def test_expired_token(simulator, pool, token, how):
    text = token()
    if how == "clock":
        simulator.clock.advance(3601)
    else:
        simulator.expire_tokens()
    response = groups(simulator, pool, f"Bearer {text}")
    assert response.status == 401
    assert 'error_description="Jwt expired at 2026-03-02T1' in response.headers["www-authenticate"]
    assert groups(simulator, pool, f"Bearer {token()}").status == 200


@pytest.mark.parametrize("authorization", ["Bearer invented", "Basic eDp5", "", "Bearer"])
def test_invalid_credentials(simulator, pool, authorization):
    response = groups(simulator, pool, authorization)
    assert response.status == 401
    assert "expired" not in response.headers["www-authenticate"]
    assert not simulator.requests[-1].taken


def test_revoked_token(simulator, pool, token):
    text = token()
    simulator.revoke_tokens()
    response = groups(simulator, pool, f"Bearer {text}")
    assert response.status == 401
    assert "expired" not in response.headers["www-authenticate"]


def test_another_project(simulator, pool, token):
    response = groups(simulator, pool, f"Bearer {token()}", owner="another")
    assert response.status == 403
    assert "another" in response.json()["text"]


def test_service_plan_token_only_on_its_own_host(simulator, pool, sms, token):
    assert sms("GET", "/groups").status == 200
    plan = simulator.credentials
    assert groups(simulator, pool, f"Bearer {plan.sms_api_token}", plan.service_plan_id).status == 401
    sms.headers = {"Authorization": f"Bearer {token()}"}
    assert sms("GET", "/groups").status == 401


@pytest.mark.parametrize(
    ("product", "path", "status"),
    [
        ("numbers", "/v1/projects/{}/availableRegions", 200),
        ("number_lookup", "/v2/projects/{}/lookups", 400),
        ("conversation", "/v1/projects/{}/messages", 200),
        ("sms", "/xms/v1/{}/groups", 401),
    ],
)
def test_access_key_without_a_token(simulator, pool, product, path, status):
    keys = simulator.credentials
    url = simulator.origins[f"{product}_origin"] + path.format(keys.project_id)
    method = "POST" if product == "number_lookup" else "GET"

    def call(secret):
        return pool.request(method, url, headers=urllib3.make_headers(basic_auth=f"{keys.key_id}:{secret}"))

    assert call(keys.key_secret).status == status
    rejected = call("wrong")
    assert rejected.status == 401
    assert "expired" not in rejected.headers["www-authenticate"]
    assert not simulator.token_requests
