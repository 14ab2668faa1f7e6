"""Whether anybody believes a threat: is it carried out, at what cost of backing down, what is a commitment worth."""

from negotiate.comparison.threats.result import Case, Credibility, FollowThrough, Price, Stage, TermGap, Threat
from negotiate.comparison.threats.threats import threats

__all__ = ["Case", "Credibility", "FollowThrough", "Price", "Stage", "TermGap", "Threat", "threats"]
