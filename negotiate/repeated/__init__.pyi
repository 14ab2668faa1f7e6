# Everything that the package gives, one name a line: type checkers read this, and so does
# `negotiate.doors.lazily`.

from negotiate.repeated import again as again
from negotiate.repeated import asking as asking
from negotiate.repeated.lasting.certificate import best_reply as best_reply
from negotiate.repeated.lasting.public_signals import PublicProfile as PublicProfile
from negotiate.repeated.lasting.public_signals import best_trigger as best_trigger
from negotiate.repeated.lasting.public_signals import public_certificate as public_certificate
from negotiate.repeated.lasting.public_signals import public_trigger as public_trigger
from negotiate.repeated.lasting.public_signals import seen_through as seen_through
from negotiate.repeated.lasting.public_signals import trigger_critical as trigger_critical
from negotiate.repeated.many.evolution import evolution as evolution
from negotiate.repeated.many.tournament import everyone as everyone
from negotiate.repeated.many.tournament import invasion as invasion
from negotiate.repeated.many.tournament import tournament as tournament
from negotiate.repeated.matches.exact import outcomes as outcomes
from negotiate.repeated.matches.timeline import timeline as timeline
from negotiate.repeated.setting import Phases as Phases
from negotiate.repeated.setting import Setting as Setting
from negotiate.repeated.setting import Signals as Signals
from negotiate.repeated.strategies.strategy import Learner as Learner
from negotiate.repeated.sustaining.holding import holding as holding
from negotiate.repeated.sustaining.supporting import supporting as supporting
from negotiate.repeated.sustaining.sustainable import feasible as feasible
from negotiate.repeated.sustaining.sustainable import floor as floor
from negotiate.repeated.sustaining.sustainable import rational as rational
from negotiate.repeated.sustaining.sustainable import sustainable as sustainable
