"""No character of a file is obeyed by a screen, whichever command shows the file, nor breaks what
is exported.
"""

import inspect
import io
import itertools
import json
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import WithJsonSchema

import negotiate
from negotiate.bargaining.talks import TALKS
from negotiate.cli import forms
from negotiate.cli.arguments import FORM, RUNS, Form
from negotiate.cli.commands import program
from negotiate.equilibrium.registry import CONCEPTS
from negotiate.errors import ScenarioError
from negotiate.language.shape.document import places
from tests.cli.shell import Answer, ask

C0 = "".join(chr(code) for code in range(1, 0x20) if chr(code) not in "\t\n\r")
C1 = "".join(chr(code) for code in range(0x7F, 0xA0))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028"
EVIL = f"\x1b[31m\x1b]0;x\x07 [bold] {C0}{C1}{BIDI}\ufffe"
FORMS = ([], ["--plain"], ["--json"], ["--csv"])
OTHER_FORMS = {"--plain": "plain", "--json": "as_json", "--csv": "csv"}
LEFT, RIGHT = {"x": "low", "y": "left", "z": "no"}, {"x": "high", "y": "right", "z": "yes"}

RICH: dict[str, Any] = {
    "format": 1,
    "title": "Rich",
    "date": "1962",
    "summary": "In short.",
    "authors": ["An author"],
    "license": "CC-BY-4.0",
    "group": "two",
    "teaches": ["something"],
    "sources": {
        "book": {
            "title": "t",
            "author": "a",
            "publisher": "p",
            "date": "2020",
            "url": "u",
            "about": "a",
        }
    },
    "players": {
        key: {"name": key.title(), "leader": "l", "unit": "points", "about": "a", "patience": 0.9}
        for key in ("ada", "bo")
    },
    "parameters": {
        "weight": {"value": 1, "range": [0, 2], "unit": "u", "about": "a", "source": "book"}
    },
    "issues": {
        "x": {
            "name": "X",
            "decided_by": "ada",
            "unit": "u",
            "about": "a",
            "source": "book",
            "options": {
                "low": {"value": 1, "name": "Low", "about": "a"},
                "high": {"value": 2, "name": "High"},
            },
        },
        "y": {
            "name": "Y",
            "decided_by": "bo",
            "options": {"left": {"name": "Left"}, "right": {"name": "Right"}},
        },
        "z": {
            "name": "Z",
            "decided_by": "agreement",
            "options": {"no": {"name": "No"}, "yes": {"name": "Yes"}},
        },
    },
    "status_quo": LEFT,
    "no_deal": LEFT,
    "side_payments": {"ada": 1, "bo": 1},
    "chance": {
        "rain": {"name": "Rain", "odds": {"yes": 0.5, "no": 0.5}, "about": "a", "source": "book"}
    },
    "payoffs": {
        "ada": {
            "gain": {"expr": "weight * x", "about": "a", "unit": "u", "source": "book"},
            "theirs": {"by": "y", "values": {"left": 3, "right": 0}, "about": "a"},
            "deal": {"by": "z", "values": {"no": 0, "yes": 2}},
            "wet": {"amount": 1, "when": "rain == yes"},
        },
        "bo": {
            "gain": {"by": "y", "values": {"left": 0, "right": 1}, "about": "a"},
            "theirs": {"by": "x", "values": {"low": 3, "high": 0}},
            "deal": {"by": "z", "values": {"no": 0, "yes": 2}},
        },
    },
    "red_lines": {
        "hard": {"player": "ada", "never": {"x": ["high"]}, "about": "a"},
        "soft": {"player": "bo", "never": {"y": ["right"]}, "cost": 1, "about": "a"},
    },
    "ratifiers": {
        "house": {"player": "ada", "accepts": {"z": "yes"}, "name": "House", "about": "a"},
        "floor": {
            "player": "bo",
            "name": "Floor",
            "votes": {
                "old": {"votes": 3, "accepts": {"z": "yes"}, "about": "a"},
                "new": {"votes": 2, "accepts": "nothing", "about": "a"},
            },
        },
    },
    "repeat": {"period": "a year", "plays": "grim", "sets": {"z": "yes"}},
    "variants": {"other": {"title": "Other", "about": "a", "set": {"weight": 2}}},
    "happened": {"then": RIGHT},
    "briefs": {"public": "p", "ada": "b"},
    "expect": [
        {"solve": {"x": "high"}, "in": "every", "about": "a"},
        {"deal": "exists", "about": "a"},
    ],
}
MOVES = RICH | {
    "protocol": [
        {"chance": "weather", "odds": {"fair": 0.75, "foul": 0.25}, "about": "a"},
        {"move": "say", "player": "ada", "announces": "x", "about": "a"},
        {"move": "reply", "player": "bo", "sets": "y", "about": "a"},
        {"move": "close", "player": "ada", "sets": "x", "about": "a"},
    ]
}
HIDDEN = MOVES | {
    "types": {
        "bo": {
            "meek": {"odds": 0.5, "about": "a"},
            "bold": {"odds": 0.5, "about": "a", "set": {"weight": 2}},
        }
    }
}
SQUARE = {key: RICH[key] for key in ("format", "title", "players", "briefs")} | {
    "matrix": {"stag": {"stag": [4, 4], "hare": [0, 3]}, "hare": {"stag": [3, 0], "hare": [3, 3]}},
}
ORDINAL = {
    key: value
    for key, value in RICH.items()
    if key not in ("payoffs", "side_payments", "parameters", "repeat", "chance")
} | {
    "prefers": {
        "ada": [{"that": {"x": "high"}, "about": "a"}, {"z": "yes"}],
        "bo": [{"that": {"y": "right"}, "about": "a"}, {"x": "low"}],
    },
    "red_lines": {},
    "variants": {"other": {"title": "Other", "about": "a", "set": {"issues.z.name": "Other"}}},
    "expect": [{"solve": {"x": "high"}, "in": "every", "about": "a"}],
}
MAPPINGS = [key for key, value in RICH.items() if isinstance(value, dict)]
FILES = {"rich": RICH, "moves": MOVES, "hidden": HIDDEN, "square": SQUARE, "ordinal": ORDINAL}

