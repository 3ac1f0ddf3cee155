"""Patches of what exists: whatever is deleted from a copy comes back, and everything else is left as it is."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from codegen import generate, products
from codegen.scaffold.command import Scaffolded, report, scaffold

ROOT = generate.ROOT
GROUPS = "sinch/domains/sms/groups.py"
REPORT_TYPE = (
    '            report_type: "summary" (the default), or "full" to list the recipients of each code (wire: `type`).'
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a git repository with the products files and the domains."""
    shutil.copytree(products.PRODUCTS, tmp_path / "codegen/products")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sinch/domains", tmp_path / "sinch/domains", ignore=ignored)
    shutil.copytree(generate.SPECS, tmp_path / "specs")
    git(tmp_path, "init", "-q")
    return tmp_path


def git(root: Path, *arguments: str, text: str = "") -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def again(root: Path, spec: str = "sms.yaml", package: str = "sms", product: str | None = None) -> Scaffolded:
    return scaffold(root / "specs" / spec, package, root, product)


def edit(path: Path, *changes: tuple[str, str]) -> str:
    """Replace pieces of a file, each of which is there once, and return what it was."""
    before = text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return before


def method(text: str, name: str) -> str:
    """Return the source of a method."""
    owner = next(node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    (node,) = (node for node in owner.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno]) + "\n"


def signature(text: str, name: str) -> str:
    """Return a method without its docstring and its body."""
    return method(text, name).partition('"""')[0]


def test_a_deleted_argument_comes_back(copy: Path) -> None:
    path = copy / GROUPS
    before = edit(
        path,
        ("        add_from_group: Maybe[str] = UNSET,\n", ""),
        ("            add_from_group: id of a group whose members are added.\n", ""),
        ("                add_from_group=add_from_group,\n", ""),
    )
    found = again(copy)
    assert not found.written
    assert not found.decisions
    git(copy, "apply", "--check", "-", text=found.patch)
    git(copy, "apply", "-", text=found.patch)
    assert path.read_text(encoding="utf-8") == before  # the spec has the very words of this one
    assert again(copy) == Scaffolded()


def test_a_deleted_method_comes_back(copy: Path) -> None:
    path = copy / GROUPS
    text = path.read_text(encoding="utf-8")
    before = edit(path, (f"{method(text, 'replace')}\n", ""))
    found = again(copy)
    git(copy, "apply", "-", text=found.patch)
    after = path.read_text(encoding="utf-8")
    assert re.findall(r"def (\w+)\(", after) == re.findall(r"def (\w+)\(", before)
    ours, theirs = method(before, "replace"), method(after, "replace")
    assert ours.partition('"""')[0] == theirs.partition('"""')[0]
    assert ours.rpartition('"""')[2] == theirs.rpartition('"""')[2]
    assert "`PUT /xms/v1/{service_plan_id}/groups/{group_id}` (ReplaceGroup)" in theirs
    assert after.replace(theirs, "") == before.replace(ours, "")
    assert again(copy) == Scaffolded()


def test_an_argument_and_a_method_come_back_with_all_that_they_import(copy: Path) -> None:
    path = copy / "sinch/domains/sms/delivery_reports.py"
    text = path.read_text(encoding="utf-8")
    gone = method(text, "get_for_number")
    before = edit(
        path,
        (f"{gone}\n", ""),
        ("    from typing_extensions import Unpack\n\n", ""),
        ("    from sinch_api.sms.params import GetDeliveryReportByPhoneNumberAliases\n", ""),
        ("        RecipientDeliveryReport,\n", ""),
        ("        report_type: Maybe[DeliveryReportQueryType] = UNSET,\n", ""),
        (f"{REPORT_TYPE}\n", ""),
        ("report_type=report_type, ", ""),
        ("        DeliveryReportQueryType,\n", ""),
    )
    found = again(copy)
    git(copy, "apply", "-", text=found.patch)
    after = path.read_text(encoding="utf-8")
    assert after.partition("class ")[0] == before.partition("class ")[0]
    assert method(after, "get").partition('"""')[0] == method(before, "get").partition('"""')[0]
    assert method(after, "get_for_number").partition('"""')[0] == gone.partition('"""')[0]
    assert re.search(r"^ +report_type: \S", method(after, "get"), re.MULTILINE)
    assert "report_type=report_type" in method(after, "get")
    assert "**aliases" in method(after, "get_for_number").rpartition('"""')[2]
    assert again(copy) == Scaffolded()


