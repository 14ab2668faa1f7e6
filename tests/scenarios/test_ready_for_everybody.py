"""Every scenario that comes with the program can be handed to a class and published as it is."""

import pytest

from negotiate.language.check.files import check_file
from negotiate.language.library import shipped


@pytest.mark.parametrize("name", shipped())
def test_the_strictest_profile_has_nothing_to_say(name: str) -> None:
    assert check_file(name, profile="publish") == []
