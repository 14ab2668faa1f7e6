"""What `negotiate deal` may be asked, and who answers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from negotiate.cli.options import pairs
from negotiate.cli.usage import Misused, one_question, whole_number

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem
    from negotiate.bargaining.table.claims import Landmark
    from negotiate.views.scenario import Scenario


class Question(Enum):
    """Each with the option that asks it."""

    DEAL = ""
    AT = "--at"
    WHY = "--why"
    PRICES = "--prices"
    TRADES = "--trades"
    THREATS = "--threats"
    VOTES = "--votes"
    TALKS = "--talks"


def asked(**given: Any) -> Question:
    """The one question that a command line asks; `--at` says where `--trades` starts and what `--votes` is about.

    Raises
    ------
    Misused
        If it asks more than one.
    """
    wanted = [Question[name.upper()] for name, value in given.items() if value not in (None, False)]
    if Question.AT in wanted and (Question.TRADES in wanted or Question.VOTES in wanted):
        wanted.remove(Question.AT)
    return one_question(wanted, Question.DEAL)


def answered(
    question: Question,
    scenario: Scenario | None,
    problem: BargainingProblem,
    *,
    at: str | None,
    lotteries: bool,
    talks: str | None,
    **details: Any,
) -> Any:
    """The answer, one of the records that `negotiate.bargaining.reports` tells.

    Raises
    ------
    Misused
        If only a scenario can be asked this and there is none, or there is no such package.
    """
    if question is Question.DEAL:
        from negotiate.bargaining.deal import deal  # noqa: PLC0415 - start-up stays light

        return deal(problem, lotteries=lotteries)
    from negotiate.bargaining.table.several import usual  # noqa: PLC0415 - start-up stays light

    problem = usual(problem)
    if question is Question.AT:
        from negotiate.bargaining.assessment import assess  # noqa: PLC0415 - start-up stays light

        return assess(problem, _package(problem, at or "", scenario))
    if question is Question.WHY:
        return problem.openings()
    if question is Question.PRICES:
        return problem.red_line_prices()
    if question is Question.TRADES:
        from negotiate.bargaining.logrolling import trades  # noqa: PLC0415 - start-up stays light

        return trades(problem, _start(problem) if at is None else _package(problem, at, scenario))
    if question is Question.THREATS:
        from negotiate.bargaining.threats import variable_threats  # noqa: PLC0415 - start-up stays light

        return variable_threats(problem, _scenario(scenario, question).alone())
    if question is Question.VOTES:
        from negotiate.bargaining.voting.ratification import ratification  # noqa: PLC0415 - start-up stays light

        about = None if at is None else _package(problem, at, scenario)
        return ratification(problem, _scenario(scenario, question), about)
    from negotiate.bargaining.talks.registry import talks_over  # noqa: PLC0415 - start-up stays light

    return talks_over(problem, talks or "", **details)


def ways() -> Any:
    """The ways to talk that there are, for somebody who has named none."""
    from negotiate.bargaining.talks.registry import TALKS, Ways  # noqa: PLC0415 - start-up stays light

    return Ways(TALKS)


def named_no_deal(given: str | None) -> int | str | dict[str, str] | None:
    """What follows `--no-deal`: a number, a word, or options."""
    if given is None:
        return None
    word = given.strip()
    if not word:
        raise Misused("`--no-deal` names nothing", "it takes a number, `status_quo`, `equilibrium`, or ISSUE=OPTION")
    number = whole_number(word, "--no-deal")
    if number is not None:
        return number
    return pairs(word.split(","), "--no-deal") if "=" in word else word


def _scenario(scenario: Scenario | None, question: Question) -> Scenario:
    if scenario is None:
        said = f"`{question.value}` asks about a scenario, and a file of GENIUS says nothing of that"
        raise Misused(said, "leave it out")
    return scenario


def _start(problem: BargainingProblem) -> Landmark:
    """Where everything stands today, for a command line that names no place to start from."""
    if problem.status_quo is None:
        some = ",".join(f"{issue}={option}" for issue, option in problem.package(0).items())
        said = "the file names no status quo, so nobody knows where to start"
        raise Misused(said, f"say where, such as `--at {some}`" if some else "say where with `--at`")
    return problem.status_quo


def _package(problem: BargainingProblem, given: str, scenario: Scenario | None) -> Landmark:
    """What follows `--at`: something that happened, or options."""
    from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light

    word = given.strip()
    if not word:
        raise Misused("`--at` names no package", "it takes ISSUE=OPTION with commas, or the name of what happened")
    options = pairs(word.split(","), "--at") if "=" in word else {}
    try:
        return problem.landmark(options or word)
    except UnsuitableGame as wrong:
        raise Misused(*_unheard(options, scenario, problem) or (wrong.message, wrong.hint)) from None


def _unheard(options: dict[str, str], scenario: Scenario | None, problem: BargainingProblem) -> tuple[str, str] | None:
    """What is wrong with an option that the file does not have at all, on the table or not."""
    issues = {} if scenario is None else scenario.issues
    for issue, option in options.items():
        if issue in issues and option not in issues[issue].labels:
            beside = f", and no deal sets it: it stays at `{problem.fixed[issue]}`" if issue in problem.fixed else ""
            return f"`{issue}` has no option `{option}`{beside}", f"it has {', '.join(issues[issue].labels)}"
    return None


def names(given: str | None, option: str) -> list[str] | None:
    """Names with commas between them.

    Raises
    ------
    Misused
        If one of them is empty.
    """
    if given is None:
        return None
    found = [name.strip() for name in given.split(",")]
    if not all(found):
        raise Misused(f"`{option}` takes names with commas between them, and not `{given}`", "such as `us,china`")
    return found
