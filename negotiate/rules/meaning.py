"""Rules on what a whole file says, once every name is known."""

from negotiate.rules.rule import Rule

MEANING: tuple[Rule, ...] = (
    Rule("missing-value", says="", why="", mend=""),
    Rule("no-status-quo", says="", why="", mend=""),
    Rule("incomplete-package", says="", why="", mend=""),
    Rule("forbids-everything", says="", why="", mend=""),
    Rule("odds", says="", why="", mend=""),
    Rule("no-numbers", says="", why="", mend=""),
    Rule("no-game", says="", why="", mend=""),
    Rule("nobody-decides", says="", why="", mend=""),
    Rule("no-payoff", says="", why="", mend=""),
    Rule("not-the-decider", says="", why="", mend=""),
    Rule("table-too-large", says="", why="", mend=""),
)
