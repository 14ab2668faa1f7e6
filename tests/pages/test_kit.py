"""The hand-outs of a class: a score sheet adds up to the payoff, and a page holds no secret of
another reader.
"""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.language.briefs import paragraphs
from negotiate.language.library import shipped
from negotiate.language.shelf import shelf
from negotiate.model.payoffs import add_up
from negotiate.pages.endings import when
from negotiate.pages.kit import kit, page_for, write
from negotiate.pages.orders import slips
from negotiate.pages.sheets import deal_form, score_sheet
from negotiate.report import html
from negotiate.report.blocks import Bullets, Cell, Section, Sentence, Table
from negotiate.report.plain import plain
from tests.cli.shell import ask

NO_ORDER = Path(__file__).parents[1] / "no_order.yaml"

CLASS = "us-china/beijing-2018-class"
SECRETS = """
format: 1
title: Secrets
summary: What everybody reads.
teaches: [lesson-of-teacher]
players:
  red: {name: Red, unit: points, about: about-of-red}
  blue: {name: Blue, unit: points, about: about-of-blue}
issues:
  x: {name: Line x, options: [none, some, all], decided_by: agreement}
  y: {name: Line y, options: [low, high], decided_by: agreement}
status_quo: {x: none, y: low}
no_deal: status_quo
payoffs:
  red:
    termofred: {by: x, values: {some: 17.125, all: 31.375}, about: reason-of-red}
    both: {amount: 3.0625, when: x == all and y == high}
  blue:
    termofblue: {by: x, values: {some: 23.625, all: 41.875}, about: reason-of-blue}
red_lines:
  lineofred: {player: red, never: {x: all}, about: line-of-red}
  lineofblue: {player: blue, never: {y: high}, about: line-of-blue}
briefs:
  public: "brief-of-public <script>alert(1)</script>"
  red: brief-of-red
  blue: brief-of-blue
  teacher: brief-of-teacher
happened: {really: {x: some, y: low}}
"""
MARKS = {
    "red": ["17.125", "31.375", "34.4375", "brief-of-red", "line-of-red"],
    "blue": ["23.625", "41.875", "brief-of-blue", "line-of-blue"],
    "teacher": ["brief-of-teacher", "lesson-of-teacher"],
}


@pytest.fixture
def secrets(tmp_path: Path) -> negotiate.Scenario:
    path = tmp_path / "secrets.yaml"
    path.write_text(SECRETS, "utf-8")
    return negotiate.load(str(path))


def test_a_page_holds_what_its_reader_may_know_and_no_secret_of_another(
    secrets: negotiate.Scenario,
) -> None:
    for document in kit(secrets).documents:
        text = html.page(document.report)
        for reader, marks in MARKS.items():
            for mark in marks:
                if document.reader == reader:
                    assert mark in text
                elif document.reader != "teacher":
                    assert mark not in text
        assert "termofred" not in text or document.reader in ("red", "teacher")
        assert "<script>" not in text


def test_the_brief_of_one_role_alone(secrets: negotiate.Scenario) -> None:
    assert [one.reader for one in kit(secrets, "blue").documents] == ["blue"]
    with pytest.raises(UnsuitableGame, match="no player `green`"):
        kit(secrets, "green")


@pytest.mark.parametrize("name", shipped())
def test_a_score_sheet_adds_up_to_the_payoff(name: str) -> None:
    one = negotiate.load(name)
    try:
        form = deal_form(one)
        sheets = [score_sheet(one, player) for player in one.keys]
    except UnsuitableGame:
        return
    random = np.random.default_rng(1)
    rest = {key: {**one.status_quo, **one.fixed}.get(key, 0) for key in one.issues}
    for _ in range(10):
        options = {issue.id: int(random.integers(len(issue.options))) for issue in form.issues}
        assert form.read(form.code(options)) == options
        payoffs = add_up(one.grid((), {**rest, **options}), one.keys, (), with_moves=False)[0]
        assert [sheet.points(options) for sheet in sheets] == pytest.approx(
            payoffs.tolist(), rel=1e-9, abs=1e-9
        )


