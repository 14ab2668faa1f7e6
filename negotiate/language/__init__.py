"""The only place that knows YAML: from a file to a scenario, or to every mistake in it."""
