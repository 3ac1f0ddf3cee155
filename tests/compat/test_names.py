"""Modules and names of 2.x: each is found where it was, warns once, and says what to write today."""

from __future__ import annotations

import importlib.util
import inspect
import json
import pickle
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import sinch.domains.sms
from sinch import ConfigurationError, RetryConfiguration, RetryPolicy, SinchClient
from sinch.compat import names
from sinch.compat.table import INSTEAD, OF_1, RENAMED
from sinch.core.model import Model
from sinch.domains import conversation, numbers
from sinch.domains.sms import MediaBody, TextRequest
from sinch.domains.voice.helpers.v2.svaml import CommandsSequenceCreator, Messages
from sinch.testing import specs

AREAS = sorted(RENAMED)
WITHOUT_SUCCESSOR = [
    (r"\w*Endpoint(Custom)?", "what stood for an operation; `sinch_api.<product>.operations` today"),
    (r"Base(Conversation|Lookup|Numbers|Sms|Voice)|(Verification|Voice)Base", "bases of classes"),
    (r"SinchEvent|SinchBaseModel|SinchRequestBaseModel", "bases of classes"),
    (r"\w*(Mixin|CommonProps|MessageField|ReferenceField)|SmsConfigurationBase", "fields that classes shared"),
    (r"(Get|List|Report|Send)\w+Request(Legacy)?|(IdempotencyKey|Number)Request", "arguments of methods"),
    (r"(Batch|Call|Group|Inbound|Message|Service|Session)IdRequest", "arguments of methods"),
    (r"\w*Voice(Application|Call|Callout|Conference)(Request|Response)", "arguments of methods, and empty results"),
    (r"Action|Instruction", "bases of classes"),
    (r"Chain|Commands(Holder)?|P|S|BaseEndpointDetailsDict", "parts of helpers and of types"),
    (r"CalloutMethod", "what there is a method for each of"),
    (r"[a-z]\w+|TagMap|ResolveUnion|RetryManager|NumberSinchEventAdapter|[BR]M|UnsetOr", "internals"),
    (r"HTTPMethods|HTTPAuthentication|VoiceApplicationType", "of what is done otherwise, or not here"),
    (r"VoiceConfigurationCustom(Dict)?|KakaoTalkChannelSpecificMessage", "bases of unions, of no use by themselves"),
    (r"ChannelSpecific(ContactMessageMessage|MessageType)|ChannelIdentityDict", "parts without a name of their own"),
    (r"Conversation(MetadataReportView|ProcessingMode|RetentionPolicyType)", "of 1.x, unused in 2.x"),
    (r"(Sinch)?(Create|Delete|Get|List|Replace|Update)?\w*(SMSGroup|Inbound)\w*", "of 1.x, unused in 2.x"),
]
"""Names, and why they have none."""
NOT_HERE = re.compile(r"\.conversation\..*(apps|contacts|credentials|mappers)|\.conversation\.api\.v1$")
"""Modules of resources that this SDK may not have yet."""


def names_in(area: str) -> list[tuple[str, str]]:
    return [
        (module, name) for module, found in names.modules().items() if names.area_of(module) == area for name in found
    ]


def imported(statement: str) -> tuple[dict[str, Any], list[warnings.WarningMessage]]:
    space: dict[str, Any] = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        exec(compile(statement, "<program>", "exec"), space)
    return space, caught


@pytest.mark.parametrize("area", AREAS)
def test_each_name_is_found_with_one_warning_that_says_what_to_write(area: str) -> None:
    found = [(module, name) for module, name in names_in(area) if names.successor(module, name)]
    assert found
    for module, name in found:
        spec = importlib.util.find_spec(module)
        if spec is not None and spec.origin is not None and name in dir(importlib.import_module(module)):
            continue  # it never moved
        space, caught = imported(f"from {module} import {name}")
        assert [each.category for each in caught] == [DeprecationWarning], (module, name, caught)
        assert caught[0].filename == "<program>", (module, name)
        message = str(caught[0].message)
        version = "1.x" if area in OF_1 else "2.x"
        assert message.startswith(f"{module}.{name} is of sinch {version}: write `from "), message
        today = imported(message.partition("`")[2].rstrip("`"))[0]
        where = names.successor(module, name) or ""
        assert today.keys() & {INSTEAD.get(where, where).rpartition(":")[2]}
        if where not in INSTEAD:
            assert space[name] is today[where.rpartition(":")[2]], (module, name)


