"""Rules on which keys stand where, and what kind of value they take."""

from negotiate.rules.rule import Rule

_KEYS: tuple[Rule, ...] = (
    Rule(
        "missing-format",
        says="A file says `format: 1`.",
        why="The number tells later versions in which language a scenario is written, so that old files stay readable.",
        mend="Write `format: 1` as the first line.",
        fixable=True,
    ),
    Rule(
        "unknown-format",
        says="The format is the whole number 1.",
        why="It is the only version of the language so far; a file of another version may mean something else.",
        mend="Write `format: 1`, without quotes and without a decimal point, or use a later release of the program.",
        fixable=True,
    ),
    Rule(
        "more-problems",
        says="A file has so few mistakes that each can be told.",
        why="After the first thousand the rest is counted: nobody reads so many, and mostly one slip is behind them "
        "all.",
        mend="Mend the first ones, then check the file again.",
        severity="warning",
    ),
    Rule(
        "not-tried",
        says="A file is small enough for every variant and every expectation to be tried.",
        why="Each is tried on the whole file. After some seconds the rest is left alone, and a mistake in one of them "
        "is told only to whoever asks for it.",
        mend="Check the others by name with `--variant`, or divide the file.",
        severity="warning",
    ),
    Rule(
        "missing-key",
        says="The keys that a part of the file cannot do without are there.",
        why="Nothing is guessed: an issue that nobody is said to decide is no issue.",
        mend="Add the key; the language reference says what it takes.",
    ),
    Rule(
        "unknown-key",
        says="Every key is one that the language knows at this place.",
        why="A key that is misspelt, or stands one level too high, would otherwise be passed over without a word.",
        mend="Correct its name, or move it to the part that it belongs to.",
    ),
    Rule(
        "not-yet",
        says="A file uses only what this version can read.",
        why="The word belongs to the language, and the lens that needs it is not built yet.",
        mend="Leave it out for now, or keep it in a comment.",
    ),
    Rule(
        "exactly-one",
        says="Where the language offers several ways to say a thing, an entry uses exactly one of them.",
        why="With none there is nothing to go by; with two it is open which of them counts.",
        mend="Keep one of the keys, and split the entry in two if you mean both.",
    ),
    Rule(
        "keys-together",
        says="Keys that only mean something together stand together.",
        why="A list of values says nothing without the issue whose options it values, and the reverse.",
        mend="Add the other key, or take this one away as well.",
    ),
    Rule(
        "keys-apart",
        says="Keys that contradict each other do not stand in one entry.",
        why="Chance has no player, an action no odds, and `count` already says what `in` would.",
        mend="Take away the key that does not belong to what the entry is meant to be.",
    ),
    Rule(
        "matrix-and-more",
        says="A file with a `matrix` has neither `issues` nor `payoffs`.",
        why="The matrix already says what each player can do and what it is worth.",
        mend="Keep the matrix for a two-by-two, or write everything as issues and payoffs.",
    ),
)

