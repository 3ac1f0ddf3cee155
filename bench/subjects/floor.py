"""The floor: each task done by hand with urllib3 and json, as a careful program without an SDK would do it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import inputs
import urllib3


class Subject:
    def __init__(self, origin: str, project: str, ca_certs: str | None = None) -> None:
        context = urllib3.util.ssl_.create_urllib3_context() if ca_certs else None
        if context is not None:
            context.load_verify_locations(ca_certs)
        self._pool = urllib3.PoolManager(maxsize=64, ssl_context=context)
        self._origin = origin
        self._project = project
        self._sms = f"{origin}/xms/v1/{project}"
        self._headers: dict[str, str] | None = None

    def _signed_in(self) -> dict[str, str]:
        if self._headers is None:
            basic = base64.b64encode(f"{inputs.KEY_ID}:{inputs.KEY_SECRET}".encode()).decode()
            response = self._pool.request(
                "POST",
                f"{self._origin}/oauth2/token",
                body=b"grant_type=client_credentials",
                headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
            )
            self._headers = {
                "Accept": "application/json",
                "Authorization": f"Bearer {json.loads(response.data)['access_token']}",
                "User-Agent": "bench/1.0",
            }
        return self._headers

    def _get(self, url: str) -> Any:
        response = self._pool.request("GET", url, headers=self._signed_in())
        if response.status != 200:
            raise RuntimeError(response.status)
        return json.loads(response.data)

    def _post(self, url: str, body: Any) -> Any:
        response = self._pool.request(
            "POST",
            url,
            body=json.dumps(body).encode(),
            headers={**self._signed_in(), "Content-Type": "application/json"},
        )
        if response.status != 200:
            raise RuntimeError(response.status)
        return json.loads(response.data)

    def touch_products(self) -> None:
        """Nothing to load: the floor only has addresses."""

    def send_sms(self) -> Any:
        body = {"to": [inputs.RECIPIENT], "from": inputs.SENDER, "body": inputs.TEXT, "delivery_report": "full"}
        return self._post(f"{self._sms}/batches", {**body, "type": "mt_text"})["id"]

    def get_batch(self, batch_id: str = inputs.BATCH_ID) -> Any:
        return self._get(f"{self._sms}/batches/{batch_id}")["id"]

    def get_batch_on_new_connection(self) -> Any:
        return self.get_batch(inputs.CLOSING_BATCH_ID)

    def search_numbers(self) -> Any:
        url = f"{self._origin}/v1/projects/{self._project}/availableNumbers?regionCode=US&type=LOCAL&size=10"
        return self._get(url)["availableNumbers"][0]["phoneNumber"]

    def lookup(self) -> Any:
        body = {"number": inputs.RECIPIENT, "features": ["LineType"]}
        return self._post(f"{self._origin}/v2/projects/{self._project}/lookups", body)["countryCode"]

    def send_text_message(self) -> Any:
        identity = {"channel": "WHATSAPP", "identity": inputs.RECIPIENT}
        body = {
            "app_id": inputs.APP_ID,
            "recipient": {"identified_by": {"channel_identities": [identity]}},
            "message": {"text_message": {"text": inputs.TEXT}},
        }
        return self._post(f"{self._origin}/v1/projects/{self._project}/messages:send", body)["message_id"]

    def page_of_batches(self) -> list[Any]:
        return self._get(f"{self._sms}/batches?page_size=100")["batches"]

    def page_of_numbers(self) -> list[Any]:
        url = f"{self._origin}/v1/projects/{self._project}/activeNumbers?regionCode=US&type=LOCAL&pageSize=100"
        return self._get(url)["activeNumbers"]

    def page_of_messages(self) -> list[Any]:
        return self._get(f"{self._origin}/v1/projects/{self._project}/messages?page_size=100")["messages"]

    def batches(self) -> Iterator[Any]:
        page = 0
        while True:
            response = self._get(f"{self._sms}/batches?page_size=100&page={page}")
            yield from response["batches"]
            page += 1
            if page * 100 >= response["count"]:
                return

    def numbers(self) -> Iterator[Any]:
        url = f"{self._origin}/v1/projects/{self._project}/activeNumbers?regionCode=US&type=LOCAL&pageSize=100"
        yield from self._by_token(url, "pageToken", "activeNumbers", "nextPageToken")

    def messages(self) -> Iterator[Any]:
        url = f"{self._origin}/v1/projects/{self._project}/messages?page_size=100"
        yield from self._by_token(url, "page_token", "messages", "next_page_token")

    def _by_token(self, url: str, argument: str, items: str, following: str) -> Iterator[Any]:
        response = self._get(url)
        yield from response[items]
        while response[following]:
            response = self._get(f"{url}&{argument}={response[following]}")
            yield from response[items]

    def touch_batches(self) -> int:
        count = 0
        for batch in self.batches():
            _ = batch["id"], batch["to"], batch["body"]
            count += 1
        return count

    def touch_numbers(self) -> int:
        count = 0
        for number in self.numbers():
            _ = number["phoneNumber"], number["displayName"], number["capability"]
            count += 1
        return count

    def touch_messages(self) -> int:
        count = 0
        for message in self.messages():
            _ = message["id"], message["direction"], message["conversation_id"]
            count += 1
        return count

    def sms_event(self) -> Any:
        return _verified(inputs.SMS_EVENT, inputs.signed(inputs.SMS_EVENT))["id"]

    def conversation_event(self) -> Any:
        return _verified(inputs.CONVERSATION_EVENT, inputs.signed(inputs.CONVERSATION_EVENT))["message"]["id"]


def _verified(body: bytes, headers: dict[str, str]) -> Any:
    fields = {name.lower(): value for name, value in headers.items()}
    nonce, timestamp = fields["x-sinch-webhook-signature-nonce"], fields["x-sinch-webhook-signature-timestamp"]
    content = body + f".{nonce}.{timestamp}".encode()
    expected = base64.b64encode(hmac.new(inputs.EVENT_SECRET.encode(), content, hashlib.sha256).digest())
    if not hmac.compare_digest(expected, fields["x-sinch-webhook-signature"].encode()):
        raise RuntimeError("a forged event")
    return json.loads(body)
