"""The simulated Numbers API: the catalogue, rented numbers, their provisioning and its events."""

import hashlib
import hmac
import http.server
import threading
from urllib.parse import urlencode

import pytest

from sinch.testing import Simulator, sign

NUMBER = "+12025550123"
OTHER = "+12025550130"
VOICE_ONLY = "+12025550151"
ADDRESS = {
    "streetNumber": "12",
    "streetInfo": "Sample St NW",
    "city": "Washington",
    "state": "DC",
    "postalCode": "20001",
}
SECRET = "example-secret-0123456789-abcdefghij"


@pytest.fixture
def numbers(simulator, pool, token):
    """Call the API with an access token; paths are below that of the project."""
    base = f"{simulator.origins['numbers_origin']}/v1/projects/{simulator.credentials.project_id}"
    headers = {"Authorization": f"Bearer {token()}"}

    def call(method, path, body=None, query=()):
        url = base + path.replace("+", "%2B") + (f"?{urlencode(query, doseq=True)}" if query else "")
        content = {} if body is None else {"json": body}
        return pool.request(method, url, headers=headers, retries=False, **content)

    return call


@pytest.fixture
def rent(numbers):
    def take(number=NUMBER, **body):
        response = numbers("POST", f"/availableNumbers/{number}:rent", body)
        assert response.status == 200, response.data
        return response.json()

    return take


@pytest.fixture
def update(numbers):
    def change(number=NUMBER, **body):
        response = numbers("PATCH", f"/activeNumbers/{number}", body)
        assert response.status == 200, response.data
        return response.json()

    return change


def search(numbers, **query):
    query = {"regionCode": "US", "type": "LOCAL", "size": 1000, **query}
    response = numbers("GET", "/availableNumbers", query=query)
    assert response.status == 200, response.data
    return response.json()["availableNumbers"]


def violations(response):
    assert response.status == 400, response.data
    error = response.json()["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    (detail,) = error["details"]
    assert detail["type"] == "BadRequest"
    return [violation["field"] for violation in detail["fieldViolations"]]


def missing(response):
    assert response.status == 404, response.data
    error = response.json()["error"]
    assert (error["code"], error["status"]) == (404, "NOT_FOUND")
    (detail,) = error["details"]
    return detail["resourceType"], detail["resourceName"]


def posted(simulator):
    return [(event.json["eventType"], event.json["status"]) for event in simulator.events]


def test_every_operation_is_carried_out(simulator):
    assert simulator.numbers.handlers.keys() == simulator.numbers.spec.operations.keys()


# The catalogue


def test_search(numbers):
    found = search(numbers)
    assert found[0] == {
        "phoneNumber": NUMBER,
        "regionCode": "US",
        "type": "LOCAL",
        "capability": ["SMS", "VOICE"],
        "setupPrice": {"currencyCode": "USD", "amount": "1.00"},
        "monthlyPrice": {"currencyCode": "USD", "amount": "1.15"},
        "paymentIntervalMonths": 1,
        "supportingDocumentationRequired": False,
    }
    assert len({number["phoneNumber"] for number in found}) == len(found) == 40
    assert len(search(numbers, size=3)) == 3
    assert search(numbers, regionCode="AR", type="TOLL_FREE") == []


@pytest.mark.parametrize(
    ("pattern", "where", "fits"),
    [
        ("+1202", "START", lambda number: True),
        ("1202", "START", lambda number: False),
        ("202", "START", lambda number: False),
        ("3", "END", lambda number: number.endswith("3")),
        ("013", "CONTAINS", lambda number: "013" in number),
        ("013", None, lambda number: "013" in number),
    ],
)
def test_search_by_pattern(numbers, pattern, where, fits):
    query = {"numberPattern.pattern": pattern, **({"numberPattern.searchPattern": where} if where else {})}
    everything = [number["phoneNumber"] for number in search(numbers)]
    assert [number["phoneNumber"] for number in search(numbers, **query)] == list(filter(fits, everything))


def test_search_by_capabilities(numbers):
    assert len(search(numbers, capabilities="VOICE")) == 40
    both = search(numbers, capabilities=["SMS", "VOICE"])
    assert len(both) == len(search(numbers, capabilities=["SMS"])) == 32
    assert VOICE_ONLY not in [number["phoneNumber"] for number in both]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"regionCode": "ZZ", "type": "LOCAL"}, "regionCode"),
        ({"type": "LOCAL"}, "regionCode"),
        ({"regionCode": "US"}, "type"),
        ({"regionCode": "US", "type": "SIDEWAYS"}, "type"),
        ({"regionCode": "US", "type": "LOCAL", "size": 0}, "size"),
        ({"regionCode": "US", "type": "LOCAL", "size": "many"}, "size"),
        ({"regionCode": "US", "type": "LOCAL", "capability": "SMS"}, "capability"),
        ({"regionCode": "US", "type": "LOCAL", "capabilities": "FAX"}, "capabilities[0]"),
        ({"regionCode": "US", "type": "LOCAL", "numberPattern.searchPattern": "MIDDLE"}, "numberPattern.searchPattern"),
    ],
)
def test_bad_search(numbers, query, field):
    assert violations(numbers("GET", "/availableNumbers", query=query)) == [field]


