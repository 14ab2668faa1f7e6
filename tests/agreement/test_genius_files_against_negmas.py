"""Files of GENIUS beside NegMAS: it reads what we write to the same utilities, and takes other
files as they stand.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from negotiate import load, read_genius, write

with warnings.catch_warnings():  # what it warns of while it is imported is not ours to mend
    warnings.simplefilter("ignore")
    inout = pytest.importorskip("negmas.inout", reason="in the extra `peers`")

pytestmark = pytest.mark.filterwarnings("ignore")

DOMAIN = """<negotiation_template><utility_space number_of_issues="2">
<objective index="0" etype="objective" type="objective" description="" name="Laptop">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="laptop">
<item index="1" value="small"/><item index="2" value="large"/></issue>
<issue index="2" etype="discrete" type="discrete" vtype="discrete" name="screen">
<item index="1" value="dull"/><item index="2" value="bright"/></issue>
</objective></utility_space></negotiation_template>
"""
PROFILE = """<utility_space number_of_issues="2">
<objective index="0" etype="objective" type="objective" description="" name="Laptop">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="laptop">
<item index="1" value="small" evaluation="{0}"/><item index="2" value="large" evaluation="{1}"/></issue>
<issue index="2" etype="discrete" type="discrete" vtype="discrete" name="screen">
<item index="1" value="dull" evaluation="{2}"/><item index="2" value="bright" evaluation="{3}"/></issue>
<weight index="1" value="0.25"/><weight index="2" value="0.75"/>
</objective><reservation value="0.1"/></utility_space>
"""


def utilities(domain: Path, profiles: list[Path]) -> tuple[np.ndarray[Any, Any], list[float]]:
    """What NegMAS makes of the files: utilities of all packages in its order, and reservation
    values.
    """
    scenario = inout.load_genius_domain(domain, profiles, safe_parsing=False, ignore_discount=True)
    packages = list(scenario.outcome_space.enumerate())
    return np.array([[float(u(o)) for o in packages] for u in scenario.ufuns]), [
        u.reserved_value for u in scenario.ufuns
    ]


@pytest.mark.parametrize(
    "name", ["us-china/beijing-2018-class", "us-china/beijing-2018", "classics/orange"]
)
def test_what_we_write_is_read_to_the_same_utilities(name: str, tmp_path: Path) -> None:
    problem = load(name).together()
    file = write(problem, tmp_path / "talks.xml")
    ours = read_genius(file)
    theirs, reserved = utilities(file, [tmp_path / f"talks-{key}.xml" for key in problem.keys])
    assert theirs == pytest.approx(ours.payoffs, abs=1e-12)
    assert reserved == pytest.approx(ours.disagreement.tolist(), abs=1e-12)


def test_it_takes_evaluations_as_they_stand_where_genius_divides_by_the_largest(
    tmp_path: Path,
) -> None:
    (tmp_path / "laptop.xml").write_text(DOMAIN, "utf-8")
    for party, evaluations in (("buyer", (10, 30, 1, 2)), ("seller", (30, 10, 2, 1))):
        (tmp_path / f"laptop_{party}.xml").write_text(PROFILE.format(*evaluations), "utf-8")
    ours = read_genius(tmp_path / "laptop.xml").payoffs
    theirs, _ = utilities(tmp_path / "laptop.xml", sorted(tmp_path.glob("laptop_*.xml")))
    assert ours[0] == pytest.approx([0.25 / 3 + 0.375, 0.25 / 3 + 0.75, 0.25 + 0.375, 1.0])
    assert theirs[0] == pytest.approx([2.5 + 0.75, 2.5 + 1.5, 7.5 + 0.75, 7.5 + 1.5])
    assert np.argsort(ours[0]).tolist() != np.argsort(theirs[0]).tolist()
