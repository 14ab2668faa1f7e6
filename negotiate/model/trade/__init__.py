"""Derives the tariff part of a payoff from trade flows, so that it need not be invented; imported when asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.model.trade.armington import Armington, Counterfactual, TariffChange
    from negotiate.model.trade.calibration import World, read_world
    from negotiate.model.trade.kinds import MODEL_KINDS, ModelInput, ModelKind, ModelSetting

_HOME = {
    "MODEL_KINDS": "negotiate.model.trade.kinds",
    "Armington": "negotiate.model.trade.armington",
    "Counterfactual": "negotiate.model.trade.armington",
    "ModelInput": "negotiate.model.trade.kinds",
    "ModelKind": "negotiate.model.trade.kinds",
    "ModelSetting": "negotiate.model.trade.kinds",
    "TariffChange": "negotiate.model.trade.armington",
    "World": "negotiate.model.trade.calibration",
    "read_world": "negotiate.model.trade.calibration",
}
"""Where each name lives."""

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


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'negotiate.model.trade' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
