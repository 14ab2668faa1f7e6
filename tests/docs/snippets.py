"""What stands between the fences of a page, and how each kind of it is put to the test.

The conventions are told to writers in `docs/contributing/documentation.md`.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import runpy
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from docs.generate.terminal import asked
from negotiate.errors import Problem, ScenarioNotFound
from negotiate.language.check.files import check_file
from negotiate.language.library import find
from negotiate.language.shape.document import Document
from negotiate.language.shape.shaping import shape
from negotiate.language.text.reader import read_text
from negotiate.problems import Problems

_FENCE = re.compile(r"(?P<indent> *)(?P<ticks>```+)(?P<language>\{?[\w-]*\}?)")
_NOT_RUN = re.compile(r"<!-- not run: (?P<reason>.+) -->")
_WHERE = re.compile(r"<!-- run where (?P<module>\w+) is installed -->")
_MADE = re.compile(r"<!-- here `(?P<file>[^`]+)` is a copy of `(?P<name>[^`]+)` -->")
_WRITE = re.compile(
    r"\b(?:[Ww]rite|[Ss]ave|[Pp]ut|[Cc]hange)\b[^.]{0,60}? (?:in|into|as|to) `(?P<file>[^`]+\.\w+)`"
)
_ADD = re.compile(r"\b[Aa]dd\b[^.]{0,60}? to (?:the end of )?`(?P<file>[^`]+\.\w+)`")
_IN = re.compile(r"\b[Ii]n `(?P<file>[^`]+\.\w+)`")
_FIRST_LINE = re.compile(r"# (?P<file>[\w./-]+\.\w+)\n")
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

INSTALLING = re.compile(
    r"(?:sudo apt (?:update|install [\w. -]+)"
    r"|brew install [\w@. -]+"
    r"|winget install [\w. -]+"
    r"|(?:python3?|py)(?: -3[.\d]*)? --version"
    r"|(?:python3|py)(?: -3[.\d]*)? -m venv \.venv"
    r"|source \.venv/bin/activate|\.venv\\Scripts\\(?:Activate\.ps1|activate)"
    r"|Set-ExecutionPolicy -Scope (?:Process|CurrentUser) RemoteSigned"
    r"|(?:\.venv/bin/)?(?:python(?: -m pip|3 -m pip)|pip) install [\w.\[\]'\" -]+"
    r"|(?:\.venv/bin/)?python -m (?:pytest|doctest|docs\.generate)[\w ./-]*"
    r"|(?:git clone|cd|mkdir|notepad|open|nano) \S+"
    r"|\$env:\w+ = \S+|export \w+=\S+)"
)
"""Lines that set a machine up; they are looked at, and not run."""


TOP_KEYS = {info.alias or name for name, info in Document.model_fields.items()}


@dataclass
class Block:
    """One fenced block of a page."""

    line: int
    language: str
    text: str
    before: str
    reason: str | None

    @property
    def file(self) -> str | None:
        """The file into which the page says to write it."""
        first = _FIRST_LINE.match(self.text)
        told = _WRITE.search(self.before)
        return first["file"] if first else told["file"] if told else None

    @property
    def added_to(self) -> str | None:
        """The file to whose end the page says to add it."""
        told = _ADD.search(self.before)
        return told["file"] if told else None


@dataclass
class Page:
    """A page that is gone through from its top to its end, in a folder of its own."""

    path: Path
    folder: Path
    failures: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    answers: dict[int, str] = field(default_factory=dict)
    code: int = 0

    def go_through(self) -> None:
        """Run every block; what does not hold is noted in `failures`."""
        text = self.path.read_text("utf-8")
        for made in _MADE.finditer(text):
            with contextlib.chdir(self.folder):
                _write(made["file"], find(made["name"])[0].read_text("utf-8"))
        with contextlib.chdir(self.folder):
            for block in blocks(text):
                self._run(block)

    def _run(self, block: Block) -> None:
        kinds = {
            "console": self._console,
            "powershell": self._script,
            "sh": self._script,
            "": self._script,
            "yaml": self._yaml,
            "diff": self._diff,
            "python": self._python,
            "json": self._json,
            "text": self._text,
        }
        if block.reason is not None:
            return
        if block.language not in kinds:
            self._wrong(
                block,
                f"a block of `{block.language or 'no language'}` is neither run nor says why not",
            )
            return
        try:
            kinds[block.language](block)
        except Exception as error:  # noqa: BLE001 - whatever a snippet raises is the page's mistake
            self._wrong(block, f"{type(error).__name__}: {error}")

    def _wrong(self, block: Block, what: str, line: int = 0) -> None:
        self.failures.append(f"{self.path.name}:{block.line + line}: {what}")

    # A terminal: `$ command`, and below it what it prints

    def _console(self, block: Block) -> None:
        answers = []
        for at, command, wanted in exchanges(block.text):
            said = self._said(command)
            answers.append((command, said if not alike(wanted, said) else wanted))
            if not alike(wanted, said):
                self._wrong(block, f"`{command}` prints\n{said}\nand the page says\n{wanted}", at)
        self.answers[block.line] = "".join(f"$ {command}\n{said}" for command, said in answers)

    def _said(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.code}\n"
        command, _, target = command.replace("\\\n", " ").partition(" > ")
        program, *arguments = shlex.split(command)
        if program == "negotiate":
            self.code, out, both = asked(arguments, self.folder)
        elif program == "python":
            out = both = _ran(arguments[0])
        elif program == "cat":
            out = both = Path(arguments[0]).read_text("utf-8")
        else:
            raise ValueError(f"`{program}` is not a program that is run here")
        if target:
            Path(target.strip()).write_text(out, "utf-8")
            return both.replace(out, "", 1)
        return "".join(f"{line.rstrip()}\n" for line in both.splitlines())

    # Lines to type, without what they print

    def _script(self, block: Block) -> None:
        for at, line in enumerate(block.text.splitlines(), 1):
            for command in re.split(r"\s{2,}|\s+#\s", line.strip())[0].split(" && "):
                self._typed(block, at, command)

    def _typed(self, block: Block, at: int, command: str) -> None:
        if re.match(r"(\.venv/bin/|\.venv\\Scripts\\)?negotiate\b", command):
            self._said(re.sub(r"^\.venv(/bin/|\\Scripts\\)", "", command))
            if self.code != 0:
                self._wrong(block, f"`{command}` leaves with {self.code}", at)
        elif command and not command.startswith("#") and not INSTALLING.fullmatch(command):
            self._wrong(
                block,
                f"`{command}` is neither a command of ours nor one that sets a machine up",
                at,
            )

    # Files

    def _yaml(self, block: Block) -> None:
        if block.added_to is not None:
            path = Path(block.added_to)
            path.write_text(path.read_text("utf-8") + block.text, "utf-8")
        elif block.file is not None:
            _write(block.file, block.text)
            if ".github" in block.file:
                self._workflow(block)
        else:
            self._fragment(block)

    def _diff(self, block: Block) -> None:
        """An edit: what stands behind `-` and space is there, once, and becomes what stands behind
        `+` and space.
        """
        told = _IN.search(block.before)
        if told is None:
            self._wrong(block, "the paragraph above does not say in which file")
            return
        lines = block.text.splitlines(keepends=True)
        before = "".join(line[1:] or "\n" for line in lines if line[0] in "- \n")
        after = "".join(line[1:] or "\n" for line in lines if line[0] in "+ \n")
        text = Path(told["file"]).read_text("utf-8")
        if text.count(before) != 1:
            self._wrong(
                block,
                f"what is to be changed stands {text.count(before)} times in `{told['file']}`",
            )
        _write(told["file"], text.replace(before, after))

    def _workflow(self, block: Block) -> None:
        steps = [
            step for job in yaml.safe_load(block.text)["jobs"].values() for step in job["steps"]
        ]
        for command in (line for step in steps for line in step.get("run", "").splitlines()):
            if command.startswith("negotiate"):
                self._typed(block, 0, command)

    def _fragment(self, block: Block) -> None:
        """A part of a scenario: known keys with values of the right shape; or a whole one, which is
        right.
        """
        problems = Problems()
        root = read_text(block.text, self.path.name, problems)
        keys = set(getattr(root, "entries", {}))
        if "format" in keys and keys & {"players", "extends"}:
            _write("whole.yaml", block.text)
            problems.found = list(check_file("whole.yaml"))
        elif root is not None and keys & TOP_KEYS:
            shape(root, problems)
            problems.found = [p for p in problems.found if not _missing_at_the_top(p, keys)]
        elif not problems.found:
            self._wrong(block, "no key at the top of this block belongs to the language")
        for problem in problems.found:
            self._wrong(block, problem.message, problem.line)

    def _json(self, block: Block) -> None:
        json.loads(block.text)
        if block.file is not None:
            _write(block.file, block.text)

    def _text(self, block: Block) -> None:
        if block.file is None:
            self._wrong(block, "the paragraph above does not say into which file this text goes")
        else:
            _write(block.file, block.text)

    # Python

    def _python(self, block: Block) -> None:
        if block.file is not None:
            _write(block.file, block.text)
        elif ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(
                block.text, self.names, self.path.name, None, block.line
            )
            runner, said = doctest.DocTestRunner(optionflags=_OPTIONS, verbose=False), io.StringIO()
            runner.run(test, out=said.write, clear_globs=False)
            self.names.update(test.globs)
            if runner.failures:
                self._wrong(block, said.getvalue())
        else:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(
                    compile(block.text, self.path.name, "exec"), self.names
                )  # the page's own code, written by us


def _missing_at_the_top(problem: Problem, keys: set[str]) -> bool:
    """Whether a report says that a key is missing which another part of the same file has."""
    return " is missing" in problem.message and any(
        f"`{key}`" in problem.message for key in TOP_KEYS - keys
    )


def _ran(script: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        runpy.run_path(script, run_name="__main__")
    return said.getvalue()


def _write(name: str, text: str) -> None:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ScenarioNotFound(f"`{name}` is outside the page's folder")
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8", newline="\n")


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page; those of the site's own directives, such as a table of contents,
    are left out.
    """
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence is None:
            at += 1
            continue
        end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == fence["ticks"])
        indent = len(fence["indent"])
        inside = "".join(f"{line[indent:]}\n" for line in lines[at + 1 : end])
        if not fence["language"].startswith("{"):
            reason = _reason(lines[at - 1]) if at else None
            yield Block(at + 1, fence["language"], inside, _paragraph(lines, at), reason)
        at = end + 1