def test_availability(numbers, rent):
    assert numbers("GET", f"/availableNumbers/{NUMBER}").json() == search(numbers)[0]
    rent()
    assert missing(numbers("GET", f"/availableNumbers/{NUMBER}")) == ("AvailableNumber", NUMBER)
    assert NUMBER not in [number["phoneNumber"] for number in search(numbers)]
    assert missing(numbers("GET", "/availableNumbers/+12025550100")) == ("AvailableNumber", "+12025550100")


def test_regions(numbers):
    regions = numbers("GET", "/availableRegions").json()["availableRegions"]
    assert [region["regionCode"] for region in regions] == ["US", "CA", "GB", "SE", "AR", "BR", "AU"]
    for region in regions:
        for kind in region["types"]:
            assert search(numbers, regionCode=region["regionCode"], type=kind)
    query = {"types": ["MOBILE", "TOLL_FREE"]}
    found = numbers("GET", "/availableRegions", query=query).json()["availableRegions"]
    assert [region["regionCode"] for region in found] == ["US", "GB", "SE", "BR", "AU"]
    assert found[0] == {"regionCode": "US", "regionName": "United States", "types": ["LOCAL", "TOLL_FREE"]}
    assert violations(numbers("GET", "/availableRegions", query={"types": "ODD"})) == ["types[0]"]


# Renting


def test_rent(simulator, numbers, rent):
    rented = rent()
    assert rented == {
        "phoneNumber": NUMBER,
        "projectId": simulator.credentials.project_id,
        "displayName": "",
        "regionCode": "US",
        "type": "LOCAL",
        "capability": ["SMS", "VOICE"],
        "money": {"currencyCode": "USD", "amount": "1.15"},
        "paymentIntervalMonths": 1,
        "nextChargeDate": "2026-04-01T10:00:00.002000Z",
        "expireAt": None,
        "smsConfiguration": {"servicePlanId": "", "campaignId": "", "scheduledProvisioning": None},
        "voiceConfiguration": {
            "type": "RTC",
            "appId": "",
            "lastUpdatedTime": None,
            "scheduledVoiceProvisioning": None,
        },
        "callbackUrl": "",
    }
    assert numbers("GET", f"/activeNumbers/{NUMBER}").json() == rented
    assert missing(numbers("POST", f"/availableNumbers/{NUMBER}:rent", {})) == ("AvailableNumber", NUMBER)
    assert simulator.sent_messages() == []