@pytest.mark.parametrize("area", AREAS)
def test_each_name_without_a_successor_says_so_and_names_the_guide(area: str) -> None:
    for module, name in names_in(area):
        if names.successor(module, name) is None:
            assert NOT_HERE.search(module) or any(re.fullmatch(text, name) for text, _ in WITHOUT_SUCCESSOR), (
                f"{module}.{name} has no successor, and nobody says why"
            )
            with pytest.raises(ImportError, match=rf"{name} of sinch [12]\.x has no successor: see docs/migration\.md"):
                imported(f"from {module} import {name}")


def test_the_table_has_no_entry_that_nothing_leads_to() -> None:
    for area, renamed in RENAMED.items():
        known = {name for _, name in names_in(area)}
        assert renamed.keys() <= known, (area, renamed.keys() - known)
        assert INSTEAD.keys() >= {where for where in renamed.values() if where.startswith("sinch.compat.results:")}
    assert INSTEAD.keys() <= {where for renamed in RENAMED.values() for where in renamed.values()}


def test_a_name_that_a_module_only_imported_is_found_there_too() -> None:
    space, caught = imported("from sinch.domains.sms.api.v1.exceptions import SinchException")
    assert space["SinchException"] is sinch.SinchException
    assert len(caught) == 1
    space, _ = imported("from sinch.domains.sms.api.v1.groups_apis import GroupResponse")
    assert space["GroupResponse"] is sinch.domains.sms.GroupResponse


