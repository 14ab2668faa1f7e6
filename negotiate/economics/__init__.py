"""Derives the tariff part of a payoff from trade flows, so that it need not be invented."""

from negotiate.economics.armington import Armington, Counterfactual, TariffChange
from negotiate.economics.calibration import World, read_world
from negotiate.economics.kinds import MODEL_KINDS, ModelInput, ModelKind, ModelSetting

__all__ = [
    "MODEL_KINDS",
    "Armington",
    "Counterfactual",
    "ModelInput",
    "ModelKind",
    "ModelSetting",
    "TariffChange",
    "World",
    "read_world",
]
