"""Draws command lines of every command in `cli/arguments.py`, and what has to be typed before
them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from typer.models import OptionInfo

from negotiate import explain
from negotiate.cli.arguments import COMMANDS, FLAG, Command, Form
from negotiate.equilibrium.registry import CONCEPTS
from tests.fuzzing.files import BEYOND, EXTREME, STRATEGIES, Draft, draft, heir, written

ALL: dict[str, type[Command]] = {
    kind.__name__.lower(): kind for some in COMMANDS.values() for kind in some
}
"""Every command by its name."""
NEVER = {
    "--help": "is nobody's question",
    "--scheduler": "names a computer of somebody else",
    "--live": "waits for a keyboard",
}
"""Options that are not drawn, with why."""
SHIPPED = (
    "classics/chicken",
    "classics/kuhn-poker",
    "classroom/bicycle-frames",
    "us-china/beijing-2018-class",
)
AGENTS = (
    "boulware",
    "linear",
    "conceder",
    "tit-for-tat",
    "micro",
    "logroller",
    "bluffer",
    "grim",
    "random",
)
TEMPLATES = (
    "two-by-two",
    "bargaining",
    "threat",
    "multi-issue",
    "repeated",
    "war-game",
    "ordinal",
    "nothing",
)
WORDS = (
    "",
    "x",
    "none",
    "-",
    "ann",
    "bob",
    "x=low",
    "0",
    "1e308",
    "-1",
    "nash",
    "p",
    "`",
    "\u202e",
    "a=b=c",
    ",",
    "deal",
)
TALK = (
    "accept",
    "reject",
    "hold",
    "say hello",
    "worth",
    "hint",
    "view",
    "log",
    "brief",
    "help",
    "",
    "walk",
    "y",
    "1",
    "quit",
)
FILE = "game.yaml"
LOG = "game.log"
FOREIGN = {
    "solve": ["out.nfg"],
    "tree": ["out.efg"],
    "deal": ["out.xml"],
    "export": ["out.nfg", "out.efg", "out.xml"],
}
"""Command → files of other programs that it reads."""


@dataclass
class Step:
    """Something that is done with a file in the folder of a case."""

    typed: list[str]
    """A command line; or `cut FILE SEED`, which damages a file."""
    keyboard: str = ""


@dataclass
class Case:
    """Files, and what is typed one after the other; the last line is what it is about."""

    files: dict[str, str]
    steps: list[Step]

    @property
    def command(self) -> str:
        return self.steps[-1].typed[0]


def case(seed: object, command: str = "") -> Case:
    """The case of a seed; of one command where it is named."""
    chance = random.Random(str(seed))
    command = command or chance.choice(list(ALL))
    one = draft(chance)
    files = {
        FILE: heir(chance) if one.maybe(0.04) else written(one.document),
        "other.yaml": written(draft(chance).document),
    }
    files["game.nfg"] = _nfg(one)
    files["results.csv"] = "\n".join(_results(one)) + "\n"
    steps = [Step([command, *_arguments(one, command)], _keyboard(one))]
    if command in ("review", "debrief", "play") and one.maybe(0.5):
        steps = [*_played(one), *steps]
        if command == "play":
            steps[-1].typed = ["play", "--resume", LOG]
        elif command == "debrief":
            steps[-1].typed = ["debrief", FILE, LOG]
        else:
            steps[-1].typed = ["review", LOG, *_forms(one)]
    if command in ("rerun", "report", "whatif") and one.maybe(0.7):
        steps = [Step(["whatif", FILE, "--vary", f"{one.address()}=0,1", "--into", "run"]), *steps]
        if one.maybe(0.5):
            steps.insert(
                1,
                Step(
                    ["cut", one.pick(["run/manifest.json", "run/rows.csv"]), str(chance.random())]
                ),
            )
        again = {"rerun": ["run/manifest.json"], "report": [FILE, "--run", "run"]}
        steps[-1].typed = [command, *again.get(command, [*steps[0].typed[1:], "--resume"])]
    if command in FOREIGN and one.maybe(0.25):
        file = one.pick(FOREIGN[command])
        cut = [Step(["cut", file, str(chance.random())])] if one.maybe(0.5) else []
        steps[-1].typed[1:2] = [file]
        steps = [Step(["export", FILE, file]), *cut, *steps]
    return Case(files, steps)


def _played(one: Draft) -> Iterator[Step]:
    """A game that is typed at the table, and a log that is damaged afterwards."""
    more = one.pick(
        [
            [],
            ["--as", one.pick(one.players)],
            ["--lens", one.pick(["deal", "solve", "tree", "simulate"])],
        ]
    )
    yield Step(["play", FILE, "--log", LOG, *more], _keyboard(one))
    if one.maybe(0.7):
        yield Step(["cut", LOG, str(one.chance.random())])


def damage(path: Path, seed: str) -> None:
    """Cut a file somewhere, leave a line out, or put other bytes into it."""
    chance, raw = random.Random(seed), path.read_bytes()
    lines = raw.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    if (kind := chance.randrange(5)) == 0:
        raw = raw[: chance.randrange(len(raw) + 1)]
    elif kind == 1:
        raw = b"".join(lines[: at + 1])
    elif kind == 2:
        raw = b"".join([*lines[:at], *lines[at + 1 :]])
    elif kind == 3:
        raw = b"".join([*lines[:at], lines[chance.randrange(len(lines))], *lines[at:]])
    else:
        changed = bytearray(raw or b" ")
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] = chance.choice(b'0"{}[],: \x00\xff9e-')
        raw = bytes(changed)
    path.write_bytes(raw)


def _keyboard(one: Draft) -> str:
    """What somebody types who tries everything."""
    lines = []
    for _ in range(one.chance.randint(0, 25)):
        options = [str(option) for own in one.options.values() for option in own]
        pairs = " ".join(f"{issue}={option}" for issue, option in one.package().items())
        lines.append(
            one.pick(
                [
                    *TALK,
                    one.pick(options or [""]),
                    pairs,
                    f"offer {pairs}",
                    "go",
                    "stay",
                    *WORDS[:4],
                ]
            )
        )
    return "\n".join([*lines, ""])


def _results(one: Draft) -> Iterator[str]:
    for group in range(1, one.chance.randint(2, 6)):
        letters = "".join("ABCD"[one.chance.randrange(len(own))] for own in one.options.values())
        yield f"{group} {one.pick([letters, letters, 'none', letters[:1], letters + 'A', 'Z'])}"


def _nfg(one: Draft) -> str:
    """A game of another program, whose numbers no scenario may hold."""
    shape = [one.chance.randint(1, 3) for _ in one.players]
    count = len(shape)
    for size in shape:
        count *= size
    numbers = " ".join(repr(one.pick([one.number(), *EXTREME, *BEYOND])) for _ in range(count))
    players = " ".join(f'"{player}"' for player in one.players)
    return f'NFG 1 R "A game" {{ {players} }} {{ {" ".join(map(str, shape))} }}\n\n{numbers}\n'


def _arguments(one: Draft, command: str) -> list[str]:
    """Arguments and options, about two of them."""
    kind = ALL[command]
    found, placed = list[str](), list[str]()
    own = [each for each in fields(kind) if not hasattr(Form, each.name)]
    options = [each for each in own if isinstance(each.metadata["typed"], OptionInfo)]
    for each in own:
        if each not in options:
            placed += ARGUMENTS.get(
                (command, each.name), ARGUMENTS.get(("", each.name), lambda one: [_word(one)])
            )(one)
    for each in one.chance.sample(options, min(len(options), one.pick([0, 1, 1, 1, 2, 2, 3]))):
        typed = each.metadata["typed"]
        if typed.default not in NEVER:
            found += [str(typed.default), *_value(one, command, typed)]
    if issubclass(kind, Form):
        found += _forms(one)
    if command == "host":  # where another program listens, all is made ready and nothing is served
        found += ["--address", "127.0.0.1", "--port", "{port}", "--out", "class"]
    return [*placed, *found]


def _value(one: Draft, command: str, typed: OptionInfo) -> list[str]:
    name, takes = str(typed.default), typed.metavar or ""
    if takes == FLAG or (takes.startswith("[") and one.maybe(0.3)):
        return []
    write = VALUES.get(f"{command} {name}", VALUES.get(name, _word))
    if one.maybe(0.05):
        write = _word
    return [
        write(one)
        if write is not _word or takes not in ("N", "NUMBER")
        else str(one.pick([1, 2, 3, 0, -1, 12]))
    ]


def _forms(one: Draft) -> list[str]:
    """In which form the answer leaves: often none, else one."""
    return one.pick(
        [
            *(
                [
                    [],
                    [],
                    [],
                    ["--all"],
                    ["--all", "--json"],
                    ["--all", "--plain"],
                    ["--json"],
                    ["--plain"],
                    ["--csv"],
                ]
            ),
            *(
                [
                    ["--markdown"],
                    ["--html", "page.html"],
                    ["--svg", "plot.svg"],
                    ["--ascii"],
                    ["--all", "--html", "all.html"],
                ]
            ),
        ]
    )


def _word(one: Draft) -> str:
    return str(
        one.pick(
            [
                *WORDS,
                one.address(),
                one.pick(one.players),
                one.pick([*one.options, "y"]),
                _package(one),
            ]
        )
    )


def _package(one: Draft) -> str:
    return ",".join(f"{issue}={option}" for issue, option in one.package().items())


def _number(one: Draft) -> str:
    return repr(one.pick([one.number(), one.number(), *EXTREME[:3]]))


def _pair(one: Draft) -> str:
    issue = one.pick([*one.options, "x"])
    return f"{issue}={one.pick([*one.options.get(issue, []), 'nothing'])}"


def _vary(one: Draft) -> str:
    address, low = one.address(), one.pick([0, -1, 0.5, 1e-310])
    values = [
        f"={low},{_number(one)}",
        f"={low}:1:0.25",
        f"={low}:{_number(one)}",
        "",
        "=1:0",
        "=low,high",
    ]
    return f"{one.pick([address, address, address, *one.players])}{one.pick(values)}"


def _concepts() -> list[str]:
    path = Path(explain.__file__).with_name("concepts.toml")
    families = tomllib.loads(path.read_text("utf-8"))["families"]
    return [name for family in families for name in family["concepts"]]


_EXPLAINED, _CONCEPTS = _concepts(), [one.name for one in CONCEPTS]
ARGUMENTS: dict[tuple[str, str], Callable[[Draft], list[str]]] = {
    ("", "scenario"): lambda one: [
        one.pick([FILE] * 30 + [*SHIPPED, "", "other.yaml", "no/such", "game.nfg"])
    ],
    ("solve", "scenario"): lambda one: [one.pick([FILE] * 6 + ["game.nfg"])],
    ("explain", "concept"): lambda one: [one.pick([*_EXPLAINED, *_EXPLAINED, "nothing"])],
    ("", "paths"): lambda one: one.pick([[FILE], [FILE], [FILE], [FILE, "other.yaml"], ["."], []]),
    ("compare", "second"): lambda one: one.pick([["other.yaml"], ["other.yaml"], []]),
    ("new", "template"): lambda one: [one.pick(TEMPLATES)],
    ("new", "file"): lambda one: one.pick([["mine.yaml"], [FILE], []]),
    ("export", "file"): lambda one: one.pick(
        [[f"out.{kind}"] for kind in ("nfg", "efg", "graphml", "json", "xml", "y")]
    ),
    ("schema", "file"): lambda one: one.pick([[FILE], [FILE], []]),
    ("debrief", "results"): lambda one: one.pick(
        [["results.csv"], list(_results(one)), [FILE], []]
    ),
    ("review", "game"): lambda one: [one.pick([FILE, "results.csv", "nowhere"])],
    ("rerun", "manifest"): lambda one: [one.pick([FILE, ".", "nowhere"])],
}
"""Command and argument → what is given for it; without a command for every one."""
VALUES: dict[str, Callable[[Draft], str]] = {
    "--variant": lambda one: "other",
    "--set": lambda one: f"{one.address()}={_number(one)}",
    "--fix": lambda one: one.pick(
        [_pair(one), _pair(one), f"{one.pick(one.players)}=hawk", "flood=comes"]
    ),
    "--concept": lambda one: one.pick(_CONCEPTS),
    "tree --concept": lambda one: one.pick(
        ["nash", "subgame-perfect", "sequential", "quantal-response"]
    ),
    "stability --concept": lambda one: one.pick(["R", "GMR", "SMR", "SEQ", "SIM"]),
    "--method": lambda one: one.pick(
        ["pure", "support-enumeration", "lemke-howson", "subgames", "vertices", "list"]
    ),
    "--player": lambda one: one.pick(one.players),
    "--no-deal": lambda one: one.pick(["1", "2", "status_quo", "equilibrium", _pair(one)]),
    "--signers": lambda one: ",".join(one.some(one.players)),
    "--at": lambda one: one.pick([_package(one), _package(one), "event"]),
    "--contingent": lambda one: one.pick([*one.events, "flood"]),
    "--talks": lambda one: one.pick(["offers", "lotteries", "agents", "agents", "list", "crisis"]),
    "--agents": lambda one: ",".join(one.pick(AGENTS) for _ in one.players),
    "--rounds": lambda one: one.pick(["1", "2", "10", "30"]),
    "--runs": lambda one: "2",
    "--sanctions": lambda one: one.pick(["sequence", "one-step"]),
    "--state": lambda one: one.pick([_package(one), "today", "event", "1"]),
    "--inverse": _package,
    "--greatly": lambda one: f"{one.pick(one.players)}:{_package(one)}",
    "--unknown": lambda one: f"{one.pick(one.players)}:{_package(one)}:{_package(one)}",
    "--play": lambda one: one.pick(
        [one.pick(STRATEGIES), f"{one.pick(one.players)}={one.pick(STRATEGIES)}", "mine"]
    ),
    "--patience": lambda one: one.pick(["0", "0.5", "1", "1e-310", f"{one.pick(one.players)}=0.9"]),
    "--noise": lambda one: one.pick(["0", "0.1", "1", "5e-324"]),
    "--misread": lambda one: one.pick(["0", "0.1", "1"]),
    "--after": lambda one: "bad",
    "--breach": lambda one: f"{one.pick(one.players)}@{one.pick([1, 3, 0])}",
    "--hold": lambda one: f"{one.pick(one.players)}={one.pick(['kind', 'harsh'])}",
    "simulate --evolution": lambda one: one.pick(["ecological", "replicator", "moran"]),
    "--vary": _vary,
    "--watch": lambda one: one.pick(
        ["deal,nash", "tree", "zone", "gap = outcome.ann - outcome.bob", "equilibria", "stable"]
    ),
    "--draws": lambda one: one.pick(["1", "2", "20"]),
    "--sampling": lambda one: one.pick(["latin", "sobol", "random"]),
    "--commit": lambda one: one.pick([*one.options, "x"]),
    "--accuracy": lambda one: one.pick(["0.5", "0.75", "1", "0", "1e-310"]),
    "--reach": lambda one: one.pick(["deal=deal", "nash=x low", "zone=1"]),
    "--indices": lambda one: one.pick(["sobol", "morris"]),
    "--where": lambda one: one.pick(["deal=deal", "nash=no deal"]),
    "--into": lambda one: "run",
    "--format": lambda one: one.pick(["jsonl", "csv", "parquet"]),
    "--jobs": lambda one: "1",
    "--as": lambda one: one.pick([",".join(one.some(one.players)), "observer"]),
    "--against": lambda one: one.pick([*AGENTS, one.pick(STRATEGIES), "equilibrium"]),
    "--coach": lambda one: one.pick(["own", "hints", "full"]),
    "--lens": lambda one: one.pick(["deal", "solve", "tree", "simulate", "turns", "stability"]),
    "--auto": lambda one: one.pick(["1", "3"]),
    "--log": lambda one: LOG,
    "--resume": lambda one: one.pick([LOG, FILE]),
    "--role": lambda one: one.pick(one.players),
    "--out": lambda one: one.pick(["out", "out.html", "no/such/folder/out.html"]),
    "--for": lambda one: one.pick([*one.players, "public"]),
    "--explain": lambda one: one.pick(["no-status-quo", "nothing"]),
    "--profile": lambda one: one.pick(["draft", "class", "publish"]),
    "--fail-on": lambda one: one.pick(["error", "warning", "never"]),
    "--from": lambda one: one.pick([FILE, *SHIPPED]),
    "--answer": lambda one: one.pick([*ALL]),
    "--run": lambda one: one.pick(["run", "."]),
    "--bots": lambda one: one.pick(["1", "5"]),
}
"""Option, or a command with its option → its value; others get a word or a small number."""