def test_issues_that_count_together_stand_in_one_table(secrets: negotiate.Scenario) -> None:
    sheet = score_sheet(secrets, "red")
    assert [[issue.id for issue in table.issues] for table in sheet.tables] == [["x", "y"]]
    assert sheet.points({"x": 2, "y": 1}) == 31.375 + 3.0625


def test_the_guide_answers_what_a_brief_asks() -> None:
    one = negotiate.load(CLASS)
    pages = {document.reader: html.page(document.report) for document in kit(one).documents}
    form, sheet = deal_form(one), score_sheet(one, "us")
    asked = re.findall(r"What is <code>([A-Z]+)</code> worth to you", pages["us"])
    assert len(asked) == 3
    for code in asked:
        points = sheet.points(form.read(code))
        better = "more" if points > 28 else "no more"  # no deal gives the United States 28
        assert f"<code>{code}</code>: {points:g}, {better} than without a deal" in pages["teacher"]
        assert f"<code>{code}</code>: {points:g}" not in pages["public"] + pages["us"]


def test_paragraphs_and_lists_of_a_brief_stay_apart() -> None:
    found = list(
        paragraphs(
            "# Aims\n\nOne\ntwo `as typed`.\n\n- first\n  - inner\n- second\n\n1. "
            "third\n\n<b>bold</b>"
        )
    )
    assert found == [
        Section("Aims", ()),
        Sentence("One\ntwo `as typed`.", apart=True),
        Bullets(("first", "– inner", "second")),
        Bullets(("third",), 1),
        Sentence("<b>bold</b>", apart=True),
    ]


def test_pages_are_written_again_but_nothing_else_is_replaced(
    secrets: negotiate.Scenario, tmp_path: Path
) -> None:
    folder = tmp_path / "kit"
    assert [write(kit(secrets), str(folder)).replaced for _ in range(2)] == [0, 4]
    assert sorted(path.name for path in folder.iterdir()) == [
        "brief-blue.html",
        "brief-red.html",
        "general.html",
        "guide.html",
    ]
    (folder / "guide.html").write_text("mine", "utf-8")
    (folder / "general.html").unlink()
    with pytest.raises(FileRefused, match="exists already"):
        write(kit(secrets), str(folder))
    assert not (folder / "general.html").exists()


def test_pages_that_were_replaced_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path)
    ask(capsys, "kit", CLASS, "--role", "us", "--out", folder)
    told = " ".join(ask(capsys, "kit", CLASS, "--out", folder).out.split())
    assert "One older page was replaced: `brief-us.html`." in told


def test_pages_of_another_scenario_are_left_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path)
    assert ask(capsys, "kit", CLASS, "--out", folder).code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for other in (
        ["us-china/beijing-2018"],
        [CLASS, "--variant", "to_the_letter"],
        [CLASS, "--role", "us", "--fix", "plan=keep"],
    ):
        run = ask(capsys, "kit", *other, "--out", folder)
        assert run.code == 2
        assert (
            "is no page of the kit of "
            f"{' '.join(word for word in other if word not in ('--role', 'us'))}"
        ) in " ".join(run.err.split())
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert "Five older pages were replaced." in " ".join(
        ask(capsys, "kit", CLASS, "--out", folder).out.split()
    )


def test_orders_have_a_slip_a_move_and_else_one_a_side() -> None:
    found = slips(negotiate.load("us-china/beijing-2018"))
    assert [slip.title.partition(":")[0] for slip in found] == [
        "Move 1",
        "Move 2",
        "Move 4",
        "Move 5",
        "Move 6",
    ]
    assert found[0].choices == (
        ("Threaten", ("As in January 2018", "25 % on $50bn", "25 % on $150bn")),
    )
    assert found[1].when == "Only if “threaten” is not “as in January 2018”."
    assert found[2].choices[0][1] == (
        "Carry out (US tariff on goods from China: as announced)",
        "Back down",
    )
    us, china = slips(negotiate.load(CLASS))
    assert [what for what, _ in us.choices] == ["US tariffs on Chinese goods"]
    assert [len(options) for _, options in china.choices] == [4, 3]
    page = next(one for one in kit(negotiate.load(CLASS)).documents if one.kind == "slips")
    text = html.page(page.report, kind=page.kind)
    assert text.count("☐") == 4 + 4 + 3
    assert '<body class="slips">' in text
    assert not slips(negotiate.load("classics/orange"))