def _reason(above: str) -> str | None:
    """Why a block is not run, from the line above it."""
    marker, where = _NOT_RUN.search(above), _WHERE.search(above)
    if where is not None and find_spec(where["module"]) is None:
        return f"{where['module']} is not installed"
    return marker and marker["reason"]


def _paragraph(lines: list[str], at: int) -> str:
    """The paragraph above a line."""
    above = at - 1
    while above >= 0 and (not lines[above].strip() or lines[above].startswith("<!--")):
        above -= 1
    start = above
    while start >= 0 and lines[start].strip() and not lines[start].lstrip().startswith("```"):
        start -= 1
    return " ".join(line.strip() for line in lines[start + 1 : above + 1])


def exchanges(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, command and expected output of each `$ ` in a block."""
    parts = re.split(r"^\$ ((?:.*\\\n)*.*)\n", text, flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError("something stands above the first `$ `")
    at = 1
    for command, wanted in zip(parts[1::2], parts[2::2], strict=True):
        yield at, command, wanted
        at += 1 + command.count("\n") + wanted.count("\n")


def alike(wanted: str, said: str) -> bool:
    """Whether an answer is the one on the page, where a line of three dots stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(f"{line}\n") for line in wanted.splitlines()
    )
    return re.fullmatch(pattern, said) is not None
