"""A client of a real yaml-language-server: JSON-RPC over its standard input and output, as an
editor speaks it.
"""

import json
import os
import queue
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

PATIENCE = 30.0
"""Seconds for one answer."""
SETTINGS = {
    "yaml": {
        "validate": True,
        "completion": True,
        "hover": True,
        "schemaStore": {"enable": False, "url": ""},
        "kubernetesCRDStore": {"enable": False},
    },
    "http": {"proxy": "http://127.0.0.1:9", "proxyStrictSSL": True},
    "editor": {"tabSize": 2},
}
"""No catalogue, and a proxy behind which nothing answers: whoever asks a network gets nothing."""


def server_command() -> list[str] | None:
    """The server named by `YAML_LANGUAGE_SERVER`, or the one on the PATH; None if there is
    neither.
    """
    named = os.environ.get("YAML_LANGUAGE_SERVER", "")
    found = named or shutil.which("yaml-language-server")
    if not found:
        return None
    node = ["node"] if found.endswith(".js") else []
    return [*node, found, "--stdio"]


class LanguageServer:
    """One running server; leaving the `with` block ends it whatever happened."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        self.messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.number = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> "LanguageServer":
        root = self.folder.as_uri()
        text_document = {
            "completion": {
                "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
            },
            "hover": {"contentFormat": ["markdown"]},
            "publishDiagnostics": {"relatedInformation": True},
        }
        capabilities = {"textDocument": text_document, "workspace": {"configuration": True}}
        folders = [{"uri": root, "name": "test"}]
        params = {
            "processId": os.getpid(),
            "rootUri": root,
            "capabilities": capabilities,
            "workspaceFolders": folders,
        }
        self.ask("initialize", params)
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(timeout=PATIENCE)
        self.reader.join(timeout=PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            body = stream.read(length) if length else b""
            if not body:
                self.messages.put(None)
                return
            self.messages.put(json.loads(body))

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        return self._until(lambda message: message.get("id") == number and "method" not in message)[
            "result"
        ]

    def _until(self, wanted: Any) -> dict[str, Any]:
        """Handle what the server says until a message is the wanted one."""
        end = time.monotonic() + PATIENCE
        while True:
            message = self.messages.get(timeout=max(0.01, end - time.monotonic()))
            assert message is not None, "the server has ended"
            self._handle(message)
            if wanted(message):
                assert "error" not in message, message
                return message

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            answer = [SETTINGS.get(item.get("section", ""), {}) for item in items]
            self._send({"id": message["id"], "result": answer})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def open(self, path: Path, text: str | None = None) -> list[str]:
        """What the server marks in a file, each as `LINE: MESSAGE`."""
        uri = path.as_uri()
        self.diagnostics.pop(uri, None)
        text = path.read_text("utf-8") if text is None else text
        self.number += 1
        document = {"uri": uri, "languageId": "yaml", "version": self.number, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        self._until(
            lambda message: (
                message.get("method", "").endswith("publishDiagnostics") and uri in self.diagnostics
            )
        )
        return [f"{d['range']['start']['line'] + 1}: {d['message']}" for d in self.diagnostics[uri]]

    def close(self, path: Path) -> None:
        uri = path.as_uri()
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        self._until(
            lambda _: self.diagnostics.get(uri) == []
        )  # so that it is not taken for the next answer

    def _at(self, path: Path, text: str) -> dict[str, Any]:
        """The place that `|` marks."""
        before = text.partition("|")[0]
        line = before.count("\n")
        character = len(before) - (before.rfind("\n") + 1)
        return {
            "textDocument": {"uri": path.as_uri()},
            "position": {"line": line, "character": character},
        }

    def complete(self, path: Path, marked: str) -> dict[str, str]:
        """What the server offers where `|` stands: label → what it would insert."""
        self.open(path, marked.replace("|", "", 1))
        found = self.ask("textDocument/completion", self._at(path, marked))
        self.close(path)
        items = found["items"] if isinstance(found, dict) else found or []
        return {
            item["label"]: item.get("textEdit", item).get("newText", item.get("insertText"))
            for item in items
        }

    def hover(self, path: Path, marked: str) -> str:
        """What the server says of what `|` stands before."""
        self.open(path, marked.replace("|", "", 1))
        found = self.ask("textDocument/hover", self._at(path, marked))
        self.close(path)
        contents = (found or {}).get("contents", "")
        return contents["value"] if isinstance(contents, dict) else str(contents)
