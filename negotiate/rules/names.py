"""Rules on names: every one stands for something, and for one thing only."""

from negotiate.rules.rule import Rule

_PARTS: tuple[Rule, ...] = (
    Rule(
        "unknown-player",
        says="Every player that is named is one of the file's players.",
        why="A payoff or a red line of nobody would count for nobody.",
        mend="Correct the name, or add the player under `players`.",
    ),
    Rule(
        "unknown-issue",
        says="Every issue that is named is one of the file's issues.",
        why="A red line on an issue that is not on the table would never bind.",
        mend="Correct the name, or add the issue under `issues`.",
    ),
    Rule(
        "unknown-option",
        says="Every option that is named is an option of its issue or move.",
        why="A worth or a condition for something that nobody can choose would never count.",
        mend="Correct the name, or add the option under the issue's `options`.",
    ),
    Rule(
        "unknown-claim",
        says="What is said to rule deals out, or not to, is a claim of the file's.",
        why="A claim that nobody makes stands in nobody's way, so that the entry would say nothing.",
        mend="Name a red line, a ratifier, or `no_deal.` and a player for the least that it signs for; after "
        "`not_because` an issue will do as well.",
    ),
    Rule(
        "unknown-source",
        says="Every source that is named stands under `sources`.",
        why="A number that claims a source which nobody can look up is worse than one that claims none.",
        mend="Add it under `sources`, correct its name, or write `declared` for a number of your own.",
    ),
    Rule(
        "unknown-variant",
        says="Every variant that is named stands under `variants`.",
        why="There is no change to carry out under that name.",
        mend="Correct the name, or add the variant.",
    ),
    Rule(
        "unknown-outcome",
        says="What an outcome of chance does is said of outcomes that have odds.",
        why="Without odds it can never come about.",
        mend="Correct the name, or give the outcome its odds.",
    ),
    Rule(
        "unknown-move",
        says="Every move that somebody sees is an earlier step of the protocol.",
        why="A mover that sees what is never made would know nothing by it, without anybody noticing.",
        mend="Correct the name, or list the moves that the mover sees; private types are never seen by others.",
    ),
    Rule(
        "name-twice",
        says="A name means one thing in the whole file.",
        why="A formula that says `quota` could otherwise mean the issue, the parameter or the move.",
        mend="Give one of the two another name.",
    ),
    Rule(
        "reserved-name",
        says="Words of the language are no names.",
        why="`min`, `and`, `agreement` and their like already mean something in formulas and under `decided_by`.",
        mend="Choose another word, such as `lowest` or `minimum`.",
    ),
)

_FORMULAS: tuple[Rule, ...] = (
    Rule(
        "unknown-name",
        says="Every name in a formula is a parameter, an issue, a move, a term or a model's output of the file.",
        why="A formula with a name that stands for nothing has no value.",
        mend="Correct the name, or add the parameter under `parameters`; compare an option with its issue.",
    ),
    Rule(
        "name-not-here",
        says="A formula uses only what is known where it stands.",
        why="Odds and expected numbers hold for the whole file, and so cannot hang on what somebody will choose.",
        mend="Use parameters and numbers there; put what depends on a choice into a payoff or a step's `when`.",
    ),
    Rule(
        "move-not-made",
        says="A step looks only at moves before it.",
        why="Nobody can answer a move that has not been made.",
        mend="Put the step after the move that it looks at, or look at another one.",
    ),
    Rule(
        "unknown-function",
        says="A formula uses only the functions of the language.",
        why="There are few of them on purpose, so that a file from a stranger cannot do anything but arithmetic.",
        mend="Use `abs`, `sqrt`, `exp`, `log`, `min`, `max` or `if`; write `*` where a product was meant.",
    ),
)

_MODELS: tuple[Rule, ...] = (
    Rule(
        "unknown-model-kind",
        says="A model is of a kind that the program knows.",
        why="The kind says which equations are solved.",
        mend="Choose one of the kinds there are.",
    ),
    Rule(
        "unknown-data-set",
        says="A model's data are a data set that comes with the program.",
        why="Without its numbers the model has nothing to start from.",
        mend="Choose one of the data sets there are.",
    ),
    Rule(
        "unknown-region",
        says="A model's regions are regions of its data.",
        why="There are no trade flows for a region that the data do not have.",
        mend="Choose one of the regions of the data.",
    ),
    Rule(
        "unknown-model-input",
        says="What is bound under `inputs` is an input of the model.",
        why="A number that no equation takes would change nothing.",
        mend="Correct the name to one of the model's inputs.",
    ),
    Rule(
        "unknown-output",
        says="A term that comes from a model names one of the model's outputs.",
        why="There is nothing else that the model could hand over.",
        mend="Write it as `model.output.player` or `model.output`.",
    ),
    Rule(
        "unbound-input",
        says="Every input of a model is bound to an issue, a number or a formula.",
        why="The model cannot be solved with a number left open, and none is guessed.",
        mend="Add the input under `inputs`; bind it to `0` if it plays no part.",
    ),
    Rule(
        "unbound-region",
        says="Every region that a model needs belongs to a player.",
        why="Its gains and losses would otherwise be nobody's.",
        mend="Add a player and its region under `regions`.",
    ),
    Rule(
        "region-twice",
        says="A region of a model belongs to one player.",
        why="Its gains would be counted twice.",
        mend="Give each player a region of its own.",
    ),
)

_FILES: tuple[Rule, ...] = (
    Rule(
        "unknown-address",
        says="An address leads to something that the file holds.",
        why="A change that lands nowhere would leave the answer as it was, and nobody would notice.",
        mend="Correct the name; parameters go by their name, anything else by its path.",
    ),
    Rule(
        "extends-not-found",
        says="What a file extends is a file, or a shipped scenario.",
        why="Without it there is nothing to change.",
        mend="Correct the path, which starts in the folder of this file; `negotiate list` shows the shipped names.",
    ),
    Rule(
        "extends-outside",
        says="What a file extends lies in its own folder or comes with the program.",
        why="A file from a stranger must not look into the rest of your disk.",
        mend="Copy the other file beside this one.",
    ),
    Rule(
        "extends-circle",
        says="Files do not extend each other in a circle.",
        why="There would be no first file to start from.",
        mend="Let one of them stand alone, and the others extend it.",
    ),
    Rule(
        "extends-chain",
        says="At most eight files extend one another.",
        why="Nobody can tell any more which of them a number comes from.",
        mend="Merge some of them into one file.",
    ),
)

NAMES: tuple[Rule, ...] = (*_PARTS, *_FORMULAS, *_MODELS, *_FILES)
