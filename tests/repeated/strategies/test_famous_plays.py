"""What each strategy without chance does in the dilemma in ten rounds, written down by hand."""

import pytest

from tests.repeated.strategies.seats import answers, dilemma, taken

KINDLY, ALL_D, TURNS = "CCCCCCCCCC", "DDDDDDDDDD", "CDCDCDCDCD"

PLAYS = {  # against whoever always cooperates, always defects, and cooperates and defects in turns
    "always_cooperate": ("CCCCCCCCCC", "CCCCCCCCCC", "CCCCCCCCCC"),
    "always_defect": ("DDDDDDDDDD", "DDDDDDDDDD", "DDDDDDDDDD"),
    "always": ("CCCCCCCCCC", "CCCCCCCCCC", "CCCCCCCCCC"),
    "always:posture=2": ("DDDDDDDDDD", "DDDDDDDDDD", "DDDDDDDDDD"),
    "alternate": ("CDCDCDCDCD", "CDCDCDCDCD", "CDCDCDCDCD"),
    "grim": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDDDDDDDD"),
    "grudger": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDDDDDDDD"),
    "punish": ("CCCCCCCCCC", "CDDDCDDDCD", "CCDDDCDDDC"),
    "punish:periods=1": ("CCCCCCCCCC", "CDCDCDCDCD", "CCDCDCDCDC"),
    "soft_grudger": ("CCCCCCCCCC", "CDDDDCCDDD", "CCDDDDCCDD"),
    "soft_grudger:periods=1,peace=3": ("CCCCCCCCCC", "CDCCCDCCCD", "CCDCCCDCCC"),
    "olive_branch": ("CCCCCCCCCC", "CDDDCCDDDC", "CCDDDCCCDD"),
    "olive_branch:periods=1": ("CCCCCCCCCC", "CDCCDCCDCC", "CCDCCCDCCC"),
    "stick_and_carrot": ("CCCCCCCCCC", "CDCDCDCDCD", "CCDDCCDDCC"),
    "tit_for_tat": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "suspicious_tit_for_tat": ("DCCCCCCCCC", "DDDDDDDDDD", "DCDCDCDCDC"),
    "tit_for_two_tats": ("CCCCCCCCCC", "CCDDDDDDDD", "CCCCCCCCCC"),
    "tit_for_two_tats:tats=3": ("CCCCCCCCCC", "CCCDDDDDDD", "CCCCCCCCCC"),
    "two_tits_for_tat": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDDDDDDDD"),
    "generous_tit_for_tat:generosity=0": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "contrite_tit_for_tat": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "joss:cheats=0": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "win_stay_lose_shift": ("CCCCCCCCCC", "CDCDCDCDCD", "CCDDCCDDCC"),
    "memory_one:p_cc=1,p_cd=0,p_dc=0,p_dd=1": ("CCCCCCCCCC", "CDCDCDCDCD", "CCDDCCDDCC"),
    "firm_but_fair:forgives=0": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "firm_but_fair:forgives=1": ("CCCCCCCCCC", "CDCDCDCDCD", "CCDCDCDCDC"),
    "reactive:p=0,q=1": ("CDDDDDDDDD", "CCCCCCCCCC", "CDCDCDCDCD"),
    "tranches": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "ratchet": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDDDDDDDD"),
    "mirror": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "mirror_plus_one": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "grit": ("DCCCCCCCCC", "DCDCDCDCDC", "DCDCDCDCDC"),
    "bully": ("DDDDDDDDDD", "DDDDDDDDDD", "DDDDDDDDDD"),
    "godfather": ("CCCCCCCCCC", "CDDDDDDDDD", "CCDCDCDCDC"),
    "fixed_belief": ("DDDDDDDDDD", "DDDDDDDDDD", "DDDDDDDDDD"),
}


@pytest.mark.parametrize("name", PLAYS)
def test_plays_are_those_of_the_books(name: str) -> None:
    seat = taken(name, dilemma())
    found = tuple(
        "".join("CD"[own] for own in answers(seat, ["CD".index(one) for one in other]))
        for other in (KINDLY, ALL_D, TURNS)
    )
    assert found == PLAYS[name]
