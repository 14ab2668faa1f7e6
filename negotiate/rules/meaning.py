"""Rules on what a whole file says, once every name is known."""

from negotiate.rules.rule import Rule

MEANING: tuple[Rule, ...] = (
    Rule(
        "missing-value",
        says="Under `values` every option has a worth, except the one that holds today.",
        why="An option left out by accident would count as nothing, and often decide the game.",
        mend="Write its worth, `0` if it is worth nothing.",
    ),
    Rule(
        "no-status-quo",
        says="A file that relies on a status quo has one.",
        why="What several must agree on stays as it is without a deal, so the file has to say how it is.",
        mend="Write `status_quo:`, and below it each issue with the option that holds today.",
    ),
    Rule(
        "incomplete-package",
        says="The status quo names an option for every issue, and so does a posture where there is no status quo.",
        why="Where one is left out, nobody knows what happens there without a deal, or in a round.",
        mend="Name an option for these issues as well.",
    ),
    Rule(
        "nobody-decides",
        says="Somebody decides every issue.",
        why="An issue that nobody can set has no place in a negotiation.",
        mend="Name a player, several players who must all agree, or `agreement` under `decided_by`.",
    ),
    Rule(
        "not-the-decider",
        says="A move sets and announces only what its player decides, alone or with others, and a posture chooses only "
        "what its player decides alone.",
        why="A threat to do what only the other side can do is no threat.",
        mend="Choose an issue of the player's own, correct the player, or add it under `decided_by`.",
    ),
    Rule(
        "no-payoff",
        says="Every player has payoffs, or preferences without numbers.",
        why="A player without any is content with everything, so that nothing it does can be explained.",
        mend="Add the player under `payoffs` with at least one term, or under `prefers` or `ranking`.",
    ),
    Rule(
        "preferences-twice",
        says="What a player would rather have is said in one way: `payoffs`, `prefers` or `ranking`.",
        why="Two ways could contradict each other, and nothing says which of them holds.",
        mend="Keep one of them, and take the player away from the other.",
    ),
    Rule(
        "too-many-statements",
        says="A player has at most 50 statements.",
        why="Each one outweighs all later ones, and beyond that whole numbers hold their weights no more.",
        mend="Take away the last ones: what comes after so many others decides next to nothing.",
    ),
    Rule(
        "too-many-levels",
        says="A player's statements tell at most 250,000 levels apart.",
        why="Every package is looked up among them, and nobody could follow more.",
        mend="Take the last statements away, or let them speak of fewer issues.",
    ),
    Rule(
        "unranked",
        says="A ranking places every package that can happen.",
        why="Of a package without a place nobody knows whether its player would move there or away.",
        mend="Place them, write `everything else` for all that are left, or list what cannot be under `infeasible`.",
    ),
    Rule(
        "ranked-twice",
        says="A ranking places every package once.",
        why="A package in two places is better than itself. An issue that an entry leaves out may be anything, so an "
        "entry can take in more than was meant.",
        mend="Take one away, or name in it the issues in which the two differ.",
    ),
    Rule(
        "price-without-numbers",
        says="A price, and money that changes hands, are for players with payoffs in numbers.",
        why="A level says what is preferred to what, and nothing about how much, so nothing can be taken off it.",
        mend="Take the price away, give the player payoffs, or let a statement say what the line is about.",
    ),
    Rule(
        "forbids-everything",
        says="A red line leaves at least one package that its player may sign.",
        why="A player that signs nothing at all needs no negotiation; mostly `never` and `insists` were mixed up.",
        mend="`never` lists what is refused, `insists` what is demanded.",
    ),
    Rule(
        "everything-infeasible",
        says="A condition under `infeasible` leaves at least one package possible.",
        why="Where nothing can happen there is no game.",
        mend="List there what cannot be, not what has to be; put `not` before a condition that has to hold.",
    ),
    Rule(
        "votes-out-of-reach",
        says="A ratifier needs at least one vote, and no more than there are.",
        why="With a vote more than there are it would refuse everything, and with none accept everything.",
        mend="Correct the number under `needs`, write `majority`, `two thirds` or `unanimity`, or add the bloc that "
        "is missing.",
    ),
    Rule(
        "nobody-to-pay",
        says="Under `side_payments` stand at least two players.",
        why="Money that changes hands has somebody who pays it and somebody who gets it.",
        mend="Say for each of them what one unit of its payoff is worth in the common money, or leave the key out "
        "where no money changes hands.",
    ),
    Rule(
        "odds-sum",
        says="The odds of a step sum to 1, and so do those of a player's types.",
        why="Something has to happen, and only one thing; otherwise every average would be wrong.",
        mend="Correct the odds, or add the outcome or the type that is missing.",
    ),
    Rule(
        "not-a-probability",
        says="A probability lies between 0 and 1.",
        why="Nothing is less likely than never or more likely than certain.",
        mend="Write shares, not percent: `0.7` for 70 %.",
    ),
    Rule(
        "type-changes-the-game",
        says="A private type changes what outcomes are worth to somebody, where red lines run, or when a move is made.",
        why="Everybody knows the issues, the options and the moves; private is how much they matter to a player.",
        mend="Let the type set parameters, payoffs or red lines; describe another game as a variant.",
    ),
    Rule(
        "types-collide",
        says="Types of different players set different things.",
        why="Where both types are dealt, the value would hang on which of the two stands first in the file.",
        mend="Give each player a parameter of its own, and let the formula use both.",
    ),
    Rule(
        "too-many-profiles",
        says="Private types can be dealt in at most 256 ways, and in fewer where the file is very long.",
        why="The ways multiply with every player that has types, and the whole file is worked out once for each.",
        mend="Give fewer players types, or fewer types.",
    ),
    Rule(
        "table-too-large",
        says="A table of values has at most 100,000 cells.",
        why="The cells multiply with every issue under `by`, and nobody fills in so many.",
        mend="Split it into terms that look at fewer issues each; terms add up.",
    ),
    Rule(
        "no-game",
        says="The games that a scenario stands for can be built.",
        why="On some path an issue stays open, or somebody has nothing left to do, so that no payoff can be given.",
        mend="Name a status quo for every issue, and give every move something that is still possible.",
    ),
)