def test_rent_schedules_the_configuration(rent):
    rented = rent(
        smsConfiguration={"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"},
        voiceConfiguration={"appId": "app-31"},
        callbackUrl="https://hooks.example.com/numbers",
    )
    sms, voice = rented["smsConfiguration"], rented["voiceConfiguration"]
    assert (sms["servicePlanId"], sms["campaignId"]) == ("", "")
    assert sms["scheduledProvisioning"] == {
        "servicePlanId": "plan-7f3a",
        "campaignId": "CEXMPL1",
        "status": "WAITING",
        "lastUpdatedTime": sms["scheduledProvisioning"]["lastUpdatedTime"],
        "errorCodes": [],
    }
    assert voice["appId"] == ""
    assert (voice["scheduledVoiceProvisioning"]["type"], voice["scheduledVoiceProvisioning"]["appId"]) == (
        "RTC",
        "app-31",
    )
    assert rented["callbackUrl"] == "https://hooks.example.com/numbers"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, ""),
        ({"smsConfiguration": {}}, "smsConfiguration"),
        ({"voiceConfiguration": {}}, "voiceConfiguration"),
        ({"smsConfiguration": {"campaignId": "CEXMPL1"}}, "smsConfiguration.servicePlanId"),
        ({"voiceConfiguration": {"type": "EST", "appId": "app-31"}}, "voiceConfiguration.appId"),
        ({"voiceConfiguration": {"type": "TELEX"}}, "voiceConfiguration.type"),
        ({"callbackUrl": "nowhere"}, "callbackUrl"),
        ({"displayName": "Front desk"}, "displayName"),
    ],
)
def test_bad_rent(simulator, numbers, body, field):
    assert field in violations(numbers("POST", f"/availableNumbers/{NUMBER}:rent", body))
    assert not simulator.requests[-1].taken
    assert numbers("GET", f"/activeNumbers/{NUMBER}").status == 404


def test_rent_any(numbers, rent):
    rent()
    request = {"regionCode": "US", "type": "LOCAL"}

    def take(**more):
        return numbers("POST", "/availableNumbers:rentAny", {**request, **more})

    assert take().json()["phoneNumber"] == OTHER
    assert take(numberPattern={"pattern": "51", "searchPattern": "END"}).json()["phoneNumber"] == VOICE_ONLY
    assert take(capabilities=["SMS"]).json()["capability"] == ["SMS", "VOICE"]
    plan = take(smsConfiguration={"servicePlanId": "plan-7f3a"}).json()["smsConfiguration"]
    assert plan["scheduledProvisioning"]["servicePlanId"] == "plan-7f3a"
    assert missing(take(numberPattern={"pattern": "99999"})) == ("AvailableNumber", "")
    assert missing(take(type="TOLL_FREE")) == ("AvailableNumber", "")
    assert violations(take(regionCode="ZZ")) == ["regionCode"]
    assert violations(numbers("POST", "/availableNumbers:rentAny", {"regionCode": "US"})) == ["type"]


# Rented numbers


def test_list(numbers, rent, update):
    for number in (OTHER, VOICE_ONLY, NUMBER, "+46701740123"):
        rent(number)
    update(OTHER, displayName="Bar")
    update(NUMBER, displayName="Foo")

    def listed(**query):
        response = numbers("GET", "/activeNumbers", query=query).json()
        assert response["totalSize"] == len(response["activeNumbers"])
        assert response["nextPageToken"] == ""
        return [number["phoneNumber"] for number in response["activeNumbers"]]

    assert listed() == [OTHER, VOICE_ONLY, NUMBER, "+46701740123"]
    assert listed(orderBy="phoneNumber") == [NUMBER, OTHER, VOICE_ONLY, "+46701740123"]
    assert listed(orderBy="displayName") == [VOICE_ONLY, "+46701740123", OTHER, NUMBER]
    assert listed(regionCode="SE") == listed(type="MOBILE") == ["+46701740123"]
    assert listed(capability=["SMS", "VOICE"], regionCode="US") == [OTHER, NUMBER]
    assert listed(**{"numberPattern.pattern": "+1", "numberPattern.searchPattern": "START"}) == [
        OTHER,
        VOICE_ONLY,
        NUMBER,
    ]
    assert listed(regionCode="AU") == []


