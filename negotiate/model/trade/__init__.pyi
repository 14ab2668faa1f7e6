# Everything that the package gives, one name a line: type checkers read this, and so does
# `negotiate.doors.lazily`.

from negotiate.model.trade import kinds as kinds
from negotiate.model.trade.armington import Armington as Armington
from negotiate.model.trade.armington import Counterfactual as Counterfactual
from negotiate.model.trade.armington import TariffChange as TariffChange
from negotiate.model.trade.calibration import World as World
from negotiate.model.trade.calibration import read_world as read_world
from negotiate.model.trade.kinds import MODEL_KINDS as MODEL_KINDS
from negotiate.model.trade.kinds import ModelInput as ModelInput
from negotiate.model.trade.kinds import ModelKind as ModelKind
from negotiate.model.trade.kinds import ModelSetting as ModelSetting
