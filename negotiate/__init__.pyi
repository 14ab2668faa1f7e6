# Everything that the package gives, one name a line: type checkers read this, and so does
# `negotiate.doors.lazily`.

import negotiate.model.trade
from negotiate import bargaining as bargaining
from negotiate import repeated as repeated
from negotiate.bargaining.deal import Deal as Deal
from negotiate.bargaining.deal import deal as deal
from negotiate.bargaining.points.rule import BargainingPoint as BargainingPoint
from negotiate.bargaining.problem import BargainingProblem as BargainingProblem
from negotiate.comparison.result import Comparison as Comparison
from negotiate.comparison.result import compare as compare
from negotiate.comparison.threats import Credibility as Credibility
from negotiate.comparison.threats import threats as threats
from negotiate.conflict.graph_model import GraphModel as GraphModel
from negotiate.conflict.stability import Stability as Stability
from negotiate.conflict.stability import stability as stability
from negotiate.equilibrium.batch import BatchSolution as BatchSolution
from negotiate.equilibrium.batch import solve_batch as solve_batch
from negotiate.equilibrium.registry import solve as solve
from negotiate.equilibrium.solution import Component as Component
from negotiate.equilibrium.solution import CorrelatedEquilibrium as CorrelatedEquilibrium
from negotiate.equilibrium.solution import Equilibrium as Equilibrium
from negotiate.equilibrium.solution import Solution as Solution
from negotiate.equilibrium.solution import TreeEquilibrium as TreeEquilibrium
from negotiate.errors import DidNotConverge as DidNotConverge
from negotiate.errors import FileRefused as FileRefused
from negotiate.errors import GameTooLarge as GameTooLarge
from negotiate.errors import NegotiateError as NegotiateError
from negotiate.errors import NotWritten as NotWritten
from negotiate.errors import OutOfRange as OutOfRange
from negotiate.errors import OverrideError as OverrideError
from negotiate.errors import Problem as Problem
from negotiate.errors import ScenarioError as ScenarioError
from negotiate.errors import ScenarioNotFound as ScenarioNotFound
from negotiate.errors import TemplateNotFound as TemplateNotFound
from negotiate.errors import UnknownConcept as UnknownConcept
from negotiate.errors import UnknownMethod as UnknownMethod
from negotiate.errors import UnknownPlayer as UnknownPlayer
from negotiate.errors import UnsuitableGame as UnsuitableGame
from negotiate.exports.files import write as write
from negotiate.games.extensive import ExtensiveGame as ExtensiveGame
from negotiate.games.normal_form import NormalFormGame as NormalFormGame
from negotiate.language.gambit.reading import read as read
from negotiate.language.genius.reading import read_genius as read_genius
from negotiate.language.scenario_file import load as load
from negotiate.language.writing.new import new as new
from negotiate.repeated.automaton import Automaton as Automaton
from negotiate.repeated.game import Certificate as Certificate
from negotiate.repeated.game import CriticalDiscount as CriticalDiscount
from negotiate.repeated.game import MatchResult as MatchResult
from negotiate.repeated.lasting.agreement import Lasting as Lasting
from negotiate.repeated.lasting.agreement import simulate as simulate
from negotiate.repeated.repeated_game import RepeatedGame as RepeatedGame
from negotiate.repeated.strategies.registry import strategies as strategies
from negotiate.repeated.strategies.strategy import Strategy as Strategy
from negotiate.scenario import Scenario as Scenario

__version__: str
economics = negotiate.model.trade
