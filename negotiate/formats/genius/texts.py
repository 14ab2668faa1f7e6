"""The XML of a domain and of its profiles, as GENIUS and NegMAS read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negotiate.formats.genius.columns import Column
from negotiate.formats.genius.scale import Scaled
from negotiate.loading.gambit.cursor import tidy

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def quoted(text: str) -> str:
    """A text as the value of an attribute: on one line, without signs that XML has no place for."""
    return '"' + "".join(_SIGNS.get(sign, sign) for sign in tidy(text)) + '"'


def comment(sentences: Sequence[str]) -> str:
    """Sentences as a comment, in which no two hyphens may touch."""
    said = tidy(" ".join(sentences))
    while "--" in said:
        said = said.replace("--", "- -")
    return f"<!-- {said} -->"


def domain_text(title: str, columns: Sequence[Column], agents: Sequence[tuple[str, str]], about: Sequence[str]) -> str:
    """What is negotiated, and which file holds whose profile.

    Parameters
    ----------
    title : str
        What the objective is called.
    columns : sequence of Column
        The issues.
    agents : sequence of (str, str)
        Each player's name, and the name of its file.
    about : sequence of str
        Sentences for the comment.
    """
    lines = [HEAD, comment(about), "<negotiation_template>"]
    lines += [f"  <agent name={quoted(name)} utility_space={quoted(file)}></agent>" for name, file in agents]
    lines += [f'  <utility_space number_of_issues="{len(columns)}">', f"    {_objective(title)}"]
    for number, column in enumerate(columns, start=1):
        lines += _issue(number, column, None)
    return "\n".join([*lines, "    </objective>", "  </utility_space>", "</negotiation_template>", ""])


def profile_text(title: str, name: str, columns: Sequence[Column], found: Scaled, about: Sequence[str]) -> str:
    """What one player makes of it; parameters as for `domain_text`, and the player's payoffs on the scale."""
    count = f'number_of_issues="{len(columns)}"'
    lines = [
        HEAD,
        comment(about),
        f'<utility_space type="any" {count} name={quoted(name)}>',
        f"    {_objective(title)}",
    ]
    for number, column in enumerate(columns, start=1):
        lines += _issue(number, column, found.evaluations[number - 1])
    for number, weight in enumerate(found.weights, start=1):
        lines.append(f'      <weight index="{number}" value="{weight!r}"></weight>')
    lines += ["    </objective>", '  <discount_factor value="1.0"></discount_factor>']
    return "\n".join([*lines, f'  <reservation value="{found.reservation!r}"></reservation>', "</utility_space>", ""])


def _objective(title: str) -> str:
    return f'<objective index="0" etype="objective" type="objective" description="" name={quoted(title)}>'


def _issue(number: int, column: Column, evaluations: Sequence[float] | None) -> Iterator[str]:
    kinds = 'etype="discrete" type="discrete" vtype="discrete"'
    yield f'      <issue index="{number}" {kinds} name={quoted(column.issue)}>'
    for place, option in enumerate(column.options):
        worth = "" if evaluations is None else f' evaluation="{evaluations[place]!r}"'
        yield f'        <item index="{place + 1}" value={quoted(option)}{worth}></item>'
    yield "      </issue>"
