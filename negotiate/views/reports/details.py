"""What a page says last: parameters and variants in short, and for `all` everything else that the file holds."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.model.players import Parameter, Source
from negotiate.model.protocol import Variant
from negotiate.report.blocks import Section
from negotiate.views.reports.page import Page, plain_number, section, settings

FEW = 2
"""Variants that are told by their titles where not everything is wanted."""
CHANGED, CHOSEN = "Parameters, changed by `--set`", "Variants, chosen by `--variant`"


def details(page: Page) -> Iterable[Section]:
    """The sections below what everybody wants to read: by name, or in full where everything is wanted."""
    found, everything = page.found, page.everything
    parameters, variants = found.parameters.values(), found.variants.values()
    values = ", ".join(f"{parameter.id} {plain_number(parameter.value)}" for parameter in parameters)
    named = [(variant.id, variant.title) for variant in variants][:FEW]
    named += [("", f"and {len(variants) - FEW} more")] if len(variants) > FEW else []
    yield section(CHANGED, [(p.id, _parameter(p)) for p in parameters] if everything else [("", values)])
    yield section(CHOSEN, [(v.id, _variant(v)) for v in variants] if everything else named)
    happened = [(key, page.package(package)) for key, package in found.happened.items()]
    yield section("What really happened", happened, detail=True)
    yield section("What it teaches", [("", lesson) for lesson in found.about.teaches], detail=True)
    yield section("Briefs", found.briefs.items(), detail=True)
    yield section("Sources", [(source.id, _source(source)) for source in found.sources.values()], detail=True)


def _source(source: Source) -> str:
    return ", ".join(filter(None, (source.author, source.title, source.publisher, source.date, source.url)))


def _parameter(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    span = "" if low is None or high is None else f", {plain_number(low)} to {plain_number(high)}"
    value = f"{plain_number(parameter.value)} {parameter.unit}".strip() + span
    return "; ".join(filter(None, (value, parameter.about, parameter.source)))


def _variant(variant: Variant) -> str:
    changes = [*settings({**variant.settings, **variant.fixes}), *(f"without {gone}" for gone in variant.removals)]
    made = f"[{', '.join(changes)}]" if changes else ""
    return " ".join(filter(None, (". ".join(filter(None, (variant.title, variant.about))), made)))
