"""What a file says of playing again: by which addresses it is changed, and what its schema accepts
and refuses.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import negotiate
from negotiate.errors import ScenarioError
from negotiate.language.editor.file_schema import schema_of
from negotiate.language.editor.schema import json_schema
from negotiate.repeated.strategies.registry import strategies

WRITTEN: dict[str, Any] = {
    "format": 1,
    "title": "Two ports",
    "players": {"north": {"patience": 0.8}, "south": {}},
    "parameters": {"slip": 0.1},
    "issues": {
        "quota": {"decided_by": "north", "options": ["low", "high"]},
        "access": {"decided_by": "south", "options": ["shut", "open"]},
        "fee": {"decided_by": "agreement", "options": [0, 5]},
    },
    "status_quo": {"quota": "low", "access": "shut", "fee": 0},
    "payoffs": {
        "north": {"t": {"expr": "fee + if(quota == high, 3, 0)"}},
        "south": {"t": {"expr": "-fee + if(access == open, 2, 0)"}},
    },
    "repeat": {
        "period": "a season",
        "postures": {
            "north": {"spare": {"quota": "low"}, "fish": {"quota": "high"}},
            "south": {"close": {}, "admit": {"access": "open"}},
        },
        "agreement": {"north": "spare"},
        "punishment": {"south": "admit"},
        "sets": {"fee": 5},
        "noise": "slip",
        "misread": {"north": 0.02},
        "ends": 0.05,
        "walk_away": {"north": 0, "south": "slip"},
        "plays": {"north": "warns", "south": {"strategy": "punish", "periods": 3}},
        "strategies": {
            "warns": {
                "player": "north",
                "about": "forgives once",
                "start": "calm",
                "states": {
                    "calm": {
                        "plays": "spare",
                        "next": [{"when": {"south": ["admit"]}, "to": "angry"}],
                    },
                    "angry": {"plays": {"spare": 0.5, "fish": 0.5}, "next": [{"to": "calm"}]},
                },
            }
        },
        "signals": {"smoke": [{"when": "quota == high", "odds": 0.5}], "clear": None},
        "phases": {
            "plenty": {"next": [{"when": {"quota": "high"}, "to": "scarce", "odds": "slip"}]},
            "scarce": {"about": "few fish", "set": {"slip": 0.2}, "next": [{"to": "plenty"}]},
        },
    },
    "expect": [
        {
            "simulate": "fails",
            "plays": "grim",
            "concept": "nash",
            "holds_from": {"north": "never"},
            "binding": "north",
        },
    ],
}


def put(folder: Path, written: dict[str, Any] = WRITTEN) -> Path:
    path = folder / "ports.yaml"
    path.write_text(json.dumps(written), "utf-8")
    return path


def changed(*keys: str | int, value: Any) -> dict[str, Any]:
    """The file with another value below these keys."""
    copy = json.loads(json.dumps(WRITTEN))
    here = copy
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    found: dict[str, Any] = copy
    return found


def test_a_file_that_says_everything_fits_both_schemas(tmp_path: Path) -> None:
    jsonschema.Draft7Validator(json_schema()).validate(WRITTEN)
    jsonschema.Draft7Validator(schema_of(put(tmp_path))).validate(WRITTEN)
    assert negotiate.load(str(put(tmp_path))).repeat.period == "a season"


SLIPS: list[tuple[tuple[str | int, ...], Any]] = [
    (("repeat", "posture"), {}),
    (("repeat", "rounds"), 10),
    (("repeat", "rounds"), "ten"),
    (("repeat", "postures", "north", "spare", "quota"), ["low", "high"]),
    (("repeat", "noise"), [0.1]),
    (("repeat", "plays", "south"), {"periods": 3}),
    (("repeat", "plays", "south"), ["grim"]),
    (("repeat", "strategies", "warns", "states", "calm"), {"next": []}),
    (("repeat", "strategies", "warns", "states", "calm", "next", 0), {"when": {"south": "admit"}}),
    (("repeat", "strategies", "warns", "states"), {}),
    (("repeat", "phases", "plenty", "next", 0), {"odds": 0.5}),
    (("repeat", "phases", "plenty", "next", 0, "goes"), "scarce"),
    (("expect", 0, "simulate"), "none"),
    (("expect", 0, "in"), "some"),
    (("expect", 0, "sanctions"), "one-step"),
    (("expect", 0, "holds_from"), ["north"]),
]


@pytest.mark.parametrize(("keys", "value"), SLIPS, ids=json.dumps)
def test_a_slip_in_shape_is_refused_by_the_reader_and_by_the_schema(
    keys: tuple[str | int, ...], value: Any, tmp_path: Path
) -> None:
    written = changed(*keys, value=value)
    assert not jsonschema.Draft7Validator(json_schema()).is_valid(written)
    with pytest.raises(ScenarioError):
        negotiate.load(str(put(tmp_path, written)))


NAMES: list[tuple[tuple[str | int, ...], Any]] = [
    (("repeat", "agreement", "north"), "spaer"),
    (("repeat", "plays", "south"), "grmi"),
    (("repeat", "strategies", "warns", "start"), "clam"),
    (("repeat", "strategies", "warns", "states", "calm", "next", 0, "to"), "angri"),
    (("repeat", "strategies", "warns", "states", "calm", "next", 0, "when"), {"south": "amdit"}),
    (("repeat", "phases", "plenty", "next", 0, "to"), "scarcity"),
    (("repeat", "misread"), {"nroth": 0.1}),
    (("expect", 0, "binding"), "nroth"),
    (("expect", 0, "set"), {"repeat.misraed": 0.1}),
]


@pytest.mark.parametrize(("keys", "value"), NAMES, ids=json.dumps)
def test_a_slip_in_a_name_is_refused_by_the_reader_and_by_the_files_own_schema(
    keys: tuple[str | int, ...], value: Any, tmp_path: Path
) -> None:
    schema = schema_of(put(tmp_path))
    written = changed(*keys, value=value)
    assert not jsonschema.Draft7Validator(schema).is_valid(written)
    with pytest.raises(ScenarioError):
        negotiate.load(str(put(tmp_path, written)))


def test_an_editor_offers_every_strategy_with_its_idea(tmp_path: Path) -> None:
    offered = schema_of(put(tmp_path))["definitions"]["strategy"]
    told = dict(zip(offered["enum"], offered["enumDescriptions"], strict=True))
    assert told["warns"] == "forgives once"
    assert {name: strategy.idea for name, strategy in strategies.items()}.items() <= told.items()


@pytest.mark.parametrize(
    ("address", "value", "look"),
    [
        ("repeat.misread.north", 0.3, lambda game: game.setting.misread == (0.3, 0.0)),
        ("repeat.misread", 0.3, lambda game: game.setting.misread == (0.3, 0.3)),
        ("repeat.noise.south", 0.3, lambda game: game.setting.noise == (0.1, 0.3)),
        ("repeat.noise", 0.3, lambda game: game.setting.noise == (0.3, 0.3)),
        ("repeat.ends", 0.1, lambda game: game.setting.ends == 0.1),
        ("repeat.period", "a month", lambda game: game.setting.period == "a month"),
        ("repeat.sets.fee", "0", lambda game: game.stage.payoffs[0, 0, 0] == 0),
        ("repeat.walk_away.south", 7, lambda game: game.setting.outside == (0, 7)),
        (
            "repeat.plays",
            "tit_for_tat",
            lambda game: [getattr(one, "name", "") for one in game.profile] == ["tit_for_tat"] * 2,
        ),
        ("repeat.plays.south.periods", 5, lambda game: game.profile[1].parameters["periods"] == 5),
        ("repeat.punishment.north", "spare", lambda game: game.punish == (0, 1)),
        ("repeat.postures.south.close.access", "open", None),
        ("repeat.strategies.warns.states.angry.plays.fish", 0.4, None),
        ("repeat.strategies.warns.start", "angry", lambda game: game.named["warns"].start == 1),
        (
            "repeat.phases.plenty.next.0.odds",
            1,
            lambda game: game.setting.phases.odds[0, 1, 0].tolist() == [0, 1],
        ),
        (
            "slip",
            0.3,
            lambda game: (
                game.setting.noise == (0.3, 0.3) and game.setting.phases.odds[0, 1, 0, 1] == 0.3
            ),
        ),
    ],
)
def test_every_part_has_an_address(address: str, value: Any, look: Any, tmp_path: Path) -> None:
    path = put(tmp_path, changed("expect", value=[]))
    if look is None:
        with pytest.raises(ScenarioError):
            negotiate.load(str(path), set={address: value})
        return
    assert not look(negotiate.load(str(path)).again())
    assert look(negotiate.load(str(path), set={address: value}).again())


def test_what_a_file_lacks_can_be_set_from_outside(tmp_path: Path) -> None:
    path = put(
        tmp_path, {key: value for key, value in WRITTEN.items() if key not in ("repeat", "expect")}
    )
    game = negotiate.load(
        str(path), set={"repeat.misread": 0.1, "repeat.rounds": 5, "repeat.plays.north": "grim"}
    ).again()
    assert game.setting.misread == (0.1, 0.1)
    assert game.setting.rounds == 5
    with pytest.raises(ScenarioError, match="misraed"):
        negotiate.load(str(path), set={"repeat.misraed": 0.1})


def test_parts_of_it_can_be_taken_away(tmp_path: Path) -> None:
    removed = ["repeat.misread", "repeat.phases.plenty.next", "repeat.walk_away", "repeat.signals"]
    variant = {"less": {"remove": removed, "set": {"repeat.plays": "grim"}}}
    game = negotiate.load(
        str(put(tmp_path, {**WRITTEN, "variants": variant})), variant="less"
    ).again()
    assert game.setting.misread == ()
    assert game.setting.outside == ()
    assert game.setting.signals is None
    assert game.setting.phases is not None
    assert (game.setting.phases.odds[0, ..., 0] == 1).all()


def test_one_strategy_for_all_gives_way_player_by_player(tmp_path: Path) -> None:
    path = put(tmp_path, changed("repeat", "plays", value="grim"))
    game = negotiate.load(str(path), set={"repeat.plays.south": "tit_for_tat"}).again()
    assert [getattr(one, "name", "") for one in game.profile] == ["grim", "tit_for_tat"]
    own = jsonschema.Draft7Validator(schema_of(path))
    for address, value in (
        ("plays.south", "grim"),
        ("noise.south", 0.1),
        ("agreement.south", "close"),
    ):
        assert own.is_valid({**WRITTEN, "variants": {"v": {"set": {f"repeat.{address}": value}}}})
    assert not own.is_valid({**WRITTEN, "variants": {"v": {"set": {"repeat.plays.sooth": "grim"}}}})


def codes(folder: Path, written: dict[str, Any]) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(str(put(folder, written)))
    return [problem.code for problem in caught.value.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("keys", "value", "code"),
    [
        (("players", "south"), {"patience": "60%"}, "number-expected"),
        (("players", "north"), {"patience": "60%"}, "number-expected"),
        (("players",), "both", "mapping-expected"),
        (("issues", "fee", "decided_by"), "nobody", "unknown-player"),
        (("issues", "quota", "decided_by"), [], "nobody-decides"),
        (("status_quo", "quota"), [], "option-expected"),
        (("repeat", "postures", "north", "fish"), {"quota": "hihg"}, "unknown-option"),
        (("repeat", "strategies", "warns", "states", "calm", "plays"), [], "option-expected"),
    ],
    ids=str,
)
def test_a_broken_part_is_told_and_not_what_depends_on_it(
    tmp_path: Path, keys: tuple[str, ...], value: Any, code: str
) -> None:
    """What a mistake has taken away is not missed elsewhere."""
    assert codes(tmp_path, changed(*keys, value=value)) == [code]


def test_an_agreement_of_all_is_no_players_own_issue_where_a_mistake_has_left_one_of_them(
    tmp_path: Path,
) -> None:
    written = changed("players", "south", value={"patience": "60%"})
    del (
        written["repeat"]["postures"],
        written["repeat"]["strategies"],
        written["repeat"]["punishment"],
    )
    written["repeat"] |= {"agreement": {"north": "low"}, "plays": "grim"}
    assert codes(tmp_path, written) == ["number-expected"]


@pytest.mark.parametrize(
    ("keys", "value", "code"),
    [
        (("issues", "quota", "options"), "few", "mapping-expected"),
        (("issues", "quota", "decided_by"), "nobody", "unknown-player"),
        (("issues",), [], "mapping-expected"),
    ],
    ids=str,
)
def test_options_that_a_mistake_hides_are_missed_by_no_posture(
    tmp_path: Path, keys: tuple[str, ...], value: Any, code: str
) -> None:
    written = changed("repeat", value={"agreement": {"north": "low"}, "plays": "grim"})
    written["expect"] = []
    here = written
    for key in keys[:-1]:
        here = here[key]
    here[keys[-1]] = value
    assert codes(tmp_path, written) == [code]
