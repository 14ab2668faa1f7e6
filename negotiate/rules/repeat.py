"""Rules on what a file says of playing again."""

from negotiate.rules.rule import Rule

_NAMED: tuple[Rule, ...] = (
    Rule(
        "unknown-posture",
        says="Every posture that is named is one of its player's.",
        why="A strategy that plays or looks for what its player cannot be seen to do would never move.",
        mend="Correct the name, or add the posture under `postures`; without postures a player's one issue lends it "
        "the names of its options.",
    ),
    Rule(
        "unknown-strategy",
        says="What a player plays is a strategy of the program's, or of the file's own.",
        why="Nobody could tell what the player does in any round.",
        mend="Correct the name, or describe the strategy under `strategies`.",
    ),
    Rule(
        "unknown-strategy-parameter",
        says="Beside `strategy` stand parameters that the strategy has.",
        why="A number that the strategy does not look at would change nothing.",
        mend="Correct the name, or take the number away.",
    ),
    Rule(
        "unknown-state",
        says="A strategy starts in one of its states, and leads to them.",
        why="In a state that is described nowhere nobody knows what the player does.",
        mend="Correct the name, or add the state under the strategy's `states`.",
    ),
    Rule(
        "unknown-phase",
        says="A phase is followed by one of the phases.",
        why="In a phase that is described nowhere nobody knows what a round is worth.",
        mend="Correct the name, or add the phase under `phases`.",
    ),
)

_MEANT: tuple[Rule, ...] = (
    Rule(
        "repeat-without-numbers",
        says="What is played again has payoffs in numbers.",
        why="Whether a gain today outweighs a loss tomorrow is a question of how much, and an order of outcomes does "
        "not say how much.",
        mend="Give the players payoffs, or ask `stability` what nobody would leave.",
    ),
    Rule(
        "postures-alike",
        says="Two postures of a player choose different things.",
        why="Nobody could tell which of the two the player has taken.",
        mend="Correct one of them, or take it away.",
    ),
    Rule(
        "not-agreed",
        says="Under `sets` stand issues that several players decide.",
        why="What one player decides alone is part of what that player does in a round, and so of its postures.",
        mend="Put the issue into the postures of the player that decides it.",
    ),
    Rule(
        "not-its-strategy",
        says="A strategy of the file's own is played by the player for whom it is written.",
        why="Its states play postures of that player, which another one does not have.",
        mend="Name another strategy, or write one for this player.",
    ),
    Rule(
        "walk-away-incomplete",
        says="Under `walk_away` stands every player.",
        why="Once somebody has left for good, the others live on as well, and what they get then decides whether they "
        "let it come to that.",
        mend="Add the players that are missing, with what each of them gets in every period from then on.",
    ),
    Rule(
        "first-phase-sets",
        says="In the first phase everything is as the file says.",
        why="All other commands look at the file as it stands, and `simulate` starts from the same round.",
        mend="Change the file itself, or put a phase that sets nothing first.",
    ),
    Rule(
        "no-repeated-game",
        says="What the file says of playing again can be played.",
        why="Postures that are impossible together, odds that add up to too much after some round, or a strategy that "
        "makes no sense in its seat leave `simulate` without an answer.",
        mend="Correct the postures, the odds or the strategy that the report names.",
    ),
    Rule(
        "phase-changes-the-game",
        says="A phase changes what outcomes are worth, and not what can be done.",
        why="Strategies look at what was done in earlier rounds, and so the same has to be possible in all of them.",
        mend="Let the phase set parameters or payoffs.",
    ),
)

REPEAT: tuple[Rule, ...] = (*_NAMED, *_MEANT)