def test_the_first_argument_by_position_comes_back(copy: Path) -> None:
    path = copy / GROUPS
    before = edit(
        path,
        (
            "        self, group_id: str, *, options: RequestOptions | None = None\n    ) -> Page[str",
            "        self, *, options: RequestOptions | None = None\n    ) -> Page[str",
        ),
        ("operations.get_members(group_id)", "operations.get_members()"),
    )
    shown = method(before, "list_members").partition("Args:\n")[2].splitlines(keepends=True)[0]
    text = path.read_text(encoding="utf-8")
    broken = method(text, "list_members")
    path.write_text(text.replace(broken, broken.replace(shown, "")), encoding="utf-8")
    git(copy, "apply", "-", text=again(copy).patch)
    after = path.read_text(encoding="utf-8")
    assert "        self, group_id: str, *, options: RequestOptions | None = None\n    ) -> Page[str" in after
    assert "operations.get_members(group_id)" in after
    assert re.search(r"Args:\n +group_id: id of the group\.\n +options: ", method(after, "list_members"))


def test_further_names_come_back(copy: Path) -> None:
    path = copy / "sinch/domains/numbers/regions.py"
    before = edit(
        path,
        ("        **aliases: Unpack[NumberServiceListAvailableRegionsAliases],\n", ""),
        ("            aliases: other names of arguments: `types` for `number_types`.\n", ""),
        ("number_types=number_types, **aliases", "number_types=number_types"),
        ("    from typing_extensions import Unpack\n\n", ""),
        ("    from sinch_api.numbers.params import NumberServiceListAvailableRegionsAliases\n", ""),
    )
    git(copy, "apply", "-", text=again(copy, "numbers.yaml", "numbers").patch)
    assert path.read_text(encoding="utf-8") == before


def test_what_an_operation_does_not_have_any_more_goes(copy: Path) -> None:
    change_operation(copy, "/xms/v1/{service_plan_id}/groups", "get", parameters=[])
    product = copy / "codegen/products/sms.yaml"
    paging = "    paging: {items: groups, page: page, size: page_size, total: count}"
    edit(product, (paging, "    paging: {items: groups}"))
    found = again(copy)
    git(copy, "apply", "-", text=found.patch)
    text = method((copy / GROUPS).read_text(encoding="utf-8"), "list")
    assert (
        "def list(self, *, options: RequestOptions | None = None) -> Page[GroupResponse, ListGroupsResponse]:" in text
    )
    assert "operations.list_groups()" in text
    assert re.findall(r"^ {12}(\w+): ", text, re.MULTILINE)[:1] == ["options"]


def change_operation(root: Path, path: str, verb: str, **changes: object) -> None:
    spec = root / "specs/sms.yaml"
    document = yaml.safe_load(spec.read_text(encoding="utf-8"))
    document["paths"][path][verb].update(changes)
    spec.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")


def test_a_changed_type_default_result_and_path_are_put_right(copy: Path) -> None:
    path = copy / GROUPS
    before = edit(
        path,
        ("        add: Maybe[SequenceNotStr[str]] = UNSET,", "        add: str,"),
        ("    ) -> None:\n", "    ) -> GroupResponse:\n"),
        ("`GET /xms/v1/{service_plan_id}/groups/{group_id}` (", "`GET /xms/v0/{service_plan_id}/groups/{group_id}` ("),
    )
    git(copy, "apply", "-", text=again(copy).patch)
    assert path.read_text(encoding="utf-8") == before


