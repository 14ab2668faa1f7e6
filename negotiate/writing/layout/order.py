"""In which order keys are written: that of the language, where the order of a mapping carries no meaning.

Players, issues, options, terms and steps stay as their author listed them; only sections, and the keys of a part of
known shape, are put into order. Keys that authors put now before, now after one another keep the author's order too.
"""

from __future__ import annotations

from negotiate.loading.shape import document as shapes
from negotiate.writing.layout.sheet import Branch, Entry, Leaf, Sheet

Path = tuple[str, ...]

PARTS: dict[Path, type[shapes.Part]] = {
    (): shapes.Document,
    ("players", "*"): shapes.PlayerPart,
    ("parameters", "*"): shapes.ParameterPart,
    ("sources", "*"): shapes.SourcePart,
    ("models", "*"): shapes.ModelPart,
    ("issues", "*"): shapes.IssuePart,
    ("issues", "*", "options", "*"): shapes.OptionPart,
    ("payoffs", "*", "*"): shapes.TermPart,
    ("prefers", "*", "-"): shapes.StatementPart,
    ("prefers", "*", "-", "-"): shapes.StatementPart,
    ("ranking", "*", "-"): shapes.RankedPart,
    ("ranking", "*", "-", "-"): shapes.RankedPart,
    ("red_lines", "*"): shapes.RedLinePart,
    ("ratifiers", "*"): shapes.RatifierPart,
    ("ratifiers", "*", "votes", "*"): shapes.BlocPart,
    ("protocol", "-"): shapes.StepPart,
    ("repeat",): shapes.RepeatPart,
    ("repeat", "plays", "*"): shapes.PlaysPart,
    ("repeat", "strategies", "*"): shapes.MachinePart,
    ("repeat", "strategies", "*", "states", "*"): shapes.StatePart,
    ("repeat", "strategies", "*", "states", "*", "next", "-"): shapes.LeadsPart,
    ("repeat", "signals", "*"): shapes.SignalPart,
    ("repeat", "signals", "*", "-"): shapes.SignalPart,
    ("repeat", "phases", "*"): shapes.PhasePart,
    ("repeat", "phases", "*", "next", "-"): shapes.FollowsPart,
    ("types", "*", "*"): shapes.TypePart,
    ("variants", "*"): shapes.VariantPart,
    ("expect", "-"): shapes.ExpectPart,
}
"""Where in a file a part of known shape stands: `*` is any name, `-` an item of a list."""

_RANKS: dict[type[shapes.Part], str] = {
    shapes.IssuePart: "name decided_by unit options|about",
    shapes.RatifierPart: "name|player about|accepts|needs|votes|source",
    shapes.StepPart: "move|chance player when|sees|choose|announces|sets|options|odds|does about",
    shapes.ExpectPart: "solve|tree|deal|stability|simulate|plays|concept|sanctions|point|no_deal|signers|holds_from|"
    "binding|payoffs|variant|set|fix because|not_because where in|count about",
    shapes.MachinePart: "player|about start states",
    shapes.PhasePart: "about|set next",
}
"""The order of the keys where it is not that of the language's own list; between `|` the author's order stays."""

_HEADING: dict[type[shapes.Part], str] = {shapes.ExpectPart: "about"}
"""A key that may also stand first, as a heading."""


def part_at(path: Path) -> type[shapes.Part] | None:
    """The shape of the mapping at a path, or None where any name may be a key, whose order is the author's."""
    for pattern, part in PARTS.items():
        if len(pattern) == len(path) and all(
            wanted == step or (wanted == "*" and step != "-") for wanted, step in zip(pattern, path, strict=True)
        ):
            return part
    return None


def arrange(page: Sheet) -> None:
    """Put the keys of a sheet into order.

    With an alias (`*name`) in the file everything stays where it is, since what it stands for has to come before it.
    """
    if page.aliases:
        return
    first = page.root.entries[0] if page.root.entries else None
    _arrange(page.root, ())
    if first is not None and first is not page.root.entries[0]:
        airy = (page.header and page.parted) or any(entry.blank for entry in page.root.entries)
        first.blank = bool(airy) and is_tall(first)


def _arrange(branch: Branch, path: Path) -> None:
    part = None if branch.is_list else part_at(path)
    if part is not None:
        _sort(branch, part)
    for entry in branch.entries:
        if isinstance(entry.value, Branch):
            _arrange(entry.value, (*path, "-" if branch.is_list else _word(entry.key)))


def _sort(branch: Branch, part: type[shapes.Part]) -> None:
    ranks = _ranked([_word(entry.key) for entry in branch.entries], part)
    order = sorted(range(len(ranks)), key=lambda k: ranks[k])
    branch.entries = [branch.entries[k] for k in order]


def _ranked(words: list[str], part: type[shapes.Part]) -> list[int]:
    """The rank of each key; an unknown one stays behind the one before it."""
    known = _ranks(part)
    ranks: list[int] = []
    for number, word in enumerate(words):
        before = ranks[-1] if ranks else -1
        heading = number == 0 and _HEADING.get(part) == word
        ranks.append(-1 if heading else known.get(word, before))
    return ranks


def _ranks(part: type[shapes.Part]) -> dict[str, int]:
    if part in _RANKS:
        groups = [group.split("|") for group in _RANKS[part].split()]
        return {word: rank for rank, group in enumerate(groups) for word in group}
    return {info.alias or name: rank for rank, (name, info) in enumerate(part.model_fields.items())}


def _word(key: str) -> str:
    """A key without the quotation marks that it may be written with."""
    return key[1:-1] if key[:1] in ("'", '"') else key


def is_tall(entry: Entry) -> bool:
    """Whether an entry takes up several lines."""
    value = entry.value
    return bool(entry.above) or ("\n" in value.text if isinstance(value, Leaf) else not value.inline)
