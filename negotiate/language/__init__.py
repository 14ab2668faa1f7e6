"""The only place that knows YAML: from a file to a scenario, or to every mistake in it."""

from negotiate.language.scenario_file import Reading, load

__all__ = ["Reading", "load"]
