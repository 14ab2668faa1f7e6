"""What `export` has written, as JSON, and the list of what is shipped."""

from negotiate.exports.files import Exported
from negotiate.language.library import shipped
from negotiate.language.shelf import shelf
from tests.records import never_told
from tests.written import checked


def test_a_text_and_a_file_for_other_programs() -> None:
    text = Exported(None, "nfg", "solve", "NFG 1 R", ("said",))
    file = Exported("talks.xml", "xml", "deal", None, ("said",), ("a.xml", "b.xml"), ("a note",))
    assert checked(text)["text"] == "NFG 1 R"
    assert checked(file)["files"] == ["a.xml", "b.xml"]
    assert checked(file)["schema"] == "negotiate/export/2"
    assert never_told([text, file], "negotiate.exports") == []


def test_the_shelf() -> None:
    told = checked(shelf())
    assert told["schema"] == "negotiate/list/2"
    assert {one["name"] for one in told["scenarios"]} == set(shipped())
    assert never_told([shelf(), shelf(for_class=True)], "negotiate.language") == []
