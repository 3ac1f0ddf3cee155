"""Menu: makes the commands that ask for keys, and checks that their menus lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import given
from sinch.domains.voice.v2.commands import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Command, Commands
    from sinch_api.voice_v2 import MenuInputMethod, MenuPrompt, Message
    from sinch_api.voice_v2.params import (
        GotoMenuCommandDict,
        MenuCommandDict,
        MenuItemDict,
        MenuPromptDict,
        MenuPromptJSON,
        MessageDict,
    )

    class NamedMenuItemDict(MenuItemDict, total=False):
        """A menu, and its name."""

        name: str


class Menu:
    """Makes the commands that ask for keys to be pressed."""

    @staticmethod
    def create(name: str, item: NamedMenuItemDict, *items: NamedMenuItemDict) -> MenuCommandDict:
        """Return the command that asks for keys.

        Args:
            name: the menu to begin with, up to 16 characters.
            item: the first of its menus, as `Menu.item` makes them.
            items: the others.

        Raises:
            ValueError: two menus have the same name, or there is none of the name to begin with or to go to.

        """
        menus: dict[str, MenuItemDict] = {}
        for each in (item, *items):
            menu: Any = dict(each)
            key = menu.pop("name")
            if key in menus:
                raise ValueError(f"two menus are called {key!r}")
            menus[key] = menu
        command: MenuCommandDict = {"command": "menu", "start_menu": name, "menus": menus}
        check_menus(command)
        return command

    @staticmethod
    def item(
        name: str,
        *,
        prompt: Maybe[MenuPromptDict | MenuPromptJSON | MenuPrompt] = UNSET,
        repeat_prompt: Maybe[MenuPromptDict | MenuPromptJSON | MenuPrompt] = UNSET,
        input_timeout_duration_seconds: Maybe[int] = UNSET,
        repeat_count: Maybe[int] = UNSET,
        minimum_input_length: Maybe[int] = UNSET,
        maximum_input_length: Maybe[int] = UNSET,
        terminating_sequence: Maybe[str] = UNSET,
        input_methods: Maybe[Sequence[MenuInputMethod]] = UNSET,
        matches: Maybe[Mapping[str, Sequence[Command]]] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> NamedMenuItemDict:
        r"""Return a menu for `Menu.create`.

        Args:
            name: of the menu, up to 16 characters.
            prompt: what is heard, as `Menu.prompt` makes it.
            repeat_prompt: what is heard when it is repeated; the prompt by default.
            input_timeout_duration_seconds: to wait for a key, 1 to 60; 5 by default.
            repeat_count: how often it is repeated, 0 to 10; 2 by default.
            minimum_input_length: the fewest keys, 1 to 100; 1 by default.
            maximum_input_length: the most keys, 1 to 100; 1 by default.
            terminating_sequence: keys that end the input, of which they stay a part; up to 10.
            input_methods: how input is given; `["DTMF"]`, the keys, by default.
            matches: lists of commands by input: texts or regular expressions, tried in order, at most 50. The star
                key is `\*`.
            on_failure: commands for when nothing has matched.

        """
        menu: NamedMenuItemDict = given(
            name=name,
            prompt=prompt,
            repeat_prompt=repeat_prompt,
            input_timeout_duration_seconds=input_timeout_duration_seconds,
            repeat_count=repeat_count,
            minimum_input_length=minimum_input_length,
            maximum_input_length=maximum_input_length,
            terminating_sequence=terminating_sequence,
            input_methods=input_methods,
            matches=matches,
            on_failure=UNSET if on_failure is UNSET else in_order(on_failure),
        )
        return menu

    @staticmethod
    def prompt(
        message: MessageDict | Message,
        *messages: MessageDict | Message,
        allow_barge_in: Maybe[bool] = UNSET,
    ) -> MenuPromptDict:
        """Return what is heard before the input.

        Args:
            message: the first of at most 10 messages.
            messages: the others, in order.
            allow_barge_in: whether a key ends the messages; True by default.

        """
        prompt: MenuPromptDict = given(messages=[message, *messages], allow_barge_in=allow_barge_in)
        return prompt

    @staticmethod
    def goto(name: str) -> GotoMenuCommandDict:
        """Return the command that goes to another menu of the command that it stands in.

        Args:
            name: of that menu.

        """
        return {"command": "gotoMenu", "menu_name": name}


def check_menus(command: Any) -> None:
    """Make sure that a menu command has the menus that it names. Those in its handlers have their own.

    Raises:
        ValueError: one is missing; the message names it.

    """
    menus = command.get("menus") or {}
    start = command.get("start_menu", command.get("startMenu"))
    if start not in menus:
        raise ValueError(f"the menu to begin with, {start!r}, is not one of {', '.join(map(repr, menus)) or 'any'}")
    for name, menu in menus.items():
        for goto in nested_commands(menu, "gotoMenu", into_menus=False):
            wanted = goto.get("menu_name", goto.get("menuName"))
            if wanted not in menus:
                raise ValueError(f"the menu {name!r} goes to {wanted!r}, which is not one of its command")


def nested_commands(value: Any, kind: str, *, into_menus: bool) -> Iterator[Any]:
    """Yield the commands of a kind in commands or in parts of them, those in other menu commands only if wanted."""
    if isinstance(value, (str, bytes)):
        return
    if hasattr(value, "items"):
        if value.get("command") == kind:
            yield value
        if into_menus or value.get("command") != "menu":
            for each in value.values():
                yield from nested_commands(each, kind, into_menus=into_menus)
    elif hasattr(value, "__iter__"):
        for each in value:
            yield from nested_commands(each, kind, into_menus=into_menus)
