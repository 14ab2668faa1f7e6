# Everything that the package gives, one name a line: type checkers read this, and so does
# `negotiate.doors.lazily`.

from negotiate.bargaining import asking as asking
from negotiate.bargaining import together as together
from negotiate.bargaining.assessment import assess as assess
from negotiate.bargaining.logrolling import trades as trades
from negotiate.bargaining.mediator import mediate as mediate
from negotiate.bargaining.talks import talks_over as talks_over
from negotiate.bargaining.talks.crises import bargaining_range as bargaining_range
from negotiate.bargaining.talks.crises import bluff as bluff
from negotiate.bargaining.talks.double_auction import double_auction as double_auction
from negotiate.bargaining.talks.legislature import legislature as legislature
from negotiate.bargaining.talks.offers import alternating_offers as alternating_offers
from negotiate.bargaining.talks.offers import offers_over as offers_over
from negotiate.bargaining.talks.simulated import simulated_talks as simulated_talks
from negotiate.bargaining.threats import variable_threats as variable_threats
from negotiate.bargaining.voting.game import VotingGame as VotingGame
from negotiate.bargaining.voting.game import power as power
from negotiate.bargaining.voting.game import shapley_value as shapley_value
from negotiate.bargaining.voting.ratification import ratification as ratification
from negotiate.bargaining.voting.win_sets import Body as Body
from negotiate.bargaining.voting.win_sets import win_sets as win_sets
