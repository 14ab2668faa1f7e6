"""The whole command line as data: each command is a record of what it may be given.

A command is a dataclass: its docstring is its help, each field an argument or option, and what a
command line gives is one record of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Annotated, Any, get_type_hints

import typer
from typer.models import OptionInfo

FLAG = ""
"""What the help screen says of the type of an option that takes no value: nothing."""
FORM = "Form of the answer"
"""The heading on the help screen of what every command that answers can do."""
ASK = "Another question"


def flag(name: str, says: str, panel: str | None = None, *, writer: str = "") -> Any:
    """An option that takes no value; of a form of the answer `writer` says what writes it, see
    `Form`.
    """
    typed = typer.Option(*name.split(), help=says, metavar=FLAG, rich_help_panel=panel)
    return _declared(typed, False, writer=writer)


def option(
    name: str,
    takes: str,
    says: str,
    panel: str | None = None,
    *,
    least: int | None = None,
    default: Any = None,
    names: str = "",
    alone: bool = False,
    writer: str = "",
) -> Any:
    """An option with a value; one in brackets may be left out, and is then an empty text.

    Parameters
    ----------
    takes : str
        What the value is, such as `NAME` or `[NAME]`.
    least : int, optional
        The least number that it may be.
    names : str, optional
        Of an option that takes one of many names: the function that finds them all, as
        file:function of this folder. The value `list` asks for them.
    alone : bool
        Whether the option without a value asks for them, too.
    writer : str
        As of `flag`.
    """
    says = f"{says} `list` lists all." if names and not alone else says
    typed = typer.Option(*name.split(), help=says, metavar=takes, min=least, rich_help_panel=panel)
    return _declared(typed, default, names=names, alone=alone, writer=writer)


def argument(takes: str, says: str, default: Any = MISSING) -> Any:
    """A value that is given by its place; without a default it has to be given."""
    return _declared(typer.Argument(help=says, metavar=takes, show_default=False), default)


def _declared(typed: Any, default: Any, **more: Any) -> Any:
    return field(default=default, metadata={"typed": typed, **more})


@dataclass(init=False, repr=False, eq=False)
class Command:
    """What a command may be given; a dataclass by its base, without methods of its own, which take
    long to make.
    """

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False)(cls)

    def __init__(self, **given: Any) -> None:
        self.__dict__.update({one.name: one.default for one in fields(self)} | given)


LIST = "list"
"""In place of a name this asks for all names."""


def names_wanted(command: type[Command], given: Mapping[str, Any]) -> str:
    """The function that finds the names that a command line asks for, as file:function; else
    nothing.
    """
    for one in fields(command):
        value, names = given.get(one.name), one.metadata.get("names", "")
        words = value if isinstance(value, list | tuple) else [value]
        if names and (LIST in words or (value == "" and one.metadata["alone"])):
            return str(names)
    return ""


class Form(Command):
    """In which form an answer leaves: each but the drawn one names the file of `report` that writes
    it.

    With a function behind the file the form is lines, and `forms.py` has nothing to know of it.
    """

    everything: bool = flag("--all", "Show the whole answer, with all details.")
    as_json: bool = flag("--json", "Print one JSON object.", FORM, writer="json")
    plain: bool = flag(
        "--plain",
        "Print sentences and tab-separated tables, without drawings.",
        FORM,
        writer="plain:plain",
    )
    csv: bool = flag(
        "--csv", "Print the tables as CSV, for spreadsheets.", FORM, writer="plain:csv"
    )
    markdown: bool = flag(
        "--markdown", "Print Markdown, for notes and issues.", FORM, writer="markdown:markdown"
    )
    html: str | None = option(
        "--html", "FILE", "Write the answer as a web page.", FORM, writer="html"
    )
    svg: str | None = option(
        "--svg", "FILE", "Write the plots of the answer as SVG pictures.", FORM, writer="svg"
    )
    ascii_only: bool = flag("--ascii", "Draw with ASCII characters only.", FORM)

    @property
    def drawn(self) -> bool:
        """Whether the answer is to be drawn, since no other form was asked for."""
        return not any(getattr(self, name) not in (False, None) for name in writers())


def writers() -> dict[str, str]:
    """The field of each form → what writes it, below `report`."""
    return {one.name: one.metadata["writer"] for one in fields(Form) if one.metadata.get("writer")}


class Varied(Form):
    """A question about one or more files, as they are or changed."""

    variant: str | None = option("--variant", "NAME", "Use this variant of the scenario.")
    settings: list[str] | None = option(
        "--set", "NAME=VALUE", "Change a parameter, or any entry by its address."
    )


class Committed(Varied):
    """The same, with some of the choices made."""

    fixes: list[str] | None = option(
        "--fix",
        "ISSUE=OPTION",
        "Settle an issue, an event (EVENT=OUTCOME) or a private type (PLAYER=TYPE).",
    )


class OfScenario(Committed):
    """A question about one scenario."""

    scenario: str = argument("SCENARIO", "A scenario file, or the name of a shipped scenario.")


class OfGame(OfScenario):
    """A question about one scenario, or a game of another program."""

    scenario: str = argument(
        "SCENARIO", "A scenario file, a shipped scenario, or a game file (.nfg, .efg)."
    )


def parameters(command: type[Command]) -> list[inspect.Parameter]:
    """The fields of a command as typer wants them: arguments, options, and the form in which the
    answer leaves.
    """
    types = get_type_hints(command)
    kinds = {one.name: isinstance(one.metadata["typed"], OptionInfo) for one in fields(command)}
    return [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.default is MISSING else one.default,
            annotation=Annotated[types[one.name], one.metadata["typed"]],
        )
        for one in sorted(
            fields(command), key=lambda one: kinds[one.name] * (1 + hasattr(Form, one.name))
        )
    ]


def largest(param: Any) -> int | None:
    """The largest number that an option takes; None where it counts nothing."""
    if getattr(param, "min", None) is None:
        return None
    return LARGEST_SEED if param.name == "seed" else MOST


def out_of_range(param: Any, given: str) -> str:
    """What is said of a number that an option does not take; a very long one is told by its
    length.
    """
    if getattr(param, "min", None) is None:
        return f"`{param.opts[-1]}` takes a number, and not `{given}`"
    digits = given.lstrip("+-")
    long = digits.isdecimal() and len(digits) > MOST_DIGITS
    said = f"one of {len(digits):,} digits" if long else f"`{given}`"
    return (
        f"`{param.opts[-1]}` takes a whole number from {param.min:,} to {largest(param):,}, and "
        f"not {said}"
    )


MOST_DIGITS = 18
"""Of a whole number that is typed where something is counted."""
MOST, LARGEST_SEED = 1_000_000_000, 10**MOST_DIGITS - 1
"""The largest number of whatever an option counts, and the largest that random choices may start
from.
"""
TALKS, RUNS = "Talks", "Long runs"
FORCE = "Replace the file if it exists."
FILES = "Scenario files, folders of scenarios, or names of shipped scenarios."
METHOD = "Use only this method, such as `{}`."


class List(Form):
    """List the scenarios that come with the program."""

    for_class: bool = flag(
        "--class", "List only those with all briefs that fit into a lesson of 50 minutes."
    )


class New(Form):
    """Start a scenario file from a template, or as a copy."""

    template: str | None = argument(
        "TEMPLATE", "The template. Without TEMPLATE, all templates are listed.", None
    )
    file: str | None = argument(
        "FILE", "The file to write. Without FILE, it is TEMPLATE.yaml.", None
    )
    original: str | None = option(
        "--from", "SCENARIO", "Copy this scenario, or make one of this score sheet (.csv)."
    )
    variant: str | None = option(
        "--variant", "NAME", "With `--from`: copy this variant of the scenario."
    )
    force: bool = flag("--force", FORCE)
    no_schema: bool = flag(
        "--no-schema", "Write no schema beside the file. Editors complete names by the schema."
    )


class Show(OfScenario):
    """Show a scenario: the players, their choices and their payoffs."""

    reader: str | None = option(
        "--for", "READER", "Show what a player may know, or `public`: what everybody may."
    )
    teacher: bool = flag(
        "--teacher", "Show everything: all briefs, the teacher's notes and the answer key."
    )


class Explain(Committed):
    """Explain a concept in plain words, or step by step on a scenario.

    explain                     all concepts
    explain CONCEPT             the concept in plain words
    explain CONCEPT SCENARIO    the same, step by step on the numbers of a scenario
    """

    concept: str | None = argument(
        "CONCEPT", "The concept, such as `dominance`. Without it, all are listed.", None
    )
    scenario: str | None = argument(
        "SCENARIO", "A scenario file, or the name of a shipped scenario.", None
    )


class Check(Varied):
    """Find the mistakes in a file, each with its line."""

    paths: list[str] | None = argument("FILE", FILES, None)
    profile: str = option(
        "--profile",
        "NAME",
        "How strictly to check: `draft`, `class` or `publish`.",
        default="draft",
    )
    mend: bool = flag(
        "--fix", "First format the file, and correct each mistake that has only one correction."
    )
    explain: str | None = option(
        "--explain",
        "[CODE]",
        "Explain a rule. Without CODE, list all rules.",
        names="check:rules",
        alone=True,
    )
    fail_on: str = option(
        "--fail-on",
        "WHAT",
        "Exit with code 1 on an `error`, a `warning`, or `never`.",
        default="error",
    )
    as_sarif: bool = flag("--sarif", "Print a SARIF log, for code hosts and CI.", FORM)


class Test(Committed):
    """Test whether the answers are those that a file expects."""

    paths: list[str] = argument("FILE", FILES)


class Compare(Form):
    """Compare two scenarios, or the answers of all commands to one: what changes, and why.

    SCENARIO alone            the answers of all commands, side by side
    SCENARIO SECOND           one file and another
    SCENARIO --variant X      the scenario and its variant X
    --variant X --variant Y   the variants X and Y
    --set, --fix              change the second side only
    """

    scenario: str = argument("SCENARIO", "A scenario file, or the name of a shipped scenario.")
    second: str | None = argument("SECOND", "The scenario of the second side.", None)
    variants: list[str] | None = option(
        "--variant", "NAME", "A variant of the second side; given twice, of both."
    )
    settings: list[str] | None = option(
        "--set", "NAME=VALUE", "Change a parameter or an entry of the second side."
    )
    fixes: list[str] | None = option(
        "--fix", "ISSUE=OPTION", "Commit an issue of the second side to an option."
    )


class Solve(OfGame):
    """Find the equilibria if nobody talks and all choose at once."""

    scenario: str = argument(
        "SCENARIO", "A scenario file, a shipped scenario, or a game file (.nfg).", ""
    )
    method: str | None = option("--method", "NAME", METHOD.format("pure"), names="solve:methods")
    concept: str = option(
        "--concept",
        "[NAME]",
        "Use this concept. Without NAME, list all concepts.",
        default="nash",
        names="solve:concepts",
        alone=True,
    )
    player: str | None = option("--player", "NAME", "The player that the concept asks about.")


class Tree(OfGame):
    """Draw the game tree and solve it: who moves when, and which threats are credible."""

    method: str | None = option("--method", "NAME", METHOD.format("subgames"), names="tree:methods")
    concept: str | None = option(
        "--concept",
        "NAME",
        "Find `nash`, `subgame-perfect`, `sequential` or `quantal-response` equilibria.",
        names="tree:concepts",
    )
    refine: str | None = option(
        "--refine", "NAME", "Refine signalling by `intuitive` or `d1`.", names="tree:refinements"
    )
    depth: int | None = option("--depth", "N", "Show N steps beside the path of play.", least=0)
    breadth: int | None = option("--width", "N", "Show at most N branches of each node.", least=1)
    equilibrium: int = option(
        "--equilibrium", "N", "Draw equilibrium number N.", least=1, default=1
    )
    threats: bool = flag(
        "--threats", "Say of each threat whether it is credible, and whether it matters."
    )


class Deal(OfScenario):
    """Find the deals that both sides would sign, and what each red line costs."""

    scenario: str = argument(
        "SCENARIO", "A scenario file, a shipped scenario, or a GENIUS file (.xml).", ""
    )
    no_deal: str | None = option(
        "--no-deal",
        "POINT",
        "No deal: an outcome's number, `status_quo`, `equilibrium`, ISSUE=OPTION or PLAYER=NUMBER.",
    )
    signers: str | None = option(
        "--signers", "NAMES", "The players who sign: names with commas between."
    )
    lotteries: bool = flag(
        "--lotteries", "Find the bargaining solutions over lotteries of packages, too."
    )
    at: str | None = option(
        "--at",
        "PACKAGE",
        "Judge one package: ISSUE=OPTION with commas between, or the name of a real outcome.",
        ASK,
    )
    why: bool = flag("--why", "What prevents a deal, and what would make a deal possible.", ASK)
    prices: bool = flag("--prices", "What each red line costs each player.", ASK)
    trades: bool = flag(
        "--trades", "Which concessions could be exchanged, from today on or from `--at`.", ASK
    )
    threats: bool = flag(
        "--threats", "Which threats would change the Nash bargaining solution.", ASK
    )
    mediator: bool = flag(
        "--mediator",
        "The best that an honest mediator could do for players with private types.",
        ASK,
    )
    votes: bool = flag(
        "--votes",
        (
            "Which packages the ratifiers accept, and whose vote decides; with `--at`, for one "
            "package."
        ),
        ASK,
    )
    contingent: str | None = option(
        "--contingent", "[EVENT]", "What a deal could add that depends on this event.", ASK
    )
    talks: str | None = option(
        "--talks",
        "[NAME]",
        "How such talks would go. Without NAME, list all kinds.",
        TALKS,
        names="deal:talks",
        alone=True,
    )
    agents: str | None = option(
        "--agents",
        "NAMES",
        "With `--talks agents`: who talks, names with commas.",
        TALKS,
        names="deal:agents",
    )
    rounds: int | None = option(
        "--rounds", "N", "How many rounds the talks last at most.", TALKS, least=1
    )
    runs: int | None = option("--runs", "N", "How many times the agents talk.", TALKS, least=1)
    seed: int | None = option("--seed", "N", "The seed of the random numbers.", TALKS, least=0)


class Stability(OfScenario):
    """Find the stable outcomes, which no player would leave. Rankings are enough."""

    concept: str | None = option(
        "--concept",
        "NAME",
        "Use one concept only: `R`, `GMR`, `SMR`, `SEQ` or `SIM`.",
        names="stability:concepts",
    )
    sanctions: str = option(
        "--sanctions",
        "RULE",
        "How others may answer a move: by a `sequence` of moves, or in `one-step`.",
        default="sequence",
    )
    state: str | None = option(
        "--state",
        "PACKAGE",
        (
            "Why players stay in a state or leave it: ISSUE=OPTION, `today`, a real outcome, or a "
            "number of `--moves`."
        ),
        ASK,
    )
    moves: bool = flag("--moves", "Which moves each player has in each state.", ASK)
    inverse: str | None = option(
        "--inverse", "PACKAGE", "Which preferences would make this state stable.", ASK
    )
    coalitions: bool = flag(
        "--coalitions", "Which states are stable if players can also move together.", ASK
    )
    evolution: bool = flag(
        "--evolution", "Whether improving moves lead from today to the real outcome.", ASK
    )
    consensus: bool = flag("--consensus", "For how many players each state is stable.", ASK)
    greatly: list[str] | None = option(
        "--greatly",
        "PLAYER:PACKAGE",
        "What is stable if PLAYER prefers PACKAGE greatly to all worse states.",
        ASK,
    )
    unknown: list[str] | None = option(
        "--unknown",
        "PLAYER:PACKAGE:PACKAGE",
        "What is stable if nobody knows which of the two PLAYER prefers.",
        ASK,
    )


class Simulate(OfScenario):
    """Repeat the game: which agreements enforce themselves."""

    play: list[str] | None = option(
        "--play",
        "PLAYER=STRATEGY",
        "A strategy of PLAYER; without `PLAYER=`, of all.",
        names="simulate:strategies",
    )
    patience: list[str] | None = option(
        "--patience", "NUMBER", "The discount factor; of one player as PLAYER=NUMBER."
    )
    noise: list[str] | None = option(
        "--noise", "RATE", "How often players act by mistake; one as PLAYER=RATE."
    )
    misread: list[str] | None = option(
        "--misread", "RATE", "How often players misread others; one as PLAYER=RATE."
    )
    rounds: int | None = option(
        "--rounds", "NUMBER", "A fixed number of rounds, known to all players.", least=1
    )
    after: list[str] | None = option(
        "--after", "SIGNAL", "With public signals: a signal that starts a punishment."
    )
    seed: int = option("--seed", "NUMBER", "The seed of the random numbers.", least=0, default=0)
    match: bool = flag("--match", "One match, round by round.", ASK)
    breach: str | None = option(
        "--breach", "PLAYER@ROUND", "A match in which PLAYER breaks the agreement.", ASK
    )
    certificate: bool = flag(
        "--certificate", "Whether the strategies are an equilibrium, and where not.", ASK
    )
    hold: str | None = option(
        "--hold",
        "[POSTURES]",
        "What sustains the agreement, or other postures: PLAYER=POSTURE with commas between.",
        ASK,
    )
    payoffs: bool = flag("--payoffs", "Which payoffs an equilibrium can sustain.", ASK)
    tournament: bool = flag("--tournament", "Every strategy against every other.", ASK)
    invasion: bool = flag("--invasion", "Which strategies can invade which others.", ASK)
    evolution: str | None = option(
        "--evolution",
        "[NAME]",
        (
            "How a population evolves: by `ecological` (the default), `replicator` or `moran` "
            "dynamics."
        ),
        ASK,
        names="simulate:dynamics",
    )
    strategies: str | None = option(
        "--strategies",
        "[list]",
        "List all strategies.",
        ASK,
        names="simulate:strategies",
        alone=True,
    )


class Shared(Form):
    """A long piece of work."""

    jobs: int = option(
        "--jobs",
        "NUMBER",
        "How many processes share the work, at most one a core.",
        RUNS,
        least=1,
        default=1,
    )
    scheduler: str | None = option(
        "--scheduler", "URL", "Share it over this Dask cluster, which you trust.", RUNS
    )


class Whatif(OfScenario, Shared):
    """Vary numbers, and find where the answer changes. Without `--vary`, every number with a range
    is tried.
    """

    vary: list[str] | None = option(
        "--vary",
        "NAME=VALUES",
        "Vary this: LOW:HIGH:STEP, or values with commas. NAME alone: its range.",
    )
    watch: str | None = option(
        "--watch",
        "NAMES",
        "What to watch: `deal,nash,tree`, or `gap = outcome.a - outcome.b`.",
        names="whatif:indicators",
    )
    draws: int | None = option(
        "--draws",
        "NUMBER",
        "Draw all that is uncertain so many times: numbers, events, types.",
        least=1,
    )
    sampling: str = option(
        "--sampling", "WAY", "How to draw: `latin`, `sobol` or `random`.", default="latin"
    )
    seed: int = option("--seed", "NUMBER", "The seed of the draws.", least=0, default=0)
    commit: str | None = option(
        "--commit", "ISSUE", "Which option to commit ISSUE to if the world is unknown.", ASK
    )
    accuracy: float | None = option(
        "--accuracy", "SHARE", "With `--commit`: how often a report is right.", ASK
    )
    reach: str | None = option(
        "--reach", "INDICATOR=VALUE", "Which smallest change gives this answer.", ASK
    )
    indices: str | None = option(
        "--indices",
        "[METHOD]",
        "Which numbers matter: `sobol` or `morris` indices.",
        ASK,
        names="whatif:indices",
    )
    where: str | None = option(
        "--where", "[ANSWER]", "In which boxes there is no deal, or `nash=ANSWER` holds.", ASK
    )
    into: str | None = option(
        "--into", "FOLDER", "Write every run as a row into this folder.", RUNS
    )
    resume: bool = flag("--resume", "Go on with the run in the folder.", RUNS)
    format: str = option(
        "--format", "NAME", "Write the rows as `jsonl` or `parquet`, too.", RUNS, default="csv"
    )


class Rerun(Shared):
    """Ask the question of a run folder again, and compare the result byte for byte."""

    manifest: str = argument("FOLDER", "A run folder of `whatif --into`, or its manifest.json.")


class Play(OfScenario):
    """Play a scenario at the table: several people in turn, or against the computer."""

    scenario: str = argument("SCENARIO", "A scenario file, or the name of a shipped scenario.", "")
    seats: str | None = option(
        "--as", "PLAYERS", "Your seats, with commas; the computer has the others. Or `observer`."
    )
    against: str | None = option(
        "--against",
        "[NAMES]",
        "Who plays for the computer: NAME, or SEAT=NAME with commas. Without NAMES, list all.",
        names="play:computers",
        alone=True,
    )
    coach: str = option(
        "--coach",
        "LEVEL",
        "What you are told: your `own` score, `hints`, or `full`.",
        default="own",
    )
    lens: str | None = option(
        "--lens", "NAME", "What is played: `deal`, `vote`, `solve`, `tree`, `simulate` or `turns`."
    )
    rounds: int | None = option("--rounds", "N", "How many rounds there are.", least=1)
    seed: int = option(
        "--seed", "N", "The seed of chance and of the computer's players.", least=0, default=0
    )
    auto: int | None = option(
        "--auto", "N", "The computer plays all seats, N times. See how the games end.", least=1
    )
    log: str | None = option(
        "--log", "FILE", "The file that keeps the game. Without it, the file gets a free name."
    )
    umpire: bool = flag("--umpire", "Be the umpire of a war game: type in all orders, and rule.")
    resume: str | None = option("--resume", "LOG", "Go on with the game of this file.")


class Review(Form):
    """Look back on a game: who knew what, where it turned, and what each decision gave away."""

    game: str = argument("LOG", "The file that keeps the game.")


class Host(Command):
    """Let a class play at its phones, in the network of the room and without the internet."""

    scenario: str = argument("SCENARIO", "A scenario file, or the name of a shipped scenario.", "")
    variant: str | None = option("--variant", "NAME", "Use this variant of the scenario.")
    settings: list[str] | None = option(
        "--set", "NAME=VALUE", "Change a parameter, or any entry by its address."
    )
    fixes: list[str] | None = option(
        "--fix", "ISSUE=OPTION", "Settle an issue, an event or a private type."
    )
    out: str | None = option(
        "--out -o", "FOLDER", "Keep the class in FOLDER. Without it, a folder gets a free name."
    )
    resume: str | None = option("--resume", "FOLDER", "Go on with the class of this folder.")
    lens: str | None = option(
        "--lens", "NAME", "What is played: `deal`, `vote`, `solve`, `tree`, `simulate` or `turns`."
    )
    rounds: int | None = option("--rounds", "N", "How many rounds there are.", least=1)
    minutes: int | None = option(
        "--minutes", "N", "The class ends N minutes after it began to play.", least=1
    )
    turn: int | None = option(
        "--turn", "N", "After N seconds a seat's usual move is made for it.", least=1
    )
    against: str | None = option(
        "--against", "NAME", "Who plays for the computer.", names="play:computers"
    )
    odd: str = option(
        "--odd",
        "WHAT",
        "People too few for a group: `computer` plays, or they `watch`.",
        default="computer",
    )
    silent: bool = flag("--silent", "Nobody can write messages; people talk to each other.")
    anonymous: bool = flag("--anonymous", "Ask nobody for a name, and name no group.")
    umpire: bool = flag("--umpire", "The teacher is the umpire of a war game.")
    robots: int | None = option(
        "--bots", "N", "Let the program play N people, to rehearse alone.", least=1
    )
    seed: int = option(
        "--seed", "N", "The seed of lots, chance and the computer's players.", least=0, default=0
    )
    address: str | None = option(
        "--address", "IP", "Listen at this address. Without it, at that of this machine."
    )
    port: int | None = option("--port", "N", "Listen at this port.", least=1)
    certificate: str | None = option("--cert", "FILE", "Serve HTTPS with this certificate.")
    key: str | None = option("--key", "FILE", "The key of the certificate.")


class Kit(OfScenario):
    """Write the pages of a class: a guide, general information, a confidential brief for each
    side.
    """

    out: str | None = option(
        "--out -o", "FOLDER", "The folder to write the pages to. Without it, they are listed."
    )
    role: str | None = option("--role", "PLAYER", "Write the brief of PLAYER alone.")


class Debrief(OfScenario):
    """Hold the deals of a class against what could have been signed."""

    results: list[str] | None = argument(
        "RESULTS", 'A file, lines such as "7 BACD" "8 none", or logs of `negotiate play`.', None
    )
    out: str | None = option("--out -o", "FILE", "Write the answer to FILE as a page.")
    lens: str | None = option(
        "--lens", "NAME", "What was played: `deal`, `solve`, `tree` or `simulate`."
    )
    anonymous: bool = flag("--anonymous", "Name no group.")
    projector: bool = flag(
        "--projector", "With `--out`: large type and strong contrast, for the back of a room."
    )
    live: bool = flag(
        "--live", "With `--out`: take lines from the keyboard, and write the page after each."
    )


class Report(OfScenario):
    """What every way of looking at a scenario finds, on one page."""

    out: str | None = option(
        "--out -o", "FILE", "Write the whole page to FILE. Without it, a sentence each is shown."
    )
    run: str | None = option("--run", "FOLDER", "Add what a run folder of `whatif --into` holds.")


class Export(OfGame):
    """Write a game to a file for other programs."""

    file: str | None = argument(
        "FILE",
        (
            "The file to write: .nfg, .efg, .graphml, .json or .xml. Without FILE, the game is "
            "printed."
        ),
        None,
    )
    lens: str | None = option(
        "--lens", "NAME", "Write the game of `solve` or `tree`, or the moves of `stability`."
    )
    force: bool = flag("--force", FORCE)


class Schema(Command):
    """Print the JSON Schema of scenario files, of one file with its own names, or of an answer."""

    file: str | None = argument("FILE", "A scenario whose own names the schema is to have.", None)
    write: bool = flag(
        "--write", "Write the schema beside FILE, and name the schema in FILE's first line."
    )
    answer: str | None = option(
        "--answer", "[NAME]", "The schema of an answer, such as `deal`. Without NAME, list all."
    )


COMMANDS: dict[str, tuple[type[Command], ...]] = {
    "Start": (List, New, Show, Explain),
    "Write": (Check, Test, Compare),
    "Solve": (Solve, Tree, Deal, Stability, Simulate),
    "Ask": (Whatif, Rerun),
    "People": (Play, Host, Kit, Debrief, Review),
    "Publish": (Report, Export),
    "": (Schema,),
}
"""Heading on the help screen → its commands; those without a heading have no place there."""
