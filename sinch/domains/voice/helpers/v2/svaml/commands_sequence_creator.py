"""CommandsSequenceCreator: makes lists of commands in a chain of calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sinch.core.lazy import lazy_getattr
from sinch.core.unset import UNSET
from sinch.domains.voice.helpers.v2.given import given
from sinch.domains.voice.helpers.v2.svaml.amd import Amd
from sinch.domains.voice.helpers.v2.svaml.calls import Calls
from sinch.domains.voice.helpers.v2.svaml.custom_events import CustomEvents
from sinch.domains.voice.helpers.v2.svaml.menu import Menu, check_menus, nested_commands
from sinch.domains.voice.helpers.v2.svaml.messages import Messages
from sinch.domains.voice.helpers.v2.svaml.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from sinch.core.unset import Maybe
    from sinch.domains.voice.v2.commands import Command, Commands
    from sinch_api.voice_v2 import (
        CallDestination,
        CallOrigin,
        MenuInputMethod,
        RecordingOptions,
        VoiceName,
    )
    from sinch_api.voice_v2.params import (
        CallDestinationDict,
        CallDestinationJSON,
        CallOriginDict,
        RecordingOptionsDict,
        RecordingOptionsJSON,
        SvamlCommandDict,
    )

    _Base: TypeAlias = Sequence[SvamlCommandDict]
else:
    _Base = Sequence
    __getattr__ = lazy_getattr(__name__, {})


class BaseCommands(_Base):
    """Commands in order. Nothing changes one: each method returns another with one more command."""

    __slots__ = ("_commands",)

    def __init__(self, commands: Sequence[Command] = ()) -> None:
        self._commands: tuple[Any, ...] = tuple(commands)

    def __getitem__(self, index: Any) -> Any:
        return self._commands[index]

    def __len__(self) -> int:
        return len(self._commands)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(str(each.get('command')) for each in self._commands)})"

    def _closed(self) -> tuple[Any, ...]:
        """Return the commands, when no more is added to the last one."""
        return self._commands

    def command(self, command: Command) -> CommandsSequenceCreator:
        """Add any command.

        Args:
            command: a dictionary.

        """
        return CommandsSequenceCreator((*self._closed(), command))

    def build(self) -> list[SvamlCommandDict]:
        """Return the commands as a list.

        Raises:
            ValueError: a menu that a command begins with or goes to is missing, in a nested command too.

        """
        commands = list(self._closed())
        for each in nested_commands(commands, "menu", into_menus=True):
            check_menus(each)
        return commands

    # Of calls

    def answer(self) -> CommandsSequenceCreator:
        """Add what `Calls.answer` makes."""
        return self.command(Calls.answer())

    def bridge_call(self, name: str) -> CommandsSequenceCreator:
        """Add what `Calls.bridge_call` makes."""
        return self.command(Calls.bridge_call(name))

    def dial(
        self,
        to: str | CallDestinationDict | CallDestinationJSON | CallDestination,
        *,
        from_: Maybe[str | CallOriginDict | CallOrigin] = UNSET,
        name: Maybe[str] = UNSET,
        timeout_duration_seconds: Maybe[int] = UNSET,
        max_duration_seconds: Maybe[int] = UNSET,
        on_answer: Maybe[Commands] = UNSET,
        on_busy: Maybe[Commands] = UNSET,
        on_reject: Maybe[Commands] = UNSET,
        on_timeout: Maybe[Commands] = UNSET,
        on_hangup: Maybe[Commands] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> CommandsSequenceCreator:
        """Add what `Calls.dial` makes."""
        return self.command(
            Calls.dial(
                to,
                from_=from_,
                name=name,
                timeout_duration_seconds=timeout_duration_seconds,
                max_duration_seconds=max_duration_seconds,
                on_answer=on_answer,
                on_busy=on_busy,
                on_reject=on_reject,
                on_timeout=on_timeout,
                on_hangup=on_hangup,
                on_failure=on_failure,
            )
        )

    def hangup(self, name: Maybe[str] = UNSET) -> CommandsSequenceCreator:
        """Add what `Calls.hangup` makes."""
        return self.command(Calls.hangup(name))

    def pause(self, duration_milliseconds: int) -> CommandsSequenceCreator:
        """Add what `Calls.pause` makes."""
        return self.command(Calls.pause(duration_milliseconds))

    def amd(
        self,
        *,
        on_human: Maybe[Commands] = UNSET,
        on_machine: Maybe[Commands] = UNSET,
        on_beep: Maybe[Commands] = UNSET,
        on_unknown: Maybe[Commands] = UNSET,
    ) -> CommandsSequenceCreator:
        """Add what `Amd.activate` makes."""
        return self.command(
            Amd.activate(on_human=on_human, on_machine=on_machine, on_beep=on_beep, on_unknown=on_unknown)
        )

    def custom_events(self, name: str, url: str, *, fallback_url: Maybe[str] = UNSET) -> CommandsSequenceCreator:
        """Add what `CustomEvents.trigger` makes."""
        return self.command(CustomEvents.trigger(name, url, fallback_url=fallback_url))

    # Of messages, recordings and menus

    def messages(self, *, name: Maybe[str] = UNSET, on_finish: Maybe[Commands] = UNSET) -> OpenMessagesStep:
        """Begin a command that says and plays messages; `text`, `ssml` and `play` add them.

        Args:
            name: to stop them by, 1 to 32 characters without spaces, unique in the session.
            on_finish: commands for when all were heard.

        """
        command: Any = Messages.start(Messages.play(""), name=name, on_finish=on_finish)
        return OpenMessagesStep(self._closed(), {**command, "messages": []})

    def stop_messages(self, name: str) -> CommandsSequenceCreator:
        """Add what `Messages.stop` makes."""
        return self.command(Messages.stop(name))

    def recording(
        self,
        options: RecordingOptionsDict | RecordingOptionsJSON | RecordingOptions,
        *,
        name: Maybe[str] = UNSET,
        on_finish: Maybe[Commands] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> CommandsSequenceCreator:
        """Add what `Recording.start` makes."""
        return self.command(Recording.start(options, name=name, on_finish=on_finish, on_failure=on_failure))

    def stop_recording(self, name: str) -> CommandsSequenceCreator:
        """Add what `Recording.stop` makes."""
        return self.command(Recording.stop(name))

    def menu(self, name: str) -> OpenMenuStep:
        """Begin a command that asks for keys; `item` adds its menus.

        Args:
            name: the menu to begin with, up to 16 characters.

        """
        return OpenMenuStep(self._closed(), {"command": "menu", "start_menu": name, "menus": {}})

    def goto_menu(self, name: str) -> CommandsSequenceCreator:
        """Add what `Menu.goto` makes."""
        return self.command(Menu.goto(name))


class CommandsSequenceCreator(BaseCommands):
    """Makes lists of commands in a chain of calls: `CommandsSequenceCreator().answer().text("Hello", "Emma")`.

    It is a sequence of commands, so that it can be given wherever commands are; `build` checks its menus before.
    Nothing changes one: each method returns another with one more command.

    Args:
        commands: to begin with.

    Example:
        >>> from sinch.domains.voice.helpers.v2.svaml import Calls, CommandsSequenceCreator
        >>> closed = CommandsSequenceCreator().answer().text("We are closed.", "Emma", on_finish=Calls.hangup())
        >>> commands = closed.build()

    """

    __slots__ = ()

    def text(
        self, text: str, voice_name: VoiceName, *, name: Maybe[str] = UNSET, on_finish: Maybe[Commands] = UNSET
    ) -> CommandsSequenceCreator:
        """Add a command that speaks a text.

        Args:
            text: up to 600 characters.
            voice_name: who speaks, such as "Emma".
            name: to stop it by, 1 to 32 characters without spaces, unique in the session.
            on_finish: commands for when it was heard.

        """
        return self.command(Messages.start(Messages.text(text, voice_name), name=name, on_finish=on_finish))

    def play(
        self, url: str, *, name: Maybe[str] = UNSET, on_finish: Maybe[Commands] = UNSET
    ) -> CommandsSequenceCreator:
        """Add a command that plays a file.

        Args:
            url: its address.
            name: to stop it by, 1 to 32 characters without spaces, unique in the session.
            on_finish: commands for when it was heard.

        """
        return self.command(Messages.start(Messages.play(url), name=name, on_finish=on_finish))


class OpenMessagesStep:
    """A command without messages yet, which cannot be sent."""

    __slots__ = ("_before", "_command")

    def __init__(self, before: tuple[Any, ...], command: Mapping[str, Any]) -> None:
        self._before = before
        self._command = command

    def text(self, text: str, voice_name: VoiceName) -> MessagesStep:
        """Add text that is spoken, as `Messages.text` makes it."""
        return self._with(Messages.text(text, voice_name))

    def ssml(self, ssml: str, voice_name: VoiceName) -> MessagesStep:
        """Add SSML that is spoken, as `Messages.ssml` makes it."""
        return self._with(Messages.ssml(ssml, voice_name))

    def play(self, url: str) -> MessagesStep:
        """Add a file that is played, as `Messages.play` makes it."""
        return self._with(Messages.play(url))

    def _with(self, message: Any) -> MessagesStep:
        command: Any = {**self._command, "messages": [*self._command["messages"], message]}
        return MessagesStep((*self._before, command))


class MessagesStep(BaseCommands):
    """Commands of which the last says and plays messages: `text`, `ssml` and `play` add to it."""

    __slots__ = ()

    def text(self, text: str, voice_name: VoiceName) -> MessagesStep:
        """Add text that is spoken, as `Messages.text` makes it."""
        return self._last().text(text, voice_name)

    def ssml(self, ssml: str, voice_name: VoiceName) -> MessagesStep:
        """Add SSML that is spoken, as `Messages.ssml` makes it."""
        return self._last().ssml(ssml, voice_name)

    def play(self, url: str) -> MessagesStep:
        """Add a file that is played, as `Messages.play` makes it."""
        return self._last().play(url)

    def _last(self) -> OpenMessagesStep:
        return OpenMessagesStep(self._commands[:-1], self._commands[-1])


class _TakesMenus:
    """Commands of which the last asks for keys."""

    __slots__ = ()
    _commands: tuple[Any, ...]

    def item(
        self,
        name: str,
        *,
        input_timeout_duration_seconds: Maybe[int] = UNSET,
        repeat_count: Maybe[int] = UNSET,
        minimum_input_length: Maybe[int] = UNSET,
        maximum_input_length: Maybe[int] = UNSET,
        terminating_sequence: Maybe[str] = UNSET,
        input_methods: Maybe[Sequence[MenuInputMethod]] = UNSET,
        matches: Maybe[Mapping[str, Sequence[Command]]] = UNSET,
        on_failure: Maybe[Commands] = UNSET,
    ) -> MenuItemStep:
        """Add a menu, as `Menu.item` makes it; `prompt` and `repeat_prompt` say what is heard.

        Raises:
            ValueError: there is one of this name already.

        """
        menu: Any = Menu.item(
            name,
            input_timeout_duration_seconds=input_timeout_duration_seconds,
            repeat_count=repeat_count,
            minimum_input_length=minimum_input_length,
            maximum_input_length=maximum_input_length,
            terminating_sequence=terminating_sequence,
            input_methods=input_methods,
            matches=matches,
            on_failure=on_failure,
        )
        del menu["name"]
        *before, command = self._commands
        if name in command["menus"]:
            raise ValueError(f"two menus are called {name!r}")
        added: Any = {**command, "menus": {**command["menus"], name: menu}}
        return MenuItemStep((*before, added))


class OpenMenuStep(_TakesMenus):
    """A command without menus yet, which cannot be sent."""

    __slots__ = ("_commands",)

    def __init__(self, before: tuple[Any, ...], command: Mapping[str, Any]) -> None:
        self._commands = (*before, command)


class MenuItemStep(_TakesMenus, BaseCommands):
    """Commands of which the last asks for keys: `item` adds a menu, `prompt` says what is heard in the last one."""

    __slots__ = ()

    def prompt(self, *, allow_barge_in: Maybe[bool] = UNSET) -> OpenPromptStep:
        """Begin what is heard in the last menu; `text`, `ssml` and `play` add to it.

        Args:
            allow_barge_in: whether a key ends the messages; True by default.

        """
        return OpenPromptStep(self._commands, "prompt", given(allow_barge_in=allow_barge_in))

    def repeat_prompt(self, *, allow_barge_in: Maybe[bool] = UNSET) -> OpenPromptStep:
        """Begin what is heard when the last menu is repeated; `text`, `ssml` and `play` add to it.

        Args:
            allow_barge_in: whether a key ends the messages; True by default.

        """
        return OpenPromptStep(self._commands, "repeat_prompt", given(allow_barge_in=allow_barge_in))

    def _closed(self) -> tuple[Any, ...]:
        check_menus(self._commands[-1])
        return self._commands


class OpenPromptStep:
    """A menu whose prompt has no messages yet, so that it cannot be sent."""

    __slots__ = ("_commands", "_key", "_prompt")

    def __init__(self, commands: tuple[Any, ...], key: str, prompt: Mapping[str, Any]) -> None:
        self._commands = commands
        self._key = key
        self._prompt = prompt

    def text(self, text: str, voice_name: VoiceName) -> PromptStep:
        """Add text that is spoken, as `Messages.text` makes it."""
        return self._with(Messages.text(text, voice_name))

    def ssml(self, ssml: str, voice_name: VoiceName) -> PromptStep:
        """Add SSML that is spoken, as `Messages.ssml` makes it."""
        return self._with(Messages.ssml(ssml, voice_name))

    def play(self, url: str) -> PromptStep:
        """Add a file that is played, as `Messages.play` makes it."""
        return self._with(Messages.play(url))

    def _with(self, message: Any) -> PromptStep:
        *before, command = self._commands
        *others, (name, menu) = command["menus"].items()
        prompt = {**self._prompt, "messages": [*self._prompt.get("messages", ()), message]}
        menus = {**dict(others), name: {**menu, self._key: prompt}}
        changed: Any = {**command, "menus": menus}
        return PromptStep((*before, changed), self._key)


class PromptStep(MenuItemStep):
    """Commands of which the last asks for keys: `text`, `ssml` and `play` add to the last prompt of its last menu."""

    __slots__ = ("_key",)

    def __init__(self, commands: Sequence[Command], key: str) -> None:
        super().__init__(commands)
        self._key = key

    def text(self, text: str, voice_name: VoiceName) -> PromptStep:
        """Add text that is spoken, as `Messages.text` makes it."""
        return self._last().text(text, voice_name)

    def ssml(self, ssml: str, voice_name: VoiceName) -> PromptStep:
        """Add SSML that is spoken, as `Messages.ssml` makes it."""
        return self._last().ssml(ssml, voice_name)

    def play(self, url: str) -> PromptStep:
        """Add a file that is played, as `Messages.play` makes it."""
        return self._last().play(url)

    def _last(self) -> OpenPromptStep:
        *_, menu = self._commands[-1]["menus"].values()
        return OpenPromptStep(self._commands, self._key, menu[self._key])
