"""Whether anybody believes a threat: is it carried out, at what cost of backing down, what is a commitment worth."""

from negotiate.credibility.result import Case, Credibility, FollowThrough, Price, Stage, TermGap, Threat
from negotiate.credibility.threats import threats

__all__ = ["Case", "Credibility", "FollowThrough", "Price", "Stage", "TermGap", "Threat", "threats"]
