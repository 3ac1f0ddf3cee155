"""The simulated Number Lookup API: known and derived data, features that fail, and rejections."""

import pytest

NUMBER = "+12025550123"
ALL = ["LineType", "SimSwap", "VoIPDetection", "RND"]
RND = {"rndFeatureOptions": {"contactDate": "2025-11-30"}}
PARTS = {"line": "LineType", "simSwap": "SimSwap", "voIPDetection": "VoIPDetection", "rnd": "RND"}


@pytest.fixture
def ask(simulator, pool, token):
    url = f"{simulator.origins['number_lookup_origin']}/v2/projects/{simulator.credentials.project_id}/lookups"
    headers = {"Authorization": f"Bearer {token()}"}
    return lambda body: pool.request("POST", url, headers=headers, json=body, retries=False)


@pytest.fixture
def look_up(ask):
    def looked_up(number=NUMBER, features=None, **more):
        response = ask({"number": number, **({} if features is None else {"features": features}), **more})
        assert response.status == 200, response.data
        return response.json()

    return looked_up


def test_every_operation_is_carried_out(simulator):
    assert simulator.number_lookup.handlers.keys() == simulator.number_lookup.spec.operations.keys()


def test_line_only(look_up):
    response = look_up()
    assert response == {
        "number": NUMBER,
        "countryCode": "US",
        "traceId": response["traceId"],
        "line": {
            "carrier": "Example Wireless",
            "type": "Mobile",
            "mobileCountryCode": "310",
            "mobileNetworkCode": "070",
            "ported": True,
            "portingDate": "2021-05-04T03:02:01Z",
            "error": None,
        },
        "simSwap": None,
        "voIPDetection": None,
        "rnd": None,
    }
    assert len(response["traceId"]) == 32
    assert look_up(features=[])["line"] == response["line"]


@pytest.mark.parametrize("part", PARTS)
def test_only_what_is_asked_for(look_up, part):
    response = look_up(features=[PARTS[part]], **RND)
    assert [name for name in PARTS if response[name] is not None] == [part]


def test_table(look_up):
    landline = look_up("+12025550144", ALL, **RND)
    assert landline["line"]["type"] == "Landline"
    assert landline["line"]["mobileCountryCode"] is None
    assert landline["simSwap"] == {"swapped": True, "swapPeriod": "SP24H", "error": None}
    internet = look_up("+12025550155", ALL, **RND)
    assert (internet["line"]["type"], internet["voIPDetection"]["probability"]) == ("VoIP", "High")
    assert internet["rnd"] == {"disconnected": True, "error": None}


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+12025550178", "US"),
        ("+16135550123", "CA"),
        ("+447700900123", "GB"),
        ("+46701740123", "SE"),
        ("+5411555012", "AR"),
        ("+999123456", "ZZ"),
    ],
)
def test_rule(look_up, number, country):
    response = look_up(number, ALL, **RND)
    assert response["countryCode"] == country
    again = look_up(number, ALL, **RND)
    assert again["traceId"] != response["traceId"]
    assert {**again, "traceId": ""} == {**response, "traceId": ""}
    line, swap = response["line"], response["simSwap"]
    assert (line["type"] == "Mobile") == (line["mobileCountryCode"] is not None)
    assert line["ported"] == (line["portingDate"] is not None)
    assert swap["swapped"] == (swap["swapPeriod"] != "Undefined")


def test_rule_knows_every_kind_of_line(look_up):
    kinds = {look_up(f"+1202555{number:04}")["line"]["type"] for number in range(200, 220)}
    assert kinds == {"Mobile", "Landline", "VoIP"}
    assert look_up("+18885550123")["line"]["type"] == "Freephone"


def test_disabled_feature(simulator, look_up):
    simulator.number_lookup.disabled.add("RND")
    response = look_up(features=["LineType", "RND"], **RND)
    assert response["line"]["error"] is None
    error = {"status": 100, "title": "Feature Disabled", "detail": "RND is off"}
    assert response["rnd"] == {"disconnected": None, "error": error}
    assert look_up(features=["LineType"])["rnd"] is None
    simulator.clear()
    assert look_up(features=["RND"], **RND)["rnd"]["error"] is None


def test_known_data_of_a_number(simulator, look_up):
    other = "+12025550177"
    error = {"status": 500, "title": "Operator unreachable", "detail": "no response"}
    simulator.number_lookup.known[other] = {"line": {"carrier": "Mine", "type": "Special"}, "simSwap": {"error": error}}
    result = look_up(other, ["LineType", "SimSwap"])
    assert [result["line"][key] for key in ("carrier", "type", "error")] == ["Mine", "Special", None]
    assert result["simSwap"] == {"swapped": None, "swapPeriod": None, "error": error}
    assert look_up(features=["SimSwap"])["simSwap"]["error"] is None
    simulator.number_lookup.known[NUMBER]["line"] = {}
    simulator.clear()
    assert look_up(other)["line"]["carrier"] != "Mine"
    assert look_up()["line"]["carrier"] == "Example Wireless"


def test_unknown_number(simulator, ask, look_up):
    simulator.number_lookup.unknown.add("+12025550188")
    for number in ("+12025550999", "+12025550188"):
        response = ask({"number": number})
        assert response.status == 404
        problem = response.json()
        assert set(problem) == {"type", "title", "status", "traceId"}
        assert problem["status"] == 404
    simulator.clear()
    assert look_up("+12025550188")["line"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "number"),
        ({"number": "12"}, "number"),
        ({"number": "12025550123"}, "number"),
        ({"number": "+0123"}, "number"),
        ({"number": 12025550123}, "number"),
        ({"number": NUMBER, "features": "LineType"}, "features"),
        ({"number": NUMBER, "features": ["Astrology"]}, "features[0]"),
        ({"number": NUMBER, "features": ["RND"]}, "rndFeatureOptions"),
        ({"number": NUMBER, "features": ["LineType", "RND"], "rndFeatureOptions": {}}, "rndFeatureOptions.contactDate"),
        ({"number": NUMBER, "features": ["RND"], "rndFeatureOptions": {"contactDate": "30.11."}}, "contactDate"),
        ({"number": NUMBER, "features": ["RND"], "rndFeatureOptions": {"contact_date": "2025-11-30"}}, "contact_date"),
        ({"number": NUMBER, "region": "US"}, "region"),
    ],
)
def test_bad_request(simulator, ask, body, field):
    response = ask(body)
    assert response.status == 400, response.data
    problem = response.json()
    assert (problem["status"], set(problem)) == (400, {"type", "title", "status", "traceId"})
    assert field in problem["title"]
    assert not simulator.requests[-1].taken


@pytest.mark.parametrize("status", [402, 403, 429, 500])
def test_failures_are_problem_details(simulator, ask, status):
    simulator.fail("NumberLookupV2_Lookup", status=status)
    response = ask({"number": NUMBER})
    assert (response.status, response.json()["status"]) == (status, status)
    assert response.json()["title"] == "simulated failure"


def test_invalid_credentials(simulator, ask):
    simulator.expire_tokens()
    response = ask({"number": NUMBER})
    assert response.status == 401
    assert "expired" in response.headers["www-authenticate"]


def test_nothing_is_sent(simulator, look_up):
    look_up()
    assert simulator.sent_messages() == []
    assert simulator.events == []