def test_pages(numbers, rent):
    rented = [number["phoneNumber"] for number in search(numbers, capabilities="VOICE")[:35]]
    for number in rented:
        rent(number)
    seen, query = [], {"pageSize": 10}
    while True:
        page = numbers("GET", "/activeNumbers", query=query).json()
        assert page["totalSize"] == 35
        seen.append([number["phoneNumber"] for number in page["activeNumbers"]])
        if not page["nextPageToken"]:
            break
        query["pageToken"] = page["nextPageToken"]
    assert [len(page) for page in seen] == [10, 10, 10, 5]
    assert [number for page in seen for number in page] == rented
    page = numbers("GET", "/activeNumbers").json()
    assert len(page["activeNumbers"]) == 30
    assert page["nextPageToken"]


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": 0},
        {"pageSize": -1},
        *({"pageToken": token} for token in ("0", "-1", "²", "007", "x" * 9, "9" * 5000)),
        {"orderBy": "PHONE_NUMBER"},
        {"capabilities": "SMS"},
    ],
)
def test_bad_list(numbers, query):
    assert violations(numbers("GET", "/activeNumbers", query=query)) == list(query)


def test_update(numbers, rent, update):
    before = rent()
    assert update() == before
    after = update(displayName="Front desk", callbackUrl="https://hooks.example.com/numbers")
    assert after == {**before, "displayName": "Front desk", "callbackUrl": "https://hooks.example.com/numbers"}
    assert update(callbackUrl="")["callbackUrl"] == ""
    assert missing(numbers("PATCH", f"/activeNumbers/{OTHER}", {})) == ("ActiveNumber", OTHER)
    assert violations(numbers("PATCH", f"/activeNumbers/{NUMBER}", {"smsConfiguration": {}})) == [
        "smsConfiguration",
        "smsConfiguration.servicePlanId",
    ]
    assert violations(numbers("PATCH", f"/activeNumbers/{NUMBER}", {"voiceConfiguration": {}})) == [
        "voiceConfiguration"
    ]


def test_linking_elsewhere_needs_unlinking_first(simulator, numbers, rent, update):
    rent(smsConfiguration={"servicePlanId": "plan-7f3a"})
    simulator.provision(NUMBER)
    request = {"displayName": "Bar", "smsConfiguration": {"servicePlanId": "plan-2"}}
    rejected = numbers("PATCH", f"/activeNumbers/{NUMBER}", request)
    assert violations(rejected) == ["smsConfiguration.servicePlanId"]
    assert numbers("GET", f"/activeNumbers/{NUMBER}").json()["displayName"] == "", "nothing was changed"
    unlinked = update(smsConfiguration={"servicePlanId": ""})["smsConfiguration"]
    assert unlinked == {"servicePlanId": "", "campaignId": "", "scheduledProvisioning": None}
    assert update(**request)["smsConfiguration"]["scheduledProvisioning"]["servicePlanId"] == "plan-2"
    assert posted(simulator) == [
        ("PROVISIONING_TO_SMS_PLATFORM", "SUCCEEDED"),
        ("DEPROVISIONING_FROM_SMS_PLATFORM", "SUCCEEDED"),
    ]


def test_release(simulator, numbers, rent):
    rented = rent(smsConfiguration={"servicePlanId": "plan-7f3a"})
    released = numbers("POST", f"/activeNumbers/{NUMBER}:release")
    assert released.json() == {**rented, "expireAt": rented["nextChargeDate"]}
    assert missing(numbers("GET", f"/activeNumbers/{NUMBER}")) == ("ActiveNumber", NUMBER)
    assert missing(numbers("POST", f"/activeNumbers/{NUMBER}:release")) == ("ActiveNumber", NUMBER)
    with pytest.raises(LookupError, match="not rented"):
        simulator.provision(NUMBER)
    assert rent()["smsConfiguration"]["scheduledProvisioning"] is None, "nothing is left from before"


# Emergency addresses


def test_emergency_address(numbers, rent):
    path = f"/activeNumbers/{NUMBER}/emergencyAddress"
    assert missing(numbers("GET", path)) == ("ActiveNumber", NUMBER)
    rent()
    assert missing(numbers("GET", path)) == ("EmergencyAddress", NUMBER)
    request = {"displayName": "HQ", "address": ADDRESS}
    full = {**ADDRESS, "location": "", "postalCodePlusFour": ""}
    checked = numbers("POST", f"{path}:validate", request).json()
    assert (checked["phoneNumber"], checked["displayName"]) == (NUMBER, "HQ")
    assert (checked["validationResult"], checked["validatedAddress"]) == ("EXACT_MATCH", full)
    assert set(checked["correctedAddress"].values()) == {""}
    assert numbers("GET", path).status == 404, "only looked at"
    assert numbers("POST", f"{path}:provision", request).json() == numbers("GET", path).json() == full
    response = numbers("POST", f"{path}:deprovision")
    assert (response.status, response.data) == (200, b"")
    assert numbers("GET", path).status == 404
    assert numbers("POST", f"{path}:deprovision").status == 200