def test_a_side_has_a_sheet_for_each_way_in_which_types_matter_to_it() -> None:
    """Weak, the stranger has 1 for quiche; strong, 1 for beer. The bully has 1 for a duel with the
    weak alone.
    """
    for name, player, titles in (
        ("classics/beer-quiche", "stranger", [" if you are weak", " if you are strong"]),
        ("classics/beer-quiche", "bully", [" if Stranger is weak", " if Stranger is strong"]),
        ("classics/chain-store-types", "first", [""]),
        ("classics/kuhn-poker", "first", []),
    ):
        page = html.page(page_for(negotiate.load(name), player).report)
        assert re.findall("Your score sheet(.*?), in", page) == titles
    page = html.page(page_for(negotiate.load("classics/beer-quiche"), "stranger").report)
    tables = re.findall(r"score sheet if.*?</table>", page, re.DOTALL)
    assert [re.findall(r">(\d)</td>", table) for table in tables] == [list("2031"), list("3120")]


def test_a_sheet_of_long_numbers_is_rounded_and_says_so() -> None:
    one = negotiate.load("us-china/beijing-2018")
    pages = {
        document.reader: html.page(document.report)
        for document in kit(one).documents
        if not document.kind
    }
    assert "The numbers are rounded." in pages["us"]
    assert not re.search(r"\d\.\d{3}|e-1\d", pages["us"].partition("<main>")[2])
    exact = html.page(kit(negotiate.load(CLASS), "us").documents[0].report)
    assert "rounded" not in exact


def test_the_command_writes_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = ask(capsys, "kit", CLASS, "-o", str(tmp_path / "kit"), "--json")
    assert run.code == 0
    told = json.loads(run.out)
    assert [one["name"] for one in told["documents"]] == [
        "guide",
        "orders",
        "general",
        "brief-us",
        "brief-china",
    ]
    assert any("You never sign a deal" in line for line in told["documents"][3]["text"])
    assert (tmp_path / "kit" / "brief-us.html").read_text("utf-8").startswith(html.OPENING)
    assert ask(capsys, "kit", CLASS, "--role", "nobody").code == 4
    assert "did you mean `china`?" in ask(capsys, "kit", CLASS, "--role", "chnia").err
    assert ask(capsys, "kit", "classics/travellers-dilemma").code == 4


def test_a_letter_a_line_says_every_deal() -> None:
    form = deal_form(negotiate.load(CLASS))
    codes = {
        form.code(dict(zip([issue.id for issue in form.issues], place, strict=True)))
        for place in product(range(3), repeat=4)
    }
    assert len(codes) == 81
    assert form.read("bcaa") == form.read("BCAA")
    with pytest.raises(UnsuitableGame, match="no option"):
        form.read("AADA")
    with pytest.raises(UnsuitableGame, match="4 lines"):
        form.read("AA")


def test_a_name_within_another_name_gives_nothing_away(tmp_path: Path) -> None:
    text = """
format: 1
title: Names
players: {a: {name: Iran}, b: {name: Iranian exiles}}
issues: {x: {options: [low, high], decided_by: a}, y: {options: [low, high], decided_by: b}}
status_quo: {x: low, y: low}
prefers: {a: [x == high], b: [y == high]}
"""
    path = tmp_path / "names.yaml"
    path.write_text(text, "utf-8")
    pages = {one.reader: html.page(one.report) for one in kit(negotiate.load(str(path))).documents}
    assert "Iranian exiles prefers" not in pages["a"]
    assert "“x” is “high”" in pages["a"]
    assert "“x” is “high”" not in pages["b"]
    assert "“y” is “high”" in pages["b"]


def test_a_player_whose_key_means_another_reader_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text(
        "format: 1\ntitle: Keys\nplayers: [public, b]\nmatrix: {r: {c: [1, 1], d: [0, 0]}}\n",
        "utf-8",
    )
    with pytest.raises(UnsuitableGame, match="another reader"):
        kit(negotiate.load(str(path)))