def test_names_are_missing_from_modules_of_today_as_before() -> None:
    assert imported("from sinch.domains.numbers import VirtualNumbers")[0]["VirtualNumbers"] is numbers.Numbers
    space, caught = imported("from sinch.core.exceptions import ValidationException")
    assert space["ValidationException"] is ConfigurationError
    assert len(caught) == 1
    for module in ("sinch", "sinch.core.exceptions", "sinch.domains.sms", "sinch_api.sms"):
        assert not hasattr(importlib.import_module(module), "NothingLikeThis")
    with pytest.raises(AttributeError, match="no attribute 'NothingLikeThis'"):
        _ = sinch.domains.sms.NothingLikeThis  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["sinch.domains.sms.models.v2", "sinch.nothing", "sinch.domains.fax.models", "sinch_x"]
)
def test_other_modules_are_not_found(name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named"):
        importlib.import_module(name)


def test_a_name_that_2_x_never_had_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Nonsense'"):
        imported("from sinch.domains.sms.models.v1.shared import Nonsense")


def test_star_imports_and_modules_as_values_work() -> None:
    space, caught = imported("from sinch.domains.sms.models.v1.shared import *")
    assert space["MediaBody"] is MediaBody
    assert {each.filename for each in caught} == {"<program>"}
    space, caught = imported("import sinch.domains.sms.models.v1.shared as shared\nfound = shared.TextRequest")
    assert space["found"] is TextRequest
    assert len(caught) == 1
    assert "TextRequest" in dir(space["shared"])


def test_a_warning_points_at_the_import_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "program_of_2_x.py").write_text("x = 1\nfrom sinch.domains.numbers import VirtualNumbers\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.warns(DeprecationWarning, match=r"sinch 2\.x") as caught:
        importlib.import_module("program_of_2_x")
    assert [(Path(each.filename).name, each.lineno) for each in caught] == [("program_of_2_x.py", 2)]


def test_objects_of_old_names_can_be_pickled() -> None:
    body = imported("from sinch.domains.sms.models.v1.shared import MediaBody")[0]["MediaBody"](
        url="https://example.com"
    )
    assert pickle.loads(pickle.dumps(body)) == body
    with pytest.warns(DeprecationWarning, match=r"write `from sinch\.domains\.sms import MediaBody`"):
        assert pickle.loads(b"csinch.domains.sms.models.v1.shared\nMediaBody\n.") is MediaBody


def test_importing_the_sdk_imports_nothing_of_this() -> None:
    code = (
        "import sys; import sinch; c = sinch.SinchClient(key_id='k'); c.sms.batches; c.numbers\n"
        "print([name for name in sys.modules if name.startswith('sinch.compat')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


# Classes that stand in for others


def old(module: str, name: str) -> Any:
    return imported(f"from {module} import {name}")[0][name]


def test_regions_have_their_old_members() -> None:
    sms = old("sinch.core.enums", "SmsRegionEnum")
    assert SinchClient(sms_region=sms.EUROPE).configuration.sms_region == "eu"
    assert {member.value for member in sms} == {"us", "eu", "au", "br", "ca"}
    conversation_region = old("sinch.core.enums", "ConversationRegionEnum")
    assert SinchClient(conversation_region=conversation_region.BRAZIL).configuration.conversation_region == "br"
    policy = old("sinch.core.enums", "RetryPolicy")
    assert policy is RetryPolicy
    assert [member.name for member in policy] == ["DEFAULT", "RETRY_AFTER", "BACKOFF", "NONE"]
    assert RetryConfiguration(policy.BACKOFF).retry_policy == RetryConfiguration("BACKOFF").retry_policy == "backoff"


def test_enums_whose_values_are_strings_today_have_their_old_members() -> None:
    enums = "sinch.domains.voice.enums"
    assert old(enums, "Region").EUROPE == "euc1"
    assert SinchClient(voice_region=old(enums, "Region").SOUTH_EAST_ASIA_2).configuration.voice_region == "apse2"
    assert [each.value for each in old(enums, "MusicOnHold")] == ["ring", "music1", "music2", "music3"]
    assert old("sinch.domains.verification.enums", "VerificationMethod").FLASH_CALL == "flashcall"


def test_voices_have_their_old_names_altogether_and_by_language() -> None:
    types = "sinch.domains.voice.models.v2.types"
    every, by_language = old(types, "VoiceNameEnum"), old(types, "VoiceNameByLanguageEnum")
    assert every.BONGJIN == "BongJin"
    assert by_language.SPANISH_SPAIN.ABRIL == "Abril"
    known = set(specs.load("voice-v2")["components"]["schemas"]["VoiceName"]["x-extensible-enum"])
    assert {each.value for each in every} == known
    languages = [each for each in vars(by_language).values() if inspect.isclass(each)]
    assert {each.value for language in languages for each in language} == known
    assert json.dumps(Messages.text("Hi", every.EMMA)) == json.dumps(Messages.text("Hi", "Emma"))


def test_steps_of_a_creator_of_commands_are_told_apart_by_their_old_classes() -> None:
    prompt = CommandsSequenceCreator().menu("main").item("main").repeat_prompt()
    creator = "sinch.domains.voice.helpers.v2.svaml.commands_sequence_creator"
    assert isinstance(prompt, old(creator, "OpenRepeatPromptStep"))
    assert isinstance(prompt.text("Once more?", "Emma"), old(creator, "RepeatPromptStep"))


def test_classes_of_variants_tell_objects_apart_and_make_them() -> None:
    text = old("sinch.domains.conversation.models.v1.messages.categories.app.app_message", "TextAppMessage")
    card = old("sinch.domains.conversation.models.v1.messages.categories.app.app_message", "CardAppMessage")
    made = text(text_message={"text": "Hello"})
    assert type(made) is conversation.AppMessage
    assert isinstance(made, text)
    assert not isinstance(made, card)
    assert not isinstance({"text_message": {}}, text)
    order = old("sinch.domains.numbers.sinch_events.v1.events", "NumberOrderSinchEvent")
    event = SinchClient().numbers.sinch_events.parse_event({"resourceType": "NUMBER_ORDER"})
    assert isinstance(event, order)
    assert not isinstance(event, old("sinch.domains.numbers.sinch_events.v1.events", "ActiveNumberSinchEvent"))
    raw = old("sinch.core.models.sinch_raw_response", "SinchRawResponse")
    assert isinstance(Model.wrap({"x": 1}), raw)
    assert not isinstance(made, raw)


def test_a_name_that_means_another_thing_today_leads_to_the_former_one() -> None:
    shared = "sinch.domains.conversation.models.v1.credentials.shared"
    assert old(f"{shared}.line_enterprise_credentials", "LineEnterpriseCredentials")(token="t", secret="s") == {
        "token": "t",
        "secret": "s",
    }
    japan = old(f"{shared}.line_enterprise_credentials_japan", "LineEnterpriseCredentialsJapan")
    assert isinstance(conversation.LineEnterpriseCredentials(line_japan={"token": "t", "secret": "s"}), japan)
    with pytest.raises(ImportError, match="no successor"):
        old("sinch.domains.conversation.models.v1.credentials.types", "ConversationChannelCredentialsDict")


@pytest.mark.parametrize("name", ["Paginator", "SMSPaginator", "TokenBasedPaginator"])
def test_paginators_are_pages(name: str, sinch_client: SinchClient) -> None:
    paginator = old("sinch.core.pagination", name)
    assert isinstance(sinch_client.sms.groups.list(), paginator)
    assert not isinstance([], paginator)
    assert paginator[TextRequest, MediaBody] is paginator