@pytest.mark.parametrize("action", ["provision", "validate"])
def test_bad_emergency_address(numbers, rent, action):
    rent()
    path = f"/activeNumbers/{NUMBER}/emergencyAddress:{action}"
    incomplete = {name: value for name, value in ADDRESS.items() if name != "city"}
    assert violations(numbers("POST", path, {"displayName": "HQ", "address": incomplete})) == ["address.city"]
    assert violations(numbers("POST", path)) == ["address", "displayName"]


# Provisioning and its events


def test_provisioning_step_by_step(simulator, numbers, rent):
    rent(
        smsConfiguration={"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"},
        voiceConfiguration={"type": "FAX", "serviceId": "fax-09"},
    )
    simulator.provision(NUMBER)
    number = numbers("GET", f"/activeNumbers/{NUMBER}").json()
    assert number["smsConfiguration"] == {
        "servicePlanId": "plan-7f3a",
        "campaignId": "CEXMPL1",
        "scheduledProvisioning": None,
    }
    voice = number["voiceConfiguration"]
    assert (voice["type"], voice["serviceId"], voice["scheduledVoiceProvisioning"]) == ("FAX", "fax-09", None)
    assert posted(simulator) == [
        ("PROVISIONING_TO_SMS_PLATFORM", "SUCCEEDED"),
        ("PROVISIONING_TO_CAMPAIGN", "SUCCEEDED"),
        ("PROVISIONING_TO_VOICE_PLATFORM", "SUCCEEDED"),
    ]
    with pytest.raises(ValueError, match="nothing is scheduled"):
        simulator.provision(NUMBER)


def test_an_event(simulator, rent):
    rent(voiceConfiguration={"appId": "app-31"})
    simulator.provision(NUMBER)
    (event,) = simulator.events
    assert event.json == {
        "eventId": event.json["eventId"],
        "timestamp": "2026-03-02T10:00:00.005000",
        "projectId": simulator.credentials.project_id,
        "resourceId": NUMBER,
        "resourceType": "ACTIVE_NUMBER",
        "eventType": "PROVISIONING_TO_VOICE_PLATFORM",
        "status": "SUCCEEDED",
    }
    assert event.product == "numbers"
    assert event.callback_url is None


def test_failed_campaign(simulator, numbers, rent):
    rent(smsConfiguration={"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"})
    simulator.provision(NUMBER, "FAILED", "CAMPAIGN_EXPIRED")
    sms = numbers("GET", f"/activeNumbers/{NUMBER}").json()["smsConfiguration"]
    assert (sms["servicePlanId"], sms["campaignId"]) == ("plan-7f3a", "")
    scheduled = sms["scheduledProvisioning"]
    assert (scheduled["campaignId"], scheduled["status"]) == ("CEXMPL1", "FAILED")
    assert scheduled["errorCodes"] == ["CAMPAIGN_EXPIRED"]
    assert posted(simulator) == [
        ("PROVISIONING_TO_SMS_PLATFORM", "SUCCEEDED"),
        ("PROVISIONING_TO_CAMPAIGN", "FAILED"),
    ]
    assert [event.json.get("failureCode") for event in simulator.events] == [None, "CAMPAIGN_EXPIRED"]
    simulator.provision(NUMBER)
    assert posted(simulator)[2:] == [("PROVISIONING_TO_CAMPAIGN", "SUCCEEDED")]
    assert numbers("GET", f"/activeNumbers/{NUMBER}").json()["smsConfiguration"]["campaignId"] == "CEXMPL1"


