"""What an author sees in an editor: a real yaml-language-server, offline, on files that negotiate
wrote.

The server comes by npm and is named by `YAML_LANGUAGE_SERVER` or found on the PATH; `.ci/peers`
brings it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import negotiate
from negotiate.language.editor.beside import refresh
from negotiate.language.library import library, shipped
from negotiate.language.writing.reports import TEMPLATES
from tests.editors.language_server import LanguageServer, server_command

COMMAND = server_command()
WHY = (
    "no yaml-language-server: set YAML_LANGUAGE_SERVER to one, or run .ci/peers, which installs "
    "it by npm"
)
if COMMAND is None:
    pytest.skip(WHY, allow_module_level=True)

FISH = """format: 1
title: Fish
players:
  north: {name: Northland}
  south: {name: Southland}
parameters:
  worth: {value: 3, range: [0, 5], about: what a tonne is worth}
issues:
  quota:
    name: Quota
    decided_by: north
    unit: tonnes
    options: {low: 10, high: 30}
  boats:
    decided_by: agreement
    options: [0, 5, many]
status_quo:
  quota: low
  boats: 0
payoffs:
  north:
    catch:
      by: quota
      values:
        high: 2
  south:
    nets:
      by: boats
      values: {5: 1, many: worth}
    pay:
      amount: worth
      when:
        boats: 5
red_lines:
  limit:
    player: south
    never:
      quota: high
protocol:
  - move: offer
    player: north
    announces: quota
  - move: reply
    player: south
    choose:
      take: {boats: 5}
      leave: {}
    when: offer == low
variants:
  rich:
    set:
      worth: 5
    fix:
      quota: high
happened:
  2020: {quota: low, boats: 5}
expect:
  - solve:
      quota: low
    in: some
  - tree: {boats: {0: 0.5, 5: 0.5}}
    in: no
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editor")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    with LanguageServer(COMMAND, folder) as running:
        yield running


@pytest.fixture(scope="module")
def fish(folder: Path) -> Path:
    path = folder / "fish quota.yaml"
    path.write_text(FISH, "utf-8")
    refresh(path)
    return path


def changed(path: Path, old: str, new: str) -> str:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def marked(server: LanguageServer, path: Path, text: str | None = None) -> list[str]:
    found = server.open(path, text)
    server.close(path)
    return found


@pytest.mark.parametrize(
    ("old", "new", "offered"),
    [
        ("status_quo:\n  quota: low", "status_quo:\n  quota: |", {"low", "high"}),
        ("status_quo:\n  quota: low\n  boats: 0", "status_quo: {quota: |}", {"low", "high"}),
        ("  boats: 0\n", "  boats: |\n", {"0", "5", "many"}),
        ("  boats: 0\n", "  |\n", {"boats"}),
        ("decided_by: north", "decided_by: |", {"north", "south", "agreement"}),
        ("    player: south\n    never", "    player: |\n    never", {"north", "south"}),
        ("announces: quota", "announces: |", {"quota", "boats"}),
        ("      quota: high\nprotocol", "      |\nprotocol", {"quota", "boats"}),
        ("      quota: high\nprotocol", "      quota: [|]\nprotocol", {"low", "high"}),
        ("      quota: high\nhappened", "      quota: |\nhappened", {"low", "high"}),
        ("take: {boats: 5}", "take: {boats: |}", {"0", "5", "many"}),
        ("    when: offer == low", "    when:\n      reply: |", {"take", "leave"}),
        ("amount: worth", "amount: |", {"worth"}),
        ("  - solve:\n      quota: low", "  - solve:\n      quota: |", {"low", "high"}),
    ],
)
def test_the_names_of_this_file_are_offered(
    server: LanguageServer, fish: Path, old: str, new: str, offered: set[str]
) -> None:
    assert set(server.complete(fish, changed(fish, old, new))) == offered


@pytest.mark.parametrize(
    ("old", "new", "some"),
    [
        ("    when: offer == low", "    when:\n      |", {"quota", "boats", "offer", "reply"}),
        (
            "      worth: 5",
            "      |",
            {"worth", "payoffs.north.catch.high", "red_lines.limit.cost"},
        ),
        ("        high: 2", "        |", {"low", "high"}),
        ("    in: some\n", "    |\n", {"in", "count", "where", "variant"}),
        ("    in: some\n", "    in: |\n", {"every", "some", '"no"'}),
        ("    in: some\n", "    variant: |\n", {"rich"}),
        ("red_lines:\n", "briefs:\n  |\nred_lines:\n", {"public", "teacher", "north", "south"}),
        ("red_lines:\n", "|\nred_lines:\n", {"no_deal", "on_table", "briefs"}),
    ],
)
def test_keys_and_addresses_are_offered(
    server: LanguageServer, fish: Path, old: str, new: str, some: set[str]
) -> None:
    assert some <= set(server.complete(fish, changed(fish, old, new)))


