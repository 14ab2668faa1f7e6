"""`negotiate deal`: is there a deal, which one, and what does each red line cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from negotiate import BargainingProblem, Scenario, UnsuitableGame, deal, read_genius
from negotiate.bargaining.assessment import assess
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.landmarks import usual
from negotiate.cli.arguments import Deal
from negotiate.cli.commands import Misused, names, one_question, pairs, whole_number
from negotiate.cli.forms import Answer
from negotiate.cli.names import names_of
from negotiate.cli.subjects import origin, refuse_changes, scenario
from negotiate.display import record
from negotiate.language.library import holds_problem


@record
class Subject:
    """What a command line describes; no scenario where the file holds a problem of GENIUS."""

    asked: Deal
    scenario: Scenario | None
    problem: BargainingProblem

    def scenario_for(self, option: str) -> Scenario:
        """The scenario that a question is about.

        Raises
        ------
        Misused
            If there is none.
        """
        if self.scenario is None:
            said = f"`{option}` asks about a scenario, and a file of GENIUS says nothing of that"
            raise Misused(said, f"leave `{option}` out")
        return self.scenario

    def package(self) -> Landmark | None:
        """What follows `--at`: something that happened, or options; None where nothing does.

        Raises
        ------
        Misused
            If there is no such package.
        """
        if self.asked.at is None:
            return None
        word = self.asked.at.strip()
        if not word:
            raise Misused(
                "`--at` names no package", "it takes ISSUE=OPTION with commas between, or the name of a real outcome"
            )
        options = pairs(word.split(","), "--at") if "=" in word else {}
        try:
            return self.problem.landmark(options or word)
        except UnsuitableGame as wrong:
            raise Misused(*self._unknown_option(options) or (wrong.message, wrong.hint)) from None

    def _unknown_option(self, options: Mapping[str, str]) -> tuple[str, str] | None:
        """What is wrong with an option that the file does not have at all, on the table or not."""
        issues, fixed = self.scenario.issues if self.scenario else {}, self.problem.fixed
        for issue, option in options.items():
            if issue in issues and option not in issues[issue].labels:
                beside = f", and no deal sets it: it stays at `{fixed[issue]}`" if issue in fixed else ""
                return f"`{issue}` has no option `{option}`{beside}", f"it has {', '.join(issues[issue].labels)}"
        return None

    def start(self) -> Landmark:
        """Where trades start: at `--at`, or where everything stands today.

        Raises
        ------
        Misused
            If nobody knows where that is.
        """
        found = self.package() or self.problem.status_quo
        if found is None:
            some = ",".join(f"{issue}={option}" for issue, option in self.problem.package(0).items())
            said = "the file names no status quo from which trades could start"
            raise Misused(said, f"say where, such as `--at {some}`" if some else "say where with `--at`")
        return found

    def trades(self) -> Any:
        """Which concessions could be exchanged."""
        from negotiate.bargaining.logrolling import trades  # noqa: PLC0415 - loaded when asked

        return trades(self.problem, self.start())

    def threats(self) -> Any:
        """Which threats would move the deal."""
        from negotiate.bargaining.threats import variable_threats  # noqa: PLC0415 - loaded when asked

        return variable_threats(self.problem, self.scenario_for("--threats").alone())

    def mediator(self) -> Any:
        """What an honest mediator could do."""
        from negotiate.bargaining.mediator import mediate  # noqa: PLC0415 - loaded when asked

        return mediate(self.problem)

    def votes(self) -> Any:
        """How ratifiers would vote."""
        from negotiate.bargaining.voting.ratification import ratification  # noqa: PLC0415 - loaded when asked

        return ratification(self.problem, self.scenario_for("--votes"), self.package())

    def contingent(self) -> Any:
        """What a deal that depends on an event adds."""
        from negotiate.bargaining.contingent import contingent  # noqa: PLC0415 - loaded when asked

        asked = self.asked
        return contingent(
            self.scenario_for("--contingent"),
            asked.contingent or "",
            _no_deal(asked.no_deal),
            names(asked.signers, "--signers"),
        )

    def talks(self) -> Any:
        """How talks would go."""
        from negotiate.bargaining.talks import talks_over  # noqa: PLC0415 - loaded when asked

        asked = self.asked
        return talks_over(
            self.problem, asked.talks or "", agents=asked.agents, rounds=asked.rounds, runs=asked.runs, seed=asked.seed
        )


QUESTIONS: Mapping[str, Callable[[Subject], Any]] = {
    "": lambda on: deal(on.problem, lotteries=on.asked.lotteries),
    "--at": lambda on: assess(on.problem, on.start()),
    "--why": lambda on: on.problem.openings(),
    "--prices": lambda on: on.problem.red_line_prices(),
    "--trades": lambda on: on.trades(),
    "--threats": lambda on: on.threats(),
    "--mediator": lambda on: on.mediator(),
    "--votes": lambda on: on.votes(),
    "--contingent": lambda on: on.contingent(),
    "--talks": lambda on: on.talks(),
}
"""The option that asks → the answer, one of the records that `negotiate.bargaining.reports` tells."""


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
    on = Subject(asked, found, usual(problem) if question else problem)
    return Answer(QUESTIONS[question](on), origin(asked) | {"no_deal": asked.no_deal, "signers": asked.signers})


def talks(asked: Deal) -> Answer:
    """The ways in which talks can go."""
    from negotiate.bargaining.talks import TALKS, Ways  # noqa: PLC0415 - loaded when asked

    return Answer(Ways(TALKS), origin(asked) if asked.scenario else None)


def agents(_: Deal) -> Answer:
    """Who can talk."""
    from negotiate.bargaining.talks import AGENTS  # noqa: PLC0415 - loaded when asked

    return Answer(names_of("--agents", {one.name: one.says for one in AGENTS}))


def _question(asked: Deal) -> str:
    """The option that asks; `--at` beside `--trades` and `--votes` says what these are about.

    Raises
    ------
    Misused
        If there are two questions, or something that belongs to another one.
    """
    about = asked.trades or asked.votes
    question = one_question(asked, [option for option in QUESTIONS if option != "--at" or not about])
    if question and asked.lotteries:
        raise Misused(f"`--lotteries` does not go with `{question}`", "leave one of them out")
    for option in ("agents", "rounds", "runs", "seed"):
        if getattr(asked, option) is not None and question != "--talks":
            raise Misused(f"`--{option}` goes with `--talks`", "add `--talks NAME`")
    return question


def _subject(asked: Deal) -> tuple[Scenario | None, BargainingProblem]:
    """What a command line describes.

    Raises
    ------
    Misused
        If something is to be set in a file that is no scenario, or no such no-deal point or signers are there.
    """
    chosen, signers = _no_deal(asked.no_deal), names(asked.signers, "--signers")
    if holds_problem(asked.scenario):
        given = {"--set": asked.settings, "--fix": asked.fixes, "--variant": asked.variant}
        refuse_changes(asked.scenario, given | {"--no-deal": asked.no_deal, "--signers": asked.signers})
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
        raise Misused("`--no-deal` names nothing", "it takes a number, `status_quo`, `equilibrium`, or ISSUE=OPTION")
    number = whole_number(word, "--no-deal")
    return number if number is not None else pairs(word.split(","), "--no-deal") if "=" in word else word
