"""Names of methods, guessed from the tags and ids of operations: `groups` and `RetrieveGroup` make `groups.get`."""

import keyword
import re
from collections import Counter
from collections.abc import Iterable

from codegen import naming

# What the SDK calls things that specs have several words for.
_VERBS = {
    "retrieve": "get",
    "fetch": "get",
    "read": "get",
    "query": "list",
    "add": "create",
    "patch": "update",
    "modify": "update",
    "put": "replace",
    "remove": "delete",
}
_TAKEN = frozenset({"definition", "execute", "service", "sinch_events", *keyword.kwlist})
_NO_SUBJECT = frozenset({"api", "service"})


def method_names(place: str, operations: Iterable[tuple[str, str, bool]]) -> dict[str, str]:
    """Return the method of each operation, given as its id, its tag and whether it lists things.

    A tag whose words are those of the product, such as `numbers` in `numbers` and `lookup` in `number_lookup`, means
    the product itself, or its version in `voice.v2`.
    """
    words = _stems(place.replace(".", "_"))
    entries = list(operations)
    prefixes = Counter(operation_id.partition("_")[0] for operation_id, _, _ in entries if "_" in operation_id)
    found: dict[str, str] = {}
    for operation_id, tag, lists in entries:
        attribute = naming.attribute(tag)
        owner = place if _stems(tag) <= words else f"{place}.{attribute}"
        subject = _stems(tag) | words
        name = _name(_own_words(operation_id, subject, prefixes), subject, lists)
        for candidate in (name, naming.snake(operation_id), f"{naming.snake(operation_id)}_"):
            full = f"{owner}.{candidate}"
            if candidate not in _TAKEN and full not in found.values():
                found[operation_id] = full
                break
    resources = {full.rsplit(".", 1)[0] for full in found.values()}
    return {name: f"{full}_" if full in resources else full for name, full in found.items()}


def _own_words(operation_id: str, subject: set[str], prefixes: Counter[str]) -> list[str]:
    """Return the words of an id without a prefix that names the service: `Messages_SendMessage`, but `Dry_Run`."""
    prefix, _, rest = operation_id.partition("_")
    stems = {stem for stem in _stems(prefix) if not re.fullmatch(r"v\d+", stem)}
    if rest and (prefixes[prefix] > 1 or stems <= subject | _NO_SUBJECT):
        return naming.snake(rest).split("_")
    return naming.snake(operation_id).split("_")


def _name(words: list[str], subject: set[str], lists: bool) -> str:
    """Return the verb and what the resource does not say already: `ListActiveNumbers` of `numbers` is `list_active`."""
    verb = _VERBS.get(words[0], words[0])
    if _stem(verb) in subject:
        return "_".join(words)
    if lists and verb == "get":
        verb = "list"
    return "_".join([verb, *(word for word in words[1:] if _stem(word) not in subject)])


def _stems(name: str) -> set[str]:
    return {_stem(word) for word in naming.snake(name).split("_")}


def _stem(word: str) -> str:
    """Return the singular of a word: batch of batches, address of addresses, company of companies."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