def test_what_cannot_happen_is_said_and_not_asked_about() -> None:
    pages = {
        one.reader: html.page(one.report) for one in kit(negotiate.load(str(NO_ORDER))).documents
    }
    assert "What cannot happen" in pages["public"]
    assert "<code>AB</code>" not in pages["workshop"]


@pytest.mark.parametrize(
    ("name", "read_out", "theory"),
    [
        ("classics/hawk-dove", "such as <code>7 AA</code> for group 7", "three Nash equilibria"),
        (
            "classics/entry-deterrence",
            "one letter for each move",
            "one subgame-perfect equilibrium",
        ),
        ("classics/trade-war-538", "the letters of each round", "does not hold if both play"),
    ],
)
def test_where_nobody_signs_no_page_speaks_of_a_deal(name: str, read_out: str, theory: str) -> None:
    pages = {
        one.reader: html.page(one.report).partition("<main>")[2]
        for one in kit(negotiate.load(name)).documents
    }
    assert read_out in pages["public"]
    assert theory in pages["teacher"]
    for reader, page in pages.items():
        assert not re.search(r"\bdeals?\b|You (?:never )?sign", page), reader


def test_a_question_stands_once_on_a_brief() -> None:
    [page] = [
        html.page(one.report) for one in kit(negotiate.load("classics/hawk-dove"), "row").documents
    ]
    assert re.findall(r"What is <code>([A-Z]+)</code> worth to you", page) == ["AB", "BA"]


def test_delegations_without_a_common_issue_still_sign() -> None:
    pages = {
        one.reader: html.page(one.report)
        for one in kit(negotiate.load("us-china/geneva-2025")).documents
    }
    assert "The deal form" in pages["public"]
    assert "Sign nothing that is worth less to you" in pages["us"]


ODDS = """
format: 1
title: Odds
players: {a: {}, b: {}}
parameters: {qa: 0.6131, qb: 0.2377}
issues:
  x: {decided_by: agreement, options: [xl, xr]}
status_quo: {x: xl}
no_deal: status_quo
chance:
  e: {odds: {a: {up: qa, down: 1 - qa}, b: {up: qb, down: 1 - qb}}}
  f: {odds: {up: 0.2 + 0.1, down: 1 - 0.3}}
payoffs:
  a: {t: {expr: "if(e == up, 3, 0)", when: x == xr}}
  b: {t: {expr: "if(e == up, 4, 0)", when: x == xr}}
red_lines:
  soft: {player: a, never: {x: xr, e: down}, cost: 2}
  wish: {player: b, insists: {x: xr, e: up}, cost: 1}
types:
  b:
    soft: {odds: 0.5, set: {qb: 0.7171}}
    hard: {odds: 0.5}
"""


def lines_for(one: negotiate.Scenario, reader: str) -> str:
    """The page of a reader in one line."""
    return " ".join(" ".join(page_for(one, reader).text).split())


def test_odds_are_numbers_and_those_of_the_side_s_own_type(tmp_path: Path) -> None:
    path = tmp_path / "odds.yaml"
    path.write_text(ODDS, "utf-8")
    one = negotiate.load(str(path))
    mine, other, public = (lines_for(one, reader) for reader in ("b", "a", "public"))
    assert "If you are soft: up with probability 0.7171 or down with probability 0.2829" in mine
    assert "If you are hard: up with probability 0.2377 or down with probability 0.7623" in mine
    assert "up with probability 0.6131 or down with probability 0.3869" in other
    assert not any(number in other + public for number in ("0.7171", "0.2377", "0.2829", "0.7623"))
    assert "up with probability 0.3 or down with probability 0.7" in public
    assert "If you are hard" not in lines_for(negotiate.load(str(path), fix={"b": "soft"}), "b")


