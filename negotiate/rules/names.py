"""Rules on every name stands for something."""

from negotiate.rules.rule import Rule

NAMES: tuple[Rule, ...] = (
    Rule("unknown-option", says="", why="", mend=""),
    Rule("unknown-issue", says="", why="", mend=""),
    Rule("unknown-player", says="", why="", mend=""),
    Rule("unknown-name", says="", why="", mend=""),
    Rule("unknown-address", says="", why="", mend=""),
    Rule("unknown-source", says="", why="", mend=""),
    Rule("unknown-variant", says="", why="", mend=""),
    Rule("unknown-data-set", says="", why="", mend=""),
    Rule("unknown-function", says="", why="", mend=""),
    Rule("unknown-model-kind", says="", why="", mend=""),
    Rule("unknown-model-input", says="", why="", mend=""),
    Rule("unknown-outcome", says="", why="", mend=""),
    Rule("unknown-output", says="", why="", mend=""),
    Rule("unknown-region", says="", why="", mend=""),
    Rule("unbound-input", says="", why="", mend=""),
    Rule("unbound-region", says="", why="", mend=""),
    Rule("name-twice", says="", why="", mend=""),
    Rule("reserved-name", says="", why="", mend=""),
    Rule("region-twice", says="", why="", mend=""),
    Rule("extends-not-found", says="", why="", mend=""),
    Rule("extends-circle", says="", why="", mend=""),
    Rule("extends-outside", says="", why="", mend=""),
)
