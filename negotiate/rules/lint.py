"""Rules on what is allowed and yet hardly meant.

All are warnings. Each is worked out over every package, under every variant, and, where a parameter could make the
difference, over its range; where that would take too long, nothing is said.
"""

from negotiate.rules.rule import Rule

_CHOICES: tuple[Rule, ...] = (
    Rule(
        "never-chosen",
        says="Every option can be chosen by somebody, in some package.",
        why="An option in nobody's reach only seems to be on the table: it is impossible in every package, or no deal "
        "and no move sets its issue, or the status quo can never be left. An option that a red line refuses is none "
        "of these: what somebody will not sign is worth writing down.",
        mend="Take the option away, or mend what stands in its way: `infeasible`, `irreversible` or `on_table`.",
        severity="warning",
    ),
    Rule(
        "twin-options",
        says="Two options of an issue that matters differ for somebody, somewhere.",
        why="Options worth the same to everybody in every package are one option with two names. Every answer then "
        "comes twice; mostly a number was copied and not changed.",
        mend="Correct the number, or join the two options.",
        severity="warning",
    ),
    Rule(
        "sign-slip",
        says="A number between others of the opposite sign is meant to be so.",
        why="In a table whose numbers rise or fall all the way but for their signs, one alone has the other sign. "
        "It makes its option worth less to whoever decides than the options on both sides of it, whatever else "
        "happens, and with the sign turned it would not. That is how a forgotten or superfluous minus looks.",
        mend="Turn the sign, or allow the warning where the number is meant.",
        severity="warning",
    ),
    Rule(
        "odd-magnitude",
        says="A number of a table lies within ten times of the others.",
        why="One that is ten times the largest of the others, or a tenth of the smallest, looks like a lost or an "
        "extra digit. It is told only where at least three others have its sign and lie within five times of "
        "one another, and where the other side's number at the same place is not out of the ordinary as well, "
        "as in a catastrophe.",
        mend="Correct the number, or allow the warning where it is meant.",
        severity="warning",
    ),
    Rule(
        "thousands-or-decimals",
        says="A point in a number is a decimal point, and nobody takes it for a separator of thousands.",
        why="In many countries `700.000` are seven hundred thousand; here they are 700. It is told of one to three "
        "digits, a point and three more of which the last is 0, unless numbers beside it need three decimal places.",
        mend="Write `700000` for the thousands, or `700` for the number as it is read.",
        severity="warning",
    ),
)

_LIMITS: tuple[Rule, ...] = (
    Rule(
        "idle-issue",
        says="Every issue matters to somebody or something.",
        why="An issue that no payoff, no red line and no other condition looks at, and that no move names, only makes "
        "every answer as many times longer as it has options. Mostly its payoffs were forgotten.",
        mend="Say under `payoffs` what its options are worth and to whom, or take the issue away.",
        severity="warning",
    ),
    Rule(
        "forbids-nothing",
        says="A red line or a ratifier refuses some possible package, and its player is somebody who may sign.",
        why="One that no package crosses binds nobody, though the file reads as if it did; mostly its condition "
        "says something else than was meant.",
        mend="Correct its condition or the parameters in it, name its player under `signers`, or take it away.",
        severity="warning",
    ),
    Rule(
        "accepts-nothing",
        says="A ratifier accepts some possible package.",
        why="One that accepts nothing rules every deal out by itself, whatever else is said; mostly its condition is "
        "too narrow, or it needs more votes than any package can win.",
        mend="Correct what it accepts or how many votes it needs, or allow the warning where it is meant.",
        severity="warning",
    ),
    Rule(
        "lines-contradict",
        says="A player's own red lines and ratifiers leave something that it could sign.",
        why="Where each leaves something and all together nothing, no deal fails for the other side's sake: mostly one "
        "of them says something else than was meant.",
        mend="Loosen one of them, make a red line soft with a `cost`, or allow the warning where it is meant.",
        severity="warning",
    ),
    Rule(
        "impossible-history",
        says="What is said to have happened is possible.",
        why="A package that the file calls impossible can be marked on no picture of what could be signed.",
        mend="Correct the package under `happened`, or the condition under `infeasible`.",
        severity="warning",
    ),
    Rule(
        "idle-term",
        says="A payoff term is different from 0 somewhere.",
        why="A term whose `when` never holds, or that comes to 0 in every package and at the end of every path, "
        "whatever its parameters are within their ranges, counts for nothing and misleads whoever reads it.",
        mend="Correct its `when` or its numbers, or take it away.",
        severity="warning",
    ),
    Rule(
        "idle-preference",
        says="A statement decides between some packages, and an entry of a ranking places some.",
        why="A statement that holds everywhere or nowhere, or that earlier ones make superfluous, orders nothing, and "
        "an entry of a ranking that no possible package fits places nothing: mostly it says something else than was "
        "meant.",
        mend="Correct what it asks for, move it further up, or take it away.",
        severity="warning",
    ),
    Rule(
        "unused-parameter",
        says="Every parameter stands in some formula.",
        why="Whoever turns it expects the answer to move, and it cannot.",
        mend="Use it where its number is written out, or take it away.",
        severity="warning",
    ),
)

