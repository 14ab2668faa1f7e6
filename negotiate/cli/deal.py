"""`negotiate deal`: is there a deal, which one, and what does each red line cost."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate import BargainingProblem, Scenario, UnsuitableGame, read_genius
from negotiate.bargaining import talks as ways
from negotiate.bargaining.asking import QUESTIONS, ask
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.landmarks import usual
from negotiate.cli.arguments import Deal
from negotiate.cli.commands import Misused, names, one_question, pairs, whole_number
from negotiate.cli.forms import Answer
from negotiate.cli.names import names_of
from negotiate.cli.subjects import origin, refuse_changes, scenario
from negotiate.language.library import holds_problem


def package(asked: Deal, found: Scenario | None, problem: BargainingProblem) -> Landmark | None:
    """What follows `--at`: something that happened, or options; None where nothing does.

    Raises
    ------
    Misused
        If there is no such package.
    """
    if asked.at is None:
        return None
    word = asked.at.strip()
    if not word:
        raise Misused(
            "`--at` names no package",
            "it takes ISSUE=OPTION with commas between, or the name of a real outcome",
        )
    options = pairs(word.split(","), "--at") if "=" in word else {}
    try:
        return problem.landmark(options or word)
    except UnsuitableGame as wrong:
        raise Misused(
            *_unknown_option(found, problem, options) or (wrong.message, wrong.hint)
        ) from None


def _unknown_option(
    found: Scenario | None, problem: BargainingProblem, options: Mapping[str, str]
) -> tuple[str, str] | None:
    """What is wrong with an option that the file does not have at all, on the table or not."""
    issues, fixed = found.issues if found else {}, problem.fixed
    for issue, option in options.items():
        if issue in issues and option not in issues[issue].labels:
            beside = (
                f", and no deal sets it: it stays at `{fixed[issue]}`" if issue in fixed else ""
            )
            return (
                f"`{issue}` has no option `{option}`{beside}",
                f"it has {', '.join(issues[issue].labels)}",
            )
    return None


ASKED = tuple(f"--{question}" for question in QUESTIONS if question)
"""The options that ask."""
OF_SCENARIO = ("--threats", "--votes", "--contingent")
"""Those that ask what no bargaining problem alone can answer."""
TOLD = (
    "lotteries",
    "why",
    "prices",
    "trades",
    "threats",
    "mediator",
    "votes",
    "contingent",
    "talks",
)
TALKED = ("agents", "rounds", "runs", "seed")


def answer(asked: Deal) -> Answer:
    """The deals, or the answer to another question about them.

    Raises
    ------
    Misused
        If options do not go together, or there is no scenario to ask about.
    """
    question = _question(asked)
    if not asked.scenario:
        raise Misused("`negotiate deal` needs a SCENARIO", "write `negotiate deal SCENARIO`")
    found, problem = _subject(asked)
    if found is None and question in OF_SCENARIO:
        said = f"`{question}` asks about a scenario, and a file of GENIUS says nothing of that"
        raise Misused(said, f"leave `{question}` out")
    shown = usual(problem) if question else problem
    at = package(asked, found, shown)
    if at is None and asked.trades and shown.status_quo is None:
        some = ",".join(f"{issue}={option}" for issue, option in shown.package(0).items())
        said = "the file names no status quo from which trades could start"
        raise Misused(
            said, f"say where, such as `--at {some}`" if some else "say where with `--at`"
        )
    given = {name: getattr(asked, name) for name in (*TOLD, *TALKED)}
    signers = names(asked.signers, "--signers")
    answered = ask(problem, found, at=at, no_deal=_no_deal(asked.no_deal), signers=signers, **given)
    return Answer(answered, origin(asked) | {"no_deal": asked.no_deal, "signers": asked.signers})


def talks(asked: Deal) -> Answer:
    """The ways in which talks can go."""
    return Answer(ways.Ways(ways.TALKS), origin(asked) if asked.scenario else None)


def agents(_: Deal) -> Answer:
    """Who can talk."""
    return Answer(names_of("--agents", {one.name: one.says for one in ways.AGENTS}))


def _question(asked: Deal) -> str:
    """The option that asks; `--at` beside `--trades` and `--votes` says what these are about.

    Raises
    ------
    Misused
        If there are two questions, or something that belongs to another one.
    """
    about = asked.trades or asked.votes
    question = one_question(asked, [option for option in ASKED if option != "--at" or not about])
    if question and asked.lotteries:
        raise Misused(f"`--lotteries` does not go with `{question}`", "leave one of them out")
    for option in TALKED:
        if getattr(asked, option) is not None and question != "--talks":
            raise Misused(f"`--{option}` goes with `--talks`", "add `--talks NAME`")
    return question


def _subject(asked: Deal) -> tuple[Scenario | None, BargainingProblem]:
    """What a command line describes.

    Raises
    ------
    Misused
        If something is to be set in a file that is no scenario, or no such no-deal point or signers
        are there.
    """
    chosen, signers = _no_deal(asked.no_deal), names(asked.signers, "--signers")
    if holds_problem(asked.scenario):
        given = {"--set": asked.settings, "--fix": asked.fixes, "--variant": asked.variant}
        refuse_changes(
            asked.scenario, given | {"--no-deal": asked.no_deal, "--signers": asked.signers}
        )
        return None, read_genius(asked.scenario)
    found = scenario(asked)
    try:
        return found, found.together(chosen, signers)
    except UnsuitableGame as wrong:
        if asked.no_deal is None and asked.signers is None:
            raise
        raise Misused(wrong.message, wrong.hint) from None


def _no_deal(given: str | None) -> int | str | dict[str, str] | None:
    """What follows `--no-deal`: a number, a word, or options."""
    if given is None:
        return None
    word = given.strip()
    if not word:
        raise Misused(
            "`--no-deal` names nothing",
            "it takes a number, `status_quo`, `equilibrium`, ISSUE=OPTION or PLAYER=NUMBER",
        )
    number = whole_number(word, "--no-deal")
    return (
        number
        if number is not None
        else pairs(word.split(","), "--no-deal")
        if "=" in word
        else word
    )
