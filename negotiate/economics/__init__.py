"""Derives the tariff part of a payoff from trade flows, so that it need not be invented; imported when asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.economics.armington import Armington, Counterfactual, TariffChange
    from negotiate.economics.calibration import World, read_world
    from negotiate.economics.kinds import MODEL_KINDS, ModelInput, ModelKind, ModelSetting

_HOME = {
    "MODEL_KINDS": "negotiate.economics.kinds",
    "Armington": "negotiate.economics.armington",
    "Counterfactual": "negotiate.economics.armington",
    "ModelInput": "negotiate.economics.kinds",
    "ModelKind": "negotiate.economics.kinds",
    "ModelSetting": "negotiate.economics.kinds",
    "TariffChange": "negotiate.economics.armington",
    "World": "negotiate.economics.calibration",
    "read_world": "negotiate.economics.calibration",
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
    raise AttributeError(f"module 'negotiate.economics' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
