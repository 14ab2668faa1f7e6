"""One talk between agents, offer by offer, with loops and plain lists: what the kernel does for
thousands of talks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

SAME, BAND, GESTURE, LATE = 1e-12, 0.05, 0.05, 0.8

Table = Sequence[Sequence[float]]


class Agent:
    """One player at one table.

    `kind` is "concession", "tit for tat", "grim", "micro", "logroller", "bluffer" or "random".
    """

    def __init__(
        self,
        player: int,
        kind: str,
        power: float,
        utilities: Table,
        willing: Sequence[bool],
        options: list[list[int]],
    ) -> None:
        self.player, self.kind, self.power, self.own = player, kind, power, list(utilities[player])
        self.willing, self.options = list(willing), options
        self.others = [p for p in range(len(utilities)) if p != player]
        self.ranked = sorted(
            (k for k, yes in enumerate(willing) if yes), key=lambda k: (self.own[k], k)
        )
        self.heard: dict[int, list[int]] = {p: [] for p in self.others}
        self.spoken: list[int] = []
        self.asked = 1.0
        self.limit = 0.0  # nobody asks for less than this
        self.line = self.red_line() if kind == "bluffer" else set()

    def red_line(self) -> set[int]:
        """Of a bluffer: the packages with the worst option of the issue that matters most."""
        best: tuple[float, set[int]] = (-1.0, set())
        for issue in range(len(self.options[0])):
            here: dict[int, list[int]] = {}
            for package, chosen in enumerate(self.options):
                here.setdefault(chosen[issue], []).append(package)
            worth = {
                option: sum(self.own[k] for k in some) / len(some) for option, some in here.items()
            }
            apart = max(worth.values()) - min(worth.values())
            if apart > best[0] + SAME:
                best = apart, set(here[min(worth, key=lambda option: (worth[option], option))])
        return best[1] if set(self.ranked) - best[1] else set()

    def behind(self, number: int, offers: int) -> set[int]:
        """What a bluffer refuses now."""
        return self.line if number < LATE * offers else set()

    def hears(self, speaker: int, package: int) -> None:
        """Take note of an offer."""
        before = [self.own[k] for k in self.heard[speaker]]
        if self.kind == "grim" and before and self.own[package] < max(before) - BAND - SAME:
            self.limit = self.asked
        self.heard[speaker].append(package)

    def asks(self, number: int, offers: int) -> float:
        """The least that it would ask for in the offer of that number."""
        left = min(1.0, (1.0 - number / offers) / (1.0 - LATE))
        if self.kind == "tit for tat":
            worth = {p: [self.own[k] for k in heard] for p, heard in self.heard.items()}
            given = min(max(seen) - seen[0] if seen else 0.0 for seen in worth.values())
            return min(max(1.0 - (GESTURE if self.spoken else 0.0) - given, 0.0), left)
        if self.kind == "micro":
            made = len(set(self.spoken))
            place = made if self.may_speak() else made - 1
            return self.own[self.ranked[::-1][min(place, len(self.ranked) - 1)]]
        if self.kind == "random":
            return self.own[self.spoken[-1]] if self.spoken else self.own[self.ranked[-1]]
        return max(1.0 - (number / offers) ** self.power, min(self.limit, left))

    def may_speak(self) -> bool:
        """Of MiCRO: whether it has not made more different offers than it has heard."""
        return len(set(self.spoken)) <= min(len(set(heard)) for heard in self.heard.values())

    def proposes(self, number: int, offers: int, draws: Sequence[float]) -> int:
        """The package that it proposes."""
        if self.kind == "micro":
            package = self._micro(draws[0])
        elif self.kind == "random":
            package = self.ranked[int(draws[0] * len(self.ranked))]
        else:
            package = self._banded(number, offers, draws)
        self.spoken.append(package)
        return package

    def _micro(self, draw: float) -> int:
        made = len(set(self.spoken))
        best_first = self.ranked[::-1]
        return (
            best_first[made]
            if self.may_speak() and made < len(best_first)
            else best_first[int(draw * made)]
        )

    def _banded(self, number: int, offers: int, draws: Sequence[float]) -> int:
        least = self.asked = self.asks(number, offers)
        ranked = [k for k in self.ranked if k not in self.behind(number, offers)]
        enough = [k for k in ranked if self.own[k] >= least - SAME] or ranked[-1:]
        limit = max(least + BAND, self.own[enough[0]])
        near = [k for k in enough if self.own[k] <= limit + SAME]
        if self.kind == "logroller":
            tried = [near[int(draw * len(near))] for draw in draws]
            return max(tried, key=lambda k: (round(self.liked(k), 12), -tried.index(k)))
        return near[int(draws[0] * len(near))]

    def liked(self, package: int) -> float:
        """How much the others seem to like a package."""
        return sum(self._liked_by(other, self.options[package]) for other in self.others)

    def _liked_by(self, other: int, chosen: list[int]) -> float:
        offers = [self.options[k] for k in self.heard[other]]
        pairs = list(pairwise(offers))
        kept = [1 + sum(a[i] == b[i] for a, b in pairs) for i in range(len(chosen))]
        total = 0.0
        for i, option in enumerate(chosen):
            counts = [
                sum(offer[i] == o for offer in offers)
                for o in range(1 + max(p[i] for p in self.options))
            ]
            total += kept[i] / sum(kept) * counts[option] / max(*counts, 1)
        return total

    def accepts(self, package: int, number: int, offers: int) -> bool:
        """Whether it is worth as much as what it would ask for next."""
        worth = self.own[package] >= self.asks(number + 1, offers) - SAME
        return self.willing[package] and worth and package not in self.behind(number + 1, offers)


def plain_talk(
    agents: Sequence[Agent], draws: Sequence[Sequence[float]], first: int
) -> tuple[list[int], int]:
    """Every offer of one talk, and the package agreed on, -1 for none."""
    said: list[int] = []
    for number, drawn in enumerate(draws):
        speaker = (first + number) % len(agents)
        package = agents[speaker].proposes(number, len(draws), drawn)
        said.append(package)
        yes = True
        for agent in agents:
            if agent.player != speaker:
                agent.hears(speaker, package)
                yes = agent.accepts(package, number, len(draws)) and yes
        if yes:
            return said, package
    return said, -1