def test_failure_without_a_reason(simulator, numbers, rent):
    rent(
        smsConfiguration={"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"},
        voiceConfiguration={"appId": "app-31"},
    )
    simulator.provision(NUMBER, "FAILED")
    number = numbers("GET", f"/activeNumbers/{NUMBER}").json()
    assert number["smsConfiguration"]["servicePlanId"] == ""
    assert number["smsConfiguration"]["scheduledProvisioning"]["errorCodes"] == ["SMS_PROVISIONING_FAILED"]
    assert number["voiceConfiguration"]["scheduledVoiceProvisioning"]["status"] == "FAILED"
    assert posted(simulator) == [
        ("PROVISIONING_TO_SMS_PLATFORM", "FAILED"),
        ("PROVISIONING_TO_VOICE_PLATFORM", "FAILED"),
    ]
    assert not any("failureCode" in event.json for event in simulator.events)


def test_what_was_asked_for_last_is_provisioned(simulator, numbers, rent, update):
    rent(smsConfiguration={"servicePlanId": "plan-1"}, voiceConfiguration={"appId": "app-1"})
    update(smsConfiguration={"servicePlanId": "plan-2"}, voiceConfiguration={"type": "EST", "trunkId": "trunk-2"})
    simulator.provision(NUMBER)
    number = numbers("GET", f"/activeNumbers/{NUMBER}").json()
    assert number["smsConfiguration"]["servicePlanId"] == "plan-2"
    assert number["voiceConfiguration"]["trunkId"] == "trunk-2"
    assert len(simulator.events) == 2
    again = update(
        smsConfiguration={"servicePlanId": "plan-2"}, voiceConfiguration={"type": "EST", "trunkId": "trunk-2"}
    )
    assert again == number, "that is the case already"


def test_unlinking_takes_back_what_is_scheduled(simulator, rent, update):
    rent(smsConfiguration={"servicePlanId": "plan-1"}, voiceConfiguration={"appId": "app-1"})
    number = update(smsConfiguration={"servicePlanId": ""}, voiceConfiguration={"appId": ""})
    assert number["smsConfiguration"]["scheduledProvisioning"] is None
    assert number["voiceConfiguration"]["scheduledVoiceProvisioning"] is None
    with pytest.raises(ValueError, match="nothing is scheduled"):
        simulator.provision(NUMBER)
    assert simulator.events == []


def test_unlinking_campaign_and_voice(simulator, rent, update):
    sms = {"servicePlanId": "plan-7f3a", "campaignId": "CEXMPL1"}
    rent(smsConfiguration=sms, voiceConfiguration={"type": "FAX", "serviceId": "fax-09"})
    simulator.provision(NUMBER)
    kept = update(smsConfiguration={"servicePlanId": "plan-7f3a"})["smsConfiguration"]
    assert kept == {**sms, "scheduledProvisioning": None}, "what is left out stays"
    number = update(smsConfiguration={**sms, "campaignId": ""}, voiceConfiguration={"type": "FAX", "serviceId": ""})
    assert number["smsConfiguration"] == {**sms, "campaignId": "", "scheduledProvisioning": None}
    assert number["voiceConfiguration"]["serviceId"] == ""
    assert posted(simulator)[3:] == [
        ("DEPROVISIONING_FROM_CAMPAIGN", "SUCCEEDED"),
        ("DEPROVISIONING_FROM_VOICE_PLATFORM", "SUCCEEDED"),
    ]


def test_switching_voice(simulator, rent, update):
    rent(voiceConfiguration={"appId": "app-31"})
    simulator.provision(NUMBER)
    voice = update(voiceConfiguration={"type": "FAX", "serviceId": "fax-09"})["voiceConfiguration"]
    assert (voice["type"], voice["appId"]) == ("RTC", "app-31")
    assert voice["scheduledVoiceProvisioning"]["type"] == "FAX"


def test_bad_provisioning(simulator, rent):
    rent(smsConfiguration={"servicePlanId": "plan-7f3a"})
    with pytest.raises(ValueError, match="'DONE' is not one of SUCCEEDED, FAILED"):
        simulator.provision(NUMBER, "DONE")
    with pytest.raises(ValueError, match="failure_code needs the status FAILED"):
        simulator.provision(NUMBER, failure_code="CAMPAIGN_EXPIRED")
    with pytest.raises(LookupError, match="not rented"):
        simulator.provision(OTHER)
    assert simulator.events == []