def test_a_new_operation_gets_an_entry_and_a_method(copy: Path) -> None:
    path = "/xms/v1/{service_plan_id}/groups/{group_id}"
    change_operation(copy, path, "put", operationId="SwapGroup")
    found = again(copy)
    git(copy, "apply", "-", text=found.patch)
    declared = products.load(copy / "codegen/products/sms.yaml")
    assert "ReplaceGroup" not in declared.operations
    assert declared.operations["SwapGroup"].methods == ("sms.groups.swap",)
    assert declared.operations["SwapGroup"].retry == "idempotent"
    text = (copy / GROUPS).read_text(encoding="utf-8")
    assert "operations.swap_group(" in method(text, "swap")
    assert found.decisions == [
        "codegen/products/sms.yaml: retry: idempotent  # check: guessed from PUT",
        "codegen/products/sms.yaml: methods: [sms.groups.swap]  # check: named by rule",
        "sms.groups.replace: no operation has it any more; remove it",
    ]
    assert "To decide:" in report(found)


def test_a_new_resource_gets_a_module_and_a_property(copy: Path) -> None:
    edit(copy / "codegen/products/sms.yaml", ("[sms.groups.list_members]", "[sms.members.list]"))
    found = again(copy)
    assert found.written == ["sinch/domains/sms/members.py"]
    git(copy, "apply", "-", text=found.patch)
    text = (copy / "sinch/domains/sms/sms.py").read_text(encoding="utf-8")
    assert text.index("def inbounds(") < text.index("def members(self) -> Members:") < text.index("def sinch_events(")
    assert "    from sinch.domains.sms.members import Members\n" in text.partition("class SMS")[0]


def test_a_call_of_its_own_is_told_and_not_touched(copy: Path) -> None:
    path = copy / "sinch/domains/conversation/messages.py"
    text = path.read_text(encoding="utf-8")
    send = method(text, "send")
    path.write_text(
        text.replace(send, send.replace("        queue: Maybe[MessageQueue] = UNSET,\n", "")), encoding="utf-8"
    )
    found = again(copy, "conversation.yaml", "conversation")
    assert found.decisions == [
        "conversation.messages.send: calls operations.messages_send_message in a way of its own; change there: "
        "missing queue"
    ]
    assert "+        queue: Maybe[MessageQueue] = UNSET,\n" in found.patch


def test_another_products_file_of_the_same_name_is_rejected(copy: Path) -> None:
    with pytest.raises(products.ProductError, match=r"is about sms of client\.sms in specs/sms\.yaml, not other of"):
        scaffold(copy / "specs/sms.yaml", "other", copy)


def test_what_is_deleted_of_a_version_comes_back(copy: Path) -> None:
    calls, product = copy / "sinch/domains/voice/v2/calls.py", copy / "sinch/domains/voice/voice.py"
    text = calls.read_text(encoding="utf-8")
    edit(
        calls,
        (f"{method(text, 'get')}\n", ""),
        ("        call_reason: Maybe[CallReason] = UNSET,\n", ""),
        ("                call_reason=call_reason,\n", ""),
    )
    before = product.read_text(encoding="utf-8")
    start, end = before.index("    @cached_property\n    def v2("), before.index("    # As version 1")
    product.write_text(before[:start] + before[end:], encoding="utf-8")
    found = again(copy, "voice-v2.yaml", "voice_v2", "voice")
    assert not found.written
    git(copy, "apply", "-", text=found.patch)
    after = calls.read_text(encoding="utf-8")
    assert after.partition('"""')[0] == text.partition('"""')[0]
    assert {name: signature(after, name) for name in ("get", "list")} == {
        name: signature(text, name) for name in ("get", "list")
    }
    assert "call_reason=call_reason" in method(after, "list")
    assert "        return VoiceV2(self)\n" in method(product.read_text(encoding="utf-8"), "v2")
    assert again(copy, "voice-v2.yaml", "voice_v2", "voice") == Scaffolded()


def test_methods_of_a_version_are_below_it(copy: Path) -> None:
    edit(copy / "codegen/products/voice-v2.yaml", ("methods: [voice.v2.calls.get]", "methods: [voice.calls.get]"))
    with pytest.raises(products.ProductError, match=r"voice\.calls\.get is not below voice\.v2"):
        again(copy, "voice-v2.yaml", "voice_v2", "voice")