def test_a_price_that_looks_at_an_event_is_told_without_its_condition(tmp_path: Path) -> None:
    path = tmp_path / "prices.yaml"
    path.write_text(ODDS, "utf-8")
    one = negotiate.load(str(path))
    assert "If you sign a deal in which “x” is “xr” and “e” is “down”, take away 2." in lines_for(
        one, "a"
    )
    assert (
        "If you sign a deal without this: “x” is “xr” and “e” is “up”, take away 1."
        in lines_for(one, "b")
    )


def test_a_brief_that_says_how_a_type_is_drawn_is_not_contradicted() -> None:
    for name, player in (("classics/used-car", "seller"), ("classics/beer-quiche", "stranger")):
        assert "Your brief says how you learn which." in lines_for(negotiate.load(name), player)


def test_every_scenario_that_fits_a_class_has_a_form() -> None:
    fit = [one.name for one in shelf(for_class=True).scenarios]
    assert "classics/travellers-dilemma" not in fit
    assert all(deal_form(negotiate.load(name)).issues for name in fit)


def test_the_form_of_a_venture_has_a_line_for_each_decision() -> None:
    public = lines_for(negotiate.load("classroom/joint-venture"), "public")
    assert "the deal form has a line for each" in public
    assert "Fee if approved" in public
    assert "The laboratory's share if refused" in public


def test_the_minutes_of_a_guide_add_up(tmp_path: Path) -> None:
    """The flagship's author says two minutes to hand out, eight to read, twenty to negotiate and
    twenty to talk.
    """
    told = {}
    for minutes in (10, 15, 20, 25, 30, 40, 45, 50, 60, 75):
        path = tmp_path / f"{minutes}.yaml"
        path.write_text(
            SECRETS.replace("title: Secrets", f"title: Secrets\nminutes: {minutes}"), "utf-8"
        )
        said = "\n".join(kit(negotiate.load(str(path))).documents[0].text)
        told[minutes] = [
            int(one) for one in re.findall(r"^- \*\*.+\*\*: (\d+) minutes?$", said, re.MULTILINE)
        ]
        assert sum(told[minutes]) == minutes
    assert told[50] == [2, 8, 20, 20]


def test_a_side_without_numbers_has_its_ranking_in_the_letters_of_the_form() -> None:
    """The United States of 2018 likes sanctions and an Iran within limits best; two outcomes share
    its last place.
    """
    [brief] = kit(negotiate.load("conflicts/iran-2018"), "us").documents
    table = next(block for block in brief.report.walk() if isinstance(block, Table))
    shown = [(row[0].shown if isinstance(row[0], Cell) else row[0], row[1]) for row in table.rows]
    assert shown[:3] == [("best", "BAB"), ("2nd best", "BAA"), ("3rd best", "BBB")]
    assert [word for word, _ in shown].count("worst") == 2
    said = "\n".join(brief.text)
    assert "within_limits" not in said
    [ministry] = kit(negotiate.load("conflicts/elmira-1991"), "moe").documents
    assert "gmcr-py" not in "\n".join(ministry.text)
    assert "the most important first" in "\n".join(ministry.text)


def test_the_guide_answers_what_is_played() -> None:
    """Nobody decides anything alone in the pie, which is shared by offers in turn: ten slices for
    who opens.
    """
    guide = "\n".join(kit(negotiate.load("classics/rubinstein")).documents[0].text)
    assert "nothing to decide" not in guide
    assert "## Offers in turn" in guide
    assert "If Ann opens, Bob accepts the first proposal: Ann's share: 10 slices." in guide
    other = "\n".join(kit(negotiate.load(CLASS)).documents[0].text)
    assert "## If nobody talks" in other
    assert "## Offers in turn" not in other


def test_a_sheet_names_only_types_that_make_a_difference() -> None:
    page = "\n".join(kit(negotiate.load("classics/used-car"), "seller").documents[0].text)
    assert re.findall("Your score sheet(.*?), in", page) == [
        " if you are eager",
        " if you are attached",
    ]
    pairs = [(("a", x), ("b", y)) for x in "pq" for y in "rs"]
    assert when("a", pairs, pairs) == ""
    assert when("a", pairs[:2], pairs) == " if you are p"
    assert when("b", pairs[:1], pairs) == " if a is p and you are r"
    assert when("c", [pairs[0], pairs[3]], pairs) == " if a is p and b is r or a is q and b is s"


