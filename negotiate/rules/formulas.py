"""Rules on formulas."""

from negotiate.rules.rule import Rule

FORMULAS: tuple[Rule, ...] = (
    Rule("expression", says="", why="", mend=""),
    Rule("wrong-kind", says="", why="", mend=""),
    Rule("circle", says="", why="", mend=""),
    Rule("no-number", says="", why="", mend=""),
)