_MOVES: tuple[Rule, ...] = (
    Rule(
        "move-never-reached",
        says="Every step of the protocol comes up on some path.",
        why="A step whose `when` never holds is not part of the story, though the file tells it.",
        mend="Correct its `when`, or that of an earlier step, or take it away.",
        severity="warning",
    ),
    Rule(
        "action-never-offered",
        says="Every action of a step can be taken on some path.",
        why="An action is not there where it would make an impossible package, leave an option for good, or sign "
        "across a red line; one that is never there only seems to be a choice.",
        mend="Correct what it sets, or what stands in its way: `infeasible`, `irreversible`, or the red lines and "
        "ratifiers of those who sign. Else take it away.",
        severity="warning",
    ),
    Rule(
        "state-never-reached",
        says="Every state of a strategy of the file's own can be reached, and so can every phase.",
        why="A state or phase to which no other one leads is not part of the story, though the file tells it.",
        mend="Lead to it from another one, or take it away.",
        severity="warning",
    ),
    Rule(
        "idle-next",
        says="Every entry of `next` and of `signals` counts somewhere, and its `when` looks at what was done.",
        why="An entry without `when` takes all that those before it have left, so that nothing is left to those after "
        "it; and a condition that looks at nothing holds after every round or after none.",
        mend="Move the entry up, give the one before it a `when`, or take one of them away.",
        severity="warning",
    ),
    Rule(
        "unplayed-strategy",
        says="Somebody plays a strategy of the file's own, in the file itself, a variant or an expectation.",
        why="Where a file says what everybody plays, a strategy that is left over is mostly a forgotten name.",
        mend="Name it under `plays`, or take it away.",
        severity="warning",
    ),
    Rule(
        "strategy-hides-another",
        says="A strategy of the file's own has a name that no strategy of the program's has.",
        why="By its name only that of the file can be played. Whoever knows the other one takes the one for the other.",
        mend="Call it something else.",
        severity="warning",
    ),
    Rule(
        "lone-phase",
        says="Where there are phases, there are at least two.",
        why="In the first phase everything is as the file says, so that one alone changes nothing.",
        mend="Add the phase that follows it, or take it away.",
        severity="warning",
    ),
    Rule(
        "own-move-seen",
        says="`sees` lists moves of others and of chance.",
        why="A mover remembers its own moves in any case; one that is listed reads as if it could forget the others.",
        mend="Take it out of the list.",
        severity="warning",
    ),
    Rule(
        "twin-types",
        says="Two private types of a player differ in what they set.",
        why="Types that set the same are one type with two names: nobody acts differently, and every answer is as many "
        "times longer.",
        mend="Let one of them set what is otherwise then, or join the two and add up their odds.",
        severity="warning",
    ),
    Rule(
        "idle-variant",
        says="A variant changes something that counts.",
        why="A variant under which every payoff, limit and move is as before gives the same answers under another "
        "name.",
        mend="Correct what it sets: a number that is used, to a value that differs. A variant with nothing but a "
        "title and a text can go.",
        severity="warning",
    ),
)

_ASKING: tuple[Rule, ...] = (
    Rule(
        "expect-cannot-fail",
        says="An expectation could fail.",
        why="An entry that fits every answer there can be (it names nothing, or every option that is possible, or "
        "its `where` looks at no payoff) tests nothing, and looks like a test.",
        mend="Say what the answer has to be, or give the `count` of the answers.",
        severity="warning",
    ),
    Rule(
        "expect-cannot-hold",
        says="An expectation could be met.",
        why="An entry that no answer can meet (an option that the game does not have, a payoff beyond the largest "
        "or smallest there is, a `where` that is false whatever the payoffs) fails for a reason that is not the "
        "answer's.",
        mend="Correct the option, the payoff or the condition; `in: no` says that something is not found.",
        severity="warning",
    ),
    Rule(
        "look-alike",
        says="A name is written in one alphabet, and no two names look the same.",
        why="A Cyrillic or Greek letter that looks like a Latin one makes a name that nobody can tell from another, "
        "and a search for it finds nothing.",
        mend="Type the name again on one keyboard.",
        severity="warning",
    ),
    Rule(
        "text-cut-by-comment",
        says="A text of one line is not cut off by a `#` that belongs to it.",
        why="For YAML a space and `#` start a remark, also in a sentence: of `public: The stock is #1 for everyone` "
        "the players read the first three words. It is told where the `#` touches the word after it.",
        mend="Put the whole text in quotes. Where a remark is meant, write a space after its `#`.",
        severity="warning",
    ),
    Rule(
        "needless-allow",
        says="A comment `# check: allow CODE` silences a warning of that rule in its own line.",
        why="One that silences nothing hides the next real warning in that line. Errors cannot be allowed.",
        mend="Take the comment away, correct its code, or move it to the line that the warning names. Several codes "
        "are separated by commas.",
        severity="warning",
    ),
)

_EDITING: tuple[Rule, ...] = (
    Rule(
        "stale-completion",
        says="The schema that a file names in its first line, for an editor, fits the file as it stands.",
        why="An editor that goes by an old one offers names that are gone and marks new ones as mistakes.",
        mend="`negotiate schema FILE --write` makes it anew, and so does `check --fix`. Who does not want it takes the "
        "first line and the schema away.",
        severity="warning",
        fixable=True,
    ),
)

LINT: tuple[Rule, ...] = (*_CHOICES, *_LIMITS, *_MOVES, *_ASKING, *_EDITING)