_VALUES: tuple[Rule, ...] = (
    Rule(
        "empty",
        says="Where something is needed, at least one thing stands.",
        why="An issue without options or a move without actions leaves nothing to choose.",
        mend="Write the value after the colon, or the entries below it.",
    ),
    Rule(
        "text-expected",
        says="Where a text belongs, a text stands.",
        why="A title such as `1984` is read as a number, and a list or a mapping is no sentence.",
        mend="Put it in quotes.",
        fixable=True,
    ),
    Rule(
        "number-expected",
        says="Where a number belongs, a number or a formula stands.",
        why="`12:30`, `1_000` and `5%` are text for YAML, and lists and mappings cannot be added up.",
        mend="Write digits with a decimal point, without a unit, without a percent sign, without thousands separators.",
    ),
    Rule(
        "whole-number-expected",
        says="Where things are counted, a whole number stands.",
        why="A class lasts a number of minutes, and a game has a number of equilibria.",
        mend="Round it, and write it without a decimal point.",
        fixable=True,
    ),
    Rule(
        "truth-expected",
        says="A setting that is on or off says `true` or `false`.",
        why="`yes`, `no`, `on` and `off` are words here, so that a country code `NO` stays Norway.",
        mend="Write `true` or `false`, without quotes.",
        fixable=True,
    ),
    Rule(
        "list-expected",
        says="Where a list belongs, a list stands.",
        why="The order of the entries counts there, or one entry can stand many times, which a mapping cannot say.",
        mend="Write each entry on a line of its own after `- `, or all of them in brackets.",
    ),
    Rule(
        "mapping-expected",
        says="Where names with values belong, keys with values stand.",
        why="A bare word or a list does not say which value belongs to which name.",
        mend="Write `name: value` on the lines below the key, or in braces.",
    ),
    Rule(
        "option-expected",
        says="Where an option belongs, the name of one option stands.",
        why="A list or a mapping does not say which single option is meant.",
        mend="Name one option as it is written under `options`.",
    ),
    Rule(
        "condition-expected",
        says="A condition names issues with their options, or is a formula.",
        why="A number or a list does not say where it holds and where it does not.",
        mend="Write `{issue: [option, option]}` or a comparison such as `quota > 10`.",
    ),
    Rule(
        "package-expected",
        says="An entry of a ranking is a mapping from issues to options, or `everything else`.",
        why="A ranking places packages; what a player would rather have true is said under `prefers`.",
        mend="Write `{issue: option}`, with several options in brackets where they are equally good.",
    ),
    Rule(
        "unknown-word",
        says="Where the language offers a few words, one of them stands.",
        why="A word that it does not know would have to be guessed.",
        mend="Choose one of the words there are.",
    ),
    Rule(
        "bad-name",
        says="A name is one word of letters, digits and `_` that starts with a letter.",
        why="Names stand in formulas and addresses, where a space, a dash or a dot would end them.",
        mend="Write `_` for spaces and dashes; the words for people go into `name`. An option may also be a number.",
    ),
    Rule(
        "outside-limits",
        says="Numbers that can only lie within fixed limits lie within them.",
        why="Patience and power are shares between 0 and 1, and a class lasts at least a minute.",
        mend="Write a number within the limits; as a share, 90 % is `0.9`.",
    ),
    Rule(
        "out-of-range",
        says="A parameter lies within the range that the file gives it.",
        why="The range says which values make sense, and the value itself should be one of them.",
        mend="Correct the value, or widen the range.",
    ),
    Rule(
        "range-ends",
        says="A range is two numbers, from and to.",
        why="With one number, or with three, it is open where the range starts and ends.",
        mend="Write `range: [0, 1]`.",
    ),
    Rule(
        "range-backwards",
        says="A range goes up.",
        why="From a larger number to a smaller one there is nothing in between.",
        mend="Swap the two numbers.",
    ),
    Rule(
        "too-many-entries",
        says="A list stays within the number of entries that is read.",
        why="Each variant and expectation is tried whenever the file is checked, which has to end.",
        mend="Split the file; `extends` lets several files share what they have in common.",
    ),
    Rule(
        "listed-twice",
        says="A list of names holds each name once.",
        why="A second mention adds nothing, and mostly stands where another name was meant.",
        mend="Take it away, or write the name that was meant.",
    ),
)

_TABLES: tuple[Rule, ...] = (
    Rule(
        "not-a-mapping",
        says="A scenario is a mapping of keys such as `title` and `players`.",
        why="A file that starts with a list or a sentence has no names under which anything could be looked up.",
        mend="Start the lines with keys, `format: 1` and `title:` first, and take away dashes at the start.",
    ),
    Rule(
        "table-levels",
        says="A table of values has one level for each issue under `by`.",
        why="With `by: [quota, access]` a worth belongs to an option of each; a level too few leaves one of them open.",
        mend="Write `{low: {closed: 0, open: 2}, high: ...}`, in the order of the issues under `by`.",
    ),
    Rule(
        "matrix-players",
        says="A matrix is a game of two players.",
        why="It has rows for the first and columns for the second, and no third direction.",
        mend="Name two players, or write the game as issues and payoffs.",
    ),
    Rule(
        "matrix-columns",
        says="Every row of a matrix has the same columns.",
        why="The second player chooses a column without knowing the row, so every column needs a cell in each.",
        mend="Add the cell that is missing, or correct the name of the column.",
    ),
    Rule(
        "matrix-cell",
        says="A cell of a matrix is a list of two payoffs, the row player's first.",
        why="With one number, or with three, it is open who gets what.",
        mend="Write two numbers in brackets, as in `swerve: [-1, 1]`.",
    ),
)

SHAPE: tuple[Rule, ...] = (*_KEYS, *_VALUES, *_TABLES)