SHOWN = {
    "solve": ("rich", "square"),
    "tree": ("moves", "hidden"),
    "compare": ("rich", "hidden"),
    "deal": ("rich",),
    "stability": ("rich", "ordinal"),
    "simulate": ("rich",),
}
"""The files that a command is asked about; every other command is asked about all."""


def free_keys() -> set[str]:
    """The keys of the language whose value may be any text."""
    return {
        key
        for part in places().values()
        for key, field in part.model_fields.items()
        if field.annotation is str
        and not any(isinstance(mark, WithJsonSchema) for mark in field.metadata)
    } - {"kind", "data"} | {"date"}


FREE = free_keys()


def evil(found: Any, key: str = "") -> Any:
    """The same part of a file, all of its free texts full of signs that a screen obeys."""
    if isinstance(found, dict):
        return {k: evil(v, "title" if key == "briefs" else k) for k, v in found.items()}
    if isinstance(found, list):
        return [evil(item, "title" if key in ("authors", "teaches") else "") for item in found]
    return f"{found} {EVIL}{found}" if isinstance(found, str) and key in FREE else found


QUESTIONS: list[tuple[str, ...]] = [
    ("show",),
    ("show", "--variant", "other"),
    ("show", "--for", "ada"),
    ("show", "--for", "public"),
    ("show", "--teacher"),
    ("check",),
    ("check", "--profile", "publish"),
    ("check", "--sarif"),
    ("test",),
    ("compare",),
    ("compare", "--variant", "other"),
    ("solve",),
    *(
        ("solve", "--concept", one.name, *(["--player", "ada"] if one.player else []))
        for one in CONCEPTS
    ),
    ("tree",),
    ("tree", "--threats"),
    ("tree", "--concept", "sequential"),
    ("deal",),
    ("deal", "--lotteries"),
    *(
        ("deal", *rest)
        for rest in (
            ["--why"],
            ["--prices"],
            ["--trades"],
            ["--threats"],
            ["--votes"],
            ["--mediator"],
        )
    ),
    ("deal", "--contingent", "rain"),
    *(("deal", "--at", "x=low,y=left,z=yes", *rest) for rest in ([], ["--trades"], ["--votes"])),
    *(("deal", "--talks", name) for name in (talk.name for talk in TALKS)),
    (
        "deal",
        "--talks",
        "agents",
        "--agents",
        "linear,conceder",
        "--rounds",
        "9",
        "--runs",
        "3",
        "--seed",
        "1",
    ),
    ("stability",),
    *(
        ("stability", *rest)
        for rest in (["--moves"], ["--coalitions"], ["--evolution"], ["--consensus"])
    ),
    ("stability", "--state", "today"),
    ("stability", "--inverse", "today"),
    ("stability", "--greatly", "ada:x=high"),
    ("stability", "--unknown", "ada:x=high,y=left:x=low,y=left"),
    ("simulate",),
    *(
        ("simulate", rest)
        for rest in ("--match", "--certificate", "--hold", "--payoffs", "--strategies")
    ),
    *(("simulate", rest) for rest in ("--tournament", "--invasion", "--evolution")),
    ("simulate", "--match", "--breach", "ada@2"),
    ("whatif",),
    ("whatif", "--vary", "weight=0:3:1"),
    ("whatif", "--vary", "weight=0:2:1", "--vary", "variant=base,other"),
    ("whatif", "--vary", "weight=0:2:1", "--commit", "x", "--accuracy", "0.8"),
    ("whatif", "--vary", "weight=0:2:1", "--reach", "deal=deal"),
    (
        "whatif",
        "--indices",
        "--vary",
        "weight=0:2",
        "--vary",
        "variant=base,other",
        "--draws",
        "40",
    ),
    ("whatif", "--where", "--vary", "weight=0:2", "--vary", "variant=base,other", "--draws", "20"),
    ("explain", "nash-equilibrium"),
    ("explain", "best-reply"),
    ("explain", "dominance"),
    ("explain", "regret"),
    ("explain", "backward-induction"),
    ("explain", "subgame-perfect-equilibrium"),
    ("explain", "signalling"),
    ("explain", "batna"),
    ("explain", "agreement-zone"),
    ("explain", "pareto-frontier"),
    ("explain", "bargaining-solution"),
    ("explain", "nash-bargaining-solution"),
    ("explain", "price-of-a-red-line"),
    ("explain", "sequential-stability"),
    ("explain", "grim"),
    ("play", "--auto", "1"),
    ("play", "--against"),
    ("kit",),
    ("kit", "--role", "ada"),
    ("debrief", "1 BAB", "2 none", "3 AAA"),
    ("debrief", "1 BA", "2 AA", "--lens", "solve"),
    ("report",),
    ("export",),
    ("export", "--lens", "solve"),
    ("export", "--lens", "tree"),
    ("export", "--lens", "stability"),
    ("schema",),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("evil")
    for name, found in FILES.items():
        (folder / f"{name}.yaml").write_text(json.dumps(evil(found)), encoding="utf-8")
    return {name: str(folder / f"{name}.yaml") for name in FILES}


def obeyed(text: str) -> list[str]:
    """The signs of a text that a screen obeys or hides; tabs part cells, and lines end."""
    return sorted(
        {
            sign
            for sign in text
            if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp", "Cn") and sign not in "\t\n"
        }
    )


def harmless(answer: Answer, asked: str) -> None:
    assert obeyed(answer.out + answer.err) == [], asked
    assert "Traceback" not in answer.err, asked


def marks(name: str) -> dict[str, Any]:
    """The options of a command, each with what typer was told of it."""
    callback = next(c.callback for c in program().registered_commands if command_name(c) == name)
    assert callback is not None
    return {
        word: mark
        for parameter in inspect.signature(callback, eval_str=True).parameters.values()
        for mark in getattr(parameter.annotation, "__metadata__", ())
        for word in (getattr(mark, "param_decls", None) or (mark.default,))
        if str(word).startswith("--")
    }


def command_name(command: Any) -> str:
    return str(command.name or command.callback.__name__)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_nothing_of_a_file_is_obeyed(
    question: tuple[str, ...],
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Each answer is worked out once, and leaves in every form that the command has."""
    monkeypatch.chdir(tmp_path)  # where a game keeps its log
    command, *rest = question
    for name in ("SALib", "sklearn") if {"--indices", "--where"} & {*rest} else ():
        pytest.importorskip(name, reason="in the extra `sensitivity`")
    others = [
        field
        for word, field in OTHER_FORMS.items()
        if word in marks(command) and "--sarif" not in rest
    ]
    tell = forms.tell

    def in_every_form(answer: forms.Answer, asked: Form) -> int:
        for field in others:
            tell(replace(answer, error=None), replace(asked, **{field: True}))
        return tell(answer, asked)

    monkeypatch.setattr(forms, "tell", in_every_form)
    answered = 0
    for name in SHOWN["compare"] if "--mediator" in rest else SHOWN.get(command, FILES):
        words = (
            [*rest, files[name]] if command == "explain" else [files[name], *rest]
        )  # a concept comes first
        answer = ask(capsys, command, *words)
        harmless(answer, " ".join(question))
        answered += answer.code in (0, 1)
    assert answered, question


TYPED = (
    "\n".join(
        [
            "brief",
            "log",
            "help",
            "view",
            "hint",
            "1",
            "say \x1b[31m",
            f"{EVIL}=1",
            "x=low",
            "reject",
            "walk",
        ]
    )
    + "\n"
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("form", FORMS[:3], ids=" ".join)
def test_nothing_of_a_file_is_obeyed_at_the_table(
    name: str,
    form: list[str],
    files: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for lens in ("deal", "solve", "tree"):
        monkeypatch.setattr("sys.stdin", io.StringIO(TYPED * 3))
        answer = ask(
            capsys, "play", files[name], "--lens", lens, "--log", str(tmp_path / lens), *form
        )
        harmless(answer, f"{name} {lens}")
        assert answer.code in (0, 4)
        if (tmp_path / lens).exists():
            harmless(ask(capsys, "review", str(tmp_path / lens), *form), f"review of {name} {lens}")


def test_every_command_and_question_is_walked() -> None:
    walked = {word for question in QUESTIONS for word in question}
    names = {command_name(command) for command in program().registered_commands}
    assert names - walked == {
        "list",
        "new",
        "rerun",
        "review",
        "host",
    }  # `list` shows no file; the others have their tests
    for name in names:
        panels = {
            word: getattr(mark, "rich_help_panel", None) for word, mark in marks(name).items()
        }
        asked = {word for word, panel in panels.items() if panel not in (None, FORM, RUNS)}
        assert asked <= walked


@pytest.mark.parametrize("lens", ["solve", "tree", "stability"])
@pytest.mark.parametrize("ending", ["nfg", "efg", "graphml", "xml", "json"])
def test_files_for_other_programs_can_be_read(
    lens: str,
    ending: str,
    files: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    written = tmp_path / f"written.{ending}"
    lenses = [] if ending == "xml" else ["--lens", lens]
    harmless(ask(capsys, "export", files["rich"], str(written), *lenses), f"{lens} {ending}")
    for file in tmp_path.iterdir():
        text = file.read_text(encoding="utf-8")
        assert obeyed(text) == [], file
        if ending in ("xml", "graphml"):
            ET.fromstring(text)


def test_a_copy_is_told_without_them(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in FORMS[:3]:
        copied = ask(
            capsys, "new", "--from", files["rich"], str(tmp_path / "copy.yaml"), "--force", *form
        )
        assert copied.code == 0
        harmless(copied, " ".join(form))


def misspelt(found: Any) -> Any:
    """The same part, every key and every text of it misspelt by signs that a screen obeys."""
    if isinstance(found, dict):
        return {f"{key}{EVIL}": misspelt(value) for key, value in found.items()}
    if isinstance(found, list):
        return list(map(misspelt, found))
    return f"{found}{EVIL}" if isinstance(found, str) else found


@pytest.mark.parametrize("part", [key for key in RICH if key != "format"])
def test_mistakes_are_told_without_them(
    part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    whole = {**RICH, part: misspelt(RICH[part])}
    below = (
        {**RICH, part: {key: misspelt(value) for key, value in RICH[part].items()}}
        if part in MAPPINGS
        else whole
    )
    for found in (whole, below, {**RICH, f"{part}{EVIL}": RICH[part]}):
        path.write_text(json.dumps(found), encoding="utf-8")
        for form in ([], ["--plain"], ["--sarif"]):
            harmless(ask(capsys, "check", str(path), *form), f"{part} {form}")
    harmless(ask(capsys, "solve", str(path)), part)


def test_raw_signs_are_told_without_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "raw.yaml"
    for sign in "\x01\x07\x1b\x7f\x85\x9b\u200f\u202e\u2028\ufeff\ufffe":
        path.write_text(f"format: 1\ntitle: a {sign} b\n{sign}players: [a, b]\n", encoding="utf-8")
        for form in FORMS[:2]:
            harmless(ask(capsys, "check", str(path), *form), repr(sign))


GAMES = {
    "game.nfg": 'NFG 1 R "%s" { "%s" "b" } { { "%s" "2" } { "1" "%s" } } "%s" 1 2 3 4 5 6 7 8',
    "game.efg": 'EFG 2 R "%s" { "%s" "b" } "%s"\np "" 1 1 "%s" { "%s" "2" } 0\n'
    't "" 1 "%s" { 1 2 }\nt "" 2 "x" { 3 4 }\n',
    "cut.nfg": 'NFG 1 R "%s" { "%s" %s',
    "cut.efg": 'EFG 2 R "%s" { "%s" "b" } "%s"\n%s "" 1 1',
    "domain.xml": (
        '<negotiation_template><agent name="%s" utility_space="%s"/></negotiation_template>'
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_games_of_other_programs(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(GAMES[name].replace("%s", EVIL.replace('"', "")), encoding="utf-8")
    for command, form in itertools.product(("solve", "tree", "check", "deal", "export"), FORMS[:3]):
        harmless(ask(capsys, command, str(path), *form), f"{command} {form}")


@pytest.mark.parametrize("part", [key for key in RICH if key != "format"])
def test_a_caught_error_says_nothing_that_is_obeyed(part: str, tmp_path: Path) -> None:
    path = tmp_path / "broken\x1b.yaml"
    path.write_text(
        json.dumps({**RICH, part: misspelt(RICH[part]), f"{part}{EVIL}": 1}), encoding="utf-8"
    )
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(str(path))
    said = [
        str(caught.value),
        caught.value.message,
        caught.value.hint,
        *map(str, caught.value.problems),
    ]
    assert obeyed("".join(said)) == []
