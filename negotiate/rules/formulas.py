"""Rules on formulas: how they are written, and whether they give a number."""

from negotiate.rules.rule import Rule

_WRITING: tuple[Rule, ...] = (
    Rule(
        "formula-sign",
        says="A formula holds numbers, names and the signs of the language only.",
        why="Formulas are plain arithmetic with comparisons; every other sign could only be guessed at.",
        mend="Use `+ - * / **`, `== != < <= > >=`, `and`, `or`, `not`, `in`; a number has no spaces, commas or units.",
        fixable=True,
    ),
    Rule(
        "single-equals",
        says="A comparison is written with two equals signs.",
        why="One equals sign reads like giving a value, which a formula never does.",
        mend="Write `==`, as in `access == open`.",
        fixable=True,
    ),
    Rule(
        "caret-power",
        says="A power is written with two stars.",
        why="The sign `^` means other things in other languages, and so nothing here.",
        mend="Write `quota ** 2` for the square.",
        fixable=True,
    ),
    Rule(
        "percent-in-formula",
        says="A formula holds no percent sign.",
        why="In some languages it means the rest of a division, so `5% * x` would be a trap.",
        mend="Write the share as a number: `0.05` for 5 %.",
    ),
    Rule(
        "quotes-in-formula",
        says="Names in a formula stand without quotation marks.",
        why="A formula compares issues with their options, both by name; there is no text in it.",
        mend="Write `access == open`. Quotes round the whole formula are fine: they belong to YAML.",
        fixable=True,
    ),
    Rule(
        "chained-comparison",
        says="A comparison has two sides.",
        why="`1 < quota < 3` reads well and is understood differently by different languages.",
        mend="Join two comparisons: `1 < quota and quota < 3`.",
    ),
    Rule(
        "in-list",
        says="`in` stands between an issue or move and a list of its options in brackets.",
        why="It asks whether the option that was chosen is one of those listed, and so needs both.",
        mend="Write `access in [closed, open]`, or `access not in [open]`; for a single option `access == open`.",
    ),
    Rule(
        "operator-missing",
        says="Between two numbers or names in a formula stands a sign.",
        why="`2 quota` could be a product or a slip.",
        mend="Write the sign, as in `2 * quota`; join conditions with `and` or `or`.",
    ),
    Rule(
        "operand-missing",
        says="On both sides of a sign in a formula stands something.",
        why="`quota * / 2` leaves open what is multiplied.",
        mend="Write the number or name that is missing, or take one of the signs away.",
    ),
    Rule(
        "formula-stops",
        says="A formula goes on to its end.",
        why="After a last sign such as `+` something is missing, often because a comma in braces cut the formula off.",
        mend="Write the rest; put a formula with commas in quotes where it stands in braces.",
    ),
    Rule(
        "formula-brackets",
        says="Every bracket in a formula is closed, and none closes without having opened.",
        why="Otherwise it is open what belongs together.",
        mend="Add the bracket, or take the one too many away.",
    ),
    Rule(
        "formula-too-long",
        says="A formula has at most 2,000 characters, 100 signs, and 40 brackets inside one another.",
        why="Nobody can check a longer one by eye, and one without an end must not keep the computer busy.",
        mend="Split it into several payoff terms, which add up by themselves.",
    ),
    Rule(
        "wrong-arguments",
        says="A function gets as many values as it takes.",
        why="`abs` of two numbers means nothing, and `max` of one number is that number.",
        mend="Write the values in the brackets, separated by commas: `max(quota, 20)`, `if(access == open, 1, 0)`.",
    ),
)

_RESULTS: tuple[Rule, ...] = (
    Rule(
        "wrong-kind",
        says="Where a number is needed a number stands, and where a condition is needed a condition.",
        why="`quota > 10` is true or false and cannot be added; `quota` alone is neither true nor false.",
        mend="Turn a condition into a number with `if(quota > 10, 1, 0)`; compare a number to get a condition.",
    ),
    Rule(
        "options-without-numbers",
        says="A formula calculates only with issues whose options have numbers.",
        why="`closed` times two is nothing.",
        mend="Give every option its number, as in `options: {closed: 0, open: 5}`, or compare: `access == open`.",
    ),
    Rule(
        "no-result",
        says="Every payoff term is a finite number at the outcomes that can come about.",
        why="A division by zero, the root of a negative number or a power without bounds has no value to compare.",
        mend="Keep the formula away from zero, for example with `max(quota, 1)`, or guard it with `when`.",
    ),
    Rule(
        "model-without-answer",
        says="A model is asked only what it can answer.",
        why="A tariff of -100 % or less would pay people for taking the goods, and the equations have no solution.",
        mend="Mind the unit of the issue that is bound to the input: percent, not shares.",
    ),
    Rule(
        "circle",
        says="Payoff terms do not name one another in a circle.",
        why="Neither can be worked out before the other.",
        mend="Take one of the names out, for example by naming a single term instead of a player's whole income.",
    ),
    Rule(
        "terms-too-deep",
        says="Payoff terms that name other terms come to an end after at most 60 terms and 200 signs.",
        why="Each has to wait for the one that it names, and the reader must not run out of room.",
        mend="Put several of the terms into one formula.",
    ),
)

FORMULAS: tuple[Rule, ...] = (*_WRITING, *_RESULTS)
