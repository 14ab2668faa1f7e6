"""Every scenario that comes with the program can be handed to a class and published as it is."""

import pytest

from negotiate.checking.files import check_file
from negotiate.loading.library import shipped
from negotiate.writing.layout.formatting import formatted


@pytest.mark.parametrize("name", shipped())
def test_the_strictest_profile_has_nothing_to_say(name: str) -> None:
    assert check_file(name, profile="publish") == []


@pytest.mark.parametrize("name", shipped())
def test_it_stands_in_the_formatters_order(name: str) -> None:
    text = shipped()[name].read_text("utf-8")
    assert formatted(text) == text