def test_secret(simulator, numbers, rent):
    path, project = "/callbackConfiguration", simulator.credentials.project_id
    first = simulator.event_secret("numbers")
    assert numbers("GET", path).json() == {"projectId": project, "hmacSecret": first}
    assert set(violations(numbers("PATCH", path, {"hmacSecret": 7}))) == {"hmacSecret"}
    assert numbers("PATCH", path, {}).json()["hmacSecret"] == first
    assert numbers("PATCH", path, {"hmacSecret": SECRET}).json() == {"projectId": project, "hmacSecret": SECRET}
    assert simulator.event_secret("numbers") == numbers("GET", path).json()["hmacSecret"] == SECRET
    rent(smsConfiguration={"servicePlanId": "plan-7f3a"})
    simulator.provision(NUMBER)
    (event,) = simulator.events
    expected = hmac.new(SECRET.encode(), event.body, hashlib.sha1).hexdigest()
    assert event.headers["x-sinch-signature"] == expected
    assert sign(event.body, SECRET, "numbers") == {"X-Sinch-Signature": expected}
    simulator.clear()
    assert simulator.event_secret("numbers") == first


def test_events_are_posted_to_the_callback_url(simulator, rent):
    received = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, body, self.headers["X-Sinch-Signature"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    events = []
    simulator.on_event(events.append, product="numbers")
    simulator.on_event(lambda event: pytest.fail("of SMS"), product="sms")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/numbers"
        rent(NUMBER, smsConfiguration={"servicePlanId": "plan-7f3a"}, callbackUrl=url)
        rent(OTHER, smsConfiguration={"servicePlanId": "plan-7f3a"}, callbackUrl="https://hooks.example.com/numbers")
        simulator.provision(NUMBER)
        simulator.provision(OTHER)
        server.shutdown()
        thread.join()
    ((path, body, signature),) = received
    assert (path, body) == ("/numbers", simulator.events[0].body)
    assert signature == hmac.new(simulator.event_secret("numbers").encode(), body, hashlib.sha1).hexdigest()
    assert [event.json["resourceId"] for event in events] == [NUMBER, OTHER]
    assert [event.statuses for event in events] == [{url: 200}, {}]


# As any product


def test_invalid_credentials(simulator, pool, numbers):
    url = f"{simulator.origins['numbers_origin']}/v1/projects/{simulator.credentials.project_id}/activeNumbers"
    response = pool.request("GET", url, retries=False)
    assert (response.status, response.data) == (401, b"")
    simulator.expire_tokens()
    response = numbers("GET", "/activeNumbers")
    assert response.status == 401
    assert "expired" in response.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("status", "name"), [(403, "PERMISSION_DENIED"), (429, "RESOURCE_EXHAUSTED"), (500, "INTERNAL"), (503, "INTERNAL")]
)
def test_failures_have_the_error_envelope(simulator, numbers, status, name):
    simulator.fail("NumberService_ListActiveNumbers", status=status)
    response = numbers("GET", "/activeNumbers")
    assert response.status == status
    assert response.json()["error"] == {"code": status, "message": "simulated failure", "status": name, "details": []}


def test_wrong_method(numbers):
    response = numbers("DELETE", f"/activeNumbers/{NUMBER}")
    assert (response.status, response.json()["error"]["code"]) == (405, 405)
    assert set(response.headers["allow"].split(", ")) == {"GET", "PATCH"}


def test_clear(simulator, numbers, rent):
    rent()
    simulator.clear()
    assert numbers("GET", "/activeNumbers").json()["activeNumbers"] == []


def test_the_same_in_every_run(simulator, numbers, rent):
    def story(other):
        client = other.client()
        client.numbers.rent(NUMBER, sms_configuration={"service_plan_id": "plan-7f3a"})
        other.provision(NUMBER)
        return [event.body for event in other.events]

    with Simulator() as one, Simulator() as two:
        assert story(one) == story(two)
