"""An SDK: this one or the published one, since the calls are the same in both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import inputs

from sinch import SinchClient


class Subject:
    def __init__(self, origin: str, project: str, ca_certs: str | None = None) -> None:
        trusted = {}
        if ca_certs and "ca_certs" in SinchClient.__init__.__annotations__:
            trusted["ca_certs"] = ca_certs
        elif ca_certs:
            os.environ["REQUESTS_CA_BUNDLE"] = ca_certs  # the published SDK leaves it to requests
        self._client = SinchClient(
            project_id=project,
            key_id=inputs.KEY_ID,
            key_secret=inputs.KEY_SECRET,
            sms_region="eu",
            conversation_region="eu",
            **trusted,
        )
        configuration = self._client.configuration
        for name in ("auth", "sms", "numbers", "number_lookup", "conversation"):
            setattr(configuration, f"{name}_origin", origin)

    def touch_products(self) -> None:
        client = self._client
        _ = client.sms.batches, client.numbers, client.number_lookup, client.conversation.messages

    def send_sms(self) -> Any:
        return self._client.sms.batches.send_sms(
            to=[inputs.RECIPIENT], from_=inputs.SENDER, body=inputs.TEXT, delivery_report="full"
        ).id

    def get_batch(self, batch_id: str = inputs.BATCH_ID) -> Any:
        return self._client.sms.batches.get(batch_id).id

    def get_batch_on_new_connection(self) -> Any:
        return self.get_batch(inputs.CLOSING_BATCH_ID)

    def search_numbers(self) -> Any:
        found = self._client.numbers.search_for_available_numbers(region_code="US", number_type="LOCAL", page_size=10)
        return found.content()[0].phone_number

    def lookup(self) -> Any:
        return self._client.number_lookup.lookup(inputs.RECIPIENT, features=["LineType"]).country_code

    def send_text_message(self) -> Any:
        return self._client.conversation.messages.send_text_message(
            app_id=inputs.APP_ID,
            text=inputs.TEXT,
            recipient_identities=[{"channel": "WHATSAPP", "identity": inputs.RECIPIENT}],
        ).message_id

    def _list_batches(self) -> Any:
        return self._client.sms.batches.list(page_size=100)

    def _list_numbers(self) -> Any:
        return self._client.numbers.list(region_code="US", number_type="LOCAL", page_size=100)

    def _list_messages(self) -> Any:
        return self._client.conversation.messages.list(page_size=100)

    def page_of_batches(self) -> list[Any]:
        return self._list_batches().content()

    def page_of_numbers(self) -> list[Any]:
        return self._list_numbers().content()

    def page_of_messages(self) -> list[Any]:
        return self._list_messages().content()

    def batches(self) -> Iterator[Any]:
        return self._list_batches().iterator()

    def numbers(self) -> Iterator[Any]:
        return self._list_numbers().iterator()

    def messages(self) -> Iterator[Any]:
        return self._list_messages().iterator()

    def touch_batches(self) -> int:
        count = 0
        for batch in self.batches():
            _ = batch.id, batch.to, batch.body
            count += 1
        return count

    def touch_numbers(self) -> int:
        count = 0
        for number in self.numbers():
            _ = number.phone_number, number.display_name, number.capability
            count += 1
        return count

    def touch_messages(self) -> int:
        count = 0
        for message in self.messages():
            _ = message.id, message.direction, message.conversation_id
            count += 1
        return count

    @cached_property
    def _sms_events(self) -> Any:
        return self._client.sms.sinch_events(inputs.EVENT_SECRET)

    @cached_property
    def _conversation_events(self) -> Any:
        return self._client.conversation.sinch_events(inputs.EVENT_SECRET)

    def sms_event(self) -> Any:
        body, headers = inputs.SMS_EVENT, inputs.signed(inputs.SMS_EVENT)
        handler = self._sms_events
        if not handler.validate_authentication_header(headers, body):
            raise RuntimeError("a forged event")
        return handler.parse_event(body, headers).id

    def conversation_event(self) -> Any:
        body, headers = inputs.CONVERSATION_EVENT, inputs.signed(inputs.CONVERSATION_EVENT)
        handler = self._conversation_events
        if not handler.validate_authentication_header(headers, body):
            raise RuntimeError("a forged event")
        return handler.parse_event(body, headers).message.id
