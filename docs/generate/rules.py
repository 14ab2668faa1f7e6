"""The pages of the rules: what each asks for, why, and a file that breaks it with the report that
it gets.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from docs.generate.introductions import introduction
from docs.generate.markdown import fence, sentence, table
from docs.generate.terminal import asked
from negotiate.problems import Rule, rule_groups

BROKEN = Path(__file__).parents[2] / "tests" / "broken"
FENCES = {".yaml": "yaml", ".nfg": "text", ".efg": "text", ".xml": "xml"}
"""How a broken file is shown, by its ending."""
MOST_LINES, MOST_LETTERS = 70, 110
PROFILES = {
    "draft": "always",
    "class": "from `--profile class` on",
    "publish": "with `--profile publish`",
}


def pages() -> dict[str, str]:
    """Path → text of the index and of each rule's page."""
    found = {
        f"reference/rules/{rule.code}.md": _page(rule, group)
        for group, rules in rule_groups().items()
        for rule in rules
    }
    return {"reference/rules/index.md": _index(), **found}


def _index() -> str:
    pieces = ["# Rules\n", introduction("rules", "top")]
    for group, rules in rule_groups().items():
        if rules:
            pieces += [
                f"## {group}\n",
                table(("rule", "what it asks for"), [_row(rule) for rule in rules]),
            ]
    every = "\n".join(rule.code for rules in rule_groups().values() for rule in rules)
    pieces += ["```{toctree}\n:hidden:\n\n" + every + "\n```\n"]
    return "\n".join(pieces)


def _row(rule: Rule) -> tuple[str, str]:
    marks: list[str] = [rule.severity] if rule.severity == "warning" else []
    marks += [f"profile {rule.profile}"] if rule.profile != "draft" else []
    marks += ["`--fix` mends it"] if rule.fixable else []
    return f"[`{rule.code}`]({rule.code}.md)", sentence(rule.says) + (
        f" *({', '.join(marks)})*" if marks else ""
    )


def _page(rule: Rule, group: str) -> str:
    pieces = [f"# {rule.code}\n", sentence(rule.says) + "\n" if rule.says else ""]
    pieces += [
        f"**Why.** {sentence(rule.why)}\n" if rule.why else "",
        f"**What to do.** {sentence(rule.mend)}\n" if rule.mend else "",
    ]
    facts = [
        ("group", f"[{group}](index.md#{_anchor(group)})"),
        ("kind", _kind(rule)),
        ("asked for", PROFILES[rule.profile]),
        ("mended by `check --fix`", "yes" if rule.fixable else "no, that is for you to decide"),
    ]
    pieces += ["".join(f"- {name}: {fact}\n" for name, fact in facts), *_example(rule)]
    return "\n".join(piece for piece in pieces if piece)


def _kind(rule: Rule) -> str:
    """What a report of the rule does to a command."""
    if rule.severity == "warning":
        return "a warning, which stops no command"
    if rule.profile == "draft":
        return "an error, which stops every command"
    return "an error of `check` under that profile, which stops no other command"


def _anchor(heading: str) -> str:
    return "".join(c for c in heading.lower().replace(" ", "-") if c.isalnum() or c == "-")


@cache
def expected() -> dict[str, Any]:
    """Broken file → the reports that it gets."""
    return tomllib.loads((BROKEN / "expected.toml").read_text("utf-8"))


@cache
def broken() -> list[tuple[list[str], Path]]:
    """The files of `tests/broken`, each with the codes of the reports that it gets."""
    return [
        ([report["code"] for report in entry["reports"]], file)
        for name, entry in expected().items()
        for ending in FENCES
        if (file := BROKEN / f"{name}{ending}").is_file()
    ]


def broken_by(code: str) -> str | None:
    """The file of `tests/broken` that shows a rule best: it breaks this one alone, bears its name,
    and is short.
    """
    words = set(code.split("-"))
    found = [
        (len(codes), -len(words & set(file.stem.split("-"))), file.stat().st_size, file.name)
        for codes, file in broken()
        if code in codes
    ]
    return min(found)[-1] if found else None


def _example(rule: Rule) -> list[str]:
    name = broken_by(rule.code)
    if name is None:
        return ["## A file that breaks it\n", introduction("rules", rule.code)]
    file = BROKEN / name
    text = file.read_bytes().decode("utf-8", "replace")
    profile = expected()[file.stem].get("profile", rule.profile)
    arguments = ["check", name] + (["--profile", profile] if profile != "draft" else [])
    _, _, both = asked(arguments, BROKEN)
    pieces = ["## A file that breaks it\n", introduction("rules", rule.code)]
    pieces += [fence(FENCES[file.suffix], _cut(text)) if text.strip() else "The file is empty.\n"]
    pieces += [fence("console", f"$ negotiate {' '.join(arguments)}\n{both}")]
    return pieces


def _cut(text: str) -> str:
    """A text that fits a page, signs that cannot be seen made visible."""
    lines = [_visible(line.rstrip()) for line in text.splitlines()]
    lines = [
        line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1] + "…" for line in lines
    ]
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"])


def _visible(line: str) -> str:
    return "".join(c if c.isprintable() else "→" if c == "\t" else f"\\x{ord(c):02x}" for c in line)
