"""What a page says last: parameters and variants in short, and for `all` everything else that the file holds."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.model.negotiation import Negotiation
from negotiate.model.players import Parameter, Source
from negotiate.model.protocol import Variant
from negotiate.report.blocks import Section
from negotiate.views.reports.formulas import plain_number
from negotiate.views.reports.rows import section


def details(found: Negotiation, everything: bool) -> Iterable[Section]:
    """The sections below what everybody wants to read: by name, or in full where everything is wanted."""
    if not everything:
        if found.parameters:
            words = ", ".join(f"{p.id} {plain_number(p.value)}" for p in found.parameters.values())
            yield section("Parameters, changed by `--set`", [("", words)])
        if found.variants:
            yield section("Variants, chosen by `--variant`", [("", ", ".join(found.variants))])
    else:
        yield from _in_full(found)
    happened = [
        (key, ", ".join(f"{issue} {found.issues[issue].options[option].id}" for issue, option in package.items()))
        for key, package in found.happened.items()
    ]
    for heading, rows in (
        ("What really happened", happened),
        ("Teaches", [("", lesson) for lesson in found.about.teaches]),
        ("Briefs", list(found.briefs.items())),
        ("Sources", [(s.id, _source(s)) for s in found.sources.values()]),
    ):
        if rows:
            yield section(heading, rows, detail=True)


def _in_full(found: Negotiation) -> Iterable[Section]:
    if found.parameters:
        yield section("Parameters, changed by `--set`", [(p.id, _parameter(p)) for p in found.parameters.values()])
    if found.variants:
        yield section("Variants, chosen by `--variant`", [(v.id, _variant(v)) for v in found.variants.values()])


def _parameter(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    span = "" if low is None or high is None else f", {plain_number(low)} to {plain_number(high)}"
    value = f"{plain_number(parameter.value)} {parameter.unit}".strip() + span
    return "; ".join(part for part in (value, parameter.about, parameter.source) if part)


def _variant(variant: Variant) -> str:
    said = ". ".join(part for part in (variant.title, variant.about) if part)
    changes = [f"{address} = {value}" for address, value in {**variant.settings, **variant.fixes}.items()]
    changes += [f"without {address}" for address in variant.removals]
    return f"{said} [{', '.join(changes)}]".strip() if changes else said


def _source(source: Source) -> str:
    return ", ".join(part for part in (source.author, source.title, source.publisher, source.date, source.url) if part)
