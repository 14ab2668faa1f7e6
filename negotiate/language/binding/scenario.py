"""Document → scenario: every name is looked up, every formula parsed, every rule of the language checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from negotiate.language.binding.binder import Binder, Kept, choice_of, filled, said
from negotiate.language.binding.expectations import bind_expectations, limits, lost
from negotiate.language.binding.limits import (
    bind_infeasible,
    bind_irreversible,
    bind_on_table,
    bind_ratifiers,
    bind_red_lines,
    bind_side_payments,
    bind_signers,
    bind_types,
)
from negotiate.language.binding.matrix import bind_matrix_issues, bind_matrix_terms
from negotiate.language.binding.payoffs import bind_models, bind_terms, model_outputs
from negotiate.language.binding.preferences import WORTHS, bind_preferences
from negotiate.language.binding.protocol import bind_protocol, move_choices
from negotiate.language.binding.repeat import bind_repeat
from negotiate.language.formulas.tokens import Names
from negotiate.language.shape.document import Document
from negotiate.language.shape.shaping import Shaped
from negotiate.language.text.nodes import spelled
from negotiate.language.text.reader import Node
from negotiate.model.expressions import FUNCTIONS
from negotiate.model.issues import Issue, Option
from negotiate.model.negotiation import About
from negotiate.model.players import Parameter, Player, Source
from negotiate.model.protocol import Variant
from negotiate.model.worked import Worked
from negotiate.problems import Place, Problems
from negotiate.scenario import Scenario

RESERVED = {"and", "or", "not", "in", "iff", "that", "agreement", "equilibrium", "chance", *FUNCTIONS}
"""Words that cannot be names."""

_EVERYBODY = ("all", "both", "everyone", "everybody", "together", "jointly", "all_of_them", "agreed", "joint")
"""Words that people write for `agreement`."""


def bind(
    shaped: Shaped,
    root: Node,
    problems: Problems,
    name: str,
    path: str,
    fixes: Mapping[str, tuple[str, Place]],
    worked: Worked,
    kept: Kept,
) -> Scenario | None:
    """The scenario that a document stands for, or None with its mistakes noted.

    Whatever is bound of one file shares what is `worked` out, and those sections that are `kept` and mean the same.
    """
    document = shaped.document
    if document is None:
        return None
    binder = Binder(document, root, problems, shaped.broken, kept)
    _bind_names(binder)
    models = binder.section("models", bind_models)
    orders = document.prefers, document.ranking
    terms = bind_matrix_terms(binder) if document.matrix is not None else binder.section("payoffs", bind_terms, orders)
    preferences = bind_preferences(binder)
    scenario = Scenario(
        name=name,
        path=path,
        about=_about(document),
        players=binder.players,
        parameters=_parameters(binder),
        sources=binder.section("sources", _sources),
        models=models,
        issues=binder.issues,
        terms=terms,
        red_lines=bind_red_lines(binder),
        status_quo=_status_quo(binder),
        no_deal=_no_deal(binder),
        on_table=bind_on_table(binder),
        signers=bind_signers(binder),
        infeasible=bind_infeasible(binder),
        impossible=tuple(said(condition) for condition in document.infeasible),
        irreversible=bind_irreversible(binder),
        ratifiers=bind_ratifiers(binder),
        side_payments=bind_side_payments(binder),
        protocol=binder.section("protocol", bind_protocol),
        variants=_variants(document),
        happened={k: binder.package(p, "happened", k) for k, p in document.happened.items()},
        briefs=_briefs(binder),
        expectations=binder.section("expect", bind_expectations, *_expected_of(binder)),
        preferences={player: found.preference for player, found in preferences.items()},
        fixed=_fixed(binder, fixes),
        types=bind_types(binder),
        repeat=bind_repeat(binder),
        worked=worked,
    )
    if not preferences:
        return scenario
    from negotiate.language.binding.levels import with_levels  # noqa: PLC0415 - loaded for such preferences alone

    return with_levels(binder, scenario, preferences)


def _expected_of(binder: Binder) -> tuple[object, ...]:
    """What expectations may name beside issues, moves and players."""
    document = binder.document
    return set(document.variants), set(limits(binder)), lost(binder), document.repeat.strategies


def _about(document: Document) -> About:
    return About(
        document.title,
        document.date,
        document.summary,
        tuple(document.authors),
        document.license,
        document.minutes,
        document.group,
        tuple(document.teaches),
    )


def _bind_names(binder: Binder) -> None:
    document = binder.document
    for key, part in document.players.items():
        binder.players[key] = Player(key, part.name or key, part.leader, part.unit, part.patience, part.power)
    if document.matrix is not None:
        bind_matrix_issues(binder)
    else:
        if "matrix" not in binder.broken:
            worth = any(getattr(binder.document, word) or word in binder.broken for word in WORTHS)
            _need(binder, "players", "issues", *(() if worth else ("payoffs",)))
        binder.issues = binder.section("issues", _issues)
    _check_names(binder)
    binder.names = Names(
        parameters=document.parameters,
        choices={key: choice_of(issue) for key, issue in binder.issues.items()},
        terms=document.payoffs,
        models={key: model_outputs(part) for key, part in document.models.items()},
        broken=binder.broken,
        partial=bool(binder.broken & {"players", "parameters", "models", "issues", "matrix", "payoffs", "protocol"}),
    )
    binder.names.choices = {**binder.names.choices, **move_choices(binder)}


def _need(binder: Binder, *keys: str) -> None:
    """Note sections that are not there, and ask nobody for what would stand in them."""
    for key in keys:
        if not getattr(binder.document, key) and key not in binder.broken:
            if key not in getattr(binder.root, "keys", {}):
                hint = "a scenario has players, issues and payoffs, or a matrix"
                if key == "payoffs":
                    hint = "say what outcomes are worth to each player; without numbers use `prefers` or `ranking`"
                binder.wrong(binder.at(), "missing-key", f"the key `{key}` is missing", hint)
            elif not binder.broken:
                binder.wrong(binder.at(key, key=True), "empty", f"nothing stands below `{key}`")
            binder.broken.add(key)


def _check_names(binder: Binder) -> None:
    """One name means one thing in a formula."""
    seen: dict[str, str] = {}
    sections = ["parameters", "models"] + ([] if binder.document.matrix is not None else ["players", "issues"])
    for section in sections:
        for name in getattr(binder.document, section):
            if name in RESERVED:
                binder.wrong(
                    binder.at(section, name, key=True),
                    "reserved-name",
                    f"`{name}` is a word of the language and cannot be a name",
                    "choose another word",
                )
            elif name in seen:
                place = binder.at(section, name, key=True)
                binder.wrong(place, "name-twice", f"`{name}` is already the name of one of the {seen[name]}")
            seen.setdefault(name, section)


def _issues(binder: Binder) -> dict[str, Issue]:
    return {key: _issue(binder, key) for key in binder.document.issues}


def _issue(binder: Binder, key: str) -> Issue:
    part = binder.document.issues[key]
    options = tuple(Option(name, o.name or name, o.value, o.about, o.source) for name, o in part.options.items())
    binder.source(part.source, "issues", key, "source")
    for name, option in part.options.items():
        binder.source(option.source, "issues", key, "options", name, "source")
    deciders = tuple(part.decided_by)
    if deciders == ("agreement",):
        deciders = tuple(binder.players)
    for position, player in enumerate(deciders):
        place = binder.at("issues", key, "decided_by", *([position] if len(deciders) > 1 else []))
        hint = "write `agreement`, which means all of them" if player.lower() in _EVERYBODY else ""
        binder.known(player, binder.players, "player", place, hint)
    binder.once(part.decided_by, "issues", key, "decided_by")
    if not deciders and "players" not in binder.broken:
        binder.wrong(binder.at("issues", key, "decided_by"), "nobody-decides", f"nobody decides `{key}`")
    return filled(Issue, part, id=key, name=part.name or key, options=options, deciders=deciders)


def _sources(binder: Binder) -> dict[str, Source]:
    return {key: filled(Source, part, id=key) for key, part in binder.document.sources.items()}


def _parameters(binder: Binder) -> dict[str, Parameter]:
    result = {}
    for key, part in binder.document.parameters.items():
        low, high = part.range if part.range else (None, None)
        if low is not None and high is not None and low > high:
            place = binder.at("parameters", key, "range", 0)
            binder.wrong(place, "range-backwards", f"the range goes down, from {spelled(low)} to {spelled(high)}")
        elif low is not None and high is not None and not low <= part.value <= high:
            binder.wrong(
                binder.at("parameters", key, "value"),
                "out-of-range",
                f"`{key}` is {spelled(part.value)}, outside its range {spelled(low)} to {spelled(high)}",
            )
        binder.source(part.source, "parameters", key, "source")
        result[key] = filled(Parameter, part, id=key, low=low, high=high)
    return result


def _status_quo(binder: Binder) -> dict[str, int]:
    package = binder.package(binder.document.status_quo, "status_quo")
    if "status_quo" in binder.broken:
        return package
    missing = [issue for issue in binder.issues if issue not in binder.document.status_quo]
    if binder.document.status_quo and missing:
        words = ", ".join(f"`{issue}`" for issue in missing)
        binder.wrong(binder.at("status_quo", key=True), "incomplete-package", f"the status quo leaves out {words}")
    agreed = [issue.id for issue in binder.issues.values() if issue.agreed and issue.id not in package]
    no_deal = binder.document.no_deal
    for issue in agreed:
        if not binder.document.status_quo and not (isinstance(no_deal, dict) and issue in no_deal):
            binder.wrong(
                binder.at("issues", issue, key=True),
                "no-status-quo",
                f"nobody can set `{issue}` alone, so the file has to say where it stands without a deal",
                "name its option under `status_quo`",
            )
    return package


def _no_deal(binder: Binder) -> Mapping[str, int] | Literal["equilibrium", "status_quo"]:
    found = binder.document.no_deal
    if isinstance(found, str):
        if found == "status_quo" and not binder.document.status_quo and "status_quo" not in binder.broken:
            binder.wrong(binder.at("no_deal"), "no-status-quo", "the file names no status quo")
        return found
    return binder.package(found, "no_deal")


def _variants(document: Document) -> dict[str, Variant]:
    return {
        key: Variant(key, part.title, part.about, part.set, tuple(part.remove), part.fix)
        for key, part in document.variants.items()
    }


def _briefs(binder: Binder) -> dict[str, str]:
    allowed = ("public", "teacher", *binder.players)
    for key in binder.document.briefs:
        binder.known(key, allowed, "player", binder.at("briefs", key, key=True))
    return dict(binder.document.briefs)


def _fixed(binder: Binder, fixes: Mapping[str, tuple[str, Place]]) -> dict[str, int]:
    result = {}
    for issue, (option, place) in fixes.items():
        if binder.known(issue, binder.issues, "issue", place):
            index = binder.option(issue, option, place)
            if index is not None:
                result[issue] = index
    return result
