"""Rules on files of GENIUS, which hold a bargaining problem and no scenario."""

from negotiate.rules.rule import Rule

GENIUS: tuple[Rule, ...] = (
    Rule(
        "genius-additive",
        says="Utilities in a profile of GENIUS add up issue by issue, over one list of issues.",
        why="Only then is a profile a weight and a column of evaluations an issue; constraints, functions of several "
        "issues and objectives within objectives say more than that.",
        mend="Take a profile of the linear kind, or write the negotiation down as a scenario, whose formulas may look "
        "at several issues.",
    ),
    Rule(
        "genius-entity",
        says="A file of GENIUS has no document type and no entities of its own.",
        why="Entities can unfold to any size and fetch other files; nothing in this format needs them.",
        mend="Take everything from `<!DOCTYPE` up to its `>` away, and write out whatever its entities stood for.",
    ),
    Rule(
        "genius-evaluation",
        says="A profile of GENIUS evaluates every item of every issue, by a number that is not negative.",
        why="Evaluations are divided by the largest of their issue, which means nothing for one that is missing or "
        "below 0.",
        mend='Write `evaluation="..."` with a number of at least 0 at every item; 0 is the worst.',
    ),
    Rule(
        "genius-kind",
        says="Issues of GENIUS are lists of items, or whole numbers in a range.",
        why="A package takes one option of each issue, and between two real numbers there is no end of options.",
        mend='List the numbers that matter as items of an issue of `type="discrete"`.',
    ),
    Rule(
        "genius-number",
        says="Numbers in a file of GENIUS are written like -3, 0.25 or 1.5e3, and none is beyond 1e+100.",
        why="Anything else would have to be guessed.",
        mend="Write the number in one of these ways, with a point and without signs between thousands.",
    ),
    Rule(
        "genius-structure",
        says="A file of GENIUS holds one utility space, with an objective and its issues, their names and their items.",
        why="Without any of them nobody can tell what is negotiated.",
        mend="Compare this place with a file that GENIUS, or `negotiate export`, has written.",
    ),
    Rule(
        "genius-twice",
        says="In a file of GENIUS, issues differ in name and number, and the items of an issue in value.",
        why="A package names its options, and nobody could tell which of the two is meant.",
        mend="Give one of them another name, or take one of the two away.",
    ),
    Rule(
        "genius-unknown",
        says="Whatever a profile of GENIUS weighs or evaluates is in the domain.",
        why="A weight is tied to an issue by its number alone, and a profile to its domain by the names of issues and "
        "items; one that fits nothing is lost in silence.",
        mend="Compare numbers and names with those of the domain.",
    ),
    Rule(
        "genius-weight",
        says="A profile of GENIUS weighs every issue once, none below 0 and some above.",
        why="What an issue without a weight is worth would have to be guessed.",
        mend='Write `<weight index="..." value="..."/>` for each issue, and 0 for one that does not matter.',
    ),
    Rule(
        "genius-xml",
        says="A file of GENIUS is XML, whole and well formed.",
        why="Where a tag or a quotation mark is open, nobody knows what belongs to what.",
        mend="Mend the place, or take the file from its source again; `&` and `<` within a name are written `&amp;` "
        "and `&lt;`.",
    ),
)
