"""One grammar of addresses for everything that changes a scenario from outside or from within, and
its changes.

A parameter or a number of `state` is addressed by its name, anything else by its path:
`payoffs.us.mic2025.curb`, `players.us.patience`. Words that only hold a list together (`values`,
`options`, `choose`, `odds`) may be left out of a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from negotiate.language.shape import Key, numeric
from negotiate.language.shape.document import keys_of, marked, part_at
from negotiate.language.text import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    copied,
    entries_of,
    find,
    items_of,
    names_in,
    plain,
    spelled,
    text_of,
    words_of,
)
from negotiate.problems import Place, Problems, listed, nearest, nearest_name

HOLDERS = marked(Key.HOLDER)
"""Words that may be left out of an address."""
NUMBERS = marked(Key.NUMBER)
"""Words for which a number may stand that is set to a whole part."""
STEPS = ("move", "chance")
"""Keys that name an item of a list."""
BY_NAME = ("parameters", "state")
"""Sections whose numbers are addressed by their names alone."""
_FOR_ALL = tuple(("repeat", key) for key in marked(Key.FOR_ALL))
"""Where one value may stand for all players."""
_PAIRS = ("correlations",)
"""Where parameters stand below parameters."""
READ_FIRST = ("extends", "remove", "set", "points")
"""Words that say of what a file is made; nothing is set in them."""
_SWITCHED = (("red_lines",), ("ratifiers",))
"""Sections whose parts are set to `off`, which takes them away, or to `on`, which leaves them."""
_MOST_POINTS = 10
"""Steps that may be one name with points in it."""

Steps = tuple[str, ...]


def section_of(root: Node | None, address: str) -> str:
    """The section of the file to which an address leads; its first word, where no section has that
    name.
    """
    return section_by_name(root, address) or _steps(root, address)[0]


def _steps(root: Node | None, address: str) -> list[str]:
    """The steps of an address. Points that stand among the payoffs, whose terms they are, are found
    there.
    """
    steps = address.split(".")
    if steps[0] != "points" or len(steps) < 4 or "points" in entries_of(root):
        return steps
    return ["payoffs", steps[-1], steps[1], ".".join(steps[2:-1])]


def section_by_name(root: Node | None, address: str) -> str:
    """The section of the number that an address names by its name alone; empty where it names
    none.
    """
    return next((section for section in BY_NAME if find(root, (section, address)) is not None), "")


def reached(node: Node, steps: Steps, step: str) -> tuple[Node, Steps] | None:
    """What one more step of an address leads to, with its whole path; None where nothing stands
    there.

    The words that only hold a list together need not be named, and stand in the path that comes
    back.
    """
    holder, way = holding(node, step)
    found = _inside(holder, step)
    return None if found is None else (found, (*steps, *way, step))


def holding(node: Node, step: str) -> tuple[Node, Steps]:
    """The part in which a step stands, a node or what only holds a list together in it, and the way
    there.
    """
    if isinstance(node, Mapping) and step not in node.entries:
        for name in HOLDERS:
            inner = node.entries.get(name)
            counted = isinstance(inner, Sequence) and step.isdecimal()
            if inner is not None and not counted and _inside(inner, step) is not None:
                return inner, (name,)
    return node, ()


def _inside(node: Node, step: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.entries.get(step)
    position = index(node, step) if isinstance(node, Sequence) else None
    return node.items[position] if isinstance(node, Sequence) and position is not None else None


def index(sequence: Sequence, step: str) -> int | None:
    """The item with this name (a step's `move` or `chance`, a list's word), or with this
    position.
    """
    for position, item in enumerate(sequence.items):
        names = [item] if isinstance(item, Scalar) else []
        if isinstance(item, Mapping):
            names = [found for found in map(item.entries.get, STEPS) if isinstance(found, Scalar)]
        if any(isinstance(name.value, str) and name.value == step for name in names):
            return position
    return (
        int(step)
        if step.isdecimal() and len(step) < 6 and int(step) < len(sequence.items)
        else None
    )


def names_below(root: Mapping, node: Node, steps: Steps) -> list[str]:
    """What could stand at this point: what does, the keys of the language, and the options of an
    issue.
    """
    found: list[str] = []
    if isinstance(node, Mapping):
        held = [(name, node.entries[name]) for name in HOLDERS if name in node.entries]
        inner = [key for name, below in held for key in names_below(root, below, (*steps, name))]
        found = [*node.entries, *inner, *options_at(root, steps), *(keys_of(steps) or ())]
    elif isinstance(node, Sequence):
        steps_of = [
            item.entries.get(word)
            for item in node.items
            if isinstance(item, Mapping)
            for word in STEPS
        ]
        found = [
            spelled(name.value) for name in (*steps_of, *node.items) if isinstance(name, Scalar)
        ]
    return list(dict.fromkeys(found))


def options_at(root: Mapping, steps: Steps) -> list[str]:
    """In a payoff term with `by`, the options that stand at this level of its table; elsewhere
    nothing.
    """
    if len(steps) < 3 or steps[0] != "payoffs" or (len(steps) > 3 and steps[3] != "values"):
        return []
    by, level = find(root, (*steps[:3], "by")), max(0, len(steps) - 4)
    issues = by.items if isinstance(by, Sequence) else [by]
    issue = issues[level] if level < len(issues) else None
    if not isinstance(issue, Scalar):
        return []
    options = find(root, ("issues", spelled(issue.value), "options"))
    return names_in(options)


def written_out(node: Node, steps: Steps, step: str) -> Node:
    """A part that is written in short, in full, so that more can be said of what the step names;
    else the node.
    """
    holds_names = steps == ("players",) or (steps[:1] == ("issues",) and steps[2:] == ("options",))
    if isinstance(node, Sequence) and holds_names and step in names_in(node):
        values = {spelled(item.value): item for item in node.items if isinstance(item, Scalar)}
        if len(names_in(node)) < len(node.items):
            return node
        entries = {name: _said(value, steps) for name, value in values.items()}
        return Mapping(
            entries, {name: value.place for name, value in values.items()}, node.place, node.size
        )
    part = part_at(steps)
    if isinstance(node, Scalar) and part is not None and part.short:
        entries = {} if node.value is None else {part.short: node}
        return Mapping(entries, dict.fromkeys(entries, node.place), node.place)
    return node


def _said(value: Scalar, steps: Steps) -> Node:
    """What a bare name in a list says of what it names: its number, if it is one."""
    return (
        value if numeric(value.value) and steps != ("players",) else Scalar(None, "", value.place)
    )


def put(root: Mapping, address: str, value: Node, place: Place, problems: Problems) -> None:
    """Set what an address names to a value; a mistake is noted in `problems`."""
    first = address.partition(".")[0]
    if first in READ_FIRST and address.count(".") < (3 if first == "points" else len(address)):
        said = f"`{first}` is read before anything is set"
        problems.add(place, "unknown-address", said, "change it in the file")
        return
    way = _Way(root, address, place, problems)
    found = way.walk(create=True)
    if found is None:
        return
    node, steps, key = found
    holder, _ = holding(node, key)
    old = _inside(holder, key)
    switched = value.value if isinstance(value, Scalar) and steps in _SWITCHED else None
    if switched in ("on", "off"):
        if switched == "off":
            remove(root, address, place, problems)
        elif old is None:
            way.lost(node, steps, key)
    elif isinstance(holder, Sequence) and old is not None:
        holder.items[index(holder, key) or 0], holder.counted = value, -1
    elif isinstance(holder, Mapping) and old is not None:
        number = next(
            (name for name in NUMBERS if isinstance(old, Mapping) and name in old.entries), ""
        )
        if isinstance(old, Mapping) and isinstance(value, Scalar) and number:
            old.entries[number] = value
        else:
            holder.entries[key], holder.keys[key] = value, place
    elif isinstance(node, Mapping):
        way.add(node, steps, key, value)
    else:
        way.lost(node, steps, key)


def remove(root: Mapping, address: str, place: Place, problems: Problems) -> None:
    """Take away what an address names; a mistake is noted in `problems`."""
    way = _Way(root, address, place, problems)
    found = way.walk(create=False)
    if found is None:
        return
    node, steps, key = found
    holder, _ = holding(node, key)
    if _inside(holder, key) is None:
        way.lost(node, steps, key)
    elif isinstance(holder, Mapping):
        del holder.entries[key]
        holder.keys.pop(key, None)
        holder.gone[key] = place
    elif isinstance(holder, Sequence):
        del holder.items[index(holder, key) or 0]


@dataclass(slots=True)
class _Way:
    """An address on its way through a scenario."""

    root: Mapping
    address: str
    place: Place
    problems: Problems

    def walk(self, create: bool) -> tuple[Node, Steps, str] | None:
        """What holds the last step, the path to it, and that step; what may stand on the way is
        made if asked for.

        None where the way ends before, which is noted.
        """
        section = section_by_name(self.root, self.address)
        steps = [section, self.address] if section else _steps(self.root, self.address)
        node: Node = self.root
        path: Steps = ()
        while True:
            node, steps = self._next(node, path, steps)
            if len(steps) == 1:
                return node, path, steps[0]
            if self._misspelt(node, path, steps[0]):
                return None
            below = reached(node, path, steps[0]) or (
                self._made(node, path, steps[0]) if create else None
            )
            if below is None:
                self.lost(node, path, steps[0])
                return None
            (node, path), steps = below, steps[1:]

    def _misspelt(self, node: Node, path: Steps, step: str) -> bool:
        """Whether the file has a key that seems to mean this step, and is told to be misspelt where
        it stands.
        """
        known = keys_of(path) or []
        if not isinstance(node, Mapping) or step in node.entries or step not in known:
            return False
        meant = nearest_name(step, known)
        return any(nearest_name(key, known) == meant for key in node.entries if key not in known)

    def _next(self, node: Node, path: Steps, steps: list[str]) -> tuple[Node, list[str]]:
        """The node, in full, and the steps; a name with points in it, such as 3.1 or an address, is
        one of them.
        """
        node = self._written_out(node, path, steps[0])
        if self._may_follow(node, path, steps[0]):
            return node, steps
        for width in range(2, min(len(steps), _MOST_POINTS) + 1):
            joined = ".".join(steps[:width])
            full = self._written_out(node, path, joined)
            if self._may_follow(full, path, joined):
                return full, [joined, *steps[width:]]
        return node, steps

    def _may_follow(self, node: Node, path: Steps, step: str) -> bool:
        return reached(node, path, step) is not None or step in options_at(self.root, path)

    def _written_out(self, node: Node, path: Steps, step: str) -> Node:
        """The node, in full where it was written in short; the scenario then holds it in full."""
        full = self._for_each(node, path, step) or written_out(node, path, step)
        if full is not node:
            self._replace(path, full)
        elif (
            isinstance(node, Mapping)
            and path[:1] == ("issues",)
            and len(path) == 2
            and step not in node.entries
        ):
            options = node.entries.get("options")
            if options is not None:
                node.entries["options"] = written_out(options, (*path, "options"), step)
        return full

    def _for_each(self, node: Node, path: Steps, step: str) -> Node | None:
        """One value that stands for all players, as player → that value, where the step is a
        player.
        """
        players = names_in(self.root.entries.get("players"))
        if path not in _FOR_ALL or not isinstance(node, Scalar) or step not in players:
            return None
        return Mapping(dict.fromkeys(players, node), dict.fromkeys(players, node.place), node.place)

    def _replace(self, path: Steps, full: Node) -> None:
        holder = find(self.root, path[:-1])
        if isinstance(holder, Mapping):
            holder.entries[path[-1]] = full

    def _made(self, node: Node, path: Steps, step: str) -> tuple[Node, Steps] | None:
        """A new mapping for a part that the language knows and the file lacks, or for a row of a
        term's table.
        """
        if not isinstance(node, Mapping) or step in node.gone:
            return None
        if step in options_at(self.root, path):
            node, path = _table(node, path)
        elif step not in (
            keys_of(path)
            or (names_in(self.root.entries.get("parameters")) if path == _PAIRS else ())
        ):
            return None
        node.entries[step] = made = Mapping({}, {}, self.place)
        node.keys[step] = self.place
        return made, (*path, step)

    def add(self, node: Mapping, steps: Steps, key: str, value: Node) -> None:
        """Set a new key of a mapping, where the language or the file knows of it, or it is no slip
        of a known one.
        """
        options, keys = options_at(self.root, steps), keys_of(steps)
        if key in options and key not in (keys or ()):
            node, _ = _table(node, steps)
        elif (
            key not in keys
            if keys is not None
            else options or self._is_slip(node, steps, key, value)
        ):
            self.lost(node, steps, key)
            return
        node.entries[key], node.keys[key] = value, self.place
        node.gone.pop(key, None)

    def _is_slip(self, node: Mapping, steps: Steps, key: str, value: Node) -> bool:
        """Whether a new name, of no player or issue, is nearly one that is there, and gets a value
        like that one.
        """
        sections = ("players", "issues", *(("parameters",) if steps[:1] == _PAIRS else ()))
        if any(key in names_in(self.root.entries.get(section)) for section in sections):
            return False
        return not isinstance(value, Mapping) and bool(
            nearest(key, names_below(self.root, node, steps))
        )

    def lost(self, node: Node, path: Steps, step: str) -> None:
        """Note that a step of the address leads nowhere, with what there is."""
        message = f"`{self.address}` names nothing in this scenario: there is no `{step}`"
        if isinstance(node, Scalar):
            message, hint = f"`{self.address}`: nothing stands below `{'.'.join(path)}`", ""
        elif isinstance(node, Mapping) and step in node.gone:
            where = node.gone[step]
            line = "" if where.path.startswith("--") else f" in line {where.line} of {where.path}"
            message = f"`{self.address}` names nothing any more: `remove`{line} takes `{step}` away"
            hint = "set it where it is not removed"
        else:
            hint = self._known(node, path, step)
        self.problems.add(self.place, "unknown-address", message, hint)

    def _known(self, node: Node, path: Steps, step: str) -> str:
        """The nearest name, or what there is."""
        issues = self.root.entries.get("issues")
        if (
            node is self.root
            and isinstance(issues, Mapping)
            and step in issues.entries
            and step == self.address
        ):
            typed = self.place.path if self.place.path.startswith("--set ") else ""
            return f"an issue is committed with `{typed.replace('--set', '--fix', 1) or 'fix'}`"
        names = [name for name in names_below(self.root, node, path) if name != step]
        sections = {
            section: entries_of(self.root.entries.get(section))
            for section in BY_NAME
            if node is self.root
        }
        turned = [name for held in sections.values() for name in held]
        if step in turned:
            return f"write `{section_by_name(self.root, step)}.{self.address}`"
        if hint := nearest(step, [*turned, *names]):
            return hint
        if options := options_at(self.root, path):
            return f"the options here are {listed(options)}"
        if turned:
            return f"the parameters are {listed(turned)}"
        if node is self.root and self.place.path.startswith("--set") and "." not in self.address:
            return (
                "the scenario has no parameters; an address is a path such as "
                f"`{_example(self.root)}`"
            )
        if isinstance(node, Sequence) and not names:
            return (
                f"items of this list are counted from 0 to {len(node.items) - 1}"
                if node.items
                else "the list is empty"
            )
        return f"known here: {listed(names)}"


def _table(term: Mapping, steps: Steps) -> tuple[Mapping, Steps]:
    """The table of a payoff term, or the row of a table that was meant already."""
    values = term.entries.get("values")
    return (
        (values, (*steps, "values"))
        if len(steps) == 3 and isinstance(values, Mapping)
        else (term, steps)
    )


def _example(root: Mapping) -> str:
    """An address that names something in this scenario."""
    for section in ("matrix", "payoffs"):
        node: Node | None = root.entries.get(section)
        path = [section]
        while isinstance(node, Mapping | Sequence) and len(path) < 3 + (section == "matrix"):
            step = next(iter(node.entries), "") if isinstance(node, Mapping) else "0"
            path.append(step)
            node = node.entries.get(step) if isinstance(node, Mapping) else None
        if len(path) > 2:
            return ".".join(path)
    return "players.PLAYER.name"


VARIANT_LIMIT, EXPECTATION_LIMIT = 200, 500
"""How many of each are tried; the shape refuses more."""
COPY_LIMIT = 500_000
"""Values that are copied while they are tried: the larger the file, the fewer of its changes."""

Fixes = dict[str, tuple[str, Place]]


def carry_out(root: Mapping, change: Mapping, problems: Problems) -> Fixes:
    """Set and remove what a change names; issue → the option it commits to, and where that is
    written, comes back.
    """
    for address, value, place in pairs(change.entries.get("set")):
        put(root, address, copied(value), place, problems)
    for item in words_of(change.entries.get("remove")):
        remove(root, spelled(item.value), item.place, problems)
    return {
        issue: (spelled(plain(value)), place)
        for issue, value, place in pairs(change.entries.get("fix"))
    }


def deal_types(root: Mapping, fixes: Fixes, problems: Problems) -> tuple[Mapping, Fixes]:
    """The scenario in which each player whose type is fixed has that type and no other; and the
    fixes that are left.

    Whatever the type sets is set. Everybody then knows the type, so the player's types are taken
    away.
    """
    dealt = {player: fix for player, fix in fixes.items() if _deals(root, player, fix[0])}
    if not dealt:
        return root, fixes
    changed = copied(root)
    for player, (kind, place) in dealt.items():
        known = entries_of(find(root, ("types", player)))
        if kind in known:
            for address, value, where in pairs(find(root, ("types", player, kind, "set"))):
                put(changed, address, copied(value), where, problems)
            remove(changed, f"types.{player}", place, problems)
            _known(changed, player, kind)
        else:
            message = f"`{player}` has no type `{kind}`; it has {listed(known)}"
            problems.add(place, "unknown-option", message, nearest(kind, known))
    return changed, {name: fix for name, fix in fixes.items() if name not in dealt}


def _known(root: Mapping, player: str, kind: str) -> None:
    """Of the types that are dealt together keep what is left once one of them is known: without its
    player, and in the same proportion.
    """
    together, kept = root.entries.get("jointly"), list[Mapping]()
    for item in items_of(together):
        types = entries_of(item).get("types")
        if not (isinstance(item, Mapping) and isinstance(types, Mapping)):
            continue
        if text_of(types.entries.get(player)) == kind:
            del types.entries[player]
            kept.append(item)
    if not kept or not isinstance(together, Sequence):
        return
    together.items[:] = kept
    said = [f"({text_of(item.entries.get('odds')) or '1'})" for item in kept]
    for item, odds in zip(kept, said, strict=True):
        share, place = f"{odds} / ({' + '.join(said)})", item.keys.get("odds", item.place)
        item.entries["odds"], item.keys["odds"] = Scalar(share, share, place), place
    for other in entries_of(kept[0].entries["types"]):  # on the whole they are as likely as that
        own = find(root, ("types", other))
        for name, part in entries_of(own).items():
            full = written_out(part, ("types", other, name), "odds")
            if isinstance(own, Mapping) and isinstance(full, Mapping):
                full.entries.pop("odds", None)
                own.entries[name] = full


def _deals(root: Mapping, name: str, kind: str) -> bool:
    """Whether a fix is of a player's type; in a matrix players' names are issues, too, and options
    come first.
    """
    types, rows = entries_of(find(root, ("types", name))), entries_of(root.entries.get("matrix"))
    columns = (column for row in rows.values() for column in entries_of(row))
    return kind in types and kind not in (*rows, *columns) if rows else bool(types)


def pairs(node: Node | None) -> Iterator[tuple[str, Node, Place]]:
    """The entries of a mapping, with the places of their keys."""
    if isinstance(node, Mapping):
        yield from ((key, value, node.keys[key]) for key, value in node.entries.items())


def try_changes(root: Node, problems: Problems) -> None:
    """Note every variant, inject and expectation's own change that names something the file does
    not have.

    Of a very large file only the first are tried; what is wrong in another one is told to whoever
    asks for it.
    """
    if not isinstance(root, Mapping):
        return
    for varied, change in islice(_changes(root), 1 + COPY_LIMIT // root.size):
        named = (
            find(root, ("variants", spelled(varied.value))) if isinstance(varied, Scalar) else None
        )
        tried = opened(root, [*addressed(named), *addressed(change)])
        if isinstance(named, Mapping):
            carry_out(tried, named, Problems())
        _try(tried, change, problems)


def _changes(root: Mapping) -> Iterator[tuple[Node | None, Mapping]]:
    """Every change that a file writes down, with the name of the variant on which it is made."""
    for section in ("variants", "injects"):
        for _, change, _ in islice(pairs(root.entries.get(section)), VARIANT_LIMIT):
            if isinstance(change, Mapping):
                yield None, change
    for item in items_of(root.entries.get("expect"))[:EXPECTATION_LIMIT]:
        if isinstance(item, Mapping) and ("set" in item.entries or "fix" in item.entries):
            yield item.entries.get("variant"), item


def _outcomes(root: Mapping, event: str) -> list[str]:
    """How an event may come out: the names below its odds, or below those of each player."""
    odds = entries_of(find(root, ("chance", event, "odds")))
    return list(
        dict.fromkeys(label for name, node in odds.items() for label in names_in(node) or [name])
    )


def addressed(change: Node | None) -> list[str]:
    """The addresses that a change sets or removes."""
    return [*entries_of(find(change, ("set",))), *names_in(find(change, ("remove",)))]


def opened(root: Mapping, addresses: Iterable[str]) -> Mapping:
    """A scenario in which these addresses can be changed: it shares every section that none of them
    leads to.
    """
    named = {section_of(root, address) for address in addresses}
    entries = {key: copied(value) if key in named else value for key, value in root.entries.items()}
    return Mapping(entries, dict(root.keys), root.place, root.size, dict(root.gone))


def _try(root: Mapping, change: Mapping, problems: Problems) -> None:
    for issue, (option, place) in deal_types(root, carry_out(root, change, problems), problems)[
        1
    ].items():
        known = entries_of(root.entries.get("issues"))
        known = {**known, **entries_of(root.entries.get("chance"))} if known else {}
        options = names_in(find(root, ("issues", issue, "options"))) or _outcomes(root, issue)
        if known and issue not in known:
            message = f"there is no issue `{issue}`; there is {listed(known)}"
            problems.add(place, "unknown-issue", message, nearest(issue, known))
        elif options and option not in options:
            found = find(change, ("fix", issue))
            message = f"`{issue}` has no option `{option}`; it has {listed(options)}"
            problems.add(
                found.place if found else place, "unknown-option", message, nearest(option, options)
            )