def test_the_options_of_other_issues_are_not_offered(server: LanguageServer, fish: Path) -> None:
    found = server.complete(fish, changed(fish, "        high: 2", "        |"))
    assert not {"0", "5", "many"} & set(found)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "title: Fish",
            "titel: Fish",
            ["Property titel is not allowed", 'Missing property "title"'],
        ),
        ("  quota: low\n  boats", "  quota: lo\n  boats", ['Valid values: "low", "high"']),
        ("  boats: 0\n", "  boats: 7\n", ['Valid values: 0, 5, "many"']),
        ("  boats: 0\n", "  boat: 0\n", ["Property boat is not allowed"]),
        ("    decided_by: north\n", "", ['Missing property "decided_by"']),
        (
            "    player: south\n    never",
            "    player: sout\n    never",
            ['Valid values: "north", "south"'],
        ),
        ("    player: south\n    never", "    never", ['Missing property "player"']),
        (
            "        high: 2",
            "        hig: 2",
            ["Property hig is not allowed", 'Missing property "high"'],
        ),
        ("      worth: 5", "      wurth: 5", ["Property wurth is not allowed"]),
        ("values: {5: 1,", "values: {6: 1,", ["Property 6 is not allowed", 'Missing property "5"']),
        ("take: {boats: 5}", "take: {boots: 5}", ["Property boots is not allowed"]),
        ("  - solve:\n      quota: low", "  - solve:\n      quota: lo", ["low"]),
    ],
)
def test_a_mistake_is_marked(
    server: LanguageServer, fish: Path, old: str, new: str, said: list[str]
) -> None:
    found = marked(server, fish, changed(fish, old, new))
    for words in said:
        assert any(words in line for line in found), found


def test_a_sound_file_is_not_marked(server: LanguageServer, fish: Path) -> None:
    assert marked(server, fish) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("decided_by: north", "decided|_by: north", ["a player", "agreement", "Northland"]),
        ("status_quo:\n  quota", "status_quo:\n  quo|ta", ["Quota", "10 tonnes"]),
        ("announces: quota", "announ|ces: quota", ["binds nobody"]),
        ("      worth: 5", "      wor|th: 5", ["what a tonne is worth"]),
    ],
)
def test_hovering_says_what_a_key_is_for(
    server: LanguageServer, fish: Path, old: str, new: str, said: list[str]
) -> None:
    found = server.hover(fish, changed(fish, old, new))
    for words in said:
        assert words in found


def test_no_shipped_scenario_is_marked(server: LanguageServer) -> None:
    found = {name: marked(server, path) for name, path in shipped().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_shipped_scenario_is_checked_all_the_same(server: LanguageServer) -> None:
    path = library() / "classics" / "chicken.yaml"
    assert marked(server, path, path.read_text("utf-8").replace("matrix:", "matrx:"))


def test_a_copy_is_not_marked_by_its_own_schema(server: LanguageServer, folder: Path) -> None:
    for name, path in shipped().items():
        copy = folder / f"{name.rpartition('/')[2]}.yaml"
        shutil.copyfile(path, copy)
        refresh(copy)
        assert marked(server, copy) == [], name


def test_what_new_makes_is_not_marked(server: LanguageServer, folder: Path) -> None:
    for template in (template.name for template in TEMPLATES):
        made = negotiate.new(template, folder / f"from-{template}.yaml")
        assert marked(server, made.path) == [], template
        wrong = made.path.read_text("utf-8").replace("\nplayers:", "\nplayer:")
        assert any("player is not allowed" in line for line in marked(server, made.path, wrong)), (
            template
        )


def test_a_file_that_extends_another_is_completed_with_its_names(
    server: LanguageServer, fish: Path, folder: Path
) -> None:
    path = folder / "more.yaml"
    path.write_text(
        f"extends: {fish.name}\ntitle: More fish\nset:\n  worth: 4\nremove: [red_lines.limit]\n",
        "utf-8",
    )
    refresh(path)
    assert marked(server, path) == []
    offered = server.complete(path, path.read_text("utf-8") + "no_deal:\n  quota: |\n")
    assert set(offered) == {"low", "high"}
    assert marked(server, path, path.read_text("utf-8").replace("worth", "wurth"))
