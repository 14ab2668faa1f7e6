"""Rules on files of Gambit's, which hold a game and no scenario."""

from negotiate.rules.rule import Rule

GAMBIT: tuple[Rule, ...] = (
    Rule(
        "gambit-count",
        says="A file of Gambit's has as many of everything as it says it has: at least one player and strategy, a "
        "payoff for each player, an entry for each combination.",
        why="Payoffs stand in a row and are told apart by counting; one too many or too few moves all that follow.",
        mend="Count the players, their strategies, and the numbers of this outcome or table.",
    ),
    Rule(
        "gambit-cut-off",
        says="A file of Gambit's is whole.",
        why="Nothing marks the end of such a file; a part of a tree, or of a table, is no game.",
        mend="Copy or download the file again; a quotation mark that is never closed cuts it off too.",
    ),
    Rule(
        "gambit-number",
        says="Numbers in a file of Gambit's are written like -3, 0.25, 1.5e3 or 1/3, and none is beyond 1e+100.",
        why="Anything else would have to be guessed, and sums of payoffs beyond that lose their meaning.",
        mend="Write the number in one of these ways, without signs between thousands, and a huge one in a larger unit.",
    ),
    Rule(
        "gambit-odds",
        says="The odds of what chance may do are not negative, and add up to 1.",
        why="What an ending is worth before the game starts depends on how likely it is.",
        mend="Write the odds as fractions, such as 1/3, or with enough digits.",
    ),
    Rule(
        "gambit-player-twice",
        says="In a file of Gambit's, different players have different names.",
        why="An answer names the players, and nobody could tell which of the two is meant.",
        mend="Give one of them another name. Strategies and actions of one name are told apart by numbers, and so is "
        "whatever has no name.",
    ),
    Rule(
        "gambit-set",
        says="What is described again by its number is described in the same way.",
        why="Who cannot tell two nodes apart has to have the same actions at both, in the same order; an outcome has "
        "one payoff a player, and an event of chance one set of odds.",
        mend="Give one of them a number of its own, or make the descriptions agree.",
    ),
    Rule(
        "gambit-syntax",
        says="A file of Gambit's follows its format, word by word.",
        why="Nothing but the order of words tells what each of them means.",
        mend="Compare this place with a file that Gambit, or `negotiate export`, has written.",
    ),
    Rule(
        "gambit-unknown",
        says="A number of a player, an information set or an outcome means one that is there.",
        why="They are known by their numbers after they have been described once; one that has not been means nothing.",
        mend="Describe it where its number comes up first, or write the number of another.",
    ),
)
