"""Rules on which keys stand where, and what kind of value they take."""

from negotiate.rules.rule import Rule

SHAPE: tuple[Rule, ...] = (
    Rule("missing-key", says="", why="", mend=""),
    Rule("unknown-key", says="", why="", mend=""),
    Rule("not-yet", says="", why="", mend=""),
    Rule("wrong-type", says="", why="", mend=""),
    Rule("wrong-value", says="", why="", mend=""),
    Rule("out-of-range", says="", why="", mend=""),
    Rule("bad-name", says="", why="", mend=""),
    Rule("shape", says="", why="", mend=""),
    Rule("not-a-mapping", says="", why="", mend=""),
    Rule("matrix-and-more", says="", why="", mend=""),
    Rule("matrix-players", says="", why="", mend=""),
)
