"""Classes of results that 2.x told apart by class, and that are one class today: for `isinstance`, and to make one."""

from __future__ import annotations

from typing import Any

from sinch.core.model import Model
from sinch.core.paging import BasePage
from sinch.domains import conversation, numbers


class _AnyPage(type):
    def __instancecheck__(cls, candidate: object) -> bool:
        return isinstance(candidate, BasePage)


class Paginator(metaclass=_AnyPage):
    """Any page of a list."""

    def __class_getitem__(cls, parameters: object) -> Any:
        """Take whatever type arguments an annotation has."""
        return cls


class _Narrower(type):
    """The class of the variants: each stands for the objects of today's class that have one item."""

    today: type[Model]
    key: str
    value: str | None

    def __instancecheck__(cls, candidate: object) -> bool:
        if not isinstance(candidate, cls.today):
            return False
        found = candidate.get(cls.key)
        return found is not None if cls.value is None else found == cls.value

    def __call__(cls, *args: Any, **values: Any) -> Any:
        return cls.today(*args, **values)


def _variant(name: str, today: type[Model], key: str, value: str | None = None) -> Any:
    return _Narrower(name, (), {"today": today, "key": key, "value": value, "__doc__": f"A {today.__name__} of 2.x."})


class _AnyPlainModel(type):
    def __instancecheck__(cls, candidate: object) -> bool:
        return type(candidate) is Model


class SinchRawResponse(metaclass=_AnyPlainModel):
    """An object of a variant that the SDK does not know."""


ActiveNumberSinchEvent = _variant("ActiveNumberSinchEvent", numbers.NumberSinchEvent, "resourceType", "ACTIVE_NUMBER")
NumberOrderSinchEvent = _variant("NumberOrderSinchEvent", numbers.NumberSinchEvent, "resourceType", "NUMBER_ORDER")
CardAppMessage = _variant("CardAppMessage", conversation.AppMessage, "card_message")
CarouselAppMessage = _variant("CarouselAppMessage", conversation.AppMessage, "carousel_message")
ChoiceAppMessage = _variant("ChoiceAppMessage", conversation.AppMessage, "choice_message")
ContactInfoAppMessage = _variant("ContactInfoAppMessage", conversation.AppMessage, "contact_info_message")
ListAppMessage = _variant("ListAppMessage", conversation.AppMessage, "list_message")
LocationAppMessage = _variant("LocationAppMessage", conversation.AppMessage, "location_message")
MediaAppMessage = _variant("MediaAppMessage", conversation.AppMessage, "media_message")
TemplateAppMessage = _variant("TemplateAppMessage", conversation.AppMessage, "template_message")
TextAppMessage = _variant("TextAppMessage", conversation.AppMessage, "text_message")
ChoiceResponseContactMessage = _variant(
    "ChoiceResponseContactMessage", conversation.ContactMessage, "choice_response_message"
)
FallbackContactMessage = _variant("FallbackContactMessage", conversation.ContactMessage, "fallback_message")
LocationContactMessage = _variant("LocationContactMessage", conversation.ContactMessage, "location_message")
MediaCardContactMessage = _variant("MediaCardContactMessage", conversation.ContactMessage, "media_card_message")
MediaContactMessage = _variant("MediaContactMessage", conversation.ContactMessage, "media_message")
ProductResponseContactMessage = _variant(
    "ProductResponseContactMessage", conversation.ContactMessage, "product_response_message"
)
TextContactMessage = _variant("TextContactMessage", conversation.ContactMessage, "text_message")
CallChoiceMessage = _variant("CallChoiceMessage", conversation.Choice, "call_message")
LocationChoiceMessage = _variant("LocationChoiceMessage", conversation.Choice, "location_message")
TextChoiceMessage = _variant("TextChoiceMessage", conversation.Choice, "text_message")
UrlChoiceMessage = _variant("UrlChoiceMessage", conversation.Choice, "url_message")
CalendarChoiceMessage = _variant("CalendarChoiceMessage", conversation.Choice, "calendar_message")
ShareLocationChoiceMessage = _variant("ShareLocationChoiceMessage", conversation.Choice, "share_location_message")
ListItemChoice = _variant("ListItemChoice", conversation.ListItem, "choice")
ListItemProduct = _variant("ListItemProduct", conversation.ListItem, "product")
AppMessageResponse = _variant("AppMessageResponse", conversation.ConversationMessageResponse, "app_message")
ContactMessageResponse = _variant("ContactMessageResponse", conversation.ConversationMessageResponse, "contact_message")
