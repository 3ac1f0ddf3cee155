"""Asks pyright's language server what an editor would show: the completions at the end of a program."""

from __future__ import annotations

import contextlib
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.types.checkers import ROOT

_SETTINGS = {"extraPaths": [str(ROOT), str(ROOT / "generated")], "pythonVersion": "3.10"}


class LanguageServer:
    """A server that speaks the Language Server Protocol over its standard streams."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._ids = itertools.count(1)

    def start(self) -> None:
        """Say what the client can do, which is little."""
        folder = {"uri": self._folder.as_uri(), "name": "programs"}
        capabilities = {"workspace": {"configuration": True}}
        self._ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self._send({"method": "initialized", "params": {}})

    def complete(self, program: str) -> list[str]:
        """Return what may follow at the `|` of a program."""
        before, _, after = program.partition("|")
        document = {"uri": (self._folder / f"program{next(self._ids)}.py").as_uri()}
        opened = {**document, "languageId": "python", "version": 1, "text": before + after}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": opened}})
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        found = self._ask(
            "textDocument/completion", {"textDocument": document, "position": {"line": line, "character": column}}
        )
        self._send({"method": "textDocument/didClose", "params": {"textDocument": document}})
        return [each["label"] for each in found["items"]] if found else []

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            if "id" in message:  # the server asks, for settings of the editor among others, which there are not
                nothing = [None for _ in message["params"].get("items", ())] or None
                self._send({"id": message["id"], "result": nothing})

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message


@contextlib.contextmanager
def pyright_server(folder: Path) -> Iterator[LanguageServer]:
    """Run pyright's server for programs in a folder."""
    (folder / "pyrightconfig.json").write_text(json.dumps(_SETTINGS))
    command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            server = LanguageServer(process, folder)
            server.start()
            yield server
        finally:
            process.terminate()
