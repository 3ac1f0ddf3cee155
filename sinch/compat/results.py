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


ActiveNumberSinchEvent: Any = _variant(
    "ActiveNumberSinchEvent", numbers.NumberSinchEvent, "resourceType", "ACTIVE_NUMBER"
)
NumberOrderSinchEvent: Any = _variant("NumberOrderSinchEvent", numbers.NumberSinchEvent, "resourceType", "NUMBER_ORDER")
CardAppMessage: Any = _variant("CardAppMessage", conversation.AppMessage, "card_message")
CarouselAppMessage: Any = _variant("CarouselAppMessage", conversation.AppMessage, "carousel_message")
ChoiceAppMessage: Any = _variant("ChoiceAppMessage", conversation.AppMessage, "choice_message")
ContactInfoAppMessage: Any = _variant("ContactInfoAppMessage", conversation.AppMessage, "contact_info_message")
ListAppMessage: Any = _variant("ListAppMessage", conversation.AppMessage, "list_message")
LocationAppMessage: Any = _variant("LocationAppMessage", conversation.AppMessage, "location_message")
MediaAppMessage: Any = _variant("MediaAppMessage", conversation.AppMessage, "media_message")
TemplateAppMessage: Any = _variant("TemplateAppMessage", conversation.AppMessage, "template_message")
TextAppMessage: Any = _variant("TextAppMessage", conversation.AppMessage, "text_message")
ChoiceResponseContactMessage: Any = _variant(
    "ChoiceResponseContactMessage", conversation.ContactMessage, "choice_response_message"
)
FallbackContactMessage: Any = _variant("FallbackContactMessage", conversation.ContactMessage, "fallback_message")
LocationContactMessage: Any = _variant("LocationContactMessage", conversation.ContactMessage, "location_message")
MediaCardContactMessage: Any = _variant("MediaCardContactMessage", conversation.ContactMessage, "media_card_message")
MediaContactMessage: Any = _variant("MediaContactMessage", conversation.ContactMessage, "media_message")
ProductResponseContactMessage: Any = _variant(
    "ProductResponseContactMessage", conversation.ContactMessage, "product_response_message"
)
TextContactMessage: Any = _variant("TextContactMessage", conversation.ContactMessage, "text_message")
CallChoiceMessage: Any = _variant("CallChoiceMessage", conversation.Choice, "call_message")
LocationChoiceMessage: Any = _variant("LocationChoiceMessage", conversation.Choice, "location_message")
TextChoiceMessage: Any = _variant("TextChoiceMessage", conversation.Choice, "text_message")
UrlChoiceMessage: Any = _variant("UrlChoiceMessage", conversation.Choice, "url_message")
CalendarChoiceMessage: Any = _variant("CalendarChoiceMessage", conversation.Choice, "calendar_message")
ShareLocationChoiceMessage: Any = _variant("ShareLocationChoiceMessage", conversation.Choice, "share_location_message")
ListItemChoice: Any = _variant("ListItemChoice", conversation.ListItem, "choice")
ListItemProduct: Any = _variant("ListItemProduct", conversation.ListItem, "product")
AppMessageResponse: Any = _variant("AppMessageResponse", conversation.ConversationMessageResponse, "app_message")
ContactMessageResponse: Any = _variant(
    "ContactMessageResponse", conversation.ConversationMessageResponse, "contact_message"
)
AppleBusinessChatChannelCredentials: Any = _variant(
    "AppleBusinessChatChannelCredentials", conversation.ConversationChannelCredentials, "applebc_credentials"
)
InstagramChannelCredentials: Any = _variant(
    "InstagramChannelCredentials", conversation.ConversationChannelCredentials, "instagram_credentials"
)
KakaoTalkChannelCredentials: Any = _variant(
    "KakaoTalkChannelCredentials", conversation.ConversationChannelCredentials, "kakaotalk_credentials"
)
KakaoTalkChatChannelCredentials: Any = _variant(
    "KakaoTalkChatChannelCredentials", conversation.ConversationChannelCredentials, "kakaotalkchat_credentials"
)
LineChannelCredentials: Any = _variant(
    "LineChannelCredentials", conversation.ConversationChannelCredentials, "line_credentials"
)
MMSChannelCredentials: Any = _variant(
    "MMSChannelCredentials", conversation.ConversationChannelCredentials, "mms_credentials"
)
StaticBearerChannelCredentials: Any = _variant(
    "StaticBearerChannelCredentials", conversation.ConversationChannelCredentials, "static_bearer"
)
StaticTokenChannelCredentials: Any = _variant(
    "StaticTokenChannelCredentials", conversation.ConversationChannelCredentials, "static_token"
)
TelegramChannelCredentials: Any = _variant(
    "TelegramChannelCredentials", conversation.ConversationChannelCredentials, "telegram_credentials"
)
WeChatChannelCredentials: Any = _variant(
    "WeChatChannelCredentials", conversation.ConversationChannelCredentials, "wechat_credentials"
)
LineEnterpriseChannelCredentials: Any = _variant(
    "LineEnterpriseChannelCredentials", conversation.ConversationChannelCredentials, "line_enterprise_credentials"
)
LineEnterpriseCredentialsJapan: Any = _variant(
    "LineEnterpriseCredentialsJapan", conversation.LineEnterpriseCredentials, "line_japan"
)
LineEnterpriseCredentialsThailand: Any = _variant(
    "LineEnterpriseCredentialsThailand", conversation.LineEnterpriseCredentials, "line_thailand"
)
ChannelSpecificContactMessage: Any = _variant(
    "ChannelSpecificContactMessage", conversation.ContactMessage, "channel_specific_message"
)