def test_a_brief_of_a_war_game_says_what_the_state_costs(tmp_path: Path) -> None:
    """Each point of tension costs China 2; the United States minds it by its tariff, which no
    single number tells.
    """
    path = tmp_path / "war.yaml"
    path.write_text(
        "format: 1\ntitle: War\nplayers: {us: {name: United States}, china: {name: China}}\n"
        "issues:\n  us_tariff: {decided_by: us, options: {low: 3, high: 21}}\n"
        "  cn_tariff: {decided_by: china, options: {low: 3, high: 21}}\n"
        "status_quo: {us_tariff: low, cn_tariff: low}\n"
        "payoffs:\n  us:\n    own: {expr: us_tariff - cn_tariff}\n    fear: {expr: -tension * "
        "us_tariff}\n"
        "  china:\n    own: {expr: cn_tariff - us_tariff}\n    fear: {expr: 7 - 2 * tension, "
        "about: Firms wait.}\n"
        "turns: {count: 3}\n"
        "state:\n  tension: {value: 2, range: [0, 10], next: 'tension + if(us_tariff > 10, 2, "
        "0)'}\n",
        "utf-8",
    )
    for tension, counts in ((2, -4), (5, -10)):
        one = negotiate.load(str(path), set={"tension": tension})
        us, china = (" ".join(plain(page_for(one, key).report, True)) for key in one.keys)
        assert (
            "Every turn has 7 besides. Add what the state counts below; it changes from turn to "
            "turn."
        ) in china
        assert (
            f"Tension is {tension} now, which counts {counts}. When it rises by 1, a turn is worth "
            "2 less to you. "
            "Firms wait." in china
        )
        assert (
            f"Tension is {tension} now, and the numbers above count it so. It counts in this: "
            "-tension *"
        ) in us
        assert "deal" not in us.partition("Your score sheet")[2]
        for key in one.keys:
            sheet = score_sheet(one, key)
            worth = add_up(
                one.grid((), {"us_tariff": 1, "cn_tariff": 0}), one.keys, (), with_moves=False
            )[0]
            assert sheet.points({"us_tariff": 1, "cn_tariff": 0}) == worth[one.keys.index(key)]


def test_three_players_of_whom_one_alone_decides_have_pages(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    term = "own: {by: x, values: {left: 1, right: 2}}"
    path.write_text(
        "format: 1\ntitle: One decides\nplayers: [ann, bob, cat]\n"
        "issues: {x: {decided_by: ann, options: [left, right]}}\n"
        f"payoffs: {{ann: {{{term}}}, bob: {{{term}}}, cat: {{{term}}}}}\n",
        "utf-8",
    )
    general = next(one for one in kit(negotiate.load(str(path))).documents if one.name == "general")
    assert "Read out one letter a player, in this order, such as `7 AAA` for group 7." in str(
        general.report.blocks
    )


def test_an_order_in_turns_has_one_line_whatever_comes_and_only_types_are_known(
    tmp_path: Path,
) -> None:
    path = tmp_path / "siege.yaml"
    path.write_text(
        """
format: 1
title: A siege
players: {camp: {name: The Camp}, city: {name: The City}}
issues:
  gates: {name: The gates, decided_by: city, options: [shut, open]}
  ransom: {name: The ransom, decided_by: agreement, options: {0: 0, 40: 40}, contingent_on: relief}
status_quo: {gates: shut, ransom: 0}
chance: {relief: {name: The relief, odds: {comes: 0.3, stays: 0.7}}}
payoffs:
  camp: {silver: {expr: ransom}, town: {amount: 5, when: gates == open}}
  city: {silver: {expr: -ransom}, saved: {amount: 30, when: relief == comes}}
types: {city: {fed: {odds: 0.5}, hungry: {odds: 0.5}}}
turns: {count: 3}
""",
        "utf-8",
    )
    page = "\n".join(plain(page_for(negotiate.load(str(path)), "city").report, True))
    assert "The ransom if" not in page
    assert "The City knows what it is itself." in page
    assert "Each side knows" not in page
