"""Rules that only the profiles `class` and `publish` ask for.

They hold for `check --profile` alone: a file that breaks them can be used by every command.
"""

from negotiate.rules.rule import Rule

_CLASS: tuple[Rule, ...] = (
    Rule(
        "missing-brief",
        says="There is a brief for the public and one for each player.",
        why="People who play have to know what all know, and each side what it alone knows.",
        mend="Add it under `briefs`, below `public` or below the player's name.",
        profile="class",
    ),
    Rule(
        "missing-minutes",
        says="The file says how many minutes it takes.",
        why="A lesson has an end, and a teacher chooses by it.",
        mend="Write `minutes:` with the time that reading, playing and talking about it take together.",
        profile="class",
    ),
    Rule(
        "missing-summary",
        says="The file has a summary.",
        why="It is what a teacher reads in order to choose.",
        mend="Write `summary:` with two or three sentences.",
        profile="class",
    ),
    Rule(
        "missing-status-quo",
        says="The file names a status quo, unless it is a matrix.",
        why="A class measures its deals against what holds today, and what nobody sets stays as it is. In a matrix "
        "both sides choose once, at the same moment, and everything is set: a game such as Chicken starts from "
        "nowhere, so none is asked for.",
        mend="Write `status_quo:` with the option of every issue that holds today.",
        profile="class",
    ),
    Rule(
        "missing-teaches",
        says="The file says what it teaches.",
        why="The talk afterwards starts from it.",
        mend="Write `teaches:` with one sentence for each thing that a class should see.",
        severity="warning",
        profile="class",
    ),
    Rule(
        "placeholder",
        says="No text of a template is left to be filled in.",
        why="Players would read it. A placeholder is a text in angle brackets: `<what the other side must not "
        "know>` inside a text, or a text that is nothing else, such as `<name>`.",
        mend="Write what the brackets ask for, and take them away.",
        profile="class",
    ),
)

_PUBLISH: tuple[Rule, ...] = (
    Rule(
        "unsourced-number",
        says="Every number that is written down says where it comes from.",
        why="A reader has to be able to tell what was measured from what was judged. Asked for are a source of each "
        "parameter, of each payoff term with numbers in it (under `values` or `amount`, or as its whole "
        "`expr`), of a red line's price, and of each issue whose options bear measured numbers, such as "
        "tariffs; an option that is its own number, such as an offer of 5, claims nothing. The numbers of a "
        "matrix rest on the file's `sources`, of which there has to be one. What a model derives and what a "
        "formula works out needs none.",
        mend="Write `source:` with a name from `sources`, or `source: declared` for a number of your own. For an "
        "issue it stands beside `options`, or at the single option.",
        profile="publish",
    ),
    Rule(
        "unranged-number",
        says="A declared number has a range.",
        why="Nobody has measured it, so a reader wants to know how far it may be off and whether the answer holds "
        "all the way. Asked for at single numbers: parameters, and terms with an `amount`. Tables are exempt: "
        "their numbers mean something only beside one another, and a range for each would hide them; turn the "
        "one that matters into a parameter.",
        mend="Write `range: [from, to]` beside it.",
        profile="publish",
    ),
    Rule(
        "missing-license",
        says="The file says under which licence it may be used.",
        why="Without one nobody may copy, change or teach it.",
        mend="Write `license:`, such as `CC-BY-4.0`.",
        profile="publish",
    ),
    Rule(
        "missing-authors",
        says="The file names its authors.",
        why="Somebody answers for its numbers and takes corrections.",
        mend="Write `authors:` with a list of names.",
        profile="publish",
    ),
    Rule(
        "uncited-source",
        says="Every source is cited.",
        why="One that nothing rests on looks like evidence and is none. A source counts as cited where a `source:` "
        "names it, where a text of the file does, or where its own `about` says what it is for. A file that "
        "cites none at all has a list of books to read, which is fine.",
        mend="Name it at the number that comes from it, say in its `about` what it is for, or take it away.",
        severity="warning",
        profile="publish",
    ),
)

PROFILE_RULES: tuple[Rule, ...] = (*_CLASS, *_PUBLISH)
