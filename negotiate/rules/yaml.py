"""Rules on how a file is written, before it means anything."""

from negotiate.rules.rule import Rule

YAML: tuple[Rule, ...] = (
    Rule("alias", says="", why="", mend=""),
    Rule("duplicate-key", says="", why="", mend=""),
    Rule("empty-file", says="", why="", mend=""),
    Rule("file-too-large", says="", why="", mend=""),
    Rule("key-not-text", says="", why="", mend=""),
    Rule("leading-zero", says="", why="", mend=""),
    Rule("merge-key", says="", why="", mend=""),
    Rule("not-finite", says="", why="", mend=""),
    Rule("not-utf-8", says="", why="", mend=""),
    Rule("number-too-long", says="", why="", mend=""),
    Rule("several-documents", says="", why="", mend=""),
    Rule("syntax", says="", why="", mend=""),
    Rule("tag", says="", why="", mend=""),
    Rule("too-deep", says="", why="", mend=""),
    Rule("too-many-values", says="", why="", mend=""),
)
